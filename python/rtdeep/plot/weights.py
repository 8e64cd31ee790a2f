"""Weights beside the weights that they are to become: over time, and as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from rtdeep import metrics
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.forward import forward_path
from rtdeep.plot.panel import Curve, Panel, drawn
from rtdeep.runs import Run
from rtdeep.series import (
    Records,
    Series,
    last_layer,
    last_sign_change,
    layers_of,
    milliseconds,
    millivolts,
    recorded,
    variable,
)

if TYPE_CHECKING:
    from rtdeep.experiment import Experiment

LABEL = "weight (mV)"
"""Of axes with weights."""


def feedback_weights(
    records: Records, axes: Axes | None = None, *, layer: int = 0, theory: Experiment | None = None
) -> Axes:
    """B and the transposed forward path of one hidden layer, and where theory expects B to end.

    - theory: the experiment whose fixed point is drawn; a run folder that is complete has its own

    Needs BPP and WPP.
    """
    return drawn(feedback_weights_panel(records, layer, fixed_point(records, layer, theory)), records, axes)


def feedback_weights_panel(records: Records, layer: int, levels: Sequence[float]) -> Panel:
    """What `feedback_weights` shows, with the elements of a fixed point as levels; the title is about `records`."""
    forward = Curve(
        f"BPP_{layer}", r"$W^T$", palette.FORWARD, derived=lambda records: forward_path(records, layer))
    feedback = Curve(f"BPP_{layer}", "$B$", palette.FEEDBACK)
    ours = feedback.series(records)
    verdict = "learns" if _same_signs(ours, forward.series(records)) else "has not learned"
    return Panel(
        title=f"$B$ {verdict} $W^T$: {_flip(ours)}", label=LABEL, curves=[forward, feedback], levels=levels,
        has_zero_line=True, columns=3)


def lateral_weights(records: Records, axes: Axes | None = None, *, layer: int = 0) -> Axes:
    """The weights from interneurons, and the negated feedback weights that they are to cancel; needs BPI and BPP."""
    return drawn(lateral_weights_panel(records, layer), records, axes)


def lateral_weights_panel(records: Records, layer: int) -> Panel:
    """What `lateral_weights` shows; the title is about `records`."""
    feedback = Curve(
        f"BPP_{layer}", "$-B$", palette.FEEDBACK, 2.2, derived=lambda records: -recorded(records, f"BPP_{layer}"))
    lateral = Curve(f"BPI_{layer}", r"$B^{\mathrm{I}}$", palette.LATERAL, 0.9)
    apart = _distance(lateral.series(records), feedback.series(records))
    return Panel(
        title=r"$B^{\mathrm{I}}$ learns $-B$: " + f"{apart} apart at the end", label=LABEL,
        curves=[feedback, lateral], has_zero_line=True, columns=2)


def interneuron_weights(records: Records, axes: Axes | None = None, *, interneurons: int = 0) -> Axes:
    """The weights onto interneurons, and the weights onto the layer that they mirror, which they are to copy.

    Needs WIP and WPP.
    """
    return drawn(interneuron_weights_panel(records, interneurons), records, axes)


def interneuron_weights_panel(records: Records, interneurons: int) -> Panel:
    """What `interneuron_weights` shows; the title is about `records`."""
    mirrored = last_layer(records, "WPP") if len(layers_of(records, "WIP")) == 1 else interneurons + 1
    copy = Curve(f"WIP_{interneurons}", r"$W^{\mathrm{I}}$", palette.TO_INTERNEURON, 0.8)
    forward = Curve(f"WPP_{mirrored}", "$W$", palette.FORWARD)
    apart = _distance(copy.series(records), forward.series(records))
    return Panel(
        title=r"$W^{\mathrm{I}}$ copies $W$: " + f"{apart} apart at the end", label=LABEL, curves=[copy, forward],
        columns=2)


def weight_matrix(
    records: Records, name: str, axes: Axes | None = None, *, record: int = -1, limit: float | None = None
) -> Axes:
    """One weight matrix as a picture: rows are the neurons onto which it leads, blue is negative and red positive.

    - name: a recorded matrix, such as "WPP_1" or "BPP_0"
    - record: which record; the last by default
    - limit: mV at which colours are darkest; by default the largest weight

    Raises `IndexError` where there are not so many records.
    """
    axes = canvas(axes)
    array = variable(records, name)[record]
    matrix = np.asarray(array.values, dtype=np.float64)
    largest = float(np.nanmax(np.abs(matrix))) if limit is None else limit
    image = axes.imshow(
        matrix, cmap="RdBu_r", vmin=-largest or -1, vmax=largest or 1, interpolation="nearest", aspect="auto"
    )
    post, pre = (str(dimension).replace("_", " ") for dimension in array.dims)
    axes.set_ylabel(f"onto {_counted(post)}")
    axes.set_xlabel(f"from {_counted(pre)}")
    for axis, count in ((axes.xaxis, matrix.shape[1]), (axes.yaxis, matrix.shape[0])):
        axis.set_ticks([0, count - 1] if count > 1 else [0], labels=["1", str(count)] if count > 1 else ["1"])
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    axes.figure.colorbar(image, ax=axes, label="weight (mV)", fraction=0.06, pad=0.03)
    time = variable(records, name).dims[0]
    axes.set_title(f"{name} at {milliseconds(float(array[time]))}")
    return axes


def weight_scatter(records: Records, axes: Axes | None = None, *, layer: int = 0, record: int = -1) -> Axes:
    """Every weight of B over the weight of the transposed forward path that it is to become, at one record.

    Aligned weights lie on a line through the origin, whatever its slope. Needs BPP and WPP; raises `IndexError` where
    there are not so many records.
    """
    axes = canvas(axes)
    feedback, forward = variable(records, f"BPP_{layer}"), metrics.forward_path(records, layer)
    b, w = (np.asarray(array[record].values, dtype=np.float64).ravel() for array in (feedback, forward))
    slope = float(b @ w / (w @ w)) if np.any(w) else 0.0
    reach = np.array([w.min(), w.max()])
    axes.axhline(0, color=palette.GREY, linewidth=0.6, zorder=0)
    axes.axvline(0, color=palette.GREY, linewidth=0.6, zorder=0)
    axes.plot(w, b, "o", color=palette.FEEDBACK, markersize=3, alpha=0.7, markeredgewidth=0)
    axes.plot(reach, slope * reach, color=palette.BLACK, linestyle="--", linewidth=0.9)
    axes.set_xlabel("$W^T$ (mV)")
    axes.set_ylabel("$B$ (mV)")
    found = float(metrics.angle(b[np.newaxis], w[np.newaxis]))
    axes.set_title(f"$B$ beside $W^T$ of hidden layer {layer + 1}: {found:.0f}°")
    return axes


def fixed_point(records: Records, layer: int, theory: Experiment | None) -> Sequence[float]:
    """The elements of B's fixed point, where one is known."""
    if theory is not None:
        layers = theory.predict()["layers"]
        return (layers[layer].get("fixed_point") or []) if layer < len(layers) else []
    if isinstance(records, Run) and (records.path / "report.json").exists():
        predicted = fixed_points(records.report)
        return predicted[layer] if layer < len(predicted) else []
    return []


def fixed_points(report: Mapping[str, Any]) -> list[list[float]]:
    """The feedback weights that a report predicts, per hidden layer; none of a layer where they are no numbers."""
    # JSON has no NaN, and writes null.
    return [[] if None in layer else layer for layer in report.get("predicted_feedback") or []]


def _counted(population: str) -> str:
    """A population as axes call it, counted from 1: "pyramidal 0" is the first hidden layer."""
    name, _, number = population.partition(" ")
    return f"{name} layer {int(number) + 1}" if number.isdigit() else name


def _same_signs(a: Series, b: Series) -> bool:
    return bool(np.all(np.sign(a.values[-1]) == np.sign(b.values[-1])))


def _flip(series: Series) -> str:
    time = last_sign_change(series)
    return "no sign flips" if time is None else f"sign flips at {milliseconds(time)}"


def _distance(a: Series, b: Series) -> str:
    """The largest distance of two elements, in the mean over the second half: one record is a throw of noise."""
    half = len(a.values) // 2
    distance = float(np.max(np.nanmean(np.abs(a.values[half:] - b.values[half:]), axis=0)))
    return millivolts(distance)
