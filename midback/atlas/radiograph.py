"""The plate `lateral-radiograph`: a synthetic film of the thoracic spine, to measure on.

The angle is Cobb's: between the line along the upper end plate of T1 and the line along the lower
end plate of T12, the same ends as on the plate `spine-lateral`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, degrees
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from midback.atlas.curves import Points, sampled
from midback.atlas.frames import EndPlate, direction
from midback.atlas.plates import Plate, Region
from midback.atlas.radiograph_column import FilmColumn, film_column
from midback.atlas.radiograph_film import BOTTOM, LEFT, RIGHT, TOP, film
from midback.atlas.shapes import THORACIC
from midback.atlas.style import LABEL_SIZE, LEVEL_SIZE, SMALL_SIZE

TITLE = "Synthetic lateral radiograph of the thoracic spine"
SOURCE = (
    "A synthetic film, computed and not taken of a patient. "
    "Bodies drawn after Panjabi and colleagues 1991 with recalled values, for proportion only. "
    "The angle between the upper end plate of T1 and the lower end plate of T12 is exact; how it "
    "is shared between the levels, the ribs, the soft tissues and every shade of grey are "
    "illustrative."
)
LEAST_KYPHOSIS, MOST_KYPHOSIS = 10.0, 80.0
_MM_PER_INCH = 55.0
SIZE = ((RIGHT - LEFT) / _MM_PER_INCH, (TOP - BOTTOM) / _MM_PER_INCH)
_LIGHT, _LINE, _DARK = "#FFFFFF", "#F0E442", "#101010"


class EndPlateLines(NamedTuple):
    """The two lines of Cobb's angle, each 2 x 2: its back and its front end, in figure coordinates.

    `angle` is what they enclose, in degrees.
    """

    upper: Points
    lower: Points
    angle: float


def _on(points: Points) -> Points:
    """Points in mm in figure coordinates."""
    return (np.asarray(points) - [LEFT, BOTTOM]) / [RIGHT - LEFT, TOP - BOTTOM]


def angle_between(one: Points, other: Points) -> float:
    """Degrees from one line on the film to another, each 2 x 2 in figure coordinates, back first.

    The film is taller than wide, so the angle is measured in mm and not in figure coordinates.
    Positive is a kyphosis: the lower line rises forwards against the upper one.
    """
    tilts = []
    for line in (one, other):
        across, up = (np.asarray(line)[1] - np.asarray(line)[0]) * SIZE
        tilts.append(degrees(atan2(up, across)))
    return (tilts[1] - tilts[0] + 180.0) % 360.0 - 180.0


def end_plates(kyphosis: float, wedge: str | None = None) -> Mapping[str, tuple[Points, Points]]:
    """For each level from T1 to T12 its true upper and lower end-plate line, 2 x 2, back first."""
    column = film_column(*_checked(kyphosis, wedge))

    def line(plate: EndPlate) -> Points:
        return _on(np.vstack([plate.back, plate.front]))

    return {
        level: (line(column.bodies[level].upper), line(column.bodies[level].lower))
        for level in THORACIC
    }


def end_plate_lines(kyphosis: float, wedge: str | None = None) -> EndPlateLines:
    """The upper end plate of T1 and the lower end plate of T12 on the film, and their angle.

    `angle` is measured on the two lines and equals `kyphosis`.
    """
    plates = end_plates(kyphosis, wedge)
    upper, lower = plates["T1"][0], plates["T12"][1]
    return EndPlateLines(upper, lower, angle_between(upper, lower))


def _checked(kyphosis: object, wedge: object) -> tuple[float, str | None]:
    if (
        isinstance(kyphosis, bool)
        or not isinstance(kyphosis, int | float)
        or not (LEAST_KYPHOSIS <= kyphosis <= MOST_KYPHOSIS)
    ):
        raise ValueError(
            f"The plate 'lateral-radiograph' cannot be drawn with kyphosis={kyphosis!r}. "
            f"Give degrees from {LEAST_KYPHOSIS:.0f} to {MOST_KYPHOSIS:.0f}."
        )
    if wedge is not None and wedge not in THORACIC:
        raise ValueError(
            f"The plate 'lateral-radiograph' cannot be drawn with wedge={wedge!r}. "
            f"Give None or one of: {', '.join(THORACIC)}."
        )
    return float(kyphosis), wedge if wedge is None else str(wedge)


def _draw_names(axes: Axes, column: FilmColumn, kyphosis: float) -> None:
    halo = [withStroke(linewidth=1.8, foreground=_DARK, alpha=0.75)]
    for level, body in column.bodies.items():
        depth = (body.upper.depth + body.lower.depth) / 2
        x, y = _on(body.frame.place([[depth * 0.5, 0.0]]))[0]
        axes.text(
            x,
            y,
            level,
            fontsize=LEVEL_SIZE if level in THORACIC else SMALL_SIZE,
            fontweight="bold" if level in THORACIC else "normal",
            color=_LIGHT,
            ha="center",
            va="center_baseline",
            path_effects=halo,
        )
    bodies = column.bodies
    for plate, words, up in (
        (bodies["T1"].upper, "upper end plate of T1", 1.0),
        (bodies["T12"].lower, "lower end plate of T12", -1.0),
    ):
        forwards = direction(plate.angle)
        reach = (RIGHT - 7.0 - plate.back[0]) / forwards[0]
        ends = plate.back + np.outer([-9.0, reach], forwards)
        axes.plot(*_on(ends).T, color=_LINE, linewidth=1.1, path_effects=halo)
        at = plate.back + (reach - 1.0) * forwards + up * 5.5 * direction(plate.angle + 90)
        x, y = _on(at[None])[0]
        axes.text(
            x,
            y,
            words,
            fontsize=SMALL_SIZE,
            color=_LINE,
            rotation=plate.angle,
            rotation_mode="anchor",
            ha="right",
            va="center",
            path_effects=halo,
        )
    axes.text(
        0.965,
        _on(np.array([[0.0, 0.0]]))[0][1] + 0.02,
        f"Cobb angle\n{kyphosis:g}°",
        fontsize=LABEL_SIZE + 1.4,
        fontweight="bold",
        color=_LINE,
        ha="right",
        va="center",
        linespacing=1.3,
        path_effects=halo,
    )


def lateral_radiograph(kyphosis: float = 36.0, wedge: str | None = None) -> Plate:
    """A synthetic lateral film from C7 to L1, the front on the right of the picture.

    `kyphosis` is the Cobb angle in degrees from the upper end plate of T1 to the lower end plate
    of T12, 10 to 80; `wedge` is the level, "T1" to "T12", of a body that has lost about a third
    of its height in front, or None.
    Another value is a `ValueError`.
    """
    kyphosis, wedge = _checked(kyphosis, wedge)
    column = film_column(kyphosis, wedge)

    def draw(axes: Axes, labels: bool) -> None:
        shades = film(kyphosis, wedge)
        axes.imshow(
            shades,
            cmap="gray",
            vmin=0,
            vmax=255,
            extent=(0, 1, 0, 1),
            aspect="auto",
            interpolation="none",
        )
        if labels:
            _draw_names(axes, column, kyphosis)

    regions = tuple(
        Region(
            f"vertebral-body-{level.lower()}",
            f"Vertebral body ({level})",
            _on(sampled(column.body_outline(level))),
        )
        for level in column.bodies
        if level != "C7"
    )
    alt = (
        "A synthetic lateral radiograph of the thoracic spine in shades of grey, the front on the "
        f"right, with a Cobb angle of {kyphosis:g} degrees between the upper end plate of T1 and "
        "the lower end plate of T12. "
        "The bodies stand as pale blocks with bright end plates, darker discs between them; behind "
        "them lie the pedicles, joints and spinous processes, and ribs run down forwards across "
        "them in long curves; the shoulders veil the uppermost bodies; the lungs are dark, and "
        "below the diaphragm, which rises forwards from its recess low behind the spine, the film "
        "is paler. "
    )
    if wedge:
        alt += f"The body of {wedge} is wedged: about a third of its height in front is lost."
    return Plate(
        "lateral-radiograph",
        TITLE,
        alt.strip(),
        SOURCE,
        regions,
        SIZE,
        draw,
        MappingProxyType({"kyphosis": kyphosis, "wedge": wedge}),
    )
