"""How far the thoracic segments move, by three data sets that disagree, and what the ribs do."""

from __future__ import annotations

from matplotlib.figure import Figure

from midback.atlas.style import COMPARISON, EMPHASIS, INK, PAPER, QUIET_INK, SMALL_SIZE, towards
from midback.explore.sheet import MARGIN, Sheet, read_data

TITLE = "How far does each thoracic segment move, and why do published figures differ?"
MOVEMENTS = {
    "flexion-extension": "Flexion and extension",
    "side-bending": "Side-bending",
    "rotation": "Rotation",
}
SETS = {
    "classic": ("Classic table", "recalled: do not quote", "White and Panjabi 1990"),
    "specimens": ("Specimens", "7.5 Nm, both directions", "Wilke 2017"),
    "living": ("Living patients", "CT at end range", "Morita 2014"),
}
SEGMENTS = (*(f"T{level}-T{level + 1}" for level in range(1, 12)), "T12-L1")
LOOK_FOR = (
    "Look along the lower rows in flexion and extension: the classic table rises to 12 degrees "
    "there, and the specimens do not."
)
CAPTION = (
    "Degrees are not comparable until you know the method, whether one side or both is counted, "
    "and whether the rib cage is on. "
    "The classic table is recalled, not read, and is drawn with broken lines. "
    "The specimens are published as bands over several levels, not as a mean for each level. "
    "Of the living patients two levels and the sum were read. "
    "Where a bar ends pale, its end is the range that was published."
)
_WIDTH = 4.6
_ROW = 0.2
_TOP = 1.14
_FIRST, _PANEL, _GAP = 0.66, 1.13, 0.16
_MOST = 20
_BAND = towards(EMPHASIS, PAPER, 0.6)


def _rows(kind: str, movement: str) -> dict[str, dict[str, str]]:
    if movement not in MOVEMENTS:
        raise ValueError(
            f"There is no movement '{movement}' here. Choose one of: {', '.join(MOVEMENTS)}."
        )
    return {
        row["segment"]: row
        for row in read_data("motion")
        if row["set"] == kind and row["movement"] == movement
    }


def _cage(movement: str) -> dict[str, float]:
    """By how many percent motion rises without the cage, by source."""
    return {
        row["source"]: float(row["high"])
        for row in read_data("motion")
        if row["set"] == "cage" and row["movement"] == movement
    }


def _panel(sheet: Sheet, left: float, kind: str, movement: str) -> None:
    """One data set: a bar for each segment from 0, twice as long in outline where one side."""
    rows = _rows(kind, movement)
    name, method, source = SETS[kind]
    recalled = kind == "classic"
    one_side = any(row["sides"] == "one" for row in rows.values())
    if one_side:
        method = "recalled, one side"
    sheet.words(left, 0.56, name, size=SMALL_SIZE + 0.4, weight="bold")
    sheet.words(
        left, 0.7, method, size=SMALL_SIZE - 0.4, colour="#9A4300" if recalled else QUIET_INK
    )
    sheet.words(left, 0.83, source, size=SMALL_SIZE - 0.4, colour=QUIET_INK)
    bottom = _TOP + len(SEGMENTS) * _ROW
    degree = _PANEL / _MOST
    sheet.lines(
        [
            [(left + tick * degree, _TOP), (left + tick * degree, bottom)]
            for tick in (5, 10, 15, 20)
        ],
        "#DDDDDD",
        0.6,
    )
    sheet.lines([[(left, _TOP), (left, bottom)]], QUIET_INK, 0.7)
    sheet.scale([(left + tick * degree, bottom + 0.09, str(tick)) for tick in (0, 5, 10, 15, 20)])
    if not rows:
        sheet.words(
            left + _PANEL / 2,
            _TOP + 6 * _ROW,
            "This study\nmeasured flexion\nand extension\nonly.",
            size=SMALL_SIZE,
            colour=QUIET_INK,
            across="center",
            down="center",
        )
        return
    labels = []
    for place, segment in enumerate(SEGMENTS):
        if segment not in rows:
            continue
        row, y = rows[segment], _TOP + (place + 0.5) * _ROW
        high = float(row["high"])
        low = float(row["low"] or row["high"])
        if recalled:
            if one_side:
                sheet.box(left, y - 0.06, 2 * high * degree, 0.12, None, COMPARISON, (0, (1, 2)))
            sheet.box(left, y - 0.06, high * degree, 0.12, "#EFEFEF", COMPARISON, (0, (3, 1.5)))
            continue
        sheet.box(left, y - 0.06, low * degree, 0.12, EMPHASIS)
        if row["low"]:
            sheet.box(left + low * degree, y - 0.06, (high - low) * degree, 0.12, _BAND)
        if kind == "living":
            labels.append((left + high * degree + 0.05, y, f"{row['high']}°"))
    if labels:
        sheet.scale(labels, "left", INK)
        sheet.words(
            left + 0.1,
            _TOP + 7.5 * _ROW,
            f"T1 to L1 together:\n{rows['T1-L1']['high']}°\nOther levels\nnot read.",
            size=SMALL_SIZE,
            colour=QUIET_INK,
            down="center",
        )


def _cage_strip(sheet: Sheet, top: float, movement: str, cage: bool) -> None:
    """The whole thorax with and without its cage, with the intact thorax as 100 percent."""
    y = sheet.words(
        MARGIN, top, "The whole thorax, with the intact rib cage as 100 %", size=SMALL_SIZE + 0.4,
        weight="bold",
    )  # fmt: skip
    left, percent = 1.95, 1.6 / 200
    bars = [("Intact", 0.0)]
    if not cage:
        found = _cage(movement)
        bars += [
            ("Front of the cage removed", found["liebsch2017"]),
            ("Cage removed, load as standing", found["anderson2018"]),
        ]
    for place, (name, rise) in enumerate(bars):
        middle = y + 0.12 + place * 0.2
        sheet.words(left - 0.06, middle, name, size=SMALL_SIZE, across="right", down="middle")
        sheet.box(left, middle - 0.06, 100 * percent, 0.12, COMPARISON)
        if rise:
            sheet.box(left + 100 * percent, middle - 0.06, rise * percent, 0.12, EMPHASIS)
        words = f"100 % + {rise:g} %" if rise else "100 %"
        sheet.words(
            left + (100 + rise) * percent + 0.05, middle, words, size=SMALL_SIZE, down="middle"
        )
    foot = (
        "Sources: liebsch2017 (six specimens, 2 Nm), anderson2018 (specimens). "
        "They do not belong to any one level."
        if not cage
        else "Take the rib cage off to see what two studies of specimens found."
    )
    sheet.paragraph(MARGIN, y + 0.68, _WIDTH - 2 * MARGIN, foot)


def draw(movement: str, cage: bool) -> Figure:
    """Three panels by segment on one scale of degrees, above what the rib cage changes.

    `movement` is a key of `MOVEMENTS`; with `cage` false the cage is taken off in the strip below.
    """
    sheet = Sheet(_WIDTH, 5.0)
    sheet.heading(MARGIN, 0.1, MOVEMENTS.get(movement, movement))
    doubled = any(row["sides"] == "one" for row in _rows("classic", movement).values())
    method = "Degrees of motion in each segment." + (
        " Dotted outline: one side, doubled to compare." if doubled else ""
    )
    sheet.words(MARGIN, 0.31, method, size=SMALL_SIZE, colour=QUIET_INK)
    for place, kind in enumerate(SETS):
        _panel(sheet, _FIRST + place * (_PANEL + _GAP), kind, movement)
    sheet.scale(
        [(_FIRST - 0.06, _TOP + (place + 0.5) * _ROW, name) for place, name in enumerate(SEGMENTS)],
        "right",
        INK,
    )
    _cage_strip(sheet, _TOP + len(SEGMENTS) * _ROW + 0.3, movement, cage)
    return sheet.figure


def describe(movement: str, cage: bool) -> str:
    """The three sets with their method, sides and worth, and what the cage changes."""
    classic, specimens = _rows("classic", movement), _rows("specimens", movement)
    living = _rows("living", movement)
    one_side = classic["T1-T2"]["sides"] == "one"
    values = ", ".join(f"{segment} {classic[segment]['high']}" for segment in SEGMENTS)
    bands: dict[str, list[str]] = {}
    for segment, row in specimens.items():
        band = f"{row['low']} to {row['high']}" if row["low"] else row["high"]
        bands.setdefault(band, []).append(segment)
    measured = "; ".join(
        f"{band} degrees at {names[0] if len(names) == 1 else f'{names[0]} to {names[-1]}'}"
        for band, names in bands.items()
    )
    text = (
        f"{MOVEMENTS[movement]} in degrees for each segment, three data sets side by side. "
        f"Specimens at 7.5 Nm, both directions together (wilke2017): {measured}. "
    )
    if living:
        text += (
            f"Living patients (morita2014): {living['T4-T5']['high']} at T4-T5, "
            f"{living['T12-L1']['high']} at T12-L1, {living['T1-L1']['high']} from T1 to L1 "
            "together; other levels were not read. "
        )
    else:
        text += "The study of living patients measured flexion and extension only. "
    text += (
        f"The classic table, recalled and not to be quoted, "
        f"{'one side' if one_side else 'both directions'}: {values}. "
    )
    if cage:
        return text + "The rib cage is on."
    found = _cage(movement)
    return text + (
        "Without the rib cage the whole thorax moves more: "
        f"by {found['liebsch2017']:g} percent with the front of the cage removed "
        "(liebsch2017, six specimens), and "
        f"by {found['anderson2018']:g} percent under a load as in standing (anderson2018)."
    )
