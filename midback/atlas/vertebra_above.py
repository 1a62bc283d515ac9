"""A thoracic vertebra from above: x to the right, y forwards, in mm from the back of the body.

Widths, depths and pedicles follow the tables; every other point is illustrative.
"""

from __future__ import annotations

from math import cos, radians, sin, tan

import numpy as np

from midback.atlas.curves import Points, sampled
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet
from midback.atlas.vertebra_measures import Measures, measures
from midback.atlas.vertebra_parts import (
    Block,
    Layer,
    Name,
    Part,
    Relief,
    View,
    along,
    both_halves,
    middle,
    outline,
    oval,
    pair,
    single,
)
from midback.atlas.vertebra_ribs import rib_layer, rib_names

# Fluid round the cord.
LIQUID = towards(TISSUES["cartilage"].fill, PAPER, 0.75)
# The plate in inches and where its origin is, the same for every level.
SHEET = Sheet((4.4, 4.45), 21.0, (0.5, 0.565))


def _body(width: float, depth: float, heart: float) -> Points:
    """A vertebral body from above: an oval or a kidney, or with `heart` 1 a heart."""
    half = [
        (0, 0.085 + 0.018 * heart),
        (0.13, 0.045 + 0.012 * heart),
        (0.27, 0.0),
        (0.38, 0.045),
        (0.465, 0.17),
        (0.5, 0.37 - 0.03 * heart),
        (0.475 - 0.03 * heart, 0.6),
        (0.395 - 0.055 * heart, 0.8),
        (0.23 - 0.035 * heart, 0.95),
        (0, 1.0),
    ]
    return both_halves(np.array(half) * [width, depth])


def _foramen(bone: Measures) -> Points:
    """The vertebral foramen: round in the middle of the region, three-cornered at both ends."""
    half, depth, rounded = bone.canal_width / 2, bone.side.canal, bone.canal_round
    triangle = np.array(
        [(0, 0), (0.45, 0), (0.83, -0.05), (1, -0.2), (0.86, -0.46), (0.5, -0.78), (0.2, -0.96)]
    )
    circle = np.array(
        [
            (0, 0),
            (0.38, 0),
            (0.74, -0.12),
            (0.97, -0.36),
            (0.93, -0.64),
            (0.66, -0.87),
            (0.3, -0.98),
        ]
    )
    shape = rounded * circle + (1 - rounded) * triangle
    return both_halves(np.vstack([shape * [half, depth], [(0, -depth)]]))


def _isthmus(bone: Measures) -> tuple[float, float, float]:
    """Where the pedicle is measured: its inner edge, its outer edge, and how far back that is."""
    x, y = _foramen(bone)[3]
    return float(x), float(x) + bone.pedicle_width / cos(radians(bone.pedicle_angle)), float(y)


def _root(bone: Measures) -> float:
    """How far back the transverse process springs."""
    return -0.58 * bone.side.canal


def _pedicle(bone: Measures) -> Points:
    """Along the foramen on its inner side, at the table's angle on its outer side."""
    _, outer, level = _isthmus(bone)
    back, spread = _root(bone) - 1.2, tan(radians(bone.pedicle_angle))
    foramen, width, depth = _foramen(bone), bone.width_upper, bone.side.depth_upper
    beside = [(outer + (level - y) * spread, y) for y in (back, (level + back) / 2, level)]
    joins = outer + level * spread
    return np.vstack(
        [
            [(foramen[2][0] * 0.86, 1.4)],
            foramen[2:5],
            [(foramen[4][0] + 0.6, back)],
            beside,
            [(max(joins, 0.46 * width) - 0.3, -0.4), (0.44 * width, depth * 0.16)],
        ]
    )


def _transverse_root(bone: Measures) -> tuple[float, float]:
    _, outer, level = _isthmus(bone)
    back = _root(bone)
    spread = tan(radians(bone.pedicle_angle))
    return outer - bone.pedicle_width * 0.28 + (level - back) * spread * 0.7, back - 1.0


def transverse_tip(bone: Measures) -> tuple[float, float]:
    """The middle of the end of the transverse process."""
    x, y = _transverse_root(bone)
    end = bone.transverse_span - bone.transverse_club * 0.75
    return end, y - (end - x) * tan(radians(bone.transverse_back))


def _transverse(bone: Measures) -> Points:
    club = bone.transverse_club
    root = 4.6 if bone.number < 11 else 3.8
    waist = min(3.3, club * 0.86)
    return along(
        _transverse_root(bone),
        transverse_tip(bone),
        [
            (0.0, -root),
            (0.3, -waist * 1.08),
            (0.58, -waist),
            (0.85, -club * 0.96),
            (1.02, -club * 0.8),
            (1.1, -club * 0.1),
            (1.03, club * 0.78),
            (0.84, club * 0.98),
            (0.56, waist * 1.02),
            (0.3, waist * 1.1),
            (0.0, root * 0.9),
        ],
    )


def _lamina(bone: Measures) -> Points:
    """The right lamina with the bulge of the inferior articular process below it."""
    depth = bone.side.canal
    low = bone.lower_facet_middle
    inner = _foramen(bone)[4:8][::-1] * [0.97, 1.0] + [0, 0.2]
    return np.vstack(
        [
            inner,
            [
                (_transverse_root(bone)[0] + 0.6, -depth * 0.56),
                (_transverse_root(bone)[0], -depth * 0.58 - 4.6),
                (low + 4.0, -depth - 0.8),
                (low + 1.4, -depth - 3.2),
                (low - 2.0, -depth - 4.2),
                (bone.spinous_width * 1.1, -depth - 5.6),
                (0.0, -depth - 5.8),
            ],
        ]
    )


def spinous_tip(bone: Measures) -> float:
    """How far back the spinous process reaches: its length as it is seen from above."""
    return -(bone.side.canal + 2 + bone.side.length * cos(radians(bone.side.slope)))


def _spinous(bone: Measures) -> Points:
    start, end = -bone.side.canal - 2.6, spinous_tip(bone)
    thick = bone.spinous_width
    reach = end - start
    half = [
        (0.0, start - 2.2),
        (thick * 2.7, start - 0.8),
        (thick * 1.62, start + reach * 0.16),
        (thick * 1.08, start + reach * 0.34),
        (thick * 0.84, start + reach * 0.54),
        (thick * 0.86, start + reach * 0.72),
        (thick * 1.08, start + reach * 0.88),
        (thick * 0.94, start + reach * 0.96),
        (thick * 0.46, end + 0.15),
        (0.0, end),
    ]
    return both_halves(half)


def _facet_frame(bone: Measures) -> tuple[Points, Points, Points]:
    """The middle of the superior articular facet, along it outwards, and forwards from it."""
    turn = radians(bone.facet_turn)
    outwards = np.array([cos(turn), sin(turn)])
    forwards = np.array([-sin(turn), cos(turn)])
    centre = np.array([bone.facet_middle, -0.66 * bone.side.canal])
    return centre, outwards, forwards


def _plate(bone: Measures, steps: list[tuple[float, float]]) -> Points:
    """Points on the superior articular process: share of half its facet, mm forwards."""
    centre, outwards, forwards = _facet_frame(bone)
    at = np.array(steps)
    half = bone.facet_width / 2
    placed: Points = centre + at[:, :1] * half * outwards + at[:, 1:] * forwards
    return placed


def _superior_process(bone: Measures) -> Points:
    return _plate(
        bone,
        [
            (-1.12, -1.0),
            (-0.6, -1.6),
            (0.0, -1.7),
            (0.6, -1.5),
            (1.14, -0.7),
            (1.16, 1.2),
            (0.7, 3.1),
            (0.0, 3.7),
            (-0.7, 2.9),
            (-1.14, 0.9),
        ],
    )


def _superior_facet(bone: Measures) -> Points:
    return _plate(
        bone,
        [
            (-1.0, -0.5),
            (-0.6, -1.35),
            (0.0, -1.5),
            (0.6, -1.3),
            (1.0, -0.3),
            (0.62, 0.35),
            (0.0, 0.5),
            (-0.62, 0.3),
        ],
    )


def _mammillary(bone: Measures) -> Points:
    """The tubercle on the back of the superior articular process of T12."""
    x, y = _plate(bone, [(1.0, 1.6)])[0]
    return oval(x + 0.6, y - 0.9, 2.6, 3.0, -25)


def _accessory(bone: Measures) -> Points:
    x, y = _transverse_root(bone)
    return oval(x - 0.6, y - 5.0, 2.8, 2.4, -40)


def _along_the_edge(edge: Points, deep: float) -> Points:
    """A facet that is seen nearly on edge: a slip along the bone's edge, N x 2, inside it.

    The bone lies to the left of the edge.
    """
    ahead = np.gradient(edge, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    inwards = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    share = np.linspace(0.0, 1.0, len(edge))[:, None]
    thick = deep * (0.3 + 0.7 * np.sin(np.pi * share) ** 0.8)
    bony = 0.28
    inner = edge + (bony + thick) * inwards
    return np.vstack([edge + bony * inwards, inner[[-1, len(edge) // 2, 0]]])


def _outer_edge(points: Points, first: float, last: float) -> Points:
    """Seven points of the outer edge of a part on the right, from one height up to another."""
    ring = sampled(outline(points), steps=14)
    heights = np.linspace(first, last, 7)
    near = [ring[np.abs(ring[:, 1] - y) < 0.5, 0] for y in heights]
    return np.column_stack([[float(x.max()) for x in near], heights])


def _costal_facet(bone: Measures) -> Points:
    """The facet for the head of a rib as it is seen from above: nearly on edge."""
    depth = bone.side.depth_upper
    if bone.number >= 11:
        # It lies on the outer side of the pedicle.
        return _along_the_edge(_outer_edge(_pedicle(bone), -6.0, -0.8), 1.9)
    body = _body(bone.width_upper, depth, bone.heart)
    reach = 0.29 if bone.upper_facet == "whole" else 0.25
    return _along_the_edge(_outer_edge(body, 0.07 * depth, reach * depth), 2.0)


def _transverse_costal_facet(bone: Measures) -> Points:
    """The facet for the tubercle of a rib on the front of the process, seen nearly on edge."""
    club = bone.transverse_club
    step = [(1.085, club * 0.4), (1.04, club * 0.76), (0.95, club * 0.95), (0.84, club * 0.98)]
    step += [(0.74, club * 0.94), (0.64, club * 0.86)]
    edge = along(_transverse_root(bone), transverse_tip(bone), step)
    return _along_the_edge(edge, 1.9)


def _rib_facet_on_body(bone: Measures) -> Points:
    """The joint of the head of a rib, on the edge of the body, beside the pedicle."""
    width, depth = bone.width_upper, bone.side.depth_upper
    x, y = 0.465 * width, 0.17 * depth
    if bone.number >= 11:
        _, outer, _ = _isthmus(bone)
        return oval(max(outer, 0.46 * width) + 0.1, 0.2, 0.7, 3.2, -8)
    size = 3.0 if bone.upper_facet == "whole" else 2.6
    return oval(x + 0.25, y, 0.62, size, -20)


def _rib_facet_on_process(bone: Measures) -> Points:
    """The joint of the tubercle of a rib, in front of the tip of the transverse process."""
    step = [(0.95, bone.transverse_club * 0.9)]
    x, y = along(_transverse_root(bone), transverse_tip(bone), step)[0]
    return oval(float(x), float(y), 2.7, 0.68, -bone.transverse_back - 6)


def _cord(bone: Measures, back: float) -> tuple[Part, ...]:
    """The spinal cord in the foramen, its grey matter and its anterior fissure."""
    across, deep, y = bone.cord_width / 2, bone.cord_depth / 2, -bone.side.canal * back
    white = [(0, 0.8), (0.1, 0.97), (0.55, 0.86), (0.95, 0.3), (0.95, -0.32), (0.55, -0.87)]
    white += [(0.12, -1.0), (0, -0.96)]
    grey = [(0, 0.1), (0.1, 0.14), (0.22, 0.46), (0.4, 0.5), (0.44, 0.22), (0.27, 0.0)]
    grey += [(0.3, -0.4), (0.4, -0.74), (0.32, -0.76), (0.16, -0.3), (0.08, -0.1), (0, -0.08)]
    size, middle_of_canal = [across, deep], [0, y]
    white_outline = both_halves(np.array(white) * size + middle_of_canal)
    grey_outline = both_halves(np.array(grey) * size + middle_of_canal)
    return (
        single("spinal-cord", "Spinal cord", white_outline, "nerve"),
        Part("", "", outline(grey_outline), "nerve", deep=0.32),
    )


def _sac(bone: Measures, back: float) -> Part:
    """The dural sac round the cord, with its fluid; outside it lies fat."""
    across, deep = bone.cord_width / 2 + 1.15, bone.cord_depth / 2 + 1.15
    sac = outline(oval(0.0, -bone.side.canal * back, across, deep))
    return Part("", "", sac, "ligament", fill=LIQUID)


# What the blue surfaces on the body and on the transverse process are called.
_FACETS_WITHOUT_RIBS = (
    ("superior-costal-facet", "Superior costal facet"),
    ("transverse-costal-facet", "Transverse costal facet"),
)
_JOINTS_WITH_RIBS = (
    ("joint-of-head-of-rib", "Joint of head of rib"),
    ("costotransverse-joint", "Costotransverse joint"),
)


def _blocks(bone: Measures, ribs: bool) -> dict[str, Block]:
    """Columns of names beside the body and, below the transverse processes, beside the spine."""
    _, tip_y = transverse_tip(bone)
    under = min(tip_y - bone.transverse_club * 1.1, -bone.side.canal - 6) - 1.5
    return {
        "front-left": Block("left", -25.0, 35.0, 10.0 if ribs else 5.0),
        "front-right": Block("right", 25.0, 35.0, 8.0 if ribs else 3.0),
        "back-left": Block("left", -6.0, under, -48.0),
        "back-right": Block("right", 11.0, under, -49.0),
    }


def _names(bone: Measures, found: dict[str, Part], ribs: bool) -> tuple[Name, ...]:
    """Which parts are named where; with ribs the left side speaks of them."""
    tip_x, tip_y = transverse_tip(bone)
    depth = bone.side.canal

    def at(id: str) -> tuple[float, float]:
        return middle(found[id])

    def plate(along_facet: float, forwards: float) -> tuple[float, float]:
        x, y = _plate(bone, [(along_facet, forwards)])[0]
        return float(x), float(y)

    pedicle_x, pedicle_y = at("pedicle-right")
    lamina_x, lamina_y = at("lamina-right")
    hollow_x, hollow_y = _foramen(bone)[5] * [0.72, 0.95]
    names = [
        Name("Pedicle of\nvertebral arch", (pedicle_x - 0.6, pedicle_y + 0.8), "front-right"),
        Name("Superior\narticular process", plate(0.55, 2.1), "front-right"),
        Name("Superior\narticular facet", plate(0.45, -0.4), "front-right"),
        Name("Vertebral foramen", (float(hollow_x), float(hollow_y)), "back-right"),
        Name("Spinal cord", (0.4, -depth * 0.52), "back-right"),
        Name("Lamina of\nvertebral arch", (lamina_x + 2.2, lamina_y - 1.2), "back-right"),
        Name("Spinous\nprocess", (0.0, spinous_tip(bone) + 6.0), "back-left"),
    ]
    if bone.level == "T12":
        mammillary, accessory = at("mammillary-process-right"), at("accessory-process-left")
        accessory = (accessory[0] + 0.2, accessory[1] - 1.4)
        names.append(Name("Mammillary\nprocess", mammillary, "front-right"))
        names.append(Name("Accessory\nprocess", accessory, at=(-27.0, -31.0)))
        names.append(Name("Transverse\nprocess", (-0.6 - tip_x, tip_y + 0.4), at=(-37.0, -20.0)))
    else:
        club = bone.transverse_club
        words = (-31.5, tip_y - club - (13.0 if ribs else 8.0))
        names.append(Name("Transverse process", (club - tip_x, tip_y - club * 0.3), at=words))
    return (*names, *(rib_names(bone, found) if ribs else _facet_names(bone, found)))


def _facet_names(bone: Measures, found: dict[str, Part]) -> list[Name]:
    """The facets for ribs, named on the left."""
    whole = bone.upper_facet == "whole"
    words = "Superior costal\nfacet (whole)" if whole else "Superior\ncostal facet"
    names = [Name(words, middle(found["superior-costal-facet-left"]), "front-left")]
    if bone.has_transverse_facet:
        x, y = middle(found["transverse-costal-facet-left"])
        beside = (max(x - 5.0, -37.5), y + 10.0)
        names.append(Name("Transverse\ncostal facet", (x, y), at=beside))
    return names


def view_above(level: str, ribs: bool = False, cord_back: float = 0.5) -> View:
    """The vertebra from above, with its cord, and with the backs of its ribs if asked for.

    The middle of the cord lies so far back in the canal, as a share of its depth.
    """
    bone = measures(level)
    side = bone.side
    foramen, body = _foramen(bone), _body(bone.width_upper, side.depth_upper, bone.heart)
    pedicles = pair("pedicle", "Pedicle of vertebral arch", _pedicle(bone))
    laminae = pair("lamina", "Lamina of vertebral arch", _lamina(bone))
    transverse: tuple[Part, ...] = pair(
        "transverse-process", "Transverse process", _transverse(bone)
    )
    superior = pair(
        "superior-articular-process", "Superior articular process", _superior_process(bone)
    )
    facets = pair(
        "superior-articular-facet",
        "Superior articular facet",
        _superior_facet(bone),
        "cartilage",
    )
    on_body, on_process = _FACETS_WITHOUT_RIBS if not ribs else _JOINTS_WITH_RIBS
    at_body = _rib_facet_on_body(bone) if ribs else _costal_facet(bone)
    at_process = _rib_facet_on_process(bone) if ribs else _transverse_costal_facet(bone)
    costal = pair(*on_body, at_body, "cartilage")
    transverse_costal = pair(*on_process, at_process, "cartilage")
    tubercles: tuple[Part, ...] = ()
    if level == "T12":
        tubercles = pair("mammillary-process", "Mammillary process", _mammillary(bone))
        transverse += pair("accessory-process", "Accessory process", _accessory(bone))
    spinous = single("spinous-process", "Spinous process", _spinous(bone))
    ridge = outline(
        both_halves(
            [
                (0, -side.canal - 3),
                (0.5, -side.canal - 4),
                (0.7, spinous_tip(bone) * 0.6 - side.canal * 0.4),
                (0.5, spinous_tip(bone) + 2.5),
                (0, spinous_tip(bone) + 1.5),
            ]
        )
    )
    dish = outline(np.array(body) * 0.74 + [0, side.depth_upper * 0.135])
    rim = outline(np.array(body) * 0.86 + [0, side.depth_upper * 0.075])
    lower_body = Part("", "", outline(_body(bone.width_lower, side.depth_lower, bone.heart * 0.8)))
    opening = Part("", "", outline(foramen * [1.1, 1.4] + [0, 4.5]))
    layers = (
        Layer((opening,), opening=True),
        Layer((lower_body,), 2.0, far=0.1),
        Layer(
            (*pedicles, *laminae, *transverse, spinous),
            3.0,
            (Relief(ridge, 1.1, 0.8),),
            on=transverse_costal if bone.has_transverse_facet and not ribs else (),
        ),
        *((rib_layer(bone, at_body, at_process, transverse_costal),) if ribs else ()),
        Layer(
            (single("vertebral-body", "Vertebral body", body),),
            1.3,
            (Relief(dish, -1.5, 1.8),),
            on=(*costal, _sac(bone, cord_back), *_cord(bone, cord_back)),
            lines=(rim,),
        ),
        Layer((*superior, *tubercles), 1.8, on=facets),
    )
    found = {part.id: part for layer in layers for part in (*layer.parts, *layer.on)}
    gaps = (single("vertebral-foramen", "Vertebral foramen", foramen),)
    return View(layers, _names(bone, found, ribs), _blocks(bone, ribs), gaps)
