"""Lines over time, and legends beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import palette
from rtdeep.series import Series, Values

BINS = 800
"""About as many as a panel has pixels: what falls into one of them cannot be told apart anyway."""


MANY = 8
"""More lines than that hide each other, unless they are thin."""


def decimate(time: Values, values: Values, bins: int = BINS) -> tuple[Values, Values]:
    """At most two points per bin, the smallest and the largest value in it, in the order in which they came.

    A line through them covers the same pixels as the line through all points: peaks and the width of noise stay. A
    bin that holds NaN keeps one, so that a gap stays a gap.
    """
    if len(time) <= 2 * bins:
        return time, values
    edges = np.linspace(0, len(time), bins + 1).astype(int)
    kept: list[int] = [0]
    for start, end in pairwise(edges):
        part = values[start:end]
        unknown = np.flatnonzero(np.isnan(part))
        if len(unknown):
            kept.append(start + int(unknown[0]))
        if len(unknown) < len(part):
            kept += [start + int(np.nanargmin(part)), start + int(np.nanargmax(part))]
    kept.append(len(time) - 1)
    indices = np.unique(kept)
    return time[indices], values[indices]


def draw(axes: Axes, series: Series, color: str, label: str, **style: Any) -> None:
    """Draws every element of `series` in one colour, with one entry in the legend; many of them thin and translucent.

    Time is in ms, or in s where the series is longer than 1000 ms; see `label_time`.
    """
    scale = time_scale(series)
    if series.values.shape[1] > MANY:
        style = {"linewidth": 0.5, "alpha": 0.5, **style}
    for element in range(series.values.shape[1]):
        time, values = decimate(series.time, series.values[:, element])
        axes.plot(time * scale, values, color=color, label=label if element == 0 else "_nolegend_", **style)


def draw_layers(axes: Axes, series: Series, color: str, names: Sequence[str], **style: Any) -> None:
    """Draws the elements of `series` as one line each: in `color` if it is alone, else each in its own and named."""
    scale = time_scale(series)
    alone = series.values.shape[1] == 1
    for element in range(series.values.shape[1]):
        time, values = decimate(series.time, series.values[:, element])
        axes.plot(
            time * scale, values, color=color if alone else palette.SERIES[element % len(palette.SERIES)],
            label="_nolegend_" if alone else names[element], **style,
        )


def layer_names(count: int, kind: str = "hidden layer") -> list[str]:
    """How layers are called in legends."""
    return [f"{kind} {index + 1}" for index in range(count)]


def zero_line(axes: Axes) -> None:
    """A thin line at 0."""
    axes.axhline(0, color=palette.GREY, linewidth=0.6, zorder=0)


def time_scale(series: Series) -> float:
    """What to multiply ms with for the axis: 1, or 0.001 where seconds are easier to read."""
    return 0.001 if len(series.time) and series.time[-1] > 1000 else 1.0


def label_time(axes: Axes, series: Series) -> None:
    """Labels the time axis and lets it end where the records end."""
    scale = time_scale(series)
    axes.set_xlabel("model time (ms)" if scale == 1 else "model time (s)")
    if len(series.time) > 1:
        # A logarithmic axis has no zero to start from.
        start = series.time[0] if axes.get_xscale() == "log" or series.time[0] > 0.1 * series.time[-1] else 0.0
        axes.set_xlim(start * scale, series.time[-1] * scale)


def legend_above_data(axes: Axes, columns: int, room: float = 0.17) -> None:
    """Puts the legend into room made for it above the data, so that it hides nothing.

    `room` is the share of the axes' height that it takes. Ticks stay within the data.
    """
    transform = axes.transData.transform
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    bottom, top = (transform((axes.get_xlim()[1], y))[1] for y in (low, high))
    raised = axes.transData.inverted().transform((0, bottom + (top - bottom) / (1 - room)))[1]
    axes.set_ylim(low, raised)
    if axes.get_yscale() == "linear":
        axes.set_yticks(ticks)
    axes.legend(loc="upper right", ncols=columns, columnspacing=1.2, handletextpad=0.5)
