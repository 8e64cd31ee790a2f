"""A whole run into a folder, in a thread of its own: the calling one draws the bar and notices Ctrl-C."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rtdeep import _library
from rtdeep._library import ffi
from rtdeep._progress import bar
from rtdeep.runs import Run, open_run

if TYPE_CHECKING:
    from rtdeep.experiment import Experiment


def run_into(experiment: Experiment, folder: Path, interval: float, wanted: bool | None) -> Run:
    """Runs an experiment into `folder`, as `Experiment.run_into` says."""
    handle = experiment._handle
    progress = ffi.new("rtdeep_progress *")
    failure: list[BaseException] = []

    def work() -> None:
        try:
            _library.call_for_text("experiment_run", handle.number, str(folder).encode(), interval, progress)
        except BaseException as error:  # raised again in the calling thread
            failure.append(error)

    worker = threading.Thread(target=work, name="rtdeep run", daemon=True)
    interrupt: KeyboardInterrupt | None = None
    with bar(experiment.title, experiment.steps, wanted) as show:
        worker.start()
        while worker.is_alive():
            try:
                worker.join(0.05)
                show(progress.step)
            except KeyboardInterrupt as error:
                # The run writes a checkpoint and its report before it ends.
                interrupt = error
                progress.stop = 1
    if failure:
        raise failure[0]
    if interrupt is not None:
        raise interrupt
    return open_run(folder)
