"""How each vertebra is shaped: morphometry where the table has it, illustrative elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from midback.atlas.tables import read_table

CERVICAL = tuple(f"C{number}" for number in range(1, 8))
THORACIC = tuple(f"T{number}" for number in range(1, 13))
LUMBAR = tuple(f"L{number}" for number in range(1, 6))
PRESACRAL = CERVICAL + THORACIC + LUMBAR

# Vertebral shape makes more of the thoracic curve than disc shape (goh1999); the split is drawn,
# not measured.
BODY_PART_OF_THORACIC_SHARE = 0.7


@dataclass(frozen=True)
class Shape:
    """One row of `vertebra_shapes.csv` with the thoracic measures filled in from morphometry."""

    height: float
    depth_upper: float
    depth_lower: float
    disc: float
    body_share: float
    disc_share: float
    pedicle: float
    canal: float
    behind: float
    facet: float
    facet_slope: float
    slope: float
    length: float
    root: float
    end: float
    tip: str


@lru_cache(maxsize=1)
def shapes() -> dict[str, Shape]:
    """The shape of every vertebra from C2 to L5: lengths in mm, slopes in degrees.

    Thoracic `body_share` and `disc_share` are degrees; elsewhere they are parts of one curve.
    `disc` is the height in front in the thoracic spine and at the back elsewhere.
    """
    measured = {row["level"]: row for row in read_table("morphometry")}
    found = {}
    for row in read_table("vertebra_shapes"):
        level = row["level"]
        if level in measured:
            table = measured[level]
            share = float(table["kyphosis_share_deg"])
            body_part = 1.0 if level == "T12" else BODY_PART_OF_THORACIC_SHARE
            own = (
                float(table["body_height_post_mm"]),
                float(table["endplate_upper_depth_mm"]),
                float(table["endplate_lower_depth_mm"]),
                float(table["disc_height_below_ant_mm"]),
                share * body_part,
                share * (1 - body_part),
            )
        else:
            own = (
                float(row["body_height"]),
                float(row["depth_upper"]),
                float(row["depth_lower"]),
                float(row["disc_below"]),
                float(row["body_share"] or 0),
                float(row["disc_share"]),
            )
        found[level] = Shape(
            *own,
            pedicle=float(row["pedicle_height"]),
            canal=float(row["canal_depth"]),
            behind=float(row["facet_behind"]),
            facet=float(row["facet_length"]),
            facet_slope=float(row["facet_slope"]),
            slope=float(row["spinous_slope"]),
            length=float(row["spinous_length"]),
            root=float(row["spinous_root"]),
            end=float(row["spinous_tip"]),
            tip=row["tip"],
        )
    return found


def share_sum() -> float:
    """Degrees of kyphosis that the table's illustrative shares add up to."""
    return sum(float(row["kyphosis_share_deg"]) for row in read_table("morphometry"))
