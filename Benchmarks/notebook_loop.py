"""What a step costs in a notebook of the public code: a loop over evolve_system that copies every variable.

Prints microseconds of processor time per step: of the whole loop, of the same copies of plain lists of arrays, and the
difference, which is what `microcircuit` itself takes.
"""

from __future__ import annotations

import copy
import time

import numpy as np

import microcircuit
import rtdeep

LAYERS = [1, 1, 1]
STEPS = 30_000
VARIABLES = ("uI_breve", "uP_breve", "rI_breve", "rP_breve", "rP_breve_HI")


def network() -> tuple[microcircuit.phased_noise_model, np.ndarray]:
    """The seed notebook's network and its inputs, drawn in its order."""
    np.random.seed(1234)
    potentials = [np.random.normal(0, 1, size=1) for _ in range(2)]
    inter = [np.random.normal(0, 1, size=1)]
    w = [np.random.uniform(-1, 1, size=(1, 1)) for _ in range(2)]
    w_ip, b, b_pi = ([np.random.uniform(-1, 1, size=(1, 1))] for _ in range(3))
    inputs = np.repeat(np.random.uniform(0, 1, size=(30, 1)), 10_000, axis=0)
    model = microcircuit.phased_noise_model(
        1e-4, 1e-3, 1e-2, 1.0, 1.0, [5e-7], [1e-3], "LDRL", microcircuit.logistic, microcircuit.d_logistic, LAYERS,
        uP_init=potentials, uI_init=inter, WPP_init=w, WIP_init=w_ip, BPP_init=b, BPI_init=b_pi, gl=0.03, gden=0.1,
        gbas=0.1, gapi=0.06, gnI=0.06, gntgt=0.06, eta_fw=[0.0] * 2, eta_bw=[200.0], eta_PI=[50.0] * 2,
        eta_IP=[40.0] * 2)
    return model, inputs


def loop(model: microcircuit.phased_noise_model, inputs: np.ndarray) -> tuple[float, list[object]]:
    """Seconds of processor time of the loop, and what it kept."""
    kept: list[object] = []
    begun = time.process_time()
    for step in range(STEPS):
        model.evolve_system(r0=inputs[step], learn_weights=True, learn_bw_weights=True)
        for name in VARIABLES:
            kept.append(copy.deepcopy(getattr(model, name)))
        kept.append(copy.deepcopy(model.get_voltages()))
        for weights in model.get_weights():
            kept.append(copy.deepcopy(weights))
    return time.process_time() - begun, kept


def copies(kept: list[object]) -> float:
    """Seconds of processor time of as many copies of as many plain lists of arrays."""
    plain = kept[-10:]
    again: list[object] = []
    begun = time.process_time()
    for _ in range(STEPS):
        for one in plain:
            again.append(copy.deepcopy(one))
    return time.process_time() - begun


def main() -> None:
    """Equal outputs first, then times."""
    print("loop (µs)  copies (µs)  the rest (µs)")
    for _ in range(5):
        model, inputs = network()
        total, kept = loop(model, inputs)
        engine = rtdeep.Experiment("seed-98eb7f1").simulation()
        engine.run(STEPS, record=[])
        assert np.array_equal(engine.weights["BPP"][0], model.BPP[0])
        copied = copies(kept)
        print(f"{1e6 * total / STEPS:9.1f}  {1e6 * copied / STEPS:11.1f}  {1e6 * (total - copied) / STEPS:13.1f}")


if __name__ == "__main__":
    main()
