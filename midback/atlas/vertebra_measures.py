"""What one thoracic vertebra is drawn from: three tables, joined by level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from midback.atlas.shapes import THORACIC, Shape, shapes
from midback.atlas.tables import read_table

# The table gives 25 to 30 degrees from the frontal plane for all facets from T1 to T11, and 26 to
# 34 degrees from the midsagittal plane from T12 to L2; the plates draw the middle of each. What
# lies on top of T12 meets the lower facets of T11, so that only its lower ones are turned.
_FACETS_BACKWARDS = 27.5
_FACETS_OUTWARDS = -60.0


@dataclass(frozen=True)
class Measures:
    """One thoracic vertebra: lengths in mm, angles in degrees, `side` its row in `shapes()`.

    `facet_turn` and `lower_facet_turn` are how far the superior and the inferior articular facet
    are turned from the frontal plane, the outer end forwards if positive.
    `upper_facet` and `lower_facet` say which facet for a rib head the body carries there:
    "whole", "half" or "none".
    """

    level: str
    side: Shape
    width_upper: float
    width_lower: float
    pedicle_width: float
    facet_turn: float
    lower_facet_turn: float
    upper_facet: str
    lower_facet: str
    has_transverse_facet: bool
    heart: float
    canal_width: float
    canal_round: float
    pedicle_angle: float
    transverse_span: float
    transverse_back: float
    transverse_rise: float
    transverse_club: float
    facet_middle: float
    facet_width: float
    lower_facet_middle: float
    spinous_width: float
    cord_width: float
    cord_depth: float

    @property
    def number(self) -> int:
        """1 for T1 to 12 for T12."""
        return int(self.level[1:])


_FACETS_ON_BODY = {
    "whole above and half below": ("whole", "half"),
    "half above and half below": ("half", "half"),
    "half above": ("half", "none"),
    "one whole": ("whole", "none"),
}


@lru_cache(maxsize=1)
def _all_measures() -> dict[str, Measures]:
    details = {row.pop("level"): row for row in map(dict, read_table("vertebra_details"))}
    found = {}
    for row in read_table("vertebra_widths"):
        level = row["level"]
        upper, lower = _FACETS_ON_BODY[row["facets_on_body"]]
        backwards = bool(row["facet_angle_from_frontal_deg"])
        found[level] = Measures(
            level=level,
            side=shapes()[level],
            width_upper=float(row["endplate_upper_width_mm"]),
            width_lower=float(row["endplate_lower_width_mm"]),
            pedicle_width=float(row["pedicle_width_mm"]),
            facet_turn=_FACETS_BACKWARDS,
            lower_facet_turn=_FACETS_BACKWARDS if backwards else _FACETS_OUTWARDS,
            upper_facet=upper,
            lower_facet=lower,
            has_transverse_facet=row["transverse_facet"] == "yes",
            **{name: float(value) for name, value in details[level].items()},
        )
    return found


def measures(level: str) -> Measures:
    """The measures of a thoracic vertebra; another level is a `ValueError` that lists them."""
    if level not in THORACIC:
        raise ValueError(
            f"There is no thoracic vertebra {level!r}. Choose one of: {', '.join(THORACIC)}."
        )
    return _all_measures()[level]
