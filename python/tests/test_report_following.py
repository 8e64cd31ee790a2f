"""A report is written again while a run goes on, and rests when it has ended."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_reports import SMALL, Parsed, badge

import rtdeep
from rtdeep._lock import is_held
from rtdeep.report import following, write_report, writing
from rtdeep.report.__main__ import main


@pytest.fixture
def going_on(tmp_path: Path) -> Iterator[Any]:
    """A run with a writer that holds its lock; `end` gives it back, with a report or without."""
    copied = rtdeep.Experiment(**SMALL).run_into(tmp_path / "run").path
    report = (copied / "report.json").read_text()
    (copied / "report.json").unlink()
    descriptor = os.open(copied / ".lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    class Writer:
        folder = copied

        def end(self, *, writes_report: bool) -> None:
            if writes_report:
                (copied / "report.json").write_text(report)
            fcntl.flock(descriptor, fcntl.LOCK_UN)

        def holds_lock(self) -> bool:
            return is_held(copied / ".lock")

    yield Writer()
    os.close(descriptor)


def pages(monkeypatch: pytest.MonkeyPatch, then: Any) -> list[str]:
    """What the page says of itself each time before the next one is waited for, and when `then` is called."""
    seen: list[str] = []

    def sleep(seconds: float) -> None:
        assert seconds <= 5
        seen.append("waiting")
        then(len(seen))

    monkeypatch.setattr(following.time, "sleep", sleep)
    return seen


def reloads(page: Path) -> bool:
    """Whether a browser loads it again."""
    return any("data-reload" in attributes for tag, attributes in Parsed(page).elements if tag == "body")


def test_a_run_is_followed_to_its_end(going_on: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = going_on.folder / "report.html"

    def then(count: int) -> None:
        assert reloads(page)
        assert badge(page) == "%"
        assert going_on.holds_lock()
        if count == 3:
            going_on.end(writes_report=True)

    seen = pages(monkeypatch, then)
    assert main([str(going_on.folder), "--follow", "--every", "3"]) == 0
    assert len(seen) == 3
    assert badge(page) == "completed"
    assert not reloads(page)


def test_a_writer_that_died_is_noticed(
    going_on: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages(monkeypatch, lambda count: going_on.end(writes_report=False))
    assert main([str(going_on.folder), "--follow"]) == 1
    assert f"Go on with: rtdeep resume {going_on.folder}" in capsys.readouterr().err
    assert badge(going_on.folder / "report.html") == "interrupted"
    assert not reloads(going_on.folder / "report.html")


def test_interrupted_following_leaves_a_page_that_rests(going_on: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def then(count: int) -> None:
        raise KeyboardInterrupt

    pages(monkeypatch, then)
    assert main([str(going_on.folder), "--follow"]) == 130
    assert not reloads(going_on.folder / "report.html")
    assert going_on.holds_lock()


def test_a_page_of_a_run_that_is_not_followed_rests(going_on: Any) -> None:
    page = write_report(going_on.folder)
    assert badge(page) == "%"
    assert not reloads(page)
    assert writing.written_once(going_on.folder, None, 5, None).is_unfinished
