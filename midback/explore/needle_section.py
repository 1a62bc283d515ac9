"""A needle between the shoulder blades at T6: how its depth and angle meet the lung."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from midback.atlas.style import INK, LABEL_SIZE, PAPER, QUIET_INK, SMALL_SIZE, TISSUES, towards
from midback.explore.sheet import MARGIN, Sheet, read_data

TITLE = "Why is no depth of needle safe for everyone?"
THINNEST, THICKEST, FIRST_THICKNESS = 10, 40, 24
FIRST_INSERTED = 15
FLATTEST = 15
# Read as about 7, from 4 to 10 mm: positional2019, fact needling-danger-zone.
BOLSTER = 7
LOOK_FOR = (
    "Leave the needle where it is and make the chest wall thinner: the depth that stayed in muscle "
    "in one person reaches the lung in the next."
)
CAPTION = (
    "A teaching picture, not a guide to depth. "
    "The layers, the ribs and their distances are illustrative; in a patient none of them can be "
    "known from the outside. "
    "A rib under the finger is no shelter: rib palpation was right about two times in three "
    "(rhomboid_case2025)."
)
_WIDTH = 4.6
_LEFT, _TOP, _MM = 0.62, 0.86, 0.052
_ACROSS, _DEEP = 74, 56
_ENTRY = 22
# Where each layer ends, as a share of the way from skin to pleura: illustrative.
_LAYERS = (
    ("skin and fat", 0.24),
    ("trapezius", 0.38),
    ("rhomboid major", 0.56),
    ("erector spinae", 0.78),
    ("ribs, intercostals", 0.97),
)
_FAT = "#F8EBC4"
_LUNG = "#DDE7EE"
_DANGER = "#B23A00"


def depth_of_tip(inserted: float, angle: float) -> float:
    """How deep under the skin the tip lies, in mm, at this angle (degrees) between both."""
    return inserted * math.sin(math.radians(angle))


def _wall(thickness: float, bolster: bool) -> float:
    if not THINNEST <= thickness <= THICKEST:
        raise ValueError(
            f"A chest wall of {thickness:g} mm is not drawn. "
            f"Choose from {THINNEST} to {THICKEST} mm."
        )
    return thickness + (BOLSTER if bolster else 0)


def _row(id: str) -> dict[str, str]:
    return next(row for row in read_data("needling") if row["id"] == id)


def _at(across: float, deep: float) -> tuple[float, float]:
    return _LEFT + across * _MM, _TOP + deep * _MM


def _edge(deep: float, sway: float) -> list[tuple[float, float]]:
    """The border of a layer from left to right, a little uneven as muscle is."""
    steps = range(0, _ACROSS + 1, 2)
    return [
        _at(across, deep + sway * math.sin(across / 9 + deep) + sway * math.sin(across / 4.1))
        for across in steps
    ]


def _draw_wall(sheet: Sheet, wall: float) -> None:
    """Skin to lung, and the ribs cut across."""
    muscle = TISSUES["muscle"]
    upper = _edge(0, 0)
    for place, (_, share) in enumerate(_LAYERS):
        deep = share * wall
        lower = _edge(deep, 0.012 * wall)
        if place == 0:
            fill = _FAT
        else:
            fill = towards(muscle.fill, PAPER, (0.45, 0.62, 0.45, 0.7)[place - 1])
        sheet.area([*upper, *reversed(lower)], fill, QUIET_INK, 0.5)
        if place in (1, 2, 3):
            above = _LAYERS[place - 1][1] * wall
            between = [above + (deep - above) * part for part in (0.3, 0.5, 0.7)]
            sheet.lines(
                [_edge(each, 0.012 * wall) for each in between],
                towards(muscle.edge, PAPER, 0.55),
                0.35,
            )
        upper = lower
    pleura = _edge(wall, 0)
    sheet.area([*upper, *reversed(pleura)], towards("#CC79A7", PAPER, 0.7), None)
    sheet.area([*pleura, _at(_ACROSS, _DEEP), _at(0, _DEEP)], _LUNG, None)
    air = [
        _at(2 + 4 * column + 2 * (row % 2), wall + 3 + 3 * row)
        for row in range(int((_DEEP - wall - 2) / 3))
        for column in range(_ACROSS // 4)
    ]
    sheet.dots(air, 1.6, "#B9C9D4")
    sheet.lines([pleura], _DANGER, 2.2)
    bone = TISSUES["bone"]
    top, bottom = 0.79 * wall, 0.955 * wall
    for middle in (7.0, 38.0, 69.0):
        half = 4.8
        oval = [
            _at(
                middle + half * math.cos(turn / 12 * math.pi),
                (top + bottom) / 2 + (bottom - top) / 2 * math.sin(turn / 12 * math.pi),
            )
            for turn in range(24)
        ]
        sheet.area(oval, bone.fill, bone.edge, bone.width)


def _draw_ruler(sheet: Sheet) -> None:
    """Depth in mm on the left, with the depths at which lungs were reached."""
    low, high = (float(_row("lung-reached")[key]) for key in ("low", "high"))
    x = _LEFT - 0.05
    top, bottom = _at(0, low)[1], _at(0, high)[1]
    sheet.box(x - 0.09, top, 0.09, bottom - top, "#E69F00")
    ticks = range(0, _DEEP + 1, 10)
    sheet.lines(
        [[(x, _at(0, 0)[1]), (x, _at(0, _DEEP)[1])]]
        + [[(x - 0.05, _at(0, tick)[1]), (x, _at(0, tick)[1])] for tick in ticks],
        QUIET_INK,
        0.7,
    )
    sheet.scale([(x - 0.12, _at(0, tick)[1], str(tick)) for tick in ticks], "right")
    sheet.words(0.04, _TOP - 0.31, "mm under", size=SMALL_SIZE, colour=QUIET_INK)
    sheet.words(0.04, _TOP - 0.2, "the skin", size=SMALL_SIZE, colour=QUIET_INK)


def _draw_names(sheet: Sheet, wall: float) -> None:
    start = 0.0
    size = min(SMALL_SIZE, 0.16 * wall * _MM * 72 * 0.9)
    for name, share in _LAYERS:
        x, y = _at(_ACROSS - 1, (start + share * wall) / 2)
        if name.startswith("ribs"):
            # Between two ribs.
            x = _at(63, 0)[0]
        sheet.words(x, y, name, size=max(size, 5.2), across="right", down="middle")
        start = share * wall
    sheet.words(
        *_at(_ACROSS - 1, wall + 2.6), "lung", size=SMALL_SIZE, across="right", down="middle"
    )
    sheet.words(
        *_at(1, wall + 2.6), "pleura", size=SMALL_SIZE, colour=_DANGER, down="middle", weight="bold"
    )


def _needle(sheet: Sheet, inserted: float, angle: float, reached: bool) -> None:
    turn = math.radians(angle)

    def along(distance: float) -> tuple[float, float]:
        return _at(_ENTRY + distance * math.cos(turn), distance * math.sin(turn))

    outside = min(9.0, 7.5 / max(math.sin(turn), 0.3))
    sheet.lines([[along(-outside), along(inserted)]], PAPER, 4.0)
    sheet.lines([[along(-outside), along(inserted)]], "#2B2B2B", 2.0)
    sheet.lines([[along(-outside), along(-outside * 0.45)]], "#0072B2", 5.0)
    sheet.dots([along(inserted)], 7.0 if reached else 4.0, _DANGER if reached else INK)


def _verdict(tip: float, wall: float) -> str:
    left = wall - tip
    if left <= 0:
        return "In this drawing it has reached the lung."
    return f"In this drawing {left:.0f} mm are left to the pleura."


def draw(thickness: int, inserted: int, angle: int, bolster: bool) -> Figure:
    """A cut from skin to lung with the needle in it.

    `thickness` is skin to pleura in mm before the bolster adds to it, `inserted` the length under
    the skin in mm, `angle` that between needle and skin in degrees.
    """
    wall, tip = _wall(thickness, bolster), depth_of_tip(inserted, angle)
    sheet = Sheet(_WIDTH, 4.6)
    reached = tip >= wall
    sheet.heading(MARGIN, 0.1, "No depth is safe for everyone")
    sheet.words(
        MARGIN,
        0.31,
        f"Tip {tip:.0f} mm deep. {_verdict(tip, wall)}",
        size=LABEL_SIZE,
        weight="bold" if reached else "normal",
        colour=_DANGER if reached else INK,
    )
    _draw_wall(sheet, wall)
    _draw_ruler(sheet)
    _draw_names(sheet, wall)
    _needle(sheet, inserted, angle, reached)
    sheet.paragraph(MARGIN, _TOP + _DEEP * _MM + 0.14, _WIDTH - 2 * MARGIN, _evidence())
    return sheet.figure


def _evidence() -> str:
    lung, most, case = (_row(id) for id in ("lung-reached", "suggested-most", "needle-in-case"))
    return (
        f"Orange: {lung['low']} to {lung['high']} mm were enough to reach the lung in "
        f"{lung['people']} ({lung['source']}). One study suggested that at most {most['high']} mm "
        f"reach the deep edge of rhomboid major ({most['source']}), yet a pneumothorax followed "
        f"{case['high']} mm needles ({case['source']}). Layers and distances here are illustrative."
    )


def describe(thickness: int, inserted: int, angle: int, bolster: bool) -> str:
    """Where the tip lies in the drawing, and what was read about the depth of the lung."""
    wall, tip = _wall(thickness, bolster), depth_of_tip(inserted, angle)
    gained = _row("bolster")
    lifted = (
        f" with a bolster, which adds about {BOLSTER} mm ({gained['low']} to {gained['high']} mm, "
        f"{gained['source']})"
        if bolster
        else ""
    )
    return (
        "A cut through the back between the shoulder blades at T6. "
        f"The lung lies {wall:g} mm under the skin{lifted}. "
        f"A needle enters at {angle} degrees to the skin "
        f"for {inserted} mm, so its tip is {tip:.0f} mm deep. {_verdict(tip, wall)} "
        f"No depth is safe for everyone. {_evidence()}"
    )
