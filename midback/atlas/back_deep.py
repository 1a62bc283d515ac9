"""The deep muscles of the back: on the left the outer ones, on the right what they cover.

In cm as in `back_skeleton`; every key fibre runs from origin to insertion, upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from midback.atlas.back_skeleton import (
    midline,
    on_rib,
    rib_angle,
    spine_height,
    transverse_height,
    transverse_reach,
)
from midback.atlas.body_levels import surface_levels
from midback.atlas.curves import Points, smooth
from midback.atlas.soft_parts import Piece, enclosed, fibre_sheet, opened, together
from midback.atlas.vertebra_parts import Block, Name, View

_LEVELS = ("C1", "C2", "C3", "C4", "C5", "C6", *surface_levels())


def _above(level: str, count: int) -> str:
    return _LEVELS[_LEVELS.index(level) - count]


def _process(level: str, inwards: float = 0.3) -> tuple[float, float]:
    """Just inside the tip of the right transverse process."""
    return transverse_reach(level) - inwards, transverse_height(level)


def _spine(level: str) -> tuple[float, float]:
    return 0.3, spine_height(level)


def splenius_capitis(pale: float = 0.0) -> Piece:
    """On the right."""
    fibres = [
        [(0.25, 152.4), (1.3, 155.2), (2.6, 158.2), (3.9, 160.5)],
        [(0.25, 149.4), (1.5, 153.0), (3.2, 157.0), (4.9, 159.8)],
        [_spine("C7"), (1.7, 150.0), (3.6, 154.8), (5.5, 158.8)],
        [_spine("T3"), (1.8, 144.6), (4.1, 151.6), (5.8, 157.7)],
    ]
    return fibre_sheet(
        "splenius-capitis-right",
        "Splenius capitis (right)",
        fibres,
        strands=13,
        start=[0.05] * 4,
        end=[0.06] * 4,
        pale=pale,
    )


def splenius_cervicis(pale: float = 0.0) -> Piece:
    """On the right, lateral to and below the splenius capitis."""
    fibres = [
        [_spine("T3"), (1.6, 143.6), (2.9, 149.6), (3.2, 156.2)],
        [_spine("T4"), (2.0, 142.0), (3.6, 148.2), (3.3, 155.4)],
        [_spine("T6"), (2.0, 138.2), (4.2, 146.4), (3.0, 153.6)],
    ]
    return fibre_sheet(
        "splenius-cervicis-right",
        "Splenius cervicis (right)",
        fibres,
        strands=9,
        start=[0.1] * 3,
        end=[0.08] * 3,
        pale=pale,
    )


def erector_column(pale: float) -> Piece:
    """The erector spinae as one, on the right, as it shapes the back beside the spine."""
    fibres = [
        [(0.5, 89.4), (0.5, 102.0), (0.5, 114.0), (0.5, 127.0), (0.7, 140.0), (1.6, 151.0)],
        [(1.8, 90.0), (2.2, 102.0), (2.7, 114.0), (2.5, 127.0), (1.9, 140.0), (2.0, 151.2)],
        [(3.4, 95.4), (4.3, 103.4), (5.4, 114.0), (5.0, 127.0), (3.4, 140.4), (2.5, 151.4)],
        [(5.6, 101.4), (7.3, 106.0), (8.0, 115.0), (7.2, 128.0), (4.9, 141.0), (3.0, 151.6)],
    ]
    return fibre_sheet(
        "erector-spinae-right",
        "Erector spinae (right)",
        fibres,
        strands=16,
        start=[0.24, 0.27, 0.22, 0.07],
        pale=pale,
    )


def spinalis() -> Piece:
    """On the right: from the lowest thoracic and upper lumbar spinous processes upwards."""
    fibres = [
        [(0.42, 106.6), (0.45, 116.0), (0.45, 126.0), (0.42, 136.0), (0.42, 142.0)],
        [(0.8, 107.2), (1.6, 116.0), (2.0, 126.0), (1.5, 136.0), (0.7, 142.4)],
    ]
    return fibre_sheet(
        "spinalis-right",
        "Spinalis (right)",
        fibres,
        strands=5,
        start=[0.1] * 2,
        end=[0.1] * 2,
    )


def longissimus() -> Piece:
    """On the right, from the sacrum to the mastoid process."""
    inner = [(0.5, 89.4), (0.55, 99.0), (0.7, 107.0), (1.8, 118.0), (2.2, 130.0), (1.8, 141.0)]
    middle = [(1.8, 90.0), (2.1, 99.6), (2.8, 108.0), (3.3, 118.0), (3.4, 130.0), (2.7, 141.0)]
    outer = [(3.6, 95.4), (4.1, 102.0), (4.6, 109.0), (4.8, 118.0), (4.6, 130.0), (3.5, 141.0)]
    fibres = [
        [*inner, (2.1, 149.6), (4.9, 157.7)],
        [*middle, (2.8, 149.6), (5.3, 157.4)],
        [*outer, (3.4, 149.6), (5.7, 157.4)],
    ]
    return fibre_sheet(
        "longissimus-right",
        "Longissimus (right)",
        fibres,
        strands=10,
        start=[0.27, 0.3, 0.18],
        end=[0.04] * 3,
    )


def iliocostalis() -> Piece:
    """On the right: a column from the sacrum and the crest, with a slip to each rib's angle."""
    inner = [(3.7, 96.4), (4.4, 103.0), (4.8, 109.0), (4.9, 118.0), (4.7, 130.0), (3.6, 141.0)]
    middle = [(5.2, 101.0), (5.8, 105.0), (6.1, 110.0), (5.8, 119.0), (5.3, 130.4), (4.0, 141.2)]
    outer = [(7.2, 102.6), (7.4, 106.4), (7.2, 111.0), (6.6, 119.6), (5.8, 130.8), (4.4, 141.4)]
    keys = [[*inner, (3.0, 150.4)], [*middle, (3.25, 150.6)], [*outer, (3.5, 150.4)]]
    column = fibre_sheet("", "", keys, strands=8, start=[0.14, 0.08, 0.04], end=[0.04] * 3)
    side = np.array(keys[2])
    edge, fibres, tendons = [side[-1]], [], []
    for number in range(2, 13):
        x, y = rib_angle(number) if number < 12 else on_rib(12, 7.9)
        upper, lower = (np.array([_at(side, y - drop), y - drop]) for drop in (1.2, 3.5))
        tip = [np.array([x + 0.1, y + 0.3]), np.array([x + 0.3, y - 0.25])]
        edge += [*([upper] if number == 2 else []), *tip, lower]
        # Fibres that leave the column within the slip, along its outer edge.
        for share in (0.3, 0.75):
            start = upper + share * (lower - upper)
            fibres.append(opened(np.array([start, (start + tip[1]) / 2 + [0.05, -0.1], tip[1]])))
        inwards = [tip[1] * 0.7 + lower * 0.3, tip[0] * 0.7 + upper * 0.3]
        tendons.append(smooth(np.array([*tip, *inwards])))
    edge.append(side[0])
    outline = enclosed(
        [
            opened(keys[0]),
            opened([key[-1] for key in keys]),
            opened(edge),
            opened([key[0] for key in keys][::-1]),
        ]
    )
    assert column.strands is not None and column.tendons is not None
    return Piece(
        "iliocostalis-right",
        "Iliocostalis (right)",
        outline,
        "muscle",
        strands=together([column.strands, *fibres]),
        tendons=together([column.tendons, *tendons]),
    )


def _at(line: Points, height: float) -> float:
    """How far out a rising line lies at a height."""
    return float(np.interp(height, line[:, 1], line[:, 0]))


def semispinalis_capitis(pale: float = 0.0) -> Piece:
    """On the right, the pillar beside the midline of the neck."""
    fibres = [
        [(2.4, 140.0), (1.2, 145.0), (0.3, 151.4), (0.3, 160.4)],
        [(2.9, 138.0), (2.5, 144.4), (1.8, 151.4), (1.6, 160.5)],
        [_process("T6"), (3.2, 142.6), (2.8, 151.2), (3.0, 159.8)],
    ]
    return fibre_sheet(
        "semispinalis-capitis-right",
        "Semispinalis capitis (right)",
        fibres,
        strands=10,
        start=[0.08] * 3,
        end=[0.04] * 3,
        pale=pale,
    )


def semispinalis_thoracis() -> Piece:
    """On the right, from the transverse processes of T6 to T10 to the spines of C6 to T4."""
    fibres = [
        [_process("T6"), (2.2, 138.0), (1.2, 143.6), _spine("C6")],
        [_process("T7"), (2.2, 135.0), (1.2, 141.2), _spine("T1")],
        [_process("T8"), (2.2, 132.2), (1.2, 138.0), _spine("T2")],
        [_process("T9"), (2.1, 129.0), (1.1, 134.6), _spine("T3")],
        [_process("T10"), (2.0, 126.0), (1.0, 131.4), _spine("T4")],
    ]
    return fibre_sheet(
        "semispinalis-thoracis-right",
        "Semispinalis thoracis (right)",
        fibres,
        strands=12,
        start=[0.14] * 5,
        end=[0.14] * 5,
    )


def multifidus() -> Piece:
    """On the right: from the sacrum and the lumbar processes to the spinous processes."""
    fibres = [
        [(2.6, 111.4), (1.9, 113.0), (1.0, 115.4), _spine("T11")],
        [(3.0, 107.0), (2.2, 108.8), (1.1, 111.0), _spine("T12")],
        [(3.2, 103.4), (2.4, 105.2), (1.2, 107.4), _spine("L1")],
        [(3.6, 99.4), (2.6, 101.6), (1.3, 104.2), _spine("L2")],
        [(3.6, 96.4), (2.6, 98.8), (1.3, 101.4), _spine("L4")],
        [(2.8, 93.2), (2.1, 95.4), (1.2, 97.6), (0.3, 99.6)],
        [(1.2, 89.9), (0.75, 91.0), (0.45, 92.6), (0.3, 94.2)],
    ]
    return fibre_sheet(
        "multifidus-right",
        "Multifidus (right)",
        fibres,
        strands=20,
        start=[0.05] * 7,
        end=[0.12] * 7,
    )


def rotatores() -> Piece:
    """On the right, from each transverse process to the root of the second spine above."""
    strips, fibres = [], []
    for level in ("T7", "T8", "T9", "T10", "T11", "T12"):
        x, y = _process(level, 0.7)
        upper = transverse_height(_above(level, 2))
        rows = [
            [(x - 0.8, y + 0.6), (0.4, upper - 0.3)],
            [(x + 0.3, y + 0.2), (0.8, upper - 1.7)],
        ]
        strip = fibre_sheet("", "", rows, strands=3)
        strips.append(strip.path)
        fibres.append(strip.strands or strip.path)
    return Piece(
        "rotatores-right",
        "Rotatores thoracis (right)",
        together(strips),
        "muscle",
        strands=together(fibres),
    )


def levatores() -> Piece:
    """On the right, a fan from each transverse process to the rib below."""
    fans: list[Piece] = []
    for level in _LEVELS[6:18]:
        number = _LEVELS.index(level) - 5
        x, y = _process(level, 0.15)
        far = x + 0.5 + 0.4 * (float(rib_angle(number)[0]) - x)
        fans.append(
            fibre_sheet(
                "",
                "",
                [
                    [(x - 0.5, y - 0.15), (x + 0.05, y - 1.2), on_rib(number, x + 0.45)],
                    [(x - 0.05, y + 0.1), ((x + far) / 2 + 0.1, y - 0.9), on_rib(number, far)],
                ],
                strands=4,
            )
        )
    return Piece(
        "levatores-costarum-right",
        "Levatores costarum (right)",
        together([fan.path for fan in fans]),
        "muscle",
        strands=together([fan.strands for fan in fans if fan.strands is not None]),
    )


def _left(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece.mirrored() for piece in pieces]


@lru_cache(maxsize=1)
def deep_pieces() -> tuple[Piece, ...]:
    """From far to near."""
    return (
        levatores(),
        rotatores(),
        multifidus(),
        semispinalis_thoracis(),
        semispinalis_capitis(),
        *_left(
            [iliocostalis(), longissimus(), spinalis(), splenius_cervicis(), splenius_capitis()]
        ),
        midline()[1],
    )


@lru_cache(maxsize=1)
def deep_names() -> View:
    """Names in columns on both sides."""
    names = (
        Name("Splenius\ncapitis", (-2.6, 153.6), "left"),
        Name("Splenius\ncervicis", (-2.6, 143.4), "left"),
        Name("Erector spinae:\nspinalis", (-1.3, 127.0), "left"),
        Name("longissimus", (-3.5, 120.0), "left"),
        Name("iliocostalis", (-6.2, 115.4), "left"),
        Name("Semispinalis\ncapitis", (2.0, 153.0), "right"),
        Name("Semispinalis\nthoracis", (1.6, 134.6), "right"),
        Name("Levatores\ncostarum", (4.5, 130.5), "right"),
        Name("Rotatores\nthoracis", (1.2, 119.6), "right"),
        Name("Multifidus;\nits thoracic\npart is left\naway", (2.2, 102.6), "right"),
    )
    blocks = {
        "left": Block("left", -24.9, 160.0, 94.0),
        "right": Block("right", 24.9, 160.0, 94.0),
    }
    return View((), names, blocks)
