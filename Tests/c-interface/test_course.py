"""Programs in C, compiled against the header and linked with the library."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
import zarr
from interface import COMPILER, HEADER, LIBRARY, ROOT

HERE = Path(__file__).parent
PROGRAM = Path(os.environ.get("RTDEEP", ROOT / ".build" / "release" / "rtdeep")).absolute()


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Compiles a program of this folder."""
    folder = tmp_path_factory.mktemp("programs")

    def compile_program(name: str) -> Path:
        program = folder / name
        subprocess.run(
            [
                COMPILER, "-std=c99", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror", f"-I{HEADER.parent}",
                str(HERE / f"{name}.c"), str(LIBRARY), f"-Wl,-rpath,{LIBRARY.parent}", "-lm", "-o", str(program),
            ],
            check=True,
        )
        return program

    return compile_program


@pytest.mark.parametrize("experiment", ["seed", "seed-98eb7f1"])
def test_same_bits_as_the_program(build, tmp_path, experiment):
    run = tmp_path / "run"
    settings = ["--set", "duration=3", "--set", "record={every: 100, variables: [WPP, WIP, BPP, BPI, uP, rI_breve]}"]
    subprocess.run([PROGRAM, "run", experiment, *settings, "--output", run, "--quiet"], check=True)
    expected = zarr.open_group(run / "recording.zarr", mode="r")
    names = sorted(name for name in expected.array_keys() if name != "time_ms")
    records = expected["time_ms"].shape[0]
    output = tmp_path / "records"
    subprocess.run(
        [build("course"), experiment, str(records * 100), "100", output, *names], check=True
    )
    found = np.fromfile(output)
    for name in names:
        values = expected[name][:]
        assert found[: values.size].tobytes() == values.tobytes(), name
        found = found[values.size :]
    assert found.size == 0


def test_example(build):
    result = subprocess.run([build("example")], check=True, capture_output=True, text=True)
    rows = [line.split() for line in result.stdout.splitlines()]
    assert [int(step) for step, _ in rows] == [1000 * (i + 1) for i in range(20)]
    assert all(0 <= float(angle) <= 180 for _, angle in rows)
    assert result.stderr.splitlines()[-1] == "4 of 4"


def test_example_refused(build):
    result = subprocess.run([build("example"), "sed"], capture_output=True, text=True)
    said = subprocess.run([PROGRAM, "run", "sed"], capture_output=True, text=True).stderr
    assert result.returncode == 1
    assert "rtdeep: " + result.stderr == said


def test_documented_example():
    page = (ROOT / "Documentation" / "C.md").read_text()
    assert (HERE / "example.c").read_text() in page


def test_prediction_is_that_of_the_program():
    from session import Session

    with Session() as session:
        experiment = session.named("seed")
        said = subprocess.run(
            [PROGRAM, "predict", "seed", "--json"], check=True, capture_output=True, text=True
        ).stdout
        assert json.loads(session.text("experiment_predict", experiment)) == json.loads(said)
