"""Run folders: what one run of the program leaves behind."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import yaml
from numpy.typing import NDArray

from rtdeep._archive import Archive
from rtdeep._lock import is_held
from rtdeep.errors import ArgumentError, RunFolderError
from rtdeep.examination import Examination, Score

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Run:
    """One run of an experiment.

    Everything is read when it is first asked for, and kept. A run can be looked at while it goes on: `dataset` has the
    records that have been made, `refresh` looks for new ones, and the report comes at the end.

        run = rtdeep.open_run("mine")
        while run.is_running:
            rtdeep.plot.feedback_weights(run.refresh())

    A run with a task has more: how well its networks answer, the best of them, and a map of its decisions.

        run.score("test").accuracy
        run.best["WPP_0"]
        rtdeep.plot.decision_map(run)
    """

    path: Path

    @property
    def is_running(self) -> bool:
        """Whether a process writes into the folder at the moment."""
        return is_held(self.path / ".lock")

    def refresh(self) -> Self:
        """Forgets what was read, so that it is read anew; gives back the run itself."""
        for name in ("report", "config", "settings", "dataset", "examination", "best", "decisions"):
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
    def settings(self) -> dict[str, Any]:
        """The keys of `config.yaml` and their values; raises `RunFolderError` where it is damaged."""
        try:
            settings = yaml.safe_load(self.config)
        except yaml.YAMLError as error:
            raise RunFolderError(self.path / "config.yaml", f"this is not YAML: {error}") from error
        if not isinstance(settings, dict):
            raise RunFolderError(self.path / "config.yaml", "this is YAML, but not a configuration")
        return settings

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

    @cached_property
    def examination(self) -> Examination | None:
        """How well the last and the best network answer the samples of the task.

        None where there is no task, or the run has not come to its end. Raises `RunFolderError` where the report is
        damaged.
        """
        path = self.path / "report.json"
        if not path.exists():
            return None
        entry = self.report.get("examination")
        try:
            return None if entry is None else Examination.read(entry)
        except (KeyError, TypeError, ValueError) as error:
            raise RunFolderError(path, f"its examination cannot be read: {error!r}") from error

    def score(
        self, part: Literal["validation", "test"] = "test", network: Literal["last", "best"] = "best"
    ) -> Score:
        """How well one of the networks of `examination` answers one part of the samples.

        Raises `RunFolderError` without an examination, and `ArgumentError` where no part or network is called so.
        """
        if part not in ("validation", "test") or network not in ("last", "best"):
            raise ArgumentError(
                f"validation and test of the last and the best network have scores, but not {part} of {network}")
        if self.examination is None:
            raise RunFolderError(
                self.path / "report.json",
                "there is no examination: the experiment has no task, or the run has not come to its end")
        examined = self.examination.best if network == "best" else self.examination.last
        return examined.test if part == "test" else examined.validation

    @cached_property
    def best(self) -> Mapping[str, NDArray[np.float64]] | None:
        """The network whose validation was best so far, from `best.npz`: arrays unpacked when asked for.

        `step`, `accuracy` (1) and `loss` (mV²) are single numbers, `confusion` has [class, answer]; potentials and
        weights (mV) have the names and shapes of a state, such as `uP_0` and `WPP_0`. None where there is none: no
        task, or no validation yet. Raises `RunFolderError` where the archive is damaged.
        """
        path = self.path / "best.npz"
        return Archive(path) if path.exists() else None

    @cached_property
    def decisions(self) -> xr.DataArray | None:
        """The class that the best network answers everywhere in the plane of the task, by `y` and `x` in [0, 1].

        None where `evaluation.decisionMap` asks for no map, or the run has not come to its end. Raises `RunFolderError`
        where the map is damaged.
        """
        path = self.path / "decisions.npz"
        if not path.exists():
            return None
        import xarray as xr

        archive = Archive(path)
        try:
            return xr.DataArray(
                archive["decision"].astype(np.int64), dims=("y", "x"), name="decision",
                coords={"y": archive["y"], "x": archive["x"]}, attrs={"long_name": "class answered"})
        except (KeyError, ValueError) as error:
            raise RunFolderError(path, f"the map of decisions cannot be read: {error}") from error


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
