"""Reports are whole pages of whatever is in a folder, and say what is wrong with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import small_sweeps
import yaml
from small_reports import SMALL, Parsed, badge
from small_yinyang import PROGRAM, small_yinyang

import rtdeep
from rtdeep import ArgumentError, BokehMissing, RunFolderError
from rtdeep.report import write_report
from rtdeep.report.__main__ import main
from rtdeep.report.choices import choices
from rtdeep.report.keys import explained, unit_of

NINE = [
    "Hidden neuron", "Interneuron mirrors the output", "High-passed output", "B and Wᵀ", "Bᴵ and −B", "Wᴵ and W",
    "B learns Wᵀ|B has not learned Wᵀ", "Bᴵ learns −B", "Wᴵ copies W"]
"""How the titles of the notebook's nine plots begin."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a network with two hidden neurons."""
    return rtdeep.Experiment(**SMALL).run_into(tmp_path_factory.mktemp("small") / "run").path


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Path:
    """A copy of that run that may be changed."""
    return shutil.copytree(small, tmp_path / "copied")


def run(folder: Path, **settings: Any) -> Path:
    """A run of the same network with other settings."""
    return rtdeep.Experiment(**{**SMALL, **settings}).run_into(folder / "run").path


# ---- Runs ----


def test_a_report_is_one_page_with_the_nine_plots(small: Path) -> None:
    page = write_report(small)
    assert page == small / "report.html"
    parsed = Parsed(page)
    titles = [re.sub("PNG$", "", title) for title in parsed.of("h3")]
    for beginning in NINE:
        assert len([title for title in titles if re.match(beginning, title)]) == 1, (beginning, titles)
    assert parsed.of("h2") == [
        "Outcome", "Potentials and rates", "Alignment", "Weights", "Also recorded", "The network", "What theory says",
        "What was run", "Provenance"]
    assert page.stat().st_size < 5e6
    assert badge(page) == "completed"
    plots = [attributes for tag, attributes in parsed.elements if attributes.get("class") == "plot"]
    figures = [model for model in parsed.models() if model["name"] == "Figure"]
    assert [attributes["id"] for attributes in plots] == [model["attributes"]["name"] for model in figures]


def test_nothing_is_loaded_from_elsewhere(small: Path) -> None:
    for tag, attributes in Parsed(write_report(small)).elements:
        for name in ("src", "href", "srcset", "action", "data"):
            address = attributes.get(name)
            assert address is None or address.startswith(("#", "data:")), (tag, attributes)


def test_the_same_run_gives_the_same_bytes(small: Path, copied: Path, tmp_path: Path) -> None:
    first = write_report(small, tmp_path / "first.html")
    # In between Bokeh counts on, and another process begins anew.
    write_report(copied)
    second = write_report(small, tmp_path / "second.html")
    words = [sys.executable, "-m", "rtdeep.report", str(small), "--output", str(tmp_path / "third.html")]
    subprocess.run(words, check=True, capture_output=True)
    assert first.read_bytes() == second.read_bytes() == (tmp_path / "third.html").read_bytes()


@pytest.mark.parametrize("title", [
    "<script>alert(1)</script>", "</title></script><img src=x onerror=alert(1)>", "a \"quoted\" 'title' & more",
    "λ, 漢字, 𝕏 and \u202e back", "{{ 7 * 7 }} {% raw %}", "--><!-- ]]>", "$W^T$ and \\frac", "x" * 3000])
@pytest.mark.parametrize("record", [[], SMALL["record"]], ids=["without figures", "with figures"])
def test_hostile_titles_are_texts(title: str, record: Any, tmp_path: Path) -> None:
    if record and len(title) > 25:
        pytest.skip("some are enough")
    page = write_report(run(tmp_path, title=title, name=title[:40], citation=title, record=record))
    parsed = Parsed(page)
    assert parsed.of("h1")[0] == " ".join(f"{title} completed".split())
    assert parsed.of("title")[0] == " ".join(title.split())
    assert parsed.of("p")[1] == " ".join(title.split())
    assert not {"img", "b"} & {tag for tag, _ in parsed.elements}
    # Those of the page itself: a title cannot begin one.
    scripts = 6 if record else 3
    assert [tag for tag, _ in parsed.elements].count("script") == scripts
    assert parsed.of("h2")[-1] == "Provenance"


def test_names_of_metrics_in_a_report_are_texts(copied: Path) -> None:
    path = copied / "report.json"
    report = json.loads(path.read_text())
    report["end"] = {"<b>bold</b>": "<i>1</i>"}
    report["provenance"]["rtdeep"] = "<u>2</u>"
    path.write_text(json.dumps(report))
    tags = {tag for tag, _ in Parsed(write_report(copied)).elements}
    assert not tags & {"b", "u"}


@pytest.mark.parametrize(("text", "message"), [
    ("{", "not JSON"), ("[]", "not a report"), ("{}", "names no outcome"),
    ('{"name": "a", "outcome": "exploded", "steps": 3}', "'exploded'"),
    ('{"name": "a", "outcome": "completed", "steps": "many"}', "'many'")])
def test_a_damaged_report_is_named(copied: Path, text: str, message: str) -> None:
    (copied / "report.json").write_text(text)
    with pytest.raises(RunFolderError, match=message):
        write_report(copied, copied / "new.html")
    assert not (copied / "new.html").exists()


def test_an_interrupted_run_says_how_to_go_on(copied: Path) -> None:
    (copied / "report.json").unlink()
    page = write_report(copied)
    assert badge(page) == "interrupted"
    text = " ".join(Parsed(page).of("p"))
    assert "2,000 of 2,000 steps have been recorded" in text
    assert "rtdeep resume copied" in text


def test_a_diverged_run_says_where_and_what_helps(tmp_path: Path) -> None:
    folder = run(tmp_path, activation=["linear", "linear"], learning={"WPP": 4e4}, teacher={"WPP": 2})
    page = write_report(folder)
    assert badge(page) == "diverged"
    step = json.loads((folder / "report.json").read_text())["diverged"]["step"]
    text = " ".join(Parsed(page).of("p"))
    assert f"after step {step:,} of 2,000" in text
    assert "smaller learning rates" in text


def test_a_run_without_records(tmp_path: Path) -> None:
    page = write_report(run(tmp_path, record=[]))
    assert "Nothing was recorded" in " ".join(Parsed(page).of("p"))
    # The weights of start and end are known all the same.
    data = json.loads(Parsed(page).rawdata_of("network"))
    assert data["times"] == [0, 20]
    assert data["edges"]["BPP_0"]["values"][0] != data["edges"]["BPP_0"]["values"][1]
    # Nothing has to be drawn.
    assert page.stat().st_size < 1e5


def test_a_run_with_a_single_record(tmp_path: Path) -> None:
    record = {**SMALL["record"], "every": 2000}  # type: ignore[dict-item]
    figures = [one for one in Parsed(write_report(run(tmp_path, record=record))).models() if one["name"] == "Figure"]
    assert len(figures) > 9


def test_several_time_axes(tmp_path: Path) -> None:
    record = [{"every": 100, "variables": ["BPP", "WPP"]}, {"steps": [0, 7, 1000], "variables": ["uP"]}]
    parsed = Parsed(write_report(run(tmp_path, record=record)))
    assert "Somatic potential of layer 1PNG" in parsed.of("h3")


def test_wide_layers_stay_small(tmp_path: Path) -> None:
    """As pictures; and thousands of weights take no longer to draw than a few."""
    begun = time.monotonic()
    write_report(run(tmp_path / "narrow"))
    usual = time.monotonic() - begun
    folder = run(
        tmp_path / "wide", layers=[784, 50, 10], learning={"WPP": 0.001}, feedback={"rule": "fixed"},
        record={"every": 200, "variables": ["uP_breve", "WPP", "WIP", "BPP", "BPI"]})
    begun = time.monotonic()
    page = write_report(folder)
    assert time.monotonic() - begun < 20 * usual
    assert page.stat().st_size < 3e6
    data = json.loads(Parsed(page).rawdata_of("network"))
    assert {one["title"] for one in data["matrices"]} >= {"W (WPP_0)", "B (BPP_0)", "Wᵀ, for BPP_0 to become"}
    assert max(one["rows"] for one in data["matrices"]) <= 50
    assert "each cell is the mean of 2 × 17 weights" in data["matrices"][0]["note"]
    assert any("8 of 39200 elements, evenly chosen." in text for text in Parsed(page).of("figcaption"))


def test_long_recordings_are_thinned_to_the_size(tmp_path: Path) -> None:
    folder = run(tmp_path, presentations={"count": 4, "duration": 500},
                 record={"every": 1, "variables": ["uP_breve", "BPP", "WPP"]})
    page = write_report(folder, size=2.5)
    assert page.stat().st_size < 2.5e6
    assert any("The smallest and largest of every" in text for text in Parsed(page).of("figcaption"))
    larger = write_report(folder, tmp_path / "larger.html", size=20)
    assert not any("The smallest and largest" in text for text in Parsed(larger).of("figcaption"))


def test_a_task(tmp_path: Path) -> None:
    (tmp_path / "task.yaml").write_text(small_yinyang())
    folder = rtdeep.Experiment(tmp_path / "task.yaml").run_into(tmp_path / "run").path
    titles = Parsed(write_report(folder)).of("h3")
    assert [bool(re.search(text, " ".join(titles))) for text in (
        "Validation accuracy reaches", "Validation loss reaches", "24 test samples answered rightly",
        "Decisions of the best network")] == [True] * 4


# ---- What was run ----


@pytest.mark.parametrize("name", ["seed", "align-121", "pal-delay-matched", "bars-le-20", "sacramento-bars-steady"])
def test_what_is_no_choice_may_be_left_out(name: str, tmp_path: Path) -> None:
    """The choices alone make the same experiment."""
    settings = yaml.safe_load(rtdeep.Experiment(name).configuration)
    found = choices(settings, tmp_path)
    alone: dict[str, Any] = {}
    for one in found:
        section = alone
        *above, key = one.path.split(".")
        for part in above:
            section = section.setdefault(part, {})
        section[key] = one.value
    made = yaml.safe_load(rtdeep.Experiment(**alone).configuration)
    words = ("name", "title", "citation", "published", "beside")
    assert {key: value for key, value in made.items() if key not in words} == {
        key: value for key, value in settings.items() if key not in words}
    assert all(one.value != one.default for one in found)


def test_defaults_are_those_of_the_program(tmp_path: Path) -> None:
    found = {one.path: one for one in choices(yaml.safe_load(rtdeep.Experiment("seed").configuration), tmp_path)}
    assert (found["feedback.highPass"].value, found["feedback.highPass"].default) == (0.01, 0.001)
    assert found["layers"].default is None
    assert "conductances.leak" not in found
    assert found["feedback.noise"].value == {"white": [0.05]}


@pytest.mark.parametrize(("path", "value", "unit"), [
    ("dt", 0.1, "ms"), ("learning.BPP", 1, "per presentation"), ("learning.limits", [4, 5], "mV"),
    ("feedback.noise", {"white": [0.1]}, "mV"), ("feedback.noise", {"ou": 1, "tau": 2}, ""),
    ("feedback.noise.tau", 2, "ms"), ("conductances.leak", 1, "1/ms"), ("layers", [1, 1, 1], ""),
    ("no such key", 1, "")])
def test_units(path: str, value: object, unit: str) -> None:
    assert unit_of(path, value, explained(Path(PROGRAM)), True) == unit


@pytest.mark.parametrize("program", [None, Path("/nowhere/rtdeep"), Path("/bin/true"), Path("/bin/echo")])
def test_without_the_program_nothing_is_explained(program: Path | None) -> None:
    assert explained(program) == {}


def test_without_the_library_the_rest_is_there(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "rtdeep.report", str(run(tmp_path, record=[])), "--output", str(tmp_path / "a.html")]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "RTDEEP_LIBRARY": "/nowhere.so"})
    text = " ".join(Parsed(tmp_path / "a.html").of("p"))
    assert "It cannot be asked here" in text
    assert "Defaults are not known here" in text


# ---- Published numbers ----


def test_verdicts_are_those_of_the_program(tmp_path: Path) -> None:
    subprocess.run([PROGRAM, "reproduce", "align-121", "--no-figure", "--quiet", "--output", tmp_path], check=True)
    folder = tmp_path / "align-121"
    done = subprocess.run(
        [PROGRAM, "reproduce", "--existing", folder, "--json"], check=True, capture_output=True, text=True)
    rows = json.loads(done.stdout)["rows"]
    assert [row["agrees"] for row in rows] == [True, True]
    for page in (write_report(folder), write_report(folder / "seed-1234")):
        cells = Parsed(page).of("td")
        for row in rows:
            place = cells.index(row["quantity"])
            assert cells[place + 1 : place + 3] == [row["published"], row["ours"]]
            assert cells[place + 6] == "agrees"
    missing = write_report(folder, tmp_path / "a.html", program="/nowhere/rtdeep")
    assert "They are not compared here" in " ".join(Parsed(missing).of("p"))


# ---- Several ----


def test_seeds_have_a_table_and_curves(tmp_path: Path) -> None:
    (tmp_path / "small.json").write_text(json.dumps({**SMALL, "name": "small"}))
    folder = tmp_path / "seeds"
    words = [PROGRAM, "run", tmp_path / "small.json", "--seeds", "2..4", "--quiet", "--output", folder]
    subprocess.run(words, check=True)
    write_report(folder / "seed-3")
    page = write_report(folder)
    parsed = Parsed(page)
    assert badge(page) == "completed"
    cells = parsed.of("td")
    assert [cells[place] for place in (0, 6, 12, 18)] == ["2", "3", "4", "mean"]
    links = [attributes["href"] for tag, attributes in parsed.elements if tag == "a" and "report" in attributes["href"]]
    assert links == ["seed-3/report.html"]
    labels = {one["attributes"]["label"]["value"] for one in parsed.models() if one["name"] == "LegendItem"}
    assert labels == {"seed 2", "seed 3", "seed 4"}
    # One that never began.
    shutil.rmtree(folder / "seed-2")
    assert "not begun" in Parsed(write_report(folder)).of("td")


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All small sweeps, and half of one."""
    folder = tmp_path_factory.mktemp("sweeps")
    half = small_sweeps.run(tmp_path_factory.mktemp("half"), "grid", "--task", "0/2", "--threads", "1")
    return {**{name: small_sweeps.run(folder, name) for name in small_sweeps.SWEEPS}, "half": half}


@pytest.mark.parametrize("name", [*small_sweeps.SWEEPS, "half"])
def test_sweeps(name: str, sweeps: dict[str, Path]) -> None:
    page = write_report(sweeps[name])
    parsed = Parsed(page)
    assert parsed.of("h2")[0] == "Outcome"
    assert parsed.of("h2")[-1] == "All members"
    members = rtdeep.open_sweep(sweeps[name]).table
    assert len([text for text in parsed.of("tr") if re.search("completed|diverged|missing", text)]) >= len(members)


def test_a_cell_names_its_members_and_their_values(sweeps: dict[str, Path]) -> None:
    sweep = rtdeep.open_sweep(sweeps["grid"])
    table = sweep.table
    source = next(
        dict(one["attributes"]["data"]["entries"]) for one in Parsed(write_report(sweep.path)).models()
        if one["name"] == "ColumnDataSource" and "members" in dict(one["attributes"]["data"]["entries"]))
    assert len(source["members"]) == 12
    for text, across, up in zip(source["members"], source["across"], source["up"], strict=True):
        chosen = table[np.isclose(table["learning.BPP"], float(across)) & np.isclose(table["noise"], float(up))]
        metric = sweep.metrics[0]
        assert text == ", ".join(
            f"{row['member']}: {row[metric]:.4g}" for _, row in chosen.iterrows())


# ---- Folders ----


@pytest.mark.parametrize(("make", "message"), [
    (lambda path: path / "nowhere", "there is no such folder"),
    (lambda path: path, "config.yaml: missing, so its folder is not that of a run"),
])
def test_other_folders_are_refused(make: Any, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make(tmp_path)
    with pytest.raises(RunFolderError, match=re.escape(message)):
        write_report(folder)
    assert main([str(folder)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(("file", "text"), [
    ("ensemble.json", "{"), ("ensemble.json", "{}"), ("ensemble.json", '{"format": 1, "seeds": ["a"]}'),
    ("ensemble.json", '{"format": 9, "seeds": [1]}'), ("family.json", '{"members": []}'),
    ("family.json", '{"members": ["nowhere"]}'), ("sweep.json", "{}")])
def test_damaged_folders_of_several_are_refused(file: str, text: str, copied: Path) -> None:
    (copied / file).write_text(text)
    with pytest.raises(RunFolderError):
        write_report(copied)


def test_other_outputs_are_refused(small: Path, tmp_path: Path) -> None:
    for output in (tmp_path, tmp_path / "nowhere" / "a.html"):
        with pytest.raises(ArgumentError, match=re.escape(str(output.parent if output != tmp_path else output))):
            write_report(small, output)
    with pytest.raises(ArgumentError, match="size is 1, but must be at least 2 MB"):
        write_report(small, size=1)
    with pytest.raises(ArgumentError, match="size is nan"):
        write_report(small, size=float("nan"))


def test_without_bokeh_it_says_what_to_install(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bokeh", None)
    with pytest.raises(BokehMissing, match=re.escape("pip install 'rtdeep[report]'")):
        write_report(small)


def test_bokeh_is_imported_when_it_is_needed() -> None:
    code = "import rtdeep, rtdeep.report, sys; sys.exit('bokeh' in sys.modules or 'jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_page_is_replaced_as_a_whole(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copied / "report.html").write_text("old")

    def fail(*_: Any) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("rtdeep.report.page.rendered", fail)
    with pytest.raises(KeyboardInterrupt):
        write_report(copied)
    assert (copied / "report.html").read_text() == "old"
    assert not list(copied.glob(".report*"))
