"""What one figure over time shows, whatever draws it: a page of matplotlib's, or a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.traces import draw, draw_layers, label_time, legend_above_data, zero_line
from rtdeep.series import Records, Series, recorded


@dataclass(frozen=True)
class Curve:
    """One quantity over time: all its elements."""

    variable: str
    """What was recorded; the curve has its times and as many elements."""
    label: str
    """What the legend calls it, in mathtext."""
    color: str
    width: float = 1.3
    """In points."""
    elements: Sequence[str] = ()
    """What the elements are called, where each has a colour and an entry of its own."""
    start: float = 0.0
    """ms, from which on it is shown."""
    derived: Callable[[Records], Series] | None = None
    """What is shown in place of the variable itself, out of a recording or a stretch of one."""

    def series(self, records: Records) -> Series:
        """What is shown of `records`; raises as `recorded` does."""
        series = recorded(records, self.variable) if self.derived is None else self.derived(records)
        return series.since(self.start) if self.start else series


@dataclass(frozen=True)
class Panel:
    """Quantities over time in one pair of axes."""

    title: str
    """One line that says what is to be seen, in mathtext."""
    label: str
    """Of the vertical axis, in mathtext, with the unit."""
    curves: Sequence[Curve]
    """In the order in which they are drawn; the time axis is that of the last."""
    levels: Sequence[float] = ()
    """What theory predicts, as dashed lines."""
    has_zero_line: bool = False
    limits: tuple[float, float] | None = None
    """Of the vertical axis, where it does not follow from the data."""
    ticks: Sequence[float] = ()
    """Of the vertical axis, likewise."""
    columns: int = 0
    """Of the legend; 0: there is none."""


PREDICTED_LEVEL = "predicted fixed point"
"""What legends call what theory predicts."""


def drawn(panel: Panel, records: Records, axes: Axes | None) -> Axes:
    """Draws a panel of `records` into axes, and returns them."""
    axes = canvas(axes)
    if panel.has_zero_line:
        zero_line(axes)
    for curve in panel.curves:
        series = curve.series(records)
        if curve.elements:
            draw_layers(axes, series, curve.color, curve.elements, linewidth=curve.width)
        else:
            draw(axes, series, curve.color, curve.label, linewidth=curve.width)
    for index, value in enumerate(panel.levels):
        label = PREDICTED_LEVEL if index == 0 else "_nolegend_"
        axes.axhline(value, color=palette.THEORY, linestyle="--", linewidth=1.2, label=label)
    axes.set_title(panel.title)
    axes.set_ylabel(panel.label)
    if panel.limits is not None:
        axes.set_ylim(*panel.limits)
        axes.set_yticks(panel.ticks)
    label_time(axes, series)
    if panel.columns:
        legend_above_data(axes, panel.columns)
    return axes
