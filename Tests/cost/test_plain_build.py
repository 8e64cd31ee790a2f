"""Whoever builds without our flags has a usable program, too."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import counting
import pytest

#: From `swift build -c release` and nothing else.
PLAIN = Path(
    os.environ.get("RTDEEP_FIXED_RUNS_PLAIN", counting.ROOT / ".build" / "baseline" / "release" / "fixed-runs")
).absolute()
#: Vectors of half the width are a factor of two. What a compiler may make of them has the same again; code that is no
#: longer compiled for its types would take tens of times as long.
MOST = 4
#: Both builds take turns, and the least time counts: whatever else the machine does can only slow one down.
ROUNDS = 15
#: Steps for some 20 ms.
STEPS = {"4-30-3": 20_000, "784-100-10": 600}


def nanoseconds(program: Path, layers: str) -> float:
    """Of one step."""
    done = subprocess.run([program, layers, str(STEPS[layers])], capture_output=True, text=True, check=True)
    return float(re.search(r"([\d.]+) ns/step", done.stdout)[1])


@pytest.mark.skipif("-march=x86-64-v3" not in counting.FLAGS, reason="this machine, or RTDEEP_MARCH, has no x86-64-v3")
@pytest.mark.parametrize("layers", STEPS)
def test_ratio(layers: str) -> None:
    """To the build for x86-64-v3."""
    turns = [(nanoseconds(PLAIN, layers), nanoseconds(counting.PROGRAM, layers)) for _ in range(ROUNDS)]
    plain, tuned = (min(times) for times in zip(*turns, strict=True))
    print(f"{layers}: the plain build takes {plain / tuned:.2f} times as long")
    assert plain <= MOST * tuned, f"{layers}: {plain / tuned:.2f} times as long as for x86-64-v3"
