"""Naive C, compiled by gcc, and the limit: what it takes to touch the weights at all."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
from start import COMPARED, Array, Start, Variables
from works import Coefficients

#: Brian2's too.
NAIVE_FLAGS = ("-O3", "-march=native", "-ffast-math")
LIMIT_FLAGS = ("-O3", "-march=native")
_MOST = 8
_LISTS = ("forward", "inter", "apical")
_NUMBERS = (
    "hidden_drive", "hidden_nudge", "output_drive", "output_nudge", "inter_drive", "inter_nudge", "hidden_rate",
    "output_rate", "inter_rate", "hidden_attenuation", "output_attenuation", "inter_attenuation", "high_pass", "sigma",
    "alpha", "feedback",
)  # fmt: skip


class _Coefficients(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_double) for name in _NUMBERS),
        *((name, ctypes.c_double * _MOST) for name in _LISTS),
    ]


def _lowered(coefficients: Coefficients) -> _Coefficients:
    values = asdict(coefficients)
    lists = {name: (ctypes.c_double * _MOST)(*values[name]) for name in _LISTS}
    return _Coefficients(**{name: values[name] for name in _NUMBERS}, **lists)


def compiled(name: str, flags: tuple[str, ...]) -> ctypes.CDLL:
    """The library that gcc makes of peers/NAME.c."""
    folder = Path(os.environ["RTDEEP_BENCH_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    # A process of its own may be doing the same.
    library = folder / f"{name}-{os.getpid()}.so"
    source = Path(__file__).with_name(f"{name}.c")
    subprocess.run(["gcc", "-shared", "-fPIC", *flags, "-o", library, source, "-lm"], check=True)
    try:
        return ctypes.CDLL(str(library))
    finally:
        library.unlink()


class NaiveC:
    """See `peers.Peer`: one network, or one after the other."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        self.library = compiled("naive", NAIVE_FLAGS)
        self.library.network_create.restype = ctypes.c_void_p
        self.library.network_variable.restype = ctypes.POINTER(ctypes.c_double)
        self.starts = starts
        self.noise = noise
        self.networks = [ctypes.c_void_p(self._network(start, seed)) for seed, start in enumerate(starts)]
        self.table = (ctypes.c_void_p * len(starts))(*self.networks)

    def _network(self, start: Start, seed: int) -> int:
        sizes = (ctypes.c_int * len(start.layers))(*start.layers)
        network: int = self.library.network_create(
            len(start.layers) - 1, sizes, ctypes.byref(_lowered(start.coefficients)), ctypes.c_uint64(seed)
        )
        shown = {"r0": [start.r0], "r0_old": [start.r0], "target": [start.target]}
        noise = {f"xi_{age}": arrays for age, arrays in enumerate(start.xi, 1)}
        for name, arrays in {**start.variables, **shown, **noise}.items():
            for i, array in enumerate(arrays):
                self._view(ctypes.c_void_p(network), name, i, array.shape)[...] = array
        return network

    def _view(self, network: ctypes.c_void_p, name: str, i: int, shape: tuple[int, ...]) -> Array:
        return np.ctypeslib.as_array(self.library.network_variable(network, name.encode(), i), shape)

    def prepare(self, steps: int) -> None:
        """It is compiled already."""

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        if self.noise is None:
            self.library.networks_run(self.table, len(self.networks), ctypes.c_long(steps))
        else:
            for network, layers in zip(self.networks, self.noise, strict=True):
                for step in range(steps):
                    rows = [layer[step].ctypes.data_as(ctypes.c_void_p) for layer in layers]
                    self.library.network_step_with(network, (ctypes.c_void_p * len(rows))(*rows))
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        return [
            {
                name: [self._view(network, name, i, old.shape).copy() for i, old in enumerate(start.variables[name])]
                for name in COMPARED
            }
            for network, start in zip(self.networks, self.starts, strict=True)
        ]


class Limit:
    """See `peers.Peer`: w *= c over as many weights. It computes nothing that could be compared."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        self.library = compiled("limit", LIMIT_FLAGS)
        self.library.weights_create.restype = ctypes.c_void_p
        families = ("WPP", "WIP", "BPP", "BPI")
        self.count = ctypes.c_long(sum(w.size for s in starts for name in families for w in s.variables[name]))
        self.weights = ctypes.c_void_p(self.library.weights_create(self.count))

    def prepare(self, steps: int) -> None:
        """It is compiled already."""

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        self.library.weights_run(self.weights, self.count, ctypes.c_long(steps))
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        return []
