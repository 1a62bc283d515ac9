"""The layers of the back, to be peeled off one at a time, with one muscle to look at."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from midback.atlas import Plate, plate
from midback.atlas.back_layers import layer_names
from midback.atlas.back_muscles import SHEET
from midback.atlas.curves import Points
from midback.atlas.style import EMPHASIS, INK, LABEL_SIZE, PAPER, QUIET_INK, SMALL_SIZE
from midback.atlas.vertebra_drawing import draw_names
from midback.explore.backdrop import lay_backdrop
from midback.explore.sheet import MARGIN, Sheet, read_data, tall, wrapped

TITLE = "Which layer of the back belongs to the arm, and which to the spine?"
LAYERS = {
    "superficial": "Superficial",
    "intermediate": "Intermediate",
    "deep": "Deep",
}
FIRST = "superficial"
LOOK_FOR = (
    "Peel the layers, then choose a muscle in each and read what it moves and which nerve it has: "
    "look which layer has dorsal rami only."
)
CAPTION = (
    "Attachments, nerves and actions: pediagenosis_dorsal, back_muscle_table, gray_dorsal_rami; "
    "serratus posterior partly recalled (standring_gray). "
    "Every outline and the width of every muscle are illustrative, and people vary."
)
NERVES = {
    "accessory": "accessory nerve",
    "ventral": "ventral rami",
    "dorsal": "dorsal rami",
}
_TOP, _CARD = 0.34, 1.46


def muscles() -> dict[str, str]:
    """The muscles that can be chosen, and none: words for the reader under the ids."""
    return {"none": "None"} | {row["id"]: row["words"] for row in read_data("back_muscles")}


def layer_of(muscle: str) -> str:
    """The layer that shows a muscle; "none" is in no layer and is a `ValueError`."""
    return _row(muscle)["layer"]


def _row(muscle: str) -> dict[str, str]:
    for row in read_data("back_muscles"):
        if row["id"] == muscle:
            return row
    raise ValueError(f"There is no muscle '{muscle}'. Choose one of: {', '.join(muscles())}.")


def _check(layer: str, muscle: str) -> None:
    if layer not in LAYERS:
        raise ValueError(f"There is no layer '{layer}'. Choose one of: {', '.join(LAYERS)}.")
    if muscle != "none":
        _row(muscle)


@lru_cache(maxsize=3)
def _plate(layer: str) -> Plate:
    return plate("back-muscles", layer=layer)


@lru_cache(maxsize=16)
def outlines(layer: str, muscle: str) -> tuple[Points, ...]:
    """A muscle's outlines on the layer's plate, from 0 to 1 both ways; none if it is not there."""
    starts = tuple(_row(muscle)["regions"].split())
    return tuple(region.polygon for region in _plate(layer).regions if region.id.startswith(starts))


def _ring(points: Points, clockwise: bool) -> Points:
    x, y = points.T
    twice_area = float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
    return points[::-1] if (twice_area > 0) == clockwise else points


def _emphasise(sheet: Sheet, size: tuple[float, float], rings: tuple[Points, ...]) -> None:
    """A veil over all but these outlines, and a rim round them."""
    width, height = size
    low = sheet.height - height - _TOP
    place = np.array([0.0, low])
    inside = [points * [width, height] + place for points in rings]
    page = np.array([(0, low), (width, low), (width, low + height), (0, low + height)])
    holes = [_ring(page, False), *(_ring(points, True) for points in inside)]
    veil = Path.make_compound_path(
        *(Path(np.vstack([ring, ring[:1]]), closed=True) for ring in holes)
    )
    figure = sheet.figure
    figure.add_artist(
        PathPatch(
            veil,
            facecolor=PAPER,
            alpha=0.62,
            linewidth=0,
            transform=figure.dpi_scale_trans,
            zorder=0.5,
        )
    )
    for points in inside:
        sheet.area([(x, sheet.height - y) for x, y in points], None, EMPHASIS, 1.6)


def draw(layer: str, muscle: str) -> Figure:
    """The plate `back-muscles` with this layer, one muscle standing out, and what it does.

    `layer` is a key of `LAYERS` and `muscle` one of `muscles()`; a muscle of another layer is
    named with its own layer.
    """
    _check(layer, muscle)
    shown = _plate(layer)
    width, height = shown.size
    sheet = Sheet(width, height + _TOP + _CARD)
    sheet.heading(MARGIN, 0.1, f"{LAYERS[layer]} layer")
    rings = outlines(layer, muscle) if muscle != "none" else ()
    bottom = _CARD / sheet.height

    def base(axes: Axes) -> None:
        axes.set_position((0, bottom, 1, height / sheet.height))
        shown.draw(axes, False)

    def names(axes: Axes) -> None:
        axes.set_position((0, bottom, 1, height / sheet.height))
        draw_names(axes, SHEET, layer_names(layer))

    lay_backdrop(sheet.figure, ("back layers", layer), base)
    lay_backdrop(sheet.figure, ("back layers", layer, "names"), names, 2.0)
    if rings:
        _emphasise(sheet, shown.size, rings)
    # The legs fade out on the plate and must not show behind the words.
    sheet.box(0, _foot(sheet) - 0.08, sheet.width, _CARD, PAPER)
    if muscle == "none":
        _draw_list(sheet, layer)
    elif rings:
        _draw_card(sheet, _row(muscle))
    else:
        words = f"{_row(muscle)['words']} lies in the {_row(muscle)['layer']} layer."
        sheet.words(MARGIN, _foot(sheet), words, size=LABEL_SIZE)
    return sheet.figure


def _foot(sheet: Sheet) -> float:
    return sheet.height - _CARD + 0.08


def _draw_card(sheet: Sheet, row: dict[str, str]) -> None:
    y = sheet.words(MARGIN, _foot(sheet), row["words"], size=LABEL_SIZE + 1, weight="bold") + 0.03
    label = 0.95
    for name, words in _card(row):
        broken = wrapped(words, sheet.width - MARGIN - label, SMALL_SIZE)
        sheet.words(MARGIN, y, name, size=SMALL_SIZE, colour=QUIET_INK)
        bold = "bold" if name == "Nerve" else "normal"
        sheet.words(MARGIN + label, y, broken, size=SMALL_SIZE, weight=bold)
        y += tall(broken, SMALL_SIZE) + 0.015


def _card(row: dict[str, str]) -> list[tuple[str, str]]:
    worth = "read" if row["status"] == "seen" else "partly read, partly recalled"
    return [
        ("From", row["from"]),
        ("To", row["to"]),
        ("Nerve", _nerve(row)),
        ("Main action", row["action"]),
        ("Belongs to", row["belongs"]),
        ("Sources", f"{', '.join(row['sources'].split())} ({worth})"),
    ]


def _nerve(row: dict[str, str]) -> str:
    group = NERVES[row["nerve_group"]]
    return row["nerve"] if row["nerve_group"] in row["nerve"] else f"{row['nerve']} ({group})"


def _draw_list(sheet: Sheet, layer: str) -> None:
    y = _foot(sheet)
    columns = (MARGIN, 1.62, 3.2)
    for x, words in zip(columns, ("Muscle", "Nerve", "Main action"), strict=True):
        sheet.words(x, y, words, size=SMALL_SIZE, colour=QUIET_INK)
    y += 0.17
    for row in read_data("back_muscles"):
        if row["layer"] != layer:
            continue
        texts = (
            row["words"],
            wrapped(_nerve(row), columns[2] - columns[1] - 0.05, SMALL_SIZE),
            wrapped(row["action"], sheet.width - columns[2] - 0.05, SMALL_SIZE),
        )
        for x, words in zip(columns, texts, strict=True):
            sheet.words(x, y, words, size=SMALL_SIZE, colour=INK)
        y += max(tall(words, SMALL_SIZE) for words in texts) + 0.03


def describe(layer: str, muscle: str) -> str:
    """What the layer shows, and of the chosen muscle its attachments, nerve, action and source."""
    _check(layer, muscle)
    alt = _plate(layer).alt
    if muscle == "none":
        rows = [row for row in read_data("back_muscles") if row["layer"] == layer]
        listed = "; ".join(f"{row['words']}: {_nerve(row)}" for row in rows)
        return f"{LAYERS[layer]} layer. {alt} Nerves: {listed}."
    row = _row(muscle)
    if row["layer"] != layer:
        return (
            f"{LAYERS[layer]} layer. {alt} {row['words']} is not in it: it lies in the "
            f"{row['layer']} layer."
        )
    card = ". ".join(f"{name}: {words}" for name, words in _card(row))
    return f"{LAYERS[layer]} layer, {row['words']} standing out. {card}. {alt}"
