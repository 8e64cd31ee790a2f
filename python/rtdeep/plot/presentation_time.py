"""What remains of learning where samples are shown for a short time only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.accuracy import chance
from rtdeep.plot.canvas import canvas
from rtdeep.plot.seeds import averaged, mean_and_error, side_by_side
from rtdeep.series import Records, recorded
from rtdeep.tasks import Task

LINE = 0.01
"""The loss in mV² at which a dotted line helps to compare: outputs are then about 0.1 mV from their targets."""

_MARKERS = ("o", "s", "^", "D")

_SPREAD = 0.12
"""Seeds lie side by side, over so many units of the natural logarithm of the time."""


def accuracy_over_presentation_time(groups: Mapping[str, Sequence[Records]], axes: Axes | None = None) -> Axes:
    """The accuracy at the end over the time for which every sample is shown (Haider et al. 2021, Fig. 3).

    - groups: the recordings of every time and seed by what their circuits are called, such as
      {"with latent equilibrium": [run, ...], "without": [run, ...]}; times are those of their configurations

    Faint points are single seeds, lines their mean with one standard error, the dotted line is chance. Raises
    `ArgumentError` where there are no runs, and what `recorded` and `Task.of` raise.
    """
    axes = canvas(axes)
    chance(axes, _draw(axes, groups, "accuracy"))
    axes.legend(loc="best")
    axes.set_ylabel("validation accuracy at the end (1)")
    return axes


def loss_over_presentation_time(groups: Mapping[str, Sequence[Records]], axes: Axes | None = None) -> Axes:
    """The mean square error of the output at the end, likewise, on a logarithmic axis and with a geometric mean.

    The dotted line is at 0.01 mV². Raises as `accuracy_over_presentation_time` does.
    """
    axes = canvas(axes)
    _draw(axes, groups, "loss")
    axes.set_yscale("log")
    axes.axhline(LINE, color=palette.GREY, linestyle=":", linewidth=0.8, zorder=0, label=f"{LINE} mV²")
    axes.legend(loc="best")
    axes.set_ylabel("validation loss at the end (mV²)")
    return axes


def _draw(axes: Axes, groups: Mapping[str, Sequence[Records]], quantity: Literal["accuracy", "loss"]) -> Task:
    """Draws one line per group; gives back one of the tasks."""
    if not groups or not all(groups.values()):
        raise ArgumentError("there are no runs to draw")
    counts: list[int] = []
    shown: set[int] = set()
    for index, (name, group) in enumerate(groups.items()):
        color = palette.SERIES[index % len(palette.SERIES)]
        ends: dict[int, list[float]] = {}
        for records in group:
            task = Task.of(records)
            ends.setdefault(task.steps, []).append(_end(records, quantity))
        times = sorted(ends)
        values = np.full((len(times), max(map(len, ends.values()))), np.nan)
        for row, time in enumerate(times):
            values[row, : len(ends[time])] = ends[time]
            places = time * np.exp(side_by_side(len(ends[time]), _SPREAD))
            axes.plot(places, ends[time], "o", color=color, markersize=2.5, alpha=0.4, markeredgewidth=0)
        mean, low, high = mean_and_error(values, geometric=quantity == "loss")
        axes.errorbar(
            times, mean, np.abs([mean - low, high - mean]), color=color, marker=_MARKERS[index % len(_MARKERS)],
            markersize=4, capsize=2, elinewidth=0.8, label=name)
        counts += [len(one) for one in ends.values()]
        shown.update(times)
    axes.set_xscale("log")
    axes.set_xticks(sorted(shown), [str(time) for time in sorted(shown)])
    axes.minorticks_off()
    axes.set_xlabel("presentation time (dt)")
    axes.set_title(averaged(counts, "Geometric mean" if quantity == "loss" else "Mean"))
    return task


def _end(records: Records, quantity: str) -> float:
    """The last record of a quantity; raises as `recorded` does."""
    values = recorded(records, quantity).values
    if not len(values):
        raise ArgumentError(f"{quantity} has not been recorded yet")
    return float(values[-1, 0])
