"""How a view of one vertebra is drawn: layers from far to near under one light, then its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D

from midback.atlas.curves import Points, corners, sampled
from midback.atlas.drawing import Look, Shapes, flat_shape
from midback.atlas.style import (
    INK,
    LABEL_SIZE,
    LEADER_WIDTH,
    LEVEL_SIZE,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)
from midback.atlas.vertebra_light import Shade
from midback.atlas.vertebra_parts import Block, Layer, Name, Part, View

_SHADE_INK = towards(TISSUES["bone"].edge, "#2A1B0C", 0.35)
# What is seen in an opening.
_FAT = towards(towards(TISSUES["bone"].fill, "#E69F00", 0.2), PAPER, 0.45)
_DARK_STEP, _BRIGHT_STEP, _CAST_STEP = 0.054, 0.165, 0.065
_LINE_SPACING = 1.1
# Millimetres to an inch at which lines have the widths of the atlas's style.
_FULL_SIZE = 21.0


@dataclass(frozen=True)
class Sheet:
    """From mm to a figure of `size` inches, `mm_per_inch`, with the origin at `origin` (0 to 1)."""

    size: tuple[float, float]
    mm_per_inch: float
    origin: tuple[float, float]

    @property
    def _to_figure(self) -> Affine2D:
        width, height = (side * self.mm_per_inch for side in self.size)
        return Affine2D().scale(1 / width, 1 / height).translate(*self.origin)

    @property
    def line(self) -> float:
        """Lines grow thinner on a small drawing, but less than the drawing grows smaller."""
        return min(1.0, sqrt(_FULL_SIZE / self.mm_per_inch))

    def on(self, points: Points | Sequence[Sequence[float]]) -> Points:
        """Points in mm, N x 2, in figure coordinates."""
        return np.asarray(self._to_figure.transform(np.asarray(points)), dtype=np.float64)

    def path(self, path: Path) -> Path:
        """A path in mm in figure coordinates."""
        return self._to_figure.transform_path(path)


def draw_view(axes: Axes, sheet: Sheet, view: View, shades: Sequence[Shade]) -> None:
    """Every layer with its shade, onto whatever lies deeper; names nothing."""
    below: list[Path] = []
    for layer, shade in zip(view.layers, shades, strict=True):
        _draw_layer(axes, sheet, layer, shade, below)
        below += [shade.outline, *(part.path for part in layer.on)]


def _draw_layer(
    axes: Axes, sheet: Sheet, layer: Layer, shade: Shade, below: Sequence[Path]
) -> None:
    bone, width = TISSUES["bone"], TISSUES["bone"].width * sheet.line
    whole = sheet.path(shade.outline)
    if layer.opening:
        flat_shape(axes, whole, _FAT, "none", 0)
        return
    if below:
        lower = sheet.path(Path.make_compound_path(*below))
        _tone(axes, sheet, shade.cast, _SHADE_INK, _CAST_STEP, lower)
    fill = towards(towards(bone.fill, PAPER, 0.12), _SHADE_INK, layer.far)
    flat_shape(axes, whole, fill, "none", 0)
    _tone(axes, sheet, shade.dark, _SHADE_INK, _DARK_STEP, whole)
    _tone(axes, sheet, shade.bright, PAPER, _BRIGHT_STEP, whole)
    for line in layer.lines:
        flat_shape(axes, sheet.path(line), "none", bone.edge, width * 0.6, alpha=0.55)
    if not layer.trimmed:
        flat_shape(axes, whole, "none", bone.edge, width, joinstyle="round")
    beside = whole
    if layer.near:
        # The nearest parts wind the other way, so that what lies behind them is left out.
        holes = [_reversed(sheet.path(part.path)) for part in layer.near]
        beside = Path.make_compound_path(whole, *holes)
    for part in layer.on:
        _draw_on(axes, sheet, part, beside if layer.trimmed else None)
    for edge in layer.edges:
        thinning = _thinning(edge, width * 0.85 / 72 * sheet.mm_per_inch)
        flat_shape(axes, sheet.path(thinning), bone.edge, "none", 0)
    for part in layer.on_near:
        _draw_on(axes, sheet, part, whole if layer.trimmed else None)
    if layer.trimmed:
        flat_shape(axes, whole, "none", bone.edge, width, joinstyle="round")


def _thinning(line: Path, width: float) -> Path:
    """An open curve as a stroke `width` mm wide at most, which runs out at both ends."""
    closed = Path(np.vstack([corners(line), corners(line)[:1]]))
    at = np.vstack([sampled(closed, steps=6), corners(line)[-1:]])
    ahead = np.gradient(at, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    share = np.linspace(0.0, 1.0, len(at))
    half = width / 2 * np.clip(np.minimum((1.0 - share) / 0.5, 0.1 + share / 0.2), 0.06, 1.0)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * half[:, None]
    ring = np.vstack([at + across, (at - across)[::-1]])
    return Path(np.vstack([ring, ring[:1]]), closed=True)


def _reversed(path: Path) -> Path:
    """A closed curve of the atlas, drawn the other way round."""
    assert path.codes is not None
    vertices = np.asarray(path.vertices)
    return Path(np.vstack([vertices[-2::-1], vertices[:1]]), path.codes)


def _tone(
    axes: Axes, sheet: Sheet, shapes: Sequence[Path], colour: str, alpha: float, inside: Path
) -> None:
    look = Look(colour, "none", 0.0, alpha)
    axes.add_artist(Shapes([(sheet.path(shape), look) for shape in shapes], inside=inside))


def _draw_on(axes: Axes, sheet: Sheet, part: Part, inside: Path | None) -> None:
    """Cartilage and cord: flat colours on the modelled bone."""
    tissue = TISSUES[part.tissue]
    path = sheet.path(part.path)
    if part.deep:
        flat_shape(axes, path, towards(tissue.fill, tissue.edge, part.deep), "none", 0)
        return
    fill = part.fill or towards(tissue.fill, PAPER, 0.25)
    patch = flat_shape(axes, path, fill, tissue.edge, max(tissue.width, 0.6) * sheet.line)
    if inside is not None:
        patch.set_clip_on(True)
        patch.set_clip_path(inside, axes.transData)


def draw_names(axes: Axes, sheet: Sheet, view: View) -> None:
    """The names, block by block, in the order that keeps their leaders apart."""
    for key, block in view.blocks.items():
        own = [name for name in view.names if name.block == key]
        out = 0.8 if block.side == "left" else -0.8
        for name, y in zip(own, label_heights(own, block, sheet.mm_per_inch), strict=True):
            align = "right" if block.side == "left" else "left"
            _words(axes, sheet, name.words, (block.edge, y), align)
            _leader(axes, sheet, (block.edge + out, y), name.to)
    for name in view.names:
        if not name.block:
            draw_name_at(axes, sheet, name)


def _words(axes: Axes, sheet: Sheet, words: str, at: tuple[float, float], align: str) -> None:
    x, y = sheet.on([at])[0]
    axes.text(
        x,
        y,
        words,
        fontsize=LABEL_SIZE,
        color=INK,
        ha=align,
        va="center",
        multialignment=align,
        linespacing=_LINE_SPACING,
        zorder=7,
    )


def _leader(axes: Axes, sheet: Sheet, start: tuple[float, float], to: tuple[float, float]) -> None:
    """A thin line with a halo from words to what they name."""
    ends = sheet.on([start, to])
    halo = [withStroke(linewidth=LEADER_WIDTH + 1.6, foreground=PAPER, alpha=0.85)]
    axes.plot(
        *ends.T,
        color=INK,
        linewidth=LEADER_WIDTH,
        solid_capstyle="round",
        path_effects=halo,
        zorder=5,
    )
    axes.plot(*ends[1], marker="o", markersize=2.4, color=INK, markeredgewidth=0, zorder=6)


def _line_height(mm_per_inch: float) -> float:
    """The height of a line of words in mm."""
    return LABEL_SIZE * _LINE_SPACING * 1.17 / 72 * mm_per_inch


def _edge_of_words(sheet: Sheet, name: Name) -> tuple[float, float]:
    """Where a leader leaves words that are centred at a place: on the side of what they name."""
    lines = name.words.split("\n")
    wide = max(map(len, lines)) * LABEL_SIZE * 0.58 / 72 * sheet.mm_per_inch / 2
    tall = len(lines) * _line_height(sheet.mm_per_inch) / 2 + 0.2
    (x, y), (to_x, to_y) = name.at, name.to
    if abs(to_x - x) / wide > abs(to_y - y) / tall:
        return x + wide * np.sign(to_x - x), y
    return float(np.clip(to_x, x - wide * 0.6, x + wide * 0.6)), y + tall * np.sign(to_y - y)


def label_heights(names: Sequence[Name], block: Block, mm_per_inch: float) -> list[float]:
    """Where each name of a block stands, in mm: near what it names, apart, leaders uncrossed."""
    line = _line_height(mm_per_inch)
    tall = [(name.words.count("\n") + 1) * line + 0.42 * line for name in names]
    order = sorted(range(len(names)), key=lambda place: -names[place].to[1])
    heights: dict[int, float] = {}
    for _ in range(len(names) ** 2):
        heights = _spread(order, [name.to[1] for name in names], tall, block)
        swap = _crossing(order, heights, names, block.edge)
        if swap is None:
            break
        one, other = swap
        order[one], order[other] = order[other], order[one]
    return [heights[place] for place in range(len(names))]


def _spread(
    order: Sequence[int], wanted: Sequence[float], tall: Sequence[float], block: Block
) -> dict[int, float]:
    """Names from above downwards, each as near its wish as the ones above and below allow."""
    at: dict[int, float] = {}
    ceiling = block.top
    for place in order:
        at[place] = min(wanted[place], ceiling - tall[place] / 2)
        ceiling = at[place] - tall[place] / 2
    floor = block.bottom
    for place in reversed(order):
        at[place] = max(at[place], floor + tall[place] / 2)
        floor = at[place] + tall[place] / 2
    return at


def _crossing(
    order: Sequence[int], heights: dict[int, float], names: Sequence[Name], edge: float
) -> tuple[int, int] | None:
    """The first two places in the order whose leaders cross."""
    for one in range(len(order)):
        for other in range(one + 1, len(order)):
            upper, lower = order[one], order[other]
            first = np.array([[edge, heights[upper]], names[upper].to])
            second = np.array([[edge, heights[lower]], names[lower].to])
            if lines_cross(first, second):
                return one, other
    return None


def lines_cross(one: Points, other: Points) -> bool:
    """Whether two straight lines, 2 x 2 each, cross between their ends."""

    def side(line: Points, point: Points) -> float:
        ahead, across = line[1] - line[0], point - line[0]
        return float(ahead[0] * across[1] - ahead[1] * across[0])

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )


def draw_scale_bar(axes: Axes, sheet: Sheet, x: float, y: float) -> None:
    """Ten millimetres, drawn from (x, y) in mm to the right, with its length below."""
    tall = 0.7 * sheet.mm_per_inch / _FULL_SIZE
    for line in (
        [(x, y), (x + 10, y)],
        [(x, y - tall), (x, y + tall)],
        [(x + 10, y - tall), (x + 10, y + tall)],
    ):
        axes.plot(*sheet.on(line).T, color=INK, linewidth=1.0, solid_capstyle="butt")
    across, up = sheet.on([(x + 5, y - 1.9 * tall)])[0]
    axes.text(across, up, "10 mm", fontsize=SMALL_SIZE, color=INK, ha="center", va="top")


def draw_direction(axes: Axes, sheet: Sheet, words: str, x: float, y: float) -> None:
    """Which way is which, in quiet words."""
    across, up = sheet.on([(x, y)])[0]
    axes.text(
        across,
        up,
        words,
        fontsize=LABEL_SIZE,
        color=QUIET_INK,
        ha="center",
        va="center",
        style="italic",
    )


def draw_words(axes: Axes, sheet: Sheet, words: str, x: float, y: float) -> None:
    """A name on the part itself."""
    _words(axes, sheet, words, (x, y), "center")


def draw_level(axes: Axes, sheet: Sheet, level: str, x: float, y: float) -> None:
    """The level, strong."""
    across, up = sheet.on([(x, y)])[0]
    axes.text(
        across,
        up,
        level,
        fontsize=LEVEL_SIZE + 2,
        fontweight="bold",
        color=INK,
        ha="center",
        va="center_baseline",
    )


def draw_name_at(axes: Axes, sheet: Sheet, name: Name, *more: tuple[float, float]) -> None:
    """Words centred at their own place, with a leader to what they name and to `more`."""
    _words(axes, sheet, name.words, name.at, "center")
    for to in (name.to, *more):
        _leader(axes, sheet, _edge_of_words(sheet, replace(name, to=to)), to)
