"""The plate `back-muscles`: the muscles of the back from behind, one layer at a time."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.back_layers import LAYERS, layer_names, layer_pieces
from midback.atlas.back_skeleton import blade_lines, skeleton
from midback.atlas.body_drawing import SKIN, SKIN_EDGE
from midback.atlas.body_figure import outline
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.soft_drawing import draw_pieces, visible
from midback.atlas.style import PAPER, QUIET_INK, towards
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names

SHEET = Sheet((5.0, 5.5), 15.6, (0.5, -86.3 / (5.5 * 15.6)))


@lru_cache(maxsize=3)
def _regions(layer: str) -> tuple[Region, ...]:
    return visible((*skeleton(limbs=layer == "superficial"), *layer_pieces(layer)), SHEET)


def _draw_skin(axes: Axes) -> None:
    """A faint body, so that the bones stand where they belong."""
    fill = towards(SKIN, PAPER, 0.45)
    body = SHEET.path(outline(False)[0])
    patch = flat_shape(axes, body, fill, towards(SKIN_EDGE, PAPER, 0.45), 0.6)
    corners = SHEET.on([(-40, 86.0), (40, 86.0), (40, 180), (-40, 180)])
    patch.set_clip_on(True)
    patch.set_clip_path(Path([*corners, corners[0]]), axes.transData)


def _fade(axes: Axes) -> None:
    """Below the hips the body fades away."""
    for step in range(7):
        low, high = 84.0, 87.4 + 0.55 * step
        paper = Path(SHEET.on([(-20, low), (20, low), (20, high), (-20, high), (-20, low)]))
        flat_shape(axes, paper, PAPER, "none", 0, alpha=0.27)


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
        _fade(axes)
        if labels:
            draw_names(axes, SHEET, layer_names(layer))
        draw_direction(axes, SHEET, "left", -35, 88.6)
        draw_direction(axes, SHEET, "right", 35, 88.6)

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
