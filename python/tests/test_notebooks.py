"""The notebooks run from top to bottom, and show what they promise."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

with warnings.catch_warnings():
    # Of Jupyter's own parts about one another.
    warnings.simplefilter("ignore")
    import nbformat
    from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"

#: Figures by notebook: one that is no longer drawn is a mistake as much as an error is.
FIGURES = {
    "01-the-seed-demonstration": 9, "02-feedback-rules": 4, "03-teacher-and-student": 3, "04-your-own-experiment": 9,
}


def test_every_notebook_is_tested() -> None:
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_notebook_is_kept_without_outputs(name: str) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


long = pytest.mark.skipif(os.environ.get("RTDEEP_LONG_TESTS") != "1", reason="RTDEEP_LONG_TESTS=1 runs it")


@pytest.mark.filterwarnings("ignore::Warning")
@pytest.mark.parametrize("name", [
    "01-the-seed-demonstration", pytest.param("02-feedback-rules", marks=long),
    pytest.param("03-teacher-and-student", marks=long), "04-your-own-experiment"])
def test_a_notebook_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What IPython would keep in the home folder; and the kernel of this Python, whatever others are installed.
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    subprocess.run(
        [sys.executable, "-m", "ipykernel", "install", "--name", "rtdeep-test", "--prefix", str(tmp_path)],
        check=True, capture_output=True,
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    resources = {"metadata": {"path": tmp_path}}
    NotebookClient(notebook, timeout=120, kernel_name="rtdeep-test", resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == FIGURES[name]
