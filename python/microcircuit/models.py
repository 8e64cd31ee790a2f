"""The models of the original, under its names and with its arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from microcircuit import revisions
from microcircuit.network import _FEEDBACK, _FORWARD, _LATERAL, Network
from microcircuit.revisions import DEFAULTS, Revision
from microcircuit.setup import Setup
from rtdeep._library import call_for_number


class base_model(Network):
    """A microcircuit with fixed feedback (FA), or feedback that is the transpose of the forward weights (BP)."""

    _kind = "base_model"
    _pending: Setup

    def __new__(cls, *args: Any, **kwargs: Any) -> base_model:
        """A model of the revision that was chosen, or else of the one whose arguments these are."""
        revision, arguments = _revision_of(cls._kind, args, kwargs)
        if cls is base_model and revision.engine == "716f250":
            cls = _PhaselessBaseModel
        if cls is phased_noise_model and arguments.get("noise_mode") == "uP_adaptive":
            cls = _AdaptiveModel
        model = object.__new__(cls)
        model._pending = Setup(cls._kind, revision, arguments)
        return model

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        setup: Setup = self.__dict__.pop("_pending")
        if setup.is_phaseless:
            #: The model's own random numbers.
            self.rng = np.random.RandomState(setup.arguments["seed"])
        super().__init__(setup)

    def evolve_system(
        self, r0: ArrayLike | None = None, u_tgt: Sequence[ArrayLike] | None = None, learn_weights: bool = True,
        learn_bw_weights: bool = False,
    ) -> None:
        """One step of dt.

        - r0: input rates, shape (n_0,); None: as in the last step
        - u_tgt: a list whose last entry is the target of the output in mV, shape (n_N,); None: no target
        - learn_weights: whether WPP, WIP and BPI learn
        - learn_bw_weights: without effect, as in the original
        """
        self._step(r0, u_tgt, _FORWARD | _LATERAL if learn_weights else 0)
        if self._recorded:
            self.record_step(u_tgt)


class _PhaselessBaseModel(base_model):
    """The same in the last revision, whose lateral weights have a switch of their own."""

    def evolve_system(  # type: ignore[override]
        self, r0: ArrayLike | None = None, u_tgt: Sequence[ArrayLike] | None = None, learn_weights: bool = True,
        learn_lat_weights: bool = True, learn_bw_weights: bool = False, record: bool = True,
    ) -> None:
        """One step of dt, as in `noise_model`."""
        self._step(r0, u_tgt, (_FORWARD if learn_weights else 0) | (_LATERAL if learn_lat_weights else 0))
        if record and self._recorded:
            self.record_step(u_tgt)


class phased_noise_model(base_model):
    """A microcircuit whose feedback learns from noise, one hidden layer per phase (LDRL, DTPDRL).

    Noise is drawn from the global generator of numpy.random, as in the original.
    """

    _kind = "phased_noise_model"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        setup = self._setup
        self._phase = round(setup.arguments["Tbw"] / setup.dt)
        self._announces = setup.revision.announces_phases

    def evolve_system(
        self, r0: ArrayLike | None = None, u_tgt: Sequence[ArrayLike] | None = None, learn_weights: bool = True,
        learn_bw_weights: bool = True,
    ) -> None:
        """One step of dt.

        - r0: input rates, shape (n_0,); None: as in the last step
        - u_tgt: a list whose last entry is the target of the output in mV, shape (n_N,); None: no target
        - learn_weights: whether WPP, WIP and BPI learn
        - learn_bw_weights: whether there is noise, and BPP learns from it
        """
        learning = _FORWARD | _LATERAL if learn_weights else 0
        if learn_bw_weights:
            learning |= _FEEDBACK
            if self._announces and self._steps % self._phase == 0:
                self._announce()
        self._step(r0, u_tgt, learning)
        if self._recorded:
            self.record_step(u_tgt)

    def _announce(self) -> None:
        """Says which layer learns from now on."""
        active = (self.active_bw_syn + 1) % self._setup.hidden
        print(f"Current time: {self.Time}s")
        print(f"Learning backward weights to layer {active + 1}")


class _AdaptiveModel(phased_noise_model):
    """The same with the noise mode uP_adaptive: a step finds out by itself whether it draws."""

    def _step(self, r0: ArrayLike | None, u_tgt: Sequence[ArrayLike] | None, learning: int) -> None:
        before = np.random.get_state(legacy=False) if learning & _FEEDBACK else None
        super()._step(r0, u_tgt, learning)
        # What the step has left goes back to the generator.
        if before is not None and call_for_number("simulation_drop_noise", self._number):
            np.random.set_state(before)


class noise_model(base_model):
    """A microcircuit whose feedback learns from noise in all layers at the same time (PAL).

    Noise is drawn from `rng`, the model's own numpy.random.RandomState(seed).
    """

    _kind = "noise_model"

    def _draw(self, count: int) -> NDArray[np.float64]:
        return self.rng.standard_normal(count)

    def evolve_system(  # type: ignore[override]
        self, r0: ArrayLike | None = None, u_tgt: Sequence[ArrayLike] | None = None, learn_weights: bool = True,
        learn_lat_weights: bool = True, learn_bw_weights: bool = True, record: bool = True,
    ) -> None:
        """One step of dt.

        - r0: input rates, shape (n_0,); None: as in the last step
        - u_tgt: a list whose last entry is the target of the output in mV, shape (n_N,); None: no target
        - learn_weights: whether WPP learns
        - learn_lat_weights: whether WIP and BPI learn
        - learn_bw_weights: whether there is noise, and BPP learns from it
        - record: whether the step counts for `init_record`
        """
        self._step(
            r0, u_tgt,
            (_FORWARD if learn_weights else 0) | (_LATERAL if learn_lat_weights else 0)
            | (_FEEDBACK if learn_bw_weights else 0))
        if record and self._recorded:
            self.record_step(u_tgt)


def _revision_of(kind: str, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Revision, dict[str, Any]]:
    """The revision whose constructor takes these arguments, and the arguments by name; raises `TypeError`."""
    chosen = revisions.chosen()
    if chosen is not None:
        signature = chosen.family.signatures.get(kind)
        if signature is None:
            raise TypeError(f"revision {chosen.name} has no {kind}: choose another one with microcircuit.use_revision")
        bound = signature.bind(args, kwargs)
        if isinstance(bound, str):
            raise TypeError(f"{bound}: {kind} of revision {chosen.name} takes {signature}")
        return chosen, bound
    reasons = []
    for family, name in DEFAULTS.items():
        if (signature := family.signatures.get(kind)) is None:
            continue
        bound = signature.bind(args, kwargs)
        if not isinstance(bound, str):
            return revisions.find(name), bound
        reasons.append(f"  {name}: {bound}; it takes {signature}")
    raise TypeError("\n".join([f"these are the arguments of {kind} in no revision:", *reasons]))
