"""What was run: the settings that somebody has chosen, and the whole configuration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rtdeep.errors import RtDeepError
from rtdeep.report.choices import Choice, choices
from rtdeep.report.keys import Key, explained, unit_of
from rtdeep.report.page import Section
from rtdeep.report.table import Table, in_digits
from rtdeep.runs import Run

LONGEST = 160
"""Characters of a value that are shown at most; the configuration below has all."""


def settings_section(run: Run, program: Path | None) -> Section:
    """The settings that differ from what the program fills in, and the configuration to be folded out.

    - program: `rtdeep`, which explains them; without it they have neither units nor meanings
    """
    content: dict[str, Any] = {
        "lead": [], "tables": [], "summary": "The whole configuration (config.yaml)", "text": run.config}
    try:
        found = choices(run.settings, run.path)
    except RtDeepError as error:
        content["lead"] = [f"Defaults are not known here, so nothing tells what was chosen: {error}"]
        return Section("What was run", "tables", content)
    per_presentation = run.settings.get("learning", {}).get("per") == "presentation"
    keys = explained(program)
    rows = [
        [one.path, _in_words(one.value), unit_of(one.path, one.value, keys, per_presentation), _default(one),
         keys.get(one.path, Key("", "")).meaning]
        for one in found if one.path != "record"]
    content["lead"] = [
        "These settings are others than the program would have filled in, or have no default; everything else is."]
    content["tables"] = [Table(["setting", "value", "unit", "default", "what it is"], rows)]
    return Section("What was run", "tables", content)


def _default(one: Choice) -> str:
    return "" if one.default is None else _in_words(one.default)


def _in_words(value: Any) -> str:
    """A value as a configuration has it, in one line."""
    if isinstance(value, list):
        words = [_in_words(element) for element in value]
        # The same for every layer is said once.
        text = words[0] if len(words) > 1 and len(set(words)) == 1 and isinstance(value[0], (dict, float)) else None
        text = f"{text} (each)" if text is not None else words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    elif isinstance(value, dict):
        text = ", ".join(f"{key}: {_in_words(element)}" for key, element in value.items())
    elif isinstance(value, bool) or value is None:
        text = json.dumps(value)
    elif isinstance(value, float):
        text = in_digits(value, 12)
    else:
        text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
