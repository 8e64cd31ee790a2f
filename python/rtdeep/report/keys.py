"""What the keys of a configuration mean, and their units, as `rtdeep explain` says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_RATES = ("learning.WPP", "learning.WIP", "learning.BPP", "learning.BPI")


@dataclass(frozen=True)
class Key:
    """One key of a configuration."""

    meaning: str
    unit: str


def explained(program: Path | None) -> Mapping[str, Key]:
    """All keys by their paths; none where the program is not there, or is one that does not explain any."""
    if program is None:
        return {}
    try:
        done = subprocess.run(
            [str(program), "explain", "--json"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        entries = json.loads(done.stdout)["keys"]
        return {
            one["path"]: Key(str(one["meaning"]), _in_words(one["unit"]))
            for one in entries if one["part"] == "experiment"}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def unit_of(path: str, value: Any, keys: Mapping[str, Key], per_presentation: bool) -> str:
    """The unit of a setting; nothing where it has none, or is not known.

    - value: of a mapping with one key it is that one's unit
    - per_presentation: whether learning rates are those of a whole presentation
    """
    if per_presentation and path in _RATES:
        return "per presentation"
    if isinstance(value, dict) and len(value) == 1:
        path = f"{path}.{next(iter(value))}"
    return keys[path].unit if path in keys else ""


def _in_words(unit: str | None) -> str:
    return "" if unit in (None, "1") else str(unit)
