"""Published numbers beside the runs that were made to reproduce them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from rtdeep.courses import Course, course, prediction
from rtdeep.plot import palette
from rtdeep.runs import Run

_COLORS = (palette.BLUE, palette.ORANGE, palette.GREEN, palette.PURPLE, palette.SKY_BLUE, palette.BLACK)


@dataclass(frozen=True)
class Reproduced:
    """The runs of one experiment, and what was published of it."""

    name: str
    runs: Sequence[Run]
    published: Sequence[dict[str, Any]]
    """The entries of the configuration's key `published`."""
    dt: float
    """The time step in ms."""

    def of(self, quantity: str) -> list[dict[str, Any]]:
        """What was published of one quantity."""
        return [entry for entry in self.published if entry["quantity"] == quantity]

    def courses(self, quantity: str) -> list[Course]:
        """A quantity over time, one course per seed."""
        return [course(run, quantity, self.dt) for run in self.runs]

    def predictions(self, quantity: str) -> list[Course]:
        """The same as theory expects it; empty where it expects nothing."""
        courses = [prediction(run, quantity, self.dt) for run in self.runs]
        return [one for one in courses if one is not None]


def reproduced(axes: Axes, experiment: Reproduced, quantity: str) -> Axes:
    """One published quantity over time: mean and standard deviation over the seeds, and what was published (black).

    What theory expects is dashed.
    """
    courses = experiment.courses(quantity)
    predictions = experiment.predictions(quantity)
    count = courses[0].values.shape[1]
    for element in range(count):
        color = _COLORS[element % len(_COLORS)]
        _draw(axes, courses, element, color, f"[{element}]" if count > 1 else None)
        if predictions:
            _draw_prediction(axes, predictions, element)
        for entry in experiment.of(quantity):
            _draw_published(axes, entry, element, count, courses[0].time, experiment.dt)
    _label(axes, courses[0])
    axes.set_title(quantity)
    if count > 1:
        axes.legend(ncols=2)
    return axes


def compared(axes: Axes, experiments: Sequence[Reproduced], quantity: str, element: int) -> Axes:
    """One element of a quantity over time in several experiments: mean, standard deviation, and theory (dashed)."""
    for index, experiment in enumerate(experiments):
        courses = experiment.courses(quantity)
        _draw(axes, courses, element, _COLORS[index % len(_COLORS)], experiment.name)
        predictions = experiment.predictions(quantity)
        if predictions:
            _draw_prediction(axes, predictions, element, "theory" if index == len(experiments) - 1 else None)
    _label(axes, courses[0])
    return axes


def _draw(axes: Axes, courses: Sequence[Course], element: int, color: str, label: str | None) -> None:
    """Mean and standard deviation of one element over the seeds."""
    time = courses[0].time
    values = np.stack([one.values[:, element] for one in courses])
    mean = values.mean(axis=0)
    isolated = len(time) < 2
    axes.plot(time, mean, color=color, label=label, marker="o" if isolated else None, markersize=3)
    if len(courses) > 1:
        spread = values.std(axis=0, ddof=1)
        axes.fill_between(time, mean - spread, mean + spread, color=color, alpha=0.2, linewidth=0)


def _draw_prediction(axes: Axes, courses: Sequence[Course], element: int, label: str | None = None) -> None:
    """The mean of what theory expects of the seeds."""
    mean = np.mean([one.values[:, element] for one in courses], axis=0)
    axes.plot(
        courses[0].time, mean, color=palette.BLACK, linestyle=(0, (4, 3)), linewidth=0.9, label=label, zorder=3
    )


def _draw_published(
    axes: Axes, published: dict[str, Any], element: int, count: int, time: np.ndarray, dt: float
) -> None:
    """The published number of one element, where it was read off; a dotted line where it is a bound."""
    if "mean" in published or "values" in published:
        moment = published["step"] * dt if "step" in published else time[-1]
        # Side by side, so that they can be told apart.
        aside = 0.012 * (time[-1] - time[0]) * (element - (count - 1) / 2) if len(time) > 1 else 0.0
        value = _element(published.get("mean", published.get("values")), element)
        spread = [_element(published["sd"], element)] if "sd" in published else None
        axes.errorbar(
            [moment + aside], [value], spread, color=palette.BLACK, marker="o", markersize=4,
            markerfacecolor=_COLORS[element % len(_COLORS)], markeredgewidth=0.8, capsize=2, linewidth=0.8, zorder=4,
        )
        return
    bound = _element(published.get("below", published.get("above")), element)
    axes.axhline(bound, color=_COLORS[element % len(_COLORS)], linestyle=":", linewidth=0.8)
    if bound > 0:
        axes.set_yscale("log")


def _label(axes: Axes, shown: Course) -> None:
    """Units of both axes; long runs have seconds."""
    axes.set_ylabel({"degree": "degrees", "mV^2": "mV²"}.get(shown.units, shown.units))
    if len(shown.time) and shown.time[-1] > 1000:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda time, _: f"{time / 1000:g}"))
        axes.set_xlabel("model time (s)")
    else:
        axes.set_xlabel("model time (ms)")


def _element(values: Any, element: int) -> float:
    """One of several numbers, or the only one."""
    numbers = values if isinstance(values, list) else [values]
    return float(numbers[min(element, len(numbers) - 1)])
