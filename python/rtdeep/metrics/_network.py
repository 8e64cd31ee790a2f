"""What the measures need to know of the network that was simulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from rtdeep.errors import ArgumentError
from rtdeep.series import Records, dataset_of

Values = NDArray[np.float64]


def _logistic(x: Values) -> Values:
    # Of -|x|, so that nothing overflows.
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


#: phi and phi' by the name of an activation in a configuration.
ACTIVATIONS: dict[str, tuple[Callable[[Values], Values], Callable[[Values], Values]]] = {
    "linear": (lambda x: x, np.ones_like),
    "relu": (lambda x: np.maximum(x, 0), lambda x: np.where(x > 0, 1.0, 0.0)),
    "softRelu": (lambda x: np.logaddexp(0, x), _logistic),
    "logistic": (_logistic, lambda x: _logistic(x) * (1 - _logistic(x))),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "hardSigmoid": (lambda x: np.clip(x / 6 + 0.5, 0, 1), lambda x: np.where(np.abs(x) < 3, 1 / 6, 0.0)),
}


@dataclass(frozen=True)
class Network:
    """A network's layers, activations and conductances, as its configuration has them."""

    layers: tuple[int, ...]
    activations: tuple[str, ...]
    conductances: dict[str, float]
    is_layered: bool
    """Whether feedback comes from the next layer, rather than from the output."""

    @classmethod
    def of(cls, records: Records) -> Network:
        """The network of a recording; raises `ArgumentError` where the dataset does not say what it comes from."""
        text = dataset_of(records).attrs.get("configuration")
        if text is None:
            raise ArgumentError('this dataset has no attribute "configuration", as a recording of rtdeep does')
        configuration: dict[str, Any] = yaml.safe_load(text)
        layers = tuple(configuration["layers"])
        activation = configuration["activation"]
        names = [activation] * (len(layers) - 1) if isinstance(activation, str) else activation
        is_layered = configuration["feedback"]["connection"] == "layered"
        return cls(layers, tuple(names), configuration["conductances"], is_layered)

    @property
    def output(self) -> int:
        """The index of the output among the non-input layers."""
        return len(self.layers) - 2

    def attenuation(self, layer: int) -> float:
        """kappa: what is left of a layer's basal potential at its soma, without nudging."""
        g = self.conductances
        nudging = 0.0 if layer == self.output else g["apical"]
        return g["basal"] / (g["leak"] + g["basal"] + nudging)

    @property
    def interneuron_attenuation(self) -> float:
        """kappa of the interneurons."""
        g = self.conductances
        return g["dendritic"] / (g["leak"] + g["dendritic"])

    def rates(self, layer: int, basal: Values) -> Values:
        """phi(kappa v^b) of a layer."""
        return ACTIVATIONS[self.activations[layer]][0](self.attenuation(layer) * basal)

    def slopes(self, layer: int, basal: Values) -> Values:
        """phi'(kappa v^b) of a layer."""
        return ACTIVATIONS[self.activations[layer]][1](self.attenuation(layer) * basal)
