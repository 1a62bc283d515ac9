"""The arteries of the thoracic cord from the front, the vertebral bodies taken away.

On the sheet of `cord_vessels_cut`, below it; x towards the person's left, levels downwards.
Only the levels between which the great artery arises are published; every outline is
illustrative.
"""

from __future__ import annotations

import numpy as np

from midback.atlas.cord_vessels_cut import LIQUID, disc
from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, enclosed, mirror, opened, together, tube
from midback.atlas.style import PAPER, TISSUES, towards

LEVELS = ("T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "L1", "L2")
# The level and side that the great artery is drawn at, one of many.
GREAT_LEVEL = "T10"
TOP, STEP, END = -50.0, 5.5, -104.5


def level_height(level: str) -> float:
    """The height of the pedicles of a level on the sheet."""
    return TOP - STEP * LEVELS.index(level)


def _foramen(level: str) -> float:
    return level_height(level) - STEP / 2


def front_pieces() -> tuple[Piece, ...]:
    """Everything in the view from the front, from far to near."""
    start = TOP + 4.0
    tip = level_height("L1") - 2.4
    half = [
        (3.5, start),
        (3.5, level_height("T8")),
        (3.9, level_height("T10")),
        (4.5, level_height("T12") + 1.5),
        (3.4, level_height("L1") + 1.0),
        (0.6, tip),
    ]
    sides = np.array(half)
    cord = enclosed([opened(sides), opened(sides[::-1] * [-1, 1])])
    sac = np.array([(-6.8, start), (6.8, start), (6.8, END), (-6.8, END)])
    pedicles, roots, feeders, twigs, stumps = [], [], [], [], []
    for level in LEVELS:
        y, gap = level_height(level), _foramen(level)
        pedicles += [disc(side * 11.4, y, 2.3, 1.7) for side in (1, -1)]
        if level == "L2":
            continue
        rise = 2.6 + 0.55 * LEVELS.index(level)
        origin = min(gap + rise, start - 0.6)
        origin = max(origin, tip + 1.5)
        root = tube([(2.6, origin), (6.6, gap + rise * 0.45), (13.6, gap - 0.4)], [0.9, 1.1, 1.5])
        roots += [root, mirror(root)]
        feeders.append(tube([(22.5, gap + 1.3), (18.0, gap + 0.9), (12.6, gap + 0.5)], 1.5))
        stumps.append(tube([(-22.5, gap + 1.3), (-18.0, gap + 0.9), (-12.6, gap + 0.5)], 1.5))
        twig = tube(
            [(14.4, gap + 0.6), (12.4, gap + 0.5), (9.2, gap + rise * 0.3)], [1.4, 1.3, 0.5]
        )
        twigs += [mirror(twig)] if level == GREAT_LEVEL else [twig, mirror(twig)]
    gap = _foramen(GREAT_LEVEL)
    great = [
        (14.4, gap + 0.6),
        (12.6, gap + 0.8),
        (9.0, gap + 2.6),
        (5.4, gap + 6.8),
        (2.6, gap + 11.4),
    ]
    great += [(1.3, gap + 12.6), (0.2, gap + 11.4), (0.0, gap + 9.6)]
    upper = [(0.0, start), (0.15, level_height("T6")), (-0.1, level_height("T8")), (0, gap + 10.6)]
    lower = [(0.0, gap + 10.6), (0.1, gap), (-0.1, level_height("T12")), (0.0, tip + 1.2)]
    tail = [
        opened([(x * 0.25, tip + 3.5), (x * 0.7, (tip + END) / 2), (x, END)])
        for x in (-4.6, -3.0, -1.4, 0.0, 1.4, 3.0, 4.6)
    ]
    bone, nerve = TISSUES["bone"], TISSUES["nerve"]
    liquid_edge = TISSUES["ligament"].edge
    return (
        Piece("", "", enclosed([sac]), "ligament", flat=True, fill=LIQUID, edge=liquid_edge),
        Piece(
            "",
            "",
            together(pedicles),
            "bone",
            flat=True,
            fill=towards(bone.fill, PAPER, 0.2),
        ),
        Piece("", "", together(roots), "nerve", joined=True, pale=0.5),
        Piece("", "", cord, "nerve", pale=0.35, strands=together(tail), edge=nerve.edge),
        Piece(
            "segmental-arteries-right",
            "Segmental arteries (right)",
            together(stumps),
            "artery",
            joined=True,
        ),
        Piece(
            "segmental-arteries-left",
            "Segmental arteries (left)",
            together(feeders),
            "artery",
            joined=True,
        ),
        Piece("", "", together(twigs), "artery", joined=True),
        Piece(
            "great-anterior-radiculomedullary-artery",
            "Great anterior radiculomedullary artery",
            tube(great, [1.5, 1.7, 1.7, 1.6, 1.6, 1.5, 1.6, 1.7]),
            "artery",
            joined=True,
        ),
        Piece(
            "anterior-spinal-artery-below",
            "Anterior spinal artery below the great artery",
            tube(lower, [1.7, 1.7, 1.5, 1.0]),
            "artery",
            joined=True,
        ),
        Piece(
            "anterior-spinal-artery-above",
            "Anterior spinal artery above the great artery",
            tube(upper, [1.0, 0.9, 0.9, 1.0]),
            "artery",
            joined=True,
        ),
        Piece(
            "descending-aorta",
            "Descending aorta",
            smooth(
                [
                    (21.8, start),
                    (25.6, start + 0.7),
                    (29.4, start),
                    (29.4, -75.0),
                    (29.4, END),
                    (25.6, END - 0.7),
                    (21.8, END),
                    (21.8, -75.0),
                ]
            ),
            "artery",
        ),
    )
