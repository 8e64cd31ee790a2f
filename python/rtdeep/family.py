"""Experiments that belong together: what `rtdeep reproduce FAMILY` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from rtdeep._json import object_in
from rtdeep.errors import RunFolderError
from rtdeep.runs import Run, open_run

FILE = "family.json"
"""What the folder of a family has beside those of its members."""


SEEDS = "ensemble.json"
"""What the folder of several seeds has beside theirs."""


def seed_folders(folder: Path) -> Mapping[int, Path]:
    """The folders of all seeds that `SEEDS` names, whether they are there or not.

    Raises `RunFolderError` where it is missing or says something else.
    """
    path = folder / SEEDS
    entry = object_in(path)
    if entry.get("format") != 1:
        raise RunFolderError(path, f"its format is {entry.get('format')}, but this package reads format 1 only")
    try:
        given = entry.get("seeds")
        seeds = given if given is not None else range(int(entry["first_seed"]), int(entry["last_seed"]) + 1)
        return {int(seed): folder / f"seed-{int(seed)}" for seed in seeds}
    except (KeyError, TypeError, ValueError) as error:
        raise RunFolderError(path, "it does not say which seeds there are") from error


@dataclass(frozen=True)
class Member:
    """One experiment of a family, as far as it has been run."""

    name: str
    runs: Sequence[Run]
    """Those that are complete, by their seeds."""
    seeds: int
    """How many there are to be."""
    diverged: int
    """How many of these have diverged."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The member in `folder`; without any run where nothing is there yet."""
        if not (folder / SEEDS).exists():
            return cls(folder.name, [], 0, 0)
        paths = seed_folders(folder).values()
        runs = [open_run(one) for one in paths if (one / "report.json").exists()]
        outcomes = [run.report.get("outcome") for run in runs]
        complete = [run for run, outcome in zip(runs, outcomes, strict=True) if outcome == "completed"]
        return cls(folder.name, complete, len(paths), outcomes.count("diverged"))

    @property
    def settings(self) -> dict[str, Any]:
        """What all its runs have in common, but for the seed."""
        return self.runs[0].settings


@dataclass(frozen=True)
class Family:
    """Experiments that one figure shows."""

    name: str
    title: str
    members: Sequence[Member]
    """Those of which there is a run to be drawn."""
    incomplete: Sequence[Member]
    """Those that lack runs of some of their seeds, or of all."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The family in `folder`.

        Raises `RunFolderError` where `family.json` is missing or says something else, and where no member has a run.
        """
        path = folder / FILE
        entry = object_in(path)
        if entry.get("format") != 1:
            raise RunFolderError(path, f"its format is {entry.get('format')}, but this package reads format 1 only")
        names = entry.get("members")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise RunFolderError(path, "members must be a list of names")
        all_members = [Member.open(folder / name) for name in names]
        drawn = [member for member in all_members if member.runs]
        if not drawn:
            raise RunFolderError(folder, f"there is no complete run of {', '.join(names) or 'any member'}")
        incomplete = [member for member in all_members if not member.runs or len(member.runs) < member.seeds]
        name = str(entry.get("family", folder.name))
        return cls(name, str(entry.get("title", name)), drawn, incomplete)

    @property
    def labels(self) -> dict[str, str]:
        """What legends call the members, by their names: titles without the words with which all of them begin.

        Where titles are the same, or have no beginning in common, it is the names that are shortened.
        """
        names = [member.name for member in self.members]
        titles = [str(member.settings["title"]) for member in self.members]
        if len(names) == 1:
            return {names[0]: titles[0]}
        short = without_beginning(titles, " ")
        if short == titles or len(set(short)) < len(short):
            short = without_beginning(names, "-")
        return dict(zip(names, short, strict=True))

    @property
    def runs(self) -> Mapping[str, Sequence[Run]]:
        """All runs by the labels of their members."""
        labels = self.labels
        return {labels[member.name]: member.runs for member in self.members}

    @property
    def citations(self) -> Sequence[str]:
        """What the members were published in, every publication once."""
        return list(dict.fromkeys(
            str(member.settings["citation"]) for member in self.members if member.settings.get("citation")))


def without_beginning(texts: Sequence[str], separator: str) -> list[str]:
    """Texts without the parts with which all of them begin; the last part of each stays."""
    parts = [text.split(separator) for text in texts]
    shared = 0
    while all(len(one) > shared + 1 and one[shared] == parts[0][shared] for one in parts):
        shared += 1
    return [separator.join(one[shared:]) for one in parts]
