"""Who takes part: one column of the table each, with one file that has the step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from works import Work

if TYPE_CHECKING:
    from start import Array, Start, Variables


class Peer(Protocol):
    """An implementation of the step.

    - starts: one for a network, several for an ensemble
    - noise: for each start and hidden layer (steps, neurons) in mV; None: everyone draws their own
    """

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None, **options: Any) -> None: ...

    def prepare(self, steps: int) -> None:
        """Compiles what has to be; `run` is then asked for multiples of so many steps."""

    def run(self, steps: int) -> float:
        """Takes steps, and gives back the seconds that these took."""

    def end(self) -> list[Variables]:
        """The variables as they are now, for each start."""


def _is_any(work: Work) -> bool:
    return True


def _is_single(work: Work) -> bool:
    return not work.is_ensemble


def _is_ensemble(work: Work) -> bool:
    return work.is_ensemble


def _is_smallest(work: Work) -> bool:
    return work.name == "1-1-1"


def _is_large(work: Work) -> bool:
    """Where weights are what takes time: PyTorch makes up for the cost of its calls, and the limit is one."""
    return not work.is_ensemble and work.weights > 50_000


def _is_asked_of_single_precision(work: Work) -> bool:
    return work.is_ensemble or work.name in ("784-500-10", "784-500-500-10")


def _is_asked_of_held_input(work: Work) -> bool:
    return work.name in ("784-500-10", "784-500-500-10")


def _is_asked_of_brian(work: Work) -> bool:
    return work.name in ("4-30-3", "784-100-10")


@dataclass(frozen=True)
class Variant:
    """One of the ways in which a column is timed: the fastest counts.

    - label: what the table says where this is the fastest
    - options: of the peer's constructor
    - members: networks that are stepped at once in an ensemble; 0: those of the work
    """

    label: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    members: int = 0


@dataclass(frozen=True)
class Column:
    """A column of the table.

    - place: module and class below `peers`
    - works: whether it takes part in a work
    - quick: whether it takes part in a work when time is short
    - tolerance: largest difference to ours, relative to max(1, |x|); None: there is nothing to compare
    - cores: how many it may use
    - fixed: whether its program is made for one number of steps, and starts again in every run
    - packages: those whose versions matter
    """

    name: str
    place: str
    variants: tuple[Variant, ...] = (Variant(),)
    works: Callable[[Work], bool] = _is_single
    quick: Callable[[Work], bool] = _is_any
    tolerance: float | None = 1e-9
    cores: int = 1
    fixed: bool = False
    packages: tuple[str, ...] = ()


def _ensembles(dtype: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(f"{product}, {members}", {"product": product, "members": members, "dtype": dtype}, members)
        for product in ("dot", "sum")
        for members in (64, 1024, 8192)
    )


#: Ours first: ratios are to the first column.
COLUMNS = (
    Column("ours", "ours:ours", works=_is_any),
    Column("ours, recording", "ours:ours", (Variant(options={"record": True}),), works=_is_smallest),
    Column(
        "ours, float32", "ours:ours", (Variant(options={"precision": "single"}),), works=_is_asked_of_single_precision,
        tolerance=1e-4,
    ),
    Column(
        "ours, held input", "ours:ours", (Variant(options={"inputArithmetic": "held"}),), works=_is_asked_of_held_input
    ),
    Column("ours, two cores", "ours:ours", (Variant(options={"threads": 2}),), works=_is_ensemble, cores=2),
    Column("NumPy", "numpy_step:NumPy", packages=("numpy",)),
    Column(
        "Numba", "numba_step:Numba", (Variant("loops", {"product": "loops"}), Variant("np.dot", {"product": "dot"})),
        packages=("numba",),
    ),
    Column(
        "JAX", "jax_step:JAX", (Variant("noise step by step"), Variant("noise in bulk", {"bulk": True})),
        packages=("jax", "jaxlib"),
    ),
    Column("PyTorch", "torch_step:Torch", works=_is_large, packages=("torch",)),
    Column("Brian2", "brian_step:Brian", quick=_is_asked_of_brian, fixed=True, packages=("brian2",)),
    Column("JAX vmap", "jax_step:JAX", _ensembles("float64"), works=_is_ensemble, packages=("jax", "jaxlib")),
    Column("JAX vmap, float32", "jax_step:JAX", _ensembles("float32"), works=_is_ensemble, tolerance=1e-4),
    Column("naive C", "c_step:NaiveC", works=_is_any),
    Column("limit", "c_step:Limit", works=_is_large, tolerance=None),
)  # fmt: skip
