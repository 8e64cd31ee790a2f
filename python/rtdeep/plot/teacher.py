"""A student and its teacher, with learned and with fixed feedback."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import style
from rtdeep.plot.traces import draw, label_time, legend_above_data, time_scale
from rtdeep.runs import Run
from rtdeep.series import Series, last_sign_change, milliseconds, power_of_ten, recorded

WINDOW = 25
"""Records whose median is drawn: every record is the error for the one sample that was shown just then."""


def teacher_error(axes: Axes, learned: Run, fixed: Run) -> Axes:
    """The squared distance of the un-nudged output from its target, for learned and for fixed feedback.

    Points are single samples, lines their running median, diamonds at both ends the mean over all samples.
    """
    for run, color, label in [(fixed, style.FIXED, "fixed feedback"), (learned, style.LEARNED, "learned feedback")]:
        error = recorded(run, "mse")
        scale = time_scale(error)
        axes.plot(
            error.time * scale, error.values[:, 0], ".", color=color, markersize=1.5, alpha=0.35, rasterized=True)
        draw(axes, running_median(error), color, label)
        ends = [run.report[moment]["free_mse"] for moment in ("start", "end")]
        axes.plot(
            error.time[[0, -1]] * scale, ends, "D", color=color, markersize=4.5, markeredgecolor="white",
            markeredgewidth=0.6, clip_on=False, zorder=5)
    axes.set_yscale("log")
    start, end = (learned.report[moment]["free_mse"] for moment in ("start", "end"))
    against = fixed.report["end"]["free_mse"]
    axes.set_title(f"Error {power_of_ten(start)} → {power_of_ten(end)} mV² learned, {power_of_ten(against)} mV² fixed")
    axes.set_ylabel("(output − target)² (mV²)")
    label_time(axes, recorded(learned, "mse"))
    legend_above_data(axes, columns=2)
    return axes


def sign_turn(axes: Axes, learned: Run, fixed: Run) -> Axes:
    """B and the last forward weights of a student, with learned and with fixed feedback."""
    axes.axhline(0, color=style.GREY, linewidth=0.6, zorder=0)
    axes.set_xscale("log")
    for run, color, label in [(fixed, style.FIXED, "fixed"), (learned, style.LEARNED, "learned")]:
        draw(axes, recorded(run, "WPP_1"), color, f"$W_1$, {label}", linestyle=":")
        draw(axes, recorded(run, "BPP_0"), color, f"$B$, {label}")
    feedback = recorded(learned, "BPP_0")
    turn = last_sign_change(feedback)
    axes.set_title(
        "Learned $B$ keeps its sign" if turn is None else f"Learned $B$ follows $W_1$: turns its sign at {milliseconds(turn)}")
    axes.set_ylabel("weight (mV)")
    label_time(axes, feedback)
    legend_above_data(axes, columns=2, room=0.3)
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
