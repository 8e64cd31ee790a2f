"""Weight matrices as pictures, of networks that are too large to draw neuron by neuron."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rtdeep import metrics
from rtdeep.errors import RtDeepError
from rtdeep.report.network import SYMBOLS
from rtdeep.report.weights_over_time import WeightsOverTime
from rtdeep.series import Values

CELLS = 48
"""A picture has at most so many rows and columns."""

MOMENTS = 13
"""At most so many of a slider."""


def pictures(weights: WeightsOverTime) -> dict[str, Any]:
    """What a script needs to show every matrix at some moments, and how B is aligned."""
    count = len(weights.time)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOMENTS)).round().astype(int))
    angles = weights.angles()
    matrices = []
    for name in weights.names:
        family, _, layer = name.rpartition("_")
        array = weights.dataset[name]
        matrices.append(_picture(
            f"{SYMBOLS[family]} ({name})", np.asarray(array.values)[chosen], *map(str, array.dims[1:])))
        if family == "BPP":
            try:
                path = metrics.forward_path(weights.dataset, int(layer))
            except RtDeepError:
                continue
            matrices.append(_picture(
                f"Wᵀ, for {name} to become", np.asarray(path.values)[chosen], *map(str, path.dims[1:])))
    return {
        "times": [float(f"{time:.6g}") for time in weights.time[chosen]], "matrices": matrices,
        "angles": {
            str(layer): [round(float(one), 2) if np.isfinite(one) else None for one in angle[chosen]]
            for layer, angle in angles.items()}}


def _picture(title: str, values: Values, after: str, before: str) -> dict[str, Any]:
    """A matrix at all moments, as bytes from -127 to 127 of its largest magnitude."""
    rows, columns = values.shape[1:]
    tall, wide = -(-rows // CELLS), -(-columns // CELLS)
    cells = _means(values, tall, wide)
    largest = float(np.abs(cells[np.isfinite(cells)]).max(initial=0))
    scaled = np.nan_to_num(cells / largest if largest else np.zeros_like(cells), nan=0, posinf=1, neginf=-1)
    note = f"{rows} × {columns}"
    if tall * wide > 1:
        note += f"; each cell is the mean of {tall} × {wide} weights"
    return {
        "title": title, "note": note, "onto": _counted(after), "from": _counted(before), "largest": largest,
        "rows": cells.shape[1], "columns": cells.shape[2],
        "bytes": base64.b64encode(np.round(127 * scaled).astype(np.int8).tobytes()).decode()}


def _means(values: Values, tall: int, wide: int) -> NDArray[np.float64]:
    """The means of blocks; those at the edges may be smaller."""
    rows = np.arange(0, values.shape[1], tall)
    columns = np.arange(0, values.shape[2], wide)
    with np.errstate(invalid="ignore", over="ignore"):
        sums = np.add.reduceat(np.add.reduceat(values, rows, axis=1), columns, axis=2)
    counts = np.outer(
        np.diff(np.append(rows, values.shape[1])), np.diff(np.append(columns, values.shape[2])))
    return sums / counts


def _counted(population: str) -> str:
    """A population as people call it, counted from 1."""
    kind, _, number = population.partition("_")
    names = {"pyramidal": "layer", "interneuron": "interneurons"}
    return f"{names.get(kind, kind)} {int(number) + 1}" if number.isdigit() else kind
