"""The backs of the two ribs of a vertebra from above, with their joints.

Every point is illustrative; which ribs meet what follows `vertebra_widths.csv`.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, radians, sin

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, corners, sampled, smooth
from midback.atlas.vertebra_measures import Measures
from midback.atlas.vertebra_parts import Layer, Name, Part, middle, pair

_PARTS_OF_RIB = (
    ("head-of-rib", "Head of rib"),
    ("neck-of-rib", "Neck of rib"),
    ("tubercle-of-rib", "Tubercle of rib"),
    ("body-of-rib", "Body of rib"),
)


def _band(steps: list[tuple[float, float, float]], pieces: list[int]) -> list[Points]:
    """A smooth band round a middle line, cut at some of its steps (x, y, half its width)."""
    at = np.array(steps)
    line = corners(smooth(at[:, :2], closed=False))
    dense = np.vstack([sampled(Path(np.vstack([line, line[:1]]))), at[-1:, :2]])
    per_step = (len(dense) - 1) // (len(at) - 1)
    half = np.interp(np.arange(len(dense)) / per_step, np.arange(len(at)), at[:, 2])
    ahead = np.gradient(dense, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    left = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * half[:, None]
    cuts = [piece * per_step for piece in pieces]
    return [
        np.vstack([(dense + left)[one : other + 1], (dense - left)[one : other + 1][::-1]])
        for one, other in pairwise(cuts)
    ]


def rib_layer(bone: Measures, on_body: Points, on_process: Points) -> Layer:
    """The backs of both ribs of this vertebra, cut off outside their tubercles.

    `on_body` and `on_process` are the outlines of the facets that the right rib meets.
    """
    facet_x, facet_y = on_body.mean(axis=0)
    x, y = facet_x + 0.4, facet_y + 0.4
    if not bone.has_transverse_facet:
        end = 44.0
        steps = [(x, y, 2.2), (x + 2.2, y - 0.3, 3.1), (x + 5, y - 1.8, 2.7), (x + 9, y - 4.4, 2.5)]
        steps += [((x + end) / 2 + 4, y - 9.4, 2.7), (end, y - 14.5, 2.9)]
        head, shaft = _band(steps, [0, 2, 5])
        parts = [pair(*_PARTS_OF_RIB[0], head), pair(*_PARTS_OF_RIB[3], shaft)]
        return Layer(tuple(part for both in parts for part in both), 2.4)
    joint_x, joint_y = on_process.mean(axis=0)
    turn = radians(bone.transverse_back)
    knob_x, knob_y = joint_x + 3.2 * sin(turn) + 0.4, joint_y + 3.2 * cos(turn)
    neck_x, neck_y = knob_x - x, knob_y - y
    reach = 45.2 - knob_x
    steps = [
        (x, y + 0.2, 2.4),
        (x + 1.9, y + 0.1, 3.4),
        (x + neck_x * 0.27 + 0.6, y + neck_y * 0.22 + 0.4, 2.6),
        (x + neck_x * 0.55 + 0.3, y + neck_y * 0.58 + 0.4, 2.0),
        (x + neck_x * 0.82, y + neck_y * 0.84, 2.4),
        (knob_x + 0.2, knob_y, 3.7),
        (knob_x + reach * 0.24, knob_y - reach * 0.14, 2.8),
        (knob_x + reach * 0.6, knob_y - reach * 0.24, 2.8),
        (knob_x + reach, knob_y - reach * 0.3, 2.9),
    ]
    pieces = _band(steps, [0, 2, 4, 6, 8])
    parts = [pair(*names, points) for names, points in zip(_PARTS_OF_RIB, pieces, strict=True)]
    return Layer(tuple(part for both in parts for part in both), 2.4)


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
        Name("Costotransverse\njoint", (joint_x - 0.9, joint_y - 0.8), at=(36.0, joint_y + 13.0)),
    ]
