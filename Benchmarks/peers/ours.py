"""Ours, through its Python package."""

from __future__ import annotations

import time

import start as beginnings
from start import Array, Start, Variables


class Ours:
    """See `peers.Peer`: one network, or one after the other.

    It draws its own noise, with the seeds of the starts, and so ends where the reference does.

    - record: whether every variable is recorded at every step
    """

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None, *, record: bool = False) -> None:
        self.starts = starts
        self.simulations = [beginnings.simulation(start.work, start.seed) for start in starts]
        self.record = tuple(self.simulations[0].state) if record else ()

    def prepare(self, steps: int) -> None:
        """It is compiled already."""

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        for simulation, start in zip(self.simulations, self.starts, strict=True):
            beginnings.advance(simulation, start.work, start.seed, steps, self.record)
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        return [beginnings.variables(simulation) for simulation in self.simulations]
