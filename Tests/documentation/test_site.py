"""The site: every page is in it, no link is broken, and one that is would be found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import build
import layout
import links
import pytest
from conftest import BUILD, LIBRARY, ROOT, long
from layout import Catalogue
from translation import BrokenLink, Translation, hosted_anchor


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "python"), "RTDEEP_LIBRARY": str(LIBRARY)}
    reference: list[str | Path] = [sys.executable, ROOT / "python/reference/build.py", folder / "python"]
    subprocess.run(reference, env=environment, check=True)
    build.build(folder / "site", BUILD, folder / "python")
    return folder / "site"


def test_no_link_is_broken(site: Path) -> None:
    assert links.broken(site) == []
    assert links.count(site) > 500


@pytest.mark.parametrize("page", layout.pages()[1:], ids=str)
def test_every_page_is_there(page: Path, site: Path) -> None:
    tree = next(tree for tree in layout.catalogues() if page in tree.pages)
    data = json.loads((site / "data" / f"{tree.address(page)}.json").read_text(encoding="utf-8"))
    title = (ROOT / page).read_text(encoding="utf-8").splitlines()[0].strip("# `")
    assert data["metadata"]["title"] == title
    assert data["abstract"]
    assert (site / tree.address(page) / "index.html").is_file()


def test_front_page_and_references_are_there(site: Path) -> None:
    assert "url=documentation/rtdeep/" in (site / "index.html").read_text(encoding="utf-8")
    for page in ("python/rtdeep.html", "python/rtdeep/plot.html", "data/documentation/crtdeep/rtdeep_release.json",
                 "data/documentation/experiments/experiment.json"):
        assert (site / page).is_file()


def test_nothing_in_it_says_where_it_was_built(site: Path) -> None:
    for page in [*site.rglob("*.json"), *site.rglob("*.html")]:
        text = page.read_text(encoding="utf-8")
        assert str(ROOT) not in text, page
        assert str(site) not in text, page


def test_every_function_of_the_header_has_its_place(site: Path) -> None:
    front = json.loads((site / "data/documentation/crtdeep.json").read_text(encoding="utf-8"))
    listed = {name for section in front["topicSections"] for name in section["identifiers"]}
    pages = {path.stem for path in (site / "data/documentation/crtdeep").glob("*.json")}
    assert {name.rsplit("/")[-1].lower() for name in listed} == pages
    # None is left to groups that DocC makes up.
    assert not {section.get("title") for section in front["topicSections"]} & {"Functions", "Macros", "Structures"}


@contextmanager
def changed(page: Path, text: str | None) -> Iterator[None]:
    """The site with one page that reads otherwise, or that is not there."""
    whole = page.read_bytes()
    if text is None:
        page.unlink()
    else:
        page.write_text(text, encoding="utf-8")
    links.forget()
    yield
    page.write_bytes(whole)
    links.forget()


@long
@pytest.mark.parametrize(
    "file",
    [
        "data/documentation/microcircuitcore/theory.json", "python/rtdeep/plot.html", "images/RtDeep/demo.png",
        "documentation/rtdeep/howto/index.html", "favicon.ico",
    ],
)
def test_a_file_that_is_missing_is_found(file: str, site: Path) -> None:
    with changed(site / file, None):
        assert links.broken(site)


@pytest.mark.parametrize(
    ("old", "new"),
    [("python/rtdeep.html", "python/rtdep.html"), ("theory#What-each-rule-converges-to", "theory#What-each-rule")],
)
def test_a_link_that_leads_nowhere_is_found(old: str, new: str, site: Path) -> None:
    page = site / "data/documentation/rtdeep.json"
    text = page.read_text(encoding="utf-8").replace("\\/", "/")
    assert old in text
    with changed(page, text.replace(old, new)):
        assert any(new in problem for problem in links.broken(site))


def catalogue(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A project that has one page."""
    (folder / "Documentation").mkdir()
    (folder / "Documentation/README.md").write_text(text)
    for module in ("translation", "build"):
        monkeypatch.setattr(sys.modules[module], "ROOT", folder)
    front = Path("Documentation/README.md")
    return Catalogue("Small", front, {front: "Small"}, language=None)


@pytest.mark.parametrize(
    "link", ["[x](Missing.md)", "[x](README.md#nothing)", "![x](missing.png)", "[x](../Documentation)"])
def test_a_link_to_nothing_stops_the_build(link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = catalogue(tmp_path, f"# Small\n\nA page.\n\nIt has {link}.\n", monkeypatch)
    with pytest.raises(BrokenLink, match=r"Documentation/README\.md:5"):
        Translation([tree], {}).translated(tree.front, tree)


@pytest.mark.parametrize("mistake", ["``Nothing``", "[x](doc:Nothing)", "<doc:Nothing>"])
def test_a_warning_of_docc_stops_the_build(
    mistake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    tree = catalogue(tmp_path, f"# Small\n\nA page.\n\n## Overview\n\nIt has {mistake}.\n", monkeypatch)
    with pytest.raises(subprocess.CalledProcessError):
        build._archive(tree, Translation([tree], {}), build._toolchain(), BUILD, tmp_path)
    assert "Nothing" in capfd.readouterr().err


def test_code_and_comments_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# Small\n\nA `[x](y.md)`.\n\n<!-- [x](y.md)\nand\n-->\n\n```sh\n[x](y.md)\n<!-- z -->\n```\n"
    tree = catalogue(tmp_path, text, monkeypatch)
    page = Translation([tree], {}).translated(tree.front, tree)
    assert "A `[x](y.md)`." in page
    assert "```sh\n[x](y.md)\n<!-- z -->\n```" in page
    assert "and" not in page


def test_anchors_are_those_of_code_hosts() -> None:
    assert hosted_anchor("Latent equilibrium: dt is a delay") == "latent-equilibrium-dt-is-a-delay"
    assert hosted_anchor("In numbers: the experiment `seed`") == "in-numbers-the-experiment-seed"
