"""The interfaces of the original: which arguments its constructors take, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: What every constructor ends with.
_CIRCUIT = (
    "layers", "uP_init", "uI_init", "WPP_init", "WIP_init", "BPP_init", "BPI_init", "gl", "gden", "gbas", "gapi", "gnI",
    "gntgt", "eta_fw", "eta_bw", "eta_PI", "eta_IP",
)
_NEURONS = ("model", "activation", *_CIRCUIT)
_NEURONS_WITH_DERIVATIVE = ("model", "activation", "d_activation", *_CIRCUIT)
_PHASED = ("dt", "dtxi", "tausyn", "Tbw", "Tpres", "noise_scale", "alpha")
_SWITCHES = ("inter_low_pass", "pyr_hi_pass")
_MODES = ("dWPP_low_pass", "gate_regularizer", "noise_mode")

_TEXTS = {"model", "noise_mode", "noise_type", "bw_connection_mode"}


@dataclass(frozen=True)
class Signature:
    """The arguments of one constructor."""

    names: tuple[str, ...]
    #: Arguments that may be left out, and what they are then; those without a value have none.
    optional: Mapping[str, Any] = field(default_factory=dict)
    #: Arguments that are given by name only, if at all.
    extra: frozenset[str] = frozenset()

    def bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any] | str:
        """The arguments by name; or why they are not those of this signature."""
        positional = (*self.names, *self.optional)
        if len(args) > len(positional):
            return f"it takes {len(positional)} arguments, but {len(args)} were given"
        bound = dict(zip(positional, args, strict=False))
        for name, value in kwargs.items():
            if name in bound:
                return f"{name} is given twice"
            if name not in positional and name not in self.extra:
                return f"it has no argument {name}"
            bound[name] = value
        if missing := [name for name in self.names if name not in bound]:
            return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        for name, value in bound.items():
            if (allowed := _kind(name, value)) is not None:
                return f"{name} is a {type(value).__name__}, but must be {allowed}"
        return {**self.optional, **bound}

    def __str__(self) -> str:
        return f"({', '.join(self.names)})"


def _kind(name: str, value: Any) -> str | None:
    """What an argument must be, where it is not."""
    if name in _TEXTS:
        return None if isinstance(value, str) else "text"
    if name in ("activation", "d_activation"):
        functions = value if isinstance(value, (list, tuple)) else [value]
        return None if all(map(callable, functions)) else "a function of this module, or a list of them"
    if name == "layers":
        return None if isinstance(value, Sequence) and not isinstance(value, str) else "a list of sizes"
    return "no text" if isinstance(value, str) else None


@dataclass(frozen=True)
class Family:
    """Revisions with one interface."""

    #: By the constructor's name.
    signatures: Mapping[str, Signature]

    def __hash__(self) -> int:
        return id(self)


FIRST = Family({
    "base_model": Signature(("dt", "Tpres", *_NEURONS_WITH_DERIVATIVE)),
    "phased_noise_model": Signature((*_PHASED, *_NEURONS_WITH_DERIVATIVE)),
})
SWITCHED = Family({
    "base_model": FIRST.signatures["base_model"],
    "phased_noise_model": Signature((*_PHASED, *_SWITCHES, *_NEURONS_WITH_DERIVATIVE)),
})
_LAST = (*_PHASED, *_SWITCHES, *_MODES, *_NEURONS)
LAST_PHASED = Family({
    "base_model": Signature(("dt", "Tpres", *_NEURONS)),
    "phased_noise_model": Signature(_LAST, extra=frozenset({"noise_deg", "taueps"})),
    "no_inter_model": Signature(_LAST),
})
PHASELESS = Family({
    "base_model": Signature(
        ("bw_connection_mode", "dWPP_use_activation", "dt", "Tpres", *_NEURONS), optional={"seed": 123},
        extra=frozenset({"taur"})),
    "noise_model": Signature(
        (
            "bw_connection_mode", "dWPP_use_activation", "dt", "dtxi", "tauHP", "tauLO", "Tpres", "noise_scale",
            "alpha", *_SWITCHES, "dWPP_low_pass", "dWPP_r_low_pass", "dWPP_post_low_pass", "gate_regularizer",
            "noise_type", "noise_mode", *_NEURONS,
        ),
        optional={"seed": 123},
        extra=frozenset({"tauxi", "noise_deg", "taueps", "varphi_regularizer", "taur"})),
})
