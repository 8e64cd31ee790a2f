"""Runs a notebook from top to bottom: `python -m rtdeep.notebook FILE --output OUT` (see `rtdeep notebook --help`)."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rtdeep._writing import written
from rtdeep.errors import RtDeepError, UnknownNameError
from rtdeep.kernel import HEADLESS, PREFIX

if TYPE_CHECKING:
    from nbformat import NotebookNode

_PACKAGES = Path(__file__).parents[1]


class NotebookFailure(RtDeepError):
    """A notebook that did not run to its end; what was executed of it has been written."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        #: The exit code that says so.
        self.code = code


class NotebookRefused(RtDeepError, ValueError):
    """A notebook that cannot be run, or an output that cannot be written; nothing was done."""


def run_notebook(
    path: Path, output: Path, *, revision: str | None = None, timeout: float = 0, quiet: bool = True
) -> NotebookNode:
    """Executes a notebook in its folder and writes the result to `output`, which must not exist; gives it back.

    - revision: what microcircuit computes where the notebook does not choose; None: as the environment has it
    - timeout: seconds for one cell; 0: as long as it likes
    - quiet: whether to keep silent about how far it is

    The notebook's file stays as it is. Raises `NotebookRefused` before anything is run, and `NotebookFailure`.
    """
    if output.exists():
        raise NotebookRefused(f"{output} exists already")
    if not output.parent.is_dir():
        raise NotebookRefused(f"{output.parent} is no folder")
    content = _content(path)
    notebook = _parsed(path, content)
    environment = {HEADLESS: "1", "PYTHONPATH": _search_path()}
    if revision is not None:
        environment["MICROCIRCUIT_REVISION"] = revision
    failure = _execute(notebook, path.resolve().parent, environment, timeout, quiet)
    _write(notebook, output)
    for line in _remarks(notebook):
        print(line, file=sys.stderr)
    if failure is not None:
        raise failure
    if _content(path) != content:
        raise NotebookFailure(f"{path} has changed while it was run: {output} is what was there before, executed")
    return notebook


def figures(notebook: NotebookNode) -> int:
    """How many images the outputs of an executed notebook hold."""
    return sum(
        "image/png" in output.get("data", {})
        for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    )


def install_kernel() -> Path:
    """Adds the kernel "RtDeep" to the user's Jupyter, or replaces it; gives back its folder."""
    from jupyter_client.kernelspec import KernelSpecManager

    with _kernel_folder({"PYTHONPATH": _search_path()}) as folder:
        return Path(KernelSpecManager().install_kernel_spec(str(folder / "kernels" / "rtdeep"), "rtdeep", user=True))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotebookRefused(f"cannot read {path}: {error.strerror}") from None


def _parsed(path: Path, content: bytes) -> NotebookNode:
    import nbformat

    try:
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NotebookRefused(f"{path} is no notebook: {reason[:200]}") from None
    return notebook


def _search_path() -> str:
    """Where the kernel finds this package, from whatever folder it is started in."""
    return os.pathsep.join(dict.fromkeys([str(_PACKAGES), *map(os.path.abspath, _python_path())]))


def _python_path() -> list[str]:
    return [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder]


@contextmanager
def _kernel_folder(environment: Mapping[str, str]) -> Iterator[Path]:
    """A folder of data for Jupyter with our kernel in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kernels" / "rtdeep"
        folder.mkdir(parents=True)
        # -P: a file beside the notebook must not take the place of one of ours.
        command = [sys.executable, "-P", "-m", "rtdeep.kernel", "-f", "{connection_file}"]
        specification = {
            "argv": command, "display_name": "RtDeep", "language": "python", "env": dict(environment),
            "metadata": {"debugger": True},
        }
        (folder / "kernel.json").write_text(json.dumps(specification), encoding="utf-8")
        yield Path(name)


def _execute(
    notebook: NotebookNode, folder: Path, environment: Mapping[str, str], timeout: float, quiet: bool
) -> NotebookFailure | None:
    """Executes the cells in place; why it ended early, if it did."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError

    class Client(NotebookClient):
        """Knows in which cell it is, and which signal ended it."""

        place = -1
        signal = 0

        @asynccontextmanager
        async def async_setup_kernel(self, **options: Any) -> AsyncIterator[None]:
            """A kernel for as long as the notebook runs; a signal ends both."""
            loop, task = asyncio.get_running_loop(), asyncio.current_task()

            def stop(number: int) -> None:
                self.signal = number
                self.shutdown_kernel = "immediate"
                if task is not None:
                    task.cancel()

            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, stop, number)
            try:
                await self.async_start_new_kernel(**options)
                await self.async_start_new_kernel_client()
                yield
            except CellTimeoutError:
                # It is busy, and would not listen.
                self.shutdown_kernel = "immediate"
                raise
            finally:
                for number in (signal.SIGINT, signal.SIGTERM):
                    loop.remove_signal_handler(number)
                if self.km is not None:
                    await self._async_cleanup_kernel()

    def begin(cell: NotebookNode, cell_index: int) -> None:
        client.place = cell_index
        if shows_progress:
            print(f"\rcell {cell_index + 1} of {len(notebook.cells)}", end="", file=sys.stderr, flush=True)

    shows_progress = not quiet and sys.stderr.isatty()
    with _kernel_folder(environment) as data:
        # Sockets in a folder of the user's, which nobody else can listen to.
        manager = AsyncKernelManager(
            transport="ipc", ip=str(data / "socket"), kernel_name="rtdeep",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(data / "kernels")]))
        client = Client(
            notebook, km=manager, timeout=timeout or None, resources={"metadata": {"path": str(folder)}},
            on_cell_start=begin, coalesce_streams=True)
        try:
            client.execute()
            return None
        except CellTimeoutError:
            return NotebookFailure(f"cell {client.place + 1} took longer than {timeout:g} s")
        except CellControlSignal as error:
            name, text = getattr(error, "ename", ""), getattr(error, "evalue", "")
            return NotebookFailure(f"cell {client.place + 1} failed: {name}: {text}")
        except (asyncio.CancelledError, DeadKernelError, RuntimeError) as error:
            if client.signal:
                # To whoever waits for a cell, a task that was cancelled is one whose kernel has died.
                where = "before its first cell" if client.place < 0 else f"in cell {client.place + 1}"
                return NotebookFailure(f"stopped {where}", code=128 + client.signal)
            if client.place < 0:
                return NotebookFailure(f"the kernel did not start: {error}")
            return NotebookFailure(f"the kernel died in cell {client.place + 1}")
        finally:
            if shows_progress:
                print(file=sys.stderr)


def _write(notebook: NotebookNode, output: Path) -> None:
    import nbformat

    with written(output) as file:
        text = nbformat.writes(notebook)
        file.write(text.removesuffix("\n").encode() + b"\n")


def _remarks(notebook: NotebookNode) -> list[str]:
    """What our kernel has said on the notebook's standard error."""
    texts = [
        output.text for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    return [line for text in texts for line in text.splitlines() if line.startswith(PREFIX)]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rtdeep.notebook", description="Run a notebook.")
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
    parser.add_argument("--output", type=Path, metavar="FILE", help="the executed notebook; it must not exist")
    parser.add_argument("--revision", metavar="COMMIT", help="what microcircuit computes")
    parser.add_argument("--kernel-timeout", type=float, default=0, metavar="SECONDS", help="for one cell; 0: no limit")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.add_argument("--install-kernel", action="store_true", help="add the kernel to the user's Jupyter instead")
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    try:
        if options.install_kernel:
            print(install_kernel())
            return 0
        if options.file is None or options.output is None:
            parser.error("FILE and --output are needed")
        if options.revision is not None:
            from microcircuit.revisions import find

            find(options.revision)
        notebook = run_notebook(
            options.file, options.output, revision=options.revision, timeout=options.kernel_timeout,
            quiet=options.quiet)
    except (NotebookRefused, UnknownNameError) as error:
        print(f"rtdeep: {error}", file=sys.stderr)
        return 2
    except NotebookFailure as error:
        print(f"rtdeep: {error}; what was executed is in {options.output}", file=sys.stderr)
        return error.code
    except ImportError as error:
        print(f"rtdeep: {error.name or error} is missing: pip install 'rtdeep[notebook]'", file=sys.stderr)
        return 1
    if not options.quiet:
        print(f"{figures(notebook)} figures in {time.monotonic() - begun:.1f} s; written to {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
