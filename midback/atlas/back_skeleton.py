"""The skeleton of the trunk from behind, which the muscles of the back are laid on.

In cm on the figure of `body_figure`: x to the right of the midline, y above the floor.
The heights of the spinous processes follow `surface_levels.csv`; every other point is
illustrative.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.body_levels import surface_levels
from midback.atlas.curves import Points, smooth
from midback.atlas.soft_parts import Piece, mirror, opened, together, tube
from midback.atlas.style import PAPER, TISSUES, towards

_CERVICAL = {"C1": 156.3, "C2": 155.1, "C3": 153.7, "C4": 152.3, "C5": 150.9, "C6": 149.2}
# How much higher than its spinous process the transverse processes of a vertebra lie.
_RISE = {
    "C7": 0.5,
    "T1": 1.0,
    "T2": 1.3,
    "T3": 1.8,
    "T4": 2.2,
    "T5": 2.6,
    "T6": 2.7,
    "T7": 2.7,
    "T8": 2.5,
    "T9": 2.1,
    "T10": 1.6,
    "T11": 1.0,
    "T12": 0.7,
}
_LUMBAR_RISE = 0.5
# How far the tip of each transverse process reaches.
_REACH = {"C1": 3.5, "C7": 3.0, "T1": 3.5, "T11": 2.5, "T12": 2.2, "L1": 3.4, "L3": 4.2, "L5": 3.8}
# The rib cage from behind, rib by rib: how far its angle and its outermost point lie from the
# midline, and how much lower than its tubercle each of them is.
_RIBS = (
    (4.4, -0.3, 6.2, 1.4),
    (5.0, 0.4, 8.7, 2.6),
    (5.8, 0.5, 10.6, 3.6),
    (6.4, 0.6, 11.9, 4.6),
    (6.9, 0.7, 12.7, 5.3),
    (7.3, 0.9, 13.2, 5.9),
    (7.7, 1.1, 13.6, 6.3),
    (8.0, 1.3, 13.8, 6.6),
    (8.2, 1.5, 13.7, 6.8),
    (8.3, 1.8, 13.2, 7.0),
    (8.2, 2.9, 11.6, 5.8),
    (6.2, 2.4, 8.6, 4.4),
)


def spine_height(level: str) -> float:
    """Height of the tip of a spinous process, C1 to L5."""
    return _CERVICAL[level] if level in _CERVICAL else surface_levels()[level].height


def transverse_height(level: str) -> float:
    """Height of the transverse processes, C1 to L5."""
    if level in _CERVICAL:
        return _CERVICAL[level] + (0.2 if level == "C1" else 0.4)
    return spine_height(level) + _RISE.get(level, _LUMBAR_RISE)


def transverse_reach(level: str) -> float:
    """How far from the midline the tip of a transverse process lies."""
    if level in _REACH:
        return _REACH[level]
    if level[0] == "C":
        return 2.5
    if level[0] == "T":
        return 3.5 - 0.05 * int(level[1:])
    return 3.8


def rib_angle(number: int) -> Points:
    """The angle of the right rib with this number."""
    x, drop, _, _ = _RIBS[number - 1]
    return np.array([x, transverse_height(f"T{number}") - drop])


def rib_line(number: int) -> Points:
    """The middle line of the right rib from its neck outwards, N x 2."""
    height = transverse_height(f"T{number}")
    x, drop, outermost, low = _RIBS[number - 1]
    start = [(1.6, height - 0.1), (transverse_reach(f"T{number}") + 0.2, height + 0.25)]
    if number > 10:
        return np.array([*start, (x, height - drop), (outermost, height - low)])
    between = (x + (outermost - x) * 0.66, height - drop - (low - drop) * 0.38)
    return np.array(
        [
            *start,
            (x, height - drop),
            between,
            (outermost, height - low + 0.6),
            (outermost - 0.15, height - low - 1.3),
        ]
    )


def on_rib(number: int, x: float) -> tuple[float, float]:
    """The point of the right rib that lies `x` from the midline."""
    line = rib_line(number)
    rising = line[: int(np.argmax(line[:, 0])) + 1]
    dense = np.column_stack([np.linspace(0, len(rising) - 1, 60)])
    at = np.interp(dense[:, 0], np.arange(len(rising)), rising[:, 0])
    up = np.interp(dense[:, 0], np.arange(len(rising)), rising[:, 1])
    return x, float(np.interp(x, at, up))


def _vertebra(level: str) -> list[Points]:
    """The laminae with the transverse processes, without the spinous process."""
    height, reach = transverse_height(level), transverse_reach(level)
    thick = {"C": 0.42, "T": 0.62, "L": 0.5}[level[0]]
    low = {"C": 0.75, "T": 1.35, "L": 1.6}[level[0]]
    wide = {"C": 1.7, "T": 1.35, "L": 1.65}[level[0]]
    right = [
        (0.0, height + thick * 1.1),
        (wide * 0.75, height + thick * 1.5),
        (wide + 0.2, height + thick * 0.9),
        (reach - 0.3, height + thick * 0.7),
        (reach, height - thick * 0.2),
        (reach - 0.6, height - thick * 0.75),
        (wide + 0.1, height - thick * 0.7),
        (wide * 0.85, height - low),
        (0.0, height - low * 0.7),
    ]
    points = np.array(right)
    return [np.vstack([points, points[-2:0:-1] * [-1, 1]])]


def spinous_outline(level: str) -> Points:
    """The spinous process from its root to its tip, N x 2."""
    height, tip = transverse_height(level), spine_height(level)
    wide = {"C": 0.36, "T": 0.4, "L": 0.5}[level[0]]
    end = {"C": 0.45, "T": 0.55, "L": 0.9}[level[0]]
    right = np.array(
        [
            (0.0, height + 0.2),
            (wide * 0.7, height - 0.1),
            (wide * 0.75, (height + tip) / 2),
            (wide, tip + 0.1),
            (wide * 0.8, tip - end * 0.7),
            (0.0, tip - end),
        ]
    )
    return np.vstack([right, right[-2:0:-1] * [-1, 1]])


_SKULL = (
    (0.0, 171.6),
    (3.3, 171.0),
    (5.8, 169.1),
    (7.0, 166.2),
    (7.1, 163.2),
    (6.7, 160.4),
    (6.3, 158.2),
    (5.9, 156.7),
    (5.3, 156.2),
    (4.7, 157.0),
    (4.0, 157.9),
    (2.8, 157.8),
    (1.4, 157.0),
    (0.0, 156.8),
)
# The right scapula: its blade, then its spine and acromion as one crest in front of the viewer.
SCAPULA = (
    (6.3, 141.9),
    (7.6, 142.2),
    (9.8, 141.3),
    (12.4, 141.0),
    (14.2, 141.4),
    (15.2, 140.6),
    (15.9, 139.2),
    (16.1, 137.4),
    (15.6, 136.0),
    (14.3, 134.3),
    (12.9, 131.4),
    (11.2, 128.0),
    (10.0, 125.9),
    (9.0, 124.9),
    (8.2, 125.3),
    (7.7, 127.2),
    (7.0, 131.0),
    (6.5, 134.6),
    (6.1, 138.0),
    (5.9, 140.4),
)
SCAPULAR_SPINE = (
    (6.2, 138.3),
    (8.2, 138.6),
    (11.2, 139.4),
    (14.2, 140.6),
    (16.2, 141.3),
    (18.0, 141.2),
    (19.2, 140.2),
    (19.2, 138.9),
    (18.3, 138.4),
    (17.0, 139.2),
    (15.2, 139.4),
    (13.0, 138.7),
    (10.6, 137.9),
    (8.2, 137.2),
    (6.5, 137.0),
)
_CLAVICLE = ((7.6, 142.5), (10.2, 142.5), (13.6, 141.8), (16.6, 141.1))
_HUMERUS = (
    (16.4, 139.4),
    (17.4, 140.3),
    (19.0, 140.1),
    (20.2, 139.0),
    (20.9, 137.2),
    (20.9, 135.2),
    (20.8, 132.4),
    (21.5, 128.0),
    (22.3, 123.4),
    (20.6, 122.6),
    (19.4, 127.2),
    (18.3, 132.6),
    (17.4, 135.2),
    (16.5, 137.0),
)
HIP = (
    (2.9, 97.2),
    (3.6, 99.6),
    (5.4, 102.0),
    (8.2, 103.8),
    (11.0, 104.2),
    (13.3, 103.2),
    (14.7, 101.0),
    (14.9, 98.6),
    (13.9, 95.6),
    (13.3, 92.0),
    (13.9, 88.0),
    (13.0, 83.0),
    (9.0, 82.0),
    (6.9, 84.0),
    (7.0, 87.0),
    (7.6, 89.6),
    (7.9, 92.0),
    (6.6, 93.8),
    (4.9, 93.9),
    (4.0, 95.0),
    (3.3, 96.0),
)
_SACRUM = (
    (0.0, 99.9),
    (2.2, 100.2),
    (4.0, 99.2),
    (4.3, 97.0),
    (3.6, 94.4),
    (2.6, 91.6),
    (1.5, 89.2),
    (0.8, 87.2),
    (0.0, 86.6),
)


def _halves(right: tuple[tuple[float, float], ...]) -> Points:
    points = np.array(right)
    return np.vstack([points, points[-2:0:-1] * [-1, 1]])


def _bone(id: str, paths: list[Path], shade: float = 0.0, *, gentle: bool = False) -> Piece:
    bone = TISSUES["bone"]
    return Piece(
        id,
        "",
        together(paths),
        "bone",
        gentle=gentle,
        fill=towards(bone.fill, bone.edge, shade),
        edge=bone.edge,
    )


# What is seen between the ribs.
_INSIDE = towards(towards(TISSUES["bone"].fill, TISSUES["bone"].edge, 0.16), PAPER, 0.35)


@lru_cache(maxsize=2)
def skeleton(*, limbs: bool) -> tuple[Piece, ...]:
    """The bones from far to near; without `limbs` the shoulder girdles are left away."""
    ribs = []
    for number in range(1, 13):
        wide = 1.15 if 2 < number < 11 else 0.95
        line = rib_line(number)
        widths = [wide * 0.75, *[wide] * (len(line) - 2), wide * (0.35 if number < 11 else 0.6)]
        rib = tube(line, widths)
        ribs += [rib, mirror(rib)]
    hip = smooth(np.array(HIP))
    levels = ["C1", "C2", "C3", "C4", "C5", "C6", *surface_levels()]
    arches = [smooth(ring) for level in levels for ring in _vertebra(level)]
    processes = [smooth(spinous_outline(level)) for level in levels if level != "C1"]
    scapula = smooth(np.array(SCAPULA))
    clavicle = tube(np.array(_CLAVICLE), 1.1)
    sacral = [
        smooth(np.array([(0, y + 0.7), (0.45, y), (0.0, y - 0.8), (-0.45, y)]))
        for y in (98.2, 95.6, 93.0)
    ]
    holes = [
        smooth(np.array([(x, y + 0.35), (x + 0.4, y), (x, y - 0.35), (x - 0.4, y)]))
        for y, side in ((97.6, 2.1), (95.4, 1.8), (93.2, 1.5))
        for x in (side, -side)
    ]
    nuchal = opened([(4.6, 159.4), (2.6, 160.7), (0.9, 160.9), (0.0, 161.2)])
    skull = Piece(
        "skull",
        "",
        smooth(_halves(_SKULL)),
        "bone",
        seams=together([nuchal, mirror(nuchal)]),
    )
    blades = (
        (
            _bone("clavicle", [clavicle, mirror(clavicle)], 0.08),
            _bone("scapula", [scapula, mirror(scapula)]),
        )
        if limbs
        else ()
    )
    cage = [rib_line(number)[-2] for number in range(1, 11)]
    cage_half = np.array([(0.0, 146.6), *cage, (12.0, 112.0), (9.0, 114.4), (0.0, 113.0)])
    inside = np.vstack([cage_half, cage_half[-2:0:-1] * [-1, 1]])
    return (
        Piece("", "", smooth(inside), "bone", flat=True, fill=_INSIDE, edge=_INSIDE),
        _bone("ribs", ribs, 0.07),
        _bone("hips", [hip, mirror(hip)], 0.04),
        _bone("sacrum", [smooth(_halves(_SACRUM))]),
        _bone("holes", holes, 0.4, gentle=True),
        _bone("arches", arches, 0.06, gentle=True),
        _bone("processes", [*processes, *sacral], gentle=True),
        skull,
        *blades,
    )


@lru_cache(maxsize=1)
def arms() -> tuple[Piece, Piece]:
    """The humeri and, over them, the spines of the scapulae with the acromia."""
    humerus, crest = smooth(np.array(_HUMERUS)), smooth(np.array(SCAPULAR_SPINE))
    return (
        _bone("humerus", [humerus, mirror(humerus)], 0.05),
        _bone("crest", [crest, mirror(crest)]),
    )


@lru_cache(maxsize=1)
def blade_lines() -> Path:
    """The outlines of the shoulder blades, for where they were taken away."""
    scapula = smooth(np.array(SCAPULA))
    return together([scapula, mirror(scapula)])
