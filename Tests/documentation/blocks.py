"""The fenced blocks of a page, and what is to be done with each.

| block | what the tests do |
|---|---|
| `sh` | run by bash, all blocks of a page in one folder; of `make TARGET` only the target is looked for |
| `python` | run, all blocks of a page in one namespace |
| `text` | what the block before it must have printed: `...` is any lines, `…` anything in a word |
| `yaml` | checked by the program: a configuration, a sweep, or keys of a configuration, each put into a small one |
| `json` | read |
| `c` | compiled, linked with the library and run |
| `swift` | compiled, linked with the modules and run; with a name, a part of that source file, or a new one |
| `diff` | a change of a source file, which must fit |
| none | equations: nothing to run |

A paragraph that ends in a name between backticks and a colon, right before a block, makes a file of it: nothing else is
done with it until another block uses the file, except that configurations are checked. What cannot be run says so in a
comment of its own line before the block, `<!-- test: skip, REASON -->`, and what is to fail `<!-- test: fails -->`.
What needs a program that the page itself changes is run when that program is there: `<!-- test: changed program -->`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = {"sh", "python", "text", "yaml", "json", "c", "swift", "diff", ""}

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\S*) *$")
_NAMED = re.compile(r"`(?P<name>[^`\s]+)`:$")
_DIRECTIVE = re.compile(r"^<!-- test: (?P<text>.*) -->$")


class Unreadable(Exception):
    """A page whose blocks cannot be told, or that has one which nobody knows how to test."""


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    page: Path
    line: int
    """The line of its first line of code, counted from 1."""
    language: str
    text: str
    file: str | None = None
    """The file that it is the text of."""
    skipped: str | None = None
    """Why it is not run."""
    fails: bool = False

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path, text: str) -> list[Block]:
    """All blocks of a page, in order.

    Raises `Unreadable` for a block that does not end, of a language that is not in the table, or with an unknown
    comment.
    """
    found: list[Block] = []
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening is None:
            if lines[number].lstrip().startswith("```"):
                raise Unreadable(f"{page}:{number + 1}: a fence that is none: {lines[number]}")
            number += 1
            continue
        closing = next((n for n in range(number + 1, len(lines)) if lines[n].strip() == "```"), None)
        if closing is None:
            raise Unreadable(f"{page}:{number + 1}: the block does not end")
        indent = len(opening["indent"])
        code = "\n".join(line[indent:] for line in lines[number + 1 : closing]) + "\n"
        found.append(_block(page, number, opening["language"], code, lines))
        number = closing + 1
    return found


def _block(page: Path, fence: int, language: str, code: str, lines: list[str]) -> Block:
    place = f"{page}:{fence + 2}"
    if language not in LANGUAGES and language != "julia":
        raise Unreadable(f"{place}: nobody knows how to test a block of {language}")
    skipped, fails, before = None, False, fence - 1
    while before >= 0 and (not lines[before].strip() or _DIRECTIVE.match(lines[before])):
        if directive := _DIRECTIVE.match(lines[before]):
            match directive["text"].partition(", "):
                case "skip", _, reason if reason:
                    skipped = reason
                case "fails", "", "":
                    fails = True
                case "changed program", "", "":
                    if "RTDEEP_CHANGED_PROGRAM" not in os.environ:
                        skipped = "it needs the program that the page changes: test_tutorial_rule.py"
                case _:
                    raise Unreadable(f"{place}: no test understands {directive['text']!r}")
        before -= 1
    if language == "julia" and skipped is None:
        raise Unreadable(f"{place}: Julia is not installed; say that the block is skipped, and why")
    if language == "" and not any(sign in code for sign in "=≈∂Σ"):
        raise Unreadable(f"{place}: a block without a language is an equation; this one needs a language")
    named = _NAMED.search(lines[before]) if before >= 0 and language not in {"text", ""} else None
    return Block(page, fence + 2, language, code, named["name"] if named else None, skipped, fails)
