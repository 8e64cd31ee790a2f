"""Figures that are pages of their own, beside what they show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rtdeep.plot.styles import RC, context

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def save_page(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Writes a figure into `folder` as `name`.png and `name`.pdf, and returns both paths."""
    paths = [folder / f"{name}.png", folder / f"{name}.pdf"]
    with context(RC):
        for path in paths:
            # No date: the same results give the same bytes.
            figure.savefig(path, metadata={"CreationDate": None} if path.suffix == ".pdf" else None)
    return paths
