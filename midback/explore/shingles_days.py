"""Shingles by the day: what the patient feels, what can be seen and what can be done."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure
from matplotlib.path import Path

from midback.atlas.body_dermatomes import bands
from midback.atlas.curves import Points, mirrored, smooth
from midback.atlas.shapes import THORACIC
from midback.atlas.style import (
    EMPHASIS,
    INK,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)
from midback.explore.body_page import BodyPage, Dash
from midback.explore.sheet import MARGIN, Sheet, read_data, tall, wrapped

TITLE = "What can be felt, seen and done on each day of shingles?"
DAYS = (*range(-5, 8), 10, 14, 90)
FIRST, FIRST_LEVEL = -3, "t6"
LEVELS = {level.lower(): level for level in THORACIC}
LOOK_FOR = (
    "Move the days from before the rash to after it: look when the pain has begun and the skin is "
    "still clear, and from which day the 72 hours count."
)
CAPTION = (
    "Pain before the rash: saguil2017, bpac2014. The 72 hours: saguil2017, zoster_summary. "
    "Pain after 90 days: saguil2017. "
    "On which day patches, blisters and crusts are drawn is recalled teaching, not read, and "
    "differs between people. "
    "The rash and the place and width of the band are illustrative; neighbouring bands overlap."
)
_WIDTH, _HEIGHT = 4.6, 5.95
_SCALE, _LOWEST, _TOP = 0.036, 85.0, 0.5
_RED, _BLISTER, _CRUST = "#C2452D", "#FFF3D6", "#6B4423"
_MOST_GROUPS = 6
_PAIN = TISSUES["nerve"].fill
_AXIS, _DAY, _FAR = 1.42, 0.128, 4.3


def day_words(day: int) -> str:
    """A day of the slider in words."""
    if day == 0:
        return "the day the rash appears"
    plural = "day" if abs(day) == 1 else "days"
    return f"{abs(day)} {plural} {'before' if day < 0 else 'after'} the rash"


def _row(day: int) -> dict[str, str]:
    for row in read_data("shingles"):
        if day in DAYS and int(row["first"]) <= day <= int(row["last"]):
            return row
    raise ValueError(
        f"There is no day {day} here. Choose one of: {', '.join(str(each) for each in DAYS)}."
    )


def _level(level: str) -> str:
    if level not in LEVELS:
        raise ValueError(f"There is no level '{level}'. Choose one of: {', '.join(LEVELS)}.")
    return LEVELS[level]


@lru_cache(maxsize=32)
def _areas(level: str, view: str) -> tuple[Points, ...]:
    """The band on the patient's left, in cm as the viewer sees it."""
    found = bands(view)[level]
    return tuple(mirrored(area) for area in found) if view == "back" else found


@lru_cache(maxsize=32)
def _groups(level: str, view: str) -> tuple[tuple[Path, Points], ...]:
    """Groups of blisters in the band: a red patch and the blisters on it, the same each time."""
    lot = np.random.default_rng([THORACIC.index(level), view == "back"])
    found: list[tuple[Path, Points]] = []
    centres: list[Points] = []
    around = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    ring = np.column_stack([np.cos(around), np.sin(around)])
    for points in _areas(level, view):
        area = Path(np.vstack([points, points[:1]]), closed=True)
        low, high = points.min(axis=0), points.max(axis=0)
        tried = low + (high - low) * lot.random((250, 2))
        # The middle and the ends of a group first: a quick look before the slow one.
        ends = [area.contains_points(tried + np.array([shift, 0.0])) for shift in (-1.5, 0, 1.5)]
        for centre in tried[np.all(ends, axis=0)]:
            radius = lot.uniform(1.0, 1.6)
            shape = centre + ring * radius * lot.uniform(0.75, 1.15, (9, 1)) * [1.35, 0.85]
            if any(np.hypot(*(centre - other)) <= 2.9 for other in centres):
                continue
            if not area.contains_points(shape).all():
                continue
            count = int(lot.integers(6, 10))
            angles = lot.uniform(0, 2 * np.pi, count)
            reach = radius * np.sqrt(lot.random(count)) * 0.8
            spots = np.column_stack([np.cos(angles) * 1.3, np.sin(angles) * 0.85])
            centres.append(centre)
            found.append((smooth(shape), centre + spots * reach[:, None]))
    found = [found[place] for place in lot.permutation(len(found))][:_MOST_GROUPS]
    return tuple(found)


def _draw_rash(body: BodyPage, level: str, day: int) -> None:
    groups = _groups(level, body.view)
    if day < 0 or day > 14:
        return
    shown = groups[: 3 + day]
    paleness = 0.0 if day < 7 else 0.4 if day < 14 else 0.6
    for patch, _ in shown:
        body.paint(patch, towards(_RED, PAPER, paleness), seen=0.62, order=0.6)
    spots = [body.on(x, y) for _, group in shown for x, y in group[: 3 if day == 0 else 9]]
    if day < 7:
        body.sheet.dots(spots, 2.3, towards(_RED, INK, 0.2))
        body.sheet.dots(spots, 1.4, _BLISTER)
    else:
        body.sheet.dots(spots, 2.0 if day < 14 else 1.6, _CRUST)


def _across(day: float) -> float:
    return _FAR if day > 14 else _AXIS + (day + 5) * _DAY


def _draw_days(sheet: Sheet, top: float, day: int) -> float:
    """The course as bars over the days, with the chosen day marked; returns the y below."""
    rows: tuple[tuple[str, int, int, str, str, Dash], ...] = (
        ("Pain in the band", -5, 14, _PAIN, TISSUES["nerve"].edge, "solid"),
        ("Blisters", 0, 7, _RED, towards(_RED, INK, 0.3), (0, (3, 1.6))),
        ("Crusts", 7, 14, towards(_CRUST, PAPER, 0.35), _CRUST, (0, (3, 1.6))),
        ("Antivirals: 72 hours", 0, 3, EMPHASIS, EMPHASIS, "solid"),
    )
    row_height = 0.19
    bottom = top + len(rows) * row_height + 0.04
    for place, (name, first, last, fill, edge, dash) in enumerate(rows):
        y = top + (place + 0.5) * row_height
        sheet.words(
            _AXIS - 0.1, y, name, size=SMALL_SIZE, across="right", down="middle",
            weight="bold" if place == 3 else "normal",
        )  # fmt: skip
        if place == 0:
            # It begins somewhere in the five days before, and lasts in some.
            steps = [(-5, 0.65), (-3.7, 0.45), (-2.3, 0.22)]
            for start, pale in steps:
                sheet.box(_across(start), y - 0.06, 1.4 * _DAY, 0.12, towards(fill, PAPER, pale))
            sheet.box(_across(-1), y - 0.06, 15 * _DAY, 0.12, fill)
            sheet.box(_FAR - 0.12, y - 0.06, 0.24, 0.12, towards(fill, PAPER, 0.45))
            sheet.lines([[(_across(14), y), (_FAR - 0.12, y)]], edge, 0.9, (0, (1.2, 1.6)))
            continue
        sheet.box(_across(first), y - 0.06, (last - first) * _DAY, 0.12, fill, edge, dash)
    sheet.lines([[(_AXIS, bottom), (_across(14), bottom)]], QUIET_INK, 0.7)
    sheet.lines([[(_FAR - 0.12, bottom), (_FAR + 0.12, bottom)]], QUIET_INK, 0.7)
    ticks = (-5, 0, 3, 7, 14, 90)
    sheet.lines(
        [[(_across(t), bottom), (_across(t), bottom + 0.04)] for t in ticks], QUIET_INK, 0.7
    )
    sheet.scale([(_across(t), bottom + 0.11, f"{t}".replace("-", "−")) for t in ticks])
    sheet.words(
        _AXIS - 0.1, bottom + 0.1, "Days from the rash", size=SMALL_SIZE, colour=QUIET_INK,
        across="right", down="middle",
    )  # fmt: skip
    x = _across(day)
    sheet.lines([[(x, top - 0.05), (x, bottom)]], INK, 1.6)
    sheet.area([(x - 0.06, top - 0.13), (x + 0.06, top - 0.13), (x, top - 0.03)], INK)
    return bottom + 0.22


def draw(day: int, level: str) -> Figure:
    """The band of a level on the patient's left on this day, the days, and what they mean.

    `day` is one of `DAYS`, counted from the rash; `level` is "t1" to "t12".
    """
    row, name = _row(day), _level(level)
    sheet = Sheet(_WIDTH, _HEIGHT)
    words = day_words(day)
    sheet.heading(MARGIN, 0.1, f"{words[0].upper()}{words[1:]}")
    for view, middle in (("front", 1.15), ("back", 3.45)):
        body = BodyPage(sheet, view, middle=middle, top=_TOP, lowest=_LOWEST, scale=_SCALE)
        seen = 0.75 if day < 90 else 0.4
        for area in _areas(name, view):
            body.paint(area, _PAIN, TISSUES["nerve"].edge, width=0.9, dash=(0, (3, 1.6)), seen=seen)
        _draw_rash(body, name, day)
        heading = "from the front" if view == "front" else "from behind"
        sheet.words(middle + 0.2, 0.36, heading, size=SMALL_SIZE, colour=QUIET_INK)
    sheet.box(0.12, 0.38, 0.16, 0.1, _PAIN, TISSUES["nerve"].edge, (0, (3, 1.6)))
    sheet.words(0.33, 0.43, f"pain: {name}, left", size=SMALL_SIZE, down="middle")
    y = _draw_days(sheet, _TOP + (172 - _LOWEST) * _SCALE + 0.22, day)
    room = _WIDTH - 0.62 - MARGIN
    for label, text in (("Felt", row["felt"]), ("Seen", row["seen"]), ("To do", row["done"])):
        broken = wrapped(text, room, SMALL_SIZE)
        sheet.words(MARGIN, y, label, size=SMALL_SIZE, weight="bold")
        sheet.words(0.62, y, broken, size=SMALL_SIZE)
        y += tall(broken, SMALL_SIZE) + 0.045
    return sheet.figure


def describe(day: int, level: str) -> str:
    """The day, the band, and what is felt, seen and to be done, with its sources."""
    row, name = _row(day), _level(level)
    words = day_words(day)
    recalled = (
        " On which day the skin looks so is recalled teaching and differs between people."
        if row["status"] == "timing-recalled"
        else ""
    )
    window = "inside" if 0 <= day <= 3 else "before" if day < 0 else "after"
    return (
        f"{words[0].upper()}{words[1:]}, in the band of {name} on the left: "
        f"{row['stage'].lower()}. "
        f"Felt: {row['felt']} Seen: {row['seen']} To do: {row['done']} "
        f"This day lies {window} the 72 hours, which count from the rash.{recalled} "
        f"Sources: {', '.join(row['sources'].split())}."
    )
