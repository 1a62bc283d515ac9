"""What tests of several plates look for in a drawing."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from shapely import LineString, Point  # type: ignore[import-untyped]

from midback.atlas.style import LEADER_WIDTH


def leaders(figure: Figure) -> list[NDArray[np.float64]]:
    """The straight thin lines that lead from a name to what it names, in figure coordinates."""
    return [
        np.asarray(line.get_xydata())
        for line in figure.axes[0].lines
        if line.get_linewidth() == LEADER_WIDTH and line.get_path_effects()
    ]


def leaders_through_dots(figure: Figure) -> list[float]:
    """How far in inches leaders pass the dots of other names, where that cannot be seen."""
    inches = figure.get_size_inches()
    lines = [LineString(line * inches) for line in leaders(figure)]
    dots = [Point(line.coords[-1]) for line in lines]
    return [
        round(line.distance(dot), 3)
        for place, line in enumerate(lines)
        for other, dot in enumerate(dots)
        if place != other and line.distance(dot) < 0.025
    ]
