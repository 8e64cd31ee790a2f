"""What becomes of a metric where two parameters are varied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import colormaps, rcParams
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.seeds import seeds_in_words
from rtdeep.plot.sweep_places import Places, grouped, quantity
from rtdeep.series import Values
from rtdeep.sweeps import Sweep

COLORS = "viridis"
"""Lightness tells its colours apart, to the colour-blind and in print."""

LABELLED = 64
"""So many cells at most have their numbers written into them."""

_LIGHT = 0.55
"""The lightness of a colour from which on what is written over it is black."""

_HATCHES = {"diverged": "////", "missing": "....", "not a number": "xxxx"}
"""How cells are filled that have no value, by what has become of their members."""

_MARKERS = {"diverged": "x", "missing": "+", "not a number": "1"}
"""The same for samples."""


@dataclass(frozen=True)
class Cells:
    """The members of every cell together: all arrays have the shape of the cells."""

    mean: Values
    """NaN where no member has a value."""
    counts: NDArray[np.intp]
    """How many members have one."""
    lost: NDArray[np.str_]
    """Why no member has one: "diverged", "missing", "not a number"; empty where one has."""
    is_partial: NDArray[np.bool_]
    """Whether some members have one and others do not."""

    @classmethod
    def of(cls, sweep: Sweep, metric: str, kept: list[str]) -> Cells:
        values = grouped(sweep.values(metric), kept)
        outcomes = grouped(sweep.outcomes, kept)
        is_known = ~np.isnan(values)
        counts = is_known.sum(axis=-1)
        with np.errstate(invalid="ignore"):
            mean = np.where(is_known, values, 0).sum(axis=-1) / counts
        lost = np.where(
            counts > 0, "", np.where(
                (outcomes == "diverged").any(axis=-1), "diverged",
                np.where((outcomes == "missing").any(axis=-1), "missing", "not a number")))
        return cls(mean, counts, lost, (counts > 0) & (counts < values.shape[-1]))


def sweep_map(sweep: Sweep, metric: str, x: str, y: str, axes: Axes | None = None) -> Axes:
    """A metric over two axes of a sweep: the mean over everything else that is varied, such as seeds.

    Points at equal steps or factors lie where their numbers are, others side by side. Cells none of whose members has a
    value are hatched, and a dot marks those of which some have none: the legend says so. Where an axis is drawn, every
    sample is a point instead of a cell. Raises `UnknownNameError` where there is no such metric or axis, and
    `ArgumentError` where both axes are the same or no member has a value.
    """
    axes = canvas(axes)
    across, up = Places.of(sweep, x).side_by_side(), Places.of(sweep, y).side_by_side()
    if x == y:
        raise ArgumentError(f"a map has two different axes, but both are {x}")
    kept = list(dict.fromkeys([up.dimension, across.dimension]))
    cells = Cells.of(sweep, metric, kept)
    if not cells.counts.any():
        raise ArgumentError(f"no member of {sweep.path} has come to its end with a value of {metric}")
    norm = Normalize(float(np.nanmin(cells.mean)), float(np.nanmax(cells.mean)))
    axes.set_xscale("log" if across.is_logarithmic else "linear")
    axes.set_yscale("log" if up.is_logarithmic else "linear")
    if across.is_drawn or up.is_drawn:
        handles = _draw_points(axes, across, up, cells, norm, kept)
    else:
        handles = _draw_cells(axes, across, up, cells, norm)
    across.label(axes.xaxis)
    up.label(axes.yaxis)
    axes.figure.colorbar(ScalarMappable(norm, COLORS), ax=axes, label=quantity(sweep, metric), pad=0.02)
    what = "point" if across.is_drawn or up.is_drawn else "cell"
    counts = cells.counts[cells.counts > 0]
    words = seeds_in_words(counts.tolist(), "member")
    title = f"{words.capitalize()} per {what}" if counts.max() == 1 else f"Mean of {words} per {what}"
    if handles:
        # Above the cells, which fill everything else; the title makes room for it.
        axes.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(handles), borderaxespad=0.3,
            borderpad=0.1, handletextpad=0.5, columnspacing=1.2)
        axes.set_title(title, pad=rcParams["axes.titlepad"] + 1.7 * rcParams["font.size"])
    else:
        axes.set_title(title)
    return axes


def _draw_cells(axes: Axes, across: Places, up: Places, cells: Cells, norm: Normalize) -> list[Any]:
    """One rectangle per cell; gives back what the legend explains."""
    rows, columns = np.ix_(up.order, across.order)
    mean, lost, is_partial = cells.mean[rows, columns], cells.lost[rows, columns], cells.is_partial[rows, columns]
    left, low = across.edges, up.edges
    few = mean.size <= LABELLED
    # Many cells hide behind lines between them; lines of their own colour leave no gaps in a PDF file.
    axes.pcolormesh(
        left, low, mean, cmap=COLORS, norm=norm, edgecolors="white" if few else "face", linewidth=0.4 if few else 0.1)
    for row, column in np.argwhere(lost != ""):
        axes.add_patch(Rectangle(
            (left[column], low[row]), left[column + 1] - left[column], low[row + 1] - low[row], fill=False,
            hatch=_HATCHES[lost[row, column]], edgecolor=palette.GREY, linewidth=0))
    # In the corner, so that the number stays free.
    corners = [(_part(left, column, 0.9, across), _part(low, row, 0.85, up)) for row, column in np.argwhere(is_partial)]
    if corners:
        axes.plot(*zip(*corners, strict=True), "o", color="white", markeredgecolor=palette.BLACK, markersize=3.5,
                  markeredgewidth=0.6)
    if few:
        _write(axes, across, up, mean, norm)
    axes.set_xlim(left[0], left[-1])
    axes.set_ylim(low[0], low[-1])
    axes.tick_params(length=0, which="both")
    axes.spines[:].set_visible(False)
    handles: list[Any] = [
        Patch(fill=False, hatch=2 * hatch, edgecolor=palette.GREY, linewidth=0,
              label=f"{reason}, {_count((lost == reason).sum(), 'cell')}")
        for reason, hatch in _HATCHES.items() if (lost == reason).any()]
    if corners:
        handles.append(Line2D(
            [], [], marker="o", linestyle="", color="white", markeredgecolor=palette.BLACK, markersize=3.5,
            markeredgewidth=0.6, label=f"incomplete, {_count(len(corners), 'cell')}"))
    return handles


def _draw_points(
    axes: Axes, across: Places, up: Places, cells: Cells, norm: Normalize, kept: list[str]
) -> list[Any]:
    """One point per sample, or sample and point of the other axis; gives back what the legend explains."""
    places = []
    for one in (across, up):
        along = np.empty(len(one.coordinates))
        along[one.order] = one.positions
        shape = [-1 if name == one.dimension else 1 for name in kept]
        places.append(np.broadcast_to(along.reshape(shape), cells.mean.shape).ravel())
    x, y = places
    lost = cells.lost.ravel()
    is_known = lost == ""
    axes.scatter(
        x[is_known], y[is_known], c=cells.mean.ravel()[is_known], cmap=COLORS, norm=norm, s=28,
        edgecolors=palette.BLACK, linewidths=0.3)
    handles: list[Any] = []
    for reason, marker in _MARKERS.items():
        which = lost == reason
        if which.any():
            handles += axes.plot(
                x[which], y[which], marker, color=palette.BLACK, markersize=5, markeredgewidth=0.9,
                label=f"{reason}, {_count(which.sum(), 'point')}")
    return handles


def _write(axes: Axes, across: Places, up: Places, mean: Values, norm: Normalize) -> None:
    """The numbers of all cells, black on light colours and white on dark ones."""
    texts = {place: f"{value:.3g}" for place, value in np.ndenumerate(mean) if not np.isnan(value)}
    extent = axes.get_window_extent()
    points = 72 / axes.figure.dpi
    width, height = extent.width * points / mean.shape[1], extent.height * points / mean.shape[0]
    # A digit is about 0.64 as wide as high; a part of the cell stays free.
    longest = max(map(len, texts.values()))
    size = float(np.clip(min(0.75 * width / (0.64 * longest), 0.6 * height), 3.5, rcParams["font.size"]))
    for (row, column), text in texts.items():
        red, green, blue, _ = colormaps[COLORS](norm(mean[row, column]))
        is_light = 0.299 * red + 0.587 * green + 0.114 * blue > _LIGHT
        axes.text(
            float(across.positions[column]), float(up.positions[row]), text, ha="center", va="center", fontsize=size,
            color=palette.BLACK if is_light else "white")


def _part(edges: Values, cell: int, part: float, places: Places) -> float:
    """A place in a cell between its edges, 0 to 1, as it is seen."""
    low, high = edges[cell], edges[cell + 1]
    return float(low * (high / low) ** part if places.is_logarithmic else low + part * (high - low))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
