"""Where the points of a sweep lie in a figure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import xarray as xr
from matplotlib import rcParams
from matplotlib.axis import Axis, XAxis
from matplotlib.ticker import FixedFormatter, FixedLocator, LogLocator, NullFormatter, NullLocator, StrMethodFormatter
from numpy.typing import NDArray

from rtdeep.series import Values
from rtdeep.sweeps import Sweep

Spacing: TypeAlias = Literal["words", "ranks", "uneven", "steps", "factors"]
"""Names; numbers that are drawn one after the other, for they begin with 0 and go on by factors; those that lie anyhow;
those that lie at equal steps, or about equal factors."""

TICKS = 8
"""At most so many points have ticks of their own."""

_EVEN = 1e-6
"""By how much steps that are equal may differ, relative to their size: coordinates have twelve digits."""

_FACTORS = 1.5
"""Logarithms of factors that are about equal differ at most by this factor: 1, 3, 10, 30 and 1, 2, 5, 10 are such."""

_SPAN = 4
"""Numbers that span less than this factor are not drawn over their logarithms."""

_DECADES = 100
"""Axes that span less than this factor have ticks at 1, 2 and 5."""

_WRAP = 14
"""Characters in a line of a tick's label."""


@dataclass(frozen=True)
class Places:
    """The points of one axis."""

    name: str
    dimension: str
    coordinates: NDArray[Any]
    spacing: Spacing
    is_drawn: bool
    """Whether they are samples."""

    @classmethod
    def of(cls, sweep: Sweep, axis: str) -> Places:
        """Those of an axis of a sweep; raises `UnknownNameError` where it has none of that name."""
        dimension = sweep.dimension_of(axis)
        coordinates = sweep.dataset[axis].values
        return cls(axis, dimension.name, coordinates, _spacing(coordinates, dimension.is_drawn), dimension.is_drawn)

    @property
    def is_logarithmic(self) -> bool:
        """Whether they are drawn over their logarithms."""
        return self.spacing == "factors" or (self.spacing == "uneven" and _lie_by_factors(np.unique(self.coordinates)))

    @property
    def are_categories(self) -> bool:
        """Whether they lie side by side, whatever their coordinates."""
        return self.spacing in ("words", "ranks")

    @property
    def order(self) -> NDArray[np.intp]:
        """The points by their coordinates, smallest first; names in the order of the sweep."""
        if self.spacing == "words":
            return np.arange(len(self.coordinates))
        return np.argsort(self.coordinates, kind="stable")

    @property
    def ordered(self) -> NDArray[Any]:
        """The coordinates in that order."""
        return self.coordinates[self.order]

    def side_by_side(self) -> Places:
        """The same, as categories where points do not lie evenly, or lie on each other."""
        if self.spacing != "uneven" and len(np.unique(self.coordinates)) == len(self.coordinates):
            return self
        spacing: Spacing = "words" if self.spacing == "words" else "ranks"
        return Places(self.name, self.dimension, self.coordinates, spacing, self.is_drawn)

    @property
    def positions(self) -> Values:
        """Where the points lie, in that order."""
        if self.are_categories:
            return np.arange(len(self.coordinates), dtype=np.float64)
        return np.asarray(self.ordered, dtype=np.float64)

    @property
    def edges(self) -> Values:
        """What separates the cells around the points, one more than these; of points that lie evenly, or categories."""
        centres = np.log(self.positions) if self.is_logarithmic else self.positions
        between = (centres[1:] + centres[:-1]) / 2
        half = between[0] - centres[0] if len(between) else 0.5
        end = centres[-1] - between[-1] if len(between) else 0.5
        edges = np.concatenate([[centres[0] - half], between, [centres[-1] + end]])
        return np.exp(edges) if self.is_logarithmic else edges

    def label(self, axis: Axis) -> None:
        """Gives one axis of a figure, whose scale has been set, its name and ticks."""
        axis.set_label_text(self.name)
        count = len(self.coordinates)
        if self.are_categories:
            every = -(-count // (4 * TICKS))
            chosen = slice(None, None, every)
        elif count <= TICKS and not self.is_drawn and self.spacing != "uneven":
            chosen = slice(None)
        else:
            if self.is_logarithmic:
                self._label_factors(axis)
            return
        axis.set_major_locator(FixedLocator(self.positions[chosen].tolist()))
        words = [in_words(one) for one in self.ordered[chosen]]
        wrapped = [textwrap.fill(one, _WRAP) for one in words]
        axis.set_minor_locator(NullLocator())
        if not isinstance(axis, XAxis) or _fit(axis, wrapped):
            axis.set_major_formatter(FixedFormatter(wrapped))
            return
        axis.set_major_formatter(FixedFormatter([textwrap.fill(one, 2 * _WRAP) for one in words]))
        for written in axis.get_ticklabels():
            written.set(rotation=35, ha="right", rotation_mode="anchor")

    def _label_factors(self, axis: Axis) -> None:
        """Ticks of a logarithmic axis that do not overlap: at powers of ten, or between them too if there are few."""
        if self.positions[-1] < _DECADES * self.positions[0]:
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axis.set_minor_formatter(NullFormatter())


def in_words(coordinate: Any) -> str:
    """A coordinate for people: a name, or a number with at most six digits; three where these are enough."""
    if isinstance(coordinate, str):
        return coordinate
    number = float(coordinate)
    short = f"{number:.3g}"
    return short if np.isclose(float(short), number, rtol=5e-3) and abs(number) < 1000 else f"{number:.6g}"


def _fit(axis: XAxis, texts: Sequence[str]) -> bool:
    """Whether texts have room side by side below a figure."""
    width = axis.axes.get_window_extent().width * 72 / axis.axes.figure.dpi / len(texts)
    longest = max(len(line) for text in texts for line in text.split("\n"))
    # A letter is about 0.6 as wide as high; between two texts there is one more.
    return bool(0.6 * rcParams["font.size"] * (longest + 1) <= width)


def grouped(values: xr.DataArray, kept: list[str]) -> NDArray[Any]:
    """Values by the dimensions that are kept, in their order; the last axis has what lies along all others."""
    array = values.transpose(*kept, ...).values
    return array.reshape((*array.shape[: len(kept)], -1))


def quantity(sweep: Sweep, metric: str) -> str:
    """A metric with its unit, where something of its name was recorded or it is that of a test."""
    for name in (metric, metric.rpartition("_")[0]):
        if name in sweep.dataset.data_vars and "units" in sweep.dataset[name].attrs:
            return f"{metric} ({sweep.dataset[name].attrs['units']})"
    units = {"test_accuracy": "1", "test_loss": "mV²"}.get(metric.rpartition("_")[0])
    return f"{metric} ({units})" if units else metric


def _spacing(coordinates: NDArray[Any], is_drawn: bool) -> Spacing:
    if coordinates.dtype.kind not in "fiu":
        return "words"
    points = np.unique(coordinates)
    if is_drawn:
        return "factors" if _lie_by_factors(points) else "steps"
    if len(points) < 2 or np.ptp(np.diff(points)) > _EVEN * np.diff(points)[0]:
        if _are_factors(points):
            return "factors"
        return "ranks" if len(points) > 2 and points[0] == 0 and _lie_by_factors(points[1:]) else "uneven"
    return "factors" if len(points) == 2 and _are_factors(points) else "steps"


def _are_factors(points: Values) -> bool:
    """Whether numbers in their order lie at about equal factors."""
    if len(points) < 2 or points[0] <= 0 or points[-1] < _SPAN * points[0]:
        return False
    steps = np.diff(np.log(points))
    return bool(steps.max() <= _FACTORS * steps.min())


def _lie_by_factors(points: Values) -> bool:
    """Whether the median of numbers in their order is nearer to the middle of their logarithms than of themselves."""
    if points[0] <= 0 or points[-1] < _SPAN * points[0]:
        return False

    def aside(values: Values) -> float:
        return float(abs((np.median(values) - values[0]) / (values[-1] - values[0]) - 0.5))

    return aside(np.log(points)) < aside(points)
