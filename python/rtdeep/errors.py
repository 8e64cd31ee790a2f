"""What can go wrong, in the sentences of the command line."""

from __future__ import annotations

from pathlib import Path


class RtDeepError(Exception):
    """Anything that RtDeep refuses or that fails in it; the message says what is allowed."""


class ConfigurationError(RtDeepError, ValueError):
    """A configuration that cannot be simulated; the message names file, line, column, value and what is allowed."""


class ArgumentError(RtDeepError, ValueError):
    """An argument that is wrong: a size that does not fit, a number that is not finite."""


class UnknownNameError(RtDeepError, LookupError):
    """No variable, experiment or quantity has that name; the message names the nearest one."""


class ClosedError(RtDeepError):
    """The object was closed."""


class BusyError(RtDeepError):
    """Another thread is using the object."""


class DivergedError(RtDeepError, ArithmeticError):
    """A potential is no longer finite.

    The simulation stands at the step after which it was not; what was recorded is in `Simulation.records`.
    """


class NoiseMissingError(RtDeepError):
    """The noise that was given has run out."""


class StorageError(RtDeepError, OSError):
    """A file that could not be read or written."""


class OutOfMemoryError(RtDeepError, MemoryError):
    """There is not enough memory."""


class LibraryError(RtDeepError, ImportError):
    """The library of the simulator is missing or does not fit; the message says what to do."""


class ProgramError(RtDeepError):
    """The program `rtdeep` is missing, refuses what it was asked for, or has failed; the message is its own."""


class DaskMissing(RtDeepError, ImportError):
    """The package that spreads work over several machines cannot be imported; the message says how to install it."""


class BokehMissing(RtDeepError, ImportError):
    """The package that draws reports cannot be imported; the message says how to install it."""


class RunFolderError(RtDeepError):
    """The folder of a run or of a sweep, or a part of it, that is missing or unreadable; the message names its path."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
