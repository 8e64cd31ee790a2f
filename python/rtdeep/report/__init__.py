"""Reports: what is in a folder as one HTML page that needs nothing else.

    rtdeep.write_report("mine")                     # mine/report.html

`python -m rtdeep.report DIR` does the same, as `rtdeep report DIR` does.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from rtdeep.errors import BokehMissing, RunFolderError

FILE = "report.html"
"""What a page is called that has no other name."""

SIZE = 5.0
"""MB that a page may have."""


def write_report(
    folder: str | PathLike[str], output: str | PathLike[str] | None = None, *, size: float = SIZE,
    program: str | PathLike[str] | None = None,
) -> Path:
    """Writes what is in `folder` as one HTML page, and returns its path; a page that is there is replaced.

    - folder: of a run, of several seeds, of a sweep, or one that `rtdeep reproduce` has written
    - output: the page; None: `report.html` in the folder
    - size: MB that it may have, at least 2
    - program: `rtdeep`, which compares published numbers; None: the one that is found

    Raises `RunFolderError` where the folder is none of these or damaged, `ArgumentError` for a size that is too small,
    and `BokehMissing`.
    """
    from rtdeep.report.writing import written_once

    return written_once(Path(folder), output, size, program).path


__all__ = ["FILE", "SIZE", "BokehMissing", "RunFolderError", "write_report"]
