"""The figure of a sweep: `python -m rtdeep.sweep_figures DIR` draws DIR/sweep.png and .pdf."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from rtdeep import plot
from rtdeep._page import save_page
from rtdeep.errors import RtDeepError, RunFolderError
from rtdeep.plot.styles import RC, context
from rtdeep.plot.sweep_places import in_words
from rtdeep.sweeps import UNTITLED, Dimension, Sweep, open_sweep

BEST = 5
"""So many members are listed."""

LINES = 8
"""More lines than that are not drawn into one panel."""

_SMALL_IS_GOOD = ("angle", "error", "loss", "mse")
"""What the names of metrics contain of which the smallest is the best."""

_COLUMN = 22
"""Characters in a line of the name of a column."""

_CHARACTERS = 11.5
"""Characters of a title that go into an inch."""

_TELLING = ("test_accuracy_best", "accuracy", "free_mse", "loss")
"""Metrics that say what was learned, the first one that there is."""


def sweep_figure(sweep: Sweep, metric: str | None = None) -> Figure:
    """A map over the two longest axes, curves over the longest one, and the members that are best.

    - metric: of which; None: what says what was learned, or the first that is not the same everywhere

    Seeds have no axis where anything else has: they are averaged. Without two axes there is no map. Raises
    `RunFolderError` where no member has come to its end with a metric, and `UnknownNameError` where none is called so.
    """
    metric = metric or telling_metric(sweep)
    longest, *others = longest_axes(sweep)
    second = others[0] if others else None
    with context(RC):
        figure = Figure(figsize=(10.4 if second else 7.2, 6.2), layout="constrained")
        grid = figure.add_gridspec(2, 2 if second else 1, height_ratios=[2.4, 1])
        if second is not None:
            plot.sweep_map(sweep, metric, longest, second, figure.add_subplot(grid[0, 0]))
        by = second if second is not None and can_tell_apart(sweep, longest, second) else None
        curves = plot.sweep_curves(sweep, metric, longest, by, figure.add_subplot(grid[0, -1]))
        if second is not None:
            # Its panel is half as wide as the page.
            curves.set_title(curves.get_title(loc="left").replace(" (", "\n("))
        _list_best(sweep, metric, figure.add_subplot(grid[1, :]))
        width = round(_CHARACTERS * figure.get_figwidth())
        figure.suptitle("\n".join(textwrap.fill(line, width) for line in _caption(sweep)))
    return figure


def telling_metric(sweep: Sweep) -> str:
    """The metric that says what was learned, or the first that is not the same everywhere.

    Raises `RunFolderError` where no member has come to its end with one.
    """
    finite = {name: values[np.isfinite(values)] for name in sweep.metrics for values in [sweep.values(name).values]}
    known = [name for name, values in finite.items() if values.size]
    if not known:
        raise RunFolderError(sweep.path, "no member has come to its end with a metric to be drawn")
    varied = [name for name in known if np.ptp(finite[name]) > 0] or known
    return next((name for name in _TELLING if name in varied), varied[0])


def longest_axes(sweep: Sweep) -> Sequence[str]:
    """The axes that have more than one point, the longest first; or the first one, where none has."""

    def ordered(dimensions: Sequence[Dimension]) -> list[str]:
        return [axis for one in sorted(dimensions, key=lambda one: -one.count) for axis in one.axes]

    varied = [one for one in sweep.dimensions if one.count > 1]
    return ordered([one for one in varied if one.name != "seed"]) or ordered(varied) or ordered(sweep.dimensions)[:1]


def can_tell_apart(sweep: Sweep, x: str, by: str) -> bool:
    """Whether lines over `x` can be told apart by the points of another axis."""
    dimension = sweep.dimension_of(by)
    return not dimension.is_drawn and dimension != sweep.dimension_of(x) and dimension.count <= LINES


def is_best_large(metric: str) -> bool:
    """Whether the members with the largest values of a metric are the best ones, as its name tells."""
    return not any(word in metric.lower() for word in _SMALL_IS_GOOD)


def _list_best(sweep: Sweep, metric: str, axes: Axes) -> None:
    """A small table."""
    is_largest = is_best_large(metric)
    best = sweep.best(metric, BEST, is_largest)
    axes.set_axis_off()
    axes.set_title(f"The {'largest' if is_largest else 'smallest'} {metric} of single members")
    cells = [[in_words(value) for value in row[:-1]] + [f"{row[-1]:.4g}"] for row in best.itertuples(index=False)]
    height = (len(cells) + 1) / (BEST + 1)
    columns = [textwrap.fill(str(name), _COLUMN) for name in best.columns]
    table = axes.table(
        cells, colLabels=columns, cellLoc="right", colLoc="right", edges="horizontal",
        bbox=Bbox.from_bounds(0, 1 - height, 1, height))
    table.auto_set_font_size(False)
    table.set_fontsize(RC["font.size"])
    for (row, _), cell in table.get_celld().items():
        cell.set_linewidth(0.4)
        if row == 0:
            cell.set_height(cell.get_height() * max(1 + column.count("\n") for column in columns))


def _caption(sweep: Sweep) -> Sequence[str]:
    """What the sweep is, and what has become of its members."""
    ends = Counter(sweep.outcomes.values.ravel().tolist())
    counted = ", ".join(f"{ends[name]} {name}" for name in ("completed", "diverged", "missing") if ends[name])
    title = sweep.title if sweep.title != UNTITLED else sweep.name
    return [title, f"{sweep.experiment}: {sum(ends.values())} members, {counted}"]


def draw_sweep(folder: Path, metric: str | None = None) -> list[Path]:
    """Draws the figure of the sweep in `folder`, writes it there as PNG and PDF, and returns both paths."""
    return save_page(sweep_figure(open_sweep(folder), metric), folder, "sweep")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rtdeep.sweep_figures", description="Draw the figure of a sweep.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that `rtdeep sweep --output DIR` wrote")
    parser.add_argument("--metric", metavar="NAME", help="a column of table.csv; else one that says what was learned")
    given = parser.parse_args(arguments)
    try:
        paths = draw_sweep(given.folder, given.metric)
    except RtDeepError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for path in paths:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
