"""Points inside outlines: polygons are N x 2, in figure coordinates from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Polygon: TypeAlias = NDArray[np.float64]

_FINER = (40, 160)
_DECIMALS = 4


def area(polygon: Polygon) -> float:
    """How much of the figure a polygon covers."""
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def inner_point(polygon: Polygon, others: Sequence[Polygon]) -> tuple[float, float] | None:
    """The point of a grid that lies deepest in the polygon and in none of the others.

    It is rounded to four decimals, and None where the others leave no room.
    """
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    # One that lies wholly beside the polygon is never nearer to a point inside than its border is.
    others = [
        other
        for other in others
        if (other.min(axis=0) <= high).all() and (other.max(axis=0) >= low).all()
    ]
    for steps in _FINER:
        across = (np.arange(steps) + 0.5) / steps
        grid = np.stack(np.meshgrid(across, across), axis=-1).reshape(-1, 2)
        points = np.round(low + grid * (high - low), _DECIMALS)
        free = _inside(points, polygon)
        for other in others:
            free &= ~_inside(points, other)
        points = points[free]
        if len(points):
            depth = np.min([_distance(points, border) for border in [polygon, *others]], axis=0)
            x, y = points[int(depth.argmax())]
            return float(x), float(y)
    return None


def _inside(points: NDArray[np.float64], polygon: Polygon) -> NDArray[np.bool_]:
    """Whether each point lies in the polygon, by the crossings of a line to its right."""
    x, y = points[:, :1], points[:, 1:]
    start, end = polygon, np.roll(polygon, -1, axis=0)
    level = start[:, 1] == end[:, 1]
    rise = np.where(level, 1.0, end[:, 1] - start[:, 1])
    crosses = (start[:, 1] > y) != (end[:, 1] > y)
    at = start[:, 0] + (y - start[:, 1]) / rise * (end[:, 0] - start[:, 0])
    odd: NDArray[np.bool_] = (crosses & (at > x)).sum(axis=1) % 2 == 1
    return odd


def _distance(points: NDArray[np.float64], polygon: Polygon) -> NDArray[np.float64]:
    """How far each point is from the polygon's border."""
    along = np.roll(polygon, -1, axis=0) - polygon
    length = np.maximum((along**2).sum(axis=1), 1e-18)
    offset = points[:, None, :] - polygon
    part = np.clip((offset * along).sum(axis=2) / length, 0, 1)
    distance: NDArray[np.float64] = np.hypot(
        *np.moveaxis(offset - part[..., None] * along, -1, 0)
    ).min(axis=1)
    return distance
