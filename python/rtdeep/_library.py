"""The simulator's library, through its C interface (`rtdeep.h`)."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from cffi import FFI

from rtdeep.errors import (
    ArgumentError,
    BusyError,
    ClosedError,
    ConfigurationError,
    DivergedError,
    LibraryError,
    NoiseMissingError,
    OutOfMemoryError,
    RtDeepError,
    StorageError,
    UnknownNameError,
)

#: The version of the interface that this package was written for.
INTERFACE_VERSION = 2

_NATIVE = Path(__file__).parent / "_native"
_SOURCES = Path(__file__).parents[2]

# In the order of the codes of rtdeep.h, from 1.
_ERRORS: tuple[type[RtDeepError], ...] = (
    ConfigurationError,
    ArgumentError,
    UnknownNameError,
    ClosedError,
    BusyError,
    DivergedError,
    NoiseMissingError,
    StorageError,
    OutOfMemoryError,
)


def library_path() -> Path:
    """Where the library is: inside the package, or in a source tree that `make library` has built.

    The environment variable RTDEEP_LIBRARY names another one. Raises `LibraryError` where there is none.
    """
    if named := os.environ.get("RTDEEP_LIBRARY"):
        if Path(named).is_file():
            return Path(named)
        raise LibraryError(f"RTDEEP_LIBRARY is {named}, which is not there")
    for path in (_NATIVE / "librtdeep.so", _NATIVE / "librtdeep.dylib", _SOURCES / ".build" / "librtdeep.so"):
        if path.is_file():
            return path
    raise LibraryError(
        "the library of RtDeep is not there: in a source tree `make library` builds it, elsewhere `pip install` does"
    )


def header_path() -> Path:
    """Where `rtdeep.h` is."""
    packed = _NATIVE / "rtdeep.h"
    return packed if packed.is_file() else _SOURCES / "Sources" / "CRtDeep" / "include" / "rtdeep.h"


def _declarations() -> str:
    """The header without comments and preprocessor, but for the numbers that have names."""
    text = re.sub(r"/\*.*?\*/", "", header_path().read_text(encoding="utf-8"), flags=re.DOTALL)
    numbers = re.findall(r"^#define RTDEEP_[A-Z_]+ \d+$", text, flags=re.MULTILINE)
    text = re.sub(r'extern "C" \{|^#ifdef __cplusplus\n\}', "", text, flags=re.MULTILINE)
    text = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    return "\n".join(numbers) + text.replace("RTDEEP_EXPORT", "")


ffi = FFI()
ffi.cdef(_declarations())


@cache
def library() -> Any:
    """The library, loaded once.

    Raises `LibraryError` where it is missing, or of another version of the interface.
    """
    path = library_path()
    try:
        loaded = ffi.dlopen(str(path))
    except OSError as error:
        raise LibraryError(f"{path} cannot be loaded: {error}") from error
    version = loaded.rtdeep_interface_version()
    if version != INTERFACE_VERSION:
        raise LibraryError(
            f"{path} has version {version} of the interface, this package needs {INTERFACE_VERSION}: build both anew"
        )
    if (missing := loaded.rtdeep_missing_instructions()) != ffi.NULL:
        raise LibraryError(
            f"{path} was built for a newer processor; this one lacks {ffi.string(missing).decode()}: build it here, or "
            "anywhere with RTDEEP_MARCH=baseline"
        )
    return loaded


def take_text(text: Any) -> str:
    """A text of the library's, which is freed."""
    value: str = ffi.string(text).decode("utf-8")
    library().rtdeep_free_text(text)
    return value


def check(code: int, message: Any) -> None:
    """Raises what a code stands for; `message` is the place of its sentence."""
    if code != 0:
        raise error_of(code)(take_text(message[0]))


def error_of(code: int) -> type[RtDeepError]:
    """The exception that a code stands for."""
    return _ERRORS[code - 1] if 0 < code <= len(_ERRORS) else RtDeepError


def call(name: str, *arguments: Any) -> None:
    """Calls `rtdeep_NAME`, and raises what it says."""
    message = ffi.new("char **")
    check(getattr(library(), f"rtdeep_{name}")(*arguments, message), message)


def call_for_text(name: str, *arguments: Any) -> str:
    """The text that `rtdeep_NAME` gives back."""
    place = ffi.new("char **")
    call(name, *arguments, place)
    return take_text(place[0])


def call_for_number(name: str, *arguments: Any) -> int:
    """The number that `rtdeep_NAME` gives back."""
    place = ffi.new("int64_t *")
    call(name, *arguments, place)
    return int(place[0])


class Handle:
    """An object of the library, released when nothing refers to it any more."""

    __slots__ = ("number",)

    def __init__(self, function: str, *arguments: Any) -> None:
        place = ffi.new("rtdeep_handle *")
        self.number = 0
        call(function, *arguments, place)
        self.number = int(place[0])

    def __del__(self) -> None:
        # At the end of the process modules may have gone before objects.
        if getattr(self, "number", 0) and library is not None:
            library().rtdeep_release(self.number)


def texts(values: list[str]) -> tuple[Any, list[Any]]:
    """An array of texts, and what must live as long as it."""
    kept = [ffi.new("char[]", value.encode("utf-8")) for value in values]
    return ffi.new("char *[]", kept), kept
