#!/usr/bin/env python3
"""Makes golden/*.npz from a folder with the full recordings: make_fixtures.py SOURCE_FOLDER (see README.md)."""

import json
import pathlib
import sys

import numpy as np

# File in the source folder -> (file in golden/, which of the coarse records are kept).
FILES = {
    "a_seed_a2f0ba6": ("a", 3),
    "b_seed_98eb7f1": ("b", 3),
    "c1_demo121_98eb7f1": ("c1", 1),
    "c2_demo222_98eb7f1": ("c2", 4),
    "d1_LDRL_uP": ("d1", 2),
    "d2_LDRL_vapi_gate_relu": ("d2", 2),
    "d3_DTPDRL_uP_target": ("d3", 2),
    "d4_DTPDRL_vapi_nohipass": ("d4", 2),
    "d5_DTPDRL_adaptive": ("d5", 2),
    "d6_no_inter_DTPDRL": ("d6", 2),
    "d7_base_FA": ("d7", 1),
    "d8_base_BP_342": ("d8", 1),
    "e1_PAL_OU_bwonly": ("e1", 2),
    "e2_PAL_OU_target_LO": ("e2", 2),
    "e3_PAL_OU_rLO_uP": ("e3", 2),
    "e4_PAL_OU_postLO_uPbreve": ("e4", 2),
    "e5_PAL_hold_vapi_gate_dtxi10": ("e5", 2),
    "e6_PAL_hold_varphi_noact": ("e6", 2),
    "e7_FA_target": ("e7", 2),
    "e8_BP_target": ("e8", 2),
    "e9_PAL_OU_taur": ("e9", 2),
    "e10_PAL_OU_noact_rLO": ("e10", 2),
    "e11_PAL_skip_342": ("e11", 2),
}

# The same for the recordings of the public runner, which begin from parameters alone.
RUNS = {
    "f1_runner_fwbw_PAL": "f1",
    "f2_runner_fwbw_BP": "f2",
    "f3_runner_fwbw_FA_fig4ab": "f3",
    "f4_runner_bwonly_PAL": "f4",
}


def is_kept(name, values):
    """Deviates and sums of them are left out: the seed reproduces them."""
    if name in ("r0", "target", "meta_json") or name.startswith("init_"):
        return True
    return name.startswith(("first_", "rec_")) and not np.isnan(values).any()


def main(source):
    target = pathlib.Path(__file__).parent / "golden"
    target.mkdir(exist_ok=True)
    for name, (short, every) in FILES.items():
        with np.load(pathlib.Path(source) / f"{name}.npz") as file:
            kept = {key: file[key] for key in file.files if is_kept(key, file[key])}
        for key in kept:
            if key.startswith("rec_"):
                # The last record is always among them.
                kept[key] = kept[key][::-1][::every][::-1]
        np.savez_compressed(target / f"{short}.npz", **kept)
    for name, short in RUNS.items():
        with np.load(pathlib.Path(source) / f"{name}.npz") as file:
            # Deviates of the noise: the seed reproduces them.
            kept = {key: file[key] for key in file.files if not key.startswith("noise_z")}
        meta = json.loads(str(kept["meta_json"]))
        kept["meta_json"] = np.array(json.dumps({key: meta[key] for key in ("commit", "task", "params")}))
        np.savez_compressed(target / f"{short}.npz", **kept)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_fixtures.py SOURCE_FOLDER")
    main(sys.argv[1])
