"""Figures of reproductions show what was recorded, computed afterwards and predicted."""

import os
import shutil
import subprocess
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot

from rtdeep import plot
from rtdeep.courses import PREDICTED, UPDATE_ANGLES, course, prediction
from rtdeep.reproduction import draw, main
from rtdeep.runs import RunFolderError, open_run

mpl.use("Agg")
PROGRAM = os.environ.get(
    "RTDEEP", str(Path(__file__).parents[2] / ".build" / "release" / "rtdeep")
)
CONFIGURATION = """
layers: [2, 3, 4, 2]
activation: logistic
dt: 0.01
presentations: {count: 4, duration: 0.5, epochs: 6, settling: 0.2}
initial: {selfPredicting: true}
learning: {WPP: 0, WIP: 0, BPI: 5, BPP: 50}
feedback: {rule: pal, alpha: 0.01, highPass: 0.1, noise: {white: 0.05}}
record: {every: 20, variables: [WPP, BPP, "angle(BPP, dphi WPP^T dphi)"]}
published:
  - {quantity: "angle(dWPP, BP)", last: 0.1, above: 0, seeds: 2, source: a test}
  - {quantity: "angle(BPP, dphi WPP^T dphi)", last: 0.1, mean: [90, 90], sd: [90, 90], seeds: 2, source: a test}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reproduction of two seeds."""
    path = tmp_path_factory.mktemp("reproduction")
    (path / "small.yaml").write_text(CONFIGURATION, encoding="utf-8")
    subprocess.run(
        [PROGRAM, "reproduce", path / "small.yaml", "--output", path, "--no-figure", "--quiet"], check=True
    )
    return path / "small"


def test_courses(folder: Path) -> None:
    """Records by time, angles of the updates by epoch, predictions from the start to the end."""
    run = open_run(folder / "seed-1")
    recorded = course(run, PREDICTED, 0.01)
    assert recorded.values.shape == (61, 2)
    updates = course(run, UPDATE_ANGLES, 0.01)
    # The last record of each epoch of 200 steps, which begin after 20.
    np.testing.assert_allclose(updates.time, np.arange(220, 1221, 200) * 0.01)
    assert updates.values.shape == (6, 3)
    lines = plot.update_angles(run).lines
    pyplot.close("all")
    assert [line.get_ydata().tolist() for line in lines] == updates.values.T.tolist()
    predicted = prediction(run, PREDICTED, 0.01)
    assert predicted is not None
    np.testing.assert_allclose(predicted.time[[0, -1]], [0, 12.2])
    assert prediction(run, "angle(BPP, WPP^T)", 0.01) is None
    with pytest.raises(RunFolderError, match="mse was not recorded"):
        course(run, "mse", 0.01)


def test_panels(folder: Path) -> None:
    """One panel per quantity, with theory where there is one."""
    figure = draw(folder)
    assert [axes.get_title(loc="left") for axes in figure.axes] == [UPDATE_ANGLES, PREDICTED]
    dashed = [sum(line.get_linestyle() == "--" for line in axes.lines) for axes in figure.axes]
    assert dashed == [0, 2]
    assert main([str(folder)]) == 0
    assert (folder / "reproduction.png").stat().st_size > 10_000


def test_beside(folder: Path, tmp_path: Path) -> None:
    """Beside another experiment there is one panel per layer, with both and with theory."""
    both = tmp_path / "both"
    shutil.copytree(folder, both)
    shutil.copytree(folder, both / "beside")
    figure = draw(both)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == [f"layer {number}" for number in (1, 2, 3)] + [f"hidden layer {number}" for number in (1, 2)]
    assert [len(axes.lines) for axes in figure.axes] == [2, 2, 2, 4, 4]


def test_what_is_missing_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No figure without what it is to show."""
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere/config.yaml: missing, and so is family.json" in capsys.readouterr().err
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / "seed-1" / "compare-bp.npz").unlink()
    assert main([str(broken)]) == 2
    assert "compare-bp.npz: missing" in capsys.readouterr().err
