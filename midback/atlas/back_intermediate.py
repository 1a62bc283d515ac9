"""The intermediate muscles of the back: both serrati posteriores over the pale deep muscles.

In cm as in `back_skeleton`; every key fibre runs from origin to insertion.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from midback.atlas.back_deep import (
    erector_column,
    semispinalis_capitis,
    splenius_capitis,
    splenius_cervicis,
)
from midback.atlas.back_skeleton import midline, on_rib, spine_height
from midback.atlas.soft_parts import Fibre, Piece, fibre_sheet
from midback.atlas.vertebra_parts import Block, Name, View

_PALE = 0.62


def _slips(
    origins: list[tuple[float, float]],
    ribs: list[tuple[int, float]],
    half: float,
    *,
    up: bool,
    notched: float = 0.7,
) -> list[Fibre]:
    """Key fibres to the ribs, from above: both corners of each slip, and the notch between two.

    A slip ends along its rib, `half` to either side of a point that lies x from the midline; one
    that runs `up` ends at the lower border of the rib, another one at the upper border.
    """
    fibres: list[Fibre] = []
    count = len(ribs)
    border = -0.2 if up else 0.2
    corners = []
    for number, x in ribs:
        inner, outer = ((at, on_rib(number, at)[1] + border) for at in (x - half, x + half))
        corners.append((inner, outer) if up else (outer, inner))
    for place, (upper, lower) in enumerate(corners):
        for share, end in ((0.25, upper), (0.75, lower)):
            fibres.append(_straight(_along(origins, (place + share) / count), end))
        if place + 1 < count:
            origin = _along(origins, (place + 1) / count)
            (x, y), (next_x, next_y) = lower, corners[place + 1][0]
            notch = (
                origin[0] + ((x + next_x) / 2 - origin[0]) * notched,
                origin[1] + ((y + next_y) / 2 - origin[1]) * notched,
            )
            fibres.append(_straight(origin, notch))
    return fibres


def _along(points: list[tuple[float, float]], share: float) -> tuple[float, float]:
    at = share * (len(points) - 1)
    first = min(int(at), len(points) - 2)
    (x, y), (to_x, to_y) = points[first], points[first + 1]
    return x + (to_x - x) * (at - first), y + (to_y - y) * (at - first)


def _straight(origin: tuple[float, float], end: tuple[float, float]) -> Fibre:
    """From origin to end, a little arched over what lies beneath."""
    (x, y), (to_x, to_y) = origin, end
    arch = 0.05 * (to_x - x)
    return [
        origin,
        (x + (to_x - x) * 0.35, y + (to_y - y) * 0.35 + arch),
        (x + (to_x - x) * 0.7, y + (to_y - y) * 0.7 + arch),
        end,
    ]


def superior() -> Piece:
    """Serratus posterior superior, on the right."""
    origins = [(0.2, 148.2), *[(0.2, spine_height(level)) for level in ("C7", "T1", "T2", "T3")]]
    fibres = _slips(origins, [(2, 6.9), (3, 8.0), (4, 8.7), (5, 9.2)], 1.0, up=False, notched=0.84)
    return fibre_sheet(
        "serratus-posterior-superior-right",
        "Serratus posterior superior (right)",
        fibres,
        strands=24,
        start=[0.34] * len(fibres),
        slips=True,
    )


def inferior() -> Piece:
    """Serratus posterior inferior, on the right."""
    origins = [(0.2, spine_height(level)) for level in ("T11", "T12", "L1", "L2")]
    fibres = _slips(
        origins, [(9, 11.6), (10, 11.2), (11, 9.9), (12, 7.4)], 0.75, up=True, notched=0.76
    )
    return fibre_sheet(
        "serratus-posterior-inferior-right",
        "Serratus posterior inferior (right)",
        fibres,
        strands=24,
        start=[0.42] * len(fibres),
        slips=True,
    )


@lru_cache(maxsize=1)
def intermediate_pieces() -> tuple[Piece, ...]:
    """From far to near."""
    found: list[Piece] = []
    for piece in (
        # Only to fill the triangle between both splenii; no muscle of this layer.
        replace(semispinalis_capitis(_PALE), id="", term=""),
        erector_column(_PALE),
        splenius_cervicis(_PALE),
        splenius_capitis(_PALE),
        superior(),
        inferior(),
    ):
        found += [piece, piece.mirrored()]
    return (*found, *midline())


@lru_cache(maxsize=1)
def intermediate_names() -> View:
    """Names in columns on both sides."""
    names = (
        Name("Splenius\ncapitis", (-2.6, 155.0), "left"),
        Name("Serratus\nposterior\nsuperior", (-5.6, 142.0), "left"),
        Name("Erector\nspinae", (-4.6, 130.0), "left"),
        Name("Serratus\nposterior\ninferior", (-7.0, 114.2), "left"),
        Name("Its slips:\nribs 2 to 5", (7.2, 138.9), "right"),
        Name("Where the\nshoulder\nblade lay", (14.3, 134.3), "right"),
        Name("Its slips:\nribs 9 to 12", (10.6, 117.3), "right"),
    )
    blocks = {
        "left": Block("left", -24.9, 160.0, 94.0),
        "right": Block("right", 24.9, 160.0, 94.0),
    }
    return View((), names, blocks)
