"""The figure of a family of experiments shows all of its members that have been run, and names the others."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from small_yinyang import PROGRAM

from rtdeep.errors import RunFolderError
from rtdeep.family import Family
from rtdeep.reproduction import draw, main

mpl.use("Agg")
SMALL = {
    "bars": [],
    "yinyang": ["task.yinYang.training=60", "task.yinYang.validation=30", "task.yinYang.test=30"],
    "digits": ["task.npz.training=60", "task.npz.validation=30", "task.npz.test=30", "layers=[64, 12, 10]"],
}
"""What makes the runs of each family short."""

MEMBERS = {
    "bars": ["bars-le-3", "bars-le-5", "bars-le-10", "bars-le-20", "bars-le-50", "bars-orig-3", "bars-orig-10"],
    "yinyang": ["yinyang-pal", "yinyang-fa", "yinyang-bp", "yinyang-eta-bw-zero", "yinyang-fa-eta-pi"],
    "digits": ["digits-pal", "digits-fa"],
}


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the folder of every family, with two seeds of every member."""
    path = tmp_path_factory.mktemp("families")
    generator = np.random.default_rng(1)
    np.savez(path / "digits.npz", x=generator.random((120, 64)), y=np.arange(120) % 10)
    for family, members in MEMBERS.items():
        (path / family).mkdir()
        for member in members:
            settings = [*SMALL[family], "presentations.epochs=2", "published=[]"]
            subprocess.run(
                [PROGRAM, "run", member, "--seeds", "1..2", "--output", path / family / member, "--quiet",
                 *(word for setting in settings for word in ("--set", setting))], check=True, cwd=path)
        _describe(path / family, family, members)
    return path


def _describe(folder: Path, family: str, members: Sequence[str]) -> None:
    text = json.dumps({"format": 1, "family": family, "title": f"The {family}", "members": members})
    (folder / "family.json").write_text(text, encoding="utf-8")


@pytest.fixture
def copied(families: Path, tmp_path: Path) -> Path:
    """A copy of the yin-yang's folder that may be changed."""
    return shutil.copytree(families / "yinyang", tmp_path / "yinyang")


def _titles(figure: Figure) -> list[str]:
    return [axes.get_title(loc="left").replace("\n", " ") for axes in figure.axes]


def _caption(figure: Figure) -> list[str]:
    return figure.get_suptitle().split("\n")


def _legend(figure: Figure, panel: int) -> list[str]:
    return [text.get_text() for text in figure.axes[panel].get_legend().get_texts()]


def test_bars(families: Path) -> None:
    """Both circuits over the presentation time, and the course of learning of some times."""
    figure = draw(families / "bars")
    assert _titles(figure) == [
        "Accuracy at the end, mean", "Loss at the end, geometric mean", "Learning with latent equilibrium",
        "Learning without latent equilibrium"]
    for axes in figure.axes[:2]:
        with_equilibrium, without = (container.lines[0].get_xdata().tolist() for container in axes.containers)
        assert with_equilibrium == [3, 5, 10, 20, 50]
        assert without == [3, 10]
    assert _legend(figure, 0)[-2:] == ["with latent equilibrium", "without latent equilibrium"]
    # The shortest, the longest, and some between.
    assert _legend(figure, 2)[:4] == ["3 dt", "5 dt", "20 dt", "50 dt"]
    assert _legend(figure, 3)[:2] == ["3 dt", "10 dt"]
    assert _caption(figure) == [
        "The bars",
        "Accuracy and loss over the time for which every sample is shown, and course of learning; "
        "mean ± standard error, 2 seeds",
        "Haider et al. 2021, Fig. 3, doi:10.48550/arXiv.2110.14549"]


def test_the_yin_yang(families: Path) -> None:
    """Courses, accuracies, a map for every member, and why the published comparison came out as it did."""
    figure = draw(families / "yinyang")
    names = [
        "feedback that learns (PAL)", "fixed feedback", "transported weights",
        "the noise of PAL but feedback that does not learn", "fixed feedback and inhibition that learns"]
    assert _titles(figure) == ["Validation in the course of learning", "Test, with standard error", *names, ""]
    assert _legend(figure, 0)[:5] == names
    assert [len(axes.images) for axes in figure.axes] == [0, 0, 1, 1, 1, 1, 1, 0]
    assert _legend(figure, 7) == ["yin", "yang", "dot"]
    assert "Max et al. 2024, Fig. 5" in figure.get_suptitle()
    why = " ".join(figure.get_supxlabel().split())
    assert why.startswith("The published comparison favours PAL because its configuration lets inhibition learn")
    assert r"($\eta_\pi=0.02$), while that of feedback alignment does not ($\eta_\pi=0$)" in why
    scores = {
        name: [run.score().accuracy for run in runs] for name, runs in Family.open(families / "yinyang").runs.items()}
    assert f"{np.mean(scores[names[4]]):.3f} ± " in why
    assert f"beside {np.mean(scores[names[0]]):.3f} ± " in why
    # One colour for every member, that of its rule where it has one.
    colors = [line.get_color() for line in figure.axes[0].get_legend().get_lines()][:5]
    assert colors[:3] == ["#0072B2", "#D55E00", "#000000"]
    assert len(set(colors)) == 5


def test_digits(families: Path) -> None:
    """Courses, and one matrix per member of the answers of all seeds."""
    figure = draw(families / "digits")
    assert len(figure.axes) == 3
    for axes, title in zip(figure.axes[1:], ("feedback that learns (PAL)", "fixed feedback"), strict=True):
        assert axes.get_title(loc="left").startswith(f"{title}\n")
        assert axes.get_title(loc="left").endswith(" of 60 samples answered rightly")
        assert sum(int(text.get_text()) for text in axes.texts) == 60
    assert _caption(figure)[-1].endswith("mean ± standard error, 2 seeds")


def test_other_families(copied: Path) -> None:
    """Without a figure of their own: the course of learning, and how it ends."""
    _describe(copied, "news", MEMBERS["yinyang"][:2])
    figure = draw(copied)
    assert _titles(figure) == ["Validation in the course of learning", "Test, with standard error"]
    assert _legend(figure, 0)[:2] == ["feedback that learns (PAL)", "fixed feedback"]
    assert _caption(figure)[:2] == [
        "The news",
        "Course of learning, and accuracy of the last and of the best networks; mean ± standard error, 2 seeds"]


def test_what_was_not_run_is_named(copied: Path) -> None:
    """Whatever is there is drawn: without a member, without a seed, without one that has diverged."""
    shutil.rmtree(copied / "yinyang-fa-eta-pi")
    shutil.rmtree(copied / "yinyang-bp" / "seed-2")
    (copied / "yinyang-fa" / "seed-1" / "report.json").unlink()
    report = copied / "yinyang-pal" / "seed-2" / "report.json"
    report.write_text(report.read_text().replace('"outcome": "completed"', '"outcome": "diverged"'))
    for seed in (1, 2):
        (copied / "yinyang-eta-bw-zero" / f"seed-{seed}" / "report.json").unlink()
    figure = draw(copied)
    assert len(figure.axes) == 6
    assert figure.get_supxlabel() == ""
    assert " ".join(_caption(figure)).endswith(
        "Incomplete: yinyang-pal (1 of 2 seeds, 1 diverged), yinyang-fa (1 of 2 seeds), yinyang-bp (1 of 2 seeds), "
        "yinyang-eta-bw-zero (not drawn), yinyang-fa-eta-pi (not drawn)")


def test_one_circuit_one_member(families: Path, tmp_path: Path) -> None:
    """Panels for what is not there are left out."""
    shutil.copytree(families / "bars" / "bars-le-3", tmp_path / "bars-le-3")
    _describe(tmp_path, "bars", ["bars-le-3"])
    assert len(draw(tmp_path).axes) == 3
    shutil.copytree(families / "yinyang" / "yinyang-bp", tmp_path / "yinyang-bp")
    for seed in (1, 2):
        (tmp_path / "yinyang-bp" / f"seed-{seed}" / "decisions.npz").unlink()
    _describe(tmp_path, "yinyang", ["yinyang-bp"])
    figure = draw(tmp_path)
    assert len(figure.axes) == 2
    assert [tick.get_text() for tick in figure.axes[1].get_yticklabels()] == ["The yin-yang, with\ntransported weights"]


@pytest.mark.parametrize(("titles", "labels"), [
    (["A task", "A task with noise"], ["task", "task with noise"]),
    (["The same", "The same"], ["pal", "fa"]),
    (["PAL", "Fixed feedback"], ["pal", "fa"]),
])
def test_labels(titles: list[str], labels: list[str], copied: Path) -> None:
    """Titles lose the words with which all begin; where nothing is left to tell them by, names take their place."""
    members = MEMBERS["yinyang"][:2]
    _describe(copied, "yinyang", members)
    for name, title in zip(members, titles, strict=True):
        path = copied / name / "seed-1" / "config.yaml"
        lines = path.read_text().splitlines()
        path.write_text("\n".join(f"title: {title}" if line.startswith("title:") else line for line in lines))
    assert list(Family.open(copied).runs) == labels


def test_files_are_written(families: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `python -m rtdeep.reproduction` does."""
    folder = families / "yinyang"
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder / 'reproduction.png'}\n"
    for suffix in ("png", "pdf"):
        assert (folder / f"reproduction.{suffix}").stat().st_size > 10_000


@pytest.mark.parametrize(("text", "message"), [
    ("[1]", r"family\.json: this is JSON, but not an object"),
    ("{", r"family\.json: this is not JSON"),
    ('{"format": 2}', r"family\.json: its format is 2, but this package reads format 1 only"),
    ('{"format": 1, "members": "bars"}', r"family\.json: members must be a list of names"),
    ('{"format": 1, "members": []}', "there is no complete run of any member"),
    ('{"format": 1, "members": ["a", "b"]}', "there is no complete run of a, b"),
    ('{"format": 1, "members": ["c"]}', r"c/ensemble\.json: it does not say which seeds there are"),
])
def test_what_is_wrong_is_named(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence that has the path of the file."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "ensemble.json").write_text('{"format": 1}')
    (tmp_path / "family.json").write_text(text)
    with pytest.raises(RunFolderError, match=message):
        draw(tmp_path)
    assert main([str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
