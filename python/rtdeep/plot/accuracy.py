"""How well networks answer in the course of learning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.seeds import averaged, mean_and_error
from rtdeep.plot.traces import label_time, time_scale
from rtdeep.runs import Run
from rtdeep.series import Records, Series, Values, power_of_ten, recorded
from rtdeep.tasks import Task

Runs: TypeAlias = Records | Sequence[Records] | Mapping[str, Sequence[Records]]
"""One recording, those of several seeds, or several of these by what they are called."""

ROOM = 0.04
"""The share of the axis of accuracies above 1 and below the least of them, so that no line lies on the frame."""


def accuracy_course(
    runs: Runs, axes: Axes | None = None, *, quantity: Literal["accuracy", "loss"] = "accuracy",
    over: Literal["epochs", "ms"] = "epochs", logarithmic: bool = False, single: bool = True,
    colors: Mapping[str, str] | None = None,
) -> Axes:
    """The accuracy on the validation samples in the course of learning: mean and standard error over seeds.

    - runs: recordings of several seeds, such as [run, ...], or of several experiments, such as {"PAL": [run, ...]}
    - quantity: "accuracy", or "loss" (mV²) on a logarithmic axis and with a geometric mean
    - over: "epochs", or "ms" of model time
    - logarithmic: whether that axis is
    - single: whether single seeds are drawn, as faint lines
    - colors: by the names in `runs`, where they are to be others than those of the palette in its order

    The dotted line, where it is in sight, is chance; means are over the seeds that have come so far. Raises
    `ArgumentError` where there is nothing to draw or seeds were recorded at different times, and what `recorded` and
    `Task.of` raise.
    """
    axes = canvas(axes)
    if quantity not in ("accuracy", "loss") or over not in ("epochs", "ms"):
        raise ArgumentError(
            f"accuracy_course draws accuracy or loss over epochs or ms, but was asked for {quantity} over {over}")
    groups = _groups(runs)
    tasks = {name: Task.of(group[0]) for name, group in groups.items()}
    courses = {name: _together(name, [recorded(one, quantity) for one in group]) for name, group in groups.items()}
    if over == "epochs":
        courses = {name: Series(tasks[name].epochs(one.time), one.values) for name, one in courses.items()}
    longest = max(courses.values(), key=lambda one: float(one.time[-1]))
    scale = time_scale(longest) if over == "ms" else 1.0
    # Many lines hide each other, unless they are fainter still.
    faint = float(np.clip(4 / sum(map(len, groups.values())), 0.08, 0.3)) if single else 0.0
    ends = {}
    for index, (name, course) in enumerate(courses.items()):
        color = (colors or {}).get(name, palette.SERIES[index % len(palette.SERIES)])
        ends[name] = _draw(axes, course.time * scale, course.values, color, name, quantity == "loss", faint)
    if logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    label_time(axes, longest)
    if over == "epochs":
        axes.set_xlabel("epoch")
        axes.set_xlim(longest.time[0] if logarithmic else 0, longest.time[-1])
    axes.set_ylabel("validation accuracy (1)" if quantity == "accuracy" else "validation loss (mV²)")
    if quantity == "accuracy":
        chance(axes, next(iter(tasks.values())))
    else:
        axes.set_yscale("log")
    counts = [len(group) for group in groups.values()]
    if len(groups) > 1:
        axes.set_title(averaged(counts, "Geometric mean" if quantity == "loss" else "Mean"))
        axes.legend(loc="best")
    else:
        axes.set_title(f"Validation {quantity} reaches {next(iter(ends.values()))}")
    return axes


def chance(axes: Axes, task: Task) -> None:
    """Lets the vertical axis go from the least accuracy drawn so far to 1; a dotted line, where in sight, is chance."""
    guessed = 1 / len(task.classes)
    low = axes.dataLim.y0 if np.isfinite(axes.dataLim.y0) else guessed
    bottom = low - ROOM * (1 - low)
    if guessed >= bottom:
        axes.axhline(guessed, color=palette.GREY, linestyle=":", linewidth=0.8, zorder=0, label="chance")
    axes.set_ylim(bottom, 1 + ROOM * (1 - low))


def _groups(runs: Runs) -> dict[str, Sequence[Records]]:
    """All recordings by name; raises `ArgumentError` where there are none."""
    # A dataset is a mapping too, of its variables.
    if isinstance(runs, (Run, xr.Dataset)):
        return {"": [runs]}
    groups = {"": runs} if isinstance(runs, Sequence) else dict(runs)
    if not groups or not all(groups.values()):
        raise ArgumentError("there are no runs to draw")
    return groups


def _together(name: str, seeds: Sequence[Series]) -> Series:
    """One column per seed; NaN where a seed has not come so far."""
    time = max((one.time for one in seeds), key=len)
    if not len(time):
        raise ArgumentError(f"{name or 'the run'} has made no record yet")
    values = np.full((len(time), len(seeds)), np.nan)
    for column, one in enumerate(seeds):
        if not np.array_equal(one.time, time[: len(one.time)]):
            raise ArgumentError(f"the seeds of {name or 'the runs'} were recorded at different times")
        values[: len(one.time), column] = one.values[:, 0]
    return Series(time, values)


def _draw(axes: Axes, x: Values, values: Values, color: str, name: str, geometric: bool, faint: float) -> str:
    """Draws one group, its seeds with the opacity `faint` or not at all, and says what its mean is at the end."""
    mean, low, high = mean_and_error(values, geometric=geometric)
    count = values.shape[1]
    if count > 1 and faint:
        axes.plot(x, values, color=color, linewidth=0.5, alpha=faint, label="_nolegend_")
    if count > 1:
        axes.fill_between(x, low, high, color=color, alpha=0.2, linewidth=0)
    axes.plot(x, mean, color=color, label=name or "_nolegend_")
    if geometric:
        return power_of_ten(float(mean[-1]))
    return f"{mean[-1]:.3f}" + (f" ± {mean[-1] - low[-1]:.3f} ({count} seeds)" if count > 1 else "")
