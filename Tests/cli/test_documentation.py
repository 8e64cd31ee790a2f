"""What the documents quote is what is there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from case import PROGRAM

ROOT = Path(__file__).resolve().parents[2]
RULE = ROOT / "Sources/MicrocircuitCore/Plasticity/SignConcordantFeedback.swift"
REGISTER = ROOT / "Sources/MicrocircuitCore/Plasticity/RegisteredRule.swift"
EXTENDING = ROOT / "Sources/MicrocircuitCore/MicrocircuitCore.docc/Extending.md"


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md", EXTENDING], ids=lambda path: path.name)
def test_the_example_of_a_rule_is_a_rule(page: Path) -> None:
    assert f"```swift\n{RULE.read_text().rstrip()}\n```" in page.read_text()


def test_the_line_that_registers_it_is_the_line() -> None:
    line = next(line for line in REGISTER.read_text().splitlines() if "static let all" in line)
    assert f"\n{line}\n" in EXTENDING.read_text()


def test_the_citation_file_has_the_version_of_the_program() -> None:
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    stated = next(line for line in (ROOT / "CITATION.cff").read_text().splitlines() if line.startswith("version:"))
    assert stated.split(":")[1].strip() in version.split()
