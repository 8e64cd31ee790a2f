"""Calls with parameter files of the public runner."""

from case import Case

PAL = """\
{
    "_comment": "all times below are in milliseconds",
    "dt": 1e-1, "Tpres": 1, "dtxi": 1e-1, "tauHP": 1, "tauLO": 10, "tauxi": 1,
    "_comment": "protocol",
    "dataset_size": 3, "epochs": 2, "settling_time": 2,
    "layers": [2, 3, 2], "activation": "tanh", "model_type": "PAL",
    "noise_type": "OU", "noise_scale": [0.1], "noise_deg": 30, "noise_mode": "const",
    "gl": 0.03, "gbas": 0.1, "gapi": 0.06, "gden": 0.1, "gnI": 0.06, "gntgt": 0.06,
    "eta_fw": [0.2, 0.1], "eta_bw": [2], "eta_IP": [1], "eta_PI": [0.5], "alpha": [1e-2, 1e-2],
    "init_WPP_range": [-1, 0], "init_WIP_range": [-1, 1],
    "init_BPP_range": [-1, 0], "init_BPI_range": [-1, 1],
    "init_teacher_WPP_range": [0, 2], "init_teacher_WIP_range": [-1, 1],
    "init_teacher_BPP_range": [-1, 1], "init_teacher_BPI_range": [-1, 1],
    "random_seed": [123, 7], "init_in_SPS": true, "inter_low_pass": false, "pyr_hi_pass": true,
    "dWPP_low_pass": true, "dWPP_r_low_pass": false, "dWPP_post_low_pass": false,
    "gate_regularizer": false, "dWPP_use_activation": true, "input_signal": "step",
    "rec_per_steps": 10, "rec_MSE": true, "rec_WPP": true, "rec_dBPP": true, "rec_epsilon": true
}
"""
WRONG = (
    PAL.replace("Tpres", "Tpress").replace('"tanh"', '"tan"').replace("[0.1]", "0.1")
    .replace("[-1, 0]", "[0, -1]", 1)
)
FILES = {
    "params.json": PAL, "wrong.json": WRONG,
    "small.yaml": "layers: [2, 3, 2]\ndt: 0.1\nfeedback: {rule: fixed}\n"
    "presentations: {count: 4, duration: 10}\n",
}

PUBLIC = [
    Case("public-run", "run params.json --task fw_bw --output a", 0, FILES),
    Case("public-run-one-seed", "run params.json --task bw_only --seed 7 --output a", 0, FILES),
    Case("public-run-compare", "run params.json --task fw_bw --compare BP --output a --quiet", 0, FILES),
    Case("public-run-base", "run params.json --task fw_bw --set model_type=FA --seed 7 --output a", 0, FILES),
    Case("public-resume", "resume a", 0, FILES, ("run params.json --task fw_bw --output a",)),
    Case("public-check", "check params.json --task bw_only", 0, FILES),
    Case("public-convert", "convert params.json --task fw_bw --seed 7", 0, FILES),
    Case("public-mistakes", "run wrong.json --task fw_bw", 2, FILES),
    Case("public-setting", "run params.json --task fw_bw --set epoch=3", 2, FILES),
    Case("public-no-task", "run params.json", 2, FILES),
    Case("public-task-word", "run params.json --task forward", 2, FILES),
    Case("public-compare-word", "run params.json --task fw_bw --compare FA", 2, FILES),
    Case("public-seeds", "run params.json --task fw_bw --seeds 1..3", 2, FILES),
    Case("public-float32", "run params.json --task fw_bw --float32", 2, FILES),
    Case("public-seed-huge", "run params.json --task fw_bw --seed 4294967296", 2, FILES),
    Case("task-of-a-configuration", "run small.yaml --task fw_bw", 2, FILES),
    Case("compare-of-a-configuration", "run seed --compare BP", 2, FILES),
    Case("convert-of-a-configuration", "convert small.yaml", 2, FILES),
    Case("convert-of-nothing", "convert nothing.json --task fw_bw", 2, FILES),
]
