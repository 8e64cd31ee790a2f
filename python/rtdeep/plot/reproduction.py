"""Published numbers beside the runs that were made to reproduce them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from rtdeep.courses import course
from rtdeep.plot import style
from rtdeep.runs import Run

_COLORS = (style.BLUE, style.ORANGE, style.GREEN, style.PURPLE, style.SKY_BLUE, style.BLACK)


def reproduced(axes: Axes, runs: Sequence[Run], published: Sequence[dict[str, Any]], dt: float) -> Axes:
    """One published quantity over time: mean and standard deviation over the seeds, and what was published (black).

    `published` holds the entries of that quantity in the configuration's key of that name; `dt` is the time step in ms.
    """
    quantity = published[0]["quantity"]
    seeds = max(entry.get("seeds", 1) for entry in published)
    courses = [course(run, quantity, dt) for run in runs[:seeds]]
    time = courses[0].time
    values = np.stack([one.values for one in courses])
    isolated = len(time) < 2
    for element in range(values.shape[2]):
        color = _COLORS[element % len(_COLORS)]
        mean = values[:, :, element].mean(axis=0)
        label = f"[{element}]" if values.shape[2] > 1 else None
        axes.plot(time, mean, color=color, label=label, marker="o" if isolated else None, markersize=3)
        if len(courses) > 1:
            spread = values[:, :, element].std(axis=0, ddof=1)
            axes.fill_between(time, mean - spread, mean + spread, color=color, alpha=0.2, linewidth=0)
        for entry in published:
            _draw_published(axes, entry, element, time, dt)
    axes.set_ylabel(courses[0].units)
    axes.set_title(quantity)
    axes.set_xlabel("model time (ms)")
    if values.shape[2] > 1:
        axes.legend(ncols=2)
    return axes


def _draw_published(
    axes: Axes, published: dict[str, Any], element: int, time: np.ndarray, dt: float
) -> None:
    """The published number of one element, where it was read off; a dashed line where it is a bound."""
    if "mean" in published or "values" in published:
        moment = published["step"] * dt if "step" in published else time[-1]
        value = _element(published.get("mean", published.get("values")), element)
        spread = [_element(published["sd"], element)] if "sd" in published else None
        axes.errorbar(
            [moment], [value], spread, color=style.BLACK, marker="o", markersize=4, markerfacecolor="none",
            capsize=3, linewidth=0.8, zorder=4,
        )
        return
    bound = _element(published.get("below", published.get("above")), element)
    axes.axhline(bound, color=style.BLACK, linestyle="--", linewidth=0.8)
    if bound > 0:
        axes.set_yscale("log")


def _element(values: Any, element: int) -> float:
    """One of several numbers, or the only one."""
    numbers = values if isinstance(values, list) else [values]
    return float(numbers[min(element, len(numbers) - 1)])
