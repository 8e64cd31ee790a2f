"""Figures of several runs: seeds of one experiment, or experiments side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from rtdeep import plot
from rtdeep.plot.reproduction import Reproduced, compared
from rtdeep.runs import Run

Groups = Mapping[str, Sequence[Run]]
"""The runs of all seeds by experiment."""

MOST = 8
"""A quantity of more elements than that has too many panels."""


DECADES = 1000
"""Values that are so many times as large as others need a logarithmic axis."""


@dataclass(frozen=True)
class Comparison:
    """A figure of one panel with the runs of one or more experiments."""

    title: str
    needs: str
    """What has to be there, in words."""
    fits: Callable[[Run], bool]
    """Whether a run has it."""
    draw: Callable[[Groups, Axes], Axes]


def _recorded(*names: str) -> Callable[[Run], bool]:
    return lambda run: all(name in run.dataset for name in names)


def _has_scores(run: Run) -> bool:
    return run.examination is not None


def _noise_time(run: Run) -> float | None:
    """The time constant in ms of the noise that teaches feedback, where it has one."""
    noise = run.settings.get("feedback", {}).get("noise", {})
    return float(noise["tau"]) if "tau" in noise else None


def _is_taught_by_slow_noise(run: Run) -> bool:
    return _noise_time(run) is not None and ANGLE in run.dataset


def _noise_time_scales(groups: Groups, axes: Axes) -> Axes:
    """The first seed of every experiment, by what its rates follow and by the time constant of its noise."""
    runs: dict[str, dict[float, Run]] = {}
    for run, *_ in groups.values():
        time, prospective = _noise_time(run), run.settings["prospective"]
        if time is not None:
            looks_ahead = prospective["arithmetic"] != "somatic" and prospective.get("factor", 1) > 0
            runs.setdefault("prospective" if looks_ahead else "somatic", {})[time] = run
    return plot.noise_time_scales(runs, axes)


def _first(groups: Groups) -> Mapping[str, Run]:
    """The first seed of each."""
    return {name: runs[0] for name, runs in groups.items()}


ANGLE = "angle(BPP, dphi WPP^T dphi)"

COMPARISONS = {
    "accuracy": Comparison(
        "accuracy of validation in the course of learning", "accuracy, of a task", _recorded("accuracy"),
        lambda groups, axes: plot.accuracy_course(groups, axes)),
    "loss": Comparison(
        "loss of validation in the course of learning", "loss, of a task", _recorded("loss"),
        lambda groups, axes: plot.accuracy_course(groups, axes, quantity="loss")),
    "test-accuracy": Comparison(
        "accuracy of the test, of the last and of the best networks", "a task, and runs that have come to their end",
        _has_scores, lambda groups, axes: plot.examined_accuracy(groups, axes)),
    "teacher-error": Comparison(
        "squared distance of the output from its target (first seeds)", "mse", _recorded("mse"),
        lambda groups, axes: plot.teacher_error(_first(groups), axes)),
    "sign-turn": Comparison(
        "B of the first hidden layer, and the forward weights that it follows (first seeds)", "BPP and WPP",
        _recorded("BPP_0", "WPP_1"), lambda groups, axes: plot.sign_turn(_first(groups), axes)),
    "noise-time-scales": Comparison(
        "the angle at the end over the time constant of the noise (first seeds)", f"noise with tau, and {ANGLE}",
        _is_taught_by_slow_noise, _noise_time_scales),
}
"""By the names of the figures, in the order in which they are listed."""


def quantities(groups: Groups) -> Mapping[str, str]:
    """The recorded quantities of at most `MOST` elements that all runs have, with what they are.

    Each is a figure of that name.
    """
    runs = [run for group in groups.values() for run in group]
    small = {
        str(name): f"{array.attrs.get('long_name', name)}, over time"
        for name, array in (runs[0].dataset.data_vars.items() if runs else ())
        if prod(array.shape[1:]) <= MOST and array.shape[0] > 1 and name not in COMPARISONS
    }
    return {name: small[name] for name in sorted(small) if all(name in run.dataset for run in runs)}


def elements(groups: Groups, quantity: str) -> int:
    """How many panels a quantity takes."""
    return min(prod(run.dataset[quantity].shape[1:]) for group in groups.values() for run in group)


def draw_element(groups: Groups, quantity: str, element: int, axes: Axes) -> Axes:
    """One element of a quantity over time: mean and standard deviation over seeds, one colour per experiment."""
    experiments = [_reproduced(name, runs) for name, runs in groups.items()]
    compared(axes, experiments, quantity, element)
    shape = next(iter(groups.values()))[0].dataset[quantity].shape[1:]
    name = quantity if prod(shape) == 1 else f"{quantity} {_place(element, shape)}"
    axes.set_ylabel(f"{name} ({axes.get_ylabel()})")
    if quantity.startswith("cos("):
        axes.set_ylim(-1.1, 1.1)
    elif spans_decades([line.get_ydata() for line in axes.lines]):
        axes.set_yscale("log")
    if len(experiments) > 1:
        axes.legend(loc="best")
    return axes


def spans_decades(lines: Sequence[Any]) -> bool:
    """Whether all values are above zero, and so far apart that small ones could not be told from each other."""
    values = np.concatenate([np.asarray(line, dtype=float) for line in lines])
    finite = values[np.isfinite(values)]
    return bool(len(finite)) and float(finite.min()) > 0 and float(finite.max() / finite.min()) > DECADES


def _reproduced(name: str, runs: Sequence[Run]) -> Reproduced:
    published: Sequence[dict[str, Any]] = []
    return Reproduced(name, runs, published, float(runs[0].settings["dt"]))


def _place(element: int, shape: Sequence[int]) -> str:
    """Where an element is in its matrix, counted from 1."""
    if len(shape) < 2:
        return f"[{element + 1}]"
    row, column = divmod(element, shape[-1])
    return f"[{row + 1}, {column + 1}]"
