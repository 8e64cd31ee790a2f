"""Quantities over a run: recorded ones, and those that the program has computed afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rtdeep.errors import RunFolderError
from rtdeep.runs import Run

UPDATE_ANGLES = "angle(dWPP, BP)"
"""The angles between what W would learn and backpropagation, which a reproduction computes for every epoch."""

PREDICTED = "angle(BPP, dphi WPP^T dphi)"
"""The quantity whose course theory knows, where B relaxes and W stays as it is."""


@dataclass(frozen=True)
class Course:
    """One quantity over time."""

    time: np.ndarray
    """Model time in ms."""
    values: np.ndarray
    """One row per time, one column per element."""
    units: str


def course(run: Run, quantity: str, dt: float) -> Course:
    """The course of `quantity`; `dt` is the time step in ms.

    Of the angles of the updates this is the mean over the samples of each epoch. Raises `RunFolderError` where the run
    does not have it.
    """
    if quantity == UPDATE_ANGLES:
        path = run.path / "compare-bp.npz"
        if not path.exists():
            raise RunFolderError(path, "missing; rtdeep reproduce writes it")
        with np.load(path) as archive:
            return Course(archive["step"] * dt, archive["angle_dWPP_BP"].mean(axis=1), "degree")
    if quantity not in run.dataset:
        raise RunFolderError(run.path, f"{quantity} was not recorded")
    array = run.dataset[quantity]
    time = array[array.dims[0]].values
    return Course(time, array.values.reshape(len(time), -1), array.attrs.get("units", "1"))


def prediction(run: Run, quantity: str, dt: float) -> Course | None:
    """The course of `quantity` that theory expects of a run; nothing where there is no closed form for it."""
    path = run.path / "predicted.npz"
    if quantity != PREDICTED or not path.exists():
        return None
    with np.load(path) as archive:
        return Course(archive["step"] * dt, archive["angle_BPP_dphi_WPPT_dphi"], "degree")
