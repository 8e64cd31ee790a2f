"""What steps cost when somebody last looked: recorded.txt, which `make instructions` writes anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from counting import Count, count, obstacle, toolchain

FILE = Path(__file__).with_name("recorded.txt")

#: The works whose instructions are recorded, and steps for about a second under callgrind.
STEPS = {"1-1-1": 10_000, "4-30-3": 3_000, "784-100-10": 200, "ensemble-4-8-3": 2_000}
#: The networks whose calls are counted: one neuron per element, and several; every rule, and historical revisions.
LAYERS = ["1-1-1", "4-30-3"]
RULES = [
    "fixed", "transport", "signConcordant", "pal", "ldrl", "dtpdrl", "pal-716f250", "ldrl-98eb7f1", "dtpdrl-1c417e1",
]  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """What the file says.

    - toolchain: what the build was made with
    - instructions: per step, for each work
    - runtime_calls: the most that any network needs per call of `advance(steps:)`
    """

    toolchain: str
    instructions: dict[str, int]
    runtime_calls: int

    def text(self) -> str:
        """The file, whole."""
        return "\n".join([
            "# Written by `make instructions`; `make test` compares with it.",
            f"toolchain: {self.toolchain}",
            *(f"instructions per step of {layers}: {number}" for layers, number in self.instructions.items()),
            f"calls of the runtime per call of advance: {self.runtime_calls}",
            "",
        ])  # fmt: skip


def read() -> Recorded:
    """The file as it is."""
    lines = dict(line.split(": ", 1) for line in FILE.read_text().splitlines() if not line.startswith("#"))
    return Recorded(
        lines["toolchain"],
        {layers: int(lines[f"instructions per step of {layers}"]) for layers in STEPS},
        int(lines["calls of the runtime per call of advance"]),
    )


def instructions(layers: str) -> int:
    """Those of one step."""
    [measured] = count(layers, [STEPS[layers]], ["pal"])
    return round(measured.instructions / STEPS[layers])


@cache
def few_and_many(layers: str) -> dict[str, tuple[Count, Count]]:
    """For each rule what few steps cost, and many: several phases of it, and several renewals of its noise."""
    counts = count(layers, [10, 1000], RULES)
    return dict(zip(RULES, zip(counts[::2], counts[1::2], strict=True), strict=True))


def most_runtime_calls() -> int:
    """Over all networks, of a call of `advance(steps:)` for few steps."""
    return max(few.runtime_calls for layers in LAYERS for few, _ in few_and_many(layers).values())


if __name__ == "__main__":
    if reason := obstacle():
        raise SystemExit(f"nothing was recorded: {reason}")
    measured = Recorded(toolchain(), {layers: instructions(layers) for layers in STEPS}, most_runtime_calls())
    FILE.write_text(measured.text())
    print(measured.text(), end="")
