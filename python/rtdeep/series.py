"""Time series taken out of a run, and what can be said about them in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rtdeep.runs import Run, RunFolderError

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """One recorded array with its time axis.

    `time` is in ms; `values` has one row per record and one column per element of the recorded matrix, row by row.
    """

    time: Values
    values: Values

    def since(self, start: float) -> Series:
        """The part at and after `start` ms."""
        kept = self.time >= start
        return Series(self.time[kept], self.values[kept])

    def __neg__(self) -> Series:
        return Series(self.time, -self.values)


def recorded(run: Run, name: str) -> Series:
    """The records of `name`; raises `RunFolderError` where the run did not record it."""
    if name not in run.dataset:
        raise RunFolderError(run.path / "recording.zarr", f"{name} was not recorded")
    array = run.dataset[name]
    values = np.asarray(array.values, dtype=np.float64)
    return Series(np.asarray(array[array.dims[0]].values, dtype=np.float64), values.reshape(len(values), -1))


def forward_path(run: Run, layer: int) -> Series:
    """The transposed forward weights from hidden layer `layer` to the output: what B is to become.

    With several layers in between this is the product of their weights, for feedback skips them.
    """
    time = recorded(run, f"WPP_{layer + 1}").time
    path = np.asarray(run.dataset[f"WPP_{layer + 1}"].values)
    index = layer + 2
    while f"WPP_{index}" in run.dataset:
        path = np.asarray(run.dataset[f"WPP_{index}"].values) @ path
        index += 1
    return Series(time, path.transpose(0, 2, 1).reshape(len(path), -1))


def unit_length(series: Series) -> Series:
    """Every record divided by its Euclidean length."""
    return Series(series.time, series.values / np.linalg.norm(series.values, axis=1, keepdims=True))


def last_sign_change(series: Series) -> float | None:
    """The time in ms from which on no element changes its sign any more; None where none ever did."""
    changed = np.any(np.diff(np.sign(series.values), axis=0) != 0, axis=1)
    indices = np.flatnonzero(changed)
    return float(series.time[indices[-1] + 1]) if len(indices) else None


def above_since(series: Series, threshold: float) -> float | None:
    """The time in ms from which on all elements stay at or above `threshold`; None where the last record is below."""
    below = np.flatnonzero(~np.all(series.values >= threshold, axis=1))
    if not len(below):
        return float(series.time[0])
    return float(series.time[below[-1] + 1]) if below[-1] + 1 < len(series.time) else None


def milliseconds(time: float) -> str:
    """A time for people: two significant digits at least, whole milliseconds from 10 ms on, seconds from 1000 ms on."""
    if time >= 1000:
        return f"{time / 1000:.3g} s"
    return f"{time:.0f} ms" if time >= 10 else f"{time:.2g} ms"


def power_of_ten(value: float) -> str:
    """A number for people, two significant digits, in mathtext where it is far from 1."""
    if value == 0 or 0.01 <= abs(value) < 1000:
        return f"{value:.2g}"
    digits, exponent = f"{value:.1e}".split("e")
    return rf"${digits} \cdot 10^{{{int(exponent)}}}$"
