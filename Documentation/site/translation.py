"""From pages as code hosts show them to pages as DocC reads them: links, pictures, and the lists of topics.

A link leads to a file of the project, relative to its page, as everywhere. In the site it leads to the page made of
that file: by DocC's own link within one catalogue, so that DocC checks it, and by an address seen from the site's root
between two of them; to the Python reference, for the modules that it describes; or else to a copy of the file.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from layout import ROOT, Catalogue

# An image or a link: ![text](target) or [text](target); the text of a link may be code, but no link.
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_CODE = re.compile(r"`+[^`]*`+")
_FENCE = re.compile(r"^(```|~~~)")
_HEADING = re.compile(r"^#+\s+(.*?)\s*$")
_TOPIC = re.compile(r"^- (\[.*?\]\(.*?\)).*$")


class BrokenLink(Exception):
    """A link of a page that leads nowhere."""


@dataclass
class Translation:
    """Translates pages, and remembers what the site must have besides."""

    catalogues: list[Catalogue]
    python: dict[Path, str]
    """The pages of the Python reference, by the files that they describe."""
    files: set[Path] = field(default_factory=set)
    """Files of the project that pages lead to."""
    pictures: set[Path] = field(default_factory=set)

    def translated(self, page: Path, catalogue: Catalogue) -> str:
        """The page, for DocC.

        Raises `BrokenLink` for a link to a file or a heading that there is not.
        """
        lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
        # Examples of other programs' texts may have fences of their own; ours open and close one by one.
        inside, in_comment, in_topics = False, False, False
        translated = []
        for number, line in enumerate(lines, start=1):
            if not inside and (in_comment or line.startswith("<!--")):
                # For those who read the sources.
                in_comment = not line.endswith("-->")
                continue
            if _FENCE.match(line):
                inside = not inside
            elif not inside:
                if line.startswith("## "):
                    in_topics = line == "## Topics"
                if in_topics:
                    # What stands behind a link in such a list, DocC takes from the page itself.
                    line = _TOPIC.sub(r"- \1", line)
                line = self._line(line, page, number, catalogue)
            translated.append(line)
        if page == catalogue.front and catalogue.language is None:
            translated[1:1] = ["", "@Metadata {", "  @TechnologyRoot", "}"]
        return "\n".join(translated) + "\n"

    def _line(self, line: str, page: Path, number: int, catalogue: Catalogue) -> str:
        where = f"{page}:{number}"
        # Code is left alone, but may be the text of a link.
        code = _CODE.findall(line)
        places = iter(range(len(code)))
        masked = _CODE.sub(lambda _: f"\0{next(places)}\0", line)

        def replaced(found: re.Match[str]) -> str:
            if found["image"]:
                return self._picture(found, page, where)
            return f"[{found['text']}]({self._target(found['target'], page, where, catalogue)})"

        return re.sub("\0(\\d+)\0", lambda mask: code[int(mask[1])], _LINK.sub(replaced, masked))

    def _picture(self, found: re.Match[str], page: Path, where: str) -> str:
        path = _file(found["target"], page, where)
        self.pictures.add(path)
        return f"![{found['text']}]({path.stem})"

    def _target(self, target: str, page: Path, where: str, catalogue: Catalogue) -> str:
        if re.match(r"[a-z]+:", target):
            return target
        name, _, anchor = target.partition("#")
        path = _file(name, page, where) if name else page
        for other in self.catalogues:
            if path in other.pages or path == other.front:
                fragment = f"#{_heading(path, anchor, where)}" if anchor else ""
                if other is not catalogue:
                    return other.address(path) + fragment
                return f"doc:{other.name if path == other.front else other.pages[path]}{fragment}"
        if path in self.python:
            return self.python[path]
        if not (ROOT / path).is_file():
            raise BrokenLink(f"{where}: {target} is a folder, which a site cannot show; link to a file in it")
        self.files.add(path)
        return copied(path)


def copied(path: Path) -> str:
    """Where the site has the copy of a file of the project; as a text, so that browsers show it."""
    shown = path.suffix in {".png", ".svg", ".txt", ".json"}
    return f"source/{path}" if shown else f"source/{path}.txt"


def _file(target: str, page: Path, where: str) -> Path:
    path = Path(os.path.normpath(page.parent / target))
    if not (ROOT / path).exists():
        raise BrokenLink(f"{where}: {target} is not there")
    # experiments/ is a link to the catalogue; a file has one place in the site.
    return (ROOT / path).resolve().relative_to(ROOT)


def _heading(path: Path, anchor: str, where: str) -> str:
    """The fragment that DocC gives to the heading that a code host calls `anchor`."""
    inside = False
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        if _FENCE.match(line):
            inside = not inside
        found = None if inside else _HEADING.match(line)
        if found and hosted_anchor(found[1]) == anchor:
            plain = re.sub(r"[`*\"'’“”]", "", found[1])
            return re.sub(r"\s+", "-", plain.strip())
    raise BrokenLink(f"{where}: {path} has no heading {anchor}")


def hosted_anchor(heading: str) -> str:
    """What code hosts make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
