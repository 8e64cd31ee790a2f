"""The reference of configurations is what the program says, in every form."""

from __future__ import annotations

import json
import re

import pytest
from case import call
from reference import PAGE, current

KEYS = json.loads(call("explain --json").stdout)["keys"]


def test_the_page_is_what_the_types_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == current(), f"`make reference` writes {PAGE.name} anew"


def test_the_page_has_every_key() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {key["path"].split(".")[-1] for key in KEYS} <= set(rows)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key['part']}-{key['path']}")
def test_a_path_explains_its_key(key: dict[str, str]) -> None:
    alone = json.loads(call(f"explain {key['path']} --json").stdout)
    assert key in alone["keys"]
    text = call(f"explain {key['path']}").stdout
    assert " ".join(key["meaning"].split()) in " ".join(text.split())
    # The longest unbreakable words are names of variables and examples, which stay whole.
    prose = text.split("\nExample\n")[0].splitlines()
    assert all(len(line) <= 80 for line in prose)
    for line in key["example"].splitlines():
        assert f"  {line}\n" in text


def test_the_list_keeps_to_the_width_of_a_terminal() -> None:
    lines = call("explain").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) > len(KEYS)
