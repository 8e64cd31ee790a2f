"""Kills runs at random moments, resumes them, and compares every byte with a run that nobody disturbed.

As a script: python Tests/cli/killing.py COUNT [SEED]. The environment variable RTDEEP names the program.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PROGRAM = os.environ.get("RTDEEP", str(Path(__file__).parents[2] / ".build" / "release" / "rtdeep"))

# Counter-based noise; NumPy's generator; shuffled epochs, a teacher and low-passed increments; changes at given steps.
# Each takes some tenths of a second, most of it recording, so that kills fall between files as often as between steps.
CASES: dict[str, list[str]] = {
    "seed": ["seed", "--set", "record.every=5"],
    "align-222": ["align-222", "--set", "record.every=20"],
    "teacher-111": ["teacher-111", "--set", "record.every=20", "--set", "presentations.epochs=300"],
    "scheduled": [
        "seed", "--set", "record.every=5",
        "--set",
        "at={60000: {switches: {BPP: false}}, 150000: {weights: {seed: 3, WPP: [null, 0.5]}, switches: {BPP: true}}}",
    ],
}
# Rare enough to lose work, frequent enough to have something to lose.
CHECKPOINTS = ["--checkpoint-every", "0.03", "--quiet"]


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody killed, and the seconds that it took."""

    folder: Path
    seconds: float


def run_undisturbed(name: str, folder: Path) -> Undisturbed:
    """The run that the others are compared with."""
    start = time.monotonic()
    subprocess.run([PROGRAM, "run", *CASES[name], "--output", folder, *CHECKPOINTS], check=True)
    return Undisturbed(folder, time.monotonic() - start)


def kill_and_resume(name: str, folder: Path, whole: Undisturbed, moments: list[float]) -> int:
    """Runs into `folder`, kills the program after each of `moments` (fractions of the whole run), and resumes.

    Returns how many kills found the program alive.
    """
    kills = 0
    command = [PROGRAM, "run", *CASES[name], "--output", str(folder), *CHECKPOINTS]
    for moment in [*moments, None]:
        program = subprocess.Popen(command, stderr=subprocess.PIPE)
        if moment is not None:
            time.sleep(moment * whole.seconds)
            if program.poll() is None:
                program.send_signal(signal.SIGKILL)
                kills += 1
        _, error = program.communicate()
        if program.returncode not in (0, -signal.SIGKILL):
            raise AssertionError(f"exit {program.returncode}: {error.decode()}")
        # Killed before the configuration was written, there is nothing to resume, and the program says so.
        if (folder / "config.yaml").exists():
            command = [PROGRAM, "resume", str(folder), *CHECKPOINTS]
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return kills


def difference(whole: Path, resumed: Path) -> str | None:
    """The first thing that differs between two runs besides times, or None."""
    files = [sorted(p.relative_to(root) for p in root.rglob("*") if p.is_file()) for root in (whole, resumed)]
    if files[0] != files[1]:
        return f"other files: {set(files[0]) ^ set(files[1])}"
    for file in files[0]:
        if file.name in ("report.json", "checkpoint.npz"):
            continue
        if (whole / file).read_bytes() != (resumed / file).read_bytes():
            return str(file)
    reports = [json.loads((root / "report.json").read_text()) for root in (whole, resumed)]
    timeless = [without_times(report) for report in reports]
    if timeless[0] != timeless[1]:
        return "report.json"
    with np.load(whole / "checkpoint.npz") as a, np.load(resumed / "checkpoint.npz") as b:
        if a.files != b.files:
            return "other arrays in checkpoint.npz"
        for name in a.files:
            if name == "meta_json":
                if without_times(json.loads(str(a[name]))) != without_times(json.loads(str(b[name]))):
                    return "meta_json of checkpoint.npz"
            elif a[name].tobytes() != b[name].tobytes():
                return f"{name} of checkpoint.npz"
    return None


def without_times(values: dict[str, object]) -> dict[str, object]:
    """What does not depend on the clock, or on how often a run was interrupted."""
    times = {"seconds", "sessions", "steps_per_second", "simulated_per_real_time"}
    return {key: value for key, value in values.items() if key not in times}


def trial(index: int, seed: int, scratch: Path, whole: dict[str, Undisturbed]) -> tuple[int, str | None]:
    """One run that is killed once, every fourth one twice; the kills, and what differed in the end.

    A kill that comes after the end is no kill: the run is repeated with other moments.
    """
    numbers = random.Random(seed * 1_000_003 + index)
    name = list(CASES)[index % len(CASES)]
    folder = scratch / f"trial-{index}"
    for _ in range(50):
        moments = [numbers.random() for _ in range(2 if index % 4 == 0 else 1)]
        kills = kill_and_resume(name, folder, whole[name], moments)
        found = difference(whole[name].folder, folder)
        shutil.rmtree(folder)
        if found or kills:
            return kills, found and f"{name}, killed after {moments} of {whole[name].seconds:.2f} s: {found}"
    raise AssertionError("no kill found the program alive")


def trials(count: int, seed: int, scratch: Path) -> tuple[int, list[str]]:
    """`count` runs; how many kills hit, and what differed."""
    whole = {name: run_undisturbed(name, scratch / name) for name in CASES}
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda index: trial(index, seed, scratch, whole), range(count)))
    return sum(kills for kills, _ in results), [found for _, found in results if found]


def main() -> int:
    """Prints how many of the runs ended as if nobody had killed them."""
    count = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as scratch:
        kills, differences = trials(count, seed, Path(scratch))
    print("\n".join(differences))
    print(f"{count - len(differences)} of {count} byte-equal after {kills} kills (seed {seed})")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
