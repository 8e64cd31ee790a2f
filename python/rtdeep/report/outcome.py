"""What has become of a run, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from rtdeep._archive import Archive
from rtdeep.errors import RunFolderError
from rtdeep.report.page import Badge
from rtdeep.report.table import in_digits
from rtdeep.runs import Run

State = Literal["completed", "diverged", "stopped", "running", "interrupted"]

_MOODS = {"completed": "good", "diverged": "bad", "stopped": "neutral", "running": "busy", "interrupted": "bad"}

ADVICE = (
    "What usually helps: smaller learning rates (learning), a smaller time step (dt), bounded activations, or limits "
    "of the weights (learning.limits). What was recorded before is whole.")
"""For who meets a divergence."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended, or how far it has come."""

    state: State
    steps: int
    total: int | None
    """Steps of the whole run, where they are known."""
    report: Mapping[str, Any]
    """What `report.json` says; nothing as long as there is none."""

    @classmethod
    def of(cls, run: Run, total: int | None = None) -> Outcome:
        """That of a run at this moment; `total` steps where there is no report to say so.

        Raises `RunFolderError` where the report is damaged.
        """
        # Asked first: a run that ends meanwhile has written its report by then.
        is_running = run.is_running
        if not (run.path / "report.json").exists():
            return cls("running" if is_running else "interrupted", _steps(run), total, {})
        report = run.report
        state, steps, whole = report.get("outcome"), report.get("steps"), report.get("total_steps")
        if state not in ("completed", "diverged", "stopped") or not isinstance(steps, int):
            raise RunFolderError(
                run.path / "report.json", f"it names no outcome and steps, but {state!r} and {steps!r}")
        return cls(state, steps, whole if isinstance(whole, int) else total, report)

    @property
    def is_unfinished(self) -> bool:
        """Whether somebody is still at work."""
        return self.state == "running"

    @property
    def badge(self) -> Badge:
        """The state in a word."""
        if self.state == "running" and self.total:
            return Badge(f"running, {100 * self.steps / self.total:.0f} %", "busy")
        return Badge(self.state, _MOODS[self.state])

    def sentences(self, run: Run, dt: float) -> list[str]:
        """What happened, and what to do about it; `dt` in ms."""
        of_all = f" of {self.total:,}" if self.total else ""
        at = f"{self.steps * dt:.6g} ms of model time"
        if self.state == "completed":
            return [f"All {self.steps:,} steps were carried out: {at}."]
        if self.state == "diverged":
            where = self.report.get("diverged", {})
            population = str(where.get("population", "a potential"))
            return [
                f"It diverged: after step {self.steps:,}{of_all}, at {at}, {_named(population)} was no longer a finite "
                "number.", ADVICE]
        if self.state == "stopped":
            return [
                f"Somebody stopped it after {self.steps:,}{of_all} steps, {at}. rtdeep resume {run.path.name} goes on."]
        if self.state == "running":
            return [f"It goes on: {self.steps:,}{of_all} steps had been recorded when this page was written, {at}."]
        return [
            f"It was interrupted: nobody writes into the folder, and there is no report. {self.steps:,}{of_all} steps "
            f"have been recorded, {at}. rtdeep resume {run.path.name} goes on from the last checkpoint."]


def _named(population: str) -> str:
    """A potential as people call it."""
    kind, _, layer = population.partition("_")
    if not layer.isdigit():
        return population
    whose = "a pyramidal neuron" if kind.startswith("uP") else "an interneuron"
    return f"the potential of {whose} of layer {int(layer) + 1} ({population})"


def _steps(run: Run) -> int:
    """How far a run without a report has come: its last record or its checkpoint, whichever is later."""
    dt = float(run.settings["dt"])
    times = [run.dataset[name].values for name in run.dataset.dims if str(name).startswith("time_ms")]
    recorded = max((round(float(time[-1]) / dt) for time in times if len(time)), default=0)
    path = run.path / "checkpoint.npz"
    if not path.exists():
        return recorded
    try:
        step = json.loads(str(np.asarray(Archive(path)["meta_json"]))).get("step", 0)
    except (KeyError, ValueError, AttributeError):
        return recorded
    return max(recorded, step if isinstance(step, int) else 0)


def speed(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How fast a run was."""
    rows = []
    if report.get("seconds") is not None:
        rows.append(("real time", f"{in_digits(float(report['seconds']), 3)} s"))
    if report.get("steps_per_second"):
        rows.append(("time per step", f"{in_digits(1e6 / float(report['steps_per_second']), 3)} µs"))
    if report.get("simulated_per_real_time") is not None:
        rows.append(("model time / real time", in_digits(float(report["simulated_per_real_time"]), 3)))
    return rows
