"""Measuring a kyphosis: two lines laid along end plates of a synthetic radiograph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from midback.atlas import plate
from midback.atlas.radiograph import SIZE, SOURCE, angle_between
from midback.atlas.vector import picture_svg
from midback.explore.controls import static_module
from midback.explore.explorer import Explorer, Picture

TITLE = "How is a kyphosis measured?"
# The Cobb angle of each film in degrees: illustrative, chosen to be told apart.
FILMS = {1: 34, 2: 52, 3: 43, 4: 25, 5: 61, 6: 38, 7: 47, 8: 30, 9: 57, 10: 40, 11: 66, 12: 28}
# The films up to this one show their true lines; the others are kept for questions.
LAST_TO_TRY = 8
# Back and front end of the upper line, then of the lower one: x, y from 0 to 1, y from the bottom.
START = (0.3, 0.86, 0.7, 0.86, 0.3, 0.14, 0.7, 0.14)
TOLERANCE = 5
LOOK_FOR = (
    "Lay the upper line along the upper end plate of T1 and the lower line along the lower end "
    "plate of T12: drag the round handles, or move to a handle with the Tab key and use the arrow "
    "keys (with Shift for small steps). "
    "On every film the uppermost whole body is C7 and the lowest is L1."
)
CAPTION = f"{SOURCE} The films are numbered; their angles are illustrative."
_UPPER, _LOWER = "#56B4E9", "#E69F00"
_DARK = "#101010"


def kyphosis_of(film: int) -> int:
    """The true Cobb angle of a film in degrees; an unknown film is a `ValueError`."""
    if film not in FILMS:
        raise ValueError(f"There is no film {film}. Choose from 1 to {len(FILMS)}.")
    return FILMS[film]


def measured(lines: Sequence[float]) -> float:
    """The angle in degrees, 0 to 90, that two lines on the film enclose.

    `lines` are eight numbers in the order of `START`; which end is which does not matter.
    """
    points = np.asarray(lines, dtype=float).reshape(2, 2, 2)
    turned = angle_between(points[0], points[1])
    return abs((turned + 90.0) % 180.0 - 90.0)


def draw(film: int, reveal: bool, lines: Sequence[float] | None) -> Figure:
    """The film with the trainee's lines, and with the names and the true lines if revealed."""
    figure = plate("lateral-radiograph", kyphosis=kyphosis_of(film)).figure(labels=reveal)
    if lines is not None:
        axes = figure.axes[0]
        halo = [withStroke(linewidth=3.4, foreground=_DARK)]
        ends = np.asarray(lines, dtype=float).reshape(2, 2, 2)
        for line, colour in zip(ends, (_UPPER, _LOWER), strict=True):
            axes.plot(*line.T, color=colour, linewidth=1.6, path_effects=halo)
            for x, y in line:
                axes.plot(x, y, marker="o", color=colour, markeredgecolor=_DARK, markersize=7)
    return figure


def describe(film: int, reveal: bool, lines: Sequence[float] | None) -> str:
    """What the lines enclose and, once revealed, how it agrees with the angle of the film."""
    true = kyphosis_of(film)
    laid = START if lines is None else lines
    angle = round(measured(laid))
    text = (
        f"Film {film}, a synthetic lateral radiograph of the thoracic spine with the front on the "
        f"right. Your two lines enclose {angle} degrees. "
    )
    if not reveal:
        return text + "The angle of the film is not shown."
    away = abs(angle - true)
    verdict = (
        f"within the {TOLERANCE} degrees allowed here"
        if away <= TOLERANCE
        else f"more than the {TOLERANCE} degrees allowed here"
    )
    return text + (
        f"The film's Cobb angle, from the upper end plate of T1 to the lower end plate of T12, is "
        f"{true} degrees: {away} degrees away, {verdict}."
    )


class FilmWithLines(Picture):
    """The film under two lines that are moved in the browser; `value` are their eight numbers."""

    _esm = static_module("lines.js")
    value = traitlets.List(traitlets.Float(), minlen=8, maxlen=8).tag(sync=True)
    aspect = traitlets.Float(SIZE[0] / SIZE[1]).tag(sync=True)

    @traitlets.validate("value")
    def _are_on_the_film(self, proposal: Any) -> Any:
        if not all(0 <= number <= 1 for number in proposal["value"]):
            raise traitlets.TraitError("The ends of the lines must lie on the film, from 0 to 1.")
        return proposal["value"]


@lru_cache(maxsize=4)
def _bare_film(film: int, reveal: bool) -> str:
    return picture_svg(draw(film, reveal, None))


class FilmExplorer(Explorer):
    """An explorer whose lines the browser draws over the film, so that they follow the hand."""

    def _pictured(self, values: Mapping[str, Any]) -> str:
        return _bare_film(values["film"], values["reveal"])
