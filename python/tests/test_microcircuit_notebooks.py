"""The seven results that public notebooks have stored, computed as a notebook would."""

from __future__ import annotations

import os
from typing import Any

import pytest

from microcircuit import cos_sim, d_logistic, logistic, noise_model, np, phased_noise_model, relu, use_revision

long = pytest.mark.skipif(os.environ.get("RTDEEP_LONG_TESTS") != "1", reason="RTDEEP_LONG_TESTS=1 runs it")
#: Half a unit of the last of eight printed decimals.
HALF = 0.5e-8
CONDUCTANCES = dict(gl=0.03, gden=0.1, gbas=0.1, gapi=0.06, gnI=0.06, gntgt=0.06)


@pytest.fixture(autouse=True)
def own_revision() -> Any:
    yield
    use_revision(None)


def drawn(
    seed: int, layers: list[int], W: tuple[float, float], B: tuple[float, float], **others: Any
) -> dict[str, Any]:
    """Voltages and weights in the notebooks' order, from the global generator."""
    np.random.seed(seed)
    hidden = layers[1:-1]
    lateral = others.get("lateral", (-1, 1))
    return dict(
        layers=layers,
        uP_init=[np.random.normal(0, 1, size=n) for n in layers[1:]],
        uI_init=[np.random.normal(0, 1, size=layers[-1])],
        WPP_init=[np.random.uniform(*W, size=(layers[i + 1], layers[i])) for i in range(len(layers) - 1)],
        WIP_init=[np.random.uniform(*lateral, size=(layers[-1], layers[-2]))],
        BPP_init=[np.random.uniform(*B, size=(n, layers[-1])) for n in hidden],
        BPI_init=[np.random.uniform(*lateral, size=(n, layers[-1])) for n in hidden],
        **CONDUCTANCES)


def inputs(count: int, n: int, low: float = 0, hold: int = 1000) -> Any:
    return np.repeat(np.random.uniform(low, 1, size=(count, n)), hold, axis=0)


def rates(depth: int, bw: float, IP: float, PI: float) -> dict[str, list[float]]:
    return dict(eta_fw=[0.0] * depth, eta_bw=[bw] * (depth - 1), eta_IP=[IP] * depth, eta_PI=[PI] * depth)


def test_the_first_demonstration() -> None:
    dt = 1e-4
    circuit = drawn(1234, [1, 2, 1], W=(0, 1), B=(-1, 0))
    r0 = inputs(10, 1, hold=10_000)
    mc = phased_noise_model(
        dt, 10 * dt, 100 * dt, 1.0, 1.0, [5e-7], [0.1], "LDRL", logistic, d_logistic, **circuit,
        **rates(2, 200, 200, 50))
    mc.evolve_system(r0=r0[0])
    assert np.abs(mc.BPP[0].ravel() - [-0.64107033, -0.49849892]).max() <= HALF
    for r in r0[1:]:
        mc.evolve_system(r0=r)
    assert np.abs(1.25e5 * mc.BPP[0].ravel() - [0.27404539, 0.59214688]).max() <= HALF


@long
def test_the_second_demonstration() -> None:
    dt = 1e-4
    circuit = drawn(12345, [2, 2, 2], W=(-2, 2), B=(-2, 2), lateral=(-2, 2))
    r0 = inputs(100, 2, low=-1, hold=10_000)
    mc = phased_noise_model(
        dt, 10 * dt, 100 * dt, 1.0, 1.0, [1e-6], [0.1], "LDRL", logistic, d_logistic, **circuit,
        **rates(2, 10, 20, 100))
    mc.set_self_predicting_state()
    for r in r0:
        mc.evolve_system(r0=r)
    stored = [[2.03681225e-05, -4.27229413e-05], [4.73476864e-05, -4.18219164e-05]]
    assert np.abs(mc.BPP[0] - stored).max() <= 0.5e-13
    assert np.abs(-mc.BPI[0] - [[1.450066, 1.19577521], [0.69237636, 0.57090575]]).max() <= HALF


SIMPLE = [
    ([1, 2, 1], (500, 20, 1), False, 1e-4, [[0.14688443], [0.13801322]]),
    ([2, 2, 2], (200, 0, 5), True, 2.5e-4, [[0.35429521, 0.00242525], [0.32909738, 0.03491119]]),
]


@pytest.mark.parametrize(("layers", "eta", "sps", "alpha", "stored"), SIMPLE)
def test_the_simple_demonstrations_of_phased_noise(
    layers: list[int], eta: tuple[float, float, float], sps: bool, alpha: float, stored: list[list[float]]
) -> None:
    use_revision("009560d")
    dt = 1e-3
    circuit = drawn(12345, layers, W=(0, 1), B=(-1, 0))
    r0 = inputs(200, layers[0])
    mc = phased_noise_model(
        dt, 10 * dt, 10 * dt, 1.0, 1.0, [0.05], [alpha], inter_low_pass=False, pyr_hi_pass=True, dWPP_low_pass=False,
        gate_regularizer=True, noise_mode="uP", model="LDRL", activation=relu, **circuit, **rates(2, *eta))
    if sps:
        mc.set_self_predicting_state()
    for r in r0:
        mc.evolve_system(r0=r)
    assert np.abs(mc.BPP[0] - stored).max() <= HALF


PAL = [
    ([1, 2, 1], (500, 20, 1), False, 5e-5, [[0.06284681], [0.06784516]]),
    ([2, 2, 2], (200, 0, 5), True, 2.5e-4, [[0.05822141, 0.00049973], [0.03966429, 0.00532068]]),
]


@pytest.mark.parametrize(("layers", "eta", "sps", "alpha", "stored"), PAL)
def test_the_simple_demonstrations_of_PAL(
    layers: list[int], eta: tuple[float, float, float], sps: bool, alpha: float, stored: list[list[float]]
) -> None:
    dt = 1e-3
    circuit = drawn(12345, layers, W=(0, 1), B=(-1, 0))
    r0 = inputs(200, layers[0])
    mc = noise_model(
        "layered", True, dt, dt, 10 * dt, None, 1.0, [0.05], [alpha], False, True, False, False, False, False, "OU",
        "uP", "PAL", relu, **circuit, **rates(2, *eta), tauxi=10 * dt)
    if sps:
        mc.set_self_predicting_state()
    # The notebook printed the first of its records, which it made every ten steps.
    for r in r0[:10]:
        mc.evolve_system(r0=r)
    first = mc.BPP[0]
    for r in r0[10:]:
        mc.evolve_system(r0=r)
    if layers == [1, 2, 1]:
        assert np.abs(first.ravel() - [-0.25341632, -0.03769726]).max() <= HALF
    else:
        assert np.abs(mc.rP_breve[1] - [0.4963375, 0.03213464]).max() <= HALF
    assert np.abs(mc.BPP[0] - stored).max() <= HALF


@long
def test_the_pseudo_inverse() -> None:
    use_revision("5d1b5b7")
    dt = 1e-3
    circuit = drawn(98723, [2, 3, 2], W=(0, 1), B=(-1, 0))
    images = np.random.uniform(0, 1, size=(50, 2))
    mc = phased_noise_model(
        dt, 10 * dt, 10 * dt, 1.0, 1.0, [0.2], [0.0], False, True, False, False, "uP_adaptive", "DTPDRL", logistic,
        **circuit, **rates(2, 5000, 0, 200), noise_deg=45, taueps=10.0)
    mc.set_self_predicting_state()
    for _ in range(1000):
        mc.evolve_system(r0=images[0], learn_weights=False, learn_bw_weights=False)

    def similarity() -> float:
        return cos_sim(mc.BPP[0], np.linalg.pinv(mc.WPP[1]))

    assert abs(similarity() - -0.15675765738821967) <= 0.5e-13
    r0 = np.tile(np.repeat(images, 1000, axis=0), (10, 1))
    for r in r0:
        mc.evolve_system(r0=r)
    assert abs(similarity() - 0.897000961111296) <= 0.5e-13
    np.random.seed(325551)
    mc.WPP[1] = np.random.uniform(1, 2, size=(2, 3))
    assert abs(similarity() - 0.40751055700684113) <= 0.5e-13
