"""What a model records of itself: `init_record`, and the series that grow with every step."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from rtdeep.errors import ArgumentError, UnknownNameError

if TYPE_CHECKING:
    from microcircuit.setup import Setup

#: What can be recorded, each as `rec_X=True` into `X_time_series`.
QUANTITIES = (
    "MSE", "error", "input", "target", "WPP", "WIP", "BPP", "BPI", "dWPP", "dWIP", "dBPP", "dBPI", "uP", "uP_breve",
    "rP_breve", "rP_breve_HI", "uI", "uI_breve", "rI_breve", "vbas", "vapi", "vapi_noise", "noise", "epsilon",
    "epsilon_LO", "lat_mismatch",
)
_NEED_TARGET = ("MSE", "error", "target")


class Recordings:
    """Series of what a model was after every so many steps."""

    _setup: Setup
    _recorded: Sequence[str] = ()
    _every = 1
    _calls = 0

    def init_record(self, rec_per_steps: int = 1, **quantities: bool) -> None:
        """Begins to record after every `rec_per_steps` steps what is named by `rec_X=True`.

        X are MSE, error, input, target, weights, their changes, potentials, rates and noise, by their attribute's name,
        and lat_mismatch. The series are lists called `X_time_series`; those of MSE, error and target grow in steps with
        a target only. Raises `UnknownNameError`.
        """
        if int(rec_per_steps) != rec_per_steps or rec_per_steps < 1:
            raise ArgumentError(f"rec_per_steps is {rec_per_steps!r}, but must be a whole number, 1 or more")
        for keyword in quantities:
            if keyword.removeprefix("rec_") not in QUANTITIES or not keyword.startswith("rec_"):
                near = difflib.get_close_matches(keyword, [f"rec_{name}" for name in QUANTITIES], n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise UnknownNameError(f"init_record has no {keyword}{hint}")
        self._every, self._calls = int(rec_per_steps), 0
        self._recorded = [name for name in QUANTITIES if quantities.get(f"rec_{name}")]
        for name in self._recorded:
            setattr(self, f"{name}_time_series", [])

    def record_step(self, target: Sequence[ArrayLike] | None = None) -> None:
        """Counts a step, and records where one is due; `evolve_system` does so after `init_record`."""
        self._calls += 1
        if self._calls % self._every:
            return
        for name in self._recorded:
            if target is not None or name not in _NEED_TARGET:
                getattr(self, f"{name}_time_series").append(self._value(name, target))

    def _value(self, name: str, target: Sequence[ArrayLike] | None) -> Any:
        if name == "lat_mismatch":
            return self._lateral_mismatch()
        if name == "input":
            return self.r0.copy()  # type: ignore[attr-defined]
        if name == "target":
            return copy.deepcopy(list(target or ()))
        if name in ("MSE", "error"):
            difference = self.uP_breve[-1] - np.asarray((target or ())[-1])  # type: ignore[attr-defined]
            return [difference] if name == "error" else self._setup.revision.error_measure(difference)
        return copy.deepcopy(getattr(self, name))

    def _lateral_mismatch(self) -> list[Any]:
        """The interneurons' prospective potentials, minus what the mirrored neurons' basal dendrites predict."""
        setup = self._setup
        g = setup.arguments
        mismatch = []
        for j, layer in enumerate(setup.mirrored):
            apical = g["gapi"] if layer < setup.depth - 1 else 0
            kappa = g["gbas"] / (g["gl"] + g["gbas"] + apical)
            mismatch.append(self.uI_breve[j] - kappa * self.vbas[layer])  # type: ignore[attr-defined]
        return mismatch
