"""Reads and draws the runs of RtDeep, a simulator of cortical microcircuits that learn in real time.

    from rtdeep import open_run
    run = open_run("runs/seed-20250101-120000")
    run.dataset["BPP_0"].plot()
"""

from rtdeep.runs import Run, RunFolderError, open_run

__all__ = ["Run", "RunFolderError", "open_run"]
__version__ = "0.1.0"
