"""What it costs to record everything that the seed notebook records, at every step, from Python.

Prints the time of 300 000 steps with and without records, the first touch of as many bytes, and
(with - touch) / without, of each of several runs. Times are the processor's: others who use the machine do not count.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import xarray as xr

import rtdeep

STEPS = 300_000
FAMILIES = [
    "uP", "uI", "uP_breve", "uI_breve", "rP_breve", "rI_breve", "rP_breve_HI", "WPP", "WIP", "BPP", "BPI",
]


def seconds(work: Callable[[], object]) -> float:
    """What `work` takes of the processor, what it gives kept until afterwards."""
    begun = time.process_time()
    kept = work()
    elapsed = time.process_time() - begun
    del kept
    return elapsed


def touch(records: xr.Dataset) -> list[np.ndarray]:
    """Writes to as much memory as the records take."""
    return [np.ones(array.shape) for array in records.variables.values()]


def main() -> None:
    """Equal outputs first, then times."""
    experiment = rtdeep.Experiment("seed")
    recorded = experiment.simulation()
    records = recorded.run(STEPS, record=FAMILIES)
    silent = experiment.simulation()
    silent.run(STEPS, record=[])
    assert all(np.array_equal(silent.state[name], records[name].values[-1]) for name in records.data_vars)
    stepped = experiment.simulation()
    for row in range(1000):
        stepped.step()
        assert all(np.array_equal(stepped.state[name], records[name].values[row]) for name in records.data_vars)
    print("without (s)  with (s)  touch (s)  (with - touch) / without")
    for _ in range(9):
        one, other = experiment.simulation(), experiment.simulation()
        without = seconds(lambda run=one.run: run(STEPS, record=[]))
        with_records = seconds(lambda run=other.run: run(STEPS, record=FAMILIES))
        touched = seconds(lambda: touch(records))
        print(f"{without:11.4f}  {with_records:8.4f}  {touched:9.4f}  {(with_records - touched) / without:24.2f}")


if __name__ == "__main__":
    main()
