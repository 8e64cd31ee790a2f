"""Which panels the records of a run allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np
import xarray as xr

from rtdeep.errors import RtDeepError
from rtdeep.plot import palette
from rtdeep.plot.alignment import alignment_panel
from rtdeep.plot.panel import Curve, Panel
from rtdeep.plot.potentials import (
    hidden_potential_panel,
    high_passed_rate_panel,
    output_potential_panel,
    settled,
    somatic_potential_panel,
)
from rtdeep.plot.traces import layer_names
from rtdeep.plot.weights import feedback_weights_panel, interneuron_weights_panel, lateral_weights_panel
from rtdeep.report.metric_names import metric_name
from rtdeep.report.time_figures import Placed
from rtdeep.series import layers_of

MOST_OTHERS = 24
"""So many variables that have no panel of their own kind are drawn at most."""

READ = 2_000_000
"""Titles are about so many numbers of a variable at most, of records at equal distances."""

_COMPARISONS = ("cos(BPP, WPP^T)", "cos(BPI, -BPP)", "cos(WIP, WPP)")
_ERRORS = ("mse", "loss")
_SCORES = ("accuracy", "loss")


@dataclass(frozen=True)
class PanelGroup:
    """Panels that belong together."""

    title: str
    panels: Sequence[Placed]


def panel_groups(dataset: xr.Dataset, fixed_points: Sequence[Sequence[float]]) -> tuple[list[PanelGroup], list[str]]:
    """All panels, those of the notebook first, and the names of variables for which there is no room.

    - fixed_points: the elements of B that theory predicts, per hidden layer, as far as it does
    """
    # In an order of their own: that of a store is another each time.
    names = sorted(map(str, dataset.data_vars))
    dataset = dataset[[name for name in names if dataset[name].ndim and len(dataset[name])]]
    records = thinned(dataset)
    start = settled(dataset)
    feedback = layers_of(dataset, "BPP")
    groups = [
        ("Potentials and rates", [
            *(_Kind(partial(hidden_potential_panel, layer, start), [f"uP_breve_{layer}"])
              for layer in layers_of(dataset, "uP_breve")[:-1]),
            *(_Kind(partial(output_potential_panel, records, mirror, start), [f"uI_breve_{mirror}"])
              for mirror in layers_of(dataset, "uI_breve")),
            *(_Kind(partial(high_passed_rate_panel, records, None, start), [f"rP_breve_HI_{layer}"])
              for layer in layers_of(dataset, "rP_breve_HI")[-1:])]),
        ("Alignment", [
            _Kind(partial(alignment_panel, records, name), [name]) for name in _COMPARISONS]),
        ("Weights", [
            *(_Kind(partial(feedback_weights_panel, records, layer, _of(fixed_points, layer)),
                    [f"BPP_{layer}"]) for layer in feedback),
            *(_Kind(partial(lateral_weights_panel, records, layer), [f"BPI_{layer}"])
              for layer in layers_of(dataset, "BPI")),
            *(_Kind(partial(interneuron_weights_panel, records, mirror), [f"WIP_{mirror}"])
              for mirror in layers_of(dataset, "WIP"))]),
        ("Also recorded", [
            _Kind(partial(somatic_potential_panel, layer, start), [f"uP_{layer}"])
            for layer in layers_of(dataset, "uP") if f"uP_breve_{layer}" in dataset]),
    ]
    found: list[PanelGroup] = []
    shown: set[str] = set(_SCORES) & set(map(str, dataset.data_vars))
    for title, kinds in groups:
        panels = list(_possible(dataset, kinds, shown))
        if title == "Also recorded":
            others = [str(name) for name in dataset.data_vars if name not in shown]
            panels += [_other(dataset, name) for name in others[:MOST_OTHERS]]
            left = others[MOST_OTHERS:]
        if panels:
            found.append(PanelGroup(title, panels))
    return found, left


def score_panels(dataset: xr.Dataset) -> list[Placed]:
    """Accuracy and loss in the course of learning, as far as they were recorded."""
    panels = []
    for name, color in zip(_SCORES, (palette.LEARNED, palette.FIXED), strict=True):
        if name in dataset and len(dataset[name]):
            values = np.asarray(dataset[name].values)
            end = f"{values[-1]:.3f}" if name == "accuracy" else f"{values[-1]:.3g} mV²"
            panels.append(Placed(Panel(
                title=f"Validation {name} reaches {end}",
                label="validation accuracy (1)" if name == "accuracy" else "validation loss (mV²)",
                curves=[Curve(name, name, color, 1.6)],
                limits=(min(0.0, float(np.nanmin(values, initial=0))), 1.03) if name == "accuracy" else None,
                levels=()), dataset, is_logarithmic=name == "loss" and bool(np.all(values > 0))))
    return panels


def thinned(dataset: xr.Dataset) -> xr.Dataset:
    """The same with fewer records, at equal distances, where variables have too many numbers to be read as a whole."""
    steps: dict[str, int] = {}
    for array in dataset.data_vars.values():
        axis = str(array.dims[0])
        steps[axis] = max(steps.get(axis, 1), -(-prod(array.shape) // READ))
    return dataset.isel({axis: slice(None, None, step) for axis, step in steps.items() if step > 1})


@dataclass(frozen=True)
class _Kind:
    """How a panel is made, and the variables that it shows so that nobody else has to."""

    make: Callable[[], Panel]
    shows: Sequence[str]


def _possible(dataset: xr.Dataset, kinds: Sequence[_Kind], shown: set[str]) -> Iterator[Placed]:
    """The panels of which everything was recorded, at the same times."""
    for kind in kinds:
        try:
            panel = kind.make()
        except RtDeepError:
            continue
        if all(curve.variable in dataset for curve in panel.curves):
            shown.update(kind.shows)
            shown.update(curve.variable for curve in panel.curves)
            if any(curve.label == "$W^T$" for curve in panel.curves):
                shown.add(f"WPP_{int(panel.curves[0].variable.removeprefix('BPP_')) + 1}")
            yield Placed(panel, dataset)


def _other(dataset: xr.Dataset, name: str) -> Placed:
    """A variable as it was recorded."""
    array = dataset[name]
    unit = {"degree": "degrees"}.get(unit := str(array.attrs.get("units", "1")), unit)
    meaning = str(array.attrs.get("long_name", name))
    count = prod(array.shape[1:])
    is_per_layer = array.ndim == 2 and str(array.dims[1]).startswith("hidden")
    is_error = name in _ERRORS and bool(np.nanmin(thinned(dataset)[name].values, initial=np.inf) > 0)
    elements = layer_names(count) if is_per_layer and count > 1 else ()
    return Placed(Panel(
        title=metric_name(name) if metric_name(name) != name else meaning[:1].upper() + meaning[1:],
        label=metric_name(name) if "(" in metric_name(name).partition(" ")[2] else f"{metric_name(name)} ({unit})",
        curves=[Curve(name, name, palette.BLUE, 1.0, elements=elements)], has_zero_line=False,
        columns=0), dataset, is_logarithmic=is_error)


def _of(fixed_points: Sequence[Sequence[float]], layer: int) -> Sequence[float]:
    return fixed_points[layer] if layer < len(fixed_points) else ()
