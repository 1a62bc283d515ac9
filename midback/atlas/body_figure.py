"""One human figure, an adult standing at ease with palms forward, as geometry.

Lengths are in cm, x to the viewer's right from the midline and y above the floor, for a person
172 cm tall; the figure is drawn from the crown to the middle of the thighs.
Its outline is the same from the front and from behind.
The drawing is illustrative; only the heights of the spinous processes follow a table, which
`body_levels` reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, corners, mirrored, sampled, smooth

# The window that the figure is drawn in: half its width, its lowest and its highest point.
REACH, FOOT, CROWN = 38.5, 62.0, 172.0

# The half on the viewer's right, from the crown round the hand to the fork; each piece is smooth
# and the next one begins at a corner.
_HEAD = ((0, 172), (3.4, 171.4), (6.0, 169.4), (7.4, 166.2), (7.75, 162.8), (7.55, 160.6))
_EAR = ((7.55, 160.6), (8.35, 161.2), (8.8, 160.2), (8.55, 158.0), (7.95, 156.0), (7.3, 155.4))
_JAW = ((7.3, 155.4), (6.95, 153.6), (6.35, 151.8), (5.9, 150.6))
_SHOULDER = (
    (5.9, 150.6),
    (5.75, 148.9),
    (6.1, 147.0),
    (7.5, 145.2),
    (10.2, 143.7),
    (13.6, 142.6),
    (16.6, 141.9),
    (18.8, 140.9),
)
_OUTER_ARM = (
    (18.8, 140.9),
    (20.7, 139.5),
    (22.3, 137.0),
    (23.2, 133.6),
    (23.7, 129.6),
    (24.4, 124.8),
    (25.3, 119.6),
    (26.4, 114.4),
    (27.7, 110.4),
    (29.1, 106.6),
    (30.0, 102.4),
    (30.6, 97.0),
    (31.1, 91.4),
    (31.8, 87.0),
    (32.3, 84.6),
)
_INNER_ARM = (
    (26.9, 84.1),
    (26.0, 87.6),
    (24.7, 92.4),
    (23.2, 97.6),
    (21.8, 102.4),
    (20.9, 106.4),
    (20.3, 110.2),
    (19.4, 114.6),
    (18.2, 119.6),
    (17.1, 124.0),
    (16.3, 127.4),
    (15.75, 129.8),
)
_SIDE = (
    (15.75, 129.8),
    (15.95, 127.2),
    (15.7, 123.6),
    (15.1, 119.2),
    (14.45, 114.6),
    (13.85, 110.4),
    (13.6, 107.0),
    (13.95, 103.6),
    (14.9, 99.8),
    (16.1, 95.6),
    (17.0, 91.4),
    (17.4, 87.2),
    (17.3, 82.6),
    (16.8, 76.6),
    (16.0, 69.4),
    (15.1, 62.0),
)
_INNER_THIGH = ((3.4, 62.0), (2.7, 67.0), (1.8, 73.0), (1.0, 78.0), (0.45, 80.2), (0, 80.8))

# The hand in its own axes: cm along it from the wrist, then cm towards the thumb; thumb and fingers
# one by one, with a gap between them.
_FINGERS = (
    (
        (0.6, 2.75),
        (2.4, 3.25),
        (4.4, 4.5),
        (6.4, 5.75),
        (8.3, 6.7),
        (9.7, 6.95),
        (10.2, 6.3),
        (9.6, 5.5),
        (8.2, 4.7),
        (7.2, 3.95),
    ),
    (
        (7.2, 3.95),
        (9.4, 4.05),
        (12.6, 4.75),
        (15.2, 4.98),
        (16.8, 4.75),
        (17.1, 4.25),
        (15.8, 3.66),
        (13.2, 2.9),
        (10.2, 2.05),
    ),
    (
        (10.2, 2.05),
        (13.0, 2.35),
        (16.2, 2.3),
        (18.1, 1.95),
        (18.5, 1.4),
        (17.2, 0.88),
        (14.0, 0.55),
        (10.4, 0.1),
    ),
    (
        (10.4, 0.1),
        (13.2, -0.1),
        (15.7, -0.48),
        (17.2, -0.95),
        (17.3, -1.5),
        (15.9, -1.92),
        (13.2, -1.85),
        (10.0, -1.85),
    ),
    (
        (10.0, -1.85),
        (11.8, -2.4),
        (13.4, -3.1),
        (14.6, -3.8),
        (14.6, -4.35),
        (13.3, -4.6),
        (11.6, -4.25),
        (9.0, -3.85),
        (6.0, -3.75),
        (3.0, -3.3),
        (0.5, -2.75),
    ),
)
_WRIST, _HAND_ALONG = np.array([29.6, 84.35]), np.array([0.205, -0.979])


def line(points: Sequence[Sequence[float]] | Points) -> Points:
    """A smooth open line through the points, as close corners, N x 2."""
    return _sampled(smooth(np.asarray(points, dtype=np.float64), closed=False))


def between(piece: Points, top: float, bottom: float) -> Points:
    """The part of a line that runs up or down, from one height to the other, in that order."""
    heights = piece[:, 1]
    order = np.argsort(heights, kind="stable")
    ends = np.array([top, bottom])
    across = np.interp(ends, heights[order], piece[order, 0])
    inside = (heights < max(top, bottom)) & (heights > min(top, bottom))
    middle = piece[order][inside[order]]
    middle = middle[::-1] if top > bottom else middle
    return np.vstack([[across[0], top], middle, [across[1], bottom]])


def _curve(points: Sequence[Sequence[float]]) -> Path:
    return smooth(np.asarray(points, dtype=np.float64), closed=False)


def _on_the_hand(points: Sequence[Sequence[float]]) -> Path:
    """A curve given in the hand's own axes, on the hand on the viewer's right."""
    towards_thumb = np.array([-_HAND_ALONG[1], _HAND_ALONG[0]])
    curve = _curve(points)
    return Path(_WRIST + corners(curve) @ np.vstack([_HAND_ALONG, towards_thumb]), curve.codes)


def _sampled(curve: Path) -> Points:
    """An open curve as close corners, N x 2."""
    # `sampled` reads a closed path, so one corner more stands for the one it leaves off.
    ends = corners(curve)[-1:]
    return np.vstack([sampled(Path(np.vstack([corners(curve), ends]))), ends])


@lru_cache(maxsize=1)
def _pieces() -> dict[str, tuple[Path, ...]]:
    """The outline on the viewer's right as smooth curves, from the crown to the fork."""
    return {
        "head": (_curve(_HEAD),),
        "ear": (_curve(_EAR),),
        "jaw": (_curve(_JAW),),
        "shoulder": (_curve(_SHOULDER),),
        "outer arm": (_curve(_OUTER_ARM),),
        "hand": tuple(_on_the_hand(finger) for finger in _FINGERS),
        "inner arm": (_curve(_INNER_ARM),),
        "side": (_curve(_SIDE),),
        "inner thigh": (_curve(_INNER_THIGH),),
    }


@lru_cache(maxsize=1)
def edges() -> dict[str, Points]:
    """The outline's pieces on the viewer's right, each as close corners, N x 2, in order."""
    return {
        name: np.vstack([_sampled(curve) for curve in curves]) for name, curves in _pieces().items()
    }


def _codes(path: Path) -> list[int]:
    return [int(code) for code in np.asarray(path.codes)]


def together(curves: Sequence[Path]) -> Path:
    """One line through curves, joined by straight lines where they do not meet."""
    vertices = [corners(curves[0])[:1]]
    codes: list[int] = [int(Path.MOVETO)]
    for curve in curves:
        points = corners(curve)
        if not np.allclose(vertices[-1][-1], points[0]):
            vertices.append(points[:1])
            codes.append(int(Path.LINETO))
        vertices.append(points[1:])
        codes += _codes(curve)[1:]
    return Path(np.vstack(vertices), codes)


def backwards(path: Path) -> Path:
    """A line of curves or of straight steps, run the other way on the other side of the midline."""
    first, *others = _codes(path)
    return Path(mirrored(corners(path))[::-1], [first, *others[::-1]])


def _whole(half: Path) -> Path:
    """The closed outline whose half on the viewer's right is given."""
    ring = together([half, backwards(half)])
    points = corners(ring)
    return Path(np.vstack([points, points[:1]]), [*_codes(ring), int(Path.CLOSEPOLY)])


def _straight(points: Points) -> Path:
    return Path(points, [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)])


@lru_cache(maxsize=2)
def outline(arms: bool = True) -> tuple[Path, tuple[Path, ...]]:
    """The closed outline, and the lines to draw of its half on the viewer's right.

    Without `arms` they are cut above the elbow.
    The lines leave the cut through the thighs open.
    """
    pieces = _pieces()
    if arms:
        arm = [*pieces["outer arm"], *pieces["hand"], *pieces["inner arm"]]
    else:
        ring = arm_section()
        outside, inside = edges()["outer arm"], edges()["inner arm"]
        arm = [
            _straight(outside[outside[:, 1] > _CUT_OUTSIDE]),
            # The near rim of the section, from its outer to its inner corner.
            _straight(ring[: len(ring) // 2 + 1]),
            _straight(inside[inside[:, 1] > _CUT_INSIDE]),
        ]
    head = [*pieces["head"], *pieces["ear"], *pieces["jaw"], *pieces["shoulder"]]
    down = together([*head, *arm, *pieces["side"]])
    thigh = pieces["inner thigh"][0]
    return _whole(together([down, thigh])), (down, thigh)


def silhouette() -> Points:
    """The whole outline with its arms as close corners, N x 2, clockwise from the crown."""
    half = np.vstack(list(edges().values()))
    return np.vstack([half, mirrored(half)[::-1]])


# Where the arm is cut on a plate that only needs the trunk.
_CUT_OUTSIDE, _CUT_INSIDE = 123.6, 121.6


@lru_cache(maxsize=1)
def arm_section() -> Points:
    """The cut surface of the arm on the viewer's right, on a figure without forearms."""
    outside = between(edges()["outer arm"], _CUT_OUTSIDE, _CUT_OUTSIDE)[0]
    inside = between(edges()["inner arm"], _CUT_INSIDE, _CUT_INSIDE)[0]
    middle, half = (outside + inside) / 2, (outside - inside) / 2
    along, across = half, np.array([half[1], -half[0]]) * 0.3
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)[:, None]
    ring: Points = middle + np.cos(angles) * along + np.sin(angles) * across
    return ring


def half_width(height: float) -> float:
    """From the midline to the side of the trunk at a height between the hips and the armpit."""
    side = edges()["side"]
    return float(np.interp(height, side[::-1, 1], side[::-1, 0]))


_FACE = (
    ((1.5, 162.0), (2.6, 162.7), (3.9, 162.7), (5.0, 162.0)),
    ((1.75, 160.1), (2.5, 160.75), (3.5, 160.75), (4.5, 160.0)),
    ((2.3, 159.7), (3.1, 159.45), (4.0, 159.7)),
    ((0.9, 158.4), (1.15, 157.5), (1.6, 156.9), (1.5, 156.3), (1.0, 156.3)),
    ((0, 155.9), (0.45, 155.95), (0.85, 156.3)),
    ((0, 153.35), (0.8, 153.45), (1.7, 153.3), (2.4, 153.5)),
    ((0, 152.2), (0.7, 152.25), (1.3, 152.5)),
)
# Lines on the skin of one side: strong ones are folds and edges, quiet ones what shows through.
_FRONT_STRONG = (
    ((6.35, 151.8), (5.4, 150.2), (3.6, 148.7), (1.6, 147.9), (0, 147.8)),
    ((15.75, 129.8), (16.0, 132.2), (16.1, 134.4)),
    ((0, 80.9), (0, 82.2), (0, 83.6)),
)
_FRONT_QUIET = (
    ((1.5, 139.5), (3.6, 140.6), (7.2, 140.6), (11.2, 140.3), (14.6, 141.3), (17.3, 141.4)),
    ((1.8, 138.2), (4.2, 139.2), (7.4, 139.2), (10.8, 138.8), (14.2, 139.6)),
    ((5.4, 150.0), (4.4, 146.6), (2.9, 143.0), (1.5, 140.4)),
    ((0, 138.9), (0.7, 139.1), (1.4, 139.8)),
    ((15.5, 128.4), (13.6, 124.8), (10.6, 122.4), (7.0, 121.8), (3.6, 122.6), (1.4, 124.2)),
    (
        (0.3, 119.4),
        (2.4, 117.6),
        (4.8, 114.6),
        (7.4, 111.4),
        (10.2, 108.8),
        (12.4, 107.8),
        (13.4, 108.0),
    ),
    ((12.6, 97.2), (10.8, 94.2), (7.6, 90.8), (4.6, 88.0), (3.0, 86.0)),
    ((21.9, 107.9), (24.0, 107.3), (26.4, 107.9)),
    ((27.3, 84.9), (29.6, 84.9), (31.7, 85.4)),
    ((33.2, 80.6), (31.6, 79.0), (31.0, 76.8)),
    ((27.9, 76.4), (29.8, 76.2), (31.6, 75.5), (32.7, 74.9)),
)
_FRONT_MIDLINE = (((0, 117.5), (0, 112.0), (0, 105.4)), ((0, 137.6), (0, 130.0), (0, 121.6)))
_BACK_STRONG = (
    ((15.75, 129.8), (15.5, 131.6), (14.9, 133.2)),
    ((0.4, 80.6), (2.6, 79.0), (6.0, 78.4), (9.6, 79.2), (12.4, 81.2)),
)
# What is seen of a shoulder blade: its inner border round the tip, and its spine.
_BLADE_BORDER = (
    (6.3, 140.6),
    (6.0, 138.4),
    (6.6, 134.4),
    (7.1, 130.0),
    (7.7, 126.6),
    (8.6, 125.0),
    (9.8, 125.4),
    (11.3, 127.6),
)
_BLADE_SPINE = (
    (6.7, 137.9),
    (8.8, 138.3),
    (11.6, 139.1),
    (14.4, 140.0),
    (16.6, 140.5),
    (18.2, 140.1),
    (18.9, 139.0),
)
_BACK_QUIET = (
    _BLADE_BORDER,
    _BLADE_SPINE,
    ((3.7, 152.6), (3.5, 150.0), (3.8, 147.4), (5.4, 145.0)),
    ((22.6, 110.4), (23.4, 108.8), (24.8, 108.8), (25.5, 110.4)),
    ((4.3, 97.6), (7.4, 101.0), (10.6, 102.6), (13.4, 102.4)),
    # The lateral border of the latissimus dorsi, near the contour.
    ((14.9, 128.6), (14.5, 124.4), (13.6, 119.0), (12.6, 113.8), (12.0, 109.4), (11.9, 106.2)),
    ((3.6, 112.0), (3.9, 107.0), (3.7, 102.0), (2.9, 98.4)),
)
_BACK_MIDLINE = (((0, 93.6), (0, 88.0), (0, 81.4)),)
NIPPLE, UMBILICUS = np.array([9.9, 125.4]), np.array([0.0, 103.0])


def _both(curves: Sequence[Path]) -> list[Path]:
    return [*curves, *(backwards(curve) for curve in curves)]


def _curves(lines: Sequence[Sequence[Sequence[float]]]) -> list[Path]:
    return [_curve(points) for points in lines]


@lru_cache(maxsize=2)
def skin_lines(view: str) -> dict[str, Path]:
    """Lines on the `front` or the `back`: "strong" folds and edges, and "quiet" ones."""
    if view == "front":
        strong = _both(_curves(_FRONT_STRONG))
        quiet = _both(_curves(_FRONT_QUIET) + _curves(_FACE)) + _curves(_FRONT_MIDLINE)
    else:
        strong = _both(_curves(_BACK_STRONG)) + _curves(_BACK_MIDLINE)
        quiet = _both(_curves(_BACK_QUIET))
    return {
        "strong": Path.make_compound_path(*strong),
        "quiet": Path.make_compound_path(*quiet),
    }


@lru_cache(maxsize=1)
def blade_shades() -> Path:
    """The shade beside the inner border of each shoulder blade and below its spine."""
    right = []
    for points, aside in ((_BLADE_BORDER, (-1.1, -0.5)), (_BLADE_SPINE, (0.35, -1.25))):
        edge = line(points)
        swell = np.sin(np.linspace(0, np.pi, len(edge)))[:, None] ** 0.6
        ring = np.vstack([edge, (edge + swell * np.array(aside))[::-1]])
        right.append(Path(np.vstack([ring, ring[:1]]), closed=True))
    return Path.make_compound_path(
        *right, *(Path(mirrored(corners(path)), path.codes) for path in right)
    )
