"""Run folders written by the program are opened as labelled arrays."""

import json
import os
import subprocess
import time
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot

import rtdeep
from rtdeep import plot
from rtdeep.runs import RunFolderError, open_run

mpl.use("Agg")
PROGRAM = os.environ.get(
    "RTDEEP", str(Path(__file__).parents[2] / ".build" / "release" / "rtdeep")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short run of the seed's experiment."""
    path = tmp_path_factory.mktemp("runs") / "seed"
    subprocess.run(
        [PROGRAM, "run", "seed", "--output", path, "--set", "presentations.count=2", "--quiet"],
        check=True,
    )
    return path


def test_xarray_opens_the_recording(folder: Path, tmp_path: Path) -> None:
    """Dimensions, units and every value agree with the export."""
    dataset = open_run(folder).dataset
    assert dataset["BPP_0"].dims == ("time_ms", "pyramidal_0", "pyramidal_1")
    assert dataset["WIP_0"].dims == ("time_ms", "interneuron_0", "pyramidal_0")
    assert dataset["uP_breve_1"].attrs["units"] == "mV"
    assert dataset["BPP_0"].dtype == np.float64
    np.testing.assert_allclose(dataset["time_ms"], np.arange(1, 201) * 0.01, rtol=1e-12)
    archive = tmp_path / "seed.npz"
    subprocess.run([PROGRAM, "export", folder, "--npz", archive], check=True)
    with np.load(archive) as exported:
        names = [name for name in exported.files if name != "report_json"]
        assert set(names) == set(dataset.variables)
        for name in names:
            np.testing.assert_array_equal(dataset[name].values, exported[name])
        assert json.loads(str(exported["report_json"]))["steps"] == 20_000


def test_report(folder: Path) -> None:
    """The report tells how the run ended."""
    report = open_run(folder).report
    assert report["outcome"] == "completed"
    assert report["records"] == {"time_ms": 200}


def test_a_run_can_be_looked_at_while_it_is_written(tmp_path: Path) -> None:
    """Only what is there is seen, more of it after a refresh, and everything at the end."""
    path = tmp_path / "seed"
    process = subprocess.Popen([
        PROGRAM, "run", "seed", "--output", path, "--set", "presentations.count=3000", "--checkpoint-every", "0.2",
        "--quiet",
    ])
    try:
        counts: list[int] = []
        end = time.monotonic() + 60
        while len(counts) < 3 and time.monotonic() < end:
            time.sleep(0.1)
            try:
                run = open_run(path)
            except RunFolderError:
                continue  # it has not begun yet
            dataset = run.dataset
            count = len(dataset["time_ms"])
            if count > (counts[-1] if counts else 0):
                assert run.is_running
                # Everything of a record is there once its time is; and nothing is but what has been made.
                assert all(np.isfinite(dataset[name].values).all() for name in dataset)
                np.testing.assert_allclose(dataset["time_ms"], np.arange(1, count + 1) * 0.01, rtol=1e-12)
                counts.append(count)
        assert len(counts) == 3
        assert len(run.dataset["time_ms"]) == counts[-1]
        with pytest.raises(RunFolderError, match="still goes on"):
            print(run.report)
        while len(run.refresh().dataset["time_ms"]) == counts[-1] and time.monotonic() < end:
            time.sleep(0.1)
        assert len(run.dataset["time_ms"]) > counts[-1]
        assert len(plot.feedback_weights(run).lines) > 2
    finally:
        process.terminate()
        process.wait()
        pyplot.close("all")
    assert not run.is_running
    assert run.refresh().report["outcome"] == "stopped"
    assert len(run.dataset["time_ms"]) == run.report["records"]["time_ms"]


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """What is missing stands in the message."""
    with pytest.raises(RunFolderError, match="nowhere"):
        open_run(tmp_path / "nowhere")


def test_an_existing_folder_is_refused(folder: Path) -> None:
    """Nothing is overwritten."""
    done = subprocess.run(
        [PROGRAM, "run", "seed", "--output", folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "exists already" in done.stderr


def test_threads_do_not_change_results(tmp_path: Path) -> None:
    """Two seeds one after the other and at the same time: the same bytes."""
    exports = []
    for threads in ("1", "2"):
        output = tmp_path / threads
        subprocess.run(
            [PROGRAM, "run", "seed", "--seeds", "1..2", "--threads", threads, "--output", output,
             "--set", "presentations.count=2", "--quiet"],
            check=True,
        )
        exports.append([open_run(output / f"seed-{seed}").dataset.load() for seed in (1, 2)])
    for one, two in zip(*exports, strict=True):
        assert one.identical(two)


def test_version() -> None:
    """Package and program are of one release."""
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert rtdeep.__version__ in version.stdout
