"""The backs of the two ribs of a vertebra from above, with their joints.

Every point is illustrative; which ribs meet what follows `vertebra_widths.csv`.
"""

from __future__ import annotations

from itertools import pairwise
from math import atan2, cos, degrees, radians, sin

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, corners, sampled, smooth
from midback.atlas.vertebra_measures import Measures
from midback.atlas.vertebra_parts import Layer, Name, Part, middle, oval, pair

_PARTS_OF_RIB = (
    ("head-of-rib", "Head of rib"),
    ("neck-of-rib", "Neck of rib"),
    ("tubercle-of-rib", "Tubercle of rib"),
    ("body-of-rib", "Body of rib"),
)


def _band(steps: list[tuple[float, ...]], pieces: list[int]) -> list[Points]:
    """A smooth band round a middle line, cut at some of its steps.

    Each step is x, y and how far the band reaches to the front and, if it differs, to the back.
    """
    at = np.array([(*step, step[-1])[:4] for step in steps])
    line = corners(smooth(at[:, :2], closed=False))
    dense = np.vstack([sampled(Path(np.vstack([line, line[:1]]))), at[-1:, :2]])
    per_step = (len(dense) - 1) // (len(at) - 1)
    places = np.arange(len(dense)) / per_step
    # Between two steps the width changes softly, so that a knob has no corner.
    places = np.floor(places) + (3 - 2 * (places % 1)) * (places % 1) ** 2
    front, back = (np.interp(places, np.arange(len(at)), at[:, column]) for column in (2, 3))
    ahead = np.gradient(dense, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    forwards = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    left, right = forwards * front[:, None], forwards * back[:, None]
    cuts = [piece * per_step for piece in pieces]
    return [
        np.vstack([(dense + left)[one : other + 1], (dense - right)[one : other + 1][::-1]])
        for one, other in pairwise(cuts)
    ]


def _cut_ends(steps: list[tuple[float, ...]]) -> tuple[Part, Part]:
    """The cut faces of both ribs where the last step of the right one ends."""
    (x, y), before = steps[-1][:2], steps[-2][:2]
    turn = degrees(atan2(y - before[1], x - before[0]))
    return pair("", "", oval(x, y, 0.85, steps[-1][2] + 0.12, turn))


def rib_layer(
    bone: Measures, on_body: Points, on_process: Points, joints: tuple[Part, ...] = ()
) -> Layer:
    """The backs of both ribs of this vertebra, cut off outside their tubercles.

    `on_body` and `on_process` are the outlines of the facets that the right rib meets.
    The `joints` of the tubercles are drawn on both bones that meet there.
    """
    facet_x, facet_y = on_body.mean(axis=0)
    x, y = facet_x + 0.4, facet_y + 0.4
    if not bone.has_transverse_facet:
        end = 44.0
        steps: list[tuple[float, ...]] = [
            (x, y, 2.2),
            (x + 2.2, y - 0.3, 3.1),
            (x + 5, y - 1.8, 2.7),
            (x + 9, y - 4.4, 2.5),
        ]
        steps += [((x + end) / 2 + 4, y - 9.4, 2.7), (end, y - 14.5, 2.9)]
        head, shaft = _band(steps, [0, 2, 5])
        parts = [pair(*_PARTS_OF_RIB[0], head), pair(*_PARTS_OF_RIB[3], shaft)]
        return Layer(tuple(part for both in parts for part in both), 2.4, on=_cut_ends(steps))
    joint_x, joint_y = on_process.mean(axis=0)
    turn = radians(bone.transverse_back)
    away = np.array([sin(turn), cos(turn)])
    joint = np.array([joint_x, joint_y])
    knob_x, knob_y = joint + 3.3 * away
    reach = 44.9 - knob_x

    def neck(share: float, off: float) -> tuple[float, float]:
        """A place on the way to the tubercle, at most so far in front of the process."""
        at = np.array([x, y]) + share * np.array([knob_x - x, knob_y - y])
        near = at + min(0.0, off - float((at - joint) @ away)) * away
        return float(near[0]), float(near[1])

    # The tubercle stands out at the back alone, towards the transverse process.
    steps = [
        (x - 0.9, y + 0.5, 2.3, 2.5),
        (x + 1.5, y - 0.1, 3.1, 3.1),
        (*neck(0.27, 5.3), 2.5, 2.3),
        (*neck(0.55, 3.0), 2.1, 2.1),
        (*neck(0.8, 2.9), 2.2, 2.3),
        (knob_x, knob_y, 2.5, 3.3),
        (knob_x + reach * 0.27, knob_y - reach * 0.17, 2.6, 2.8),
        (knob_x + reach * 0.6, knob_y - reach * 0.3, 2.7, 2.8),
        (knob_x + reach, knob_y - reach * 0.4, 2.85, 2.85),
    ]
    pieces = _band(steps, [0, 2, 4, 6, 8])
    parts = [pair(*names, points) for names, points in zip(_PARTS_OF_RIB, pieces, strict=True)]
    return Layer(
        tuple(part for both in parts for part in both), 2.4, on=(*_cut_ends(steps), *joints)
    )


def rib_names(bone: Measures, found: dict[str, Part]) -> list[Name]:
    """The parts of the left rib and its joints."""
    head, body = middle(found["head-of-rib-left"]), middle(found["body-of-rib-left"])
    joint = middle(found["joint-of-head-of-rib-left"])
    names = [
        Name("Head of rib", head, "front-left"),
        Name("Joint of\nhead of rib", joint, "front-left"),
    ]
    if not bone.has_transverse_facet:
        return [*names, Name("Body of rib", body, at=(-37.5, body[1] + 9.0))]
    x, y = middle(found["tubercle-of-rib-left"])
    joint_x, joint_y = middle(found["costotransverse-joint-right"])
    return [
        *names,
        Name("Neck of rib", middle(found["neck-of-rib-left"]), "front-left"),
        Name("Tubercle\nof rib", (x, y + 0.4), at=(-39.0, y + 10.0)),
        Name("Body of rib", body, at=(-38.0, body[1] - 7.5)),
        Name("Costotransverse\njoint", (joint_x, joint_y), at=(36.0, joint_y + 13.0)),
    ]
