"""The superficial muscles of the back: on the left as they lie, on the right without trapezius.

In cm as in `back_skeleton`; every key fibre runs from origin to insertion.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from midback.atlas.back_deep import (
    erector_column,
    semispinalis_capitis,
    splenius_capitis,
    splenius_cervicis,
)
from midback.atlas.back_skeleton import (
    ILIAC_CREST,
    arms,
    midline,
    spine_height,
    transverse_height,
    transverse_reach,
)
from midback.atlas.curves import corners, smooth
from midback.atlas.soft_parts import Fibre, Piece, fibre_sheet, opened, spread, together
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_parts import Block, Name, View

# How pale the deeper muscles are.
_PALE = 0.62
# Shares of the way down the levator scapulae, and how far it bows outwards there.
_BOW = ((0.34, 0.15), (0.67, 0.1), (1.0, 0.0))
# Where the flesh of the latissimus ends and the thoracolumbar fascia begins, down to the crest.
_FLESHY_EDGE = ((0.4, 121.4), (1.5, 120.2), (4.2, 115.8), (6.4, 110.4), (7.9, 103.1))


def _at(level: str, up: float = 0.0) -> tuple[float, float]:
    """The tip of a spinous process, at the midline."""
    return 0.25, spine_height(level) + up


def trapezius() -> Piece:
    """On the right; the plate mirrors it."""
    fibres = [
        [(3.0, 160.7), (4.4, 155.0), (5.2, 149.8), (6.2, 145.9), (9.6, 143.2), (15.0, 142.0)],
        [(1.6, 161.1), (3.2, 155.0), (4.8, 149.4), (6.6, 145.4), (10.4, 142.6), (16.8, 141.7)],
        [(0.25, 160.2), (1.6, 154.0), (3.8, 148.4), (6.8, 144.6), (11.2, 142.0), (17.6, 141.0)],
        [(0.25, 153.6), (1.4, 150.0), (3.6, 146.4), (6.8, 143.4), (10.8, 141.3), (16.9, 140.1)],
        [_at("C7"), (2.0, 145.1), (4.4, 143.2), (7.4, 141.4), (10.6, 140.3), (14.2, 139.7)],
        [_at("T1"), (2.2, 142.9), (4.4, 141.5), (7.0, 140.3), (9.6, 139.6), (11.6, 139.3)],
        [_at("T3"), (2.2, 138.9), (4.0, 138.9), (6.2, 138.8), (8.2, 138.7), (9.8, 138.7)],
        [_at("T5"), (1.8, 135.2), (3.6, 136.3), (5.4, 137.2), (7.0, 137.9), (8.5, 138.2)],
        [_at("T8"), (1.8, 128.6), (3.4, 131.8), (4.9, 134.6), (6.3, 136.8), (7.6, 137.9)],
        [_at("T12"), (1.8, 118.8), (3.4, 124.6), (4.8, 130.0), (6.0, 134.6), (7.0, 137.6)],
    ]
    return fibre_sheet(
        "trapezius-right",
        "Trapezius (right)",
        fibres,
        strands=34,
        start=[0.03, 0.03, 0.05, 0.1, 0.24, 0.2, 0.08, 0.03, 0.04, 0.14],
        end=[0.04, 0.05, 0.06, 0.05, 0.04, 0.04, 0.05, 0.07, 0.1, 0.1],
    )


def latissimus() -> Piece:
    """The fleshy part, on the right."""
    fibres = [
        [_at("T7", 0.3), (4.8, 127.4), (9.6, 128.2), (13.4, 130.4), (16.2, 132.8), (18.3, 134.6)],
        [(0.4, 121.4), (4.8, 123.0), (10.0, 125.6), (13.8, 129.0), (16.3, 132.2), (18.3, 134.3)],
        [(3.2, 117.4), (7.4, 120.2), (11.8, 123.6), (14.2, 127.9), (16.4, 131.8), (18.3, 134.0)],
        [(6.2, 110.4), (9.8, 115.2), (12.6, 120.4), (14.5, 126.6), (16.4, 131.4), (18.35, 133.7)],
        [(7.9, 103.1), (11.0, 109.4), (13.1, 116.4), (14.8, 125.2), (16.5, 131.1), (18.4, 133.4)],
        [(11.2, 103.2), (12.7, 109.0), (13.8, 115.6), (15.1, 124.6), (16.3, 131.0), (18.4, 133.2)],
    ]
    return fibre_sheet(
        "latissimus-dorsi-right",
        "Latissimus dorsi (right)",
        fibres,
        strands=26,
        start=[0.09, 0.03, 0.03, 0.03, 0.03, 0.05],
        end=[0.12] * 6,
    )


def fascia() -> Piece:
    """The thoracolumbar fascia between the fleshy edges of both latissimi, down to the sacrum."""
    # Along the crest to the posterior superior iliac spine, then along the margin of the sacrum.
    crest = [(x + 0.25, y - 0.3) for x, y in ILIAC_CREST[4::-1]]
    right = [
        (0.0, 123.6),
        *_FLESHY_EDGE[1:],
        *crest,
        (3.4, 95.3),
        (3.8, 94.2),
        (3.2, 92.4),
        (2.45, 90.3),
        (1.6, 88.9),
        (0.0, 88.3),
    ]
    points = np.array(right)
    ring = np.vstack([points, points[-2:0:-1] * [-1, 1]])
    weave = []
    for step in range(12):
        y = 120.0 - 2.5 * step
        reach = float(
            np.interp(y, [91.0, 96.0, 98.0, 102.4, 110.4, 120.2], [2.4, 3.3, 3.1, 7.4, 6.3, 1.4])
        )
        for side in (1.0, -1.0):
            weave.append(
                opened(
                    [(0.2 * side, y - 1.4), (reach * 0.5 * side, y + 0.1), (reach * side, y + 1.2)]
                )
            )
    weave = [line for line in weave if corners(line)[-1, 1] > 94]
    ligament = TISSUES["ligament"]
    pale = towards(towards(ligament.fill, TISSUES["bone"].fill, 0.75), PAPER, 0.45)
    return Piece(
        "thoracolumbar-fascia",
        "Thoracolumbar fascia",
        smooth(ring),
        "ligament",
        fill=pale,
        edge=towards(ligament.edge, pale, 0.25),
        strands=together(weave),
        gentle=True,
    )


def levator() -> Piece:
    """By four slips from the transverse processes of C1 to C4, on the right."""
    heads = [
        (transverse_reach(level) - 0.3, transverse_height(level))
        for level in ("C1", "C2", "C3", "C4")
    ]
    corner = np.array([(7.0, 142.0), (6.4, 141.8), (6.1, 140.8), (6.05, 139.0)])
    ends = spread(corner, np.linspace(0, 3, 11))
    fibres: list[Fibre] = []
    for place, (x, y) in enumerate(heads):
        slip = [(x + 0.12, y + 0.2), (x - 0.08, y - 0.2)]
        if place + 1 < len(heads):
            next_x, next_y = heads[place + 1]
            slip.append((next_x + 0.75, next_y + 0.5))
        for start in slip:
            way = ends[len(fibres)] - start
            bends = [start + way * share + [bow, 0.0] for share, bow in _BOW]
            fibres.append([start, *((float(at), float(up)) for at, up in bends)])
    return fibre_sheet(
        "levator-scapulae-right",
        "Levator scapulae (right)",
        fibres,
        strands=14,
        end=[0.05] * len(fibres),
        heads=True,
    )


def rhomboids() -> tuple[Piece, Piece]:
    minor = [
        [(0.25, 148.4), (2.2, 145.4), (4.2, 142.2), (6.05, 139.4)],
        [_at("C7"), (2.2, 144.0), (4.2, 141.0), (6.15, 138.4)],
        [_at("T1"), (2.2, 142.2), (4.2, 139.6), (6.25, 137.4)],
    ]
    major = [
        [_at("T2", 0.4), (2.3, 139.8), (4.4, 138.2), (6.3, 136.9)],
        [_at("T3"), (2.4, 136.8), (4.6, 134.6), (6.7, 133.2)],
        [_at("T4"), (2.4, 134.2), (4.8, 131.4), (7.2, 129.8)],
        [_at("T5"), (2.6, 131.0), (5.2, 128.3), (7.85, 126.4)],
    ]
    return (
        fibre_sheet(
            "rhomboid-minor-right",
            "Rhomboid minor (right)",
            minor,
            strands=8,
            start=[0.05] * 3,
            end=[0.05] * 3,
        ),
        fibre_sheet(
            "rhomboid-major-right",
            "Rhomboid major (right)",
            major,
            strands=15,
            start=[0.1] * 4,
            end=[0.04] * 4,
        ),
    )


@lru_cache(maxsize=1)
def superficial_pieces() -> tuple[Piece, ...]:
    """From far to near."""
    wide = replace(latissimus(), gentle=True)
    minor, major = rhomboids()
    # What is seen of the deeper muscles between and beside the superficial ones.
    beneath = [
        replace(piece, id="", term="")
        for piece in (
            semispinalis_capitis(_PALE),
            erector_column(_PALE),
            splenius_cervicis(_PALE),
            splenius_capitis(_PALE),
        )
    ]
    return (
        *beneath,
        *(piece.mirrored() for piece in beneath),
        levator(),
        minor,
        major,
        fascia(),
        wide,
        wide.mirrored(),
        *arms(),
        trapezius().mirrored(),
        *midline(),
    )


@lru_cache(maxsize=1)
def superficial_names() -> View:
    """Names in columns on both sides."""
    names = (
        Name("Descending\npart of\ntrapezius", (-4.2, 148.6), "left"),
        Name("Transverse\npart of\ntrapezius", (-7.4, 140.6), "left"),
        Name("Ascending\npart of\ntrapezius", (-3.4, 129.0), "left"),
        Name("Latissimus\ndorsi", (-12.2, 119.0), "left"),
        Name("Thoracolumbar\nfascia", (-3.6, 106.4), "left"),
        Name("Levator\nscapulae", (4.7, 147.4), "right"),
        Name("Rhomboid\nminor", (4.4, 141.0), "right"),
        Name("Spine of\nscapula", (13.0, 139.5), "right"),
        Name("Rhomboid\nmajor", (5.4, 133.4), "right"),
        Name("Latissimus\ndorsi", (12.0, 121.0), "right"),
        Name("Iliac\ncrest", (12.4, 102.3), "right"),
    )
    blocks = {
        "left": Block("left", -24.6, 158.0, 94.0),
        "right": Block("right", 24.6, 158.0, 94.0),
    }
    return View((), names, blocks)
