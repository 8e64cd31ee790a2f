"""Sweeps as job arrays of a real Slurm."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import Cluster, cluster, is_there

ROOT = Path(__file__).resolve().parents[2]
# What nodes need no libraries for.
PROGRAM = os.environ.get("RTDEEP_STANDALONE", str(ROOT / ".build" / "rtdeep"))
MEMBERS = 20
DIVERGING, KILLED, TOLD = 4, 11, 17

pytestmark = pytest.mark.skipif(not is_there() or os.geteuid() != 0, reason="needs Debian's slurm-wlm, and root")


@pytest.fixture(scope="module")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of this machine."""
    with cluster(tmp_path_factory.mktemp("slurm")) as own:
        yield own


def write(folder: Path) -> Path:
    """A sweep of twenty members of some seconds each, one of which diverges.

    They record so often that each of them runs alone.
    """
    points = {f"rate {member}": f"{{learning.WPP: [{2 + 0.1 * member}, 0.5]}}" for member in range(MEMBERS)}
    points[f"rate {DIVERGING}"] = "{activation: linear, learning.WPP: 1.0e+150}"
    listed = ", ".join(f"{name}: {settings}" for name, settings in points.items())
    file = folder / "sweep.yaml"
    file.write_text(
        "name: rates\nexperiment: teacher-111\n"
        "set: {presentations.epochs: 1500, record: {every: 99, variables: [WPP, BPP, mse]}}\n"
        f"axes: {{rate: {{points: {{{listed}}}}}}}\n", encoding="utf-8")
    return file


def submit(slurm: Cluster, file: Path, output: Path) -> str:
    said = slurm.call(
        PROGRAM, "sweep", file, "--output", output, "--slurm", "--slurm-tasks", str(MEMBERS),
        "--slurm-option=--time=10")
    return said.split()[-1]


def process_of(task: int) -> int:
    """The program that runs a task."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().split(b"\0")
            except OSError:
                continue
            if f"{task}/{MEMBERS}".encode() in words and words[1:2] == [b"sweep"]:
                return int(path.parent.name)
        time.sleep(0.02)
    raise AssertionError(f"task {task} was never seen to run")


def outcomes(output: Path) -> list[str]:
    with (output / "table.csv").open(encoding="utf-8", newline="") as file:
        return [row["outcome"] for row in csv.DictReader(file)]


def recorded(output: Path) -> dict[str, bytes]:
    store = output / "sweep.zarr"
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in sorted(store.rglob("*")) if path.is_file() and not path.is_relative_to(store / "seconds")}


def test_an_array_in_which_one_diverges_one_is_killed_and_one_runs_out_of_time(
    slurm: Cluster, tmp_path: Path
) -> None:
    """The others have their results; submitted again, the array does what is missing, with the bits of one machine."""
    file = write(tmp_path)
    output = tmp_path / "array"
    job = submit(slurm, file, output)
    os.kill(process_of(KILLED), signal.SIGKILL)
    told = process_of(TOLD)
    time.sleep(0.3)
    # As Slurm does two minutes before the time of a task is over.
    os.kill(told, signal.SIGTERM)
    while Path(f"/proc/{told}").exists():
        time.sleep(0.02)
    states = slurm.wait(job)
    assert {task for task, state in states.items() if state != "COMPLETED"} == {KILLED, TOLD}, states
    expected = ["diverged" if member == DIVERGING else "completed" for member in range(MEMBERS)]
    assert outcomes(output) == [
        "missing" if member in (KILLED, TOLD) else outcome for member, outcome in enumerate(expected)]
    assert (output / "members" / str(TOLD) / "checkpoint.npz").exists()
    before = {path.name: path.stat().st_mtime_ns for path in (output / "results").glob("*.json")}
    assert len(before) == MEMBERS - 2

    states = slurm.wait(submit(slurm, file, output))
    assert set(states.values()) == {"COMPLETED"}
    assert outcomes(output) == expected
    after = {path.name: path.stat().st_mtime_ns for path in (output / "results").glob("*.json")}
    assert {name: after[name] for name in before} == before

    subprocess.run([PROGRAM, "sweep", file, "--output", tmp_path / "here", "--quiet"], check=True)
    assert recorded(output) == recorded(tmp_path / "here")


def test_a_slurm_that_refuses_is_heard(slurm: Cluster, tmp_path: Path) -> None:
    """The script stays where it is, to be mended."""
    file = write(tmp_path)
    done = subprocess.run(
        [PROGRAM, "sweep", file, "--output", tmp_path / "out", "--slurm", "--slurm-option=--partition=none"],
        env=slurm.environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"sbatch refused {tmp_path.resolve()}/out/slurm/job.sh" in done.stderr
    script = (tmp_path / "out" / "slurm" / "job.sh").read_text()
    assert "#SBATCH --partition=none" in script
    assert "#SBATCH --array=0-19" in script
