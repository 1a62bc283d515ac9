"""Treatments of mid back pain side by side: benefit, its certainty, and serious harm."""

from __future__ import annotations

from matplotlib.figure import Figure

from midback.atlas.style import (
    COMPARISON,
    EMPHASIS,
    EMPHASIS_WASH,
    INK,
    LABEL_SIZE,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
)
from midback.explore.sheet import MARGIN, Sheet, read_data, tall, wrapped

TITLE = "How do the treatments compare: benefit, certainty, serious harm?"
ORDERS = {
    "benefit": "Most benefit first",
    "certainty": "Best graded first",
    "harm": "Least harm first",
}
BENEFITS = {
    "helps": "helps",
    "advised": "advised",
    "small": "small",
    "uncertain": "uncertain",
    "not-advised": "not advised",
    "none": "none useful",
}
HARMS = {
    "few": "none reported",
    "rare": "rare, serious",
    "real": "limits use",
    "not-read": "not read",
}
GRADES = {1: "very low", 2: "low", 3: "moderate", 4: "high"}
LOOK_FOR = (
    "Look for rows without a circle in “Mid back”: what is known of them was learned in other "
    "people."
)
CAPTION = (
    "After the sources named under each treatment, most of them read as abstracts or summaries. "
    "A dash under certainty means that no grade was read, not that there is none. "
    "It is not a ranking: what fits depends on the person's goals and risks."
)
_WIDTH = 4.6
_ROW = 0.235
_COLUMNS = {"benefit": 2.06, "certainty": 2.93, "harm": 3.55, "direct": 1.9}
_BENEFIT_COLOUR = {
    "helps": "#009E73",
    "advised": "#7CC8B0",
    "small": "#56B4E9",
    "uncertain": "#D4D4D4",
    "not-advised": PAPER,
    "none": PAPER,
}
_HARM_COLOUR = {"few": PAPER, "rare": "#E69F00", "real": "#D55E00", "not-read": "#D4D4D4"}


def treatments() -> dict[str, str]:
    """The names of the treatments under their ids."""
    return {row["id"]: row["words"] for row in read_data("treatments")}


def _row(treatment: str) -> dict[str, str]:
    for row in read_data("treatments"):
        if row["id"] == treatment:
            return row
    raise ValueError(
        f"There is no treatment '{treatment}' here. Choose one of: {', '.join(treatments())}."
    )


def ordered(order: str) -> list[dict[str, str]]:
    """The rows by a key of `ORDERS`; those alike keep the order of the table."""
    if order not in ORDERS:
        raise ValueError(f"There is no order '{order}'. Choose one of: {', '.join(ORDERS)}.")
    rows = list(read_data("treatments"))
    if order == "certainty":
        return sorted(rows, key=lambda row: -int(row["certainty_high"] or 0))
    ranks = list(BENEFITS if order == "benefit" else HARMS)
    return sorted(rows, key=lambda row: ranks.index(row[order]))


def _grade_words(row: dict[str, str]) -> str:
    if not row["certainty"]:
        return "no grade read"
    grades = dict.fromkeys(GRADES[int(row[key])] for key in ("certainty", "certainty_high"))
    return " to ".join(grades)


def _heads(sheet: Sheet, top: float) -> None:
    for key, words in {
        "direct": "Mid\nback",
        "benefit": "Benefit",
        "certainty": "Certainty",
        "harm": "Serious harm",
    }.items():
        across = "center" if key == "direct" else "left"
        sheet.words(
            _COLUMNS[key],
            top,
            words,
            size=SMALL_SIZE,
            colour=QUIET_INK,
            down="bottom",
            across=across,
        )


def _mark(sheet: Sheet, x: float, y: float, fill: str) -> None:
    sheet.box(x, y - 0.055, 0.11, 0.11, fill, QUIET_INK)


def _draw_row(sheet: Sheet, y: float, row: dict[str, str], chosen: bool) -> None:
    if chosen:
        sheet.box(0.04, y - _ROW / 2, _WIDTH - 0.08, _ROW, EMPHASIS_WASH, EMPHASIS)
    weight = "bold" if chosen else "normal"
    sheet.words(MARGIN, y, row["words"], weight=weight, down="middle")
    if row["direct"] == "yes":
        sheet.dots([(_COLUMNS["direct"], y)], 6, INK)
    _mark(sheet, _COLUMNS["benefit"], y, _BENEFIT_COLOUR[row["benefit"]])
    looks = {"size": SMALL_SIZE, "down": "middle"}
    sheet.words(_COLUMNS["benefit"] + 0.16, y, BENEFITS[row["benefit"]], **looks)  # type: ignore[arg-type]
    x = _COLUMNS["certainty"]
    if row["certainty"]:
        low, high = int(row["certainty"]), int(row["certainty_high"])
        spots = [(x + 0.05 + 0.12 * place, y) for place in range(4)]
        sheet.dots(spots, 5.4, "#D4D4D4")
        sheet.dots(spots[:high], 5.4, COMPARISON)
        sheet.dots(spots[:low], 5.4, INK)
    else:
        sheet.lines([[(x + 0.02, y), (x + 0.14, y)]], QUIET_INK, 1.0)
    _mark(sheet, _COLUMNS["harm"], y, _HARM_COLOUR[row["harm"]])
    sheet.words(_COLUMNS["harm"] + 0.16, y, HARMS[row["harm"]], **looks)  # type: ignore[arg-type]


def _card(sheet: Sheet, top: float, row: dict[str, str]) -> None:
    """All that is known here of the chosen treatment, with whom it was learned in."""
    y = sheet.words(MARGIN, top, row["words"], size=LABEL_SIZE + 1, weight="bold") + 0.03
    label, room = 0.72, _WIDTH - 0.72 - MARGIN - 0.05
    for name, words in (
        ("Benefit", row["benefit_words"]),
        ("Certainty", row["certainty_words"]),
        ("Learned in", f"{row['people'][0].upper()}{row['people'][1:]}."),
        ("Harm", row["harm_words"]),
        ("Sources", f"{row['sources']}."),
    ):
        broken = wrapped(words, room, SMALL_SIZE)
        sheet.words(MARGIN, y, name, size=SMALL_SIZE, colour=QUIET_INK)
        sheet.words(MARGIN + label, y, broken, size=SMALL_SIZE)
        y += tall(broken, SMALL_SIZE) + 0.02


def draw(treatment: str, order: str) -> Figure:
    """A table of twelve treatments in this order, one of them marked and described below it."""
    chosen, rows = _row(treatment), ordered(order)
    sheet = Sheet(_WIDTH, 5.2)
    sheet.heading(MARGIN, 0.1, "Treatments of mid back pain")
    sheet.words(
        MARGIN,
        0.31,
        "Black circle: tried in mid back pain itself",
        size=SMALL_SIZE,
        colour=QUIET_INK,
    )
    _heads(sheet, 0.72)
    top = 0.9
    sheet.lines([[(MARGIN, top - _ROW / 2), (_WIDTH - MARGIN, top - _ROW / 2)]], QUIET_INK, 0.6)
    for place, row in enumerate(rows):
        _draw_row(sheet, top + place * _ROW, row, row is chosen)
    below = top + (len(rows) - 0.5) * _ROW
    sheet.lines([[(MARGIN, below), (_WIDTH - MARGIN, below)]], QUIET_INK, 0.6)
    _card(sheet, below + 0.12, chosen)
    return sheet.figure


def describe(treatment: str, order: str) -> str:
    """The chosen treatment in full, then every treatment's benefit, certainty and harm in order."""
    row, rows = _row(treatment), ordered(order)
    table = "; ".join(
        f"{each['words'].lower().replace('tens', 'TENS')}: {BENEFITS[each['benefit']]}, "
        f"{_grade_words(each)}, {HARMS[each['harm']]}"
        for each in rows
    )
    return (
        f"{row['words']}. Benefit: {row['benefit_words']} Certainty: {row['certainty_words']} "
        f"Learned in: {row['people']}. Serious harm: {row['harm_words']} "
        f"Sources: {row['sources']}. "
        f"The table, {ORDERS[order].lower()} (benefit, certainty, serious harm): {table}."
    )
