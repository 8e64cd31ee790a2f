"""Golden trajectories of the public code, and the models that are to follow them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import microcircuit
from microcircuit.no_inter import no_inter_model

FOLDER = Path(__file__).parents[2] / "Tests" / "Fixtures" / "golden"
CONDUCTANCES = {"gl": 0.03, "gden": 0.1, "gbas": 0.1, "gapi": 0.06, "gnI": 0.06, "gntgt": 0.06}
RATES = ("eta_fw", "eta_bw", "eta_PI", "eta_IP")


class Golden:
    """One recorded trajectory."""

    def __init__(self, name: str) -> None:
        with np.load(FOLDER / f"{name}.npz") as file:
            self.arrays = {key: file[key] for key in file.files}
        meta = json.loads(str(self.arrays["meta_json"]))
        self.params: dict[str, Any] = meta["params"]
        self.variables = [key[6:] for key in self.arrays if key.startswith("first_") and key != "first_step"]
        self.steps = int(self.params.get("nsteps") or self.params["n_pres"] * self.params["hold"])

    def initial(self, family: str) -> list[np.ndarray]:
        """What the constructor was given."""
        count = sum(key.startswith(f"init_{family}_") for key in self.arrays)
        return [self.arrays[f"init_{family}_{i}"] for i in range(count)]

    def circuit(self) -> dict[str, Any]:
        """The arguments that every constructor ends with."""
        families = ("uP", "uI", "WPP", "WIP", "BPP", "BPI")
        return {
            "layers": self.params["layers"], **{f"{name}_init": self.initial(name) for name in families},
            **CONDUCTANCES, **{name: self.params[name] for name in RATES},
        }

    def records(self) -> Iterator[tuple[int, str, np.ndarray, float]]:
        """Step, variable, values, and what they may be off: see GoldenTests.swift for the tolerance."""
        for prefix in ("first", "rec"):
            for name in self.variables:
                if (key := f"{prefix}_{name}") not in self.arrays:
                    continue
                keys = (f"first_{name}", f"rec_{name}")
                largest = max(np.abs(self.arrays[k]).max() for k in keys if k in self.arrays)
                for step, values in zip(self.arrays[f"{prefix}_step"], self.arrays[key], strict=True):
                    yield int(step), name, values, 1e-9 * largest + 1e-10

    def follow(self, model: Any) -> tuple[float, int]:
        """Takes all steps; the largest deviation in units of the tolerance, and the number of values compared."""
        p = self.params
        expected: dict[int, list[tuple[str, np.ndarray, float]]] = {}
        for step, name, values, tolerance in self.records():
            expected.setdefault(step, []).append((name, values, tolerance))
        worst, count = 0.0, 0
        learn = p.get("learn", [True, True, True])
        is_phaseless = "bw_connection_mode" in p
        for step in range(self.steps + 1):
            for name, values, tolerance in expected.get(step, ()):
                deviation = np.abs(value(model, name) - values).max() / tolerance
                worst, count = max(worst, deviation), count + values.size
            if step == self.steps:
                break
            sample = step // p["hold"]
            # The arrays of the file are read only here: a copy is what a notebook would have.
            target = [self.arrays["target"][sample]] if p.get("target") else None
            w, lateral, b = learn if step >= p.get("settle", 0) else (False, False, False)
            if is_phaseless:
                model.evolve_system(self.arrays["r0"][sample], target, w, lateral, b)
            else:
                model.evolve_system(self.arrays["r0"][sample], target, w, b)
        return worst, count


def value(model: Any, name: str) -> Any:
    """A variable as the golden files call it."""
    if hasattr(type(model), name):
        return getattr(model, name)
    family, index = name.rsplit("_", 1)
    return getattr(model, family)[int(index)]


def activations(names: str | list[str]) -> Any:
    """The functions of these names."""
    if isinstance(names, str):
        return getattr(microcircuit, names)
    return [getattr(microcircuit, name) for name in names]


def first_model(golden: Golden) -> Any:
    """A model of the revisions a2f0ba6 and 98eb7f1, with the global generator where the recorded one had it."""
    p = golden.params
    np.random.seed(p["seed"])
    n = p["layers"]
    for size in [*n[1:], n[-1]]:
        np.random.normal(0, 1, size)
    matrices = [(n[i + 1], n[i]) for i in range(len(n) - 1)] + [(n[-1], n[-2])] + 2 * [(k, n[-1]) for k in n[1:-1]]
    for shape in matrices:
        np.random.uniform(0, 1, shape)
    np.random.uniform(0, 1, (p["n_pres"], n[0]))
    model = microcircuit.phased_noise_model(
        p["dt"], p["dtxi"], p["tausyn"], p["Tbw"], p["Tpres"], p["noise_scale"], p["alpha"], "LDRL",
        microcircuit.logistic, microcircuit.d_logistic, **golden.circuit())
    if p.get("sps"):
        model.set_self_predicting_state()
    return model


def later_model(golden: Golden) -> Any:
    """A model of the revisions 1c417e1 and 716f250."""
    p = golden.params
    activation = activations(p["activation"])
    is_base = p["model"] in ("FA", "BP")
    if p["commit"] == "1c417e1":
        np.random.seed(p["rng_seed"])
        arguments = [p["dt"], p["Tpres"], p["model"], activation]
        if is_base:
            model = microcircuit.base_model(*arguments, **golden.circuit())
        else:
            extra = {name: p[name] for name in ("noise_deg", "taueps") if name in p}
            make = no_inter_model if p.get("no_inter") else microcircuit.phased_noise_model
            model = make(
                p["dt"], p["dtxi"], p["tausyn"], p["Tbw"], p["Tpres"], p["noise_scale"], p["alpha"],
                p.get("inter_low_pass", False), p.get("pyr_hi_pass", False), p.get("dWPP_low_pass", False),
                p.get("gate_regularizer", False), p["noise_mode"], p["model"], activation, **golden.circuit(), **extra)
    else:
        first = [p["bw_connection_mode"], p.get("dWPP_use_activation", True)]
        extra = {name: p[name] for name in ("taur",) if name in p}
        if is_base:
            model = microcircuit.base_model(
                *first, p["dt"], p["Tpres"], p["model"], activation, **golden.circuit(), seed=p["rng_seed"], **extra)
        else:
            extra |= {name: p[name] for name in ("tauxi", "varphi_regularizer") if name in p}
            model = microcircuit.noise_model(
                *first, p["dt"], p["dtxi"], p["tauHP"], p["tauLO"], p["Tpres"], p["noise_scale"], p["alpha"],
                p.get("inter_low_pass", False), p.get("pyr_hi_pass", False), p.get("dWPP_low_pass", False),
                p.get("dWPP_r_low_pass", False), p.get("dWPP_post_low_pass", False), p.get("gate_regularizer", False),
                p["noise_type"], p["noise_mode"], p["model"], activation, **golden.circuit(), seed=p["rng_seed"],
                **extra)
    if p.get("sps"):
        model.set_self_predicting_state()
    return model
