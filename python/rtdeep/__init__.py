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

The simulator itself is a library (`rtdeep.h`); what is here is thin. `rtdeep.metrics` has the measures of the papers,
`rtdeep.plot` their figures, `rtdeep.datasets` what networks are to tell apart.
"""

from importlib import import_module

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
    RunFolderError,
    StorageError,
    UnknownNameError,
)
from rtdeep.examination import Examination, Examined, Score
from rtdeep.runs import Run, open_run

__all__ = [
    "ArgumentError", "BusyError", "ClosedError", "ConfigurationError", "DivergedError", "Ensemble", "Examination",
    "Examined", "Experiment", "LibraryError", "NoiseMissingError", "OutOfMemoryError", "Outcome", "RtDeepError", "Run",
    "RunFolderError", "Score", "Simulation", "Snapshot", "State", "StorageError", "UnknownNameError", "catalogue",
    "open_run",
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
    if name in ("datasets", "metrics", "plot"):
        return import_module(f"rtdeep.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, "datasets", "metrics", "plot"])
