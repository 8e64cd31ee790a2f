"""Where all implementations start from, and where ours ends: made by ours, with the noise that it drew on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from works import ALPHA, DELAY, DT, HIGH_PASS, SIGMA, Coefficients, Work

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


def experiment(work: Work, seed: int) -> Experiment:
    """The work as an experiment of ours."""
    return Experiment(
        layers=list(work.layers), activation="logistic", dt=DT, seed=seed, presentations={"count": 1, "duration": 1},
        learning=work.learning(), target=0.5,
        feedback={
            "rule": "pal", "connection": "layered", "alpha": ALPHA, "highPass": HIGH_PASS, "noise": {"white": SIGMA},
        },
    )  # fmt: skip


def shown(work: Work, seed: int) -> tuple[Array, Array]:
    """The input rates and the output potentials (mV) that a network is shown all the time."""
    generator = np.random.default_rng(seed)
    return generator.random(work.layers[0]), generator.uniform(-1, 1, work.layers[-1])


def simulation(work: Work, seed: int) -> Simulation:
    """Ours, at the start."""
    made = experiment(work, seed).simulation()
    generator = np.random.default_rng([seed, 1])
    made.set_weights(**{
        family: [generator.uniform(-1, 1, old.shape) / np.sqrt(old.shape[1]) for old in weights]
        for family, weights in made.weights.items()
    })  # fmt: skip
    advance(made, work, seed, SETTLING)
    return made


def advance(
    running: Simulation, work: Work, seed: int, steps: int, record: tuple[str, ...] = ()
) -> list[Array]:
    """Takes steps with everything on, and gives back what was recorded."""
    r0, target = shown(work, seed)
    records = running.run(
        steps, inputs=r0[np.newaxis], targets=target[np.newaxis], hold=steps, record=list(record), progress=False
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
