"""What theory expects feedback weights to do while they learn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rtdeep.errors import ArgumentError


def expected_angle(
    layer: Mapping[str, Any], start: ArrayLike, reference: ArrayLike, time: ArrayLike
) -> NDArray[np.float64]:
    """The angle in degrees between B and `reference` that theory expects at `time`.

    - layer: what `Experiment.predict()["layers"]` says of the hidden layer
    - start: shape of B, in mV: where it starts
    - reference: shape of B: what it is compared with, such as W^T, or the fixed point for the angle to it
    - time: ms since learning began

    On average B relaxes, B(0) e + B* (1 - e) with e = exp(-time / time constant), and noise stands at a right angle to
    everything: |B*| tan(final angle) sqrt(1 - e^2). The result has the shape of `time`. It assumes that W stays as it
    is. Raises `ArgumentError` where theory has no fixed point, or shapes do not fit.
    """
    target = layer.get("fixed_point")
    constant, final = layer.get("time_constant_ms"), layer.get("final_angle_degrees")
    if target is None or constant is None or final is None or final >= 90:
        raise ArgumentError("theory has no fixed point for this layer, so it expects no course of its angle")
    fixed, first, other = (np.ravel(np.asarray(values, dtype=np.float64)) for values in (target, start, reference))
    if not len(fixed) == len(first) == len(other):
        raise ArgumentError(f"B has {len(fixed)} elements, but start has {len(first)} and reference {len(other)}")
    left = np.exp(-np.asarray(time, dtype=np.float64) / constant)[..., np.newaxis]
    mean = left * first + (1 - left) * fixed
    spread = np.linalg.norm(fixed) * np.tan(np.radians(final))
    length = np.sqrt(np.sum(mean**2, axis=-1) + spread**2 * (1 - left[..., 0] ** 2)) * np.linalg.norm(other)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.degrees(np.arccos(np.clip(mean @ other / length, -1, 1))))
