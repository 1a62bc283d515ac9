"""The thoracic column of the synthetic radiograph: the column of `spine-lateral`, one body wedged.

Lengths are in mm, x forwards and y upwards, from the middle of the film.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import atan2, degrees

import numpy as np
from matplotlib.path import Path

from midback.atlas.bones import Bone, body_and_plates, joint, vertebra
from midback.atlas.column import column
from midback.atlas.curves import Points, smooth
from midback.atlas.frames import Body, EndPlate, Frame
from midback.atlas.shapes import PRESACRAL, shapes

# The levels on the film, and one more at each end for the joints.
LEVELS = PRESACRAL[PRESACRAL.index("C6") : PRESACRAL.index("L2") + 1]
# How much of its height a wedged body has lost in front: a moderate wedge, illustrative.
WEDGE_LOSS = 0.32


@dataclass(frozen=True)
class FilmColumn:
    """The bodies and bones from C7 to L2, from above downwards."""

    bodies: dict[str, Body]
    bones: tuple[Bone, ...]

    def body_outline(self, level: str) -> Path:
        """The vertebral body alone, as a closed curve in mm."""
        body = self.bodies[level]
        back = body.frame.place([[0.9, -body.height * 0.2], [0.9, body.height * 0.2]])
        return smooth(np.vstack([*body_and_plates(body), back]))

    def cobb_angle(self, upper: str = "T1", lower: str = "T12") -> float:
        """Degrees between the upper end plate of one body and the lower one of another."""
        tilts = []
        for plate in (self.bodies[upper].upper, self.bodies[lower].lower):
            forwards, upwards = plate.front - plate.back
            tilts.append(degrees(atan2(upwards, forwards)))
        return tilts[1] - tilts[0]


def _turned(plate: EndPlate, about: Points, angle: float) -> EndPlate:
    """The end plate turned by so many degrees round a point."""
    back = Frame(about, angle).place((plate.back - about)[None])[0]
    return EndPlate(back, plate.angle + angle, plate.depth)


def _wedged(bodies: dict[str, Body], level: str) -> dict[str, Body]:
    """The bodies with one of them lower in front.

    Everything above its upper end plate turns forwards round that plate's back corner.
    """
    about, bend = bodies[level].upper.back, -wedge_angle(level)
    bent = dict(bodies)
    for above in LEVELS[: LEVELS.index(level)]:
        plates = (bodies[above].upper, bodies[above].lower)
        bent[above] = Body(above, *(_turned(plate, about, bend) for plate in plates))
    bent[level] = Body(level, _turned(bodies[level].upper, about, bend), bodies[level].lower)
    return bent


def _moved(body: Body, by: Points) -> Body:
    plates = [
        EndPlate(plate.back + by, plate.angle, plate.depth) for plate in (body.upper, body.lower)
    ]
    return Body(body.level, *plates)


def wedge_angle(level: str) -> float:
    """By how many degrees a body is wedged that has lost `WEDGE_LOSS` of its height in front."""
    shape = shapes()[level]
    return degrees(atan2(WEDGE_LOSS * shape.height, shape.depth_upper))


def _on_the_film(bodies: dict[str, Body]) -> dict[str, Body]:
    """The bodies with T1 upright above T12, and their middle in the middle of the film."""
    first, last = bodies["T1"].upper.back, bodies["T12"].lower.back
    upright = 90 - degrees(atan2(*(first - last)[::-1]))
    about = (first + last) / 2
    placed = {
        level: Body(level, _turned(body.upper, about, upright), _turned(body.lower, about, upright))
        for level, body in bodies.items()
    }
    across = [placed[level].frame.origin[0] for level in LEVELS[1:-1]]
    middle = np.array([(min(across) + max(across)) / 2, about[1]])
    return {level: _moved(body, -middle) for level, body in placed.items()}


@lru_cache(maxsize=16)
def film_column(kyphosis: float, wedge: str | None = None) -> FilmColumn:
    """The column whose angle from the upper end plate of T1 to the lower one of T12 is `kyphosis`.

    A wedged body is part of that angle: the others share what is left of it.
    """
    straighter = kyphosis - (wedge_angle(wedge) if wedge else 0.0)
    bodies = {level: column(straighter).bodies[level] for level in LEVELS}
    bodies = _on_the_film(_wedged(bodies, wedge) if wedge else bodies)
    joints = {above: joint(bodies[above], bodies[below].upper) for above, below in pairwise(LEVELS)}
    bones = tuple(
        vertebra(bodies[level], joints[above], joints[level])
        for above, level in pairwise(LEVELS[:-1])
    )
    return FilmColumn({level: bodies[level] for level in LEVELS[1:-1]}, bones)
