"""What a network has learned of its task, as the report of a run has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Score:
    """How well a network answers some samples."""

    accuracy: float
    """The part of them that it answers rightly; NaN where there are none."""
    loss: float
    """Mean square over samples and output neurons of the un-nudged output minus the target, in mV²."""
    confusion: NDArray[np.int64]
    """Samples by their class and the one that was answered: `confusion[class, answer]`."""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """A score of a report; raises `KeyError`, `TypeError` or `ValueError` where it is none."""
        confusion = np.array(entry["confusion"], dtype=np.int64)
        if confusion.ndim != 2 or confusion.shape[0] != confusion.shape[1]:
            raise ValueError(f"confusion has the shape {confusion.shape}")
        return cls(_number(entry["accuracy"]), _number(entry["loss"]), confusion)


@dataclass(frozen=True, eq=False)
class Examined:
    """The scores of one network."""

    step: int
    """Steps that had been done."""
    validation: Score
    test: Score

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """The scores of a report; raises as `Score.read` does."""
        return cls(int(entry["step"]), Score.read(entry["validation"]), Score.read(entry["test"]))


@dataclass(frozen=True, eq=False)
class Examination:
    """The scores of the network at the end of a run, and of the one whose validation was best."""

    last: Examined
    best: Examined

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """The examination of a report; raises as `Score.read` does."""
        return cls(Examined.read(entry["last"]), Examined.read(entry["best"]))


def _number(value: float | None) -> float:
    """A number of a report: JSON has no NaN, and writes null."""
    return float("nan") if value is None else float(value)
