"""The bones of the plate `landmarks-behind`: those that are felt, on the rest of the skeleton.

In cm on the figure of `body_figure`, right side; the skeleton is that of `back_skeleton`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.back_skeleton import (
    ILIAC_CREST,
    SCAPULA,
    SCAPULAR_SPINE,
    arms,
    rib_line,
    skeleton,
)
from midback.atlas.body_levels import SurfaceLevel, surface_levels
from midback.atlas.curves import sampled, smooth
from midback.atlas.soft_parts import Piece, mirror, together
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vessels import vessel

# How far out the scapular spine counts as such; beyond lies the acromion.
_ACROMION = 16.3
# The inner edge of what is felt of the iliac crest, back from its outer end.
_CREST_INNER = (
    (12.6, 101.0),
    (11.4, 102.2),
    (9.7, 102.7),
    (7.9, 102.2),
    (6.0, 100.7),
    (4.9, 99.1),
    (4.5, 97.6),
    (4.0, 96.5),
)


def process_tip(level: SurfaceLevel) -> Path:
    """The part of a spinous process that is felt: a small oval, larger towards the low back."""
    wide = 0.46 + 0.0045 * level.percent
    high = 0.72 + 0.004 * level.percent
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    return smooth(np.column_stack([wide * np.sin(around), level.height + high * np.cos(around)]))


def _scapular_spine() -> Path:
    """The ridge from the medial border to where the acromion begins."""
    ring = sampled(smooth(np.array(SCAPULAR_SPINE)))
    return smooth(ring[ring[:, 0] < _ACROMION][::2])


@lru_cache(maxsize=1)
def landmark_bones() -> dict[str, tuple[str, Path]]:
    """Every bone that is felt: its term and its outline, under its id."""
    found: dict[str, tuple[str, Path]] = {}
    rib = vessel(rib_line(12), [0.6, 0.9, 1.25, 0.75]).path
    for side in ("right", "left"):
        for id, term, path in (
            (f"scapula-{side}", f"{side.capitalize()} scapula", smooth(np.array(SCAPULA))),
            (f"scapular-spine-{side}", f"Spine of the {side} scapula", _scapular_spine()),
            (f"twelfth-rib-{side}", f"{side.capitalize()} twelfth rib", rib),
            (
                f"iliac-crest-{side}",
                f"{side.capitalize()} iliac crest with the posterior superior iliac spine",
                smooth(np.array([*ILIAC_CREST, *_CREST_INNER])),
            ),
        ):
            found[id] = (term, path if side == "right" else mirror(path))
    for level in surface_levels().values():
        id = f"spinous-process-{level.level.lower()}"
        found[id] = (f"Spinous process of {level.level}", process_tip(level))
    return found


def _both(path: Path) -> Path:
    return together([path, mirror(path)])


@lru_cache(maxsize=1)
def hidden_bones() -> tuple[Piece, ...]:
    """The skeleton that only helps to find the way, from far to near."""
    shown = [piece for piece in skeleton(limbs=True) if piece.id != "scapula"]
    humerus, _ = arms()
    return (*shown, humerus)


@lru_cache(maxsize=1)
def felt_bones() -> tuple[Piece, ...]:
    """The bones that are felt through the skin, from far to near."""
    bone = TISSUES["bone"]
    found = landmark_bones()

    def piece(path: Path, shade: float, flush: bool = False) -> Piece:
        fill = (
            towards(bone.fill, bone.edge, shade) if shade >= 0 else towards(bone.fill, PAPER, 0.4)
        )
        line = towards(fill, bone.edge, 0.35) if flush else towards(bone.edge, PAPER, 0.2)
        return Piece("", "", path, "bone", fill=fill, edge=line, gentle=flush)

    tips = [process_tip(level) for level in surface_levels().values()]
    _, crest = arms()
    posterior = smooth(
        np.array([(3.2, 97.2), (3.6, 98.3), (4.3, 98.2), (4.4, 97.2), (3.9, 96.5), (3.4, 96.5)])
    )
    return (
        piece(_both(found["twelfth-rib-right"][1]), 0.03),
        piece(_both(found["iliac-crest-right"][1]), 0.03),
        piece(_both(posterior), -1.0, True),
        piece(together(tips), -1.0),
        piece(_both(found["scapula-right"][1]), 0.02),
        piece(crest.path, -1.0),
    )
