"""The page of a sweep: its axes, what has become of its members, maps, curves and courses."""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import Any

import numpy as np

from rtdeep.errors import RtDeepError
from rtdeep.plot.sweep_places import in_words
from rtdeep.report.page import Badge, Figure, Page, Section
from rtdeep.report.sweep_figures import course_figure, curve_figure, map_figure
from rtdeep.report.table import Table, in_digits
from rtdeep.sweep_figures import can_tell_apart, is_best_large, longest_axes, telling_metric
from rtdeep.sweeps import UNTITLED, Sweep

METRICS, COURSES, BEST, LISTED = 4, 6, 10, 2000
"""At most so many metrics and courses are drawn, and so many members listed."""

_MOODS = {"completed": "good", "diverged": "bad", "missing": "neutral"}


def sweep_page(sweep: Sweep) -> tuple[Page, bool, bool]:
    """The page, whether somebody still works on the sweep, and whether nobody does though members are missing."""
    is_running = sweep.is_running
    sweep.refresh()
    table = sweep.table
    ends = Counter(table["outcome"].tolist())
    longest, *others = longest_axes(sweep)
    second = others[0] if others else None
    sections = [_axes_section(sweep, ends)]
    try:
        first = telling_metric(sweep)
    except RtDeepError:
        first = None
    if first is not None:
        sections.append(_best_section(sweep, first))
        chosen = [first, *(name for name in _known(sweep) if name != first)]
        figures: list[Figure] = []
        for metric in chosen[:METRICS]:
            figures += _metric_figures(sweep, metric, longest, second)
        rest = f"Not drawn: {', '.join(chosen[METRICS:])}." if len(chosen) > METRICS else ""
        lead = "Point at a cell for its members and their values."
        sections.append(Section(
            "Maps and curves", "figures", {"lead": lead, "rest": rest, "arrangement": "pairs"}, figures))
        courses = _courses(sweep, second if second and can_tell_apart(sweep, longest, second) else None)
        if courses:
            sections.append(Section("Courses over time", "figures", {}, courses))
    sections.append(_members_section(sweep))
    title = sweep.title if sweep.title != UNTITLED else sweep.name
    words = ", ".join(f"{count} {name}" for name, count in ends.items())
    is_whole = not ends["missing"]
    badge = Badge(f"running: {words}", "busy") if is_running else Badge(
        words if set(ends) != {"completed"} else "all completed",
        "good" if set(ends) == {"completed"} else "neutral" if is_whole else "bad")
    facts = [
        ("experiment", sweep.experiment or "–"), ("members", in_digits(prod(sweep.shape))),
        ("axes", " × ".join(f"{one.count}" for one in sweep.dimensions)),
        *((name, in_digits(count)) for name, count in ends.items()),
        ("real time", f"{in_digits(float(np.nansum(table['seconds'].to_numpy(dtype=float))), 3)} s")]
    page = Page(
        title=title, subtitle=f"{sweep.name}: report of a sweep", badge=badge, facts=facts, sections=sections)
    return page, is_running, not is_running and not is_whole


def _known(sweep: Sweep) -> list[str]:
    """The metrics that are not the same everywhere."""
    found = []
    for name in sweep.metrics:
        values = sweep.values(name).values
        values = values[np.isfinite(values)]
        if values.size and np.ptp(values) > 0:
            found.append(name)
    return found


def _axes_section(sweep: Sweep, ends: Counter[str]) -> Section:
    rows = []
    for dimension in sweep.dimensions:
        for axis in dimension.axes:
            values = sweep.dataset[axis].values
            shown = [in_words(value) for value in values[:12]]
            rows.append([
                axis, in_digits(len(values)), "drawn" if dimension.is_drawn else "given",
                ", ".join(shown) + (", …" if len(values) > 12 else "")])
    lead = [f"{ends['completed']:,} of {sum(ends.values()):,} members have come to their end."]
    if ends["diverged"]:
        lead.append(
            f"{ends['diverged']:,} diverged: their records end where a potential was no finite number any more.")
    if ends["missing"]:
        lead.append(f"{ends['missing']:,} are missing: the same rtdeep sweep command runs what is not there.")
    return Section("Outcome", "tables", {
        "lead": lead, "tables": [Table(["axis", "points", "", "values"], rows, title="What was varied", numbers=(1,))]})


def _best_section(sweep: Sweep, metric: str) -> Section:
    is_large = is_best_large(metric)
    best = sweep.best(metric, BEST, is_large)
    rows = [[*map(_words, row[:-1]), in_digits(float(row[-1]))] for row in best.itertuples(index=False)]
    title = f"The members with the {'largest' if is_large else 'smallest'} {metric}"
    columns = list(map(str, best.columns))
    return Section("Best members", "tables", {"tables": [Table(columns, rows, title, numbers=range(len(columns)))]})


def _metric_figures(sweep: Sweep, metric: str, longest: str, second: str | None) -> list[Figure]:
    figures = []
    if second is not None:
        figures.append(map_figure(sweep, metric, longest, second))
    by = second if second is not None and can_tell_apart(sweep, longest, second) else None
    figures.append(curve_figure(sweep, metric, longest, by))
    return figures


def _courses(sweep: Sweep, by: str | None) -> list[Figure]:
    """Recorded variables that are one number, or a few."""
    depth = len(sweep.shape)
    names = sorted(
        str(name) for name, array in sweep.dataset.data_vars.items()
        if array.ndim > depth and str(array.dims[depth]).startswith("time_ms") and prod(array.shape[depth + 1 :]) <= 2)
    return [one for one in (course_figure(sweep, name, by) for name in names[:COURSES]) if one is not None]


def _members_section(sweep: Sweep) -> Section:
    """All members in a table."""
    table = sweep.table
    columns = list(map(str, table.columns))
    outcome = columns.index("outcome")
    rows: list[list[Any]] = []
    for row in table.head(LISTED).itertuples(index=False):
        cells: list[Any] = [_words(value) for value in row]
        cells[outcome] = Badge(str(row[outcome]), _MOODS.get(str(row[outcome]), "neutral"))
        rows.append(cells)
    note = f"The first {LISTED:,} of {len(table):,}; table.csv has all." if len(table) > LISTED else ""
    return Section("All members", "tables", {"tables": [
        Table(columns, rows, note=note, numbers=[place for place in range(len(columns)) if place != outcome])]})


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    return in_digits(int(value) if isinstance(value, (int, np.integer)) else float(value))

