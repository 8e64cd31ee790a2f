"""A small run for tests of reports, and what a page says."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

SMALL = dict(
    layers=[1, 2, 1], activation=["logistic", "linear"], dt=0.01, presentations={"count": 4, "duration": 5},
    learning={"WIP": 1, "BPI": 2, "BPP": 10}, seed=3,
    feedback={"rule": "ldrl", "alpha": 0.01, "highPass": 0.1, "noise": {"white": 0.05}},
    record={"every": 10, "variables": [
        "uP", "uI", "uP_breve", "uI_breve", "rP_breve_HI", "WPP", "WIP", "BPP", "BPI", "cos(BPP, WPP^T)",
        "cos(BPI, -BPP)", "cos(WIP, WPP)"]},
)
"""The settings of a network with two hidden neurons."""


class Parsed(HTMLParser):
    """The texts and elements of a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("script", "style"):
            for tag in set(self._open):
                self.texts[tag][-1] += data

    def of(self, tag: str) -> list[str]:
        """The texts of all elements of a kind."""
        return [" ".join(text.split()) for text in self.texts.get(tag, [])]

    def models(self) -> list[dict[str, Any]]:
        """Everything that Bokeh is to draw."""
        text = self.rawdata_of("document")
        found: list[dict[str, Any]] = []

        def visit(value: Any) -> None:
            if isinstance(value, dict):
                if value.get("type") == "object":
                    found.append(value)
                for one in value.values():
                    visit(one)
            elif isinstance(value, list):
                for one in value:
                    visit(one)

        visit(json.loads(text))
        return found

    def rawdata_of(self, identity: str) -> str:
        """The text of a script."""
        match = re.search(rf'<script type="application/json" id="{identity}">(.*?)</script>', self._source, re.DOTALL)
        assert match is not None
        return match[1]

    def feed(self, data: str) -> None:
        self._source = data
        super().feed(data)


def badge(page: Path) -> str:
    """What the page says of the whole, in a word."""
    return Parsed(page).of("h1")[0].rpartition(" ")[2]
