"""What a run has measured, as Markdown: tables, requirements, and what it was measured on."""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from peers import COLUMNS, Column, Variant
from peers.c_step import LIMIT_FLAGS, NAIVE_FLAGS
from start import experiment
from works import WORKS, Work

_TARGETS = Path(__file__).with_name("targets.json")


@dataclass
class Measurement:
    """One way of doing one work.

    - difference: the largest one to ours, relative to max(1, |x|)
    - prepared: seconds for making the network and compiling what has to be
    - steps: of one repetition
    - members: networks that take them
    - seconds: of one step of one network, the least that was found
    """

    work: Work
    column: Column
    variant: Variant
    difference: float
    prepared: float
    steps: int
    members: int
    seconds: float = math.inf


#: The fastest variant of every work and column.
Best = dict[tuple[str, str], Measurement]


def document(measurements: list[Measurement], start_ups: dict[str, float]) -> str:
    """Everything, ready to be read."""
    best: Best = {}
    for one in measurements:
        key = (one.work.name, one.column.name)
        if key not in best or one.seconds < best[key].seconds:
            best[key] = one
    parts = ["# Speed of RtDeep beside its peers"]
    for title, is_ensemble in (("## Time of one step", False), ("## Time of one step of one member", True)):
        found = [one for one in best.values() if one.work.is_ensemble == is_ensemble]
        if found:
            parts += [title, *_times(found, best)]
    parts += ["## Requirements", *_requirements(best), "## Before the first step (s)", *_start_up(best, start_ups)]
    parts += ["## Measured on", *_circumstances(list(best.values()))]
    return "\n\n".join(parts) + "\n"


def _times(found: list[Measurement], best: Best) -> list[str]:
    columns = [column.name for column in COLUMNS if any(one.column.name == column.name for one in found)]
    works = list(dict.fromkeys(one.work for one in found))
    first = columns[0]
    rows = []
    for work in works:
        ours = best.get((work.name, first))
        cells = [best.get((work.name, name)) for name in columns]
        rows.append([work.title, *(_cell(cell, ours) for cell in cells)])
    notes = [
        f"- {one.work.title}, {one.column.name}: {one.variant.label}" for one in found
        if one.variant.label and len(one.column.variants) > 1
    ]  # fmt: skip
    differences = [one for one in found if one.column.tolerance is not None]
    worst = max(differences, key=lambda one: one.difference / (one.column.tolerance or 1))
    compared = (
        f"In brackets: how many times as long as {first}; for the limit, how much of it {first} reaches. "
        "All outputs were compared with ours first, with the same noise; the largest difference relative to "
        f"max(1, |x|) is {worst.difference:.1e} ({worst.column.name}, {worst.work.title})."
    )
    fastest = ["Fastest variants:\n\n" + "\n".join(notes)] if notes else []
    return [_markdown(["network", *columns], rows), compared, *fastest]


def _cell(one: Measurement | None, ours: Measurement | None) -> str:
    if one is None:
        return ""
    time = duration(one.seconds)
    if ours is None or one is ours:
        return time
    ratio = one.seconds / ours.seconds
    return f"{time} ({ratio:.0%})" if one.column.tolerance is None else f"{time} ({number(ratio)}x)"


def _requirements(best: Best) -> list[str]:
    rows = []
    titles = {work.name: work.title for work in WORKS}
    works = {work for work, _ in best}
    for target in json.loads(_TARGETS.read_text(encoding="utf-8")):
        if target["work"] not in works:
            continue
        fast, slow = (best.get((target["work"], target[which])) for which in ("fast", "slow"))
        least = target["ratio"]
        asked = f"{target['fast']}: {_asked(least, target['slow'])}"
        if fast is None or slow is None:
            missing = target["fast"] if fast is None else target["slow"]
            rows.append([titles[target["work"]], asked, f"no {missing}", "not measured"])
        else:
            ratio = slow.seconds / fast.seconds
            verdict = "met" if ratio >= least else "**not met**"
            rows.append([titles[target["work"]], asked, _found(ratio, least, target["slow"]), verdict])
    return [_markdown(["network", "required", "found", ""], rows)]


def _asked(least: float, slow: str) -> str:
    """A requirement in words; below 1, how much longer something may take."""
    if slow == "limit":
        return f"{least:.0%} of the limit"
    return f"{number(least)}x as fast as {slow}" if least >= 1 else f"at most {number(1 / least)}x as long as {slow}"


def _found(ratio: float, least: float, slow: str) -> str:
    """What was found, in the words of the requirement."""
    if slow == "limit":
        return f"{ratio:.0%}"
    return f"{number(ratio)}x" if least >= 1 else f"{number(1 / ratio)}x"


def _start_up(best: Best, start_ups: dict[str, float]) -> list[str]:
    columns = list(start_ups)
    works = list(dict.fromkeys(one.work for one in best.values()))
    rows = [["start and import", *(f"{start_ups[name]:.1f}" for name in columns)]]
    for work in works:
        cells = [best.get((work.name, name)) for name in columns]
        rows.append([work.title, *("" if one is None else f"{one.prepared:.2f}" for one in cells)])
    return [
        _markdown(["", *columns], rows),
        "Start of the process and imports, once; then, for each network, making it and compiling what has to be "
        "(of the fastest variant; what one work has compiled another may find there).",
    ]


def _circumstances(found: list[Measurement]) -> list[str]:
    packages = list(dict.fromkeys(name for one in found for name in one.column.packages))
    ours = experiment(WORKS[0], 1).provenance
    # The library does not know how it was compiled, but `make` does.
    flags = os.environ.get("RTDEEP_FLAGS", "")
    lines = [
        f"date: {datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC",
        f"machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}; "
        "one core for everybody, double precision, unless a column says otherwise",
        "ours: " + ", ".join(filter(None, [*(f"{key} {value}" for key, value in ours.items()), flags])),
        f"naive C: {_first_line('gcc', '--version')}, {' '.join(NAIVE_FLAGS)}; limit: {' '.join(LIMIT_FLAGS)}",
        ", ".join([f"Python {platform.python_version()}", *(f"{name} {metadata.version(name)}" for name in packages)]),
    ]
    if "brian2" in packages:
        lines.insert(-1, f"Brian2: cpp_standalone, {_first_line('g++', '--version')}, {' '.join(NAIVE_FLAGS)}")
    return ["\n".join(f"- {line}" for line in lines)]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _first_line(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]


def duration(seconds: float) -> str:
    """With three digits and a fitting unit."""
    units = ((1e9, "ns"), (1e6, "µs"), (1e3, "ms"))
    factor, unit = next((one for one in units if seconds * one[0] < 1000), (1, "s"))
    return f"{number(seconds * factor)} {unit}"


def number(value: float) -> str:
    """With three digits, and never as a power of ten."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    return "\n".join([line(heads), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(line, rows)])
