"""Every public name says what it is."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cached_property
from types import ModuleType

import pytest

import rtdeep
from rtdeep import datasets, metrics, plot


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What a module exports, and the methods and properties of its classes."""
    for name in module.__all__:
        value = getattr(module, name)
        yield f"{module.__name__}.{name}", value
        if inspect.isclass(value):
            for inner, member in vars(value).items():
                if not inner.startswith("_") and (callable(member) or isinstance(member, property | cached_property)):
                    yield f"{module.__name__}.{name}.{inner}", member


NAMES = dict(entry for module in (rtdeep, datasets, metrics, plot) for entry in public(module))


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_has_a_docstring(name: str) -> None:
    value = NAMES[name]
    if isinstance(value, str):
        return  # a constant, whose meaning stands below it where pdoc finds it
    # Not that of a class above it.
    assert (value.__doc__ or "").strip()


def test_all_names_are_looked_at() -> None:
    assert {"rtdeep.Simulation.run", "rtdeep.Run.dataset", "rtdeep.metrics.cosine", "rtdeep.plot.angles"} <= set(NAMES)
