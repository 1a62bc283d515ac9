"""The plate `vertebral-fractures`: a thoracic body fails in three ways and three grades."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from midback.atlas.curves import Points, sampled
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.sparing_light import sparing
from midback.atlas.style import EMPHASIS, INK, LABEL_SIZE, LEVEL_SIZE, QUIET_INK, SMALL_SIZE
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_view
from midback.atlas.vertebra_light import Shade, shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Layer, Part, Relief, View, outline, oval
from midback.atlas.vertebra_side import view_side

LEVEL = "T8"
TITLE = "Three ways a thoracic vertebra fails"
SOURCE = (
    "The limits of the grades are those of Genant and colleagues 1993, as quoted in later papers. "
    "The normal body is drawn after Panjabi and colleagues 1991 with recalled values, for "
    "proportion only. "
    "How much height each drawn body has lost is illustrative, and so is everything behind the "
    "bodies."
)
SIZE = (4.5, 4.3)
_MM_PER_INCH = 46.0
KINDS = ("wedge", "biconcave", "crush")
# Where the columns and rows stand, in inches from the lower left corner: the back wall's middle.
_ACROSS = {"wedge": 1.33, "biconcave": 2.55, "crush": 3.77}
_UP = {0: 3.7, 1: 2.44, 2: 1.5, 3: 0.58}
_NORMAL_ACROSS = 2.59
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

    Through three heights on each side runs one smooth curve; behind, the pedicle holds the upper
    edge up, so that the lower one rises more.
    """
    half = measures(LEVEL).side.height / 2
    at = np.array([0.03, 0.14, 0.28, 0.42, 0.56, 0.7, 0.83, 0.93, 0.985])
    lost = np.array([loss[2], loss[1], loss[0]]) / 100 * 2 * half
    through = np.polyfit([BACK, MIDDLE, FRONT], lost, 2)
    gone = np.clip(np.polyval(through, at), 0.0, None)
    own = 0.55 * np.sin(np.pi * np.clip((at - 0.04) / 0.92, 0, 1))
    if loss[0] > 1.6 * loss[1]:
        share = np.full(len(at), 0.86)
    elif loss[1] > 2 * loss[0]:
        share = np.full(len(at), 0.54)
    else:
        share = np.full(len(at), 0.42)
    return at, half - own - share * gone, -half + own + (1 - share) * gone


def fractured_body(loss: tuple[float, float, float]) -> Points:
    """The outline of the body of T8 in mm from the middle of its back wall, front to the right.

    `loss` is in percent of the normal height in front, in the middle and behind.
    """
    side = measures(LEVEL).side
    depth = (side.depth_upper + side.depth_lower) / 2
    at, upper, lower = _heights(loss)
    total = sum(loss) / 300
    # What is crushed bulges forwards a little; a wedge buckles at its upper front edge.
    bulge = 4.2 * total * (1 if loss[2] > 15 else 0.25)
    top, foot = upper[-1], lower[-1]
    tall = top - foot
    waist = max(0.0, 0.075 * depth * (1 - 2.4 * total) - bulge * 0.3)
    lip = 1.3 * loss[0] / 50 if loss[0] > 1.6 * loss[1] else 0.0
    front = [
        (depth + 0.2 + lip, top - 0.12 * tall),
        (depth - waist * 0.7 + bulge * 0.6 - lip * 0.2, top - 0.3 * tall),
        (depth - waist + bulge, (top + foot) / 2),
        (depth - waist * 0.6 + bulge * 0.7, foot + 0.24 * tall),
        (depth + 0.4, foot + 0.09 * tall),
    ]
    back_tall = upper[0] - lower[0]
    behind = -1.5 * loss[2] / 46
    back = [
        (0.5, lower[0] + 0.12 * back_tall),
        (1.1 + behind, lower[0] + 0.42 * back_tall),
        (0.8 + behind * 0.6, lower[0] + 0.78 * back_tall),
    ]
    edges = [np.column_stack([at * depth, upper]), front]
    edges += [np.column_stack([at * depth, lower])[::-1], back]
    return np.vstack([np.asarray(edge) for edge in edges])


_WHOLE = (0.0, 0.0, 0.0)


@lru_cache(maxsize=16)
def _sight(loss: tuple[float, float, float]) -> tuple[View, tuple[Shade, ...]]:
    """The vertebra without the end of its spinous process, and its light."""
    found = {part.id: part for layer in view_side(LEVEL).layers for part in layer.parts}
    arch = tuple(
        found[id]
        for id in ("lamina", "inferior-articular-process", "pedicle", "superior-articular-process")
    )
    shape = fractured_body(loss)
    depth = measures(LEVEL).side.depth_upper
    middle = (shape[:, 1].max() + shape[:, 1].min()) / 2
    tall = shape[:, 1].max() - shape[:, 1].min()
    waist = outline(oval(depth * 0.56, middle, depth * 0.3, tall * 0.2))
    body = Part("vertebral-body", "Vertebral body", outline(shape))
    layers = (
        Layer(arch, 3.0, far=0.05),
        Layer((body,), 3.0, (Relief(waist, -0.6, 3.0),)),
        Layer((found["transverse-process"],), 2.4),
    )
    view = View(layers, (), {})
    return view, tuple(sparing(shade(layer)) for layer in layers)


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
        _words(axes, _ACROSS[kind] + 0.22, 2.96, kind.capitalize(), **looks)
    said = {"wedge": "front lower", "biconcave": "middle lower", "crush": "all lower"}
    for kind, words in said.items():
        _words(axes, _ACROSS[kind] + 0.22, 2.855, words, fontsize=SMALL_SIZE, color=QUIET_INK)
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
        ("back", "Posterior\nheight", -0.98),
        ("middle", "Middle height", 0.92),
        ("front", "Anterior height", 0.92),
    )
    targets = {"back": 0.3, "middle": 0.22, "front": 0.75}
    rows = {"back": -0.26, "middle": -0.3, "front": 0.12}
    for place, words, out in names:
        top, foot = marks[place]
        to = foot + (top - foot) * targets[place]
        side = "right" if out < 0 else "left"
        at = np.array([x + out, y + rows[place]])
        _words(axes, at[0], at[1], words, ha=side)
        start = (at + np.array([0.03 if out < 0 else -0.03, 0.0])) / SIZE
        end = _sheet(x, y).on([to])[0]
        axes.plot(*np.vstack([start, end]).T, color=INK, linewidth=0.6, zorder=5)
        axes.plot(*end, marker="o", markersize=2.4, color=INK, markeredgewidth=0, zorder=6)


def _draw(axes: Axes, labels: bool) -> None:
    for id, _, loss, sheet in _cells():
        view, shades = _sight(loss)
        if labels and loss != _WHOLE:
            ghost = sheet.path(outline(fractured_body(_WHOLE)))
            flat_shape(axes, ghost, "none", QUIET_INK, 0.8, linestyle=(0, (2.4, 1.8)), zorder=3)
        draw_view(axes, sheet, view, shades)
        if labels:
            for place, ends in height_marks(loss).items():
                kind = id.split("-")[0]
                strong = {"wedge": "front", "biconcave": "middle"}.get(kind, place) == place
                _mark(axes, sheet, ends, strong and kind != "normal")
    draw_direction(axes, _sheet(0, 0), "back", 1.0 * _MM_PER_INCH, 0.1 * _MM_PER_INCH)
    draw_direction(axes, _sheet(0, 0), "front", 1.86 * _MM_PER_INCH, 0.1 * _MM_PER_INCH)
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
        "A normal vertebral body from the side, front to the right, with its anterior, middle and "
        "posterior height marked; below it nine fractured bodies in three columns. "
        "Wedge: the front is lower and the upper end plate slopes down forwards. "
        "Biconcave: both end plates are hollowed in the middle while front and back stand. "
        "Crush: front, middle and back are all lower. "
        f"From above downwards the loss of height grows: {limits}."
    )
    return Plate(
        "vertebral-fractures", TITLE, alt, SOURCE, regions, SIZE, _draw, MappingProxyType({})
    )
