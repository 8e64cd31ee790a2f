"""Figures as files, beside what they show."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rtdeep._writing import written
from rtdeep.plot.styles import RC, context

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "pdf", "svg")
"""In which a figure can be written."""

_DATES = {"pdf": "CreationDate", "svg": "Date"}
"""What metadata call the time at which a file was made: without it, the same results give the same bytes."""


def save_page(
    figure: Figure, folder: Path, name: str, formats: Sequence[str] = ("png", "pdf"), look: dict[str, Any] | None = None
) -> list[Path]:
    """Writes a figure into `folder` as `name` with the ending of every format, and returns the paths.

    - look: the settings that it was drawn with; those of pages, if None

    A file that is there already is replaced as a whole. Raises `OSError` where it cannot be written.
    """
    paths = [folder / f"{name}.{one}" for one in formats]
    # It complains of the dates in fonts, about which nobody here can do anything.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    # Names of elements that come from the figure, not from chance; text that can be edited.
    steady = {**(look or RC), "svg.hashsalt": name, "svg.fonttype": "none"}
    with context(steady):
        for path, one in zip(paths, formats, strict=True):
            with written(path) as file:
                figure.savefig(file, format=one, metadata={_DATES[one]: None} if one in _DATES else None)
    return paths
