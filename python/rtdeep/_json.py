"""Objects in JSON files that the program has written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rtdeep.errors import RunFolderError


def object_in(path: Path) -> dict[str, Any]:
    """The object in a JSON file; raises `RunFolderError` where it is missing or is none."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunFolderError(path, f"it cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise RunFolderError(path, f"this is not JSON: {error}") from error
    if not isinstance(entry, dict):
        raise RunFolderError(path, "this is JSON, but not an object")
    return entry
