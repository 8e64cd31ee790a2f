"""Panels side by side and below each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure

Drawn: TypeAlias = Callable[[Axes], Axes]
"""What draws one panel."""


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
    return figure
