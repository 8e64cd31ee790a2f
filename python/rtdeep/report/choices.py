"""The settings of a run that are others than the program would have filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rtdeep import _library
from rtdeep._library import ffi
from rtdeep.errors import ConfigurationError

_WORDS = ("name", "title", "citation", "published", "beside")
"""Keys that say nothing of the network and how it is run."""


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one, where PyYAML was built with it."""


@dataclass(frozen=True)
class Choice:
    """A setting that somebody has chosen."""

    path: str
    value: Any
    default: Any
    """What the program fills in where it is left out; None: nothing, or it may not be left out."""


def choices(settings: Mapping[str, Any], folder: Path) -> list[Choice]:
    """The settings that would be others, or could not be, if they were left out.

    - folder: of the run, from which its files are named

    Nothing here knows a default: every setting is left out in turn, and the program asked what it fills in. Raises
    `ConfigurationError` where the program refuses even the whole.
    """
    kept = {key: value for key, value in settings.items() if key not in _WORDS}
    arrays: dict[tuple[str, ...], Any] = {}
    # Arrays are chosen by whoever gives them. Without them the rest is compared quickly, however large they are.
    for path, value in list(_arrays(kept, ())):
        without = _without(kept, path)
        try:
            _filled(without, folder)
        except ConfigurationError:
            continue
        kept, arrays[path] = without, value
    found = {tuple(one.path.split(".")): one for one in _Comparison(folder, kept).chosen(kept, ())}
    found |= {path: Choice(".".join(path), value, None) for path, value in arrays.items()}
    order = list(settings)
    return sorted(found.values(), key=lambda one: order.index(one.path.partition(".")[0]))


class _Comparison:
    """Configurations with something left out, beside the whole one."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self._settings = settings
        self._whole = _filled(settings, folder)

    def chosen(self, section: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Choice]:
        """The choices of a section, which lies at the path `above`."""
        for key, value in section.items():
            path = (*above, key)
            try:
                filled = _filled(_without(self._settings, path), self._folder)
            except ConfigurationError:
                filled = None
            if filled == self._whole:
                continue
            parts = list(self.chosen(value, path)) if isinstance(value, dict) else []
            # What has to be there as a whole, such as {white: 0.05}, is one choice.
            is_section = len(parts) < len(value) if isinstance(value, dict) else False
            if parts and (is_section or len(path) == 1):
                yield from parts
            else:
                yield Choice(".".join(path), value, None if filled is None else _at(filled, path))


def _filled(settings: Mapping[str, Any], folder: Path) -> Any:
    """The settings with all defaults; raises `ConfigurationError`."""
    # The program reads characters, but no halves of them.
    text = json.dumps(settings, ensure_ascii=False).encode()
    handle = _library.Handle(
        "experiment_from_text", text, len(text), b"experiment", str(folder.resolve()).encode(), ffi.NULL, 0)
    return yaml.load(_library.call_for_text("experiment_configuration", handle.number), Loader=_LOADER)


def _arrays(section: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The settings that are arrays, by their paths."""
    for key, value in section.items():
        parts = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict) and ("file" in one or "values" in one) for one in parts):
            yield (*above, key), value
        elif isinstance(value, dict):
            yield from _arrays(value, (*above, key))


def _without(settings: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The same without what lies at a path."""
    key, *rest = path
    if not rest:
        return {name: value for name, value in settings.items() if name != key}
    return {**settings, key: _without(settings[key], tuple(rest))}


def _at(settings: Any, path: tuple[str, ...]) -> Any:
    """What lies at a path; None where nothing does."""
    for key in path:
        settings = settings.get(key) if isinstance(settings, dict) else None
    return settings
