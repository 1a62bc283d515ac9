"""A cut through the back of the chest at T6, as geometry, seen from below.

In mm from the back of the body of T6, y forwards, and x towards the person's left, which is the
right of the picture, as on a scan.
The vertebra and the backs of its ribs are those of the plate `vertebra-above`; every other shape
is illustrative.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.cross_section_organs import bones, canal, mediastinum
from midback.atlas.cross_section_shapes import BONE, EDGE, FAT, FRONT, disc, sides
from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, enclosed, mirror, opened, together, tube
from midback.atlas.style import PAPER, TISSUES, towards

_FAT_EDGE = towards(BONE.edge, "#E69F00", 0.35)
_LOOSE = towards(FAT, PAPER, 0.5)
_SKIN = towards(BONE.fill, TISSUES["artery"].fill, 0.2)
_LUNG = towards(towards(TISSUES["muscle"].fill, "#8A8A8A", 0.35), PAPER, 0.7)

# Boundaries on one side, from the midline outwards.
_SKIN_OUTSIDE = (
    (0, -52.0),
    (6, -53.6),
    (16, -58.6),
    (30, -62.0),
    (46, -62.6),
    (62, -60.5),
    (74, -56.5),
    (EDGE, -51.0),
)
_FAT_INSIDE = (
    (0, -42.8),
    (5, -46.0),
    (15, -51.7),
    (28, -54.4),
    (42, -54.2),
    (54, -52.2),
    (62, -50.4),
    (72, -49.6),
    (EDGE, -46.8),
)
_PLEURA_BEHIND = (
    (22.6, 9.6),
    (25.0, 2.4),
    (28.4, -5.4),
    (34.4, -11.2),
    (42.0, -15.2),
    (50.5, -19.6),
    (58.0, -22.0),
    (66.0, -21.4),
    (73.0, -18.8),
    (78.6, -15.8),
    (EDGE, -12.0),
)
_PLEURA_LEFT = ((42, FRONT), (36.0, 48.0), (31.4, 40.0), (30.6, 31.0), (27.0, 22.6), (22.4, 16.0))
_PLEURA_RIGHT = ((36, FRONT), (24.0, 47.6), (14.0, 43.4), (12.8, 36.6), (13.4, 29.0), (18.6, 18.0))


# Small airways and vessels of the lung, to show its texture.
_BRONCHI = {
    "left": ((41, 38, 1.4), (38, 22, 1.0), (42, 10, 0.9), (45, -11, 0.8), (60, -17, 0.7)),
    "right": ((39, 47, 1.5), (30, 24, 0.9), (37, 13, 1.0), (39, -5, 0.8), (51, -14, 0.7)),
}


def _slab(back: tuple[tuple[float, float], ...]) -> Path:
    """What lies in front of a boundary, cut off at the sides and in front."""
    right = np.array(back)
    whole = np.vstack([right[::-1] * [-1, 1], right[1:]])
    return enclosed([opened(whole), np.array([(EDGE, FRONT), (-EDGE, FRONT)])])


def _fascicles(ring: tuple[tuple[float, float], ...], rows: int, tilt: float) -> Path:
    """Short lines between the bundles of a muscle that is cut across."""
    edge = Path(np.array(ring))
    low, high = np.array(ring).min(axis=0), np.array(ring).max(axis=0)
    lines = []
    step = (high[1] - low[1]) / rows
    for row in range(rows * 3):
        for column in range(24):
            x = low[0] + (column + 0.5 * (row % 2)) * step * 1.1
            y = low[1] + (row + 0.5) * step - tilt * (x - low[0])
            # The bundles are parted by short septa that meet at three angles.
            turn = np.radians(20 + 60 * ((row * 2 + column * 5) % 3))
            reach = 0.34 * step * np.array([np.cos(turn), np.sin(turn)])
            ends = np.array([[x, y]]) + np.vstack([-reach, reach])
            if edge.contains_points(ends).all():
                lines.append(opened(ends))
    return together(lines)


def _skin_and_fat() -> list[Piece]:
    inside = tuple((x, y + 2.2) for x, y in _SKIN_OUTSIDE)
    return [
        Piece("skin", "Skin", _slab(_SKIN_OUTSIDE), "bone", flat=True, fill=_SKIN),
        Piece(
            "subcutaneous-fat",
            "Subcutaneous fat",
            _slab(inside),
            "bone",
            flat=True,
            fill=FAT,
            edge=_FAT_EDGE,
        ),
        Piece("", "", _slab(_FAT_INSIDE), "bone", flat=True, fill=_LOOSE, edge=_FAT_EDGE),
    ]


def _lungs() -> list[Piece]:
    found = []
    for side, front, sign in (("left", _PLEURA_LEFT, 1.0), ("right", _PLEURA_RIGHT, -1.0)):
        line = np.array([*front, *_PLEURA_BEHIND]) * [sign, 1]
        lung = enclosed([opened(line), np.array([(sign * EDGE, FRONT)])])
        # Each small airway has its artery beside it.
        marks = []
        for x, y, size in _BRONCHI[side]:
            marks.append(disc(sign * x, y, size))
            marks.append(disc(sign * (x + 1.62 * size), y - 0.4 * size, size * 0.62))
        found.append(
            Piece(
                f"lung-{side}",
                f"Lung ({side})",
                lung,
                "muscle",
                flat=True,
                fill=_LUNG,
                seams=together(marks),
            )
        )
        found.append(
            Piece(
                f"pleura-{side}",
                f"Pleura ({side})",
                tube(line, 1.9),
                "ligament",
                flat=True,
                pale=0.15,
            )
        )
    return found


_TRANSVERSOSPINAL = (
    (3.6, -23.4),
    (8.0, -21.8),
    (14.0, -21.0),
    (20.0, -23.2),
    (24.6, -25.0),
    (21.0, -29.6),
    (14.0, -34.0),
    (7.4, -37.0),
    (3.8, -37.6),
)
_ERECTOR = (
    (25.8, -25.8),
    (32.0, -23.6),
    (40.0, -25.6),
    (50.0, -29.8),
    (56.4, -31.6),
    (54.6, -36.6),
    (46.0, -41.0),
    (34.0, -43.8),
    (22.0, -43.2),
    (12.0, -40.8),
    (6.4, -38.6),
    (13.0, -35.8),
    (21.6, -30.8),
)


def _both(path: Path) -> tuple[Path, Path]:
    return path, mirror(path)


def _muscles() -> list[Piece]:
    trapezius = [(0.0, -39.6), (5, -44.3), (15, -49.7), (28, -52.4), (42, -52.3), (54, -50.4)]
    rhomboid = [(1.6, -37.4), (7, -41.5), (15, -45.4), (28, -47.9), (42, -47.6), (56, -44.9)]
    blade = [(67, -41.4), (73, -40.0), (79, -37.6), (EDGE, -35.4)]
    behind = [(68, -43.9), (72, -48.0), (78, -48.4), (EDGE, -45.9)]
    before = [(68, -39.3), (72.5, -35.0), (78, -31.4), (EDGE, -28.6)]
    subscapular = enclosed(
        [opened(before), opened([(EDGE, -33.9), (79, -36.0), (73, -38.3), (68, -39.3)])]
    )
    infraspinous = enclosed(
        [opened(behind), opened([(EDGE, -36.9), (79, -39.2), (73, -41.7), (68, -43.9)])]
    )
    serratus = [(67.0, -38.4), (72.4, -31.6), (78.0, -27.2), (EDGE, -24.2)]
    split = [
        opened([(37.0, -25.4), (36.4, -33.0), (38.6, -42.6)]),
        opened([(18.0, -33.6), (16.6, -37.0), (17.0, -41.8)]),
    ]
    bundles = _fascicles(_ERECTOR, 5, -0.05)
    return [
        *sides("subscapularis", "Subscapularis", subscapular, "muscle"),
        *sides("infraspinatus", "Infraspinatus", infraspinous, "muscle"),
        *(
            Piece("", "", path, "muscle", flat=True)
            for path in _both(tube(serratus, [0.5, 2.0, 2.4, 2.6]))
        ),
        *sides("scapula", "Scapula", tube(blade, [3.8, 2.6, 2.4, 2.4]), "bone"),
        *sides(
            "transversospinales",
            "Transversospinales",
            smooth(_TRANSVERSOSPINAL),
            "muscle",
            seams=_fascicles(_TRANSVERSOSPINAL, 5, 0.5),
        ),
        *sides(
            "erector-spinae",
            "Erector spinae",
            smooth(_ERECTOR),
            "muscle",
            strands=bundles,
            seams=together(split),
        ),
        *sides(
            "rhomboid-major",
            "Rhomboid major",
            tube([*rhomboid, (67, -41.4)], [1.0, 2.8, 3.6, 3.9, 4.0, 4.0, 2.6]),
            "muscle",
            seams=opened(np.array([*rhomboid[1:], (65, -42.0)])),
        ),
        *sides(
            "trapezius",
            "Trapezius",
            tube([*trapezius, (65, -46.8)], [0.8, 2.8, 3.6, 3.6, 3.4, 2.6, 0.3]),
            "muscle",
            seams=opened(np.array(trapezius[1:])),
        ),
    ]


def _wall() -> list[Piece]:
    between = [(60.5, -26.2), (66, -25.8), (72, -23.9), (77.5, -20.6)]
    rib = [
        (11.8, 5.0),
        (14.6, 4.2),
        (17.2, 2.0),
        (22.8, -6.1),
        (29.4, -14.2),
        (39.4, -19.8),
        (49, -24.6),
        (57, -26.8),
        (63.5, -26.8),
    ]
    widths = [5.0, 6.0, 6.4, 5.4, 7.6, 6.0, 6.2, 5.2, 1.4]
    inside = [(14.2, 4.3), *rib[2:]]
    marrow = tube(inside, [2.6, *(width - 2.0 for width in widths[2:-1]), 0.4])
    next_rib = [(73.4, -23.6), (77.5, -21.0), (EDGE, -17.0)]
    lines = [opened(np.add(between, [0, shift])) for shift in (-0.8, 0.9)]
    return [
        *sides(
            "intercostal-muscles",
            "Intercostal muscles",
            tube(between, [2.2, 5.4, 5.4, 3.0]),
            "muscle",
            seams=together(lines),
        ),
        *sides("fifth-rib", "Fifth rib", tube(next_rib, [1.6, 5.8, 6.6]), "bone"),
        *sides(
            "sixth-rib",
            "Sixth rib",
            tube(rib, widths),
            "bone",
            seams=marrow,
        ),
    ]


@lru_cache(maxsize=1)
def section() -> tuple[Piece, ...]:
    """Everything in the cut, from far to near."""
    return (
        *_skin_and_fat(),
        *_lungs(),
        *_muscles(),
        *_wall(),
        *bones(),
        *canal(),
        *mediastinum(),
    )
