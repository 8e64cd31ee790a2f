"""The figure of a family of experiments, which `python -m rtdeep.reproduction DIR` draws."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec

from rtdeep import plot
from rtdeep.family import Family, Member
from rtdeep.plot import palette
from rtdeep.plot.seeds import averaged, mean_and_error
from rtdeep.runs import Run
from rtdeep.tasks import Task

SHOWN_TIMES = 4
"""Of how many presentation times the course of learning is drawn."""

_RULES = {"pal": palette.LEARNED, "fixed": palette.FIXED, "transport": palette.BLACK}
"""The colours of feedback rules, as those of students and their teacher."""

_CHARACTERS = 13
"""Of a title, per inch."""


def family_figure(family: Family) -> Figure:
    """The figure that goes with the family's name, or else one of learning in general."""
    shown, drawn = _FIGURES.get(family.name, _OTHER)
    figure = drawn(family)
    width = round(_CHARACTERS * figure.get_figwidth())
    figure.suptitle("\n".join(textwrap.fill(line, width) for line in _caption(family, shown)))
    return figure


def _caption(family: Family, shown: str) -> Sequence[str]:
    """Lines that say what is shown, of how many seeds, what it was published in, and what is not shown."""
    lines = [family.title, f"{shown}; {averaged([len(member.runs) for member in family.members]).lower()}"]
    lines += ["; ".join(family.citations)] if family.citations else []
    if family.incomplete:
        lines.append("Incomplete: " + ", ".join(map(_incomplete, family.incomplete)))
    return lines


def _incomplete(member: Member) -> str:
    """What there is of a member."""
    there = f"{len(member.runs)} of {member.seeds} seeds" if member.runs else "not drawn"
    return f"{member.name} ({there}{f', {member.diverged} diverged' if member.diverged else ''})"


def _learning(family: Family) -> Figure:
    """The course of learning, and the accuracies at the end."""
    figure = Figure(figsize=(10.4, 4.8), layout="constrained")
    _draw_learning(family, figure, figure.add_gridspec(1, 1)[0])
    return figure


def _draw_learning(family: Family, figure: Figure, place: SubplotSpec) -> None:
    """The course of learning beside the accuracies at the end, in one place of a figure."""
    places = place.subgridspec(1, 2, width_ratios=[1.3, 1])
    runs, colors = family.runs, _colors(family)
    course = plot.accuracy_course(runs, figure.add_subplot(places[0]), colors=colors)
    course.set_title("Validation in the course of learning")
    examined = plot.examined_accuracy(runs, figure.add_subplot(places[1]), colors=colors)
    examined.set_title("Test, with standard error")


def _bars(family: Family) -> Figure:
    """Accuracy and loss over the presentation time, and the course of learning for some times."""
    circuits: dict[str, list[Run]] = {}
    for member in sorted(family.members, key=_follows_soma):
        name = "without latent equilibrium" if _follows_soma(member) else "with latent equilibrium"
        circuits.setdefault(name, []).extend(member.runs)
    figure = Figure(figsize=(10.4, 7.6), layout="constrained")
    panels = figure.subplots(2, 2)
    plot.accuracy_over_presentation_time(circuits, panels[0, 0]).set_title("Accuracy at the end, mean")
    plot.loss_over_presentation_time(circuits, panels[0, 1]).set_title("Loss at the end, geometric mean")
    for axes, (name, runs) in zip(panels[1], circuits.items(), strict=False):
        plot.accuracy_course(_some_times(runs), axes, logarithmic=True, single=False).set_title(f"Learning {name}")
    for axes in panels[1, len(circuits) :]:
        axes.remove()
    return figure


def _follows_soma(member: Member) -> bool:
    """Whether rates follow the somatic potential: there is no latent equilibrium."""
    return bool(member.settings["prospective"]["arithmetic"] == "somatic")


def _some_times(runs: Sequence[Run]) -> Mapping[str, Sequence[Run]]:
    """The runs of a few presentation times, the shortest and the longest among them."""
    by_time: dict[int, list[Run]] = {}
    for run in runs:
        by_time.setdefault(Task.of(run).steps, []).append(run)
    times = sorted(by_time)
    chosen = np.unique(np.linspace(0, len(times) - 1, SHOWN_TIMES).round().astype(int))
    return {f"{times[index]} dt": by_time[times[index]] for index in chosen}


def _yin_yang(family: Family) -> Figure:
    """The course of learning, the accuracies at the end, and what the first seed of every member answers."""
    maps = {label: group[0] for label, group in family.runs.items() if group[0].decisions is not None}
    figure = Figure(figsize=(max(10.4, 2.4 * len(maps)), 7.8 if maps else 4.6), layout="constrained")
    grid = figure.add_gridspec(2 if maps else 1, 1, height_ratios=[1.3, 1] if maps else [1])
    _draw_learning(family, figure, grid[0])
    if maps:
        lower = grid[1].subgridspec(1, len(maps) + 1, width_ratios=[1.0] * len(maps) + [0.3])
        _decision_maps(maps, [figure.add_subplot(lower[column]) for column in range(len(maps) + 1)])
    why = _why_pal_is_ahead(family)
    if why:
        figure.supxlabel(textwrap.fill(why, round(1.2 * _CHARACTERS * figure.get_figwidth())), fontsize="medium")
    return figure


def _decision_maps(runs: Mapping[str, Run], panels: Sequence[Axes]) -> None:
    """One map per run, and in the last panel what the colours mean."""
    *drawn, key = panels
    for axes, (label, run) in zip(drawn, runs.items(), strict=True):
        plot.decision_map(run, axes)
        legend = axes.get_legend()
        if legend is not None:
            key.legend(
                handles=legend.legend_handles, title="decision", alignment="left", loc="center left", borderaxespad=0)
            legend.remove()
        axes.set_xlabel(textwrap.fill(axes.get_title(loc="left"), 24))
        axes.set_title(textwrap.fill(label, 28), fontsize="medium")
        axes.set_ylabel("")
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
    key.set_axis_off()


def _why_pal_is_ahead(family: Family) -> str | None:
    """What the published comparison of PAL with feedback alignment comes from, with what fixed feedback reaches else.

    None where one of the experiments is missing that tell.
    """
    pal = _first(family, "pal", inhibition_learns=True)
    fixed = _first(family, "fixed", inhibition_learns=False)
    fair = _first(family, "fixed", inhibition_learns=True)
    if pal is None or fixed is None or fair is None:
        return None
    scores = {}
    for member in (pal, fair):
        mean, low, _ = mean_and_error(np.array([[run.score().accuracy for run in member.runs]]))
        scores[member.name] = (float(mean[0]), float(mean[0] - low[0]))
    (learned, error), (reached, other) = scores[pal.name], scores[fair.name]
    does = "does as well" if reached > learned - 2 * float(np.hypot(error, other)) else "does not do as well"
    return (
        rf"The published comparison favours PAL because its configuration lets inhibition learn ($\eta_\pi="
        rf"{_rate(pal, 'BPI'):g}$), while that of feedback alignment does not ($\eta_\pi={_rate(fixed, 'BPI'):g}$): "
        rf"with $\eta_\pi={_rate(fair, 'BPI'):g}$ fixed feedback {does}, {reached:.3f} ± {other:.3f} beside "
        f"{learned:.3f} ± {error:.3f} of PAL (test, best validation).")


def _first(family: Family, rule: str, *, inhibition_learns: bool) -> Member | None:
    """The first member with a feedback rule, which is at work, and with inhibition that learns or does not."""
    return next(
        (one for one in family.members
         if _rule(one) == rule and (_rate(one, "BPI") > 0) == inhibition_learns), None)


def _rule(member: Member) -> str:
    """How its feedback comes about; "none" where B has a rule but a learning rate of 0."""
    rule = str(member.settings["feedback"]["rule"])
    return "none" if rule not in ("fixed", "transport") and not _rate(member, "BPP") else rule


def _rate(member: Member, weights: str) -> float:
    """The largest learning rate of some weights."""
    rates: Any = member.settings["learning"].get(weights, 0)
    return float(np.max(rates))


def _digits(family: Family) -> Figure:
    """The course of learning, and which digits are taken for which, over all seeds."""
    runs = family.runs
    columns = 2 if len(runs) <= 3 else 3
    rows = -(-(len(runs) + 1) // columns)
    figure = Figure(figsize=(5.2 * columns, 4.5 * rows), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    course = plot.accuracy_course(runs, panels[0], colors=_colors(family))
    course.set_title("Validation in the course of learning")
    for axes, (label, group) in zip(panels[1:], runs.items(), strict=False):
        counts = np.sum([run.score().confusion for run in group], axis=0)
        plot.confusion(counts, axes, classes=Task.of(group[0]).classes)
        axes.set_title(f"{textwrap.fill(label, 50)}\n{axes.get_title(loc='left')}")
    for axes in panels[len(runs) + 1 :]:
        axes.remove()
    return figure


def _colors(family: Family) -> Mapping[str, str]:
    """One colour per label: those that feedback rules have elsewhere, for the first member with each."""
    labels = family.labels
    chosen: dict[str, str] = {}
    for member in family.members:
        color = _RULES.get(_rule(member))
        if color is not None and color not in chosen.values():
            chosen[labels[member.name]] = color
    free = cycle([color for color in palette.SERIES if color not in chosen.values()])
    return {label: chosen.get(label) or next(free) for label in labels.values()}


_OTHER = ("Course of learning, and accuracy of the last and of the best networks", _learning)

_FIGURES: dict[str, tuple[str, Callable[[Family], Figure]]] = {
    "bars": ("Accuracy and loss over the time for which every sample is shown, and course of learning", _bars),
    "yinyang": (
        "Course of learning, accuracy of the last and of the best networks, and decisions of the first seed's best one",
        _yin_yang),
    "digits": ("Course of learning, and answers of the best networks of all seeds to the test samples", _digits),
}
"""By the families' names: what is shown, and the function that draws it."""
