"""Ours, through its Python package."""

from __future__ import annotations

import time

import start as beginnings
from start import Start, Variables
from works import Work


class Ours:
    """See `peers.Peer`. Draws its own noise, with the seeds of the starts, so that it ends where the reference does.

    - record: names of variables that are recorded at every step
    """

    def __init__(self, work: Work, seeds: list[int], *, record: tuple[str, ...] = ()) -> None:
        self.work = work
        self.seeds = seeds
        self.record = record
        self.simulations = [beginnings.simulation(work, seed) for seed in seeds]

    def prepare(self, steps: int) -> None:
        """It is compiled already."""

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        for simulation, seed in zip(self.simulations, self.seeds, strict=True):
            beginnings.advance(simulation, self.work, seed, steps, self.record)
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        return [beginnings.variables(simulation) for simulation in self.simulations]


__all__ = ["Ours", "Start"]
