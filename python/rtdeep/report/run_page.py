"""The page of one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rtdeep.errors import RtDeepError
from rtdeep.experiment import Experiment
from rtdeep.plot.weights import fixed_points
from rtdeep.report.budget import BYTES_PER_NUMBER, MEGABYTE
from rtdeep.report.matrices import pictures
from rtdeep.report.metric_names import metric_name
from rtdeep.report.network import MEANINGS, NEGATIVE, POSITIVE, SYMBOLS, drawing, is_drawn
from rtdeep.report.outcome import Outcome, speed
from rtdeep.report.page import Figure, Page, Section, asset, in_script
from rtdeep.report.panels import panel_groups, score_panels
from rtdeep.report.published import published_section
from rtdeep.report.settings_section import settings_section
from rtdeep.report.table import Table, in_digits, in_list
from rtdeep.report.task_figures import confusion_figure, decision_figure
from rtdeep.report.theory import theory_section
from rtdeep.report.time_figures import TimeAxis, time_figures
from rtdeep.report.weights_over_time import weights_over_time
from rtdeep.runs import Run

FIXED_SIZE = 1.75
"""MB of a page without any records: mostly the script of Bokeh."""

HINT = (
    "All plots share one time axis. Draw a rectangle in a plot to look closer; a double click shows everything again; "
    "a click on a name in a legend hides its lines.")

def run_page(run: Run, *, size: float, program: Path | None) -> tuple[Page, Outcome]:
    """Everything about one run, in about `size` MB, and what has become of it.

    - program: what compares published numbers

    Raises `RunFolderError` where a part of the folder is damaged.
    """
    experiment, problem = experiment_of(run)
    settings = run.settings
    outcome = Outcome.of(run, None if experiment is None else experiment.steps)
    dt = float(settings["dt"])
    axis = TimeAxis.over([run.dataset])
    sections = [_outcome_section(run, outcome, dt)]
    if settings.get("published"):
        sections.append(published_section(run.path, program))
    task = _task_figures(run)
    scores = score_panels(run.dataset) if settings.get("task") else []
    groups, left = panel_groups(run.dataset, fixed_points(outcome.report))
    numbers = max(10_000, int((size - FIXED_SIZE) * MEGABYTE / BYTES_PER_NUMBER))
    placed = scores + [one for group in groups for one in group.panels]
    figures = time_figures(placed, axis, numbers, diverges=outcome.state == "diverged")
    if task or scores:
        sections.append(Section("The task", "figures", {"arrangement": "pairs"}, figures[: len(scores)] + task))
    begin = len(scores)
    for group in groups:
        end = begin + len(group.panels)
        sections.append(Section(group.title, "figures", {
            "lead": HINT if begin == len(scores) else "",
            "rest": f"Also recorded, but not drawn: {', '.join(left)}." if group is groups[-1] and left else "",
        }, figures[begin:end]))
        begin = end
    if not placed:
        sections.append(Section("Records", "tables", {"lead": [_why_no_records(run, outcome)], "tables": []}))
    axis.finish()
    sections += [_network_section(run, experiment), theory_section(experiment, problem), settings_section(run, program)]
    sections.append(_provenance_section(run, outcome))
    return Page(
        title=str(settings.get("title", run.name)), subtitle=f"{settings.get('name', run.path.name)}: report of a run",
        badge=outcome.badge, citation=str(settings.get("citation") or ""),
        facts=_facts(outcome, settings, dt), sections=sections), outcome


def experiment_of(run: Run) -> tuple[Experiment | None, str]:
    """The experiment as the simulator reads it; without one why not: no library, or a configuration it refuses."""
    try:
        return Experiment(run.path / "config.yaml"), ""
    except RtDeepError as error:
        return None, str(error)


def _facts(outcome: Outcome, settings: Mapping[str, Any], dt: float) -> list[tuple[str, str]]:
    """What is to be known at first sight."""
    report = outcome.report
    facts = [
        ("layers", " – ".join(map(str, settings["layers"]))), ("feedback", str(settings["feedback"]["rule"])),
        ("seed", str(settings.get("seed", ""))), ("time step", f"{in_digits(dt)} ms"),
        ("steps", in_digits(outcome.steps)), ("model time", f"{in_digits(outcome.steps * dt)} ms")]
    for name, value in report.get("end", {}).items():
        facts.append((f"{metric_name(name)} at the end", in_list(value, 3, 3)))
    return facts + speed(report)[:1]


def _outcome_section(run: Run, outcome: Outcome, dt: float) -> Section:
    """How it ended, and the numbers of the end beside those of the start."""
    report = outcome.report
    start, end = report.get("start", {}), report.get("end", {})
    rows = [
        [metric_name(name), in_list(start.get(name)), in_list(end[name])] for name in end]
    tables = []
    if rows:
        tables.append(Table(["", "at the start", "at the end"], rows, numbers=(1, 2)))
    feedback, predicted = report.get("feedback", []), fixed_points(report)
    if feedback and predicted:
        tables.append(Table(
            ["hidden layer", "B reached (mV)", "B predicted (mV)", "angle between (degrees)"],
            [[str(layer + 1), in_list(reached, most=4), in_list(expected, most=4),
              in_digits(_angle(reached, expected), 3)]
             for layer, (reached, expected) in enumerate(zip(feedback, predicted, strict=False))], numbers=(1, 2, 3),
            title="Feedback weights", note="Predicted: where theory expects B for the forward weights of the end."))
    if run.examination is not None:
        tables.append(Table(
            ["network", "after step", "validation accuracy", "validation loss (mV²)", "test accuracy",
             "test loss (mV²)"],
            [[name, in_digits(one.step), in_digits(one.validation.accuracy), in_digits(one.validation.loss),
              in_digits(one.test.accuracy), in_digits(one.test.loss)]
             for name, one in (("last", run.examination.last), ("best validation", run.examination.best))],
            numbers=range(1, 6), title="Answers to the samples of the task"))
    return Section("Outcome", "tables", {"lead": outcome.sentences(run, dt), "tables": tables})


def _angle(a: Sequence[float], b: Sequence[float]) -> float:
    """The angle between two lists of weights in degrees; NaN where one has no direction."""
    if len(a) != len(b) or any(value is None for value in (*a, *b)):
        return float("nan")
    x, y = np.array(a, dtype=float), np.array(b, dtype=float)
    lengths = np.linalg.norm(x) * np.linalg.norm(y)
    return float(np.degrees(np.arccos(np.clip(x @ y / lengths, -1, 1)))) if lengths > 0 else float("nan")


def _task_figures(run: Run) -> list[Figure]:
    if not run.settings.get("task"):
        return []
    return [one for one in (confusion_figure(run), decision_figure(run)) if one is not None]


def _why_no_records(run: Run, outcome: Outcome) -> str:
    if not run.dataset.data_vars:
        return "Nothing was recorded: the configuration names nothing under record."
    return "No record has been made yet." if outcome.is_unfinished else "The run ended before its first record."


def _network_section(run: Run, experiment: Experiment | None) -> Section:
    """The network with its weights."""
    title = "The network"
    weights, problem = weights_over_time(run, experiment)
    content: dict[str, Any] = {
        "lead": problem, "data": None, "svg": None, "positive": POSITIVE, "negative": NEGATIVE, "families": [],
        "note": "", "script": asset("network.js")}
    if weights is None:
        return Section(title, "network", content)
    if is_drawn(weights):
        svg, data = drawing(weights)
        families = [
            {"name": family, "symbol": SYMBOLS[family], "meaning": MEANINGS[family]} for family in SYMBOLS
            if any(name.startswith(f"{family}_") for name in weights.names)]
        content |= {"svg": svg, "families": families, "note": f"{weights.moments} Point at a line for its weight."}
    else:
        data = pictures(weights)
        content["lead"] = "Some layers are too large to be drawn neuron by neuron: here are their weights as pictures."
        content["note"] = f"{weights.moments} Blue is negative, red positive."
    return Section(title, "network", content | {"data": in_script(data)})


def _provenance_section(run: Run, outcome: Outcome) -> Section:
    """What it takes to do the same again."""
    settings, report = run.settings, outcome.report
    provenance = report.get("provenance", {})
    sources = [
        ("RtDeep", provenance, "rtdeep"), ("build", provenance, "build"), ("compiler", provenance, "compiler"),
        ("equations", settings, "revision"), ("precision", settings, "precision"), ("seed", settings, "seed")]
    rows = [[name, str(source[key])] for name, source, key in sources if source.get(key) is not None]
    rows += [[name, value] for name, value in speed(report)]
    if report.get("steps_per_second"):
        rows.append(["steps per second", f"{float(report['steps_per_second']):,.0f}"])
    if report.get("sessions"):
        rows.append(["sessions", str(report["sessions"])])
    for name, count in report.get("records", {}).items():
        rows.append([f"records ({name})", in_digits(count)])
    return Section("Provenance", "tables", {"tables": [Table(["", ""], rows)]})
