"""Figures that are pages: what a folder shows at first sight."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from matplotlib.figure import Figure

from rtdeep.demo import DemoRuns, demo_figure
from rtdeep.errors import RunFolderError
from rtdeep.family import Family
from rtdeep.figures.columns import Drawn, in_columns
from rtdeep.figures.folders import Folder
from rtdeep.figures.groups import COMPARISONS, draw_element, elements, quantities
from rtdeep.figures.panels import PANELS
from rtdeep.plot.reproduction import Reproduced
from rtdeep.plot.styles import RC, context
from rtdeep.reproduction import draw as reproduction
from rtdeep.runs import Run
from rtdeep.sweep_figures import sweep_figure
from rtdeep.sweeps import Sweep

COLUMNS = 3
WIDTH, HEIGHT = 4.0, 2.6
"""Of one panel, in inches."""

MOST = 12
"""Panels on a page; a deep network has more than one can look at."""

OVERVIEW = (
    "hidden-potential", "output-potential", "high-passed-rate", "alignment", "feedback-weights", "lateral-weights",
    "interneuron-weights", "angles", "update-angles", "confusion", "decisions",
)
"""What a page about one run has of its panels: the notebook's nine come first."""


@dataclass(frozen=True)
class Page:
    """A figure of a folder, with a size of its own."""

    title: str
    fits: Callable[[Folder], bool]
    draw: Callable[[Folder], Figure]


def overview(folder: Folder) -> Figure:
    """One page about one run, with a panel for everything that it has recorded.

    Raises `RunFolderError` where nothing was recorded that there is a panel for.
    """
    run = folder.content
    assert isinstance(run, Run)
    groups = folder.runs
    # An angle that is computed says what a recorded cosine says already.
    names = [name for name in OVERVIEW if name != "angles" or set(PANELS[name].items(run)) <= set(run.dataset)]
    panels: list[Drawn] = [one for name in names for one in PANELS[name].of(run)]
    panels += [
        partial(COMPARISONS[name].draw, groups) for name in ("accuracy", "loss", "teacher-error")
        if COMPARISONS[name].fits(run)
    ]
    if not panels:
        panels = _courses(folder)
    if not panels:
        raise RunFolderError(run.path, "nothing was recorded that could be drawn")
    return _page(panels, f"{run.name}: {run.settings.get('title', '')}")


def seeds(folder: Folder) -> Figure:
    """One page about the runs of several seeds: every measure, mean and standard deviation over seeds.

    Potentials and weights, which are different in every seed, only where there is no measure. Raises `RunFolderError`
    where no small quantity was recorded.
    """
    content = folder.content
    assert isinstance(content, Reproduced)
    groups = folder.runs
    panels: list[Drawn] = [
        partial(one.draw, groups) for name, one in COMPARISONS.items()
        if name in ("accuracy", "loss", "test-accuracy") and all(map(one.fits, content.runs))
    ]
    panels += _courses(folder)
    if not panels:
        raise RunFolderError(folder.path, "no quantity of a few numbers was recorded over time that could be drawn")
    count = len(content.runs)
    return _page(panels, f"{content.name}: mean and standard deviation of {count} seed{'s' if count > 1 else ''}")


def _courses(folder: Folder) -> list[Drawn]:
    groups = folder.runs
    names = list(quantities(groups))
    # Variables of the state end with the number of their layer.
    measures = [name for name in names if not name.rpartition("_")[2].isdigit()]
    return [
        partial(draw_element, groups, quantity, element)
        for quantity in measures or names for element in range(elements(groups, quantity))
    ]


def _page(panels: list[Drawn], title: str) -> Figure:
    """Panels in rows, and a title that says how many are left out."""
    shown = panels[:MOST]
    with context(RC):
        figure = in_columns(shown, COLUMNS, WIDTH, HEIGHT, above=0.5)
        left_out = f" ({len(panels) - len(shown)} more panels: --list)" if len(panels) > len(shown) else ""
        figure.suptitle(textwrap.fill(title + left_out, round(13 * figure.get_figwidth())))
    return figure


def _sweep(folder: Folder) -> Figure:
    assert isinstance(folder.content, Sweep)
    return sweep_figure(folder.content)


def _demo(folder: Folder) -> Figure:
    assert isinstance(folder.content, DemoRuns)
    return demo_figure(folder.content)


def _is_reproduction(folder: Folder) -> bool:
    content = folder.content
    return isinstance(content, Family) or (isinstance(content, Reproduced) and bool(content.published))


def _is_run(folder: Folder) -> bool:
    return isinstance(folder.content, Run)


PAGES = {
    "demo": Page("the page of the demonstration", lambda one: isinstance(one.content, DemoRuns), _demo),
    "sweep": Page("a map, curves, and the best members", lambda one: isinstance(one.content, Sweep), _sweep),
    "reproduction": Page(
        "what was published, and what was reproduced", _is_reproduction, lambda one: reproduction(one.path)),
    "seeds": Page(
        "mean and standard deviation over seeds of everything small",
        lambda one: isinstance(one.content, Reproduced), seeds),
    "overview": Page("everything that was recorded, on one page", _is_run, overview),
}
"""By the names of the figures; the first that fits a folder is drawn where none is named."""
