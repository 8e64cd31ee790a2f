"""The weights of a run at some moments: those that were recorded, or those of its start and its last checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np
import xarray as xr

from rtdeep import metrics
from rtdeep._archive import Archive
from rtdeep.errors import RtDeepError
from rtdeep.experiment import Experiment
from rtdeep.runs import Run
from rtdeep.series import Values, layers_of

FAMILIES = ("WPP", "BPP", "WIP", "BPI")

MOMENTS = 60
"""At most so many."""

READ = 4_000_000
"""So many weights are read at most, of all moments together."""


@dataclass(frozen=True)
class WeightsOverTime:
    """Weight matrices at some moments."""

    dataset: xr.Dataset
    """Of all of `FAMILIES` that the network has; the first dimension of each is time in ms."""
    moments: str
    """What these moments are, as a sentence."""

    @property
    def names(self) -> list[str]:
        """Of all matrices, by families."""
        return [f"{family}_{layer}" for family in FAMILIES for layer in layers_of(self.dataset, family)]

    @property
    def time(self) -> Values:
        """Model time of the moments in ms."""
        array = self.dataset[self.names[0]]
        return np.asarray(array[array.dims[0]].values, dtype=np.float64)

    def largest(self, family: str) -> float:
        """The largest finite magnitude in a family, of all moments."""
        magnitudes = [np.abs(self.dataset[name].values) for name in self.names if name.startswith(f"{family}_")]
        return max((float(one[np.isfinite(one)].max(initial=0)) for one in magnitudes), default=0.0)

    def angles(self) -> dict[int, Values]:
        """The angle between B and the transposed forward path in degrees, by hidden layer."""
        found = {}
        for layer in layers_of(self.dataset, "BPP"):
            try:
                path = metrics.forward_path(self.dataset, layer)
            except RtDeepError:
                continue
            found[layer] = np.atleast_1d(np.asarray(metrics.angle(self.dataset[f"BPP_{layer}"], path)))
        return found


def weights_over_time(run: Run, experiment: Experiment | None) -> tuple[WeightsOverTime | None, str]:
    """The weights of a run at some moments; or None, and why there are none."""
    dataset = run.dataset
    layers = run.settings.get("layers", [])
    if _is_whole(dataset, len(layers)):
        names = _names(dataset)
        axis = str(dataset[names[0]].dims[0])
        count, size = dataset.sizes[axis], sum(prod(dataset[name].shape[1:]) for name in names)
        chosen = np.unique(np.linspace(0, count - 1, min(count, MOMENTS, max(2, READ // size))).round().astype(int))
        words = "every record" if len(chosen) == count else f"{len(chosen)} of {count} records, evenly chosen"
        return WeightsOverTime(dataset[names].isel({axis: chosen}).load(), f"Moments: {words}."), ""
    if experiment is None:
        return None, "Not all weights were recorded together, and the library that knows those of the start is missing."
    if sum(low * high for low, high in pairwise(layers)) > READ:
        return None, "Not all weights were recorded together, and there are too many to compute those of the start."
    start = experiment.simulation().run(0, record=list(FAMILIES), include_start=True)
    names = _names(start)
    moments = [start[names]]
    path = run.path / "checkpoint.npz"
    words = "the start; the run has no checkpoint yet"
    if path.exists():
        archive = Archive(path)
        axis = str(start[names[0]].dims[0])
        time = max((float(run.dataset[name].values[-1]) for name in run.dataset.dims
                    if str(name).startswith("time_ms") and run.dataset.sizes[name]), default=np.nan)
        ended = run.report["simulated_ms"] if (run.path / "report.json").exists() else time
        end = start[names].copy(data={
            name: archive[name].reshape(start[name].shape) for name in names}).assign_coords({axis: [float(ended)]})
        moments.append(end)
        words = "the start and the last checkpoint, for not all weights were recorded together"
    return WeightsOverTime(xr.concat(moments, str(start[names[0]].dims[0])), f"Moments: {words}."), ""


def _names(dataset: xr.Dataset) -> list[str]:
    return [f"{family}_{layer}" for family in FAMILIES for layer in layers_of(dataset, family)]


def _is_whole(dataset: xr.Dataset, layers: int) -> bool:
    """Whether forward and feedback weights of all layers were recorded at the same times, at least once."""
    names = _names(dataset)
    if len(layers_of(dataset, "WPP")) != layers - 1 or len(layers_of(dataset, "BPP")) != layers - 2:
        return False
    axes: Sequence[str] = sorted({str(dataset[name].dims[0]) for name in names})
    return len(axes) == 1 and dataset.sizes[axes[0]] > 0
