"""The plate `cord-vessels`: arteries and veins of the thoracic spinal cord."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from midback.atlas.cord_vessels_cut import Depth, cut_depths
from midback.atlas.cord_vessels_front import GREAT_LEVEL, LEVELS, STEP, front_depths, level_height
from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.soft_parts import Piece
from midback.atlas.style import EMPHASIS, INK, QUIET_INK, SMALL_SIZE
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_words
from midback.atlas.vertebra_parts import Block, Name, View
from midback.atlas.vessels import shine

SIZE = (4.85, 7.5)
# The view from the front below, the cut above it at its own scale.
SHEET = Sheet(SIZE, 23.2, (0.5, 2.83 / 7.5))
CUT = Sheet(SIZE, 20.8, (0.5, 5.2 / 7.5))
TITLE = "Arteries and veins of the thoracic spinal cord"
SOURCE = (
    "Range and side of the great anterior radiculomedullary artery: taterra2019, a review of "
    "published studies; the one drawn is an example, not the rule. "
    "Which radicular arteries reach the cord differs between levels and people: those drawn are "
    "examples. "
    "The vertebral body drawn after Panjabi and colleagues 1991, with recalled values, for "
    "proportion only. "
    "Origins and branches follow standard anatomy; the cord and its vessels are drawn large, and "
    "every size and course is illustrative, the slope of the roots too."
)


@lru_cache(maxsize=1)
def great_artery() -> dict[str, str]:
    """What is published of the great artery: its row in `great_artery.csv`."""
    return read_table("great_artery")[0]


def _pieces(depths: tuple[Depth, ...]) -> tuple[Piece, ...]:
    return tuple(piece for depth in depths for piece in depth.pieces)


@lru_cache(maxsize=1)
def _depths() -> tuple[tuple[Sheet, tuple[Depth, ...]], ...]:
    """The cut above and the view from the front below, each from far to near."""
    return (CUT, cut_depths()), (SHEET, front_depths())


@lru_cache(maxsize=1)
def _regions() -> tuple[Region, ...]:
    return tuple(
        region for sheet, depths in _depths() for region in visible(_pieces(depths), sheet)
    )


_NAMES = (
    Name("Azygos vein", (-8.8, 33.4), "cut-left"),
    Name("Anterior external\nvenous plexus", (-3.6, 27.8), "cut-left"),
    Name("Basivertebral\nvein", (0.1, 3.6), "cut-left"),
    Name("Anterior internal\nvenous plexus", (-6.2, -3.0), "low-left"),
    Name("Posterior\nradicular artery", (-8.0, -8.4), "low-left"),
    Name("Posterior\nspinal artery", (-3.2, -11.4), "low-left"),
    Name("Posterior internal\nvenous plexus", (-3.4, -14.2), "low-left"),
    Name("Posterior external\nvenous plexus", (-5.4, -27.4), "low-left"),
    Name("Thoracic aorta", (14.0, 36.4), "cut-right"),
    Name("Hemiazygos\nvein", (18.2, 22.8), "cut-right"),
    Name("Posterior\nintercostal\nartery", (17.3, 12.2), "cut-right"),
    Name("Posterior\nintercostal\nvein", (27.0, 5.3), "cut-right"),
    Name("Dorsal branch", (16.6, -19.6), "low-right"),
    Name("Spinal branch", (15.0, -3.5), "low-right"),
    Name("Anterior\nradicular artery", (6.4, -3.6), "low-right"),
    Name("Anterior\nspinal artery", (0.2, -3.4), "low-right"),
)
_FRONT_NAMES = (
    Name("Anterior spinal\nartery (thin)", (0.1, -10.5), "front"),
    Name("Great anterior\nradiculomedullary\nartery", (2.9, -25.6), "front"),
    Name("Segmental\narteries", (11.6, -38.0), "front"),
    Name("Anterior spinal\nartery (wider)", (0.0, -44.4), "front"),
    Name("Descending aorta", (20.4, -55.0), "front"),
)
_BLOCKS = {
    "cut-left": Block("left", -27.6, 40.0, 9.0),
    "low-left": Block("left", -29.0, -14.0, -43.0),
    "cut-right": Block("right", 29.8, 42.0, 6.0),
    "low-right": Block("right", 29.8, -14.0, -44.0),
    "front": Block("right", 27.4, 2.0, -60.0),
}


def _draw_range(axes: Axes) -> None:
    """Between which levels the great artery arises, how often there and how often on the left."""
    facts = great_artery()
    top = level_height(facts["highest"]) + STEP / 2
    bottom = level_height(facts["lowest"]) - STEP / 2
    corners = SHEET.on([(-22.4, bottom), (-17.2, top)])
    band = Rectangle(corners[0], *(corners[1] - corners[0]), facecolor=EMPHASIS, alpha=0.24)
    band.set_linewidth(0)
    axes.add_artist(band)
    for level in LEVELS:
        x, y = SHEET.on([(-19.8, level_height(level))])[0]
        inside = top > level_height(level) > bottom
        axes.text(
            x,
            y,
            level,
            fontsize=SMALL_SIZE,
            color=INK if inside else QUIET_INK,
            fontweight="bold" if inside else "normal",
            ha="center",
            va="center_baseline",
        )
    words = (
        "The great artery\n(of Adamkiewicz)\narises between\n"
        f"{facts['highest']} and {facts['lowest']}\n"
        f"in {facts['between_percent']} %,\non the left\nin {facts['left_percent']} %.\n"
        f"One was found\nin {facts['present_percent']} %\nof people."
    )
    x, y = SHEET.on([(-47.5, (top + bottom) / 2)])[0]
    axes.text(
        x,
        y,
        words,
        fontsize=SMALL_SIZE + 0.2,
        color=EMPHASIS,
        ha="left",
        va="center",
        linespacing=1.25,
    )


def cord_vessels() -> Plate:
    """A cut through the canal with its vessels, and the cord's arteries from the front."""
    facts = great_artery()

    def draw(axes: Axes, labels: bool) -> None:
        for sheet, depths in _depths():
            for depth in depths:
                draw_pieces(axes, sheet, depth.pieces)
                if depth.vessels:
                    shine(axes, sheet, depth.tissue, depth.vessels)
        draw_direction(axes, CUT, "right", -45.0, -4.6)
        draw_direction(axes, CUT, "left", 45.0, -4.6)
        draw_direction(axes, CUT, "from below", -41.0, 43.5)
        draw_direction(axes, SHEET, "from the front", -43.5, 4.4)
        draw_direction(axes, SHEET, "right", -13.0, 4.4)
        draw_direction(axes, SHEET, "left", 12.0, 4.4)
        draw_direction(axes, SHEET, "moved aside", 19.6, -64.1)
        if labels:
            draw_words(axes, CUT, "Vertebral\nbody", 0, 20.4)
            draw_names(axes, CUT, View((), _NAMES, _BLOCKS))
            draw_names(axes, SHEET, View((), _FRONT_NAMES, _BLOCKS))
            _draw_range(axes)

    return Plate(
        "cord-vessels",
        TITLE,
        "Above, a transverse cut seen from below, the person's left on the right of the picture. "
        "From the aorta a posterior intercostal artery runs round each side of the vertebral body "
        "and gives a dorsal branch; its spinal branch enters the foramen and divides into an "
        "anterior and a posterior radicular artery for the roots. "
        "Most radicular arteries end on the root; here, as an example, the anterior one on the "
        "left and the posterior one on the right reach the cord. "
        "One anterior spinal artery lies in front of the cord, two posterior spinal arteries "
        "behind it, and a thin ring on the cord joins them. "
        "Veins without valves form plexuses inside the canal and outside the vertebra, joined by "
        "the basivertebral and intervertebral veins, and drain to the azygos and hemiazygos "
        "veins. "
        "Below, the cord from the front with most vertebral bodies taken away and the aorta drawn "
        "aside: the right segmental arteries cross the front of the bodies that are left; the "
        "roots run down steeply, the lower the more, and most radicular arteries end on them; the "
        "great anterior radiculomedullary artery, drawn "
        f"on the left at {GREAT_LEVEL} as an example, climbs to the midline and turns down in a "
        "hairpin. "
        f"It arises between {facts['highest']} and {facts['lowest']} in "
        f"{facts['between_percent']} percent and on the left in {facts['left_percent']} percent; "
        f"one was found in {facts['present_percent']} percent of people.",
        SOURCE,
        _regions(),
        SHEET.size,
        draw,
    )
