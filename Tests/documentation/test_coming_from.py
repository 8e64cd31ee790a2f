"""The tables for those who come from other code know every key, and lead to keys that there are."""

from __future__ import annotations

import re
import subprocess

import pytest
from conftest import PROGRAM, ROOT

PAGE = (ROOT / "Documentation/ComingFromOtherCode.md").read_text(encoding="utf-8")
KEYS = (ROOT / "Sources/Experiments/Runner/RunnerKeys.swift").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> list[tuple[str, str]]:
    """The first two columns of the tables in `text`, without their heads."""
    found = re.findall(r"^\| (.*?) \| (.*) \|$", text, re.MULTILINE)
    return [row for row in found if row[0] not in {"Key", "There", "In GeNN", "Class and method"}]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def runner_records() -> dict[str, list[str]]:
    """As the converter has them."""
    table = KEYS.split("static let records")[1].split("\n  ]")[0]
    return {key: names_in(value) for key, value in re.findall(r'\("(rec_\w+)", \[(.*?)\]\)', table)}


def names_in(text: str) -> list[str]:
    return re.findall(r'"(\w+)"', text)


def runner_keys() -> set[str]:
    """All keys that the converter knows."""
    lists = KEYS.split("static let records")[0]
    plain = set(names_in(lists.split("static let ranges")[0]))
    ranges = {
        f"init_{teacher}{weights}_range"
        for weights in names_in(lists.split("static let ranges = [")[1].split("]")[0]) for teacher in ("", "teacher_")
    }
    return plain | ranges | {"rec_per_steps"} | set(runner_records())


def test_every_key_of_the_public_runner_is_translated_and_no_other() -> None:
    told = [key for cell, _ in rows(section("Parameter files of RtDeep and PAL")) for key in names(cell)]
    assert set(told) == runner_keys()
    assert len(runner_keys()) > 70


def test_records_have_the_names_that_the_converter_gives_them() -> None:
    table = rows(section("Parameter files of RtDeep and PAL").split("### What is recorded")[1])
    told = {names(key)[0]: [] if value == "none" else names(value) for key, value in table}
    assert told == runner_records()


SECTIONS = "feedback|learning|presentations|initial|conductances|interneurons|prospective|evaluation"
PATHS = sorted({
    path for _, value in rows(PAGE) for path in names(value) if re.fullmatch(rf"({SECTIONS})(\.\w+)+", path)
})


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_a_key(path: str) -> None:
    done = subprocess.run([PROGRAM, "check", "seed", "--set", f"{path}=[]"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "unknown key" not in done.stderr, done.stderr


def test_a_path_that_is_none_would_be_found() -> None:
    done = subprocess.run([PROGRAM, "check", "seed", "--set", "learning.WPPP=[]"], capture_output=True, text=True)
    assert "unknown key" in done.stderr
    assert len(PATHS) > 20


def test_experiments_that_are_named_are_there() -> None:
    known = subprocess.run([PROGRAM, "list"], capture_output=True, text=True, check=True).stdout.split()
    named = re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", PAGE)
    assert len(named) > 6
    assert set(named) <= set(known)
