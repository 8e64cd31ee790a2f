"""How alike two matrices are, as vectors."""

from __future__ import annotations

from typing import overload

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from rtdeep.errors import ArgumentError


@overload
def cosine(a: xr.DataArray, b: xr.DataArray) -> xr.DataArray: ...
@overload
def cosine(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]: ...
def cosine(a: ArrayLike | xr.DataArray, b: ArrayLike | xr.DataArray) -> NDArray[np.float64] | xr.DataArray:
    """The cosine of the angle between two matrices as vectors, <A, B> / (|A| |B|), within [-1, 1].

    - a, b: matrices (m, n), or stacks of them (..., m, n), both of the same shape; the result has the shape (...)

    Recorded variables are matrices over time, and the result a variable over time. Their axes are matched by name, so
    that `cosine(records["BPP_0"], records["WPP_1"])` compares B with the transpose of W; where the names differ, by
    position. NaN where a matrix vanishes. Raises `ArgumentError` where shapes or times differ.
    """
    if isinstance(a, xr.DataArray) and isinstance(b, xr.DataArray):
        first, second = _matched(a, b)
        values = cosine(first.values, second.values)
        coordinates = {axis: first[axis] for axis in first.dims[:-2] if axis in first.coords}
        result = xr.DataArray(values, dims=first.dims[:-2], coords=coordinates)
        return result.assign_attrs(units="1", long_name=f"cosine of the angle between {a.name} and {b.name}")
    left, right = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if left.shape != right.shape or left.ndim < 2:
        raise ArgumentError(f"the sides have the shapes {left.shape} and {right.shape}, but must be alike: (..., m, n)")
    lengths = np.linalg.norm(left, axis=(-2, -1)) * np.linalg.norm(right, axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.clip(np.sum(left * right, axis=(-2, -1)) / lengths, -1, 1))


@overload
def angle(a: xr.DataArray, b: xr.DataArray) -> xr.DataArray: ...
@overload
def angle(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]: ...
def angle(a: ArrayLike | xr.DataArray, b: ArrayLike | xr.DataArray) -> NDArray[np.float64] | xr.DataArray:
    """The angle between two matrices as vectors, in degrees; arguments, result and errors as for `cosine`.

    Below about 1e-6 degrees it is rounding noise: the cosine is then 1 to the last bit.
    """
    if isinstance(a, xr.DataArray) and isinstance(b, xr.DataArray):
        result = cosine(a, b)
        return result.copy(data=np.degrees(np.arccos(result.values))).assign_attrs(
            units="degree", long_name=f"angle between {a.name} and {b.name}"
        )
    return np.asarray(np.degrees(np.arccos(cosine(a, b))))


def _matched(a: xr.DataArray, b: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Both with their axes in one order, at the same times."""
    if set(a.dims) == set(b.dims):
        b = b.transpose(*a.dims)
    for axis in set(a.dims[:-2]) | set(b.dims[:-2]):
        if axis not in a.coords or axis not in b.coords or not np.array_equal(a[axis].values, b[axis].values):
            raise ArgumentError(f"{a.name} and {b.name} were not recorded at the same times")
    return a, b
