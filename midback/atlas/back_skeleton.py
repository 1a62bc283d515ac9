"""The skeleton of the trunk from behind, which the muscles of the back are laid on.

In cm on the figure of `body_figure`: x to the right of the midline, y above the floor.
The heights of the spinous processes follow `surface_levels.csv`; every other point is
illustrative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.body_levels import surface_levels
from midback.atlas.curves import Points, mirrored, smooth
from midback.atlas.soft_parts import Piece, enclosed, mirror, opened, together, tube
from midback.atlas.style import PAPER, TISSUES, towards

_CERVICAL = {"C1": 156.2, "C2": 154.7, "C3": 153.3, "C4": 151.9, "C5": 150.4, "C6": 148.8}
LEVELS = (*_CERVICAL, *surface_levels())
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
_REACH = {"C1": 3.3, "C7": 3.1, "T1": 3.7, "T11": 2.5, "T12": 2.2, "L1": 3.4, "L3": 4.2, "L5": 3.8}
# The rib cage from behind, rib by rib: how far its angle and its outermost point lie from the
# midline, and how much lower than its tubercle each of them is.
_RIBS = (
    (4.9, 0.0, 6.4, 2.6),
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
        return _CERVICAL[level] + 0.4
    return spine_height(level) + _RISE.get(level, _LUMBAR_RISE)


def transverse_reach(level: str) -> float:
    """How far from the midline the tip of a transverse process lies."""
    if level in _REACH:
        return _REACH[level]
    if level[0] == "C":
        return 2.7
    if level[0] == "T":
        return 3.75 - 0.085 * int(level[1:])
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
            (outermost, height - low + 0.4),
            (outermost - 0.3, height - low - 0.7),
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


# Half of a vertebra from behind, without its spinous process: x in cm, y in cm for the atlas and
# else in shares of the way down to the next vertebra; "tip" is the tip of the transverse process.
_ATLAS = (
    (0.0, 0.2),
    (1.2, 0.35),
    (2.0, 0.62),
    (2.7, 0.6),
    (3.2, 0.3),
    (3.3, -0.15),
    (2.8, -0.45),
    (2.2, -0.6),
    (1.6, -0.42),
    (0.9, -0.2),
    (0.0, -0.3),
)
_HALVES = {
    "C": (
        (0.0, 0.22),
        (0.6, 0.28),
        (1.2, 0.4),
        (1.7, 0.34),
        (2.0, 0.12),
        ("tip", 0.16),
        ("tip", -0.22),
        (2.0, -0.24),
        (1.8, -0.45),
        (1.3, -0.49),
        (0.8, -0.3),
        (0.0, -0.24),
    ),
    "T": (
        (0.0, 0.22),
        (0.7, 0.3),
        (1.3, 0.3),
        (1.7, 0.14),
        (2.2, 0.1),
        ("tip", 0.18),
        ("tip", -0.12),
        (2.3, -0.18),
        (1.7, -0.26),
        (1.4, -0.5),
        (1.0, -0.62),
        (0.55, -0.5),
        (0.0, -0.42),
    ),
    "L": (
        (0.0, 0.12),
        (0.7, 0.16),
        (1.3, 0.4),
        (1.75, 0.36),
        (1.85, 0.14),
        (2.2, 0.08),
        ("tip", 0.09),
        ("tip", -0.11),
        (2.2, -0.13),
        (1.45, -0.2),
        (1.25, -0.5),
        (0.95, -0.6),
        (0.6, -0.44),
        (0.0, -0.3),
    ),
}


def _way_down(level: str) -> float:
    """From the transverse processes of a vertebra to those of the next one, or to the sacrum."""
    place = LEVELS.index(level) + 1
    below = transverse_height(LEVELS[place]) if place < len(LEVELS) else 99.4
    return transverse_height(level) - below


def _vertebra(level: str) -> Points:
    """The laminae with the transverse processes, without the spinous process."""
    height, reach = transverse_height(level), transverse_reach(level)
    if level == "C1":
        return _halves([(x, height + y) for x, y in _ATLAS])
    step = _way_down(level)
    right = [
        (reach if x == "tip" else min(float(x), reach - 0.35), height + y * step)
        for x, y in _HALVES[level[0]]
    ]
    return _halves(right)


def spinous_outline(level: str) -> Points:
    """The spinous process from its root to its tip, N x 2; forked in the neck."""
    height, tip = transverse_height(level), spine_height(level)
    if level[0] == "C" and level != "C7":
        wide = 0.55 if level == "C2" else 0.42
        right = [
            (0.0, height + 0.1),
            (0.3, height - 0.15),
            (wide * 0.8, tip + 0.1),
            (wide, tip - 0.15),
            (wide * 0.7, tip - 0.42),
            (0.0, tip - 0.22),
        ]
        return _halves(right)
    wide = {"C": 0.42, "T": 0.42, "L": 0.52}[level[0]]
    end = {"C": 0.5, "T": 0.6, "L": 0.95}[level[0]]
    # Where processes lie like tiles, one begins where the one above it ends.
    above = LEVELS[LEVELS.index(level) - 1]
    root = min(height + 0.2, spine_height(above) - 0.65)
    right = [
        (0.0, root),
        (wide * 0.85, root - 0.4),
        (wide * 0.75, (height + tip) / 2),
        (wide, tip + 0.1),
        (wide * 0.8, tip - end * 0.7),
        (0.0, tip - end),
    ]
    return _halves(right)


def _halves(right: Sequence[Sequence[float]]) -> Points:
    """A closed outline from its right half, which begins and ends on the midline."""
    points = np.array(right, dtype=np.float64)
    return np.vstack([points, mirrored(points)[-2:0:-1]])


_SKULL = (
    (0.0, 171.5),
    (3.2, 170.9),
    (5.6, 169.0),
    (6.9, 166.2),
    (7.1, 163.4),
    (6.8, 161.2),
    (6.45, 159.5),
    (6.3, 158.2),
    (5.85, 157.3),
    (5.2, 157.1),
    (4.7, 157.7),
    (4.2, 158.5),
    (3.2, 158.3),
    (2.3, 157.5),
    (1.2, 157.3),
    (0.0, 157.5),
)
# On the skull: the suture in the midline and those beside it, the nuchal lines, and the crest.
_SUTURES = (
    ((0.0, 171.4), (0.0, 166.6)),
    ((0.0, 166.6), (1.3, 166.0), (2.6, 164.6), (3.9, 163.5), (4.9, 161.9), (5.7, 160.3)),
    ((0.0, 161.3), (0.5, 161.0), (2.2, 161.4), (4.2, 160.7), (5.6, 159.4)),
    ((0.0, 159.6), (1.5, 159.8), (3.2, 159.0)),
    ((0.0, 161.2), (0.0, 159.4), (0.0, 158.0)),
)
# The branch of the mandible, beside the neck and before it.
_JAW = (
    (5.6, 158.2),
    (5.9, 156.4),
    (5.5, 154.0),
    (4.4, 152.7),
    (2.2, 151.6),
    (0.0, 151.3),
    (0.0, 153.4),
    (2.4, 153.8),
    (3.9, 154.8),
    (4.3, 156.4),
    (4.4, 158.4),
)
# The right scapula: its blade, then its spine, which grows out of it, with the acromion.
SCAPULA = (
    (6.6, 142.0),
    (7.6, 142.0),
    (9.6, 141.0),
    (11.5, 140.3),
    (12.7, 140.3),
    (13.7, 140.9),
    (14.9, 141.0),
    (15.7, 140.2),
    (15.9, 138.8),
    (15.8, 137.3),
    (15.1, 136.0),
    (13.9, 133.8),
    (12.5, 131.0),
    (11.3, 128.4),
    (10.4, 126.3),
    (9.5, 125.05),
    (8.7, 124.95),
    (8.1, 125.8),
    (7.6, 128.2),
    (7.0, 131.6),
    (6.5, 135.0),
    (6.15, 137.6),
    (5.95, 139.4),
    (6.1, 141.0),
)
SCAPULAR_SPINE = (
    (6.1, 137.8),
    (7.2, 138.3),
    (9.2, 138.8),
    (11.8, 139.8),
    (14.3, 140.8),
    (16.3, 141.4),
    (18.0, 141.2),
    (19.1, 140.3),
    (19.2, 139.3),
    (18.5, 138.6),
    (17.4, 138.9),
    (16.4, 139.7),
    (14.9, 139.7),
    (12.6, 138.8),
    (10.2, 137.9),
    (8.2, 137.5),
    (7.0, 137.5),
)
# From the sternum, where the ribs hide it, to the acromion.
_CLAVICLE = ((1.6, 141.2), (4.6, 142.0), (7.6, 142.9), (10.4, 142.9), (13.4, 141.9), (16.6, 140.8))
# Up its inner side, round the head and the greater tubercle, and down its outer side to the cut.
_HUMERUS = (
    (20.0, 121.6),
    (19.1, 125.6),
    (18.2, 130.0),
    (17.6, 133.2),
    (17.1, 135.0),
    (16.3, 136.2),
    (15.95, 137.6),
    (16.3, 139.0),
    (17.3, 139.8),
    (18.7, 139.9),
    (19.9, 139.5),
    (20.7, 138.3),
    (20.7, 136.8),
    (20.2, 134.8),
    (20.1, 132.4),
    (20.7, 128.2),
    (21.4, 124.8),
    (22.1, 122.2),
)
_HUMERAL_NECK = ((17.0, 135.3), (17.7, 136.7), (18.5, 138.3), (19.1, 139.7))
# The crest of the right hip bone, from the posterior superior iliac spine outwards.
ILIAC_CREST = (
    (2.75, 96.5),
    (2.95, 97.7),
    (4.0, 99.3),
    (5.4, 101.6),
    (7.6, 103.2),
    (9.8, 103.7),
    (11.7, 103.1),
    (12.9, 101.7),
    (13.4, 100.0),
)
_HIP = (
    *ILIAC_CREST,
    (13.2, 98.2),
    (12.3, 96.6),
    (11.4, 95.2),
    (11.1, 93.8),
    (10.9, 92.0),
    (10.7, 90.2),
    (10.2, 88.0),
    (9.4, 85.9),
    (8.9, 83.6),
    (8.0, 82.0),
    (6.7, 81.8),
    (5.9, 83.4),
    (6.2, 85.6),
    (6.5, 87.2),
    (5.7, 88.4),
    (6.8, 89.5),
    (7.5, 91.2),
    (7.0, 93.0),
    (5.6, 93.9),
    (4.1, 94.4),
    (3.6, 95.4),
)
# The gluteal lines, where the muscles of the buttock arise.
_GLUTEAL = (
    ((5.6, 101.4), (6.6, 99.0), (6.4, 96.4), (6.0, 94.4)),
    ((11.9, 102.2), (10.8, 99.4), (9.2, 97.0), (7.6, 94.6)),
)
_FEMUR = (
    (10.2, 94.2),
    (11.6, 94.5),
    (12.7, 93.7),
    (13.2, 92.6),
    (13.9, 92.1),
    (14.5, 92.9),
    (15.5, 93.4),
    (16.3, 91.9),
    (16.1, 89.4),
    (15.4, 86.4),
    (15.1, 82.0),
    (14.9, 74.0),
    (12.9, 74.0),
    (12.7, 82.0),
    (12.7, 85.8),
    (12.1, 87.2),
    (12.6, 88.6),
    (12.3, 89.8),
    (11.4, 90.3),
    (10.2, 90.8),
)
_SACRUM = (
    (0.0, 99.7),
    (0.8, 99.9),
    (1.5, 100.5),
    (2.0, 100.0),
    (3.4, 99.7),
    (4.5, 98.6),
    (4.6, 96.8),
    (4.2, 94.8),
    (3.3, 92.4),
    (2.5, 90.2),
    (2.3, 89.0),
    (1.4, 88.2),
    (0.9, 87.2),
    (0.6, 85.6),
    (0.25, 84.2),
    (0.0, 83.9),
)
# The middle of each tubercle of the sacral crest, and the holes beside them: height, then aside.
_SACRAL_TUBERCLES = (98.3, 95.9, 93.7, 91.7)
_SACRAL_HOLES = ((97.4, 2.15), (95.2, 1.85), (93.1, 1.55), (91.2, 1.25))
# Half the width of the vertebral bodies, which are dimly seen between the arches.
_COLUMN = ((155.4, 1.1), (147.0, 1.4), (140.0, 1.3), (118.0, 1.5), (108.0, 1.9), (99.2, 2.3))


def _bone(
    id: str,
    paths: Sequence[Path],
    shade: float = 0.0,
    *,
    gentle: bool = False,
    flat: bool = False,
    edge: str = "",
    seams: Path | None = None,
) -> Piece:
    bone = TISSUES["bone"]
    return Piece(
        id,
        "",
        together(paths),
        "bone",
        gentle=gentle,
        flat=flat,
        fill=towards(bone.fill, bone.edge, shade),
        edge=edge or bone.edge,
        seams=seams,
    )


def _both(paths: Sequence[Path]) -> list[Path]:
    return [*paths, *(mirror(path) for path in paths)]


# What is seen between the ribs, the front of the cage behind it, and the dim line round either.
_INSIDE = towards(towards(TISSUES["bone"].fill, TISSUES["bone"].edge, 0.16), PAPER, 0.35)
_DIM = 0.2
_FAINT = towards(TISSUES["bone"].edge, TISSUES["bone"].fill, 0.5)


def _ribs() -> tuple[list[Path], list[Path]]:
    """The ribs from behind, and as dim bands what is seen of them where they run on in front."""
    near, far = [], []
    for number in range(1, 13):
        wide = 1.15 if 2 < number < 11 else 0.95
        line = rib_line(number)
        if number > 10:
            near.append(tube(line, [wide * 0.75, wide, wide, 0.2]))
            continue
        # Its end turns forward, so that it is seen ever shorter.
        x, y = line[-2]
        line = np.vstack([line[:-1], [x + 0.02, y - 0.7]])
        near.append(tube(line, [wide * 0.75, wide, wide, wide, wide * 0.85, wide * 0.35]))
        if number > 9:
            continue
        reach = 2.6 + 0.32 * min(number, 7)
        far.append(
            tube(
                [
                    (x - 0.1, y - 0.1),
                    (x * 0.9, y - reach * 0.55),
                    (x * 0.6, y - reach),
                    (x * 0.1, y - reach * 0.9),
                ],
                [0.75, 0.85, 0.9, 0.9],
            )
        )
    return near, far


def _cage() -> Path:
    """The inside of the rib cage, down to the lowest ribs."""
    sides = [tuple(rib_line(number)[-2]) for number in range(1, 11)]
    # Below it ends behind the twelfth rib.
    last = rib_line(12)
    ends = [rib_line(11)[-1] - [0.4, -0.1], last[-1] - [0.6, -0.2], last[2], last[1]]
    right = [(0.0, 146.6), (3.6, 146.2), *sides, *map(tuple, ends), (0.0, last[0][1])]
    return smooth(_halves(right))


@lru_cache(maxsize=2)
def skeleton(*, limbs: bool) -> tuple[Piece, ...]:
    """The bones from far to near; without `limbs` the shoulder girdles are left away."""
    ribs, front = _ribs()
    heights, halves = np.array(_COLUMN).T
    column = np.vstack(
        [np.column_stack([halves, heights]), np.column_stack([-halves, heights])[::-1]]
    )
    arches = [smooth(_vertebra(level)) for level in LEVELS]
    processes = [smooth(spinous_outline(level)) for level in LEVELS if level != "C1"]
    sacral = [
        smooth(np.array([(0, y + 0.8), (0.42, y), (0.0, y - 0.8), (-0.42, y)]))
        for y in _SACRAL_TUBERCLES
    ]
    holes = [
        smooth(np.array([(x, y + 0.35), (x + 0.4, y), (x, y - 0.35), (x - 0.4, y)]))
        for y, x in _SACRAL_HOLES
    ]
    sutures = [opened(points) for points in _SUTURES]
    skull = _bone("skull", [smooth(_halves(_SKULL))], seams=together(_both(sutures)))
    gluteal = [opened(points) for points in _GLUTEAL]
    clavicle = tube(np.array(_CLAVICLE), [1.3, 1.1, 1.0, 1.0, 1.1, 0.9])
    shoulder = (
        (_bone("clavicle", _both([clavicle]), 0.1),) if limbs else (),
        (_bone("scapula", _both([smooth(np.array(SCAPULA))])),) if limbs else (),
    )
    return (
        _bone("jaw", [smooth(_halves(_JAW[5::-1] + _JAW[:5:-1]))], _DIM, gentle=True, edge=_FAINT),
        *shoulder[0],
        Piece("", "", _cage(), "bone", flat=True, fill=_INSIDE, edge=_INSIDE),
        Piece(
            "",
            "",
            together(_both(front)),
            "bone",
            flat=True,
            fill=towards(_INSIDE, TISSUES["bone"].edge, 0.1),
            edge=towards(_INSIDE, TISSUES["bone"].edge, 0.1),
        ),
        _bone("column", [smooth(column)], _DIM, flat=True, edge=_FAINT),
        _bone("ribs", _both(ribs), 0.07),
        _bone("femurs", _both([smooth(np.array(_FEMUR))]), 0.08),
        _bone("sacrum", [smooth(_halves(_SACRUM))]),
        _bone("holes", _both(holes), 0.4, gentle=True),
        _bone("hips", _both([smooth(np.array(_HIP))]), 0.03, seams=together(_both(gluteal))),
        _bone("arches", arches, 0.06, gentle=True),
        _bone("processes", [*processes, *sacral], gentle=True),
        skull,
        *shoulder[1],
    )


@lru_cache(maxsize=1)
def arms() -> tuple[Piece, Piece]:
    """The humeri and, over them, the spines of the scapulae with the acromia."""
    humerus, crest = enclosed([opened(_HUMERUS)]), smooth(np.array(SCAPULAR_SPINE))
    return (
        _bone("humerus", _both([humerus]), 0.05, seams=together(_both([opened(_HUMERAL_NECK)]))),
        _bone("crest", _both([crest])),
    )


@lru_cache(maxsize=1)
def midline() -> tuple[Piece, Piece]:
    """What muscles of both sides arise from: the ligaments in the midline and the tips in them."""
    ligament = TISSUES["ligament"]
    # Down to the tip of L5, below which there is none.
    heights = (161.0, 156.0, 150.0, 147.0, 124.0, 102.6, 101.2)
    cord = tube([(0.0, y) for y in heights], [0.06, 0.25, 0.4, 0.5, 0.55, 0.5, 0.06])
    tips = []
    for level, row in surface_levels().items():
        wide = 0.4 if level[0] != "L" else 0.5
        high = 0.75 if level[0] != "L" else 1.0
        around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ring = np.column_stack([wide * np.sin(around), row.height + high * np.cos(around)])
        tips.append(smooth(ring))
    pale = towards(towards(ligament.fill, TISSUES["bone"].fill, 0.75), PAPER, 0.4)
    edge = towards(ligament.edge, pale, 0.6)
    band = Piece("", "", cord, "ligament", fill=pale, edge=edge, flat=True, detail=True)
    return band, replace(_bone("", tips, gentle=True), detail=True)


@lru_cache(maxsize=1)
def blade_lines() -> Path:
    """The outlines of the shoulder blades, for where they were taken away."""
    return together(_both([smooth(np.array(SCAPULA))]))
