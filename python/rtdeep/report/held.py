"""What a page holds of a curve: all its records, or the smallest and largest of every few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from rtdeep.plot.panel import Curve
from rtdeep.series import Values

CHUNK = 2_000_000
"""So many numbers of one variable are in memory at a time."""

_EVEN = 1e-6
"""Times are at equal distances where they lie as near to them, in distances."""

_LARGEST = float(np.finfo(np.float32).max) / 2
"""What goes beyond needs double precision."""


@dataclass(frozen=True)
class Held:
    """A curve's elements over time, of every `per` records the smallest and the largest value.

    Values that are no finite numbers are gaps.
    """

    time: Values
    """Model time in ms of the first of every `per` records."""
    low: NDArray[Any]
    """One row per time, one column per element; NaN where no record is finite."""
    high: NDArray[Any]
    """The same array where every record is held."""
    gaps: NDArray[np.uint8] | None
    """1 where one of the records is not finite; None where all are, or every record is held."""
    per: int
    records: int
    """How many there are."""

    @property
    def distance(self) -> float | None:
        """ms between two times; None where they are not at equal distances."""
        if len(self.time) < 2:
            return None
        distance = (self.time[-1] - self.time[0]) / (len(self.time) - 1)
        even = self.time[0] + distance * np.arange(len(self.time))
        return float(distance) if np.all(np.abs(self.time - even) <= _EVEN * distance) else None

    @property
    def extent(self) -> tuple[float, float] | None:
        """The smallest and the largest finite value; None where there is none."""
        low, high = self.low[np.isfinite(self.low)], self.high[np.isfinite(self.high)]
        return (float(low.min()), float(high.max())) if low.size else None

    def compact(self) -> Held:
        """The same in single precision, where that can hold it."""
        extent = self.extent
        if extent is not None and max(map(abs, extent)) > _LARGEST:
            return self
        low = self.low.astype(np.float32)
        return replace(self, low=low, high=low if self.high is self.low else self.high.astype(np.float32))


def records_of(curve: Curve, dataset: xr.Dataset) -> tuple[int, int]:
    """How many records a curve has, and how many elements."""
    array = dataset[curve.variable]
    times = dataset[array.dims[0]].values
    return len(times) - int(np.searchsorted(times, curve.start)), prod(array.shape[1:])


def hold(curve: Curve, dataset: xr.Dataset, elements: NDArray[np.int64], per: int) -> Held:
    """Reads some elements of a curve, a stretch of the recording at a time."""
    axis = dataset[curve.variable].dims[0]
    times = np.asarray(dataset[axis].values, dtype=np.float64)
    begin = int(np.searchsorted(times, curve.start))
    width = max(1, prod(dataset[curve.variable].shape[1:]))
    rows = max(1, CHUNK // width // per) * per
    parts = [
        extremes(curve.series(dataset.isel({axis: slice(first, first + rows)})).values[:, elements], per)
        for first in range(begin, len(times), rows)]
    if not parts:
        parts = [extremes(np.empty((0, len(elements))), per)]
    low = np.concatenate([part[0] for part in parts])
    high = low if per == 1 else np.concatenate([part[1] for part in parts])
    gaps = np.concatenate([part[2] for part in parts])
    return Held(
        times[begin::per], low, high, gaps.astype(np.uint8) if per > 1 and gaps.any() else None, per,
        len(times) - begin)


def extremes(values: Values, per: int) -> tuple[Values, Values, NDArray[np.bool_]]:
    """Of every `per` rows the smallest and the largest finite value of each column, and whether one is not finite."""
    count = -(-len(values) // per)
    is_finite = np.isfinite(values)
    if per == 1:
        known = np.where(is_finite, values, np.nan)
        return known, known, ~is_finite
    short = count * per - len(values)
    shape = (count, per, values.shape[1])

    def filled(unknown: float) -> Values:
        known = np.where(is_finite, values, unknown)
        return np.pad(known, ((0, short), (0, 0)), constant_values=unknown).reshape(shape)

    low, high = filled(np.inf).min(axis=1), filled(-np.inf).max(axis=1)
    gaps: NDArray[np.bool_] = np.any(np.pad(~is_finite, ((0, short), (0, 0))).reshape(shape), axis=1)
    is_empty = low > high
    return np.where(is_empty, np.nan, low), np.where(is_empty, np.nan, high), gaps
