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
    before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    if not closed:
        before[0], after[-1] = points[0], points[-1]
    direction = after - before
    length = np.linalg.norm(direction, axis=1, keepdims=True)
    direction = direction / np.where(length == 0, 1, length)
    reach_back = np.linalg.norm(points - before, axis=1, keepdims=True) / 3
    reach_on = np.linalg.norm(after - points, axis=1, keepdims=True) / 3
    return points - direction * reach_back, points + direction * reach_on


def smooth(points: Sequence[Sequence[float]] | Points, *, closed: bool = True) -> Path:
    """A smooth curve through every point, in order; a closed shape unless `closed` is false.

    `points` is N x 2 with N at least 3 for a closed shape, and no point repeats its neighbour.
    """
    through = np.asarray(points, dtype=np.float64)
    back, on = _handles(through, closed)
    vertices = [through[0]]
    codes = [Path.MOVETO]
    count = len(through)
    for start in range(count if closed else count - 1):
        end = (start + 1) % count
        vertices += [on[start], back[end], through[end]]
        codes += [Path.CURVE4] * 3
    if closed:
        vertices.append(through[0])
        codes.append(Path.CLOSEPOLY)
    return Path(np.array(vertices), codes)


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
