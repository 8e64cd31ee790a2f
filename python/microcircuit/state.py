"""What models show of their state: lists of arrays, one per layer, as the original has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from rtdeep.errors import ArgumentError

if TYPE_CHECKING:
    from microcircuit.network import Network


_COPY = np.ndarray.copy


class Layers(list[NDArray[np.float64]]):
    """The arrays of one variable, layer by layer, as they were after a step; later steps do not change them.

    They are read-only, so that writing into one is an error instead of being lost. A whole array can be replaced, as
    long as the model has taken no further step: `model.WPP[0] = new`. A deep copy is a plain list of plain arrays.
    """

    #: The model, the attribute's name, and the moment when it was read.
    __slots__ = ("origin",)
    origin: tuple[Network, str, int]

    def __deepcopy__(self, memo: dict[int, Any]) -> list[NDArray[np.float64]]:
        return list(map(_COPY, self))

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (self.__deepcopy__({}),)

    def __setitem__(self, index: Any, value: Any) -> None:
        model, name, moment = self.origin
        if model._moment != moment:
            list.__setitem__(self, index, value)
            return
        arrays = list(self)
        arrays[index] = value
        setattr(model, name, arrays)
        list.__setitem__(self, slice(None), getattr(model, name))
        self.origin = getattr(model, name).origin

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        name = self.origin[1]
        raise ArgumentError(f"{name} has one array per layer: replace arrays, or set {name} to a new list")

    append = extend = insert = pop = remove = clear = sort = reverse = _refuse
    __delitem__ = __iadd__ = __imul__ = _refuse


class _Named:
    """An attribute of a model that knows what it is called, in the model or in the engine."""

    __slots__ = ("_name",)

    def __init__(self, name: str = "") -> None:
        self._name = name

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = self._name or name


class StateAttribute(_Named):
    """An attribute that is a variable of the engine's state.

    Notebooks read a dozen of them after every step: what is done here counts.
    """

    __slots__ = ()

    def __get__(self, model: Network | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        name = self._name
        lists = model._lists
        if name in lists:
            return lists[name]
        places = model._places.get(name)
        if places is None:
            return model._read(name)
        frozen = lists.get("") or model._freeze()
        layers = lists[name] = Layers(map(frozen, places))
        layers.origin = model, name, model._moment
        return layers

    def __set__(self, model: Network, value: Any) -> None:
        model._write(self._name, value)


class ComputedAttribute(_Named):
    """An attribute that is computed from the state when somebody looks, and cannot be set."""

    __slots__ = ()

    def __get__(self, model: Network | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        found = model._lists.get(self._name)
        return model._compute(self._name) if found is None else found

    def __set__(self, model: Network, value: Any) -> NoReturn:
        raise ArgumentError(f"{self._name} is what a step computes, and cannot be set")


class Parameter(_Named):
    """An argument of the constructor, which stays as it was given."""

    __slots__ = ()

    def __get__(self, model: Network | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        try:
            value = model._setup.arguments[self._name]
        except KeyError:
            raise AttributeError(f"this {type(model).__name__} has no {self._name}") from None
        # So that changing an element is refused, too.
        if self._name == "layers":
            return list(value)
        return tuple(value) if isinstance(value, (list, np.ndarray)) else value

    def __set__(self, model: Network, value: Any) -> NoReturn:
        raise ArgumentError(
            f"{self._name} is given to the constructor and cannot be changed later: make another model with it, and "
            "give it these weights and voltages with set_weights(model=...) and set_voltages(model=...)")
