"""Whatever a page shows can be done."""

from __future__ import annotations

from pathlib import Path

import layout
import pytest
from conftest import ROOT, Reader, long

#: Pages that do much: together they take as long as all the others.
LONG = ("HowTo.md", "YourOwnTask.md", "Sweeps.md")


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=[long] if page.name in LONG else [], id=str(page)) for page in layout.pages()])
def test_a_reader_can_do_what_the_page_shows(page: Path, reader: Reader) -> None:
    done = reader(ROOT / page)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
