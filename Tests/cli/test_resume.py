"""Runs that are killed and resumed are byte for byte the runs that nobody disturbed."""

from pathlib import Path

from killing import trials


def test_ten_kills(tmp_path: Path) -> None:
    """Ten runs, killed at random moments; `make test-all` kills two hundred."""
    kills, differences = trials(10, seed=7, scratch=tmp_path)
    assert not differences
    assert kills >= 10
