"""How soft tissues are drawn, and where each is seen: from far to near, under one light."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import contourpy
import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from midback.atlas.curves import Points
from midback.atlas.drawing import flat_shape, lit_shape
from midback.atlas.plates import Region
from midback.atlas.soft_parts import Piece, polygons
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet

# Cells to an inch of the grid on which it is found what hides what, and how finely they are cut.
_CELLS, _FINE = 84, 3
# How many cells wide something is at most that does not part a region in two.
_THIN = 14
Cells = NDArray[np.uint8]


def draw_pieces(axes: Axes, sheet: Sheet, pieces: Sequence[Piece]) -> None:
    """Every piece with its light and its fibres, onto whatever lies deeper; names nothing."""
    shown = [piece for piece in pieces if not piece.clear]
    for joined, group in groupby(shown, key=lambda piece: piece.joined):
        if joined:
            _draw_joined(axes, sheet, list(group))
            continue
        for piece in group:
            _draw_piece(axes, sheet, piece)


def _draw_joined(axes: Axes, sheet: Sheet, pieces: Sequence[Piece]) -> None:
    """A tree of nerves or vessels: all outlines first, then what they enclose."""
    for piece in pieces:
        tissue = TISSUES[piece.tissue]
        edge = towards(piece.edge or tissue.edge, PAPER, piece.pale * 0.8)
        width = 2 * min(tissue.width, 0.75)
        flat_shape(axes, sheet.path(piece.path), edge, edge, width, joinstyle="round")
    for piece in pieces:
        tissue = TISSUES[piece.tissue]
        fill = towards(piece.fill or towards(tissue.fill, PAPER, 0.15), PAPER, piece.pale)
        flat_shape(axes, sheet.path(piece.path), fill, "none", 0)


def _draw_piece(axes: Axes, sheet: Sheet, piece: Piece) -> None:
    tissue = TISSUES[piece.tissue]
    fill = piece.fill or towards(tissue.fill, PAPER, 0.2)
    edge = piece.edge or tissue.edge
    fill, edge = towards(fill, PAPER, piece.pale), towards(edge, PAPER, piece.pale * 0.8)
    width = min(tissue.width, 0.8) * (1 - 0.3 * piece.pale)
    path = sheet.path(piece.path)
    if piece.flat:
        flat_shape(axes, path, fill, edge, width, joinstyle="round")
    else:
        lit_shape(axes, path, fill, edge, width, rounded=piece.pale < 0.4 and not piece.gentle)
    if piece.tendons is not None:
        pale = towards(PAPER, towards(edge, TISSUES["bone"].fill, 0.75), 0.45)
        flat_shape(axes, sheet.path(piece.tendons), pale, "none", 0, alpha=0.92)
    if piece.strands is not None:
        strands = sheet.path(piece.strands)
        flat_shape(axes, strands, "none", edge, 0.38, alpha=0.62, capstyle="round")
    if piece.seams is not None:
        flat_shape(axes, sheet.path(piece.seams), "none", edge, 0.5, alpha=0.7)
    if piece.tendons is not None:
        flat_shape(axes, path, "none", edge, width, joinstyle="round")


def visible(
    pieces: Sequence[Piece], sheet: Sheet, frame: Sequence[tuple[float, float]] = ()
) -> tuple[Region, ...]:
    """Every piece with a term, as the largest part of it that no nearer piece hides.

    A piece of several closed curves, such as a row of small muscles, is one region that spans
    the gaps between them.
    `frame` is the lower left and the upper right corner of what is shown, in the sheet's units.
    """
    across, up = (round(side * _CELLS) for side in sheet.size)
    nearer = np.zeros((up, across), dtype=np.uint8)
    found: list[Region] = []
    if frame:
        (left, bottom), (right, top) = np.round(sheet.on(frame) * [across, up]).astype(int)
        nearer[:] = 255
        nearer[bottom:top, left:right] = 0
    for piece in reversed(pieces):
        if not piece.term and (piece.clear or piece.detail):
            continue
        rings = [sheet.on(ring) for ring in polygons(piece.path)]
        margin = 2 if len(rings) == 1 or not piece.term else 40
        drawn = np.vstack(rings) * [across, up]
        low = np.maximum(np.floor(drawn.min(axis=0)).astype(int) - margin, 0)
        high = np.minimum(np.ceil(drawn.max(axis=0)).astype(int) + margin, [across, up])
        mask = _covered([ring * [across, up] - low for ring in rings], high - low)
        window = (slice(low[1], high[1]), slice(low[0], high[0]))
        if piece.term:
            hidden = np.minimum(mask, nearer[window]).max(initial=0) > 127
            if hidden or len(rings) > 1:
                whole = mask if len(rings) == 1 else _spanned(mask)
                own = _bridged(whole.astype(np.float64) - nearer[window])
                polygon = (_opened(own) + low) / [across, up]
            else:
                polygon = rings[0]
            found.append(Region(piece.id, piece.term, polygon))
        if not piece.clear:
            nearer[window] = np.maximum(nearer[window], mask)
    return tuple(reversed(found))


def _spanned(mask: Cells) -> Cells:
    """The cells with the gaps between their pieces filled, just far enough to join them all."""
    joined = mask
    for reach in range(3, 40, 6):
        image = Image.fromarray(mask)
        closed = image.filter(ImageFilter.MaxFilter(reach)).filter(ImageFilter.MinFilter(reach))
        joined = np.asarray(closed, dtype=np.uint8)
        if len(_edges(joined.astype(np.float64))) == 1:
            break
    return joined


def _covered(rings: Sequence[Points], size: Points) -> Cells:
    """How much of each cell the polygons cover together, from 0 to 255."""
    image = Image.new("L", (int(size[0]) * _FINE, int(size[1]) * _FINE))
    pen = ImageDraw.Draw(image)
    for ring in rings:
        pen.polygon([(x * _FINE - 0.5, y * _FINE - 0.5) for x, y in ring], fill=255)
    return np.asarray(image.reduce(_FINE), dtype=np.uint8)


def _bridged(field: Points) -> Points:
    """The field with its two largest pieces joined, if something thin parts them."""
    rings = sorted(_edges(field), key=_area, reverse=True)[:2]
    if len(rings) < 2 or _area(rings[1]) < 0.4 * _area(rings[0]):
        return field
    if Path(rings[0]).contains_point(rings[1][0]):
        return field
    apart = np.linalg.norm(rings[0][:, None] - rings[1][None], axis=2)
    here, there = np.unravel_index(int(apart.argmin()), apart.shape)
    if apart[here, there] > _THIN:
        return field
    image = Image.fromarray(np.zeros(field.shape, dtype=np.uint8))
    ends = np.array([rings[0][here], rings[1][there]])
    middle, half = ends.mean(axis=0), (ends[1] - ends[0]) * 0.75
    ImageDraw.Draw(image).line([tuple(middle - half), tuple(middle + half)], fill=255, width=3)
    return np.maximum(field, np.asarray(image, dtype=np.float64))


def _opened(field: Points) -> Points:
    """The outer edge of the largest piece of a field, slit open to each hole in it, in cells."""
    for _ in range(6):
        rings = sorted(_edges(field), key=_area, reverse=True)
        outer = Path(rings[0])
        holes = [ring for ring in rings[1:] if outer.contains_point(ring[0]) and _area(ring) > 12]
        if not holes:
            break
        x, y = holes[0].mean(axis=0)
        field = field.copy()
        field[: int(y), int(x) : int(x) + 2] = -1.0
    return rings[0]


def _edges(field: Points) -> list[Points]:
    """The edges of the pieces of a field of cells, holes among them, in cells."""
    padded = np.pad(field, 1, constant_values=-1.0)
    contours = contourpy.contour_generator(z=padded, line_type=contourpy.LineType.Separate)
    return [
        np.asarray(ring)[:-1] - 0.5 for ring in contours.lines(127.5) if len(np.asarray(ring)) > 4
    ]


def _area(ring: Points) -> float:
    x, y = ring.T
    return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2
