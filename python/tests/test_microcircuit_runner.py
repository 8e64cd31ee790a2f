"""The public runner's protocol, taken through the models as the runner does it: golden files f1 to f4.

Settling, then epochs whose samples are shuffled with the model's own random numbers, in which the noise comes too.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from microcircuit_golden import CONDUCTANCES, FOLDER, RATES, activations

import microcircuit

KINDS = ("input", "WPP", "WIP", "BPP", "BPI", "rP_breve", "lat_mismatch")


def student(file: dict[str, np.ndarray], p: dict[str, Any], name: str, seed: int) -> Any:
    """A model with the potentials and weights that the recorded student was built with."""
    def initial(family: str) -> list[np.ndarray]:
        count = sum(key.startswith(f"{name}_init_{family}_") for key in file)
        return [file[f"{name}_init_{family}_{i}"] for i in range(count)]

    circuit = {
        "layers": p["layers"], **{f"{f}_init": initial(f) for f in ("uP", "uI", "WPP", "WIP", "BPP", "BPI")},
        **CONDUCTANCES, **{rate: p[rate] for rate in RATES}, "seed": seed,
    }
    activation = activations(p["activation"])
    if p["model_type"] != "PAL":
        return microcircuit.base_model(
            "layered", p["dWPP_use_activation"], p["dt"], p["Tpres"], p["model_type"], activation, **circuit)
    return microcircuit.noise_model(
        "layered", p["dWPP_use_activation"], p["dt"], p["dtxi"], p["tauHP"], p["tauLO"], p["Tpres"], p["noise_scale"],
        p["alpha"], p["inter_low_pass"], p["pyr_hi_pass"], p["dWPP_low_pass"], p["dWPP_r_low_pass"],
        p["dWPP_post_low_pass"], p["gate_regularizer"], p["noise_type"], p["noise_mode"], "PAL", activation, **circuit,
        tauxi=p["tauxi"])


@pytest.mark.parametrize("name", ["f1", "f2", "f3", "f4"])
def test_the_public_runner(name: str) -> None:
    with np.load(FOLDER / f"{name}.npz") as archive:
        file = {key: archive[key] for key in archive.files}
    meta = json.loads(str(file["meta_json"]))
    p = meta["params"]
    mc = student(file, p, "s0", p["random_seed"][0])
    mc.init_record(
        rec_per_steps=p["rec_per_steps"], rec_MSE=True, rec_error=True, rec_target=True,
        **{f"rec_{kind}": True for kind in KINDS})
    has_targets = meta["task"] == "fw_bw"
    hold = round(p["Tpres"] / p["dt"])
    if has_targets:
        inputs = file["teacher_input_unique"]
    else:
        inputs = np.random.RandomState(p["random_seed"][0]).uniform(0, 1, (p["dataset_size"], p["layers"][0]))
    for row in np.repeat(inputs, hold, axis=0)[: int(p["settling_time"] / p["dt"])]:
        mc.evolve_system(row, learn_weights=False, learn_lat_weights=False, learn_bw_weights=False)
    targets = file["teacher_target_unique"] if has_targets else None
    for _ in range(p["epochs"]):
        samples = inputs[:, :, None] if targets is None else np.stack([inputs, targets], axis=2)
        mc.rng.shuffle(samples)
        inputs = samples[:, :, 0]
        targets = None if targets is None else samples[:, :, 1]
        for k, row in enumerate(inputs):
            for _ in range(hold):
                mc.evolve_system(row, None if targets is None else [targets[k]], has_targets, True, True)
    compared = 0
    for key in file:
        kind, _, index = key.removeprefix("s0_ts_").rpartition("_")
        series = getattr(mc, f"{kind}_time_series", None)
        if not key.startswith("s0_ts_") or series is None or not index.isdigit():
            continue
        values = np.array([record[int(index)] for record in series])
        assert np.abs(values - file[key]).max() <= 1e-9 * np.abs(file[key]).max() + 1e-10, key
        compared += values.size
    for kind in ("MSE", "error", "input"):
        if (key := f"s0_ts_{kind}") in file and len(file[key]):
            values = np.array(getattr(mc, f"{kind}_time_series"))
            assert np.abs(values - file[key]).max() <= 1e-9 * np.abs(file[key]).max() + 1e-10, key
    assert compared > 100
