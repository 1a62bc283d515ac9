"""The plate `landmarks-behind`: bony landmarks of the back, and how sure the level of each is."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.patheffects import withStroke

from midback.atlas.body_drawing import (
    BLUE,
    SKIN,
    Sheet,
    check_switch,
    draw_body,
    draw_cut_bone,
    draw_outline,
    name_sides,
)
from midback.atlas.body_levels import C7_HEIGHT, PSIS_HEIGHT, surface_levels
from midback.atlas.curves import sampled
from midback.atlas.drawing import name_with_leader
from midback.atlas.landmark_bones import felt_bones, hidden_bones, landmark_bones
from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces
from midback.atlas.style import (
    EMPHASIS,
    INK,
    LABEL_SIZE,
    QUIET_INK,
    SMALL_SIZE,
)
from midback.atlas.vertebra_drawing import Sheet as PieceSheet

TITLE = "Surface landmarks of the back, with how sure each level is"
SOURCE = (
    "Percentages from C7 to the level of the posterior superior iliac spines: means of 22 people, "
    "ernst2013; the levels between the published ones are interpolated. "
    "Inferior angle of the scapula: standing cooperstein2009, lying prone cooperstein2014. "
    "Root of the scapular spine at T3: traditional. "
    "C7 as the most prominent and the twelfth rib at T12: standard teaching, recalled. "
    "Figure and bones are illustrative."
)
ALT = (
    "The back of a standing adult with the shoulder blades, the spinous processes, the twelfth "
    "ribs and the hip bones showing through the skin. "
    "A ruler on the left runs from C7, 0 percent, to the level of the posterior superior iliac "
    "spines, 100 percent: T4 lies at 21, T7 at 39, T10 at 54, L1 at 71 and L4 at 86 percent. "
    "Shaded bands show how sure each landmark is: the bump at the base of the neck is C7, "
    "sometimes T1; the root of the scapular spine is T3 by tradition; the inferior angle of the "
    "scapula is near T8 on average when standing, T7 to T9 in about two thirds of people, and "
    "near T9 on average when lying prone; the twelfth rib leads to T12, but its length varies. "
    "To name a level, count from two landmarks, and record the landmark and the position."
)
_SIZE, _KEY = (4.6, 5.6), 1.2
_SCALE, _FOOT, _MIDDLE = 0.0505, 87.8, 2.16
_RULER = -28.4
# The skin over the bones lets them shine through; over those that are felt there is little.
_VEIL = 0.62
_TIP = np.array([9.0, 125.1])


def _sheet(size: tuple[float, float]) -> Sheet:
    return Sheet(size, _MIDDLE, size[1] - 0.06 - (172.0 - _FOOT) * _SCALE, _FOOT, _SCALE)


def _fine_sheet(sheet: Sheet) -> PieceSheet:
    """The same place for pieces of bone."""
    return PieceSheet(sheet.size, 1 / _SCALE, tuple(sheet.on(np.zeros((1, 2)))[0]))


def _draw_bones(axes: Axes, sheet: Sheet, clip: PathPatch) -> None:
    """The skeleton under the skin, then what is felt of it."""
    fine = _fine_sheet(sheet)
    draw_pieces(axes, fine, hidden_bones())
    veil = PathPatch(clip.get_path(), facecolor=SKIN, edgecolor="none", alpha=_VEIL)
    axes.add_artist(veil)
    draw_pieces(axes, fine, felt_bones())


def _span(axes: Axes, sheet: Sheet, top: float, bottom: float, left: float, right: float) -> None:
    """A soft band between two heights: the levels that a landmark may mean."""
    corners = sheet.on(np.array([[left, bottom], [right, top]]))
    wide, high = corners[1] - corners[0]
    box = Rectangle(corners[0], wide, high, facecolor=BLUE, alpha=0.26, zorder=2.2)
    box.set_linewidth(0)
    axes.add_artist(box)
    for height in (corners[0][1], corners[1][1]):
        axes.plot(
            [corners[0][0], corners[1][0]],
            [height, height],
            color=EMPHASIS,
            linewidth=0.7,
            zorder=2.3,
        )


def _middle_of(upper: str, lower: str) -> float:
    levels = surface_levels()
    return (levels[upper].height + levels[lower].height) / 2


def _draw_spans(axes: Axes, sheet: Sheet) -> None:
    levels = surface_levels()
    _span(axes, sheet, levels["C7"].height + 1.3, _middle_of("T1", "T2"), -2.0, 3.6)
    _span(axes, sheet, _middle_of("T6", "T7"), _middle_of("T9", "T10"), -2.0, 12.6)
    for level, dash, end in (("T3", (0, (1.5, 1.6)), 6.6), ("T8", "solid", 9.0)):
        ends = sheet.on(np.array([[0.9, levels[level].height], [end, levels[level].height]]))
        axes.plot(*ends.T, color=EMPHASIS, linewidth=1.4, linestyle=dash, zorder=4)
    prone = sheet.on(np.array([[0.9, levels["T9"].height], [12.6, levels["T9"].height]]))
    axes.plot(*prone.T, color=EMPHASIS, linewidth=1.1, linestyle=(0, (4, 2)), zorder=4)


def _draw_levels(axes: Axes, sheet: Sheet) -> None:
    """The level beside each spinous process, strong where its place was published."""
    for level in surface_levels().values():
        x, y = sheet.on(np.array([[-1.6, level.height]]))[0]
        published = level.percent_status == "seen"
        axes.text(
            x,
            y,
            level.level,
            fontsize=SMALL_SIZE - 0.4,
            fontweight="bold" if published else "normal",
            color=INK if published else QUIET_INK,
            ha="right",
            va="center_baseline",
            zorder=6,
            path_effects=[withStroke(linewidth=2.8, foreground=SKIN, alpha=0.94)],
        )


def _draw_ruler(axes: Axes, sheet: Sheet) -> None:
    """The way from C7 to the posterior superior iliac spines, with the published places."""
    ends = sheet.on(np.array([[_RULER, C7_HEIGHT], [_RULER, PSIS_HEIGHT]]))
    axes.plot(*ends.T, color=INK, linewidth=1.1, solid_capstyle="butt", zorder=5)
    for tenth in range(11):
        height = C7_HEIGHT - tenth / 10 * (C7_HEIGHT - PSIS_HEIGHT)
        tick = sheet.on(np.array([[_RULER, height], [_RULER + 0.9, height]]))
        axes.plot(*tick.T, color=INK, linewidth=0.6, zorder=5)
    marks = [
        (level.percent, level.level)
        for level in surface_levels().values()
        if level.percent_status == "seen"
    ]
    for percent, words in [*marks, (100.0, "PSIS")]:
        height = C7_HEIGHT - percent / 100 * (C7_HEIGHT - PSIS_HEIGHT)
        guide = sheet.on(np.array([[_RULER, height], [-5.4, height]]))
        axes.plot(*guide.T, color=QUIET_INK, linewidth=0.55, linestyle=(0, (1, 2)), zorder=4)
        x, y = sheet.on(np.array([[_RULER - 0.8, height]]))[0]
        axes.text(
            x,
            y,
            f"{words}  {percent:.0f} %",
            fontsize=SMALL_SIZE,
            ha="right",
            va="center_baseline",
            color=INK,
        )
    x, y = sheet.on(np.array([[-41.4, 153.6]]))[0]
    axes.text(
        x,
        y,
        "Way from C7 to the\niliac spines (PSIS),\nmean of 22 people",
        fontsize=SMALL_SIZE,
        color=EMPHASIS,
        ha="left",
        va="center",
        linespacing=1.15,
    )


def _draw_names(axes: Axes, sheet: Sheet) -> None:
    levels = surface_levels()
    names = (
        (
            "C7, sometimes T1:\nthe bump at the\nbase of the neck",
            (24.0, 156.5),
            (2.6, levels["C7"].height - 0.4),
        ),
        (
            "Spine of the scapula:\nits root at T3\nby tradition",
            (25.6, 143.4),
            (14.6, 139.8),
        ),
        (
            "Inferior angle,\nstanding: T8 on\naverage, T7 to T9\nin two thirds",
            (27.8, 129.4),
            (9.6, 125.6),
        ),
        (
            "Inferior angle, lying\nprone: T9 on average",
            (21.0, 117.0),
            (12.4, levels["T9"].height),
        ),
        (
            "Twelfth rib: leads to\nT12, but its length\nvaries",
            (19.2, 109.4),
            (6.9, 112.1),
        ),
        ("Iliac crest", (20.0, 101.6), (11.2, 102.8)),
        ("Posterior superior\niliac spine (PSIS)", (21.0, 95.8), (4.2, 97.0)),
    )
    for words, at, to in names:
        name_with_leader(axes, words, *sheet.on(np.array([at, to])), size=SMALL_SIZE)


def _draw_steps(axes: Axes) -> None:
    """How to count, in words below the drawing."""
    steps = (
        ("To name a level", "bold"),
        ("1  Find the bump at the base of the neck and count down from it.", "normal"),
        ("2  Find the tip of the shoulder blade: near T8 standing, near T9 lying prone.", "normal"),
        ("3  Compare the two counts. Even experienced hands are often one level out.", "normal"),
        ("4  Record the landmark and the position of the body, not only a number.", "normal"),
        ("Band: the levels it may mean.  Dots: traditional.  Grey level: interpolated.", "quiet"),
    )
    top = 1.03
    for place, (words, kind) in enumerate(steps):
        lower = 0.06 if kind == "quiet" else 0.0
        axes.text(
            0.12 / _SIZE[0],
            (top - 0.165 * place - lower) / _SIZE[1],
            words,
            fontsize=LABEL_SIZE if kind == "bold" else SMALL_SIZE,
            fontweight="bold" if kind == "bold" else "normal",
            color=QUIET_INK if kind == "quiet" else INK,
            va="center",
        )


def landmarks_behind(key: bool = True) -> Plate:
    """The back with its bony landmarks, a ruler of levels and how sure each landmark is.

    `key` makes room for the steps of counting below the figure.
    """
    check_switch("landmarks-behind", "key", key)
    size = _SIZE if key else (_SIZE[0], _SIZE[1] - _KEY)
    sheet = _sheet(size)

    def draw(axes: Axes, labels: bool) -> None:
        clip = draw_body(axes, sheet, "back", arms=False, marks=False)
        _draw_bones(axes, sheet, clip)
        draw_outline(axes, sheet, _FOOT, arms=False)
        draw_cut_bone(axes, sheet)
        name_sides(axes, sheet, "back", across=24.0, height=90.0)
        if labels:
            _draw_spans(axes, sheet)
            _draw_levels(axes, sheet)
            _draw_ruler(axes, sheet)
            _draw_names(axes, sheet)
        if labels and key:
            _draw_steps(axes)

    regions = [
        Region(id, term, sheet.on(sampled(outline)))
        for id, (term, outline) in landmark_bones().items()
    ]
    for side, sign in (("right", 1.0), ("left", -1.0)):
        around = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        ring = _TIP + 1.6 * np.column_stack([np.cos(around), np.sin(around)])
        term = f"Inferior angle of the {side} scapula"
        regions.append(
            Region(f"inferior-angle-{side}", term, sheet.on(ring * np.array([sign, 1.0])))
        )
    return Plate(
        "landmarks-behind",
        TITLE,
        ALT,
        SOURCE,
        tuple(regions),
        size,
        draw,
        MappingProxyType({"key": key}),
    )
