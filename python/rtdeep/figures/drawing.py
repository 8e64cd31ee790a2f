"""Draws a figure by its name."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from functools import partial
from os import PathLike

from matplotlib.figure import Figure

from rtdeep.errors import ArgumentError, RunFolderError, UnknownNameError
from rtdeep.figures.columns import Drawn, in_columns
from rtdeep.figures.folders import Folder
from rtdeep.figures.groups import COMPARISONS, draw_element, elements, quantities
from rtdeep.figures.pages import PAGES
from rtdeep.figures.panels import PANELS
from rtdeep.plot.styles import context, settings
from rtdeep.runs import Run

COLUMNS = {"single": 1, "screen": 2, "double": 3}
"""Panels side by side, by style."""

LONGEST = 20
"""Characters of a name in a legend."""

Paths = Sequence[str | PathLike[str]]


def titles(folders: Paths) -> Mapping[str, str]:
    """What can be drawn of some folders, by the names of the figures; see `draw` for what is raised."""
    opened = _opened(folders)
    found = {name: page.title for name, page in PAGES.items() if len(opened) == 1 and page.fits(opened[0])}
    run = _only_run(opened)
    if run is not None:
        found |= {name: panels.title for name, panels in PANELS.items() if panels.items(run)}
    groups = _groups(opened)
    if groups:
        found |= {name: one.title for name, one in COMPARISONS.items() if _fits(name, groups)}
        found |= quantities(groups)
    return found


def names(folders: Paths) -> Sequence[str]:
    """The figures that can be drawn of some folders, the first one that which is drawn where none is named."""
    return list(titles(folders))


def draw(folders: Paths, name: str | None = None, *, style: str | None = None) -> Figure:
    """Draws a figure of folders that the program has written.

    - folders: of runs, of several seeds, of `rtdeep reproduce`, of sweeps or of demonstrations
    - name: which figure; of one folder the page that shows it whole, if None
    - style: one of `rtdeep.plot.style`, "single" if None; pages have a size of their own

    Raises `RunFolderError` where a folder is none of these or lacks what the figure needs, `UnknownNameError` where no
    figure or style has that name, and `ArgumentError` where folders do not go together, or a page is to have a style.
    """
    opened = _opened(folders)
    chosen = _chosen(opened, name)
    page = PAGES.get(chosen)
    if page is not None:
        if style is not None:
            raise ArgumentError(f"{chosen} is a page with a size of its own: --style is for single figures")
        return page.draw(opened[0])
    with context(look := settings(style or "single")):
        panels = _panels(opened, chosen)
        columns = min(COLUMNS[style or "single"], len(panels))
        width, height = look["figure.figsize"]
        return in_columns(panels, columns, width / columns, height)


def _chosen(folders: Sequence[Folder], name: str | None) -> str:
    """The name of a figure that can be drawn; raises as `draw` does."""
    pages = [one for one, page in PAGES.items() if len(folders) == 1 and page.fits(folders[0])]
    # What was reproduced may be called by its own name.
    if pages and (name is None or (name == folders[0].name and name not in PANELS | COMPARISONS)):
        return pages[0]
    if name is None:
        raise ArgumentError(f"several folders were given, but no figure: {_offer(folders)}")
    if name in pages:
        return name
    if name in PAGES:
        other = "one folder" if len(folders) > 1 else "another kind of folder"
        raise ArgumentError(f"{name} is a figure of {other}; {_offer(folders)}")
    groups = _groups(folders)
    if name in COMPARISONS:
        if not _fits(name, groups):
            raise RunFolderError(folders[0].path, f"{name} needs {COMPARISONS[name].needs}; {_offer(folders)}")
    elif name in PANELS:
        run = _only_run(folders)
        if run is None:
            inside = next((runs[0].path for runs in groups.values()), folders[0].path)
            raise ArgumentError(f"{name} is a figure of one run: give its folder, such as {inside}")
        if not PANELS[name].items(run):
            raise RunFolderError(run.path, f"{name} needs {PANELS[name].needs}; {_offer(folders)}")
    elif not groups or name not in quantities(groups):
        near = difflib.get_close_matches(name, [*PAGES, *PANELS, *COMPARISONS, *quantities(groups)], 1)
        hint = f"; did you mean {near[0]}?" if near else f": {_offer(folders)}"
        raise UnknownNameError(f"no figure is called {name}{hint}")
    return name


def _panels(folders: Sequence[Folder], name: str) -> Sequence[Drawn]:
    """What is drawn into each panel of a figure."""
    if name in PANELS:
        run = _only_run(folders)
        assert run is not None
        return PANELS[name].of(run)
    groups = _groups(folders)
    if name in COMPARISONS:
        return [partial(COMPARISONS[name].draw, groups)]
    return [partial(draw_element, groups, name, element) for element in range(elements(groups, name))]


def _opened(folders: Paths) -> Sequence[Folder]:
    if not folders:
        raise ArgumentError("no folder was given")
    return [Folder.open(path) for path in folders]


def _only_run(folders: Sequence[Folder]) -> Run | None:
    """The run, where one folder of one run was given."""
    content = folders[0].content
    return content if len(folders) == 1 and isinstance(content, Run) else None


def _groups(folders: Sequence[Folder]) -> Mapping[str, Sequence[Run]]:
    """All runs by experiment; where two have one name, by the names of their folders. None of those without runs."""
    if not all(folder.runs for folder in folders):
        return {}
    named = [(_shortened(name), runs, folder) for folder in folders for name, runs in folder.runs.items()]
    if len({name for name, _, _ in named}) == len(named):
        return {name: runs for name, runs, _ in named}
    paths = [folder.path.resolve() for folder in folders]
    shared = os.path.commonpath([path.parent for path in paths])
    short = {folder.path: str(path.relative_to(shared)) for folder, path in zip(folders, paths, strict=True)}
    if len(set(short.values())) < len(folders):
        raise ArgumentError(f"one folder was given twice: {_where(folders)}")
    return {
        short[folder.path] if len(folder.runs) == 1 else f"{short[folder.path]}, {name}": runs
        for name, runs, folder in named
    }


def _shortened(name: str) -> str:
    """A name that fits a legend: beginning and end of a long one."""
    half = LONGEST // 2
    return name if len(name) <= LONGEST else f"{name[:half]}…{name[-half:]}"


def _fits(name: str, groups: Mapping[str, Sequence[Run]]) -> bool:
    """Whether all runs have what a comparison needs."""
    return bool(groups) and all(COMPARISONS[name].fits(run) for runs in groups.values() for run in runs)


def _where(folders: Sequence[Folder]) -> str:
    return ", ".join(str(folder.path) for folder in folders)


def _offer(folders: Sequence[Folder]) -> str:
    """What can be drawn instead, in a sentence."""
    paths = [folder.path for folder in folders]
    found = [name for name in names(paths) if name in PAGES or name in PANELS or name in COMPARISONS]
    if _groups(folders):
        found.append("any small quantity that was recorded (--list)")
    return f"of {_where(folders)} can be drawn: {', '.join(found)}"
