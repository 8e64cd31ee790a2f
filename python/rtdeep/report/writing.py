"""Pages in files."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rtdeep import family, sweeps
from rtdeep._writing import written
from rtdeep.errors import ArgumentError, BokehMissing, RunFolderError
from rtdeep.report import FILE
from rtdeep.runs import open_run

if TYPE_CHECKING:
    from rtdeep.report.page import Page

LEAST = 2.0
"""MB, below which there is no room for figures."""


@dataclass(frozen=True)
class WrittenPage:
    """A page that was written."""

    path: Path
    is_unfinished: bool
    """Whether somebody still writes into its folder."""
    is_abandoned: bool
    """Whether nobody does, though it is not finished."""


def written_once(
    folder: Path, output: str | PathLike[str] | None, size: float, program: str | PathLike[str] | None,
    reload_every: float | None = None,
) -> WrittenPage:
    """Writes the page of a folder; raises as `write_report` does.

    - reload_every: seconds after which a browser loads the page again, as long as it is unfinished
    """
    if not size >= LEAST:
        raise ArgumentError(f"size is {size:g}, but must be at least {LEAST:g} MB")
    if not folder.is_dir():
        raise RunFolderError(folder, "there is no such folder")
    path = folder / FILE if output is None else Path(output)
    if path.is_dir():
        raise ArgumentError(f"{path} is a folder, but the page is a file")
    if not path.parent.is_dir():
        raise ArgumentError(f"{path.parent} is no folder, so {path.name} cannot be written there")
    try:
        import bokeh  # noqa: F401
    except ImportError as error:
        raise BokehMissing(f"reports need Bokeh, which cannot be imported ({error}): pip install 'rtdeep[report]'") \
            from error
    from rtdeep.doctor import find_program
    from rtdeep.report.page import rendered

    # Where a run diverges, squares of its numbers are none, and of some variables there is no number at all.
    with np.errstate(over="ignore", invalid="ignore"), warnings.catch_warnings():
        for message in ("Mean of empty slice", "All-NaN", "Degrees of freedom"):
            warnings.filterwarnings("ignore", message, RuntimeWarning)
        page, is_unfinished, is_abandoned = _page(folder, path, size, Path(program) if program else find_program())
    if is_unfinished and reload_every is not None:
        page = replace(page, reload_every=reload_every)
    with written(path) as file:
        file.write(rendered(page))
    return WrittenPage(path, is_unfinished, is_abandoned)


def _page(folder: Path, path: Path, size: float, program: Path | None) -> tuple[Page, bool, bool]:
    """The page, whether somebody still writes into the folder, and whether nobody does who should."""
    if (folder / sweeps.FILE).exists():
        from rtdeep.report.sweep_page import sweep_page

        return sweep_page(sweeps.open_sweep(folder))
    if (folder / family.FILE).exists():
        from rtdeep.report.several_page import family_page

        return family_page(folder, path, size=size, program=program)
    if (folder / family.SEEDS).exists():
        from rtdeep.report.several_page import ensemble_page

        return ensemble_page(folder, path, size=size, program=program)
    from rtdeep.report.run_page import run_page

    page, outcome = run_page(open_run(folder), size=size, program=program)
    return page, outcome.is_unfinished, outcome.state == "interrupted"
