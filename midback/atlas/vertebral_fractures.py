"""The plate `vertebral-fractures`: a thoracic body fails in three ways and three grades."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from midback.atlas.curves import Points, corners, sampled
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.sparing_light import sparing
from midback.atlas.style import EMPHASIS, INK, LABEL_SIZE, LEVEL_SIZE, QUIET_INK, SMALL_SIZE
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_view
from midback.atlas.vertebra_light import Shade, shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Part, Relief, View, outline, oval
from midback.atlas.vertebra_side import view_side

LEVEL = "T8"
TITLE = "Three ways a thoracic vertebra fails"
SOURCE = (
    "The limits of the grades are those of Genant and colleagues 1993, as quoted in later papers. "
    "The normal body is drawn after Panjabi and colleagues 1991 with recalled values, for "
    "proportion only. "
    "How much height each drawn body has lost is illustrative, and so are the outlines of the "
    "broken bodies and everything behind them. "
    "The facets for the ribs are left out."
)
SIZE = (4.7, 4.85)
_MM_PER_INCH = 47.0
KINDS = ("wedge", "biconcave", "crush")
# Where the columns and rows stand, in inches from the lower left corner: the back wall's middle.
_ACROSS = {"wedge": 1.39, "biconcave": 2.71, "crush": 4.03}
_UP = {0: 4.26, 1: 2.82, 2: 1.92, 3: 1.02}
_NORMAL_ACROSS = 2.7
# Where the three heights are measured, as shares of the body's depth from the back.
BACK, MIDDLE, FRONT = 0.06, 0.52, 0.95


@dataclass(frozen=True)
class Fracture:
    """One row of the table: losses of height in front, in the middle and behind, in percent."""

    kind: str
    grade: int
    word: str
    limits: str
    loss: tuple[float, float, float]


@lru_cache(maxsize=1)
def fractures() -> tuple[Fracture, ...]:
    """The nine fractures, by kind and then by grade."""
    found = []
    for row in read_table("vertebral_fractures"):
        limits = f"{row['least']}–{row['most']} %" if row["most"] else f"over {row['least']} %"
        loss = tuple(float(row[f"loss_{place}"]) for place in ("front", "middle", "back"))
        found.append(
            Fracture(
                row["kind"], int(row["grade"]), row["word"], limits, (loss[0], loss[1], loss[2])
            )
        )
    return tuple(found)


def _heights(loss: tuple[float, float, float]) -> tuple[Points, Points, Points]:
    """Shares of the depth, and the upper and lower edge there in mm, of a body that lost height.

    Front and back stand or sink as rims; the middle sinks between them as a dish.
    Behind, the pedicle holds the upper edge up, so that the lower one rises more.
    """
    half = measures(LEVEL).side.height / 2
    at = np.array([0.06, 0.14, 0.23, 0.33, 0.43, 0.52, 0.62, 0.72, 0.81, 0.89, 0.95])
    front, middle, back = (share / 100 * 2 * half for share in loss)
    along = np.clip((at - BACK) / (FRONT - BACK), 0.0, 1.0)
    even = back + (front - back) * along
    sagging = middle - (back + (front - back) * (MIDDLE - BACK) / (FRONT - BACK))
    gone = even + sagging * np.sin(np.pi * along) ** (1.2 if _kind(loss) == "biconcave" else 1.0)
    own = 0.6 * np.sin(np.pi * along)
    # The share of the loss that the upper edge takes, behind and in front.
    behind, ahead = {"wedge": (0.6, 0.86), "biconcave": (0.3, 0.52), "crush": (0.3, 0.46)}.get(
        _kind(loss), (0.5, 0.5)
    )
    share = behind + (ahead - behind) * np.clip(along / 0.45, 0.0, 1.0)
    return at, half - own - share * gone, -half + own + (1 - share) * gone


def _kind(loss: tuple[float, float, float]) -> str:
    """Which kind of fracture has lost so much in front, in the middle and behind."""
    if loss[0] > 1.6 * loss[1]:
        return "wedge"
    if loss[1] > 2 * loss[0]:
        return "biconcave"
    return "crush" if loss[2] else "normal"


def fractured_body(loss: tuple[float, float, float]) -> Points:
    """The outline of the body of T8 in mm from the middle of its back wall, front to the right.

    `loss` is in percent of the normal height in front, in the middle and behind.
    """
    side = measures(LEVEL).side
    depth = (side.depth_upper + side.depth_lower) / 2
    at, upper, lower = _heights(loss)
    top, foot = upper[-1], lower[-1]
    tall, back_tall = top - foot, upper[0] - lower[0]
    kind = _kind(loss)
    # What is crushed is pressed out in front and, much less, behind; any other front is hollow.
    out = 1.9 * loss[0] / 54 if kind == "crush" else -0.055 * depth * tall / (2 * side.height / 2)
    hem = min(1.3, 0.16 * tall)
    upright = 0.5 * max(out, 0.0)
    front = [
        (depth * 0.985 + 0.05 + upright * 0.3, top - hem * 0.3),
        (depth + 0.1 + upright, top - hem * 1.15),
        (depth + out * 0.86, (top * 0.68 + foot * 0.32)),
        (depth + out, (top + foot) / 2),
        (depth + out * 0.86, (top * 0.32 + foot * 0.68)),
        (depth + 0.1 + upright, foot + hem * 1.15),
        (depth * 0.985 + 0.05 + upright * 0.3, foot + hem * 0.3),
    ]
    if kind == "crush":
        # A crushed wall is uneven.
        uneven = 0.5 * loss[0] / 54 * np.array([0.0, 0.7, -0.9, 0.8, -0.7, 0.9, 0.0])
        front = [(x + step, y) for (x, y), step in zip(front, uneven, strict=True)]
    behind = 0.8 if kind != "crush" else 0.5 - 1.5 * loss[2] / 46
    edge = min(1.2, 0.13 * back_tall)
    back = [
        (0.4, lower[0] + edge * 0.3),
        (0.15, lower[0] + edge * 1.1),
        (behind, lower[0] + 0.36 * back_tall),
        (behind, lower[0] + 0.64 * back_tall),
        (0.15, upper[0] - edge * 1.1),
        (0.4, upper[0] - edge * 0.3),
    ]
    edges = [np.column_stack([at * depth, upper]), front]
    edges += [np.column_stack([at * depth, lower])[::-1], back]
    return np.vstack([np.asarray(edge) for edge in edges])


_WHOLE = (0.0, 0.0, 0.0)


def _pedicle(whole: Part, loss: tuple[float, float, float]) -> Part:
    """The pedicle, drawn together where it springs from the back of a body that is lower there."""
    half = measures(LEVEL).side.height / 2
    _, upper, lower = _heights(loss)
    points = corners(whole.path)[:-1:3]
    sunk = half - upper[0]
    floor = lower[0] + 0.34 * (upper[0] - lower[0])
    placed = []
    for x, y in points:
        share = float(np.clip((x + 7.5) / 7.5, 0.0, 1.0)) ** 1.5
        lowered = y - sunk * 1.1 if y > half * 0.45 else max(y, floor)
        placed.append((x, y + share * (lowered - y)))
    return Part("", "", outline(placed))


@lru_cache(maxsize=16)
def _sight(loss: tuple[float, float, float]) -> tuple[View, tuple[Shade, ...]]:
    """The whole vertebra in one piece with its broken body, and its light."""
    (sound,) = view_side(LEVEL).layers
    shape = fractured_body(loss)
    depth = measures(LEVEL).side.depth_upper
    _, upper, lower = _heights(loss)
    middle = (np.interp(depth / 2, *_level(upper)) + np.interp(depth / 2, *_level(lower))) / 2
    tall = np.interp(depth / 2, *_level(upper)) - np.interp(depth / 2, *_level(lower))
    waist = outline(oval(depth * 0.56, middle, depth * 0.3, tall * 0.22))
    body = Part("vertebral-body", "Vertebral body", outline(shape))
    layer = replace(
        sound,
        parts=tuple(
            {"vertebral-body": body, "pedicle": _pedicle(part, loss)}.get(part.id, part)
            for part in sound.parts
        ),
        relief=(Relief(waist, -0.5, 4.2), *sound.relief[1:]),
        on=tuple(part for part in sound.on if "costal" not in part.id),
        on_near=(),
    )
    view = View((layer,), (), {})
    return view, (sparing(shade(layer)),)


def _level(edge: Points) -> tuple[Points, Points]:
    """Where an edge's heights lie in mm from the back, and the heights."""
    side = measures(LEVEL).side
    at, _, _ = _heights(_WHOLE)
    return at * (side.depth_upper + side.depth_lower) / 2, edge


def _sheet(across: float, up: float) -> Sheet:
    return Sheet(SIZE, _MM_PER_INCH, (across / SIZE[0], up / SIZE[1]))


def _cells() -> list[tuple[str, str, tuple[float, float, float], Sheet]]:
    """The id, the term, the losses and the place of every body on the plate."""
    cells = [
        ("normal-vertebral-body", "Normal vertebral body", _WHOLE, _sheet(_NORMAL_ACROSS, _UP[0]))
    ]
    for one in fractures():
        cells.append(
            (
                f"{one.kind}-fracture-grade-{one.grade}",
                f"{one.kind.capitalize()} fracture, grade {one.grade}",
                one.loss,
                _sheet(_ACROSS[one.kind], _UP[one.grade]),
            )
        )
    return cells


def height_marks(loss: tuple[float, float, float]) -> dict[str, Points]:
    """Where the front, the middle and the back height are measured: 2 x 2 in mm, top first."""
    side = measures(LEVEL).side
    depth = (side.depth_upper + side.depth_lower) / 2
    at, upper, lower = _heights(loss)
    marks = {}
    for place, share in (("front", FRONT), ("middle", MIDDLE), ("back", BACK)):
        ends = [np.interp(share, at, edge) for edge in (upper, lower)]
        marks[place] = np.array([[share * depth, ends[0]], [share * depth, ends[1]]])
    return marks


def _mark(axes: Axes, sheet: Sheet, ends: Points, strong: bool) -> None:
    """A height as a bar with two end strokes."""
    colour = EMPHASIS if strong else QUIET_INK
    inside = ends + np.array([[0.0, -0.7], [0.0, 0.7]])
    width = 1.4 if strong else 0.8
    axes.plot(*sheet.on(inside).T, color=colour, linewidth=width, solid_capstyle="butt", zorder=4)
    for x, y in inside:
        stroke = sheet.on([(x - 1.0, y), (x + 1.0, y)])
        axes.plot(*stroke.T, color=colour, linewidth=width, solid_capstyle="butt", zorder=4)


def _words(axes: Axes, x: float, y: float, words: str, **looks: object) -> None:
    """Words at a place in inches."""
    kind = {"fontsize": LABEL_SIZE, "color": INK, "ha": "center", "va": "center"} | looks
    axes.text(x / SIZE[0], y / SIZE[1], words, linespacing=1.15, **kind)  # type: ignore[arg-type]


def _draw_words(axes: Axes) -> None:
    for kind in KINDS:
        looks = {"fontsize": LEVEL_SIZE, "fontweight": "bold", "va": "baseline"}
        _words(axes, _ACROSS[kind] + 0.22, 3.3, kind.capitalize(), **looks)
    said = {"wedge": "front lower", "biconcave": "middle lower", "crush": "all lower"}
    for kind, words in said.items():
        _words(axes, _ACROSS[kind] + 0.22, 3.19, words, fontsize=SMALL_SIZE, color=QUIET_INK)
    for one in fractures()[:3]:
        y = _UP[one.grade]
        _words(
            axes, 0.08, y + 0.13, f"Grade {one.grade}", ha="left", fontweight="bold", va="bottom"
        )
        _words(axes, 0.08, y + 0.1, f"{one.word}\n{one.limits}", ha="left", va="top")
    x, y = _NORMAL_ACROSS, _UP[0]
    _words(axes, x + 0.24, y + 0.42, "Normal", fontsize=LEVEL_SIZE, fontweight="bold")
    marks = height_marks(_WHOLE)
    names = (
        ("back", "Posterior height", 0.3),
        ("middle", "Middle height", 0.86),
        ("front", "Anterior height", 0.86),
    )
    targets = {"back": 0.12, "middle": 0.22, "front": 0.75}
    rows = {"back": -0.47, "middle": -0.24, "front": 0.12}
    for place, words, out in names:
        top, foot = marks[place]
        to = foot + (top - foot) * targets[place]
        below = place == "back"
        at = np.array([x + out, y + rows[place]])
        _words(axes, at[0], at[1], words, ha="center" if below else "left")
        start = (at + ([-0.24, 0.08] if below else [-0.03, 0.0])) / SIZE
        end = _sheet(x, y).on([to])[0]
        axes.plot(*np.vstack([start, end]).T, color=INK, linewidth=0.6, zorder=5)
        axes.plot(*end, marker="o", markersize=2.4, color=INK, markeredgewidth=0, zorder=6)


def _draw(axes: Axes, labels: bool) -> None:
    for id, _, loss, sheet in _cells():
        view, shades = _sight(loss)
        if labels and loss != _WHOLE:
            ghost = sheet.path(outline(fractured_body(_WHOLE)))
            flat_shape(axes, ghost, "none", QUIET_INK, 0.8, linestyle=(0, (2.4, 1.8)), zorder=0.5)
        draw_view(axes, sheet, view, shades)
        if labels:
            for place, ends in height_marks(loss).items():
                kind = id.split("-")[0]
                strong = {"wedge": "front", "biconcave": "middle"}.get(kind, place) == place
                _mark(axes, sheet, ends, strong and kind != "normal")
    for x in _ACROSS.values():
        for words, beside in (("back", -0.3), ("front", 0.3)):
            draw_direction(axes, _sheet(x + beside, 0.12), words, 0.0, 0.0)
    if labels:
        _draw_words(axes)


def vertebral_fractures() -> Plate:
    """The body of T8 from the side: normal, and as a wedge, biconcave and crush fracture.

    Each fracture is drawn in the grades 1 to 3, with the normal outline dashed behind it.
    """
    regions = tuple(
        Region(id, term, sheet.on(sampled(outline(fractured_body(loss)))))
        for id, term, loss, sheet in _cells()
    )
    limits = "; ".join(f"grade {one.grade}, {one.word}: {one.limits}" for one in fractures()[:3])
    alt = (
        "A normal thoracic vertebra from the side, front to the right, its spinous process sloping "
        "down behind, with the anterior, middle and posterior height of its body marked; below it "
        "the same vertebra with nine fractured bodies in three columns. "
        "Wedge: the front is lower and the upper end plate slopes down forwards. "
        "Biconcave: both end plates are hollowed in the middle while front and back stand. "
        "Crush: front, middle and back are all lower. "
        f"From above downwards the loss of height grows: {limits}."
    )
    return Plate(
        "vertebral-fractures", TITLE, alt, SOURCE, regions, SIZE, _draw, MappingProxyType({})
    )
