"""Maps, curves and courses of a sweep as interactive figures."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.core.property.vectorization import Value
from bokeh.models import (
    BasicTicker,
    BoxZoomTool,
    ColorBar,
    ColumnDataSource,
    FixedTicker,
    HoverTool,
    LegendItem,
    LinearColorMapper,
    PanTool,
    Range1d,
    WheelZoomTool,
)
from bokeh.palettes import Viridis256
from bokeh.plotting import figure
from numpy.typing import NDArray

from rtdeep.errors import RtDeepError
from rtdeep.plot.seeds import mean_and_error, seeds_in_words
from rtdeep.plot.sweep_groups import Group, groups_of
from rtdeep.plot.sweep_map import Cells
from rtdeep.plot.sweep_places import Places, grouped, in_words, quantity
from rtdeep.plot.traces import decimate
from rtdeep.report.metric_names import metric_name
from rtdeep.report.page import Figure
from rtdeep.report.style import FONT, legend, styled
from rtdeep.sweeps import Sweep

HEIGHT = 330

LOST = "#C9CED6"
"""The colour of cells without a value."""

TICKS, NAMED = 12, 6
"""At most so many ticks of an axis, and members named by a tip."""

LONG_NAME = 10
"""Letters of a tick that still has room beside another."""


def map_figure(sweep: Sweep, metric: str, x: str, y: str) -> Figure:
    """A metric over two axes: the mean over everything else that is varied; raises as `plot.sweep_map` does."""
    across, up = Places.of(sweep, x).side_by_side(), Places.of(sweep, y).side_by_side()
    kept = list(dict.fromkeys([up.dimension, across.dimension]))
    cells = Cells.of(sweep, metric, kept)
    known = cells.mean[np.isfinite(cells.mean)]
    low, high = float(known.min()), float(known.max())
    mapper = LinearColorMapper(palette=Viridis256, low=low, high=high if high > low else low + 1, nan_color=LOST)
    drawn = _axes(across, up)
    is_of_samples = across.is_drawn or up.is_drawn
    source = _points(sweep, metric, cells, across, up, kept) if is_of_samples else _cells(
        sweep, metric, cells, across, up, kept)
    color = {"field": "value", "transform": mapper}
    if is_of_samples:
        shown = drawn.scatter("x", "y", source=source, size=9, color=color, line_color="#1f2937", line_width=0.5)
    else:
        shown = drawn.quad(
            left="left", right="right", bottom="bottom", top="top", source=source, color=color, line_color="#FFFFFF",
            line_width=1 if cells.mean.size <= 400 else 0)
    drawn.add_tools(HoverTool(renderers=[shown], tooltips=[
        (x, "@across"), (y, "@up"), (metric, "@text"), ("members", "@members")]))
    drawn.add_layout(ColorBar(
        color_mapper=mapper, width=10, ticker=BasicTicker(desired_num_ticks=5), title=None, padding=4,
        major_label_text_font=FONT, major_label_text_font_size="11px", bar_line_color=None), "right")
    counts = cells.counts[cells.counts > 0]
    words = seeds_in_words(counts.tolist(), "member")
    notes = [f"{'Mean of ' if counts.max() > 1 else ''}{words} per {'point' if is_of_samples else 'cell'}."]
    if (cells.counts == 0).any():
        notes.append("Grey: no member has a value; the tip says why.")
    return Figure(f"{quantity(sweep, metric)} over {x} and {y}", drawn, notes=notes)


def _axes(across: Places, up: Places) -> Any:
    def limits(places: Places) -> Range1d:
        if not places.is_drawn:
            return Range1d(float(places.edges[0]), float(places.edges[-1]))
        low, high = float(places.positions[0]), float(places.positions[-1])
        if places.is_logarithmic:
            return Range1d(low / (high / low) ** 0.04, high * (high / low) ** 0.04)
        margin = 0.04 * (high - low) or 1.0
        return Range1d(low - margin, high + margin)

    drawn = figure(
        height=HEIGHT, sizing_mode="stretch_width", x_range=limits(across), y_range=limits(up),
        x_axis_type="log" if across.is_logarithmic else "linear", y_axis_type="log" if up.is_logarithmic else "linear",
        x_axis_label=across.name, y_axis_label=up.name, tools=[BoxZoomTool(), PanTool(), WheelZoomTool()],
        toolbar_location=None)
    styled(drawn)
    drawn.grid.visible = False
    label(drawn.xaxis[0], across)
    label(drawn.yaxis[0], up)
    return drawn


def label(axis: Any, places: Places) -> None:
    """Ticks of an axis at its points, where these are few or have names."""
    count = len(places.coordinates)
    if places.is_drawn or (count > TICKS and not places.are_categories):
        return
    chosen = slice(None, None, max(1, -(-count // TICKS)))
    positions = places.positions[chosen]
    axis.ticker = FixedTicker(ticks=positions.tolist())
    words = [in_words(one) for one in places.ordered[chosen]]
    axis.major_label_overrides = {
        (int(one) if one == int(one) else float(one)): word for one, word in zip(positions, words, strict=True)}
    if max(map(len, words)) > LONG_NAME:
        axis.major_label_orientation = 0.5


def _cells(
    sweep: Sweep, metric: str, cells: Cells, across: Places, up: Places, kept: list[str]
) -> ColumnDataSource:
    rows, columns = (one.ravel() for one in np.meshgrid(
        np.arange(len(up.order)), np.arange(len(across.order)), indexing="ij"))
    index = (up.order[rows], across.order[columns])
    return ColumnDataSource({
        "left": across.edges[columns], "right": across.edges[columns + 1], "bottom": up.edges[rows],
        "top": up.edges[rows + 1], "value": cells.mean[index],
        **_tips(sweep, metric, cells, kept, index),
        "across": [in_words(across.coordinates[place]) for place in index[1]],
        "up": [in_words(up.coordinates[place]) for place in index[0]]})


def _points(
    sweep: Sweep, metric: str, cells: Cells, across: Places, up: Places, kept: list[str]
) -> ColumnDataSource:
    """One point per sample, or per sample and point of the other axis."""
    places: dict[str, Any] = {}
    for key, one in (("x", across), ("y", up)):
        along = np.empty(len(one.coordinates))
        along[one.order] = one.positions
        shape = [-1 if name == one.dimension else 1 for name in kept]
        places[key] = np.broadcast_to(along.reshape(shape), cells.mean.shape).ravel()
        words = np.array([in_words(value) for value in one.coordinates])
        places["across" if key == "x" else "up"] = np.broadcast_to(
            words.reshape(shape), cells.mean.shape).ravel().tolist()
    index = np.unravel_index(np.arange(cells.mean.size), cells.mean.shape)
    return ColumnDataSource({**places, "value": cells.mean.ravel(), **_tips(sweep, metric, cells, kept, index)})


def _tips(
    sweep: Sweep, metric: str, cells: Cells, kept: list[str], index: tuple[NDArray[Any], ...]
) -> dict[str, list[str]]:
    """The value of every cell, and its members with theirs."""
    values = sweep.values(metric)
    numbers = grouped(values.copy(data=np.arange(values.size).reshape(values.shape)), kept)
    all_values, outcomes = grouped(values, kept), grouped(sweep.outcomes, kept)
    texts, members = [], []
    for place in zip(*index, strict=True):
        texts.append(str(cells.lost[place]) or f"{cells.mean[place]:.4g}")
        named = [
            f"{number}: {value:.4g}" if np.isfinite(value) else f"{number}: {outcome}"
            for number, value, outcome in zip(numbers[place], all_values[place], outcomes[place], strict=True)]
        more = f", … ({len(named)})" if len(named) > NAMED else ""
        members.append(", ".join(named[:NAMED]) + more)
    return {"text": texts, "members": members}


def curve_figure(sweep: Sweep, metric: str, x: str, by: str | None) -> Figure:
    """A metric over one axis, with a line per point of another; bars are one standard error."""
    along = Places.of(sweep, x)
    kept = [along.dimension] if by is None else [sweep.dimension_of(by).name, along.dimension]
    values = grouped(sweep.values(metric), kept)
    values = values[np.newaxis] if by is None else values
    counts = (~np.isnan(values)).sum(axis=-1)
    drawn = figure(
        height=HEIGHT, sizing_mode="stretch_width", x_axis_type="log" if along.is_logarithmic else "linear",
        x_axis_label=x, y_axis_label=quantity(sweep, metric), tools=[BoxZoomTool(), PanTool(), WheelZoomTool()],
        toolbar_location=None)
    styled(drawn)
    label(drawn.xaxis[0], along)
    items = []
    is_joined = along.spacing != "words" and not along.is_drawn
    for group in groups_of(sweep, by):
        mean, low, high = mean_and_error(values[group.index][along.order])
        several = counts[group.index][along.order] > 1
        color = _hex(group.color)
        source = ColumnDataSource({
            "x": along.positions, "mean": mean, "low": np.where(several, low, np.nan),
            "high": np.where(several, high, np.nan), "across": [in_words(one) for one in along.ordered],
            "count": counts[group.index][along.order]})
        shown: list[Any] = [drawn.segment("x", "low", "x", "high", source=source, color=color, line_width=1.2)]
        if is_joined:
            shown.append(drawn.line("x", "mean", source=source, color=color, line_width=1.8))
        dots = drawn.scatter("x", "mean", source=source, color=color, size=6)
        tips = [(x, "@across"), (metric, "@mean{%.4g}"), ("members", "@count")]
        named = not group.label.startswith("_")
        if named and by is not None:
            tips.insert(0, (by, group.label))
        drawn.add_tools(HoverTool(renderers=[dots], tooltips=tips, formatters={"@mean": "printf"}))
        if named:
            items.append(LegendItem(label=Value(group.label), renderers=[*shown, dots]))
    if items and by is not None:
        drawn.add_layout(legend(items, by), "above")
    shown_counts = counts[counts > 0]
    error = " ± standard error" if shown_counts.max() > 1 else ""
    return Figure(f"{quantity(sweep, metric)} over {x}", drawn, notes=[
        f"Mean{error} of {seeds_in_words(shown_counts.tolist(), 'member')} per point."])


def course_figure(sweep: Sweep, name: str, by: str | None) -> Figure | None:
    """A recorded variable over time, the mean over the members that came to their end; None where there are none."""
    array = sweep.dataset[name]
    depth = len(sweep.shape)
    time = np.asarray(sweep.dataset[array.dims[depth]].values, dtype=np.float64)
    unit = {"degree": "degrees"}.get(unit := str(array.attrs.get("units", "1")), unit)
    drawn = figure(
        height=HEIGHT, sizing_mode="stretch_width", x_axis_label="model time (ms)", y_axis_label=f"{name} ({unit})",
        tools=[BoxZoomTool(), PanTool(), WheelZoomTool()], toolbar_location=None)
    styled(drawn)
    items = []
    try:
        groups = groups_of(sweep, by)
    except RtDeepError:
        groups = groups_of(sweep, None)
    for group in groups:
        items += _course(drawn, sweep, array, time, group, by)
    if not drawn.renderers:
        return None
    if len(items) > 1 and by is not None:
        drawn.add_layout(legend(items, by), "above")
    drawn.add_tools(HoverTool(
        tooltips=[("time", "@x{%.6g} ms"), (name, "@y{%.4g}")], formatters={"@x": "printf", "@y": "printf"},
        line_policy="nearest"))
    meaning = str(array.attrs.get("long_name", name))
    title = metric_name(name) if metric_name(name) != name else meaning[:1].upper() + meaning[1:]
    return Figure(title, drawn, notes=[
        "Mean over the members that came to their end."])


def _course(drawn: Any, sweep: Sweep, array: Any, time: Any, group: Group, by: str | None) -> list[LegendItem]:
    chosen = {} if by is None else {sweep.dimension_of(by).name: group.index}
    is_completed = (sweep.outcomes.isel(chosen) == "completed").values.ravel()
    if not is_completed.any() or not len(time):
        return []
    values = array.isel(chosen).values.reshape(len(is_completed), len(time), -1)[is_completed]
    lines = []
    for element in range(values.shape[2]):
        mean, _, _ = mean_and_error(values[:, :, element].T)
        x, y = decimate(time, mean)
        lines.append(drawn.line(x, y, color=_hex(group.color), line_width=1.5))
    return [] if group.label.startswith("_") else [LegendItem(label=Value(group.label), renderers=lines)]


def _hex(color: str | tuple[float, ...]) -> str:
    if isinstance(color, str):
        return color
    return "#" + "".join(f"{round(255 * channel):02X}" for channel in color[:3])
