"""What models show of their state: lists of arrays, one per layer, as the original has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from rtdeep.errors import ArgumentError

if TYPE_CHECKING:
    from microcircuit.network import Network


class Layers(list):
    """The arrays of one variable, layer by layer, as they were after a step; later steps do not change them.

    They are read-only, so that writing into one is an error instead of being lost. A whole array can be replaced, as
    long as the model has taken no further step: `model.WPP[0] = new`. A deep copy is a plain list of plain arrays.
    """

    __slots__ = ("_model", "_name", "_step")

    def __init__(self, arrays: Iterable[NDArray[np.float64]], model: Network, name: str, step: int) -> None:
        list.__init__(self, arrays)
        self._model = model
        self._name = name
        self._step = step

    def __deepcopy__(self, memo: dict[int, Any]) -> list[NDArray[np.float64]]:
        return [array.copy() for array in self]

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (self.__deepcopy__({}),)

    def __setitem__(self, index: Any, value: Any) -> None:
        if self._is_current:
            arrays = list(self)
            arrays[index] = value
            setattr(self._model, self._name, arrays)
            list.__setitem__(self, slice(None), getattr(self._model, self._name))
        else:
            list.__setitem__(self, index, value)

    @property
    def _is_current(self) -> bool:
        return self._model.has_taken(self._step)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise ArgumentError(f"{self._name} has one array per layer: replace arrays, or set {self._name} to a new list")

    append = extend = insert = pop = remove = clear = sort = reverse = _refuse
    __delitem__ = __iadd__ = __imul__ = _refuse


class StateAttribute:
    """An attribute that is a variable of the engine's state."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, model: Network | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        try:
            return model._lists[self._name]
        except KeyError:
            return model._read(self._name)

    def __set__(self, model: Network, value: Any) -> None:
        model._write(self._name, value)


class ComputedAttribute:
    """An attribute that is computed from the state when somebody looks, and cannot be set."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, model: Network | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        try:
            return model._lists[self._name]
        except KeyError:
            return model._compute(self._name)

    def __set__(self, model: Network, value: Any) -> NoReturn:
        raise ArgumentError(f"{self._name} is what a step computes, and cannot be set")


class Parameter:
    """An argument of the constructor, which stays as it was given."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, model: Network | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        try:
            value = model._setup.arguments[self._name]
        except KeyError:
            raise AttributeError(f"this {type(model).__name__} has no {self._name}") from None
        # So that changing an element is refused, too.
        return list(value) if self._name == "layers" else tuple(value) if isinstance(value, (list, np.ndarray)) else value

    def __set__(self, model: Network, value: Any) -> NoReturn:
        raise ArgumentError(
            f"{self._name} is given to the constructor and cannot be changed later: make another model with it, and "
            "give it these weights and voltages with set_weights(model=...) and set_voltages(model=...)")
