"""What happens to a run whose surroundings fail: a clear sentence, and what was written stays readable."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xarray as xr
from killing import PROGRAM, difference

# Some seconds of steps and records, unless somebody stops it.
LONG = ["run", "seed", "--set", "presentations.count=400", "--set", "record.every=10", "--checkpoint-every", "0.05"]


def start(words: list[str], **options: object) -> subprocess.Popen[str]:
    """The program in the background."""
    return subprocess.Popen(
        [PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def call(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The program, until it ends."""
    return subprocess.run(
        [PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, timeout=120, **options
    )


def wait_for(path: Path, program: subprocess.Popen[str]) -> None:
    """Waits until a file is there, or the program has ended."""
    while not path.exists() and program.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_write_a_checkpoint(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """Ctrl-C and a cluster's time limit: the run says how to go on, and does."""
    folder = tmp_path / "run"
    # No other checkpoint than the one that the signal asks for.
    program = start([*LONG[:-1], "3600", "--output", str(folder)])
    wait_for(folder / "recording.zarr" / "time_ms" / "c", program)
    assert not (folder / "checkpoint.npz").exists()
    program.send_signal(number)
    _, error = program.communicate(timeout=60)
    assert program.returncode == code
    assert error == f"rtdeep: interrupted; go on with: rtdeep resume {folder}\n"
    report = json.loads((folder / "report.json").read_text())
    assert report["outcome"] == "stopped"
    dataset = xr.open_zarr(folder / "recording.zarr", consolidated=False).load()
    assert dataset.sizes["time_ms"] == report["records"]["time_ms"] == report["steps"] // 10
    assert not dataset["BPP_0"].isnull().any()
    # Shorter than planned, so that the test is: the whole run would be the same.
    end = (report["steps"] // 10000 + 3) * 1.0
    done = call("resume", folder, "--duration", end)
    assert done.returncode == 0, done.stderr
    whole = tmp_path / "whole"
    call(*LONG, "--set", f"duration={end}", "--output", whole, "--quiet")
    assert call("compare", folder, whole).returncode == 0


def test_a_second_writer_is_kept_out(tmp_path: Path) -> None:
    """While a run goes on, nobody else may resume it; a killed one leaves no lock behind."""
    folder = tmp_path / "run"
    program = start([*LONG, "--output", str(folder)])
    wait_for(folder / "checkpoint.npz", program)
    assert json.loads(call("info", folder, "--json").stdout)["outcome"] == "running"
    second = call("resume", folder)
    assert second.returncode == 2
    assert second.stderr == (
        f"rtdeep: cannot resume {folder}: cannot lock {folder}/.lock: another process is writing to this folder\n"
    )
    program.kill()
    program.communicate()
    assert json.loads(call("info", folder, "--json").stdout)["outcome"] == "interrupted"
    assert f"go on with: rtdeep resume {folder}" in call("info", folder).stdout
    assert call("resume", folder, "--quiet").returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    """The run breaks off with the system's reason; with more room it goes on as if nothing had happened."""
    folder = small_disk / "run"
    words = ["run", "seed", "--set", "record.every=10", "--checkpoint-every", "0.01", "--quiet"]
    # The disk fills up under the run: at its start there was room enough.
    program = start([*words, "--set", "presentations.count=20", "--output", str(folder)])
    wait_for(folder / "recording.zarr", program)
    (small_disk / "filler").write_bytes(bytes(3 << 20))
    _, error = program.communicate(timeout=60)
    assert program.returncode == 1, error
    assert "No space left on device. The run broke off at step" in error
    assert f"go on with: rtdeep resume {folder}" in error
    assert (folder / "config.yaml").read_text()
    with xr.open_zarr(folder / "recording.zarr", consolidated=False) as dataset:
        assert dataset["BPP_0"].load().sizes["time_ms"] == 20_000
    assert not list(folder.rglob("*.tmp")), "half-written files keep the disk full"
    (small_disk / "filler").unlink()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    done = call("resume", elsewhere, "--quiet")
    assert done.returncode == 0, done.stderr
    whole = tmp_path / "whole"
    assert call(*words, "--set", "presentations.count=20", "--output", whole).returncode == 0
    assert difference(whole, elsewhere) is None


def test_no_room_at_the_start(small_disk: Path) -> None:
    """A recording that cannot fit is refused before step 0, with both numbers."""
    folder = small_disk / "run"
    done = call("run", "seed", "--set", "record.every=1", "--output", folder)
    assert done.returncode == 2
    assert "MiB" in done.stderr
    assert "record" in done.stderr
    assert not folder.exists()


def test_a_limit_on_file_sizes(tmp_path: Path) -> None:
    """A limit of the shell is a sentence too, not a death by signal."""
    folder = tmp_path / "run"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = call("run", "seed", "--set", "record.every=5", "--output", folder, preexec_fn=limit)
    assert done.returncode == 1
    assert "File too large. The run broke off at step" in done.stderr
    resumed = call("resume", folder, "--quiet")
    assert resumed.returncode == 0, resumed.stderr
    whole = tmp_path / "whole"
    call("run", "seed", "--set", "record.every=5", "--output", whole, "--quiet")
    assert difference(whole, folder) is None


def test_a_folder_that_vanishes(tmp_path: Path) -> None:
    """Somebody removes the folder under a run."""
    folder = tmp_path / "run"
    program = start([*LONG, "--output", str(folder)])
    wait_for(folder / "checkpoint.npz", program)
    folder.rename(tmp_path / "elsewhere")
    _, error = program.communicate(timeout=60)
    assert program.returncode == 1
    assert error.startswith(f"rtdeep: {folder} has vanished: somebody removed or moved it; the run broke off at step")
    assert not folder.exists(), "nothing may be written where the folder was"
    # What was written is where the folder went, and goes on from there.
    elsewhere = tmp_path / "elsewhere"
    done = call("resume", elsewhere, "--quiet", "--checkpoint-every", "3600")
    assert done.returncode == 0, done.stderr
    assert json.loads((elsewhere / "report.json").read_text())["outcome"] == "completed"


def test_seeds_are_resumed_together(tmp_path: Path) -> None:
    """Several seeds, interrupted: the complete ones are left alone, the others go on or begin."""
    words = ["run", "seed", "--set", "record.every=10", "--seeds", "1..6", "--threads", "2", "--quiet"]
    folder = tmp_path / "seeds"
    program = start([*words, "--output", str(folder)])
    wait_for(folder / "seed-1" / "report.json", program)
    wait_for(folder / "seed-3" / "config.yaml", program)
    program.kill()
    program.communicate()
    complete = (folder / "seed-1" / "report.json").stat().st_mtime_ns
    done = call("resume", folder, "--quiet")
    assert done.returncode == 0, done.stderr
    assert (folder / "seed-1" / "report.json").stat().st_mtime_ns == complete
    whole = tmp_path / "whole"
    call(*words, "--output", whole)
    for seed in range(1, 7):
        assert difference(whole / f"seed-{seed}", folder / f"seed-{seed}") is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be told to be somebody else")
def test_a_read_only_run_is_not_resumed(tmp_path: Path) -> None:
    """Without the right to write, nothing is begun."""
    folder = tmp_path / "run"
    call("run", "seed", "--set", "presentations.count=2", "--output", folder, "--quiet")
    for path in (tmp_path, *tmp_path.parents):
        if path == tmp_path or "pytest" in path.name:
            path.chmod(0o755)
    try:
        done = call("resume", folder, "--duration", 3, user=65534)
    except PermissionError:
        pytest.skip("another user cannot start the program from here")
    assert done.returncode == 2
    assert done.stderr == f"rtdeep: cannot resume {folder}: cannot lock {folder}/.lock: Permission denied\n"
