"""Every figure that a folder can give is drawn, and what cannot be drawn is said in a sentence."""

import subprocess
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from small_sweeps import write
from small_yinyang import PROGRAM, small_yinyang

from rtdeep import figures
from rtdeep.errors import ArgumentError, RtDeepError, RunFolderError, UnknownNameError
from rtdeep.figures.__main__ import main
from rtdeep.figures.groups import spans_decades

mpl.use("Agg")
EVERYTHING = """
layers: [2, 3, 4, 2]
activation: logistic
dt: 0.01
presentations: {count: 4, duration: 0.5, epochs: 6}
initial: {selfPredicting: true}
learning: {WPP: 0.1, WIP: 1, BPI: 5, BPP: 50}
feedback: {rule: pal, alpha: 0.01, highPass: 0.1, noise: {ou: 0.05, tau: 0.1}}
teacher: {WPP: 1}
record: {every: 20, variables: [WPP, BPP, WIP, BPI, uP, uP_breve, uI_breve, rP_breve_HI, mse, "cos(BPP, WPP^T)",
  "cos(BPI, -BPP)", "angle(BPP, WPP^T)", "angle(BPP, dphi WPP^T dphi)"]}
"""


def run(folder: Path, name: str, text: str, *words: str) -> Path:
    """A run of a configuration; returns its folder."""
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    output = folder / name
    subprocess.run([PROGRAM, "run", folder / f"{name}.yaml", "--output", output, "--quiet", *words], check=True)
    return output


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of all kinds."""
    path = tmp_path_factory.mktemp("figures")
    run(path, "deep", EVERYTHING)
    run(path, "other", EVERYTHING.replace("tau: 0.1", "tau: 0.3"))
    run(path, "seeds", EVERYTHING, "--seeds", "1..2")
    run(path, "nothing", EVERYTHING.partition("record:")[0] + "record: []")
    return path


@pytest.fixture(scope="module")
def deep(home: Path) -> Path:
    """A run that has recorded everything."""
    return home / "deep"


PANELS = {
    "hidden-potential": 2, "output-potential": 2, "somatic-potential": 1, "high-passed-rate": 1, "alignment": 2,
    "angles": 2, "direction": 2, "feedback-weights": 2, "lateral-weights": 2, "interneuron-weights": 2,
    "weight-matrices": 9, "weight-scatter": 2, "teacher-error": 1, "sign-turn": 1, "noise-time-scales": 1, "mse": 1,
    "cos(BPP, WPP^T)": 2,
}
"""How many panels each figure of the deep run has: one per layer, population, or quantity."""


@pytest.mark.parametrize("name", PANELS)
def test_single_figures(name: str, deep: Path) -> None:
    """A panel for everything there is, with something drawn into it, as wide as a column."""
    figure = figures.draw([deep], name)
    panels = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
    assert len(panels) == PANELS[name]
    assert all(axes.lines or axes.images for axes in panels)
    assert figure.get_figwidth() == pytest.approx(88 / 25.4)


def test_names(deep: Path) -> None:
    """What is offered can be drawn, the page first; what is not offered is not."""
    offered = figures.names([deep])
    assert offered[0] == "overview"
    assert set(PANELS) <= set(offered)
    assert not {"confusion", "accuracy", "update-angles", "seeds", "demo"} & set(offered)
    # Twelve weights are not one quantity.
    assert "BPP_0" not in offered
    assert all(figures.titles([deep]).values())


def test_overview(deep: Path) -> None:
    """A run is shown on one page, however much there is of it."""
    page = figures.draw([deep])
    assert len(page.axes) == 12
    assert "more panels" in page.get_suptitle()
    page.draw_without_rendering()
    titles = [
        text for axes in page.axes for text in axes.findobj(Text) if text.get_text() == axes.get_title(loc="left")]
    assert len(titles) == 12
    assert max(text.get_window_extent().x1 for text in titles) <= page.bbox.x1


@pytest.mark.parametrize(("style", "width", "columns"), [("single", 88, 1), ("double", 180, 2)])
def test_styles(deep: Path, style: str, width: float, columns: int) -> None:
    """As wide as journals print; side by side where there is room."""
    figure = figures.draw([deep], "feedback-weights", style=style)
    assert figure.get_figwidth() == pytest.approx(width / 25.4)
    assert len({axes.get_subplotspec().colspan.start for axes in figure.axes}) == columns  # type: ignore[union-attr]
    assert 7.0 <= figure.axes[0].title.get_fontsize() <= 8.0


def test_titles_fit(home: Path) -> None:
    """Long ones are smaller, but for what nobody could read."""
    figure = figures.draw([home / "deep", home / "other"], "sign-turn")
    (title,) = (text for text in figure.axes[0].findobj(Text) if "(other)" in text.get_text())
    figure.draw_without_rendering()
    assert title.get_window_extent().x1 <= figure.bbox.x1
    named = []
    for letter in "ab":
        run(home, letter * 60, EVERYTHING)
        named.append(home / (letter * 60))
    figure = figures.draw(named, "teacher-error")
    figure.draw_without_rendering()
    assert figure.axes[0].get_position().width > 0.5
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [f"{10 * letter}…{10 * letter}" for letter in "ab"]


def test_names_of_runs(home: Path) -> None:
    """Experiments of one name are called by what their folders do not have in common; a folder counts once."""
    folders = [home / "seeds" / f"seed-{seed}" for seed in (1, 2)]
    legend = figures.draw(folders, "mse").axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["seed-1", "seed-2"]
    with pytest.raises(ArgumentError, match="one folder was given twice: "):
        figures.draw([folders[0], folders[0]], "mse")


def test_seeds(home: Path) -> None:
    """Seeds have a page of measures, each the mean over seeds, and are compared like single runs."""
    page = figures.draw([home / "seeds"])
    labels = [axes.get_ylabel() for axes in page.axes]
    assert labels[:2] == ["angle(BPP, WPP^T) [1] (degrees)", "angle(BPP, WPP^T) [2] (degrees)"]
    assert not any("WPP_0" in label for label in labels)
    both = figures.draw([home / "seeds", home / "other"], "mse")
    assert [text.get_text() for text in both.axes[0].get_legend().get_texts()] == ["seeds", "other"]  # type: ignore[union-attr]
    alone = [figures.draw([home / "seeds" / f"seed-{seed}"], "mse").axes[0].lines[0].get_ydata() for seed in (1, 2)]
    np.testing.assert_allclose(both.axes[0].lines[0].get_ydata(), np.mean(alone, axis=0))


def test_tasks(tmp_path: Path) -> None:
    """What a task has."""
    folder = run(tmp_path, "yinyang", small_yinyang())
    offered = figures.names([folder])
    assert {"accuracy", "loss", "test-accuracy", "confusion", "decisions"} <= set(offered)
    for name in offered:
        assert isinstance(figures.draw([folder], name), Figure), name


def test_sweeps(tmp_path: Path) -> None:
    """A sweep has its page, and nothing else."""
    folder = tmp_path / "sweep"
    subprocess.run([PROGRAM, "sweep", write(tmp_path, "line"), "--output", folder, "--quiet"], check=True)
    assert figures.names([folder]) == ["sweep"]
    assert isinstance(figures.draw([folder]), Figure)


@pytest.mark.parametrize(("folders", "name", "error", "sentence"), [
    (["deep"], "feedback-wieghts", UnknownNameError, "did you mean feedback-weights"),
    (["deep"], "zzz", UnknownNameError, r"called zzz: of .*deep can be drawn: overview, hidden-p"),
    (["deep"], "confusion", RunFolderError, r"confusion needs a task, and a run that has come to its end; of"),
    (["deep"], "accuracy", RunFolderError, "accuracy needs accuracy, of a task; of"),
    (["deep"], "demo", ArgumentError, "demo is a figure of another kind of folder; of"),
    (["deep", "other"], "overview", ArgumentError, "overview is a figure of one folder; of"),
    (["deep", "other"], None, ArgumentError, "several folders were given, but no figure: of .* drawn: teacher-error"),
    (["deep", "other"], "direction", ArgumentError, r"direction is a figure of one run: give its folder, .* .*deep$"),
    (["seeds"], "direction", ArgumentError, r"direction is a figure of one run: give its folder, .* .*seed-1$"),
    (["nowhere"], None, RunFolderError, "nowhere: there is no such folder"),
    (["nothing"], None, RunFolderError, "nothing: nothing was recorded that could be drawn"),
    (["."], None, RunFolderError, r"the folders .*deep, .*seeds: give one of them"),
    ([], None, ArgumentError, "no folder was given"),
])
def test_refusals(
    folders: list[str], name: str | None, error: type[RtDeepError], sentence: str, home: Path
) -> None:
    """In sentences that say what would work."""
    with pytest.raises(error, match=sentence):
        figures.draw([home / folder for folder in folders], name)


def test_pages_have_no_style(deep: Path) -> None:
    """They are what they are."""
    with pytest.raises(ArgumentError, match="overview is a page with a size of its own"):
        figures.draw([deep], style="double")


def test_files(deep: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """PNG and PDF beside what they show, or one file where it was asked for; the same bytes each time."""
    assert main([str(deep), "--figure", "cos(BPP, WPP^T)"]) == 0
    assert capsys.readouterr().out.split() == [str(deep / f"cos_BPP__WPP_T.{one}") for one in ("png", "pdf")]
    contents = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        for ending in ("png", "pdf", "svg"):
            assert main([str(deep), "--figure", "feedback-weights", "--output", str(folder / f"x.{ending}")]) == 0
        contents.append([(folder / f"x.{ending}").read_bytes() for ending in ("png", "pdf", "svg")])
    assert contents[0] == contents[1]
    assert contents[0][0].startswith(b"\x89PNG")
    assert contents[0][1].startswith(b"%PDF")
    # Text stays text.
    assert b">predicted fixed point<" in contents[0][2] or b">B</tspan>" in contents[0][2]
    assert [path.name for path in (tmp_path / "a").iterdir() if path.suffix == ".tmp"] == []


@pytest.mark.parametrize(("words", "code", "sentence"), [
    (["--output", "x.gif"], 2, "--output is x.gif, but must end with .png, .pdf, .svg"),
    (["--output", "x.png", "--figure", "alignment", "--figure", "direction"], 2, "--output names one file, but 2"),
    (["--output", "nowhere/x.png"], 1, "cannot write nowhere"),
    (["--figure", "nothing"], 2, "no figure is called nothing"),
])
def test_mistakes(
    words: list[str], code: int, sentence: str, deep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is wrong is said, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert main([str(deep), *words]) == code
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_through_the_program(deep: Path) -> None:
    """`rtdeep plot DIR --list` and `--figure`."""
    listed = subprocess.run([PROGRAM, "plot", deep, "--list"], capture_output=True, text=True, check=True).stdout
    assert [line.split("  ")[0] for line in listed.splitlines()] == list(figures.names([deep]))
    done = subprocess.run(
        [PROGRAM, "plot", deep, "--figure=angle(BPP, WPP^T)", "--format", "svg"], capture_output=True, text=True,
        check=True)
    assert Path(done.stdout.strip()).read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(("values", "expected"), [
    ([1e-6, 1.0], True), ([0.5, 1.0], False), ([-1.0, 1.0], False), ([0.0, 1e9], False), ([np.nan, 1.0, 1e4], True),
    ([np.nan], False), ([], False),
])
def test_logarithmic_axes(values: list[float], expected: bool) -> None:
    """Only where numbers are above zero and orders of magnitude apart."""
    assert spans_decades([values]) is expected
