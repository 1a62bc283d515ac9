"""How the spine cut down the middle is drawn, from the canal to the bones in front of it."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.axes import Axes

from midback.atlas.curves import Points
from midback.atlas.cut_drawing import draw_band, draw_disc, draw_spongy, polygon_path
from midback.atlas.drawing import flat_shape
from midback.atlas.sagittal_cut import MedianCut
from midback.atlas.style import PAPER, QUIET_INK, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet

_FAT = towards(TISSUES["bone"].fill, PAPER, 0.45)
_FLUID = towards(TISSUES["cartilage"].fill, PAPER, 0.86)


def _fill(axes: Axes, sheet: Sheet, points: Points, fill: str, edge: str, width: float) -> None:
    flat_shape(axes, sheet.path(polygon_path(points)), fill, edge, width * sheet.line)


def draw_canal(axes: Axes, sheet: Sheet, cut: MedianCut) -> None:
    """Fat, the dural sac with its fluid, and the cord."""
    nerve = TISSUES["nerve"]
    _fill(axes, sheet, cut.canal(), _FAT, "none", 0)
    _fill(axes, sheet, cut.sac(), _FLUID, QUIET_INK, 1.1)
    _fill(axes, sheet, cut.cord(), towards(nerve.fill, PAPER, 0.15), nerve.edge, nerve.width * 0.8)
    cord = cut.cord()
    half = len(cord) // 2
    middle = (cord[:half] + cord[half:][::-1]) / 2
    # The central canal, where the two halves of the cord meet.
    axes.plot(*sheet.on(middle).T, color=nerve.edge, linewidth=0.6 * sheet.line, alpha=0.6)


def draw_end_plate(axes: Axes, sheet: Sheet, plate: Points) -> None:
    """The cartilage between a disc and a body."""
    cartilage = TISSUES["cartilage"]
    fill = towards(cartilage.fill, cartilage.edge, 0.55)
    _fill(axes, sheet, plate, fill, cartilage.edge, cartilage.width * 0.7)


def draw_median(axes: Axes, sheet: Sheet, cut: MedianCut) -> None:
    """Everything that the cut down the middle lays open, without names."""
    draw_canal(axes, sheet, cut)
    draw_band(axes, sheet, cut.posterior_longitudinal(), fibres=2)
    for corner in cut.front_corners():
        _fill(axes, sheet, corner, towards(TISSUES["ligament"].fill, PAPER, 0.3), "none", 0)
    draw_band(axes, sheet, cut.anterior_longitudinal(), fibres=3)
    for disc in cut.discs().values():
        draw_disc(axes, sheet, disc, lamellae=7)
    between = list(pairwise(cut.levels))
    for upper, lower in between:
        draw_band(axes, sheet, cut.interspinous(upper, lower), fibres=11, pale=0.5)
        draw_band(axes, sheet, cut.flavum(upper, lower), fibres=4, pale=0.0)
    for level in cut.levels:
        draw_spongy(axes, sheet, cut.body(level))
    for upper, lower in between:
        for level, which in ((upper, "lower"), (lower, "upper")):
            draw_end_plate(axes, sheet, cut.end_plate(level, which))
    draw_band(axes, sheet, cut.supraspinous(), fibres=3)
    for level in cut.levels:
        draw_spongy(axes, sheet, cut.arch(level))
