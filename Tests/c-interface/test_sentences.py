"""What the library says of a mistake is what the command line says of it."""

import subprocess

import pytest
from interface import ffi
from session import Refused, Session
from test_course import PROGRAM

MISTAKES = [
    ("seed", ["learning.BPX=1"]),
    ("seed", ["dt=nan"]),
    ("seed", ["layers=[1, 1]"]),
    ("seed", ["layers=[1, 1000000000, 1000]"]),
    ("seed", ["record={every: 100, variables: [WPQ]}"]),
    ("seed", ["duration=1e300"]),
    ("seed", ["seed=-1", "learning.BPP=two"]),
    ("sed", []),
]


@pytest.mark.parametrize(("name", "settings"), MISTAKES)
def test_experiment(name, settings):
    options = [word for setting in settings for word in ("--set", setting)]
    said = subprocess.run([PROGRAM, "check", name, *options], capture_output=True, text=True)
    assert said.returncode == 2
    with Session() as session, pytest.raises(Refused) as refused:
        session.named(name, *settings)
    assert refused.value.code == (3 if name == "sed" else 1)
    assert refused.value.sentence == said.stderr.removeprefix("rtdeep: ").rstrip("\n")


@pytest.mark.parametrize("content", [None, "", "layers: [1, 2", "layers: {}\n", "\x00", "- 1\n"])
def test_file(tmp_path, content):
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_text(content)
    said = subprocess.run([PROGRAM, "check", path], capture_output=True, text=True)
    assert said.returncode == 2
    with Session() as session, pytest.raises(Refused) as refused:
        session.handle("experiment_from_file", str(path).encode(), *session.settings([]))
    assert refused.value.code == (8 if content is None else 1)
    assert refused.value.sentence == said.stderr.removeprefix("rtdeep: ").rstrip("\n")


def test_text_is_named_as_the_caller_says():
    text = b"layers: [1, 2"
    with Session() as session, pytest.raises(Refused) as refused:
        session.handle(
            "experiment_from_text", text, len(text), b"cell 3", b"/nowhere", *session.settings([])
        )
    assert refused.value.sentence.startswith("cell 3:2:1: ")


def test_folder_that_exists(tmp_path):
    with Session() as session:
        experiment = session.named("seed", "duration=1")
        with pytest.raises(Refused) as refused:
            session.text("experiment_run", experiment, str(tmp_path).encode(), 0.0, ffi.NULL)
    assert refused.value.sentence == f"{tmp_path} exists already; choose another folder"
