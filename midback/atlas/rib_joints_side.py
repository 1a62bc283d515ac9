"""The joints of the ribs from the right side, T5 to T7: one rib in place, one taken away.

The bones are those of `vertebra-side`, in mm from the middle of the back wall of T6; the ribs and
the ligaments are illustrative.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.curves import Points, sampled, smooth
from midback.atlas.cut_drawing import Band, draw_band, draw_spongy, polygon_path
from midback.atlas.drawing import flat_shape
from midback.atlas.style import INK, LEVEL_SIZE, PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_names, draw_view
from midback.atlas.vertebra_light import Shade, shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Block, Layer, Name, Part, View, outline, oval
from midback.atlas.vertebra_plates import sight

LEVELS = ("T5", "T6", "T7")
SIZE = (4.6, 4.2)
_MM_PER_INCH = 27.0
_ORIGIN = (0.535, 0.575)
SHEET = Sheet(SIZE, _MM_PER_INCH, _ORIGIN)


def _rise(level: str) -> float:
    """How far above T6 a level lies, in mm."""
    half = {one: measures(one).side.height / 2 for one in LEVELS}
    discs = {one: measures(one).side.disc for one in LEVELS}
    return {
        "T5": half["T5"] + discs["T5"] + half["T6"],
        "T6": 0.0,
        "T7": -(half["T6"] + discs["T6"] + half["T7"]),
    }[level]


def _sheet(level: str) -> Sheet:
    up = _rise(level) / (SIZE[1] * _MM_PER_INCH)
    return replace(SHEET, origin=(_ORIGIN[0], _ORIGIN[1] + up))


def disc_outline(upper: str, lower: str) -> Points:
    """The disc between two bodies from the side."""
    top = _rise(upper) - measures(upper).side.height / 2
    foot = _rise(lower) + measures(lower).side.height / 2
    deep = (measures(upper).side.depth_lower + measures(lower).side.depth_upper) / 2
    points = [
        (0.4, top + 0.3), (deep * 0.5, top + 1.0), (deep - 0.4, top - 0.1),
        (deep + 0.9, (top + foot) / 2),
        (deep - 0.4, foot + 0.2), (deep * 0.5, foot - 1.0), (0.4, foot - 0.3),
        (-0.5, (top + foot) / 2),
    ]  # fmt: skip
    return sampled(smooth(points))


def _bare(upper: str, lower: str, start: float) -> Points:
    """The part of a disc in front of the joint of a rib, which begins `start` mm from the back."""
    whole = disc_outline(upper, lower)
    return whole[whole[:, 0] >= start]


def _disc_level(upper: str) -> float:
    """The height of the middle of the disc below a body."""
    return _rise(upper) - measures(upper).side.height / 2 - measures(upper).side.disc / 2


def _rib_points() -> tuple[Points, Points, Points]:
    """Head, neck and tubercle of the sixth rib, each a closed row of points."""
    head = [(-2.2, 3.0), (0.2, 4.7), (2.9, 5.0), (5.0, 3.5), (6.0, 0.2), (5.1, -3.5), (2.8, -5.0),
            (0.0, -4.9), (-2.2, -4.4)]  # fmt: skip
    neck = [(-2.0, 3.0), (-2.7, -0.7), (-2.0, -4.4), (-4.6, -4.5), (-7.6, -5.6), (-10.2, -7.2),
            (-10.4, -4.4), (-10.2, -0.8), (-7.8, 0.5), (-5.0, 1.8)]  # fmt: skip
    tubercle = [(-10.0, -0.8), (-10.3, -4.4), (-10.0, -7.2), (-12.0, -9.2), (-14.6, -10.8),
                (-17.2, -10.2), (-18.7, -7.4), (-18.5, -4.2), (-16.6, -1.9),
                (-13.4, -1.0)]  # fmt: skip
    at = np.array([0.0, _disc_level("T5")])
    return np.array(head) + at, np.array(neck) + at, np.array(tubercle) + at


_RIB = (
    ("head-of-rib", "Head of rib"),
    ("neck-of-rib", "Neck of rib"),
    ("tubercle-of-rib", "Tubercle of rib"),
)


def cut_face() -> Points:
    """The end of the sixth rib, cut off beyond its tubercle."""
    return sampled(smooth(oval(-14.4, _disc_level("T5") - 6.1, 2.9, 4.1, 14)))


@lru_cache(maxsize=1)
def _rib() -> tuple[View, tuple[Shade, ...]]:
    parts = tuple(
        Part(id, term, outline(points))
        for (id, term), points in zip(_RIB, _rib_points(), strict=True)
    )
    layer = Layer(parts, 2.6)
    return View((layer,), (), {}), (shade(layer),)


def bands() -> dict[str, tuple[str, tuple[Band, ...]]]:
    """Each ligament's term and its bundles of fibres."""
    disc, low = _disc_level("T5"), _disc_level("T6")
    process = _rise("T5") + 0.7
    return {
        "radiate-ligament": (
            "Radiate ligament of head of rib",
            (
                Band.between([(3.2, disc + 4.2), (4.4, disc + 7.0), (4.6, disc + 9.8)],
                             [(5.4, disc + 1.9), (8.8, disc + 3.9), (12.0, disc + 5.6)]),
                Band.between([(5.8, disc + 1.3), (9.0, disc + 1.5), (13.0, disc + 1.5)],
                             [(5.8, disc - 1.3), (9.0, disc - 1.5), (13.0, disc - 1.5)]),
                Band.between([(5.4, disc - 1.9), (8.8, disc - 3.9), (12.0, disc - 5.6)],
                             [(3.2, disc - 4.2), (4.4, disc - 7.0), (4.6, disc - 9.8)]),
            ),
        ),
        "superior-costotransverse-ligament": (
            "Superior costotransverse ligament",
            (
                Band.ruled([(-10.6, disc - 1.6), (-7.2, disc + 0.2), (-4.0, disc + 1.8)],
                           [(-19.6, process), (-16.6, process - 0.7), (-13.6, process)]),
            ),
        ),
        "lateral-costotransverse-ligament": (
            "Lateral costotransverse ligament",
            (
                Band.between([(-17.2, 7.4), (-19.4, 8.2), (-21.6, 7.6)],
                             [(-17.4, 1.8), (-19.4, 1.8), (-21.4, 2.8)]),
            ),
        ),
        "intra-articular-ligament": (
            "Intra-articular ligament of head of rib",
            (Band.between([(-0.1, low + 0.3), (2.4, low + 1.15), (4.9, low + 0.3)],
                          [(-0.1, low - 0.3), (2.4, low - 1.15), (4.9, low - 0.3)], 10),),
        ),
    }  # fmt: skip


def _draw_disc(axes: Axes, points: Points) -> None:
    """A disc from outside, with the crossed fibres of its annulus."""
    cartilage = TISSUES["cartilage"]
    whole = SHEET.path(polygon_path(points))
    flat_shape(axes, whole, towards(cartilage.fill, PAPER, 0.3), "none", 0)
    low, high = points.min(axis=0), points.max(axis=0)
    tall = high[1] - low[1]
    lines = [
        Path(SHEET.on([(x, low[1]), (x + lean * tall, high[1])]))
        for lean in (1.0, -1.0)
        for x in np.arange(low[0] - tall, high[0] + tall, 2.1)
    ]
    crossed = flat_shape(
        axes, Path.make_compound_path(*lines), "none", cartilage.edge, 0.4, alpha=0.45
    )
    crossed.set_clip_on(True)
    crossed.set_clip_path(whole, axes.transData)
    flat_shape(axes, whole, "none", cartilage.edge, 0.8, joinstyle="round")


def nerve(upper: str) -> Points:
    """The spinal nerve in a foramen, cut across, under the pedicle."""
    return sampled(smooth(oval(-3.6, _rise(upper) - 5.4, 2.0, 2.4, 8)))


def _draw_foramen(axes: Axes, upper: str) -> None:
    """What is seen between two arches: fat, the nerve, and the gap of the joint."""
    top, foot = _rise(upper) - 1.6, _disc_level(upper) - 4.4
    fat = towards(TISSUES["bone"].fill, PAPER, 0.45)
    opening = [(1.4, foot), (1.4, top), (-9.0, top), (-11.4, top - 4.0), (-8.0, foot)]
    flat_shape(axes, SHEET.path(polygon_path(np.array(opening))), fat, "none", 0)
    middle = _disc_level(upper)
    gap = [
        (-8.8, middle + 6.0),
        (-10.6, middle + 6.4),
        (-14.6, middle - 4.4),
        (-12.6, middle - 5.0),
    ]
    dark = towards(TISSUES["cartilage"].edge, INK, 0.45)
    flat_shape(axes, SHEET.path(polygon_path(np.array(gap))), dark, "none", 0)
    look = TISSUES["nerve"]
    whole = SHEET.path(polygon_path(nerve(upper)))
    flat_shape(axes, whole, look.fill, look.edge, look.width * 0.8)


def _in_the_spine(level: str, view: View) -> View:
    """A vertebra without the articular facets that lie against those of its neighbours."""
    hidden = {"T5": ("inferior",), "T6": ("superior", "inferior"), "T7": ("superior",)}[level]
    closed = [f"{side}-articular-facet" for side in hidden]
    layers = tuple(
        replace(layer, on=tuple(part for part in layer.on if part.id not in closed))
        for layer in view.layers
    )
    return replace(view, layers=layers, names=())


def draw(axes: Axes, labels: bool) -> None:
    """Vertebrae and discs, then what lies nearer: ligaments and the rib; then the names."""
    for upper, lower in pairwise(LEVELS):
        _draw_foramen(axes, upper)
        _draw_disc(axes, disc_outline(upper, lower))
    for level in LEVELS:
        seen = sight("side", level)
        draw_view(axes, _sheet(level), _in_the_spine(level, seen.view), seen.shades)
    drawn = bands()
    for band in drawn["superior-costotransverse-ligament"][1]:
        draw_band(axes, SHEET, band, fibres=6)
    draw_view(axes, SHEET, *_rib())
    for id in ("radiate-ligament", "lateral-costotransverse-ligament"):
        for band in drawn[id][1]:
            draw_band(axes, SHEET, band, blends=True)
    for band in drawn["intra-articular-ligament"][1]:
        draw_band(axes, SHEET, band, fibres=3, pale=0.0)
    draw_spongy(axes, SHEET, cut_face(), spacing=1.15)
    if not labels:
        return
    draw_names(axes, SHEET, View((), _names(), _BLOCKS))
    for level, x, up in (("T5", 20.0, 4.4), ("T6", 20.0, -5.2), ("T7", 8.5, -5.0)):
        across, high = SHEET.on([(x, _rise(level) + up)])[0]
        axes.text(
            across, high, level, fontsize=LEVEL_SIZE, fontweight="bold", color=INK,
            ha="center", va="center_baseline",
        )  # fmt: skip


_BLOCKS = {
    "right": Block("right", 33.0, 44.0, -52.0),
    "left": Block("left", -37.0, 46.0, 2.0),
}


def _names() -> tuple[Name, ...]:
    drawn = bands()
    low = _rise("T7")

    def middle(points: Points) -> tuple[float, float]:
        x, y = points.mean(axis=0)
        return float(x), float(y)

    head, neck, _ = _rib_points()
    half = measures("T6").side.height / 2
    return (
        Name(
            "Superior\ncostotransverse\nligament",
            drawn["superior-costotransverse-ligament"][1][0].middle(0.4),
            "left",
        ),
        Name("Neck of rib", middle(neck), "left"),
        Name(
            "Lateral\ncostotransverse\nligament",
            (-19.6, 6.8),
            "left",
        ),
        Name("Head of rib", (middle(head)[0], middle(head)[1] + 1.0), "right"),
        Name(
            "Radiate\nligament of\nhead of rib",
            drawn["radiate-ligament"][1][2].middle(0.75),
            "right",
        ),
        Name("Intervertebral\ndisc", (24.0, _rise("T5") - measures("T5").side.height / 2 - 1.6),
             "right"),
        Name("Inferior\ncostal facet", (2.4, -half + 1.6), "right"),
        Name(
            "Intra-articular\nligament (cut)",
            drawn["intra-articular-ligament"][1][0].middle(0.7),
            "right",
        ),
        Name("Superior\ncostal facet", (2.0, low + measures("T7").side.height / 2 - 2.2), "right"),
        Name("Transverse\ncostal facet", (-17.3, low + 5.0), at=(-6.0, low - 25.0)),
        Name("Tubercle of rib\n(cut)", middle(cut_face()), "left"),
    )  # fmt: skip


def regions() -> tuple[tuple[str, str, Points], ...]:
    """The id, the term and the polygon in mm of what is named."""
    found: list[tuple[str, str, Points]] = [
        ("disc-t5-t6", "Intervertebral disc (T5-T6)", _bare("T5", "T6", 7.0)),
        ("disc-t6-t7", "Intervertebral disc (T6-T7)", _bare("T6", "T7", 5.6)),
    ]
    for (id, term), points in zip(_RIB, _rib_points(), strict=True):
        found.append((id, term, sampled(outline(points))))
    for id, (term, own) in bands().items():
        if len(own) == 1:
            found.append((id, term, own[0].polygon()))
        else:
            fan = np.vstack([own[0].one, own[1].one[-1:], own[1].other[-1:], own[-1].other[::-1]])
            found.append((id, term, fan))
    for level, facets in (
        ("T6", ("inferior-costal-facet",)),
        ("T7", ("superior-costal-facet", "transverse-costal-facet")),
    ):
        seen = {part.id: (part.term, polygon) for part, polygon in sight("side", level).seen}
        for id in facets:
            term, polygon = seen[id]
            moved = polygon + np.array([0.0, _rise(level)])
            found.append((f"{id}-{level.lower()}", f"{term} ({level})", moved))
    return tuple(found)
