"""Axes to draw into."""

from __future__ import annotations

from matplotlib.axes import Axes


def canvas(axes: Axes | None) -> Axes:
    """The axes that were given, or those of a new figure of the current style's size."""
    if axes is not None:
        return axes
    from matplotlib import pyplot

    return pyplot.subplots(layout="constrained")[1]
