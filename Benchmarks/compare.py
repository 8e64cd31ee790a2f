"""Outputs first: a fast wrong answer is no answer."""

from __future__ import annotations

import numpy as np
from peers import Variant
from start import COMPARED, Reference, Variables
from worker import Worker


class Disagreement(Exception):
    """Somebody's variables are not ours."""


def worst(found: Variables, expected: Variables) -> tuple[float, str]:
    """The largest difference relative to max(1, |x|), and where it is."""
    worst, place = 0.0, ""
    for family in COMPARED:
        for i, (one, other) in enumerate(zip(found[family], expected[family], strict=True)):
            if one.shape != other.shape:
                raise Disagreement(f"{family}_{i} has the shape {one.shape} instead of {other.shape}")
            difference = float(np.max(np.abs(one - other) / np.maximum(1, np.abs(other))))
            # What is no number is as far away as can be.
            difference = np.inf if np.isnan(difference) else difference
            if difference > worst:
                worst, place = difference, f"{family}_{i}"
    return worst, place


def compare(worker: Worker, variant: Variant, references: list[Reference]) -> tuple[float, float, float]:
    """Takes the steps of the references with their noise.

    Gives back the largest difference, the seconds of one step of one network, and those that preparing it took. Raises
    `Disagreement`.
    """
    steps = references[0].steps
    starts = [reference.start for reference in references]
    prepared = worker.open(variant, starts, [reference.noise for reference in references], steps)
    seconds = worker.run(variant, steps) / steps / len(references)
    tolerance = worker.column.tolerance
    if tolerance is None:
        return 0.0, seconds, prepared
    found = worker.end(variant)
    differences = [worst(one, reference.end) for one, reference in zip(found, references, strict=True)]
    difference, place = max(differences)
    if not all(one <= tolerance for one, _ in differences):
        raise Disagreement(
            f"{worker.column.name} {variant.label}: {place} of {starts[0].work.title} differs by {difference:.1e} "
            f"after {steps} steps; at most {tolerance:g} is allowed"
        )
    return difference, seconds, prepared
