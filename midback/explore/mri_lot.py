"""A hundred people without pain, drawn by lot: how many of their scans show a finding."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from midback.atlas.style import COMPARISON, EMPHASIS, INK, QUIET_INK, SMALL_SIZE
from midback.explore.sheet import MARGIN, Sheet, read_data

TITLE = "What would the scans of 100 people without pain show?"
LOTS = 60
LOOK_FOR = (
    "Nobody in this picture has thoracic pain. Move the slider to draw another hundred, and watch "
    "how many would be told that something is wrong."
)
CAPTION = (
    "The people are drawn by lot, each with the published share as chance; only the shares were "
    "measured. "
    "A finding is not a diagnosis: match it to the patient before acting on it. "
    "One finding is drawn at a time, because how they go together was not read."
)
_PEOPLE = 100
_WIDTH = 4.6
_FAINT = "#CFCFCF"


def findings() -> dict[str, str]:
    """The findings under their ids."""
    return {row["id"]: row["words"] for row in read_data("mri")}


def _row(finding: str) -> dict[str, str]:
    for row in read_data("mri"):
        if row["id"] == finding:
            return row
    raise ValueError(
        f"There is no finding '{finding}' here. Choose one of: {', '.join(findings())}."
    )


@lru_cache(maxsize=256)
def drawn(finding: str, lot: int) -> tuple[bool, ...]:
    """Who of 100 people shows the finding in this draw, the same for the same number."""
    place = list(findings()).index(_row(finding)["id"])
    chances = np.random.default_rng([lot, place]).random(_PEOPLE)
    return tuple(bool(chance < float(_row(finding)["percent"]) / 100) for chance in chances)


def _share(row: dict[str, str]) -> str:
    return "about half" if row["about"] == "yes" else f"{row['percent']} %"


def _crowd(sheet: Sheet, top: float, shown: tuple[bool, ...]) -> None:
    across, down = (_WIDTH - 2 * MARGIN) / 20, 0.44
    places = [
        (MARGIN + (number % 20 + 0.5) * across, top + (number // 20) * down)
        for number in range(_PEOPLE)
    ]
    for has, colour in ((False, _FAINT), (True, EMPHASIS)):
        these = [place for place, found in zip(places, shown, strict=True) if found == has]
        sheet.dots([(x, y + 0.06) for x, y in these], 6.6, colour)
        sheet.lines(
            [[(x, y + 0.2), (x, y + 0.29)] for x, y in these], colour, width=8.4, cap="round"
        )
        if has:
            # A bar across the body as well: the finding is seen without colour.
            sheet.lines(
                [[(x - 0.035, y + 0.245), (x + 0.035, y + 0.245)] for x, y in these],
                "#FFFFFF",
                width=1.6,
            )


def _history(sheet: Sheet, top: float, finding: str, lot: int) -> None:
    """A dot for each draw so far over a scale of 0 to 100 people, stacked where alike."""
    left, person = 0.3, (_WIDTH - 0.6) / 100
    base = top + 0.78
    sheet.words(
        MARGIN,
        top,
        "Draw so far" if lot == 1 else f"The {lot} draws so far",
        size=SMALL_SIZE + 0.4,
        weight="bold",
    )
    sheet.lines([[(left, base), (left + 100 * person, base)]], QUIET_INK, 0.7)
    ticks = range(0, 101, 20)
    sheet.scale([(left + tick * person, base + 0.1, str(tick)) for tick in ticks])
    sheet.lines(
        [[(left + tick * person, base), (left + tick * person, base + 0.03)] for tick in ticks],
        QUIET_INK,
        0.7,
    )
    share = left + float(_row(finding)["percent"]) * person
    sheet.lines([[(share, top + 0.2), (share, base)]], INK, 0.8, dash="dashed")
    counts = [sum(drawn(finding, each)) for each in range(1, lot + 1)]
    heights: dict[int, int] = {}
    places = []
    for count in counts:
        heights[count] = heights.get(count, 0) + 1
        places.append((left + count * person, base - 0.055 * heights[count] + 0.01))
    sheet.dots(places[:-1], 3.4, COMPARISON)
    sheet.dots(places[-1:], 4.4, EMPHASIS)
    sheet.words(
        _WIDTH / 2,
        base + 0.17,
        "people of 100 with the finding; broken line: the published share",
        size=SMALL_SIZE,
        colour=QUIET_INK,
        across="center",
    )


def draw(finding: str, lot: int) -> Figure:
    """A hundred people, those with the finding marked, above the counts of all draws so far.

    `finding` is an id of `data/mri.csv`; `lot` numbers the draw from 1 to `LOTS`.
    """
    row = _row(finding)
    shown = drawn(finding, lot)
    sheet = Sheet(_WIDTH, 4.25)
    y = sheet.heading(MARGIN, 0.1, f"{row['words']}: {sum(shown)} of these 100 people")
    sheet.words(
        MARGIN, y + 0.02, "None of them has thoracic pain.", size=SMALL_SIZE, colour=QUIET_INK
    )
    _crowd(sheet, 0.56, shown)
    _history(sheet, 2.78, finding, lot)
    sheet.paragraph(
        MARGIN,
        4.0,
        _WIDTH - 2 * MARGIN,
        f"Published share: {_share(row)} of {row['people']}. Source: {row['source']}.",
    )
    return sheet.figure


def describe(finding: str, lot: int) -> str:
    """How many in this draw, how the draws so far spread, and the published share."""
    row = _row(finding)
    counts = [sum(drawn(finding, each)) for each in range(1, lot + 1)]
    text = (
        f"Draw {lot}: of 100 people without thoracic pain, {counts[-1]} show on MRI: "
        f"{row['words'].lower()}. "
    )
    if lot > 1:
        text += f"In the {lot} draws so far between {min(counts)} and {max(counts)} do. "
    return text + (
        f"The published share is {_share(row).replace('%', 'percent')} of {row['people']} "
        f"({row['source']})."
    )
