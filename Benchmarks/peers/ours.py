"""Ours, through its Python package."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import start as beginnings
from start import Array, Start, Variables

from peers import Peer

#: Records in the memory that is used again.
_RECORDS = 60_000


def ours(starts: list[Start], noise: list[list[Array]] | None, **options: Any) -> Peer:
    """Whatever the work is: one network, or an ensemble."""
    return (OurEnsemble if starts[0].work.is_ensemble else OurNetwork)(starts, noise, **options)


class OurNetwork:
    """See `peers.Peer`: one network.

    It draws its own noise, with the seed of the start, and so ends where the reference does.

    - record: whether every variable is recorded at every step, into memory that is used again
    - settings: further ones of the configuration
    """

    def __init__(
        self, starts: list[Start], noise: list[list[Array]] | None, *, record: bool = False, **settings: str
    ) -> None:
        self.start = starts[0]
        self.simulation = beginnings.simulation(self.start.work, self.start.seed, **settings)
        self.record = tuple(self.simulation.state) if record else ()
        width = sum(self.simulation.state[name].size for name in self.record)
        #: Used again by every call, and small enough for a cache.
        self.memory = np.zeros((_RECORDS, width)) if record else None

    def prepare(self, steps: int) -> None:
        """It is compiled already."""

    def run(self, steps: int) -> float:
        most = steps if self.memory is None else _RECORDS
        begun = time.perf_counter()
        for first in range(0, steps, most):
            beginnings.advance(
                self.simulation, self.start.work, self.start.seed, min(most, steps - first), self.record, self.memory
            )
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        return [beginnings.variables(self.simulation)]


class OurEnsemble:
    """See `peers.Peer`: all members at the same time, each with noise of its own, as above.

    - threads: how many
    - settings: further ones of the configuration
    """

    def __init__(
        self, starts: list[Start], noise: list[list[Array]] | None, *, threads: int = 1, **settings: str
    ) -> None:
        self.start = starts[0]
        seeds = [start.seed for start in starts]
        self.ensemble = beginnings.ensemble(self.start.work, seeds, threads, **settings)
        self.shown = beginnings.shown_to_ensemble(self.start.work, seeds)

    def prepare(self, steps: int) -> None:
        """It is compiled already."""

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        beginnings.advance_ensemble(self.ensemble, self.shown, steps)
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        return beginnings.ensemble_variables(self.ensemble, self.start.variables)
