"""Every help text and message is as it was when somebody last read it.

RTDEEP_UPDATE_SNAPSHOTS=1 writes the snapshots anew: read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest
from case import Case
from cases import (
    EXPERIMENTS,
    EXPLANATIONS,
    HELP,
    NO_RUN_FOLDERS,
    NOTEBOOKS,
    OUTPUT,
    PLOTS,
    PREDICTIONS,
    RESULTS,
    UNFINISHED,
    WORDS,
)
from configuration_cases import CONFIGURATIONS
from public_cases import PUBLIC

FOLDER = Path(__file__).parent / "snapshots"
CASES = [
    *HELP, *WORDS, *EXPLANATIONS, *EXPERIMENTS, *OUTPUT, *NO_RUN_FOLDERS, *UNFINISHED, *RESULTS, *PREDICTIONS,
    *NOTEBOOKS, *PLOTS, *CONFIGURATIONS, *PUBLIC,
]
UPDATES = os.environ.get("RTDEEP_UPDATE_SNAPSHOTS") == "1"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_snapshot(case: Case) -> None:
    """Exit code, standard output and standard error are those of the snapshot."""
    try:
        code, text = case.transcript()
    except PermissionError:
        pytest.skip("another user cannot start the program from here")
    assert code == case.code, text
    file = FOLDER / f"{case.name}.txt"
    if UPDATES:
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing; RTDEEP_UPDATE_SNAPSHOTS=1 writes it:\n{text}"
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("help-*.txt")), ids=lambda path: path.stem)
def test_help_fits_a_terminal(path: Path) -> None:
    """Of 120 columns; what is wider breaks in the middle of words."""
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 120] == []


def test_no_snapshot_is_unused() -> None:
    """Every file belongs to a case, and names are not used twice."""
    names = [f"{case.name}.txt" for case in CASES]
    assert len(names) == len(set(names))
    unused = sorted(file.name for file in FOLDER.iterdir() if file.name not in names)
    if UPDATES:
        for name in unused:
            (FOLDER / name).unlink()
        unused = []
    assert not unused
