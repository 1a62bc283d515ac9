"""The plate `dermatomes`: the skin of the twelve thoracic nerves, drawn as bands that overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.patheffects import withStroke

from midback.atlas.body_drawing import (
    BLUE,
    ORANGE,
    Sheet,
    check_switch,
    closed,
    draw_body,
    draw_outline,
    heading,
    inside,
    name_sides,
)
from midback.atlas.body_figure import between, edges, half_width, line
from midback.atlas.curves import Points, mirrored
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.shapes import THORACIC
from midback.atlas.style import INK, LABEL_SIZE, PAPER, QUIET_INK, SMALL_SIZE, towards
from midback.atlas.tables import read_table

TITLE = "Thoracic dermatomes T1 to T12, front and back, with their testing points"
SOURCE = (
    "Testing points T1 to T4: read in wikimsk_dermatomes; T5 to T12: the same standard scheme, "
    "recalled and not read. "
    "The points are for testing and are not borders: maps disagree and neighbours overlap widely "
    "(lee2008dermatomes). "
    "Behind, T2 may reach as far out as the acromion (gray_dorsal_rami). "
    "T1 is drawn on the arm alone: no source that was read gives it a place on the back. "
    "The place and width of each band, and how far bands overlap, are illustrative."
)
LEAST_OPACITY, MOST_OPACITY = 10, 80
# How far a band reaches towards the middle of its neighbour: 0.5 would only touch. Illustrative.
_REACH_INTO_NEIGHBOUR = 0.63
_SCALE, _FOOT, _MIDDLES = 0.0343, 82.0, {"front": 1.15, "back": 3.45}
_SIZE, _KEY = (4.6, 5.72), 2.25
_ARMPIT = (15.75, 129.8)
# The strips along the inner side of the arm: where T2 enters it and ends, where T1 begins and ends.
_T2_ARM, _T2_TO, _T1_FROM, _T1_TO = 129.8, 111.6, 115.4, 88.0
# How the upper rim of T2 runs out from the midline, and from there down to the arm.
_T2_OUT = {
    "front": ((5.0, 136.9), (10.6, 137.0), (15.2, 136.2)),
    "back": ((6.0, 141.7), (11.0, 141.5), (15.0, 141.1), (17.4, 140.5)),
}
_T2_DOWN = {
    "front": ((17.2, 133.6),),
    "back": ((18.5, 139.6), (18.8, 138.2), (18.5, 136.2), (18.0, 133.4)),
}
# Skin that two nerves share, and the rims of the bands.
_SHARED, _RIM = towards(BLUE, INK, 0.62), towards(INK, PAPER, 0.25)


@dataclass(frozen=True)
class Dermatome:
    """A row of `dermatome_points.csv`: heights in cm on the figure, blank ones `None`.

    `front`, `side` and `back` are the middle of the band on the trunk.
    """

    level: str
    point: str
    status: str
    at: Points
    front: float | None
    side: float | None
    back: float | None


@lru_cache(maxsize=1)
def dermatomes() -> dict[str, Dermatome]:
    """The twelve dermatomes by level, with the words and the status of their testing points."""
    return {
        row["level"]: Dermatome(
            row["level"],
            row["point"],
            row["point_status"],
            np.array([float(row["across_cm"]), float(row["height_cm"])]),
            *(float(row[end]) if row[end] else None for end in ("front_cm", "side_cm", "back_cm")),
        )
        for row in read_table("dermatome_points")
    }


def _rims(heights: Sequence[float | None]) -> list[tuple[float, float]]:
    """The upper and the lower rim of each band whose middles are at these heights."""
    known = np.array([height for height in heights if height is not None])
    gaps = -np.diff(known)
    above = np.concatenate([gaps[:1], gaps]) * _REACH_INTO_NEIGHBOUR
    below = np.concatenate([gaps, gaps[-1:]]) * _REACH_INTO_NEIGHBOUR
    return list(zip(known + above, known - below, strict=True))


def _across(middle: float, side: float, view: str) -> Points:
    """A line from the midline to the side of the trunk, on the viewer's right, at these heights.

    It is level at the midline; at the side it falls as steeply on both views.
    """
    edge = half_width(side)
    along = np.linspace(0, 1, 25)
    bend = along**2 if view == "front" else along**2 * (2 - along)
    return np.column_stack([along * edge, middle + (side - middle) * bend])


def _into_the_armpit(middle: float, view: str, below: float = 0.0) -> Points:
    """A rim that runs out level and bends down to the fold of the armpit, or just `below` it."""
    low = _ARMPIT[1] - below
    x = half_width(low)
    falls = (0.97, 0.8, 0.44) if view == "front" else (0.93, 0.58, 0.19)
    bend = [
        (at, low + (middle - low) * fall) for at, fall in zip((5.0, 10.6, 14.2), falls, strict=True)
    ]
    return line([(0.0, middle), *bend, (x, low)])


@lru_cache(maxsize=2)
def _trunk_rims(view: str) -> dict[str, tuple[Points, Points]]:
    """The upper and the lower rim of each band on the trunk, from the midline outwards."""
    rows = [row for row in dermatomes().values() if row.front is not None]
    middles = _rims([row.back if view == "back" else row.front for row in rows])
    sides = _rims([row.side for row in rows])
    found: dict[str, tuple[Points, Points]] = {}
    for row, (top, bottom) in zip(rows, middles, strict=True):
        if row.side is None:
            ends = _T2_OUT[view]
            found[row.level] = (line([(0, top), *ends]), _into_the_armpit(bottom, view, 0.55))
            continue
        side_top, side_bottom = sides[len(found) - 1]
        upper = (
            _into_the_armpit(top, view) if side_top > _ARMPIT[1] else _across(top, side_top, view)
        )
        found[row.level] = (upper, _across(bottom, side_bottom, view))
    return found


def _arm(top: float, bottom: float) -> tuple[Points, Points]:
    """The inner edge of the strip of skin along the arm, downwards, and its outer edge."""
    edge = edges()["inner arm"]
    # Close corners at the lower end, which is rounded off above the wrist.
    heights = bottom + (top - bottom) * np.linspace(1, 0, 30) ** 1.6
    broad = np.interp(heights, (_T1_TO, 98.0, 108.0, 120.0, 131.0), (3.6, 4.5, 4.2, 2.8, 2.2))
    broad = broad * np.sin(np.pi / 2 * np.clip((heights - _T1_TO) / 9.0, 0, 1)) ** 0.6
    inner = np.column_stack([np.interp(heights, edge[:, 1], edge[:, 0]), heights])
    return inner, inner + broad[:, None] * np.array([0.975, 0.22])


def _on_the_arm(top: float, bottom: float) -> Points:
    inner, outer = _arm(top, bottom)
    return np.vstack([inner, outer[::-1]])


def _between(upper: Points, lower: Points) -> Points:
    """The skin between two rims, with the side of the trunk between their ends."""
    top, bottom = upper[-1, 1], lower[-1, 1]
    side = between(edges()["side"], top, bottom)[1:-1] if top - bottom > 0.2 else upper[:0]
    return np.vstack([upper, side, lower[::-1]])


def _with_the_arm(upper: Points, lower: Points, bottom: float, view: str) -> Points:
    """T2: from the trunk out onto the inner side of the arm."""
    inner, outer = _arm(_T2_ARM, bottom)
    return np.vstack(
        [
            upper,
            line([upper[-1], *_T2_DOWN[view], outer[0]])[1:],
            outer[1:],
            inner[::-1],
            lower[::-1],
        ]
    )


@lru_cache(maxsize=2)
def bands(view: str) -> dict[str, tuple[Points, ...]]:
    """Each level's areas of skin on the viewer's right from the `front` or the `back`, in cm."""
    found: dict[str, tuple[Points, ...]] = {"T1": (_on_the_arm(_T1_FROM, _T1_TO),)}
    for level, (upper, lower) in _trunk_rims(view).items():
        if level == "T2":
            found[level] = (_with_the_arm(upper, lower, _T2_TO, view),)
        else:
            found[level] = (_between(upper, lower),)
    return found


@lru_cache(maxsize=2)
def cores(view: str) -> dict[str, Points]:
    """The part of each band that no neighbour shares, on the viewer's right, in cm."""
    rims = _trunk_rims(view)
    found = {"T1": _on_the_arm(_T2_TO, _T1_TO)}
    for above, level, below in zip(THORACIC[:-1], THORACIC[1:], (*THORACIC[2:], None), strict=True):
        upper = rims[above][1] if above in rims else rims[level][0]
        lower = rims[below][0] if below in rims else rims[level][1]
        if level == "T2":
            found[level] = _with_the_arm(upper, lower, _T1_FROM, view)
        else:
            found[level] = _between(upper, lower)
    return found


@lru_cache(maxsize=2)
def shared_skin(view: str) -> dict[tuple[str, str], Points]:
    """The strip of skin that each two neighbours share, on the viewer's right, in cm."""
    rims = _trunk_rims(view)
    found = {("T1", "T2"): _on_the_arm(_T1_FROM, _T2_TO)}
    for above, below in pairwise(rims):
        found[above, below] = _between(rims[below][0], rims[above][1])
    return found


def _sheets(size: tuple[float, float]) -> dict[str, Sheet]:
    foot = size[1] - 0.3 - (172.0 - _FOOT) * _SCALE
    return {view: Sheet(size, x, foot, _FOOT, _SCALE) for view, x in _MIDDLES.items()}


def colour_of(level: str) -> str:
    """Neighbours alternate, so that where two overlap a third, darker tone appears."""
    return BLUE if int(level[1:]) % 2 else ORANGE


def _both_sides(area: Points) -> list[Points]:
    """An area with its mirror image; one that starts at the midline becomes one with it."""
    if abs(area[0][0]) < 1e-6:
        return [np.vstack([area, mirrored(area)[::-1]])]
    return [area, mirrored(area)]


def _draw_bands(
    axes: Axes, sheet: Sheet, clip: PathPatch, view: str, level: str | None, opacity: int
) -> None:
    """Skin of one nerve in two colours by turns, skin of two nerves darker, then every rim."""

    def lay(area: Points, fill: str, share: float, rim: str = "none", width: float = 0.0) -> None:
        for shape in _both_sides(area):
            patch = flat_shape(axes, closed(sheet.on(shape)), fill, rim, width)
            patch.set_alpha(share)
            inside(patch, clip)

    strength = opacity / 100
    for each, area in cores(view).items():
        lay(area, colour_of(each), strength * (1.0 if level in (None, each) else 0.3))
    for pair, area in shared_skin(view).items():
        lay(area, _SHARED, min(1.0, 1.25 * strength) * (1.0 if level in (None, *pair) else 0.2))
    for each, (area,) in bands(view).items():
        if level is None:
            lay(area, "none", 0.8, _RIM, 0.4)
        elif each != level:
            lay(area, "none", 0.35, _RIM, 0.4)
    if level is not None:
        lay(bands(view)[level][0], "none", 1.0, towards(colour_of(level), INK, 0.45), 1.5)


def _draw_names(axes: Axes, sheet: Sheet, view: str, level: str | None) -> None:
    """The level on each band, in two columns so that each name stands in its own band.

    In front both stand on the person's right, as the testing points stand on the left.
    """
    for each in THORACIC[1:]:
        odd = int(each[1:]) % 2 == 1
        across = {"front": (-4.0, -10.0), "back": (-7.4, 7.4)}[view][0 if odd else 1]
        upper, lower = _trunk_rims(view)[each]
        height = np.mean([np.interp(abs(across), rim[:, 0], rim[:, 1]) for rim in (upper, lower)])
        _name(axes, sheet, each, (across, float(height)), each == level)
    middle = np.mean(_arm(103.0, 102.0), axis=(0, 1))
    _name(
        axes, sheet, "T1", (float(middle[0]) * (1 if view == "back" else -1), 102.5), level == "T1"
    )


def _name(axes: Axes, sheet: Sheet, words: str, at: tuple[float, float], chosen: bool) -> None:
    x, y = sheet.on(np.array([at]))[0]
    axes.text(
        x,
        y,
        words,
        fontsize=SMALL_SIZE + (1.2 if chosen else -0.2),
        fontweight="bold",
        color=INK,
        ha="center",
        va="center_baseline",
        zorder=7,
        path_effects=[withStroke(linewidth=1.5, foreground=PAPER, alpha=0.75)],
    )


def _dot(axes: Axes, x: float, y: float, status: str, size: float = 4.4) -> None:
    """Filled where the point was read in a source, open where it is recalled."""
    axes.plot(
        x,
        y,
        marker="o",
        markersize=size,
        markerfacecolor=INK if status == "seen" else PAPER,
        markeredgecolor=INK,
        markeredgewidth=0.9,
        linestyle="none",
        zorder=6,
    )


def _draw_points(axes: Axes, sheet: Sheet, level: str | None) -> None:
    """The testing points, on the person's left."""
    for each, row in dermatomes().items():
        x, y = sheet.on(row.at[None])[0]
        _dot(axes, x, y, row.status, 6.4 if each == level else 4.4)


def _draw_key(axes: Axes, level: str | None) -> None:
    """The words for the twelve testing points, and what the marks mean."""
    left, top, step = 0.14 / _SIZE[0], 2.1 / _SIZE[1], 0.137 / _SIZE[1]
    axes.text(
        left,
        top,
        "Testing points, not borders: maps disagree, neighbours overlap",
        fontsize=LABEL_SIZE,
        fontweight="bold",
        va="center",
    )
    for place, (each, row) in enumerate(dermatomes().items(), start=1):
        y = top - (place + 0.15) * step
        bold = "bold" if each == level else "normal"
        _dot(axes, left + 0.05 / _SIZE[0], y, row.status, 4.0)
        axes.text(
            left + 0.14 / _SIZE[0], y, each, fontsize=SMALL_SIZE, fontweight="bold", va="center"
        )
        axes.text(
            left + 0.42 / _SIZE[0], y, row.point, fontsize=SMALL_SIZE, va="center", fontweight=bold
        )
    y = 0.13 / _SIZE[1]
    for x, status, words in ((0.14, "seen", "read in a source"), (1.42, "recalled", "recalled")):
        _dot(axes, (x + 0.05) / _SIZE[0], y, status, 4.0)
        axes.text(
            (x + 0.14) / _SIZE[0], y, words, fontsize=SMALL_SIZE, color=QUIET_INK, va="center"
        )
    swatch = Rectangle(
        (2.3 / _SIZE[0], y - 0.035 / _SIZE[1]), 0.3 / _SIZE[0], 0.07 / _SIZE[1], facecolor=_SHARED
    )
    swatch.set_alpha(1.25 * 0.38)
    swatch.set_linewidth(0)
    axes.add_artist(swatch)
    axes.text(
        2.68 / _SIZE[0],
        y,
        "two nerves share this skin",
        fontsize=SMALL_SIZE,
        color=QUIET_INK,
        va="center",
    )


def _alt_text(level: str | None) -> str:
    text = (
        "The trunk from the front and from behind with the skin of twelve nerves, T1 to T12, blue "
        "and orange by turns, with a dark strip where two neighbours share it. "
        "T1 is drawn on the inner side of the arm alone; T2 reaches from the upper chest onto the "
        "inner side of the upper arm, and behind as far out as the acromion. "
        "T3 to T12 are bands round the trunk, level beside the spine and lower in front than "
        "behind. "
    )
    if level is None:
        return text + (
            "Dots mark one testing point for each level, filled for T1 to T4, which were read in "
            "a source, and open for T5 to T12, which are recalled. They are testing points, not "
            "borders."
        )
    row = dermatomes()[level]
    worth = "read in a source" if row.status == "seen" else "recalled, not read in a source"
    return text + (
        f"The band of {level} stands out. Its testing point, {worth}: {row.point}. "
        "It is a testing point, not a border."
    )


def dermatomes_plate(level: str | None = None, opacity: int = 38, key: bool = True) -> Plate:
    """The twelve thoracic dermatomes with overlap, or all of them pale but one.

    `level` is "T1" to "T12" or None for all, `opacity` is how strong the bands are in percent, 10
    to 80; another value is a `ValueError`.
    `key` makes room for the list of testing points below the figures.
    """
    if level is not None and level not in THORACIC:
        raise ValueError(
            f"The plate 'dermatomes' cannot be drawn with level={level!r}. "
            f"Choose one of: {', '.join(THORACIC)}, or None for all."
        )
    if (
        isinstance(opacity, bool)
        or not isinstance(opacity, int)
        or not LEAST_OPACITY <= opacity <= MOST_OPACITY
    ):
        raise ValueError(
            f"The plate 'dermatomes' cannot be drawn with opacity={opacity!r}. "
            f"Give percent from {LEAST_OPACITY} to {MOST_OPACITY}, as a whole number."
        )
    check_switch("dermatomes", "key", key)
    size = _SIZE if key else (_SIZE[0], _SIZE[1] - _KEY)
    sheets = _sheets(size)

    def draw(axes: Axes, labels: bool) -> None:
        for view, sheet in sheets.items():
            clip = draw_body(axes, sheet, view)
            _draw_bands(axes, sheet, clip, view, level, opacity)
            draw_outline(axes, sheet, _FOOT)
            if labels:
                _draw_names(axes, sheet, view, level)
            if labels and view == "front":
                _draw_points(axes, sheet, level)
            heading(axes, sheet, view)
            name_sides(axes, sheet, view)
        if labels and key:
            _draw_key(axes, level)

    return Plate(
        "dermatomes",
        TITLE,
        _alt_text(level),
        SOURCE,
        _regions(sheets),
        size,
        draw,
        MappingProxyType({"level": level, "opacity": opacity, "key": key}),
    )


def _regions(sheets: dict[str, Sheet]) -> tuple[Region, ...]:
    """One region a level, view and side: the trunk's band, for T1 in front the arm's."""
    found = []
    for level in THORACIC:
        for view, sheet in sheets.items():
            area = bands(view)[level][-1]
            sides = ("right", "left") if view == "back" else ("left", "right")
            for side, shape in zip(sides, (area, mirrored(area)), strict=True):
                term = f"Dermatome {level}, {side}, {'front' if view == 'front' else 'behind'}"
                id = f"{level.lower()}-{view}-{side}"
                found.append(Region(id, term, sheet.on(shape)))
    return tuple(found)
