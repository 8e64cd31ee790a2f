"""What a folder is that the program has written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from rtdeep.demo import DemoRuns
from rtdeep.errors import RunFolderError
from rtdeep.family import FILE as FAMILY
from rtdeep.family import Family
from rtdeep.plot.reproduction import Reproduced
from rtdeep.reproduction import opened
from rtdeep.runs import Run, open_run
from rtdeep.sweeps import FILE as SWEEP
from rtdeep.sweeps import Sweep, open_sweep

Content: TypeAlias = Run | Reproduced | Family | Sweep | DemoRuns
"""A run, the runs of several seeds, experiments that belong together, a sweep, or the four runs of a demonstration."""


@dataclass(frozen=True)
class Folder:
    """A folder and what is in it."""

    path: Path
    content: Content

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Folder:
        """Opens a folder; raises `RunFolderError` where it is none that the program has written."""
        folder = Path(path)
        return cls(folder, _content(folder))

    @property
    def name(self) -> str:
        """What the experiment, the family or the sweep is called."""
        return "demo" if isinstance(self.content, DemoRuns) else self.content.name

    @property
    def runs(self) -> Mapping[str, Sequence[Run]]:
        """Its runs by experiment; those of a sweep, and of a demonstration, do not belong into one figure."""
        if isinstance(self.content, Run):
            return {self.content.name: [self.content]}
        if isinstance(self.content, Reproduced):
            return {self.content.name: self.content.runs}
        return self.content.runs if isinstance(self.content, Family) else {}


def _content(folder: Path) -> Content:
    if not folder.is_dir():
        raise RunFolderError(folder, "there is no such folder")
    if (folder / SWEEP).exists():
        return open_sweep(folder)
    if (folder / FAMILY).exists():
        return Family.open(folder)
    if any(folder.glob("seed-*/config.yaml")):
        return opened(folder)
    if (folder / "config.yaml").exists() or (folder / "recording.zarr").exists():
        return open_run(folder)
    if (folder / "teacher-111-fixed").is_dir():
        return DemoRuns.open(folder)
    inside = sorted(path.parent.name for path in folder.glob("*/config.yaml"))
    hint = f"; it has the folders {', '.join(inside)}: give one of them" if inside else ""
    raise RunFolderError(folder, f"this is not the folder of a run, of several seeds, of a family or of a sweep{hint}")
