"""How well one set of weights points in the direction of another."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import style
from rtdeep.plot.traces import draw, label_time, legend_above_data
from rtdeep.runs import Run
from rtdeep.series import above_since, forward_path, milliseconds, recorded, unit_length

ALIGNED = 0.9
"""The cosine from which on two directions are called aligned."""

_SYMBOLS = {
    "cos(BPP, WPP^T)": (r"B,\,W^T", style.FEEDBACK),
    "cos(BPI, -BPP)": (r"B^{\mathrm{I}},\,-B", style.LATERAL),
    "cos(WIP, WPP)": (r"W^{\mathrm{I}},\,W", style.TO_INTERNEURON),
}


def alignment(axes: Axes, run: Run, comparison: str = "cos(BPP, WPP^T)") -> Axes:
    """The cosine named `comparison` over time, per hidden layer."""
    symbols, color = _SYMBOLS[comparison]
    cosine = recorded(run, comparison)
    axes.axhline(0, color=style.GREY, linewidth=0.6, zorder=0)
    draw(axes, cosine, color, comparison)
    since = above_since(cosine, ALIGNED)
    sides = symbols.replace(r",\,", "$ and $")
    if since is None:
        verdict = "not aligned at the end"
    elif since == cosine.time[0]:
        verdict = "aligned all the time"
    else:
        verdict = f"aligned from {milliseconds(since)} on"
    axes.set_title(f"${sides}$: {verdict}")
    axes.set_ylabel(rf"$\cos({symbols})$ (1)")
    axes.set_ylim(-1.15, 1.15)
    axes.set_yticks([-1, 0, 1])
    label_time(axes, cosine)
    return axes


def direction(axes: Axes, run: Run, layer: int = 0) -> Axes:
    """The directions of B and of the transposed forward path: both scaled to length 1, element by element.

    Directions can be compared where B itself is too small to be seen beside W.
    """
    feedback = unit_length(recorded(run, f"BPP_{layer}"))
    forward = unit_length(forward_path(run, layer))
    axes.axhline(0, color=style.GREY, linewidth=0.6, zorder=0)
    draw(axes, feedback, style.FEEDBACK, r"$B\,/\,|B|$", linewidth=0.8)
    draw(axes, forward, style.FORWARD, r"$W^T/\,|W|$", linestyle="--")
    cosine = np.clip(np.sum(feedback.values * forward.values, axis=1), -1, 1)
    angles = np.degrees(np.arccos(cosine))
    # One record is a throw of noise; the median over the second half is not.
    settled = float(np.nanmedian(angles[len(angles) // 2 :]))
    count = feedback.values.shape[1]
    axes.set_title(f"{count} hidden neurons: $B$ turns to $W^T$, {angles[0]:.0f}° → {settled:.0f}°")
    axes.set_ylabel("weight / length (1)")
    axes.set_ylim(-1.1, 1.1)
    label_time(axes, feedback)
    legend_above_data(axes, columns=2)
    axes.set_yticks([-1, 0, 1])
    return axes
