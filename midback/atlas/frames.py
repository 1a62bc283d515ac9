"""Places on the drawing: frames, end plates and the vertebral bodies between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from midback.atlas.curves import Points


def direction(angle: float) -> Points:
    """The unit vector at `angle` degrees from straight forwards, anticlockwise."""
    return np.array([cos(radians(angle)), sin(radians(angle))])


@dataclass(frozen=True)
class Frame:
    """A place on the drawing: `origin` in mm, and the `angle` in degrees of its forward axis."""

    origin: Points
    angle: float

    def place(self, points: Sequence[Sequence[float]] | Points) -> Points:
        """Local points, N x 2 (forwards, upwards), as points of the drawing."""
        local = np.asarray(points, dtype=np.float64)
        forwards, upwards = direction(self.angle), direction(self.angle + 90)
        placed: Points = self.origin + local[:, :1] * forwards + local[:, 1:] * upwards
        return placed

    def coordinates(self, point: Points) -> tuple[float, float]:
        """A point of the drawing in this frame's own forward and upward coordinates."""
        offset = point - self.origin
        return (
            float(offset @ direction(self.angle)),
            float(offset @ direction(self.angle + 90)),
        )


@dataclass(frozen=True)
class EndPlate:
    """The rim of an end plate: its back corner, the angle of its forward axis, its depth."""

    back: Points
    angle: float
    depth: float

    @property
    def front(self) -> Points:
        corner: Points = self.back + self.depth * direction(self.angle)
        return corner

    def rim(self, hollow: float) -> Points:
        """Points from back to front, sunk by `hollow` mm in the middle (negative: upwards)."""
        along = np.array([0.06, 0.27, 0.5, 0.73, 0.93])
        sunk = -hollow * np.array([0.15, 0.8, 1.0, 0.8, 0.15])
        return Frame(self.back, self.angle).place(np.column_stack([along * self.depth, sunk]))


@dataclass(frozen=True)
class Body:
    """A vertebral body between two end plates."""

    level: str
    upper: EndPlate
    lower: EndPlate

    @property
    def height(self) -> float:
        """Height of the back wall in mm."""
        return float(np.linalg.norm(self.upper.back - self.lower.back))

    @property
    def frame(self) -> Frame:
        """Origin in the middle of the back wall, forward axis halfway between the end plates."""
        return Frame(
            (self.upper.back + self.lower.back) / 2, (self.upper.angle + self.lower.angle) / 2
        )
