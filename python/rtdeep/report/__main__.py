"""The command line: `python -m rtdeep.report DIR`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from rtdeep.errors import RtDeepError
from rtdeep.report import SIZE
from rtdeep.report.following import follow
from rtdeep.report.writing import written_once

INTERVAL = 5.0
"""Seconds between two pages."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the page of one folder; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rtdeep.report", description="Write what is in a folder as a page.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="of a run, of several seeds, or of a sweep")
    parser.add_argument("--output", type=Path, metavar="FILE", help="the page; it is replaced (DIR/report.html)")
    parser.add_argument("--follow", action="store_true", help="write it again while the run goes on")
    parser.add_argument("--every", type=float, default=INTERVAL, metavar="S", help="with --follow: seconds between two")
    parser.add_argument("--size", type=float, default=SIZE, metavar="MB", help="how large it may become")
    parser.add_argument("--program", type=Path, metavar="FILE", help="rtdeep, which compares published numbers")
    given = parser.parse_args(arguments)
    try:
        if given.follow:
            return follow(given.folder, given.output, given.size, given.program, given.every)
        print(written_once(given.folder, given.output, given.size, given.program).path)
    except RtDeepError as error:
        print(f"rtdeep: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"rtdeep: the report cannot be written: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
