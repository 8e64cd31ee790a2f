"""Where all implementations start from, and where ours ends: made by ours, with the noise that it drew on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from works import ALPHA, DELAY, DT, HIGH_PASS, SIGMA, Coefficients, Work

from rtdeep.ensemble import Ensemble
from rtdeep.experiment import Experiment
from rtdeep.simulation import Simulation

Array = NDArray[np.float64]
#: The variables of a network by their names in the papers' code, each a list with one array per population.
Variables = dict[str, list[Array]]

#: What every implementation must agree on with ours: all weights, potentials and rates.
COMPARED = (
    "WPP", "WIP", "BPP", "BPI", "uP", "uP_inf", "uP_breve", "rP_breve", "rP_breve_HI", "vbas", "vapi",
    "uI", "uI_inf", "uI_breve", "rI_breve", "vden",
)  # fmt: skip
#: Steps before the start, so that noise has met its response and nothing of the first steps is special any more.
SETTLING = 10


@dataclass(frozen=True)
class Start:
    """A network in motion.

    - seed: of ours; everything follows from it
    - r0: input rates; target: output potentials in mV; both stay as they are
    - variables: all of `COMPARED`, W as "WPP" and so on
    - xi: the noise in mV of the last three steps, the latest first, each with one array per hidden layer
    """

    work: Work
    seed: int
    coefficients: Coefficients
    r0: Array
    target: Array
    variables: Variables
    xi: list[list[Array]]

    @property
    def layers(self) -> tuple[int, ...]:
        """Neurons per layer, input first."""
        return self.work.layers


@dataclass(frozen=True)
class Reference:
    """What ours made of a start.

    - noise: (steps, neurons) in mV for every hidden layer
    - end: the variables after these steps
    """

    start: Start
    noise: list[Array]
    end: Variables

    @property
    def steps(self) -> int:
        return len(self.noise[0])


def experiment(work: Work, seed: int, **settings: str) -> Experiment:
    """The work as an experiment of ours; further settings are those of a configuration."""
    return Experiment(
        layers=list(work.layers), activation="logistic", dt=DT, seed=seed, presentations={"count": 1, "duration": 1},
        learning=work.learning(), target=0.5,
        feedback={
            "rule": "pal", "connection": "layered", "alpha": ALPHA, "highPass": HIGH_PASS, "noise": {"white": SIGMA},
        },
        **settings,
    )  # fmt: skip


def shown(work: Work, seed: int) -> tuple[Array, Array]:
    """The input rates and the output potentials (mV) that a network is shown all the time."""
    generator = np.random.default_rng(seed)
    return generator.random(work.layers[0]), generator.uniform(-1, 1, work.layers[-1])


def _weights(seed: int, shapes: dict[str, list[tuple[int, ...]]]) -> Variables:
    """Those that a network begins with."""
    generator = np.random.default_rng([seed, 1])
    return {
        family: [generator.uniform(-1, 1, shape) / np.sqrt(shape[1]) for shape in own] for family, own in shapes.items()
    }


def _shapes(made: Simulation) -> dict[str, list[tuple[int, ...]]]:
    return {family: [array.shape for array in arrays] for family, arrays in made.weights.items()}


def simulation(work: Work, seed: int, **settings: str) -> Simulation:
    """Ours, at the start."""
    made = experiment(work, seed, **settings).simulation()
    made.set_weights(**_weights(seed, _shapes(made)))
    advance(made, work, seed, SETTLING)
    return made


def ensemble(work: Work, seeds: list[int], threads: int, **settings: str) -> Ensemble:
    """Ours for several seeds, at the start of each."""
    made = Ensemble(experiment(work, seeds[0], **settings), seeds=seeds, threads=threads)
    shapes = _shapes(experiment(work, seeds[0], **settings).simulation())
    weights = {seed: _weights(seed, shapes) for seed in set(seeds)}
    for family, own in shapes.items():
        for i in range(len(own)):
            made.set(**{f"{family}_{i}": np.stack([weights[seed][family][i] for seed in seeds])})
    advance_ensemble(made, shown_to_ensemble(work, seeds), SETTLING)
    return made


def shown_to_ensemble(work: Work, seeds: list[int]) -> tuple[Array, Array]:
    """What each of several networks is shown all the time: one sample, (members, 1, neurons)."""
    rows = {seed: shown(work, seed) for seed in set(seeds)}
    r0, target = (np.stack([rows[seed][i] for seed in seeds])[:, np.newaxis] for i in range(2))
    return r0, target


def advance_ensemble(running: Ensemble, shown: tuple[Array, Array], steps: int) -> None:
    """Takes steps with everything on, each member with its own input and target."""
    running.run(steps, inputs=shown[0], targets=shown[1], hold=steps, progress=False)


def advance(
    running: Simulation, work: Work, seed: int, steps: int, record: tuple[str, ...] = (), memory: Array | None = None
) -> list[Array]:
    """Takes steps with everything on, and gives back what was recorded, perhaps in `memory`."""
    r0, target = shown(work, seed)
    records = running.run(
        steps, inputs=r0[np.newaxis], targets=target[np.newaxis], hold=steps, record=list(record), memory=memory,
        progress=False,
    )
    return [records[name].values for name in record]


def variables(running: Simulation) -> Variables:
    """A copy of the variables as they are now."""
    return {
        family: [
            running.state[name].copy() for name in running.state
            if name.startswith(f"{family}_") and name[len(family) + 1 :].isdigit()
        ]
        for family in COMPARED
    }  # fmt: skip


def ensemble_variables(running: Ensemble, shapes: Variables) -> list[Variables]:
    """The same for every member; `shapes` has the arrays that there are."""
    found = {
        family: [running.values(f"{family}_{i}").values for i in range(len(own))] for family, own in shapes.items()
    }
    return [
        {family: [array[m] for array in arrays] for family, arrays in found.items()} for m in range(len(running))
    ]


def reference(work: Work, seed: int, steps: int) -> Reference:
    """Ours for so many steps."""
    running = simulation(work, seed)
    before = variables(running)
    # The ring of the last samples: row t mod (d + 1) is that of step t.
    rings = [running.state[f"noise_delay_{i}"].copy() for i in range(work.hidden)]
    done = running.steps_done
    xi = [[ring[(done - age) % (DELAY + 1)] for ring in rings] for age in range(1, DELAY + 1)]
    r0, target = shown(work, seed)
    start = Start(work, seed, work.coefficients(), r0, target, before, xi)
    noise = advance(running, work, seed, steps, tuple(f"noise_{i}" for i in range(work.hidden)))
    return Reference(start, noise, variables(running))
