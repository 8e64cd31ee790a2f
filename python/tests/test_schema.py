"""The JSON Schema of configurations and sweeps: it allows what the program allows, and refuses wrong structure."""

from __future__ import annotations

import json
import os
import re
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import rtdeep

ROOT = Path(__file__).parents[2]
PROGRAM = Path(os.environ.get("RTDEEP", ROOT / ".build" / "release" / "rtdeep"))


def explained(*words: str) -> Any:
    """What `rtdeep explain` writes as JSON."""
    return json.loads(subprocess.run([PROGRAM, "explain", *words], capture_output=True, text=True, check=True).stdout)


SCHEMA = explained("--schema")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
KEYS = explained("--json")["keys"]


class CoreLoader(yaml.SafeLoader):
    """Reads plain scalars by the core rules of YAML 1.2, as the program does."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for kind, pattern in [
    ("null", r"|~|null|Null|NULL"),
    ("bool", r"true|false"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"),
]:
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), None)


def with_names(tree: Any) -> Any:
    """The same with texts as keys, as JSON has them."""
    if isinstance(tree, dict):
        return {key if isinstance(key, str) else json.dumps(key): with_names(value) for key, value in tree.items()}
    return [with_names(value) for value in tree] if isinstance(tree, list) else tree


def read(text: str) -> Any:
    """A document as editors see it."""
    return with_names(yaml.load(text, CoreLoader))


def problems(text: str) -> list[str]:
    """What the schema says against a document."""
    return [error.message for error in VALIDATOR.iter_errors(read(text))]


def known_mistakes() -> list[tuple[str, str]]:
    """The configurations of mistakes.txt, and what is said to each: nothing where it is allowed."""
    blocks = (ROOT / "Tests" / "Fixtures" / "configuration" / "mistakes.txt").read_text().split("\n\n")
    base: list[str] = []
    cases = []
    for lines in (block.splitlines() for block in blocks):
        if lines[0] == "== base":
            base = lines[1:]
        added = [line[2:] for line in lines if line.startswith("+ ")]
        removed = [line[2:] for line in lines if line.startswith("- ")]
        if not added and not removed:
            continue
        place = base.index(removed[0]) if removed else len(base)
        text = "\n".join(base[:place] + added + base[place + len(removed) :])
        said = [line for line in lines if line != "ok" and not line.startswith(("+ ", "- ", "=="))]
        cases.append((text, "\n".join(said)))
    return cases


MISTAKES = known_mistakes()
STRUCTURE = re.compile(r"unknown key|but must be (one of|a mapping with the keys|true or false)")


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("file", sorted((ROOT / "experiments").glob("**/*.yaml")), ids=lambda file: file.stem)
def test_the_catalogue_is_allowed(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["seed-a2f0ba6", "pinv-1", "pal-fig3abc", "yinyang-pal", "sacramento-bars-steady"])
def test_resolved_configurations_are_allowed(name: str) -> None:
    assert problems(rtdeep.Experiment(name).configuration) == []


@pytest.mark.parametrize("page", ["README.md", "Documentation/Configuration.md", "Documentation/Sweeps.md"])
def test_the_examples_of_the_documents_are_allowed(page: str) -> None:
    texts = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert texts
    assert [text for text in texts if problems(text)] == []


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key['part']}-{key['path']}")
def test_the_examples_of_the_reference_are_allowed(key: dict[str, Any]) -> None:
    assert problems(key["example"]) == []


def test_known_mistakes_of_structure_are_refused_and_what_is_right_is_not() -> None:
    right = [text for text, said in MISTAKES if not said]
    wrong = [text for text, said in MISTAKES if STRUCTURE.search(said)]
    assert len(right) == 27
    assert len(wrong) == 40
    assert [text for text in right if problems(text)] == []
    assert [text for text in wrong if not problems(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "experiment: teacher-111\naxes: {learning.BPP: {logs: [1, 10], count: 3}}",
        "experiment: teacher-111\naxes: {learning.BPP: []}",
        "experiment: teacher-111\naxes: {learning.BPP: [1]}\nsample: {count: 3}",
        "experiment: teacher-111",
        "axes: {learning.BPP: [1]}",
        "experiment: [teacher-111]\naxes: {learning.BPP: [1]}",
        "3",
        "[]",
        "",
    ],
)
def test_wrong_sweeps_are_refused(text: str) -> None:
    assert problems(text)


#: What is put in place of a value.
VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 3, 0.5, 1e9, "x", "", "on", "numpy", [], {}, [1, 2], [0.1, 0.2, 0.3], [None], ["x"],
    {"uniform": [0, 1]}, {"constant": 1}, {"values": [1, 2, 3]}, {"a": 1}, [[1, 2], [3]],
]  # fmt: skip


def holder(tree: Any, key: dict[str, Any]) -> dict[str, Any]:
    """The mapping of an example that its key stands in."""
    path = ["initial", "WIP", key["path"]] if key["part"] == "numbers" else key["path"].split(".")
    for name in path[:-1]:
        # Steps have no name of their own.
        tree = next(iter(tree.values())) if name == "STEP" else tree[name]
        tree = tree[0] if isinstance(tree, list) else tree
    return tree


@pytest.mark.parametrize("key", [key for key in KEYS if key["part"] != "sweep"], ids=lambda key: key["path"])
def test_whatever_the_program_accepts_is_allowed(key: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    name = key["path"].split(".")[-1]
    original = read(key["example"])
    for choice in [{}, *({name: value} for value in [*VALUES, [holder(original, key)[name]] * 2])]:
        tree = deepcopy(original)
        section = holder(tree, key)
        del section[name]
        section |= choice
        file.write_text(json.dumps(tree))
        try:
            rtdeep.Experiment(file)
        except rtdeep.ConfigurationError:
            continue
        assert list(VALIDATOR.iter_errors(tree)) == [], file.read_text()
