"""Figures show what was recorded, of datasets and of run folders alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes

import rtdeep
from rtdeep import plot
from rtdeep.plot.traces import decimate
from rtdeep.runs import RunFolderError
from rtdeep.series import Records

mpl.use("Agg")

LAYERED = dict(
    layers=[2, 4, 3, 2], activation="logistic", dt=0.01, presentations={"count": 10, "duration": 1},
    learning={"WPP": 0, "WIP": 1, "BPI": 20, "BPP": 100}, initial={"selfPredicting": True}, seed=2,
    feedback={"rule": "pal", "alpha": 0.01, "highPass": 0.1, "noise": {"white": 0.05}},
    record={"every": 10, "variables": [
        "uP", "uP_breve", "uI_breve", "rP_breve_HI", "WPP", "WIP", "BPP", "BPI", "cos(BPP, WPP^T)", "cos(BPI, -BPP)",
        "angle(BPP, dphi WPP^T dphi)",
    ]},
)

FIGURES: dict[str, Callable[[Records, Axes | None], Axes]] = {
    "alignment": plot.alignment,
    "alignment of interneurons": lambda r, a: plot.alignment(r, a, comparison="cos(BPI, -BPP)"),
    "angles": plot.angles,
    "angles to Jacobians": lambda r, a: plot.angles(r, a, quantity="angle(BPP, dphi WPP^T dphi)"),
    "direction": lambda r, a: plot.direction(r, a, layer=1),
    "feedback": plot.feedback_weights,
    "hidden": plot.hidden_potential,
    "high-passed": plot.high_passed_rate,
    "interneurons": lambda r, a: plot.interneuron_weights(r, a, interneurons=1),
    "lateral": plot.lateral_weights,
    "output": lambda r, a: plot.output_potential(r, a, interneurons=1, start=1),
    "somatic": plot.somatic_potential,
    "matrix": lambda r, a: plot.weight_matrix(r, "BPP_1", a),
    "scatter": plot.weight_scatter,
    "sign": lambda r, a: plot.sign_turn({"PAL": r}, a, layer=1),
    "noise": lambda r, a: plot.noise_time_scales({"prospective": {0.1: r, 1.0: r}}, a),
}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Records]:
    experiment = rtdeep.Experiment(**LAYERED)
    return {"dataset": experiment.run(), "run": experiment.run_into(tmp_path_factory.mktemp("plot") / "run")}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    pyplot.close("all")


@pytest.mark.parametrize("source", ["dataset", "run"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn(name: str, source: str, recordings: dict[str, Records]) -> None:
    figure, axes = pyplot.subplots()
    assert FIGURES[name](recordings[source], axes) is axes
    own = FIGURES[name](recordings[source], None)
    assert own.figure is not figure
    for drawn in (axes, own):
        assert drawn.has_data()
        assert drawn.get_xlabel()
        assert drawn.get_ylabel()
    figure.canvas.draw()


def test_curves_are_what_was_recorded(recordings: dict[str, Records]) -> None:
    records = recordings["dataset"]
    lines = plot.angles(records, quantity="angle(BPP, dphi WPP^T dphi)").lines
    assert len(lines) == 2
    for layer, line in enumerate(lines):
        assert np.array_equal(line.get_xdata(), records["time_ms"])
        assert np.array_equal(line.get_ydata(), records["angle(BPP, dphi WPP^T dphi)"][:, layer])


def test_theory_is_drawn_where_it_is_asked(recordings: dict[str, Records]) -> None:
    experiment = rtdeep.Experiment(**LAYERED)
    assert len(plot.angles(recordings["dataset"], theory=experiment).lines) == 4
    fixed = experiment.predict()["layers"][0]["fixed_point"]
    dashed = [line for line in plot.feedback_weights(recordings["dataset"], theory=experiment).lines
              if line.get_linestyle() == "--"]
    assert [line.get_ydata()[0] for line in dashed] == pytest.approx(fixed)


def test_students() -> None:
    task = {"presentations.epochs": 3, "record": {"every": 100, "variables": ["mse"]}}
    students = {name: rtdeep.Experiment(name, **task).run() for name in ("teacher-111", "teacher-111-fixed")}
    axes = plot.teacher_error(students)
    assert axes.get_yscale() == "log"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == list(students)


def test_peaks_survive() -> None:
    values = np.zeros(100_000)
    values[77_777] = 1
    values[5_000] = np.nan
    time, kept = decimate(np.arange(100_000.0), values)
    assert len(time) < 2500
    assert np.nanmax(kept) == 1
    assert np.isnan(kept).any()


@pytest.mark.parametrize(("name", "width"), [("single", 88), ("double", 180)])
def test_figures_are_as_wide_as_a_journal_prints(name: str, width: float) -> None:
    before = dict(mpl.rcParams)
    with plot.style(name):
        figure, axes = pyplot.subplots()
        assert figure.get_figwidth() * 25.4 == pytest.approx(width)
        assert 7 <= axes.title.get_fontsize() <= 8
        assert axes.xaxis.label.get_fontsize() == 7
    assert dict(mpl.rcParams) == before
    with pytest.raises(rtdeep.UnknownNameError, match="screen, single, double"), plot.style("triple"):
        pass


def test_what_was_not_recorded_is_named(recordings: dict[str, Records], tmp_path: Path) -> None:
    with pytest.raises(rtdeep.UnknownNameError, match="mse was not recorded: there are"):
        plot.teacher_error({"PAL": recordings["dataset"]})
    with pytest.raises(RunFolderError, match="mse was not recorded"):
        plot.teacher_error({"PAL": recordings["run"]})
    with pytest.raises(RunFolderError, match="compare-bp"):
        plot.update_angles(recordings["run"])
    with pytest.raises(rtdeep.ArgumentError, match="no runs"):
        plot.noise_time_scales({})
