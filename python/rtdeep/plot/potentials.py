"""What the neurons do: potentials and high-passed rates."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.traces import draw, label_time, legend_above_data, zero_line
from rtdeep.series import Records, last_layer, recorded


def hidden_potential(records: Records, axes: Axes | None = None, *, layer: int = 0, start: float = 0.0) -> Axes:
    """The prospective potentials of hidden layer `layer` from `start` ms on; needs uP_breve."""
    axes = canvas(axes)
    potential = recorded(records, f"uP_breve_{layer}").since(start)
    draw(axes, potential, palette.HIDDEN, "hidden", linewidth=0.8)
    axes.set_ylabel(rf"$\breve{{u}}^{{\,\mathrm{{P}}}}_{{{layer + 1}}}$ (mV)")
    axes.set_title("Hidden neuron: steps of the input, and noise")
    label_time(axes, potential)
    return axes


def somatic_potential(
    records: Records, axes: Axes | None = None, *, layer: int | None = None, start: float = 0.0
) -> Axes:
    """Somatic potentials of `layer`, by default the output, beside the prospective ones that they relax to.

    From `start` ms on; needs uP and uP_breve.
    """
    axes = canvas(axes)
    index = last_layer(records, "uP") if layer is None else layer
    somatic = recorded(records, f"uP_{index}").since(start)
    prospective = recorded(records, f"uP_breve_{index}").since(start)
    draw(axes, prospective, palette.OUTPUT, r"prospective $\breve{u}$", linewidth=0.8)
    draw(axes, somatic, palette.PURPLE, "somatic $u$", linewidth=1.6)
    axes.set_ylabel(rf"potential of layer {index + 1} (mV)")
    axes.set_title("The prospective potential is ahead of the somatic one")
    label_time(axes, somatic)
    legend_above_data(axes, columns=2)
    return axes


def output_potential(
    records: Records, axes: Axes | None = None, *, interneurons: int = 0, start: float = 0.0
) -> Axes:
    """The prospective potentials of interneurons over those of the layer that they mirror, by default the output.

    - interneurons: the population; with layered feedback the first mirrors the second hidden layer
    - start: ms, from which on

    Needs uP_breve and uI_breve.
    """
    axes = canvas(axes)
    mirror = recorded(records, f"uI_breve_{interneurons}").since(start)
    output = recorded(records, f"uP_breve_{_mirrored(records, interneurons)}").since(start)
    name = "output" if _mirrored(records, interneurons) == last_layer(records, "uP_breve") else "pyramidal neurons"
    draw(axes, output, palette.OUTPUT, name, linewidth=1.6)
    draw(axes, mirror, palette.INTERNEURON, "interneuron", linewidth=0.6)
    distance = float(np.sqrt(np.nanmean((output.values - mirror.values) ** 2)))
    axes.set_ylabel(r"$\breve{u}$ (mV)")
    axes.set_title(f"Interneuron mirrors the {name} within {1000 * distance:.2g} µV r.m.s.")
    label_time(axes, output)
    legend_above_data(axes, columns=2)
    return axes


def high_passed_rate(
    records: Records, axes: Axes | None = None, *, layer: int | None = None, start: float = 0.0
) -> Axes:
    """High-passed rates of `layer`, by default the output, from `start` ms on: what feedback weights learn from.

    Needs rP_breve_HI.
    """
    axes = canvas(axes)
    index = last_layer(records, "rP_breve_HI") if layer is None else layer
    rate = recorded(records, f"rP_breve_HI_{index}").since(start)
    draw(axes, rate, palette.OUTPUT, "output", linewidth=0.6)
    zero_line(axes)
    axes.set_ylabel(rf"$\hat{{r}}^{{\,\mathrm{{P}}}}_{{{index + 1}}}$ (1)")
    axes.set_title(f"High-passed output: noise of {float(np.nanstd(rate.values)):.2g} r.m.s.")
    label_time(axes, rate)
    return axes


def _mirrored(records: Records, interneurons: int) -> int:
    """The layer that a population of interneurons mirrors: the only one the output, of several each the next layer."""
    return last_layer(records, "uP_breve") if last_layer(records, "uI_breve") == 0 else interneurons + 1
