"""How the plate `spine-lateral` is drawn: bones lit from one side, names in two columns."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from midback.atlas.bones import Bone, joint
from midback.atlas.column import Column
from midback.atlas.curves import Points, corners
from midback.atlas.drawing import Look, Shapes, flat_shape, lit_shape, name_with_leader
from midback.atlas.frames import EndPlate, Frame, direction
from midback.atlas.shapes import CERVICAL, THORACIC
from midback.atlas.style import (
    EMPHASIS,
    EMPHASIS_WASH,
    INK,
    LABEL_SIZE,
    LEVEL_SIZE,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)

# The drawing's window in mm, the same at every kyphosis so that nothing jumps when it changes.
_LEFT, _RIGHT, _BOTTOM, _TOP = -178.0, 126.0, -124.0, 580.0
_MM_PER_INCH = 70.0
SIZE = ((_RIGHT - _LEFT) / _MM_PER_INCH, (_TOP - _BOTTOM) / _MM_PER_INCH)


class Sheet:
    """From mm on the drawing to the figure, mirrored when the spine faces left."""

    def __init__(self, facing: str) -> None:
        self.facing = facing
        shrink = (1 / (_RIGHT - _LEFT), 1 / (_TOP - _BOTTOM))
        self._to_figure = Affine2D().translate(-_LEFT, -_BOTTOM).scale(*shrink)
        if facing == "left":
            self._to_figure = self._to_figure.scale(-1, 1).translate(1, 0)

    def on(self, points: Points) -> Points:
        """Points in mm, N x 2, in figure coordinates."""
        return np.asarray(self._to_figure.transform(points), dtype=np.float64)

    def path(self, path: Path) -> Path:
        """A path in mm in figure coordinates."""
        return self._to_figure.transform_path(path)


def _colours(level: str, emphasised: bool) -> tuple[str, str]:
    """Fill and edge of a bone: in full colour when the plate is about it, else paler."""
    bone = TISSUES["bone"]
    if emphasised:
        return bone.fill, bone.edge
    return towards(bone.fill, PAPER, 0.6), towards(bone.edge, PAPER, 0.35)


def _draw_band(axes: Axes, sheet: Sheet, drawn: Column) -> None:
    """The soft band from the base of the neck to the lower edge of the rib cage."""
    first, last = drawn.bodies["T1"].upper, drawn.bodies["T12"].lower
    top = sheet.on((first.back[None] + first.front[None]) / 2)[0][1]
    bottom = sheet.on((last.back[None] + last.front[None]) / 2)[0][1]
    axes.add_artist(Rectangle((0, bottom), 1, top - bottom, facecolor=EMPHASIS_WASH, zorder=-5))
    for edge, words, side in (
        (top, "base of the neck", "top"),
        (bottom, "lower edge\nof the rib cage", "bottom"),
    ):
        axes.axhline(edge, color=towards(EMPHASIS, PAPER, 0.55), linewidth=0.6, zorder=-4)
        axes.text(
            0.985 if sheet.facing == "right" else 0.015,
            edge + (-0.004 if side == "top" else 0.004),
            words,
            fontsize=SMALL_SIZE,
            color=EMPHASIS,
            ha="right" if sheet.facing == "right" else "left",
            va=side,
            linespacing=1.1,
        )
    axes.text(
        0.03 if sheet.facing == "right" else 0.97,
        bottom + 0.72 * (top - bottom),
        "M I D   B A C K",
        fontsize=LABEL_SIZE + 1,
        fontweight="bold",
        color=EMPHASIS,
        rotation=90 if sheet.facing == "right" else 270,
        ha="center",
        va="center",
    )


# Each rib is painted so many times, longer each time, so that it fades without a seam.
_FADES = 8


def far_rib(plate: EndPlate, number: int) -> Points:
    """The middle line of a far rib whose head lies at an end plate's back corner, N x 2."""
    reach = 88.0 if number < 11 else 66.0 if number == 11 else 44.0
    along = np.linspace(0.16, 1, 11)
    # Hidden behind the bodies it slopes down from its head, so that it comes out before the
    # column one to two levels lower, and runs on ever steeper.
    slope, bend = 0.42 + 0.05 * min(number, 9), 0.12 + 0.12 * min(number, 9) / 9
    fall = 9.0 + min(number, 4) * 1.75 + reach * (slope * along + bend * along**2)
    # It leans with its vertebra.
    return Frame(plate.back, 0.7 * plate.angle).place(np.column_stack([3.0 + along * reach, -fall]))


def _draw_ribs(axes: Axes, sheet: Sheet, drawn: Column) -> None:
    """The far ribs, which come from behind the bodies and fade as they run on."""
    bone = TISSUES["bone"]
    body, rim = towards(bone.fill, bone.edge, 0.1), towards(bone.fill, bone.edge, 0.32)
    layers: list[tuple[Path, Look]] = []
    for number, level in enumerate(THORACIC, start=1):
        line = far_rib(drawn.bodies[level].upper, number)
        along = np.linspace(0.16, 1, len(line))
        ahead = np.gradient(line, axis=0)
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        across = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        half = (4.2 if number < 11 else 3.2) * (1 - 0.25 * along[:, None])
        upper, lower, shade = line + across * half, line - across * half, line - across * half * 0.3
        for step in range(_FADES):
            end = len(line) - 1 - step
            for first, second, colour in ((upper, lower, body), (shade, lower, rim)):
                tip = line[end : end + 1]
                ring = np.vstack([first[:end], tip, second[:end][::-1], first[:1]])
                look = Look(colour, "none", 0.0, 0.11)
                layers.append((sheet.path(Path(ring, closed=True)), look))
    axes.add_artist(Shapes(layers, order=-3))


def _draw_plain_bone(axes: Axes, sheet: Sheet, bone: Bone) -> None:
    """A neighbour of the thoracic spine without light."""
    fill, edge = _colours(bone.level, False)
    width = TISSUES["bone"].width * 0.8
    shapes = [*bone.far, bone.outline, *bone.near]
    axes.add_artist(Shapes([(sheet.path(each), Look(fill, edge, width)) for each in shapes]))


def _draw_bone(axes: Axes, sheet: Sheet, bone: Bone, emphasised: bool) -> None:
    fill, edge = _colours(bone.level, emphasised)
    width = TISSUES["bone"].width * (1.0 if emphasised else 0.8)
    for part in bone.far:
        lit_shape(axes, sheet.path(part), towards(fill, edge, 0.06), edge, width)
    lit_shape(axes, sheet.path(bone.outline), fill, edge, width)
    for line in bone.lines:
        flat_shape(axes, sheet.path(line), "none", edge, width * 0.7)
    for part in bone.near:
        near = towards(fill, PAPER, 0.35)
        lit_shape(axes, sheet.path(part), near, edge, width * 0.75, rounded=False)
    cartilage = TISSUES["cartilage"]
    for facet in bone.facets:
        fill = towards(cartilage.fill, PAPER, 0.25)
        flat_shape(axes, sheet.path(facet), fill, cartilage.edge, cartilage.width)


def _draw_ghosts(axes: Axes, sheet: Sheet, bone: Bone) -> None:
    for ghost in bone.ghosts:
        edge = TISSUES["bone"].edge
        flat_shape(axes, sheet.path(ghost), "none", edge, 0.7, linestyle=(0, (2.2, 1.6)))


def _draw_discs(axes: Axes, sheet: Sheet, drawn: Column, labels: bool) -> None:
    cartilage = TISSUES["cartilage"]
    for between, outline in drawn.discs.items():
        emphasised = labels and between.split("-")[0] in THORACIC
        lit_shape(
            axes,
            sheet.path(outline),
            towards(cartilage.fill, PAPER, 0.35 if emphasised else 0.7),
            cartilage.edge if emphasised else towards(cartilage.edge, PAPER, 0.4),
            cartilage.width,
            rounded=False,
        )


def _draw_levels(axes: Axes, sheet: Sheet, drawn: Column) -> None:
    """The level on each vertebra."""
    for bone in drawn.bones:
        if bone.level in ("S", "Co"):
            continue
        thoracic = bone.level in THORACIC
        x, y = sheet.on(bone.middle[None])[0]
        axes.text(
            x,
            y,
            bone.level,
            fontsize=SMALL_SIZE - 0.4 if bone.level in CERVICAL else LEVEL_SIZE,
            fontweight="bold" if thoracic else "normal",
            color=INK if thoracic else QUIET_INK,
            ha="center",
            va="center_baseline",
        )


def _draw_parts(axes: Axes, sheet: Sheet, drawn: Column) -> None:
    """Parts of the bones, named at the back and at the front with thin leaders."""
    bones = {bone.level: bone for bone in drawn.bones}
    bodies = drawn.bodies

    def spine_tip(level: str) -> Points:
        outline = corners(bones[level].outline)
        tip: Points = outline[np.argmin(outline[:, 0])] + np.array([2.5, 0.0])
        return tip

    def within(path: Path) -> Points:
        middle: Points = corners(path)[:-1].mean(axis=0)
        return middle

    foramen = bodies["L3"].frame.place([[-5.0, -bodies["L3"].height / 2 - 1]])[0]
    facets = Frame(bodies["T7"].lower.back, bodies["T7"].lower.angle).place([[3.0, 1.6]])[0]
    parts = (
        ("Vertebra\nprominens", "back", 12.0, spine_tip("C7")),
        ("Spinous\nprocess", "back", -2.0, spine_tip("T7")),
        ("Transverse\nprocess", "back", -34.0, within(bones["T10"].near[0])),
        ("Zygapophysial\njoint", "back", -10.0, joint(bodies["L1"], bodies["L2"].upper).origin),
        ("Intervertebral\nforamen", "back", -8.0, foramen),
        ("Dens of axis", "front", 8.0, within(bones["C2"].far[0]) + np.array([0.0, 7.0])),
        ("Costal facets\nfor rib heads", "front", 6.0, facets),
        ("Intervertebral\ndisc", "front", -6.0, bodies["T10"].lower.front + np.array([-4.0, -3.0])),
        ("Sacrum", "front", -6.0, bones["S"].middle + np.array([-18.0, -40.0])),
        ("Coccyx", "front", -2.0, within(bones["Co"].outline)),
    )
    for words, side, raised, target in parts:
        at = np.array([{"back": -114.0, "front": 68.0}[side], target[1] + raised])
        name_with_leader(axes, words, *sheet.on(np.vstack([at, target])))


def _draw_regions(axes: Axes, sheet: Sheet, drawn: Column, kyphosis: float) -> None:
    """The three parts of the column in words, and the curve that is drawn."""
    side = "left" if sheet.facing == "right" else "right"
    for words, level, colour in (
        ("Cervical\nvertebrae", "C5", QUIET_INK),
        ("Thoracic\nvertebrae", "T3", INK),
        ("Lumbar\nvertebrae", "L3", QUIET_INK),
    ):
        x, y = sheet.on(np.array([[68.0, drawn.bodies[level].frame.origin[1]]]))[0]
        axes.text(
            x,
            y,
            words,
            fontsize=LABEL_SIZE + 0.6,
            fontweight="bold",
            color=colour,
            ha=side,
            multialignment=side,
            va="center",
        )
        if level == "T3":
            axes.text(
                x,
                y - 0.019,
                f"kyphosis {kyphosis:g}°",
                fontsize=LABEL_SIZE,
                color=EMPHASIS,
                ha=side,
                va="top",
            )
    for plate in (drawn.bodies["T1"].upper, drawn.bodies["T12"].lower):
        line = plate.front + np.outer([1.5, 24.0], direction(plate.angle))
        axes.plot(*sheet.on(line).T, color=EMPHASIS, linewidth=0.9, linestyle=(0, (3, 2)))


def draw_spine(
    axes: Axes,
    sheet: Sheet,
    drawn: Column,
    kyphosis: float,
    *,
    labels: bool,
    curve_only: bool,
) -> None:
    """The whole column into axes that run from 0 to 1 both ways.

    Without labels every bone has the same colour and nothing is marked out or named.
    With `curve_only` the neighbours of the thoracic spine are plain and no part is named.
    """
    if labels:
        _draw_band(axes, sheet, drawn)
    _draw_ribs(axes, sheet, drawn)
    _draw_discs(axes, sheet, drawn, labels)
    order = [bone for bone in drawn.bones if bone.level != "C1"] + [drawn.bones[0]]
    for bone in order:
        if curve_only and bone.level not in THORACIC:
            _draw_plain_bone(axes, sheet, bone)
        else:
            _draw_bone(axes, sheet, bone, labels and bone.level in THORACIC)
    for bone in drawn.bones:
        _draw_ghosts(axes, sheet, bone)
    for words, x in (("front", 105.0), ("back", -155.0)):
        across, up = sheet.on(np.array([[x, 570.0]]))[0]
        axes.text(
            across, up, words, fontsize=LABEL_SIZE, color=QUIET_INK, ha="center", style="italic"
        )
    if labels:
        _draw_levels(axes, sheet, drawn)
        if not curve_only:
            _draw_parts(axes, sheet, drawn)
        _draw_regions(axes, sheet, drawn, kyphosis)
