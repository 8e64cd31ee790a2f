"""Activation functions and their derivatives, under the names of the original."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Function = Callable[..., NDArray[np.float64]]


def linear(x: ArrayLike) -> NDArray[np.float64]:
    """x."""
    return np.asarray(x)


def d_linear(x: ArrayLike) -> NDArray[np.float64]:
    """1."""
    return np.ones_like(x, dtype=np.float64)


def relu(x: ArrayLike) -> NDArray[np.float64]:
    """x above 0, else 0."""
    return np.maximum(x, 0.0)


def d_relu(x: ArrayLike) -> NDArray[np.float64]:
    """1 above 0, else 0."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


def soft_relu(x: ArrayLike) -> NDArray[np.float64]:
    """log(1 + e^x)."""
    return np.logaddexp(0.0, x)


def d_soft_relu(x: ArrayLike) -> NDArray[np.float64]:
    """The logistic function."""
    return logistic(x)


def logistic(x: ArrayLike) -> NDArray[np.float64]:
    """1 / (1 + e^-x)."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(x, dtype=np.float64)))


def d_logistic(x: ArrayLike) -> NDArray[np.float64]:
    """y (1 - y)."""
    y = logistic(x)
    return y * (1 - y)


def tanh(x: ArrayLike) -> NDArray[np.float64]:
    """The hyperbolic tangent."""
    return np.tanh(x)


def d_tanh(x: ArrayLike) -> NDArray[np.float64]:
    """1 - y^2."""
    return 1 - np.tanh(x) ** 2


def hard_sigmoid(x: ArrayLike) -> NDArray[np.float64]:
    """x/6 + 1/2 between 0 and 1."""
    return np.clip(np.asarray(x) / 6 + 0.5, 0.0, 1.0)


def d_hard_sigmoid(x: ArrayLike) -> NDArray[np.float64]:
    """1 between -3 and 3, else 0: the original leaves out the factor 1/6."""
    x = np.asarray(x)
    return np.where((x > -3) & (x < 3), 1.0, 0.0)


#: Function -> its name in configurations, and its derivative.
ACTIVATIONS: dict[Function, tuple[str, Function]] = {
    linear: ("linear", d_linear),
    relu: ("relu", d_relu),
    soft_relu: ("softRelu", d_soft_relu),
    logistic: ("logistic", d_logistic),
    tanh: ("tanh", d_tanh),
    hard_sigmoid: ("hardSigmoid", d_hard_sigmoid),
}

#: The derivative of an activation, by function and by name.
dict_d_activation: dict[object, Function] = {
    key: derivative for function, (_, derivative) in ACTIVATIONS.items() for key in (function, function.__name__)
}
