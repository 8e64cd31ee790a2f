"""The doctor finds what is broken, says what to do, and survives everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rtdeep import doctor
from rtdeep.doctor import BROKEN, MISSING, WORKS, Finding, Patient, examine, examine_part

ROOT = Path(__file__).parents[2]
PROGRAM = Path(os.environ.get("RTDEEP", ROOT / ".build" / "release" / "rtdeep"))
LIBRARY = Path(os.environ.get("RTDEEP_LIBRARY", ROOT / ".build" / "librtdeep.so")).read_bytes()
OPTIONAL = {"reports", "notebooks", "LaTeX", "Chromium", "Slurm", "this folder"}


def found(patient: Patient, part: str) -> Finding:
    """The one finding about a part."""
    (finding,) = examine_part(part, patient)
    return finding


def package(name: str) -> Finding:
    """The finding about a Python package."""
    (finding,) = [finding for finding in examine_part("packages", Patient(None)) if finding.part == name]
    return finding


def script(path: Path, text: str) -> Path:
    """A shell script in place of the program."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_all_that_is_always_needed_works_here() -> None:
    findings = examine(Patient(PROGRAM))
    assert [finding for finding in findings if finding.state != WORKS and finding.part not in OPTIONAL] == []
    (test,) = [finding for finding in findings if finding.part == "self-test"]
    assert "the same bits (11 variables, 1000 steps)" in test.found


def test_without_the_program_the_library_is_still_tested() -> None:
    patient = Patient(None)
    assert found(patient, "program rtdeep").state == MISSING
    assert found(patient, "self-test") == Finding(
        "self-test", WORKS, "the library computes 1000 steps of the seed's experiment")


def test_every_bit_counts(tmp_path: Path) -> None:
    other = script(tmp_path / "rtdeep", f'[ "$1" != run ] || set -- "$@" --seed 7\nexec {PROGRAM} "$@"')
    finding = found(Patient(other), "self-test")
    assert finding.state == BROKEN
    assert "by the program" in finding.found
    assert "by the library" in finding.found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("echo the disk is full >&2; exit 1", "--version ended with the disk is full"),
        ("exit 3", "--version ended with exit code 3"),
        ("kill -ILL $$", "--version ended with signal 4"),
        ("echo something else", "answers 'something else\\n'"),
    ])
def test_a_broken_program_is_broken(tmp_path: Path, text: str, words: str) -> None:
    finding = found(Patient(script(tmp_path / "rtdeep", text)), "program rtdeep")
    assert finding.state == BROKEN
    assert words in finding.found


def test_versions_must_agree(tmp_path: Path) -> None:
    finding = found(Patient(script(tmp_path / "rtdeep", "echo 'rtdeep 9.9.9 (x86-64, release)'")), "library")
    assert finding.state == BROKEN
    assert "program 9.9.9" in finding.found


@pytest.mark.parametrize("name", ["zarr", "rich", "yaml", "cffi"])
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    finding = package({"yaml": "PyYAML"}.get(name, name))
    assert finding.state == BROKEN
    assert finding.remedy.startswith("pip install ")


def test_a_package_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.importlib.metadata, "version", lambda name: "2.18.7")
    assert package("zarr") == Finding("zarr", BROKEN, "2.18.7", "pip install 'zarr>=3'")


def test_without_rich_the_table_is_plain(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [Finding("zarr", BROKEN, "2.18.7", "pip install 'zarr>=3'"), Finding("Slurm", WORKS, "/usr/bin/sbatch")]
    monkeypatch.setitem(sys.modules, "rich.console", None)
    doctor.show(findings)
    assert capsys.readouterr().out == (
        "broken   zarr            2.18.7\n"
        "                         -> pip install 'zarr>=3'\n"
        "works    Slurm           /usr/bin/sbatch\n"
        "Broken: zarr.\n")


def test_the_table_is_read_from_left_to_right(capsys: pytest.CaptureFixture[str]) -> None:
    doctor.show([Finding("zarr", BROKEN, "2.18.7", "pip install 'zarr>=3'")])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["broken  zarr  2.18.7", "              -> pip install 'zarr>=3'", "Broken: zarr."]


def test_nothing_can_be_written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/proc")
    finding = found(Patient(None), "this folder")
    assert finding.state == MISSING
    assert "nothing can be written to /proc" in finding.found


@pytest.mark.parametrize(
    ("start", "content"),
    [
        ("module", None), ("module", b""), ("module", b"\x7fELF" + bytes(100)),
        ("program", None), ("program", LIBRARY[: len(LIBRARY) // 2]),
    ],
    ids=["missing", "empty", "garbage", "missing-program", "half-program"])
def test_a_broken_library_is_a_finding(tmp_path: Path, start: str, content: bytes | None) -> None:
    library = tmp_path / "librtdeep.so"
    if content is not None:
        library.write_bytes(content)
    words = [PROGRAM, "doctor"] if start == "program" else [sys.executable, "-m", "rtdeep.doctor"]
    environment = os.environ | {"RTDEEP_LIBRARY": str(library), "RTDEEP_PYTHON": sys.executable}
    done = subprocess.run(
        words, env=environment | {"PYTHONPATH": str(ROOT / "python")}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Broken: library, processor, self-test." in done.stdout
    assert str(library) in "".join(done.stdout.split()) or "kills Python: bus error" in done.stdout
    assert done.stderr == ""
