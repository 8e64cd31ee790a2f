"""A student and its teacher, with learned, transported and fixed feedback."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.traces import draw, label_time, legend_above_data, time_scale, zero_line
from rtdeep.runs import Run
from rtdeep.series import Records, Series, last_sign_change, milliseconds, power_of_ten, recorded

WINDOW = 25
"""Records whose median is drawn: every record is the error for the one sample that was shown just then."""

_COLORS = {
    "fixed": palette.FIXED, "FA": palette.FIXED, "learned": palette.LEARNED, "PAL": palette.LEARNED,
    "BP": palette.BLACK, "transported": palette.BLACK,
}


def teacher_error(students: Mapping[str, Records], axes: Axes | None = None) -> Axes:
    """The squared distance of the un-nudged output from its target, of several students (PAL Fig 4).

    - students: recordings of mse by what they are called, such as {"PAL": ..., "FA": ..., "BP": ...}

    Points are single samples, lines their running median, and diamonds at both ends of a run folder the mean over all
    samples.
    """
    axes = canvas(axes)
    verdicts = []
    for index, (name, records) in enumerate(students.items()):
        color = _COLORS.get(name, palette.SERIES[index % len(palette.SERIES)])
        error = recorded(records, "mse")
        median = running_median(error)
        scale = time_scale(error)
        axes.plot(error.time * scale, error.values[:, 0], ".", color=color, markersize=1.5, alpha=0.3, rasterized=True)
        draw(axes, median, color, name)
        end = float(median.values[~np.isnan(median.values[:, 0])][-1, 0])
        if isinstance(records, Run) and "free_mse" in records.report.get("end", {}):
            ends = [float(records.report[moment]["free_mse"]) for moment in ("start", "end")]
            end = ends[1]
            axes.plot(
                error.time[[0, -1]] * scale, ends, "D", color=color, markersize=4.5, markeredgecolor="white",
                markeredgewidth=0.6, clip_on=False, zorder=5)
        verdicts.append(f"{power_of_ten(end)} {name}")
    axes.set_yscale("log")
    axes.set_title(f"Final error (mV²): {', '.join(verdicts)}")
    axes.set_ylabel("(output − target)² (mV²)")
    label_time(axes, recorded(next(iter(students.values())), "mse"))
    legend_above_data(axes, columns=len(students))
    return axes


def sign_turn(students: Mapping[str, Records], axes: Axes | None = None, *, layer: int = 0) -> Axes:
    """B of one hidden layer and the last forward weights of several students, over a logarithmic time.

    - students: recordings of BPP and WPP by what they are called; the title is about the last
    """
    axes = canvas(axes)
    zero_line(axes)
    axes.set_xscale("log")
    feedback = None
    for index, (name, records) in enumerate(students.items()):
        color = _COLORS.get(name, palette.SERIES[index % len(palette.SERIES)])
        feedback = recorded(records, f"BPP_{layer}")
        draw(axes, recorded(records, f"WPP_{layer + 1}"), color, f"$W$, {name}", linestyle=":")
        draw(axes, feedback, color, f"$B$, {name}")
    if feedback is not None:
        turn = last_sign_change(feedback)
        verdict = "keeps its sign" if turn is None else f"follows $W$: turns its sign at {milliseconds(turn)}"
        axes.set_title(f"$B$ ({name}) {verdict}")
        label_time(axes, feedback)
    axes.set_ylabel("weight (mV)")
    legend_above_data(axes, columns=2, room=0.15 * len(students))
    return axes


def running_median(series: Series, window: int = WINDOW) -> Series:
    """The median over `window` records around each; fewer at both ends, and NaN only where all of them are."""
    values = series.values
    half = window // 2
    medians = np.full_like(values, np.nan)
    for index in range(len(values)):
        part = values[max(0, index - half) : index + half + 1]
        known = ~np.all(np.isnan(part), axis=0)
        medians[index, known] = np.nanmedian(part[:, known], axis=0)
    return Series(series.time, medians)
