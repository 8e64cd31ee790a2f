"""What several seeds have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rtdeep.series import Values


def mean_and_error(values: Values, *, geometric: bool = False) -> tuple[Values, Values, Values]:
    """The mean over seeds, and the mean less and more one standard error.

    - values: one row per point, one column per seed; NaN where a seed has none
    - geometric: whether the logarithms are averaged, as for what spans orders of magnitude

    The error of a single seed is 0, and everything is NaN where there is no seed.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.log(values) if geometric else values
        known = ~np.isnan(drawn)
        count = known.sum(axis=1)
        mean = np.where(known, drawn, 0).sum(axis=1) / count
        squares = np.where(known, (drawn - mean[:, np.newaxis]) ** 2, 0).sum(axis=1)
        error = np.sqrt(squares / np.maximum(count - 1, 1) / count)
    bounds = (mean, mean - error, mean + error)
    return (np.exp(bounds[0]), np.exp(bounds[1]), np.exp(bounds[2])) if geometric else bounds


def side_by_side(count: int, width: float) -> Values:
    """Where points of several seeds lie around 0, so that equal ones can be told apart."""
    return np.linspace(-width / 2, width / 2, count) if count > 1 else np.zeros(count)


def seeds_in_words(counts: Sequence[int], what: str = "seed") -> str:
    """How many seeds, or others, there are, of several experiments perhaps: "one seed", "10 seeds", "2 to 10 seeds"."""
    fewest, most = min(counts), max(counts)
    if fewest != most:
        return f"{fewest} to {most} {what}s"
    return f"one {what}" if most == 1 else f"{most} {what}s"


def averaged(counts: Sequence[int], mean: str = "Mean", what: str = "seed") -> str:
    """What lines through seeds, or others, are, as titles say it."""
    if max(counts) == 1:
        return f"One {what}"
    return f"{mean} ± standard error, {seeds_in_words(counts, what)}"
