"""The page of the demonstration: `python -m rtdeep.demo DIR` draws the runs in DIR into demo.png and demo.pdf."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from rtdeep import plot
from rtdeep._page import save_page
from rtdeep.errors import RunFolderError
from rtdeep.plot.potentials import settled
from rtdeep.plot.styles import RC, context
from rtdeep.runs import Run, open_run

WIDTH, HEIGHT = 12.0, 9.6
"""In inches; as wide and high as A4 lying, with a little more height for four rows."""


@dataclass(frozen=True)
class DemoRuns:
    """The four runs that `rtdeep demo` makes."""

    seed: Run
    align: Run
    teacher: Run
    teacher_fixed: Run

    @classmethod
    def open(cls, folder: Path) -> DemoRuns:
        """Opens them; raises `RunFolderError` where one is missing."""
        names = ("seed", "align-121", "teacher-111", "teacher-111-fixed")
        return cls(*(open_run(folder / name) for name in names))

    def all(self) -> list[Run]:
        """In the order in which they are made."""
        return [self.seed, self.align, self.teacher, self.teacher_fixed]


def demo_figure(runs: DemoRuns) -> Figure:
    """One page with nine panels of the notebook's network and three of what it leads to."""
    with context(RC):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        seed = runs.seed
        left, right = 0.062, 0.985
        block = figure.add_gridspec(
            3, 3, height_ratios=[1.0, 0.55, 1.1], left=left, right=right, top=0.915, bottom=0.39, hspace=0.66,
            wspace=0.3)
        row = figure.add_gridspec(1, 3, left=left, right=right, top=0.275, bottom=0.085, wspace=0.3)
        axes = [[figure.add_subplot(block[line, column]) for column in range(3)] for line in range(3)]
        axes.append([figure.add_subplot(row[0, column]) for column in range(3)])
        heading(figure, 0.96, f"The notebook's network ({seed.name})")
        heading(
            figure, 0.315,
            f"Two hidden neurons ({runs.align.name}), and a student with its teacher ({runs.teacher.name})")
        start = settled(seed)
        plot.hidden_potential(seed, axes[0][0], start=start)
        plot.output_potential(seed, axes[0][1], start=start)
        plot.high_passed_rate(seed, axes[0][2], start=start)
        for column, comparison in enumerate(["cos(BPP, WPP^T)", "cos(BPI, -BPP)", "cos(WIP, WPP)"]):
            plot.alignment(seed, axes[1][column], comparison=comparison)
        plot.feedback_weights(seed, axes[2][0])
        plot.lateral_weights(seed, axes[2][1])
        plot.interneuron_weights(seed, axes[2][2])
        plot.direction(runs.align, axes[3][0])
        students = {"fixed": runs.teacher_fixed, "learned": runs.teacher}
        plot.teacher_error(students, axes[3][1])
        plot.sign_turn(students, axes[3][2])
        figure.align_ylabels()
        figure.text(0.5, 0.012, caption(runs), ha="center", fontsize=8, color="#555555")
    return figure


def heading(figure: Figure, y: float, text: str) -> None:
    """A line above a block of panels; `y` is a share of the page's height."""
    figure.text(0.012, y, text, fontsize=12, fontweight="bold", va="bottom")


def caption(runs: DemoRuns) -> str:
    """Program, seeds and speeds."""
    provenance = runs.seed.report["provenance"]
    speeds = ", ".join(
        f"{run.name} (random seed {run.report['seed']}) {run.report['steps_per_second'] / 1e6:.1f}"
        for run in runs.all())
    return f"RtDeep {provenance['rtdeep']}, {provenance['build']}.  Million steps per second: {speeds}."


def draw_demo(folder: Path) -> list[Path]:
    """Draws the page from the runs in `folder`, writes it beside them as PNG and PDF, and returns both paths."""
    return save_page(demo_figure(DemoRuns.open(folder)), folder, "demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rtdeep.demo", description="Draw the page of a demonstration.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that `rtdeep demo --output DIR` wrote")
    try:
        paths = draw_demo(parser.parse_args(arguments).folder)
    except RunFolderError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for path in paths:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
