"""What the cut at T6 is made with: its frame, its colour of fat, shapes on both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece
from midback.atlas.style import PAPER, TISSUES, towards

LEVEL = "T6"
# The cut's sides and its front edge, in mm from the midline and from the back of the body.
EDGE, FRONT = 83.0, 58.0
BONE = TISSUES["bone"]
FAT = towards(towards(BONE.fill, "#E69F00", 0.2), PAPER, 0.3)


def sides(id: str, term: str, path: Path, tissue: str, **looks: Any) -> list[Piece]:
    """On the person's left and, mirrored, on the right."""
    left = Piece(f"{id}-left", f"{term} (left)", path, tissue, flat=True, **looks)
    return [left, left.mirrored()]


def disc(x: float, y: float, across: float, deep: float | None = None) -> Path:
    """A round structure, its half widths given."""
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    tall = across if deep is None else deep
    return smooth(np.column_stack([x + across * np.cos(around), y + tall * np.sin(around)]))
