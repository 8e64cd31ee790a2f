"""Figures of folders: `rtdeep plot DIR... [--figure NAME]` is `python -m rtdeep.figures` likewise."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rtdeep._page import FORMATS, save_page
from rtdeep.errors import ArgumentError, RtDeepError
from rtdeep.figures.drawing import draw, names, titles
from rtdeep.plot.styles import RC, STYLES, settings


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rtdeep.figures", description="Draw figures of folders.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR", help="what the program has written")
    parser.add_argument("--figure", action="append", metavar="NAME", help="which; all for every one that can be drawn")
    parser.add_argument("--format", action="append", choices=FORMATS, help="png and pdf, if left out")
    parser.add_argument("--style", choices=STYLES, help="how wide a figure is: single, if left out")
    parser.add_argument("--output", type=Path, metavar="FILE", help="instead of DIR/NAME.png and DIR/NAME.pdf")
    parser.add_argument("--list", action="store_true", help="say what can be drawn")
    given = parser.parse_args(arguments)
    try:
        if given.list:
            print(_table(given.folders))
            return 0
        for path in _draw(given):
            print(path)
    except RtDeepError as error:
        print(f"rtdeep: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"rtdeep: cannot write {given.output or given.folders[0]}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _draw(given: argparse.Namespace) -> Sequence[Path]:
    """Draws what was asked for, and returns what was written."""
    wanted: Sequence[str | None] = given.figure or [None]
    if "all" in wanted:
        wanted = names(given.folders)
    folder, stem, formats = given.folders[0], None, given.format or ["png", "pdf"]
    if given.output is not None:
        if len(wanted) > 1:
            raise ArgumentError(f"--output names one file, but {len(wanted)} figures are to be drawn")
        folder, stem = given.output.parent, given.output.stem
        ending = given.output.suffix.removeprefix(".")
        if ending not in FORMATS:
            raise ArgumentError(f"--output is {given.output}, but must end with .{', .'.join(FORMATS)}")
        formats = given.format or [ending]
    written: list[Path] = []
    for name in wanted:
        figure = draw(given.folders, name, style=given.style)
        look = RC if name is None or given.style is None else settings(given.style)
        written += save_page(figure, folder, stem or _file_name(given.folders, name), formats, look)
    return written


def _file_name(folders: Sequence[Path], name: str | None) -> str:
    """The name of a figure, without what no file name should have."""
    chosen = name or names(folders)[0]
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in chosen).strip("_")


def _table(folders: Sequence[Path]) -> str:
    """What can be drawn, a line each."""
    found = titles(folders)
    width = max(map(len, found), default=0) + 2
    return "\n".join(f"{name:<{width}}{title}" for name, title in found.items()) or "nothing can be drawn"


if __name__ == "__main__":
    sys.exit(main())
