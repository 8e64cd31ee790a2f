"""What the time scale of the noise does to alignment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.series import Records, recorded

FINAL = 0.1
"""The share of the records at the end whose mean is drawn."""

_MARKERS = ("o", "s", "^", "D")


def noise_time_scales(
    runs: Mapping[str, Mapping[float, Records]], axes: Axes | None = None, *,
    quantity: str = "angle(BPP, dphi WPP^T dphi)",
) -> Axes:
    """The angle at which feedback settles, over the time constant of its noise, per hidden layer (PAL Fig 6).

    - runs: recordings by what rates follow, such as {"prospective": {0.1: ..., 1.0: ...}, "somatic": {...}}, and by the
      time constant in ms

    Points are means over the last tenth of the records, bars their standard deviation. Colours are layers, markers and
    lines the outer names. Raises `ArgumentError` where there are no runs.
    """
    axes = canvas(axes)
    if not any(runs.values()):
        raise ArgumentError("there are no runs to draw")
    highest = 90.0
    for kind, (name, by_time) in enumerate(runs.items()):
        times = np.array(sorted(by_time))
        ends = [_end(by_time[float(time)], quantity) for time in times]
        count = ends[0].shape[1]
        for layer in range(count):
            means = np.array([end[:, layer].mean() for end in ends])
            spreads = np.array([end[:, layer].std() for end in ends])
            highest = max(highest, float(np.max(means + spreads)))
            color = palette.SERIES[layer % len(palette.SERIES)]
            axes.errorbar(
                times, means, spreads, color=color, marker=_MARKERS[kind % len(_MARKERS)], markersize=4, capsize=2,
                linestyle="-" if kind == 0 else (0, (4, 2)), linewidth=1.0, elinewidth=0.7,
                markerfacecolor=color if kind == 0 else "white",
                label=name if count == 1 else f"layer {layer + 1}, {name}",
            )
    axes.set_xscale("log")
    axes.set_xticks(shown := sorted({time for by_time in runs.values() for time in by_time}), [f"{t:g}" for t in shown])
    axes.minorticks_off()
    axes.set_xlabel(r"time constant of the noise $\tau_\xi$ (ms)")
    axes.set_ylabel("angle at the end (degrees)")
    axes.set_ylim(0, highest * 1.05)
    axes.set_yticks([0, 45, 90])
    axes.set_title(r"$B$ beside $\varphi' W^T \varphi'$")
    axes.legend(ncols=len(runs), loc="best")
    return axes


def _end(records: Records, quantity: str) -> np.ndarray:
    values = recorded(records, quantity).values
    return values[-max(1, int(len(values) * FINAL)) :]
