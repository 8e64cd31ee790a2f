"""Reports as a browser shows them: quickly, whole, from one file alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import CHROMIUM, visited

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("RTDEEP", str(ROOT / ".build" / "release" / "rtdeep"))
# Where pictures of all pages are left, to be looked at.
PICTURES = ROOT / ".build" / "report"

NINE = [
    "Hidden neuron", "Interneuron mirrors the output", "High-passed output", "B and Wᵀ", "Bᴵ and −B", "Wᴵ and W",
    "B learns Wᵀ", "Bᴵ learns −B", "Wᴵ copies W",
]

YINYANG = """
title: a small yin-yang
layers: [4, 30, 3]
dt: 0.1
task: {yinYang: {training: 60, validation: 30, test: 24}, targets: {on: 1, off: 0.1}}
presentations: {duration: 3, epochs: 4, order: shuffled}
evaluation: {decisionMap: 40}
initial: {selfPredicting: true}
learning: {WPP: [5, 0.1], WIP: 0.05, BPI: 0}
feedback: {rule: fixed, connection: layered}
record: {every: {epochs: 1}, variables: [accuracy, loss, WPP, BPP, WIP, BPI]}
"""
SWEEP = """
title: rates and noise
experiment: teacher-111
set: {presentations.epochs: 1}
axes: {learning.BPP: {log: [10, 1000], count: 4}, learning.BPI: [5, 50], seed: {count: 2}}
"""
# One record per step, in one of which the only neuron of the first layer is hit by an input of 10^6.
SPIKE = """
title: a spike in a million records
layers: [1, 1, 1]
activation: linear
dt: 0.1
presentations: {count: %(count)d, duration: 0.1, input: {file: input.npy}}
feedback: {rule: fixed}
record: {every: 1, variables: [vbas]}
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


def rtdeep(*words: str | Path, code: int = 0) -> None:
    """A call of the program, with the Python of this test."""
    done = subprocess.run(
        [PROGRAM, *map(str, words)], capture_output=True, text=True, check=False,
        env={**os.environ, "RTDEEP_PYTHON": sys.executable})
    assert done.returncode == code, done.stderr


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports of all kinds of folders."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "task.yaml").write_text(YINYANG)
    (folder / "sweep.yaml").write_text(SWEEP)
    rtdeep("run", "seed", "--quiet", "--output", folder / "seed")
    rtdeep("run", folder / "task.yaml", "--quiet", "--output", folder / "task")
    rtdeep("run", "align-222", "--seeds", "1..3", "--quiet", "--output", folder / "seeds")
    rtdeep("sweep", folder / "sweep.yaml", "--quiet", "--output", folder / "sweep")
    rtdeep(
        "run", "seed", "--quiet", "--set", "activation=linear", "--set", "learning.BPI=1e7", "--set", "record.every=1",
        "--output", folder / "diverged", code=1)
    found = {}
    for name in ("seed", "task", "seeds", "sweep", "diverged"):
        rtdeep("report", folder / name)
        found[name] = folder / name / "report.html"
    return found


@pytest.mark.parametrize("name", ["seed", "task", "seeds", "sweep", "diverged"])
def test_a_page_is_quick_small_and_silent(name: str, pages: dict[str, Path]) -> None:
    page = pages[name]
    assert page.stat().st_size < 5e6
    times = []
    for _ in range(3):
        with visited(page) as visit:
            assert visit.complaints == []
            assert visit.requests == [page.resolve().as_uri()]
            figures = visit.figures()
            assert figures
            assert [title for title, key in figures.items() if not visit.is_drawn(key)] == []
            times.append(visit.ready)
    print(f"{name}: {page.stat().st_size:,} bytes, {', '.join(f'{one:.0f}' for one in times)} ms")
    # The least, for the machine may have other things to do.
    assert min(times) < 2000


def test_the_seed_shows_the_nine_plots_of_the_notebook(pages: dict[str, Path]) -> None:
    with visited(pages["seed"]) as visit:
        titles = visit.figures()
        for beginning in NINE:
            (key,) = [key for title, key in titles.items() if re.match(beginning, title)]
            assert visit.is_drawn(key)


@pytest.mark.parametrize("width", [700, 1280, 1920])
@pytest.mark.parametrize("name", ["seed", "task", "seeds", "sweep", "diverged"])
def test_nothing_sticks_out(name: str, width: int, pages: dict[str, Path]) -> None:
    """No page is wider than the window, and no figure than its frame; pictures are left to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with visited(pages[name], width) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.page.evaluate("""
          [...document.querySelectorAll("figure")].filter((one) => one.scrollWidth > one.clientWidth + 1).length
        """) == 0
        visit.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def spiking(folder: Path, count: int) -> Path:
    """The folder of a run with one spike, in the second half."""
    import numpy as np

    shown = np.zeros((count, 1))
    shown[int(0.7 * count)] = 1e6
    np.save(folder / "input.npy", shown)
    (folder / "spike.yaml").write_text(SPIKE % {"count": count})
    rtdeep("run", folder / "spike.yaml", "--quiet", "--output", folder / "run")
    return folder / "run"


def test_a_spike_of_one_step_in_a_million_is_seen(tmp_path: Path) -> None:
    """At full view, and at every other."""
    import numpy as np
    import xarray as xr

    folder = spiking(tmp_path, 1_000_000)
    rtdeep("report", folder)
    assert (folder / "report.html").stat().st_size < 5e6
    recording = xr.open_zarr(folder / "recording.zarr", consolidated=False)["vbas_0"]
    values, times = recording.values.ravel(), recording["time_ms"].values
    place = int(np.argmax(np.abs(values)))
    with visited(folder / "report.html") as visit:
        for reach in (np.inf, 1e4, 100, 10):
            visit.zoom(max(0, times[place] - reach), min(times[-1], times[place] + reach))
            x, y = visit.shown("vbas_0")
            assert len(x) <= 2 * 800 + 2
            assert y[int(np.argmax(np.abs(y)))] == np.float32(values[place])
            assert abs(x[int(np.argmax(np.abs(y)))] - times[place]) <= 0.1 * 100
        assert visit.complaints == []


def test_zooming_shows_every_record_that_is_held(tmp_path: Path) -> None:
    import numpy as np
    import xarray as xr

    folder = spiking(tmp_path, 100_000)
    rtdeep("report", folder)
    recording = xr.open_zarr(folder / "recording.zarr", consolidated=False)["vbas_0"]
    values, times = recording.values.ravel(), recording["time_ms"].values
    with visited(folder / "report.html") as visit:
        x, _ = visit.shown("vbas_0")
        assert len(x) <= 2 * 800 + 2
        start, end = times[69_900], times[70_100]
        visit.zoom(start, end)
        x, y = visit.shown("vbas_0")
        within = (np.array(x) >= start - 1e-6) & (np.array(x) <= end + 1e-6)
        assert np.array_equal(np.array(y)[within], values[69_900:70_101].astype(np.float32))
        assert np.allclose(np.array(x)[within], times[69_900:70_101], rtol=0, atol=1e-6)


def test_the_network_follows_its_slider(pages: dict[str, Path]) -> None:
    with visited(pages["seed"]) as visit:
        angle = visit.page.locator(".protractor .angle")
        assert angle.text_content() == "∠(B, Wᵀ) = 0.0°"
        visit.page.evaluate("""
          (() => {
            const slider = document.getElementById("network-time");
            slider.value = 0;
            slider.dispatchEvent(new Event("input"));
          })()
        """)
        assert angle.text_content() == "∠(B, Wᵀ) = 180.0°"
        lines = visit.page.locator('g[data-family="BPP"]')
        visit.page.uncheck('input[data-family="BPP"]')
        assert not lines.first.is_visible()


def test_the_buttons_speak_to_all_figures(pages: dict[str, Path]) -> None:
    active = """
      (type) => Bokeh.documents[0].roots().map(
        (one) => one.toolbar.tools.filter((tool) => tool.type === type).map((tool) => tool.active)).flat()
    """
    with visited(pages["seed"]) as visit:
        assert all(visit.page.evaluate(active, "BoxZoomTool"))
        visit.page.check("input[value=PanTool]")
        assert all(visit.page.evaluate(active, "PanTool"))
        assert not any(visit.page.evaluate(active, "BoxZoomTool"))
        visit.zoom(1, 2)
        visit.page.click("#whole")
        assert visit.page.evaluate("Bokeh.documents[0].get_model_by_name('time').end") == 30
        with visit.page.expect_download() as download:
            visit.page.locator("button.save").first.click(force=True)
        assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_mouse_zooms_all_figures_in_time(pages: dict[str, Path]) -> None:
    limits = "(() => { const one = Bokeh.documents[0].get_model_by_name('time'); return [one.start, one.end]; })()"
    with visited(pages["seed"]) as visit:
        figure = visit.page.locator(".plot").nth(2)
        figure.scroll_into_view_if_needed()
        box = figure.bounding_box()
        assert box is not None
        x, y = box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"]
        visit.page.mouse.move(x, y)
        visit.page.mouse.down()
        visit.page.mouse.move(x + 0.4 * box["width"], y + 2, steps=5)
        visit.page.mouse.up()
        start, end = visit.page.evaluate(limits)
        assert 2 < start < end < 28
        visit.page.mouse.dblclick(x, y)
        visit.page.wait_for_function(f"{limits}[0] === 0 && {limits}[1] === 30")
        assert visit.complaints == []


def test_a_tip_says_what_a_line_is_at(pages: dict[str, Path]) -> None:
    with visited(pages["seed"]) as visit:
        titles = visit.figures()
        (key,) = [key for title, key in titles.items() if title.startswith("Wᴵ and W")]
        figure = visit.page.locator(f"#{key}")
        figure.scroll_into_view_if_needed()
        box = figure.bounding_box()
        assert box is not None
        # The cosine is 1 all the time; where that is, the page knows.
        place = visit.page.evaluate("""
          (key) => {
            const view = [...Bokeh.documents[0].views_manager].find((one) => one.model.name === key);
            return [view.frame.x_scale.compute(15), view.frame.y_scale.compute(1)];
          }
        """, key)
        visit.page.mouse.move(box["x"] + place[0], box["y"] + place[1])
        tip = visit.page.locator(".bk-tooltip-row-value")
        tip.first.wait_for(state="visible", timeout=3000)
        line, value, time = (text.strip() for text in tip.all_text_contents()[:3])
        assert line.startswith("hidden layer 1")
        assert value == "1"
        assert re.fullmatch(r"[\d.]+ ms", time)
        assert visit.complaints == []


def test_a_click_in_a_legend_hides_lines(pages: dict[str, Path]) -> None:
    with visited(pages["seeds"]) as visit:
        assert visit.page.evaluate("""
          (() => {
            const above = Bokeh.documents[0].roots().flatMap((one) => one.above);
            const legends = above.filter((one) => one.type === "Legend");
            return legends.length > 0 && legends.every((one) => one.click_policy === "hide");
          })()
        """)
