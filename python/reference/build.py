"""Writes the reference of the package from its docstrings: `python build.py DIR`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pdoc

import rtdeep

MODULES = ("rtdeep", "rtdeep.datasets", "rtdeep.metrics", "rtdeep.plot")


def write(folder: Path) -> None:
    """Writes one page per module, and an index, into `folder`, anew."""
    for name in rtdeep.__all__:
        # Names that are loaded when they are needed are no members of the module until then.
        setattr(rtdeep, name, getattr(rtdeep, name))
    pdoc.render.configure(docformat="markdown", show_source=False, template_directory=Path(__file__).parent)
    shutil.rmtree(folder, ignore_errors=True)
    # What begins with "!" is left out: modules whose names are exported by the one above.
    pdoc.pdoc(*MODULES, *(f"!{name}" for name in _inner()), output_directory=folder)


def _inner() -> list[str]:
    """The modules below `rtdeep` that are no place to look for anything."""
    root = Path(rtdeep.__file__).parent
    names = (
        ".".join(("rtdeep", *path.relative_to(root).with_suffix("").parts))
        for path in root.rglob("*.py") if path.stem != "__init__"
    )
    return [name for name in names if name not in MODULES]


if __name__ == "__main__":
    write(Path(sys.argv[1]))
