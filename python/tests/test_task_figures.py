"""Figures of tasks show what networks answer, and how they have come to it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from small_yinyang import PROGRAM, small_yinyang

import rtdeep
from rtdeep import plot, yinyang
from rtdeep.errors import RunFolderError
from rtdeep.plot.seeds import averaged, mean_and_error, seeds_in_words
from rtdeep.runs import Run, open_run
from rtdeep.tasks import Task

mpl.use("Agg")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seeds of the yin-yang in `small`, and two of bars, shown for 3 and 10 steps, in `le-3` and so on."""
    path = tmp_path_factory.mktemp("tasks")
    (path / "small.yaml").write_text(small_yinyang(settling=0.6), encoding="utf-8")
    _run(path / "small.yaml", "1..3", path / "small")
    for name in ("le-3", "le-10", "orig-3", "orig-10"):
        _run(f"bars-{name}", "1..2", path / name, "--set", "presentations.epochs=5", "--set", "published=[]")
    return path


def _run(name: str | Path, seeds: str, output: Path, *options: str) -> None:
    subprocess.run([PROGRAM, "run", name, "--seeds", seeds, "--output", output, *options, "--quiet"], check=True)


@pytest.fixture
def runs(folder: Path) -> list[Run]:
    """The yin-yang's."""
    return _seeds(folder / "small")


def _seeds(folder: Path) -> list[Run]:
    return [open_run(path) for path in sorted(folder.glob("seed-*"))]


@pytest.fixture(autouse=True)
def _styled() -> Iterator[None]:
    with plot.style():
        yield
    pyplot.close("all")


def test_tasks(folder: Path, runs: list[Run]) -> None:
    """Samples and times are those of the configuration; epochs end where validation happens."""
    task = Task.of(runs[0])
    assert (task.classes, task.samples, task.steps) == (("yin", "yang", "dot"), 60, 3)
    assert (task.presentation, task.settling, task.dt) == pytest.approx((0.3, 0.6, 0.1))
    dataset = runs[0].dataset
    assert Task.of(dataset) == task
    np.testing.assert_allclose(task.epochs(dataset["time_ms"].values), [1, 2, 3, 4])
    bars = Task.of(_seeds(folder / "orig-10")[0])
    assert bars == Task(("horizontal", "vertical", "diagonal"), samples=8, presentation=1, settling=0, dt=0.1)


def test_tasks_of_many_images_and_of_files(tmp_path: Path) -> None:
    """Images per class are counted for all classes; classes of files are numbers."""
    np.savez(tmp_path / "some.npz", x=np.eye(8), y=np.arange(8) % 4)
    common = "activation: logistic\ndt: 0.1\npresentations: {duration: 0.3, epochs: 2}\nlayers: "
    (tmp_path / "bars.yaml").write_text(
        f"{common} [9, 4, 3]\ntask: {{bars: {{perClass: {{training: 5, validation: 2, test: 2}}}}}}\n"
        "record: {every: {epochs: 1}, variables: [accuracy]}\nfeedback: {rule: fixed}\n")
    (tmp_path / "files.yaml").write_text(
        f"{common} [8, 4, 4]\ntask: {{npz: {{file: some.npz, training: 4, validation: 2, test: 2}}}}\n"
        "record: {every: {epochs: 1}, variables: [accuracy]}\nfeedback: {rule: fixed}\n")
    for name, classes, samples in (("bars", ("horizontal", "vertical", "diagonal"), 15), ("files", tuple("0123"), 4)):
        subprocess.run(
            [PROGRAM, "run", tmp_path / f"{name}.yaml", "--output", tmp_path / name, "--quiet"], check=True)
        run = open_run(tmp_path / name)
        task = Task.of(run)
        assert (task.classes, task.samples) == (classes, samples)
        np.testing.assert_allclose(task.epochs(run.dataset["time_ms"].values), [1, 2])


def test_means_and_errors() -> None:
    """Over the seeds that there are, arithmetic or geometric."""
    values = np.array([[1.0, 2.0, 3.0], [1.0, np.nan, 3.0], [5.0, np.nan, np.nan], [np.nan] * 3])
    mean, low, high = mean_and_error(values)
    np.testing.assert_allclose(mean, [2, 2, 5, np.nan])
    np.testing.assert_allclose(high - mean, [1 / np.sqrt(3), 1, 0, np.nan])
    np.testing.assert_allclose(mean - low, high - mean)
    mean, low, high = mean_and_error(np.array([[1.0, 100.0]]), geometric=True)
    # The logarithms are 0 and 4.6: their mean and their standard error are both 2.3.
    np.testing.assert_allclose([mean[0], low[0], high[0]], [10, 1, 100])
    assert [seeds_in_words(counts) for counts in ([1], [10, 10], [2, 10])] == ["one seed", "10 seeds", "2 to 10 seeds"]
    assert averaged([1, 1]) == "One seed"


def test_accuracies_over_epochs(runs: list[Run]) -> None:
    """Single seeds, their mean, and its standard error."""
    axes = plot.accuracy_course(runs)
    recorded = np.stack([run.dataset["accuracy"].values for run in runs], axis=1)
    single, mean = axes.lines[:3], axes.lines[3]
    for line, values in zip(single, recorded.T, strict=True):
        np.testing.assert_allclose(line.get_xdata(), [1, 2, 3, 4])
        assert np.array_equal(line.get_ydata(), values)
    np.testing.assert_allclose(mean.get_ydata(), recorded.mean(axis=1))
    band = axes.collections[0].get_paths()[0].vertices
    error = recorded[0].std(ddof=1) / np.sqrt(3)
    assert band[:, 1][np.isclose(band[:, 0], 1)].max() == pytest.approx(recorded[0].mean() + error)
    assert axes.get_title(loc="left").startswith(f"Validation accuracy reaches {recorded[-1].mean():.3f} ± ")
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("epoch", "validation accuracy (1)")
    assert axes.get_legend() is None
    chance = [line for line in axes.lines if line.get_linestyle() == ":"]
    assert [line.get_ydata()[0] for line in chance] == [pytest.approx(1 / 3)]


def test_courses_of_several_experiments(folder: Path, runs: list[Run]) -> None:
    """One entry in the legend for each, and the colours that are asked for."""
    groups = {"some": runs, "other": _seeds(folder / "le-3")}
    axes = plot.accuracy_course(groups, logarithmic=True, single=False, colors={"other": "#000000"})
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["some", "other", "chance"]
    assert [line.get_color() for line in axes.lines[:2]] == [plot.palette.BLUE, "#000000"]
    assert len(axes.lines) == 3
    assert axes.get_xscale() == "log"
    assert axes.get_xlim() == pytest.approx((1, 5))
    assert axes.get_title(loc="left") == "Mean ± standard error, 2 to 3 seeds"


def test_courses_over_time_and_of_the_loss(runs: list[Run]) -> None:
    """One run alone, or the dataset that it has recorded; loss on a logarithmic axis."""
    for records in (runs[0], runs[0].dataset):
        axes = plot.accuracy_course(records, quantity="loss", over="ms")
        assert len(axes.lines) == 1
        np.testing.assert_allclose(axes.lines[0].get_xdata(), 0.6 + 18.0 * np.arange(1, 5))
        np.testing.assert_allclose(axes.lines[0].get_ydata(), runs[0].dataset["loss"].values)
        assert axes.get_yscale() == "log"
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("model time (ms)", "validation loss (mV²)")


def test_seeds_that_have_not_come_so_far(runs: list[Run]) -> None:
    """The mean is over those that have; what was recorded at other times is refused."""
    shorter = [runs[0].dataset, runs[1].dataset.isel(time_ms=slice(2))]
    axes = plot.accuracy_course(shorter)
    mean = axes.lines[2].get_ydata()
    np.testing.assert_allclose(mean[:2], (shorter[0]["accuracy"][:2] + shorter[1]["accuracy"]) / 2)
    np.testing.assert_allclose(mean[2:], shorter[0]["accuracy"][2:])
    with pytest.raises(rtdeep.ArgumentError, match="seeds of the runs were recorded at different times"):
        plot.accuracy_course([runs[0].dataset, runs[1].dataset.isel(time_ms=slice(1, None))])
    with pytest.raises(rtdeep.ArgumentError, match="some has made no record yet"):
        plot.accuracy_course({"some": [runs[0].dataset.isel(time_ms=slice(0))]})


def test_accuracy_over_presentation_time(folder: Path) -> None:
    """One line per circuit, of the means at the end by the steps of a presentation, and a point for every seed."""
    groups = {
        circuit: [*_seeds(folder / f"{circuit}-10"), *_seeds(folder / f"{circuit}-3")] for circuit in ("le", "orig")}
    for quantity, axes in (
        ("accuracy", plot.accuracy_over_presentation_time(groups)), ("loss", plot.loss_over_presentation_time(groups)),
    ):
        assert (axes.get_xlabel(), axes.get_xscale()) == ("presentation time (dt)", "log")
        assert [tick.get_text() for tick in axes.get_xticklabels()] == ["3", "10"]
        lines = [container.lines[0] for container in axes.containers]
        assert len(lines) == 2
        for line, circuit in zip(lines, groups, strict=True):
            assert line.get_xdata().tolist() == [3, 10]
            ends = np.array([
                [run.dataset[quantity].values[-1] for run in _seeds(folder / f"{circuit}-{time}")] for time in (3, 10)])
            mean = ends.mean(axis=1) if quantity == "accuracy" else np.sqrt(ends.prod(axis=1))
            np.testing.assert_allclose(line.get_ydata(), mean)
        points = [line for line in axes.lines if line.get_alpha() == 0.4]
        assert [len(line.get_xdata()) for line in points] == [2] * 4
        assert axes.get_title(loc="left").endswith("ean ± standard error, 2 seeds")
        dotted = [line.get_ydata()[0] for line in axes.lines if line.get_linestyle() == ":"]
        assert dotted == [pytest.approx(1 / 3 if quantity == "accuracy" else 0.01)]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["0.01 mV²", "le", "orig"]


def test_examined_accuracies(runs: list[Run]) -> None:
    """One row per experiment, with the last network over the best one."""
    axes = plot.examined_accuracy({"some": runs, "one": runs[:1]}, part="validation")
    means = [container.lines[0].get_xdata()[0] for container in axes.containers]
    assert means == pytest.approx([
        np.mean([run.score("validation", network).accuracy for run in group])
        for group in (runs, runs[:1]) for network in ("last", "best")])
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["some", "one"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["last network", "best validation"]
    assert axes.get_xlabel() == "validation accuracy (1)"


def test_confusion(runs: list[Run]) -> None:
    """Counts by class and answer, under the names of the classes."""
    axes = plot.confusion(runs[0], part="validation", network="last")
    counts = runs[0].score("validation", "last").confusion
    assert [text.get_text() for text in axes.texts] == [str(count) for count in counts.ravel()]
    for ticks in (axes.get_xticklabels(), axes.get_yticklabels()):
        assert [tick.get_text() for tick in ticks] == ["yin", "yang", "dot"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("answer", "class")
    right = 100 * np.trace(counts) / 30
    assert axes.get_title(loc="left") == f"{right:.1f} % of 30 validation samples answered rightly"
    # Dark fields have white numbers.
    shares = (counts / counts.sum(axis=1, keepdims=True)).ravel()
    assert [text.get_color() == "white" for text in axes.texts] == (shares > 0.5).tolist()


@pytest.mark.parametrize("count", [2, 3, 10])
def test_numbers_fit_into_their_fields(count: int) -> None:
    """Also those of four digits, and in one column of a journal."""
    for name in ("screen", "single"):
        with plot.style(name):
            axes = plot.confusion(np.full((count, count), 1234))
            axes.figure.canvas.draw()
            field = axes.transData.transform([[0, 0], [1, 1]])
            width, height = np.abs(field[1] - field[0])
            for text in axes.texts:
                extent = text.get_window_extent()
                assert extent.width < width
                assert extent.height < height


def test_confusion_of_counts() -> None:
    """Matrices of one's own, with names or numbers; what is none is refused."""
    axes = plot.confusion([[3, 1], [0, 0]], classes=["a", "b"])
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["a", "b"]
    assert axes.get_title(loc="left") == "75.0 % of 4 samples answered rightly"
    assert [tick.get_text() for tick in plot.confusion(np.eye(3)).get_yticklabels()] == ["0", "1", "2"]
    assert plot.confusion(np.zeros((2, 2))).get_title(loc="left") == ""
    for counts, message in (([[1, 2]], r"square, but these have the shape \(1, 2\)"), ([[0.5]], "whole numbers")):
        with pytest.raises(rtdeep.ArgumentError, match=message):
            plot.confusion(counts)
    with pytest.raises(rtdeep.ArgumentError, match="3 names for 2 classes"):
        plot.confusion(np.eye(2), classes="abc")


def test_areas_of_the_yin_yang() -> None:
    """Points whose class is known, and areas as large as the formula makes them."""
    for x, y, expected in (
        (0.25, 0.5, 2), (0.75, 0.59, 2), (0.25, 0.65, 0), (0.5, 0.9, 0), (0.25, 0.3, 0), (0.75, 0.65, 1), (0.5, 0.1, 1),
        (0.75, 0.35, 1), (0.01, 0.01, -1),
    ):
        assert yinyang.area(x, y) == expected, (x, y)
    x, y = np.meshgrid(*[(np.arange(1000) + 0.5) / 1000] * 2)
    shares = [np.mean(yinyang.area(x, y) == kind) for kind in (0, 1, 2, -1)]
    dots = 2 * np.pi * 0.1**2
    half = (np.pi * 0.5**2 - dots) / 2
    assert shares == pytest.approx([half, half, dots, 1 - np.pi * 0.5**2], abs=1e-3)


def test_borders_of_the_yin_yang() -> None:
    """On both sides of every line there are other classes."""
    lines = yinyang.borders()
    beside = {"disc": {-1, 0, 1}, "left dot": {0, 2}, "right dot": {1, 2}, "yin and yang": {0, 1}}
    assert lines.keys() == beside.keys()
    for name, line in lines.items():
        # Not the ends, where lines meet.
        along = np.diff(line, axis=0)[8:-8]
        middle = (line[:-1] + line[1:])[8:-8] / 2
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
        sides = [yinyang.area(*(middle + sign * 1e-3 * across).T) for sign in (-1, 1)]
        assert np.all(sides[0] != sides[1]), name
        assert set(np.concatenate(sides)) == beside[name]


def test_the_decision_map(runs: list[Run]) -> None:
    """Decisions where they were made, in the disc only, under the borders."""
    axes = plot.decision_map(runs[0])
    image, = axes.images
    decisions = runs[0].decisions
    assert decisions is not None
    assert np.array_equal(image.get_array(), decisions)
    assert image.get_extent() == [0, 1, 0, 1]
    assert image.origin == "lower"
    clip = image.get_clip_path()
    assert clip is not None
    outline = clip.get_fully_transformed_path()
    corner, middle = axes.transData.transform([[0.05, 0.05], [0.5, 0.5]])
    assert not outline.contains_point(corner)
    assert outline.contains_point(middle)
    assert axes.get_aspect() == 1
    assert len(axes.lines) == 3
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["yin", "yang", "dot"]
    x, y = np.meshgrid(decisions["x"], decisions["y"])
    areas = yinyang.area(x, y)
    right = np.mean(decisions.values[areas >= 0] == areas[areas >= 0])
    assert axes.get_title(loc="left") == f"{100 * right:.0f} % of the disc answered rightly"


def test_what_cannot_be_drawn_is_named(folder: Path, runs: list[Run], tmp_path: Path) -> None:
    """Every refusal says what there is instead, or where something is missing."""
    _run("seed", "1..1", tmp_path / "seed", "--set", "presentations.count=2")
    seed = _seeds(tmp_path / "seed")[0]
    bars = _seeds(folder / "le-3")[0]
    with pytest.raises(RunFolderError, match=r"seed-1/config\.yaml: its experiment has no task"):
        plot.accuracy_course(seed)
    with pytest.raises(rtdeep.ArgumentError, match="experiment without a task"):
        plot.accuracy_course(seed.dataset)
    with pytest.raises(rtdeep.ArgumentError, match="the dataset has no configuration"):
        plot.accuracy_course(bars.dataset.drop_attrs())
    with pytest.raises(RunFolderError, match=r"report\.json: there is no examination"):
        plot.confusion(seed)
    with pytest.raises(RunFolderError, match=r"decisions\.npz: missing; runs of the yin-yang write it"):
        plot.decision_map(bars)
    with pytest.raises(rtdeep.ArgumentError, match="but not training of best"):
        plot.confusion(runs[0], part="training")
    with pytest.raises(rtdeep.ArgumentError, match="asked for error over epochs"):
        plot.accuracy_course(runs, quantity="error")
    for nothing in ([], {}, {"some": []}):
        with pytest.raises(rtdeep.ArgumentError, match="no runs"):
            plot.accuracy_course(nothing)
    for draw in (plot.accuracy_over_presentation_time, plot.loss_over_presentation_time, plot.examined_accuracy):
        with pytest.raises(rtdeep.ArgumentError, match="no runs"):
            draw({"some": []})
