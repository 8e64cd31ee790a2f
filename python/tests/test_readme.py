"""The README's examples in Python, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

README = Path(__file__).parents[2] / "README.md"


def test_the_examples_give_what_theory_predicts(capsys: pytest.CaptureFixture[str]) -> None:
    one, many = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(one, "README.md", "exec"), names)
    first, second = capsys.readouterr().out.splitlines()
    learned, predicted = (float(number) for number in re.findall(r"-?0\.\d+", first))
    # Noise moves B by a few per cent around its fixed point.
    assert learned == pytest.approx(predicted, rel=0.05)
    assert second == "1.0"
    exec(compile(many, "README.md", "exec"), names)
    assert np.isfinite(float(capsys.readouterr().out.strip("[]\n")))
    assert np.array_equal(names["ensemble"].values("BPP_0")[7], names["records"]["BPP_0"][-1])
