"""Ensembles: members beside simulations of the same experiments, and what is refused."""

from __future__ import annotations

import signal
import threading
import time

import numpy as np
import pytest

import rtdeep

SMALL = dict(
    layers=[2, 3, 2], dt=0.1, presentations={"count": 4, "duration": 20}, learning={"WPP": 0.1, "BPP": 1, "BPI": 1},
    feedback={"rule": "pal", "alpha": 0.01, "noise": {"white": 0.05}}, target=0.5, seed=3, record=[],
)
#: Linear neurons that run away where their weights learn fast.
LINEAR = dict(
    layers=[2, 3, 2], activation="linear", dt=0.1, presentations={"count": 20, "duration": 10}, target=5,
    learning={"WPP": 0.001, "WIP": 1, "BPI": 1}, feedback={"rule": "fixed"}, seed=4,
)


def small(**changes: object) -> rtdeep.Experiment:
    return rtdeep.Experiment(**{**SMALL, **changes})


def assert_same(ensemble: rtdeep.Ensemble, member: int, alone: rtdeep.Simulation) -> None:
    for name in alone.state:
        assert np.array_equal(ensemble.values(name)[member], alone.state[name], equal_nan=True), name


def test_seeds_have_the_bits_of_simulations() -> None:
    seeds = range(2, 13)
    ensemble = rtdeep.Ensemble(small(), seeds=seeds, threads=2)
    ensemble.run()
    assert ensemble.steps_done == small().steps
    assert ensemble.time == pytest.approx(80)
    assert [outcome.name for outcome in ensemble.outcomes] == ["completed"] * 11
    for member, seed in enumerate(seeds):
        alone = small(seed=seed).simulation()
        alone.run()
        assert_same(ensemble, member, alone)


def test_parameters_have_the_bits_of_simulations() -> None:
    rates, conductances = [1.0, 2.0, 0.5], [0.06, 0.05, 0.07]
    ensemble = rtdeep.Ensemble(
        small(), learning={"BPP": rates}, seeds=[3, 3, 4], **{"conductances.apical": conductances}
    )
    ensemble.run(123)
    assert len(ensemble) == 3
    for member, seed in enumerate([3, 3, 4]):
        alone = small().replaced(
            learning={"BPP": rates[member]}, conductances={"apical": conductances[member]}, seed=seed
        ).simulation()
        alone.run(123)
        assert_same(ensemble, member, alone)
    values = ensemble.values("WPP_1")
    assert values.dims == ("member", "pyramidal_1", "pyramidal_0")
    assert values.attrs["units"] == "mV"
    assert values["learning.BPP"].values.tolist() == rates
    assert values["conductances.apical"].values.tolist() == conductances
    assert values.seed.values.tolist() == [3, 3, 4]
    assert values.sel(member=1).shape == (2, 3)


def test_quantities_are_computed_for_every_member() -> None:
    ensemble = rtdeep.Ensemble(small(), seeds=range(3))
    ensemble.run(50)
    found = ensemble.values("angle(BPP, WPP^T)")
    for member in range(3):
        alone = small(seed=member).simulation()
        records = alone.run(50, record=["angle(BPP, WPP^T)"], every=50)
        assert found[member].values.tolist() == records["angle(BPP, WPP^T)"][-1].values.tolist()


@pytest.mark.parametrize("is_shared", [True, False])
def test_inputs_of_ones_own(is_shared: bool) -> None:
    generator = np.random.default_rng(1)
    inputs, targets = generator.random((3, 7, 2)), generator.random((3, 7, 2))
    if is_shared:
        inputs, targets = np.stack([inputs[0]] * 3), np.stack([targets[0]] * 3)
    ensemble = rtdeep.Ensemble(small(), seeds=range(3), threads=2)
    ensemble.run(
        inputs=inputs[0] if is_shared else inputs, targets=targets[0] if is_shared else targets, hold=11,
        learn=["WPP", "BPP"],
    )
    ensemble.run(20, inputs=inputs[0] if is_shared else inputs, hold=5)
    for member in range(3):
        alone = small(seed=member).simulation()
        alone.run(inputs=inputs[member], targets=targets[member], hold=11, learn=["WPP", "BPP"], record=[])
        alone.run(20, inputs=inputs[member], hold=5, record=[])
        assert_same(ensemble, member, alone)


def test_one_that_diverges_is_named() -> None:
    rates = [0.001, 5.0, 0.002]
    ensemble = rtdeep.Ensemble(rtdeep.Experiment(**LINEAR), learning={"WPP": rates})
    ensemble.run()
    outcomes = ensemble.outcomes
    assert outcomes[0] == outcomes[2] == rtdeep.Outcome("completed", 2000, None)
    assert outcomes[1].name == "diverged"
    alone = rtdeep.Experiment(**LINEAR).replaced(learning={"WPP": 5.0}).simulation()
    with pytest.raises(
        rtdeep.DivergedError, match=f"{outcomes[1].population} was no longer finite after step {outcomes[1].step}"
    ):
        alone.run()


def test_variables_are_set_for_all_or_each() -> None:
    ensemble = rtdeep.Ensemble(small(), seeds=range(3))
    each = np.random.default_rng(1).random((3, 3, 2))
    ensemble.set(WPP_0=each, WPP_1=np.ones((2, 3)))
    assert np.array_equal(ensemble.values("WPP_0"), each)
    assert (ensemble.values("WPP_1") == 1).all()
    with pytest.raises(rtdeep.ArgumentError, match=r"the shape \(2, 2\), but must be \(3, 3, 2\) or \(3, 2\)"):
        ensemble.set(WPP_0=np.ones((2, 2)))
    with pytest.raises(rtdeep.UnknownNameError, match="cannot set r0: it is shown"):
        ensemble.set(r0=np.ones(2))


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({}, rtdeep.ArgumentError, "an ensemble needs seeds"),
        ({"seeds": []}, rtdeep.ArgumentError, "seeds is empty"),
        ({"seeds": 5}, rtdeep.ArgumentError, "seeds is 5, but must be a list"),
        ({"seeds": [1, -2]}, rtdeep.ArgumentError, r"seeds\[1\] is -2"),
        ({"seeds": [1.5]}, rtdeep.ArgumentError, r"seeds\[0\] is 1.5"),
        ({"seeds": range(3), "learning": {"BPP": [1, 2]}}, rtdeep.ArgumentError, "seeds has 3 values, but learn"),
        ({"learning": {"BPP": 3.0}}, rtdeep.ArgumentError, "learning.BPP is 3.0, but must be a list"),
        ({"learning": {"BPQ": [1, 2]}}, rtdeep.ConfigurationError, "member 0: .*unknown key BPQ"),
        ({"learning": {"BPP": [1, -2]}}, rtdeep.ConfigurationError, "member 1: .*-2"),
        ({"seeds": [1], "threads": 0}, rtdeep.ArgumentError, "threads is 0"),
        ({"seeds": [1], "seed": [2]}, rtdeep.ArgumentError, "seeds and seed are given"),
        ({"layers": [[2, 3, 2], [2, 4, 2]]}, rtdeep.ConfigurationError, r"member 1 \(seed 3\): layers is \[2, 4, 2\]"),
        ({"random": ["streams", "numpy"]}, rtdeep.ConfigurationError, r"member 1 \(seed 3\): random is numpy"),
    ],
)
def test_what_cannot_be_an_ensemble_is_refused(
    arguments: dict[str, object], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        rtdeep.Ensemble(small(), **arguments)  # type: ignore[arg-type]


def test_wrong_inputs_are_refused() -> None:
    ensemble = rtdeep.Ensemble(small(), seeds=range(3))
    with pytest.raises(rtdeep.ArgumentError, match=r"must be \(samples, 2\) or \(3, samples, 2\)"):
        ensemble.run(inputs=np.ones((4, 5, 2)))
    with pytest.raises(rtdeep.ArgumentError, match="there are 5 inputs, but 4 targets"):
        ensemble.run(inputs=np.ones((5, 2)), targets=np.ones((4, 2)))
    with pytest.raises(rtdeep.ArgumentError, match="must be finite"):
        ensemble.run(inputs=np.full((5, 2), np.nan))
    with pytest.raises(rtdeep.ArgumentError, match="targets need inputs"):
        ensemble.run(targets=np.ones((4, 2)))
    with pytest.raises(rtdeep.ArgumentError, match="learn and hold go with inputs"):
        ensemble.run(hold=3)
    with pytest.raises(rtdeep.UnknownNameError, match="it stands for WPP_0, WPP_1"):
        ensemble.values("WPP")
    with pytest.raises(rtdeep.UnknownNameError, match="cannot get WPX"):
        ensemble.values("WPX")
    assert ensemble.steps_done == 0


def test_a_closed_ensemble_is_closed() -> None:
    with rtdeep.Ensemble(small(), seeds=range(3)) as ensemble:
        assert repr(ensemble) == "<rtdeep.Ensemble of 3 times experiment, at step 0>"
    assert repr(ensemble).endswith("closed>")
    with pytest.raises(rtdeep.ClosedError):
        ensemble.run(1)


def test_ctrl_c_ends_a_run() -> None:
    # What is started in the background of a script inherits a SIGINT that is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    ensemble = rtdeep.Ensemble(small(), seeds=range(20))
    sent: list[float] = []

    def interrupt() -> None:
        sent.append(time.perf_counter())
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    timer = threading.Timer(0.3, interrupt)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            ensemble.run(200_000_000)
        waited = time.perf_counter() - sent[0]
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
    # A tenth of a second on a quiet machine; a busy one may be late by several times as much.
    assert waited < 1
    done = ensemble.steps_done
    assert 0 < done < 200_000_000
    ensemble.run(100)
    alone = small(seed=19).simulation()
    alone.run(done + 100, record=[])
    assert_same(ensemble, 19, alone)


def test_other_threads_go_on_and_may_not_enter() -> None:
    ensemble = rtdeep.Ensemble(small(), seeds=range(40))
    running = threading.Event()
    failures: list[Exception] = []

    def work() -> None:
        running.set()
        try:
            ensemble.run(100_000, progress=False)
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    running.wait()
    refused = 0
    while thread.is_alive():
        try:
            ensemble.steps_done  # noqa: B018
        except rtdeep.BusyError:
            refused += 1
        time.sleep(0.001)
    thread.join()
    # Between two pieces the other one may be let in, and the run refused.
    assert refused > 0
    assert all(isinstance(failure, rtdeep.BusyError) for failure in failures)
