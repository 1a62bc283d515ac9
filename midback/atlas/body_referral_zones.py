"""Where referred pain is drawn on the figure: an area for each row of `referred_pain.csv`.

Lengths are in cm on the figure of `body_figure`.
The outline of every area is illustrative: the sources say where in words, or how areas overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.back_skeleton import spine_height, transverse_height, transverse_reach
from midback.atlas.back_superficial import levator, trapezius
from midback.atlas.body_levels import surface_levels
from midback.atlas.curves import Points, smooth
from midback.atlas.soft_parts import enclosed, mirror, opened
from midback.atlas.tables import read_table

LAYERS = ("facet-joints", "rib-joints", "muscles", "viscera")


@dataclass(frozen=True)
class Zone:
    """A row of `referred_pain.csv` with the areas that are drawn for it, each with its view.

    `certainty` is "volunteers", "patients", "described", "recalled" or "case-reports".
    """

    id: str
    layer: str
    number: int
    structure: str
    words: str
    segments: str
    certainty: str
    areas: tuple[tuple[str, Path], ...]


def _oval(across: float, height: float, wide: float, high: float, turn: float = 0) -> Path:
    """A soft oval with half-axes `wide` and `high`, turned by so many degrees anticlockwise."""
    around = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = np.column_stack([wide * np.cos(around), high * np.sin(around)])
    angle = np.radians(turn)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return smooth(ring @ spin + [across, height])


def facet_joint(above: str) -> Points:
    """The joint below the vertebra `above`, on the viewer's right."""
    return np.array([2.0, surface_levels()[above].height + 0.6])


def rib_joint(level: str) -> Points:
    """The costotransverse joint of a level, on the viewer's right.

    It lies before the tip of the transverse process; these reach less far out downwards.
    """
    return np.array([transverse_reach(level) + 0.1, transverse_height(level)])


def _back(*paths: Path) -> tuple[tuple[str, Path], ...]:
    return tuple(("back", path) for path in paths)


def _beside_and_below(x: float, y: float, wide: float, low: float, out: float) -> Path:
    """A drop that starts at a joint and spreads downwards and outwards from it.

    `wide` and `low` stretch it, and `out` moves its lower part outwards.
    """
    drop = np.array(
        [
            (-0.9, 0.9),
            (0.9, 1.5),
            (3.8, -0.2),
            (6.6, -3.6),
            (8.0, -7.4),
            (6.6, -10.4),
            (3.6, -10.6),
            (0.9, -8.2),
            (-0.6, -4.2),
        ]
    )
    drop *= [wide, low]
    drop[:, 0] += out * np.clip(-drop[:, 1] / 10.6, 0, 1)
    return smooth(drop + np.array([x, y]))


# People and joints differ, so no area is drawn quite like another: how wide and how low each is
# from T3-T4 downwards, and how far out it leans.
_DROPS = (
    (0.86, 0.86, 0.2),
    (0.98, 0.92, -0.3),
    (1.08, 0.97, 0.5),
    (1.0, 1.03, 0.9),
    (1.12, 0.98, 0.2),
    (0.98, 1.04, 0.7),
    (0.9, 0.95, 0.1),
    (0.84, 0.84, 0.6),
)


def _facet_areas() -> dict[str, tuple[tuple[str, Path], ...]]:
    found = {}
    for number, shape in zip(range(3, 11), _DROPS, strict=True):
        x, y = facet_joint(f"T{number}")
        found[f"facet-t{number}-t{number + 1}"] = _back(_beside_and_below(x, y, *shape))
    found["facet-suprascapular"] = _back(_oval(-11.4, 141.3, 4.8, 1.7, 10))
    found["facet-superior-angle"] = _back(_oval(-7.4, 140.8, 2.4, 2.7))
    found["facet-midscapular"] = _back(_oval(-9.2, 134.0, 3.3, 4.2, -8))
    x, y = facet_joint("T11")
    found["facet-t11-t12-local"] = _back(_oval(-x - 1.4, y - 1.7, 2.7, 3.1))
    found["facet-t11-t12-crest"] = _back(_oval(-8.8, 101.6, 4.4, 2.0, -24))
    return found


def _rib_areas() -> dict[str, tuple[tuple[str, Path], ...]]:
    levels = surface_levels()
    x, y = rib_joint("T2")
    spread = levels["C7"].height - levels["T2"].height
    local_x, local_y = rib_joint("T6")
    band = [
        (-3.0, 127.6),
        (-7.0, 126.8),
        (-11.5, 124.4),
        (-14.9, 122.0),
        (-15.2, 121.2),
        (-14.6, 117.6),
        (-14.1, 117.4),
        (-11.0, 120.4),
        (-6.6, 122.8),
        (-3.0, 123.6),
    ]
    return {
        "costotransverse-t2": _back(_oval(x - 0.1, y, 2.1, spread + 1.0)),
        "costotransverse-local": _back(_oval(local_x, local_y, 1.7, 1.7)),
        "costovertebral": _back(smooth(band)),
    }


def _muscle_areas() -> dict[str, tuple[tuple[str, Path], ...]]:
    neck = [
        (-4.6, 155.6),
        (-6.0, 154.0),
        (-5.4, 150.4),
        (-5.4, 147.2),
        (-7.0, 144.6),
        (-5.0, 143.6),
        (-3.2, 146.4),
        (-3.0, 150.4),
        (-3.2, 154.0),
    ]
    return {
        "trapezius-neck": _back(smooth(neck)),
        "trapezius-suprascapular": _back(_oval(-11.4, 141.3, 5.0, 1.7, 10)),
        "trapezius-inner-border": _back(_oval(-6.0, 133.4, 1.7, 7.4, -4)),
        "levator-inner-border": _back(_oval(5.6, 136.0, 1.8, 6.8, 2)),
        "infraspinatus-inner-border": _back(_oval(6.3, 132.6, 1.7, 6.2, 4)),
        "rhomboids-inner-border": _back(_oval(4.6, 134.0, 2.2, 5.0, 4)),
    }


def _organ_areas() -> dict[str, tuple[tuple[str, Path], ...]]:
    arm = [
        (16.7, 127.6),
        (18.6, 128.4),
        (20.4, 122.4),
        (22.0, 115.6),
        (23.4, 109.4),
        (24.6, 103.6),
        (26.4, 96.4),
        (25.2, 92.8),
        (23.7, 97.4),
        (22.0, 104.0),
        (20.9, 109.6),
        (18.9, 118.4),
    ]
    right_back, right_front = 1.0, -1.0
    return {
        "heart": (
            ("front", _oval(3.6, 129.0, 8.4, 6.0, -6)),
            ("front", smooth(arm)),
            ("back", _oval(0, 135.4, 5.0, 5.6)),
        ),
        "oesophagus": (
            ("front", _oval(0, 126.2, 2.3, 10.6)),
            ("back", _oval(0, 131.6, 2.7, 5.6)),
        ),
        "stomach": (
            ("front", _oval(0.6, 114.4, 4.8, 4.0)),
            ("back", _oval(0, 125.4, 3.8, 5.2)),
        ),
        "gallbladder": (
            ("front", _oval(right_front * 7.0, 113.2, 5.4, 3.2, 38)),
            ("front", _oval(right_front * 18.8, 139.0, 2.5, 1.7, 20)),
            ("back", _oval(right_back * 8.4, 123.0, 4.2, 3.6)),
            ("back", _oval(right_back * 18.6, 139.2, 2.5, 1.7, -20)),
        ),
        "kidney": (
            ("back", _oval(8.8, 110.2, 4.2, 5.4, 12)),
            ("back", _oval(-8.8, 110.2, 4.2, 5.4, -12)),
        ),
    }


@lru_cache(maxsize=1)
def zones() -> tuple[Zone, ...]:
    """Every area of every layer, in the order of the table."""
    areas = _facet_areas() | _rib_areas() | _muscle_areas() | _organ_areas()
    return tuple(
        Zone(
            row["id"],
            row["layer"],
            int(row["number"]),
            row["structure"],
            row["words"],
            row["segments"],
            row["certainty"],
            areas[row["id"]],
        )
        for row in read_table("referred_pain")
    )


def _rhomboids() -> Path:
    """Both as one, on the right: straight along the midline and along the inner border."""
    top, bottom = 148.4, spine_height("T5")
    return enclosed(
        [
            opened([(0.35, top), (2.2, 145.4), (4.2, 142.2), (6.05, 139.4)]),
            opened([(6.05, 139.4), (6.3, 136.9), (6.7, 133.2), (7.2, 129.8), (7.85, 126.4)]),
            opened([(7.85, 126.4), (5.2, 128.3), (2.6, 131.0), (0.35, bottom)]),
        ]
    )


# The muscles as they lie under the skin, in the shapes of the plate of the superficial muscles,
# and the places where tender points are described; each is drawn on one side only, so that the
# other side stays readable.
MUSCLES: dict[str, tuple[str, Path]] = {
    "trapezius": ("Left trapezius", mirror(trapezius().path)),
    "levator-scapulae": ("Right levator scapulae", levator().path),
    "rhomboids": ("Right rhomboids", _rhomboids()),
    "infraspinatus": (
        "Right infraspinatus",
        smooth(
            [
                (7.2, 137.2),
                (11.0, 138.0),
                (15.4, 138.4),
                (18.4, 137.8),
                (18.0, 136.4),
                (14.6, 135.0),
                (12.0, 131.4),
                (9.4, 128.2),
                (8.0, 128.6),
                (7.4, 133.0),
            ]
        ),
    ),
}
TENDER_POINTS = {
    "trapezius-suprascapular": (-11.2, 141.5),
    "trapezius-inner-border": (-3.4, 126.4),
    "levator-inner-border": (5.7, 144.2),
    "infraspinatus-inner-border": (11.4, 134.4),
    "rhomboids-inner-border": (4.0, 136.6),
}
