"""How common pain is in the neck, the mid back and the low back, by definition."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from midback.atlas.style import (
    COMPARISON,
    EMPHASIS,
    INK,
    LABEL_SIZE,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TITLE_SIZE,
    drawing_style,
    towards,
)

TITLE = "How common is pain in the neck, the mid back and the low back?"
LOOK_FOR = (
    "Change what counts as pain: look how every bar shrinks, and whether the order of the three "
    "regions changes."
)
CAPTION = "Every figure was read in the source named under it; none is illustrative."
DEFINITIONS = {
    "past-year": "Any pain in the past year",
    "thirty-days": "Pain for at least 30 days in the past year",
}
# One scale for every view: a bar that shrinks is then a number that shrinks.
_MOST = 70
_WIDTH = 4.6
_SPAN = ("percent", "percent_low", "percent_high")
_SPAN_COLOUR = towards(EMPHASIS, PAPER, 0.55)


@lru_cache(maxsize=1)
def prevalence_table() -> tuple[dict[str, str], ...]:
    """The rows of `data/prevalence.csv`: numbers as texts, each with people and source."""
    text = files("midback.explore").joinpath("data", "prevalence.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def _rows(kind: str, definition: str | None = None) -> list[dict[str, str]]:
    return [
        row
        for row in prevalence_table()
        if row["set"] == kind and definition in (None, row["definition"])
    ]


def _checked(definition: str) -> str:
    if definition not in DEFINITIONS:
        raise ValueError(
            f"There is no figure for the definition '{definition}'. "
            f"Choose one of: {', '.join(DEFINITIONS)}."
        )
    return definition


def _bare(axes: Axes, labels: list[str]) -> None:
    """Only what is read: names on the left, a percent scale below."""
    axes.set_xlim(0, _MOST)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), labels, fontsize=LABEL_SIZE + 0.8)
    ticks = range(0, _MOST, 10)
    axes.set_xticks(ticks, [f"{value} %" for value in ticks], fontsize=SMALL_SIZE)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _draw_regions(axes: Axes, rows: list[dict[str, str]]) -> None:
    labels = [row["label"] for row in rows]
    _bare(axes, labels)
    for place, row in enumerate(rows):
        mid_back = row["label"] == "Mid back"
        value = float(row["percent"])
        axes.barh(place, value, height=0.62, color=EMPHASIS if mid_back else COMPARISON)
        axes.text(
            value + 1,
            place,
            f"{value:g} %",
            va="center_baseline",
            fontsize=LABEL_SIZE + 1.4,
            fontweight="bold" if mid_back else "normal",
        )
        if mid_back:
            axes.get_yticklabels()[place].set_fontweight("bold")


def _draw_studies(axes: Axes, rows: list[dict[str, str]]) -> None:
    _bare(axes, [f"{row['label']}\n{row['meaning']}" for row in rows])
    for name in axes.get_yticklabels():
        name.set_fontsize(SMALL_SIZE)
    for place, row in enumerate(rows):
        values = [float(row[key]) for key in _SPAN if row[key]]
        if row["percent_low"]:
            span = [min(values), max(values)]
            axes.plot(span, [place] * 2, color=_SPAN_COLOUR, linewidth=5, solid_capstyle="butt")
        if row["percent"]:
            axes.plot(float(row["percent"]), place, marker="o", color=EMPHASIS, markersize=6)
        axes.text(
            max(values) + 2, place, _in_figures(row), va="center_baseline", fontsize=LABEL_SIZE
        )


def _in_figures(row: dict[str, str]) -> str:
    if row["percent_low"]:
        return f"{row['percent_low']} to {row['percent_high']} %"
    return f"{row['percent']} %"


def _sources(rows: list[dict[str, str]], between: str = "; ") -> str:
    """Each source once, with its key."""
    named = {row["source"]: f"{row['citation']} [{row['source']}]" for row in rows}
    return between.join(named.values())


def draw(definition: str, other_studies: bool) -> Figure:
    """The three regions by one definition, with thoracic pain in other studies if asked for.

    `definition` is a key of `DEFINITIONS`; another word is a `ValueError` that lists them.
    """
    regions, studies = _rows("regions", _checked(definition)), _rows("studies")
    height = 6.35 if other_studies else 3.0
    with drawing_style():
        figure = Figure(figsize=(_WIDTH, height))
        FigureCanvasAgg(figure)

        def words(inches_from_top: float, text: str, **looks: Any) -> None:
            looks = dict[str, Any](fontsize=LABEL_SIZE, color=QUIET_INK, va="top") | looks
            figure.text(0.03, 1 - inches_from_top / height, text, linespacing=1.3, **looks)

        def axes(top: float, tall: float, left: float) -> Axes:
            bottom = 1 - (top + tall) / height
            return figure.add_axes((left, bottom, 0.96 - left, tall / height))

        words(0.1, DEFINITIONS[definition], fontsize=TITLE_SIZE, color=INK, fontweight="bold")
        words(0.34, f"Share of {regions[0]['people']} years")
        _draw_regions(axes(0.62, 1.6, 0.2), regions)
        words(2.58, f"Source: {_sources(regions)}", fontsize=SMALL_SIZE)
        if other_studies:
            words(
                3.1,
                "Thoracic pain in other studies",
                fontsize=TITLE_SIZE,
                color=INK,
                fontweight="bold",
            )
            words(3.34, "Who is asked, over how long and what counts as pain change the figure.")
            _draw_studies(axes(3.62, 1.7, 0.36), studies)
            words(
                5.62,
                "Bar: span between studies or groups. Dot: one value, or about the median.\n"
                f"Sources: {_sources(studies, ';' + chr(10))}",
                fontsize=SMALL_SIZE,
            )
    return figure


def describe(definition: str, other_studies: bool) -> str:
    """The same numbers in sentences, with the people, the definition and the sources."""
    regions = _rows("regions", _checked(definition))
    shares = {row["label"].lower(): row["percent"] for row in regions}
    text = (
        f"Bar chart. {DEFINITIONS[definition]}, among {regions[0]['people']} years: "
        f"neck {shares['neck']} percent, mid back {shares['mid back']} percent, "
        f"low back {shares['low back']} percent. Source: {_sources(regions)}."
    )
    if other_studies:
        parts = [
            f"{row['label'].lower()} ({row['meaning']}) {_in_figures(row).replace('%', 'percent')}"
            for row in _rows("studies")
        ]
        text += (
            f" Thoracic pain in other studies: {'; '.join(parts)}."
            f" Sources: {_sources(_rows('studies'))}."
        )
    return text
