"""How well networks answer samples that they have not learned from."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.seeds import averaged, mean_and_error, side_by_side
from rtdeep.runs import Run

_NAME_WIDTH = 28
"""Characters in a line of a name."""

_SPREAD = 0.14
"""Seeds lie side by side, over this part of a row."""


_NETWORKS: tuple[tuple[Literal["last", "best"], float, str | None], ...] = (
    ("last", -0.14, "white"), ("best", 0.14, None))
"""Which ones, how far from the middle of a row, and in which colour markers are filled."""


def examined_accuracy(
    runs: Mapping[str, Sequence[Run]], axes: Axes | None = None, *, part: Literal["validation", "test"] = "test",
    colors: Mapping[str, str] | None = None,
) -> Axes:
    """The accuracy on the test samples, of the last network and of the one whose validation was best.

    - runs: those of several seeds by what they are called, such as {"PAL": [run, ...], "FA": [run, ...]}
    - part: which samples
    - colors: by the names in `runs`, where they are to be others than those of the palette in its order

    Points are single seeds, bars the mean and one standard error. Raises `ArgumentError` where there are no runs, and
    what `Run.score` raises.
    """
    axes = canvas(axes)
    if not runs or not all(runs.values()):
        raise ArgumentError("there are no runs to draw")
    drawn: list[str] = []
    for index, (name, group) in enumerate(runs.items()):
        color = (colors or {}).get(name, palette.SERIES[index % len(palette.SERIES)])
        drawn.append(color)
        for network, aside, face in _NETWORKS:
            values = np.array([[run.score(part, network).accuracy for run in group]])
            mean, low, _ = mean_and_error(values)
            places = index + aside + side_by_side(len(group), _SPREAD)
            axes.plot(values[0], places, "o", color=color, markersize=2.5, alpha=0.35, markeredgewidth=0)
            axes.errorbar(
                mean, [index + aside], xerr=mean - low, color=color, marker="o", markersize=5, capsize=2.5,
                markerfacecolor=face or color, linewidth=1.0, zorder=3)
    axes.set_yticks(range(len(runs)), [textwrap.fill(name, _NAME_WIDTH) for name in runs])
    for written, color in zip(axes.get_yticklabels(), drawn, strict=True):
        written.set_color(color)
    axes.set_ylim(len(runs) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"{part} accuracy (1)")
    axes.set_title(averaged([len(group) for group in runs.values()]))
    for face, label in (("white", "last network"), (palette.BLACK, "best validation")):
        axes.plot([], [], "o", color=palette.BLACK, markerfacecolor=face, markersize=5, label=label)
    axes.legend(loc="best")
    return axes
