"""Panels side by side and below each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

Drawn: TypeAlias = Callable[[Axes], Axes]
"""What draws one panel."""

SMALLEST = 5.0
"""pt, of type that journals still print."""

ROOM = 0.76
"""The share of a panel's width that titles may have; the rest is for the axis beside it."""


def in_columns(panels: Sequence[Drawn], columns: int, width: float, height: float, above: float = 0.0) -> Figure:
    """A figure with panels in rows.

    - columns: of the figure, as far as there are as many panels
    - width, height: of a column and of a row, in inches
    - above: room for a title, in inches
    """
    columns = min(columns, len(panels))
    rows = ceil(len(panels) / columns)
    figure = Figure(figsize=(width * columns, height * rows + above), layout="constrained")
    places = figure.subplots(rows, columns, squeeze=False).ravel()
    for draw, place in zip(panels, places, strict=False):
        draw(place)
    for place in places[len(panels) :]:
        place.remove()
    _fit_titles(figure, columns)
    return figure


def _fit_titles(figure: Figure, columns: int) -> None:
    """Makes titles smaller that would not fit, down to what can still be read; longer ones are cut off."""
    room = ROOM * figure.bbox.width / columns
    for axes in figure.axes:
        title = axes.set_title(axes.get_title(loc="left"), loc="left")
        width = title.get_window_extent().width
        if width > room:
            size = FontProperties.get_size_in_points(title.get_fontproperties()) * room / width
            title.set_fontsize(max(SMALLEST, size))
            # The panels would make room for it, until nothing of them were left.
            title.set_in_layout(size >= SMALLEST)
