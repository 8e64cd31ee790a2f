"""Wrong calls of the Python interface, at random: `python hostile_calls.py COUNT SEED`.

Every one of them must end in a Python exception; the last line says how many did. A crash ends the process instead.
"""

from __future__ import annotations

import gc
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import xarray  # noqa: F401  so that the thread beside the calls does not spend them on importing it

import rtdeep

EXPERIMENT = dict(
    layers=[2, 3, 2], dt=0.1, presentations={"count": 4, "duration": 2}, learning={"WPP": 1, "BPP": 1},
    feedback={"rule": "pal", "alpha": 0.01, "noise": {"white": 0.05}}, target=0.5,
)

#: What is no array of numbers that are finite, whatever shape is wanted.
NEVER = [
    np.full((3, 2), np.nan), np.full(3, np.inf), np.full((2, 3), -np.inf), np.array(["a", "b"]), np.ones(3) * 1j,
    object(), {"a": 1}, {1, 2}, "text", b"bytes", [[1, 2], [3]], [None, 1, None], np.array([object()]),
]
#: Arrays of a shape that nothing here has.
MISSHAPEN = [
    np.ones(0), np.ones(7), np.ones((2, 0)), np.ones((4, 4)), np.ones((1, 1, 1, 1)), np.ones((3, 2, 1)),
    np.ones((5, 5)).T[::2], np.float32(1), np.zeros((2, 4), dtype=np.int8), [], [[]], 3.5, True,
]
#: What is no number of steps, records or seconds.
NUMBERS = [
    -1, -(2**63), 2**53 + 1, 2**63, 10**30, 1.5, float("nan"), float("inf"), "7", None, [], np.float64(3), object(),
]
NAMES = [
    "", "uP_9", "WPP_", "WPP_99999999999999999999", "angle(BPP", "angle(,)", "cos(A, B)", "\0", "ü" * 300, "x" * 10**5,
]
#: What is no list of seeds, and no list of two learning rates.
SEEDS: list[Any] = [np.full(3, np.inf), [0.5], [], 3, [-1, 2], ["a"], [None], [2**63], [[1]], object(), True]
RATES: list[Any] = [np.full(2, np.nan), [1], "xy", 5, [1, -2], [object(), 1], {"a": 1}, [[1, 2, 3], 1], ["a", "b"]]
#: Configurations that are none.
SETTINGS: list[dict[str, Any]] = [
    {"layers": []}, {"layers": [1, 2**40, 1]}, {"layers": "1"}, {"layers": [-1, 0, 1]}, {"layers": np.array([[1]])},
    {"dt": float("nan")}, {"dt": 0}, {"dt": -1.0}, {"dt": 1e300}, {"dt": 1j}, {"dt": b"1"}, {"dt": object()},
    {"learning": {"WPP": [1, 2, 3, 4]}}, {"learning": {"WPP": -1}}, {"learning": 7}, {"unknown": 1}, {"": 1},
    {"feedback": None}, {"feedback": {"rule": "pal"}}, {"feedback": {"rule": "\0"}},
    {"presentations": {"count": 10**30}},
    {"presentations": {"count": 2, "duration": 1e-9}}, {"initial": {"WPP": [np.ones((9, 9)), None]}},
    {"target": np.full((4, 2), np.nan)}, {"seed": -1}, {"seed": 2**64}, {"record": {"every": 0, "variables": ["uP"]}},
]


def calls(
    pick: random.Random, simulation: rtdeep.Simulation, closed: rtdeep.Simulation, ensemble: rtdeep.Ensemble
) -> list[Callable[[], Any]]:
    """Calls that are wrong, each for a reason of its own."""
    never, misshapen = pick.choice(NEVER), pick.choice(MISSHAPEN)
    number, name = pick.choice(NUMBERS), pick.choice(NAMES)
    wrong = pick.choice([never, misshapen])
    variable = pick.choice([entry for entry in simulation.state if entry not in ("r0", "target")])
    family = pick.choice(["WPP", "WIP", "BPI", "BPP"])
    good = np.ones((3, 2))
    no_period = number if not isinstance(number, int | None) else pick.randrange(-9, 1)
    return [
        lambda: rtdeep.Experiment(**{**EXPERIMENT, **pick.choice(SETTINGS)}),
        lambda: rtdeep.Experiment("seed", **{"layers.0": never}),
        lambda: rtdeep.Experiment(pick.choice([*NAMES[:2], "/", "/dev/null", "missing.yaml", "seed.yaml"])),
        lambda: simulation.run(number if number is not None else -1, record=[]),
        lambda: simulation.run(10, record=name or "?"),
        lambda: simulation.run(10, record="uP", every=no_period),
        lambda: simulation.run(10**6, record="uP", memory=wrong),
        lambda: simulation.run(10**pick.randrange(13, 15), record="uP"),
        lambda: simulation.run(inputs=wrong),
        lambda: simulation.run(inputs=good, targets=wrong),
        lambda: simulation.run(inputs=good, hold=number),
        lambda: simulation.run(inputs=good, learn=[name]),
        lambda: simulation.run(5, noise=wrong),
        lambda: simulation.step(wrong),
        lambda: simulation.step(np.ones(2), never),
        lambda: simulation.set(**{variable: never}),
        lambda: simulation.set(**{variable: np.ones((9, 9, 9))}),
        lambda: simulation.set(**{name or "?": good}),
        lambda: simulation.set(r0=good[0]),
        lambda: simulation.set_weights(**{family: never}),
        lambda: simulation.set_weights(**{family: [np.ones((7, 7))] * 2}),
        lambda: simulation.set_weights(**{name or "?": [good]}),
        lambda: simulation.give_noise(wrong),
        lambda: simulation.state[name],
        lambda: simulation.state["uP_0"].__setitem__(0, 1.0),
        lambda: simulation.restore(never),
        lambda: closed.run(1),
        lambda: closed.step(),
        lambda: closed.snapshot(),
        lambda: closed.weights,
        lambda: closed.state,
        lambda: closed.set(uP_0=np.ones(3)),
        lambda: closed.noise_due,
        lambda: closed.set_self_predicting(),
        lambda: simulation.restore(rtdeep.Experiment("seed").simulation().snapshot()),
        lambda: rtdeep.Ensemble(simulation.experiment, seeds=pick.choice(SEEDS)),
        lambda: rtdeep.Ensemble(simulation.experiment, seeds=[1, 2], learning={"BPP": pick.choice(RATES)}),
        lambda: rtdeep.Ensemble(simulation.experiment, seeds=[1], threads=number if number is not None else 0),
        lambda: ensemble.run(number if number is not None else -1),
        lambda: ensemble.run(inputs=wrong),
        lambda: ensemble.run(inputs=good, targets=wrong),
        lambda: ensemble.run(inputs=good, hold=number),
        lambda: ensemble.run(inputs=good, learn=[name]),
        lambda: ensemble.values(name),
        lambda: ensemble.set(**{variable: never}),
        lambda: ensemble.set(**{variable: np.ones((9, 9, 9))}),
        lambda: ensemble.set(**{name or "?": good}),
    ]


def main(count: int, seed: int) -> None:
    """`count` wrong calls, while a second thread uses the same simulation rightly."""
    pick = random.Random(seed)
    experiment = rtdeep.Experiment(**EXPERIMENT)
    simulation, closed = experiment.simulation(), experiment.simulation()
    ensemble = rtdeep.Ensemble(experiment, seeds=range(3))
    closed.close()
    over = threading.Event()
    busy: Counter[str] = Counter()

    def use() -> None:
        while not over.is_set():
            try:
                simulation.run(200, record="uP", progress=False)
                busy["done"] += 1
            except rtdeep.RtDeepError as error:
                busy[type(error).__name__] += 1

    other = threading.Thread(target=use)
    other.start()
    seen: Counter[str] = Counter()
    try:
        for number in range(count):
            call = pick.choice(calls(pick, simulation, closed, ensemble))
            try:
                call()
            except Exception as error:
                seen[type(error).__name__] += 1
                if isinstance(error, rtdeep.RtDeepError) and not str(error).strip():
                    raise SystemExit(f"call {number}: an empty sentence") from error
            else:
                raise SystemExit(
                    f"call {number} was wrong, and nothing was said: line {call.__code__.co_firstlineno}, "
                    f"{[cell.cell_contents for cell in call.__closure__ or ()]}"
                )
            if number % 500 == 0:
                gc.collect()
    finally:
        over.set()
        other.join()
    print(f"{sum(seen.values())} of {count} calls ended in an exception: {dict(seen)}; beside them {dict(busy)}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
