"""The measures of the papers, computed from what was recorded.

    records = rtdeep.Experiment("align-121").run(record=["WPP", "BPP"], every=100)
    rtdeep.metrics.alignment(records)["angle(BPP, WPP^T)"]       # degrees, over time

The simulator records the same quantities while it runs ("angle(BPP, WPP^T)", "mse", ...); these functions are for
weights of one's own, and for what was not asked for at the time. Both agree to rounding.
"""

from rtdeep.metrics.feedback import JACOBIAN, TRANSPOSE, alignment, forward_path, norm_ratio
from rtdeep.metrics.prediction import free_error, lateral_mismatch, self_prediction
from rtdeep.metrics.similarity import angle, cosine
from rtdeep.metrics.smoothing import moving_average
from rtdeep.metrics.theory import expected_angle

__all__ = [
    "JACOBIAN",
    "TRANSPOSE",
    "alignment",
    "angle",
    "cosine",
    "expected_angle",
    "forward_path",
    "free_error",
    "lateral_mismatch",
    "moving_average",
    "norm_ratio",
    "self_prediction",
]
