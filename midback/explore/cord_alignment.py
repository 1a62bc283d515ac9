"""Which segments of the cord lie beside which vertebra, on a spine cut down its middle."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from midback.atlas.body_drawing import BLUE, GREEN, ORANGE, closed
from midback.atlas.column import column
from midback.atlas.curves import Points
from midback.atlas.drawing import flat_shape
from midback.atlas.sagittal_cut import KYPHOSIS, MedianCut
from midback.atlas.shapes import CERVICAL, LUMBAR, THORACIC, shapes
from midback.atlas.style import (
    EMPHASIS,
    EMPHASIS_WASH,
    INK,
    LABEL_SIZE,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)
from midback.explore.backdrop import lay_backdrop, lay_sheet
from midback.explore.sheet import MARGIN, Sheet, read_data

TITLE = "Which segment of the cord lies beside a vertebra?"
LEVELS = (*THORACIC, "L1")
FIRST = 1
SEGMENTS = (*THORACIC, *LUMBAR, "S1", "S2", "S3", "S4", "S5", "Co")
LOOK_FOR = (
    "Move down from T1 and compare the two names: look where the difference reaches two levels, "
    "and where lumbar segments begin."
)
CAPTION = (
    "Standard teaching, recalled from two textbooks (standring_gray, moore_coa) and not read; "
    "approximate, and people differ by a segment or more. "
    "The spine is drawn as in the plate of the spine from the side; the cord's width, the length "
    "of its segments and the course of the roots are illustrative."
)
_WIDTH, _HEIGHT = 4.6, 5.8
_SHOWN = (*CERVICAL[6:], *THORACIC, *LUMBAR[:2])
_INCH = 0.0148
_LEFT, _TOP, _HIGHEST, _BACK = 0.62, 0.5, 444.0, -88.0
_LIST = 2.74
_NAMES_AT = 0.42


def vertebra_words(number: int) -> str:
    """The vertebra of the slider: 1 to 12 is T1 to T12, 13 is L1."""
    if not 1 <= number <= len(LEVELS):
        raise ValueError(f"There is no vertebra {number} here. Choose from 1 to {len(LEVELS)}.")
    return LEVELS[number - 1]


@lru_cache(maxsize=1)
def _cut() -> MedianCut:
    return MedianCut(_SHOWN, column(KYPHOSIS).bodies)


def _on(points: Points) -> Points:
    """Points in mm on the spine as x and y in inches on the sheet."""
    x, y = np.asarray(points).T
    return np.column_stack([_LEFT + (x - _BACK) * _INCH, _TOP + (_HIGHEST - y) * _INCH])


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, str]]:
    return {row["vertebra"]: row for row in read_data("cord_levels")}


@lru_cache(maxsize=1)
def _canal() -> tuple[Points, Points]:
    """Down the middle of the canal: places in mm, and where they are in vertebrae (T1 = 1)."""
    places, at = [], []
    for number, level in enumerate(_SHOWN):
        body, deep = column(KYPHOSIS).bodies[level], shapes()[level].canal
        for share, up in ((-0.35, 0.35), (0.0, 0.0), (0.35, -0.35)):
            places.append(body.frame.place([[-0.5 * deep, up * body.height]])[0])
            at.append(number + share)
    return np.array(places), np.array(at)


def _along(vertebra: Points) -> Points:
    """Places in mm at fractional levels of the spine."""
    places, at = _canal()
    return np.column_stack([np.interp(vertebra, at, places[:, axis]) for axis in (0, 1)])


def _vertebra_of(segment: Points) -> Points:
    """At which fractional vertebra a place on the cord lies."""
    rows = list(_rows().values())
    known = np.array([-0.4, 0.9, *(float(row["place"]) for row in rows), 23.5])
    at = np.array([-1.0, 0.0, *range(1, len(rows) + 1), 13.7])
    return np.asarray(np.interp(segment, known, at))


def _half_width(segment: Points) -> Points:
    """Half the drawn thickness of the cord in mm: a little more for the legs, then a cone."""
    lumbar = 0.9 * np.exp(-(((segment - 16) / 2.6) ** 2))
    arm = 0.7 * np.exp(-(((segment + 0.5) / 2.0) ** 2))
    cone = np.clip((24.0 - segment) / 5.0, 0.06, 1.0)
    return np.asarray((4.0 + lumbar + arm) * cone)


@lru_cache(maxsize=32)
def _segment(number: int) -> tuple[Points, Points]:
    """The outline of a segment in mm, T1 being 1, and its middle."""
    along = np.linspace(number - 0.5, number + 0.5, 9)
    middle = _along(_vertebra_of(along))
    way = np.gradient(middle, axis=0)
    across = np.column_stack([-way[:, 1], way[:, 0]])
    across = across / np.linalg.norm(across, axis=1)[:, None] * _half_width(along)[:, None]
    return np.vstack([middle + across, (middle - across)[::-1]]), middle[4]


def _colour(segment: str) -> str:
    """One colour for a part of the cord; neighbours differ in strength."""
    base = {"C": INK, "T": BLUE, "L": ORANGE, "S": GREEN}["S" if segment == "Co" else segment[0]]
    even = SEGMENTS.index(segment) % 2
    return towards(base, PAPER, 0.62 if even else 0.38)


def _draw_spine(axes: Axes) -> None:
    """The cut vertebrae and discs, pale, with the name of each vertebra on its body."""
    cut, bone, cartilage = _cut(), TISSUES["bone"], TISSUES["cartilage"]

    def place(points: Points) -> Points:
        x, y = _on(points).T
        return np.column_stack([x / _WIDTH, 1 - y / _HEIGHT])

    for disc in cut.discs().values():
        ring = np.vstack([disc.upper, disc.lower[::-1]])
        flat_shape(
            axes, closed(place(ring)), towards(cartilage.fill, PAPER, 0.55),
            towards(cartilage.edge, PAPER, 0.4), 0.4,
        )  # fmt: skip
    for level in _SHOWN:
        for ring, fill in ((cut.arch(level), 0.45), (cut.body(level), 0.15)):
            edge = towards(bone.edge, PAPER, 0.3)
            flat_shape(axes, closed(place(ring)), towards(bone.fill, PAPER, fill), edge, 0.6)
        x, y = place(cut.body(level).mean(axis=0)[None])[0]
        axes.text(x, y, level, fontsize=SMALL_SIZE, ha="center", va="center_baseline", color=INK)


@lru_cache(maxsize=32)
def _root(number: int) -> Points:
    """A root in mm, from its segment down the canal to the foramen below its own vertebra."""
    _, start = _segment(number)
    out = _along(np.array([number + 0.62]))
    way = np.linspace(float(_vertebra_of(np.array([number]))[0]), number + 0.5, 5)[1:]
    forwards = np.array([1.0, 0.0])
    return np.vstack([start + 2.5 * forwards, _along(way) + 4.6 * forwards, out + 5.5 * forwards])


@lru_cache(maxsize=1)
def _heights() -> tuple[float, ...]:
    """Where the names of the segments stand, in inches, apart enough to be read."""
    found = [0.0]
    for number in range(1, len(SEGMENTS) + 1):
        found.append(max(float(_on(_segment(number)[1][None])[0][1]), found[-1] + 0.118))
    return tuple(found[1:])


def _leader(number: int) -> list[tuple[float, float]]:
    x, y = _on(_segment(number)[1][None])[0]
    height = _heights()[number - 1]
    return [(_NAMES_AT + 0.03, height), (_NAMES_AT + 0.13, height), (float(x) - 0.06, float(y))]


def _draw_cord(sheet: Sheet) -> None:
    """All segments, their names, and their roots down to the foramina."""
    root = towards(TISSUES["nerve"].edge, PAPER, 0.35)
    numbers = range(1, len(SEGMENTS) + 1)
    # Roots of the lower segments run on below the picture.
    tail = _along(np.linspace(13.4, 14.35, 6))
    tails = [_on(tail + np.array([shift, 0.0])) for shift in (-2.4, -0.8, 0.8, 2.4)]
    sheet.lines([*(_on(_root(number)).tolist() for number in range(1, 14))], root, 0.6)
    sheet.lines([each.tolist() for each in tails], root, 0.6)
    for number, name in zip(numbers, SEGMENTS, strict=True):
        fill = _colour(name)
        sheet.area(_on(_segment(number)[0]), fill, towards(fill, INK, 0.45), 0.5)
    sheet.lines([_leader(number) for number in numbers], "#9A9A9A", 0.45)
    names = zip(_heights(), SEGMENTS, strict=True)
    sheet.scale([(_NAMES_AT, y, name) for y, name in names], "right", QUIET_INK, SMALL_SIZE - 0.4)
    sheet.words(MARGIN, 0.33, "cord segment", size=SMALL_SIZE, colour=QUIET_INK)
    sheet.words(1.8, 0.33, "vertebra", size=SMALL_SIZE, colour=QUIET_INK)
    _draw_key(sheet)


def _draw_key(sheet: Sheet) -> None:
    y = 3.5
    for name, words in (("T1", "thoracic"), ("L1", "lumbar"), ("S1", "sacral and coccygeal")):
        sheet.box(_LIST, y - 0.05, 0.2, 0.1, _colour(name), towards(_colour(name), INK, 0.45))
        sheet.words(_LIST + 0.28, y, words, size=SMALL_SIZE, down="middle")
        y += 0.17
    sheet.lines([[(_LIST, y), (_LIST + 0.2, y)]], TISSUES["nerve"].edge, 1.2)
    sheet.words(_LIST + 0.28, y, "roots, down to their foramina", size=SMALL_SIZE, down="middle")


def _draw_chosen(sheet: Sheet, beside: range) -> None:
    """The segments beside the vertebra, their names and their roots, over the quiet ones."""
    roots = [_on(_root(number)).tolist() for number in beside if number < 14]
    sheet.lines(roots, TISSUES["nerve"].edge, 1.6)
    for number in beside:
        sheet.area(_on(_segment(number)[0]), EMPHASIS, towards(EMPHASIS, INK, 0.45), 0.5)
    sheet.lines([_leader(number) for number in beside], EMPHASIS, 1.1)
    for number in beside:
        height = _heights()[number - 1]
        sheet.box(_NAMES_AT - 0.25, height - 0.06, 0.26, 0.12, PAPER)
        sheet.words(
            _NAMES_AT, height, SEGMENTS[number - 1], size=LABEL_SIZE, weight="bold",
            colour=EMPHASIS, across="right", down="middle",
        )  # fmt: skip


def _beside(row: dict[str, str]) -> range:
    return range(SEGMENTS.index(row["low"]) + 1, SEGMENTS.index(row["high"]) + 2)


def _named(row: dict[str, str]) -> str:
    return f"{row['low']} to {row['high']}" if row["high"] != "Co" else "S2 to the tip"


def draw(vertebra: int) -> Figure:
    """The spine cut down its middle, with the segments of the cord beside one vertebra in blue.

    `vertebra` is 1 to 12 for T1 to T12 and 13 for L1.
    """
    level = vertebra_words(vertebra)
    row = _rows()[level]
    sheet = Sheet(_WIDTH, _HEIGHT)
    sheet.heading(MARGIN, 0.1, f"Vertebra {level}: cord segments {_named(row)}")
    lay_backdrop(sheet.figure, ("cord alignment",), _draw_spine)
    lay_sheet(sheet, ("cord alignment", "cord"), _draw_cord)
    body = _cut().body(level)
    sheet.area(_on(body), EMPHASIS_WASH, EMPHASIS, 1.4)
    x, y = _on(body.mean(axis=0)[None])[0]
    sheet.words(x, y, level, size=LABEL_SIZE, weight="bold", across="center", down="middle")
    _draw_chosen(sheet, _beside(row))
    _draw_words(sheet, level, row)
    return sheet.figure


def _draw_words(sheet: Sheet, level: str, row: dict[str, str]) -> None:
    room = _WIDTH - _LIST - MARGIN
    y = 0.5
    for label, words in (
        ("Vertebra", level),
        ("Beside it in the cord", f"about {_named(row)}"),
        ("Difference from the vertebra", f"{row['more']} levels"),
        ("These segments serve", row["serves"]),
    ):
        y = sheet.words(_LIST, y, label, size=SMALL_SIZE, colour=QUIET_INK)
        y = sheet.paragraph(_LIST, y, room, words, colour=INK) + 0.09
    y = sheet.paragraph(_LIST, y + 0.04, room, _below(level), colour=INK)
    sheet.paragraph(_LIST, y + 0.12, room, "Recalled teaching; approximate.")


def _below(level: str) -> str:
    if level == "L1":
        return "The roots of the legs pass here on their way down, so they can be hurt as well."
    return "A lesion here can also cut off all below it: the legs, the bladder and the bowel."


def describe(vertebra: int) -> str:
    """Which segments lie beside the vertebra, by how much names differ, and how sure this is."""
    level = vertebra_words(vertebra)
    row = _rows()[level]
    return (
        f"The spine cut down its middle with the cord in its canal. Vertebra {level} stands out: "
        f"beside it lie about the segments {_named(row)} of the cord, {row['more']} levels further "
        f"down the list than the vertebra. These segments serve {row['serves']}. "
        f"{_below(level)} "
        "The cord ends near L1 to L2. Recalled teaching, approximate; people differ."
    )
