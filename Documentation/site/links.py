"""No link of the site leads nowhere: `python links.py SITE`.

DocC's pages are data that a script shows, so that their links are read from there; the Python reference is HTML.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag


def broken(site: Path) -> list[str]:
    """One sentence for every link, picture, style and script of the site that is not there, and for empty pages."""
    pages = sorted(site.glob("data/documentation/**/*.json"))
    if not pages:
        return [f"{site} has no pages"]
    found = []
    for page in pages:
        found += [f"{page.relative_to(site)}: {problem}" for problem in _problems_of_data(page, site)]
    for page in sorted(site.rglob("*.html")):
        found += [f"{page.relative_to(site)}: {problem}" for problem in _problems_of_html(page, site)]
    return found


def forget() -> None:
    """Reads pages anew that were read before."""
    _anchors.cache_clear()
    _parsed.cache_clear()


def count(site: Path) -> int:
    """How many pages the site has."""
    return sum(1 for _ in site.glob("data/documentation/**/*.json")) + sum(1 for _ in site.glob("python/**/*.html"))


def _problems_of_data(page: Path, site: Path) -> Iterator[str]:
    content = json.loads(page.read_text(encoding="utf-8"))
    if content["metadata"].get("role") == "article" and not content.get("abstract"):
        yield "says nothing"
    for name, reference in content.get("references", {}).items():
        match reference["type"]:
            # Protocols of other modules that a type conforms to: DocC has their names, and no pages of them.
            case "unresolvable" if name not in _conformances(content):
                yield f"{name} is unresolved"
            case "topic" | "section" if "url" in reference:
                yield from _target(reference["url"].removeprefix("/"), site)
            case "link":
                yield from _target(reference["url"], site)
            case "image":
                for variant in reference["variants"]:
                    yield from _target(variant["url"].removeprefix("/"), site)
    # Links that DocC could not make anything of are left as texts.
    for text in _texts(content.get("primaryContentSections", [])):
        if re.search(r"<?doc:|\]\(", text):
            yield f"{text!r} should be a link"


def _conformances(content: dict[str, Any]) -> set[str]:
    return {name for section in content.get("relationshipsSections", []) for name in section["identifiers"]}


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "text":
            yield node["text"]
        for name, value in node.items():
            if name != "code":
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _target(address: str, site: Path) -> Iterator[str]:
    """Why there is nothing at `address`, which is seen from the root of the site."""
    if re.match(r"[a-z]+:", address):
        return
    path, fragment = urldefrag(unquote(address))
    place = site / path
    file = place / "index.html" if place.is_dir() else place
    # A page of DocC's is a frame, and what is shown in it.
    needed = [file, site / "data" / f"{path.rstrip('/')}.json"] if path.startswith("documentation/") else [file]
    if not all(file.is_file() for file in needed):
        yield f"there is no {address}"
    elif fragment and fragment not in _anchors(site, path.rstrip("/")):
        yield f"there is no {address}: the page has no such heading"


@cache
def _anchors(site: Path, path: str) -> frozenset[str]:
    data = site / "data" / f"{path}.json"
    if data.is_file():
        return frozenset(_headings(json.loads(data.read_text(encoding="utf-8"))))
    return frozenset(_parsed(site / path).anchors)


def _headings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("anchor"), str):
            yield node["anchor"]
        for value in node.values():
            yield from _headings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _headings(value)


class _Links(HTMLParser):
    """What a page leads to or loads, and what can be led to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in {"href", "src"} and value:
                self.links.append(value)
            if name in {"id", "name"} and value:
                self.anchors.add(value)
            if name == "content" and value and (found := re.search(r"url=(.*)", value)):
                self.links.append(found[1])


@cache
def _parsed(page: Path) -> _Links:
    links = _Links()
    links.feed(page.read_text(encoding="utf-8"))
    return links


def _problems_of_html(page: Path, site: Path) -> Iterator[str]:
    # The script of DocC's pages makes the site's root the place that links are seen from.
    base = site if "data" in page.parts or page.is_relative_to(site / "documentation") else page.parent
    for link in _parsed(page).links:
        if link.startswith("/"):
            yield f"{link} is at the root of a host, where the site need not lie"
        elif link.startswith("#"):
            if unquote(link[1:]) not in _parsed(page).anchors | {""}:
                yield f"there is no {link} in it"
        elif not re.match(r"[a-z]+:", link):
            path, fragment = urldefrag(link)
            target = (base / unquote(path)).resolve()
            if not target.is_relative_to(site.resolve()):
                yield f"{link} leads out of the site"
            else:
                yield from _target(f"{target.relative_to(site.resolve())}" + (f"#{fragment}" if fragment else ""), site)


if __name__ == "__main__":
    problems = broken(Path(sys.argv[1]))
    print("\n".join(problems) or f"{count(Path(sys.argv[1]))} pages, no link is broken")
    sys.exit(1 if problems else 0)
