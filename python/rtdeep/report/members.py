"""The runs of folders that have several: seeds of one experiment, or of those of a family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rtdeep._lock import is_held
from rtdeep.errors import RunFolderError
from rtdeep.family import seed_folders
from rtdeep.report.outcome import Outcome
from rtdeep.report.page import Badge
from rtdeep.runs import Run, open_run


@dataclass(frozen=True)
class Member:
    """One seed of an experiment."""

    seed: int
    folder: Path
    run: Run | None
    """None where it has not begun."""
    outcome: Outcome | None

    @property
    def badge(self) -> Badge:
        """What has become of it, in a word."""
        return Badge("not begun", "neutral") if self.outcome is None else self.outcome.badge


@dataclass(frozen=True)
class Members:
    """The seeds of one experiment."""

    name: str
    title: str
    folder: Path
    seeds: Sequence[Member]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Those in a folder with `ensemble.json`; raises `RunFolderError` where it does not say which there are."""
        members = [_member(seed, path) for seed, path in seed_folders(folder).items()]
        settings = Run(folder).settings
        return cls(str(settings.get("name", folder.name)), str(settings.get("title", folder.name)), folder, members)

    @property
    def runs(self) -> list[Run]:
        """Those that have begun."""
        return [member.run for member in self.seeds if member.run is not None]

    @property
    def is_unfinished(self) -> bool:
        """Whether somebody is still at work."""
        return is_held(self.folder / ".lock") or any(
            member.outcome is not None and member.outcome.is_unfinished for member in self.seeds)

    @property
    def is_whole(self) -> bool:
        """Whether every seed has come to an end, whatever it was."""
        return all(member.outcome is not None and member.outcome.report for member in self.seeds)


def _member(seed: int, folder: Path) -> Member:
    try:
        run = open_run(folder)
    except RunFolderError:
        return Member(seed, folder, None, None)
    return Member(seed, folder, run, Outcome.of(run))
