"""The plate `back-muscles`: the muscles of the back from behind, one layer at a time."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.back_layers import LAYERS, layer_names, layer_pieces
from midback.atlas.back_skeleton import blade_lines, skeleton
from midback.atlas.body_drawing import SKIN, SKIN_EDGE, closed, fade_away
from midback.atlas.body_figure import arm_section, outline
from midback.atlas.curves import mirrored
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.style import PAPER, QUIET_INK, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names

# The lowest height that is shown, in cm.
_LOWEST = 81.6
SHEET = Sheet((5.0, 5.8), 15.6, (0.5, -_LOWEST / (5.8 * 15.6)))


@lru_cache(maxsize=3)
def _regions(layer: str) -> tuple[Region, ...]:
    return visible((*skeleton(limbs=layer == "superficial"), *layer_pieces(layer)), SHEET)


def _draw_skin(axes: Axes) -> None:
    """A faint body, so that the bones stand where they belong."""
    fill = towards(SKIN, PAPER, 0.45)
    body = SHEET.path(outline(False)[0])
    patch = flat_shape(axes, body, fill, towards(SKIN_EDGE, PAPER, 0.45), 0.6)
    corners = SHEET.on([(-40, 81.0), (40, 81.0), (40, 180), (-40, 180)])
    patch.set_clip_on(True)
    patch.set_clip_path(Path([*corners, corners[0]]), axes.transData)


def _draw_sections(axes: Axes, bone: bool) -> None:
    """The cut surfaces of the arms, with the `bone` in them or without."""
    muscle = towards(TISSUES["muscle"].fill, PAPER, 0.72)
    for section in (arm_section(), mirrored(arm_section())):
        flat_shape(axes, SHEET.path(closed(section)), SKIN, towards(SKIN_EDGE, PAPER, 0.45), 0.6)
        if bone:
            middle = section.mean(axis=0)
            for share, fill, edge in (
                (0.84, muscle, "none"),
                (0.31, TISSUES["bone"].fill, TISSUES["bone"].edge),
            ):
                ring = closed(middle + share * (section - middle))
                flat_shape(axes, SHEET.path(ring), fill, edge, 0.5)


def back_muscles(layer: str = "superficial") -> Plate:
    """The back from behind with one `layer`: "superficial", "intermediate" or "deep"."""
    if layer not in LAYERS:
        raise ValueError(
            f"The plate 'back-muscles' cannot be drawn with layer={layer!r}. "
            f"Give one of: {', '.join(LAYERS)}."
        )
    pieces = layer_pieces(layer)

    def draw(axes: Axes, labels: bool) -> None:
        _draw_skin(axes)
        draw_pieces(axes, SHEET, (*skeleton(limbs=layer == "superficial"), *pieces))
        if layer != "superficial":
            lines = SHEET.path(blade_lines())
            flat_shape(axes, lines, "none", QUIET_INK, 0.7, linestyle=(0, (3, 2)), alpha=0.8)
        _draw_sections(axes, layer == "superficial")
        low, high = SHEET.on([(-20, _LOWEST - 1), (20, _LOWEST)])
        fade_away(axes, low, high, 6.0 / (SHEET.size[1] * SHEET.mm_per_inch))
        if labels:
            draw_names(axes, SHEET, layer_names(layer))
        draw_direction(axes, SHEET, "left", -35, 84.0)
        draw_direction(axes, SHEET, "right", 35, 84.0)

    words = LAYERS[layer]
    return Plate(
        "back-muscles",
        words.title,
        words.alt,
        SOURCE,
        _regions(layer),
        SHEET.size,
        draw,
        MappingProxyType({"layer": layer}),
    )


SOURCE = (
    "Attachments and the direction of the fibres follow standard anatomy. "
    "Heights of the spinous processes after the percentages of ernst2013, in between interpolated. "
    "Every outline and the width of every muscle are illustrative, and people vary."
)
