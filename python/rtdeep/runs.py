"""Run folders: what one run of the program leaves behind."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from rtdeep.errors import RtDeepError

if TYPE_CHECKING:
    import xarray as xr


class RunFolderError(RtDeepError):
    """A run folder, or a part of one, that is missing or unreadable; the message names its path."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True)
class Run:
    """One run of an experiment.

    Everything is read when it is first asked for, and kept. A run can be looked at while it goes on: `dataset` has the
    records that have been made, `refresh` looks for new ones, and the report comes at the end.

        run = rtdeep.open_run("mine")
        while run.is_running:
            rtdeep.plot.feedback_weights(run.refresh())
    """

    path: Path

    @property
    def is_running(self) -> bool:
        """Whether a process writes into the folder at the moment."""
        try:
            descriptor = os.open(self.path / ".lock", os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            # Shared, so that several may look at the same time; given back at once.
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def refresh(self) -> Self:
        """Forgets what was read, so that it is read anew; gives back the run itself."""
        for name in ("report", "config", "dataset"):
            self.__dict__.pop(name, None)
        return self

    @property
    def name(self) -> str:
        """The experiment's name, or the folder's while there is no report yet."""
        return str(self.report["name"]) if (self.path / "report.json").exists() else self.path.name

    @cached_property
    def report(self) -> dict[str, Any]:
        """Outcome, metrics and speed, as `report.json` has them."""
        path = self.path / "report.json"
        if not path.exists():
            raise RunFolderError(path, "there is no report: the run still goes on, or was killed")
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise RunFolderError(path, f"this is not JSON: {error}") from error
        if not isinstance(report, dict):
            raise RunFolderError(path, "this is JSON, but not a report")
        return report

    @cached_property
    def config(self) -> str:
        """The text of `config.yaml`: the configuration with every default filled in."""
        return (self.path / "config.yaml").read_text(encoding="utf-8")

    @cached_property
    def dataset(self) -> xr.Dataset:
        """The records that have been made, opened lazily.

        Arrays carry the names under which they were recorded; their first dimension is model time in ms, the others
        are populations of neurons. Units are in `array.attrs["units"]`, the configuration in
        `dataset.attrs["configuration"]`. Raises `RunFolderError` where the recording is damaged.
        """
        # Only here, for it takes a second to import, and a report can be read without it.
        import xarray as xr

        path = self.path / "recording.zarr"
        try:
            dataset = xr.open_zarr(path, consolidated=False)
            return dataset.isel(_made(dataset)).assign_attrs(configuration=self.config)
        except Exception as error:  # zarr and xarray raise whatever they come across in a damaged store
            raise RunFolderError(path, f"the recording cannot be opened: {error}") from error


def _made(dataset: xr.Dataset) -> dict[Hashable, slice]:
    """The part of each axis of time whose records have been made.

    The time of a record is written after everything else of it, and is NaN until then.
    """
    axes = [name for name in dataset.dims if str(name).startswith("time_ms")]
    return {name: slice(int(np.isfinite(dataset[name].values).sum())) for name in axes}


def open_run(path: str | PathLike[str]) -> Run:
    """Opens the run folder at `path`.

    Raises `RunFolderError` where the folder, its configuration or its recording is missing.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise RunFolderError(folder, "there is no such folder")
    for part in ("config.yaml", "recording.zarr"):
        if not (folder / part).exists():
            raise RunFolderError(folder / part, "missing, so its folder is not that of a run")
    return Run(folder)
