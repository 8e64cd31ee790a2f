"""The forward weights that feedback weights are drawn beside."""

from __future__ import annotations

import numpy as np

from rtdeep import metrics
from rtdeep.series import Records, Series


def forward_path(records: Records, layer: int) -> Series:
    """The transposed forward weights that B_`layer` is to become; raises as `variable` does.

    From hidden layer `layer` to the layer that feeds back onto it: where feedback skips layers, this is the product of
    the weights in between.
    """
    path = metrics.forward_path(records, layer)
    time = np.asarray(path[path.dims[0]].values, dtype=np.float64)
    return Series(time, np.asarray(path.values, dtype=np.float64).reshape(len(time), -1))
