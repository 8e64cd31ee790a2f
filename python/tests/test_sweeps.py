"""Sweeps that the program has run are opened as labelled arrays and tables, and drawn."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import small_sweeps
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.patches import Rectangle

import rtdeep
from rtdeep import ArgumentError, RunFolderError, Sweep, UnknownNameError, open_sweep, plot
from rtdeep.plot.sweep_places import Places, in_words
from rtdeep.sweep_figures import main, sweep_figure

mpl.use("Agg")
COS = "cos(BPP, WPP^T)"


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sweep]:
    """All small sweeps, and half of one."""
    folder = tmp_path_factory.mktemp("sweeps")
    run = {name: open_sweep(small_sweeps.run(folder, name)) for name in small_sweeps.SWEEPS}
    half = small_sweeps.run(tmp_path_factory.mktemp("half"), "grid", "--task", "0/2", "--threads", "1")
    return {**run, "half": open_sweep(half)}


@pytest.fixture
def copied(sweeps: Mapping[str, Sweep], tmp_path: Path) -> Path:
    """A copy of the folder of a sweep that may be changed."""
    return shutil.copytree(sweeps["drawn"].path, tmp_path / "copied")


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    with plot.style("screen"):
        yield
    pyplot.close("all")


# ---- Opening ----


def test_axes_are_dimensions_of_everything_recorded(sweeps: Mapping[str, Sweep]) -> None:
    """With their coordinates, units, and nothing read before it is needed."""
    sweep = sweeps["grid"]
    dataset = sweep.dataset
    assert dataset["BPP_0"].dims == (
        "learning.BPP", "noise", "seed", "time_ms", "pyramidal_0", "pyramidal_1")
    assert dataset["BPP_0"].shape == (4, 3, 3, 40, 1, 1)
    assert dataset["BPP_0"].attrs["units"] == "mV"
    assert not dataset["BPP_0"].variable._in_memory
    assert dataset["learning.BPP"].values.tolist() == [1, 10, 100, 1000]
    assert dataset["noise"].values.tolist() == [0.01, 0.05, 0.2]
    assert np.isfinite(dataset["BPP_0"].sel({"learning.BPP": 10, "seed": 2})).all()
    assert dataset["outcome"].attrs == {"flag_values": [0, 1, 2], "flag_meanings": "missing completed diverged"}
    assert (sweep.title, sweep.name, sweep.experiment) == ("Rates and noise", "grid", "network")
    assert [(one.name, one.count) for one in sweep.dimensions] == [("learning.BPP", 4), ("noise", 3), ("seed", 3)]
    assert not sweep.is_running


def test_names_and_samples(sweeps: Mapping[str, Sweep]) -> None:
    """Names are texts, whatever they look like; what is drawn lies along `sample`."""
    sweep = sweeps["drawn"]
    dataset = sweep.dataset
    assert dataset["rule"].values.tolist() == ["pal", "a, b", "NA"]
    assert dataset["rule"].dtype.kind == "U"
    assert dataset.sel(rule="a, b")[COS].shape == (6, 2, 40)
    assert dataset["BPP_0"].dims[:3] == ("rule", "sample", "seed")
    for axis in ("learning.BPI", "feedback.alpha"):
        assert axis in dataset.coords
        assert axis not in dataset.indexes
        assert dataset[axis].dims == ("sample",)
    assert ((dataset["learning.BPI"] >= 1) & (dataset["learning.BPI"] <= 100)).all()
    assert (sweep.name, sweep.title) == ("samples", "untitled")
    assert sweep.axes == ["rule", "learning.BPI", "feedback.alpha", "seed"]


@pytest.mark.parametrize("name", [*small_sweeps.SWEEPS, "half"])
def test_the_table_is_that_of_the_program(name: str, sweeps: Mapping[str, Sweep]) -> None:
    """Every field, and metrics are what the store has in the sweep's shape."""
    sweep = sweeps[name]
    written = pd.read_csv(sweep.path / "table.csv", dtype=str, keep_default_na=False)
    assert list(sweep.table.columns) == list(written.columns)
    for column in written.columns:
        own = sweep.table[column]
        if own.dtype.kind not in "fi":
            assert own.tolist() == written[column].tolist()
            continue
        numbers = [float(field) if field else np.nan for field in written[column]]
        # Coordinates have twelve digits in the table.
        np.testing.assert_allclose(own, numbers, rtol=1e-11 if column in sweep.axes else 0)
    for metric in sweep.metrics:
        completed = sweep.dataset[f"final_{metric}"].where(sweep.dataset["outcome"] == 1)
        np.testing.assert_array_equal(sweep.values(metric), completed)
    numbers = sweep.dataset["outcome"].values.astype(int)
    assert sweep.outcomes.values.tolist() == np.array(["missing", "completed", "diverged"])[numbers].tolist()


def test_the_best(sweeps: Mapping[str, Sweep]) -> None:
    """Those of the members that are completed, with their coordinates."""
    sweep = sweeps["wild"]
    assert set(sweep.outcomes.values.ravel()) == {"completed", "diverged"}
    table = sweep.table
    completed = table[table["outcome"] == "completed"]
    for largest in (True, False):
        best = sweep.best("cos(WIP, WPP)", n=3, largest=largest)
        assert list(best.columns) == ["member", "learning.BPI", "learning.WIP", "seed", "cos(WIP, WPP)"]
        values = completed["cos(WIP, WPP)"].sort_values(ascending=not largest)
        assert best["cos(WIP, WPP)"].tolist() == values.head(3).tolist()
        assert (table["outcome"][best["member"]] == "completed").all()
    assert len(sweep.best(COS, n=1000)) == len(completed) < len(table)
    with pytest.raises(UnknownNameError, match=r"no metric of .*wild is called accuracy: there are cos"):
        sweep.best("accuracy")
    with pytest.raises(ArgumentError, match="n is 0"):
        sweep.best(COS, n=0)


def test_half_a_sweep(sweeps: Mapping[str, Sweep]) -> None:
    """What is there is what the whole one has, and nothing else."""
    half, whole = sweeps["half"], sweeps["grid"]
    is_there = half.outcomes == "completed"
    assert 0 < is_there.sum() < is_there.size
    assert set(half.outcomes.values[~is_there.values]) == {"missing"}
    for name in ("BPP_0", COS):
        assert half.dataset[name].equals(whole.dataset[name].where(is_there))
    assert half.values(COS).equals(whole.values(COS).where(is_there))
    assert half.table["steps"].isna().sum() == (~is_there).sum()


def test_a_sweep_that_goes_on(sweeps: Mapping[str, Sweep], copied: Path) -> None:
    """Before the first process ends there are neither table nor outcomes; a table that is too old is not believed."""
    whole = sweeps["drawn"].table
    store, table = copied / "sweep.zarr", copied / "table.csv"
    for name in ("outcome", "steps", "seconds"):
        shutil.rmtree(store / name)
    for path in store.glob("final_*"):
        shutil.rmtree(path)
    table.rename(copied / "aside.csv")
    sweep = open_sweep(copied)
    pd.testing.assert_frame_equal(sweep.table, whole)
    assert "outcome" not in sweep.dataset
    assert (sweep.outcomes == "completed").all()
    # An array that is just being created.
    (store / "outcome").mkdir()
    assert COS in sweep.refresh().dataset
    (copied / "results" / "7.json").rename(copied / "aside.json")
    assert sweep.refresh().table["outcome"].tolist().count("missing") == 1
    assert sweep.outcomes.values.ravel()[7] == "missing"
    assert np.isnan(sweep.values(COS).values.ravel()[7])
    lines = (copied / "aside.csv").read_text().splitlines()
    lines[8] = ",".join(lines[8].split(",")[:-6]) + ",missing,,,,,"
    table.write_text("\n".join(lines) + "\n")
    (copied / "aside.json").rename(copied / "results" / "7.json")
    assert (sweep.refresh().outcomes == "completed").all()
    for path in (copied / "results").iterdir():
        path.unlink()
    table.unlink()
    assert sweep.refresh().metrics == []
    with pytest.raises(UnknownNameError, match="no member has any yet"):
        sweep.values(COS)
    with pytest.raises(RunFolderError, match="no member has come to its end"):
        sweep_figure(sweep)


@pytest.mark.parametrize(("file", "text", "message"), [
    ("sweep.json", "{", "this is not JSON"),
    ("sweep.json", "[]", "this is JSON, but not an object"),
    ("sweep.json", '{"format": 2}', "its format is 2, but this package reads format 1 only"),
    ("sweep.json", '{"format": 1, "members": 36}', "it does not say what is varied"),
    ("sweep.json", '{"format": 1, "members": 36, "dimensions": [{"name": "a", "count": 2, "axes": ["a"]}]}',
     "there are 36 members, but the dimensions have 2 points"),
    ("sweep.json", '{"format": 1, "members": 1, "dimensions": []}', "there are 1 members"),
    ("sweep.json", '{"format": 1, "members": 2, "dimensions": [{"name": "a", "count": 2, "axes": ["a"]}]}',
     "the records cannot be opened: a must have 2 coordinates along a"),
    ("sweep.zarr/zarr.json", "{", "the records cannot be opened"),
    ("sweep.zarr/rule/zarr.json", "{", "the records cannot be opened"),
    ("sweep.zarr/rule/c/0", "x", "the records cannot be opened"),
    ("table.csv", "", "the table cannot be read"),
    ("table.csv", "member,rule\n", "its columns must begin with member, rule, learning.BPI"),
    ("table.csv", "member,rule,learning.BPI,feedback.alpha,seed,outcome,steps,seconds\n0,a,1,1,1,completed,4,1\n",
     "it must have one row for each of 36 members"),
])
def test_what_is_damaged_is_named(file: str, text: str, message: str, copied: Path) -> None:
    """In a sentence that has the path of the file."""
    (copied / file).write_text(text)
    with pytest.raises(RunFolderError, match=message) as caught:
        print(open_sweep(copied).table)
    assert str(caught.value.path).startswith(str(copied))
    assert caught.value.path.name in ("sweep.zarr", Path(file).name)


def test_results_that_are_damaged_are_named(copied: Path) -> None:
    """One by one, where they are needed."""
    (copied / "table.csv").unlink()
    path = copied / "results" / "3.json"
    good = json.loads(path.read_text())
    for entry in ({**good, "member": 4}, {**good, "metrics": 1}, {**good, "steps": []}, {"format": 1}):
        path.write_text(json.dumps(entry))
        with pytest.raises(RunFolderError, match=r"3\.json: this is no result of a member of this sweep"):
            print(open_sweep(copied).table)


def test_other_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are no sweeps."""
    with pytest.raises(RunFolderError, match="nowhere: there is no such folder"):
        open_sweep(tmp_path / "nowhere")
    with pytest.raises(RunFolderError, match=r"sweep\.json: missing, so its folder is not that of a sweep"):
        open_sweep(tmp_path)
    assert main([str(tmp_path)]) == 2
    assert "sweep.json: missing" in capsys.readouterr().err


# ---- Figures ----


def _legend(axes: Axes) -> list[str]:
    legend = axes.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def _mesh(axes: Axes) -> QuadMesh:
    return next(one for one in axes.collections if isinstance(one, QuadMesh))


def test_a_map_shows_means_where_their_numbers_are(sweeps: Mapping[str, Sweep]) -> None:
    """Over seeds, on a logarithmic axis, or side by side where numbers lie unevenly."""
    sweep = sweeps["grid"]
    axes = plot.sweep_map(sweep, COS, "learning.BPP", "noise")
    expected = sweep.values(COS).mean("seed").transpose("noise", "learning.BPP")
    np.testing.assert_allclose(_mesh(axes).get_array(), expected)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    np.testing.assert_allclose(axes.get_xlim(), (10**-0.5, 10**3.5))
    assert [text.get_text() for text in axes.texts] == [f"{value:.3g}" for value in expected.values.ravel()]
    assert axes.get_title(loc="left") == "Mean of 3 members per cell"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("learning.BPP", "noise")
    assert axes.figure.axes[1].get_ylabel() == f"{COS} (1)"
    assert _legend(axes) == []


def test_a_map_says_what_is_lost(sweeps: Mapping[str, Sweep]) -> None:
    """Cells whose members all diverged or are missing are hatched, those that lack some are marked."""
    sweep = sweeps["wild"]
    diverged = (sweep.outcomes == "diverged").all("seed")
    axes = plot.sweep_map(sweep, COS, "learning.WIP", "learning.BPI")
    assert _legend(axes)[0] == f"diverged, {int(diverged.sum())} cells"
    hatched = [one for one in axes.patches if isinstance(one, Rectangle)]
    assert len(hatched) == int(diverged.sum()) == 4
    assert {round(one.get_y() + one.get_height() / 2) for one in hatched} == {2}
    # 0, 1, 10, 100 have no place on a logarithmic axis.
    assert [text.get_text() for text in axes.get_xticklabels()] == ["0", "1", "10", "100"]
    assert np.ma.getmaskarray(_mesh(axes).get_array()).sum() == 4
    half = sweeps["half"]
    axes = plot.sweep_map(half, COS, "learning.BPP", "noise")
    known = (half.outcomes == "completed").sum("seed")
    empty, partial = int((known == 0).sum()), int(((known > 0) & (known < 3)).sum())
    words = {"missing": empty, "incomplete": partial}
    assert _legend(axes) == [f"{name}, {count} cell{'s' * (count > 1)}" for name, count in words.items() if count]
    counts = sorted({int(one) for one in known.values.ravel() if one})
    words_of_counts = f"{counts[0]} to {counts[-1]} members" if len(counts) > 1 else f"{counts[0]} members"
    assert axes.get_title(loc="left").replace("one member", "1 members").lower() in (
        f"mean of {words_of_counts} per cell", "one member per cell", "1 members per cell")


def test_a_map_of_samples(sweeps: Mapping[str, Sweep]) -> None:
    """Has a point for each, or for each and every point of the other axis."""
    sweep = sweeps["drawn"]
    axes = plot.sweep_map(sweep, COS, "learning.BPI", "feedback.alpha")
    points = next(one for one in axes.collections if isinstance(one, PathCollection))
    np.testing.assert_allclose(
        points.get_offsets(), np.stack([sweep.dataset["learning.BPI"], sweep.dataset["feedback.alpha"]], axis=1))
    np.testing.assert_allclose(points.get_array(), sweep.values(COS).mean(["rule", "seed"]))
    assert axes.get_title(loc="left") == "Mean of 6 members per point"
    axes = plot.sweep_map(sweep, COS, "learning.BPI", "rule")
    points = next(one for one in axes.collections if isinstance(one, PathCollection))
    np.testing.assert_allclose(points.get_array(), sweep.values(COS).mean("seed").values.ravel())
    assert np.asarray(points.get_offsets())[:, 1].tolist() == [0] * 6 + [1] * 6 + [2] * 6
    assert [text.get_text() for text in axes.get_yticklabels()] == ["pal", "a, b", "NA"]


def test_curves(sweeps: Mapping[str, Sweep]) -> None:
    """Mean and standard error, one line per point of another axis."""
    sweep = sweeps["grid"]
    axes = plot.sweep_curves(sweep, COS, "learning.BPP", by="noise")
    assert axes.get_xscale() == "log"
    assert _legend(axes) == ["0.01", "0.05", "0.2"]
    legend = axes.get_legend()
    assert legend is not None
    assert legend.get_title().get_text() == "noise"
    assert axes.get_title(loc="left") == "Mean ± standard error, 3 members"
    for noise, container in zip(sweep.dataset["noise"].values, axes.containers, strict=True):
        values = sweep.values(COS).sel(noise=noise)
        line, _, (bars,) = container
        np.testing.assert_allclose(line.get_ydata(), values.mean("seed"))
        high = [segment[1, 1] for segment in bars.get_segments()]
        np.testing.assert_allclose(high, values.mean("seed") + values.std("seed", ddof=1) / 3**0.5)


def test_curves_say_what_is_lost(sweeps: Mapping[str, Sweep]) -> None:
    """In the title, and points without any member have a cross at the foot of the panel."""
    sweep = sweeps["wild"]
    lost = int((sweep.outcomes == "diverged").sum())
    axes = plot.sweep_curves(sweep, COS, "learning.BPI")
    assert axes.get_xscale() == "log"
    assert axes.get_title(loc="left") == f"Mean ± standard error, 8 members ({lost} diverged)"
    assert _legend(axes) == ["no value"]
    assert [line.get_xdata().tolist() for line in axes.lines if line.get_label() == "no value"] == [[1e12]]
    assert axes.get_xlim()[1] > 1e12


def test_curves_over_names_and_samples_are_not_joined(sweeps: Mapping[str, Sweep]) -> None:
    """There is nothing in between."""
    for axis in ("rule", "learning.BPI"):
        axes = plot.sweep_curves(sweeps["drawn"], COS, axis)
        assert {container.lines[0].get_linestyle() for container in axes.containers} == {"None"}
    axes = plot.sweep_curves(sweeps["line"], COS, "seed")
    assert axes.get_title(loc="left") == "One member"
    # What is not known has no bars.
    (_, _, (bars,)), = axes.containers
    assert all(segment.size == 0 for segment in bars.get_segments())


def test_courses(sweeps: Mapping[str, Sweep]) -> None:
    """Of members that are completed only."""
    sweep = sweeps["wild"]
    axes = plot.sweep_courses(sweep, "BPP_0", by="learning.BPI")
    assert _legend(axes) == ["5", "50", "1e+12"]
    completed = sweep.dataset["BPP_0"].where(sweep.outcomes == "completed")
    for line, mean in zip(axes.lines, completed.mean(["learning.WIP", "seed"]).values[..., 0, 0], strict=True):
        np.testing.assert_allclose(line.get_ydata(), mean)
    assert axes.get_ylabel() == "BPP_0 (mV)"
    assert axes.get_xlabel() == "model time (ms)"
    assert axes.get_title(loc="left") == "Mean ± standard error, 8 members (8 diverged)"
    assert len(plot.sweep_courses(sweeps["grid"], COS).lines) == 1
    assert plot.sweep_courses(sweeps["half"], COS).get_title(loc="left").endswith("missing)")


def test_what_cannot_be_drawn_is_refused(sweeps: Mapping[str, Sweep]) -> None:
    """With what there is instead."""
    grid, drawn = sweeps["grid"], sweeps["drawn"]
    with pytest.raises(UnknownNameError, match=r"is called speed: there are learning\.BPP, noise, seed"):
        plot.sweep_map(grid, COS, "speed", "noise")
    with pytest.raises(UnknownNameError, match="is called speed: there are cos"):
        plot.sweep_curves(grid, "speed", "noise")
    with pytest.raises(UnknownNameError, match=r"speed was not recorded in .*: there are BPP_0, cos"):
        plot.sweep_courses(grid, "speed")
    with pytest.raises(ArgumentError, match="both are noise"):
        plot.sweep_map(grid, COS, "noise", "noise")
    with pytest.raises(ArgumentError, match="cannot be told apart by noise"):
        plot.sweep_curves(grid, COS, "noise", by="noise")
    with pytest.raises(ArgumentError, match=r"learning\.BPI is drawn for every sample"):
        plot.sweep_curves(drawn, COS, "rule", by="learning.BPI")
    with pytest.raises(ArgumentError, match=r"learning\.BPI is drawn for every sample"):
        plot.sweep_courses(drawn, COS, by="learning.BPI")


@pytest.mark.parametrize(("points", "spacing", "is_logarithmic"), [
    ([1, 2, 3], "steps", False), ([3, 2, 1], "steps", False), ([1, 10, 100], "factors", True),
    ([1, 3, 10, 30], "factors", True), ([0, 1, 10, 100], "ranks", False), ([1, 2, 30, 31], "uneven", False),
    ([5, 50, 1e6, 1e12], "uneven", True), ([1, 100], "factors", True), ([1, 2], "steps", False), ([7], "uneven", False),
    ([-1, 1, 5], "uneven", False),
])
def test_where_points_lie(
    points: list[float], spacing: str, is_logarithmic: bool, sweeps: Mapping[str, Sweep],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a logarithmic axis where they seem to be meant for one."""
    dataset = sweeps["line"].dataset.isel(seed=[0] * len(points)).assign_coords(seed=np.array(points, float))
    sweep = Sweep(sweeps["line"].path)
    sweep.__dict__["dataset"] = dataset
    places = Places.of(sweep, "seed")
    assert (places.spacing, places.is_logarithmic) == (spacing, is_logarithmic)
    assert places.ordered.tolist() == sorted(points)
    edges = places.side_by_side().edges
    assert len(edges) == len(points) + 1
    assert np.all(np.diff(edges) > 0)


@pytest.mark.parametrize(("coordinate", "words"), [
    ("pal", "pal"), (0.05, "0.05"), (0.0316227766017, "0.0316"), (1000.0, "1000"), (1.0e-6, "1e-06"), (2024, "2024"),
])
def test_coordinates_in_words(coordinate: object, words: str) -> None:
    assert in_words(coordinate) == words


def test_long_names_have_room(sweeps: Mapping[str, Sweep]) -> None:
    """They are turned where they would hide each other, and upright where not."""
    dataset = sweeps["line"].dataset
    for words, rotation in ((["a", "b", "c", "d", "e"], 0), (["a name that is rather long"] * 5, 35)):
        sweep = Sweep(sweeps["line"].path)
        names = np.array([f"{word} {index}" for index, word in enumerate(words)])
        sweep.__dict__["dataset"] = dataset.assign_coords(seed=names)
        axes = plot.sweep_curves(sweep, COS, "seed")
        assert {text.get_rotation() for text in axes.get_xticklabels()} == {rotation}


def test_the_page(sweeps: Mapping[str, Sweep]) -> None:
    """A map and curves over the longest axes, and the best members; without a map where nothing else is varied."""
    figure = sweep_figure(sweeps["grid"])
    panels = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
    assert [axes.get_xlabel() for axes in panels] == ["learning.BPP", "learning.BPP", ""]
    assert panels[0].get_ylabel() == "noise"
    assert panels[1].get_ylabel().startswith(sweeps["grid"].metrics[0])
    assert _legend(panels[1]) == ["0.01", "0.05", "0.2"]
    (table,) = panels[2].tables
    assert len({row for row, _ in table.get_celld()}) == 6
    assert figure.get_suptitle() == "Rates and noise\nnetwork: 36 members, 36 completed"
    figure = sweep_figure(sweeps["line"])
    assert [axes.get_xlabel() for axes in figure.axes] == ["seed", ""]
    assert figure.get_suptitle() == "line\nnetwork: 5 members, 5 completed"
    figure = sweep_figure(sweeps["drawn"])
    assert figure.axes[0].get_ylabel() == "feedback.alpha"
    assert "missing" in sweep_figure(sweeps["half"]).get_suptitle()
    assert "diverged" in sweep_figure(sweeps["wild"]).get_suptitle()


def test_files_are_written(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `python -m rtdeep.sweep_figures` does; the program goes on with the folder all the same."""
    assert main([str(copied)]) == 0
    assert capsys.readouterr().out == f"{copied / 'sweep.png'}\n{copied / 'sweep.pdf'}\n"
    for suffix in ("png", "pdf"):
        assert (copied / f"sweep.{suffix}").stat().st_size > 10_000
    assert rtdeep.sweep(copied.parent / small_sweeps.write(copied.parent, "drawn"), copied).path == copied
