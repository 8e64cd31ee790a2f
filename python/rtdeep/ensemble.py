"""Ensembles: seeds, or values of parameters, that run at the same time."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike

from rtdeep import _library
from rtdeep._given import address, hold_count, learning_bits, numbers, step_count
from rtdeep._library import ffi
from rtdeep._progress import bar
from rtdeep.errors import ArgumentError, ClosedError, ConfigurationError
from rtdeep.simulation import Pace

if TYPE_CHECKING:
    import xarray as xr

    from rtdeep.experiment import Experiment


#: Those that the library takes.
_MOST_MEMBERS = 2**24


@dataclass(frozen=True)
class Outcome:
    """What has become of a member.

    - name: "running", "completed" (its experiment is over) or "diverged"
    - step: where it is; of one that diverged, the step after which a potential was no longer finite
    - population: which one, such as "uP_0"; None where all is well
    """

    name: str
    step: int
    population: str | None


class Ensemble:
    """Several networks of one structure that run together, on all processors: seeds, or values of parameters.

        ensemble = rtdeep.Ensemble(rtdeep.Experiment("seed"), seeds=range(100))
        ensemble.run()
        ensemble.values("BPP_0").mean("member")

        rtdeep.Ensemble(experiment, learning={"BPP": [100, 200, 400]}, seeds=[1, 1, 1])

    - experiment: what all have in common
    - seeds: one for each member; None: that of the experiment
    - threads: how many may be used; None: as many as there are processors
    - further keywords: settings of the experiment, as `Experiment` takes them, each with one value for each member

    Every member has the same bits as a simulation of its own, whatever company it has. One that diverges does not stop
    the others: see `outcomes`. One thread at a time may use an ensemble; another one is refused with `BusyError`. While
    steps are taken other threads of Python go on.

    Raises `ArgumentError` where lists differ in length, and `ConfigurationError` where a setting is wrong or a member
    cannot run with the others: structure and precision must be the same, the rules the corrected ones, the noise not
    NumPy's.
    """

    def __init__(
        self,
        experiment: Experiment,
        *,
        seeds: Iterable[int] | None = None,
        threads: int | None = None,
        **parameters: Any,
    ) -> None:
        axes = dict(_axes(parameters))
        if seeds is None:
            seeds = axes.pop("seed", None)
        elif "seed" in axes:
            raise ArgumentError("seeds and seed are given, but only one of them can be")
        chosen = None if seeds is None else _seeds(seeds)
        lengths = {path: len(values) for path, values in axes.items()}
        if chosen is not None:
            lengths = {"seeds": len(chosen), **lengths}
        if not lengths:
            raise ArgumentError(
                "an ensemble needs seeds, such as seeds=range(10), or a list of values, such as "
                'learning={"BPP": [100, 200]}'
            )
        first, count = next(iter(lengths.items()))
        for path, length in lengths.items():
            if length != count:
                raise ArgumentError(f"{first} has {count} values, but {path} has {length}: a member needs one of each")
        if count == 0:
            raise ArgumentError(f"{first} is empty, but must have a value for each member")
        #: What all members have in common, with the parameters of the first.
        self.experiment = experiment
        #: The seed of each member.
        self.seeds: tuple[int, ...] = tuple(chosen) if chosen is not None else (experiment.seed,) * count
        #: The parameters that were given, by their paths, with one value for each member.
        self.parameters: dict[str, list[Any]] = axes
        self._threads = _thread_count(threads)
        if axes:
            members = [
                _member(experiment, index, {path: values[index] for path, values in axes.items()} | {"seed": seed})
                for index, seed in enumerate(self.seeds)
            ]
            self.experiment = members[0]
            handles = ffi.new("rtdeep_handle[]", [member._handle.number for member in members])
            self._handle: _library.Handle | None = _library.Handle("ensemble_create", handles, count)
        else:
            given = ffi.new("int64_t[]", list(self.seeds))
            self._handle = _library.Handle("ensemble_create_with_seeds", experiment._handle.number, given, count)
        self._pace = Pace()

    @property
    def _number(self) -> int:
        if self._handle is None:
            raise ClosedError("this ensemble was closed")
        return self._handle.number

    # What it is

    def __len__(self) -> int:
        """The number of members."""
        return len(self.seeds)

    @property
    def steps_done(self) -> int:
        """Steps taken so far, the same for all members."""
        return _library.call_for_number("ensemble_step", self._number)

    @property
    def time(self) -> float:
        """Model time in ms."""
        return self.steps_done * self.experiment.dt

    @property
    def outcomes(self) -> list[Outcome]:
        """What has become of each member."""
        entries = json.loads(_library.call_for_text("ensemble_outcomes", self._number))
        return [Outcome(entry["outcome"], entry["step"], entry["population"]) for entry in entries]

    def values(self, name: str) -> xr.DataArray:
        """The present values of one variable, or of one quantity that can be recorded, in all members.

        The first dimension is `member`, with the coordinates `seed` and, for each parameter that is a number, its path.
        Raises `UnknownNameError`, also where the name stands for several arrays.
        """
        import xarray as xr

        number = self._number
        probe = json.loads(_library.call_for_text("ensemble_probes", number, name.encode("utf-8")))[0]
        array = np.empty((len(self), *probe["shape"]))
        _library.call("ensemble_get", number, name.encode("utf-8"), address(array), array.size)
        coordinates: dict[str, Any] = {"member": np.arange(len(self)), "seed": ("member", list(self.seeds))}
        for path, values in self.parameters.items():
            if all(isinstance(value, (int, float)) for value in values):
                coordinates[path] = ("member", values)
        return xr.DataArray(
            array, coordinates, ("member", *probe["dimensions"]), name,
            {"units": probe["unit"], "long_name": probe["meaning"]},
        )

    # Taking steps

    def run(
        self,
        steps: int | None = None,
        *,
        inputs: ArrayLike | None = None,
        targets: ArrayLike | None = None,
        hold: int = 1,
        learn: bool | Sequence[str] = True,
        progress: bool | None = None,
    ) -> None:
        """Takes steps with all members.

        - steps: how many; None: to the end of the experiment, or of `inputs`
        - inputs: rates to be shown instead of the experiments' own, one row after the other: shape (samples, n_0), the
          same for all members, or (members, samples, n_0)
        - targets: output potentials in mV that go with `inputs`: (samples, n_N) or (members, samples, n_N); None: none
        - hold: steps for which one row of `inputs` is shown
        - learn: with `inputs`, whether weights learn, or which of "WPP", "WIP", "BPI", "BPP"
        - progress: whether to draw a bar; None: where somebody can see it

        Ctrl-C ends the run within a tenth of a second; the ensemble can go on from there. Raises `ArgumentError` where
        shapes do not fit.
        """
        number = self._number
        shown: _Shown | None = None
        if inputs is not None:
            shown = _Shown(len(self), self.experiment.layers, inputs, targets, hold)
        elif targets is not None:
            raise ArgumentError("targets need inputs that they go with")
        elif learn is not True or hold != 1:
            raise ArgumentError("learn and hold go with inputs: an experiment has its own")
        start = self.steps_done
        rest = max(0, self.experiment.steps - start) if shown is None else shown.steps
        total = step_count(steps, start, rest, of_inputs=shown is not None)
        if shown is not None:
            _library.call("ensemble_set_learning", number, learning_bits(learn))
        done = 0
        with bar(self.experiment.title, total, progress) as show:
            while done < total:
                piece = min(total - done, self._pace.steps)
                begun = time.perf_counter()
                if shown is None:
                    _library.call("ensemble_advance", number, piece, self._threads)
                else:
                    shown.present(number, piece, done, self._threads)
                self._pace.learn(piece, time.perf_counter() - begun)
                done += piece
                show(done)

    # Changing it

    def set(self, **variables: ArrayLike) -> None:
        """Replaces variables of the state by name: `set(WPP_0=…)`.

        Shapes are those of `values`, or without `member` where all get the same. Raises `UnknownNameError`, and
        `ArgumentError` where a shape does not fit, a value is not finite, or a variable is one that is shown (`r0`,
        `target`).
        """
        number = self._number
        for name, value in variables.items():
            probe = json.loads(_library.call_for_text("ensemble_probes", number, name.encode("utf-8")))[0]
            shape = (len(self), *probe["shape"])
            array = numbers(value, name)
            if array.shape == shape[1:]:
                array = np.ascontiguousarray(np.broadcast_to(array, shape))
            if array.shape != shape:
                raise ArgumentError(f"{name} has the shape {array.shape}, but must be {shape} or {shape[1:]}")
            _library.call("ensemble_set", number, name.encode("utf-8"), address(array), array.size)

    # Letting go

    def close(self) -> None:
        """Releases the networks."""
        self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        where = "closed" if self._handle is None else f"at step {self.steps_done}"
        return f"<rtdeep.Ensemble of {len(self)} times {self.experiment.name}, {where}>"


class _Shown:
    """Inputs and targets of the caller's, for all members."""

    def __init__(
        self, members: int, layers: Sequence[int], inputs: ArrayLike, targets: ArrayLike | None, hold: int
    ) -> None:
        self._inputs = _rows(inputs, members, layers[0], "inputs")
        self._targets = None if targets is None else _rows(targets, members, layers[-1], "targets")
        if self._targets is not None and len(self._targets) != len(self._inputs):
            raise ArgumentError(f"there are {len(self._inputs)} inputs, but {len(self._targets)} targets")
        self._hold = hold_count(hold)

    @property
    def steps(self) -> int:
        return len(self._inputs) * self._hold

    def present(self, number: int, steps: int, offset: int, threads: int) -> None:
        """Takes `steps` steps, `offset` steps after the first row."""
        # Only the rows of this piece, so that neither a copy nor the library's look is of all of them.
        first = offset // self._hold
        rows = slice(first, (offset + steps - 1) // self._hold + 1)
        inputs = np.ascontiguousarray(self._inputs[rows])
        targets = None if self._targets is None else np.ascontiguousarray(self._targets[rows])
        _library.call(
            "ensemble_present", number, address(inputs), inputs.size, address(targets),
            0 if targets is None else targets.size, len(inputs), self._hold, offset - first * self._hold, steps,
            threads,
        )


def _rows(value: ArrayLike, members: int, width: int, name: str) -> np.ndarray:
    """A view of the shape (samples, members, width)."""
    array = numbers(value, name)
    if array.ndim == 2 and array.shape[1] == width:
        return np.broadcast_to(array[:, np.newaxis, :], (len(array), members, width))
    if array.ndim != 3 or array.shape[0] != members or array.shape[2] != width:
        raise ArgumentError(
            f"{name} has the shape {array.shape}, but must be (samples, {width}) or ({members}, samples, {width})"
        )
    return array.swapaxes(0, 1)


def _axes(parameters: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, list[Any]]]:
    """Paths such as `learning.BPP`, each with a value for every member."""
    for key, value in parameters.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _axes(value, f"{path}.")
        elif isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            raise ArgumentError(f"{path} is {value!r}, but must be a list with a value for each member")
        else:
            yield path, [element.item() if isinstance(element, np.generic) else element for element in value]


def _seeds(seeds: Iterable[int]) -> list[int]:
    if not isinstance(seeds, Iterable):
        raise ArgumentError(f"seeds is {seeds!r}, but must be a list with one for each member, such as range(10)")
    chosen: list[int] = []
    for index, seed in enumerate(seeds):
        if index == _MOST_MEMBERS:
            raise ArgumentError(f"there are more than {_MOST_MEMBERS} seeds, but at most so many members")
        if not isinstance(seed, (int, np.integer)) or isinstance(seed, bool) or not 0 <= seed < 2**63:
            raise ArgumentError(f"seeds[{index}] is {seed!r}, but must be a whole number between 0 and 2^63 - 1")
        chosen.append(int(seed))
    return chosen


def _thread_count(threads: int | None) -> int:
    if threads is None:
        return min(1024, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if not isinstance(threads, (int, np.integer)) or isinstance(threads, bool) or not 1 <= threads <= 1024:
        raise ArgumentError(f"threads is {threads!r}, but must be a whole number between 1 and 1024")
    return int(threads)


def _member(experiment: Experiment, index: int, settings: dict[str, Any]) -> Experiment:
    try:
        return experiment.replaced(**settings)
    except ConfigurationError as error:
        raise ConfigurationError(f"member {index}: {error}") from None
