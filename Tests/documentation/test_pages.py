"""Whatever a page shows can be done."""

from __future__ import annotations

from pathlib import Path

import layout
import pytest
from conftest import ROOT, Reader


@pytest.mark.parametrize("page", layout.pages(), ids=str)
def test_a_reader_can_do_what_the_page_shows(page: Path, reader: Reader) -> None:
    done = reader(ROOT / page)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
