"""Where the program hands over to the Python package: to which Python, and what if there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from case import PROGRAM


def call(
    program: Path, *words: str, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program with these environment variables alone."""
    return subprocess.run(
        [program, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=60,
        env={"PATH": os.defpath, **environment})


def python(path: Path, text: str) -> Path:
    """A script in place of Python."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_doctor_speaks_without_python(tmp_path: Path) -> None:
    done = call(PROGRAM, "doctor", folder=tmp_path, RTDEEP_PYTHON="/nowhere/python3")
    assert done.returncode == 1
    assert done.stdout.startswith("rtdeep ")
    assert done.stderr == (
        "rtdeep: the rest is examined by the Python package rtdeep, but /nowhere/python3 cannot be started. "
        "Install the package (pip install . in the folder of the project), or name a Python that has it in "
        "RTDEEP_PYTHON.\n")


def test_the_doctor_speaks_without_the_package(tmp_path: Path) -> None:
    # A folder of that name is no package.
    (tmp_path / "rtdeep").mkdir()
    done = call(PROGRAM, "doctor", folder=tmp_path, RTDEEP_PYTHON=shutil.which("python3"))
    assert done.returncode == 1
    assert "python3 cannot import it. Install the package (pip install . in" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("status", "code"), [(0, 0), (1, 1), (3, 1)])
def test_the_doctor_ends_as_python_ends(tmp_path: Path, status: int, code: int) -> None:
    fake = python(tmp_path / "python", f'[ "$1" = -c ] && [ "$3" = --program ] && exit {status}\nexit 9')
    assert call(PROGRAM, "doctor", folder=tmp_path, RTDEEP_PYTHON=str(fake)).returncode == code


def test_a_report_is_written_by_python(tmp_path: Path) -> None:
    """With what was asked for, and with this program to compare published numbers; the exit code is Python's."""
    for name in ("config.yaml", "recording.zarr"):
        (tmp_path / "run" / name).mkdir(parents=True)
    fake = python(tmp_path / "python", '[ "$1" = -c ] && exit 0\necho "$@"\nexit 130')
    words = ("report", "run", "--follow", "--every", "2", "--size=3", "--output", "a.html")
    done = call(PROGRAM, *words, folder=tmp_path, RTDEEP_PYTHON=str(fake))
    assert done.returncode == 130
    assert done.stdout.split() == [
        "-m", "rtdeep.report", "--output", "a.html", "--every", "2.0", "--size", "3.0", "--follow", "--program",
        str(PROGRAM.resolve()), "--", "run"]


def test_python_is_that_of_the_source_tree(tmp_path: Path) -> None:
    """Whoever has only typed make has neither an environment that is active nor the package installed."""
    build = tmp_path / ".build" / "x86_64" / "release"
    build.mkdir(parents=True)
    program = Path(shutil.copy(PROGRAM, build / "rtdeep"))
    (tmp_path / ".build" / "release").symlink_to(build)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python(tmp_path / ".venv" / "bin" / "python", 'echo "$PYTHONPATH"')
    asked = tmp_path / ".build" / "release" / "rtdeep"
    assert "python3 cannot be" in call(asked, "doctor", folder=tmp_path, PATH="/nowhere").stderr
    (tmp_path / "python" / "rtdeep").mkdir(parents=True)
    assert call(asked, "doctor", folder=tmp_path).stdout.splitlines()[-1] == str(tmp_path / "python")
    own = call(program, "doctor", folder=tmp_path, PYTHONPATH="/own").stdout
    assert own.splitlines()[-1] == f"{tmp_path / 'python'}:/own"


def test_python_is_the_one_beside_the_program(tmp_path: Path) -> None:
    beside = tmp_path / "bin"
    beside.mkdir()
    program = Path(shutil.copy(PROGRAM, beside / "rtdeep"))
    python(beside / "python3", "echo the neighbour")
    link = tmp_path / "link"
    link.symlink_to(program)
    for name in (program, link):
        assert call(name, "doctor", folder=tmp_path).stdout.endswith("the neighbour\n")
    other = python(tmp_path / "other", "echo the other")
    assert call(program, "doctor", folder=tmp_path, RTDEEP_PYTHON=str(other)).stdout.endswith("the other\n")
