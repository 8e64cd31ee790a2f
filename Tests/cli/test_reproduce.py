"""All experiments are reproduced in one go, as far as there is time."""

import re
from pathlib import Path

from case import call

#: The experiments with published numbers of which each takes a fraction of a second, even on a slow machine.
SHORT = {"align-121", "rtdeep-wt-simple-1", "rtdeep-wt-simple-2", "pal-simple-1", "pal-simple-2"}
#: Those that take several times the limit on any machine.
LONG = {"rtdeep-wt-larger", "pal-fig3abc", "pal-fig3def", "pal-fig4ab-PAL", "pal-delay-matched"}


def test_all_quick(tmp_path: Path) -> None:
    """What is short is run and agrees; what is left out says how long it takes, and how to run it."""
    done = call("reproduce --all --quick --longest 1.5 --no-figure --output a", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    *_, header, _, rest = re.split(r"^(experiment .*)\n(-[- ]+)\n", done.stdout, flags=re.MULTILINE)
    assert header.split("  ")[0] == "experiment"
    rows, last = rest.strip().rsplit("\n\n", 1)
    verdicts = {row.split()[0]: row for row in rows.splitlines()}
    run = {name for name, row in verdicts.items() if row.endswith(" agrees")}
    assert run >= SHORT
    assert all(re.search(r" (\d+) of \1 ", verdicts[name]) for name in run)
    for name in verdicts.keys() - run:
        assert re.search(rf" - .* about .*  left out; rtdeep reproduce {name} runs it$", verdicts[name])
    assert verdicts.keys() - run >= LONG
    assert last == f"{len(run)} of {len(run)} experiments agree"
    assert {path.name for path in (tmp_path / "a").iterdir()} == run
