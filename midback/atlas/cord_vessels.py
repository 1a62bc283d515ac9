"""The plate `cord-vessels`: arteries and veins of the thoracic spinal cord."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from midback.atlas.cord_vessels_cut import cut_pieces
from midback.atlas.cord_vessels_front import GREAT_LEVEL, LEVELS, front_pieces, level_height
from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.soft_parts import Piece
from midback.atlas.style import EMPHASIS, INK, QUIET_INK, SMALL_SIZE
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_words
from midback.atlas.vertebra_parts import Block, Name, View

SHEET = Sheet((5.0, 7.0), 22.0, (0.5, 107.5 / 154.0))
TITLE = "Arteries and veins of the thoracic spinal cord"
SOURCE = (
    "Range and side of the great anterior radiculomedullary artery: taterra2019, a review of "
    "published studies; the one drawn is an example, not the rule. "
    "The vertebral body drawn after Panjabi and colleagues 1991, with recalled values, for "
    "proportion only. "
    "Origins and branches follow standard anatomy; every vessel's size and course is illustrative."
)


@lru_cache(maxsize=1)
def great_artery() -> dict[str, str]:
    """What is published of the great artery: its row in `great_artery.csv`."""
    return read_table("great_artery")[0]


@lru_cache(maxsize=1)
def vessel_pieces() -> tuple[Piece, ...]:
    """The cut above and the view from the front below, from far to near."""
    return (*cut_pieces(), *front_pieces())


@lru_cache(maxsize=1)
def _regions() -> tuple[Region, ...]:
    return visible(vessel_pieces(), SHEET)


_NAMES = (
    Name("Azygos vein", (-7.8, 34.8), "cut-left"),
    Name("Anterior external\nvenous plexus", (-1.6, 29.1), "cut-left"),
    Name("Basivertebral\nvein", (0.1, 5.2), "cut-left"),
    Name("Anterior internal\nvenous plexus", (-4.6, -0.8), "cut-left"),
    Name("Posterior\nspinal artery", (-3.5, -12.2), "low-left"),
    Name("Posterior internal\nvenous plexus", (-1.6, -14.8), "low-left"),
    Name("Posterior external\nvenous plexus", (-4.4, -29.2), "low-left"),
    Name("Thoracic aorta", (14.0, 38.0), "cut-right"),
    Name("Hemiazygos\nvein", (18.2, 22.0), "cut-right"),
    Name("Posterior\nintercostal artery", (16.6, 13.0), "cut-right"),
    Name("Posterior\nintercostal vein", (26.0, 6.2), "cut-right"),
    Name("Dorsal branch", (21.4, -8.0), "low-right"),
    Name("Spinal branch", (16.0, -3.5), "low-right"),
    Name("Anterior\nradicular artery", (6.6, -3.6), "low-right"),
    Name("Anterior\nspinal artery", (0.2, -3.0), "low-right"),
    Name("Posterior\nradicular artery", (7.0, -10.1), "low-right"),
)
_FRONT_NAMES = (
    Name("Anterior spinal\nartery (thin)", (0.1, -57.0), "front"),
    Name("Great anterior\nradiculomedullary\nartery", (3.6, -70.6), "front"),
    Name("Segmental\narteries", (18.0, -84.9), "front"),
    Name("Anterior spinal\nartery (wider)", (0.0, -87.6), "front"),
    Name("Descending aorta", (26.0, -98.0), "front"),
)
_BLOCKS = {
    "cut-left": Block("left", -27.0, 44.0, 6.0),
    "low-left": Block("left", -27.0, -8.5, -38.0),
    "cut-right": Block("right", 29.0, 44.0, 6.0),
    "low-right": Block("right", 29.0, -10.5, -42.0),
    "front": Block("right", 31.6, -47.0, -105.0),
}


def _draw_range(axes: Axes) -> None:
    """Between which levels the great artery arises, how often there and how often on the left."""
    facts = great_artery()
    top = level_height(facts["highest"]) + 2.6
    bottom = level_height(facts["lowest"]) - 2.6
    corners = SHEET.on([(-28.2, bottom), (-23.2, top)])
    band = Rectangle(corners[0], *(corners[1] - corners[0]), facecolor=EMPHASIS, alpha=0.24)
    band.set_linewidth(0)
    axes.add_artist(band)
    for level in LEVELS:
        x, y = SHEET.on([(-25.7, level_height(level))])[0]
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
    x, y = SHEET.on([(-53.6, (top + bottom) / 2)])[0]
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
        draw_pieces(axes, SHEET, vessel_pieces())
        draw_direction(axes, SHEET, "right", -49, 2.5)
        draw_direction(axes, SHEET, "left", 49, 2.5)
        draw_direction(axes, SHEET, "from below", -46, 44.5)
        draw_direction(axes, SHEET, "from the front", -44, -46.0)
        if labels:
            draw_words(axes, SHEET, "Vertebral\nbody", 0, 18.6)
            draw_names(axes, SHEET, View((), (*_NAMES, *_FRONT_NAMES), _BLOCKS))
            _draw_range(axes)

    return Plate(
        "cord-vessels",
        TITLE,
        "Above, a transverse cut seen from below, the person's left on the right of the picture. "
        "From the aorta a posterior intercostal artery runs round each side of the vertebral body "
        "and gives a dorsal branch; its spinal branch enters the foramen and divides into an "
        "anterior and a posterior radicular artery. "
        "One anterior spinal artery lies in front of the cord, two posterior spinal arteries "
        "behind it. "
        "Veins without valves form plexuses inside the canal and outside the vertebra, joined by "
        "the basivertebral and intervertebral veins, and drain to the azygos and hemiazygos "
        "veins. "
        "Below, the cord from the front with the vertebral bodies taken away: most radicular "
        "arteries end on the roots; the great anterior radiculomedullary artery, drawn on the "
        f"left at {GREAT_LEVEL} as an example, climbs to the midline and turns down in a hairpin. "
        f"It arises between {facts['highest']} and {facts['lowest']} in "
        f"{facts['between_percent']} percent and on the left in {facts['left_percent']} percent; "
        f"one was found in {facts['present_percent']} percent of people.",
        SOURCE,
        _regions(),
        SHEET.size,
        draw,
    )
