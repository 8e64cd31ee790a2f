"""Panels over time as interactive figures, whose time axes are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr
from bokeh.core.property.vectorization import Value
from bokeh.events import DoubleTap
from bokeh.models import (
    BoxZoomTool,
    ColumnDataSource,
    CustomJS,
    FixedTicker,
    HoverTool,
    LegendItem,
    PanTool,
    Range1d,
    Span,
    WheelZoomTool,
)
from bokeh.plotting import figure
from numpy.typing import NDArray

from rtdeep.plot import palette
from rtdeep.plot.panel import PREDICTED_LEVEL, Curve, Panel
from rtdeep.plot.traces import BINS
from rtdeep.report.budget import records_per_pair
from rtdeep.report.held import Held, hold, records_of
from rtdeep.report.mathtext import plain
from rtdeep.report.page import Figure, asset
from rtdeep.report.style import HEIGHT, NEUTRAL, legend, numbers, styled

DIRECT = 4000
"""So many points are drawn as they are."""

FEW, SHOWN = 12, 8
"""Up to so many elements of a curve are drawn all, of more than that so many."""

BEYOND = 20.0
"""Where a run diverges, an axis shows so many times what its first half spans, not all that comes."""

LONG = 1000.0
"""ms; axes that are longer have ticks in seconds."""

_EXACT = 1e-3
"""Times may be rounded by this part of their distance."""


@dataclass(frozen=True)
class Placed:
    """A panel, the recording that it is of, and what its figure is called."""

    panel: Panel
    dataset: xr.Dataset
    name: str = ""
    """In front of the title, where there are several of its kind."""
    is_logarithmic: bool = False


@dataclass
class TimeAxis:
    """The one time axis of a page, and what is drawn anew when it changes."""

    range: Range1d
    curves: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def over(cls, datasets: Sequence[xr.Dataset]) -> TimeAxis:
        """From the first to the last record of all of them."""
        times = [
            dataset[name].values for dataset in datasets for name in dataset.dims if str(name).startswith("time_ms")]
        ends = [float(time[end]) for time in times if len(time) for end in (0, -1)]
        start, end = (min(ends), max(ends)) if ends else (0.0, 1.0)
        # Records that begin soon after the start are those of a whole run; a single one has no length.
        start = 0.0 if start < 0.1 * end or start == end else start
        return cls(Range1d(start, end if end > start else start + 1, name="time"))

    @property
    def scale(self) -> float:
        """ms per unit of the ticks: seconds where they are easier to read."""
        return 1000.0 if self.range.end > LONG else 1.0

    @property
    def label(self) -> str:
        """What figures write under it."""
        return "model time (s)" if self.scale == 1000 else "model time (ms)"

    def finish(self) -> None:
        """Attaches what happens when the axis changes, once all curves are there."""
        if not self.curves:
            return
        args = dict(range=self.range, curves=self.curves, columns=BINS)
        callback = CustomJS(args=args, code=str(asset("decimation.js")))
        for end in ("start", "end"):
            self.range.js_on_change(end, callback)


def time_figures(panels: Sequence[Placed], axis: TimeAxis, numbers: int, *, diverges: bool = False) -> list[Figure]:
    """One figure per panel, which together hold as many numbers at most."""
    chosen = [[_chosen(records_of(curve, one.dataset)[1]) for curve in one.panel.curves] for one in panels]
    sizes = [
        (records_of(curve, one.dataset)[0], len(elements))
        for one, selected in zip(panels, chosen, strict=True)
        for curve, elements in zip(one.panel.curves, selected, strict=True)]
    pairs = iter(records_per_pair(sizes, numbers))
    figures = []
    for one, selected in zip(panels, chosen, strict=True):
        held = [
            hold(curve, one.dataset, elements, next(pairs))
            for curve, elements in zip(one.panel.curves, selected, strict=True)]
        figures.append(_figure(one, held, selected, axis, diverges))
    return figures


def _chosen(count: int) -> NDArray[np.int64]:
    """The elements that are drawn: all, or some that lie evenly."""
    return np.arange(count) if count <= FEW else np.unique(np.linspace(0, count - 1, SHOWN).round().astype(np.int64))


def _figure(
    one: Placed, held: Sequence[Held], elements: Sequence[NDArray[np.int64]], axis: TimeAxis, diverges: bool
) -> Figure:
    panel = one.panel
    low, high, is_cut = _limits(panel, held, one.is_logarithmic, diverges)
    drawn = figure(
        height=HEIGHT, sizing_mode="stretch_width", x_range=axis.range, y_range=Range1d(low, high),
        y_axis_type="log" if one.is_logarithmic else "linear", x_axis_label=axis.label,
        y_axis_label=plain(panel.label), tools=_tools(), toolbar_location=None)
    styled(drawn)
    drawn.xaxis.formatter = numbers(axis.scale)
    whole = CustomJS(args=dict(x=axis.range, y=drawn.y_range), code="x.reset(); y.reset()")
    drawn.js_on_event(DoubleTap, whole)
    if panel.has_zero_line and not one.is_logarithmic:
        drawn.add_layout(Span(location=0, dimension="width", line_color=NEUTRAL, line_width=0.8))
    items = []
    for curve, known, chosen in zip(panel.curves, held, elements, strict=True):
        items += _draw(drawn, curve, known, chosen, axis)
    if panel.levels:
        items.append(_draw_levels(drawn, _levels(one, elements), held))
    if panel.ticks:
        drawn.yaxis.ticker = FixedTicker(ticks=list(panel.ticks))
    items = _merged(items)
    if len(items) > 1:
        drawn.add_layout(legend(items), "above")
    return Figure(
        title=" ".join(filter(None, [one.name, plain(panel.title)])), model=drawn,
        notes=_notes(panel, held, elements, is_cut))


def _merged(items: Sequence[LegendItem]) -> list[LegendItem]:
    """One entry for all curves of one name."""
    by_name: dict[str, list[Any]] = {}
    for item in items:
        by_name.setdefault(item.label.value, []).extend(item.renderers)
    return [LegendItem(label=Value(name), renderers=lines) for name, lines in by_name.items()]


def _tools() -> list[Any]:
    """Tools of a figure, without buttons: those of the page speak to all figures."""
    tip = HoverTool(
        tooltips=[("line", "$name"), ("value", "@$name{%.6g}"), ("time", "@x{%.6g} ms")],
        formatters={"@x": "printf", "@$name": "printf"}, mode="mouse", line_policy="nearest")
    return [BoxZoomTool(dimensions="auto"), PanTool(), WheelZoomTool(dimensions="width"), tip]


def _draw(
    drawn: figure, curve: Curve, held: Held, chosen: NDArray[np.int64], axis: TimeAxis
) -> list[LegendItem]:
    """The elements of a curve, and their entries in the legend."""
    known = held.compact()
    count = known.low.shape[1]
    is_direct = known.per == 1 and len(known.time) <= DIRECT
    names = [_element_name(curve, element, int(chosen[element]), count) for element in range(count)]
    if is_direct:
        source = ColumnDataSource({"x": _times(known)} | {name: known.low[:, e] for e, name in enumerate(names)})
        sources = [source] * count
    else:
        sources = [ColumnDataSource({"x": [], name: []}) for name in names]
        axis.curves.append(_described(known, sources, names))
    is_isolated = len(known.time) < 2
    lines = []
    for element, (source, name) in enumerate(zip(sources, names, strict=True)):
        color = palette.SERIES[element % len(palette.SERIES)] if curve.elements and count > 1 else curve.color
        style: dict[str, Any] = {"color": color, "alpha": 0.55 if count >= SHOWN and not curve.elements else 0.95}
        # A tip finds the column of a line by its name.
        line = drawn.line(
            "x", name, source=source, name=name, line_width=1.25 * curve.width, line_join="bevel", **style)
        lines.append(line)
        if is_isolated:
            drawn.scatter("x", name, source=source, size=6, **style)
    if curve.elements and count > 1:
        return [
            LegendItem(label=Value(name), renderers=[line]) for name, line in zip(curve.elements, lines, strict=False)]
    return [LegendItem(label=Value(plain(curve.label)), renderers=lines)]


def _element_name(curve: Curve, element: int, index: int, count: int) -> str:
    """What a tip calls an element."""
    if element < len(curve.elements):
        return curve.elements[element]
    return plain(curve.label) + (f" [{index}]" if count > 1 or index else "")


def _times(held: Held) -> NDArray[Any]:
    """The times, in single precision where nobody sees the difference."""
    short = held.time.astype(np.float32)
    distances = np.diff(held.time)
    error = np.abs(short.astype(np.float64) - held.time).max(initial=0)
    return short if error <= _EXACT * distances.min(initial=np.inf) else held.time


def _described(held: Held, shown: Sequence[ColumnDataSource], names: Sequence[str]) -> dict[str, Any]:
    """What the script needs to know of a curve."""
    columns: dict[str, Any] = {}
    distance = held.distance
    if distance is None:
        columns["time"] = held.time
    for element in range(held.low.shape[1]):
        columns[f"low{element}"] = held.low[:, element]
        if held.high is not held.low:
            columns[f"high{element}"] = held.high[:, element]
        if held.gaps is not None:
            columns[f"gap{element}"] = held.gaps[:, element]
    begin = float(held.time[0]) if len(held.time) else 0.0
    return {
        "held": ColumnDataSource(columns), "shown": list(shown), "names": list(names), "begin": begin,
        "distance": distance or 0.0}


def _levels(one: Placed, elements: Sequence[NDArray[np.int64]]) -> Sequence[float]:
    """The levels of the elements that are drawn, where there is one for each."""
    levels = one.panel.levels
    if len(levels) != records_of(one.panel.curves[-1], one.dataset)[1]:
        return levels
    return [levels[element] for element in elements[-1]]


def _draw_levels(drawn: figure, levels: Sequence[float], held: Sequence[Held]) -> LegendItem:
    times = [known.time[[0, -1]] for known in held if len(known.time)]
    ends = [min(time[0] for time in times), max(time[1] for time in times)] if times else [0.0, 1.0]
    lines = [
        drawn.line(
            "x", PREDICTED_LEVEL, source=ColumnDataSource({"x": ends, PREDICTED_LEVEL: [level, level]}),
            name=PREDICTED_LEVEL, color=palette.THEORY, line_dash=[6, 4], line_width=1.6)
        for level in levels]
    return LegendItem(label=Value(PREDICTED_LEVEL), renderers=lines)


def _limits(
    panel: Panel, held: Sequence[Held], is_logarithmic: bool, diverges: bool
) -> tuple[float, float, bool]:
    """The ends of the vertical axis, and whether something lies beyond them."""
    if panel.limits is not None:
        return (*panel.limits, False)
    extents = [known.extent for known in held]
    ends = [end for extent in extents if extent is not None for end in extent] + [float(one) for one in panel.levels]
    if not ends:
        return 0.0, 1.0, False
    low, high = min(ends), max(ends)
    is_cut = False
    if diverges:
        before = [known.low[: max(1, len(known.low) // 2)] for known in held]
        usual = np.concatenate([part[np.isfinite(part)] for part in before])
        span = BEYOND / 2 * float(np.ptp(usual) or np.abs(usual).max() or 1) if usual.size else np.inf
        # Halves: their difference may be more than there are numbers.
        if high / 2 - low / 2 > span:
            low, high, is_cut = max(low, float(usual.min()) - span), min(high, float(usual.max()) + span), True
    if is_logarithmic:
        smallest = min((float(known.low[known.low > 0].min()) for known in held if np.any(known.low > 0)), default=high)
        return smallest / 1.5, high * 1.5, is_cut
    if high == low:
        margin = abs(high) * 0.1 or 1.0
        return low - margin, high + margin, is_cut
    # Halves first: their difference may be more than there are numbers.
    margin = 0.06 * 2 * (high / 2 - low / 2)
    return low - margin, high + margin, is_cut


def _notes(
    panel: Panel, held: Sequence[Held], elements: Sequence[NDArray[np.int64]], is_cut: bool
) -> list[str]:
    notes = []
    # The widest choice speaks for all: curves of one panel have the same elements.
    counts = [(len(chosen), int(chosen[-1]) + 1) for chosen in elements if len(chosen)]
    for shown, count in sorted(set(counts)):
        if shown < count:
            notes.append(f"{shown} of {count} elements, evenly chosen.")
    for per in sorted({known.per for known in held if known.per > 1}):
        records = next(known.records for known in held if known.per == per)
        notes.append(f"The smallest and largest of every {per} of {records:,} records; peaks are exact.")
    if any(not np.isfinite(known.low).all() or known.gaps is not None for known in held):
        notes.append("Gaps: values that are no finite numbers.")
    if is_cut:
        notes.append("The end of the run lies beyond the vertical axis.")
    return notes
