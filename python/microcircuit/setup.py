"""From a constructor's arguments to an experiment of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microcircuit.activations import ACTIVATIONS, linear
from microcircuit.revisions import Revision
from rtdeep.errors import ArgumentError

#: The rules of learning feedback, by the name of the model.
_RULES = {"FA": "fixed", "BP": "transport", "LDRL": "ldrl", "DTPDRL": "dtpdrl", "PAL": "pal"}
_CONDUCTANCES = {
    "gl": "leak", "gbas": "basal", "gapi": "apical", "gden": "dendritic", "gnI": "interneuronNudging",
    "gntgt": "targetNudging",
}
_AMPLITUDES = {"const": "constant", "uP": "somatic", "uP_breve": "prospective", "vapi": "apical"}

Arrays = dict[str, list[NDArray[np.float64]]]


class Setup:
    """The experiment that a constructor's arguments stand for.

    Raises `ArgumentError` where an argument does not fit, named as the constructor names it.
    """

    def __init__(self, kind: str, revision: Revision, arguments: Mapping[str, Any]) -> None:
        self.kind = kind
        self.revision = revision
        self.arguments = arguments
        #: Neurons per layer, input first.
        self.layers = [_size(n) for n in arguments["layers"]]
        if len(self.layers) < 3:
            raise ArgumentError(f"layers is {list(self.layers)}, but must have an input, a hidden and an output layer")
        #: N: the number of layers without the input.
        self.depth = len(self.layers) - 1
        #: H: the number of hidden layers.
        self.hidden = self.depth - 1
        #: Whether all layers learn all the time, as in PAL.
        self.is_phaseless = revision.engine == "716f250"
        self.is_layered = self.is_phaseless and self._choice("bw_connection_mode", ("layered", "skip")) == "layered"
        #: Whether interneurons inhibit the apical dendrites.
        self.has_interneurons = kind != "no_inter_model"
        #: Whether feedback learns from noise.
        self.learns_feedback = kind != "base_model"
        #: The layer (of those without the input) that each interneuron population mirrors.
        self.mirrored = (
            [] if not self.has_interneurons
            else [j + 1 for j in range(self.hidden)] if self.is_layered else [self.depth - 1]
        )
        self.dt = self._time("dt")
        self.model = self._model()
        #: Whether steps find out by themselves whether they draw noise.
        self.is_adaptive = self.learns_feedback and arguments.get("noise_mode") == "uP_adaptive"
        self.activations = self._activations()
        self.initial = self._initial()
        self.settings = self._settings()

    # What the engine is asked for

    def _settings(self) -> dict[str, Any]:
        arguments = self.arguments
        settings: dict[str, Any] = {
            "name": self.kind,
            "title": f"{self.kind} of revision {self.revision.name}",
            "layers": self.layers,
            "activation": [ACTIVATIONS[function][0] for function in self.activations],
            "dt": self.dt,
            # What is shown comes with every step.
            "presentations": {"count": 1, "duration": self.dt},
            "record": {"every": 1, "variables": ["Time"]},
            "learning": self._learning(),
            "feedback": self._feedback(),
            "conductances": {there: self._number(here) for here, there in _CONDUCTANCES.items()},
            "prospective": {"arithmetic": "differenceQuotient", "factor": float(arguments.get("taur", 1))},
            "revision": self.revision.engine,
        }
        interneurons: dict[str, Any] = {} if self.has_interneurons else {"inhibition": "ownSoma"}
        always = "inter_low_pass" not in arguments
        if self.learns_feedback and self.has_interneurons and (always or arguments["inter_low_pass"]):
            interneurons["lowPass"] = self._time(self._synaptic)
        if interneurons:
            settings["interneurons"] = interneurons
        return settings

    @property
    def _synaptic(self) -> str:
        """The time constant of low-passes."""
        return "tauLO" if self.is_phaseless else "tausyn"

    def _learning(self) -> dict[str, Any]:
        arguments = self.arguments
        # The skip circuits read the last rate of the only population's list.
        inhibitory = list(self._rates("eta_IP", len(self.mirrored)))
        if not self.is_layered:
            inhibitory = [float(list(arguments["eta_IP"])[-1])] if self.mirrored else []
        learning: dict[str, Any] = {
            "WPP": self._rates("eta_fw", self.depth),
            "WIP": inhibitory,
            "BPI": self._rates("eta_PI", self.hidden),
        }
        if not self.has_interneurons:
            del learning["WIP"]
        if self.learns_feedback:
            learning["BPP"] = self._rates("eta_bw", self.hidden)
            if arguments.get("dWPP_low_pass"):
                learning["lowPass"] = self._time(self._synaptic)
            if arguments.get("dWPP_r_low_pass"):
                learning["trace"] = {"presynaptic": self._time("tauLO")}
            elif arguments.get("dWPP_post_low_pass"):
                learning["trace"] = {"postsynaptic": self._time("tauLO")}
        if not arguments.get("dWPP_use_activation", True):
            learning["error"] = "potential"
        return learning

    def _feedback(self) -> dict[str, Any]:
        arguments = self.arguments
        feedback: dict[str, Any] = {"rule": _RULES[self.model], "connection": "layered" if self.is_layered else "skip"}
        if not self.learns_feedback:
            return feedback
        feedback["alpha"] = self._rates("alpha", self.hidden)
        feedback["highPass"] = self._time("tauHP" if self.is_phaseless else "tausyn")
        feedback["noise"] = self._noise()
        if not self.is_phaseless:
            feedback["phase"] = self._duration("Tbw")
        if not arguments.get("pyr_hi_pass", True):
            feedback["response"] = "rates"
        if arguments.get("gate_regularizer"):
            feedback["regulariser"] = "gate"
        elif arguments.get("varphi_regularizer"):
            feedback["regulariser"] = "derivative"
        return feedback

    def _noise(self) -> dict[str, Any]:
        level = self._rates("noise_scale", self.hidden)
        hold = self._duration("dtxi")
        if self.revision.has_linear_output:
            if self.revision.announces_phases:
                return {"soma": level, "hold": hold}
            return {"held": level, "hold": hold, "amplitude": "largestSomatic"}
        if self.is_phaseless:
            mode = self._choice("noise_mode", ("const", "uP", "uP_breve", "vapi"))
            amplitude: Any = _AMPLITUDES[mode]
            if self._choice("noise_type", ("OU", "hold_white_noise")) == "OU":
                return {"ou": level, "tau": self._time("tauxi"), "hold": hold, "amplitude": amplitude}
        elif self._choice("noise_mode", ("uP", "vapi", "uP_adaptive")) == "uP_adaptive":
            amplitude = {"adaptive": {"degrees": self._number("noise_deg"), "tau": self._time("taueps")}}
        else:
            amplitude = _AMPLITUDES[self.arguments["noise_mode"]]
        return {"held": level, "hold": hold, "amplitude": amplitude}

    # What the network starts with

    def _initial(self) -> Arrays:
        n = self.layers
        feedback: list[tuple[int, ...]] = [
            (n[i + 1], n[i + 2] if self.is_layered else n[-1]) for i in range(self.hidden)
        ]
        shapes: dict[str, list[tuple[int, ...]]] = {
            "uP": [(size,) for size in n[1:]],
            "WPP": [(n[i + 1], n[i]) for i in range(self.depth)],
            "BPP": feedback,
        }
        if self.has_interneurons:
            shapes["uI"] = [(n[layer + 1],) for layer in self.mirrored]
            shapes["WIP"] = [(n[layer + 1], n[layer]) for layer in self.mirrored]
            shapes["BPI"] = feedback
        self.shapes = shapes
        arrays = {
            family: fitting(f"{family}_init", self.arguments[f"{family}_init"], shapes[family]) for family in shapes
        }
        if self.model == "BP":
            if not self.is_layered and self.hidden > 1:
                raise ArgumentError(f"model is BP, which revision {self.revision.name} has for one hidden layer only")
            arrays["BPP"] = [w.T.copy() for w in arrays["WPP"][1:]]
        return arrays

    # Arguments

    def _model(self) -> str:
        known = {"base_model": ("FA", "BP"), "noise_model": ("PAL",)}.get(self.kind, ("LDRL", "DTPDRL"))
        return self._choice("model", known)

    def _activations(self) -> list[Any]:
        given = self.arguments["activation"]
        per_layer = list(given) if isinstance(given, (list, tuple)) else [given] * self.depth
        if len(per_layer) != self.depth:
            raise ArgumentError(
                f"activation has {len(per_layer)} functions, but must be one, or {self.depth}: one per non-input layer")
        for function in per_layer:
            if function not in ACTIVATIONS:
                names = ", ".join(known.__name__ for known in ACTIVATIONS)
                given_name = getattr(function, "__name__", function)
                raise ArgumentError(f"activation is {given_name}, but must be one of this module's: {names}")
        derivatives = self.arguments.get("d_activation")
        if derivatives is not None:
            given_derivatives = derivatives if isinstance(derivatives, (list, tuple)) else [derivatives] * self.depth
            expected = [ACTIVATIONS[function][1] for function in per_layer]
            if list(given_derivatives) != expected:
                names = ", ".join(dict.fromkeys(derivative.__name__ for derivative in expected))
                raise ArgumentError(f"d_activation must be the derivative of activation: {names}")
        if self.revision.has_linear_output:
            per_layer[-1] = linear
        return per_layer

    def _choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.arguments[name]
        if value not in allowed:
            where = f"in {self.kind} of revision {self.revision.name}"
            raise ArgumentError(f"{name} is {value!r}, but must be {' or '.join(allowed)} {where}")
        return str(value)

    def _number(self, name: str) -> float:
        value = self.arguments.get(name)
        if value is None:
            raise ArgumentError(f"{name} is missing")
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = np.nan
        if not np.isfinite(number):
            raise ArgumentError(f"{name} is {value!r}, but must be a finite number")
        return number

    def _time(self, name: str) -> float:
        number = self._number(name)
        if number <= 0:
            raise ArgumentError(f"{name} is {number:g}, but must be above 0")
        return number

    def _duration(self, name: str) -> float:
        """A time that is a multiple of dt, without the rounding of whoever multiplied."""
        ratio = self._time(name) / self.dt
        if round(ratio) < 1 or abs(ratio - round(ratio)) > 1e-6 * ratio:
            raise ArgumentError(f"{name} is {self.arguments[name]:g}, but must be a multiple of dt, {self.dt:g}")
        return round(ratio) * self.dt

    def _rates(self, name: str, count: int) -> list[float]:
        values = np.atleast_1d(np.asarray(self.arguments[name], dtype=np.float64))
        if values.ndim != 1 or len(values) < count:
            raise ArgumentError(f"{name} has {values.size} values, but must have {count}")
        if not (np.isfinite(values).all() and (values >= 0).all()):
            raise ArgumentError(f"{name} is {values.tolist()}, but must be finite, zero or more")
        return values[:count].tolist()


def _size(value: Any) -> int:
    if int(value) != value or value < 1:
        raise ArgumentError(f"layers has {value!r}, but sizes must be whole numbers above 0")
    return int(value)


def fitting(name: str, values: Any, shapes: Sequence[tuple[int, ...]]) -> list[NDArray[np.float64]]:
    """Arrays of these shapes; raises `ArgumentError` where one has another, or is not finite."""
    if not isinstance(values, (list, tuple, np.ndarray)):
        raise ArgumentError(f"{name} is a {type(values).__name__}, but must be a list of {len(shapes)} arrays")
    if len(values) != len(shapes):
        raise ArgumentError(f"{name} is {len(values)} arrays, but must be a list of {len(shapes)}")
    return [
        fitting_array(f"{name}[{i}]", value, shape) for i, (value, shape) in enumerate(zip(values, shapes, strict=True))
    ]


def fitting_array(name: str, value: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """An array of this shape; raises `ArgumentError` where it has another, or is not finite."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise ValueError
        array = np.array(array, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(f"{name} must be an array of real numbers, but is {value!r}") from None
    if array.shape != shape:
        raise ArgumentError(f"{name} has the shape {array.shape}, but must have {shape}")
    if not np.isfinite(array).all():
        raise ArgumentError(f"{name} must be finite everywhere")
    return array
