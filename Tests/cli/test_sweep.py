"""Sweeps that are killed, interrupted, shared and run out of room."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from case import PROGRAM

SWEEP = """
experiment: own.yaml
axes:
  learning.BPP: [5, 50, 500]
  learning.WPP: {values: [[2, 0.5], [1, 0.5]]}
  seed: {count: 4}
"""
EXPERIMENT = """
layers: [2, 6, 2]
dt: 0.1
presentations: {count: 10, duration: 1, epochs: EPOCHS, order: shuffled}
learning: {WPP: [2, 0.5], WIP: 0.5, BPI: 0.2, BPP: 5}
feedback: {rule: pal, connection: layered, alpha: 1.0e-3, highPass: 0.5, noise: {white: 0.1}}
target: 0.4
record: {every: 500, variables: [WPP, BPP, mse]}
"""
MEMBERS = 3 * 2 * 4


def write(folder: Path, epochs: int, sweep: str = SWEEP) -> None:
    (folder / "own.yaml").write_text(EXPERIMENT.replace("EPOCHS", str(epochs)), encoding="utf-8")
    (folder / "sweep.yaml").write_text(sweep, encoding="utf-8")


def sweep(folder: Path, output: str, *options: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [PROGRAM, "sweep", "sweep.yaml", "--output", output, *options], cwd=folder, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    return done


def recorded(store: Path) -> dict[str, bytes]:
    """What is in a store, but for times of the clock."""
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in sorted(store.rglob("*")) if path.is_file() and not path.is_relative_to(store / "seconds")}


def table(output: Path) -> list[dict[str, str]]:
    with (output / "table.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_results_say_which_program_made_them(tmp_path: Path) -> None:
    """Members of one sweep may be run by several."""
    write(tmp_path, epochs=5)
    sweep(tmp_path, "a", "--quiet")
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    results = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "a" / "results").glob("*.json")]
    assert [one["provenance"]["rtdeep"] for one in results] == MEMBERS * [version]


def test_killed_at_any_moment_it_ends_the_same(tmp_path: Path) -> None:
    """Nothing that is done is done again, and nothing is lost."""
    write(tmp_path, epochs=60)
    start = time.monotonic()
    sweep(tmp_path, "whole", "--threads", "1")
    whole = time.monotonic() - start
    generator = random.Random(7)
    results = tmp_path / "cut" / "results"
    seen: dict[str, int] = {}
    kills = 0
    for _ in range(20):
        process = subprocess.Popen(
            [PROGRAM, "sweep", "sweep.yaml", "--output", "cut", "--quiet", "--checkpoint-every", "0.01",
             "--threads", "2"], cwd=tmp_path)
        # So short that there is something left for all of them.
        try:
            process.wait(generator.uniform(0, whole / 12))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.wait()
        if results.is_dir():
            now = {path.name: path.stat().st_mtime_ns for path in results.glob("*.json")}
            assert {name: now[name] for name in seen} == seen
            seen = now
    assert kills >= 10
    done = sweep(tmp_path, "cut", "--json")
    assert json.loads(done.stdout)["completed"] == MEMBERS
    assert recorded(tmp_path / "cut" / "sweep.zarr") == recorded(tmp_path / "whole" / "sweep.zarr")
    assert not (tmp_path / "cut" / "members").exists()
    assert {name: (results / name).stat().st_mtime_ns for name in seen} == seen


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_goes_on(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """What a member has done is kept as a checkpoint."""
    write(tmp_path, epochs=20_000, sweep=SWEEP.replace("count: 4", "count: 1"))
    process = subprocess.Popen(
        [PROGRAM, "sweep", "sweep.yaml", "--output", "cut", "--threads", "2"], cwd=tmp_path, stderr=subprocess.PIPE,
        text=True)
    while not list((tmp_path / "cut").glob("members/*/recording.zarr/mse/zarr.json")):
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == code
    assert "interrupted; started again, the sweep goes on" in said
    assert list((tmp_path / "cut").glob("members/*/checkpoint.npz"))
    assert {row["outcome"] for row in table(tmp_path / "cut")} == {"missing"}


def test_shares_make_one_sweep(tmp_path: Path) -> None:
    """Tasks that run at the same time never meet; each of them leaves a table of what is there."""
    write(tmp_path, epochs=10)
    sweep(tmp_path, "whole")
    tasks = [
        subprocess.Popen(
            [PROGRAM, "sweep", "sweep.yaml", "--output", "shared", "--task", f"{task}/5", "--quiet"], cwd=tmp_path)
        for task in range(5)]
    assert [task.wait() for task in tasks] == [0] * 5
    assert recorded(tmp_path / "shared" / "sweep.zarr") == recorded(tmp_path / "whole" / "sweep.zarr")
    rows = table(tmp_path / "shared")
    assert [int(row["member"]) for row in rows] == list(range(MEMBERS))
    assert {row["outcome"] for row in rows} == {"completed"}
    assert [row["learning.WPP"] for row in rows[:8]] == ["[2, 0.5]"] * 4 + ["[1, 0.5]"] * 4
    assert "24 members: 24 completed;" in sweep(tmp_path, "shared").stdout


def test_memory_does_not_grow_with_the_members(tmp_path: Path) -> None:
    """Records stream to the disk."""
    def peak(members: int) -> int:
        write(tmp_path, epochs=5, sweep=f"experiment: own.yaml\naxes: {{seed: {{count: {members}}}}}\n")
        process = subprocess.Popen(
            [PROGRAM, "sweep", "sweep.yaml", "--output", f"of-{members}", "--quiet", "--threads", "1"], cwd=tmp_path)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return usage.ru_maxrss

    few, many = peak(8), peak(800)
    # What is known of every member, some hundred bytes of it, and no more.
    assert many < few + 800 + 4096, (few, many)


def test_a_failed_member_does_not_stop_the_others(tmp_path: Path) -> None:
    """What cannot be written is named with its member; once that is mended, only it is finished."""
    write(tmp_path, epochs=5)
    sweep(tmp_path, "out", "--task", "0/12")
    # Where member 13 belongs: 13 = 1 x 8 + 1 x 4 + 1.
    obstacle = tmp_path / "out" / "sweep.zarr" / "mse" / "c" / "1" / "1" / "1" / "obstacle"
    obstacle.mkdir(parents=True)
    done = sweep(tmp_path, "out", code=1)
    assert "rtdeep: member 13: cannot move" in done.stderr
    assert [row["member"] for row in table(tmp_path / "out") if row["outcome"] != "completed"] == ["13"]
    obstacle.rmdir()
    sweep(tmp_path, "out")
    assert {row["outcome"] for row in table(tmp_path / "out")} == {"completed"}


def test_what_there_is_no_room_for_is_refused(tmp_path: Path) -> None:
    """Before anything is written, with numbers."""
    write(tmp_path, epochs=1_000_000, sweep="experiment: own.yaml\naxes: {seed: {count: 1000000}}\n")
    done = sweep(tmp_path, "out", code=2)
    assert re.search(
        r"member 0 of 1000000 \(seed = 1\): own\.yaml:\d+:\d+: "
        r"record of 1000000 runs takes [\d.]+ [TP]iB, but the disk has",
        done.stderr), done.stderr
    assert not (tmp_path / "out").exists()


def test_two_at_once_share_the_members(tmp_path: Path) -> None:
    """Each member is run by one of them, and both end well or say that the other one is at work."""
    write(tmp_path, epochs=300)
    command = [PROGRAM, "sweep", "sweep.yaml", "--output", "out", "--threads", "1", "--quiet"]
    both = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, said = process.communicate()
        assert process.returncode == 0 or "members are run by another process" in said, said
    sweep(tmp_path, "out")
    sweep(tmp_path, "whole")
    assert recorded(tmp_path / "out" / "sweep.zarr") == recorded(tmp_path / "whole" / "sweep.zarr")
