"""The plate `vertebrae-compared`: T1, T6, T10 and T12 at one scale, each seen twice."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from matplotlib.axes import Axes

from midback.atlas import vertebra_words
from midback.atlas.plates import Plate, Region
from midback.atlas.style import INK, LABEL_SIZE, LEVEL_SIZE, QUIET_INK
from midback.atlas.vertebra_drawing import (
    Sheet,
    draw_direction,
    draw_name_at,
    draw_scale_bar,
    draw_view,
)
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Name, middle
from midback.atlas.vertebra_plates import SOURCE_ABOVE, SOURCE_SIDE, sight
from midback.atlas.vertebra_regions import silhouette

TITLE = "Four thoracic vertebrae compared"
# The scale, and the page in mm: where the two columns stand from the left and the rows from below.
_MM_PER_INCH = 49.0
_WIDE, _TALL = 228.0, 333.0
SIZE = (_WIDE / _MM_PER_INCH, _TALL / _MM_PER_INCH)
_COLUMNS = {"side": 56.0, "above": 143.0}
_COLUMN_WORDS = {"side": "from the side", "above": "from above"}


@dataclass(frozen=True)
class _Row:
    """One vertebra: how high its row stands, and its differences in words.

    `spinous_at` and `arch_at` are where these words stand, in mm from the back of the body.
    """

    level: str
    up: float
    kind: str
    facets: str
    spinous: str
    spinous_at: tuple[float, float]
    body: str
    arch: str
    arch_part: str
    arch_at: tuple[float, float]


_ROWS = (
    _Row(
        "T1",
        288.0,
        "atypical",
        "whole facet above,\nhalf facet below",
        "nearly\nhorizontal",
        (-26.0, -26.0),
        "wide, shallow\nbody",
        "wide, three-\ncornered canal",
        "vertebral-foramen",
        (-33.0, -31.0),
    ),
    _Row(
        "T6",
        212.0,
        "typical",
        "half facets\nabove and below",
        "long,\nsteep",
        (-45.0, -6.0),
        "heart-shaped\nbody",
        "small, round\ncanal",
        "vertebral-foramen",
        (-31.0, -36.0),
    ),
    _Row(
        "T10",
        135.0,
        "atypical",
        "one facet,\nusually whole",
        "shorter,\nless steep",
        (-26.0, -31.0),
        "large, rounded\nbody",
        "facet for rib 10,\nsometimes missing",
        "transverse-costal-facet-right",
        (54.0, -31.0),
    ),
    _Row(
        "T12",
        57.0,
        "atypical",
        "one whole facet,\non the pedicle",
        "short, broad,\nhorizontal",
        (-30.0, -31.0),
        "kidney-shaped\nbody",
        "three tubercles,\nno facet here",
        "transverse-process-right",
        (52.0, -29.0),
    ),
)


def _sheet(row: _Row, column: str) -> Sheet:
    return Sheet(SIZE, _MM_PER_INCH, (_COLUMNS[column] / _WIDE, row.up / _TALL))


def _regions() -> tuple[Region, ...]:
    return tuple(
        Region(
            f"{row.level.lower()}-{_COLUMN_WORDS[column].replace(' ', '-')}",
            vertebra_words.title(measures(row.level)),
            _sheet(row, column).on(silhouette(sight(column, row.level).view)),
        )
        for column in _COLUMNS
        for row in _ROWS
    )


def _draw_words(axes: Axes, row: _Row) -> None:
    """The differences of one vertebra, beside each of its two drawings."""
    bone = measures(row.level)
    side, above = _sheet(row, "side"), _sheet(row, "above")
    parts = {
        column: {part.id: part for part in sight(column, row.level).view.parts()}
        for column in _COLUMNS
    }
    facets = [
        middle(parts["side"][id])
        for id in ("superior-costal-facet", "inferior-costal-facet")
        if id in parts["side"]
    ]
    over = (17.0, bone.side.height / 2 + 12.5)
    draw_name_at(axes, side, Name(row.facets, facets[0], at=over), *facets[1:])
    spine = middle(parts["side"]["spinous-process"])
    draw_name_at(axes, side, Name(row.spinous, spine, at=row.spinous_at))
    body = (bone.width_upper * 0.2, bone.side.depth_upper * 0.6)
    draw_name_at(axes, above, Name(row.body, body, at=(52.0, body[1] + 6.0)))
    arch = middle(parts["above"][row.arch_part])
    if row.arch_part == "vertebral-foramen":
        arch = (-2.2, -bone.side.canal * 0.82)
    draw_name_at(axes, above, Name(row.arch, arch, at=row.arch_at))


def _draw(axes: Axes, labels: bool) -> None:
    page = Sheet(SIZE, _MM_PER_INCH, (0.0, 0.0))
    for row in _ROWS:
        for column in _COLUMNS:
            seen = sight(column, row.level)
            draw_view(axes, _sheet(row, column), seen.view, seen.shades)
    draw_scale_bar(axes, page, _WIDE - 18.0, 9.0)
    for column, words in _COLUMN_WORDS.items():
        draw_direction(axes, page, words, _COLUMNS[column], _TALL - 6.0)
    for words, x, y in (
        ("back", 22.0, 7.0),
        ("front", 78.0, 7.0),
        ("front", _COLUMNS["above"], _TALL - 17.5),
        ("back", _COLUMNS["above"], 7.0),
    ):
        draw_direction(axes, page, words, x, y)
    if labels:
        for row in _ROWS:
            x, y = page.on([(4.0, row.up + 25.0)])[0]
            axes.text(
                x,
                y,
                row.level,
                fontsize=LEVEL_SIZE + 2,
                fontweight="bold",
                color=INK,
                ha="left",
                va="center_baseline",
            )
            x, y = page.on([(4.0, row.up + 16.0)])[0]
            axes.text(x, y, row.kind, fontsize=LABEL_SIZE, color=QUIET_INK, ha="left", va="center")
            _draw_words(axes, row)


def vertebrae_compared() -> Plate:
    """T1, T6, T10 and T12 one below the other, from the side on the left and from above."""
    parts = []
    for row in _ROWS:
        bone = measures(row.level)
        words = vertebra_words.sentence(
            f"{bone.level}, {row.kind}",
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
        "Four thoracic vertebrae one below the other at one scale, each from the side on the left "
        f"and from above on the right. {' '.join(parts)}",
        f"From above: {SOURCE_ABOVE} From the side: {SOURCE_SIDE}",
        _regions(),
        SIZE,
        _draw,
        MappingProxyType({}),
    )
