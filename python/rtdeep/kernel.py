"""A Jupyter kernel in which `import microcircuit` is RtDeep's: `python -m rtdeep.kernel -f CONNECTION_FILE`."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

#: Set to 1 where nobody sits in front of the notebook, so that figures become images.
HEADLESS = "RTDEEP_HEADLESS"

#: What every line of ours begins with on a notebook's standard error.
PREFIX = "rtdeep: "

_PACKAGES = Path(__file__).parents[1]
_MODULES = {"microcircuit": _PACKAGES / "microcircuit" / "__init__.py", "no_inter": _PACKAGES / "no_inter.py"}


class OurModules(MetaPathFinder):
    """Finds `microcircuit` and `no_inter` here, whatever lies beside the notebook."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module of RtDeep; None for any other."""
        file = _MODULES.get(fullname)
        if file is None:
            return None
        ours = (file, file.parent)
        local = [name for name in (f"{fullname}.py", fullname) if Path(name).exists()]
        if local and Path(local[0]).resolve() not in ours and fullname not in self._told:
            self._told.add(fullname)
            say(f"{local[0]} in this folder is passed over: import {fullname} is RtDeep's")
        folders = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(fullname, file, submodule_search_locations=folders)


def say(sentence: str) -> None:
    """A line on the standard error."""
    print(f"{PREFIX}{sentence}", file=sys.stderr)


def do_without_latex() -> None:
    """Lets matplotlib set texts itself where they are to be set in LaTeX, which is not there."""
    if all(map(shutil.which, ("latex", "dvipng"))) or importlib.util.find_spec("matplotlib") is None:
        return
    import matplotlib

    validate = matplotlib.RcParams.validate
    as_before = validate["text.usetex"]
    told: list[bool] = []

    def usetex(value: Any) -> bool:
        if as_before(value) and not told:
            told.append(True)
            say("LaTeX is not installed: matplotlib sets texts itself (text.usetex stays off)")
        return False

    validate["text.usetex"] = usetex


def show_images(shell: Any) -> None:
    """Figures become images, whatever a notebook asks of %matplotlib, where nobody can turn or zoom them."""
    interactive = {"widget", "ipympl", "notebook", "nbagg", "qt", "qt5", "qt6", "tk", "gtk3", "gtk4", "osx", "auto"}
    as_before = shell.find_line_magic("matplotlib")
    is_headless = os.environ.get(HEADLESS) == "1"

    def magic(line: str) -> Any:
        words = line.split()
        needs_widgets = bool({"widget", "ipympl"} & set(words)) and importlib.util.find_spec("ipympl") is None
        if interactive & set(words) and (is_headless or needs_widgets):
            say(f"%matplotlib {line.strip()} shows images here")
            return as_before("inline")
        return as_before(line)

    shell.register_magic_function(magic, magic_kind="line", magic_name="matplotlib")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the kernel until it is told to end."""
    from ipykernel.kernelapp import IPKernelApp

    sys.meta_path.insert(0, OurModules())
    do_without_latex()
    app = IPKernelApp.instance()
    app.initialize(list(sys.argv[1:] if arguments is None else arguments))
    show_images(app.shell)
    app.start()


if __name__ == "__main__":
    main()
