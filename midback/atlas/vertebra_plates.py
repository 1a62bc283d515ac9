"""The plates of one thoracic vertebra: `vertebra-above`, `vertebra-side`, `vertebra-behind`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from matplotlib.axes import Axes

from midback.atlas import vertebra_above, vertebra_behind, vertebra_side, vertebra_words
from midback.atlas.curves import Points
from midback.atlas.plates import Plate, Region
from midback.atlas.shapes import THORACIC
from midback.atlas.vertebra_drawing import (
    Sheet,
    draw_direction,
    draw_level,
    draw_names,
    draw_scale_bar,
    draw_view,
    draw_words,
)
from midback.atlas.vertebra_light import Shade, shade
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Part, View
from midback.atlas.vertebra_regions import visible

# In a kyphosis the cord lies rather towards the front of its canal; how far is illustrative.
_CORD_BACK = 0.41
_RECALLED = "with recalled values, for proportion only and not for measurement. "
SOURCE_ABOVE = (
    "To one scale at every level. "
    "Width and depth of the body drawn after Panjabi and colleagues 1991 and width of the pedicle "
    f"after Zindrick and colleagues 1987, {_RECALLED}"
    "Angle of the pedicle as published by Demiroz and Erdem 2019 at T1 and T12, in between "
    "illustrative. "
    "Turn of the facets as published by Masharawi and colleagues 2004; at T12, where it varies "
    "greatly between people, the superior facets are drawn like those of T11, which they meet. "
    "The foramen, the cord, the laminae, every process, the facets' sizes and the ribs are "
    "illustrative."
)
SOURCE_SIDE = (
    "To one scale at every level. "
    f"Height and depth of the body drawn after Panjabi and colleagues 1991, {_RECALLED}"
    "The slope of the spinous process follows words, not measurements: steep in the middle, level "
    "at both ends. "
    "At T12, where the turn of the facets varies greatly between people, only the inferior ones "
    "are drawn turned outwards. "
    "The pedicle, every process, the facets and the notches are illustrative."
)
SOURCE_BEHIND = (
    "To one scale at every level. "
    f"Height and width of the body drawn after Panjabi and colleagues 1991, {_RECALLED}"
    "Turn of the facets as published by Masharawi and colleagues 2004; at T12, where it varies "
    "greatly between people, the superior facets are drawn like those of T11, which they meet. "
    "The laminae, every process and the facets' sizes are illustrative."
)


def checked_level(plate: str, level: object) -> str:
    """The level, or a `ValueError` that names the plate and the levels."""
    if level not in THORACIC:
        raise ValueError(
            f"The plate '{plate}' cannot be drawn with level={level!r}. "
            f"Give one of: {', '.join(THORACIC)}."
        )
    return str(level)


def _checked_ribs(ribs: object) -> bool:
    if not isinstance(ribs, bool):
        raise ValueError(
            f"The plate 'vertebra-above' cannot be drawn with ribs={ribs!r}. Give True or False."
        )
    return ribs


@dataclass(frozen=True)
class Sight:
    """A view worked out: its light, and the polygon in mm in which each named part is seen."""

    view: View
    shades: tuple[Shade, ...]
    seen: tuple[tuple[Part, Points], ...]

    def regions(self, sheet: Sheet) -> tuple[Region, ...]:
        """Every named part, from far to near."""
        return tuple(Region(part.id, part.term, sheet.on(polygon)) for part, polygon in self.seen)


@lru_cache(maxsize=64)
def sight(kind: str, level: str, ribs: bool = False) -> Sight:
    """A view ("above", "side" or "behind"), kept so that a slider moves freely."""
    if kind == "above":
        view = vertebra_above.view_above(level, ribs, _CORD_BACK)
    elif kind == "side":
        view = vertebra_side.view_side(level)
    else:
        view = vertebra_behind.view_behind(level)
    return Sight(view, tuple(shade(layer) for layer in view.layers), visible(view))


def vertebra_above_plate(level: str = "T6", ribs: bool = False) -> Plate:
    """A thoracic vertebra from above, its front at the top, with the cord in its canal.

    `level` is "T1" to "T12"; with `ribs` its two ribs are drawn with their joints.
    Another value is a `ValueError`.
    """
    name, sheet = "vertebra-above", vertebra_above.SHEET
    level, ribs = checked_level(name, level), _checked_ribs(ribs)
    bone = measures(level)
    seen = sight("above", level, ribs)

    def draw(axes: Axes, labels: bool) -> None:
        draw_view(axes, sheet, seen.view, seen.shades)
        draw_direction(axes, sheet, "front", 0, 37.8)
        draw_direction(axes, sheet, "back", 0, -49.5)
        draw_direction(axes, sheet, "left", -22, -49.5)
        draw_direction(axes, sheet, "right", 22, -49.5)
        draw_scale_bar(axes, sheet, 33, -47.5)
        if labels:
            draw_level(axes, sheet, level, -42, 37.5)
            draw_words(axes, sheet, "Vertebral\nbody", 0, bone.side.depth_upper * 0.52)
            draw_names(axes, sheet, seen.view)

    parts = [vertebra_words.body(bone), vertebra_words.canal(bone), vertebra_words.transverse(bone)]
    words = vertebra_words.sentence(*parts)
    facets = vertebra_words.sentence(vertebra_words.facets(bone), vertebra_words.rib_facets(bone))
    alt = (
        f"{vertebra_words.title(bone)} from above, its front "
        f"at the top, with the spinal cord in its dural sac in the vertebral foramen. "
        f"{words} {facets}"
    )
    if ribs:
        joints = (
            "at the body and at the transverse process"
            if bone.has_transverse_facet
            else "at the body only"
        )
        alt += f" The backs of both ribs {bone.number} are drawn, each with its joint {joints}."
    return Plate(
        name,
        f"{vertebra_words.title(bone)} from above",
        alt,
        SOURCE_ABOVE,
        seen.regions(sheet),
        sheet.size,
        draw,
        MappingProxyType({"level": level, "ribs": ribs}),
    )


def vertebra_side_plate(level: str = "T6") -> Plate:
    """A thoracic vertebra from its right side, its front on the right of the picture.

    `level` is "T1" to "T12"; another value is a `ValueError`.
    """
    name, sheet = "vertebra-side", vertebra_side.SHEET
    bone = measures(checked_level(name, level))
    seen = sight("side", level)

    def draw(axes: Axes, labels: bool) -> None:
        draw_view(axes, sheet, seen.view, seen.shades)
        draw_direction(axes, sheet, "back", -45, -43.8)
        draw_direction(axes, sheet, "front", 14, -43.8)
        draw_scale_bar(axes, sheet, 28, -42)
        if labels:
            draw_level(axes, sheet, level, -46, 36.0)
            draw_words(axes, sheet, "Vertebral\nbody", bone.side.depth_upper * 0.64, 0)
            draw_names(axes, sheet, seen.view)

    words = vertebra_words.sentence(
        vertebra_words.spinous(bone), vertebra_words.rib_facets(bone), _transverse_facet(level)
    )
    return Plate(
        name,
        f"{vertebra_words.title(bone)} from the side",
        f"{vertebra_words.title(bone)} from its right side, "
        f"facing right. {words} "
        "A shallow notch lies above the pedicle and a deep one below it.",
        SOURCE_SIDE,
        seen.regions(sheet),
        sheet.size,
        draw,
        MappingProxyType({"level": level}),
    )


def _transverse_facet(level: str) -> str:
    if measures(level).has_transverse_facet:
        return "the transverse process carries a facet for the tubercle of its rib"
    return "there is no facet for a rib on the transverse process"


def vertebra_behind_plate(level: str = "T6") -> Plate:
    """A thoracic vertebra from behind.

    `level` is "T1" to "T12"; another value is a `ValueError`.
    """
    name, sheet = "vertebra-behind", vertebra_behind.SHEET
    bone = measures(checked_level(name, level))
    seen = sight("behind", level)

    def draw(axes: Axes, labels: bool) -> None:
        draw_view(axes, sheet, seen.view, seen.shades)
        draw_direction(axes, sheet, "left", -22, -39.8)
        draw_direction(axes, sheet, "right", 22, -39.8)
        draw_scale_bar(axes, sheet, 33, -38)
        if labels:
            draw_level(axes, sheet, level, -42, 33.5)
            draw_names(axes, sheet, seen.view)

    words = vertebra_words.sentence(
        vertebra_words.facets(bone), vertebra_words.transverse(bone), vertebra_words.spinous(bone)
    )
    return Plate(
        name,
        f"{vertebra_words.title(bone)} from behind",
        f"{vertebra_words.title(bone)} from behind. {words} "
        "The laminae are broad and run down to the inferior articular processes.",
        SOURCE_BEHIND,
        seen.regions(sheet),
        sheet.size,
        draw,
        MappingProxyType({"level": level}),
    )
