"""The header compiles as C99 and C++, and the library has its functions, all of them and nothing else."""

import subprocess

import pytest
from interface import COMPILER, HEADER, LIBRARY, ffi, functions, load


@pytest.mark.parametrize(
    "language", [[COMPILER, "-x", "c", "-std=c99"], [COMPILER, "-x", "c++", "-std=c++11"]], ids=["c99", "c++"]
)
def test_header_compiles(language):
    command = [*language, "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", str(HEADER)]
    subprocess.run(command, check=True)


def test_exports():
    output = subprocess.run(
        ["nm", "-D", "--defined-only", str(LIBRARY)], check=True, capture_output=True, text=True
    ).stdout
    symbols = [line.split() for line in output.splitlines()]
    # Small letters stand for symbols that nobody outside can see.
    exported = sorted(words[2].split("@")[0] for words in symbols if words[1].isupper())
    assert exported == sorted(functions())


def test_needs_the_system_only():
    output = subprocess.run(
        ["readelf", "-d", str(LIBRARY)], check=True, capture_output=True, text=True
    ).stdout
    needed = {line.split("[")[1].rstrip("]") for line in output.splitlines() if "(NEEDED)" in line}
    assert needed <= {
        "libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2",
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
    }


def test_this_processor_has_what_the_library_uses():
    assert load().rtdeep_missing_instructions() == ffi.NULL
