"""What callers give to simulations and ensembles, checked before anything starts.

All of it raises `ArgumentError` where it does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from rtdeep._library import ffi
from rtdeep.errors import ArgumentError

#: Beyond it steps could not be told apart in an array of doubles.
_MOST_STEPS = 2**53

#: The weights that can learn, in the order of the bits of rtdeep.h.
WEIGHTS = ("WPP", "WIP", "BPI", "BPP")


def step_count(steps: int | None, start: int, rest: int, *, of_inputs: bool) -> int:
    """The steps of a run that begins at step `start`.

    - steps: as they were asked for; None: `rest`
    - rest: steps to the end of the experiment, or of the caller's inputs (`of_inputs`), which are the most then

    Raises `ArgumentError`.
    """
    if steps is None:
        return rest
    if not isinstance(steps, (int, np.integer)) or isinstance(steps, bool) or steps < 0:
        raise ArgumentError(f"steps is {steps!r}, but must be a whole number, zero or more")
    if steps > _MOST_STEPS - start:
        raise ArgumentError(f"steps is {steps}, but after {start} steps at most {_MOST_STEPS - start} can follow")
    if of_inputs and steps > rest:
        raise ArgumentError(f"steps is {steps}, but inputs last for {rest} steps")
    return int(steps)


class Shown:
    """Inputs and targets of the caller's."""

    def __init__(self, layers: Sequence[int], inputs: ArrayLike, targets: ArrayLike | None, hold: int) -> None:
        self.inputs = rows(inputs, layers[0], "inputs")
        self.targets = None if targets is None else rows(targets, layers[-1], "targets")
        if self.targets is not None and len(self.targets) != len(self.inputs):
            raise ArgumentError(f"there are {len(self.inputs)} inputs, but {len(self.targets)} targets")
        self.hold = hold_count(hold)

    @property
    def steps(self) -> int:
        """For which they last."""
        return len(self.inputs) * self.hold


def hold_count(hold: int) -> int:
    """Steps for which a row is shown. Raises `ArgumentError`."""
    if not isinstance(hold, (int, np.integer)) or isinstance(hold, bool) or hold < 1:
        raise ArgumentError(f"hold is {hold!r}, but must be a whole number of steps, 1 or more")
    return int(hold)


def numbers(value: ArrayLike, name: str) -> np.ndarray:
    """A contiguous array of doubles."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise TypeError(f"an array of {array.dtype}")
        return np.ascontiguousarray(array, dtype=np.float64).reshape(array.shape)
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"{name} must be an array of real numbers, but is {error}") from None


def rows(value: ArrayLike, width: int, name: str) -> np.ndarray:
    """An array of rows; one-dimensional where a row is a single number."""
    array = numbers(value, name)
    if array.ndim == 1 and width == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.shape[1] != width:
        raise ArgumentError(f"{name} has the shape {array.shape}, but must be (samples, {width})")
    return array


def row(value: ArrayLike, width: int, name: str) -> np.ndarray:
    """An array of that many numbers."""
    array = numbers(value, name)
    if array.size != width or array.ndim > 1:
        raise ArgumentError(f"{name} has the shape {array.shape}, but must be ({width},)")
    return array


def address(array: np.ndarray | None) -> Any:
    """Where its numbers begin."""
    return ffi.NULL if array is None else ffi.cast("double *", array.ctypes.data)


def learning_bits(learn: bool | Sequence[str]) -> int:
    """Which weights learn, as rtdeep.h has it."""
    if isinstance(learn, (bool, np.bool_)):
        return 15 if learn else 0
    names = [learn] if isinstance(learn, str) else list(learn)
    for name in names:
        if name not in WEIGHTS:
            raise ArgumentError(f"learn has {name!r}, but must be True, False, or some of {', '.join(WEIGHTS)}")
    return sum(1 << WEIGHTS.index(name) for name in set(names))
