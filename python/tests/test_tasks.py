"""Runs with a task are opened with their examination, their best network and their decisions."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from small_yinyang import PROGRAM, small_yinyang

import rtdeep
from rtdeep.errors import RunFolderError
from rtdeep.runs import Run, open_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short run of the yin-yang."""
    path = tmp_path_factory.mktemp("tasks")
    (path / "small.yaml").write_text(small_yinyang(), encoding="utf-8")
    subprocess.run([PROGRAM, "run", path / "small.yaml", "--output", path / "small", "--quiet"], check=True)
    return path / "small"


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    """A copy of it that may be damaged."""
    return open_run(shutil.copytree(folder, tmp_path / "copy"))


def test_the_examination(run: Run) -> None:
    """Scores are those of the report, and agree with each other and with the recording."""
    examination = run.examination
    assert isinstance(examination, rtdeep.Examination)
    assert examination.last.step == run.report["steps"] == 4 * 60 * 3
    for examined in (examination.last, examination.best):
        for score, count in ((examined.validation, 30), (examined.test, 24)):
            assert score.confusion.shape == (3, 3)
            # The classes take turns.
            assert score.confusion.sum(axis=1).tolist() == [count // 3] * 3
            assert score.accuracy == pytest.approx(np.trace(score.confusion) / count)
            assert score.loss > 0
    accuracies = run.dataset["accuracy"].values
    assert accuracies.shape == (4,)
    assert examination.last.validation.accuracy == accuracies[-1]
    assert examination.best.validation.accuracy == max(accuracies.max(), run.report["start"]["accuracy"])


def test_the_best_network(run: Run) -> None:
    """Its arrays have the names and shapes of a state, and the scores that the examination has."""
    best, examination = run.best, run.examination
    assert best is not None
    assert examination is not None
    assert {name: best[name].shape for name in best} == {
        "step": (), "accuracy": (), "loss": (), "confusion": (3, 3), "uP_0": (10,), "uP_1": (3,), "uI_0": (3,),
        "WPP_0": (10, 4), "WPP_1": (3, 10), "WIP_0": (3, 10), "BPP_0": (10, 3), "BPI_0": (10, 3),
    }
    assert len(best) == 12
    assert best["step"] == examination.best.step
    assert best["accuracy"] == examination.best.validation.accuracy
    assert np.array_equal(best["confusion"], examination.best.validation.confusion)
    assert best["WPP_0"] is best["WPP_0"]
    assert repr(best).startswith("<best.npz: step, accuracy, loss, confusion, uP_0")
    with pytest.raises(KeyError, match="WPP_2"):
        best["WPP_2"]


def test_the_best_network_is_of_one_moment(run: Run) -> None:
    """The file may be replaced while its arrays are being read; a refresh finds the new one."""
    assert run.best is not None
    np.savez(run.path / "new.npz", step=7.0)
    (run.path / "new.npz").replace(run.path / "best.npz")
    assert run.best["WPP_0"].shape == (10, 4)
    assert list(run.refresh().best or []) == ["step"]


def test_decisions(run: Run) -> None:
    """One class everywhere in the unit square, by y and x."""
    decisions = run.decisions
    assert decisions is not None
    assert decisions.dims == ("y", "x")
    assert decisions.shape == (20, 20)
    assert decisions.dtype == np.int64
    for name in ("x", "y"):
        np.testing.assert_allclose(decisions[name], (np.arange(20) + 0.5) / 20)
    assert set(np.unique(decisions)) <= {0, 1, 2}


def test_settings(run: Run) -> None:
    """The configuration, with its defaults."""
    assert run.settings["task"]["yinYang"] == {"training": 60, "validation": 30, "test": 24}
    assert run.settings["dt"] == 0.1


def test_what_is_not_there_is_none(run: Run, tmp_path: Path) -> None:
    """Neither an interrupted run nor one without a task has what a task brings."""
    for name in ("report.json", "best.npz", "decisions.npz"):
        (run.path / name).unlink()
    assert (run.examination, run.best, run.decisions) == (None, None, None)
    path = tmp_path / "seed"
    subprocess.run(
        [PROGRAM, "run", "seed", "--output", path, "--set", "presentations.count=2", "--quiet"], check=True)
    other = open_run(path)
    assert (other.examination, other.best, other.decisions) == (None, None, None)


def test_what_is_damaged_is_named(run: Run) -> None:
    """Every message has the path of the file."""
    report = json.loads((run.path / "report.json").read_text())
    report["examination"]["best"]["test"]["confusion"] = [1, 2, 3]
    (run.path / "report.json").write_text(json.dumps(report))
    with pytest.raises(RunFolderError, match=r"report\.json: its examination cannot be read"):
        print(run.examination)
    del report["examination"]["best"]
    (run.path / "report.json").write_text(json.dumps(report))
    with pytest.raises(RunFolderError, match=r"report\.json: its examination cannot be read: KeyError\('best'\)"):
        print(run.refresh().examination)
    whole = (run.path / "best.npz").read_bytes()
    (run.path / "best.npz").write_bytes(whole[:-40])
    with pytest.raises(RunFolderError, match=r"best\.npz: the archive cannot be opened"):
        print(run.best)
    middle = len(whole) // 2
    (run.path / "best.npz").write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    best = run.refresh().best
    assert best is not None
    with pytest.raises(RunFolderError, match=r"best\.npz: .* cannot be read"):
        dict(best)
    np.savez(run.path / "decisions.npz", x=np.zeros(3), y=np.zeros(3), decision=np.zeros((2, 3)))
    with pytest.raises(RunFolderError, match=r"decisions\.npz: the map of decisions cannot be read"):
        print(run.decisions)
    np.save(run.path / "one.npy", np.zeros(3))
    (run.path / "one.npy").replace(run.path / "decisions.npz")
    with pytest.raises(RunFolderError, match=r"decisions\.npz: this is one array"):
        print(run.refresh().decisions)
    (run.path / "config.yaml").write_text("- 1\n")
    with pytest.raises(RunFolderError, match=r"config\.yaml: this is YAML, but not a configuration"):
        print(run.refresh().settings)
    (run.path / "config.yaml").write_text("a: [")
    with pytest.raises(RunFolderError, match=r"config\.yaml: this is not YAML"):
        print(run.refresh().settings)


def test_scores_without_samples(run: Run) -> None:
    """JSON has no NaN."""
    report = json.loads((run.path / "report.json").read_text())
    report["examination"]["last"]["test"] |= {"accuracy": None, "loss": None}
    (run.path / "report.json").write_text(json.dumps(report))
    assert run.examination is not None
    assert np.isnan([run.examination.last.test.accuracy, run.examination.last.test.loss]).all()
