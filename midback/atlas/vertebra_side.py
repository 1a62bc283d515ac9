"""A thoracic vertebra from its right side: x forwards, y up, in mm from its back wall's middle.

Heights and depths of the body follow the tables; slopes and every other point are illustrative.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import radians, tan

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, corners, smooth
from midback.atlas.frames import Frame
from midback.atlas.vertebra_above import transverse_tip
from midback.atlas.vertebra_drawing import Sheet
from midback.atlas.vertebra_measures import Measures, measures
from midback.atlas.vertebra_parts import (
    Block,
    Layer,
    Name,
    Part,
    Relief,
    View,
    middle,
    outline,
    oval,
    single,
)

# The plate in inches and where its origin is, the same for every level.
SHEET = Sheet((4.4, 4.1), 21.0, (0.545, 0.545))
# Thoracic bodies are a little lower in front (goh1999, egwu2019); how much is illustrative.
_LOWER_IN_FRONT = 0.05
_THICK = 4.0


def _body(bone: Measures) -> Points:
    side = bone.side
    half, upper, lower = side.height / 2, side.depth_upper, side.depth_lower
    drop = side.height * _LOWER_IN_FRONT / 2
    top = [(0.005, -0.5), (0.07, 0.22), (0.17, 0.2), (0.34, -0.4), (0.56, -0.75), (0.8, -0.35)]
    bottom = [(0.8, 0.5), (0.56, 0.9), (0.34, 0.5), (0.17, -0.1), (0.07, -0.15), (0.005, 0.5)]
    waist = 0.055 * (upper + lower) / 2
    front = [
        (upper * 0.935, half - drop + 0.22),
        (upper + 0.15, half - drop - 1.1),
        (upper - waist * 0.6, half * 0.55),
        ((upper + lower) / 2 - waist * 1.25, -0.2),
        (lower - waist * 0.6, -half * 0.55),
        (lower + 0.15, -half + drop + 1.1),
        (lower * 0.935, -half + drop - 0.16),
    ]
    return np.array(
        [(x * upper, half + y - drop * x) for x, y in top]
        + front
        + [(x * lower, -half + y + drop * x) for x, y in bottom]
        + [(0.4, -half * 0.75), (1.0, -half * 0.2), (0.7, half * 0.5)]
    )


def _facet_frames(bone: Measures) -> tuple[Frame, Frame]:
    """The middles of the superior and the inferior articular facet; forwards is square to them."""
    side = bone.side
    half, turn = side.height / 2, side.facet_slope - 90
    upper = np.array([-side.behind, half + 3.4])
    lower = np.array([-side.behind - 1.4, -half - side.disc * 0.5 + 0.4])
    return Frame(upper, turn), Frame(lower, turn + 3)


def _pedicle_edges(bone: Measures) -> tuple[float, float]:
    top = bone.side.height / 2 - 1.0
    return top, top - bone.side.pedicle * 0.9


def _pedicle(bone: Measures) -> Points:
    top, foot = _pedicle_edges(bone)
    back = -bone.side.behind * 0.62
    return np.array(
        [
            (1.6, top + 0.4),
            (-0.8, top - 0.7),
            (back * 0.6, top - 0.9),
            (back, top + 0.2),
            (back - 0.4, (top + foot) / 2),
            (back, foot + 0.4),
            (back * 0.55, foot + 0.6),
            (-0.8, foot - 0.2),
            (1.6, foot - 1.6),
            (2.0, (top + foot) / 2),
        ]
    )


def _superior_process(bone: Measures) -> Points:
    upper, _ = _facet_frames(bone)
    half = bone.side.facet / 2
    top, foot = _pedicle_edges(bone)
    plate = upper.place(
        [
            (-0.9, -half * 1.05),
            (-0.8, 0.0),
            (-0.5, half * 0.8),
            (0.8, half * 1.12),
            (_THICK * 0.7, half * 0.9),
            (_THICK * 1.05, half * 0.1),
        ]
    )
    base = [
        (-bone.side.behind * 0.62 + 0.6, top - 0.4),
        (-bone.side.behind * 0.62, (top + foot) / 2),
        (-bone.side.behind - 1.6, (top + foot) / 2 + 1.2),
    ]
    return np.vstack([plate, base])


def _superior_facet(bone: Measures) -> Points:
    upper, _ = _facet_frames(bone)
    half = bone.side.facet / 2
    return upper.place(
        [
            (-0.7, -half * 0.7),
            (-1.0, 0.0),
            (-0.55, half * 0.8),
            (0.3, half * 0.92),
            (0.55, half * 0.3),
            (0.3, -half * 0.62),
        ]
    )


def _inferior_process(bone: Measures) -> Points:
    _, lower = _facet_frames(bone)
    half, canal = bone.side.facet / 2, bone.side.canal
    top, foot = _pedicle_edges(bone)
    plate = lower.place(
        [
            (0.7, half * 0.95),
            (0.6, 0.0),
            (0.3, -half * 0.85),
            (-1.6, -half * 1.15),
            (-_THICK * 0.95, -half * 0.75),
            (-_THICK * 1.5, half * 0.15),
        ]
    )
    return np.vstack(
        [
            [(-bone.side.behind * 0.66, foot + 0.8)],
            plate,
            [(-canal - 1.4, (top + foot) / 2 - 3.4), (-canal + 0.6, foot + 4.2)],
        ]
    )


def _inferior_facet(bone: Measures) -> Points:
    _, lower = _facet_frames(bone)
    half = bone.side.facet / 2
    if bone.lower_facet_turn < 0:
        x, y = lower.place([(-1.5, -half * 0.25)])[0]
        return oval(x, y, 1.7, half * 0.72, 4)
    return lower.place(
        [
            (0.55, half * 0.7),
            (0.45, 0.0),
            (0.3, -half * 0.8),
            (-0.5, -half * 0.95),
            (-0.9, -half * 0.2),
            (-0.6, half * 0.7),
        ]
    )


def _lamina(bone: Measures) -> Points:
    """The edge of the lamina between the articular processes, down to the spinous process."""
    top, foot = _pedicle_edges(bone)
    behind, canal = bone.side.behind, bone.side.canal
    _, lower = _facet_frames(bone)
    # It passes into the inferior articular process where the facet of that begins.
    half = bone.side.facet / 2
    process = lower.place([(-_THICK * 1.1, half * 0.5), (-0.6, half * 0.62)])
    return np.vstack(
        [
            (-behind * 0.64, (top + foot) / 2 + 1.4),
            (-behind - 0.6, top - 0.6),
            (-behind - 3.2, top - 1.8),
            (-canal - 1.6, top - 4.6),
            (-canal - 2.8, foot),
            process,
            (-behind * 0.64, foot + 1.6),
        ]
    )


def _spinous_frame(bone: Measures) -> Frame:
    """From the root of the spinous process along it, so that its upper edge is negative."""
    return Frame(np.array([-bone.side.canal - 1.6, -1.6]), 180 + bone.side.slope)


def _spinous(bone: Measures) -> Points:
    side = bone.side
    length, root, end = side.length, side.root / 2, side.end / 2
    steep = root * tan(radians(min(side.slope, 48)))
    waist = min(root, end) * 0.88
    if side.tip == "hatchet":
        tip = [(length * 0.72, end * 0.93), (length - 1.4, end * 1.02), (length + 0.4, end * 0.5)]
        tip += [(length + 0.1, -end * 0.3), (length - 1.6, -end * 0.86), (length - 5, -end * 0.84)]
    else:
        tip = [(length * 0.7, waist), (length - 4.6, end * 0.99), (length - 2.0, end * 1.06)]
        tip += [(length - 0.4, end * 0.72), (length + 0.3, 0.0), (length - 0.7, -end * 0.66)]
        tip += [(length - 2.8, -end * 0.94), (length - 6.0, -end * 0.86)]
    steps = [(-1.5, root * 0.5), (steep * 0.75 + 0.4, root * 1.05), (length * 0.42, waist * 1.08)]
    steps += [*tip, (length * 0.5, -waist), (length * 0.2, -root * 0.86), (-1.5, -root * 0.9)]
    # It is a little arched from root to tip.
    arch = 0.03 * length * (bone.side.tip != "hatchet")
    bent = [(x, y - arch * np.sin(np.pi * np.clip(x / length, 0, 1))) for x, y in steps]
    return _spinous_frame(bone).place(bent)


def _transverse_middle(bone: Measures) -> tuple[float, float]:
    """The end of the transverse process, which points at the viewer and backwards."""
    top, foot = _pedicle_edges(bone)
    _, back = transverse_tip(bone)
    return back * 0.9, (top + foot) / 2 + 1.0 + bone.transverse_rise


def _transverse(bone: Measures) -> Points:
    """From its root beside the pedicle back to its club-shaped end."""
    x, y = _transverse_middle(bone)
    size = bone.transverse_club
    root = max(-bone.side.behind * 0.72, x + size * 1.75)
    low = y - bone.transverse_rise * 0.8
    return np.array(
        [
            (root + 1.2, low - size * 0.1),
            (root + 0.2, low + size * 0.44),
            (root * 0.6 + x * 0.4, low * 0.5 + y * 0.5 + size * 0.6),
            (x + size * 0.46, y + size * 0.84),
            (x - size * 0.3, y + size * 1.1),
            (x - size * 0.98, y + size * 0.56),
            (x - size * 0.84, y - size * 0.4),
            (x - size * 0.4, y - size * 0.98),
            (x + size * 0.4, y - size * 1.12),
            (root * 0.6 + x * 0.4, low * 0.5 + y * 0.5 - size * 0.76),
            (root + 0.2, low - size * 0.62),
        ]
    )


def _outer_edge(points: Points) -> Path:
    """The edge of the transverse process round its end, which runs out towards its root."""
    return smooth(points[2:10], closed=False)


def _half_facet(bone: Measures, edge: int) -> Points:
    """A half facet at the back of an end-plate: below the upper edge (1), above the lower (-1)."""
    half = bone.side.height / 2
    across, deep = (3.1, 4.4) if edge > 0 else (2.7, 3.5)
    # Half an oval with rounded ends, whose straight side is the edge of the body.
    half_oval = [(-0.84, 0.1), (-1.0, -0.2), (-0.86, -0.6), (-0.45, -0.94), (0.1, -1.0)]
    half_oval += [(0.66, -0.8), (0.98, -0.4), (1.0, -0.08), (0.8, 0.1), (0.0, 0.12)]
    shape = np.array(half_oval) * [across, deep]
    return np.column_stack([2.2 + shape[:, 0], edge * (half - 0.12 + shape[:, 1])])


def _whole_facet(bone: Measures) -> Points:
    half = bone.side.height / 2
    if bone.number == 1:
        return oval(2.7, half - 3.7, 2.5, 3.0, 0)
    if bone.number == 10:
        return oval(1.6, half - 4.0, 2.9, 3.6, -8)
    top, foot = _pedicle_edges(bone)
    return oval(-0.4, (top + foot) / 2 + (0.8 if bone.number == 11 else -0.6), 2.7, 3.4, -8)


def _costal_facets(bone: Measures) -> tuple[Part, ...]:
    """The facets for heads of ribs that this vertebra carries on its body."""
    upper = _half_facet(bone, 1) if bone.upper_facet == "half" else _whole_facet(bone)
    found = [single("superior-costal-facet", "Superior costal facet", upper, "cartilage")]
    if bone.lower_facet == "half":
        lower = _half_facet(bone, -1)
        found.append(single("inferior-costal-facet", "Inferior costal facet", lower, "cartilage"))
    return tuple(found)


def _notches(bone: Measures) -> tuple[Part, ...]:
    """The empty bays above and below the pedicle."""
    top, foot = _pedicle_edges(bone)
    half, behind = bone.side.height / 2, bone.side.behind
    back = -behind * 0.62
    upper = [
        (-0.3, half - 0.5),
        (-0.8, top - 0.5),
        (back * 0.6, top - 0.7),
        (back + 0.6, top + 0.6),
        (back + 1.2, half + 2.2),
        (-1.4, half + 1.0),
    ]
    lower = [
        (0.2, foot - 1.6),
        (-0.8, foot - 0.5),
        (back * 0.6, foot + 0.2),
        (back + 0.2, foot - 0.4),
        (-behind + 0.6, -half + 0.5),
        (-behind + 1.0, -half - 1.5),
        (-0.2, -half - 0.4),
        (0.4, -half * 0.75),
    ]
    return (
        single("superior-vertebral-notch", "Superior vertebral notch", upper),
        single("inferior-vertebral-notch", "Inferior vertebral notch", lower),
    )


def _tubercles(bone: Measures) -> tuple[Part, ...]:
    """What T12 carries instead of one transverse process."""
    x, y = _transverse_middle(bone)
    mammillary = [
        (x + 2.6, y + 1.8),
        (x + 2.3, y + 4.4),
        (x + 1.0, y + 6.6),
        (x - 1.0, y + 7.2),
        (x - 2.5, y + 5.9),
        (x - 2.7, y + 3.8),
        (x - 1.6, y + 2.1),
        (x + 0.6, y + 1.2),
    ]
    transverse = [
        (x + 5.0, y - 0.9),
        (x + 4.0, y + 0.9),
        (x + 1.6, y + 1.9),
        (x - 0.8, y + 1.5),
        (x - 2.0, y - 0.2),
        (x - 1.5, y - 2.2),
        (x + 0.6, y - 3.2),
        (x + 3.2, y - 2.7),
    ]
    accessory = [
        (x + 2.4, y - 3.4),
        (x + 1.6, y - 2.4),
        (x - 0.4, y - 2.7),
        (x - 1.9, y - 4.0),
        (x - 2.6, y - 5.8),
        (x - 1.9, y - 7.0),
        (x - 0.2, y - 6.6),
        (x + 1.4, y - 5.2),
    ]
    return (
        single("mammillary-process", "Mammillary process", mammillary),
        single("accessory-process", "Accessory process", accessory),
        single("transverse-process", "Transverse process", transverse),
    )


def _names(bone: Measures, found: dict[str, Part]) -> tuple[Name, ...]:
    def at(id: str) -> tuple[float, float]:
        return middle(found[id])

    upper, lower = _facet_frames(bone)
    half = bone.side.facet / 2

    def beside(frame: Frame, step: Sequence[float]) -> tuple[float, float]:
        x, y = frame.place([step])[0]
        return float(x), float(y)

    whole = bone.upper_facet == "whole"
    first = "Superior costal\nfacet (whole)" if whole else "Superior\ncostal facet"
    _, foot = _pedicle_edges(bone)
    (tip_x, tip_y), club = _transverse_middle(bone), bone.transverse_club
    seen = 0.1 if bone.lower_facet_turn > 0 else -1.5
    along_x, along_y = _spinous_frame(bone).place([(bone.side.length * 0.55, 0.0)])[0]
    # Beside a steep process there is room behind it, under a level one below it.
    steep = bone.side.slope > 40
    beside_spine = (along_x - 15.5, along_y + 2.0) if steep else (along_x - 3.0, along_y - 14.0)
    names = [
        Name("Superior\narticular process", beside(upper, (2.4, half * 0.55)), "above-left"),
        Name("Superior\narticular facet", beside(upper, (0.0, half * 0.35)), "above-left"),
        Name("Superior vertebral notch", at("superior-vertebral-notch"), "above-right"),
        Name(first, at("superior-costal-facet"), "above-right"),
        Name("Pedicle of vertebral arch", (-bone.side.behind * 0.42, foot + 2.2), "below-right"),
        Name("Inferior vertebral notch", at("inferior-vertebral-notch"), "below-right"),
        Name("Inferior articular facet", beside(lower, (seen, -half * 0.3)), "below-right"),
        Name("Inferior articular process", beside(lower, (-2.8, -half * 0.7)), "below-right"),
        Name("Spinous\nprocess", (float(along_x), float(along_y)), at=beside_spine),
    ]
    if bone.lower_facet != "none":
        facet_x, facet_y = at("inferior-costal-facet")
        names.append(Name("Inferior costal facet", (facet_x, facet_y), "below-right"))
    if bone.level == "T12":
        names.append(Name("Mammillary\nprocess", at("mammillary-process"), "above-left"))
        names.append(Name("Transverse process", at("transverse-process"), "left"))
        names.append(Name("Accessory process", at("accessory-process"), "left"))
    else:
        knob = (tip_x - club * 0.6, tip_y + club * 0.3)
        names.append(Name("Transverse\nprocess", knob, "left"))
    if bone.has_transverse_facet:
        names.append(Name("Transverse\ncostal facet", at("transverse-costal-facet"), "left"))
    return tuple(names)


def _blocks(bone: Measures) -> dict[str, Block]:
    half = bone.side.height / 2
    behind = _transverse_middle(bone)[0] - bone.transverse_club - 2.5
    least = 3.0 if bone.number < 4 else 1.0
    above_spine = max(least, bone.side.end / 2 - bone.side.length * bone.side.slope / 120)
    return {
        "above-left": Block("left", -17.0, 38.0, 16.8),
        "above-right": Block("right", 9.0, 38.0, half + 2.5),
        "left": Block("left", behind, 16.5, above_spine),
        "below-right": Block("right", 6.0, -half - 3.0, -44.0),
    }


def _near(bone: Measures) -> tuple[tuple[Part, ...], tuple[Path, ...], Relief]:
    """What stands out towards the viewer: its parts, their edges, and how their end is raised."""
    x, y = _transverse_middle(bone)
    if bone.level == "T12":
        parts = _tubercles(bone)
        edges = tuple(
            smooth(np.roll(corners(part.path)[:-1:3], -start, axis=0)[:count], closed=False)
            for part, start, count in zip(parts, (1, 2, 2), (4, 4, 4), strict=True)
        )
        return parts, edges, Relief(outline(oval(x + 0.8, y - 0.6, 1.8, 1.6)), 0.8, 0.8)
    points, size = _transverse(bone), bone.transverse_club
    process = single("transverse-process", "Transverse process", points)
    end = outline(oval(x - size * 0.1, y, size * 0.86, size * 0.96))
    return (process,), (_outer_edge(points),), Relief(end, 1.5, 1.1)


def _transverse_facet(bone: Measures) -> tuple[Part, ...]:
    """The facet for the tubercle of the rib, on the front of the end of the process."""
    if not bone.has_transverse_facet:
        return ()
    x, y = _transverse_middle(bone)
    size = bone.transverse_club
    facet = oval(x + size * 0.3, y - size * 0.05, size * 0.4, size * 0.66, -10)
    term = "Transverse costal facet"
    return (single("transverse-costal-facet", term, facet, "cartilage"),)


def view_side(level: str) -> View:
    """The vertebra from its right side, front to the right of the picture."""
    bone = measures(level)
    half = bone.side.height / 2
    depth = (bone.side.depth_upper + bone.side.depth_lower) / 2
    waist = outline(oval(depth * 0.56, -0.2, depth * 0.3, half * 0.42))
    groove = outline(oval(1.2, -half * 0.3, 1.2, half * 0.5))
    body = single("vertebral-body", "Vertebral body", _body(bone))
    pedicle = single("pedicle", "Pedicle of vertebral arch", _pedicle(bone))
    lamina = single("lamina", "Lamina of vertebral arch", _lamina(bone))
    spinous = single("spinous-process", "Spinous process", _spinous(bone))
    upper = single(
        "superior-articular-process", "Superior articular process", _superior_process(bone)
    )
    lower = single(
        "inferior-articular-process", "Inferior articular process", _inferior_process(bone)
    )
    facets = tuple(
        single(f"{side}-articular-facet", f"{side.capitalize()} articular facet", at, "cartilage")
        for side, at in (
            ("superior", _superior_facet(bone)),
            ("inferior", _inferior_facet(bone)),
        )
    )
    near, edges, end = _near(bone)
    # Small tubercles stand out as strongly as one large process.
    high, soft = (1.5, 0.8) if level == "T12" else (0.9, 1.3)
    reliefs = [Relief(part.path, high, soft) for part in near]
    layers = (
        Layer(
            (spinous, lower, lamina, pedicle, upper, body, *near),
            3.2,
            (Relief(waist, -0.5, 4.2), Relief(groove, -0.8, 1.2), *reliefs, end),
            on=(*facets, *_costal_facets(bone)),
            edges=edges,
            near=near,
            on_near=_transverse_facet(bone),
            trimmed=True,
        ),
    )
    gaps = _notches(bone)
    found = {
        part.id: part for layer in layers for part in (*layer.parts, *layer.on, *layer.on_near)
    }
    found |= {part.id: part for part in gaps}
    return View(layers, _names(bone, found), _blocks(bone), gaps)
