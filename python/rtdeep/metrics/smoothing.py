"""Means over a while."""

from __future__ import annotations

import numpy as np
import xarray as xr

from rtdeep.errors import ArgumentError


def moving_average(array: xr.DataArray, duration: float) -> xr.DataArray:
    """The mean over `duration` ms around each record, of an array whose first axis is model time.

    The result has the shape and unit of `array`. At both ends the mean is over what there is; NaN is left out, and
    stays only where there is nothing else. Records must be at equal distances. Raises `ArgumentError` where they
    are not, or where `duration` is not a positive number.
    """
    if not (np.isfinite(duration) and duration > 0):
        raise ArgumentError(f"duration is {duration!r}, but must be a positive number of ms")
    axis = array.dims[0]
    times = np.asarray(array[axis].values, dtype=np.float64)
    if len(times) < 2:
        return array.copy()
    steps = np.diff(times)
    if not np.allclose(steps, steps[0], rtol=1e-6):
        raise ArgumentError(f"records of {array.name} are not at equal distances, so a moving average has no width")
    # Odd, so that a window has a record in its middle.
    width = min(2 * round(duration / steps[0] / 2) + 1, 2 * len(times) - 1)
    values = np.asarray(array.values, dtype=np.float64)
    known = np.isfinite(values)
    sums, counts = (_windows(part, width) for part in (np.where(known, values, 0.0), known.astype(np.float64)))
    with np.errstate(invalid="ignore"):
        return array.copy(data=sums / counts)


def _windows(values: np.ndarray, width: int) -> np.ndarray:
    """Sums over windows of `width` records around each, along the first axis."""
    half = width // 2
    padded = np.concatenate([np.zeros((half, *values.shape[1:])), values, np.zeros((half, *values.shape[1:]))])
    # A kernel of ones adds up what is in the window, and nothing is subtracted that was added before.
    windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=0)
    return np.asarray(windows.sum(axis=-1))
