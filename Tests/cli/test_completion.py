"""What bash offers while a command is typed, as bash itself asks for it."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from case import PROGRAM, command_names

SCRIPT = subprocess.run([PROGRAM, "completion", "bash"], capture_output=True, text=True, check=True).stdout


def offered(line: str, folder: Path) -> list[str]:
    """What is offered for the last word of a line; words are broken as bash breaks them."""
    words = [part for word in line.split(" ") for part in split_at_equals(word)]
    quoted = " ".join(map(shlex.quote, words))
    asked = f"{SCRIPT}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n" + (
        # Outside of a completion there is nothing that could be told about the next one.
        'compopt() { :; }\n_rtdeep\n[ "${#COMPREPLY[@]}" = 0 ] || printf "%s\\n" "${COMPREPLY[@]}"\n')
    done = subprocess.run(
        ["bash", "-c", asked], cwd=folder, capture_output=True, text=True, check=True,
        env={"PATH": f"{Path(PROGRAM).parent}:{os.defpath}"})
    assert done.stderr == ""
    return done.stdout.splitlines()


def split_at_equals(word: str) -> list[str]:
    """`--a=b` is three words to bash, and `--a=` two and an empty one."""
    name, equals, value = word.partition("=")
    return [name, "=", value] if equals else [name]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, and a folder of a run."""
    (tmp_path / "mine.yaml").touch()
    (tmp_path / "my runs").mkdir()
    (tmp_path / "runs").mkdir()
    return tmp_path


def test_commands(folder: Path) -> None:
    """All of them, and those that begin so."""
    assert offered("rtdeep ", folder) == [*command_names(), "--help", "--version"]
    assert offered("rtdeep rep", folder) == ["report", "reproduce"]
    assert offered("rtdeep help pl", folder) == ["plot"]
    assert offered("rtdeep nothing ", folder) == []


@pytest.mark.parametrize(("line", "expected"), [
    ("rtdeep run pal-fig4ab-", ["pal-fig4ab-PAL", "pal-fig4ab-FA", "pal-fig4ab-BP", "pal-fig4ab-delay-matched"]),
    ("rtdeep run min", ["mine.yaml"]),
    ("rtdeep reproduce yinyang", ["yinyang-pal", "yinyang-fa", "yinyang-fa-eta-pi", "yinyang-bp",
                                  "yinyang-eta-bw-zero", "yinyang-steady", "yinyang"]),
    ("rtdeep info r", ["runs"]),
    ("rtdeep info m", ["my runs"]),
    ("rtdeep plot runs ", ["my runs", "runs"]),
    ("rtdeep run seed --output ", ["my runs", "runs"]),
    ("rtdeep run seed --output=r", ["runs"]),
    ("rtdeep run seed --seed", ["--seed", "--seeds"]),
    ("rtdeep run seed --seed 1 --seed", ["--seeds"]),
    ("rtdeep run seed --seed ", []),
    ("rtdeep plot runs --style ", ["single", "double", "screen"]),
    ("rtdeep plot runs --format=p", ["png", "pdf"]),
    ("rtdeep plot runs --format png --fo", ["--format"]),
    ("rtdeep check params.json --task ", ["bw_only", "fw_bw"]),
    ("rtdeep doctor --", ["--help"]),
    ("rtdeep run seed --set feedback.noise.h", ["feedback.noise.held=", "feedback.noise.hold="]),
    ("rtdeep run seed --set=see", ["seed="]),
    ("rtdeep explain learning.B", ["learning.BPI", "learning.BPP"]),
])
def test_words(line: str, expected: list[str], folder: Path) -> None:
    """Names of the catalogue, files, folders, options that were not given yet, and what their values may be."""
    assert sorted(offered(line, folder)) == sorted(expected)


def test_a_broken_program_is_silent(tmp_path: Path) -> None:
    """Who presses the tabulator is told nothing but what fits."""
    asked = f"{SCRIPT}\nCOMP_WORDS=(/nowhere/rtdeep r); COMP_CWORD=1\n_rtdeep\nprintf '<%s>' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("<>", "")
