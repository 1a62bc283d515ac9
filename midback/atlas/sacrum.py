"""The sacrum and the coccyx, seen from the side; every proportion here is illustrative."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from midback.atlas.bones import Bone, upper_process
from midback.atlas.curves import Points, smooth
from midback.atlas.frames import EndPlate, Frame, direction
from midback.atlas.shapes import shapes

# For each fused segment: height at the back in mm, turn in degrees, depth of its lower plane and
# how far the median crest stands behind it.
_SEGMENTS = (
    (27.0, 9.0, 23.5, 23.5),
    (24.0, 13.0, 18.5, 20.5),
    (20.5, 16.0, 14.0, 16.0),
    (17.5, 16.0, 11.0, 10.5),
    (14.0, 12.0, 8.5, 6.0),
)
BASE_DEPTH = 33.0
# For each coccygeal segment: height, turn, depth above and below.
_COCCYGEAL = ((9.5, 16.0, 8.5, 6.5), (8.0, 20.0, 6.0, 4.8), (6.0, 18.0, 4.4, 3.2))


def _planes(base: EndPlate) -> list[EndPlate]:
    """The base, the four lines where the segments have fused, and the apex."""
    planes = [base]
    for height, turn, depth, _ in _SEGMENTS:
        above = planes[-1]
        back = above.back - height * direction(above.angle + turn / 2 + 90)
        planes.append(EndPlate(back, above.angle + turn, depth))
    return planes


def _between(upper: EndPlate, lower: EndPlate, share: float = 0.5) -> Frame:
    """The frame on the back of a segment, `share` of the way down."""
    return Frame(
        upper.back + share * (lower.back - upper.back),
        upper.angle + share * (lower.angle - upper.angle),
    )


def sacrum(base: EndPlate, joint_above: Frame) -> Bone:
    """The sacrum as one wedge of five fused segments under the end plate `base`."""
    planes = _planes(base)
    top = Frame(base.back, base.angle)
    pelvic: list[Points] = [top.place([[BASE_DEPTH - 0.2, -1.4], [BASE_DEPTH - 2.2, -5.0]])]
    for upper, lower in pairwise(planes):
        inwards = direction((upper.angle + lower.angle) / 2)
        pelvic.append(((upper.front + lower.front) / 2 - 0.9 * inwards)[None])
        if lower is not planes[-1]:
            pelvic.append(lower.front[None])
    end = Frame(planes[-1].back, planes[-1].angle)
    apex = end.place([[8.2, 1.4], [7.0, -0.4], [1.2, -0.4], [-2.2, 1.8], [-5.4, 2.4]])
    crest: list[Points] = []
    for index in reversed(range(len(_SEGMENTS) - 1)):
        behind = _SEGMENTS[index][3]
        upper, lower = planes[index], planes[index + 1]
        crest.append(_between(upper, lower, 0.72).place([[-behind, 0]]))
        if index:
            # Between two tubercles of the median crest.
            crest.append(_between(upper, lower, 0.22).place([[-behind * 0.86, 0]]))
    outline = smooth(
        np.vstack(
            [
                base.rim(0.9),
                *pelvic,
                apex,
                *crest,
                # Below and before the joint processes of L5, which lie behind those of the sacrum.
                top.place([[-23.0, -19.0], [-20.2, -13.8], [-16.6, -11.2]]),
                upper_process(joint_above, shapes()["L5"].facet, 5.2),
                top.place([[-5.0, -0.8], [-1.6, -0.2]]),
            ]
        )
    )
    fused = tuple(
        smooth(
            np.array(
                [plane.back + share * (plane.front - plane.back) for share in (0.45, 0.7, 0.95)]
            ),
            closed=False,
        )
        for plane in planes[1:-1]
    )
    auricular = smooth(
        top.place(
            [
                [4.6, -5.2],
                [9.0, -3.8],
                [15.0, -4.6],
                [20.2, -8.4],
                [21.6, -14.6],
                [19.4, -22.4],
                [15.2, -30.4],
                [10.4, -37.6],
                [5.6, -41.6],
                [2.0, -40.4],
                [2.6, -36.0],
                [6.4, -29.6],
                [9.2, -22.8],
                [10.0, -16.6],
                [7.8, -12.6],
                [4.4, -10.0],
                [3.2, -7.4],
            ]
        )
    )
    middle = top.place([[12.6, -14.5]])[0]
    return Bone("S", outline, middle, near=(auricular,), lines=fused)


def coccyx(base: EndPlate) -> Bone:
    """The coccyx below the apex of the sacrum that stands under `base`."""
    apex = _planes(base)[-1]
    angle = apex.angle + 6
    back = apex.back - 2.6 * direction(angle + 90)
    front_points, back_points = [], []
    for height, turn, wide, narrow in _COCCYGEAL:
        above = Frame(back, angle)
        back, angle = back - height * direction(angle + turn / 2 + 90), angle + turn
        below = Frame(back, angle)
        front_points += [above.place([[wide, -0.9]]), below.place([[narrow, 1.5]])]
        back_points += [above.place([[-0.2, -0.9]]), below.place([[0.6, 1.5]])]
    tip = Frame(back, angle).place([[1.6, -0.4]])
    outline = smooth(np.vstack([*front_points, tip, *back_points[::-1]]))
    return Bone("Co", outline, Frame(back, angle).place([[2.0, 6.0]])[0])
