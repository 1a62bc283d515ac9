"""The plate `motion-segment`: T7 and T8 with all that joins them, in two cuts."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.curves import Points, sampled, smooth
from midback.atlas.cut_drawing import Band, CutDisc, draw_band, draw_disc, draw_spongy, polygon_path
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.sagittal_cut import median_cut
from midback.atlas.sagittal_drawing import draw_end_plate, draw_median
from midback.atlas.style import INK, LABEL_SIZE, LEVEL_SIZE, PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_scale_bar
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Block, Name, View, oval

UPPER, LOWER = "T7", "T8"
TITLE = "A thoracic motion segment (T7 and T8)"
SOURCE = (
    "Bodies drawn after Panjabi and colleagues 1991 with recalled values, for proportion only. "
    "Height of the disc interpolated from Fletcher and colleagues 2015. "
    "The arches, the joints, the nerve, the cord and every ligament are illustrative. "
    "The cut through the pedicles passes beside the nucleus and between the midline and the heads "
    "of the ribs, which are not shown."
)
_MM_PER_INCH = 27.0
SIZE = (4.65, 5.0)
MEDIAN = Sheet(SIZE, _MM_PER_INCH, (0.53, 0.725))
BESIDE = Sheet(SIZE, _MM_PER_INCH, (0.53, 0.235))


@lru_cache(maxsize=1)
def _raised() -> dict[str, float]:
    """How far the two vertebrae stand above and below the middle of the disc, in mm."""
    gap = measures(UPPER).side.disc
    return {
        UPPER: (measures(UPPER).side.height + gap) / 2,
        LOWER: -(measures(LOWER).side.height + gap) / 2,
    }


# Where the two articular processes meet, from the middle of the disc: above and below.
_JOINT = ((-10.8, 5.6), (-13.6, -5.6))


def _on_joint(y: float) -> float:
    """How far back the joint lies at a height above the middle of the disc."""
    (x, top), (far, foot) = _JOINT
    return x + (far - x) * (top - y) / (top - foot)


@lru_cache(maxsize=2)
def cut_vertebra(level: str) -> Points:
    """The outline of a vertebra cut through its body, its pedicle and its articular processes."""
    bone = measures(level).side
    half, deep, low = bone.height / 2, bone.depth_upper, bone.depth_lower
    # The joint below T7 is the one above T8, and as far from every other body.
    above, below = -_raised()[LOWER], -_raised()[UPPER]

    def face(sign: float, shift: float) -> list[tuple[float, float]]:
        """The surface of an articular process, from above downwards; 1 faces back."""
        return [(_on_joint(y) + 0.9 * sign, y + shift) for y in (5.2, 2.6, 0.0, -2.6, -5.2)]

    points = [
        (0.4, half - 0.1), (deep * 0.3, half - 0.8), (deep * 0.62, half - 0.9),
        (deep - 1.2, half - 0.2), (deep + 0.1, half - 1.6), (deep - 1.3, half * 0.1),
        (deep - 0.9, -half * 0.3), (low + 0.1, -half + 1.6), (low - 1.0, -half + 0.2),
        (low * 0.62, -half + 0.9), (low * 0.3, -half + 0.8), (0.8, -half + 0.1),
        (-0.2, -half + 1.6), (-0.6, -half + 4.2), (-1.7, -3.6), (-4.4, -2.8), (-7.6, -3.1),
        (-10.4, 6.9 + below),
        *face(-1.0, below),
        (_JOINT[1][0] - 1.9, -7.2 + below), (_JOINT[1][0] - 3.7, -6.0 + below),
        (-18.3, -11.4), (-18.2, -6.0), (-18.0, -1.8), (-17.0, 1.4), (-14.9, 2.8),
        (-13.3, -6.6 + above),
        *face(1.0, above)[::-1],
        (-9.2, 7.0 + above), (-7.8, 6.0 + above), (-7.2, 2.4 + above), (-6.9, half + 0.6),
        (-5.2, half - 1.0), (-2.6, half - 1.0), (-1.0, half - 0.4),
    ]  # fmt: skip
    ring: Points = sampled(smooth(points), steps=4) + np.array([0.0, _raised()[level]])
    return ring


def pedicle(level: str) -> Points:
    """The part of a cut vertebra between the body and the articular processes."""
    half = measures(level).side.height / 2
    points = [(-0.9, half - 1.0), (-0.9, 2.6), (-1.4, -2.6), (-4.4, -2.0), (-6.6, -2.0),
              (-6.4, 3.0), (-6.0, half - 0.8), (-3.4, half - 1.5)]  # fmt: skip
    ring: Points = sampled(smooth(points)) + np.array([0.0, _raised()[level]])
    return ring


def facet_joint() -> tuple[Points, Points, Points]:
    """The cartilage of the upper and of the lower vertebra, and the gap between them."""
    y = np.linspace(5.3, -5.3, 13)
    middle = np.array([_on_joint(at) for at in y])
    # The cartilages are even and part only at their very ends.
    inner = 0.95 - 0.78 * np.sin(np.pi * np.linspace(0.02, 0.98, 13)) ** 0.16

    def strip(inner: Points, outer: Points | float) -> Points:
        near = np.column_stack([middle + inner, y])
        far = np.column_stack([middle + outer, y])
        return np.vstack([near, far[::-1]])

    return strip(-inner, -0.95), strip(inner, 0.95), strip(-inner, inner)


def _free_cartilage(side: float, shift: float) -> Points:
    """The cartilage of an outer process, thin at its ends, on the bone; `side` 1 faces back."""
    y = np.linspace(4.6, -4.6, 13)
    bone = np.array([_on_joint(at) for at in y]) + side * 1.05
    thick = 0.75 * np.sin(np.pi * np.linspace(0.0, 1.0, 13)) ** 0.6
    near = np.column_stack([bone - side * thick, y + shift])
    return np.vstack([np.column_stack([bone, y + shift]), near[::-1]])


def capsule() -> tuple[Band, Band]:
    """The capsule above and below the joint, from one articular process to the other."""
    return (
        Band.between(
            [(-8.0, 6.6), (-9.2, 7.8), (-10.6, 8.2)], [(-9.6, 4.6), (-10.8, 4.9), (-12.2, 5.2)], 10
        ),
        Band.between(
            [(-16.8, -5.6), (-17.6, -7.8), (-17.2, -9.9)],
            [(-13.4, -4.8), (-13.2, -5.8), (-11.8, -7.0)],
            10,
        ),
    )


def flavum() -> Band:
    """The ligamentum flavum in front of the joint."""
    return Band.between(
        [(-6.8, 8.6), (-6.4, 6.4), (-6.3, 3.6), (-6.6, 0.6)],
        [(-9.6, 8.2), (-8.0, 6.4), (-7.5, 3.6), (-7.2, 0.4)],
    )


def _disc_beside() -> CutDisc:
    half = measures(UPPER).side.disc / 2
    deep = (measures(UPPER).side.depth_lower + measures(LOWER).side.depth_upper) / 2
    at = np.linspace(0.02, 0.98, 33)
    hollow = 0.9 * np.sin(np.pi * at) ** 0.8
    upper = np.column_stack([at * deep, half + hollow])
    lower = np.column_stack([at * deep, -half - hollow])
    return CutDisc(upper, lower, 0.9)


def end_plates_beside() -> tuple[Points, Points]:
    """The cartilage between the disc and either body."""
    disc = _disc_beside()
    found = []
    for edge, away in ((disc.upper, -1.0), (disc.lower, 1.0)):
        part = edge[3:-3]
        thick = 0.85 * np.sin(np.pi * np.linspace(0.02, 0.98, len(part))) ** 0.25
        found.append(np.vstack([part, (part + thick[:, None] * np.array([0.0, away]))[::-1]]))
    return found[0], found[1]


def foramen() -> Points:
    """The opening between the two pedicles, the disc and the joint."""
    points = [
        (-0.6, 0.0), (-0.8, 4.2), (-1.7, 7.3), (-4.2, 8.1), (-6.2, 7.2), (-6.2, 3.6),
        (-6.7, -0.6), (-6.2, -2.6), (-3.6, -3.3), (-1.2, -2.2),
    ]  # fmt: skip
    return sampled(smooth(points))


def nerve() -> Points:
    """The nerve in the upper part of the foramen, cut across."""
    return sampled(smooth(oval(-3.5, 4.0, 2.2, 2.8, 6)))


def _draw_beside(axes: Axes) -> None:
    """The cut through pedicles, joint and foramen."""
    cartilage, look = TISSUES["cartilage"], TISSUES["nerve"]
    fat = towards(TISSUES["bone"].fill, PAPER, 0.45)
    behind = np.array([(1.0, -5.0), (1.0, 9.5), (-8.0, 9.5), (-9.0, 4.0), (-8.0, -4.5)])
    flat_shape(axes, BESIDE.path(polygon_path(behind)), fat, "none", 0)
    for vessel, tissue in ((oval(-5.2, -0.6, 0.8, 0.8), "artery"),
                           (oval(-2.7, -1.2, 1.1, 0.85), "vein")):  # fmt: skip
        own = TISSUES[tissue]
        flat_shape(axes, BESIDE.path(smooth(vessel)), own.fill, own.edge, 0.6)
    draw_disc(axes, BESIDE, _disc_beside(), lamellae=8, core=False)
    # The lower recess of the joint, under the capsule.
    recess = np.array([(-15.6, -4.4), (-11.6, -4.2), (-11.4, -7.6), (-15.2, -7.4)])
    lining = towards(TISSUES["ligament"].fill, PAPER, 0.3)
    flat_shape(axes, BESIDE.path(polygon_path(recess)), lining, "none", 0)
    for band in capsule():
        draw_band(axes, BESIDE, band, fibres=4)
    draw_band(axes, BESIDE, flavum(), fibres=3, pale=0.0)
    for level in (UPPER, LOWER):
        draw_spongy(axes, BESIDE, cut_vertebra(level))
    for plate in end_plates_beside():
        draw_end_plate(axes, BESIDE, plate)
    *cartilages, gap = facet_joint()
    dark = towards(cartilage.edge, INK, 0.45)
    # The joints above and below have lost the other half.
    apart = _raised()[UPPER] - _raised()[LOWER]
    free = [_free_cartilage(side, side * apart) for side in (-1.0, 1.0)]
    for strip in (*cartilages, *free):
        path = BESIDE.path(polygon_path(strip))
        flat_shape(axes, path, cartilage.fill, cartilage.edge, 0.5)
    flat_shape(axes, BESIDE.path(polygon_path(gap)), dark, "none", 0)
    whole = BESIDE.path(polygon_path(nerve()))
    flat_shape(axes, whole, look.fill, look.edge, look.width)
    bundles = [smooth(oval(-3.5 + 0.9 * x, 4.0 + y, 0.5, 0.62)) for x, y in _BUNDLES]
    threads = BESIDE.path(Path.make_compound_path(*bundles))
    flat_shape(axes, threads, towards(look.fill, look.edge, 0.3), "none", 0)


_BUNDLES = ((0.0, 0.2), (1.25, 0.5), (-1.2, 0.6), (0.5, 1.8), (-0.7, 1.7), (0.7, -1.3),
            (-0.7, -1.3), (1.4, -0.8), (-1.5, -0.6))  # fmt: skip


def _draw(axes: Axes, labels: bool) -> None:
    cut = median_cut((UPPER, LOWER))
    draw_median(axes, MEDIAN, cut)
    _draw_beside(axes)
    draw_direction(axes, MEDIAN, "back", -60, 33)
    draw_direction(axes, MEDIAN, "front", 52, 33)
    draw_scale_bar(axes, BESIDE, 46, -26)
    if not labels:
        return
    for sheet, x in ((MEDIAN, 17.0), (BESIDE, 17.0)):
        for level in (UPPER, LOWER):
            across, up = sheet.on([(x, _raised()[level])])[0]
            axes.text(
                across, up, level, fontsize=LEVEL_SIZE, fontweight="bold", color=INK,
                ha="center", va="center_baseline",
            )  # fmt: skip
    for words, y in (("Cut in the midline", 27.0), ("Cut through the pedicles", -36.0)):
        x, up = MEDIAN.on([(57.0, y)])[0]
        axes.text(x, up, words, fontsize=LABEL_SIZE, fontweight="bold", ha="right", va="center")
    draw_names(axes, MEDIAN, _median_names())
    draw_names(axes, BESIDE, _beside_names())


def _spot(points: Points) -> tuple[float, float]:
    x, y = points.mean(axis=0)
    return float(x), float(y)


def _median_names() -> View:
    cut = median_cut((UPPER, LOWER))
    disc = cut.discs()[f"{UPPER}-{LOWER}"]
    front = (disc.upper[-4] + disc.lower[-4]) / 2
    plate = cut.end_plate(UPPER, "lower")
    names = (
        Name("Spinal cord", (-8.0, 21.0), "top-left"),
        Name("Dura mater", (-13.3, 18.5), "top-left"),
        Name("Ligamentum\nflavum", cut.flavum(UPPER, LOWER).middle(0.55), "left"),
        Name("Spinous\nprocess", (-27.6, -3.0), "left"),
        Name("Interspinous\nligament", cut.interspinous(UPPER, LOWER).fibre(0.6)[12], "left"),
        Name("Supraspinous\nligament", cut.supraspinous().middle(0.5), "left"),
        Name("Posterior\nlongitudinal\nligament", cut.posterior_longitudinal().middle(0.16),
             "top-right"),
        Name("End plate", (float(plate[22][0]), float(plate[22][1]) - 0.2), "right"),
        Name("Nucleus\npulposus", _spot(disc.nucleus()), "right"),
        Name("Anulus\nfibrosus", (float(front[0]), float(front[1])), "right"),
        Name("Anterior\nlongitudinal\nligament", cut.anterior_longitudinal().middle(0.9),
             "right"),
    )  # fmt: skip
    blocks = {
        "top-left": Block("left", -24.0, 30.0, 15.0),
        "top-right": Block("right", 1.0, 40.0, 25.0),
        "left": Block("left", -44.5, 14.0, -62.0),
        "right": Block("right", 37.0, 20.0, -26.0),
    }
    return View((), names, blocks)


def _beside_names() -> View:
    _, _, gap = facet_joint()
    names = (
        Name("Zygapophysial\njoint", _spot(gap), "left"),
        Name("Joint capsule", capsule()[1].middle(0.62), "left"),
        Name("Spinal nerve", _spot(nerve()), "right"),
        Name("Intervertebral\nforamen", (-1.7, 0.2), "right"),
        Name("Pedicle of\nvertebral arch", (-4.0, _raised()[UPPER] + 2.6), "left"),
    )
    blocks = {
        "left": Block("left", -22.0, 19.0, -22.0),
        "right": Block("right", 34.0, 20.0, -26.0),
    }
    return View((), names, blocks)


def _regions() -> tuple[Region, ...]:
    cut = median_cut((UPPER, LOWER))
    disc = cut.discs()[f"{UPPER}-{LOWER}"]
    nucleus = disc.nucleus()
    whole = disc.outline()
    left, right = nucleus[:, 0].min(), nucleus[:, 0].max()
    median = [
        ("vertebral-body-t7", "Vertebral body (T7)", cut.body(UPPER)),
        ("vertebral-body-t8", "Vertebral body (T8)", cut.body(LOWER)),
        ("spinous-process-t7", "Spinous process (T7)", cut.arch(UPPER)),
        ("spinous-process-t8", "Spinous process (T8)", cut.arch(LOWER)),
        ("nucleus-pulposus", "Nucleus pulposus", nucleus),
        ("anulus-fibrosus-front", "Anulus fibrosus (front)", whole[whole[:, 0] > right]),
        ("anulus-fibrosus-behind", "Anulus fibrosus (behind)", whole[whole[:, 0] < left]),
        ("anterior-longitudinal-ligament", "Anterior longitudinal ligament",
         cut.anterior_longitudinal().polygon()),
        ("posterior-longitudinal-ligament", "Posterior longitudinal ligament",
         cut.posterior_longitudinal().polygon()),
        ("ligamentum-flavum", "Ligamentum flavum", cut.flavum(UPPER, LOWER).polygon()),
        ("interspinous-ligament", "Interspinous ligament",
         cut.interspinous(UPPER, LOWER).polygon()),
        ("supraspinous-ligament", "Supraspinous ligament", cut.supraspinous().polygon()),
        ("spinal-cord", "Spinal cord", cut.cord()),
    ]  # fmt: skip
    upper, lower, _ = facet_joint()
    half = len(upper) // 2
    joint = np.vstack([upper[half:], lower[half:][::-1]])
    beside = [
        ("zygapophysial-joint", "Zygapophysial joint", joint),
        ("spinal-nerve", "Spinal nerve", nerve()),
        ("intervertebral-foramen", "Intervertebral foramen", foramen()),
        ("pedicle-t7", "Pedicle of vertebral arch (T7)", pedicle(UPPER)),
        ("pedicle-t8", "Pedicle of vertebral arch (T8)", pedicle(LOWER)),
    ]
    return tuple(
        Region(id, term, sheet.on(points))
        for sheet, rows in ((MEDIAN, median), (BESIDE, beside))
        for id, term, points in rows
    )


def motion_segment() -> Plate:
    """T7, T8 and the disc between them, cut in the midline and through the pedicles."""
    alt = (
        "Two cuts through the seventh and the eighth thoracic vertebra, front to the right. "
        "Above, cut in the midline: the disc with its nucleus and the lamellae of the anulus "
        "between two end plates; the anterior longitudinal ligament in front of the bodies and "
        "the posterior one behind them; the canal with the dura mater and the spinal cord; "
        "ligamenta flava between the arches; the interspinous ligament between the two steep "
        "spinous processes and the supraspinous ligament over their tips. "
        "Below, cut through the pedicles: the intervertebral foramen with the spinal nerve high "
        "in it, under the upper pedicle, and behind it the zygapophysial joint: the lower process "
        "of T7 behind the upper process of T8, each with its cartilage, a gap between them, the "
        "capsule at both ends and a ligamentum flavum in front. "
        "The disc is cut beside its nucleus and shows the anulus alone, between two end plates."
    )
    return Plate(
        "motion-segment", TITLE, alt, SOURCE, _regions(), SIZE, _draw, MappingProxyType({})
    )
