"""Run folders: what one run of the program leaves behind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    Everything is read when it is first asked for, so that a run can be looked at while it goes on: its records are
    there from the start (NaN where they have not been made yet), its report only at the end.
    """

    path: Path

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
        """The records, opened lazily.

        Arrays carry the names under which they were recorded; their first dimension is model time in ms, the others
        are populations of neurons. Units are in `array.attrs["units"]`.
        """
        # Only here, for it takes a second to import, and a report can be read without it.
        import xarray as xr

        path = self.path / "recording.zarr"
        try:
            return xr.open_zarr(path, consolidated=False)
        except Exception as error:  # zarr and xarray raise whatever they come across in a damaged store
            raise RunFolderError(path, f"the recording cannot be opened: {error}") from error


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
