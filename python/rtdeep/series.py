"""Time series taken out of a recording, and what can be said about them in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from rtdeep.errors import RunFolderError, UnknownNameError
from rtdeep.runs import Run

Values = NDArray[np.float64]

Records: TypeAlias = xr.Dataset | Run
"""What was recorded: the dataset that `Simulation.run` gives back, or a run folder that was opened."""


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


def dataset_of(records: Records) -> xr.Dataset:
    """The dataset of a recording."""
    return records.dataset if isinstance(records, Run) else records


def variable(records: Records, name: str) -> xr.DataArray:
    """The records of `name`, not yet read where a folder was opened.

    Raises `UnknownNameError` where it was not recorded, and `RunFolderError` where a run folder lacks it.
    """
    dataset = dataset_of(records)
    if name in dataset:
        return dataset[name]
    if isinstance(records, Run):
        raise RunFolderError(records.path / "recording.zarr", f"{name} was not recorded")
    raise UnknownNameError(f"{name} was not recorded: there are {', '.join(map(str, dataset.data_vars))}")


def layers_of(records: Records, family: str) -> list[int]:
    """The layers of which a family of variables, such as "BPP", was recorded."""
    names = (str(name).removeprefix(f"{family}_") for name in dataset_of(records) if str(name).startswith(f"{family}_"))
    return sorted(int(name) for name in names if name.isdigit())


def last_layer(records: Records, family: str) -> int:
    """The last layer of which a family of variables was recorded; raises as `variable` does where there is none."""
    layers = layers_of(records, family)
    if not layers:
        variable(records, family)
    return layers[-1]


def recorded(records: Records, name: str) -> Series:
    """The records of `name`, read; raises as `variable` does."""
    array = variable(records, name)
    values = np.asarray(array.values, dtype=np.float64)
    time = np.asarray(array[array.dims[0]].values, dtype=np.float64)
    return Series(time, values.reshape(len(values), prod(array.shape[1:])))


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


def millivolts(value: float) -> str:
    """A distance of potentials or weights for people, two significant digits: in µV where it is below 0.1 mV."""
    return f"{1000 * value:.2g} µV" if value < 0.0995 else f"{power_of_ten(value)} mV"


def power_of_ten(value: float) -> str:
    """A number for people, two significant digits, in mathtext where it is far from 1."""
    if value == 0 or 0.01 <= abs(value) < 1000:
        return f"{value:.2g}"
    digits, exponent = f"{value:.1e}".split("e")
    return rf"${digits} \cdot 10^{{{int(exponent)}}}$"
