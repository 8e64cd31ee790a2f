"""What becomes of a metric where one parameter is varied."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.seeds import mean_and_error, side_by_side
from rtdeep.plot.sweep_groups import EMPTY, groups_of, legend, title
from rtdeep.plot.sweep_places import Places, grouped, quantity
from rtdeep.sweeps import Sweep

_MARKED = 40
"""More points than that have no markers and bars, but a band."""

_SPREAD = 0.3
"""Lines through names lie side by side, over this part of the distance from one name to the next."""


def sweep_curves(sweep: Sweep, metric: str, x: str, by: str | None = None, axes: Axes | None = None) -> Axes:
    """A metric over one axis of a sweep, with one line per point of the axis `by`, if there is one.

    Lines are means over everything else that is varied, with one standard error where there are at least two members;
    only members that are completed are in it. The horizontal axis is logarithmic where points lie at equal factors;
    names, and samples, are not joined; a cross marks points none of whose members has a value. Raises
    `UnknownNameError` where there is no such metric or axis, and `ArgumentError` where `by` is `x` or is drawn, or no
    member has a value.
    """
    axes = canvas(axes)
    along = Places.of(sweep, x)
    groups = groups_of(sweep, by)
    if by == x:
        raise ArgumentError(f"lines over {x} cannot be told apart by {x}")
    kept = [along.dimension] if by is None else [sweep.dimension_of(by).name, along.dimension]
    values = grouped(sweep.values(metric), kept)
    if by is None:
        values = values[np.newaxis]
    counts = (~np.isnan(values)).sum(axis=-1)
    named = title(counts.ravel(), sweep)
    axes.set_xscale("log" if along.is_logarithmic else "linear")
    aside = side_by_side(len(groups), _SPREAD) if along.are_categories else np.zeros(len(groups))
    is_joined = along.spacing != "words" and not along.is_drawn
    for group in groups:
        mean, low, high = mean_and_error(values[group.index][along.order])
        # The error of a single member is not known.
        error = np.where(counts[group.index][along.order] > 1, high - mean, np.nan)
        places = along.positions + aside[group.place]
        dash = group.dash if is_joined else ""
        if is_joined and len(places) > _MARKED:
            axes.fill_between(places, low, high, color=group.color, alpha=0.2, linewidth=0)
            axes.plot(places, mean, dash, color=group.color, label=group.label)
        else:
            axes.errorbar(
                places, mean, error, color=group.color, linestyle=dash, marker="o", markersize=3.5, capsize=2,
                elinewidth=0.8, label=group.label)
    is_empty = ~counts.reshape(len(groups), -1).any(axis=0)[along.order]
    if is_empty.any():
        # At the foot of the panel, so that the axis shows everything that was tried.
        axes.plot(
            along.positions[is_empty], np.full(is_empty.sum(), 0.02), "x", color=palette.BLACK, markersize=4.5,
            markeredgewidth=0.9, transform=axes.get_xaxis_transform(), clip_on=False, label=EMPTY)
    if along.spacing == "words":
        axes.set_xlim(-0.5, len(along.coordinates) - 0.5)
    along.label(axes.xaxis)
    axes.set_ylabel(quantity(sweep, metric))
    axes.set_title(named)
    if by is not None or is_empty.any():
        legend(axes, by)
    return axes
