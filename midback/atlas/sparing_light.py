"""Light for drawings so small that fewer steps and fewer corners look the same."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path

from midback.atlas.vertebra_light import Shade


def sparing(light: Shade) -> Shade:
    """Every other step of light, and each shape with half its corners; curves stay as they are."""
    return Shade(
        _fewer_corners(light.outline),
        tuple(map(_fewer_corners, light.dark[1::2])),
        tuple(map(_fewer_corners, light.bright[1::2])),
        tuple(map(_fewer_corners, light.cast[2:5:2])),
    )


def _fewer_corners(shapes: Path) -> Path:
    if np.any(np.asarray(shapes.codes) == Path.CURVE4):
        return shapes
    rings = []
    for polygon in shapes.to_polygons():
        ring = np.asarray(polygon, dtype=np.float64)[:-1]
        kept = ring[::2] if len(ring) > 14 else ring
        rings.append(Path(np.vstack([kept, kept[:1]]), closed=True))
    return Path.make_compound_path(*rings)
