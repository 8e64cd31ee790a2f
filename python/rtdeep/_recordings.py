"""Records of a run: buffers that the library fills, and the dataset they become."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rtdeep import _library
from rtdeep._library import ffi
from rtdeep.errors import ArgumentError, OutOfMemoryError

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Quantity:
    """One array that can be recorded."""

    name: str
    shape: tuple[int, ...]
    dimensions: tuple[str, ...]
    unit: str
    meaning: str


def quantities(simulation: int, names: Sequence[str]) -> list[Quantity]:
    """The arrays that `names` stand for, in their order and each once.

    Raises `UnknownNameError`, which names the nearest one.
    """
    found: dict[str, Quantity] = {}
    for name in names:
        probes = json.loads(_library.call_for_text("simulation_probes", simulation, name.encode("utf-8")))
        for probe in probes:
            found[probe["name"]] = Quantity(
                probe["name"], tuple(probe["shape"]), tuple(probe["dimensions"]), probe["unit"], probe["meaning"]
            )
    return list(found.values())


@dataclass(frozen=True)
class Stretch:
    """Records at equal distances: the first step with one, the last that may have one, the steps between two."""

    first: int
    last: int
    every: int

    @property
    def count(self) -> int:
        """The number of records."""
        return 0 if self.last < self.first else (self.last - self.first) // self.every + 1

    def beginning(self, start: int) -> int:
        """Where a run from step `start` begins to record: a period before the first record, or at it."""
        return self.first - self.every if self.first - self.every >= start else self.first


class Recording:
    """The buffers of what one request asks for, being filled stretch by stretch."""

    def __init__(
        self, quantities: list[Quantity], stretches: list[Stretch], memory: np.ndarray | None = None
    ) -> None:
        """`memory` is used instead of new arrays: a row for each record, all quantities side by side.

        Raises `ArgumentError` where that is too small or of another kind.
        """
        self._quantities = quantities
        self._stretches = [stretch for stretch in stretches if stretch.count > 0] if quantities else []
        capacity = sum(stretch.count for stretch in self._stretches)
        width = sum(math.prod(quantity.shape) for quantity in quantities)
        self._rows: np.ndarray | None = None
        if memory is not None:
            self._rows = _checked(memory, capacity, width)[: capacity * width].reshape(capacity, width)
            ends = np.cumsum([math.prod(quantity.shape) for quantity in quantities], dtype=int)[:-1]
            self._buffers = [
                part.reshape(capacity, *quantity.shape)
                for quantity, part in zip(quantities, np.split(self._rows, ends, axis=1), strict=True)
            ]
        else:
            # Untouched until records are written: a run that ends early does not pay for the rest. The system would
            # promise more than it has, and end the process when it is used.
            numbers = width + 1
            if 8 * capacity * numbers > _available_bytes():
                raise OutOfMemoryError(
                    f"{capacity} records of {numbers} numbers need {8.0 * capacity * numbers / 2**30:.3g} GiB, and "
                    f"there are {_available_bytes() / 2**30:.3g}: record less, or less often (every), or into a folder "
                    "(Experiment.run_into)"
                )
            self._buffers = [np.empty((capacity, *quantity.shape)) for quantity in quantities]
        self._steps = np.empty(capacity, dtype=np.int64)
        self._handle: _library.Handle | None = None
        self._count = 0

    def next_beginning(self, start: int) -> int | None:
        """The step at which the next stretch begins, in a run from step `start`; None after the last."""
        return self._stretches[0].beginning(start) if self._stretches else None

    def begin(self, simulation: int, step: int) -> None:
        """Begins the next stretch."""
        self.end()
        stretch = self._stretches.pop(0)
        names, kept = _library.texts([quantity.name for quantity in self._quantities])
        rows = slice(self._count, self._count + stretch.count)
        steps = ffi.cast("int64_t *", self._steps[rows].ctypes.data)
        request = (simulation, names, len(kept), stretch.every, int(step == stretch.first))
        if self._rows is not None:
            part = self._rows[rows]
            self._handle = _library.Handle(
                "simulation_record_rows", *request, ffi.cast("double *", part.ctypes.data), part.size, steps,
                stretch.count,
            )
        else:
            parts = [buffer[rows] for buffer in self._buffers]
            addresses = ffi.new("double *[]", [ffi.cast("double *", part.ctypes.data) for part in parts])
            self._handle = _library.Handle(
                "simulation_record", *request, addresses, [part.size for part in parts], steps, stretch.count
            )

    def end(self) -> None:
        """Lets go of the buffers."""
        if self._handle is not None:
            self._count += _library.call_for_number("recording_count", self._handle.number)
            _library.call("recording_end", self._handle.number)
            self._handle = None

    def variables(self, dt: float, time: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Data variables and coordinates along the axis `time`."""
        steps = self._steps[: self._count]
        data = {
            quantity.name: (
                (time, *quantity.dimensions), buffer[: self._count],
                {"units": quantity.unit, "long_name": quantity.meaning},
            )
            for quantity, buffer in zip(self._quantities, self._buffers, strict=True)
        }
        suffix = time.removeprefix("time_ms")
        coordinates = {
            time: (time, steps * dt, {"units": "ms", "long_name": "model time"}),
            f"step{suffix}": (time, steps, {"long_name": "steps since the start of the simulation"}),
        }
        return data, coordinates


def _checked(memory: np.ndarray, records: int, width: int) -> np.ndarray:
    """The numbers of `memory` one after the other; raises `ArgumentError` where it cannot take so many records."""
    if not isinstance(memory, np.ndarray) or memory.dtype != np.float64 or not memory.flags.carray:
        kind = f"{memory.dtype} array" if isinstance(memory, np.ndarray) else type(memory).__name__
        raise ArgumentError(f"memory is a {kind}, but must be a contiguous, writable array of float64")
    if memory.size < records * width:
        raise ArgumentError(
            f"memory has {memory.size} numbers, but {records} records of {width} numbers need {records * width}"
        )
    return memory.reshape(-1)


def _available_bytes() -> int:
    """Memory that is free or can be made so; without Linux's own figure, all that there is."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def dataset(recordings: Sequence[Recording], dt: float, attributes: dict[str, Any]) -> xr.Dataset:
    """All records: one axis of time per recording, `time_ms`, `time_ms_2` and so on."""
    import xarray as xr

    data: dict[str, Any] = {}
    coordinates: dict[str, Any] = {}
    for index, recording in enumerate(recordings):
        variables, axes = recording.variables(dt, "time_ms" if index == 0 else f"time_ms_{index + 1}")
        data.update(variables)
        coordinates.update(axes)
    return xr.Dataset(data, coordinates, attributes)
