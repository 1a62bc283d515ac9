"""The plate `vertebrae-compared`: T1, T6, T10 and T12 side by side, at one scale."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from matplotlib.axes import Axes

from midback.atlas import vertebra_words
from midback.atlas.plates import Plate, Region
from midback.atlas.style import LABEL_SIZE, QUIET_INK
from midback.atlas.vertebra_above import spinous_tip
from midback.atlas.vertebra_drawing import (
    Sheet,
    draw_level,
    draw_name_at,
    draw_scale_bar,
    draw_view,
)
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Name, middle
from midback.atlas.vertebra_plates import SOURCE_ABOVE, SOURCE_SIDE, sight
from midback.atlas.vertebra_regions import silhouette

TITLE = "Typical and atypical thoracic vertebrae: T1, T6, T10 and T12"
# The plate in mm and its scale; the rows' origins from below.
_WIDE, _TALL, _MM_PER_INCH = 316.0, 280.0, 70.0
SIZE = (_WIDE / _MM_PER_INCH, _TALL / _MM_PER_INCH)
_ROWS = {"side": 208.0, "above": 84.0}
_ROW_WORDS = {"side": "from the side", "above": "from above"}


@dataclass(frozen=True)
class _Column:
    """One vertebra: the middle of its column, how far its body stands to the right of that when
    it is seen from the side, and its differences in words.
    """

    level: str
    middle: float
    forwards: float
    kind: str
    facets: str
    spinous: str
    body: str
    arch: str
    arch_part: str


_COLUMNS = (
    _Column(
        "T1",
        49.0,
        11.0,
        "atypical",
        "whole facet above,\nhalf facet below",
        "nearly\nhorizontal",
        "wide, shallow\nbody",
        "wide, three-\ncornered canal",
        "vertebral-foramen",
    ),
    _Column(
        "T6",
        124.0,
        6.0,
        "typical",
        "half facets\nabove and below",
        "long,\nsteep",
        "heart-shaped\nbody",
        "small, round\ncanal",
        "vertebral-foramen",
    ),
    _Column(
        "T10",
        197.0,
        5.0,
        "atypical",
        "one facet,\nusually whole",
        "shorter,\nless steep",
        "large, rounded\nbody",
        "facet for rib 10,\nsometimes missing",
        "transverse-costal-facet-left",
    ),
    _Column(
        "T12",
        275.0,
        4.5,
        "atypical",
        "one whole facet,\non the pedicle",
        "short, broad,\nhorizontal",
        "kidney-shaped\nbody",
        "three tubercles,\nno facet here",
        "mammillary-process-left",
    ),
)


def _sheet(column: _Column, row: str) -> Sheet:
    x = column.middle + (column.forwards if row == "side" else 0.0)
    return Sheet(SIZE, _MM_PER_INCH, (x / _WIDE, _ROWS[row] / _TALL))


def _regions() -> tuple[Region, ...]:
    return tuple(
        Region(
            f"{column.level.lower()}-{_ROW_WORDS[row].replace(' ', '-')}",
            vertebra_words.title(measures(column.level)),
            _sheet(column, row).on(silhouette(sight(row, column.level).view)),
        )
        for row in _ROWS
        for column in _COLUMNS
    )


def _draw_words(axes: Axes, column: _Column) -> None:
    """The differences of one vertebra, above and below each of its two drawings."""
    bone = measures(column.level)
    side, above = _sheet(column, "side"), _sheet(column, "above")
    parts = {
        row: {part.id: part for part in sight(row, column.level).view.parts()} for row in _ROWS
    }
    facets = [
        middle(parts["side"][id])
        for id in ("superior-costal-facet", "inferior-costal-facet")
        if id in parts["side"]
    ]
    spine = middle(parts["side"]["spinous-process"])
    draw_name_at(
        axes, side, Name(column.facets, facets[0], at=(-column.forwards, 36.0)), *facets[1:]
    )
    draw_name_at(axes, side, Name(column.spinous, spine, at=(spine[0] + 4.0, -48.0)))
    body = (0.0, bone.side.depth_upper * 0.6)
    draw_name_at(axes, above, Name(column.body, body, at=(0.0, 48.0)))
    arch = middle(parts["above"][column.arch_part])
    if column.arch_part == "vertebral-foramen":
        arch = (-bone.cord_width / 2 - 1.2, -bone.side.canal * 0.4)
    under = spinous_tip(bone) - 12.0
    draw_name_at(axes, above, Name(column.arch, arch, at=(0.0, min(under, -57.0))))


def _draw(axes: Axes, labels: bool) -> None:
    page = Sheet(SIZE, _MM_PER_INCH, (0.0, 0.0))
    for column in _COLUMNS:
        for row in _ROWS:
            seen = sight(row, column.level)
            draw_view(axes, _sheet(column, row), seen.view, seen.shades)
    draw_scale_bar(axes, page, _WIDE - 34.0, 13.0)
    for row, words in _ROW_WORDS.items():
        x, y = page.on([(5.0, _ROWS[row] - 4.0)])[0]
        axes.text(
            x,
            y,
            words,
            fontsize=LABEL_SIZE,
            color=QUIET_INK,
            style="italic",
            rotation=90,
            ha="center",
            va="center",
        )
    if labels:
        for column in _COLUMNS:
            draw_level(axes, page, column.level, column.middle, _TALL - 8.0)
            x, y = page.on([(column.middle, _TALL - 21.0)])[0]
            axes.text(
                x, y, column.kind, fontsize=LABEL_SIZE, color=QUIET_INK, ha="center", va="center"
            )
            _draw_words(axes, column)


def vertebrae_compared() -> Plate:
    """T1, T6, T10 and T12 at one scale, from the side above and from above below."""
    parts = []
    for column in _COLUMNS:
        bone = measures(column.level)
        words = vertebra_words.sentence(
            f"{bone.level}, {column.kind}",
            vertebra_words.rib_facets(bone),
            vertebra_words.spinous(bone),
            vertebra_words.body(bone)[0].lower() + vertebra_words.body(bone)[1:],
            vertebra_words.canal(bone),
            vertebra_words.transverse(bone),
        )
        parts.append(words)
    return Plate(
        "vertebrae-compared",
        TITLE,
        "Four thoracic vertebrae side by side at one scale, from the side in the upper row and "
        f"from above in the lower row. {' '.join(parts)}",
        f"From above: {SOURCE_ABOVE} From the side: {SOURCE_SIDE}",
        _regions(),
        SIZE,
        _draw,
        MappingProxyType({}),
    )
