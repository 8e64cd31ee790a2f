"""Lines that one axis of a sweep tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.seeds import averaged
from rtdeep.plot.sweep_places import TICKS, Places, in_words
from rtdeep.series import Values
from rtdeep.sweeps import Sweep

EMPTY = "no value"
"""What the legend calls points none of whose members has a value."""

_DASHES = ("-", "--", ":", "-.")


@dataclass(frozen=True)
class Group:
    """One line: a point of the axis that tells lines apart, or everything."""

    index: int
    """The point along its dimension."""
    label: str
    """What the legend calls it; with an underscore in front, it does not."""
    color: str | tuple[float, float, float, float]
    dash: str
    place: int
    """Which one it is in the order in which they are drawn."""


def groups_of(sweep: Sweep, by: str | None) -> Sequence[Group]:
    """The lines, by the points of the axis `by`; one where that is None.

    Numbers have shades from dark to light in their order, names have colours. Raises `UnknownNameError` where there is
    no such axis, and `ArgumentError` where it is drawn: there would be a line for every sample.
    """
    if by is None:
        return [Group(0, "_nolegend_", palette.BLUE, "-", 0)]
    places = Places.of(sweep, by)
    if places.is_drawn:
        raise ArgumentError(f"{by} is drawn for every sample, and cannot tell lines apart: choose another axis as by")
    return list(_groups(places))


def _groups(places: Places) -> Iterator[Group]:
    count = len(places.coordinates)
    # Of many numbers some are enough to read the shades; names are all needed.
    is_named = np.isin(np.arange(count), np.linspace(0, count - 1, TICKS).round()) | (places.spacing == "words")
    shades = mpl.colormaps["viridis"](np.linspace(0, 0.88, count))
    for place, index in enumerate(places.order):
        label = in_words(places.coordinates[index]) if is_named[place] else "_nolegend_"
        turn, color = divmod(place, len(palette.SERIES))
        if places.spacing == "words" or count < 3:
            yield Group(int(index), label, palette.SERIES[color], _DASHES[turn % len(_DASHES)], place)
        else:
            red, green, blue, alpha = map(float, shades[place])
            yield Group(int(index), label, (red, green, blue, alpha), "-", place)


def title(counts: Values, sweep: Sweep) -> str:
    """What is drawn, of how many members at every point, and which are not in it."""
    shown = counts[counts > 0].astype(int)
    if not len(shown):
        raise ArgumentError(f"no member of {sweep.path} has come to its end with something to be drawn")
    ends = Counter(sweep.outcomes.values.ravel().tolist())
    lost = [f"{ends[name]} {name}" for name in ("diverged", "missing") if ends[name]]
    words = averaged([int(shown.min()), int(shown.max())], what="member")
    return f"{words} ({', '.join(lost)})" if lost else words


def legend(axes: Axes, by: str | None) -> None:
    """A legend beside the panel, where it hides nothing: of the lines that `by` tells apart, and of what is marked."""
    handles, labels = axes.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda index: labels[index] == EMPTY)
    axes.legend(
        [handles[index] for index in order], [labels[index] for index in order], title=by, alignment="left",
        loc="upper left", bbox_to_anchor=(1, 1), title_fontsize=mpl.rcParams["legend.fontsize"])
