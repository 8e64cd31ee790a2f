"""The README's example in Python, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"


def test_the_example_gives_what_theory_predicts(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    first, second = capsys.readouterr().out.splitlines()
    learned, predicted = (float(number) for number in re.findall(r"-?0\.\d+", first))
    # Noise moves B by a few per cent around its fixed point.
    assert learned == pytest.approx(predicted, rel=0.05)
    assert second == "1.0"
