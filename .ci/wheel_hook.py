"""Puts the program and the library into the wheel, and names the systems that it can be installed on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Libraries that every Linux with a new enough glibc has (those that the manylinux policies allow, as far as we need).
SYSTEM_LIBRARIES = {
    "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6",
    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
}


class NativeParts(BuildHookInterface):
    """Calls `make`, which knows how to build them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if sys.platform != "linux":
            self.app.abort("wheels can be built on Linux only; elsewhere build the library with swift build")
        root = Path(self.root)
        self.make(root, "library", "standalone")
        library, program = root / ".build" / "librtdeep.so", root / ".build" / "rtdeep"
        build_data["force_include"] |= {
            str(library): "rtdeep/_native/librtdeep.so",
            str(root / "Sources" / "CRtDeep" / "include" / "rtdeep.h"): "rtdeep/_native/rtdeep.h",
        }
        build_data["shared_scripts"] |= {str(program): "rtdeep"}
        # Where bash looks for it by itself, in the system's folders and the user's.
        completion = root / ".build" / "rtdeep.completion.bash"
        completion.write_text(subprocess.check_output([program, "completion", "bash"], text=True), encoding="utf-8")
        build_data["shared_data"] |= {str(completion): "share/bash-completion/completions/rtdeep"}
        build_data["pure_python"] = False
        major, minor = max(self.needed_glibc(file) for file in (library, program))
        build_data["tag"] = f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"

    def make(self, root: Path, *targets: str) -> None:
        """Builds in place; pip shows what was printed where this fails."""
        # What a `make` that called pip wants of its own children is not meant for this one.
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        # Who installs a Python package does not expect other packages on the system.
        environment["RTDEEP_INSTALLS"] = "no"
        try:
            code = subprocess.run(["make", "--directory", root, *targets], env=environment, check=False).returncode
        except FileNotFoundError:
            self.app.abort("building RtDeep needs make, Swift 6.2 or later, and gcc; a wheel of it needs none of them")
        if code:
            self.app.abort(f"make {' '.join(targets)} failed, see above")

    def needed_glibc(self, file: Path) -> tuple[int, int]:
        """The version of the C library that a file needs; nothing else may be needed."""
        text = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
        if others := set(re.findall(r"^ +NEEDED +(\S+)", text, re.MULTILINE)) - SYSTEM_LIBRARIES:
            self.app.abort(f"{file} needs {', '.join(sorted(others))}, which other machines may not have")
        return max((int(major), int(minor)) for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", text))
