"""The plate `dermatomes`: the skin of the twelve thoracic nerves, drawn as bands that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

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
    "The place and width of each band, and how far bands overlap, are illustrative."
)
LEAST_OPACITY, MOST_OPACITY = 10, 80
# How far a band reaches towards the middle of its neighbour: 0.5 would only touch. Illustrative.
_REACH_INTO_NEIGHBOUR = 0.68
_SCALE, _FOOT, _MIDDLES = 0.0343, 82.0, {"front": 1.15, "back": 3.45}
_SIZE, _KEY = (4.6, 5.72), 2.25
_ARMPIT = (15.75, 129.8)


@dataclass(frozen=True)
class Dermatome:
    """A row of `dermatome_points.csv`: heights in cm on the figure, blank ones `None`."""

    level: str
    point: str
    status: str
    at: Points
    front: float | None
    side: float
    back: float


@lru_cache(maxsize=1)
def dermatomes() -> dict[str, Dermatome]:
    """The twelve dermatomes by level, with the words and the status of their testing points."""
    return {
        row["level"]: Dermatome(
            row["level"],
            row["point"],
            row["point_status"],
            np.array([float(row["across_cm"]), float(row["height_cm"])]),
            float(row["front_cm"]) if row["front_cm"] else None,
            float(row["side_cm"]),
            float(row["back_cm"]),
        )
        for row in read_table("dermatome_points")
    }


def _rims(heights: list[float]) -> list[tuple[float, float]]:
    """The upper and the lower rim of each band whose middles are at these heights."""
    known = np.array(heights)
    gaps = -np.diff(known)
    above = np.concatenate([gaps[:1], gaps]) * _REACH_INTO_NEIGHBOUR
    below = np.concatenate([gaps, gaps[-1:]]) * _REACH_INTO_NEIGHBOUR
    return list(zip(known + above, known - below, strict=True))


def _across(middle: float, side: float, view: str) -> Points:
    """A rim from the midline to the side of the trunk, on the viewer's right."""
    edge = half_width(side) if side < _ARMPIT[1] else 15.9
    along = np.linspace(0, 1, 25)
    bend = along**2 if view == "front" else along**1.5
    return np.column_stack([along * edge, middle + (side - middle) * bend])


def _inner_arm(top: float, bottom: float, broad: float, *, tapered: bool = True) -> Points:
    """Along the inner side of the arm and back up `broad` cm further out.

    It is rounded at its lower end and, if `tapered`, at its upper end.
    """
    edge = edges()["inner arm"]
    along = np.linspace(0, 1, 40)
    heights = top + (bottom - top) * along
    inner = np.column_stack([np.interp(heights, edge[:, 1], edge[:, 0]), heights])
    ends = np.minimum(1.0, 5 * (1 - along)) * (np.minimum(1.0, 6 * along) if tapered else 1.0)
    outwards = np.array([0.975, 0.22])
    return np.vstack([inner, (inner + outwards * broad * np.sqrt(ends)[:, None])[::-1]])


def _bands(view: str) -> dict[str, Points]:
    """Each level's band on the viewer's right in one view."""
    rows = [row for row in dermatomes().values() if view == "back" or row.front is not None]
    middles = [row.back if view == "back" else float(row.front or 0) for row in rows]
    found = {}
    rims = zip(rows, _rims(middles), _rims([row.side for row in rows]), strict=True)
    for row, (top, bottom), (side_top, side_bottom) in rims:
        if row.level == "T1":
            # Behind, the first band tapers off over the shoulder blade.
            upper, lower = _across(top, row.side, view), _across(bottom, row.side, view)
            found[row.level] = np.vstack([upper, lower[::-1]])
            continue
        if row.level == "T3":
            side_top = min(side_top, 131.4)
        upper, lower = _across(top, side_top, view), _across(bottom, side_bottom, view)
        if row.level == "T2":
            inner, outer = np.split(_inner_arm(129.6, 111.0, 4.2, tapered=False), 2)
            shoulder = line([upper[-1], (18.6, 135.4), (20.0, 131.6), outer[-4]])
            lower = _across(bottom, _ARMPIT[1], view)
            found[row.level] = np.vstack(
                [upper, shoulder[1:], outer[:-4][::-1], inner[::-1], [_ARMPIT], lower[:-1][::-1]]
            )
        else:
            found[row.level] = np.vstack([upper, _edge(side_top, side_bottom), lower[::-1]])
    return found


def _edge(top: float, bottom: float) -> Points:
    """The side of the trunk between two rims."""
    if bottom >= _ARMPIT[1]:
        return np.array([[15.9, (top + bottom) / 2]])
    return between(edges()["side"], min(top, _ARMPIT[1] - 0.05), bottom)[1:-1]


@lru_cache(maxsize=2)
def bands(view: str) -> dict[str, tuple[Points, ...]]:
    """Each level's areas of skin on the viewer's right from the `front` or the `back`, in cm."""
    found = {level: (band,) for level, band in _bands(view).items()}
    found["T1"] = (_inner_arm(118.0, 89.0, 4.4), *found.get("T1", ()))
    return {level: found[level] for level in THORACIC}


def _sheets(size: tuple[float, float]) -> dict[str, Sheet]:
    foot = size[1] - 0.3 - (172.0 - _FOOT) * _SCALE
    return {view: Sheet(size, x, foot, _FOOT, _SCALE) for view, x in _MIDDLES.items()}


def colour_of(level: str) -> str:
    """Neighbours alternate, so that where two overlap a third, darker tone appears."""
    return BLUE if int(level[1:]) % 2 else ORANGE


def _draw_bands(
    axes: Axes, sheet: Sheet, clip: PathPatch, view: str, level: str | None, opacity: int
) -> None:
    for each, areas in bands(view).items():
        chosen = level is None or each == level
        colour = colour_of(each)
        dash = "solid" if int(each[1:]) % 2 else (0, (3.2, 1.6))
        for area in areas:
            shapes = [area, mirrored(area)]
            if abs(area[0][0]) < 1e-6:
                shapes = [np.vstack([area, mirrored(area)[::-1]])]
            for shape in shapes:
                path = closed(sheet.on(shape))
                fill = flat_shape(axes, path, colour, "none", 0)
                fill.set_alpha(opacity / 100 * (1.0 if chosen else 0.3))
                edge = towards(colour, INK, 0.3) if chosen else towards(colour, PAPER, 0.45)
                strong = 1.6 if level == each else 0.5
                rim = flat_shape(axes, path, "none", edge, strong, linestyle=dash)
                rim.set_zorder(2.4 if level == each else 1.5)
                for patch in (fill, rim):
                    inside(patch, clip)


def _draw_names(axes: Axes, sheet: Sheet, view: str, level: str | None) -> None:
    """The level on each band, in two columns so that each name stands in its own band."""
    for each, row in dermatomes().items():
        odd = int(each[1:]) % 2 == 1
        height = row.back if view == "back" else row.front
        if height is None:
            continue
        across = (-4.4 if odd else -9.2) if view == "front" else (-3.4 if odd else -9.6)
        rise = _across(height, row.side, view)
        height = float(np.interp(-across, rise[:, 0], rise[:, 1]))
        _name(axes, sheet, each, (across, height), each == level)
    _name(axes, sheet, "T1", (23.5 if view == "back" else -23.5, 103.0), level == "T1")


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
    axes.text(
        2.3 / _SIZE[0],
        y,
        "darker: two dermatomes overlap",
        fontsize=SMALL_SIZE,
        color=QUIET_INK,
        va="center",
    )


def _alt_text(level: str | None) -> str:
    text = (
        "The trunk from the front and from behind with twelve bands, T1 to T12, each overlapping "
        "its neighbours: translucent blue and orange by turns, darker where two overlap. "
        "T1 and T2 also run down the inner side of the arm; the bands slope downwards from back "
        "to front. "
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
