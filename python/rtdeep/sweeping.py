"""Sweeps that are run from Python: by the program here, or by one on every worker of a Dask cluster."""

# Dask's functions have no types.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from rtdeep._lock import is_held
from rtdeep._progress import bar
from rtdeep.errors import ArgumentError, DaskMissing, ProgramError
from rtdeep.sweeps import Sweep, locks, open_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Future

SHARES_PER_THREAD = 2
"""So that a thread whose share was fast has something to do while others are slow."""

_LOOK = 0.1
"""Seconds between two looks at what goes on."""

_ASK = 1.0
"""Seconds between two questions of a worker to the scheduler, which has many workers to answer."""

_PATIENCE = 30.0
"""Seconds in which shares that are to stop write their checkpoints."""

_FAILED = 1
"""The exit code of a sweep of which members failed, but the others have results."""


def sweep(
    file: str | PathLike[str], output: str | PathLike[str], client: Client | None = None,
    progress: bool | None = None, *, shares: int | None = None,
) -> Sweep:
    """Runs a sweep, or what is missing of it, into the folder `output`, and opens it.

    - file: the sweep, as `rtdeep sweep` reads it
    - client: of a Dask cluster whose workers see the same files and have this package; None: this machine alone
    - progress: whether to draw a bar; None: where somebody can see it
    - shares: into how many tasks the members are divided on a cluster; None: two per thread of its workers

    With a client, every share is run by a program of its own in a single thread. A share that is run again, such as
    that of a worker that was lost, does only what is missing; in the end the program looks here whether anything is.
    The results are the same bits in any case. Ctrl-C stops everything; the folder can be gone on with.

    Raises `ProgramError` where the program is missing, refuses the sweep, or members of it fail, and `DaskMissing`
    where a client is given that Dask is not there for, `ArgumentError` where `shares` is less than 1, and what Dask
    raises where a share has lost one worker after another.
    """
    if shares is not None and shares < 1:
        raise ArgumentError(f"shares is {shares}, but must be at least 1")
    source, folder = Path(file).absolute(), Path(output).absolute()
    words = ["sweep", str(source), "--output", str(folder)]
    members = _members(words)
    with bar(source.stem, members, progress, "members") as show:
        def look() -> None:
            show(_done(folder))

        if client is not None:
            _spread(client, words, folder, members, shares, look)
        _run([*words, "--quiet"], look)
        look()
    return open_sweep(folder)


def _members(words: Sequence[str]) -> int:
    """How many members a sweep has; raises `ProgramError` where it cannot be run at all."""
    return int(json.loads(_run([*words, "--dry-run", "--json"], lambda: None))["runs"])


def _done(folder: Path) -> int:
    """How many members have results."""
    try:
        with os.scandir(folder / "results") as entries:
            return sum(entry.name.endswith(".json") for entry in entries)
    except FileNotFoundError:
        return 0


# ---- The program ----


def _run(words: Sequence[str], look: Callable[[], None]) -> str:
    """Runs the program to its end and gives back what it prints; raises `ProgramError` with its own words.

    - look: is called again and again until then; what it raises stops the program, which writes its checkpoints
    """
    with _started(words) as (process, printed, said):
        while not _has_ended(process, _LOOK):
            look()
        return _checked(process, words, printed(), said())


@contextmanager
def _started(words: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], str], Callable[[], str]]]:
    """The program at work, and what it has printed as output and as errors; stopped where the block ends before it."""
    # Here, for it imports what only an examination needs.
    from rtdeep.doctor import find_program

    program = find_program()
    if program is None:
        raise ProgramError("the program rtdeep is not there: RTDEEP may name it, else `pip install` brings it along")
    # Files rather than pipes: however much it says, nobody has to read it at the time.
    with TemporaryFile() as out, TemporaryFile() as err:
        try:
            # A session of its own: Ctrl-C comes to this process only, which tells the program.
            process = subprocess.Popen(
                [str(program), *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        except OSError as error:
            raise ProgramError(f"{program} cannot be run: {error.strerror or error}") from error

        def text(file: Any) -> Callable[[], str]:
            def read() -> str:
                file.seek(0)
                return str(file.read().decode("utf-8", "replace"))

            return read

        try:
            yield process, text(out), text(err)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait()


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a process comes to its end within some seconds."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _checked(process: subprocess.Popen[bytes], words: Sequence[str], printed: str, said: str) -> str:
    """What the program has printed, if it has come to a good end."""
    code = process.returncode
    if code == 0:
        return printed
    end = f"rtdeep {words[0]} was ended by signal {-code}" if code < 0 else f"rtdeep {words[0]} ended with code {code}"
    raise ProgramError(said.strip() or end)


# ---- Dask ----


def _spread(
    client: Client, words: Sequence[str], folder: Path, members: int, shares: int | None, look: Callable[[], None]
) -> None:
    """Runs all shares on the workers of a cluster, and waits for them; stops them where it is interrupted."""
    try:
        from distributed import Event, wait
    except ImportError as error:
        raise DaskMissing(f"a client is one of Dask, which cannot be imported ({error}): pip install distributed"
                          ) from error
    client.wait_for_workers(1)
    threads = sum(client.nthreads().values())
    count = min(shares or SHARES_PER_THREAD * threads, members)
    stop = Event(f"rtdeep-{uuid.uuid4()}", client=client)
    futures: list[Future[None]] = []
    try:
        for index in range(count):
            futures.append(client.submit(
                run_share, list(words), index, count, stop.name, pure=False,
                key=f"rtdeep-{folder.name}-{index}-of-{count}-{uuid.uuid4()}"))
        waiting = list(futures)
        while waiting:
            look()
            time.sleep(_LOOK)
            for future in [one for one in waiting if one.done()]:
                future.result()
                waiting.remove(future)
        # The program of a worker that was lost may still be at work.
        while any(map(is_held, locks(folder))):
            look()
            time.sleep(_LOOK)
    except BaseException:
        # Shares that are at work write their checkpoints, others end as soon as they begin.
        stop.set()
        with suppress(TimeoutError):
            wait(futures, timeout=_PATIENCE)
        client.cancel(futures)
        raise
    finally:
        stop.clear()


def run_share(words: Sequence[str], index: int, count: int, stop: str) -> None:
    """Runs one share of a sweep on a worker, unless the event named `stop` is set, and until it is.

    Members that fail, or that the program of a lost worker still runs, are left to the end, when the program is run for
    all that is missing. Raises `ProgramError`.
    """
    from distributed import Event

    stopped = Event(stop)
    if stopped.is_set():
        return
    own = [*words, "--task", f"{index}/{count}", "--threads", "1", "--quiet"]
    with _started(own) as (process, printed, said):
        while not _has_ended(process, _ASK):
            if stopped.is_set():
                return
        if process.returncode != _FAILED:
            _checked(process, own, printed(), said())
