"""What the configuration of a recording says of its task: classes, and how samples are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import yaml

from rtdeep.errors import ArgumentError, RunFolderError
from rtdeep.runs import Run
from rtdeep.series import Records, Values, dataset_of

_CLASSES = {"bars": ("horizontal", "vertical", "diagonal"), "yinYang": ("yin", "yang", "dot")}
"""Of tasks that are made by formula; samples of files have numbers."""


@dataclass(frozen=True)
class Task:
    """A task of classification, as its samples are shown."""

    classes: tuple[str, ...]
    """What the classes are called."""
    samples: int
    """Training samples, each of which is shown once in an epoch."""
    presentation: float
    """How long each is shown, in ms."""
    settling: float
    """ms before the first one."""
    dt: float
    """The time step in ms."""

    @classmethod
    def of(cls, records: Records) -> Self:
        """The task of a recording; raises `RunFolderError` or `ArgumentError` where it has none."""
        settings = settings_of(records)
        if settings.get("task") is None:
            if isinstance(records, Run):
                raise RunFolderError(records.path / "config.yaml", "its experiment has no task")
            raise ArgumentError("this recording is of an experiment without a task")
        outputs = int(settings["layers"][-1])
        source = next(name for name in ("bars", "yinYang", "npz", "idx") if name in settings["task"])
        shown = settings["presentations"]
        return cls(
            _CLASSES.get(source, tuple(str(number) for number in range(outputs))),
            _samples(source, settings["task"][source]), float(shown["duration"]), float(shown.get("settling", 0)),
            float(settings["dt"]))

    @property
    def steps(self) -> int:
        """How long each sample is shown, in time steps."""
        return round(self.presentation / self.dt)

    def epochs(self, time: Values) -> Values:
        """How often all samples have been shown at the times `time`, in ms."""
        return (time - self.settling) / (self.samples * self.presentation)


def settings_of(records: Records) -> dict[str, Any]:
    """The keys of a recording's configuration and their values; raises `ArgumentError` where it comes without one."""
    if isinstance(records, Run):
        return records.settings
    if "configuration" not in dataset_of(records).attrs:
        raise ArgumentError("the dataset has no configuration: it was not recorded by rtdeep")
    return dict(yaml.safe_load(records.attrs["configuration"]))


def _samples(source: str, settings: Mapping[str, Any]) -> int:
    """How many there are for training."""
    if source != "bars":
        return int(settings["training"])
    if "perClass" in settings:
        return 3 * int(settings["perClass"]["training"])
    # Every row, every column and both diagonals.
    return 2 * int(settings["side"]) + 2
