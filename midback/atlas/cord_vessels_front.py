"""The arteries of the thoracic cord from the front, most vertebral bodies taken away.

In mm on the sheet of `cord_vessels`; x towards the person's left, levels downwards.
The uppermost and the lowest body are left in place: on them the right segmental arteries are seen
to cross the front of the spine; where a body is taken away they are cut.
The aorta is drawn aside to the left.
Only the levels between which the great artery arises are published; every outline is
illustrative.
"""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path

from midback.atlas.cord_vessels_cut import LIQUID, Depth, disc
from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, enclosed, mirror, opened, together
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vessels import Vessel, joined, lumen, vessel

LEVELS = ("T6", "T7", "T8", "T9", "T10", "T11", "T12", "L1", "L2")
# The level and side that the great artery is drawn at, one of many.
GREAT_LEVEL = "T10"
STEP = 7.2
_KEPT = ("T6", "L2")
_START, _END = 3.4, -61.6
_SAC_TOP, _SAC_END = 1.8, -60.0
_AORTA = 16.4


def level_height(level: str) -> float:
    """The height of the pedicles of a level on the sheet."""
    return -STEP * LEVELS.index(level)


def _foramen(level: str) -> float:
    return level_height(level) - STEP / 2


def _waist(level: str) -> float:
    """Where a segmental artery crosses the vertebral body."""
    return level_height(level) - 0.7


def _tip() -> float:
    """The height of the end of the cord."""
    return level_height("L1") - 3.4


def _halves(right: list[tuple[float, float]], up: float = 0.0) -> Path:
    points = np.array(right) + np.array([0.0, up])
    return smooth(np.vstack([points, points[-2:0:-1] * [-1, 1]]))


def _arches() -> list[Piece]:
    """Laminae and transverse processes behind the cord, then the cut faces of the pedicles."""
    bone = TISSUES["bone"]
    half = [
        (0.0, 2.0), (4.0, 2.3), (6.6, 2.2), (9.2, 1.5), (12.0, 1.9), (13.3, 1.3), (13.5, 0.1),
        (12.4, -0.8), (9.4, -0.7), (7.2, -1.4), (6.0, -3.0), (3.6, -3.7), (0.0, -3.6),
    ]  # fmt: skip
    arches = [_halves(half, level_height(level)) for level in LEVELS]
    faces, marrow = [], []
    for level in LEVELS[1:-1]:
        for side in (1, -1):
            faces.append(disc(side * 6.4, level_height(level) + 0.1, 1.35, 1.75))
            marrow.append(disc(side * 6.4, level_height(level) + 0.1, 0.95, 1.3))
    behind = towards(bone.fill, bone.edge, 0.13)
    return [
        Piece("", "", together(arches), "bone", gentle=True, fill=behind, pale=0.15),
        Piece("", "", together(faces), "bone", flat=True, fill=towards(bone.fill, PAPER, 0.35)),
        Piece(
            "",
            "",
            together(marrow),
            "bone",
            flat=True,
            detail=True,
            fill=towards(bone.fill, bone.edge, 0.22),
            edge=towards(bone.fill, bone.edge, 0.3),
        ),
    ]


def _cord() -> list[Piece]:
    tip = _tip()
    half = np.array(
        [
            (2.1, _SAC_TOP), (2.05, level_height("T8")), (2.1, level_height("T10")),
            (2.75, level_height("T12") + 1.0), (2.5, level_height("L1") + 3.0),
            (1.3, level_height("L1") - 0.8), (0.28, tip),
        ]
    )  # fmt: skip
    cord = enclosed([opened(half), opened(half[::-1] * [-1, 1])])
    sides = np.array([(4.5, _SAC_TOP), (4.3, -14.0), (4.55, -30.0), (4.4, -46.0), (4.6, _SAC_END)])
    sac = enclosed([opened(sides), opened(sides[::-1] * [-1, 1])])
    roots = []
    for level, rise in RISE.items():
        gap = _foramen(level)
        origin = gap + rise * STEP
        outside = [(4.1, gap + 1.5), (6.2, gap + 0.2), (8.9, gap - 0.6)]
        if origin > _SAC_TOP:
            # It leaves the cord above the picture.
            share = (_SAC_TOP - gap - 1.5) / (origin - gap - 1.5)
            inside = [(4.1 - 2.2 * share, _SAC_TOP)]
        else:
            inside = [(1.5, origin + 0.6), (2.3, origin - 1.4)]
        inner = inside[-1]
        inside.append(((inner[0] + 4.1) / 2 + 0.1, (inner[1] + gap + 1.5) / 2))
        wide = [*np.linspace(0.4, 0.7, len(inside)), 0.85, 1.05, 1.15]
        roots.append(vessel([*inside, *outside], wide).path)
    roots += [mirror(root) for root in roots]
    tails = []
    for x in (0.5, 1.2, 1.9, 2.6, 3.3):
        start = tip + 6.4 - 0.6 * x
        course = [(0.35 * x + 0.4, start), (x * 0.8 + 0.2, (tip + _SAC_END) / 2), (x, _SAC_END)]
        tails.append(vessel(course, [0.3, 0.34, 0.38]).path)
    tails += [mirror(tail) for tail in tails]
    nerve = TISSUES["nerve"]
    return [
        Piece("", "", sac, "ligament", flat=True, fill=LIQUID, edge=TISSUES["ligament"].edge),
        Piece("", "", together([*tails, *roots]), "nerve", joined=True, pale=0.3),
        Piece("", "", cord, "nerve", pale=0.3, edge=nerve.edge),
    ]


# How many levels higher than its foramen each root leaves the cord: the lower, the more.
RISE = {
    "T6": 1.1,
    "T7": 1.2,
    "T8": 1.35,
    "T9": 1.5,
    "T10": 1.75,
    "T11": 2.0,
    "T12": 2.3,
    "L1": 2.6,
}


def _bodies() -> list[Piece]:
    """The bodies that are left in place, with a disc on the side of the window."""
    half = [
        (0.0, 2.55), (5.6, 2.7), (7.7, 2.5), (7.9, 1.7), (7.0, 0.2), (6.9, -1.2), (7.7, -2.9),
        (7.5, -3.7), (5.6, -3.9), (0.0, -3.75),
    ]  # fmt: skip
    disc_half = [(0.0, 0.75), (6.6, 0.75), (7.7, 0.0), (6.6, -0.75), (0.0, -0.75)]
    cartilage = TISSUES["cartilage"]
    discs = [
        _halves(disc_half, level_height("T6") - 4.35),
        _halves(disc_half, level_height("L2") + 3.2),
    ]
    return [
        Piece("", "", together(discs), "cartilage", flat=True,
              fill=towards(cartilage.fill, PAPER, 0.35)),
        *(Piece("", "", _halves(half, level_height(level)), "bone") for level in _KEPT),
    ]  # fmt: skip


def _left_arteries() -> list[Vessel]:
    found = []
    for level in LEVELS:
        gap, waist = _foramen(level), _waist(level)
        end = [(9.0, gap + 1.2), (7.0, gap + 0.8), (5.4, gap + 1.4), (4.2, gap + 3.0)]
        thin = [1.2, 0.75, 0.5, 0.16]
        if level in _KEPT:
            end, thin = [(8.4, waist + 0.1), (6.0, waist)], [1.3, 1.2]
        elif level == GREAT_LEVEL:
            end, thin = end[:1], [1.4]
        found.append(
            vessel(
                [(_AORTA + 0.8, waist - 1.0), (13.4, waist - 0.9), (10.8, waist - 0.7), *end],
                [2.1, 1.45, 1.35, *thin],
            )
        )
    return found


def _right_arteries() -> tuple[list[Vessel], list[Vessel], list[Vessel]]:
    """What is left on the right, what crosses the bodies, and the stumps at the aorta."""
    far, across, stumps = [], [], []
    for level in LEVELS:
        gap, waist = _foramen(level), _waist(level)
        if level in _KEPT:
            across.append(
                vessel(
                    [(_AORTA + 0.8, waist + 0.9), (12.0, waist + 1.0), (6.0, waist + 0.3),
                     (0.0, waist - 0.1), (-5.4, waist - 0.1), (-7.8, waist - 0.5),
                     (-10.6, gap + 0.9), (-14.8, gap - 0.1)],
                    [2.0, 1.5, 1.4, 1.4, 1.35, 1.3, 1.1, 0.7],
                )
            )  # fmt: skip
            continue
        far.append(
            vessel(
                [(-8.4, waist - 0.1), (-9.5, gap + 1.4), (-11.8, gap + 0.6), (-14.8, gap - 0.2)],
                [1.5, 1.4, 1.1, 0.7],
            )
        )
        far.append(
            vessel(
                [(-9.4, gap + 1.5), (-7.4, gap + 0.8), (-5.6, gap + 1.3), (-4.2, gap + 3.0)],
                [1.1, 0.75, 0.5, 0.16],
            )
        )
        stumps.append(vessel([(_AORTA + 0.8, waist + 1.0), (13.2, waist + 1.2)], [2.0, 1.5]))
    return far, across, stumps


def _spinal_artery() -> tuple[Vessel, Vessel, Vessel]:
    """The great artery with its hairpin, and the anterior spinal artery below and above it."""
    gap = _foramen(GREAT_LEVEL)
    great = vessel(
        [(9.3, gap + 1.25), (7.2, gap + 0.9), (5.2, gap + 2.0), (3.6, gap + 4.6),
         (2.5, gap + 8.0), (1.9, gap + 10.2), (1.0, gap + 11.2), (0.2, gap + 10.2),
         (0.0, gap + 8.4)],
        [1.5, 1.3, 1.25, 1.2, 1.15, 1.1, 1.15, 1.25, 1.3],
    )  # fmt: skip
    lower = vessel(
        [(0.0, gap + 8.8), (0.12, gap + 2), (-0.1, level_height("T12")), (0.0, _tip() + 1.2)],
        [1.35, 1.35, 1.15, 0.6],
    )
    upper = vessel(
        [(0.0, _SAC_TOP), (0.12, level_height("T7")), (-0.1, level_height("T8")),
         (0.0, gap + 9.6)],
        [0.72, 0.72, 0.7, 0.8],
    )  # fmt: skip
    return great, lower, upper


def _aorta() -> list[Piece]:
    artery = TISSUES["artery"]
    left = [(_AORTA, _START), (_AORTA - 0.1, -22.0), (_AORTA + 0.2, -44.0), (_AORTA + 0.6, _END)]
    right = [(22.0, _END), (22.9, -44.0), (23.5, -22.0), (23.6, _START)]
    around = np.radians(np.linspace(180, 360, 9))
    foot = [(19.5 + 2.5 * np.cos(turn), _END + 0.9 * np.sin(turn)) for turn in around]
    around = np.radians(np.linspace(0, 180, 9))
    top = [(20.0 + 3.6 * np.cos(turn), _START + 1.2 * np.sin(turn)) for turn in around]
    wall = enclosed([opened(left), opened(foot), opened(right), opened(top)])
    face = disc(20.0, _START, 3.25, 0.95)
    inner = towards(artery.fill, artery.edge, 0.3)
    return [
        Piece("descending-aorta", "Descending aorta", wall, "artery"),
        Piece("", "", face, "artery", flat=True, detail=True,
              fill=inner, edge=towards(artery.fill, PAPER, 0.4)),
    ]  # fmt: skip


def front_depths() -> tuple[Depth, ...]:
    """Everything in the view from the front, from far to near."""
    left, (far, across, stumps) = _left_arteries(), _right_arteries()
    great, lower, upper = _spinal_artery()
    cut = [lumen((-8.3, _waist(level) + 0.35), 0.42, 0.3, "artery") for level in LEVELS[1:-1]]
    cut += [lumen((12.8, _waist(level) + 1.22), 0.3, 0.5, "artery") for level in LEVELS[1:-1]]
    side = (
        joined("segmental-arteries-right", "Segmental arteries (right)", far, "artery"),
        joined("segmental-arteries-left", "Segmental arteries (left)", left, "artery"),
        joined("", "", stumps, "artery"),
        joined("great-anterior-radiculomedullary-artery",
               "Great anterior radiculomedullary artery", [great], "artery"),
        joined("anterior-spinal-artery-below", "Anterior spinal artery below the great artery",
               [lower], "artery"),
        joined("anterior-spinal-artery-above", "Anterior spinal artery above the great artery",
               [upper], "artery"),
    )  # fmt: skip
    return (
        Depth((*_arches(), *_cord())),
        Depth((*side, *cut), "artery", (*far, *left, *stumps, great, lower, upper)),
        Depth(tuple(_bodies())),
        Depth((joined("", "", across, "artery"),), "artery", tuple(across)),
        Depth(
            tuple(_aorta()),
            "artery",
            (
                vessel(
                    [
                        (20.0, _START - 2.0),
                        (20.0, _START - 3.6),
                        (19.95, -15.0),
                        (19.9, -30.0),
                        (19.8, -45.0),
                        (19.6, _END + 1.6),
                        (19.5, _END),
                    ],
                    [7.2, 7.2, 6.9, 6.6, 6.0, 5.0, 5.0],
                ),
            ),
        ),
    )
