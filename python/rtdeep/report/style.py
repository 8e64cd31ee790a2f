"""How figures of a page look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bokeh.models import CategoricalAxis, CustomJSTickFormatter, Legend, LegendItem

if TYPE_CHECKING:
    from bokeh.plotting import figure

HEIGHT = 236
"""Of a figure, in pixels."""

FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
INK, NEUTRAL, GRID = "#374151", "#9CA3AF", "#EEF0F3"


_LETTER, _GLYPH, _ROOM = 6.0, 40, 330
"""Pixels of a letter and of a line in a legend, and how wide a legend may be."""

_NUMBER = """
const value = Number((tick / scale).toPrecision(8));
if (value === 0) return "0";
const size = Math.abs(value);
if (size >= 1e-4 && size < 1e6) return String(value).replace("-", "−");
const [digits, power] = value.toExponential().split("e");
const raised = [...power.replace("+", "")].map((one) => one === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(one)]).join("");
return `${digits.replace("-", "−")} · 10${raised}`;
"""
"""Writes the number at a tick as people do."""


def styled(drawn: figure) -> None:
    """Thin lines, small type, no frame."""
    drawn.outline_line_color = None
    drawn.min_border_right = 12
    drawn.min_border_left = 66
    # As high as a legend, so that frames in a row are in line.
    drawn.min_border_top = 26
    drawn.background_fill_color = drawn.border_fill_color = "#FFFFFF"
    drawn.grid.grid_line_color = GRID
    for axis in drawn.axis:
        axis.axis_line_color = NEUTRAL
        axis.axis_line_width = 0.8
        axis.major_tick_line_color = NEUTRAL
        axis.major_tick_in = 0
        axis.major_tick_out = 4
        axis.minor_tick_line_color = None
        axis.axis_label_text_font = axis.major_label_text_font = FONT
        axis.axis_label_text_font_size = "12px"
        axis.axis_label_text_font_style = "normal"
        axis.axis_label_standoff = 6
        axis.major_label_text_font_size = "11px"
        axis.axis_label_text_color = axis.major_label_text_color = INK
        if not isinstance(axis, CategoricalAxis):
            axis.formatter = numbers()


def numbers(scale: float = 1.0) -> CustomJSTickFormatter:
    """Numbers at ticks, divided by `scale`."""
    return CustomJSTickFormatter(args=dict(scale=scale), code=_NUMBER)


def legend(items: list[LegendItem], title: str | None = None) -> Legend:
    """A legend above a figure, in as many columns as have room; a click on a name hides what it stands for."""
    widths = [_GLYPH + _LETTER * len(item.label.value) for item in items]
    columns = len(items) if sum(widths) <= _ROOM else max(1, int(_ROOM / max(widths)))
    return Legend(
        items=items, title=title, orientation="horizontal", ncols=columns, click_policy="hide", border_line_color=None,
        padding=0, margin=2, spacing=6, label_text_font=FONT, label_text_font_size="11px", title_text_font=FONT,
        title_text_font_size="11px", title_text_font_style="normal", glyph_width=18, glyph_height=14, label_height=14,
        label_standoff=5, background_fill_color=None)
