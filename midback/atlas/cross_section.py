"""The plate `cross-section`: from the skin of the back to the organs, at T6."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.cross_section_parts import section
from midback.atlas.cross_section_shapes import EDGE, FRONT
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.style import PAPER, QUIET_INK
from midback.atlas.vertebra_drawing import (
    Sheet,
    draw_direction,
    draw_level,
    draw_names,
    draw_scale_bar,
    draw_words,
)
from midback.atlas.vertebra_parts import Block, Name, View

SHEET = Sheet((5.0, 4.56), 34.0, (0.5, 89.6 / (4.56 * 34.0)))
TITLE = "Cross-section of the back and the chest at T6"
SOURCE = (
    "The body of T6 drawn after Panjabi and colleagues 1991, with recalled values, for proportion "
    "only and not for measurement. "
    "Which structure lies beside which follows standard anatomy. "
    "The whole ring of the vertebra, its spine and both pairs of rib joints are drawn as if they "
    "lay in one plane, which no single cut shows. "
    "Every other outline and every thickness is illustrative; people vary, and no depth on this "
    "picture is safe for a needle."
)
ALT = (
    "A cut through the back of the chest at T6, seen from below as on a scan: front at the top, "
    "the person's left on the right of the picture. "
    "From the skin forwards beside the spine lie fat, trapezius, rhomboid major, erector spinae "
    "with the transversospinales deep to it, the sixth rib, and directly in front of the rib the "
    "pleura and the lung. "
    "At the side the scapula lies between infraspinatus and subscapularis, with a strip of "
    "serratus anterior in front of them, and intercostal "
    "muscles fill the space between the sixth and the fifth rib. "
    "The spinal cord lies in its dura in the middle of the vertebral canal, with cerebrospinal "
    "fluid round it and fat outside the dura. "
    "In front of the vertebral body the aorta lies left of the midline, the azygos vein right of "
    "it, the thoracic duct between them, and the oesophagus in front, behind the left atrium. "
    "A sympathetic trunk lies on the head of each rib, and behind it an intercostal artery runs "
    "out between the rib and the pleura."
)

_NAMES = (
    Name("Oesophagus", (-3.6, 39.4), "front-left"),
    Name("Thoracic duct", (-1.2, 31.6), "front-left"),
    Name("Azygos vein", (-8.6, 30.2), "front-left"),
    Name("Posterior\nintercostal\nartery", (-13.6, 16.4), "front-left"),
    Name("Sympathetic\ntrunk", (-18.8, 9.2), "front-left"),
    Name("Pleura", (-34.4, -11.2), "front-left"),
    Name("Left atrium", (14.0, 53.0), "front-right"),
    Name("Thoracic aorta", (20.0, 34.0), "front-right"),
    Name("Accessory\nhemiazygos\nvein", (17.4, 17.0), "front-right"),
    Name("Spinal cord", (2.6, -6.0), "front-right"),
    Name("Dura mater", (5.6, -9.4), "front-right"),
    Name("Skin", (-62.0, -59.4), at=(-64.0, -67.6)),
    Name("Subcutaneous\nfat", (-48.0, -57.4), at=(-52.0, -76.6)),
    Name("Trapezius", (-36.0, -52.8), at=(-36.0, -68.6)),
    Name("Rhomboid\nmajor", (-23.0, -46.8), at=(-26.6, -77.4)),
    Name("Transverso-\nspinales", (-9.0, -30.0), at=(-5.4, -70.4)),
    Name("Vertebral\narch", (4.8, -17.0), at=(16.0, -67.0)),
    Name("Erector\nspinae", (30.0, -38.0), at=(33.0, -76.6)),
    Name("Sixth rib", (49.0, -24.6), at=(45.0, -69.0)),
    Name("Intercostal\nmuscles", (66.0, -25.6), at=(61.0, -76.6)),
    Name("Scapula", (75.0, -39.2), at=(75.0, -68.0)),
)
_BLOCKS = {
    "front-left": Block("left", -47.0, 56.0, -4.0),
    "front-right": Block("right", 47.0, 57.4, -4.0),
}


@lru_cache(maxsize=1)
def _regions() -> tuple[Region, ...]:
    return visible(section(), SHEET, ((-EDGE, -80.0), (EDGE, FRONT)))


def _trim(axes: Axes) -> None:
    """Beside and in front of the cut there is paper, and a thin line where it ends."""
    far, low, high = EDGE + 3.0, -66.0, FRONT + 6.0
    sheets = [(side * EDGE, low, side * far, high) for side in (-1, 1)]
    sheets.append((-far, FRONT, far, high))
    for left, bottom, right, top in sheets:
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        flat_shape(axes, Path(SHEET.on(corners)), PAPER, "none", 0)
    frame = [(-EDGE, -51.0), (-EDGE, FRONT), (EDGE, FRONT), (EDGE, -51.0)]
    flat_shape(axes, Path(SHEET.on(frame)), "none", QUIET_INK, 0.8)


def cross_section() -> Plate:
    """The back of the chest cut at T6, seen from below as on a scan."""

    def draw(axes: Axes, labels: bool) -> None:
        draw_pieces(axes, SHEET, section())
        _trim(axes)
        draw_direction(axes, SHEET, "front", 0, 61.8)
        draw_direction(axes, SHEET, "right", -75, -86.4)
        draw_direction(axes, SHEET, "left", 75, -86.4)
        draw_direction(axes, SHEET, "back", 0, -86.4)
        draw_scale_bar(axes, SHEET, 42, -82.8)
        if labels:
            draw_level(axes, SHEET, "T6", -78, 61.6)
            draw_words(axes, SHEET, "Vertebral\nbody", 0, 12.0)
            draw_words(axes, SHEET, "Right lung", -66, -10.0)
            draw_words(axes, SHEET, "Left lung", 64, -12.0)
            draw_names(axes, SHEET, View((), _NAMES, _BLOCKS))

    return Plate("cross-section", TITLE, ALT, SOURCE, _regions(), SHEET.size, draw)
