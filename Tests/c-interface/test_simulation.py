"""How a simulation behaves that is driven from outside."""

import json
import threading
import time

import numpy as np
import pytest
from interface import ffi
from session import Refused, Session


def state(session, simulation) -> bytes:
    address, count = ffi.new("double **"), ffi.new("int64_t *")
    session.call("simulation_state", simulation, address, count)
    return bytes(ffi.buffer(address[0], 8 * count[0]))


def test_state_is_what_the_variables_say():
    with Session() as session:
        simulation = session.simulation("align-222")
        session.number("simulation_advance", simulation, 500)
        variables = json.loads(session.text("simulation_variables", simulation))
        numbers = ffi.from_buffer("double[]", state(session, simulation))
        position = 0
        for variable in variables:
            count = 1
            for extent in variable["shape"]:
                count *= extent
            assert len(variable["shape"]) == len(variable["dimensions"])
            assert variable["offset"] == position
            found = session.values(simulation, variable["name"], count)
            assert found == list(numbers[position : position + count]), variable["name"]
            position += count
        assert position == len(numbers)
        assert [v["name"] for v in variables if not v["settable"]] == ["r0", "target"]


@pytest.mark.parametrize("precision", ["double", "single"])
@pytest.mark.parametrize("name", ["seed", "ldrl-delay-matched"])
def test_state_that_was_published_is_up_to_date(name, precision):
    with Session() as session:
        simulation = session.simulation(name, f"precision={precision}")
        variables = json.loads(session.text("simulation_variables", simulation))
        address, size = ffi.new("double **"), ffi.new("int64_t *")
        session.call("simulation_state", simulation, address, size)
        before = list(address[0][0 : size[0]])
        session.number("simulation_advance", simulation, 500)
        for variable in variables:
            first, count = variable["offset"], int(np.prod(variable["shape"]))
            session.call("simulation_publish", simulation, first, count)
            assert session.values(simulation, variable["name"], count) == list(address[0][first : first + count])
        assert before != list(address[0][0 : size[0]])
        session.call("simulation_publish", simulation, size[0], 0)
        for first, count in [(-1, 1), (0, -1), (0, size[0] + 1), (size[0], 1), (2**53, 2**53)]:
            with pytest.raises(Refused) as refused:
                session.call("simulation_publish", simulation, first, count)
            assert refused.value.code == 2
        assert refused.value.sentence == f"first is {2**53} and count is {2**53}, but the state has {size[0]} elements"


def test_single_precision_refuses_what_it_cannot_do():
    with Session() as session:
        single = session.named("seed", "precision=single")
        with pytest.raises(Refused) as refused:
            session.handle("simulation_create_with_given_noise", single)
        assert refused.value.code == 1
        assert refused.value.sentence == (
            "--set precision=single: precision is single, but must be double: noise that is given is of no other"
        )
        simulation = session.handle("simulation_create", single)
        large = ffi.new("double[]", [1e39])
        for function, arguments in [
            ("simulation_set", (b"uP_0", large, 1)),
            ("simulation_present", (large, 1, ffi.NULL, 0, 1, 1, 0, 1, ffi.new("int64_t *"))),
            ("simulation_take_step", (large, 1, ffi.NULL, 0, 0, ffi.NULL, 0)),
        ]:
            if function == "simulation_take_step":
                size = len(state(session, simulation)) // 8
                arguments = (*arguments[:5], ffi.new("double[]", size), size)
            with pytest.raises(Refused, match=r"is 1e\+39, but must be at most 3\.4028235e\+38 in precision single"):
                session.call(function, simulation, *arguments)
        other = session.handle("simulation_create", session.named("seed"))
        snapshot = session.handle("simulation_snapshot", simulation)
        with pytest.raises(Refused, match="of other settings of it"):
            session.call("simulation_restore", other, snapshot)


@pytest.mark.parametrize("name", ["seed", "teacher-111", "pal-simple-1", "align-222"])
def test_restored_simulation_goes_on_as_it_did(name):
    """Also where the caller has shown it something else in between, and a scheduled change was overstepped."""
    with Session() as session:
        settings = ["at={150: {learning: {BPP: 0.5}}}"]
        simulation = session.simulation(name, *settings)
        layers = json.loads(session.text("experiment_describe", session.handles[0]))["layers"]
        session.number("simulation_advance", simulation, 100)
        inputs = ffi.new("double[]", [0.1 * i for i in range(layers[0])])
        session.number("simulation_present", simulation, inputs, layers[0], ffi.NULL, 0, 1, 100, 0, 100)
        snapshot = session.handle("simulation_snapshot", simulation)
        session.call("simulation_set_learning", simulation, 0)
        session.number("simulation_advance", simulation, 700)
        first = state(session, simulation)
        session.number("simulation_present", simulation, inputs, layers[0], ffi.NULL, 0, 1, 1 << 40, 77, 321)
        session.call("simulation_restore", simulation, snapshot)
        assert session.number("simulation_step", simulation) == 200
        for _ in range(7):
            session.number("simulation_advance", simulation, 100)
        assert state(session, simulation) == first

        other = session.handle("simulation_create", session.named("seed", "seed=99"))
        with pytest.raises(Refused, match="of another experiment") as refused:
            session.call("simulation_restore", other, snapshot)
        assert refused.value.code == 2


def test_experiment_beyond_its_end():
    with Session() as session:
        simulation = session.simulation("seed", "duration=0.01", "record=[]")
        assert session.number("simulation_advance", simulation, 1000) == 1000
        assert session.number("simulation_step", simulation) == 1000


def test_divergence_is_found_at_its_step():
    with Session() as session:
        settings = ["duration=1", "learning.BPP=1e12"]
        whole = session.simulation("seed", *settings)
        with pytest.raises(Refused, match="was no longer finite after step") as refused:
            session.number("simulation_advance", whole, 10000)
        assert refused.value.code == 6
        step = session.number("simulation_step", whole)
        assert refused.value.sentence.endswith(f"after step {step}")
        single = session.simulation("seed", *settings)
        for _ in range(step - 1):
            session.number("simulation_advance", single, 1)
        with pytest.raises(Refused) as again:
            session.number("simulation_advance", single, 1)
        assert again.value.sentence == refused.value.sentence


def test_records_are_made_as_asked():
    with Session() as session:
        simulation = session.simulation("seed")
        session.number("simulation_advance", simulation, 10)
        name = ffi.new("char[]", b"Time")
        buffers = [ffi.new("double[]", 4) for _ in range(2)]
        steps = [ffi.new("int64_t[]", 4) for _ in range(2)]
        recordings = [
            session.handle(
                "simulation_record", simulation, session.array("char *", [name]), 1, every, present,
                session.array("double *", [buffer]), ffi.new("int64_t[]", [4]), place, 4,
            )
            for (every, present), buffer, place in zip([(3, 1), (5, 0)], buffers, steps, strict=False)
        ]
        session.number("simulation_advance", simulation, 12)
        assert [session.number("recording_count", r) for r in recordings] == [4, 2]
        session.call("recording_end", recordings[1])
        session.number("simulation_advance", simulation, 100)
        assert [session.number("recording_count", r) for r in recordings] == [4, 2]
        assert list(steps[0]) == [10, 13, 16, 19]
        assert list(steps[1]) == [15, 20, 0, 0]
        assert list(buffers[1])[:2] == [step * 0.0001 for step in (15, 20)]


def record_rows(session, names: list[str], rows: int, numbers: int | None = None):
    """Begins to record `names` side by side; gives back what is recorded, the steps, and their handle."""
    kept = [ffi.new("char[]", name.encode()) for name in names]
    buffer, steps = ffi.new("double[]", 6 * rows), ffi.new("int64_t[]", rows)
    simulation = session.simulation("seed")
    handle = session.handle(
        "simulation_record_rows", simulation, session.array("char *", kept), len(names), 2, 0,
        buffer, 6 * rows if numbers is None else numbers, steps, rows,
    )
    return simulation, buffer, steps, handle


@pytest.mark.parametrize(
    "names",
    [
        # Neighbours in the state; the same in another order; with one that is computed; the same one again.
        ["uP_0", "uP_1", "uI_0", "uP_old_0", "uP_old_1", "uI_old_0"],
        ["uI_0", "uP_1", "uP_0", "uP_old_1", "BPP_0", "WPP_0"],
        ["uP_0", "uP_1", "Time", "uI_0", "uP_old_0", "uP_old_1"],
        ["uP_0", "uP_0", "uP_1", "uP_1", "uP_0", "uP_1"],
    ],
)
def test_rows_have_what_columns_have(names):
    with Session() as session:
        simulation, rows, steps, recording = record_rows(session, names, 5)
        kept = [ffi.new("char[]", name.encode()) for name in names]
        columns, others = [ffi.new("double[]", 5) for _ in names], ffi.new("int64_t[]", 5)
        session.handle(
            "simulation_record", simulation, session.array("char *", kept), len(names), 2, 0,
            session.array("double *", columns), ffi.new("int64_t[]", [5] * len(names)), others, 5,
        )
        session.number("simulation_advance", simulation, 20)
        assert session.number("recording_count", recording) == 5
        assert list(steps) == [2, 4, 6, 8, 10]
        assert [list(rows)[k :: len(names)] for k in range(len(names))] == [list(column) for column in columns]
        # Alone it can be written from within the steps.
        alone, again, others, _ = record_rows(session, names, 5)
        session.number("simulation_advance", alone, 20)
        assert (list(again), list(others)) == (list(rows), list(steps))


def test_rows_must_have_room():
    with Session() as session, pytest.raises(Refused) as refused:
        record_rows(session, ["uP_0", "WPP_0"], 5, numbers=9)
    assert "rows_count is 9, but must be 10: 5 records of 2 numbers" in refused.value.sentence


def test_second_thread_is_told_to_wait():
    with Session() as session:
        simulation = session.simulation("seed")
        thread = threading.Thread(
            target=lambda: session.number("simulation_advance", simulation, 3_000_000)
        )
        thread.start()
        codes = set()
        while thread.is_alive():
            try:
                session.number("simulation_step", simulation)
            except Refused as refused:
                codes.add(refused.code)
        thread.join()
        assert codes == {5}


def test_release_in_the_middle_of_a_call():
    with Session() as session:
        simulation = session.simulation("seed")
        done = []
        thread = threading.Thread(
            target=lambda: done.append(session.number("simulation_advance", simulation, 3_000_000))
        )
        thread.start()
        time.sleep(0.05)
        session.library.rtdeep_release(simulation)
        thread.join()
        assert done == [3_000_000]
        with pytest.raises(Refused) as refused:
            session.number("simulation_step", simulation)
        assert refused.value.code == 4


def test_run_reports_and_stops(tmp_path):
    with Session() as session:
        experiment = session.named("seed", "duration=10000", "record={every: 1000000, variables: [BPP]}")
        progress = ffi.new("rtdeep_progress *")
        reports = []
        thread = threading.Thread(
            target=lambda: reports.append(
                json.loads(session.text("experiment_run", experiment, str(tmp_path / "run").encode(), 0.0, progress))
            )
        )
        thread.start()
        while progress.step == 0 and thread.is_alive():
            time.sleep(0.01)
        progress.stop = 1
        thread.join(10)
        assert reports[0]["outcome"] == "stopped"
        assert progress.total == 100_000_000
        assert 0 < reports[0]["steps"] == progress.step < progress.total


def test_handles_of_another_kind_are_named():
    with Session() as session:
        simulation = session.simulation("seed")
        with pytest.raises(Refused, match="that of a simulation, but must be that of an experiment"):
            session.text("experiment_describe", simulation)
        with pytest.raises(Refused, match="is 0, but must be that of a recording"):
            session.number("recording_count", 0)
        session.library.rtdeep_release(simulation)
        again = session.handle("simulation_create", session.handles[0])
        assert again != simulation
        with pytest.raises(Refused, match="was released, or never stood for a simulation"):
            session.number("simulation_step", simulation)


#: The rules of the corrected and of every historical revision that draw noise.
NOISY = ["seed", "seed-98eb7f1", "seed-a2f0ba6", "align-222", "pal-simple-1", "pal-fig6-10-prospective", "pinv-1"]


@pytest.mark.parametrize("name", NOISY)
def test_given_noise_is_as_good_as_numpys_own(name):
    with Session() as session:
        settings = ["random={initial: numpy, noise: numpy, noiseSeed: 5}"]
        experiment = session.named(name, *settings)
        own = session.handle("simulation_create", experiment)
        given = session.handle("simulation_create_with_given_noise", experiment)
        numpy = np.random.RandomState(5)
        for _ in range(300):
            due, before = session.number("simulation_noise_due", given), numpy.get_state()
            session.call("simulation_give_noise", given, ffi.new("double[]", numpy.standard_normal(due).tolist()), due)
            session.number("simulation_advance", given, 1)
            # Where feedback does not learn in this step, no noise is drawn.
            unused = session.number("simulation_drop_noise", given)
            assert unused in (0, due)
            numpy.set_state(before)
            numpy.standard_normal(due - unused)
        session.number("simulation_advance", own, 300)
        assert state(session, given) == state(session, own)


def test_noise_that_runs_out():
    with Session() as session:
        experiment = session.named("seed", "record=[]")
        simulation = session.handle("simulation_create_with_given_noise", experiment)
        done = ffi.new("int64_t *")
        session.call("simulation_give_noise", simulation, ffi.new("double[]", [0.5] * 70), 70)
        with pytest.raises(Refused, match="needs 1 deviates, but 0 are left") as refused:
            session.call("simulation_advance", simulation, 100, done)
        assert refused.value.code == 7
        # White noise of one neuron: a deviate per step.
        assert done[0] == session.number("simulation_step", simulation) == 70
        inputs = ffi.new("double[]", [0.5])
        session.call("simulation_set_learning", simulation, 7)
        session.call("simulation_present", simulation, inputs, 1, ffi.NULL, 0, 1, 9, 0, 9, done)
        assert done[0] == 9
        own = session.handle("simulation_create", experiment)
        with pytest.raises(Refused, match="makes its own noise"):
            session.call("simulation_give_noise", own, inputs, 1)
