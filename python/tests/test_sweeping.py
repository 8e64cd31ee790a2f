"""Sweeps are run from Python, alone or on the workers of a Dask cluster, with the same bits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import small_sweeps
import xarray as xr
from small_yinyang import PROGRAM

import rtdeep
from rtdeep import ArgumentError, DaskMissing, ProgramError, open_sweep

LONG = 4000
"""Presentations of a sweep that takes some seconds."""


@pytest.fixture(autouse=True)
def _program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RTDEEP", PROGRAM)


@pytest.fixture
def client() -> Iterator[Any]:
    """Of two workers, each a process with one thread."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def _results(sweep: rtdeep.Sweep) -> xr.Dataset:
    """Everything but how long it took, read."""
    return sweep.dataset.drop_vars("seconds").load()


def test_the_program_runs_it(tmp_path: Path) -> None:
    """And does nothing that is done already."""
    file = small_sweeps.write(tmp_path, "grid")
    sweep = rtdeep.sweep(file, output=tmp_path / "mine", progress=False)
    assert (sweep.outcomes == "completed").all()
    assert sweep.path == tmp_path / "mine"
    times = {path.name: path.stat().st_mtime_ns for path in (sweep.path / "results").iterdir()}
    rtdeep.sweep(file, output=tmp_path / "mine", progress=True)
    assert times == {path.name: path.stat().st_mtime_ns for path in (sweep.path / "results").iterdir()}


def test_what_the_program_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words are those of the error."""
    with pytest.raises(ProgramError, match=r"cannot read .*nothing\.yaml: No such file or directory"):
        rtdeep.sweep(tmp_path / "nothing.yaml", tmp_path / "mine")
    file = small_sweeps.write(tmp_path, "grid")
    file.write_text(file.read_text().replace("learning.BPP", "learning.BPQ"))
    with pytest.raises(ProgramError, match=r"learning\.BPQ"):
        rtdeep.sweep(file, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    with pytest.raises(ArgumentError, match="shares is 0"):
        rtdeep.sweep(small_sweeps.write(tmp_path, "grid"), tmp_path / "mine", shares=0)
    monkeypatch.setenv("RTDEEP", str(tmp_path / "nowhere"))
    with pytest.raises(ProgramError, match="nowhere cannot be run: No such file or directory"):
        rtdeep.sweep(file, tmp_path / "mine")
    monkeypatch.setattr("rtdeep.doctor.find_program", lambda: None)
    with pytest.raises(ProgramError, match="the program rtdeep is not there"):
        rtdeep.sweep(file, tmp_path / "mine")


def test_a_client_without_dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    client: Any = object()
    with pytest.raises(DaskMissing, match="pip install distributed"):
        rtdeep.sweep(small_sweeps.write(tmp_path, "grid"), tmp_path / "mine", client)


def test_dask_is_imported_when_it_is_needed() -> None:
    code = "import sys, rtdeep; rtdeep.sweep; sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_ctrl_c_leaves_a_folder_to_go_on_with(tmp_path: Path) -> None:
    """The program writes its checkpoints and is gone; later the results are those of a sweep that was not stopped."""
    file = small_sweeps.write(tmp_path, "line", 5 * LONG)
    whole = rtdeep.sweep(file, tmp_path / "whole")
    _interrupt(file, tmp_path / "mine")
    sweep = open_sweep(tmp_path / "mine")
    assert not sweep.is_running
    assert (sweep.outcomes == "missing").any()
    assert _results(rtdeep.sweep(file, tmp_path / "mine")).identical(_results(whole))


def test_workers_give_the_same_bits(tmp_path: Path, client: Any) -> None:
    file = small_sweeps.write(tmp_path, "wild")
    alone = rtdeep.sweep(file, tmp_path / "alone")
    spread = rtdeep.sweep(file, tmp_path / "spread", client)
    assert _results(spread).identical(_results(alone))
    columns = [name for name in alone.table.columns if name != "seconds"]
    assert spread.table[columns].equals(alone.table[columns])
    assert len(open_sweep(tmp_path / "spread").best("cos(WIP, WPP)")) > 0


def test_a_worker_that_is_killed(tmp_path: Path, client: Any) -> None:
    """Its shares are run again by others, for what is missing of them."""
    file = small_sweeps.write(tmp_path, "grid", LONG)
    folder = tmp_path / "spread"
    killed: list[int] = []

    def kill() -> None:
        end = time.monotonic() + 60
        while not any((folder / "results").glob("*.json")) and time.monotonic() < end:
            time.sleep(0.01)
        killed.append(next(iter(client.run(os.getpid).values())))
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    spread = rtdeep.sweep(file, folder, client)
    killer.join()
    assert killed
    assert killed[0] not in client.run(os.getpid).values()
    assert _results(spread).identical(_results(rtdeep.sweep(file, tmp_path / "alone")))


def test_a_program_that_survives_its_worker(tmp_path: Path, client: Any) -> None:
    """Goes on with its members; the others are run meanwhile, and what it leaves out afterwards."""
    file = small_sweeps.write(tmp_path, "grid", LONG)
    words = ["sweep", str(file), "--output", str(tmp_path / "mine")]
    with subprocess.Popen([PROGRAM, *words, "--task", "0/2", "--threads", "1", "--quiet"]) as survivor:
        while not any((tmp_path / "mine" / "members").glob("*")):
            time.sleep(0.01)
        done = rtdeep.sweep(file, tmp_path / "mine", client=client, shares=2)
    assert survivor.returncode == 0
    assert set(done.outcomes.values.ravel().tolist()) == {"completed"}


def test_ctrl_c_stops_the_workers(tmp_path: Path, client: Any) -> None:
    """Shares that are at work end, others do not begin."""
    file = small_sweeps.write(tmp_path, "grid", 10 * LONG)
    _interrupt(file, tmp_path / "mine", client)
    sweep = open_sweep(tmp_path / "mine")
    assert not sweep.is_running
    done = int((sweep.outcomes != "missing").sum())
    assert done < sweep.outcomes.size
    time.sleep(1.5)
    assert not sweep.is_running
    assert int((sweep.refresh().outcomes != "missing").sum()) == done
    # Nothing of it is left on the cluster.
    assert client.submit(int, 3).result(timeout=10) == 3


def _interrupt(file: Path, folder: Path, client: Any = None) -> None:
    """Runs a sweep, and presses Ctrl-C when it has begun."""

    def press() -> None:
        end = time.monotonic() + 60
        while not any((folder / "members").glob("*/recording.zarr")) and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        rtdeep.sweep(file, folder, client)
    thread.join()
