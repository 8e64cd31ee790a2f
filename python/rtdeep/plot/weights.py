"""Weights over time, each beside the weights that it is to become."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import style
from rtdeep.plot.traces import draw, label_time, legend_above_data
from rtdeep.runs import Run
from rtdeep.series import Series, forward_path, last_sign_change, milliseconds, recorded


def feedback_weights(axes: Axes, run: Run, layer: int = 0) -> Axes:
    """B and the transposed forward path of one hidden layer, and where theory expects B to end."""
    feedback = recorded(run, f"BPP_{layer}")
    forward = forward_path(run, layer)
    _zero(axes)
    draw(axes, forward, style.FORWARD, r"$W^T$")
    draw(axes, feedback, style.FEEDBACK, "$B$")
    predicted = run.report["predicted_feedback"]
    for index, value in enumerate(predicted[layer] if layer < len(predicted) else []):
        label = "predicted fixed point" if index == 0 else "_nolegend_"
        axes.axhline(value, color=style.THEORY, linestyle="--", linewidth=1.2, label=label)
    axes.set_title(f"$B$ {'learns' if _same_signs(feedback, forward) else 'has not learned'} $W^T$: {_flip(feedback)}")
    return _finish(axes, feedback, columns=3)


def lateral_weights(axes: Axes, run: Run, layer: int = 0) -> Axes:
    """The weights from the interneurons, and the negated feedback weights that they are to cancel."""
    lateral = recorded(run, f"BPI_{layer}")
    feedback = -recorded(run, f"BPP_{layer}")
    _zero(axes)
    draw(axes, feedback, style.FEEDBACK, "$-B$", linewidth=2.2)
    draw(axes, lateral, style.LATERAL, r"$B^{\mathrm{I}}$", linewidth=0.9)
    axes.set_title(r"$B^{\mathrm{I}}$ learns $-B$: " + f"{_distance(lateral, feedback)} apart at the end")
    return _finish(axes, lateral, columns=2)


def interneuron_weights(axes: Axes, run: Run) -> Axes:
    """The weights onto the interneurons, and the weights onto the output that they are to copy."""
    copy = recorded(run, "WIP_0")
    last = max(int(str(name).removeprefix("WPP_")) for name in run.dataset if str(name).startswith("WPP_"))
    forward = recorded(run, f"WPP_{last}")
    draw(axes, copy, style.TO_INTERNEURON, r"$W^{\mathrm{I}}$", linewidth=0.8)
    draw(axes, forward, style.FORWARD, "$W$")
    axes.set_title(r"$W^{\mathrm{I}}$ copies $W$: " + f"{_distance(copy, forward)} apart at the end")
    return _finish(axes, copy, columns=2)


def _finish(axes: Axes, series: Series, columns: int) -> Axes:
    axes.set_ylabel("weight (mV)")
    label_time(axes, series)
    legend_above_data(axes, columns)
    return axes


def _zero(axes: Axes) -> None:
    axes.axhline(0, color=style.GREY, linewidth=0.6, zorder=0)


def _same_signs(a: Series, b: Series) -> bool:
    return bool(np.all(np.sign(a.values[-1]) == np.sign(b.values[-1])))


def _flip(series: Series) -> str:
    time = last_sign_change(series)
    return "no sign flips" if time is None else f"sign flips at {milliseconds(time)}"


def _distance(a: Series, b: Series) -> str:
    """The largest distance of two elements, in the mean over the second half: one record is a throw of noise."""
    half = len(a.values) // 2
    distance = float(np.max(np.nanmean(np.abs(a.values[half:] - b.values[half:]), axis=0)))
    return f"{1000 * distance:.2g} µV"
