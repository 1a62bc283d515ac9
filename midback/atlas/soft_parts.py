"""Soft tissues as geometry: muscles from a few of their fibres, nerves and vessels as tubes.

Lengths are in the units of the plate that uses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, corners, smooth

Fibre = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Piece:
    """A closed shape of one tissue; one with a `term` is a region of its plate.

    `path` may be several closed curves that are drawn at once.
    `pale` from 0 to 1 draws it towards white, as what lies behind or is only there to find the
    way; `flat` draws it without light, as a cut surface; `gentle` with less light, as small things.
    `strands` are the fibres on it, `tendons` its pale ends, `seams` thin lines.
    A `clear` piece is a region that is not drawn, such as a gap; it hides nothing.
    A `detail` is drawn on what lies below it, belongs to it and hides nothing.
    Pieces that follow each other and are `joined` run into one another without a seam.
    `fill` and `edge` are hex colours in place of the tissue's own.
    """

    id: str
    term: str
    path: Path
    tissue: str
    pale: float = 0.0
    flat: bool = False
    gentle: bool = False
    strands: Path | None = None
    tendons: Path | None = None
    seams: Path | None = None
    clear: bool = False
    detail: bool = False
    joined: bool = False
    fill: str = ""
    edge: str = ""

    def mirrored(self) -> Piece:
        """The same on the other side of the midline."""
        other = {"right": "left", "left": "right"}

        def swap(words: str) -> str:
            for side, far in other.items():
                if side in words:
                    return words.replace(side, far)
            return words

        def flip(path: Path | None) -> Path | None:
            return None if path is None else mirror(path)

        return replace(
            self,
            id=swap(self.id),
            term=swap(self.term),
            path=mirror(self.path),
            strands=flip(self.strands),
            tendons=flip(self.tendons),
            seams=flip(self.seams),
        )


def mirror(path: Path) -> Path:
    """The path on the other side of the line x = 0."""
    return Path(corners(path) * [-1.0, 1.0], path.codes)


def together(paths: Sequence[Path]) -> Path:
    """Several shapes as one, to be drawn with one outline and one light."""
    return Path.make_compound_path(*paths)


def opened(points: Sequence[Sequence[float]] | Points) -> Path:
    """A smooth open line through the points; a straight one through two."""
    through = np.asarray(points, dtype=np.float64)
    if len(through) == 2:
        ends = [through[0], *(through[0] + (through[1] - through[0]) * s for s in (1 / 3, 2 / 3))]
        return Path(np.array([*ends, through[1]]), [Path.MOVETO, *[Path.CURVE4] * 3])
    return smooth(through, closed=False)


def enclosed(lines: Sequence[Path | Points]) -> Path:
    """The closed shape whose edge runs along open lines, one after the other.

    A path is followed along its curve, points with straight steps.
    """
    vertices: list[Points] = []
    codes: list[int] = []
    for line in lines:
        if isinstance(line, Path):
            points, own = corners(line), [int(code) for code in np.asarray(line.codes)]
        else:
            points = np.asarray(line, dtype=np.float64)
            own = [int(Path.MOVETO), *[int(Path.LINETO)] * (len(points) - 1)]
        if codes:
            own[0] = int(Path.LINETO)
            if np.allclose(vertices[-1][-1], points[0]):
                points, own = points[1:], own[1:]
        vertices.append(points)
        codes += own
    vertices.append(vertices[0][:1])
    return Path(np.vstack(vertices), [*codes, int(Path.CLOSEPOLY)])


def spread(points: Points, places: Points) -> Points:
    """Rows of `points` (N x …) at fractional `places` from 0 to N - 1, along a smooth curve."""
    count = len(points)
    if count == 2:
        share = places.reshape(-1, *[1] * (points.ndim - 1))
        return np.asarray(points[0] * (1 - share) + points[1] * share)
    slope = np.gradient(points, axis=0)
    first = np.minimum(places.astype(int), count - 2)
    share = (places - first).reshape(-1, *[1] * (points.ndim - 1))
    here, there = points[first], points[first + 1]
    out, into = slope[first], slope[first + 1]
    square, cube = share**2, share**3
    return np.asarray(
        here * (2 * cube - 3 * square + 1)
        + out * (cube - 2 * square + share)
        + there * (3 * square - 2 * cube)
        + into * (cube - square)
    )


def fibre_sheet(
    id: str,
    term: str,
    fibres: Sequence[Fibre],
    *,
    strands: int = 14,
    start: Sequence[float] = (),
    end: Sequence[float] = (),
    slips: bool = False,
    heads: bool = False,
    pale: float = 0.0,
    tissue: str = "muscle",
) -> Piece:
    """A muscle from some of its fibres, each from origin to insertion with as many points.

    `start` and `end` give for each of these fibres the share of its length that is tendon.
    With `slips` the insertion is a wave through the ends, as in a muscle with separate slips;
    with `heads` the origin is a zigzag.
    """
    key = np.array(fibres, dtype=np.float64)
    begin, finish = key[:, 0], key[:, -1]
    outline = enclosed(
        [
            opened(key[0]),
            opened(finish),
            opened(key[-1][::-1]),
            begin[::-1] if heads else opened(begin[::-1]),
        ]
    )
    last = len(key) - 1
    places = (np.arange(strands) + 0.5) / strands * last
    between = np.array([_between(key, place) for place in places])
    rows = between if slips or heads else spread(key, places)
    drawn = together([opened(row) for row in rows])
    tendons = [
        _tendon(key, share, at_end)
        for share, at_end in ((start, False), (end, True))
        if len(share) == len(key)
    ]
    return Piece(
        id,
        term,
        outline,
        tissue,
        pale=pale,
        strands=drawn,
        tendons=together(tendons) if tendons else None,
    )


def _between(key: Points, place: float) -> Points:
    """The fibre at a fractional place, straight between its neighbours."""
    first = min(int(place), len(key) - 2)
    return np.asarray(key[first] + (place - first) * (key[first + 1] - key[first]))


def _tendon(key: Points, share: Sequence[float], at_end: bool) -> Path:
    """The end of a muscle up to some share of each fibre."""
    rows = key[:, ::-1] if at_end else key
    count = key.shape[1]
    edge = []
    for row, part in zip(rows, share, strict=True):
        edge.append(spread(row, np.array([max(part, 0.004) * (count - 1)]))[0])
    return enclosed([opened(rows[:, 0]), opened(np.array(edge)[::-1])])


def tube(points: Sequence[Sequence[float]] | Points, width: float | Sequence[float]) -> Path:
    """A nerve or a vessel along a smooth line: `width` across, the same or one for each point."""
    through = np.asarray(points, dtype=np.float64)
    count = len(through)
    places = np.linspace(0, count - 1, 4 * (count - 1) + 1)
    line = spread(through, places)
    wide = np.broadcast_to(np.asarray(width, dtype=np.float64), (count,))
    half = np.interp(places, np.arange(count), wide) / 2
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * half[:, None]
    keep = np.r_[0 : len(line) : 2]
    return enclosed([opened((line + across)[keep]), opened((line - across)[keep][::-1])])


def polygons(path: Path, fineness: float = 20.0) -> list[Points]:
    """The closed curves of a path as polygons, N x 2, no corner more than needed."""
    grown = Path(corners(path) * fineness, path.codes)
    rings = [np.asarray(ring, dtype=np.float64) for ring in grown.to_polygons(closed_only=True)]
    return [ring[:-1] / fineness for ring in rings if len(ring) > 3]
