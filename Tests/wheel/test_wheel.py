"""The wheel is built, small, allowed on other machines, and works where there is neither Swift nor the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000


def run(*words: str | Path, **options) -> subprocess.CompletedProcess[str]:
    """A command that must succeed."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that pip makes of the project's folder."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who has no Swift, and for whom nothing of ours is set."""
    allowed = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    environment = allowed | {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path_factory.mktemp("home")), "LC_ALL": "C.UTF-8"}
    assert shutil.which("swift", path=environment["PATH"]) is None
    return environment


@pytest.fixture(scope="module")
def installed(wheel: Path, elsewhere: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    run(sys.executable, "-m", "venv", folder, env=elsewhere)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel, env=elsewhere, cwd=folder)
    return folder / "bin"


def test_the_wheel_is_small_and_has_the_right_name(wheel: Path) -> None:
    assert wheel.stat().st_size < 8 * MEGABYTE
    version = re.search(r'number = "(.+)"', (ROOT / "Sources/Experiments/Running/Version.swift").read_text())
    assert re.fullmatch(rf"rtdeep-{re.escape(version[1])}-py3-none-manylinux_2_\d\d_\w+\.whl", wheel.name)


def test_the_wheel_holds_what_it_must_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        program = archive.getinfo(next(name for name in names if name.endswith(".data/scripts/rtdeep")))
        with archive.open(program) as file:
            assert file.read(4) == b"\x7fELF"
        assert program.external_attr >> 16 & 0o111 == 0o111
        header = archive.read("rtdeep/_native/rtdeep.h")
    assert header == (ROOT / "Sources/CRtDeep/include/rtdeep.h").read_bytes()
    assert "rtdeep/_native/librtdeep.so" in names
    assert any(name.endswith(".data/data/share/bash-completion/completions/rtdeep") for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert any(name.endswith("/licenses/NOTICE") for name in names)
    sources = {
        f"rtdeep/{path.relative_to(ROOT / 'python/rtdeep')}" for path in (ROOT / "python/rtdeep").rglob("*.*")
        if path.suffix in (".py", ".html", ".css", ".js")}
    assert sources <= set(names)
    assert not [name for name in names if "__pycache__" in name or "/test" in name]


def test_auditwheel_agrees_with_the_tag(wheel: Path) -> None:
    shown = run(sys.executable, "-m", "auditwheel", "show", wheel).stdout
    tag = re.search(r"manylinux_2_\d\d_\w+", wheel.name)[0]
    assert f'consistent with the following platform tag: "{tag}"' in " ".join(shown.split()), shown


def test_the_program_works_without_python(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    program = installed / "rtdeep"
    # Nothing of Swift is looked for, wherever it was built.
    assert "swift" not in run("ldd", program).stdout
    assert run(program, "--version", env=elsewhere).stdout.startswith("rtdeep ")
    run(program, "run", "seed", "--output", tmp_path / "seed", "--quiet", env=elsewhere)
    assert (tmp_path / "seed" / "report.json").exists()


@pytest.mark.parametrize(
    ("processor", "missing"), [("Nehalem", "fma, movbe, avx, "), ("SandyBridge", "fma, movbe, f16c, ")])
def test_an_old_processor_is_refused(installed: Path, processor: str, missing: str) -> None:
    """Not by an illegal instruction: neither the program, nor the library when it is asked."""
    emulator = shutil.which("qemu-x86_64")
    if emulator is None or os.environ.get("RTDEEP_MARCH"):
        pytest.skip("needs qemu-x86_64 (apt-get install qemu-user), and a wheel for x86-64-v3")
    call = [emulator, "-cpu", processor]
    done = subprocess.run([*call, installed / "rtdeep", "list"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"this one lacks {missing}" in done.stderr
    code = (
        "from rtdeep import _library as l; "
        "print(l.ffi.string(l.ffi.dlopen(str(l.library_path())).rtdeep_missing_instructions()).decode())")
    assert run(*call, installed / "python", "-c", code).stdout.startswith(missing)


def test_the_package_finds_its_library(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    code = "import rtdeep; from rtdeep import _library; _library.library(); print(_library.library_path())"
    shown = run(installed / "python", "-c", code, env=elsewhere, cwd=tmp_path).stdout.strip()
    assert Path(shown).is_relative_to(installed.parent)


def test_the_demonstration_is_drawn(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    run(installed / "rtdeep", "demo", "--output", tmp_path / "demo", "--quiet", env=elsewhere, cwd=tmp_path)
    assert (tmp_path / "demo" / "demo.png").stat().st_size > 10_000


def test_the_doctor_finds_nothing_broken(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    shown = run(installed / "rtdeep", "doctor", env=elsewhere | {"COLUMNS": "200"}, cwd=tmp_path).stdout
    assert "library and program compute the same bits" in shown
    assert "Everything that is always needed works." in shown


def test_the_source_distribution_can_be_built(tmp_path: Path) -> None:
    """It has what the manifest and the Makefile name: make, asked what it would do, finds no file missing."""
    hatchling = tmp_path / "hatchling"
    run(sys.executable, "-m", "pip", "install", "--quiet", "--target", hatchling, "hatchling")
    environment = os.environ | {"PYTHONPATH": str(hatchling)}
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT, env=environment)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(tmp_path, filter="data")
    (unpacked,) = [path for path in tmp_path.iterdir() if (path / "PKG-INFO").exists()]
    for name in (".ci/exports.map", ".ci/packages", ".ci/wheel_hook.py", "Makefile", "Package.swift", "NOTICE"):
        assert (unpacked / name).exists()
    run("swift", "package", "describe", cwd=unpacked)
    run("make", "--dry-run", "library", "standalone", cwd=unpacked)
