"""The superficial muscles of the back: on the left as they lie, on the right without trapezius.

In cm as in `back_skeleton`; every key fibre runs from origin to insertion.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from midback.atlas.back_skeleton import arms, spine_height
from midback.atlas.curves import corners, smooth
from midback.atlas.soft_parts import Piece, fibre_sheet, opened, together
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_parts import Block, Name, View

_FLESHY_EDGE = ((0.4, 121.4), (1.5, 120.2), (4.2, 115.8), (6.4, 110.4), (7.6, 104.6))


def _at(level: str, up: float = 0.0) -> tuple[float, float]:
    """The tip of a spinous process, at the midline."""
    return 0.25, spine_height(level) + up


def trapezius() -> Piece:
    """On the right; the plate mirrors it."""
    fibres = [
        [(3.0, 160.4), (4.9, 153.6), (6.9, 146.9), (12.0, 143.4), (17.2, 141.6)],
        [(1.6, 160.9), (3.4, 153.6), (6.6, 146.6), (12.4, 142.6), (18.9, 140.6)],
        [(0.3, 158.6), (1.6, 152.4), (5.6, 146.0), (11.6, 142.0), (17.8, 140.2)],
        [(0.3, 152.4), (1.6, 148.6), (5.2, 144.4), (10.6, 141.2), (16.0, 139.9)],
        [_at("C7"), (2.0, 145.2), (5.6, 142.4), (9.8, 140.3), (14.0, 139.4)],
        [_at("T1"), (2.4, 142.8), (5.4, 141.0), (8.8, 139.7), (12.0, 138.8)],
        [_at("T3"), (2.6, 138.8), (4.8, 138.8), (7.4, 138.6), (10.2, 138.2)],
        [_at("T5"), (2.2, 135.0), (4.4, 136.4), (6.8, 137.6), (9.0, 137.9)],
        [_at("T8"), (1.8, 129.0), (4.0, 132.8), (6.2, 136.2), (8.4, 137.6)],
        [_at("T12"), (2.0, 121.0), (4.0, 127.2), (6.2, 133.6), (8.2, 137.3)],
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
        [_at("T7", 0.3), (4.8, 127.6), (9.8, 128.0), (14.0, 130.8), (18.2, 134.6)],
        [(0.4, 121.4), (4.8, 123.2), (10.6, 125.8), (14.7, 129.8), (18.3, 134.3)],
        [(3.2, 117.4), (7.4, 120.2), (12.4, 123.6), (15.2, 128.8), (18.4, 134.0)],
        [(6.2, 110.4), (10.2, 115.4), (13.9, 121.0), (15.8, 127.8), (18.5, 133.7)],
        [(7.5, 104.4), (11.8, 110.8), (14.9, 118.6), (16.1, 127.0), (18.6, 133.5)],
        [(10.4, 104.3), (13.6, 110.4), (15.5, 118.2), (16.35, 126.6), (18.7, 133.3)],
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
    right = [
        (0.0, 123.6),
        *_FLESHY_EDGE[1:],
        (6.4, 102.6),
        (4.4, 100.2),
        (3.6, 97.2),
        (2.7, 93.6),
        (1.4, 91.2),
        (0.0, 90.6),
    ]
    points = np.array(right)
    ring = np.vstack([points, points[-2:0:-1] * [-1, 1]])
    weave = []
    for step in range(11):
        y = 120.0 - 2.6 * step
        reach = float(np.interp(y, [93.0, 97.4, 103.0, 110.4, 120.2], [2.4, 3.5, 7.2, 6.4, 1.5]))
        for side in (1.0, -1.0):
            weave.append(
                opened(
                    [(0.2 * side, y - 1.4), (reach * 0.5 * side, y + 0.1), (reach * side, y + 1.2)]
                )
            )
    weave = [line for line in weave if corners(line)[-1, 1] > 94]
    ligament = TISSUES["ligament"]
    pale = towards(towards(ligament.fill, TISSUES["bone"].fill, 0.72), PAPER, 0.35)
    return Piece(
        "thoracolumbar-fascia",
        "Thoracolumbar fascia",
        smooth(ring),
        "ligament",
        fill=pale,
        strands=together(weave),
    )


def levator() -> Piece:
    fibres = [
        [(3.2, 156.4), (4.4, 151.0), (5.6, 146.0), (6.9, 142.2)],
        [(2.7, 155.2), (3.9, 150.2), (5.0, 145.4), (6.3, 141.6)],
        [(2.4, 153.8), (3.5, 149.4), (4.6, 144.8), (6.0, 140.8)],
        [(2.3, 152.4), (3.1, 148.6), (4.3, 144.0), (5.95, 139.4)],
    ]
    return fibre_sheet(
        "levator-scapulae-right",
        "Levator scapulae (right)",
        fibres,
        strands=9,
        start=[0.1] * 4,
        end=[0.05] * 4,
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
        [_at("T4"), (2.4, 134.2), (4.8, 131.4), (7.1, 129.8)],
        [_at("T5"), (2.6, 131.0), (5.2, 128.2), (7.7, 126.0)],
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
    wide = latissimus()
    minor, major = rhomboids()
    return (
        levator(),
        minor,
        major,
        fascia(),
        wide,
        wide.mirrored(),
        *arms(),
        trapezius().mirrored(),
    )


@lru_cache(maxsize=1)
def superficial_names() -> View:
    """Names in columns on both sides."""
    names = (
        Name("Descending\npart of\ntrapezius", (-5.6, 148.0), "left"),
        Name("Transverse\npart of\ntrapezius", (-7.4, 140.6), "left"),
        Name("Ascending\npart of\ntrapezius", (-3.4, 129.0), "left"),
        Name("Latissimus\ndorsi", (-12.2, 119.0), "left"),
        Name("Thoracolumbar\nfascia", (-3.6, 106.4), "left"),
        Name("Levator\nscapulae", (4.7, 147.4), "right"),
        Name("Rhomboid\nminor", (4.4, 141.0), "right"),
        Name("Spine of\nscapula", (13.0, 139.5), "right"),
        Name("Rhomboid\nmajor", (5.4, 133.4), "right"),
        Name("Latissimus\ndorsi", (12.0, 121.0), "right"),
        Name("Iliac\ncrest", (12.4, 103.2), "right"),
    )
    blocks = {
        "left": Block("left", -24.6, 158.0, 94.0),
        "right": Block("right", 24.6, 158.0, 94.0),
    }
    return View((), names, blocks)
