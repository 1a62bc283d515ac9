"""The arches of T6 to T8 from the front, their pedicles sawn through, with the ligaments between.

Lengths are in mm, x to the right of the picture, from the middle of T7.
Heights follow the tables; every outline is illustrative.
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
from midback.atlas.ligaments_front import LEVELS, raised
from midback.atlas.sparing_light import sparing
from midback.atlas.style import TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_view
from midback.atlas.vertebra_light import Shade, shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import (
    Layer,
    Relief,
    View,
    both_halves,
    outline,
    oval,
    pair,
    single,
)


def _lamina(half: float, low: float) -> Points:
    """Both laminae as one roof behind the canal, ending in the inferior articular processes."""
    return both_halves(
        [
            (0.0, half - 6.4),
            (2.8, half - 5.8),
            (6.0, half - 4.2),
            (8.6, half - 2.6),
            (11.6, half - 3.6),
            (11.4, half - 9.0),
            (9.6, -half * 0.35),
            (10.2, -half * 0.9),
            (low + 3.2, -half - 3.6),
            (low + 1.4, -half - 6.2),
            (low - 1.8, -half - 6.4),
            (low - 3.8, -half - 3.8),
            (2.2, -half - 1.0),
            (0.0, -half + 0.2),
        ]
    )


def _superior_process(half: float, x: float) -> Points:
    return np.array(
        [
            (x - 3.6, half - 5.4),
            (x - 3.7, half - 0.6),
            (x - 3.8, half + 3.4),
            (x - 2.6, half + 6.4),
            (x + 0.4, half + 7.2),
            (x + 3.2, half + 6.2),
            (x + 4.1, half + 2.6),
            (x + 4.0, half - 1.4),
            (x + 4.4, half - 5.0),
        ]
    )


def _transverse(half: float, span: float) -> Points:
    y = half - 4.6
    return np.array(
        [
            (9.0, y + 3.4),
            (14.5, y + 3.2),
            (19.0, y + 3.9),
            (span - 4.8, y + 6.6),
            (span - 1.4, y + 6.6),
            (span, y + 3.2),
            (span - 1.0, y - 0.8),
            (span - 4.2, y - 2.4),
            (19.5, y - 2.4),
            (14.5, y - 4.2),
            (9.0, y - 5.2),
        ]
    )


@lru_cache(maxsize=3)
def _arch(level: str) -> tuple[View, tuple[Shade, ...]]:
    """One arch: its spinous process behind, then laminae, processes and the costal facets."""
    bone = measures(level)
    half, low, span = bone.side.height / 2, bone.lower_facet_middle, bone.transverse_span
    spine = both_halves(
        [
            (0.0, -half + 2.0),
            (3.2, -half + 1.0),
            (2.7, -half - 7.0),
            (2.5, -half - 12.6),
            (1.6, -half - 15.0),
            (0.0, -half - 15.6),
        ]
    )
    parts = (
        *pair("", "", _transverse(half, span)),
        *pair("", "", _superior_process(half, bone.facet_middle)),
        single("", "", _lamina(half, low)),
    )
    # The canal is a gutter, deepest in the midline.
    gutter = Relief(outline(oval(0.0, half - 9.0, 7.6, 9.0)), -1.9, 2.0)
    seam = Relief(outline(oval(0.0, half - 10.0, 0.9, 6.6)), -0.8, 0.7)
    facets = pair("", "", oval(span - 3.3, half - 2.4, 2.3, 2.9, -14), "cartilage")
    layers = (
        Layer((single("", "", spine),), 2.0, far=0.16),
        Layer(parts, 2.4, (gutter, seam), on=facets),
    )
    return View(layers, (), {}), tuple(sparing(shade(layer)) for layer in layers)


def pedicle(level: str, side: int) -> Points:
    """The cut face of a pedicle."""
    bone = measures(level)
    across = bone.canal_width / 2 + bone.pedicle_width / 2 + 0.2
    up = raised()[level] + bone.side.height / 2 - 1.2 - bone.side.pedicle * 0.42
    wide, tall = bone.pedicle_width / 2, bone.side.pedicle * 0.42
    face = np.array(
        [
            (-wide * 0.7, tall * 0.62),
            (0.1, tall),
            (wide * 0.8, tall * 0.7),
            (wide, 0.0),
            (wide * 0.66, -tall * 0.72),
            (-0.1, -tall),
            (-wide * 0.72, -tall * 0.66),
            (-wide * 0.9, 0.0),
        ]
    )
    placed: Points = (face + np.array([across, 0.0])) * np.array([side, 1.0]) + np.array([0.0, up])
    return sampled(smooth(placed))


def flavum(upper: str, lower: str, side: int) -> Band:
    """From the front of the lower half of one lamina to the upper edge of the next."""
    start = raised()[upper] - 3.4
    end = raised()[lower] + measures(lower).side.height / 2
    inner = np.array([(0.3, start), (0.25, (start + end) / 2), (0.3, end - 6.6)])
    outer = np.array([(7.4, start - 0.7), (7.2, (start + end) / 2), (6.4, end - 5.0)])
    turn = np.array([side, 1.0])
    return Band.between(inner * turn, outer * turn)


def _cleft(upper: str, lower: str) -> Points:
    """What is seen in depth between the two ligaments, and at their lower ends."""
    start = raised()[upper] - 3.6
    end = raised()[lower] + measures(lower).side.height / 2
    half = [(0.0, start), (4.0, start - 0.6), (6.0, end - 5.0), (3.0, end - 8.4), (0.0, end - 8.8)]
    return both_halves(half)


def draw_arches(axes: Axes, sheet: Sheet) -> None:
    """Each arch lies before the ligaments that come down to its upper edge."""
    across, high = sheet.origin
    for upper, level in zip((None, *LEVELS[:-1]), LEVELS, strict=True):
        if upper:
            look = TISSUES["ligament"]
            deep = towards(look.fill, look.edge, 0.85)
            flat_shape(axes, sheet.path(polygon_path(_cleft(upper, level))), deep, "none", 0)
            for side in (1, -1):
                draw_band(axes, sheet, flavum(upper, level, side), fibres=8, pale=0.0)
        view, shades = _arch(level)
        up = raised()[level] / (sheet.size[1] * sheet.mm_per_inch)
        draw_view(axes, replace(sheet, origin=(across, high + up)), view, shades)
        for side in (1, -1):
            draw_spongy(axes, sheet, pedicle(level, side), spacing=1.2)


def arch_regions() -> tuple[tuple[str, str, Points], ...]:
    """The flaval ligaments and the cut pedicles of T7, both sides: id, term, polygon."""
    found = []
    for name, side in (("right", 1), ("left", -1)):
        # From in front the right of the picture is the left of the body.
        own = "left" if name == "right" else "right"
        for upper, lower in pairwise(LEVELS):
            found.append((f"ligamentum-flavum-{upper.lower()}-{lower.lower()}-{own}",
                          f"Ligamentum flavum ({upper}-{lower}, {own})",
                          flavum(upper, lower, side).polygon()))  # fmt: skip
        found.append((f"pedicle-t7-{own}", f"Pedicle of vertebral arch (T7, {own})",
                      pedicle("T7", side)))  # fmt: skip
    return tuple(found)
