"""NOTICE names every paper that a source file or an experiment refers to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
DOI = re.compile(r"doi:(10\.\d+/[\w./()-]*\w)")
PLACES = {
    doi: path
    for folder, endings in (("Sources", (".swift", ".yaml")), ("python/rtdeep", (".py",)))
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in endings
    for doi in DOI.findall(path.read_text(encoding="utf-8"))
}


def test_there_are_papers() -> None:
    """The search finds what it is to find."""
    assert {"10.1038/s42256-024-00845-3", "10.48550/arXiv.2110.14549", "10.48550/arXiv.1810.11393"} <= set(PLACES)


@pytest.mark.parametrize("doi", sorted(PLACES))
def test_every_paper_is_named(doi: str) -> None:
    """Wherever it is referred to first."""
    assert f"doi:{doi}" in NOTICE, f"{PLACES[doi].relative_to(ROOT)} refers to it"


def test_files_that_are_named_exist() -> None:
    """Files move."""
    names = re.findall(r"[\w+/]+\.(?:swift|py)\b", NOTICE)
    assert len(names) > 15
    there = {path.name for folder in ("Sources", "python") for path in (ROOT / folder).rglob("*")}
    assert [name for name in names if name.rpartition("/")[2] not in there] == []


def test_patents_are_mentioned() -> None:
    """With the place where they were announced."""
    assert "patent protection" in NOTICE
    assert "le_NeurIPS_code" in NOTICE
