"""A page that says what is not so does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from blocks import Unreadable, blocks_of
from conftest import Reader
from walk import agrees


def fenced(language: str, text: str, before: str = "") -> str:
    return f"# A page\n\n{before}\n\n```{language}\n{text}\n```\n"


RULE = "`Plasticity/FixedFeedback.swift`:"

#: Pages with one mistake each, and what is said of it.
WRONG = {
    "a command that fails": (fenced("sh", "rtdeep check nothing.yaml"), "exit code 2"),
    "an option that there is not": (fenced("sh", "rtdeep list --al"), "exit code 2"),
    "a target that there is not": (fenced("sh", "make tset"), "there is no make tset"),
    "another output": (fenced("sh", "echo one") + fenced("text", "two"), "it prints\none\n"),
    "one digit more": (fenced("python", "print(0.25)") + fenced("text", "0.250"), "it prints\n0.25\n"),
    "output of nothing": (fenced("text", "one"), "nothing before it prints"),
    "Python that fails": (fenced("python", "import rtdeep\nrtdeep.Experiment('sed')"), "UnknownNameError"),
    "a function that there is not": (fenced("python", "import rtdeep\nrtdeep.opn_run"), "AttributeError"),
    "a mistake that is none": (fenced("sh", "true", "<!-- test: fails -->"), "exit code 0"),
    "an exception that does not come": (fenced("python", "1", "<!-- test: fails -->"), "should fail"),
    "a key that there is not": (fenced("yaml", "learning: {WPPP: 0}"), "unknown key WPPP"),
    "a wrong configuration": (fenced("yaml", "layers: [1, 2]\ndt: 0\n", "`a.yaml`:"), "dt"),
    "a wrong sweep": (fenced("yaml", "experiment: sed\naxes: {seed: {count: 2}}"), "sed"),
    "JSON that is none": (fenced("json", "{'a': 1}", "`a.json`:"), "JSONDecodeError"),
    "C that does not compile": (fenced("c", '#include "rtdeep.h"\nint main(void) { rtdeep_nothing(); }'), "error"),
    "Swift that does not compile": (fenced("swift", 'let e = try Experiment(name: "seed")'), "error"),
    "Swift that fails": (fenced("swift", 'let e = try Experiment(named: "sed")\nprint(e)'), "Fatal error"),
    "a source that reads otherwise": (fenced("swift", "struct FixedFeedback {}", RULE), "reads otherwise"),
    "a source that there is not": (fenced("swift", "let x = 1", "`Nothing.swift`:"), "there is no Nothing.swift"),
    "a change that does not fit": (
        fenced("diff", " nothing like this\n+new", "`Sources/MicrocircuitCore/Plasticity/LDRL.swift`:"), "0 times"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_found(mistake: str, tmp_path: Path, reader: Reader) -> None:
    page, said = WRONG[mistake]
    (tmp_path / "page.md").write_text(page)
    done = reader(tmp_path / "page.md")
    assert done.returncode != 0, done.stdout
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(
    "page",
    [
        fenced("ruby", "puts 1"), fenced("bash", "ls"), fenced("julia", "1"), fenced("", "rtdeep list"),
        "```sh\nls\n", "```sh ls```\n", fenced("sh", "ls", "<!-- test: skip -->"),
        fenced("sh", "ls", "<!-- test: x -->"),
    ],
)
def test_a_block_that_nothing_tests_is_refused(page: str) -> None:
    with pytest.raises(Unreadable):
        blocks_of(Path("page.md"), page)


def test_blocks_have_their_places_files_and_reasons() -> None:
    page = "A file,\n`a/b.yaml`:\n\n<!-- test: skip, it is long -->\n```yaml\nseed: 1\n```\n\n* in a list:\n\n"
    page += "  ```sh\n  ls\n  ```\n"
    first, second = blocks_of(Path("page.md"), page)
    assert (first.line, first.file, first.skipped, first.text) == (6, "a/b.yaml", "it is long", "seed: 1\n")
    assert (second.line, second.language, second.file, second.text) == (12, "sh", None, "ls\n")


def test_blocks_of_a_page_share_folder_and_names(tmp_path: Path, reader: Reader) -> None:
    page = fenced("yaml", "experiment: seed\naxes: {seed: {count: 2}}", "`s.yaml`:") + fenced("python", "x = 1")
    page += fenced("sh", "ls s.yaml") + fenced("text", "s.yaml") + fenced("python", "print(x)") + fenced("text", "1")
    (tmp_path / "page.md").write_text(page)
    done = reader(tmp_path / "page.md")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("ran ") == 5


@pytest.mark.parametrize(
    ("expected", "printed", "does"),
    [
        ("a 1.5 b", "a   1.5  b\n", True), ("a … b", "a 7 b\n", True), ("a 0.…", "a 0.57\n", True),
        ("...\nlast", "first\nsecond\nlast\n", True), ("first\n...", "first\n", True), ("a\n...\nb", "a\nb\n", True),
        ("a …", "a\n", False), ("a\nb", "a\nc\nb\n", False), ("a.b", "axb\n", False), ("a", "a\nb\n", False),
        ("a", "a b\n", False), ("...\nlast", "first\n", False),
    ],
)
def test_what_agrees(expected: str, printed: str, does: bool) -> None:
    assert agrees(expected, printed) == does
