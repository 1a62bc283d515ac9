"""The thoracic dermatomes under a choice of level and a slider for how strong the bands are."""

from __future__ import annotations

from matplotlib.figure import Figure

from midback.atlas import plate
from midback.atlas.body_dermatomes import LEAST_OPACITY, MOST_OPACITY, SOURCE, dermatomes
from midback.atlas.shapes import THORACIC

TITLE = "Which skin does a thoracic nerve supply, and with which neighbours does it share it?"
LOOK_FOR = (
    "Choose one level: look which landmark its band crosses in front, how far below its vertebra "
    "that lies, and how much of its skin the neighbours share."
)
CAPTION = SOURCE
LEAST, MOST, FIRST = LEAST_OPACITY, MOST_OPACITY, 40
LEVELS = {"all": "All twelve"} | {level.lower(): level for level in THORACIC}


def _level(level: str) -> str | None:
    if level not in LEVELS:
        raise ValueError(
            f"There is no dermatome '{level}' here. Choose one of: {', '.join(LEVELS)}."
        )
    return None if level == "all" else LEVELS[level]


def draw(level: str, opacity: int) -> Figure:
    """The plate `dermatomes` with all bands alike or one standing out, at this opacity in percent.

    `level` is "all" or "t1" to "t12"; another is a `ValueError`.
    """
    return plate("dermatomes", level=_level(level), opacity=opacity).figure()


def describe(level: str, opacity: int) -> str:
    """Where the band lies, its testing point with its worth, and what its neighbours mean.

    Sources: wikimsk_dermatomes for the points that were read, lee2008dermatomes for the overlap.
    """
    chosen = _level(level)
    if chosen is None:
        return (
            "Twelve bands, T1 on the arm and the others on the trunk, each overlapping its "
            f"neighbours, drawn at {opacity} percent. "
            "Look for the darker stripes: there two nerves share the skin, so the loss of one "
            "root may cause little or no numbness. "
            "Choose a level to see its band and its testing point."
        )
    row = dermatomes()[chosen]
    place = THORACIC.index(chosen)
    neighbours = [*THORACIC[max(place - 1, 0) : place], *THORACIC[place + 1 : place + 2]]
    worth = "read in a source" if row.status == "seen" else "recalled, not read in a source"
    return (
        f"{chosen} stands out, drawn at {opacity} percent. "
        f"Testing point, {worth}: {row.point}. "
        f"It is a point to test, not a border: the band overlaps {' and '.join(neighbours)}, and "
        "maps disagree. "
        f"So say “about {chosen}”, and test several levels on both sides."
    )
