"""The regions of the body chart on the human figure, as polygons that share their borders.

Lengths are in cm on the figure of `body_figure`; the borders are illustrative, as charts differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.body_figure import between, edges, line
from midback.atlas.curves import Points, mirrored
from midback.atlas.tables import read_table

# Half the width of the strip over the spine, and where its parts begin and end.
_STRIP, _NECK_BASE, _LOWEST_RIB, _SACRUM, _BLADE_TIP = 2.2, 146.0, 113.2, 97.3, 125.0
_NAVEL = 103.0
# A number is tried at so many places across and up; a cm away from the middle of its region costs
# it this many cm of room.
_TRIES, _RATHER_CENTRAL = 15, 0.1


def _shoulder(start: float, end: float) -> Points:
    """The top of the shoulder between two distances from the midline."""
    top = edges()["shoulder"]
    top = top[np.argmin(top[:, 0]) :]
    inside = top[(top[:, 0] > start) & (top[:, 0] < end)]
    heights = np.interp([start, end], top[:, 0], top[:, 1])
    return np.vstack([[start, heights[0]], inside, [end, heights[1]]])


# Where the border of the arm meets the top of the shoulder.
_ARM_FROM = 17.0
# Borders on the viewer's right.
_ARM = line([_shoulder(0.0, _ARM_FROM)[-1], (16.2, 139.4), (15.6, 135.0), (15.75, 129.8)])
_BLADE_TOP = line([(6.2, 142.0), (8.0, 142.0), (10.8, 140.9), (13.6, 140.0), (16.2, 139.4)])
_BLADE_SIDE = line(
    [(15.6, 135.0), (14.2, 133.0), (12.6, 130.0), (10.8, 127.0), (9.4, 125.3), (8.6, _BLADE_TIP)]
)
_BLADE_INNER = line(
    [(6.2, 142.0), (5.9, 140.4), (6.3, 137.6), (6.8, 133.6), (7.4, 128.6), (8.6, _BLADE_TIP)]
)
_RIBS_BEHIND = line([(_STRIP, _LOWEST_RIB), (5.0, 111.6), (8.4, 109.3), (11.4, 107.9)])
_ILIAC_CREST = line([(12.6, 103.2), (9.4, 102.2), (6.6, 100.2), (4.4, 97.9), (_STRIP, _SACRUM)])
_GLUTEAL_FOLD = line([(16.2, 82.2), (12.4, 81.0), (9.6, 79.2), (6.0, 78.4), (2.6, 79.0), (0, 80.8)])
_JAW = line([(6.35, 151.8), (5.4, 150.2), (3.6, 148.7), (1.6, 147.9), (0, 147.8)])
_CLAVICLE = line([(1.9, 140.0), (3.4, 141.0), (6.2, 142.4), (9.2, 144.1)])
_CHEST_BELOW = line([(15.4, 121.5), (12.0, 120.6), (7.5, 120.3), (3.8, 121.0), (1.9, 121.8)])
_RIBS_IN_FRONT = line(
    [(0.8, 119.2), (2.6, 117.4), (4.8, 114.6), (7.4, 111.4), (10.2, 108.8), (12.2, 107.9)]
)
_GROIN = line([(13.6, 98.0), (10.8, 94.2), (7.6, 90.8), (4.6, 88.0), (2.6, 85.6), (0, 84.0)])


@dataclass(frozen=True)
class Place:
    """A region of the chart: a row of `body_regions.csv` with its polygon in cm.

    `mid_back` is "yes" between the borders of the mid back, "border" where charts differ, else
    "no".
    """

    id: str
    number: int
    view: str
    term: str
    words: str
    mid_back: str
    polygon: Points

    @cached_property
    def middle(self) -> Points:
        """Where its number stands: as far as may be from its borders, rather near its middle."""
        return _roomiest(self.polygon)


def _roomiest(polygon: Points) -> Points:
    """The middle of the roomiest part of a polygon."""
    start, step = polygon, np.roll(polygon, -1, axis=0) - polygon
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    across, up = (np.linspace(a, b, 2 * _TRIES + 1)[1::2] for a, b in zip(low, high, strict=True))
    tried = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    tried = tried[Path(polygon).contains_points(tried)]
    away = tried[:, None] - start
    along = (away * step).sum(axis=2) / np.maximum((step**2).sum(axis=1), 1e-12)
    nearest = away - np.clip(along, 0, 1)[:, :, None] * step
    room = np.sqrt((nearest**2).sum(axis=2).min(axis=1))
    aside = np.linalg.norm(tried - (low + high) / 2, axis=1)
    found: Points = tried[np.argmax(room - _RATHER_CENTRAL * aside)]
    return found


def _symmetric(half: Points) -> Points:
    """A region across the midline, from its half on the viewer's right, top to bottom."""
    return np.vstack([half, mirrored(half)[::-1]])


def _neck_side(top: float, bottom: float) -> Points:
    """The side of the neck between two heights."""
    jaw, shoulder = edges()["jaw"], edges()["shoulder"]
    low = shoulder[shoulder[:, 1] > 140]
    return between(np.vstack([jaw[:-1], low]), top, bottom)


def _limb() -> Points:
    """The arm and the hand, from the tip of the shoulder round to the armpit."""
    outer = _shoulder(_ARM_FROM, 18.75)
    parts = [outer, edges()["outer arm"], edges()["hand"], edges()["inner arm"], _ARM[::-1]]
    return np.vstack(parts)


def _side(top: float, bottom: float) -> Points:
    return between(edges()["side"], top, bottom)


@lru_cache(maxsize=1)
def _halves() -> dict[str, Points]:
    """The polygons on the viewer's right, and those that cross the midline."""
    strip = _STRIP
    neck_corner = _neck_side(152.0, 146.4)[-1]
    arm_to_armpit = _ARM[np.argmin(abs(_ARM[:, 1] - 135.0)) + 1 :]
    arm_above_blade = _ARM[: np.argmin(abs(_ARM[:, 1] - 139.4))]
    arm_beside_blade = _ARM[(_ARM[:, 1] < 139.4) & (_ARM[:, 1] > 135.0)]
    back = {
        "neck-back": _symmetric(
            np.vstack([[0, 153.4], [3.4, 153.2], _neck_side(152.0, 146.4), [0, _NECK_BASE]])
        ),
        "shoulder-top": np.vstack(
            [
                [[strip, _NECK_BASE]],
                _shoulder(neck_corner[0], _ARM_FROM),
                arm_above_blade[1:],
                _BLADE_TOP[::-1],
            ]
        ),
        "shoulder-blade": np.vstack(
            [_BLADE_TOP, arm_beside_blade, _BLADE_SIDE, _BLADE_INNER[::-1][1:]]
        ),
        "between-blades": np.vstack([[[strip, _NECK_BASE]], _BLADE_INNER, [[strip, _BLADE_TIP]]]),
        "below-blade": np.vstack(
            [
                [[strip, _BLADE_TIP]],
                _BLADE_SIDE[::-1],
                arm_to_armpit,
                _side(129.7, 107.6),
                _RIBS_BEHIND[::-1],
            ]
        ),
        "low-back": np.vstack([_RIBS_BEHIND, _side(107.6, 103.2), _ILIAC_CREST]),
        "buttock": np.vstack(
            [[[0, _SACRUM]], _ILIAC_CREST[::-1], _side(103.2, 82.8), _GLUTEAL_FOLD]
        ),
        "spine-mid-back": _symmetric(np.array([[strip, _NECK_BASE], [strip, _LOWEST_RIB]])),
        "spine-low-back": _symmetric(np.array([[strip, _LOWEST_RIB], [strip, _SACRUM]])),
    }
    front = {
        "neck-front": _symmetric(
            np.vstack(
                [
                    _JAW[::-1],
                    _neck_side(151.7, 147.2),
                    _shoulder(6.1, 9.2),
                    _CLAVICLE[::-1],
                    [0, 139.4],
                ]
            )
        ),
        "chest": np.vstack(
            [_CLAVICLE, _shoulder(9.2, _ARM_FROM), _ARM[1:], _side(129.7, 121.9), _CHEST_BELOW]
        ),
        "breastbone": _symmetric(np.array([[1.9, 140.0], [1.9, 121.8], [0.8, 119.2]])),
        "side": np.vstack(
            [_CHEST_BELOW[::-1], _side(121.9, 107.8), _RIBS_IN_FRONT[::-1], [[1.9, 121.8]]]
        ),
        "upper-abdomen": _symmetric(np.vstack([_RIBS_IN_FRONT, _side(107.8, _NAVEL)])),
        "lower-abdomen": _symmetric(np.vstack([_side(_NAVEL, 98.6), _GROIN])),
        "arm": _limb(),
    }
    return back | front


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Every region of the chart in the order of its numbers."""
    found = []
    for row in read_table("body_regions"):
        shape = _halves()[row["id"].removesuffix(f"-{row['side']}")]
        # From behind, the person's right is on the viewer's right; from the front, on the left.
        on_the_right = (row["view"] == "back") == (row["side"] == "right")
        if row["side"] != "midline" and not on_the_right:
            shape = mirrored(shape)
        place = Place(
            row["id"],
            int(row["number"]),
            row["view"],
            row["term"],
            row["words"],
            row["mid_back"],
            shape,
        )
        found.append(place)
    return tuple(found)


def mid_back_borders() -> tuple[Points, Points]:
    """The two borders of the mid back from behind: base of the neck, lower edge of the rib cage.

    At the sides the upper border follows the upper edge of the shoulder blade, as drawn here.
    """
    upper = np.vstack([[[0, _NECK_BASE], [_STRIP, _NECK_BASE]], _BLADE_TOP])
    lower = np.vstack([[[0, _LOWEST_RIB]], _RIBS_BEHIND, _side(107.6, 107.6)[:1]])
    return (
        np.vstack([mirrored(upper)[::-1], upper]),
        np.vstack([mirrored(lower)[::-1], lower]),
    )
