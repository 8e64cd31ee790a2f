"""The rule of the tutorial is a rule: its files and changes are taken from the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import sources
from blocks import Block, blocks_of
from conftest import BUILD, ROOT, Reader, long

PAGE = ROOT / "Documentation/Tutorial/YourOwnRule.md"


def changes() -> list[Block]:
    """What the page adds to the sources, in its order."""
    found = blocks_of(PAGE.relative_to(ROOT), PAGE.read_text(encoding="utf-8"))
    return [block for block in found if block.language in {"swift", "diff"}]


def changed_sources(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, folder / name)
    for change in changes():
        sources.apply(folder, change)
    return folder


NEEDED = ("Sources/MicrocircuitCore", "Tests/_TestSupport", "Tests/MicrocircuitCoreTests")


@pytest.mark.parametrize(
    "is_whole", [pytest.param(True, id="as it stands"), pytest.param(False, marks=long, id="with a mistake")])
def test_the_module_compiles_with_the_rule(tmp_path: Path, is_whole: bool) -> None:
    folder = changed_sources(tmp_path, NEEDED)
    assert len(changes()) == 5
    if not is_whole:
        path = folder / "Sources/MicrocircuitCore/Plasticity/Outstar.swift"
        path.write_text(path.read_text().replace("synapses.rho", "synapses.r0"))
    done = sources.check_module(folder, BUILD)
    assert (done.returncode == 0) == is_whole, done.stdout
    assert is_whole or "'FeedbackSynapses<L>' has no member 'r0'" in done.stdout


@long
def test_the_program_with_the_rule_does_what_the_page_says(tmp_path: Path, reader: Reader) -> None:
    """Built from a copy of the sources; the page's experiment, then the oracles, and the oracles with a broken rule."""
    folder = changed_sources(tmp_path / "project", ("Package.swift", "Sources", "Tests", ".ci"))
    flags = os.environ.get("RTDEEP_SWIFT_FLAGS", "").split()
    build = ["swift", "build", "-c", "release", *flags, "--build-tests"]
    test = ["swift", "test", "-c", "release", "--skip-build", *flags, "--filter", "MicrocircuitCoreTests"]
    environment = {name: value for name, value in os.environ.items() if name not in {"CC", "CXX", "RTDEEP_LONG_TESTS"}}

    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    done = run(build)
    assert done.returncode == 0, done.stdout

    page = reader(PAGE, folder / ".build/release/rtdeep")
    assert page.returncode == 0, page.stdout + page.stderr
    assert "skipped" not in page.stdout
    judge(*re.findall(r"gains \[(.*?)\]", PAGE.read_text()))

    done = run(test)
    assert done.returncode == 0, done.stdout
    path = folder / "Sources/MicrocircuitCore/Plasticity/Outstar.swift"
    path.write_text(
        path.read_text().replace(
            "b + rate * synapse.pre * (synapse.post - alpha * synapse.pre * b)",
            "b + rate * (synapse.pre * synapse.post - alpha * synapse.pre * b)"))
    assert run(build).returncode == 0
    done = run(test)
    assert done.returncode != 0
    assert "outstar corrected" in done.stdout


def judge(outstar: str, ldrl: str) -> None:
    """What the page says of the numbers that it shows, which were just compared with what is computed."""
    equal = [float(gain) for gain in outstar.split()]
    unequal = [float(gain) for gain in ldrl.split()]
    # 1/(a alpha) with a = 2/(1+q), q = 1 - dt/tau_HP.
    expected = (1 + 0.99) / 2 / 10
    assert equal == pytest.approx([expected] * 3, rel=0.03)
    assert unequal[0] / unequal[2] == pytest.approx(25, rel=0.05)


def test_the_page_says_what_its_numbers_say() -> None:
    judge(*re.findall(r"gains \[(.*?)\]", PAGE.read_text()))
