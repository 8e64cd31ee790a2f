"""What becomes of a recorded variable in the course of a sweep's runs."""

from __future__ import annotations

from math import prod

import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError, UnknownNameError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.seeds import mean_and_error
from rtdeep.plot.sweep_groups import Group, groups_of, legend, title
from rtdeep.plot.traces import MANY, decimate, label_time, time_scale
from rtdeep.series import Series, Values
from rtdeep.sweeps import Sweep


def sweep_courses(sweep: Sweep, variable: str, by: str | None = None, axes: Axes | None = None) -> Axes:
    """A recorded variable over time, with one line per point of the axis `by`, if there is one.

    Lines are means over everything else that is varied, bands one standard error; only members that are completed are
    in it. Every element of a matrix has a line of its own: without `by` in its own colour, else in the colour of its
    point. Raises `UnknownNameError` where there is no such variable or axis, and `ArgumentError` where `by` is drawn
    or no member has come to its end.
    """
    axes = canvas(axes)
    time = _time(sweep, variable)
    groups = groups_of(sweep, by)
    array = sweep.dataset[variable]
    counts: list[Values] = []
    for group in groups:
        # One at a time: all records of a sweep may be more than there is memory.
        chosen = {} if by is None else {sweep.dimension_of(by).name: group.index}
        is_completed = (sweep.outcomes.isel(chosen) == "completed").values.ravel()
        values = array.isel(chosen).values.reshape(len(is_completed), len(time), -1)[is_completed]
        counts.append((~np.isnan(values)).sum(axis=0).ravel())
        _draw(axes, time, values, group, array.shape[len(sweep.shape) + 1 :], by is None)
    axes.set_title(title(np.concatenate(counts), sweep))
    axes.set_ylabel(f"{variable} ({array.attrs.get('units', '1')})")
    label_time(axes, Series(time, time[:, np.newaxis]))
    if by is not None or 1 < prod(array.shape[len(sweep.shape) + 1 :]) <= MANY:
        legend(axes, by)
    return axes


def _time(sweep: Sweep, variable: str) -> Values:
    """Model time in ms of a variable's records; raises as `sweep_courses` does."""
    depth = len(sweep.shape)
    recorded = {
        str(name): one for name, one in sweep.dataset.data_vars.items()
        if one.ndim > depth and str(one.dims[depth]).startswith("time_ms")}
    if variable not in recorded:
        raise UnknownNameError(f"{variable} was not recorded in {sweep.path}: there are {', '.join(sorted(recorded))}")
    time = np.asarray(sweep.dataset[recorded[variable].dims[depth]].values, dtype=np.float64)
    if not len(time):
        raise ArgumentError(f"{variable} has no records in {sweep.path}")
    return time


def _draw(axes: Axes, time: Values, values: Values, group: Group, shape: tuple[int, ...], is_alone: bool) -> None:
    """Draws the mean over members, the first axis of `values`, of every element, the last one."""
    scale = time_scale(Series(time, time[:, np.newaxis]))
    elements = values.shape[2]
    for element, index in enumerate(np.ndindex(shape)):
        mean, low, high = mean_and_error(values[:, :, element].T)
        color = palette.SERIES[element % len(palette.SERIES)] if is_alone else group.color
        label = group.label if element == 0 else "_nolegend_"
        if is_alone and elements > 1:
            label = f"[{', '.join(map(str, index))}]" if elements <= MANY else "_nolegend_"
        if elements > MANY:
            axes.plot(*_thinned(time, mean, scale), group.dash, color=color, label=label, linewidth=0.5, alpha=0.5)
            continue
        # At times of its peaks a band is as wide as through all points.
        kept = np.isin(time, np.concatenate([decimate(time, bound)[0] for bound in (low, high)]))
        axes.fill_between(time[kept] * scale, low[kept], high[kept], color=color, alpha=0.2, linewidth=0)
        axes.plot(*_thinned(time, mean, scale), group.dash, color=color, label=label)


def _thinned(time: Values, values: Values, scale: float) -> tuple[Values, Values]:
    """What a line needs: see `decimate`."""
    time, values = decimate(time, values)
    return time * scale, values
