"""How figures of a page look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bokeh.plotting import figure

HEIGHT = 236
"""Of a figure, in pixels."""

FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
INK, NEUTRAL, GRID = "#374151", "#9CA3AF", "#EEF0F3"


def styled(drawn: figure) -> None:
    """Thin lines, small type, no frame."""
    drawn.outline_line_color = None
    drawn.min_border_right = 12
    drawn.min_border_left = 58
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
