"""Which classes are taken for which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.runs import Run
from rtdeep.tasks import Task

DARK = 0.5
"""The share of a class from which on a field is so dark that its number is white."""


def confusion(
    source: Run | ArrayLike, axes: Axes | None = None, *, part: Literal["validation", "test"] = "test",
    network: Literal["last", "best"] = "best", classes: Sequence[str] | None = None,
) -> Axes:
    """How many samples of every class (rows) got which answer (columns); dark is a large share of the class.

    - source: a run, or counts by class and answer, such as the sum over several runs
    - part: of a run, the samples that were answered
    - network: of a run, the one at the end or the one whose validation was best
    - classes: what they are called; by default as the run's task calls them, or their numbers

    Raises `ArgumentError` where counts or names do not fit, and what `Run.score` raises.
    """
    axes = canvas(axes)
    what = "samples"
    if isinstance(source, Run):
        counts = source.score(part, network).confusion
        classes = classes or Task.of(source).classes
        what = f"{part} samples"
    else:
        counts = _checked(source)
    names = list(classes or map(str, range(len(counts))))
    if len(names) != len(counts):
        raise ArgumentError(f"there are {len(names)} names for {len(counts)} classes")
    total = counts.sum()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, interpolation="nearest", aspect="equal")
    size = _type_size(axes, counts)
    for (row, column), count in np.ndenumerate(counts):
        color = "white" if shares[row, column] > DARK else palette.BLACK if count else palette.GREY
        axes.text(column, row, str(count), ha="center", va="center", color=color, fontsize=size)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("answer")
    axes.set_ylabel("class")
    for border in np.arange(0.5, len(names) - 1):
        axes.axhline(border, color="white", linewidth=1.0)
        axes.axvline(border, color="white", linewidth=1.0)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if total:
        axes.set_title(f"{100 * np.trace(counts) / total:.1f} % of {total} {what} answered rightly")
    return axes


def _checked(source: ArrayLike) -> NDArray[np.int64]:
    """Counts that a caller gave; raises as `confusion` does."""
    given = np.asarray(source)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not len(given):
        raise ArgumentError(f"counts by class and answer are square, but these have the shape {given.shape}")
    counts = given.astype(np.int64)
    if np.any(counts != given) or np.any(counts < 0):
        raise ArgumentError("counts are whole numbers, 0 or more")
    return counts


def _type_size(axes: Axes, counts: NDArray[np.int64]) -> float:
    """The size in points at which the longest number fits into its field, or that of other type where there is room."""
    extent = axes.get_window_extent()
    field = min(extent.width, extent.height) / len(counts) * 72 / axes.figure.dpi
    digits = len(str(counts.max()))
    # A digit is about 0.64 as wide as high; a fifth of the field stays free.
    return float(np.clip(0.8 * field / (0.64 * digits), 3.5, rcParams["font.size"]))
