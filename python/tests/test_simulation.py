"""Experiments and simulations: what they give, and what they refuse."""

from __future__ import annotations

import gc
import signal
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

import rtdeep

SMALL = dict(
    layers=[2, 3, 2], dt=0.1, presentations={"count": 4, "duration": 2}, learning={"WPP": 1, "BPP": 1, "BPI": 1},
    feedback={"rule": "pal", "alpha": 0.01, "noise": {"white": 0.05}}, target=0.5, seed=3,
    record={"every": 10, "variables": ["BPP", "uP_breve"]},
)


def small(**changes: object) -> rtdeep.Experiment:
    return rtdeep.Experiment(**{**SMALL, **changes})


def same(first: xr.Dataset, second: xr.Dataset) -> bool:
    return set(first.data_vars) == set(second.data_vars) and all(
        np.array_equal(first[name], second[name]) for name in first.data_vars
    )


# Experiments


def test_an_experiment_says_what_it_is() -> None:
    experiment = rtdeep.Experiment("seed", seed=7)
    assert (experiment.layers, experiment.dt, experiment.steps, experiment.seed) == ((1, 1, 1), 1e-4, 300_000, 7)
    assert "10.1038/s42256-024-00845-3" in (experiment.citation or "")
    assert rtdeep.Experiment("pal-simple-1").warnings[0].startswith("pal-simple-1.yaml:")


def test_settings_of_a_catalogue_experiment_are_replaced_key_by_key() -> None:
    experiment = rtdeep.Experiment("align-121", learning={"BPP": 3.5}, **{"feedback.alpha": 0.2})
    assert "BPP: [3.5]" in experiment.configuration
    assert "alpha: [0.2]" in experiment.configuration


def test_a_configuration_from_a_file_is_that_from_keywords(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(small().configuration)
    assert same(rtdeep.Experiment(path).run(), small().run())


def test_single_precision_comes_through() -> None:
    single, double = small(precision="single"), small()
    assert (single.precision, double.precision) == ("single", "double")
    assert "precision: single" in single.configuration
    records, exact = single.run(), double.run()
    weights = records["BPP_0"].values
    assert weights.dtype == np.float64
    assert np.array_equal(weights, weights.astype(np.float32))
    assert not np.array_equal(weights, exact["BPP_0"].values)
    assert np.allclose(weights, exact["BPP_0"].values, rtol=0, atol=1e-4)
    assert rtdeep.Experiment("seed", precision="single").precision == "single"


def test_single_precision_is_refused_where_it_is_not_computed() -> None:
    with pytest.raises(rtdeep.ConfigurationError, match=r'^precision="single": precision is single, but must'):
        rtdeep.Experiment("pal-simple-1", precision="single")
    with pytest.raises(rtdeep.ConfigurationError, match="noise that is given is of no other"):
        small(precision="single").simulation(noise="given")
    simulation = small(precision="single").simulation()
    before = simulation.weights
    with pytest.raises(rtdeep.ArgumentError, match=r"uP_1 must be at most 3\.4028235e\+38 everywhere"):
        simulation.set(WPP_0=np.ones((3, 2)), uP_1=[0, -1e39])
    assert np.array_equal(simulation.weights["WPP"][0], before["WPP"][0])


def test_arrays_are_settings() -> None:
    weights = [np.arange(6.0).reshape(3, 2), np.ones((2, 3))]
    simulation = small(initial={"WPP": weights}).simulation()
    assert all(np.array_equal(a, b) for a, b in zip(simulation.weights["WPP"], weights, strict=True))


@pytest.mark.parametrize(
    ("arguments", "settings", "error", "sentence"),
    [
        ((), {}, rtdeep.ArgumentError, "an experiment needs a name, a file, or keywords"),
        (("sed",), {}, rtdeep.UnknownNameError, "did you mean seed?"),
        (("missing.yaml",), {}, rtdeep.StorageError, "missing.yaml"),
        (("seed",), {"learning": {"WPPP": 1}}, rtdeep.ConfigurationError, "^learning.WPPP=1: unknown key WPPP"),
        (("seed",), {"dt": float("nan")}, rtdeep.ArgumentError, "dt is nan, but must be a finite number"),
        (("seed",), {"dt": object()}, rtdeep.ArgumentError, "dt is a object"),
        ((), {"layers": [1, 2, 1]}, rtdeep.ConfigurationError, "experiment:1:1: dt is missing"),
        ((), {**SMALL, "layers": [2, 10**7, 10**7, 2]}, rtdeep.ConfigurationError, "between 1 and 1048576"),
    ],
)
def test_what_cannot_be_an_experiment_is_refused(
    arguments: tuple, settings: dict, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        rtdeep.Experiment(*arguments, **settings)


def test_the_catalogue_is_a_table() -> None:
    table = rtdeep.catalogue()
    assert table.loc["align-121", "published"] > 0
    assert list(table.columns) == ["title", "citation", "published"]


def test_a_run_into_a_folder_is_the_run_in_memory(tmp_path: Path) -> None:
    run = small().run_into(tmp_path / "run")
    assert run.report["outcome"] == "completed"
    assert same(run.dataset, small().run())
    with pytest.raises(rtdeep.StorageError, match="exists"):
        small().run_into(tmp_path / "run")


def test_theory_predicts() -> None:
    assert len(small(target=None).predict()["layers"]) == 1


# Runs


def test_a_dataset_says_what_it_holds() -> None:
    records = small().run()
    assert records["BPP_0"].dims == ("time_ms", "pyramidal_0", "pyramidal_1")
    assert records["BPP_0"].attrs["units"] == "mV"
    assert records["time_ms"].values == pytest.approx(np.arange(1, 9))
    assert records["step"].values.tolist() == list(range(10, 81, 10))
    assert "layers: [2, 3, 2]" in records.attrs["configuration"]


def test_results_do_not_depend_on_how_a_run_is_cut() -> None:
    whole = small().run(record=["BPP", "uP"], every=5)
    simulation = small().simulation()
    pieces = [simulation.run(steps, record=["BPP", "uP"], every=5) for steps in (35, 5, 40)]
    assert same(whole, xr.concat(pieces, "time_ms"))
    stepped = small().simulation()
    for _ in range(80):
        stepped.step()
    assert np.array_equal(stepped.state["BPP_0"], whole["BPP_0"].values[-1])


def test_schedules_of_a_configuration_are_kept() -> None:
    requests = [
        {"steps": [0, 7, 30, 31], "variables": ["BPP"]}, {"window": [20, 50], "every": 10, "variables": ["uP"]},
        {"every": 40, "variables": ["mse"]},
    ]
    records = small(record=requests).run()
    assert records["step"].values.tolist() == [7, 30, 31]
    assert records["step_2"].values.tolist() == [20, 30, 40, 50]
    assert records["step_3"].values.tolist() == [40, 80]
    every = small().run(record=["BPP"], every=1)
    assert np.array_equal(records["BPP_0"].values, every["BPP_0"].values[[6, 29, 30]])


def test_the_start_can_be_recorded() -> None:
    simulation = small().simulation()
    start = simulation.state["BPP_0"].copy()
    records = simulation.run(10, record="BPP", include_start=True)
    assert len(records["step"]) == 11
    assert np.array_equal(records["BPP_0"].values[0], start)


def test_records_can_be_made_in_memory_of_the_caller() -> None:
    # Everything, as it lies in the state; and something that is computed, in another order.
    for names in (list(small().simulation().state), ["mse", "BPP", "uP_1", "uP_0"]):
        fresh = small().simulation().run(40, record=names, every=2)
        width = sum(array[0].size for array in fresh.values())
        memory = np.full((25, width), np.nan)
        simulation = small().simulation()
        records = simulation.run(40, record=names, every=2, memory=memory)
        assert same(fresh, records)
        assert all(np.shares_memory(array, memory) for array in records.values())
        assert np.isnan(memory[20:]).all()
        assert not np.isnan(memory[:20]).any()
        # The next run overwrites what the last one recorded.
        kept = memory.copy()
        simulation.run(40, record=names, every=2, memory=memory)
        assert not np.array_equal(memory[:20], kept[:20])


@pytest.mark.parametrize(
    ("memory", "words"),
    [
        (np.empty(79), "memory has 79 numbers, but 8 records of 10 numbers need 80"),
        (np.empty(80, np.float32), "memory is a float32 array, but must be a contiguous, writable array of float64"),
        (np.empty((80, 2))[:, 0], "contiguous"),
        (np.broadcast_to(0.0, 80), "writable"),
        ([0.0] * 80, "memory is a list"),
    ],
)
def test_memory_that_cannot_take_the_records(memory: Any, words: str) -> None:
    simulation = small().simulation()
    with pytest.raises(rtdeep.ArgumentError, match=words):
        simulation.run(8, record=["BPP", "uP_1", "uP_breve_1"], memory=memory)
    assert simulation.steps_done == 0


def test_memory_needs_names() -> None:
    with pytest.raises(rtdeep.ArgumentError, match="memory goes with record"):
        small().simulation().run(8, memory=np.empty(1000))


def test_inputs_and_targets_can_be_given() -> None:
    experiment = small()
    generator = np.random.default_rng(1)
    inputs, targets = generator.random((5, 2)), generator.random((5, 2))
    given = experiment.simulation()
    records = given.run(inputs=inputs, targets=targets, hold=7, record=["WPP", "mse"])
    assert len(records["step"]) == 35
    stepped = experiment.simulation()
    for row in range(5):
        for _ in range(7):
            stepped.step(inputs[row], targets[row])
    assert np.array_equal(records["WPP_1"].values[-1], stepped.state["WPP_1"])
    assert np.isfinite(records["mse"]).all()


def test_what_learns_can_be_chosen() -> None:
    simulation = small().simulation()
    before = simulation.weights
    simulation.run(inputs=np.ones((30, 2)), targets=np.ones((30, 2)), learn=["BPI"], record=[])
    after = simulation.weights
    assert np.array_equal(before["WPP"][0], after["WPP"][0])
    assert np.array_equal(before["BPP"][0], after["BPP"][0])
    assert not np.array_equal(before["BPI"][0], after["BPI"][0])


def test_noise_can_be_given() -> None:
    settings = dict(random="numpy", feedback={**SMALL["feedback"], "noise": {"white": 0.05}})
    own = small(**settings).simulation()
    own.run(40, record=[])
    given = small(**settings).simulation(noise="given")
    assert given.noise_due == 3
    with pytest.raises(rtdeep.NoiseMissingError):
        given.run(1, record=[])
    given.run(40, noise=np.zeros(40 * given.noise_due), record=[])
    assert not np.array_equal(own.state["BPP_0"], given.state["BPP_0"])
    with pytest.raises(rtdeep.ArgumentError, match='noise="given"'):
        own.give_noise([1.0])


# State


@pytest.mark.parametrize("settings", [{}, {"precision": "single"}, {"layers": [1, 1, 1]}])
def test_state_is_up_to_date_when_it_is_asked_for(settings: dict[str, Any]) -> None:
    simulation = small(**settings).simulation()
    names = [name for name in simulation.state if simulation.state[name].any()]
    before = {name: simulation.state[name].copy() for name in names}
    records = simulation.run(20, record=names, every=20)
    assert not np.array_equal(before["BPP_0"], simulation.state.BPP_0)
    for name in names:
        assert np.array_equal(records[name].values[-1], simulation.state[name]), name
        assert np.array_equal(records[name].values[-1], getattr(simulation.state, name)), name
    assert np.shares_memory(simulation.state["BPP_0"], simulation.state.BPP_0)
    held = simulation.state
    simulation.close()
    # Nothing moves any more, so that all of it stays as it was.
    assert np.array_equal(records["BPP_0"].values[-1], held["BPP_0"])


def test_views_cannot_be_written() -> None:
    simulation = small().simulation()
    view = simulation.state.BPP_0
    with pytest.raises(ValueError, match="read-only"):
        view[0, 0] = 1
    with pytest.raises(AttributeError, match="no variable is called uX"):
        simulation.state.uX  # noqa: B018
    with pytest.raises(rtdeep.UnknownNameError):
        simulation.state["uX"]


def test_views_outlive_a_closed_simulation() -> None:
    simulation = small().simulation()
    view = simulation.state["WPP_0"]
    values = view.copy()
    simulation.close()
    del simulation
    gc.collect()
    others = [small().simulation() for _ in range(20)]
    assert np.array_equal(view, values)
    del others


def test_closed_simulations_are_refused() -> None:
    with small().simulation() as simulation:
        simulation.step()
    for use in (simulation.step, lambda: simulation.state, lambda: simulation.weights, simulation.snapshot):
        with pytest.raises(rtdeep.ClosedError):
            use()


def test_weights_are_copies_and_can_be_set() -> None:
    simulation = small().simulation()
    weights = simulation.weights
    weights["WPP"][0][:] = 5
    assert not (simulation.state["WPP_0"] == 5).any()
    simulation.set_weights(WPP=[weights["WPP"][0], None])
    assert (simulation.state["WPP_0"] == 5).all()
    simulation.set(uP_0=[1, 2, 3])
    assert simulation.state["uP_0"].tolist() == [1, 2, 3]
    simulation.set_self_predicting()
    assert np.array_equal(simulation.state["BPI_0"], -simulation.state["BPP_0"])


def test_the_weights_of_a_bias_unit_are_weights() -> None:
    simulation = small(bias=0.5).simulation()
    assert [w.shape for w in simulation.weights["biasP"]] == [(3, 1), (2, 1)]
    simulation.set_weights(biasP=[np.full((3, 1), 2.0), np.full((2, 1), -1.0)])
    simulation.set_self_predicting()
    assert np.array_equal(simulation.state["biasI_0"], simulation.state["biasP_1"])
    inputs = np.full((1, simulation.experiment.layers[0]), 0.5)
    records = simulation.run(inputs=inputs, hold=20, learn=False, record=["biasP_0", "vbas_0"])
    assert records["biasP_0"].dims == ("time_ms", "pyramidal_0", "bias")
    silent = small(bias=0.5).simulation()
    silent.set_weights(**{name: w for name, w in simulation.weights.items() if not name.startswith("bias")})
    without = silent.run(inputs=inputs, hold=20, learn=False, record=["vbas_0"])
    # b w = 0.5 x 2 is all that the first layer's dendrites have besides.
    assert np.allclose(records["vbas_0"] - without["vbas_0"], 1)
    with pytest.raises(rtdeep.UnknownNameError, match="biasQ: there are WPP, WIP, BPI, BPP, biasP, biasI"):
        simulation.set_weights(biasQ=[])


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (lambda s: s.set_weights(WPP=[None]), rtdeep.ArgumentError, "WPP has 2 matrices, but 1"),
        (lambda s: s.set_weights(WXX=[]), rtdeep.UnknownNameError, "WPP, WIP, BPI, BPP"),
        (lambda s: s.set_weights(WPP=[np.ones((2, 3)), None]), rtdeep.ArgumentError, r"shape \(3, 2\)"),
        (lambda s: s.set(WPP_0=np.full((3, 2), np.nan)), rtdeep.ArgumentError, "finite"),
        (lambda s: s.set(r0=[1, 1]), rtdeep.ArgumentError, "give it to run or step"),
        (lambda s: s.set(uP_0=["a", "b", "c"]), rtdeep.ArgumentError, "array of real numbers"),
        (lambda s: s.run(-1), rtdeep.ArgumentError, "zero or more"),
        (lambda s: s.run(2.5), rtdeep.ArgumentError, "whole number"),
        (lambda s: s.run(10, every=0), rtdeep.ArgumentError, "1 or more"),
        (lambda s: s.run(10, record="uQ"), rtdeep.UnknownNameError, "did you mean uP?"),
        (lambda s: s.run(10**18, record=[]), rtdeep.ArgumentError, "steps is 1000000000000000000"),
        (lambda s: s.run(10**14, record="uP"), rtdeep.OutOfMemoryError, "records of 6 numbers need"),
        (lambda s: s.run(inputs=np.ones((3, 3))), rtdeep.ArgumentError, r"must be \(samples, 2\)"),
        (lambda s: s.run(inputs=np.ones((3, 2)), targets=np.ones((2, 2))), rtdeep.ArgumentError, "3 inputs, but 2"),
        (lambda s: s.run(inputs=[[1, np.inf]]), rtdeep.ArgumentError, "finite"),
        (lambda s: s.run(inputs=[[1, 1]], hold=0), rtdeep.ArgumentError, "hold is 0"),
        (lambda s: s.run(9, inputs=[[1, 1]]), rtdeep.ArgumentError, "inputs last for 1 steps"),
        (lambda s: s.run(targets=[[1, 1]]), rtdeep.ArgumentError, "targets need inputs"),
        (lambda s: s.run(learn=False), rtdeep.ArgumentError, "go with inputs"),
        (lambda s: s.run(inputs=[[1, 1]], learn=["W"]), rtdeep.ArgumentError, "some of WPP, WIP, BPI, BPP"),
        (lambda s: s.step([1]), rtdeep.ArgumentError, "input has the shape"),
        (lambda s: s.step([1, 1j]), rtdeep.ArgumentError, "real numbers"),
        (lambda s: s.step(target=[1, 1]), rtdeep.ArgumentError, "go with an input"),
        (lambda s: s.restore(rtdeep.Experiment("seed").simulation().snapshot()), rtdeep.ArgumentError, "snapshot"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(change, error, sentence) -> None:
    simulation = small().simulation()
    simulation.run(20, record=[])
    before = {name: array.copy() for name, array in simulation.state.items()}
    with pytest.raises(error, match=sentence):
        change(simulation)
    assert all(np.array_equal(before[name], array, equal_nan=True) for name, array in simulation.state.items())


def test_a_snapshot_brings_everything_back() -> None:
    simulation = small().simulation()
    simulation.run(13, record=[])
    snapshot = simulation.snapshot()
    first = simulation.run(40, record=["BPP", "noise"])
    simulation.restore(snapshot)
    assert same(first, simulation.run(40, record=["BPP", "noise"]))


# When things go wrong


def test_a_network_that_diverges_keeps_its_records() -> None:
    simulation = small(learning={"WPP": 1e9, "BPP": 0}, activation="linear", target=1e9).simulation()
    with pytest.raises(rtdeep.DivergedError, match="was no longer finite after step"):
        simulation.run(record=["uP"])
    records = simulation.records
    assert 0 < len(records["step"]) < 80
    assert np.isfinite(records["uP_0"]).all()


def test_an_interrupt_stops_soon_and_leaves_a_usable_state() -> None:
    # What is started in the background of a script inherits a SIGINT that is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    simulation = rtdeep.Experiment("align-121").simulation()
    whole = rtdeep.Experiment("align-121").simulation()
    sent: list[float] = []

    def interrupt() -> None:
        sent.append(time.perf_counter())
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    timer = threading.Timer(0.3, interrupt)
    timer.start()
    try:
        # Some half a minute, if nobody stopped it.
        with pytest.raises(KeyboardInterrupt):
            simulation.run(200_000_000, record=["BPP"], every=10**6)
        waited = time.perf_counter() - sent[0]
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
    # A tenth of a second on a quiet machine; a busy one may be late by several times as much.
    assert waited < 1
    done = simulation.steps_done
    assert 0 < done < 200_000_000
    simulation.run(100, record=[])
    whole.run(done + 100, record=[])
    assert np.array_equal(simulation.state["BPP_0"], whole.state["BPP_0"])


def test_two_threads_do_not_share_a_simulation() -> None:
    simulation = rtdeep.Experiment("align-121").simulation()
    failures: list[Exception] = []
    running = threading.Event()

    def work() -> None:
        running.set()
        try:
            simulation.run(3_000_000, record=[], progress=False)
        except rtdeep.BusyError as error:
            failures.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    running.wait()
    while worker.is_alive():
        try:
            simulation.step()
        except rtdeep.BusyError as error:
            failures.append(error)
            break
    worker.join()
    assert failures
    simulation.step()
