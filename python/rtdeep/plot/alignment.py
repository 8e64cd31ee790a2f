"""How well one set of weights points in the direction of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from rtdeep import metrics
from rtdeep.courses import PREDICTED, UPDATE_ANGLES, course, prediction
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.plot.forward import forward_path
from rtdeep.plot.panel import Curve, Panel, drawn
from rtdeep.plot.traces import draw, draw_layers, label_time, layer_names, legend_above_data, time_scale, zero_line
from rtdeep.runs import Run
from rtdeep.series import Records, Series, above_since, milliseconds, recorded, unit_length

if TYPE_CHECKING:
    from rtdeep.experiment import Experiment

ALIGNED = 0.9
"""The cosine from which on two directions are called aligned."""

_COSINES = {
    "cos(BPP, WPP^T)": (r"B,\,W^T", palette.FEEDBACK),
    "cos(BPI, -BPP)": (r"B^{\mathrm{I}},\,-B", palette.LATERAL),
    "cos(WIP, WPP)": (r"W^{\mathrm{I}},\,W", palette.TO_INTERNEURON),
}

_ANGLES = {
    "angle(BPP, WPP^T)": r"$\angle(B,\ W^T)$",
    PREDICTED: r"$\angle(B,\ \varphi' W^T \varphi')$",
    "angle(BPI, -BPP)": r"$\angle(B^{\mathrm{I}},\ -B)$",
    UPDATE_ANGLES: r"$\angle(\Delta W,\ \Delta W_{\mathrm{BP}})$",
}


def alignment(records: Records, axes: Axes | None = None, *, comparison: str = "cos(BPP, WPP^T)") -> Axes:
    """The cosine named `comparison` over time, per hidden layer; needs what it is named after."""
    return drawn(alignment_panel(records, comparison), records, axes)


def alignment_panel(records: Records, comparison: str) -> Panel:
    """What `alignment` shows; the title is about `records`."""
    symbols, color = _COSINES.get(comparison, (comparison.removeprefix("cos(").removesuffix(")"), palette.BLUE))
    cosine = recorded(records, comparison)
    count = cosine.values.shape[1]
    since = above_since(cosine, ALIGNED)
    sides = symbols.replace(r",\,", "$ and $")
    if since is None:
        verdict = "not aligned at the end"
    elif since == cosine.time[0]:
        verdict = "aligned all the time"
    else:
        verdict = f"aligned from {milliseconds(since)} on"
    return Panel(
        title=f"${sides}$: {verdict}" if comparison in _COSINES else f"{symbols}: {verdict}",
        label=rf"$\cos({symbols})$ (1)" if comparison in _COSINES else f"{comparison} (1)",
        curves=[Curve(comparison, comparison, color, elements=layer_names(count))],
        has_zero_line=True, limits=(-1.15, 1.15), ticks=(-1, 0, 1), columns=min(3, count) if count > 1 else 0)


def angles(
    records: Records, axes: Axes | None = None, *, quantity: str = "angle(BPP, WPP^T)",
    theory: Experiment | None = None,
) -> Axes:
    """An angle over time, per hidden layer, and its course in theory (dashed).

    - quantity: what was recorded, such as "angle(BPP, dphi WPP^T dphi)"; "angle(BPP, WPP^T)" is computed from BPP and
      WPP where it was not
    - theory: the experiment whose weights and inputs theory starts from, for these two quantities; a run folder of
      `rtdeep reproduce` has its own course

    Theory assumes that W stays as it is. With it, raises `ArgumentError` where theory has no fixed point.
    """
    axes = canvas(axes)
    angle = _angles(records, quantity)
    count = angle.values.shape[1]
    draw_layers(axes, angle, palette.FEEDBACK, layer_names(count))
    expected = _expected(records, angle, quantity, theory)
    if expected is not None:
        draw(axes, expected, palette.BLACK, "theory", linestyle=(0, (4, 3)), linewidth=0.9, alpha=1)
    axes.set_ylabel(f"{_ANGLES.get(quantity, quantity)} (degrees)")
    ends = ", ".join(f"{value:.0f}°" if value >= 10 else f"{value:.2g}°" for value in _settled(angle))
    axes.set_title(f"Settles at {ends}")
    _degrees(axes, float(np.nanmax(angle.values)))
    label_time(axes, angle)
    if count > 1 or expected is not None:
        axes.legend(loc="best")
    return axes


def direction(records: Records, axes: Axes | None = None, *, layer: int = 0) -> Axes:
    """The directions of B and of the transposed forward path: both scaled to length 1, element by element.

    Directions can be compared where B itself is too small to be seen beside W. Needs BPP and WPP.
    """
    axes = canvas(axes)
    feedback = unit_length(recorded(records, f"BPP_{layer}"))
    forward = unit_length(forward_path(records, layer))
    zero_line(axes)
    draw(axes, feedback, palette.FEEDBACK, r"$B\,/\,|B|$", linewidth=0.8)
    draw(axes, forward, palette.FORWARD, r"$W^T/\,|W|$", linestyle="--")
    cosine = np.clip(np.sum(feedback.values * forward.values, axis=1), -1, 1)
    found = np.degrees(np.arccos(cosine))
    # One record is a throw of noise; the median over the second half is not.
    settled = float(np.nanmedian(found[len(found) // 2 :]))
    count = feedback.values.shape[1]
    axes.set_title(f"{count} hidden neurons: $B$ turns to $W^T$, {found[0]:.0f}° → {settled:.0f}°")
    axes.set_ylabel("weight / length (1)")
    axes.set_ylim(-1.1, 1.1)
    label_time(axes, feedback)
    legend_above_data(axes, columns=2)
    axes.set_yticks([-1, 0, 1])
    return axes


def update_angles(run: Run, axes: Axes | None = None) -> Axes:
    """The angles between what each W would learn and what backpropagation would have it learn (PAL Fig 3c).

    Mean over the samples of each epoch, per layer, with the standard deviation over samples; from a run folder that
    `rtdeep reproduce` has written. Raises `RunFolderError` where it has none.
    """
    axes = canvas(axes)
    dt = float(run.report["dt_ms"])
    mean = course(run, UPDATE_ANGLES, dt)
    with np.load(run.path / "compare-bp.npz") as archive:
        spread = archive["angle_dWPP_BP"].std(axis=1)
    series = Series(mean.time, mean.values)
    scale = time_scale(series)
    count = mean.values.shape[1]
    names = [f"layer {index + 1}" for index in range(count - 1)] + ["output"]
    draw_layers(axes, series, palette.BLUE, names)
    for element in range(count):
        color = palette.SERIES[element % len(palette.SERIES)] if count > 1 else palette.BLUE
        low, high = (mean.values[:, element] + sign * spread[:, element] for sign in (-1, 1))
        axes.fill_between(mean.time * scale, np.maximum(low, 0), high, color=color, alpha=0.15, linewidth=0)
    axes.set_ylabel(f"{_ANGLES[UPDATE_ANGLES]} (degrees)")
    axes.set_title("Updates turn towards those of backpropagation")
    _degrees(axes, float(np.nanmax(mean.values + spread)))
    label_time(axes, series)
    axes.legend(loc="upper right", ncols=2)
    return axes


def _angles(records: Records, quantity: str) -> Series:
    """An angle that was recorded, or can be computed."""
    dataset = records.dataset if isinstance(records, Run) else records
    if quantity in dataset or quantity != metrics.TRANSPOSE:
        return recorded(records, quantity)
    found = metrics.alignment(records)[quantity]
    return Series(np.asarray(found[found.dims[0]].values), np.asarray(found.values))


def _expected(records: Records, angle: Series, quantity: str, theory: Experiment | None) -> Series | None:
    """What theory expects of an angle; nothing where it was not asked."""
    if theory is None:
        if not isinstance(records, Run) or not (records.path / "report.json").exists():
            return None
        own = prediction(records, quantity, float(records.report["dt_ms"]))
        return None if own is None else Series(own.time, own.values)
    layers = theory.predict()["layers"]
    weights = theory.simulation().run(0, record=["WPP", "BPP"], include_start=True)
    settling = theory.settling
    courses = []
    for index, layer in enumerate(layers):
        start = weights[f"BPP_{index}"].values[0]
        reference = metrics.forward_path(weights, index).values[0] if quantity == metrics.TRANSPOSE else None
        courses.append(metrics.expected_angle(
            layer, start, layer["fixed_point"] if reference is None else reference, np.maximum(angle.time - settling, 0)
        ))
    return Series(angle.time, np.stack(courses, axis=-1))


def _degrees(axes: Axes, largest: float) -> None:
    """An axis for angles up to `largest`: a right angle is always on it."""
    axes.set_ylim(0, max(95.0, min(185.0, largest * 1.05)))
    axes.set_yticks([tick for tick in (0, 45, 90, 135, 180) if tick <= axes.get_ylim()[1]])


def _settled(angle: Series) -> list[float]:
    """Of each layer the median over the last tenth: one record is a throw of noise."""
    return [float(value) for value in np.nanmedian(angle.values[-max(1, len(angle.values) // 10) :], axis=0)]
