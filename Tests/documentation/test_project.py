"""What the documents say of the project itself."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import PROGRAM, ROOT

EXTENDING = ROOT / "Sources/MicrocircuitCore/MicrocircuitCore.docc/Extending.md"


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md", EXTENDING], ids=lambda path: path.name)
def test_the_example_of_a_rule_is_a_whole_file(page: Path) -> None:
    rule = (ROOT / "Sources/MicrocircuitCore/Plasticity/SignConcordantFeedback.swift").read_text()
    assert f"```swift\n{rule.rstrip()}\n```" in page.read_text()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_to_files(page: str) -> None:
    """Those of pages that are in the site are looked at when it is built; these are read where they lie."""
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", target)]
    assert targets
    for target in targets:
        assert (ROOT / target.partition("#")[0]).exists(), target


def test_files_that_contributors_are_sent_to_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:Sources|Tests|python|Documentation|\.ci)/[\w./+-]+)`", text))
    # Any experiment.
    named.remove("Sources/Experiments/Catalogue/NAME.yaml")
    assert len(named) > 10
    for name in named:
        assert (ROOT / name).exists(), name


@pytest.fixture(scope="module")
def citation() -> dict[str, object]:
    content = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_the_citation_has_the_version_of_the_program(citation: dict[str, object]) -> None:
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    assert citation["version"] in version.split()


def test_the_citation_has_every_paper_that_experiments_are_from(citation: dict[str, object]) -> None:
    catalogue = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "experiments").rglob("*.yaml"))
    cited = set(re.findall(r"doi:(10\.[\w./-]+\w)", catalogue))
    references = citation["references"]
    assert isinstance(references, list)
    assert cited <= {reference["doi"] for reference in references}
    assert len(cited) >= 4
