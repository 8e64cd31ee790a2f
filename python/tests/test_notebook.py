"""Notebooks run from top to bottom, with our microcircuit; what goes wrong in them is said, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

from rtdeep.notebook import NotebookFailure, NotebookRefused, figures, main, run_notebook  # noqa: E402

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed" / "seed_demo.ipynb"
GOLDEN = ROOT / "Tests" / "Fixtures" / "golden"

long = pytest.mark.skipif(os.environ.get("RTDEEP_LONG_TESTS") != "1", reason="RTDEEP_LONG_TESTS=1 runs it")

IMPORTS = """\
%matplotlib widget
import numpy as np
import pylab as plt
plt.rc('text', usetex=True)
from microcircuit import *
import microcircuit
%reload_ext autoreload
%autoreload 1
%aimport microcircuit
"""
MODEL = """\
np.random.seed(1)
mc = phased_noise_model(
    1e-4, 1e-3, 1e-2, 1.0, 1.0, [5e-7], [1e-3], 'LDRL', logistic, d_logistic, [1, 1, 1],
    uP_init=[np.ones(1), np.ones(1)], uI_init=[np.ones(1)], WPP_init=[np.ones((1, 1))] * 2, WIP_init=[np.ones((1, 1))],
    BPP_init=[np.ones((1, 1))], BPI_init=[np.ones((1, 1))], gl=0.03, gden=0.1, gbas=0.1, gapi=0.06, gnI=0.06,
    gntgt=0.06, eta_fw=[0.0] * 2, eta_bw=[200.0], eta_PI=[50.0] * 2, eta_IP=[40.0] * 2)
B = []
for i in range(100):
    mc.evolve_system(r0=np.array([0.5]))
    B.append(copy.deepcopy(mc.BPP))
print(mc)
"""
FIGURE = """\
plt.plot(np.array(B).ravel())
plt.title(r'$\\cos(B^\\mathrm{PP}, (W^\\mathrm{PP})^T)$')
plt.show()
"""
#: Put behind the first notebook: what its loop has recorded, against the trajectory of the public code.
COMPARISON = """\
with np.load(GOLDEN) as golden:
    series = dict(uP=uP_time_series, uI=uI_time_series, uP_breve=uPbreve_time_series, uI_breve=uIbreve_time_series,
                  rP_breve=rPbreve_time_series, rI_breve=rIbreve_time_series, rP_breve_HI=rPbreve_HI_time_series,
                  WPP=WPP_time_series, WIP=WIP_time_series, BPP=BPP_time_series, BPI=BPI_time_series)
    compared = 0
    for name, values in series.items():
        for i in range(len(values[0])):
            largest = max(abs(golden[f'{p}_{name}_{i}']).max() for p in ('first', 'rec'))
            for p in ('first', 'rec'):
                for step, expected in zip(golden[f'{p}_step'].astype(int), golden[f'{p}_{name}_{i}']):
                    if step == 0:
                        continue
                    deviation = abs(values[step - 1][i] - expected).max()
                    assert deviation <= 1e-9 * largest + 1e-10, (name, i, step, deviation)
                    compared += 1
print('compared', compared)
"""


def notebook(path: Path, *cells: str) -> Path:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(book, path)
    return path


def printed(book: Any, stream: str = "stdout") -> str:
    return "".join(
        output.text for cell in book.cells if cell.cell_type == "code" for output in cell.outputs
        if output.output_type == "stream" and output.name == stream
    )


def test_a_notebook_gets_our_module_and_images(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "microcircuit.py").write_text("raise RuntimeError('the one beside the notebook')\n")
    (tmp_path / "rtdeep.py").write_text("raise RuntimeError('another one')\n")
    path = notebook(tmp_path / "a.ipynb", IMPORTS, MODEL, FIGURE, "plt.plot([1, 2]); plt.show()")
    before = path.read_bytes()
    executed = run_notebook(path, tmp_path / "out.ipynb", revision="a2f0ba6")
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == [
        "a.ipynb", "microcircuit.py", "out.ipynb", "rtdeep.py",
    ]
    assert figures(executed) == 2
    assert figures(nbformat.read(tmp_path / "out.ipynb", 4)) == 2
    assert printed(executed).splitlines() == [
        "Current time: 0s", "Learning backward weights to layer 1",
        "<phased_noise_model [1, 1, 1], LDRL, revision a2f0ba6, 100 steps>",
    ]
    said = capsys.readouterr().err.splitlines()
    assert "rtdeep: microcircuit.py in this folder is passed over: import microcircuit is RtDeep's" in said
    assert "rtdeep: %matplotlib widget shows images here" in said


def test_figures_do_without_latex_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Python is started by its full name, so that nothing else need be on the path.
    monkeypatch.setenv("PATH", str(tmp_path))
    executed = run_notebook(notebook(tmp_path / "a.ipynb", IMPORTS + "B = [1]\n", FIGURE), tmp_path / "out.ipynb")
    assert printed(executed, "stderr").count("rtdeep: LaTeX is not installed") == 1
    assert figures(executed) == 1


def test_a_cell_that_fails_is_named_and_what_was_executed_is_kept(tmp_path: Path, capfd: Any) -> None:
    path = notebook(tmp_path / "a.ipynb", "print('one')", "undefined", "print('three')")
    assert main([str(path), "--output", str(tmp_path / "out.ipynb")]) == 1
    said = capfd.readouterr().err
    assert "rtdeep: cell 2 failed: NameError: name 'undefined' is not defined; what was executed is in" in said
    assert printed(nbformat.read(tmp_path / "out.ipynb", 4)) == "one\n"


def test_a_cell_that_takes_too_long_and_a_kernel_that_dies(tmp_path: Path) -> None:
    path = notebook(tmp_path / "a.ipynb", "import time", "time.sleep(60)")
    with pytest.raises(NotebookFailure, match="cell 2 took longer than 1 s"):
        run_notebook(path, tmp_path / "out.ipynb", timeout=1)
    path = notebook(tmp_path / "b.ipynb", "import os", "os._exit(3)")
    with pytest.raises(NotebookFailure, match="the kernel died in cell 2"):
        run_notebook(path, tmp_path / "out2.ipynb")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"nbformat": 4}', b'{"cells": 3, "nbformat": 4}'])
def test_what_is_no_notebook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookRefused, match="is no notebook"):
        run_notebook(path, tmp_path / "out.ipynb")
    assert not (tmp_path / "out.ipynb").exists()


def test_outputs_that_are_there_and_unknown_revisions_are_refused(tmp_path: Path, capsys: Any) -> None:
    path = notebook(tmp_path / "a.ipynb", "1")
    assert main([str(path), "--output", str(path)]) == 2
    assert main([str(path), "--output", str(tmp_path / "no" / "b.ipynb")]) == 2
    assert main([str(path), "--output", str(tmp_path / "b.ipynb"), "--revision", "a2f0bb6"]) == 2
    assert "no revision is called a2f0bb6; did you mean a2f0ba6?" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_the_kernel_and_keeps_what_was_executed(tmp_path: Path, number: int, code: int) -> None:
    path = notebook(
        tmp_path / "a.ipynb", "print('one')",
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\nos.rename('pid', 'running')\ntime.sleep(60)")
    command = [sys.executable, "-m", "rtdeep.notebook", str(path), "--output", str(tmp_path / "out.ipynb")]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "python")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "running").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert "stopped in cell 2; what was executed is in" in err
    assert printed(nbformat.read(tmp_path / "out.ipynb", 4)) == "one\n"
    kernel = int((tmp_path / "running").read_text())
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{kernel}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{kernel}").exists()


def test_the_kernel_can_be_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    assert main(["--install-kernel"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "kernels" / "rtdeep")
    assert "rtdeep.kernel" in (tmp_path / "kernels" / "rtdeep" / "kernel.json").read_text()


@pytest.mark.skipif(not SEED.is_file(), reason="the first notebook is not here (it is no part of the project)")
@pytest.mark.parametrize(("revision", "golden"), [("98eb7f1", "b"), pytest.param("a2f0ba6", "a", marks=long)])
def test_the_first_notebook_runs_unmodified_and_records_what_the_public_code_did(
    revision: str, golden: str, tmp_path: Path
) -> None:
    book = nbformat.read(SEED, 4)
    book.cells.append(nbformat.v4.new_code_cell(f"GOLDEN = {str(GOLDEN / f'{golden}.npz')!r}\n{COMPARISON}"))
    path = tmp_path / "seed.ipynb"
    nbformat.write(book, path)
    executed = run_notebook(path, tmp_path / "out.ipynb", revision=revision)
    assert figures(executed) == 9
    lines = printed(executed).splitlines()
    assert int(lines[-1].removeprefix("compared ")) > 2000
    stored = printed(book).splitlines()
    assert len(stored) == 6
    assert lines[: len(stored)] == stored
    assert len(lines) == 61
