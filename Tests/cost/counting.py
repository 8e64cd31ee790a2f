"""Instructions and calls of the measured steps of `fixed-runs`, counted by callgrind.

A count depends on the build, not on the machine or on what else it does.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = Path(
    os.environ.get("RTDEEP_FIXED_RUNS", ROOT / ".build" / "release" / "fixed-runs")
).absolute()
#: What it was compiled with.
FLAGS = os.environ.get("RTDEEP_FLAGS", "")

#: The function of `fixed-runs` whose cost is counted, and a part of its name: of two equal patterns callgrind forgets
#: the first.
_ENTERED, _LEFT = "*takeMeasuredSteps*", "*MeasuredSteps*"
#: Memory, and what Swift's runtime does, which compiled code calls for references, exclusive access and types.
_RUNTIME = re.compile(r"_?_?swift_|(malloc|calloc|realloc|free|posix_memalign|aligned_alloc|memalign)$")


@dataclass(frozen=True)
class Count:
    """What one call of `advance(steps:)` cost.

    - instructions: all of them, in every function
    - calls: calls of the runtime by caller and callee
    """

    instructions: int
    calls: Counter[tuple[str, str]]

    @property
    def runtime_calls(self) -> int:
        """The number of calls of the runtime, its own of itself included."""
        return self.calls.total()


def obstacle() -> str | None:
    """Why nothing can be counted here; None where it can."""
    if not shutil.which("valgrind"):
        return "there is no valgrind here (apt-get install valgrind)"
    march = re.search(r"-march=(\S+)", FLAGS)
    if march and march[1] not in {"x86-64", "x86-64-v2", "x86-64-v3"}:
        return f"valgrind may lack instructions of {march[1]}"
    return None


def count(layers: str, steps: list[int], rules: list[str]) -> list[Count]:
    """One count for each rule and number of steps, in this order."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "count"
        done = subprocess.run(
            [
                "valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", "--compress-strings=no",
                f"--dump-before={_ENTERED}", f"--dump-after={_LEFT}",
                PROGRAM, layers, ",".join(map(str, steps)), "1", *rules,
            ],
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{layers}: {done.stderr}")
        parts = sorted(output.parent.glob("count.*"), key=lambda part: int(part.suffix[1:]))
        texts = [part.read_text() for part in parts]
    # Everything before the first measured step builds a network, which does allocate.
    building = {callee for _, callee in _count(texts[0]).calls} if texts else set()
    if not building >= {"malloc", "free", "swift_retain", "swift_release", "swift_allocObject"}:
        raise RuntimeError(f"{layers}: the runtime's functions have other names than were looked for: {building}")
    counts = [_count(text) for text in texts if re.search("^desc: Trigger: --dump-after=", text, re.MULTILINE)]
    if len(counts) != len(steps) * len(rules):
        raise RuntimeError(f"{layers}: {len(counts)} measured calls where {len(steps) * len(rules)} were made")
    return counts


def _count(text: str) -> Count:
    """What one part of callgrind's output says."""
    calls: Counter[tuple[str, str]] = Counter()
    instructions = 0
    caller = callee = ""
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key == "fn":
            caller = _name(value)
        elif key == "cfn":
            callee = _name(value)
        elif key == "calls" and _RUNTIME.match(callee):
            calls[caller, callee] += int(value.split()[0])
        elif line.startswith("summary: "):
            instructions = int(line.split()[1])
    return Count(instructions, calls)


def _name(function: str) -> str:
    """Without the depth of a recursion."""
    return function.partition("'")[0]


def toolchain() -> str:
    """What decides how many instructions a step has."""
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True)
    return f"{swift.stdout.splitlines()[0]}, {platform.machine()}, {FLAGS}"


def explained(calls: Counter[tuple[str, str]]) -> str:
    """Who calls what how often, in Swift's own words."""
    lines = "\n".join(f"{number:6} {callee} by {caller}" for (caller, callee), number in calls.most_common())
    return subprocess.run(
        ["swift", "demangle", "--simplified"], input=lines, capture_output=True, text=True, check=True
    ).stdout
