"""Arteries and veins as an illustrator draws them: they taper, end round and shine on one side.

Lengths are in the units of the plate that uses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.curves import Points, smooth
from midback.atlas.drawing import flat_shape
from midback.atlas.soft_parts import Piece, mirror, opened, spread, together
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet

_TO_LIGHT = np.array([-0.64, 0.77])


@dataclass(frozen=True)
class Vessel:
    """A vessel's outline, the line on it that takes the light, and the line in shade."""

    path: Path
    light: Path
    shade: Path
    width: float

    def mirrored(self) -> Vessel:
        """The same course on the other side of the midline, lit from where all is lit."""
        return Vessel(mirror(self.path), mirror(self.shade), mirror(self.light), self.width)


def vessel(
    points: Sequence[Sequence[float]] | Points,
    widths: float | Sequence[float],
    *,
    swell: float = 0.0,
) -> Vessel:
    """A vessel along a smooth line, `widths` across at each point, its ends round.

    `swell` is the share by which its calibre wavers, as that of a vein does.
    """
    through = np.asarray(points, dtype=np.float64)
    count = len(through)
    places = np.linspace(0, count - 1, 2 * (count - 1) + 1)
    line = spread(through, places)
    wide = np.broadcast_to(np.asarray(widths, dtype=np.float64), (count,))
    half = np.interp(places, np.arange(count), wide) / 2
    half = half * (1 + swell * np.sin(places * 2.3 + count))
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    left, right = line + across * half[:, None], line - across * half[:, None]
    caps = []
    for place, way in ((-1, 1.0), (0, -1.0)):
        turn = np.radians([135, 90, 45]) if way > 0 else np.radians([-45, -90, -135])
        along = np.sin(turn)[:, None] * ahead[place] - np.cos(turn)[:, None] * across[place]
        caps.append(line[place] + along * half[place])
    outline = smooth(np.vstack([left, caps[0], right[::-1], caps[1]]))
    facing = across @ _TO_LIGHT
    inner = line[1:-1], across[1:-1] * (half * facing)[1:-1, None]
    lit, dark = inner[0] + inner[1] * 0.42, inner[0] - inner[1] * 0.5
    return Vessel(outline, opened(lit), opened(dark), float(half.mean() * 2))


def shine(axes: Axes, sheet: Sheet, tissue: str, vessels: Sequence[Vessel]) -> None:
    """The light along vessels that are drawn already."""
    looks = TISSUES[tissue]
    points = 72 / sheet.mm_per_inch
    for one in vessels:
        reach = one.width * points
        dark = sheet.path(one.shade)
        flat_shape(axes, dark, "none", looks.edge, reach * 0.24, alpha=0.3, capstyle="round")
        light = towards(looks.fill, PAPER, 0.75)
        flat_shape(
            axes, sheet.path(one.light), "none", light, reach * 0.15, alpha=0.75, capstyle="round"
        )


def lumen(
    centre: Sequence[float],
    across: float,
    deep: float,
    tissue: str,
    turn: float = 0.0,
    depth: float = 0.75,
) -> Piece:
    """The opening of a cut vessel: `across` and `deep` are its half widths, `turn` in degrees.

    `depth` from 0 to 1 is how dark it is.
    """
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    oval = np.column_stack([across * np.cos(around), deep * np.sin(around)])
    placed = oval @ np.array([[c, s], [-s, c]]) + np.asarray(centre, dtype=np.float64)
    looks = TISSUES[tissue]
    return Piece(
        "",
        "",
        smooth(placed),
        tissue,
        flat=True,
        detail=True,
        fill=towards(looks.fill, looks.edge, depth),
        edge=towards(looks.fill, PAPER, 0.45),
    )


def joined(id: str, term: str, vessels: Sequence[Vessel], tissue: str) -> Piece:
    """Vessels as one region that runs into its neighbours without a seam."""
    path = vessels[0].path if len(vessels) == 1 else together([one.path for one in vessels])
    return Piece(id, term, path, tissue, joined=True)
