"""One thoracic vertebra under a slider for its level, with another beside it to compare."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from midback.atlas import Plate, plate
from midback.atlas import vertebra_words as words
from midback.atlas.page import add_page
from midback.atlas.style import drawing_style
from midback.atlas.tables import read_table
from midback.atlas.vertebra_measures import measures

TITLE = "What changes from one thoracic vertebra to the next?"
FIRST = 6
VIEWS = {"above": "From above", "side": "From the side", "behind": "From behind"}
OTHERS = {"none": "None", "T1": "T1", "T6": "T6", "T10": "T10", "T12": "T12"}
LOOK_FOR = (
    "Go from T1 to T12 in each view: look how the body grows, where the facets for ribs change, "
    "and how the spinous process and the facets turn."
)
CAPTION = (
    "To one scale at every level. "
    "Bodies drawn after Panjabi and colleagues 1991 and pedicles after Zindrick and colleagues "
    "1987, with recalled values, for proportion only and not for measurement. "
    "Every number in the description was read in the source named with it. "
    "The foramen, the cord, every process, the facets' sizes and the ribs are illustrative."
)

# What can be seen in each view.
_SEEN = {
    "above": (words.body, words.canal, words.transverse, words.facets, words.rib_facets),
    "side": (words.spinous, words.rib_facets),
    "behind": (words.facets, words.transverse, words.spinous),
}
_NUMBERS = (
    ("pedicle_width_kaur_mm", "the pedicle is {} mm wide on average (CT series kaur2016)"),
    (
        "pedicle_width_demiroz_mm",
        "the pedicle is {} mm wide on average (CT series demiroz2019)",
    ),
    ("pedicle_angle_medial_deg", "the pedicle points {} degrees inwards (demiroz2019)"),
    (
        "facet_angle_from_frontal_deg",
        "the facets are turned {} degrees from the frontal plane (masharawi2004)",
    ),
    (
        "facet_angle_from_midsagittal_deg",
        "the facets from T12 to L2 are turned {} degrees from the midsagittal plane, with great "
        "variation between people (masharawi2004)",
    ),
)


def _plates(level: int, view: str, ribs: bool, other: str) -> list[Plate]:
    """The plate of the level and, if another is chosen, its plate below."""
    if view not in VIEWS:
        raise ValueError(f"There is no view '{view}'. Choose one of: {', '.join(VIEWS)}.")
    levels = list(dict.fromkeys([f"T{level}", *([] if other == "none" else [other])]))
    extra = {"ribs": ribs} if view == "above" else {}
    return [plate(f"vertebra-{view}", level=each, **extra) for each in levels]


def draw(level: int, view: str, ribs: bool, other: str) -> Figure:
    """The vertebra T1 to T12 (`level` 1 to 12), and below it the `other`, at the same scale.

    `view` is a key of `VIEWS`, `other` a level or "none"; ribs are drawn in the view from above.
    """
    plates = _plates(level, view, ribs, other)
    width, height = plates[0].size
    with drawing_style():
        figure = Figure(figsize=(width, height * len(plates)))
        FigureCanvasAgg(figure)
        for place, shown in enumerate(plates):
            share = 1 / len(plates)
            page = add_page(figure, (0, 1 - (place + 1) * share, 1, share))
            shown.draw(page, True)
    return figure


def describe(level: int, view: str, ribs: bool, other: str) -> str:
    """What the pictures show, what is new against the vertebra above, and what was measured."""
    plates = _plates(level, view, ribs, other)
    described = [plates[0].alt, _changes(level, view), _measured(f"T{level}", view)]
    if len(plates) == 2:
        described += [f"Below it, to compare: {plates[1].alt}", _measured(other, view)]
    if ribs and view != "above":
        described.append("Ribs are drawn in the view from above only.")
    return " ".join(part for part in described if part)


def _changes(level: int, view: str) -> str:
    """What is said of this level and not of the one above it."""
    if level == 1:
        return ""
    here, above = measures(f"T{level}"), measures(f"T{level - 1}")
    new = [say(here) for say in _SEEN[view] if _kind(say(here)) != _kind(say(above))]
    if not new:
        return f"In this view nothing but size and slope changes from {above.level}."
    listed = words.sentence(*(text[0].lower() + text[1:] for text in new))
    return f"What changes from {above.level}: {listed[0].lower()}{listed[1:]}"


def _kind(said: str) -> str:
    """What is said, whichever ribs it is said of."""
    return "".join(letter for letter in said if not letter.isdigit())


def _measured(level: str, view: str) -> str:
    """The numbers of this level that were read in a source; none are given from the side."""
    if view == "side":
        return ""
    row = next(row for row in read_table("vertebra_widths") if row["level"] == level)
    kinds = _NUMBERS if view == "above" else _NUMBERS[3:]
    said = [text.format(row[key].replace("-", " to ")) for key, text in kinds if row[key]]
    return f"Measured at {level}: {'; '.join(said)}." if said else ""
