"""Every variable that the public code showed, at every step at which it was recorded."""

from __future__ import annotations

import os

import pytest
from microcircuit_golden import Golden, first_model, later_model

import microcircuit

is_long = os.environ.get("RTDEEP_LONG_TESTS") == "1"


@pytest.mark.parametrize(
    ("name", "revision"),
    [
        ("a", "a2f0ba6"), ("b", "98eb7f1"), ("c1", "98eb7f1"),
        pytest.param("c2", "98eb7f1", marks=pytest.mark.skipif(not is_long, reason="RTDEEP_LONG_TESTS=1 runs it")),
    ],
)
def test_the_first_revisions(
    name: str, revision: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MICROCIRCUIT_REVISION", revision)
    golden = Golden(name)
    worst, count = golden.follow(first_model(golden))
    assert count > 1000
    assert worst <= 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "Current time: 0s", "Learning backward weights to layer 1", "Current time: 1.0s",
        "Learning backward weights to layer 1",
    ]
    assert len(lines) == 2 * golden.params["n_pres"]


@pytest.mark.parametrize("name", [*(f"d{i}" for i in range(1, 9)), *(f"e{i}" for i in range(1, 12))])
def test_the_later_revisions(name: str) -> None:
    assert microcircuit.revisions.chosen() is None
    golden = Golden(name)
    worst, count = golden.follow(later_model(golden))
    assert count > 1000
    assert worst <= 1
