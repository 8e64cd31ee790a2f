"""The variables of a network, where they lie."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from rtdeep import _library
from rtdeep._library import ffi
from rtdeep.errors import UnknownNameError


class State(Mapping[str, np.ndarray]):
    """The variables of a network by name: `state["uP_0"]` or `state.uP_0`. See `Simulation.state`."""

    def __init__(self, handle: _library.Handle, variables: Sequence[Mapping[str, Any]]) -> None:
        place = ffi.new("double **")
        count = ffi.new("int64_t *")
        _library.call("simulation_state", handle.number, ffi.cast("const double **", place), count)
        # Arrays keep the network alive, so that none of them can outlive its memory.
        owner = ffi.gc(place[0], lambda _, handle=handle: None)
        everything = np.frombuffer(ffi.buffer(owner, 8 * count[0]), dtype=np.float64)
        everything.flags.writeable = False
        self._handle = handle
        # Bound once: asking for a variable is what loops do.
        self._publish = partial(_library.library().rtdeep_simulation_publish, handle.number)
        self._places = {entry["name"]: (entry["offset"], math.prod(entry["shape"])) for entry in variables}
        self._views = {
            entry["name"]: everything[entry["offset"] :][: math.prod(entry["shape"])].reshape(entry["shape"])
            for entry in variables
        }

    @classmethod
    def empty(cls) -> State:
        """The state of a simulation that was closed."""
        state = cls.__new__(cls)
        state._views = {}
        return state

    def _current(self, name: str) -> np.ndarray:
        """The array of a variable that there is, brought up to date."""
        first, count = self._places[name]
        if self._publish(first, count, ffi.NULL):
            # Once more, for the sentence that says why.
            _library.call("simulation_publish", self._handle.number, first, count)
        return self._views[name]

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._views:
            raise UnknownNameError(f"no variable is called {name}: there are {', '.join(self._views)}")
        return self._current(name)

    def __getattr__(self, name: str) -> np.ndarray:
        if name.startswith("_") or name not in self._views:
            there = ", ".join(self.__dict__.get("_views", ()))
            raise AttributeError(f"no variable is called {name}: there are {there}")
        return self._current(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._views]

    def __repr__(self) -> str:
        return f"<rtdeep.State: {', '.join(self._views)}>"
