"""The figure of a reproduction: `python -m rtdeep.reproduction DIR` draws DIR/reproduction.png and .pdf."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from rtdeep._page import save_page
from rtdeep.courses import UPDATE_ANGLES
from rtdeep.errors import RtDeepError, RunFolderError
from rtdeep.family import FILE, Family
from rtdeep.family_figures import family_figure
from rtdeep.plot.reproduction import Reproduced, compared, reproduced
from rtdeep.plot.styles import RC, context
from rtdeep.runs import open_run

SYMBOLS = {
    "angle(BPP, WPP^T)": r"$\angle(B,\ W^T)$",
    "angle(BPP, dphi WPP^T dphi)": r"$\angle(B,\ \varphi' W^T \varphi')$",
}
"""Angles per hidden layer as a paper writes them."""


def draw(folder: Path) -> Figure:
    """One panel per published quantity, of the runs of all seeds in `folder`; of a family, the figure of its name.

    Where the experiment is to be seen beside another one, one panel per hidden layer instead, with both. Raises
    `RunFolderError` where runs, or what was published, are missing.
    """
    if (folder / FILE).exists():
        family = Family.open(folder)
        with context(RC):
            return family_figure(family)
    configuration = _configuration(folder)
    own = opened(folder)
    if not own.published:
        raise RunFolderError(folder, "its configuration names nothing that was published")
    with context(RC):
        beside = folder / "beside"
        if beside.is_dir():
            return _comparison(configuration["title"], [own, opened(beside)])
        return _quantities(configuration["title"], own)


def _quantities(title: str, own: Reproduced) -> Figure:
    """One panel per quantity."""
    published = list(dict.fromkeys(entry["quantity"] for entry in own.published))
    # A quantity that was read off once needs no picture beside those that have a course.
    drawn = [name for name in published if len(own.courses(name)[0].time) > 1] or published
    columns = min(2, len(drawn))
    rows = -(-len(drawn) // columns)
    figure = Figure(figsize=(5.2 * columns, 3.2 * rows + 0.6), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, quantity in zip(panels, drawn, strict=False):
        reproduced(axes, own, quantity)
    for axes in panels[len(drawn) :]:
        axes.remove()
    legend = ["black: published"]
    if any("below" in entry or "above" in entry for entry in own.published):
        legend.append("dotted: bounds")
    if any(own.predictions(quantity) for quantity in drawn):
        legend.append("dashed: theory")
    figure.suptitle(f"{textwrap.fill(title, width=60 * columns)}\n{_seeds(own)}; {', '.join(legend)}")
    return figure


def _comparison(title: str, experiments: Sequence[Reproduced]) -> Figure:
    """One row per quantity that all of them have, one panel per element."""
    published = dict.fromkeys(entry["quantity"] for entry in experiments[0].published)
    quantities = [name for name in published if all(one.of(name) for one in experiments)]
    if not quantities:
        raise RunFolderError(experiments[0].runs[0].path.parent, "the experiments have no published quantity in common")
    counts = [experiments[0].courses(quantity)[0].values.shape[1] for quantity in quantities]
    columns = max(counts)
    figure = Figure(figsize=(3.1 * columns + 0.4, 3.0 * len(quantities) + 0.7), layout="constrained")
    panels = figure.subplots(len(quantities), columns, squeeze=False, sharex="row", sharey="row")
    for row, quantity, count in zip(panels, quantities, counts, strict=True):
        for element, axes in enumerate(row[:count]):
            compared(axes, experiments, quantity, element)
            axes.set_title(_element(quantity, element))
            axes.set_ylabel(f"{SYMBOLS.get(quantity, quantity)} ({axes.get_ylabel()})")
            if quantity in SYMBOLS:
                axes.set_yscale("log")
                axes.set_yticks([0.5, 1, 2, 5, 10, 20, 45, 90])
                axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
                axes.minorticks_off()
            axes.label_outer()
        row[count - 1].legend(loc="upper right")
        for axes in row[count:]:
            axes.remove()
    seeds = _seeds(experiments[0])
    figure.suptitle(f"{textwrap.fill(title, width=36 * columns)}\n{seeds}: mean and standard deviation")
    return figure


def _element(quantity: str, element: int) -> str:
    """What one element of a quantity is about."""
    if quantity in SYMBOLS:
        return f"hidden layer {element + 1}"
    # The output learns too, but has no feedback of its own.
    return f"layer {element + 1}" if quantity == UPDATE_ANGLES else f"{quantity} [{element}]"


def opened(folder: Path) -> Reproduced:
    """The runs of all seeds in a folder; raises `RunFolderError` where there is none, or no configuration."""
    configuration = _configuration(folder)
    runs = [open_run(path) for path in sorted(folder.glob("seed-*"), key=_seed)]
    if not runs:
        raise RunFolderError(folder, "there is no run of any seed")
    return Reproduced(
        configuration.get("name", folder.name), runs, configuration.get("published", []), configuration["dt"]
    )


def _configuration(folder: Path) -> dict[str, Any]:
    """What `config.yaml` says; raises `RunFolderError` where it is missing."""
    path = folder / "config.yaml"
    if not path.exists():
        raise RunFolderError(path, f"missing, and so is {FILE}: rtdeep reproduce writes one of them")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _seeds(experiment: Reproduced) -> str:
    """How many there are."""
    return f"{len(experiment.runs)} seeds" if len(experiment.runs) > 1 else "one seed"


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
    except RtDeepError as error:
        print(error, file=sys.stderr)
        return 2
    print(save_page(figure, folder, "reproduction")[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
