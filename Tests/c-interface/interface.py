"""The library as Python sees it: what its header declares, through cffi."""

import os
import re
import shutil
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).parents[2]
HEADER = ROOT / "Sources" / "CRtDeep" / "include" / "rtdeep.h"
LIBRARY = Path(os.environ.get("RTDEEP_LIBRARY", ROOT / ".build" / "librtdeep.so")).absolute()


def declarations() -> str:
    """The header without comments and preprocessor, but for numbers that have names."""
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)
    numbers = re.findall(r"^#define RTDEEP_[A-Z_]+ \d+$", text, flags=re.MULTILINE)
    text = re.sub(r'extern "C" \{|^#ifdef __cplusplus\n\}', "", text, flags=re.MULTILINE)
    text = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    return "\n".join(numbers) + text.replace("RTDEEP_EXPORT", "")


def functions() -> list[str]:
    """The names of all functions that the header declares."""
    return re.findall(r"\b(rtdeep_[a-z_]+)\(", declarations())


#: The C compiler; that of the Swift toolchain is always there.
COMPILER = shutil.which("cc") or "clang"

ffi = FFI()
ffi.cdef(declarations())


def load():
    """The library itself."""
    return ffi.dlopen(str(LIBRARY))
