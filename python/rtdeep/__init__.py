"""RtDeep: cortical microcircuits that learn in real time.

    import rtdeep

    records = rtdeep.Experiment("seed").run()          # an xarray.Dataset
    records["BPP_0"].plot()

    simulation = rtdeep.Experiment("mine.yaml").simulation()
    simulation.run(1000, record=["uP_breve", "angle(BPP, WPP^T)"], every=10)
    simulation.weights["WPP"]

    ensemble = rtdeep.Ensemble(rtdeep.Experiment("seed"), seeds=range(100))
    ensemble.run()                                     # all of them at the same time
    ensemble.values("BPP_0")

    sweep = rtdeep.sweep("rates.yaml", "rates")        # an experiment over ranges of its parameters
    sweep.best("cos(BPP, WPP^T)")

The simulator itself is a library (`rtdeep.h`); what is here is thin. `rtdeep.metrics` has the measures of the papers,
`rtdeep.plot` their figures, `rtdeep.figures` those of a folder by their names, `rtdeep.datasets` what networks are to
tell apart; `rtdeep.write_report` makes a page of a folder.
"""

from importlib import import_module

from rtdeep.errors import (
    ArgumentError,
    BokehMissing,
    BusyError,
    ClosedError,
    ConfigurationError,
    DaskMissing,
    DivergedError,
    LibraryError,
    NoiseMissingError,
    OutOfMemoryError,
    ProgramError,
    RtDeepError,
    RunFolderError,
    StorageError,
    UnknownNameError,
)
from rtdeep.examination import Examination, Examined, Score
from rtdeep.runs import Run, open_run
from rtdeep.sweeps import Sweep, open_sweep

__all__ = [
    "ArgumentError", "BokehMissing", "BusyError", "ClosedError", "ConfigurationError", "DaskMissing", "DivergedError",
    "Ensemble", "Examination", "Examined", "Experiment", "LibraryError", "NoiseMissingError", "OutOfMemoryError",
    "Outcome", "ProgramError", "RtDeepError", "Run", "RunFolderError", "Score", "Simulation", "Snapshot", "State",
    "StorageError", "Sweep", "UnknownNameError", "catalogue", "open_run", "open_sweep", "sweep", "write_report",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    # The library is loaded when it is needed: reading and drawing runs needs none.
    if name in ("Experiment", "catalogue"):
        from rtdeep import experiment

        return getattr(experiment, name)
    if name in ("Ensemble", "Outcome"):
        from rtdeep import ensemble

        return getattr(ensemble, name)
    if name in ("Simulation", "State", "Snapshot"):
        from rtdeep import simulation

        return getattr(simulation, name)
    if name == "sweep":
        from rtdeep import sweeping

        return sweeping.sweep
    if name == "write_report":
        from rtdeep import report

        return report.write_report
    if name in ("datasets", "figures", "metrics", "plot"):
        return import_module(f"rtdeep.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, "datasets", "figures", "metrics", "plot"])
