"""The public commits whose interface and equations the models have."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from microcircuit.signatures import FIRST, LAST_PHASED, PHASELESS, SWITCHED, Family
from rtdeep.errors import UnknownNameError

#: Names the revision, where `use_revision` was not called.
VARIABLE = "MICROCIRCUIT_REVISION"


def _mean(difference: NDArray[np.float64]) -> float:
    return float(np.mean(difference))


def _sum_of_squares(difference: NDArray[np.float64]) -> float:
    return float(np.sum(difference**2))


@dataclass(frozen=True)
class Revision:
    """A public commit."""

    #: Its abbreviated hash.
    name: str
    #: The interface that it has.
    family: Family
    #: The engine's revision with its equations.
    engine: str
    #: What it calls MSE, of output - target.
    error_measure: Callable[[NDArray[np.float64]], float]
    #: Whether layers of neurons other than the hidden ones are linear.
    has_linear_output: bool = False
    #: Whether a change of the layer that learns is printed.
    announces_phases: bool = False


REVISIONS = {
    revision.name: revision
    for revision in (
        Revision("a2f0ba6", FIRST, "a2f0ba6", _mean, has_linear_output=True, announces_phases=True),
        Revision("98eb7f1", FIRST, "98eb7f1", _mean, has_linear_output=True, announces_phases=True),
        Revision("4e60ebb", SWITCHED, "009560d", _mean, has_linear_output=True),
        Revision("009560d", LAST_PHASED, "009560d", _sum_of_squares),
        Revision("5d1b5b7", LAST_PHASED, "5d1b5b7", _sum_of_squares),
        Revision("1c417e1", LAST_PHASED, "1c417e1", _sum_of_squares),
        Revision("716f250", PHASELESS, "716f250", _sum_of_squares),
    )
}

#: Other commits with the interface and equations of one of these.
SAME = {"52acbff": "98eb7f1", "d745604": "98eb7f1", "68286b6": "4e60ebb"}

#: The revision of an interface where none was chosen.
DEFAULTS = {FIRST: "98eb7f1", SWITCHED: "4e60ebb", LAST_PHASED: "1c417e1", PHASELESS: "716f250"}

_chosen: Revision | None = None


def use_revision(name: str | None) -> None:
    """Chooses the public commit whose equations models made from now on have, by its hash of seven digits.

    None gives the choice back to the environment variable MICROCIRCUIT_REVISION, and without it to the arguments: each
    interface then has its default, 98eb7f1 for that of the first notebook. Raises `UnknownNameError`.
    """
    global _chosen
    _chosen = None if name is None else find(name)


def find(name: str) -> Revision:
    """The revision of that name; raises `UnknownNameError`, which names the nearest one."""
    short = str(name)[:7]
    if revision := REVISIONS.get(SAME.get(short, short)):
        return revision
    near = difflib.get_close_matches(str(name), REVISIONS, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnknownNameError(f"no revision is called {name}{hint} There are {', '.join([*REVISIONS, *SAME])}")


def chosen() -> Revision | None:
    """The revision that was chosen, by a call or by the environment; None: the arguments decide."""
    if _chosen is not None:
        return _chosen
    name = os.environ.get(VARIABLE)
    if not name:
        return None
    try:
        return find(name)
    except UnknownNameError as error:
        raise UnknownNameError(f"{VARIABLE}: {error}") from None


def selected() -> Revision:
    """The chosen revision, or 98eb7f1."""
    return chosen() or REVISIONS["98eb7f1"]
