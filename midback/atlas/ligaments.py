"""The plate `ligaments`: what ties thoracic vertebrae together, in three views."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

from matplotlib.axes import Axes

from midback.atlas import ligaments_arches as arches
from midback.atlas import ligaments_front as front
from midback.atlas.curves import Points
from midback.atlas.plates import Plate, Region
from midback.atlas.sagittal_cut import MedianCut, median_cut
from midback.atlas.sagittal_drawing import draw_median
from midback.atlas.style import INK, LABEL_SIZE, LEVEL_SIZE, QUIET_INK, SMALL_SIZE
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_scale_bar
from midback.atlas.vertebra_parts import Block, Name, View

LEVELS = front.LEVELS
TITLE = "Ligaments of the thoracic spine (T6 to T8)"
SOURCE = (
    "Bodies drawn after Panjabi and colleagues 1991 with recalled values, for proportion only. "
    "Heights of the discs interpolated from Fletcher and colleagues 2015. "
    "The arches, the ribs, the cord and every ligament are illustrative."
)
_MM_PER_INCH = 36.0
SIZE = (4.65, 5.95)
MEDIAN = Sheet(SIZE, _MM_PER_INCH, (0.5, 0.778))
FRONT = Sheet(SIZE, _MM_PER_INCH, (0.27, 0.245))
ARCHES = Sheet(SIZE, _MM_PER_INCH, (0.74, 0.245))


def _cut() -> MedianCut:
    return median_cut(LEVELS)


def _median_names() -> View:
    cut = _cut()
    body = cut.bodies["T7"].frame.place([[23.0, -5.5]])[0]
    spine = cut.interspinous("T6", "T7").fibre(0.62)[12]
    names = (
        Name("Posterior longitudinal ligament", cut.posterior_longitudinal().middle(0.06), "top"),
        Name("Anterior\nlongitudinal\nligament", cut.anterior_longitudinal().middle(0.3), "right"),
        Name("Vertebral\nbody", (float(body[0]), float(body[1])), "right"),
        Name("Intervertebral\ndisc", (24.0, float(body[1]) - 6.5), "right"),
        Name("Ligamentum\nflavum", cut.flavum("T6", "T7").middle(0.5), "left"),
        Name("Interspinous\nligament", (float(spine[0]), float(spine[1])), "left"),
        Name("Supraspinous\nligament", cut.supraspinous().middle(0.42), "left"),
    )
    blocks = {
        "top": Block("right", 5.0, 46.0, 35.0),
        "left": Block("left", -47.0, 36.0, -60.0),
        "right": Block("right", 38.0, 30.0, -36.0),
    }
    return View((), names, blocks)


def _front_names() -> View:
    radiate = front.radiate("T7", "T8", -1)[2].middle(0.6)
    names = (
        Name("Anterior\nlongitudinal\nligament", (-2.0, 31.0), at=(-28.0, 37.0)),
        Name("Radiate ligament\nof head of rib", radiate, at=(-20.0, -44.0)),
    )
    return View((), names, {})


def _arch_names() -> View:
    low = arches.flavum("T7", "T8", 1).middle(0.5)
    cut_face = arches.pedicle("T8", -1).mean(axis=0)
    names = (
        Name("Ligamentum\nflavum", low, at=(18.0, -45.5)),
        Name("Pedicle (cut)", (float(cut_face[0]), float(cut_face[1])), at=(-20.0, -43.5)),
    )
    return View((), names, {})


def _words(axes: Axes, sheet: Sheet, words: str, x: float, y: float, **looks: object) -> None:
    across, up = sheet.on([(x, y)])[0]
    kind = {"fontsize": LABEL_SIZE, "color": INK, "ha": "center", "va": "center"} | looks
    axes.text(across, up, words, linespacing=1.1, **kind)  # type: ignore[arg-type]


def _draw(axes: Axes, labels: bool) -> None:
    draw_median(axes, MEDIAN, _cut())
    front.draw_front(axes, FRONT)
    arches.draw_arches(axes, ARCHES)
    draw_direction(axes, MEDIAN, "back", -77, 44)
    draw_direction(axes, MEDIAN, "front", 75, 44)
    draw_scale_bar(axes, MEDIAN, 66, -52)
    draw_scale_bar(axes, FRONT, 35, -31)
    for sheet, across, up in ((FRONT, 28.0, 22.0), (ARCHES, 32.0, 15.6)):
        draw_direction(axes, sheet, "right", -across, up)
        draw_direction(axes, sheet, "left", across, up)
        if not labels:
            draw_direction(axes, sheet, "from the front", 0.0, 44.5)
    if not labels:
        return
    for level in LEVELS:
        x, y = _cut().bodies[level].frame.place([[19.0, 0.0]])[0]
        _words(axes, MEDIAN, level, x, y, fontsize=LEVEL_SIZE, fontweight="bold")
    _words(axes, MEDIAN, "Cut in the midline", -43.0, 44.0, fontweight="bold")
    _words(axes, FRONT, "From the front", 0.0, 45.5, fontweight="bold")
    _words(axes, ARCHES, "Arches, from the front", 0.0, 49.5, fontweight="bold")
    _words(
        axes,
        ARCHES,
        "bodies sawn off",
        0.0,
        44.5,
        fontsize=SMALL_SIZE,
        color=QUIET_INK,
    )
    draw_names(axes, MEDIAN, _median_names())
    draw_names(axes, FRONT, _front_names())
    draw_names(axes, ARCHES, _arch_names())


def _regions() -> tuple[Region, ...]:
    cut = _cut()
    median: list[tuple[str, str, Points]] = [
        ("anterior-longitudinal-ligament-cut", "Anterior longitudinal ligament",
         cut.anterior_longitudinal().polygon()),
        ("posterior-longitudinal-ligament", "Posterior longitudinal ligament",
         cut.posterior_longitudinal().polygon()),
        ("supraspinous-ligament", "Supraspinous ligament", cut.supraspinous().polygon()),
        ("spinal-cord", "Spinal cord", cut.cord()),
    ]  # fmt: skip
    for level in LEVELS:
        median.append((f"vertebral-body-{level.lower()}", f"Vertebral body ({level})",
                       cut.body(level)))  # fmt: skip
        median.append((f"spinous-process-{level.lower()}", f"Spinous process ({level})",
                       cut.arch(level)))  # fmt: skip
    for upper, lower in pairwise(LEVELS):
        both, name = f"{upper}-{lower}", f"{upper}-{lower}".lower()
        median.append((f"disc-{name}", f"Intervertebral disc ({both})",
                       cut.discs()[both].outline()))  # fmt: skip
        median.append((f"ligamentum-flavum-{name}", f"Ligamentum flavum ({both})",
                       cut.flavum(upper, lower).polygon()))  # fmt: skip
        median.append((f"interspinous-ligament-{name}", f"Interspinous ligament ({both})",
                       cut.interspinous(upper, lower).polygon()))  # fmt: skip
    ahead: list[tuple[str, str, Points]] = [
        ("anterior-longitudinal-ligament", "Anterior longitudinal ligament",
         front.anterior_longitudinal().polygon()),
    ]  # fmt: skip
    for upper, lower in pairwise(LEVELS):
        for own, side in (("left", 1), ("right", -1)):
            ahead.append((f"radiate-ligament-{upper.lower()}-{lower.lower()}-{own}",
                          f"Radiate ligament of head of rib ({upper}-{lower}, {own})",
                          front.radiate_outline(upper, lower, side)))  # fmt: skip
    return tuple(
        Region(id, term, sheet.on(points))
        for sheet, rows in ((MEDIAN, median), (FRONT, ahead), (ARCHES, arches.arch_regions()))
        for id, term, points in rows
    )


def ligaments() -> Plate:
    """The ligaments of T6 to T8: in the midline, from the front, and between the arches."""
    alt = (
        "Three views of the ligaments of the sixth to eighth thoracic vertebrae. "
        "Above, cut in the midline, front to the right: the anterior longitudinal ligament down "
        "the front of the bodies and discs, the posterior one down their back inside the canal, "
        "ligamenta flava between the arches, interspinous ligaments between the steep spinous "
        "processes and the supraspinous ligament over their tips. "
        "Below left, from the front: the anterior longitudinal ligament as a broad strip, and on "
        "each side at each disc the radiate ligament that spreads from the head of a rib to both "
        "bodies and the disc. "
        "Below right, the arches from the front, the bodies sawn off at the pedicles: paired "
        "ligamenta flava from the front of each lamina to the upper edge of the next."
    )
    return Plate("ligaments", TITLE, alt, SOURCE, _regions(), SIZE, _draw, MappingProxyType({}))
