"""What a page says of Swift: programs that use the modules, new files among their sources, and changes of old ones."""

from __future__ import annotations

import subprocess
from pathlib import Path

from blocks import Block

ROOT = Path(__file__).resolve().parents[2]

#: In the order in which they build on each other; the last one is what examples import.
MODULES = ("Lanes", "MicrocircuitCore", "Signals", "Recording", "Storage", "Experiments", "RtDeep")


class Wrong(Exception):
    """A block that does not do what its page says."""


def run(text: str, build: Path) -> subprocess.CompletedProcess[str]:
    """Compiles a program with the modules that lie in `build`, and runs it, all in the current folder."""
    Path("main.swift").write_text(text if "import " in text else "import RtDeep\n\n" + text, encoding="utf-8")
    objects = [path for module in MODULES for path in sorted((build / f"{module}.build").glob("*.o"))]
    objects += [path for module in ("CPortable", "CZlib") for path in sorted((build / f"{module}.build").glob("*.o"))]
    archives = [word for name in ("yaml", "z") for word in ("-Xlinker", f"-l:lib{name}.a")]
    compiled = _run(
        ["swiftc", "-swift-version", "6", "main.swift", *_imports(build), *objects, *archives, "-lm", "-o", "example"])
    return compiled if compiled.returncode != 0 else _run(["./example"])


def check_module(root: Path, build: Path, module: str = "MicrocircuitCore") -> subprocess.CompletedProcess[str]:
    """Checks the types of a module whose sources lie below `root`; modules that it imports lie in `build`."""
    files = sorted((root / "Sources" / module).rglob("*.swift"))
    return _run(
        ["swiftc", "-typecheck", "-swift-version", "6", "-package-name", "rtdeep", "-module-name", module,
         *_imports(build), *files])


def apply(root: Path, block: Block) -> None:
    """Makes a new file, or a change, as the block says; raises `Wrong` where it does not fit."""
    assert block.file
    path = root / block.file
    if block.language == "diff":
        path.write_text(changed(root, block), encoding="utf-8")
    else:
        if path.exists():
            raise Wrong(f"{block.place}: {block.file} is there already")
        path.write_text(block.text, encoding="utf-8")


def changed(root: Path, block: Block) -> str:
    """The file with the change made; every piece of it must be there, once. Pieces are separated by a line `@@`."""
    if block.file is None:
        raise Wrong(f"{block.place}: a change of which file?")
    text = (root / block.file).read_text(encoding="utf-8")
    for piece in block.text.split("@@\n"):
        lines = piece.splitlines()
        if any(line[:1] not in {" ", "+", "-"} for line in lines):
            raise Wrong(f"{block.place}: lines of a change begin with a space, + or -")
        old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
        new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
        if not old or text.count(old) != 1:
            raise Wrong(f"{block.place}: {block.file} has this {text.count(old)} times:\n{old}")
        text = text.replace(old, new)
    return text


def _imports(build: Path) -> list[str]:
    maps = (ROOT / "Sources/CLibYAML/module.modulemap", build / "CZlib.build/module.modulemap")
    c_modules = [word for path in maps for word in ("-Xcc", f"-fmodule-map-file={path}")]
    return ["-I", str(build / "Modules"), *c_modules]


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
