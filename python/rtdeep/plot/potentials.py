"""What the neurons do: potentials and high-passed rates."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from rtdeep.errors import ArgumentError
from rtdeep.plot import palette
from rtdeep.plot.panel import Curve, Panel, drawn
from rtdeep.series import Records, dataset_of, last_layer, millivolts
from rtdeep.tasks import settings_of

LONG = 5
"""Runs of so many presentations can do without the first."""


def settled(records: Records) -> float:
    """Where potentials are drawn from, in ms: like the notebook, without the first presentation, in which they settle.

    From the start where little would be left, and where a recording does not say how it was presented.
    """
    try:
        shown = settings_of(records)["presentations"]
    except ArgumentError:
        return 0.0
    first = float(shown.get("settling", 0)) + float(shown["duration"])
    axes = [axis for name, axis in dataset_of(records).coords.items() if str(name).startswith("time_ms") and axis.size]
    return first if max((float(axis[-1]) for axis in axes), default=0.0) >= LONG * first else 0.0


def hidden_potential(records: Records, axes: Axes | None = None, *, layer: int = 0, start: float = 0.0) -> Axes:
    """The prospective potentials of hidden layer `layer` from `start` ms on; needs uP_breve."""
    return drawn(hidden_potential_panel(layer, start), records, axes)


def hidden_potential_panel(layer: int, start: float) -> Panel:
    """What `hidden_potential` shows."""
    return Panel(
        title="Hidden neuron: steps of the input, and noise",
        label=rf"$\breve{{u}}^{{\,\mathrm{{P}}}}_{{{layer + 1}}}$ (mV)",
        curves=[Curve(f"uP_breve_{layer}", "hidden", palette.HIDDEN, 0.8, start=start)])


def somatic_potential(
    records: Records, axes: Axes | None = None, *, layer: int | None = None, start: float = 0.0
) -> Axes:
    """Somatic potentials of `layer`, by default the output, beside the prospective ones that they relax to.

    From `start` ms on; needs uP and uP_breve.
    """
    index = last_layer(records, "uP") if layer is None else layer
    return drawn(somatic_potential_panel(index, start), records, axes)


def somatic_potential_panel(layer: int, start: float) -> Panel:
    """What `somatic_potential` shows."""
    return Panel(
        title="The prospective potential is ahead of the somatic one", label=f"potential of layer {layer + 1} (mV)",
        curves=[
            Curve(f"uP_breve_{layer}", r"prospective $\breve{u}$", palette.OUTPUT, 0.8, start=start),
            Curve(f"uP_{layer}", "somatic $u$", palette.PURPLE, 1.6, start=start)],
        columns=2)


def output_potential(
    records: Records, axes: Axes | None = None, *, interneurons: int = 0, start: float = 0.0
) -> Axes:
    """The prospective potentials of interneurons over those of the layer that they mirror, by default the output.

    - interneurons: the population; with layered feedback the first mirrors the second hidden layer
    - start: ms, from which on

    Needs uP_breve and uI_breve.
    """
    return drawn(output_potential_panel(records, interneurons, start), records, axes)


def output_potential_panel(records: Records, interneurons: int, start: float) -> Panel:
    """What `output_potential` shows; the title is about `records`."""
    mirrored = _mirrored(records, interneurons)
    name = "output" if mirrored == last_layer(records, "uP_breve") else "pyramidal neurons"
    output = Curve(f"uP_breve_{mirrored}", name, palette.OUTPUT, 1.6, start=start)
    mirror = Curve(f"uI_breve_{interneurons}", "interneuron", palette.INTERNEURON, 0.6, start=start)
    distance = float(np.sqrt(np.nanmean((output.series(records).values - mirror.series(records).values) ** 2)))
    return Panel(
        title=f"Interneuron mirrors the {name} within {millivolts(distance)} r.m.s.", label=r"$\breve{u}$ (mV)",
        curves=[output, mirror], columns=2)


def high_passed_rate(
    records: Records, axes: Axes | None = None, *, layer: int | None = None, start: float = 0.0
) -> Axes:
    """High-passed rates of `layer`, by default the output, from `start` ms on: what feedback weights learn from.

    Needs rP_breve_HI.
    """
    return drawn(high_passed_rate_panel(records, layer, start), records, axes)


def high_passed_rate_panel(records: Records, layer: int | None, start: float) -> Panel:
    """What `high_passed_rate` shows; the title is about `records`."""
    index = last_layer(records, "rP_breve_HI") if layer is None else layer
    rate = Curve(f"rP_breve_HI_{index}", "output", palette.OUTPUT, 0.6, start=start)
    return Panel(
        title=f"High-passed output: noise of {float(np.nanstd(rate.series(records).values)):.2g} r.m.s.",
        label=rf"$\hat{{r}}^{{\,\mathrm{{P}}}}_{{{index + 1}}}$ (1)", curves=[rate], has_zero_line=True)


def _mirrored(records: Records, interneurons: int) -> int:
    """The layer that a population of interneurons mirrors: the only one the output, of several each the next layer."""
    return last_layer(records, "uP_breve") if last_layer(records, "uI_breve") == 0 else interneurons + 1
