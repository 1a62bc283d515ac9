"""Organs and skin that reach the same segments of the cord, and so are felt in the same places."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure
from matplotlib.path import Path

from midback.atlas.body_dermatomes import bands
from midback.atlas.body_referral_zones import zones
from midback.atlas.curves import mirrored
from midback.atlas.shapes import THORACIC
from midback.atlas.style import (
    COMPARISON,
    EMPHASIS,
    EMPHASIS_WASH,
    INK,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)
from midback.explore.backdrop import lay_sheet
from midback.explore.body_page import BodyPage, Dash
from midback.explore.sheet import MARGIN, Sheet, read_data, tall, wrapped

TITLE = "Why is an organ felt in the back?"
SEGMENTS = (*THORACIC, "L1")
FIRST = "heart"
LOOK_FOR = (
    "Choose an organ and follow both arrows to the cord; then show the other organs, and look "
    "which of them call the same segments."
)
CAPTION = (
    "Approximate: books differ by one or two segments. "
    "Organs of the abdomen: visceral_segments_deck, a weak source that was read; the others are "
    "recalled, in whole or in part (standring_gray). "
    "One cord for organ and skin: physiotutors_visceral, sikandar2012. "
    "Where pain is felt is drawn after words and not after maps; its outline and the bands of skin "
    "are illustrative."
)
STATUS = {
    "seen": "range read in one weak source",
    "mixed": "range partly read in one weak source, partly recalled",
    "recalled": "range recalled, not read",
    "weak": "range recalled and uncertain",
}
_DASHES: dict[str, Dash] = {
    "seen": "solid",
    "mixed": (0, (6, 1.6)),
    "recalled": (0, (3, 1.4)),
    "weak": (0, (0.9, 1.5)),
}
_WIDTH = 4.6
# With one organ's range, and with all.
_HEIGHTS = (5.05, 6.8)
_SCALE, _LOWEST, _TOP = 0.0285, 84.0, 0.36
_CORD, _LEFT, _STEP = 3.5, 1.62, 0.218
_ROWS, _ROW = 4.02, 0.158
_ORGAN = TISSUES["artery"].fill
_SKIN_CALLS = "#3C7A57"


def organs() -> dict[str, str]:
    """The organs that can be chosen: words for the reader under the ids."""
    return {row["id"]: row["words"] for row in read_data("convergence")}


def _row(organ: str) -> dict[str, str]:
    for row in read_data("convergence"):
        if row["id"] == organ:
            return row
    raise ValueError(f"There is no organ '{organ}' here. Choose one of: {', '.join(organs())}.")


def segments(organ: str) -> tuple[str, ...]:
    """The organ's usual segments, from above downwards."""
    row = _row(organ)
    return SEGMENTS[SEGMENTS.index(row["first"]) : SEGMENTS.index(row["last"]) + 1]


def neighbours(organ: str) -> list[str]:
    """The other organs that share a segment with this one, in the order of the table."""
    own = set(segments(organ))
    return [other for other in organs() if other != organ and own & set(segments(other))]


@lru_cache(maxsize=4)
def _skin(view: str) -> dict[str, tuple[Path, ...]]:
    """The skin of each thoracic segment on both sides, as paths in cm."""
    found = {}
    for level, areas in bands(view).items():
        rings = [ring for area in areas for ring in (area, mirrored(area))]
        found[level] = tuple(Path(np.vstack([ring, ring[:1]]), closed=True) for ring in rings)
    return found


@lru_cache(maxsize=16)
def _felt(area: str, view: str) -> tuple[Path, ...]:
    zone = next(zone for zone in zones() if zone.id == area)
    return tuple(path for seen, path in zone.areas if seen == view)


def _across(segment: str) -> float:
    return _LEFT + (SEGMENTS.index(segment) + 0.5) * _STEP


def _bodies(sheet: Sheet, skin: bool) -> list[BodyPage]:
    return [
        BodyPage(sheet, view, middle=middle, top=_TOP, lowest=_LOWEST, scale=_SCALE, skin=skin)
        for view, middle in (("front", 1.15), ("back", 3.45))
    ]


def _lay_skin(sheet: Sheet, level: str) -> None:
    """The skin of one segment, front and back, over the bodies."""

    def areas(under: Sheet) -> None:
        for body in _bodies(under, skin=False):
            for area in _skin(body.view).get(level, ()):
                body.paint(area, _SKIN_CALLS, seen=0.2)

    lay_sheet(sheet, ("skin of a segment", level), areas, 0.4)


def _draw_bodies(sheet: Sheet, row: dict[str, str]) -> None:
    bodies = _bodies(sheet, skin=True)
    for level in segments(row["id"]):
        _lay_skin(sheet, level)
    for body in bodies:
        for path in _felt(row["map"], body.view) if row["map"] else ():
            body.paint(
                path, _ORGAN, towards(_ORGAN, INK, 0.3), width=1.1, dash=(0, (3, 1.8)),
                seen=0.5, order=0.6,
            )  # fmt: skip


def _draw_base(sheet: Sheet) -> None:
    """What no choice changes: the headings and the cord with its segments."""
    for middle, words in ((1.15, "from the front"), (3.45, "from behind")):
        sheet.words(middle + 0.62, 0.4, words, size=SMALL_SIZE, colour=QUIET_INK, across="center")
    sheet.words(MARGIN, _CORD, "The cord", size=SMALL_SIZE + 0.4, weight="bold", down="middle")
    for place, segment in enumerate(SEGMENTS):
        fill = towards(TISSUES["nerve"].fill, PAPER, 0.55 if place % 2 else 0.72)
        sheet.box(_LEFT + place * _STEP, _CORD - 0.11, _STEP, 0.22, fill, TISSUES["nerve"].edge)
        sheet.scale([(_across(segment), _CORD, segment)], colour=INK, size=SMALL_SIZE - 0.6)


def _arrows(sheet: Sheet, places: list[float], start: float, end: float, colour: str) -> None:
    """An arrow at each of these x, all from one level line at `start` to `end`."""
    head = end - 0.09 * (1 if end > start else -1)
    half = _STEP / 2
    sheet.lines(
        [
            [(places[0] - half, start), (places[-1] + half, start)],
            *([(x, start), (x, head)] for x in places),
        ],
        colour,
        1.6,
    )
    for x in places:
        sheet.area([(x - 0.045, head), (x + 0.045, head), (x, end)], colour)


def _draw_cord(sheet: Sheet, row: dict[str, str]) -> None:
    """The chosen segments, with an arrow from the skin above and from the organ below to each."""
    chosen = segments(row["id"])
    left, right = _across(chosen[0]) - _STEP / 2, _across(chosen[-1]) + _STEP / 2
    sheet.box(left, _CORD - 0.11, right - left, 0.22, EMPHASIS)
    sheet.scale(
        [(_across(each), _CORD, each) for each in chosen], colour=PAPER, size=SMALL_SIZE - 0.6
    )
    places = [_across(segment) for segment in chosen]
    _arrows(sheet, places, _CORD - 0.36, _CORD - 0.12, _SKIN_CALLS)
    _arrows(sheet, places, _CORD + 0.36, _CORD + 0.12, _ORGAN)
    sheet.words(
        MARGIN, _CORD - 0.3, "Skin and muscle", size=SMALL_SIZE + 0.4, weight="bold",
        colour=_SKIN_CALLS, down="middle",
    )  # fmt: skip
    sheet.words(
        MARGIN, _CORD + 0.3, row["words"], size=SMALL_SIZE + 0.4, weight="bold",
        colour=towards(_ORGAN, INK, 0.2), down="middle",
    )  # fmt: skip


def _draw_ranges(sheet: Sheet, organ: str, others: bool) -> float:
    """A bar for each organ over its segments; what it shares with the chosen one is dark."""
    own = segments(organ)
    shown = [row for row in read_data("convergence") if others or row["id"] == organ]
    if others:
        left, right = _across(own[0]) - _STEP / 2, _across(own[-1]) + _STEP / 2
        sheet.box(left, _ROWS - 0.02, right - left, len(shown) * _ROW + 0.04, EMPHASIS_WASH)
    for place, row in enumerate(shown):
        y = _ROWS + (place + 0.5) * _ROW
        chosen = row["id"] == organ
        weight = "bold" if chosen else "normal"
        words = row["words"] if others else "Its segments"
        sheet.words(MARGIN, y, words, size=SMALL_SIZE, weight=weight, down="middle")
        span = segments(row["id"])
        start = _across(span[0]) - _STEP / 2
        quiet = towards(COMPARISON, PAPER, 0.55)
        edge = towards(_ORGAN if chosen else COMPARISON, INK, 0.3)
        sheet.box(start, y - 0.05, len(span) * _STEP, 0.1, _ORGAN if chosen else quiet)
        shared = [each for each in span if each in own]
        if shared and not chosen:
            begin = _across(shared[0]) - _STEP / 2
            sheet.box(begin, y - 0.05, len(shared) * _STEP, 0.1, towards(COMPARISON, INK, 0.35))
        sheet.box(start, y - 0.05, len(span) * _STEP, 0.1, None, edge, _DASHES[row["status"]])
    return _ROWS + len(shown) * _ROW + 0.12


def _span(organ: str) -> str:
    own = segments(organ)
    last = "T4 or T5" if organ == "heart" else own[-1]
    return f"about {own[0]} to {last}"


def _listed(names: list[str]) -> str:
    lower = [name.lower() for name in names]
    return lower[0] if len(lower) == 1 else f"{', '.join(lower[:-1])} and {lower[-1]}"


def _shared_words(organ: str) -> str:
    names = [organs()[other] for other in neighbours(organ)]
    return f"These segments are shared with {_listed(names)}."


def draw(organ: str, others: bool) -> Figure:
    """The body, the cord lying on its side below it, and the organ's range below that.

    `organ` is one of `organs()`; with `others` the ranges of all organs are shown.
    """
    row = _row(organ)
    sheet = Sheet(_WIDTH, _HEIGHTS[others])
    sheet.heading(MARGIN, 0.1, f"{row['words']}: segments {_span(organ)}")
    lay_sheet(sheet, ("shared segments",), _draw_base, 0.95)
    _draw_bodies(sheet, row)
    _draw_cord(sheet, row)
    y = _draw_ranges(sheet, organ, others)
    felt = f"Felt: {row['felt']}." if row["map"] else "Felt: no area was read for this organ."
    lines = [
        (f"{felt} Green: the skin of the same segments.", INK),
        (f"{STATUS[row['status']].capitalize()}; approximate. {row['more']}".strip(), QUIET_INK),
    ]
    if others:
        lines.insert(1, (_shared_words(organ), INK))
    for words, colour in lines:
        broken = wrapped(words, _WIDTH - 2 * MARGIN, SMALL_SIZE)
        sheet.words(MARGIN, y, broken, size=SMALL_SIZE, colour=colour)
        y += tall(broken, SMALL_SIZE) + 0.05
    return sheet.figure


def describe(organ: str, others: bool) -> str:
    """The organ's range with its worth, where it is felt, and who shares its segments."""
    row = _row(organ)
    felt = f"It may be felt at: {row['felt']}." if row["map"] else "No area was read for it."
    text = (
        f"{row['words']}: nerve fibres from it and from the skin enter the same segments of the "
        f"cord, {_span(organ)} ({STATUS[row['status']]}; books differ by one or two segments). "
        f"{felt} Shaded: the skin of the same segments, front and back. {row['more']}"
    ).strip()
    if not others:
        return f"{text} Show the other organs to see who shares these segments."
    return (
        f"{text} {_shared_words(organ)} "
        f"All ranges: {'; '.join(f'{words} {_span(id)}' for id, words in organs().items())}."
    )
