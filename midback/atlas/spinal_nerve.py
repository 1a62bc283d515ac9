"""The plate `spinal-nerve`: roots, ganglion, rami and branches of a thoracic spinal nerve."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.axes import Axes

from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.spinal_nerve_parts import beside, nerve_pieces
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_words
from midback.atlas.vertebra_parts import Block, Name, View

SHEET = Sheet((5.0, 6.15), 20.0, (0.345, 50.5 / 123.0))
TITLE = "A thoracic spinal nerve and its branches"
SOURCE = (
    "The body of T6 drawn after Panjabi and colleagues 1991, with recalled values, for proportion "
    "only and not for measurement. "
    "Origins, branches and layers follow standard anatomy. "
    "Cord, roots and nerves are enlarged and the chest wall is drawn close: every size is "
    "illustrative."
)
ALT = (
    "Half of the chest wall cut across at one level, seen from above, front at the top. "
    "A ventral and a dorsal root leave the spinal cord; the dorsal root swells into the spinal "
    "ganglion, and both join to the short spinal nerve in the foramen. "
    "The dorsal ramus turns back and splits into a medial branch, which here goes on to the skin, "
    "and a lateral branch to the erector spinae. "
    "The ventral ramus goes on as the intercostal nerve between the internal and the innermost "
    "intercostal muscle, gives a lateral cutaneous branch at the side and ends as the anterior "
    "cutaneous branch beside the sternum. "
    "A white ramus communicans, further out, and a grey one, nearer the spine, join the nerve to "
    "a ganglion of the sympathetic trunk on the side of the vertebral body. "
    "A thin meningeal branch runs back into the canal."
)


def _wall(shift: float, place: float) -> tuple[float, float]:
    """A point in a layer of the wall, `shift` mm outside the nerve."""
    x, y = beside(shift, place, place + 0.1)[0]
    return float(x), float(y)


_NAMES = (
    Name("Anterior\ncutaneous branch", (7.9, 62.0), "front"),
    Name("Sternum", (-1.0, 60.2), "front"),
    Name("External intercostal", _wall(4.9, 5.8), "wall"),
    Name("Internal intercostal", _wall(2.3, 5.35), "wall"),
    Name("Innermost intercostal", _wall(-1.9, 4.9), "wall"),
    Name("Intercostal nerve\n(ventral ramus)", _wall(0.0, 4.4), "wall"),
    Name("Lateral\ncutaneous branch", (55.6, 13.5), "wall"),
    Name("Sympathetic\nganglion", (19.0, 10.4), "cavity"),
    Name("Grey ramus\ncommunicans", (20.6, 1.6), "cavity"),
    Name("White ramus\ncommunicans", (25.8, -2.0), "cavity"),
    Name("Spinal nerve", (18.4, -4.9), "cavity"),
    Name("Meningeal\nbranch", (11.4, -1.1), "left"),
    Name("Ventral root", (8.4, -3.0), "left"),
    Name("Spinal cord", (-3.0, -7.4), "left"),
    Name("Dorsal root", (6.6, -9.5), "left"),
    Name("Spinal\nganglion", (12.4, -7.0), "left"),
    Name("Dorsal ramus", (20.0, -13.4), "back"),
    Name("Medial branch\nof dorsal ramus", (14.7, -29.4), "back"),
    Name("Lateral branch\nof dorsal ramus", (31.0, -31.4), at=(54.0, -43.0)),
)
_BLOCKS = {
    "front": Block("left", -8.0, 68.0, 56.0),
    "wall": Block("left", 35.5, 41.0, 17.0),
    "cavity": Block("right", 31.5, 15.0, -9.0),
    "left": Block("left", -15.5, 12.0, -19.0),
    "back": Block("left", -8.0, -22.0, -44.0),
}


@lru_cache(maxsize=1)
def _regions() -> tuple[Region, ...]:
    return visible(nerve_pieces(), SHEET)


def spinal_nerve() -> Plate:
    """One thoracic spinal nerve with its roots, rami, cutaneous and sympathetic branches."""

    def draw(axes: Axes, labels: bool) -> None:
        draw_pieces(axes, SHEET, nerve_pieces())
        draw_direction(axes, SHEET, "front", -28, 69.0)
        draw_direction(axes, SHEET, "back", -28, -47.0)
        if labels:
            draw_words(axes, SHEET, "Vertebral\nbody", 0, 13.0)
            draw_words(axes, SHEET, "Chest cavity", 5.4, 49.6)
            draw_names(axes, SHEET, View((), _NAMES, _BLOCKS))

    return Plate("spinal-nerve", TITLE, ALT, SOURCE, _regions(), SHEET.size, draw)
