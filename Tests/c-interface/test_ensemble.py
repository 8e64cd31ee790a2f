"""Ensembles that are driven from outside: members beside simulations of the same experiments."""

import json
import threading
import time

import numpy as np
import pytest
from interface import ffi
from session import Refused, Session

#: Linear neurons that run away where their weights learn fast.
TEXT = b"""layers: [2, 3, 2]
activation: linear
dt: 0.1
presentations: {count: 20, duration: 10}
target: 5
learning: {WPP: 0.001, WIP: 1, BPI: 1}
feedback: {rule: fixed}
seed: 4
"""


def experiment(session, *settings: str) -> int:
    return session.handle(
        "experiment_from_text", TEXT, len(TEXT), b"own", ffi.NULL, *session.settings(settings)
    )


def ensemble(session, experiments: list[int]) -> int:
    return session.handle("ensemble_create", ffi.new("rtdeep_handle[]", experiments), len(experiments))


def with_seeds(session, experiment: int, seeds: list[int]) -> int:
    return session.handle("ensemble_create_with_seeds", experiment, ffi.new("int64_t[]", seeds), len(seeds))


def values(session, ensemble: int, name: str, *shape: int) -> np.ndarray:
    array = np.empty(shape)
    session.call(
        "ensemble_get", ensemble, name.encode(), ffi.cast("double *", array.ctypes.data), array.size)
    return array


def outcomes(session, ensemble: int) -> list[dict]:
    return json.loads(session.text("ensemble_outcomes", ensemble))


def doubles(array: np.ndarray):
    return ffi.cast("double *", array.ctypes.data)


@pytest.mark.parametrize("name", ["seed", "teacher-111"])
def test_members_are_simulations(name):
    seeds = [3, 1, 4, 1, 5, 9, 2, 6, 5]
    with Session() as session:
        together = with_seeds(session, session.named(name), seeds)
        for steps, threads in [(100, 1), (1, 3), (333, 2)]:
            session.call("ensemble_advance", together, steps, threads)
        assert session.number("ensemble_step", together) == 434
        quantities = ["WPP_0", "BPP_0", "uP_breve_1", "rP_breve_HI_1", "cos(BPP, WPP^T)"]
        found = {quantity: values(session, together, quantity, len(seeds), 1) for quantity in quantities}
        for member, seed in enumerate(seeds):
            alone = session.simulation(name, f"seed={seed}")
            session.number("simulation_advance", alone, 434)
            for quantity in quantities:
                assert found[quantity][member].tolist() == session.values(alone, quantity, 1), quantity
        assert outcomes(session, together)[4] == {"outcome": "running", "step": 434, "population": None}


def test_inputs_and_targets_of_the_caller():
    generator = np.random.default_rng(1)
    with Session() as session:
        experiments = [experiment(session, f"learning.WPP={0.001 * (m + 1)}", f"seed={m}") for m in range(3)]
        together = ensemble(session, experiments)
        alone = [session.handle("simulation_create", one) for one in experiments]
        inputs, targets = generator.random((4, 3, 2)), generator.random((4, 3, 2))
        session.call("ensemble_set_learning", together, 7)
        # A long presentation that is cut into calls.
        for offset, steps in [(0, 7), (7, 20), (27, 1)]:
            session.call(
                "ensemble_present", together, doubles(inputs), inputs.size, doubles(targets), targets.size, 4, 7,
                offset, steps, 2)
        session.call("ensemble_present", together, doubles(inputs), inputs.size, ffi.NULL, 0, 4, 5, 5, 15, 1)
        session.call("ensemble_advance", together, 30, 2)
        found = values(session, together, "WPP_1", 3, 2, 3)
        for member, simulation in enumerate(alone):
            own, wanted = inputs[:, member].copy(), targets[:, member].copy()
            session.call("simulation_set_learning", simulation, 7)
            session.number(
                "simulation_present", simulation, doubles(own), own.size, doubles(wanted), wanted.size, 4, 7, 0, 28)
            session.number("simulation_present", simulation, doubles(own), own.size, ffi.NULL, 0, 4, 5, 5, 15)
            session.number("simulation_advance", simulation, 30)
            assert found[member].ravel().tolist() == session.values(simulation, "WPP_1", 6)


def test_one_that_diverges_does_not_stop_the_others():
    rates = [0.001, 5, 0.002, 50, 0.5]
    with Session() as session:
        experiments = [experiment(session, f"learning.WPP={rate}") for rate in rates]
        together = ensemble(session, experiments)
        session.call("ensemble_advance", together, 2000, 2)
        found = outcomes(session, together)
        for member, one in enumerate(experiments):
            simulation = session.handle("simulation_create", one)
            if rates[member] < 0.1:
                assert session.number("simulation_advance", simulation, 2000) == 2000
                assert found[member] == {"outcome": "completed", "step": 2000, "population": None}
                expected = session.values(simulation, "WPP_0", 6)
                assert values(session, together, "WPP_0", 5, 3, 2)[member].ravel().tolist() == expected
            else:
                with pytest.raises(Refused) as refused:
                    session.number("simulation_advance", simulation, 2000)
                end = f"{found[member]['population']} was no longer finite after step {found[member]['step']}"
                assert found[member]["outcome"] == "diverged"
                assert refused.value.sentence == end


def test_what_is_set_is_what_is_got():
    with Session() as session:
        together = with_seeds(session, experiment(session), list(range(9)))
        new = np.random.default_rng(2).random((9, 3, 2))
        session.call("ensemble_set", together, b"WPP_0", doubles(new), new.size)
        assert np.array_equal(values(session, together, "WPP_0", 9, 3, 2), new)
        probes = json.loads(session.text("ensemble_probes", together, b"WPP"))
        assert [probe["shape"] for probe in probes] == [[3, 2], [2, 3]]


def test_experiments_may_go_first():
    with Session() as session:
        one = experiment(session)
        together = ensemble(session, [one] * 3)
        session.library.rtdeep_release(one)
        session.call("ensemble_advance", together, 10, 1)
        session.library.rtdeep_release(together)
        with pytest.raises(Refused, match="was released, or never stood for an ensemble") as refused:
            session.number("ensemble_step", together)
        assert refused.value.code == 4


@pytest.mark.parametrize(("settings", "sentence"), [
    (["layers=[2, 4, 2]"], "layers is [2, 4, 2], but must be [2, 3, 2]"),
    (["learning.WPP=[0, 0.001]"], "learning.WPP is [0.0, 0.001], but must be 0 where [0.001, 0.001] is"),
    (["at={5: {learning: {WPP: 1}}}"], "at is a change after 5 steps, but must be left out"),
    (["duration=3"], "duration is 30 steps, but must be 2000 steps"),
])  # fmt: skip
def test_what_cannot_run_together(settings, sentence):
    with Session() as session:
        experiments = [experiment(session), experiment(session, *settings)]
        with pytest.raises(Refused) as refused:
            ensemble(session, experiments)
        assert refused.value.code == 1
        assert refused.value.sentence.startswith(f"member 1 (seed 4): {sentence}")


def test_wrong_arguments():
    with Session() as session:
        one = experiment(session)
        together = with_seeds(session, one, [1, 2])
        row, none = np.zeros((1, 2, 2)), ffi.NULL
        place = ffi.new("rtdeep_handle *")
        wrong = [
            ("ensemble_create", (none, 1, place), 2, "experiments is NULL, but must hold 1 handles"),
            ("ensemble_create", (ffi.new("rtdeep_handle[]", [one]), 0, place), 2, "experiments_count is 0"),
            ("ensemble_create", (ffi.new("rtdeep_handle[]", [together]), 1, place), 4, "that of an ensemble, but"),
            ("ensemble_create_with_seeds", (one, ffi.new("int64_t[]", [1, -1]), 2, place), 2, r"seeds\[1\] is -1"),
            ("ensemble_create_with_seeds", (one, none, 1, place), 2, "seeds is NULL"),
            ("ensemble_advance", (together, -1, 1), 2, "steps is -1"),
            ("ensemble_advance", (together, 1, 0), 2, "threads is 0, but must be at least 1"),
            ("ensemble_advance", (together, 1, 1025), 2, "threads is 1025, but must be at most 1024"),
            ("ensemble_present", (together, doubles(row), 3, none, 0, 1, 1, 0, 1, 1), 2,
             "inputs_count is 3, but must be 4: 1 samples of 2 members with 2 input rates"),
            ("ensemble_present", (together, doubles(row), 4, none, 0, 1, 5, 3, 3, 1), 2, "reach sample 1"),
            ("ensemble_present", (together, doubles(row + np.nan), 4, none, 0, 1, 1, 0, 1, 1), 2,
             r"inputs\[0\] is nan"),
            ("ensemble_get", (together, b"WPQ", doubles(row), 4), 3, "cannot get WPQ"),
            ("ensemble_get", (together, b"WPP", doubles(row), 4), 3, "it stands for WPP_0, WPP_1"),
            ("ensemble_get", (together, b"uP_1", doubles(row), 2), 2,
             "count is 2, but must be 4: 2 members, and the shape of uP_1 is"),
            ("ensemble_set", (together, b"r0", doubles(row), 4), 3, "cannot set r0: it is shown"),
            ("ensemble_set_learning", (together, 16), 2, "learning is 16"),
        ]  # fmt: skip
        for name, arguments, code, sentence in wrong:
            with pytest.raises(Refused, match=sentence) as refused:
                session.call(name, *arguments)
            assert refused.value.code == code, name


def test_second_thread_is_told_to_wait():
    with Session() as session:
        together = with_seeds(session, session.named("seed"), list(range(8)))
        thread = threading.Thread(target=lambda: session.call("ensemble_advance", together, 300_000, 2))
        thread.start()
        codes = set()
        while thread.is_alive():
            try:
                session.number("ensemble_step", together)
            except Refused as refused:
                codes.add(refused.code)
            time.sleep(0.001)
        thread.join()
        assert codes == {5}
