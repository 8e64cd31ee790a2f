"""A bar that shows how far a run has come, where somebody can see it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 0.5
"""Seconds that a run takes without a bar."""


def is_visible() -> bool:
    """Whether somebody watches: a terminal, or a notebook."""
    if sys.stderr.isatty():
        return True
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    return shell is not None and type(shell).__name__ == "ZMQInteractiveShell"


@contextmanager
def bar(title: str, total: int, wanted: bool | None, unit: str = "steps") -> Iterator[Callable[[int], None]]:
    """A function to be told how many steps, or other units, are done; the bar appears once a run takes its time."""
    if not (is_visible() if wanted is None else wanted):
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit),
        TimeRemainingColumn(), console=Console(file=sys.stderr) if sys.stderr.isatty() else None, transient=True,
    )
    task = progress.add_task(title if len(title) <= 40 else title[:39] + "…", total=total)
    begun = time.monotonic()

    def show(done: int) -> None:
        # A bar that flashes up for a moment leaves an empty line in a notebook.
        if not progress.live.is_started and time.monotonic() - begun > PATIENCE:
            progress.start()
        progress.update(task, completed=done)

    try:
        yield show
    finally:
        if progress.live.is_started:
            progress.stop()
