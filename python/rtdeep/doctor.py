"""`rtdeep doctor`: what works on this machine, what does not, and what to do about it.

A doctor who dies of the patient's disease helps nobody: this file needs nothing but Python itself, and what it examines
it imports inside of an examination. The program runs it as a file, for the same reason.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

WORKS, MISSING, BROKEN = "works", "missing", "broken"

#: Python packages without which nothing works, and the least major version.
PACKAGES = {"numpy": 1, "xarray": 0, "zarr": 3, "matplotlib": 0, "cffi": 0, "rich": 0, "PyYAML": 0}

#: What the library and the program both compute: 1000 steps of the seed's experiment, with one record at the end.
SELF_TEST = ("presentations.count=1", "presentations.duration=0.1", "record.every=1000")


@dataclass(frozen=True)
class Finding:
    """What an examination found: works, missing (which something can do without) or broken (which nothing can)."""

    part: str
    state: str
    found: str
    remedy: str = ""


class Broken(Exception):
    """Something that is always needed does not work."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found = found
        self.remedy = remedy


REINSTALL = "install the package anew: pip install --force-reinstall . in the folder of the project"


@dataclass(frozen=True)
class Patient:
    """What is examined; `program` is the program's path, None where there is none."""

    program: Path | None

    def version_of_program(self) -> str:
        """The version that `rtdeep --version` prints."""
        done = self.call("--version")
        words = done.stdout.split()
        if len(words) < 2 or words[0] != "rtdeep":
            raise Broken(f"{self.program} answers {done.stdout!r}", REINSTALL)
        return words[1]

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs the program; raises `Broken` with its own words where it fails."""
        done = subprocess.run(
            [str(self.program), *words], capture_output=True, text=True, timeout=120, check=False,
            stdin=subprocess.DEVNULL)
        if done.returncode:
            said = done.stderr.strip().splitlines()
            end = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
            raise Broken(f"{self.program} {words[0]} ended with {said[-1] if said else end}", REINSTALL)
        return done


# ---- Examinations ----


def python(_: Patient) -> Finding:
    """The Python that runs this."""
    version = platform.python_version()
    return Finding("Python", WORKS, f"{version} ({sys.executable})")


def packages(_: Patient) -> Iterable[Finding]:
    """The Python packages that RtDeep needs, each imported once."""
    for name, least in PACKAGES.items():
        remedy = f"pip install '{name}>={least}'" if least else f"pip install {name}"
        try:
            importlib.import_module("yaml" if name == "PyYAML" else name)
            version = importlib.metadata.version(name)
        except ModuleNotFoundError as error:
            # One that is there may lack another one.
            yield Finding(name, BROKEN, str(error), remedy)
        except Exception as error:
            yield Finding(name, BROKEN, one_line(error), f"pip install --force-reinstall {name}")
        else:
            is_new_enough = int(version.split(".")[0]) >= least
            yield Finding(name, WORKS if is_new_enough else BROKEN, version, "" if is_new_enough else remedy)


def program(patient: Patient) -> Finding:
    """The program `rtdeep`."""
    if patient.program is None:
        return Finding(
            "program rtdeep", MISSING, "neither beside this Python nor in the path",
            "pip install . in the folder of the project; experiments in Python work without it")
    return Finding("program rtdeep", WORKS, f"{patient.version_of_program()} ({patient.program})")


def library(patient: Patient) -> Finding:
    """The library, its interface, and whether it, the package and the program are of one version."""
    import rtdeep
    from rtdeep import _library

    loaded = _library.library()
    number = _library.ffi.string(loaded.rtdeep_version()).decode()
    versions = {"library": number, "package": rtdeep.__version__}
    if patient.program is not None:
        versions["program"] = patient.version_of_program()
    if len(set(versions.values())) > 1:
        raise Broken(
            "different versions: " + ", ".join(f"{part} {version}" for part, version in versions.items()), REINSTALL)
    interface = loaded.rtdeep_interface_version()
    return Finding("library", WORKS, f"{number}, interface {interface} ({_library.library_path()})")


def processor(_: Patient) -> Finding:
    """Whether the processor has the instructions that the library was built to use."""
    from rtdeep import _library

    missing = _library.library().rtdeep_missing_instructions()
    if missing != _library.ffi.NULL:
        raise Broken(
            f"the library was built for a newer processor; this one lacks {_library.ffi.string(missing).decode()}",
            "RTDEEP_MARCH=baseline pip install . in the folder of the project")
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("processor", WORKS, f"{platform.machine()}, {count} {'core' if count == 1 else 'cores'}")


def self_test(patient: Patient) -> Finding:
    """The library and the program compute the same bits."""
    import numpy as np

    from rtdeep import _library

    processor(patient)
    settings, _kept = _library.texts(list(SELF_TEST))
    experiment = _library.Handle("experiment_named", b"seed", settings, len(SELF_TEST))
    simulation = _library.Handle("simulation_create", experiment.number)
    done = _library.ffi.new("int64_t *")
    _library.call("simulation_advance", simulation.number, 1000, done)
    if patient.program is None:
        return Finding("self-test", WORKS, "the library computes 1000 steps of the seed's experiment")
    with tempfile.TemporaryDirectory(prefix="rtdeep-doctor-") as folder:
        run, archive = f"{folder}/run", f"{folder}/run.npz"
        patient.call(
            "run", "seed", "--quiet", "--output", run, *(word for text in SELF_TEST for word in ("--set", text)))
        patient.call("export", run, "--npz", archive)
        with np.load(archive) as recording:
            records = {name: recording[name][-1] for name in recording.files if name.endswith("_0")}
    for name, theirs in records.items():
        ours = np.empty_like(theirs)
        place = _library.ffi.from_buffer("double[]", ours)
        _library.call("simulation_get", simulation.number, name.encode(), place, ours.size)
        if ours.tobytes() != theirs.tobytes():
            raise Broken(f"{name} after 1000 steps is {theirs} by the program, {ours} by the library", REINSTALL)
    if not records:
        raise Broken("the program recorded nothing", REINSTALL)
    extent = f"{len(records)} variables, 1000 steps"
    return Finding("self-test", WORKS, f"library and program compute the same bits ({extent})")


def reports(_: Patient) -> Finding:
    """What draws reports."""
    if importlib.util.find_spec("bokeh") is None:
        return Finding("reports", MISSING, "no bokeh", "pip install 'rtdeep[report]'")
    importlib.import_module("bokeh")
    return Finding("reports", WORKS, f"bokeh {importlib.metadata.version('bokeh')}")


def notebooks(_: Patient) -> Finding:
    """What runs notebooks, and a kernel for them."""
    remedy = "pip install nbclient nbformat ipykernel ipympl"
    names = ["nbclient", "nbformat", "ipykernel"]
    lacking = [name for name in names if importlib.util.find_spec(name) is None]
    if lacking:
        return Finding("notebooks", MISSING, f"no {', '.join(lacking)}", remedy)
    from jupyter_client.kernelspec import KernelSpecManager

    kernels = sorted(KernelSpecManager().find_kernel_specs())
    if not kernels:
        return Finding("notebooks", MISSING, "no kernel is registered", "python -m ipykernel install --user")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return Finding("notebooks", WORKS, f"{versions}; kernels: {', '.join(kernels)}")


def latex(_: Patient) -> Finding:
    """The programs that matplotlib calls for text set by LaTeX."""
    lacking = [name for name in ("latex", "dvipng") if shutil.which(name) is None]
    if lacking:
        return Finding(
            "LaTeX", MISSING, f"no {', '.join(lacking)}: matplotlib sets the text of figures by itself",
            "apt-get install texlive-latex-extra cm-super dvipng")
    return Finding("LaTeX", WORKS, "latex, dvipng")


def chromium(_: Patient) -> Finding:
    """The browser that makes pictures of reports."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return Finding("Chromium", WORKS, path)
    return Finding("Chromium", MISSING, "reports cannot be made into pictures", "apt-get install chromium")


def slurm(_: Patient) -> Finding:
    """The cluster's scheduler."""
    if path := shutil.which("sbatch"):
        return Finding("Slurm", WORKS, path)
    return Finding("Slurm", MISSING, "sweeps run on this machine only", "log in to a cluster's front end to use more")


def working_folder(_: Patient) -> Finding:
    """Whether runs can be written here, and how much room there is."""
    folder = Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            "this folder", MISSING, f"nothing can be written to {folder} ({error.strerror})",
            "work in a folder of your own, or give --output")
    free = shutil.disk_usage(folder).free / 1e9
    if free < 1:
        return Finding("this folder", MISSING, f"only {free:.2f} GB are free on the disk of {folder}", "make room")
    return Finding("this folder", WORKS, f"{free:.0f} GB are free on the disk of {folder}")


EXAMINATIONS: dict[str, Callable[[Patient], Finding | Iterable[Finding]]] = {
    "Python": python,
    "packages": packages,
    "program rtdeep": program,
    "library": library,
    "processor": processor,
    "self-test": self_test,
    "reports": reports,
    "notebooks": notebooks,
    "LaTeX": latex,
    "Chromium": chromium,
    "Slurm": slurm,
    "this folder": working_folder,
}


#: What runs in a process of its own: a damaged library, or one for another processor, kills the process that loads it.
ISOLATED = {"library", "processor", "self-test"}


def examine(patient: Patient) -> list[Finding]:
    """Every finding."""
    return [
        finding
        for part in EXAMINATIONS
        for finding in (examine_elsewhere if part in ISOLATED else examine_part)(part, patient)
    ]


def examine_part(part: str, patient: Patient) -> list[Finding]:
    """The findings of one examination; that it fails is one, too."""
    try:
        found = EXAMINATIONS[part](patient)
        return [found] if isinstance(found, Finding) else list(found)
    except Broken as error:
        return [Finding(part, BROKEN, error.found, error.remedy)]
    except Exception as error:
        return [Finding(part, BROKEN, one_line(error), REINSTALL)]


def examine_elsewhere(part: str, patient: Patient) -> list[Finding]:
    """The same in a process of its own."""
    # -P: the folder of this file is not one of modules.
    words = [sys.executable, "-P", __file__, "--part", part]
    if patient.program is not None:
        words += ["--program", str(patient.program)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode < 0:
        end = signal.strsignal(-done.returncode) or f"signal {-done.returncode}"
        return [Finding(part, BROKEN, f"kills Python: {end.lower()}", REINSTALL)]
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return [Finding(part, BROKEN, said[-1] if said else f"exit code {done.returncode}", REINSTALL)]
    return [Finding(*words) for words in json.loads(done.stdout)]


def one_line(error: Exception) -> str:
    """An exception's own words, or its name where it has none."""
    return " ".join(str(error).split()) or type(error).__name__


# ---- Report ----


def show(findings: Sequence[Finding]) -> None:
    """Prints the findings as a table, and what they mean."""
    broken = [finding.part for finding in findings if finding.state == BROKEN]
    verdict = f"Broken: {', '.join(broken)}." if broken else "Everything that is always needed works."
    try:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        for finding in findings:
            print(f"{finding.state:9}{finding.part:16}{finding.found}")
            if finding.remedy:
                print(f"{'':25}-> {finding.remedy}")
        print(verdict)
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    # Paths are shown whole.
    table.add_column(overflow="fold")
    colours = {WORKS: "green", MISSING: "yellow", BROKEN: "bold red"}
    for finding in findings:
        cell = Text(finding.found)
        if finding.remedy:
            cell.append(f"\n-> {finding.remedy}", style="cyan")
        table.add_row(Text(finding.state, style=colours[finding.state]), finding.part, cell)
    console = Console(highlight=False)
    console.print(table)
    console.print(Text(verdict))


def find_program() -> Path | None:
    """The program of RTDEEP, of this Python's environment, of the path, or of this source tree."""
    if named := os.environ.get("RTDEEP"):
        return Path(named)
    beside = Path(sys.executable).parent / "rtdeep"
    built = Path(__file__).parents[2] / ".build" / "release" / "rtdeep"
    found = shutil.which("rtdeep")
    candidates = [beside, *([Path(found)] if found else []), built]
    return next((path for path in candidates if os.access(path, os.X_OK)), None)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 1 where something that is always needed is broken."""
    parser = argparse.ArgumentParser(
        prog="python -m rtdeep.doctor", description="Say what works on this machine, what does not, and what to do.")
    parser.add_argument("--program", type=Path, metavar="FILE", help="the program rtdeep to examine")
    parser.add_argument("--part", choices=EXAMINATIONS, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.part:
        print(json.dumps([astuple(finding) for finding in examine_part(given.part, Patient(given.program))]))
        return 0
    findings = examine(Patient(given.program or find_program()))
    show(findings)
    return int(any(finding.state == BROKEN for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
