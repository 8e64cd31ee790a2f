"""Sweeps of a small network, for tests of what they leave behind."""

from __future__ import annotations

import subprocess
from pathlib import Path

from small_yinyang import PROGRAM

NETWORK = """
layers: [1, 1, 1]
activation: [logistic, linear]
dt: 0.01
presentations: {count: 4, duration: 1, input: {uniform: [0, 1]}}
learning: {WPP: 0, WIP: 4, BPI: 5, BPP: 10}
feedback: {rule: pal, connection: skip, alpha: 0.001, noise: {white: 0.05}, highPass: 0.1}
interneurons: {lowPass: 0.1}
record: {every: 10, variables: [BPP, "cos(BPP, WPP^T)"]}
"""
"""400 steps, 40 records."""

SWEEPS = {
    "grid": """
title: Rates and noise
experiment: network.yaml
axes:
  learning.BPP: {log: [1, 1000], count: 4}
  noise: {path: feedback.noise.white, values: [0.01, 0.05, 0.2]}
  seed: {first: 1, count: 3}
""",
    "drawn": """
name: samples
experiment: network.yaml
axes:
  rule:
    points: {pal: {feedback.rule: pal}, "a, b": {feedback.rule: ldrl}, NA: {learning.BPP: 20}}
  learning.BPI: {logUniform: [1, 100]}
  feedback.alpha: {uniform: [0, 0.01]}
  seed: [1, 2]
samples: {count: 6, seed: 3}
""",
    "wild": """
experiment: network.yaml
axes:
  learning.BPI: [5, 50, 1.0e+12]
  learning.WIP: [0, 1, 10, 100]
  seed: {count: 2}
""",
    "line": """
experiment: network.yaml
axes: {seed: {count: 5}}
""",
}
"""By their names: two axes of numbers and seeds; names and samples; members that diverge; seeds alone."""


def write(folder: Path, name: str, presentations: int = 4) -> Path:
    """Writes the file of a sweep, with that of its network of so many presentations, and gives back its path."""
    (folder / "network.yaml").write_text(NETWORK.replace("count: 4", f"count: {presentations}"), encoding="utf-8")
    path = folder / f"{name}.yaml"
    path.write_text(SWEEPS[name], encoding="utf-8")
    return path


def run(folder: Path, name: str, *options: str) -> Path:
    """Runs a sweep into the folder of its name, and gives that back."""
    subprocess.run(
        [PROGRAM, "sweep", write(folder, name), "--output", folder / name, "--quiet", *options], check=True)
    return folder / name
