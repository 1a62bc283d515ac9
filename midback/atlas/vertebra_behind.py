"""A thoracic vertebra from behind: x to the right, y up, in mm from mid-height of the body.

Heights and widths of the body follow the tables; every other point is illustrative.
"""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, smooth
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

# The plate in inches and where its origin is, the same for every level.
SHEET = Sheet((4.4, 3.85), 21.0, (0.5, 0.535))
# How much of the way down to the tips of the inferior processes the laminae reach.
_LAMINA_SHARE = 0.76


def _body(bone: Measures) -> Points:
    half = bone.side.height / 2
    upper, lower = bone.width_upper / 2, bone.width_lower / 2
    waist = 0.94 * min(upper, lower)
    return both_halves(
        [
            (0, half - 0.4),
            (upper * 0.5, half - 0.1),
            (upper * 0.9, half + 0.1),
            (upper, half - 1.2),
            (waist + 0.4, half * 0.4),
            (waist, -half * 0.15),
            (lower - 0.8, -half * 0.62),
            (lower, -half + 1.2),
            (lower * 0.9, -half - 0.1),
            (lower * 0.5, -half + 0.1),
            (0, -half + 0.3),
        ]
    )


def _facet_height(bone: Measures) -> float:
    """Half the height of a superior articular facet as it is seen from behind."""
    return bone.side.facet / 2 * sin(radians(bone.side.facet_slope))


def _facet_middle(bone: Measures) -> tuple[float, float, float]:
    """The middle of the superior articular facet, and half its width as it is seen."""
    half = bone.side.height / 2
    wide = bone.facet_width / 2 * cos(radians(bone.facet_turn))
    return bone.facet_middle, half + 1.5, max(wide * 0.96, 2.5)


def _superior_facet(bone: Measures) -> Points:
    """A rounded facet, broadest above, that leans outwards with its process."""
    x, y, wide = _facet_middle(bone)
    # Bone is seen all round the cartilage.
    wide, tall = wide * 0.86, _facet_height(bone) * 0.76
    x, y = x + 0.35, y + 1.0
    return np.array(
        [
            (x - wide * 0.74, y - tall * 0.62),
            (x - wide * 0.98, y + tall * 0.06),
            (x - wide * 0.74, y + tall * 0.68),
            (x - wide * 0.06, y + tall * 0.96),
            (x + wide * 0.72, y + tall * 0.86),
            (x + wide * 1.08, y + tall * 0.3),
            (x + wide * 0.86, y - tall * 0.44),
            (x + wide * 0.36, y - tall * 0.9),
            (x - wide * 0.28, y - tall * 0.96),
        ]
    )


def _superior_process(bone: Measures) -> Points:
    """A low plate that leans outwards and grows broad where it stands on pedicle and lamina."""
    x, y, wide = _facet_middle(bone)
    wide, tall = wide + 1.3, _facet_height(bone) + 0.5
    foot = bone.side.height / 2 - 6.6
    return np.array(
        [
            (x - wide * 1.5, foot),
            (x - wide * 1.26, y - tall * 0.86),
            (x - wide * 1.04, y - tall * 0.3),
            (x - wide * 0.9, y + tall * 0.36),
            (x - wide * 0.56, y + tall * 0.84),
            (x + wide * 0.12, y + tall * 1.0),
            (x + wide * 0.8, y + tall * 0.86),
            (x + wide * 1.14, y + tall * 0.3),
            (x + wide * 1.14, y - tall * 0.3),
            (x + wide * 1.3, y - tall * 0.8),
            (min(x + wide * 1.62, bone.transverse_span - bone.transverse_club * 2), foot + 1.4),
            (x + wide * 0.6, foot - 1.0),
        ]
    )


def _levels(bone: Measures) -> tuple[float, float]:
    """The heights of the middle of the pedicle and of the tip of the inferior process."""
    half, side = bone.side.height / 2, bone.side
    pedicle = half - 1.0 - side.pedicle * 0.45
    return pedicle, -half - side.disc * 0.5 + 0.4 - side.facet / 2 * 1.08


def _lamina(bone: Measures) -> Points:
    """A broad plate, narrowest beside the canal, sloping into the root of the spinous process."""
    half = bone.side.height / 2
    _, tip = _levels(bone)
    low, outer = bone.lower_facet_middle, bone.canal_width / 2 + bone.pedicle_width * 0.55
    bottom = tip * _LAMINA_SHARE
    waist = min(low + 2.5, outer - 1.0)
    return np.array(
        [
            (-0.2, half - 6.6),
            (bone.facet_middle * 0.3, half - 6.0),
            (bone.facet_middle * 0.6, half - 4.2),
            (outer, half - 5.0),
            (outer - 0.2, half - 8.4),
            (waist, bottom * 0.45 + (half - 8.0) * 0.55),
            (low + 2.7, bottom + 0.6),
            (low + 2.6, bottom - 1.0),
            (low * 0.72, bottom - 1.2),
            (low * 0.36, bottom - 0.6),
            (-0.2, bottom - 0.4),
        ]
    )


def _inferior_process(bone: Measures) -> Points:
    """Goes on from the lamina, its outer side a little lower, and ends in a rounded edge."""
    _, tip = _levels(bone)
    low = bone.lower_facet_middle
    top, tall = tip * _LAMINA_SHARE, tip * (1 - _LAMINA_SHARE)
    # Those of T12 face outwards and are seen on edge.
    wide = 4.1 if bone.lower_facet_turn > 0 else 3.3
    return np.array(
        [
            (low - wide * 1.12, top + 0.9),
            (low, top + 2.6),
            (low + wide * 0.66, top + 2.2),
            (low + wide * 0.8, top + tall * 0.14),
            (low + wide * 0.84, top + tall * 0.5),
            (low + wide * 0.66, top + tall * 0.84),
            (low + wide * 0.2, top + tall),
            (low - wide * 0.34, top + tall * 0.9),
            (low - wide * 0.88, top + tall * 0.46),
        ]
    )


def _inferior_facet(bone: Measures) -> Points:
    """The facet of an inferior process that faces outwards, seen on edge."""
    _, tip = _levels(bone)
    low, wide = bone.lower_facet_middle, 3.3
    top, tall = tip * _LAMINA_SHARE, tip * (1 - _LAMINA_SHARE)
    edge = np.array([(0.6, 0.9), (0.82, 0.62), (0.78, 0.22), (0.6, -0.1)]) * [wide, tall]
    slip: Points = np.vstack([edge, edge[::-1] - np.array([1.15, 0.0])]) + np.array([low, top])
    return slip


def _transverse_ends(bone: Measures) -> tuple[tuple[float, float], tuple[float, float]]:
    pedicle, _ = _levels(bone)
    root = bone.canal_width / 2 + bone.pedicle_width * 0.4
    end = bone.transverse_span - bone.transverse_club * 0.84
    return (root, pedicle - 0.2), (end, pedicle + 2.2 + bone.transverse_rise)


def _transverse(bone: Measures) -> Points:
    start, end = _transverse_ends(bone)
    club = bone.transverse_club * 1.08
    root = 4.8 if bone.number < 11 else 3.8
    waist = min(3.8, club * 0.9)
    return along(
        start,
        end,
        [
            (0.0, -root),
            (0.32, -waist * 1.08),
            (0.6, -waist * 0.98),
            (0.86, -club * 0.98),
            (1.04, -club * 0.82),
            (1.13, -club * 0.1),
            (1.05, club * 0.74),
            (0.86, club * 0.96),
            (0.58, waist * 0.96),
            (0.32, waist * 1.0),
            (0.0, root * 0.8),
        ],
    )


def _spinous(bone: Measures) -> tuple[Points, Points, Points]:
    """The spinous process with its root, the crest along it, and its rough end."""
    side = bone.side
    slope = radians(side.slope)
    root, end = side.root / 2 * cos(slope), side.end / 2 * cos(slope) + 1.0
    top, tip = -0.6 + root, -1.6 - side.length * sin(slope)
    wide = bone.spinous_width
    knob = wide * 1.12
    bottom = tip - end
    above = min(tip + end * 1.1, top - 5.6)
    _, low = _levels(bone)
    # The laminae run together into its root, which reaches down to their lower edge.
    root_foot = max(low * _LAMINA_SHARE - 1.6, above + 0.4)
    half = [
        (0.0, top - 0.2),
        (wide * 0.7, top - 1.0),
        (wide * (1.5 + 0.6 * sin(slope)), top - 4.4),
        (wide * (1.15 + 0.75 * sin(slope)), (top - 4.0) * 0.4 + root_foot * 0.6),
        (wide * (0.95 + 0.45 * sin(slope)), root_foot),
        (wide * 0.86, (root_foot + above) / 2 - 0.2),
        (wide * 0.9, above - 0.4),
        (knob, min(tip, above - 1.4)),
        (knob * 0.84, bottom + 1.1),
        (knob * 0.4, bottom + 0.1),
        (0.0, bottom),
    ]
    crest = both_halves(
        [
            (0, top - 1.4),
            (0.9, top - 2.4),
            (0.8, tip * 0.6 + top * 0.4),
            (0.9, tip + 0.6),
            (0, tip - end * 0.3),
        ]
    )
    return both_halves(half), crest, oval(0, tip - end * 0.1, knob * 0.62, end * 0.72)


def _tubercles(bone: Measures) -> tuple[Part, ...]:
    x, y, wide = _facet_middle(bone)
    (_, root), _ = _transverse_ends(bone)
    mammillary = oval(x + wide + 0.8, y - 2.6, 2.4, 3.2, -12)
    accessory = oval(x + wide + 0.2, root - 4.6, 2.2, 2.4, 20)
    return (
        *pair("mammillary-process", "Mammillary process", mammillary),
        *pair("accessory-process", "Accessory process", accessory),
    )


def _blocks(bone: Measures) -> dict[str, Block]:
    """Columns of names above and below the transverse processes."""
    _, (_, tip_y) = _transverse_ends(bone)
    under = tip_y - bone.transverse_club - 1.0
    return {
        "above-left": Block("left", -21.0, 33.0, tip_y + bone.transverse_club + 1.5),
        "above-right": Block("right", 21.0, 33.0, tip_y + bone.transverse_club + 1.5),
        "below-left": Block("left", -22.0, under, -36.0),
        "below-right": Block("right", 22.0, under - 7.5, -36.0),
    }


def _names(bone: Measures, found: dict[str, Part]) -> tuple[Name, ...]:
    def at(id: str) -> tuple[float, float]:
        return middle(found[id])

    x, y, _ = _facet_middle(bone)
    top = y + _facet_height(bone)
    _, (tip_x, tip_y) = _transverse_ends(bone)
    low_x, low_y = at("inferior-articular-process-right")
    lamina_x, lamina_y = at("lamina-right")
    slope = radians(bone.side.slope)
    end_y = -1.6 - bone.side.length * sin(slope)
    under = tip_y - bone.transverse_club * 1.08
    names = [
        Name("Superior\narticular process", (-x, top + 0.05), "above-left"),
        Name("Superior\narticular facet", (x, y + 1.0), "above-right"),
        Name("Vertebral body", (0.0, bone.side.height / 2 - 2.0), at=(0.0, top + 6.5)),
        Name("Lamina of\nvertebral arch", (-lamina_x - 0.5, lamina_y), "below-left"),
        Name("Spinous\nprocess", (-0.6, end_y), "below-left"),
        Name("Inferior\narticular process", (low_x + 0.6, low_y - 1.0), "below-right"),
        Name(
            "Transverse\nprocess",
            (tip_x + bone.transverse_club * 0.2, tip_y - 1.0),
            at=(max(tip_x + 4.0, 29.5), under - 5.0),
        ),
    ]
    if bone.level == "T12":
        names.append(Name("Mammillary\nprocess", at("mammillary-process-left"), "above-left"))
        names.append(Name("Accessory\nprocess", at("accessory-process-left"), "below-left"))
    return tuple(names)


def _end_edge(end: Points) -> Path:
    """The lower edge of the end of a process that points at the viewer."""
    return smooth(end[[4, 5, 6, 7, 0]], closed=False)


def view_behind(level: str) -> View:
    """The vertebra from behind."""
    bone = measures(level)
    spinous, crest, end = _spinous(bone)
    # A process that points straight back is seen end on.
    steep = bone.side.slope > 30
    facets = pair(
        "superior-articular-facet", "Superior articular facet", _superior_facet(bone), "cartilage"
    )
    arch = (
        *pair("transverse-process", "Transverse process", _transverse(bone)),
        *pair("superior-articular-process", "Superior articular process", _superior_process(bone)),
        *pair("lamina", "Lamina of vertebral arch", _lamina(bone)),
        *pair("inferior-articular-process", "Inferior articular process", _inferior_process(bone)),
        *(_tubercles(bone) if level == "T12" else ()),
    )
    raised = pair("", "", _superior_process(bone))
    ridge = Relief(outline(crest), 1.0, 2.5)
    # A process that points straight back is seen end on, in front of its own root.
    forward = () if steep else (Relief(outline(end), 1.4, 0.9),)
    slips = pair("", "", _inferior_facet(bone), "cartilage") if bone.lower_facet_turn < 0 else ()
    layers = (
        Layer((single("vertebral-body", "Vertebral body", _body(bone)),), 2.6, far=0.2),
        Layer(
            (*arch, single("spinous-process", "Spinous process", spinous)),
            2.9,
            (
                Relief(outline(spinous), 0.55, 3.0),
                ridge,
                *forward,
                *(Relief(part.path, 0.45, 1.9) for part in raised),
            ),
            on=(*facets, *slips),
            lines=() if steep else (_end_edge(end),),
        ),
    )
    found = {part.id: part for layer in layers for part in (*layer.parts, *layer.on) if part.term}
    return View(layers, _names(bone, found), _blocks(bone))
