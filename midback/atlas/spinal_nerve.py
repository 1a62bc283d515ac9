"""The plate `spinal-nerve`: roots, ganglion, rami and branches of a thoracic spinal nerve."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.axes import Axes

from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.spinal_nerve_parts import beside, nerve_pieces
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_words
from midback.atlas.vertebra_parts import Block, Name, View

SHEET = Sheet((5.1, 6.4), 20.6, (36.4 / 105.06, 55.4 / 131.84))
TITLE = "A thoracic spinal nerve and its branches"
SOURCE = (
    "The body of T6 drawn after Panjabi and colleagues 1991, with recalled values, for proportion "
    "only and not for measurement. "
    "Origins, branches and layers follow standard anatomy. "
    "Cord, roots and nerves are enlarged, the chest wall is drawn close, the muscles outside the "
    "ribs are left out, and the organs of the chest are only outlined: the picture is not to "
    "scale and every size is illustrative. "
    "The nerve is drawn on the right only, as if it lay in one plane with its branches."
)
ALT = (
    "A whole vertebra and the right half of the chest wall, cut across at one level and seen from "
    "above, front at the top and the right on the right; the picture is not to scale. "
    "Behind the sternum a pale heart lies between the lung and the midline; deeper than the cut, "
    "pedicles, transverse processes and a rib are seen pale. "
    "A ventral and a dorsal root leave the spinal cord in a sleeve of the dura; the dorsal root "
    "swells into the spinal ganglion, and both join to the short spinal nerve in the foramen. "
    "The dorsal ramus turns back and splits into a medial branch, which here goes on to the skin, "
    "and a lateral branch to the erector spinae. "
    "The ventral ramus goes on as the intercostal nerve between the internal and the innermost "
    "intercostal muscle, gives a lateral cutaneous branch to the skin of the side and ends as the "
    "anterior cutaneous branch to the skin beside the sternum. "
    "A white ramus communicans, further out, and a grey one, nearer the spine, join the nerve to "
    "a ganglion of the sympathetic trunk under the pleura, in front of the head of the rib below. "
    "A thin meningeal branch runs back into the canal, behind the vertebral body."
)


def _wall(shift: float, place: float) -> tuple[float, float]:
    """A point in a layer of the wall, `shift` mm outside the nerve."""
    x, y = beside(shift, place, place + 0.1)[0]
    return float(x), float(y)


_NAMES = (
    Name("Anterior\ncutaneous\nbranch", (11.1, 62.6), "front"),
    Name("Sternum", (-2.0, 58.8), "front"),
    Name("External\nintercostal", _wall(4.9, 5.8), "wall"),
    Name("Internal\nintercostal", _wall(2.25, 5.5), "wall"),
    Name("Innermost\nintercostal", _wall(-1.95, 5.05), "wall"),
    Name("Intercostal nerve\n(ventral ramus)", _wall(0.0, 4.5), "nerve"),
    Name("Pleura", (11.2, 35.2), at=(17.9, 35.6)),
    Name("Lateral\ncutaneous branch", (59.85, 1.0), at=(57.6, -34.6)),
    Name("Sympathetic\nganglion", (17.4, 8.4), "cavity"),
    Name("Grey ramus\ncommunicans", (19.9, -0.4), "cavity"),
    Name("White ramus\ncommunicans", (24.1, -3.0), "cavity"),
    Name("Spinal nerve", (18.6, -4.9), "cavity"),
    Name("Meningeal\nbranch", (11.4, -0.9), "left"),
    Name("Ventral root", (8.6, -3.9), "left"),
    Name("Spinal cord", (-3.0, -7.4), "left"),
    Name("Dorsal root", (7.0, -9.2), "left"),
    Name("Spinal\nganglion", (12.4, -7.2), "left"),
    Name("Dorsal ramus", (20.2, -13.4), "back"),
    Name("Medial branch\nof dorsal ramus", (16.4, -29.0), "back"),
    Name("Lateral branch\nof dorsal ramus", (29.2, -30.8), at=(56.4, -46.8)),
)
_BLOCKS = {
    "front": Block("left", -15.6, 70.0, 54.0),
    "wall": Block("left", 34.2, 45.8, 24.0),
    "nerve": Block("left", 39.0, 26.0, 18.4),
    "cavity": Block("right", 30.8, 19.2, -5.4),
    "left": Block("left", -16.4, 14.0, -19.0),
    "back": Block("left", -16.4, -22.0, -44.0),
}


@lru_cache(maxsize=1)
def _regions() -> tuple[Region, ...]:
    return visible(nerve_pieces(), SHEET)


def spinal_nerve() -> Plate:
    """One thoracic spinal nerve with its roots, rami, cutaneous and sympathetic branches."""

    def draw(axes: Axes, labels: bool) -> None:
        draw_pieces(axes, SHEET, nerve_pieces())
        draw_direction(axes, SHEET, "from above", -26.0, 74.0)
        draw_direction(axes, SHEET, "not to scale", -25.4, -52.8)
        draw_direction(axes, SHEET, "front", 2.0, 74.0)
        draw_direction(axes, SHEET, "back", 2.0, -52.8)
        draw_direction(axes, SHEET, "right", 62.4, 46.0)
        if labels:
            draw_words(axes, SHEET, "Vertebral\nbody", 0, 13.0)
            draw_words(axes, SHEET, "Heart", -2.0, 43.4)
            draw_words(axes, SHEET, "Lung", 16.8, 47.0)
            draw_names(axes, SHEET, View((), _NAMES, _BLOCKS))

    return Plate("spinal-nerve", TITLE, ALT, SOURCE, _regions(), SHEET.size, draw)
