"""Wrong calls end in exceptions, and never the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_wrong_calls_end_in_exceptions() -> None:
    """RTDEEP_HOSTILE_CALLS says how many; in a process of its own, which a crash would end."""
    count = os.environ.get("RTDEEP_HOSTILE_CALLS", "10000")
    run = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "hostile_calls.py"), count, "1"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert f"{count} of {count} calls ended in an exception" in run.stdout
