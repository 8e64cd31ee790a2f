"""What the neurons do: prospective potentials and high-passed rates."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import style
from rtdeep.plot.traces import draw, label_time, legend_above_data
from rtdeep.runs import Run
from rtdeep.series import recorded


def hidden_potential(axes: Axes, run: Run, layer: int = 0, start: float = 0.0) -> Axes:
    """The prospective potentials of hidden layer `layer` from `start` ms on."""
    potential = recorded(run, f"uP_breve_{layer}").since(start)
    draw(axes, potential, style.HIDDEN, "hidden", linewidth=0.8)
    axes.set_ylabel(rf"$\breve{{u}}^{{\,\mathrm{{P}}}}_{{{layer + 1}}}$ (mV)")
    axes.set_title("Hidden neuron: steps of the input, and noise")
    label_time(axes, potential)
    return axes


def output_potential(axes: Axes, run: Run, start: float = 0.0) -> Axes:
    """The prospective potentials of the output and of the interneurons that mirror it, from `start` ms on."""
    last = output_layer(run)
    output = recorded(run, f"uP_breve_{last}").since(start)
    mirror = recorded(run, "uI_breve_0").since(start)
    draw(axes, output, style.OUTPUT, "output", linewidth=1.6)
    draw(axes, mirror, style.INTERNEURON, "interneuron", linewidth=0.6)
    distance = float(np.sqrt(np.nanmean((output.values - mirror.values) ** 2)))
    axes.set_ylabel(r"$\breve{u}$ (mV)")
    axes.set_title(f"Interneuron mirrors the output within {1000 * distance:.2g} µV r.m.s.")
    label_time(axes, output)
    legend_above_data(axes, columns=2)
    return axes


def high_passed_rate(axes: Axes, run: Run, layer: int | None = None, start: float = 0.0) -> Axes:
    """The high-passed rates from `start` ms on of `layer`, by default the output: what the feedback weights learn from."""
    index = output_layer(run) if layer is None else layer
    rate = recorded(run, f"rP_breve_HI_{index}").since(start)
    draw(axes, rate, style.OUTPUT, "output", linewidth=0.6)
    axes.axhline(0, color=style.GREY, linewidth=0.6, zorder=0)
    axes.set_ylabel(rf"$\hat{{r}}^{{\,\mathrm{{P}}}}_{{{index + 1}}}$ (1)")
    axes.set_title(f"High-passed output: noise of {float(np.nanstd(rate.values)):.2g} r.m.s.")
    label_time(axes, rate)
    return axes


def output_layer(run: Run) -> int:
    """The index of the output layer among those that were recorded."""
    prefix = "uP_breve_"
    return max(int(str(name).removeprefix(prefix)) for name in run.dataset if str(name).startswith(prefix))
