"""The folder in which a page is gone through, and what its reader has there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Documentation/site"))

PROGRAM = Path(os.environ.get("RTDEEP", ROOT / ".build/release/rtdeep")).absolute()
LIBRARY = Path(os.environ.get("RTDEEP_LIBRARY", ROOT / ".build/librtdeep.so")).absolute()
#: Where the modules were built.
BUILD = Path(os.environ.get("RTDEEP_BUILD", ROOT / ".build/release")).absolute()

#: What takes long is left to `make test-all`.
long = pytest.mark.skipif(os.environ.get("RTDEEP_LONG_TESTS") != "1", reason="RTDEEP_LONG_TESTS=1 runs it")


class Reader(Protocol):
    """Goes through a page; `program` is another one than that of the project, which the page has changed."""

    def __call__(self, page: Path, program: Path | None = None) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Goes through a page in a folder that looks like the project's, as far as pages use it."""
    folder = tmp_path / "folder"
    (folder / ".build/release").mkdir(parents=True)
    (folder / ".build/release/rtdeep").symlink_to(PROGRAM)
    for name in ("experiments", "notebooks", "Documentation", "Sources", "Tests", "python"):
        (folder / name).symlink_to(ROOT / name)
    # The targets of the example that has all keys.
    np.save(folder / "targets.npy", np.zeros((10, 1)))
    # `python` is the one that runs the tests.
    (tmp_path / "bin").mkdir()
    for name in ("python", "python3"):
        (tmp_path / "bin" / name).write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "bin" / "rtdeep").symlink_to(PROGRAM)
    environment = os.environ | {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "python"), "MPLBACKEND": "Agg",
        "RTDEEP": str(PROGRAM), "RTDEEP_LIBRARY": str(LIBRARY), "RTDEEP_PYTHON": sys.executable,
        "RTDEEP_ROOT": str(ROOT), "RTDEEP_BUILD": str(BUILD), "PYTHONHASHSEED": "0",
    }

    def read(page: Path, program: Path | None = None) -> subprocess.CompletedProcess[str]:
        if program is not None:
            (tmp_path / "bin" / "rtdeep").unlink()
            (tmp_path / "bin" / "rtdeep").symlink_to(program)
            environment["RTDEEP_CHANGED_PROGRAM"] = "yes"
        return subprocess.run(
            [sys.executable, Path(__file__).with_name("walk.py"), page, folder], env=environment, capture_output=True,
            text=True, timeout=300,
        )

    return read
