"""What a view of one vertebra is made of: named parts in layers, from far to near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, mirrored, sampled, smooth


@dataclass(frozen=True)
class Part:
    """A closed outline in mm; one with a `term` is a region of the plate.

    One with the `id` of another and no term is a piece of it.
    `deep` darkens its tissue's colour, from 0 to 1; `fill` is drawn instead of it.
    """

    id: str
    term: str
    path: Path
    tissue: str = "bone"
    deep: float = 0.0
    fill: str = ""


@dataclass(frozen=True)
class Relief:
    """Where the surface rises (`height` above 0, mm) or sinks, softened over `soft` mm."""

    path: Path
    height: float
    soft: float


@dataclass(frozen=True)
class Layer:
    """Bone parts that are fused and lie equally deep, with what lies on their surface.

    `round` is how many mm in from its edge the bone curves away.
    `on` are drawn on top, each with its own outline: cartilage, cord; if they are `trimmed` they
    end where the bone ends.
    `lines` are seams on the surface, `edges` where one part stands out in front of another.
    `near` are those of the parts that hide what is `on` the others; `on_near` lies on them.
    An `opening` is seen through; a `far` layer is darker, as bone that lies in shade.
    """

    parts: tuple[Part, ...]
    round: float = 2.4
    relief: tuple[Relief, ...] = ()
    on: tuple[Part, ...] = ()
    lines: tuple[Path, ...] = ()
    edges: tuple[Path, ...] = ()
    near: tuple[Part, ...] = ()
    on_near: tuple[Part, ...] = ()
    trimmed: bool = False
    opening: bool = False
    far: float = 0.0


@dataclass(frozen=True)
class Name:
    """Words for a point of the drawing, in one of the view's blocks or centred `at` a place."""

    words: str
    to: tuple[float, float]
    block: str = ""
    at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Block:
    """A column of names, in mm: they end at its `edge`, or start there if it is on the right."""

    side: str
    edge: float
    top: float
    bottom: float


@dataclass(frozen=True)
class View:
    """A vertebra from one direction: layers from far to near, empty regions, names."""

    layers: tuple[Layer, ...]
    names: tuple[Name, ...]
    blocks: dict[str, Block]
    gaps: tuple[Part, ...] = ()

    def parts(self) -> tuple[Part, ...]:
        """Everything with a term, from far to near."""
        drawn = [
            part for layer in self.layers for part in (*layer.parts, *layer.on, *layer.on_near)
        ]
        return tuple(part for part in (*drawn, *self.gaps) if part.term)


def outline(points: Sequence[Sequence[float]] | Points) -> Path:
    """The smooth closed curve through the points, always anticlockwise, so that parts can join."""
    through = np.asarray(points, dtype=np.float64)
    x, y = through.T
    if np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) < 0:
        through = through[::-1]
    return smooth(through)


def both_halves(half: Sequence[Sequence[float]] | Points) -> Points:
    """A closed outline from its right half, which starts and ends on the midline."""
    right = np.asarray(half, dtype=np.float64)
    return np.vstack([right, mirrored(right)[-2:0:-1]])


def pair(
    id: str, term: str, points: Sequence[Sequence[float]] | Points, tissue: str = "bone"
) -> tuple[Part, Part]:
    """The right and the left of a part; `points` are those on the right of the picture."""
    sides = (("right", np.asarray(points, dtype=np.float64)), ("left", mirrored(points)))
    right, left = (
        Part(f"{id}-{side}", f"{term} ({side})" if term else "", outline(at), tissue)
        for side, at in sides
    )
    return right, left


def single(
    id: str, term: str, points: Sequence[Sequence[float]] | Points, tissue: str = "bone"
) -> Part:
    """A part in the midline, or one that is seen once."""
    return Part(id, term, outline(points), tissue)


def oval(x: float, y: float, across: float, up: float, turn: float = 0.0) -> Points:
    """Eight points round an oval with these half-axes, turned anticlockwise by `turn` degrees."""
    around = np.radians(np.arange(0, 360, 45))
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    own = np.column_stack([across * np.cos(around), up * np.sin(around)])
    placed: Points = own @ np.array([[c, s], [-s, c]]) + [x, y]
    return placed


def along(start: Sequence[float], end: Sequence[float], steps: Sequence[Sequence[float]]) -> Points:
    """Points beside the line from start to end: share of its length, mm to its left."""
    a, b = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    forwards = b - a
    left = np.array([-forwards[1], forwards[0]]) / np.linalg.norm(forwards)
    at = np.asarray(steps, dtype=np.float64)
    placed: Points = a + at[:, :1] * forwards + at[:, 1:] * left
    return placed


def middle(part: Part) -> tuple[float, float]:
    """The middle of a part's corners."""
    x, y = sampled(part.path).mean(axis=0)
    return float(x), float(y)
