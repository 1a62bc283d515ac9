"""The plate `spine-lateral`: the thoracic spine among its neighbours, from the side."""

from __future__ import annotations

from types import MappingProxyType

from midback.atlas.column import Column, column
from midback.atlas.curves import sampled
from midback.atlas.plates import Plate, Region
from midback.atlas.shapes import THORACIC
from midback.atlas.spine_lateral_drawing import SIZE, Sheet, draw_spine

TITLE = "The thoracic spine among its neighbours, from the side"
SOURCE = (
    "Thoracic bodies drawn after Panjabi and colleagues 1991 with recalled values, for proportion "
    "only and not for measurement. "
    "Thoracic discs drawn after Fletcher and colleagues 2015, two heights as published and the "
    "others interpolated. "
    "The thoracic curve has the angle stated, from the upper end plate of T1 to the lower "
    "end plate of T12; how it is shared between the levels is illustrative. "
    "Every process and rib, the neck, the low back, the sacrum and the coccyx are illustrative."
)
LEAST_KYPHOSIS, MOST_KYPHOSIS = 0.0, 70.0

_ORDINALS = (
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
)


def _term(level: str) -> str:
    """The English name of a bone in Terminologia Anatomica, with its level."""
    special = {
        "C1": "Atlas (C1)",
        "C2": "Axis (C2)",
        "C7": "Vertebra prominens (C7)",
        "S": "Sacrum",
        "Co": "Coccyx",
    }
    if level in special:
        return special[level]
    part = {"C": "cervical", "T": "thoracic", "L": "lumbar"}[level[0]]
    return f"{_ORDINALS[int(level[1:]) - 1]} {part} vertebra ({level})"


def _region_id(level: str) -> str:
    return {"S": "sacrum", "Co": "coccyx"}.get(level, level.lower())


def _regions(drawn: Column, sheet: Sheet) -> tuple[Region, ...]:
    """Every bone and every disc that is counted with the thoracic spine, from above downwards."""
    regions = []
    for bone in drawn.bones:
        regions.append(
            Region(_region_id(bone.level), _term(bone.level), sheet.on(sampled(bone.outline)))
        )
        for between, outline in drawn.discs.items():
            upper = between.split("-")[0]
            if upper == bone.level and upper in THORACIC:
                regions.append(
                    Region(
                        f"disc-{between.lower()}",
                        f"Intervertebral disc {between}",
                        sheet.on(sampled(outline)),
                    )
                )
    return tuple(regions)


def _alt_text(kyphosis: float, facing: str) -> str:
    return (
        f"The whole spine from the side, facing {facing}, drawn with a thoracic kyphosis of "
        f"{kyphosis:g} degrees. "
        "From above downwards: seven cervical vertebrae, with the dens of the axis behind the "
        "front of the atlas; twelve thoracic vertebrae in full colour, T1 to T12, whose bodies "
        "grow taller downwards and whose spinous processes are long and steep from T5 to T8 and "
        "short and nearly horizontal at T11 and T12; five large lumbar vertebrae; the sacrum and "
        "the coccyx. "
        "A soft band marks the mid back, from the base of the neck to the lower edge of the rib "
        "cage."
    )


def spine_lateral(kyphosis: float = 36.0, facing: str = "right", curve_only: bool = False) -> Plate:
    """The whole spine from the side, the thoracic part in full colour with every level named.

    `kyphosis` is the Cobb angle in degrees from the upper end plate of T1 to the lower end plate
    of T12, 0 to 70; `facing` is the side of the picture that the front is on.
    With `curve_only` the neighbours are drawn plainly and no part is named, for a figure that is
    redrawn while it is moved.
    A value outside these is a `ValueError`.
    """
    if (
        isinstance(kyphosis, bool)
        or not isinstance(kyphosis, int | float)
        or not (LEAST_KYPHOSIS <= kyphosis <= MOST_KYPHOSIS)
    ):
        raise ValueError(
            f"The plate 'spine-lateral' cannot be drawn with kyphosis={kyphosis!r}. "
            f"Give degrees from {LEAST_KYPHOSIS:.0f} to {MOST_KYPHOSIS:.0f}."
        )
    if facing not in ("left", "right"):
        raise ValueError(
            f"The plate 'spine-lateral' cannot be drawn with facing={facing!r}. "
            "Give 'left' or 'right'."
        )
    drawn, sheet = column(float(kyphosis)), Sheet(facing)
    return Plate(
        "spine-lateral",
        TITLE,
        _alt_text(kyphosis, facing),
        SOURCE,
        _regions(drawn, sheet),
        SIZE,
        lambda axes, labels: draw_spine(
            axes, sheet, drawn, kyphosis, labels=labels, curve_only=curve_only
        ),
        MappingProxyType({"kyphosis": kyphosis, "facing": facing, "curve_only": curve_only}),
    )
