"""The ligaments of T6 to T8 from the front, on the bodies.

Lengths are in mm, x to the right of the picture, from the middle of T7.
Bodies and discs follow the tables; ribs, arches and ligaments are illustrative.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from midback.atlas.curves import Points, sampled, smooth
from midback.atlas.cut_drawing import Band, draw_band, draw_spongy, polygon_path
from midback.atlas.drawing import flat_shape
from midback.atlas.sparing_light import sparing
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_view
from midback.atlas.vertebra_light import Shade, shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Layer, Part, View, both_halves, outline, oval

LEVELS = ("T6", "T7", "T8")
# Where a rib is cut off, from the edge of the body and from the level of the disc.
_RIB_END = (16.0, -5.8)


@lru_cache(maxsize=1)
def raised() -> dict[str, float]:
    """How far the middle of each body lies above that of T7, in mm."""
    found = {"T7": 0.0}
    for upper, lower in pairwise(LEVELS):
        gap = measures(upper).side.height / 2 + measures(upper).side.disc
        gap += measures(lower).side.height / 2
        if lower == "T7":
            found[upper] = gap
        else:
            found[lower] = -gap
    return {level: found[level] for level in LEVELS}


def body(level: str) -> Points:
    """A body from the front: its sides are drawn in between the end plates."""
    bone, up = measures(level), raised()[level]
    half, upper, lower = bone.side.height / 2, bone.width_upper / 2, bone.width_lower / 2
    right = [
        (0.0, half - 0.5), (upper * 0.6, half - 0.2), (upper - 0.5, half - 0.1),
        (upper + 0.1, half - 1.4), (upper * 0.9, half * 0.4), (upper * 0.88, -half * 0.2),
        (lower * 0.93, -half * 0.6), (lower + 0.1, -half + 1.4), (lower - 0.5, -half + 0.1),
        (lower * 0.6, -half + 0.2), (0.0, -half + 0.5),
    ]  # fmt: skip
    placed: Points = both_halves(right) + np.array([0.0, up])
    return placed


def disc(upper: str, lower: str) -> Points:
    """A disc from the front, bulging a little."""
    top = raised()[upper] - measures(upper).side.height / 2
    foot = raised()[lower] + measures(lower).side.height / 2
    wide = (measures(upper).width_lower + measures(lower).width_upper) / 4
    right = [
        (0.0, top + 0.4), (wide - 1.0, top + 0.2), (wide + 0.5, (top + foot) / 2),
        (wide - 1.0, foot - 0.2), (0.0, foot - 0.4),
    ]  # fmt: skip
    return sampled(outline(both_halves(right)))


def _disc_level(upper: str, lower: str) -> float:
    top = raised()[upper] - measures(upper).side.height / 2
    return top - measures(upper).side.disc / 2 if lower else top


def rib(upper: str, lower: str, side: int) -> Points:
    """The head and neck of a rib, which slopes down; `side` 1 is the right of the picture."""
    level = _disc_level(upper, lower)
    edge = measures(lower).width_upper / 2
    line = [(edge - 1.6, level), (edge + 1.6, level + 0.1), (edge + 6.0, level - 0.6)]
    line += [(edge + 11.0, level - 2.8), (edge + _RIB_END[0], level + _RIB_END[1])]
    band = Band.along(line, [2.3, 3.7, 2.6, 2.9, 3.0])
    points = np.vstack([band.one, band.other[::-1]])[::3]
    turned: Points = points * np.array([side, 1.0])
    return turned


def radiate(upper: str, lower: str, side: int) -> tuple[Band, ...]:
    """The three bundles of the ligament from the head of a rib."""
    level = _disc_level(upper, lower)
    edge = measures(lower).width_upper / 2
    # Where the two sides of a bundle start on the head and where they end on the spine.
    upper_bundle = (((3.0, 2.6), (-5.2, 9.4)), ((3.6, 0.9), (-7.4, 3.2)))
    to_disc = (((3.6, 0.8), (-7.6, 1.2)), ((3.6, -0.8), (-7.6, -1.2)))
    lower_bundle = (((3.6, -0.9), (-7.4, -3.2)), ((3.0, -2.6), (-5.2, -9.4)))
    bundles = []
    for bundle in (upper_bundle, to_disc, lower_bundle):
        sides = []
        for (x, y), (far_x, far_y) in bundle:
            half_way = ((x + far_x) / 2, (y + far_y) / 2 + 0.07 * (far_y - y))
            line = np.array([(x, y), half_way, (far_x, far_y)]) + np.array([edge, level])
            sides.append(line * np.array([side, 1.0]))
        bundles.append(Band.between(sides[0], sides[1], 12))
    return tuple(bundles)


def radiate_outline(upper: str, lower: str, side: int) -> Points:
    """The fan of the three bundles as one polygon."""
    fan = radiate(upper, lower, side)
    inner = [fan[0].other[-1:], fan[1].one[-1:], fan[1].other[-1:], fan[2].one[-1:]]
    return np.vstack([fan[0].one, *inner, fan[2].other[::-1]])


def anterior_longitudinal() -> Band:
    """The broad strip down the middle of the bodies and discs."""
    top = raised()["T6"] + measures("T6").side.height / 2 + 4.0
    foot = raised()["T8"] - measures("T8").side.height / 2 - 4.0
    places, widths = [(0.0, top)], [5.6]
    for level in LEVELS:
        half = measures(level).side.height / 2
        places += [(0.0, raised()[level] + half), (0.0, raised()[level]),
                   (0.0, raised()[level] - half)]  # fmt: skip
        widths += [6.2, 5.2, 6.2]
    return Band.along(np.array([*places, (0.0, foot)]), [*widths, 5.8])


@lru_cache(maxsize=1)
def _bodies_view() -> tuple[View, tuple[Shade, ...]]:
    bones = tuple(Part("", "", outline(body(level))) for level in LEVELS)
    ribs = tuple(
        Part("", "", outline(rib(upper, lower, side)))
        for upper, lower in pairwise(LEVELS)
        for side in (1, -1)
    )
    layers = (Layer(bones, 3.2), Layer(ribs, 2.6))
    return View(layers, (), {}), tuple(sparing(shade(layer)) for layer in layers)


def draw_front(axes: Axes, sheet: Sheet) -> None:
    """Bodies, discs and the heads of ribs with the ligaments in front of them."""
    cartilage = TISSUES["cartilage"]
    view, shades = _bodies_view()
    draw_view(axes, sheet, replace(view, layers=view.layers[:1]), shades[:1])
    for upper, lower in pairwise(LEVELS):
        path = sheet.path(polygon_path(disc(upper, lower)))
        flat_shape(axes, path, towards(cartilage.fill, PAPER, 0.1), cartilage.edge, 0.7)
    draw_view(axes, sheet, replace(view, layers=view.layers[1:]), shades[1:])
    for upper, lower in pairwise(LEVELS):
        edge, level = measures(lower).width_upper / 2, _disc_level(upper, lower)
        for side in (1, -1):
            for band in radiate(upper, lower, side):
                draw_band(axes, sheet, band, fibres=4, blends=True)
            x, y = edge + _RIB_END[0] - 0.1, level + _RIB_END[1]
            face = oval(side * x, y, 0.95, 3.15, side * -30)
            draw_spongy(axes, sheet, sampled(smooth(face)), spacing=1.2)
    draw_band(axes, sheet, anterior_longitudinal(), fibres=9)
