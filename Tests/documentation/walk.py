"""Goes through a page as its reader would: `python walk.py PAGE FOLDER`, with everything in the environment.

It is a process of its own, so that no page leaves anything behind in another one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import sources
import yaml
from blocks import Block, blocks_of
from sources import Wrong

ROOT = Path(__file__).resolve().parents[2]

#: What a key of a configuration is tried in, where a page shows it alone.
SMALL: dict[str, Any] = {
    "bias": 0.5, "layers": [1, 2, 1], "activation": ["logistic", "linear"], "dt": 0.0001,
    "presentations": {"count": 10, "duration": 1}, "learning": {"WPP": 0, "WIP": 40, "BPI": 50, "BPP": 200},
    "feedback": {"rule": "ldrl", "alpha": 0.1, "noise": {"white": 0.05}, "highPass": 0.01},
    "record": {"every": 100, "variables": ["BPP", "WPP"]},
}

#: The same for a task with four values per sample and three classes, which brings its own samples.
SMALL_TASK = SMALL | {"layers": [4, 2, 3], "presentations": {"duration": 1}}

#: What some keys ask for besides.
NEEDED: dict[str, dict[str, Any]] = {
    "task": SMALL_TASK, "evaluation": SMALL_TASK | {"task": {"yinYang": {"training": 9, "validation": 9, "test": 9}}},
    "voltageNoise": {"latentEquilibrium": "off"}, "at": {"target": {"constant": 0}},
    "initial": {"teacher": {"WPP": 2}},
}

# Of a target of make a page only needs to be sure that there is one.
_SHELL = r"""
set -euo pipefail
make() {
  for target in "$@"; do
    case $target in *=*) continue ;; esac
    grep -q "^$target:.*## " "$RTDEEP_ROOT/Makefile" || { echo "there is no make $target" >&2; return 2; }
  done
}
"""


class _Loader(yaml.SafeLoader):
    """Reads YAML 1.2, to which "on" and "off" are words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not (tag.endswith(":bool") and first in "oOyYnN")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Walk:
    """What has become of the blocks so far."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.printed: str | None = None
        self.done: list[str] = []

    def take(self, block: Block) -> None:
        if block.skipped:
            self.done.append(f"skipped {block.place}: {block.skipped}")
            return
        if block.file and block.language not in {"swift", "diff"}:
            self._write(block)
            return
        match block.language:
            case "swift" if block.file:
                _quoted(block)
            case "swift":
                self._swift(block)
            case "diff":
                sources.changed(ROOT, block)
            case "sh":
                self._sh(block)
            case "python":
                self._python(block)
            case "text":
                self._compare(block)
            case "yaml":
                self._yaml(block)
            case "c":
                self._c(block)
            case "json":
                json.loads(block.text)
            case "":
                return
        self.done.append(f"ran {block.place}")

    def _write(self, block: Block) -> None:
        assert block.file
        path = Path(block.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        if block.language == "yaml":
            self._check(block, path)
        elif block.language == "json":
            json.loads(block.text)
        self.done.append(f"wrote {block.place}: {block.file}")

    def _sh(self, block: Block) -> None:
        done = _bash(_SHELL + block.text)
        self.printed = done.stdout
        if (done.returncode != 0) != block.fails:
            raise Wrong(f"{block.place}: exit code {done.returncode}\n{done.stdout}")

    def _python(self, block: Block) -> None:
        output = io.StringIO()
        # As if it stood where the page has it, for the places in messages.
        code = compile("\n" * (block.line - 1) + block.text, str(block.page), "exec")
        try:
            with contextlib.redirect_stdout(output):
                exec(code, self.names)
        except Exception as error:
            if not block.fails:
                raise Wrong(f"{block.place}: {traceback.format_exc(limit=-3)}") from error
            print(f"{type(error).__name__}: {error}", file=output)
        else:
            if block.fails:
                raise Wrong(f"{block.place} should fail, and does not")
        self.printed = output.getvalue()

    def _compare(self, block: Block) -> None:
        if self.printed is None:
            raise Wrong(f"{block.place}: nothing before it prints anything")
        if not agrees(block.text, self.printed):
            raise Wrong(f"{block.place}: it prints\n{self.printed}\nand not\n{block.text}")

    def _yaml(self, block: Block) -> None:
        path = Path("block.yaml")
        path.write_text(block.text, encoding="utf-8")
        content = yaml.load(block.text, _Loader)
        if not isinstance(content, dict):
            raise Wrong(f"{block.place}: not keys and values")
        if "axes" in content or ("layers" in content and not _is_a_list_of_keys(content)):
            self._check(block, path)
            return
        for key, value in content.items():
            # Keys that contradict each other, such as target and teacher, stand in one list of all.
            small = SMALL | NEEDED.get(key, {})
            try:
                self._check_text(block, path, small | {key: value}, key)
            except Wrong:
                # So do those of a section, such as learning.lowPass and learning.limits.
                if not isinstance(value, dict) or len(value) == 1:
                    raise
                for inner in value:
                    section = small.get(key, {}) | {inner: value[inner]}
                    self._check_text(block, path, small | {key: section}, f"{key}.{inner}")

    def _check_text(self, block: Block, path: Path, content: dict[str, Any], key: str) -> None:
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        self._check(block, path, key)

    def _check(self, block: Block, path: Path, key: str = "") -> None:
        is_sweep = "\naxes:" in "\n" + path.read_text(encoding="utf-8")
        command = f"rtdeep sweep {path} --dry-run" if is_sweep else f"rtdeep check {path}"
        done = _bash(command)
        if (done.returncode != 0) != block.fails:
            raise Wrong(f"{block.place}: {key} {done.stdout}")

    def _swift(self, block: Block) -> None:
        done = sources.run(block.text, Path(os.environ["RTDEEP_BUILD"]))
        self.printed = done.stdout
        if done.returncode != 0:
            raise Wrong(f"{block.place}: {done.stdout}")

    def _c(self, block: Block) -> None:
        source = Path("example.c")
        source.write_text(block.text, encoding="utf-8")
        library = Path(os.environ["RTDEEP_LIBRARY"])
        done = _bash(
            f"cc -Wall -Werror -I {ROOT}/Sources/CRtDeep/include example.c -L {library.parent} -lrtdeep "
            f"-Wl,-rpath,{library.parent} -o example && ./example"
        )
        self.printed = done.stdout
        if done.returncode != 0:
            raise Wrong(f"{block.place}: {done.stdout}")


def agrees(expected: str, printed: str) -> bool:
    """Whether a program printed what a page says."""
    pattern = []
    for line in expected.rstrip("\n").splitlines():
        if line.strip() == "...":
            pattern.append(r"(?:.*\n)*?")
            continue
        words = [re.escape(word).replace("…", r"\S*") for word in line.split()]
        pattern.append(r"[ \t]*" + r"[ \t]+".join(words) + r"[ \t]*\n")
    return re.fullmatch("".join(pattern), printed.rstrip("\n") + "\n") is not None


def _quoted(block: Block) -> None:
    """Whether a block is a part of the source file that it names; where there is none, it is to be a new one."""
    assert block.file
    found = [path for path in (ROOT / "Sources").rglob("*.swift") if path.as_posix().endswith(f"/{block.file}")]
    if len(found) > 1:
        raise Wrong(f"{block.place}: {block.file} may be any of {len(found)} files")
    if not found and not block.file.startswith("Sources/"):
        raise Wrong(f"{block.place}: there is no {block.file}; a new file needs its whole path")
    if found and block.text not in found[0].read_text(encoding="utf-8"):
        raise Wrong(f"{block.place}: {block.file} reads otherwise")


def _is_a_list_of_keys(content: dict[str, Any]) -> bool:
    """Whether it has keys of which an experiment can only have one."""
    return sum(key in content for key in ("task", "target", "teacher")) > 1


def _bash(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    )


def main(page: Path, folder: Path) -> int:
    name = page.resolve().relative_to(ROOT) if page.resolve().is_relative_to(ROOT) else page
    blocks = blocks_of(name, page.read_text(encoding="utf-8"))
    os.chdir(folder)
    walk = Walk()
    try:
        for block in blocks:
            walk.take(block)
    except Wrong as wrong:
        print(wrong)
        return 1
    print("\n".join(walk.done))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
