"""What modules declare, as DocC reads it: symbol graphs, by the compilers of the Swift toolchain."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from layout import ROOT

HEADER = Path("Sources/CRtDeep/include/rtdeep.h")
_SECTION = re.compile(r"/\* ---- (.*) ---- \*/")


def of_swift_module(name: str, build: Path, toolchain: Path, folder: Path) -> None:
    """Writes the symbol graphs of a module that was built into `build`: what is public, documented where it stands."""
    target = json.loads(_output([toolchain / "swift", "-print-target-info"]))["target"]["unversionedTriple"]
    command: list[str | Path] = [
        toolchain / "swift-symbolgraph-extract", "-module-name", name, "-I", build / "Modules", "-target", target,
        "-minimum-access-level", "public", "-skip-synthesized-members", "-skip-inherited-docs", "-output-dir", folder,
    ]
    # Modules in C that it is built on.
    for module_map in (ROOT / "Sources/CLibYAML/module.modulemap", build / "CZlib.build/module.modulemap"):
        command += ["-Xcc", f"-fmodule-map-file={module_map}"]
    folder.mkdir(parents=True)
    subprocess.run(command, check=True)


def of_the_header(toolchain: Path, folder: Path) -> None:
    """Writes the symbol graph of `rtdeep.h`, whose comments are ordinary ones."""
    folder.mkdir(parents=True)
    graph = folder / "CRtDeep.symbols.json"
    command: list[str | Path] = [
        toolchain / "clang", "-extract-api", "-fparse-all-comments", "-x", "c-header", "--product-name=CRtDeep",
        "-I", HEADER.parent, "-o", graph, HEADER,
    ]
    subprocess.run(command, check=True, cwd=ROOT)
    content = json.loads(graph.read_text(encoding="utf-8"))
    content["symbols"] = [_documented(symbol) for symbol in content["symbols"] if _is_shown(symbol)]
    graph.write_text(json.dumps(content), encoding="utf-8")


def page_of_the_header() -> str:
    """The front page of the C reference: the conventions at the top of the header, and its sections as topics."""
    lines = (ROOT / HEADER).read_text(encoding="utf-8").splitlines()
    opening = [line[3:] for line in lines[: lines.index(" */")]]
    conventions = "\n".join(opening[1:]).strip().replace("Conventions\n", "Conventions:\n\n")
    page = ["# ``CRtDeep``", "", opening[0], "", "## Overview", "", conventions]
    page += ["", "[RtDeep from C, Julia and other languages](documentation/rtdeep/c) has examples.", "", "## Topics"]
    for number, line in enumerate(lines[len(opening) :], start=len(opening)):
        if section := _SECTION.search(line):
            page += ["", f"### {section[1]}", ""]
        elif line.endswith("*/") and number + 1 < len(lines) and not lines[number + 1]:
            # What is said of a whole section.
            page += [*_comment(lines, number), ""]
        elif name := _declared(line):
            page.append(f"- ``{name}``")
    return "\n".join(page) + "\n"


def _declared(line: str) -> str | None:
    for pattern in (
        r"RTDEEP_EXPORT .*?\b(rtdeep_\w+)\(", r"#define (RTDEEP_[A-Z_]+) \S", r"typedef \w+ (rtdeep_\w+);",
        r"typedef struct (rtdeep_\w+)",
    ):
        if (found := re.match(pattern, line)) and found[1] not in _HIDDEN:
            return found[1]
    return None


# What only the header itself needs.
_HIDDEN = {"RTDEEP_EXPORT"}


def _is_shown(symbol: dict[str, Any]) -> bool:
    return symbol["names"]["title"] not in _HIDDEN


def _documented(symbol: dict[str, Any]) -> dict[str, Any]:
    """The symbol with the comment above it: the compiler looks for none above macros, and takes titles for comments."""
    comment = symbol.get("docComment")
    if comment and _SECTION.match(f"/* {comment['lines'][0]['text'].strip()} */"):
        del symbol["docComment"]
    if symbol["kind"]["identifier"] == "c.macro" and (text := _above(symbol["location"]["position"]["line"])):
        symbol["docComment"] = {"lines": [{"text": line} for line in text]}
    if comment := symbol.get("docComment"):
        lines = _opened([line["text"] for line in comment["lines"]])
        comment["lines"] = [{"text": line} for line in lines]
    return symbol


def _opened(lines: list[str]) -> list[str]:
    """The comment with its first sentence as a paragraph of its own: what lists show."""
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    first, *rest = re.split(r"(?<=[a-z`)]\.)\s+(?=[A-Z`*])", " ".join(line.strip() for line in lines[:end]), maxsplit=1)
    return [first, "", *rest, *lines[end:]]


def _above(line: int) -> list[str]:
    lines = (ROOT / HEADER).read_text(encoding="utf-8").splitlines()
    return _comment(lines, line - 1) if lines[line - 1].endswith("*/") else []


def _comment(lines: list[str], last: int) -> list[str]:
    """The comment whose last line this is."""
    first = last
    while not lines[first].startswith("/*"):
        first -= 1
    text = "\n".join(lines[first : last + 1])
    return [] if _SECTION.match(text) else [re.sub(r"^ \* ?", "", part) for part in text[2:-2].strip().splitlines()]


def _output(command: list[str | Path]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
