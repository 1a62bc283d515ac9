"""Smooth outlines through a few chosen points, as the hand of an illustrator would draw them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

Points = NDArray[np.float64]


def _handles(points: Points, closed: bool) -> tuple[Points, Points]:
    """Control points before and after each point.

    Their direction is that of the chord between the neighbours, their length a third of the way
    to the neighbour, so a curve never overshoots where points lie close together.
    """
    first, last = (points[-1:], points[:1]) if closed else (points[:1], points[-1:])
    around = np.concatenate([first, points, last])
    before, after = around[:-2], around[2:]
    direction = after - before
    length = _lengths(direction)
    length[length == 0] = 1
    direction /= length
    # From each point to the next, the closing step at both ends.
    reach = _lengths(around[1:] - around[:-1]) / 3
    return points - direction * reach[:-1], points + direction * reach[1:]


def _lengths(steps: Points) -> Points:
    """The length of each step, N x 1."""
    lengths: Points = np.sqrt(steps[:, :1] ** 2 + steps[:, 1:] ** 2)
    return lengths


def smooth(points: Sequence[Sequence[float]] | Points, *, closed: bool = True) -> Path:
    """A smooth curve through every point, in order; a closed shape unless `closed` is false.

    `points` is N x 2 with N at least 3 for a closed shape, and no point repeats its neighbour.
    """
    through = np.asarray(points, dtype=np.float64)
    back, on = _handles(through, closed)
    pieces = len(through) if closed else len(through) - 1
    vertices = np.empty((3 * pieces + (2 if closed else 1), 2))
    codes = np.full(len(vertices), Path.CURVE4, dtype=Path.code_type)
    vertices[0], codes[0] = through[0], Path.MOVETO
    end = np.arange(1, pieces + 1) % len(through)
    last = 3 * pieces + 1
    vertices[1:last:3], vertices[2:last:3], vertices[3:last:3] = (
        on[:pieces],
        back[end],
        through[end],
    )
    if closed:
        vertices[-1], codes[-1] = through[0], Path.CLOSEPOLY
    return Path(vertices, codes)


def corners(path: Path) -> Points:
    """The path's own points, N x 2, with the handles of its curves among them."""
    return np.asarray(path.vertices, dtype=np.float64)


def sampled(path: Path, *, steps: int = 6) -> Points:
    """The closed curve as a polygon, N x 2, with `steps` corners for each of its pieces."""
    curve = corners(path)[:-1]
    at = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = (len(curve) - 1) // 3
    a, b, c, d = (curve[first : first + 3 * pieces : 3][:pieces, None] for first in range(4))
    on = (1 - at) ** 3 * a + 3 * (1 - at) ** 2 * at * b + 3 * (1 - at) * at**2 * c + at**3 * d
    sampled_points: Points = on.reshape(-1, 2)
    return sampled_points


def mirrored(points: Sequence[Sequence[float]] | Points) -> Points:
    """The same points on the other side of the midline x = 0, in the same order."""
    other: Points = np.asarray(points, dtype=np.float64) * np.array([-1.0, 1.0])
    return other
