"""What a synapse costs per step, in time and memory, over the size of a network.

    python Benchmarks/scale.py [SECONDS]

The environment variable RTDEEP names the program. Networks [n, n, n, 10] with layered PAL and everything learning have
5 n^2 synapses of kinds that all learn: W_0, W_1, W^I_0, B_0 and B^I_0.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = os.environ.get("RTDEEP", str(Path(__file__).resolve().parents[1] / ".build" / "release" / "rtdeep"))
CONFIGURATION = """
layers: [{n}, {n}, {n}, 10]
dt: 0.01
presentations: {{count: 10, duration: 1, epochs: {epochs}}}
learning: {{WPP: 0.1, WIP: 0.1, BPI: 0.1, BPP: 0.1}}
feedback: {{rule: pal, connection: layered, alpha: 1.0e-4, highPass: 0.1, noise: {{white: 0.01}}}}
initial: {{selfPredicting: true, WPP: {{uniform: [-0.05, 0.05]}}, BPP: {{uniform: [-0.05, 0.05]}}}}
target: 0.5
record: {{every: 1000, variables: [mse]}}
precision: {precision}
"""


def measure(folder: Path, n: int, precision: str, seconds: float) -> tuple[float, float]:
    """Nanoseconds per synapse and step, and bytes of memory per synapse beyond those of a tiny network."""
    synapses = 5 * n * n + 40 * n
    # About 1.5 ns each.
    epochs = max(1, round(seconds / (1.5e-9 * synapses * 1000)))
    file = folder / f"{n}-{precision}.yaml"
    file.write_text(CONFIGURATION.format(n=n, epochs=epochs, precision=precision), encoding="utf-8")
    output = folder / f"out-{n}-{precision}"
    process = subprocess.Popen(
        [PROGRAM, "run", file, "--output", output, "--quiet", "--checkpoint-every", "1000"], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the run of {file} ended with {process.returncode}")
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    return 1e9 / report["steps_per_second"] / synapses, 1024 * usage.ru_maxrss / synapses


def main() -> None:
    """Prints the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2
    print("| synapses | ns per synapse and step | single precision | bytes of memory per synapse |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for n in (14, 45, 141, 447, 1000, 1414):
            double, memory = measure(Path(scratch), n, "double", seconds)
            single, _ = measure(Path(scratch), n, "single", seconds)
            print(f"| {5 * n * n:.2g} | {double:.2f} | {single:.2f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
