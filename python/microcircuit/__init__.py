"""The `microcircuit` module of the public code, computed by RtDeep.

    from microcircuit import *

    mc = phased_noise_model(dt, dtxi, tausyn, Tbw, Tpres, noise_scale, alpha, 'LDRL', logistic, d_logistic, layers, …)
    mc.evolve_system(r0=rates)

Code that was written for the public module runs on this one: names, arguments and their order, attributes, random
numbers and results are those of its revisions. Which revision is told by the arguments, by `use_revision`, or by the
environment variable MICROCIRCUIT_REVISION; the arguments of the first notebook mean 98eb7f1.

Two things differ. Arrays that are read are read-only: replace them (`mc.WPP = [...]`, `mc.WPP[0] = array`,
`set_weights`) instead of writing into them. And parameters such as learning rates stay as the constructor was given
them; to assign to one is an error.
"""

import copy
import inspect

import numpy as np

try:
    from scipy import signal
except ImportError as error:
    raise ImportError("microcircuit needs scipy: pip install 'rtdeep[notebook]'") from error

from microcircuit.activations import (
    d_hard_sigmoid,
    d_linear,
    d_logistic,
    d_relu,
    d_soft_relu,
    d_tanh,
    dict_d_activation,
    hard_sigmoid,
    linear,
    logistic,
    relu,
    soft_relu,
    tanh,
)
from microcircuit.measures import (
    MSE,
    butter_lowpass,
    butter_lowpass_filter,
    cos_sim,
    deepcopy_array,
    deg,
    dist,
    moving_average,
)
from microcircuit.models import base_model, noise_model, phased_noise_model
from microcircuit.revisions import use_revision

__all__ = [
    "MSE", "base_model", "butter_lowpass", "butter_lowpass_filter", "copy", "cos_sim", "d_hard_sigmoid",
    "d_linear", "d_logistic", "d_relu", "d_soft_relu", "d_tanh", "deepcopy_array", "deg", "dict_d_activation",
    "dist", "hard_sigmoid", "inspect", "linear", "logistic", "moving_average", "noise_model", "np",
    "phased_noise_model", "relu", "signal", "soft_relu", "tanh", "use_revision",
]
