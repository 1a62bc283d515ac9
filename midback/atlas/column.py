"""The vertebral column from the side, as geometry: which bone lies where, and its outline.

Lengths are in mm at the scale of `data/morphometry.csv`, x forwards and y upwards, from the back
upper corner of the sacrum.
The thoracic bodies and discs are built to that table's proportions; `data/vertebra_shapes.csv`
gives everything else and is illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import atan2, degrees, radians

import numpy as np
from matplotlib.path import Path

from midback.atlas.bones import Bone, atlas, axis, disc, joint, vertebra
from midback.atlas.curves import Points
from midback.atlas.frames import Body, EndPlate, direction
from midback.atlas.sacrum import BASE_DEPTH, coccyx, sacrum
from midback.atlas.shapes import CERVICAL, LUMBAR, PRESACRAL, THORACIC, shapes, share_sum

# How far the low back follows the thorax, and how the axis is held: illustrative, so that the
# head stays above the sacrum at every kyphosis.
LORDOSIS_AT_THE_TABLES_KYPHOSIS = 50.0
LORDOSIS_PER_DEGREE_OF_KYPHOSIS = 0.4
TILT_OF_THE_AXIS = 8.0


@dataclass(frozen=True)
class Column:
    """The whole column at one kyphosis; bodies, bones and discs run from above downwards."""

    bodies: dict[str, Body]
    bones: tuple[Bone, ...]
    discs: dict[str, Path]

    def cobb_angle(self) -> float:
        """Degrees between the upper end plate of T1 and the lower end plate of T12, as drawn."""
        tilts = []
        for plate in (self.bodies["T1"].upper, self.bodies["T12"].lower):
            forwards, upwards = plate.front - plate.back
            tilts.append(degrees(atan2(upwards, forwards)))
        return tilts[1] - tilts[0]


def _below(back: Points, angle: float, turn: float, height: float) -> tuple[Points, float]:
    """The back corner and angle of the plane `height` mm below, `turn` degrees further round."""
    return back - height * direction(angle + turn / 2 + 90), angle + turn


def _above(back: Points, angle: float, turn: float, height: float) -> tuple[Points, float]:
    """The back corner and angle of the plane `height` mm above, before that turn."""
    return back + height * direction(angle - turn / 2 + 90), angle - turn


def _downwards(kyphosis: float, start: Points, angle: float) -> tuple[dict[str, Body], EndPlate]:
    """The bodies T1 to L5 below a first end plate, and the end plate of the sacrum."""
    table = shapes()
    scale = kyphosis / share_sum()
    lordosis = LORDOSIS_AT_THE_TABLES_KYPHOSIS + LORDOSIS_PER_DEGREE_OF_KYPHOSIS * (
        kyphosis - share_sum()
    )
    bodies = {}
    back = start
    levels = THORACIC + LUMBAR
    for level, after in zip(levels, (*levels[1:], None), strict=True):
        shape = table[level]
        factor = scale if level in THORACIC else -lordosis
        upper = EndPlate(back, angle, shape.depth_upper)
        back, angle = _below(back, angle, shape.body_share * factor, shape.height)
        bodies[level] = Body(level, upper, EndPlate(back, angle, shape.depth_lower))
        turn, height = shape.disc_share * factor, shape.disc
        if level in THORACIC and after is not None:
            # The thoracic table gives the height in front; the chain is built along the back.
            height += radians(turn) * (shape.depth_lower + table[after].depth_upper) / 2
        back, angle = _below(back, angle, turn, height)
    return bodies, EndPlate(back, angle, BASE_DEPTH)


def _upwards(first_thoracic: EndPlate) -> dict[str, Body]:
    """The bodies C7 to C2 above T1, with the lordosis that holds the axis level."""
    table = shapes()
    lordosis = first_thoracic.angle - TILT_OF_THE_AXIS
    bodies = {}
    back, angle = first_thoracic.back, first_thoracic.angle
    for level in reversed(CERVICAL[1:]):
        shape = table[level]
        back, angle = _above(back, angle, shape.disc_share * lordosis, shape.disc)
        lower = EndPlate(back, angle, shape.depth_lower)
        back, angle = _above(back, angle, shape.body_share * lordosis, shape.height)
        bodies[level] = Body(level, EndPlate(back, angle, shape.depth_upper), lower)
    return bodies


def _bodies(kyphosis: float) -> tuple[dict[str, Body], EndPlate]:
    """The bodies C2 to L5 with T1 upright above the back of the sacrum, and the sacral base."""
    trial, base = _downwards(kyphosis, np.zeros(2), 0.0)
    first = trial["T1"].upper
    forwards, upwards = (first.back + first.front) / 2 - base.back
    upright = 90 - degrees(atan2(upwards, forwards))
    _, base = _downwards(kyphosis, np.zeros(2), upright)
    bodies, base = _downwards(kyphosis, -base.back, upright)
    bodies |= _upwards(bodies["T1"].upper)
    return {level: bodies[level] for level in PRESACRAL[1:]}, base


@lru_cache(maxsize=16)
def column(kyphosis: float) -> Column:
    """The column drawn with this kyphosis: degrees from T1's upper to T12's lower end plate.

    The table's illustrative shares are scaled so that they add up to `kyphosis`.
    The neck and the low back follow so that T1 stays above the back of the sacrum.
    """
    bodies, base = _bodies(kyphosis)
    levels = PRESACRAL[1:]
    plates_below = [bodies[level].upper for level in levels[1:]] + [base]
    joints = {
        level: joint(bodies[level], plate)
        for level, plate in zip(levels, plates_below, strict=True)
    }
    bones = [atlas(bodies["C2"]), axis(bodies["C2"], joints["C2"])]
    for above, level in pairwise(levels):
        bones.append(vertebra(bodies[level], joints[above], joints[level]))
    bones += [sacrum(base, joints["L5"]), coccyx(base)]
    discs = {
        f"{level}-{after}": disc(bodies[level], plate)
        for level, after, plate in zip(levels, (*levels[1:], "S1"), plates_below, strict=True)
    }
    return Column(bodies, tuple(bones), discs)
