"""Tables of a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rtdeep.report.mathtext import RAISED


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page."""

    text: str
    target: str


@dataclass(frozen=True)
class Table:
    """Rows of cells: texts, badges or links."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    title: str = ""
    note: str = ""
    numbers: Sequence[int] = field(default=())
    """The columns that hold numbers."""


def in_digits(value: Any, digits: int = 4) -> str:
    """A number of a report in so many digits, with a real minus sign; what JSON has no number for is a dash."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    text = f"{value:,}" if isinstance(value, int) else f"{value:.{digits}g}"
    number, _, exponent = text.replace("-", "−").partition("e")
    if not exponent:
        return number
    power = exponent.lstrip("+0") if not exponent.startswith("−") else "−" + exponent[1:].lstrip("0")
    return f"{number} · 10{power.translate(RAISED)}"


def in_list(values: Sequence[Any] | Any, digits: int = 4, most: int = 6) -> str:
    """Several numbers, or as many as have room."""
    if not isinstance(values, (list, tuple)):
        return in_digits(values, digits)
    shown = ", ".join(in_digits(value, digits) for value in values[:most])
    return shown + (f", … ({len(values)})" if len(values) > most else "")
