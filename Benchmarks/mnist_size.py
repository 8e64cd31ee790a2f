"""A pass through a task of MNIST's size: 5 000 samples x 100 steps of [784, 100, 10], everything plastic, held input.

    python Benchmarks/mnist_size.py [--samples 5000]

The samples are generated: their number, their shape and what the network does with them are what costs time. First some
of them are learned in plain mode and with held input, which must agree within 1e-12 relative to max(1, |x|); then one
pass is timed. Needs the program: RTDEEP, or rtdeep on the PATH.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

import rtdeep

TOLERANCE = 1e-12
"""Held input is the same algebra in another order: rounding, not more."""

TEXT = """
layers: [784, 100, 10]
activation: logistic
dt: 0.01
inputArithmetic: {arithmetic}
task: {{idx: {{images: images, labels: labels, training: {samples}, validation: 100, test: 100}}}}
presentations: {{duration: 1, order: shuffled}}
initial: {{WPP: {{uniform: [-0.1, 0.1]}}, BPP: {{uniform: [-1, 1]}}, selfPredicting: true}}
learning: {{WPP: [1, 0.005], WIP: 0.02, BPI: 0.02, BPP: 0.2, lowPass: 100}}
feedback: {{rule: pal, connection: layered, alpha: 1.0e-6, highPass: 0.1, noise: {{ou: 0.01, tau: 0.1}}}}
record: {{steps: [{steps}], variables: [WPP, WIP, BPP, BPI, uP]}}
"""


def write_samples(folder: Path, count: int) -> None:
    """Writes images and labels in MNIST's format: as many values above zero as there are in digits, about a fifth."""
    random = np.random.default_rng(1)
    pixels = random.integers(1, 256, (count, 784), dtype=np.uint8) * (random.random((count, 784)) < 0.2)
    (folder / "images").write_bytes(struct.pack(">4I", 0x803, count, 28, 28) + pixels.astype(np.uint8).tobytes())
    labels = random.integers(0, 10, count, dtype=np.uint8)
    labels[:10] = np.arange(10)
    (folder / "labels").write_bytes(struct.pack(">2I", 0x801, count) + labels.tobytes())


def run(folder: Path, arithmetic: str, samples: int) -> tuple[Path, float]:
    """Runs one pass; gives its folder, and how many seconds the whole program took."""
    name = f"{arithmetic}-{samples}"
    (folder / f"{name}.yaml").write_text(TEXT.format(arithmetic=arithmetic, samples=samples, steps=100 * samples))
    start = time.perf_counter()
    subprocess.run(
        [os.environ.get("RTDEEP", "rtdeep"), "run", f"{name}.yaml", "--output", name, "--quiet"], cwd=folder, check=True
    )
    return folder / name, time.perf_counter() - start


def deviation(one: Path, other: Path) -> float:
    """The largest difference between two recordings, relative to max(1, |x|)."""
    left, right = rtdeep.open_run(one).dataset, rtdeep.open_run(other).dataset
    return max(
        float(np.max(np.abs(left[name] - right[name]) / np.maximum(1, np.abs(right[name])))) for name in left.data_vars
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=5000, help="samples of the pass that is timed (5000)")
    samples = parser.parse_args().samples
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        write_samples(folder, samples + 200)
        worst = deviation(run(folder, "held", 50)[0], run(folder, "plain", 50)[0])
        if worst > TOLERANCE:
            raise SystemExit(f"held input differs from plain mode by {worst}, more than {TOLERANCE}")
        result, seconds = run(folder, "held", samples)
        own = json.loads((result / "report.json").read_text())["seconds"]
    print(f"{samples} samples x 100 steps of [784, 100, 10], held input: {own:.1f} s of steps, {seconds:.1f} s in all")


if __name__ == "__main__":
    main()
