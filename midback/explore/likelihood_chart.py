"""What findings do to a probability: people before and after, and Fagan's nomogram."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from midback.atlas.style import COMPARISON, EMPHASIS, INK, PAPER, QUIET_INK, SMALL_SIZE, towards
from midback.explore.sheet import MARGIN, Sheet, read_data, tall, wrapped

TITLE = "What do findings do to the probability of a disease?"
CONDITIONS = {
    "aortic-dissection": "Acute aortic dissection",
    "myocardial-infarction": "Myocardial infarction",
    "pulmonary-embolism": "Pulmonary embolism",
    "acute-fracture": "Acute fracture in an older spine",
    "old-fracture": "Old vertebral fracture",
    "injury": "Thoracic spine injury after trauma",
    "epidural-abscess": "Spinal epidural abscess",
    "myelopathy": "Myelopathy (cord disease)",
    "spondyloarthritis": "Inflammatory back pain",
}
# What must be said with the numbers of a condition.
CAUTIONS = {
    "aortic-dissection": "Equal pulses or a normal chest film do not exclude dissection.",
    "myocardial-infarction": "Pain on pressing the chest lowers the probability; it excludes "
    "nothing.",
    "pulmonary-embolism": "A negative PERC counts only where clinical suspicion is low.",
    "acute-fracture": "Small clinics in which many had a fracture: expect less elsewhere.",
    "epidural-abscess": "Most abscesses come without the triad: no triad excludes nothing.",
    "myelopathy": "Below the neck use the signs, not these numbers.",
}
# Probability before the findings, in people of 1,000.
STOPS = (1, 2, 5, 10, 20, 30, 50, 70, 100, 130, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900)
FIRST = 20
CROWDS = {"1000": "1,000 people", "100": "100 people"}
LOOK_FOR = (
    "Tick one finding and move the slider: the same finding takes a rare disease from very "
    "unlikely to unlikely, and a likely one to nearly certain."
)
CAPTION = (
    "Every ratio was read in the source named, or computed from the sensitivity and specificity "
    "read there. "
    "Pale dots and the pale band reach to the ends of the published intervals. "
    "None was measured in people who come to primary care with thoracic pain. "
    "The probability before the findings is yours to choose: it depends on who the patient is and "
    "where you meet."
)
_DEPENDENT = (
    "Multiplied as if each finding told something new. Findings that go together count twice "
    "this way, so the true change is usually smaller."
)
_WIDTH = 4.6
_FOOT = 5.42
_PALE = towards(EMPHASIS, PAPER, 0.55)
_FAINT = "#D4D4D4"


@dataclass(frozen=True)
class Change:
    """Probabilities (0 to 1) after findings; `likely` is None where a source gives only a range."""

    before: float
    likely: float | None
    low: float
    high: float
    ratio: float | None


def rows_of(condition: str) -> list[dict[str, str]]:
    """The findings of one condition; an unknown condition is a `ValueError` that lists them."""
    if condition not in CONDITIONS:
        raise ValueError(
            f"There is no condition '{condition}' here. Choose one of: {', '.join(CONDITIONS)}."
        )
    return [row for row in read_data("likelihood") if row["condition"] == condition]


def findings_of(condition: str) -> dict[str, str]:
    """What can be ticked for a condition: words with the ratio, under the finding's id."""
    return {row["id"]: f"{row['words']} (LR {_ratio_words(row)})" for row in rows_of(condition)}


def stop_words(stop: int) -> str:
    """A probability in people and in percent; `stop` is in people of 1,000."""
    if stop % 10:
        return f"{stop} in 1,000 ({stop / 10:g} %)"
    return f"{stop // 10} in 100 ({stop // 10} %)"


def after(probability: float, ratio: float) -> float:
    """The probability after a finding: the odds before it times its likelihood ratio."""
    odds = probability / (1 - probability) * ratio
    return odds / (1 + odds)


def change(before: float, rows: Sequence[dict[str, str]]) -> Change:
    """What these findings together make of a probability, if each told something new.

    `low` and `high` take every ratio at the low or the high end of its published interval.
    """
    low = math.prod(float(row["lr_low"] or row["lr"]) for row in rows)
    high = math.prod(float(row["lr_high"] or row["lr"]) for row in rows)
    known = all(row["lr"] for row in rows)
    ratio = math.prod(float(row["lr"]) for row in rows) if known else None
    likely = None if ratio is None else after(before, ratio)
    return Change(before, likely, after(before, low), after(before, high), ratio)


def _counted(
    condition: str, findings: Sequence[str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows to multiply, and rows left out because another outcome of the same test is ticked."""
    known = {row["id"] for row in read_data("likelihood")}
    for id in findings:
        if id not in known:
            raise ValueError(
                f"There is no finding '{id}' here. "
                f"Choose from: {', '.join(findings_of(condition))}."
            )
    ticked = [row for row in rows_of(condition) if row["id"] in findings]
    tests = [row["test"] for row in ticked]
    counted = [row for row in ticked if tests.count(row["test"]) == 1]
    return counted, [row for row in ticked if tests.count(row["test"]) > 1]


def _ratio_words(row: dict[str, str]) -> str:
    span = f"{row['lr_low']} to {row['lr_high']}" if row["lr_low"] else ""
    if not row["lr"]:
        return span
    return f"{row['lr']}, {span}" if span else row["lr"]


def _people(probability: float, crowd: int) -> str:
    count = probability * crowd
    if count < 0.5:
        return f"fewer than 1 in {crowd:,}"
    if count > crowd - 0.5:
        return f"nearly all of {crowd:,}"
    return f"{round(count)} in {crowd:,}"


def _result(found: Change, crowd: int) -> str:
    low, high = round(found.low * crowd), round(found.high * crowd)
    if found.likely is None:
        return f"{low} to {high} in {crowd:,}"
    if low == high:
        return _people(found.likely, crowd)
    return f"{_people(found.likely, crowd)} ({low} to {high})"


def _percent(probability: float) -> str:
    value = 100 * probability
    return f"{value:.1f}" if value < 10 or value > 90 else f"{value:.0f}"


def _crowd(
    sheet: Sheet, left: float, top: float, crowd: int, ill: float, maybe: float, colour: str
) -> None:
    """A crowd in which the first `ill` are coloured, and those up to `maybe` pale."""
    columns, tall_rows, room, height = (40, 25, 2.04, 1.3) if crowd == 1000 else (20, 5, 2.04, 1.3)
    across, down = room / columns, height / tall_rows
    places = [
        (left + (number % columns + 0.5) * across, top + (number // columns + 0.5) * down)
        for number in range(crowd)
    ]
    first, second = round(ill * crowd), max(round(maybe * crowd), round(ill * crowd))
    for start, end, shade in ((second, crowd, _FAINT), (first, second, _PALE), (0, first, colour)):
        if crowd == 1000:
            sheet.dots(places[start:end], 2.7, shade)
        else:
            sheet.dots([(x, y - 0.07) for x, y in places[start:end]], 4.2, shade)
            bodies = [[(x, y + 0.025), (x, y + 0.08)] for x, y in places[start:end]]
            sheet.lines(bodies, shade, width=4.8, cap="round")


_PERCENTS = (0.1, 0.5, 1, 2, 5, 10, 20, 50, 80, 90, 95, 99, 99.9)
_RATIOS = (0.01, 0.1, 1, 10, 100)
_RATIOS_BETWEEN = (0.02, 0.05, 0.2, 0.5, 2, 5, 20, 50)


def _log_odds(percent: float) -> float:
    return math.log(percent / (100 - percent))


def _nomogram(sheet: Sheet, top: float, found: Change) -> None:
    """Fagan's nomogram: a straight line from before, through the ratio, to after."""
    height, reach = 2.75, _log_odds(99.9)
    left, middle, right = 0.52, 1.36, 2.2
    centre = top + 0.36 + height / 2
    scale = height / 2 / reach
    names = ((left, "Before, %"), (middle, "Likelihood\nratio"), (right, "After, %"))
    for x, name in names:
        sheet.words(x, top + 0.3, name, size=SMALL_SIZE, across="center", down="bottom")
    strokes = [[(x, centre - height / 2), (x, centre + height / 2)] for x in (left, right)]
    most = math.log(_RATIOS[-1]) / 2 * scale
    strokes.append([(middle, centre - most), (middle, centre + most)])
    for percent in _PERCENTS:
        away = _log_odds(percent) * scale
        strokes += [
            [(left - 0.05, centre + away), (left, centre + away)],
            [(right, centre - away), (right + 0.05, centre - away)],
        ]
    for ratio in (*_RATIOS, *_RATIOS_BETWEEN):
        y = centre - math.log(ratio) / 2 * scale
        reaches = 0.05 if ratio in _RATIOS else 0.025
        strokes.append([(middle - reaches, y), (middle + reaches, y)])
    heights = {percent: _log_odds(percent) * scale for percent in _PERCENTS}
    sheet.scale(
        [(left - 0.08, centre + away, f"{percent:g}") for percent, away in heights.items()],
        "right",
    )
    sheet.scale(
        [
            *((right + 0.08, centre - away, f"{percent:g}") for percent, away in heights.items()),
            *(
                (middle + 0.08, centre - math.log(ratio) / 2 * scale, f"{ratio:g}")
                for ratio in _RATIOS
            ),
        ],
        "left",
    )
    sheet.lines(strokes, QUIET_INK, 0.7)

    def height_of(probability: float) -> float:
        away = _log_odds(100 * probability) * scale
        return centre - max(-height / 2, min(height / 2, away))

    start = (left, centre + _log_odds(100 * found.before) * scale)
    low, high = (right, height_of(found.low)), (right, height_of(found.high))
    if found.low != found.high:
        sheet.area([start, low, high], _PALE, seen=0.35)
    if found.likely is not None:
        end = (right, height_of(found.likely))
        sheet.lines([[start, end]], EMPHASIS, 1.6)
        sheet.dots([start, end], 5, EMPHASIS)
    else:
        sheet.lines([[start, low], [start, high]], EMPHASIS, 1.0, dash="dashed")
        sheet.dots([start], 5, EMPHASIS)


def draw(condition: str, pretest: int, findings: Sequence[str], people: str) -> Figure:
    """Two crowds, before and after the findings, above the nomogram and the list of ratios.

    `pretest` is in people of 1,000; `findings` are ids of `data/likelihood.csv`, of which only
    those of the condition count; `people` is a key of `CROWDS`.
    """
    counted, left_out = _counted(condition, findings)
    found = change(pretest / 1000, counted)
    crowd = int(people)
    sheet = Sheet(_WIDTH, 6.15)
    room = _WIDTH - 2 * MARGIN
    y = sheet.heading(MARGIN, 0.1, CONDITIONS[condition])
    right = _WIDTH / 2 + 0.06
    y += 0.05
    before_words = f"Before: {_people(found.before, crowd)}"
    after_words = f"After: {_result(found, crowd)}" if counted else "After: tick a finding"
    sheet.words(MARGIN, y, before_words, weight="bold", colour=INK)
    broken = wrapped(after_words, room / 2 - 0.05, weight="bold")
    sheet.words(right, y, broken, weight="bold", colour=EMPHASIS)
    top = y + max(tall("a\nb"), tall(broken)) + 0.05
    _crowd(sheet, MARGIN, top, crowd, found.before, found.before, COMPARISON)
    solid = found.likely if found.likely is not None else found.low
    _crowd(sheet, right, top, crowd, solid, found.high, EMPHASIS)
    top += 1.42
    _nomogram(sheet, top, found)
    _list(sheet, top + 0.02, counted, left_out, found)
    sheet.paragraph(
        MARGIN,
        _FOOT,
        room,
        _foot(counted) if counted else "The ratios and their sources appear with the findings.",
    )
    return sheet.figure


def _list(
    sheet: Sheet,
    top: float,
    counted: Sequence[dict[str, str]],
    left_out: Sequence[dict[str, str]],
    found: Change,
) -> None:
    """The findings with their ratios, what they come to, and what must be doubted.

    Findings for which there is no room are counted in words.
    """
    x, room = 2.72, _WIDTH - 2.72 - MARGIN
    doubts = [_DEPENDENT] if len(counted) > 1 else []
    if left_out:
        doubts.append(_contradiction(left_out, shown=2))
    below = sum(tall(wrapped(doubt, room, SMALL_SIZE), SMALL_SIZE) + 0.04 for doubt in doubts)
    last = _FOOT - 0.1 - below - 2 * tall("a", SMALL_SIZE)
    y = top
    for place, row in enumerate(counted):
        words = wrapped(row["words"], room, SMALL_SIZE)
        if y + tall(words, SMALL_SIZE) + tall("a", SMALL_SIZE) > last:
            y = sheet.words(x, y, f"and {len(counted) - place} more", size=SMALL_SIZE)
            break
        y = sheet.words(x, y, words, size=SMALL_SIZE)
        y = sheet.words(x, y, f"LR {_ratio_words(row)}", size=SMALL_SIZE, weight="bold") + 0.03
    if len(counted) > 1:
        total = "a range" if found.ratio is None else f"{found.ratio:.2g}"
        y = sheet.words(x, y, f"Together: LR {total}", size=SMALL_SIZE, weight="bold") + 0.04
    for doubt in doubts:
        y = sheet.paragraph(x, y, room, doubt, colour="#9A4300") + 0.04


def _contradiction(left_out: Sequence[dict[str, str]], shown: int | None = None) -> str:
    listed = "; ".join(row["words"] for row in left_out[:shown])
    more = f" and {len(left_out) - shown} more" if shown and len(left_out) > shown else ""
    return f"Not counted, because they are outcomes of one test: {listed}{more}."


def _foot(counted: Sequence[dict[str, str]]) -> str:
    people = "; ".join(dict.fromkeys(row["people"] for row in counted))
    keys = [key for row in counted for key in row["source"].split(", ")]
    sources = ", ".join(dict.fromkeys(keys))
    derived = (
        " Some ratios are computed from sensitivity and specificity."
        if any(row["how"] == "derived" for row in counted)
        else ""
    )
    caution = CAUTIONS.get(counted[0]["condition"], "")
    return f"{caution} Measured in: {people}.{derived} Sources: {sources}.".strip()


def describe(condition: str, pretest: int, findings: Sequence[str], people: str) -> str:
    """Before, each finding with its ratio, after, in people and percent, and the warnings."""
    counted, left_out = _counted(condition, findings)
    found = change(pretest / 1000, counted)
    crowd = int(people)
    text = (
        f"{CONDITIONS[condition]}. Before any finding: {_people(found.before, crowd)} "
        f"({_percent(found.before)} percent)."
    )
    if not counted:
        text += " Tick a finding to see what it changes."
    else:
        listed = "; ".join(f"{row['words']} (LR {_ratio_words(row)})" for row in counted)
        percent = (
            f"{_percent(found.low)} to {_percent(found.high)}"
            if found.likely is None
            else _percent(found.likely)
        )
        text += f" Found: {listed}. After that: {_result(found, crowd)} ({percent} percent)."
        if len(counted) > 1:
            text += f" {_DEPENDENT}"
        text += f" {_foot(counted)}"
    if left_out:
        text += f" {_contradiction(left_out)}"
    return text
