"""Simulations: experiments in motion, step by step or in one call."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike

from rtdeep import _library
from rtdeep._given import WEIGHTS, Shown, address, learning_bits, numbers, row, step_count
from rtdeep._library import ffi
from rtdeep._progress import bar
from rtdeep._recordings import Recording, Stretch, dataset, quantities
from rtdeep.errors import ArgumentError, ClosedError, UnknownNameError
from rtdeep.state import State

if TYPE_CHECKING:
    import xarray as xr

    from rtdeep.experiment import Experiment

#: Seconds of real time between two looks at the keyboard.
_PIECE = 0.02


class Simulation:
    """An experiment in motion: a network, what it is shown, and when it may learn.

        simulation = rtdeep.Experiment("seed").simulation()
        records = simulation.run(10_000, record=["BPP", "uP_breve"], every=10)

    Results do not depend on how a run is cut into calls, to the last bit. One thread at a time may use a simulation;
    another one is refused with `BusyError`. While steps are taken other threads of Python go on.
    """

    def __init__(self, experiment: Experiment, *, noise: str = "own") -> None:
        if noise not in ("own", "given"):
            raise ArgumentError(f"noise is {noise!r}, but must be 'own' or 'given'")
        function = "simulation_create" if noise == "own" else "simulation_create_with_given_noise"
        #: The experiment.
        self.experiment = experiment
        self._handle: _library.Handle | None = _library.Handle(function, experiment._handle.number)
        self._variables: list[dict[str, Any]] = json.loads(
            _library.call_for_text("simulation_variables", self._number)
        )
        self._state = State(self._handle, self._variables)
        self._recordings: list[Recording] = []
        self._noise = noise
        self._pace = Pace()

    @property
    def _number(self) -> int:
        if self._handle is None:
            raise ClosedError("this simulation was closed")
        return self._handle.number

    # What it is

    @property
    def steps_done(self) -> int:
        """Steps taken so far."""
        return _library.call_for_number("simulation_step", self._number)

    @property
    def time(self) -> float:
        """Model time in ms."""
        return self.steps_done * self.experiment.dt

    @property
    def state(self) -> State:
        """All variables of the network, by name, where they lie: read-only arrays without a copy.

        What is asked for is up to date, until the next call that takes steps or sets something: ask for it again then,
        for an array from before may show old values or new ones. Copy what you want to keep.
        """
        self._number  # noqa: B018  closed simulations have no state to look at
        return self._state

    @property
    def weights(self) -> dict[str, list[np.ndarray]]:
        """All weights as they are now, copied, layer by layer.

        `WPP`, `WIP`, `BPP` and `BPI`; with a bias unit `biasP` and `biasI`, too.
        """
        return {
            family: [self.state[name].copy() for name in self._family(family)] for family in self._weight_families}

    @property
    def records(self) -> xr.Dataset:
        """What the last run recorded, also where it was interrupted or the network diverged."""
        attributes = {
            "experiment": self.experiment.name, "title": self.experiment.title,
            "seed": str(self.experiment.seed), "precision": self.experiment.precision,
            "configuration": self.experiment.configuration,
            **self.experiment.provenance,
        }
        return dataset(self._recordings, self.experiment.dt, attributes)

    # Taking steps

    def run(
        self,
        steps: int | None = None,
        *,
        inputs: ArrayLike | None = None,
        targets: ArrayLike | None = None,
        hold: int = 1,
        learn: bool | Sequence[str] = True,
        noise: ArrayLike | None = None,
        record: Sequence[str] | None = None,
        every: int | None = None,
        include_start: bool = False,
        memory: np.ndarray | None = None,
        progress: bool | None = None,
    ) -> xr.Dataset:
        """Takes steps, and gives back what was recorded on the way.

        - steps: how many; None: to the end of the experiment, or of `inputs`
        - inputs: shape (samples, n_0), rates to be shown instead of the experiment's own, one row after the other
        - targets: shape (samples, n_N), output potentials in mV that go with `inputs`; None: no target
        - hold: steps for which one row of `inputs` is shown
        - learn: with `inputs`, whether weights learn, or which of "WPP", "WIP", "BPI", "BPP"
        - noise: standard normal deviates, in the order in which they are drawn (`noise_due` says how many a step uses);
          for simulations made with `noise="given"`
        - record: names as in a configuration, such as "BPP", "uP_breve_1", "angle(BPP, WPP^T)"; None: what the
          experiment records
        - every: steps between two records; None: 1, or as the experiment has it
        - include_start: whether the present state is the first record
        - memory: an array of float64 that takes what `record` names, a row for each record, instead of new arrays; the
          dataset's arrays are views of it. Where many small arrays are recorded this is several times as fast, and so
          is memory that was used before
        - progress: whether to draw a bar; None: where somebody can see it

        The dataset's arrays have the dimensions `time_ms` and populations of neurons, units, and what they are; its
        attributes say which program, experiment and configuration they come from.

        Ctrl-C ends the run within a tenth of a second; the simulation can go on from there, and `records` has what was
        recorded. Raises `DivergedError` where a potential is no longer finite (likewise), `NoiseMissingError`,
        `ArgumentError` where shapes do not fit, and `UnknownNameError`.
        """
        number = self._number
        shown = Shown(self.experiment.layers, inputs, targets, hold) if inputs is not None else None
        if shown is None:
            if targets is not None:
                raise ArgumentError("targets need inputs that they go with")
            if learn is not True or hold != 1:
                raise ArgumentError("learn and hold go with inputs: an experiment has its own")
        if noise is not None:
            self.give_noise(noise)
        start = self.steps_done
        rest = max(0, self.experiment.steps - start)
        total = step_count(steps, start, rest if shown is None else shown.steps, of_inputs=shown is not None)
        recordings = self._requested(record, every, include_start, start, total, memory)
        if shown is not None:
            _library.call("simulation_set_learning", number, learning_bits(learn))
        self._recordings = recordings
        end = start + total
        step = start
        try:
            with bar(self.experiment.title, total, progress) as show:
                while True:
                    for recording in recordings:
                        if recording.next_beginning(start) == step:
                            recording.begin(number, step)
                    if step >= end:
                        break
                    stops = [beginning for recording in recordings if (beginning := recording.next_beginning(start))]
                    steps = min(min(stops, default=end), end) - step
                    step += self._advance(number, min(steps, self._pace.steps), shown, step - start)
                    show(step - start)
        finally:
            for recording in recordings:
                recording.end()
        return self.records

    def step(
        self,
        input: ArrayLike | None = None,
        target: ArrayLike | None = None,
        *,
        learn: bool | Sequence[str] = True,
    ) -> None:
        """One step: of the experiment, or with this input (n_0 rates) and target (n_N potentials in mV; None: none)."""
        number = self._number
        done = ffi.new("int64_t *")
        if input is None:
            if target is not None or learn is not True:
                raise ArgumentError("target and learn go with an input: an experiment has its own")
            _library.call("simulation_advance", number, 1, done)
            return
        rates = row(input, self.experiment.layers[0], "input")
        potentials = None if target is None else row(target, self.experiment.layers[-1], "target")
        _library.call("simulation_set_learning", number, learning_bits(learn))
        _library.call(
            "simulation_present", number, address(rates), rates.size, address(potentials),
            0 if potentials is None else potentials.size, 1, 1, 0, 1, done,
        )

    def _advance(self, number: int, steps: int, shown: Shown | None, offset: int) -> int:
        """Takes a piece of a run, and learns how long pieces take; the steps that were done."""
        done = ffi.new("int64_t *")
        begun = time.perf_counter()
        if shown is None:
            _library.call("simulation_advance", number, steps, done)
        else:
            # Only the rows of this piece, so that a call does not look at all of them.
            first = offset // shown.hold
            last = (offset + steps - 1) // shown.hold
            inputs = shown.inputs[first : last + 1]
            targets = None if shown.targets is None else shown.targets[first : last + 1]
            _library.call(
                "simulation_present", number, address(inputs), inputs.size, address(targets),
                0 if targets is None else targets.size, last - first + 1, shown.hold, offset - first * shown.hold,
                steps, done,
            )
        self._pace.learn(steps, time.perf_counter() - begun)
        return int(done[0])

    # Changing it

    def set_weights(self, **families: Sequence[ArrayLike | None]) -> None:
        """Replaces weights: `set_weights(WPP=[w0, None, w2])` with one array per layer, None for what stays.

        Shapes as in `weights`. Raises `ArgumentError` where one does not fit or is not finite; nothing is changed then.
        """
        arrays: dict[str, np.ndarray] = {}
        for family, values in families.items():
            if family not in self._weight_families:
                known = ", ".join(self._weight_families)
                raise UnknownNameError(f"no weights are called {family}: there are {known}")
            names = self._family(family)
            if len(values) != len(names):
                raise ArgumentError(f"{family} has {len(names)} matrices, but {len(values)} were given")
            for name, value in zip(names, values, strict=True):
                if value is not None:
                    arrays[name] = self._fitting(name, value)
        self._set(arrays)

    def set(self, **variables: ArrayLike) -> None:
        """Replaces variables of the state by name: `set(uP_0=…, rI_breve_0=…)`.

        Raises `UnknownNameError`, and `ArgumentError` where a shape does not fit, a value is not finite, or a variable
        is one that is shown (`r0`, `target`); nothing is changed then. In single precision values are rounded to it.
        """
        self._set({name: self._fitting(name, value) for name, value in variables.items()})

    def set_self_predicting(self) -> None:
        """Puts the network into its self-predicting state: W^I and B^I follow from W and B as they are now."""
        _library.call("simulation_set_self_predicting", self._number)

    def _set(self, arrays: Mapping[str, np.ndarray]) -> None:
        for name, values in arrays.items():
            _library.call("simulation_set", self._number, name.encode(), address(values), values.size)

    def _fitting(self, name: str, value: ArrayLike) -> np.ndarray:
        variable = next((entry for entry in self._variables if entry["name"] == name), None)
        if variable is None:
            raise UnknownNameError(f"no variable is called {name}: there are {', '.join(self._state)}")
        if not variable["settable"]:
            raise ArgumentError(f"{name} is what the network is shown: give it to run or step")
        array = numbers(value, name)
        if array.shape != tuple(variable["shape"]):
            raise ArgumentError(f"{name} has the shape {tuple(variable['shape'])}, but {array.shape} was given")
        if not np.isfinite(array).all():
            raise ArgumentError(f"{name} must be finite everywhere")
        if self.experiment.precision == "single" and (np.abs(array) > np.finfo(np.float32).max).any():
            raise ArgumentError(f"{name} must be at most {np.finfo(np.float32).max:.8g} everywhere in precision single")
        return array

    # Noise of one's own

    @property
    def noise_due(self) -> int:
        """How many standard normal deviates the next step uses up if feedback weights learn in it."""
        return _library.call_for_number("simulation_noise_due", self._number)

    def give_noise(self, deviates: ArrayLike) -> None:
        """Adds deviates to those that have not been used yet (simulations made with `noise="given"`)."""
        if self._noise != "given":
            raise ArgumentError('this simulation makes its own noise: ask for it with simulation(noise="given")')
        array = numbers(deviates, "noise").ravel()
        _library.call("simulation_give_noise", self._number, address(array), array.size)

    # Going back

    def snapshot(self) -> Snapshot:
        """Everything that the rest of the run depends on."""
        return Snapshot(self)

    def restore(self, snapshot: Snapshot) -> None:
        """Goes back to a snapshot of a simulation of the same experiment: from here on every bit is as it was."""
        _library.call("simulation_restore", self._number, snapshot._handle.number)

    # Letting go

    def close(self) -> None:
        """Releases the network; what was recorded stays, and so do arrays of `state` that somebody still holds."""
        self._handle = None
        self._state = State.empty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        where = "closed" if self._handle is None else f"at step {self.steps_done}"
        return f"<rtdeep.Simulation of {self.experiment.name}, {where}>"

    # Plans

    @property
    def _weight_families(self) -> tuple[str, ...]:
        return WEIGHTS + tuple(family for family in ("biasP", "biasI") if self._family(family))

    def _family(self, family: str) -> list[str]:
        return [entry["name"] for entry in self._variables if _is_member(entry["name"], family)]

    def _requested(
        self, record: Sequence[str] | None, every: int | None, include_start: bool, start: int, total: int,
        memory: np.ndarray | None,
    ) -> list[Recording]:
        if every is not None and (not isinstance(every, (int, np.integer)) or isinstance(every, bool) or every < 1):
            raise ArgumentError(f"every is {every!r}, but must be a whole number, 1 or more")
        if record is not None:
            names = [record] if isinstance(record, str) else list(record)
            n = int(every or 1)
            stretch = Stretch(start if include_start else start + n, start + total, n)
            return [Recording(quantities(self._number, names), [stretch], memory)]
        if memory is not None:
            raise ArgumentError("memory goes with record: an experiment may have several schedules")
        description = self.experiment._description
        return [
            Recording(
                quantities(self._number, names), list(_stretches(schedule, every, include_start, start, start + total))
            )
            for names, schedule in zip(description["record"], description["recordSchedules"], strict=True)
        ]


class Pace:
    """How many steps to take in one call, so that it lasts as long as the keyboard may wait."""

    def __init__(self) -> None:
        self._steps_per_second = 1000.0

    @property
    def steps(self) -> int:
        """Of the next call."""
        return max(1, int(self._steps_per_second * _PIECE))

    def learn(self, steps: int, seconds: float) -> None:
        """From a call that took so long.

        Never more than twice as many as last time, so that one lucky measurement does not hold up the keyboard.
        """
        self._steps_per_second = min(
            2 * max(self._steps_per_second, 1 / _PIECE), max(steps, 1) / max(seconds, 1e-6)
        )


def _stretches(
    schedule: dict[str, Any], every: int | None, include_start: bool, start: int, end: int
) -> Iterator[Stretch]:
    """The records that a schedule of a configuration asks for between two steps of a run."""
    least = start if include_start else start + 1
    if "steps" in schedule:
        yield from (Stretch(step, step, 1) for step in schedule["steps"] if least <= step <= end)
    elif "window" in schedule:
        first, last = schedule["window"]
        n = every or schedule["every"]
        yield Stretch(first + max(0, -(-(least - first) // n)) * n, min(last, end), n)
    else:
        n = every or schedule["every"]
        # At multiples of n, as in a run of the program, wherever this run begins.
        yield Stretch(start if include_start else (start // n + 1) * n, end, n)


class Snapshot:
    """Everything that the rest of a run depends on; see `Simulation.restore`."""

    def __init__(self, simulation: Simulation) -> None:
        self._handle = _library.Handle("simulation_snapshot", simulation._number)


def _is_member(name: str, family: str) -> bool:
    return name.startswith(f"{family}_") and name[len(family) + 1 :].isdigit()
