"""A model in motion: the engine takes the steps, what is read of it is copied when it is read."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from microcircuit.attributes import Attributes
from microcircuit.recording import Recordings
from microcircuit.setup import Setup, fitting, fitting_array
from microcircuit.state import Layers
from rtdeep import _library
from rtdeep._library import ffi
from rtdeep.errors import ArgumentError, ConfigurationError, RtDeepError
from rtdeep.experiment import Experiment

_FORWARD, _INTERNEURON, _APICAL, _FEEDBACK = 1, 2, 4, 8
_LATERAL = _INTERNEURON | _APICAL
#: Numbers in a small state.
_SMALL = 512
_ARRAY = np.ndarray
_FLOAT = np.dtype(np.float64)

WEIGHTS = ("WPP", "WIP", "BPP", "BPI")
VOLTAGES = ("uP", "uP_old", "uP_breve", "uI", "uI_old", "uI_breve")
#: What a model without interneurons keeps of them as it was given, and from which argument it follows.
_OF_INTERNEURONS = {
    "uI": "uI", "uI_old": "uI", "uI_breve": "uI", "rI_breve": "uI", "vden": "uI", "WIP": "WIP", "BPI": "BPI",
}

class Network(Attributes, Recordings):
    """What all models share: their state, how it is read and set, and one step of the engine."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        try:
            self._experiment = Experiment(**setup.settings)
        except ConfigurationError as error:
            raise ConfigurationError(f"{setup.kind}: {error}") from None
        self._open()
        for family in ("uP", "uI"):
            layers = range(setup.depth) if family == "uP" else setup.mirrored
            for i, (layer, values) in enumerate(zip(layers, setup.initial.get(family, ()), strict=False)):
                rates = setup.activations[layer](values)
                for name in (family, f"{family}_old", f"{family}_inf", f"{family}_breve"):
                    self._set(f"{name}_{i}", values)
                self._set(f"r{family[1]}_breve_{i}", rates)
                if family == "uP":
                    self._set(f"rP_breve_HI_{i}", rates)
        for family in WEIGHTS:
            for i, values in enumerate(setup.initial.get(family, ())):
                self._set(f"{family}_{i}", values)
        self._refresh()

    def _open(self) -> None:
        """The engine's side: a simulation, and the buffers that it is called with."""
        library = _library.library()
        self._simulation = _library.Handle("simulation_create_with_given_noise", self._experiment._handle.number)
        self._number = self._simulation.number
        variables = json.loads(_library.call_for_text("simulation_variables", self._number))
        place, count = ffi.new("double **"), ffi.new("int64_t *")
        _library.call("simulation_state", self._number, ffi.cast("const double **", place), count)
        self._size = int(count[0])
        self._live = np.frombuffer(ffi.buffer(place[0], 8 * self._size), dtype=np.float64)
        # The state after the last step and the one before it take turns, so that nothing need be copied.
        states = np.zeros((2, self._size))
        self._sides = [_Side(variables, state) for state in states]
        self._side = True
        self._turn()
        # A small state is copied as a whole when something of it is read, which takes less time than many small copies;
        # of a large one nobody should have to keep all for the sake of a part.
        self._places = self._sides[0].places if self._size <= _SMALL else {}
        self._input = np.zeros(self._setup.layers[0])
        self._input_shape = self._input.shape
        input_place = ffi.from_buffer("double[]", self._input)
        self._target = np.zeros(self._setup.layers[-1])
        target_place = ffi.from_buffer("double[]", self._target)
        # What does not change from step to step is bound once: the calls are what a loop consists of.
        self._due_place, self._message = ffi.new("int64_t *"), ffi.new("char **")
        self._due = partial(library.rtdeep_simulation_noise_due, self._number, self._due_place, self._message)
        self._give = partial(library.rtdeep_simulation_give_noise, self._number)
        shown = partial(library.rtdeep_simulation_take_step, self._number, input_place, len(self._input))
        self._take_free = partial(shown, ffi.NULL, 0)
        self._take_nudged = partial(shown, target_place, len(self._target))
        self._steps = 0
        #: Deviates that wait for the next step: one array, or none.
        self._drawn: list[NDArray[np.float64]] = []
        self._lists: dict[str, Any] = {}
        #: Counts steps, and what is set between them.
        self._moment = 0
        #: Whether W_0 r0 is what the basal dendrites saw last, so that r0 may be left out.
        self._keeps_input = True

    # Steps

    def _step(self, r0: ArrayLike | None, u_tgt: Sequence[ArrayLike] | None, learning: int) -> None:
        if type(r0) is _ARRAY and r0.dtype is _FLOAT and r0.shape == self._input_shape:
            self._input[:] = r0
        else:
            self._show(r0, learning)
        other = self._sides[not self._side]
        try:
            if learning & _FEEDBACK:
                if code := self._due():
                    self._raise(code)
                if due := self._due_place[0]:
                    self._supply(due)
            if u_tgt is None:
                code = self._take_free(learning, other.place, self._size, self._message)
            else:
                self._aim(u_tgt)
                code = self._take_nudged(learning, other.place, self._size, self._message)
            if code:
                self._raise(code)
            self._side = not self._side
            self._views = other.views
            # What was read belongs to the past.
            self._lists = {}
            self._moment += 1
            if self._drawn:
                self._drawn.clear()
            self._steps += 1
        except BaseException:
            # Whoever interrupts a loop may go on with it: an interrupt comes anywhere between two lines.
            self._synchronise()
            raise

    def _generator(self) -> Callable[[int], NDArray[np.float64]]:
        """Standard normal deviates, from where the original has them."""
        return np.random.standard_normal

    def _supply(self, due: int) -> None:
        """Gives the deviates for the next step: new ones, unless a step that failed has left them."""
        if not self._drawn:
            # One call, so that no interrupt comes between drawing them and keeping them.
            self._drawn.extend(map(self._generator(), (due,)))
        if code := self._give(ffi.from_buffer("double[]", self._drawn[0]), due, self._message):
            self._raise(code)

    def _raise(self, code: int) -> NoReturn:
        raise _library.error_of(code)(_library.take_text(self._message[0]))

    def _synchronise(self) -> None:
        """Makes this side agree with the engine, which may have taken a step that was not noted here."""
        steps = _library.call_for_number("simulation_step", self._number)
        if steps != self._steps:
            self._drawn.clear()
            self._steps = steps
        # They are given again.
        _library.call_for_number("simulation_drop_noise", self._number)
        self._sides[self._side].state[:] = self._latest()
        self._turn()
        self._turn()
        self._moment += 1

    def _latest(self) -> NDArray[np.float64]:
        """The engine's own state, up to date."""
        _library.call("simulation_publish", self._number, 0, self._size)
        return self._live

    def _turn(self) -> None:
        """The other side is the present from now on."""
        self._side = not self._side
        self._views = self._sides[self._side].views
        self._lists = {}

    def _show(self, r0: ArrayLike | None, learning: int) -> None:
        if r0 is not None:
            values = np.asarray(r0)
            self._input[:] = fitting_array("r0", values.reshape(-1) if values.ndim == 0 else values, self._input_shape)
            self._keeps_input = True
            return
        if not self._keeps_input or (learning & _FORWARD and self._setup.settings["learning"]["WPP"][0]):
            raise ArgumentError("r0 can only be left out while WPP[0] stays as it is: give the rates again")

    def _aim(self, u_tgt: Sequence[ArrayLike]) -> None:
        if not isinstance(u_tgt, (list, tuple, np.ndarray)) or len(u_tgt) == 0:
            raise ArgumentError(f"u_tgt is {u_tgt!r}, but must be a list whose last entry is the target of the output")
        self._target[:] = fitting_array("u_tgt[-1]", np.atleast_1d(u_tgt[-1]), self._target.shape)

    # Reading

    def _read(self, name: str) -> Any:
        """The arrays of a variable, copied one by one."""
        views = self._views.get(name)
        if views is None:
            return self._substitute(name)
        layers = self._lists[name] = Layers(map(np.ndarray.copy, views))
        for array in layers:
            array.flags.writeable = False
        layers.origin = self, name, self._moment
        return layers

    def _freeze(self) -> Callable[[Any], NDArray[np.float64]]:
        """What gives parts of the present state, copied as a whole."""
        state = self._sides[self._side].state.copy()
        state.flags.writeable = False
        # No variable has an empty name.
        self._lists[""] = state.__getitem__
        return state.__getitem__

    def _substitute(self, name: str) -> Any:
        """What the original has, though nothing ever reads or writes it."""
        setup = self._setup
        if name == "dWPP_LO" and setup.learns_feedback and not setup.revision.has_linear_output:
            return [_frozen(np.zeros(shape)) for shape in setup.shapes["WPP"]]
        if not setup.has_interneurons and name in _OF_INTERNEURONS:
            given = setup.arguments[f"{_OF_INTERNEURONS[name]}_init"]
            arrays = [np.array(array, dtype=np.float64) for array in given]
            if name == "rI_breve":
                arrays = [setup.activations[-1](array) for array in arrays]
            return [_frozen(array if name != "vden" else np.zeros_like(array)) for array in arrays]
        raise AttributeError(f"a {setup.kind} of revision {setup.revision.name} has no {name}")

    def _compute(self, name: str) -> Any:
        value = getattr(self, f"_{name}")()
        self._lists[name] = value
        return value

    def _r0(self) -> Any:
        return _frozen(self._input.copy())

    def _Time(self) -> float | int:
        # The first one is a whole number in the original, and printed as such.
        return round(self._steps * self._setup.dt, 12) if self._steps else 0

    def _active_bw_syn(self) -> int:
        return int(self._probe("active_bw_syn", ())[()])

    def _noise_counter(self) -> int:
        return int(self._probe("noise_counter", ())[()])

    def _epsilon(self, name: str = "epsilon") -> list[float]:
        if name in self._views:
            return [float(view) for view in self._views[name]]
        setup = self._setup
        if not setup.learns_feedback or setup.revision.has_linear_output:
            raise AttributeError(f"a {setup.kind} of revision {setup.revision.name} has no {name}")
        return [1.0] * setup.hidden

    def _epsilon_LO(self) -> list[float]:
        return self._epsilon("epsilon_LO")

    def _taueffP(self) -> list[float]:
        g = self._setup.arguments
        hidden = 1 / (g["gl"] + g["gbas"] + g["gapi"])
        return [hidden] * self._setup.hidden + [1 / (g["gl"] + g["gbas"] + g["gntgt"])]

    def _taueffI(self) -> list[float]:
        g = self._setup.arguments
        return [1 / (g["gl"] + g["gden"] + g["gnI"])] * max(len(self._setup.mirrored), 1)

    def _dWPP(self) -> list[NDArray[np.float64]]:
        return [
            self._probe(f"dWPP_{i}", shape) if self._steps else _frozen(np.zeros(shape))
            for i, shape in enumerate(self._setup.shapes["WPP"])
        ]

    def _dWIP(self) -> list[NDArray[np.float64]]:
        setup, views = self._setup, self._views
        g = setup.arguments
        kappa = g["gden"] / (g["gl"] + g["gden"])
        changes = []
        for j, layer in enumerate(setup.mirrored):
            error = views["rI_breve"][j] - setup.activations[layer](kappa * views["vden_old"][j])
            rate = setup.dt * setup.settings["learning"]["WIP"][j] * bool(self._steps)
            changes.append(_frozen(rate * np.outer(error, views["rP_breve_old"][layer - 1])))
        return changes

    def _dBPI(self) -> list[NDArray[np.float64]]:
        setup, views = self._setup, self._views
        if not setup.has_interneurons:
            return []
        potentials = views["vapi_old" if setup.is_phaseless else "vapi"]
        changes = []
        for i in range(setup.hidden):
            rate = setup.dt * setup.settings["learning"]["BPI"][i] * bool(self._steps)
            before = views["rI_breve_old"][i if setup.is_layered else 0]
            changes.append(_frozen(-rate * np.outer(potentials[i], before)))
        return changes

    def _dBPP(self) -> list[NDArray[np.float64]]:
        if not self._setup.learns_feedback:
            return [_frozen(np.zeros(shape)) for shape in self._setup.shapes["BPP"]]
        before = self._sides[not self._side].views["BPP"]
        return [_frozen(now - then) for now, then in zip(self._views["BPP"], before, strict=True)]

    def _probe(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
        values = np.empty(shape)
        _library.call(
            "simulation_get", self._number, name.encode(), ffi.cast("double *", values.ctypes.data), values.size)
        return _frozen(values)

    @property
    def noise(self) -> Any:
        """The noise of every layer that is no input; in revision a2f0ba6 that of the layer that learns, None before it
        is drawn."""
        noise = self._noise
        if self._setup.revision.name == "a2f0ba6":
            return noise[0] if self._views["noise"][0].any() else None
        if len(noise) == self._setup.hidden:
            # The original's list has an entry for the output, where no noise ever goes.
            list.append(noise, _frozen(np.zeros(self._setup.layers[-1])))
        return noise

    @noise.setter
    def noise(self, value: Any) -> None:
        self._write("noise", value[: len(self._views["noise"])] if isinstance(value, list) else value)

    # Setting

    def _write(self, name: str, value: Any) -> None:
        views = self._views.get(name)
        if views is None:
            raise ArgumentError(f"{name} cannot be set: a {self._setup.kind} computes nothing with it")
        arrays = fitting(name, value, [view.shape for view in views])
        if name == "WPP" and not np.array_equal(arrays[0], views[0]):
            self._keeps_input = False
        for i, array in enumerate(arrays):
            self._set(f"{name}_{i}", array)
        self._refresh()

    def _set(self, name: str, values: NDArray[np.float64]) -> None:
        values = np.ascontiguousarray(values)
        _library.call(
            "simulation_set", self._number, name.encode(), ffi.cast("double *", values.ctypes.data), values.size)

    def _refresh(self) -> None:
        """The state anew, after something in it was set."""
        for side in self._sides:
            side.state[:] = self._latest()
        self._moment += 1
        self._lists = {}

    def set_self_predicting_state(self) -> None:
        """W^I and B^I follow from W and B as they are now."""
        if self._setup.has_interneurons:
            _library.call("simulation_set_self_predicting", self._number)
        self._refresh()

    def get_weights(self) -> tuple[Layers, Layers, Layers, Layers]:
        """WPP, WIP, BPP and BPI."""
        return self.WPP, self.WIP, self.BPP, self.BPI

    def set_weights(
        self, model: Network | None = None, WPP: Any = None, WIP: Any = None, BPP: Any = None, BPI: Any = None
    ) -> None:
        """Replaces weights by those of another model of the same shape, or by lists of arrays; None: as they are."""
        self._replace(model, dict(zip(WEIGHTS, (WPP, WIP, BPP, BPI), strict=True)))

    def get_voltages(self) -> tuple[Layers, Layers]:
        """uP and uI."""
        return self.uP, self.uI

    def get_old_voltages(self) -> tuple[Layers, Layers]:
        """uP_old and uI_old."""
        return self.uP_old, self.uI_old

    def get_breve_voltages(self) -> tuple[Layers, Layers]:
        """uP_breve and uI_breve."""
        return self.uP_breve, self.uI_breve

    def set_voltages(
        self, model: Network | None = None, uP: Any = None, uP_old: Any = None, uP_breve: Any = None, uI: Any = None,
        uI_old: Any = None, uI_breve: Any = None,
    ) -> None:
        """Replaces potentials by those of another model of the same shape, or by lists of arrays; None: as they are."""
        self._replace(model, dict(zip(VOLTAGES, (uP, uP_old, uP_breve, uI, uI_old, uI_breve), strict=True)))

    def _replace(self, model: Network | None, families: Mapping[str, Any]) -> None:
        given = {name: value for name, value in families.items() if value is not None}
        if model is not None:
            given = {name: getattr(model, name) for name in families if name in self._views} | given
        # All are looked at before one is set.
        for name, value in given.items():
            if name in self._views:
                fitting(name, value, [view.shape for view in self._views[name]])
        for name, value in given.items():
            self._write(name, value)

    def get_conductances(self) -> tuple[float, ...]:
        """gl, gden, gbas, gapi, gnI and gntgt, in 1/ms."""
        return tuple(self._setup.arguments[name] for name in ("gl", "gden", "gbas", "gapi", "gnI", "gntgt"))

    # Copies

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        twin = object.__new__(type(self))
        memo[id(self)] = twin
        twin._setup, twin._experiment = self._setup, self._experiment
        twin._open()
        engine = set(twin.__dict__)
        snapshot = _library.Handle("simulation_snapshot", self._number)
        _library.call("simulation_restore", twin._number, snapshot.number)
        for name, value in self.__dict__.items():
            if name not in engine:
                twin.__dict__[name] = copy.deepcopy(value, memo)
        twin._steps, twin._keeps_input, twin._drawn = self._steps, self._keeps_input, list(self._drawn)
        twin._input[:] = self._input
        for there, here in zip(twin._sides, self._sides, strict=True):
            there.state[:] = here.state
        twin._side = not self._side
        twin._turn()
        return twin

    def __reduce__(self) -> Any:
        raise RtDeepError("models cannot be pickled: pass on their weights and voltages, and make a model with them")

    def __repr__(self) -> str:
        setup = self._setup
        what = f"{type(self).__name__} {setup.layers}, {setup.model}, revision {setup.revision.name}"
        return f"<{what}, {self._steps} steps>"


def _frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    array.flags.writeable = False
    return array


class _Side:
    """A copy of the engine's state, and where every variable lies in it."""

    __slots__ = ("place", "places", "state", "views")

    def __init__(self, variables: Sequence[Mapping[str, Any]], state: NDArray[np.float64]) -> None:
        self.state = state
        self.place = ffi.from_buffer("double[]", state)
        #: By family, layer by layer.
        self.views: dict[str, list[NDArray[np.float64]]] = {}
        self.places: dict[str, list[Any]] = {}
        for variable in variables:
            family, _, index = variable["name"].rpartition("_")
            if not index.isdigit():
                continue
            members = self.views.setdefault(family, [])
            if len(members) != int(index):
                raise RtDeepError(f"{variable['name']} is out of order in the engine's state")
            begin, shape = variable["offset"], tuple(variable["shape"])
            part = slice(begin, begin + math.prod(shape))
            members.append(state[part].reshape(shape))
            self.places.setdefault(family, []).append(_index(part, shape))
        #: By family, layer by layer: indices into the state, where one indexing is enough.
        self.places = {family: places for family, places in self.places.items() if None not in places}


def _index(part: slice, shape: tuple[int, ...]) -> Any:
    """What indexes a vector so that a part of it has this shape; None where that takes more than an index."""
    if len(shape) == 1:
        return part
    if len(shape) == 2 and shape[1] == 1:
        return part, None
    if len(shape) == 2 and shape[0] == 1:
        return None, part
    return None
