"""The intermediate muscles of the back: both serrati posteriores over the pale deep muscles.

In cm as in `back_skeleton`; every key fibre runs from origin to insertion.
"""

from __future__ import annotations

from functools import lru_cache

from midback.atlas.back_deep import erector_column, splenius_capitis, splenius_cervicis
from midback.atlas.back_skeleton import on_rib, spine_height
from midback.atlas.soft_parts import Fibre, Piece, fibre_sheet
from midback.atlas.vertebra_parts import Block, Name, View

_PALE = 0.62


def _slips(
    origins: list[tuple[float, float]], ribs: list[tuple[int, float]], half: float
) -> list[Fibre]:
    """Key fibres to the ribs: two for the edges of each slip and one for the notch between."""
    fibres: list[Fibre] = []
    count = len(ribs)
    for place, (number, x) in enumerate(ribs):
        end_x, end_y = on_rib(number, x)
        for turn in (half, -half):
            share = (place + (0.25 if turn > 0 else 0.75)) / count
            fibres.append(_straight(_along(origins, share), (end_x, end_y + turn)))
        if place + 1 < count:
            next_x, next_y = on_rib(*ribs[place + 1])
            origin = _along(origins, (place + 1) / count)
            tip = ((end_x + next_x) / 2, (end_y + next_y) / 2)
            notch = (
                origin[0] + (tip[0] - origin[0]) * 0.66,
                origin[1] + (tip[1] - origin[1]) * 0.66,
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
    fibres = _slips(origins, [(2, 7.4), (3, 8.8), (4, 9.7), (5, 10.2)], 0.5)
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
    fibres = _slips(origins, [(9, 12.4), (10, 11.9), (11, 10.4), (12, 8.0)], 0.6)
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
        erector_column(_PALE),
        splenius_cervicis(_PALE),
        splenius_capitis(_PALE),
        superior(),
        inferior(),
    ):
        found += [piece, piece.mirrored()]
    return tuple(found)


@lru_cache(maxsize=1)
def intermediate_names() -> View:
    """Names in columns on both sides."""
    names = (
        Name("Splenius\ncapitis", (-2.6, 155.0), "left"),
        Name("Serratus\nposterior\nsuperior", (-5.6, 142.0), "left"),
        Name("Erector\nspinae", (-4.6, 130.0), "left"),
        Name("Serratus\nposterior\ninferior", (-7.0, 114.2), "left"),
        Name("Its slips:\nribs 2 to 5", (8.4, 138.0), "right"),
        Name("Where the\nshoulder\nblade lay", (14.3, 134.3), "right"),
        Name("Its slips:\nribs 9 to 12", (10.6, 117.3), "right"),
    )
    blocks = {
        "left": Block("left", -24.9, 160.0, 94.0),
        "right": Block("right", 24.9, 160.0, 94.0),
    }
    return View((), names, blocks)
