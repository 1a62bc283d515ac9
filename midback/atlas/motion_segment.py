"""The plate `motion-segment`: T7 and T8 with all that joins them, in two cuts."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from midback.atlas.curves import Points, sampled, smooth
from midback.atlas.cut_drawing import Band, CutDisc, draw_band, draw_disc, draw_spongy, polygon_path
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.sagittal_cut import median_cut
from midback.atlas.sagittal_drawing import draw_median
from midback.atlas.style import INK, LABEL_SIZE, LEVEL_SIZE, PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_scale_bar
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Block, Layer, Name, Part, View, oval
from midback.atlas.vertebra_side import view_side

UPPER, LOWER = "T7", "T8"
TITLE = "A thoracic motion segment (T7 and T8)"
SOURCE = (
    "Bodies drawn after Panjabi and colleagues 1991 with recalled values, for proportion only. "
    "Height of the disc interpolated from Fletcher and colleagues 2015. "
    "The arches, the joints, the nerve, the cord and every ligament are illustrative."
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


@lru_cache(maxsize=2)
def _parts(level: str) -> dict[str, Path]:
    """The parts of a vertebra from the side, moved to its height in the cut beside the midline."""
    moved = Affine2D().translate(0.0, _raised()[level])
    return {
        part.id: moved.transform_path(part.path)
        for layer in view_side(level).layers
        for part in (*layer.parts, *layer.on)
    }


_CUT = (
    "lamina",
    "inferior-articular-process",
    "pedicle",
    "superior-articular-process",
    "vertebral-body",
)


@lru_cache(maxsize=2)
def cut_vertebra(level: str) -> Points:
    """The outline of a vertebra cut through its pedicle and its joints."""
    parts = tuple(Part("", "", _parts(level)[id]) for id in _CUT)
    rings = [np.asarray(ring) for ring in shade(Layer(parts, 2.0)).outline.to_polygons()]
    return max(rings, key=lambda ring: float(np.ptp(ring[:, 0])))


def facet_joint() -> tuple[Points, Points, Points]:
    """The cartilage of the upper and of the lower vertebra, and the gap between them."""
    above = sampled(_parts(UPPER)["inferior-articular-facet"])
    below = sampled(_parts(LOWER)["superior-articular-facet"])
    top, foot = 4.7, -4.2
    y = np.linspace(top, foot, 9)
    behind = np.array([_facing(above, at, 1) for at in y])
    front = np.array([_facing(below, at, -1) for at in y])
    middle = (behind + front) / 2
    curve = np.sin(np.pi * np.linspace(0, 1, 9))
    half = 0.2 + 0.15 * curve

    def strip(side: float) -> Points:
        near = np.column_stack([middle + side * half, y])
        far = np.column_stack([middle + side * (half + 0.35 + 0.85 * curve), y])
        return np.vstack([near, far[::-1]])

    gap = np.vstack(
        [np.column_stack([middle - half, y]), np.column_stack([middle + half, y])[::-1]]
    )
    return strip(-1.0), strip(1.0), gap


def _facing(facet: Points, y: float, side: int) -> float:
    """Where the surface of a facet lies at a height, on its front (1) or its back (-1)."""
    near = facet[np.argsort(np.abs(facet[:, 1] - y))[:8], 0]
    return float(near.max() if side > 0 else near.min())


def capsule() -> tuple[Band, Band]:
    """The capsule above and below the joint."""
    _, _, gap = facet_joint()
    top, foot = gap[:, 1].max(), gap[:, 1].min()
    upper, lower = (gap[np.abs(gap[:, 1] - end) < 0.1, 0].mean() for end in (top, foot))
    return (
        Band.between(
            [(upper - 2.0, top + 1.6), (upper - 0.2, top + 2.3), (upper + 1.6, top + 2.0)],
            [(upper - 1.4, top + 0.1), (upper - 0.1, top + 0.4), (upper + 1.2, top + 0.2)],
            10,
        ),
        Band.between(
            [(lower - 1.8, foot - 2.0), (lower, foot - 2.4), (lower + 1.8, foot - 1.6)],
            [(lower - 1.2, foot - 0.3), (lower, foot - 0.5), (lower + 1.4, foot - 0.2)],
            10,
        ),
    )


def _disc_beside() -> CutDisc:
    half = measures(UPPER).side.disc / 2
    deep = (measures(UPPER).side.depth_lower + measures(LOWER).side.depth_upper) / 2
    at = np.linspace(0.02, 0.98, 33)
    hollow = 0.9 * np.sin(np.pi * at) ** 0.8
    upper = np.column_stack([at * deep, half + hollow])
    lower = np.column_stack([at * deep, -half - hollow])
    return CutDisc(upper, lower, 0.9)


def foramen() -> Points:
    """The opening between the two pedicles, the disc and the joint."""
    points = [
        (-0.6, 0.0), (-0.8, 4.2), (-1.6, 6.9), (-4.4, 7.5), (-6.8, 6.6), (-8.0, 3.4),
        (-7.6, -0.4), (-6.0, -2.8), (-3.0, -3.3), (-1.2, -2.2),
    ]  # fmt: skip
    return sampled(smooth(points))


def nerve() -> Points:
    """The nerve in the upper part of the foramen, cut across."""
    return sampled(smooth(oval(-4.2, 3.7, 2.5, 2.9, 10)))


def _draw_beside(axes: Axes) -> None:
    """The cut through pedicles, joint and foramen."""
    cartilage, look = TISSUES["cartilage"], TISSUES["nerve"]
    fat = towards(TISSUES["bone"].fill, PAPER, 0.45)
    behind = np.array([(1.0, -5.5), (1.0, 9.5), (-9.5, 9.5), (-11.0, 4.0), (-9.5, -5.5)])
    flat_shape(axes, BESIDE.path(polygon_path(behind)), fat, "none", 0)
    for vessel, tissue in ((oval(-5.6, -1.0, 0.85, 0.85), "artery"),
                           (oval(-2.9, -1.3, 1.15, 0.9), "vein")):  # fmt: skip
        own = TISSUES[tissue]
        flat_shape(axes, BESIDE.path(smooth(vessel)), own.fill, own.edge, 0.6)
    draw_disc(axes, BESIDE, _disc_beside(), lamellae=7)
    for level in (UPPER, LOWER):
        draw_spongy(axes, BESIDE, cut_vertebra(level))
    *cartilages, gap = facet_joint()
    dark = towards(cartilage.edge, INK, 0.45)
    for strip in cartilages:
        path = BESIDE.path(polygon_path(strip))
        flat_shape(axes, path, cartilage.fill, cartilage.edge, 0.5)
    flat_shape(axes, BESIDE.path(polygon_path(gap)), dark, "none", 0)
    for band in capsule():
        draw_band(axes, BESIDE, band, fibres=3)
    whole = BESIDE.path(polygon_path(nerve()))
    flat_shape(axes, whole, look.fill, look.edge, look.width)
    bundles = [smooth(oval(-4.2 + x, 3.7 + y, 0.55, 0.62)) for x, y in _BUNDLES]
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
        Name("Spinous\nprocess", (-27.0, -6.5), "left"),
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
        Name("Joint capsule", capsule()[1].middle(0.3), "left"),
        Name("Spinal nerve", _spot(nerve()), "right"),
        Name("Intervertebral\nforamen", (-2.4, 0.6), "right"),
        Name("Pedicle of\nvertebral arch", (-4.0, _raised()[UPPER] + 1.6), "left"),
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
        ("pedicle-t7", "Pedicle of vertebral arch (T7)", sampled(_parts(UPPER)["pedicle"])),
        ("pedicle-t8", "Pedicle of vertebral arch (T8)", sampled(_parts(LOWER)["pedicle"])),
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
        "in it, under the upper pedicle, and behind it the zygapophysial joint with its cartilage "
        "and capsule."
    )
    return Plate(
        "motion-segment", TITLE, alt, SOURCE, _regions(), SIZE, _draw, MappingProxyType({})
    )
