"""A body chart to shade, whose borders of the mid back can then be revealed."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from midback.atlas import plate
from midback.atlas.body_chart import SOURCE
from midback.atlas.body_regions import Place, places

TITLE = "Shade the mid back, then reveal its borders"
LOOK_FOR = (
    "Shade every region that you would call mid back, then reveal its borders: look which of yours "
    "lie outside, and which inside were left white."
)
CAPTION = SOURCE


def regions() -> dict[str, str]:
    """The regions that can be shaded, with their numbers: words for the reader under the ids."""
    return {place.id: f"{place.number} {place.words}" for place in places()}


def draw(shaded: Sequence[str], reveal: bool) -> Figure:
    """The plate `body-chart` with these regions shaded, and with the borders if asked for.

    Its numbers are those of the list of regions, which stands above it.
    """
    return plate("body-chart", marked=shaded, mid_back_border=reveal, key=False).figure()


def _listed(found: Sequence[Place]) -> str:
    return "; ".join(f"{place.words} ({place.number})" for place in found)


def describe(shaded: Sequence[str], reveal: bool) -> str:
    """What is shaded and, once the borders are revealed, how it agrees with them.

    The borders of the mid back: briggs2009, tsp_sr2024.
    """
    known = regions()
    for id in shaded:
        if id not in known:
            raise ValueError(f"There is no region '{id}'. Choose from: {', '.join(known)}.")
    chosen = [place for place in places() if place.id in shaded]
    text = (
        f"A body chart from the front and from behind. Shaded: {_listed(chosen)}. "
        if chosen
        else "A body chart from the front and from behind. Nothing is shaded yet. "
    )
    if not reveal:
        return text + "Shade every region that belongs to the mid back, then reveal its borders."
    inside = [place for place in places() if place.mid_back == "yes"]
    missed = [place for place in inside if place not in chosen]
    outside = [place for place in chosen if place.mid_back == "no"]
    on_it = [place for place in chosen if place.mid_back == "border"]
    text += (
        "The mid back reaches from the base of the neck to the lower edge of the rib cage, over "
        f"the twelve thoracic vertebrae. You shaded {len(inside) - len(missed)} of its "
        f"{len(inside)} regions. "
    )
    if missed:
        text += f"Also mid back: {_listed(missed)}. "
    if outside:
        text += f"Outside the borders: {_listed(outside)}. "
    if on_it:
        text += (
            f"On the border, where charts differ: {_listed(on_it)}. "
            "This chart draws it along the upper edge of the shoulder blade. "
        )
    if not missed and not outside:
        text += "All of it, and nothing outside. "
    return text.strip()
