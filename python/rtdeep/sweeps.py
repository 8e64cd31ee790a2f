"""The folders of sweeps: what an experiment leaves behind that was run over ranges of its parameters."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from rtdeep._json import object_in
from rtdeep._lock import is_held
from rtdeep.errors import ArgumentError, RunFolderError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FILE = "sweep.json"
"""What says that a folder is that of a sweep, and what is varied."""

UNTITLED = "untitled"
"""The title of a sweep whose file has none."""

_RESULT = ("outcome", "steps", "seconds")
"""What is known of every member beside its metrics."""


@dataclass(frozen=True)
class Dimension:
    """One dimension of the results of a sweep."""

    name: str
    count: int
    """The number of points."""
    axes: Sequence[str]
    """What varies along it: the axis of its name, or along `sample` all that are drawn."""

    @property
    def is_drawn(self) -> bool:
        """Whether its points are samples, with coordinates that come in no order."""
        return list(self.axes) != [self.name]


@dataclass(frozen=True)
class Sweep:
    """One experiment over ranges of its parameters: every combination is a member.

    Everything is read when it is first asked for, and kept. A sweep can be looked at while it goes on, or after it was
    interrupted: members without a result are missing, and what they are to record is NaN; `refresh` looks for new ones.

        sweep = rtdeep.open_sweep("mine")
        sweep.dataset["BPP_0"].mean("seed")
        sweep.best("test_accuracy_best")
        rtdeep.plot.sweep_map(sweep, "test_accuracy_best", "learning.BPP", "noise")
    """

    path: Path

    @property
    def is_running(self) -> bool:
        """Whether a process writes into the folder at the moment."""
        return any(map(is_held, locks(self.path)))

    def refresh(self) -> Self:
        """Forgets what was read, so that it is read anew; gives back the sweep itself."""
        for name in ("dataset", "table"):
            self.__dict__.pop(name, None)
        return self

    @cached_property
    def description(self) -> Mapping[str, Any]:
        """Name, title, experiment, number of members and dimensions, as `sweep.json` has them."""
        return object_in(self.path / FILE)

    @property
    def name(self) -> str:
        """The sweep's name, or the folder's where it has none."""
        return str(self.description.get("name") or self.path.name)

    @property
    def title(self) -> str:
        """One line that says what it is for."""
        return str(self.description.get("title", UNTITLED))

    @property
    def experiment(self) -> str:
        """The name of the experiment that is varied."""
        return str(self.description.get("experiment", ""))

    @cached_property
    def dimensions(self) -> Sequence[Dimension]:
        """The dimensions, slowest first; raises `RunFolderError` where `sweep.json` does not say what they are."""
        return _dimensions(self.path / FILE, self.description)

    @property
    def axes(self) -> Sequence[str]:
        """The names of all axes, in the order of the dimensions."""
        return [axis for dimension in self.dimensions for axis in dimension.axes]

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the dimensions."""
        return tuple(one.count for one in self.dimensions)

    def dimension_of(self, axis: str) -> Dimension:
        """The dimension along which an axis varies; raises `UnknownNameError` where no axis has that name."""
        for dimension in self.dimensions:
            if axis in dimension.axes:
                return dimension
        raise UnknownNameError(f"no axis of {self.path} is called {axis}: there are {', '.join(self.axes)}")

    @cached_property
    def dataset(self) -> xr.Dataset:
        """Everything that was recorded, with the dimensions of the sweep in front; read when its values are needed.

        Axes are coordinates, numbers or texts; those that are drawn lie along `sample`. After them come model time in
        ms and populations of neurons. `outcome` (its numbers are explained by `flag_values` and `flag_meanings`),
        `steps`, `seconds` and `final_METRIC` have the dimensions of the sweep only, and are there once a process has
        come to its end. Raises `RunFolderError` where the store is damaged.
        """
        # Only here, for it takes a second to import.
        import xarray as xr

        path = self.path / "sweep.zarr"
        try:
            with warnings.catch_warnings():
                # An array that is just being created.
                warnings.filterwarnings("ignore", message=".* is not recognized as a component of a Zarr hierarchy")
                # Without chunks: the same arrays whether dask is installed or not.
                dataset = xr.open_zarr(path, consolidated=False, chunks=None)
            return dataset.assign_coords({
                axis: (dimension.name, _coordinates(dataset, axis, dimension))
                for dimension in self.dimensions for axis in dimension.axes})
        except Exception as error:  # zarr and xarray raise whatever they come across in a damaged store
            raise RunFolderError(path, f"the records cannot be opened: {error}") from error

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per member: `member`, the axes, `outcome`, `steps`, `seconds` and the metrics at the end.

        This is `table.csv`, or what it is going to be: results that are newer than that file, or come before it, are
        taken from `results`. Members without a result have the outcome "missing". Raises `RunFolderError` where a file
        is damaged.
        """
        import pandas as pd

        columns: dict[str, NDArray[Any]] = {"member": np.arange(prod(self.shape))}
        for dimension, places in zip(self.dimensions, np.indices(self.shape), strict=True):
            for axis in dimension.axes:
                columns[axis] = _whole(self.dataset[axis].values[places.ravel()])
        return pd.concat([pd.DataFrame(columns), self._results()], axis=1)

    @property
    def metrics(self) -> Sequence[str]:
        """The names of the metrics, as far as members have come to their end."""
        return [str(name) for name in self.table.columns[1 + len(self.axes) + len(_RESULT) :]]

    @property
    def outcomes(self) -> xr.DataArray:
        """What has become of the members, in the sweep's shape: "completed", "diverged" or "missing"."""
        return self._shaped("outcome", self.table["outcome"].to_numpy().astype(str))

    def values(self, metric: str) -> xr.DataArray:
        """A metric in the sweep's shape, NaN where a member is not completed; raises `UnknownNameError`."""
        self._require(metric)
        is_completed = self.table["outcome"] == "completed"
        return self._shaped(metric, np.where(is_completed, self.table[metric], np.nan))

    def best(self, metric: str, n: int = 10, largest: bool = True) -> pd.DataFrame:
        """The `n` members that are best in a metric, the best one first: `member`, the axes, and the metric.

        Best is largest or smallest; only members that are completed are considered. Raises `UnknownNameError` where
        there is no such metric, and `ArgumentError` where `n` is less than 1.
        """
        self._require(metric)
        if n < 1:
            raise ArgumentError(f"n is {n}, but must be at least 1")
        table = self.table
        known = table[(table["outcome"] == "completed") & table[metric].notna()]
        chosen = known.sort_values(metric, ascending=not largest, kind="stable").head(n)
        return chosen[["member", *self.axes, metric]].reset_index(drop=True)

    def _require(self, metric: str) -> None:
        if metric not in self.metrics:
            there = f"there are {', '.join(self.metrics)}" if self.metrics else "no member has any yet"
            raise UnknownNameError(f"no metric of {self.path} is called {metric}: {there}")

    def _shaped(self, name: str, values: NDArray[Any]) -> xr.DataArray:
        import xarray as xr

        coordinates = {axis: self.dataset[axis] for axis in self.axes}
        return xr.DataArray(
            values.reshape(self.shape), name=name, dims=[one.name for one in self.dimensions], coords=coordinates)

    def _results(self) -> pd.DataFrame:
        """Outcome, steps, seconds and metrics, one row per member."""
        written = self.path / "table.csv"
        files = {int(one.stem): one for one in (self.path / "results").glob("*.json") if one.stem.isdecimal()}
        if written.exists():
            table = self._table(written)
            if (table["outcome"] != "missing").sum() >= len(files):
                return table
        return _collected(files, prod(self.shape))

    def _table(self, path: Path) -> pd.DataFrame:
        """The columns of `table.csv` that are not coordinates: these are more exact in the store."""
        import pandas as pd

        expected = ["member", *self.axes, *_RESULT]
        members = prod(self.shape)
        try:
            # As texts: a point may be called NA.
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            if list(table.columns[: len(expected)]) != expected:
                raise ValueError(f"its columns must begin with {', '.join(expected)}")
            if table["member"].tolist() != [str(member) for member in range(members)]:
                raise ValueError(f"it must have one row for each of {members} members, in their order")
            columns = {name: _numbers(table[name]) for name in table.columns[len(expected) - 2 :]}
        except (OSError, ValueError) as error:
            raise RunFolderError(path, f"the table cannot be read: {error}") from error
        return _with_steps(table["outcome"].tolist(), columns)


def open_sweep(path: str | PathLike[str]) -> Sweep:
    """Opens the folder of a sweep at `path`, also of one that is running or was interrupted.

    Raises `RunFolderError` where the folder or a part of it is missing, or `sweep.json` is damaged.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise RunFolderError(folder, "there is no such folder")
    for part in (FILE, "sweep.zarr"):
        if not (folder / part).exists():
            raise RunFolderError(folder / part, "missing, so its folder is not that of a sweep")
    sweep = Sweep(folder)
    if sweep.description.get("format") != 1:
        raise RunFolderError(
            folder / FILE, f"its format is {sweep.description.get('format')}, but this package reads format 1 only")
    # Looked at here, so that what is damaged is not found out later.
    _dimensions(folder / FILE, sweep.description)
    return sweep


def locks(folder: Path) -> Iterator[Path]:
    """The claims of processes to the members that they run, held as long as they do."""
    yield from folder.glob("members/*.lock")


def _dimensions(path: Path, description: Mapping[str, Any]) -> Sequence[Dimension]:
    """What the file at `path` says of the dimensions; raises `RunFolderError`."""
    try:
        dimensions = [
            Dimension(str(one["name"]), int(one["count"]), tuple(map(str, one["axes"])))
            for one in description["dimensions"]]
        members = int(description["members"])
    except (KeyError, TypeError, ValueError) as error:
        raise RunFolderError(path, f"it does not say what is varied: {error!r}") from error
    points = prod(one.count for one in dimensions)
    if not dimensions or points != members:
        raise RunFolderError(path, f"there are {members} members, but the dimensions have {points} points")
    return dimensions


def _coordinates(dataset: xr.Dataset, axis: str, dimension: Dimension) -> NDArray[Any]:
    """The coordinates of an axis; raises `ValueError` where they do not fit."""
    array = dataset.variables.get(axis)
    if array is None or array.dims != (dimension.name,) or array.shape != (dimension.count,):
        raise ValueError(f"{axis} must have {dimension.count} coordinates along {dimension.name}")
    values = np.asarray(array.values)
    # Texts of any length become those of NumPy that everything can handle.
    return values.astype(np.float64) if values.dtype.kind in "fiu" else np.array(list(map(str, values)))


def _whole(values: NDArray[Any]) -> NDArray[Any]:
    """Integers where all numbers are, such as seeds."""
    if values.dtype.kind == "f" and np.all(np.abs(values) < 2**53) and np.all(values == np.round(values)):
        return values.astype(np.int64)
    return values


def _collected(files: Mapping[int, Path], members: int) -> pd.DataFrame:
    """What the files of members that are done say, as the table has it; raises `RunFolderError`."""
    outcomes = ["missing"] * members
    columns: dict[str, NDArray[Any]] = {"steps": np.full(members, np.nan), "seconds": np.full(members, np.nan)}
    for member in sorted(files):
        entry = object_in(files[member])
        try:
            if entry["format"] != 1 or entry["member"] != member or not 0 <= member < members:
                raise ValueError(f"format {entry['format']}, member {entry['member']}")
            outcomes[member] = str(entry["outcome"])
            numbers = {"steps": entry["steps"], "seconds": entry["seconds"]}
            for name, value in (numbers | entry["metrics"]).items():
                # JSON has no NaN.
                number = np.nan if value is None else float(value)
                columns.setdefault(name, np.full(members, np.nan))[member] = number
        except (KeyError, TypeError, ValueError) as error:
            raise RunFolderError(files[member], f"this is no result of a member of this sweep: {error!r}") from error
    return _with_steps(outcomes, columns)


def _numbers(fields: Iterable[str]) -> NDArray[np.float64]:
    """Numbers of the table, NaN where a field is empty; raises `ValueError`."""
    return np.array([float(field) if field else np.nan for field in fields])


def _with_steps(outcomes: Sequence[str], columns: dict[str, NDArray[Any]]) -> pd.DataFrame:
    """Outcomes and numbers as one table; steps are integers where no member is missing."""
    import pandas as pd

    return pd.DataFrame({"outcome": outcomes, **columns, "steps": _whole(columns["steps"])})
