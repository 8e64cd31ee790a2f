"""Published numbers beside those of runs, with the verdicts of `rtdeep reproduce`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from rtdeep.errors import ProgramError
from rtdeep.report.page import Badge, Section
from rtdeep.report.table import Table


def published_section(folder: Path, program: Path | None) -> Section:
    """What was published of the experiment in `folder`, beside its runs there."""
    title = "Published numbers and ours"
    try:
        answer = _compared(folder, program)
    except ProgramError as error:
        return Section(title, "tables", {"lead": [f"They are not compared here: {error}"], "tables": []})
    columns = ("quantity", "published", "ours", "difference", "allowed", "seeds")
    rows = [
        [row["quantity"], *(_in_words(row[column]) for column in columns[1:]),
         Badge("agrees", "good") if row["agrees"] else Badge("differs", "bad"), row["source"]]
        for row in answer["rows"]]
    agreeing = sum(row["agrees"] for row in answer["rows"])
    lead = [
        f"{agreeing} of {len(rows)} published numbers agree. A number that was printed must agree to its last digit; a "
        "mean over seeds to three standard errors of the difference."
        + ("" if answer["agrees"] else " Digits are those of the seed with which they were published.")]
    return Section(title, "tables", {
        "lead": lead, "tables": [Table([*columns, "verdict", "source"], rows, numbers=(1, 2, 3, 4, 5))]})


def _in_words(cell: str) -> str:
    """A cell of the program's table with the signs that a page has."""
    return "–" if cell == "-" else cell.replace("+-", "±").replace("-", "−")


def _compared(folder: Path, program: Path | None) -> dict[str, Any]:
    """What the program says; raises `ProgramError` where it cannot."""
    if program is None:
        raise ProgramError("the program rtdeep is not there: RTDEEP may name it, else pip install brings it along")
    try:
        done = subprocess.run(
            [str(program), "reproduce", "--existing", str(folder), "--json"], capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise ProgramError(f"{program} cannot be started: {error.strerror}") from error
    # 1: something differs, which is an answer too.
    try:
        answer = json.loads(done.stdout) if done.returncode in (0, 1) else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        said = done.stderr.strip().splitlines()
        raise ProgramError(said[-1].removeprefix("rtdeep: ") if said else f"exit code {done.returncode}")
    return answer
