"""Brian2, as C++ of its own (cpp_standalone): populations are groups, weights are synapses with summed variables.

Stages of a step are slots of Brian's schedule: rates and noise before the groups, dendrites (summed variables) with the
groups, somata at the thresholds, plasticity with the synapses. Interneurons see the neurons that they mirror through
linked variables.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brian2
import numpy as np
from brian2 import NeuronGroup, Synapses, TimedArray, defaultclock, device, ms
from start import Array, Start, Variables

from peers.c_step import NAIVE_FLAGS

_STEP = 0.01 * ms

_PYRAMIDAL = """
u : 1
u_inf : 1
u_breve : 1
r : 1
r_old : 1
h : 1
v_bas : 1
v_bas_old : 1
error : 1
"""
_APICAL = """
v_excited : 1
v_inhibited : 1
v_api_old : 1
noise : 1
noise_1 : 1
noise_2 : 1
noise_3 : 1
"""
_INTER = """
u : 1
u_inf : 1
u_breve : 1
r : 1
r_old : 1
v_den : 1
v_den_old : 1
error : 1
mirrored : 1 (linked)
"""
_FIRE = """
r_old = r
v_bas_old = v_bas
u_breve = u_inf
r = 1 / (1 + exp(-u_breve))
"""
_DISTURB = """
v_api_old = v_excited + v_inhibited
noise_3 = noise_2
noise_2 = noise_1
noise_1 = noise
"""
_FIRE_INTER = """
r_old = r
v_den_old = v_den
u_breve = u_inf
r = 1 / (1 + exp(-u_breve))
"""
_SETTLE = """
u += rate * (u_inf - u)
h += r - r_old - high_pass * h
error = r - 1 / (1 + exp(-attenuation * v_bas_old))
"""
_DRIVE_HIDDEN = "u_inf = drive * v_bas + nudge * (v_excited + v_inhibited + noise_1)"
_DRIVE_OUTPUT = "u_inf = drive * v_bas + nudge * target"
_DRIVE_INTER = """
u_inf = drive * v_den + nudge * mirrored
u += rate * (u_inf - u)
error = r - 1 / (1 + exp(-attenuation * v_den_old))
"""


@contextmanager
def _all_processors() -> Iterator[None]:
    """Compilers may use what the measurement may not."""
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


class Brian:
    """See `peers.Peer`. Every `run` begins again at the start, and takes the steps that were prepared."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        purpose = "drawing" if noise is None else "given"
        self.folder = Path(os.environ["RTDEEP_BENCH_FOLDER"]) / "brian" / (
            "-".join(map(str, starts[0].layers)) + "-" + purpose
        )  # fmt: skip
        brian2.prefs.codegen.cpp.extra_compile_args_gcc = list(NAIVE_FLAGS)
        brian2.prefs.devices.cpp_standalone.extra_make_args_unix = [f"-j{os.cpu_count()}"]
        brian2.set_device("cpp_standalone", build_on_run=False, directory=str(self.folder))
        # Nothing of a network that was made before.
        device.reinit()
        device.activate(build_on_run=False, directory=str(self.folder))
        brian2.seed(1)
        defaultclock.dt = _STEP
        self.start = starts[0]
        self._make_neurons(noise[0] if noise is not None else None)
        self._make_synapses()
        self.network = brian2.Network(
            self.input, *self.pyramidal, *self.inter, *(s for family in self.synapses.values() for s in family)
        )

    def _make_neurons(self, noise: list[Array] | None) -> None:
        start = self.start
        c, v = start.coefficients, start.variables
        self.input = NeuronGroup(start.layers[0], "r : 1\nr_old : 1", name="input")
        self.input.r, self.input.r_old = start.r0, start.r0
        self.pyramidal: list[Any] = []
        self.inter: list[Any] = []
        for i, n in enumerate(start.layers[1:]):
            is_hidden = i < len(start.layers) - 2
            rates = (c.hidden_drive, c.hidden_nudge, c.hidden_rate, c.hidden_attenuation) if is_hidden else (
                c.output_drive, c.output_nudge, c.output_rate, c.output_attenuation)  # fmt: skip
            names = dict(zip(("drive", "nudge", "rate", "attenuation"), rates, strict=True))
            names.update(high_pass=c.high_pass, sigma=c.sigma)
            equations = _PYRAMIDAL + (_APICAL if is_hidden else "target : 1")
            draw = "noise = sigma * randn()"
            if is_hidden and noise is not None:
                names["given"] = TimedArray(noise[i], dt=_STEP, name=f"given_{i}")
                draw = "noise = given(t, i)"
            group = NeuronGroup(n, equations, namespace=names, name=f"pyramidal_{i}")
            for variable, family in (
                ("u", "uP"), ("u_inf", "uP_inf"), ("u_breve", "uP_breve"), ("r", "rP_breve"), ("h", "rP_breve_HI"),
                ("v_bas", "vbas"),
            ):  # fmt: skip
                setattr(group, variable, v[family][i])
            if is_hidden:
                group.v_excited = v["vapi"][i]
                group.noise, group.noise_1, group.noise_2 = (x[i] for x in start.xi)
            else:
                group.target = start.target
            group.run_regularly(
                _FIRE + (_DISTURB + draw if is_hidden else ""), when="before_groups", name=f"fire_{i}"
            )
            group.run_regularly(
                (_DRIVE_HIDDEN if is_hidden else _DRIVE_OUTPUT) + _SETTLE, when="thresholds", name=f"drive_{i}"
            )
            self.pyramidal.append(group)
        names = dict(drive=c.inter_drive, nudge=c.inter_nudge, rate=c.inter_rate, attenuation=c.inter_attenuation)
        for j, mirrored in enumerate(self.pyramidal[1:]):
            group = NeuronGroup(start.layers[j + 2], _INTER, namespace=names, name=f"inter_{j}")
            group.mirrored = brian2.linked_var(mirrored, "u_breve")
            for variable, family in (
                ("u", "uI"), ("u_inf", "uI_inf"), ("u_breve", "uI_breve"), ("r", "rI_breve"), ("v_den", "vden"),
            ):  # fmt: skip
                setattr(group, variable, v[family][j])
            group.run_regularly(_FIRE_INTER, when="before_groups", name=f"fire_inter_{j}")
            group.run_regularly(_DRIVE_INTER, when="thresholds", name=f"drive_inter_{j}")
            self.inter.append(group)

    def _make_synapses(self) -> None:
        c = self.start.coefficients
        below = [self.input, *self.pyramidal]
        hidden = range(len(self.inter))
        self.synapses = {
            "WPP": [
                self._synapses("WPP", i, below[i], group, "v_bas", "w += eta * error_post * r_old_pre", c.forward[i])
                for i, group in enumerate(self.pyramidal)
            ],
            "WIP": [
                self._synapses(
                    "WIP", j, self.pyramidal[j], self.inter[j], "v_den", "w += eta * error_post * r_old_pre",
                    c.inter[j],
                )
                for j in hidden
            ],
            "BPP": [
                self._synapses(
                    "BPP", i, self.pyramidal[i + 1], self.pyramidal[i], "v_excited",
                    "w += eta * (noise_3_post * h_pre - alpha * w)", c.feedback,
                )
                for i in hidden
            ],
            "BPI": [
                self._synapses(
                    "BPI", i, self.inter[i], self.pyramidal[i], "v_inhibited", "w -= eta * v_api_old_post * r_old_pre",
                    c.apical[i],
                )
                for i in hidden
            ],
        }  # fmt: skip

    def _synapses(self, family: str, i: int, pre: Any, post: Any, dendrite: str, rule: str, eta: float) -> Any:
        synapses = Synapses(
            pre, post, f"w : 1\n{dendrite}_post = w * r_pre : 1 (summed)",
            namespace=dict(eta=eta, alpha=self.start.coefficients.alpha), name=f"{family}_{i}",
        )  # fmt: skip
        synapses.connect()
        # Brian sorts by the presynaptic neuron.
        synapses.w = self.start.variables[family][i].T.ravel()
        synapses.run_regularly(rule, when="synapses", name=f"learn_{family}_{i}")
        return synapses

    def prepare(self, steps: int) -> None:
        """Writes the program for so many steps and has it compiled."""
        self.steps = steps
        self.network.run(steps * _STEP, report=None)
        with _all_processors():
            device.build(directory=str(self.folder), compile=True, run=False)

    def run(self, steps: int) -> float:
        if steps != self.steps:
            raise ValueError(f"the program takes {self.steps} steps, not {steps}")
        device.run(with_output=False)
        # Of the steps alone, as the program itself measures it.
        seconds: float = device._last_run_time
        return seconds

    def end(self) -> list[Variables]:
        def of(groups: list[Any], variable: str) -> list[Array]:
            return [np.array(getattr(group, variable)[:]) for group in groups]

        weights = {
            family: [
                of([s], "w")[0].reshape(old.shape[::-1]).T
                for s, old in zip(synapses, self.start.variables[family], strict=True)
            ]
            for family, synapses in self.synapses.items()
        }
        pyramidal = {
            "uP": "u", "uP_inf": "u_inf", "uP_breve": "u_breve", "rP_breve": "r", "rP_breve_HI": "h", "vbas": "v_bas",
        }  # fmt: skip
        inter = {"uI": "u", "uI_inf": "u_inf", "uI_breve": "u_breve", "rI_breve": "r", "vden": "v_den"}
        hidden = self.pyramidal[:-1]
        excited, inhibited = of(hidden, "v_excited"), of(hidden, "v_inhibited")
        return [{
            **weights,
            **{family: of(self.pyramidal, variable) for family, variable in pyramidal.items()},
            **{family: of(self.inter, variable) for family, variable in inter.items()},
            "vapi": [e + i for e, i in zip(excited, inhibited, strict=True)],
        }]  # fmt: skip
