"""The page of several runs: the seeds of one experiment, or the experiments of a family."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path

import numpy as np
import xarray as xr

from rtdeep import family
from rtdeep._json import object_in
from rtdeep.errors import RunFolderError
from rtdeep.family import without_beginning
from rtdeep.plot import palette
from rtdeep.plot.panel import Curve, Panel
from rtdeep.report import FILE
from rtdeep.report.budget import BYTES_PER_NUMBER, MEGABYTE
from rtdeep.report.members import Member, Members
from rtdeep.report.metric_names import metric_name
from rtdeep.report.page import Badge, Page, Section
from rtdeep.report.published import published_section
from rtdeep.report.run_page import FIXED_SIZE, HINT, experiment_of
from rtdeep.report.settings_section import settings_section
from rtdeep.report.table import Link, Table, in_digits
from rtdeep.report.theory import theory_section
from rtdeep.report.time_figures import Placed, TimeAxis, time_figures
from rtdeep.runs import Run

MOST_ELEMENTS = 4
"""Variables with more elements are not drawn over seeds."""

MOST_RUNS = 24
"""So many runs are drawn at most."""

MOST_PANELS = 24
"""So many variables are drawn at most."""


def ensemble_page(folder: Path, output: Path, *, size: float, program: Path | None) -> tuple[Page, bool, bool]:
    """The seeds of one experiment, and of the one that it was run beside.

    Also says whether somebody still writes into the folder, and whether nobody does though seeds are missing.
    """
    groups = [Members.open(folder)]
    if (folder / "beside" / family.SEEDS).exists():
        groups.append(Members.open(folder / "beside"))
    own = groups[0]
    page = _page(own.title, f"{own.name}: report of {len(own.seeds)} seeds", groups, output, size, program)
    return page, *_state(groups)


def family_page(folder: Path, output: Path, *, size: float, program: Path | None) -> tuple[Page, bool, bool]:
    """The experiments of a family, with all their seeds; also says what `ensemble_page` does."""
    path = folder / family.FILE
    entry = object_in(path)
    names = entry.get("members")
    if not isinstance(names, list) or not names:
        raise RunFolderError(path, "members must be a list of names")
    groups = [Members.open(folder / str(name)) for name in names if (folder / str(name) / family.SEEDS).exists()]
    if not groups:
        raise RunFolderError(folder, f"there is no run of {', '.join(map(str, names))}")
    subtitle = f"{entry.get('family', folder.name)}: report of a family of {len(names)} experiments"
    page = _page(str(entry.get("title", folder.name)), subtitle, groups, output, size, program)
    unfinished, abandoned = _state(groups)
    return page, unfinished, abandoned or (not unfinished and len(groups) < len(names))


def _state(groups: Sequence[Members]) -> tuple[bool, bool]:
    is_unfinished = any(group.is_unfinished for group in groups)
    return is_unfinished, not is_unfinished and not all(group.is_whole for group in groups)


def _page(
    title: str, subtitle: str, groups: Sequence[Members], output: Path, size: float, program: Path | None
) -> Page:
    every = [member for group in groups for member in group.seeds]
    runs = [run for group in groups for run in group.runs]
    sections = [_overview(groups, output)]
    for group in groups:
        if group.runs and group.folder.name != "beside" and Run(group.folder).settings.get("published"):
            section = published_section(group.folder, program)
            sections.append(section if len(groups) == 1 else Section(
                f"{section.title}: {group.name}", section.template, section.content))
    axis = TimeAxis.over([run.dataset for run in runs])
    panels = list(_panels(groups))
    numbers = max(10_000, int((size - FIXED_SIZE) * MEGABYTE / BYTES_PER_NUMBER))
    if panels:
        figures = time_figures(panels[:MOST_PANELS], axis, numbers)
        rest = [] if len(panels) <= MOST_PANELS else [
            f"Not drawn: {', '.join(one.panel.title for one in panels[MOST_PANELS:])}."]
        if len(runs) > MOST_RUNS:
            rest.append(f"{MOST_RUNS} of {len(runs)} runs are drawn.")
        sections.append(Section("Curves over seeds" if len(groups) == 1 else "Curves", "figures", {
            "lead": HINT, "rest": " ".join(rest)}, figures))
    axis.finish()
    if len(groups) == 1 and runs:
        experiment, problem = experiment_of(runs[0])
        sections += [theory_section(experiment, problem), settings_section(runs[0], program)]
    ends = Counter(member.badge.text.partition(",")[0] for member in every)
    is_good = set(ends) == {"completed"}
    words = ", ".join(f"{count} {name}" for name, count in ends.items())
    settings = runs[0].settings if runs else {}
    facts = [("runs", str(len(every))), *((name, str(count)) for name, count in ends.items())]
    if len(groups) == 1 and settings:
        facts += [("layers", " – ".join(map(str, settings["layers"]))),
                  ("feedback", str(settings["feedback"]["rule"])), ("time step", f"{in_digits(settings['dt'])} ms")]
    citations = dict.fromkeys(
        str(run.settings["citation"]) for run in runs if run.settings.get("citation"))
    mood = "good" if is_good else "busy" if "running" in ends else "bad"
    return Page(
        title=title, subtitle=subtitle, badge=Badge("all completed" if is_good else words, mood),
        citation="; ".join(citations), facts=facts, sections=sections)


def _overview(groups: Sequence[Members], output: Path) -> Section:
    """One table per experiment: every seed, and the mean over those that came to their end."""
    tables = []
    for group in groups:
        outcomes = [member.outcome for member in group.seeds if member.outcome is not None]
        names = list(dict.fromkeys(name for one in outcomes for name in one.report.get("end", {})))
        rows = [
            [_linked(member, output), member.badge, *(_cell(member, name) for name in names),
             in_digits(member.outcome.steps) if member.outcome is not None else "–"]
            for member in group.seeds]
        completed = [one for one in group.seeds if one.outcome is not None and one.outcome.state == "completed"]
        if len(completed) > 1:
            rows.append(["mean", "± standard error", *(
                _mean([_number(member, name) for member in completed]) for name in names), ""])
        columns = ["seed", "outcome", *map(metric_name, names), "steps"]
        title = f"{group.name}: {group.title}" if len(groups) > 1 else ""
        tables.append(Table(columns, rows, title, numbers=range(2, len(columns))))
    first = groups[0].seeds[0].folder if groups[0].seeds else groups[0].folder
    lead = [
        "Metrics are those of the end.",
        f"rtdeep report {os.path.relpath(first, output.parent)} writes the page of one seed, to which this one then "
        "leads."]
    return Section("Outcome", "tables", {"lead": lead, "tables": tables})


def _linked(member: Member, output: Path) -> Link | str:
    """The seed, as a link to its own page where there is one."""
    page = member.folder / FILE
    text = str(member.seed)
    return Link(text, Path(os.path.relpath(page, output.parent)).as_posix()) if page.exists() else text


def _cell(member: Member, name: str) -> str:
    value = None if member.outcome is None else member.outcome.report.get("end", {}).get(name)
    if isinstance(value, list):
        return ", ".join(in_digits(one) for one in value)
    return in_digits(value)


def _number(member: Member, name: str) -> float:
    """A metric at the end, the mean over hidden layers; NaN where there is none."""
    value = None if member.outcome is None else member.outcome.report.get("end", {}).get(name)
    numbers = value if isinstance(value, list) else [value]
    return float(np.mean([np.nan if one is None else float(one) for one in numbers]))


def _mean(values: Sequence[float]) -> str:
    known = np.array([value for value in values if np.isfinite(value)])
    if not len(known):
        return "–"
    error = known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else 0.0
    return f"{in_digits(float(known.mean()))} ± {in_digits(float(error), 2)}"


def _panels(groups: Sequence[Members]) -> Iterator[Placed]:
    """One panel per small variable, with a line for every run."""
    labels = without_beginning([group.name for group in groups], "-")
    names = {
        str(name) for group in groups for run in group.runs for name, array in run.dataset.data_vars.items()
        if array.ndim and prod(array.shape[1:]) <= MOST_ELEMENTS and len(array)}
    # In an order of their own: that of a store is another each time.
    for name in sorted(names):
        arrays, curves = [], []
        number = 0
        example: xr.DataArray | None = None
        for place, group in enumerate(groups):
            for member in group.seeds:
                if member.run is None or name not in member.run.dataset or number >= MOST_RUNS:
                    continue
                array = member.run.dataset[name]
                if not len(array):
                    continue
                example = array
                variable = f"{name} of {group.name}, seed {member.seed}"
                axis = str(array.dims[0])
                arrays.append(array.rename(
                    {axis: f"time_ms of {variable}"} | {str(one): f"{one} of {variable}" for one in array.dims[1:]}
                ).reset_coords(drop=True).rename(variable))
                color = palette.SERIES[(place if len(groups) > 1 else number) % len(palette.SERIES)]
                label = labels[place] if len(groups) > 1 else f"seed {member.seed}"
                curves.append(Curve(variable, label, color, 0.9))
                number += 1
        if example is not None:
            unit = {"degree": "degrees"}.get(unit := str(example.attrs.get("units", "1")), unit)
            meaning = str(example.attrs.get("long_name", name))
            values = [np.asarray(array.values[-1]) for array in arrays] if name == "loss" else []
            yield Placed(
                Panel(
                    title=f"{metric_name(name)}: {meaning}" if metric_name(name) == name else metric_name(name),
                    label=f"{metric_name(name)} ({unit})" if "(mV²)" not in metric_name(name) else metric_name(name),
                    curves=curves, has_zero_line=False),
                xr.merge(arrays, compat="no_conflicts"),
                is_logarithmic=bool(values) and all(np.all(value > 0) for value in values))
