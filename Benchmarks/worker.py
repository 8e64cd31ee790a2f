"""A process for each column, so that no library's threads, flags or memory get in another's way."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import time
import traceback
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from peers import Column, Peer, Variant

if TYPE_CHECKING:
    from start import Array, Start, Variables


class PeerFailed(Exception):
    """A peer raised something: its traceback."""


class _Host:
    """What runs in the process."""

    def __init__(self, place: str) -> None:
        module, name = place.split(":")
        self.peer: type[Peer] = getattr(importlib.import_module(f"peers.{module}"), name)
        self.opened: dict[str, Peer] = {}

    def open(
        self, label: str, options: dict[str, Any], starts: list[Start], noise: list[list[Array]] | None, chunk: int
    ) -> float:
        """Makes a network and compiles what has to be; the seconds that it took."""
        begun = time.perf_counter()
        self.opened[label] = self.peer(starts, noise, **options)
        self.opened[label].prepare(chunk)
        return time.perf_counter() - begun

    def run(self, label: str, steps: int) -> float:
        return self.opened[label].run(steps)

    def end(self, label: str) -> list[Variables]:
        return self.opened[label].end()

    def close(self) -> None:
        self.opened.clear()


def _serve(connection: Connection, place: str, cores: int) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    host: _Host | None = None
    while True:
        try:
            method, arguments = connection.recv()
        except EOFError:
            return
        try:
            if host is None:
                host = _Host(place)
            connection.send((True, getattr(host, method)(*arguments)))
        except Exception:
            connection.send((False, traceback.format_exc()))


class Worker:
    """The process of a column, seen from outside."""

    def __init__(self, column: Column) -> None:
        self.column = column
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, column.place, column.cores), daemon=True)
        self._process.start()
        other.close()
        #: Seconds until it answered: Python, and the import of what it needs.
        begun = time.perf_counter()
        self._ask("close")
        self.start_up = time.perf_counter() - begun

    def _ask(self, method: str, *arguments: Any) -> Any:
        self._connection.send((method, arguments))
        try:
            succeeded, answer = self._connection.recv()
        except EOFError:
            raise PeerFailed(f"{self.column.name}: its process ended") from None
        if not succeeded:
            raise PeerFailed(f"{self.column.name}: {answer}")
        return answer

    def open(self, variant: Variant, starts: list[Start], noise: list[list[Array]] | None, chunk: int) -> float:
        """See `_Host.open`."""
        return float(self._ask("open", variant.label, variant.options, starts, noise, chunk))

    def run(self, variant: Variant, steps: int) -> float:
        """Seconds that so many steps take."""
        return float(self._ask("run", variant.label, steps))

    def end(self, variant: Variant) -> list[Variables]:
        """See `Peer.end`."""
        answer: list[Variables] = self._ask("end", variant.label)
        return answer

    def close(self) -> None:
        """Lets go of all networks."""
        self._ask("close")

    def stop(self) -> None:
        """Ends the process."""
        self._connection.close()
        self._process.join()
