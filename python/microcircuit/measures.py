"""Helpers that notebooks import with the models: similarities, averages, filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import signal

from microcircuit import revisions


def cos_sim(A: ArrayLike, B: ArrayLike) -> float:
    """The cosine between two arrays of one shape, taken as vectors."""
    a, b = np.ravel(A), np.ravel(B)
    return np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))


def deg(cos: ArrayLike) -> Any:
    """The angle in degrees that has this cosine; rounding beyond 1 gives NaN, as in the original."""
    return np.arccos(cos) * 180 / np.pi


def dist(A: ArrayLike, B: ArrayLike) -> float:
    """The Euclidean distance between two arrays of one shape, taken as vectors."""
    return float(np.linalg.norm(np.asarray(A) - np.asarray(B)))


def MSE(output: ArrayLike, target: ArrayLike) -> float:
    """The error measure of the revision in use, which is no mean of squares.

    Up to 68286b6 the mean of output - target; later the sum of its squares.
    """
    difference = np.asarray(output) - np.asarray(target)
    return revisions.selected().error_measure(difference)


def moving_average(x: ArrayLike, w: int) -> NDArray[np.float64]:
    """The mean of every w neighbours; shape (len(x) - w + 1,)."""
    return np.convolve(np.asarray(x), np.ones(w), "valid") / w


def deepcopy_array(arrays: Sequence[ArrayLike]) -> list[NDArray[np.float64]]:
    """A list with a copy of every array."""
    return [np.array(array) for array in arrays]


def butter_lowpass(cutoff: float, fs: float, order: int = 5) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coefficients (b, a) of a Butterworth low-pass; `cutoff` in the unit of the sampling rate `fs`."""
    return signal.butter(order, cutoff / (0.5 * fs), btype="low", analog=False)


def butter_lowpass_filter(data: ArrayLike, cutoff: float, fs: float, order: int = 5) -> NDArray[np.float64]:
    """Data after that low-pass, along its last axis."""
    b, a = butter_lowpass(cutoff, fs, order=order)
    return signal.lfilter(b, a, data)
