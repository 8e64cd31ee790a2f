"""The figure of a reproduction: `python -m rtdeep.reproduction DIR` draws DIR/reproduction.png and .pdf."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import yaml
from matplotlib.figure import Figure

from rtdeep.courses import course
from rtdeep.plot import style
from rtdeep.plot.reproduction import reproduced
from rtdeep.runs import RunFolderError, open_run


def draw(folder: Path) -> Figure:
    """One panel per published quantity, of the runs of all seeds in `folder`.

    Raises `RunFolderError` where runs, or what was published, are missing.
    """
    runs = [open_run(path) for path in sorted(folder.glob("seed-*"), key=_seed)]
    if not runs:
        raise RunFolderError(folder, "there is no run of any seed")
    configuration = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    published: dict[str, list[dict[str, Any]]] = {}
    for entry in configuration.get("published", []):
        published.setdefault(entry["quantity"], []).append(entry)
    if not published:
        raise RunFolderError(folder, "its configuration names nothing that was published")
    # A quantity that was read off once needs no picture beside those that have a course.
    drawn = {
        name: entries
        for name, entries in published.items()
        if len(course(runs[0], name, configuration["dt"]).time) > 1
    }
    published = drawn or published
    columns = min(2, len(published))
    rows = -(-len(published) // columns)
    with matplotlib.rc_context(style.RC):
        figure = Figure(figsize=(5.2 * columns, 3.2 * rows + 0.6), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes, entries in zip(panels, published.values(), strict=False):
            reproduced(axes, runs, entries, configuration["dt"])
        for axes in panels[len(published) :]:
            axes.remove()
        seeds = f"{len(runs)} seeds" if len(runs) > 1 else "one seed"
        title = textwrap.fill(configuration["title"], width=60 * columns)
        figure.suptitle(f"{title}\n{seeds}; black: published")
    return figure


def _seed(path: Path) -> int:
    """The number behind `seed-`."""
    return int(path.name.removeprefix("seed-"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws the figure of one folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that rtdeep reproduce has written")
    folder = parser.parse_args(arguments).folder
    try:
        figure = draw(folder)
    except RunFolderError as error:
        print(error, file=sys.stderr)
        return 2
    for suffix in ("png", "pdf"):
        with matplotlib.rc_context(style.RC):
            figure.savefig(folder / f"reproduction.{suffix}")
    print(folder / "reproduction.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
