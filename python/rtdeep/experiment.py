"""Experiments: what is simulated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from rtdeep import _library
from rtdeep._library import ffi
from rtdeep.errors import ArgumentError, ConfigurationError

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from rtdeep.runs import Run
    from rtdeep.simulation import Simulation


class Experiment:
    """An experiment: of the catalogue, from a file, or from keywords.

        rtdeep.Experiment("seed")                       # by its name in the catalogue (see `rtdeep.catalogue`)
        rtdeep.Experiment("mine.yaml")                  # from a configuration, YAML or JSON
        rtdeep.Experiment("seed", seed=7)               # with other settings
        rtdeep.Experiment("seed", precision="single")   # in 32 bits: about seven digits
        rtdeep.Experiment(layers=[1, 2, 1], dt=0.01, …) # from keywords alone

    Keywords are the keys of a configuration (`Documentation/Configuration.md`); sections are dictionaries, arrays may
    be NumPy's. With a source they replace what it says, key by key.

    Raises `ConfigurationError` with the sentences of `rtdeep check`, and `UnknownNameError` where the catalogue has no
    such name.
    """

    def __init__(self, source: str | PathLike[str] | None = None, /, **settings: Any) -> None:
        if source is None:
            if not settings:
                raise ArgumentError("an experiment needs a name, a file, or keywords such as layers=[1, 2, 1]")
            plain = {key: _plain(value, key) for key, value in settings.items()}
            # The program reads characters, but no halves of them.
            text = json.dumps(plain, allow_nan=False, ensure_ascii=False).encode()
            self._handle = _library.Handle(
                "experiment_from_text", text, len(text), b"experiment", ffi.NULL, ffi.NULL, 0
            )
            return
        array, kept = _library.texts([f"{path}={value}" for path, value in _flattened(settings)])
        name = fspath(source)
        function = "experiment_from_file" if _is_file(name) else "experiment_named"
        try:
            self._handle = _library.Handle(function, name.encode("utf-8"), array, len(kept))
        except ConfigurationError as error:
            raise ConfigurationError(str(error).replace("--set ", "")) from None

    @cached_property
    def _description(self) -> dict[str, Any]:
        return json.loads(_library.call_for_text("experiment_describe", self._handle.number))

    @property
    def name(self) -> str:
        """What it is called."""
        return self._description["name"]

    @property
    def title(self) -> str:
        """What it is about, in a sentence."""
        return self._description["title"]

    @property
    def citation(self) -> str | None:
        """Whom to cite for it."""
        return self._description["citation"]

    @property
    def layers(self) -> tuple[int, ...]:
        """Neurons per layer, input first."""
        return tuple(self._description["layers"])

    @property
    def dt(self) -> float:
        """Time step in ms."""
        return self._description["dt"]

    @property
    def steps(self) -> int:
        """Steps of the whole experiment."""
        return self._description["steps"]

    @property
    def settling(self) -> float:
        """ms before the first presentation, in which nothing is learned."""
        return float(yaml.safe_load(self.configuration)["presentations"]["settling"])

    @property
    def precision(self) -> str:
        """What its network is computed with, "single" or "double"."""
        return self._description["precision"]

    @property
    def seed(self) -> int:
        """What its random numbers begin with."""
        return self._description["seed"]

    @property
    def warnings(self) -> list[str]:
        """What theory says against the feedback learning that is asked for; empty where it can be expected to learn."""
        return [f"{warning['place']}: {warning['message']}" for warning in self._description["warnings"]]

    @property
    def provenance(self) -> dict[str, str]:
        """Version, compiler and platform of the simulator."""
        return dict(self._description["provenance"])

    @cached_property
    def configuration(self) -> str:
        """The configuration as YAML, with every default filled in."""
        return _library.call_for_text("experiment_configuration", self._handle.number)

    def predict(self) -> dict[str, Any]:
        """What theory predicts of every hidden layer: drift, fixed point, time constant, final noise angle.

        As `rtdeep predict` prints it; an experiment that has no closed form says why under `obstacle`.
        """
        return json.loads(_library.call_for_text("experiment_predict", self._handle.number))

    def simulation(self, *, noise: str = "own") -> Simulation:
        """The experiment at step 0.

        With `noise="given"` the noise comes from you: see `Simulation.run`.
        """
        from rtdeep.simulation import Simulation

        return Simulation(self, noise=noise)

    def run(self, **options: Any) -> xr.Dataset:
        """Runs the whole experiment and gives back what it records; options are those of `Simulation.run`."""
        return self.simulation().run(**options)

    def run_into(
        self, folder: str | PathLike[str], *, checkpoint_every: float = 0.0, progress: bool | None = None
    ) -> Run:
        """Runs the whole experiment into a new folder, as `rtdeep run` does, and opens it.

        - folder: must not exist
        - checkpoint_every: seconds of real time between two checkpoints; 0: the default, 10 s
        - progress: whether to draw a bar; None: where somebody can see it

        Ctrl-C ends the run with a checkpoint, from which `rtdeep resume` goes on. A run that diverges is no error: its
        report says so. Raises `StorageError` where the folder exists or cannot be written.
        """
        from rtdeep._folder_run import run_into

        return run_into(self, Path(folder), checkpoint_every, progress)

    def replaced(self, **settings: Any) -> Experiment:
        """The same experiment with other settings, as `Experiment` takes them."""
        text = self.configuration.encode("utf-8")
        array, kept = _library.texts([f"{path}={value}" for path, value in _flattened(settings)])
        other = Experiment.__new__(Experiment)
        try:
            other._handle = _library.Handle(
                "experiment_from_text", text, len(text), self.name.encode("utf-8"), ffi.NULL, array, len(kept)
            )
        except ConfigurationError as error:
            raise ConfigurationError(str(error).replace("--set ", "")) from None
        return other

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.layers))
        return f"<rtdeep.Experiment {self.name}: {sizes}, {self.steps} steps of {self.dt:g} ms>"


def catalogue() -> pd.DataFrame:
    """The published experiments, as a pandas.DataFrame of name, title, citation and number of published values."""
    import pandas as pd

    entries = json.loads(_catalogue_text())
    return pd.DataFrame(
        [{**entry, "published": len(entry["published"])} for entry in entries]
    ).set_index("name")


def _catalogue_text() -> str:
    return _library.call_for_text("catalogue")


def _is_file(name: str) -> bool:
    """Whether a source is a file: it looks like one, or is there and is no name of the catalogue."""
    if "/" in name or name.endswith((".yaml", ".yml", ".json")):
        return True
    return Path(name).is_file() and name not in {entry["name"] for entry in json.loads(_catalogue_text())}


#: Where a configuration has `{values: [...]}` for an array.
_VALUES = ("initial.", "teacher.", "target", "presentations.input")


def _plain(value: Any, path: str) -> Any:
    """A value as JSON has it."""
    if isinstance(value, np.ndarray):
        numbers = [_plain(element, path) for element in value.tolist()] if value.ndim else value.item()
        return {"values": numbers} if value.ndim and path.startswith(_VALUES) else numbers
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, PathLike):
        return fspath(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(element, f"{path}.{key}") for key, element in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(element, path) for element in value]
    if isinstance(value, float) and not np.isfinite(value):
        raise ArgumentError(f"{path} is {value}, but must be a finite number")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise ArgumentError(f"{path} is a {type(value).__name__}, but must be a number, text, list, dictionary or array")


def _flattened(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Settings as the command line takes them: `learning.WPP`, `0.1`."""
    for key, value in settings.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping) and value and "." not in str(key):
            yield from _flattened(value, f"{path}.")
        else:
            yield path, json.dumps(_plain(value, path), allow_nan=False, ensure_ascii=False)
