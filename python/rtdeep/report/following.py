"""A page that is written again as long as its folder changes."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from rtdeep.report.writing import written_once


def follow(folder: Path, output: Path | None, size: float, program: Path | None, every: float) -> int:
    """Writes the page of a folder every so many seconds, until nobody writes into it any more; returns the exit code.

    The last page does not load itself again. Raises as `write_report` does.
    """
    page = None
    try:
        while True:
            last = time.monotonic()
            page = written_once(folder, output, size, program, reload_every=every)
            if not page.is_unfinished:
                break
            print(f"{page.path}: the run goes on", file=sys.stderr)
            time.sleep(max(0.0, every - (time.monotonic() - last)))
    except KeyboardInterrupt:
        if page is not None:
            # The page that is there would load itself for ever.
            written_once(folder, output, size, program)
        return 128 + signal.SIGINT
    print(page.path)
    if page.is_abandoned:
        print(
            f"rtdeep: nobody writes into {folder}, and the run has not come to its end: "
            f"it was interrupted. Go on with: rtdeep resume {folder}", file=sys.stderr)
        return 1
    return 0
