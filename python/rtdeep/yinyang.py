"""The areas of the yin-yang: points in a disc, in three of which none can be told from the others by a line.

The formula is that of Kriener, Göltz & Petrovici 2021, doi:10.1145/3517343.3517380.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rtdeep.series import Values

RADIUS = 0.5
"""Of the disc, whose centre is (RADIUS, RADIUS)."""
DOT_RADIUS = 0.1
"""Of the dots, whose centres are (RADIUS / 2, RADIUS) and (3 RADIUS / 2, RADIUS)."""
OUTSIDE = -1
"""What is no class: a point outside of the disc."""

_LEFT, _RIGHT = RADIUS / 2, 3 * RADIUS / 2


def area(x: ArrayLike, y: ArrayLike) -> NDArray[np.int64]:
    """The class of points of the plane, in the shape of `x` and `y`: 0 is yin, 1 yang, 2 a dot, -1 outside."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    left, right = (np.sqrt((x - centre) ** 2 + (y - RADIUS) ** 2) for centre in (_LEFT, _RIGHT))
    is_yin = (
        (right <= DOT_RADIUS) | ((left > DOT_RADIUS) & (left <= RADIUS / 2)) | ((y > RADIUS) & (right > RADIUS / 2)))
    inside = np.sqrt((x - RADIUS) ** 2 + (y - RADIUS) ** 2) <= RADIUS
    is_dot = (right < DOT_RADIUS) | (left < DOT_RADIUS)
    return np.where(inside, np.where(is_dot, 2, np.where(is_yin, 0, 1)), OUTSIDE)


def borders(points: int = 181) -> dict[str, Values]:
    """The lines around and between the areas, by their names, each as `points` rows of x and y."""
    around = np.linspace(0, 2 * np.pi, points)
    # From the left end of the disc under the left dot to its centre, and over the right dot to the right end.
    under, over = np.linspace(np.pi, 2 * np.pi, points // 2 + 1), np.linspace(np.pi, 0, points - points // 2)
    return {
        "disc": _arc(RADIUS, RADIUS, around),
        "left dot": _arc(_LEFT, DOT_RADIUS, around),
        "right dot": _arc(_RIGHT, DOT_RADIUS, around),
        "yin and yang": np.concatenate([_arc(_LEFT, RADIUS / 2, under)[:-1], _arc(_RIGHT, RADIUS / 2, over)]),
    }


def _arc(centre: float, radius: float, angles: Values) -> Values:
    """Points of a circle around (centre, RADIUS)."""
    return np.stack([centre + radius * np.cos(angles), RADIUS + radius * np.sin(angles)], axis=1)
