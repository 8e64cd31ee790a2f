"""Whatever is called, the process lives, and every refusal is a sentence."""

import os
import subprocess
import sys
from pathlib import Path

#: 10 000 calls in a few seconds; a million where somebody asks for them.
CALLS = int(os.environ.get("RTDEEP_HOSTILE_CALLS", 10_000))


def test_hostile_calls(tmp_path):
    for part in range(max(1, CALLS // 100_000)):
        calls = min(CALLS, 100_000)
        result = subprocess.run(
            [sys.executable, "-X", "faulthandler", Path(__file__).parent / "hostile.py", str(calls), str(1000 + part),
             tmp_path],
            capture_output=True, text=True, timeout=120 + calls / 50,
        )
        assert result.returncode == 0, f"part {part}\n{result.stderr[-4000:]}"
        codes = [int(word) for word in result.stdout.split()]
        # A test that is refused everything, or nothing, shows nothing.
        assert codes[0] > calls / 5
        assert min(codes[1:7]) > 0
        assert codes[7] > 0
