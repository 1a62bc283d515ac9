"""How the human figure is drawn on a plate: skin, quiet landmarks, light from the upper left."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from midback.atlas.body_figure import (
    CROWN,
    FOOT,
    NIPPLE,
    REACH,
    UMBILICUS,
    arm_section,
    backwards,
    blade_shades,
    outline,
    skin_lines,
)
from midback.atlas.curves import Points, mirrored
from midback.atlas.drawing import Look, Shapes, flat_shape, lit_shape
from midback.atlas.style import LABEL_SIZE, PAPER, QUIET_INK, SMALL_SIZE, TISSUES, towards

# Colours that are laid over the skin, from the palette of Okabe and Ito.
BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#CC79A7"

SKIN = towards(TISSUES["bone"].fill, PAPER, 0.45)
SKIN_EDGE = towards(TISSUES["bone"].edge, PAPER, 0.15)
SKIN_LINE = towards(TISSUES["bone"].edge, PAPER, 0.35)
SKIN_QUIET = towards(TISSUES["bone"].edge, PAPER, 0.6)


# How far up from its lowest point the figure fades away, in cm, and in how many steps.
_FADE, _FADE_STEPS = 6.5, 18


def closed(points: Points) -> Path:
    """A polygon as a path."""
    ring = np.vstack([points, points[:1]])
    codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY]
    return Path(ring, codes)


class Sheet:
    """From cm on the body to the figure: where one view of the body stands on a plate.

    `middle` is the midline and `foot` the height `lowest` on the body, both in inches from the
    plate's lower left corner; `scale` is inches for a cm.
    """

    def __init__(
        self,
        size: tuple[float, float],
        middle: float,
        foot: float,
        lowest: float,
        scale: float,
    ) -> None:
        self.scale = scale
        self.size = size
        self._to_figure = (
            Affine2D()
            .translate(0, -lowest)
            .scale(scale, scale)
            .translate(middle, foot)
            .scale(1 / size[0], 1 / size[1])
        )

    def on(self, points: Points) -> Points:
        """Points in cm, N x 2, in figure coordinates."""
        return np.asarray(self._to_figure.transform(points), dtype=np.float64)

    def path(self, path: Path) -> Path:
        """A path in cm in figure coordinates."""
        return self._to_figure.transform_path(path)


def draw_body(
    axes: Axes, sheet: Sheet, view: str, *, arms: bool = True, marks: bool = True
) -> PathPatch:
    """The figure from the `front` or the `back`; returns the patch to clip overlays with.

    Without `arms` they are cut above the elbow, which leaves room for names beside the trunk.
    Without `marks` nothing shines through the skin: bones are laid on it.
    """
    path = sheet.path(outline(arms)[0])
    lit_shape(axes, path, SKIN, SKIN_EDGE, 0)
    clip = PathPatch(path, facecolor="none", edgecolor="none")
    axes.add_artist(clip)
    lines = skin_lines(view)
    if view == "back" and marks:
        _draw_back(axes, sheet)
    for kind, colour, width in (("quiet", SKIN_QUIET, 0.55), ("strong", SKIN_LINE, 0.6)):
        if kind == "quiet" and not marks:
            continue
        drawn = flat_shape(axes, sheet.path(lines[kind]), "none", colour, width, capstyle="round")
        inside(drawn, clip)
    if view == "front":
        _draw_front(axes, sheet)
    return clip


def draw_outline(axes: Axes, sheet: Sheet, foot: float = FOOT, *, arms: bool = True) -> None:
    """The figure's outline, over whatever was laid on its skin; below `foot` it fades away."""
    if not arms:
        for section in (arm_section(), mirrored(arm_section())):
            shade = towards(SKIN, SKIN_EDGE, 0.12)
            flat_shape(axes, closed(sheet.on(section)), shade, SKIN_LINE, 0.6, zorder=2.5)
    half = outline(arms)[1]
    lines = Path.make_compound_path(*half, *(backwards(part) for part in half))
    flat_shape(axes, sheet.path(lines), "none", SKIN_EDGE, 0.8, joinstyle="round", zorder=2.6)
    low, high = sheet.on(np.array([[-REACH - 0.5, FOOT - 1.0], [REACH + 0.5, foot]]))
    fade_away(axes, low, high, _FADE * sheet.scale / sheet.size[1])


def draw_cut_bone(axes: Axes, sheet: Sheet) -> None:
    """The bone in the cut surface of either arm, on a figure without forearms."""
    for section in (arm_section(), mirrored(arm_section())):
        middle = section.mean(axis=0)
        for share, fill, edge in (
            (0.31, TISSUES["bone"].fill, SKIN_EDGE),
            (0.13, towards(TISSUES["bone"].fill, SKIN_EDGE, 0.5), "none"),
        ):
            ring = closed(sheet.on(middle + share * (section - middle)))
            flat_shape(axes, ring, fill, edge, 0.5, zorder=2.7)


def fade_away(axes: Axes, low: Points, high: Points, over: float) -> None:
    """Paper between two corners, in figure coordinates, that thins out upwards over a height."""
    share = np.linspace(0, 1, _FADE_STEPS + 1)
    seen = (1 - np.cos(np.pi * share)) / 2
    # Sheets of paper from the lower edge, one on the other, so that no seam lies between them.
    paper = 1 - np.divide(seen[:-1], seen[1:])
    layers = [
        (
            closed(np.array([low, (high[0], low[1]), (high[0], top), (low[0], top)])),
            Look(PAPER, "none", 0.0, round(float(hidden), 3)),
        )
        for top, hidden in zip(high[1] + over * share[:-1], paper, strict=True)
    ]
    axes.add_artist(Shapes(layers, order=3))


def inside(patch: PathPatch, outline: PathPatch) -> None:
    """Show only the part of `patch` that lies within `outline`."""
    patch.set_clip_path(outline)
    patch.set_clip_on(True)


def heading(axes: Axes, sheet: Sheet, view: str) -> None:
    """Above the figure, from where it is seen."""
    x, y = sheet.on(np.array([[0, CROWN + 2.5]]))[0]
    words = {"front": "from the front", "back": "from behind"}[view]
    axes.text(x, y, words, fontsize=LABEL_SIZE, color=QUIET_INK, ha="center", style="italic")


def name_sides(
    axes: Axes, sheet: Sheet, view: str, *, across: float = 27.0, height: float = 150.0
) -> None:
    """Which side of the picture is the person's left, beside the head if not placed elsewhere."""
    for side, sign in (("left", 1.0), ("right", -1.0)):
        place = np.array([[sign * (across if view == "front" else -across), height]])
        x, y = sheet.on(place)[0]
        axes.text(x, y, side, fontsize=SMALL_SIZE, color=QUIET_INK, ha="center", style="italic")


def check_switch(plate: str, name: str, value: object) -> None:
    """A `ValueError` unless the plate's parameter `name` is True or False."""
    if not isinstance(value, bool):
        raise ValueError(
            f"The plate '{plate}' cannot be drawn with {name}={value!r}. Give True or False."
        )


def _spot(axes: Axes, sheet: Sheet, centre: Points, wide: float, high: float, colour: str) -> None:
    x, y = sheet.on(centre[None])[0]
    axes.add_artist(
        Ellipse(
            (x, y),
            wide * sheet.scale / sheet.size[0],
            high * sheet.scale / sheet.size[1],
            facecolor=colour,
            edgecolor="none",
        )
    )


def _draw_front(axes: Axes, sheet: Sheet) -> None:
    for side in (1.0, -1.0):
        nipple = NIPPLE * np.array([side, 1.0])
        _spot(axes, sheet, nipple, 1.9, 1.9, towards(SKIN, SKIN_EDGE, 0.22))
        _spot(axes, sheet, nipple, 0.7, 0.7, towards(SKIN, SKIN_EDGE, 0.55))
    _spot(axes, sheet, UMBILICUS, 0.9, 1.5, towards(SKIN, SKIN_EDGE, 0.55))


def _draw_back(axes: Axes, sheet: Sheet) -> None:
    shade = towards(SKIN, SKIN_EDGE, 0.09)
    flat_shape(axes, sheet.path(blade_shades()), shade, "none", 0)
    along = np.linspace(0, np.pi, 30)
    heights = 97.5 + (146 - 97.5) * (1 + np.cos(along)) / 2
    # Ever narrower and shorter ovals, each a little darker, so that the furrow has no edge.
    middle = heights.mean()
    for wide, share in ((1.7, 0.025), (1.3, 0.05), (0.95, 0.075), (0.62, 0.1), (0.34, 0.125)):
        sides = wide * np.sin(along)
        short = middle + (heights - middle) * (0.74 + 0.15 * wide)
        furrow = np.vstack(
            [np.column_stack([sides, short]), np.column_stack([-sides, short])[::-1]]
        )
        shade = towards(SKIN, SKIN_EDGE, share)
        flat_shape(axes, closed(sheet.on(furrow)), shade, "none", 0)
    for side in (1.0, -1.0):
        _spot(axes, sheet, np.array([side * 4.3, 97.0]), 1.3, 1.0, towards(SKIN, SKIN_EDGE, 0.25))
