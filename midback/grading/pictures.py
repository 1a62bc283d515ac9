"""Pictures in review cards: small, and drawn once for a whole class."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from midback.items import OnPlate, PlateError, Question, figure_picture, find_plate

DOTS_PER_INCH = 110
COLOURS = 64
MOST_CHARACTERS = 400_000
"""A larger image file is left out of the card: the card is kept for every trainee."""


@dataclass(frozen=True)
class CardPicture:
    """An image's ``src``, its text, and its greatest width in CSS pixels."""

    source: str
    alt: str
    width: int


def question_picture(question: Question, folder: Path | None) -> CardPicture | None:
    """The picture above a question, or None where there is none that can be shown."""
    figure = question.figure
    if figure is None or (figure.image is not None and folder is None):
        return None
    try:
        if figure.plate is not None:
            source = _drawn(figure.plate, tuple(sorted(figure.parameters.items())), figure.labels)
            picture = figure_picture(figure, Path())
            return CardPicture(source, picture.alt, round(picture.width))
        picture = figure_picture(figure, folder or Path())
    except PlateError:
        return None
    if len(picture.source) > MOST_CHARACTERS:
        return None
    return CardPicture(picture.source, picture.alt, 640)


def marked_plate(item: OnPlate, key: str | None) -> CardPicture | None:
    """The plate of a question with its markers numbered; ``key`` is outlined where it is given."""
    try:
        regions = tuple(item.regions.items())
        parameters = tuple(sorted(item.parameters.items()))
        source = _drawn(item.plate, parameters, False, regions, key)
        plate = find_plate(item.plate, item.parameters)
    except PlateError:
        return None
    numbers = "1" if len(regions) == 1 else f"1 to {len(regions)}"
    alt = f"Plate without labels: {plate.title}, with the markers {numbers}."
    return CardPicture(source, alt, round(plate.size[0] * DOTS_PER_INCH))


@lru_cache(maxsize=128)
def _drawn(
    name: str,
    parameters: tuple[tuple[str, Any], ...],
    labels: bool,
    regions: tuple[tuple[str, str], ...] = (),
    key: str | None = None,
) -> str:
    """A plate as the ``src`` of a small PNG."""
    from matplotlib.patches import Polygon
    from PIL import Image

    from midback.items import marker_points

    plate = find_plate(name, dict(parameters))
    figure = plate.figure(labels=labels)
    axes = figure.axes[0]
    points = marker_points(name, dict(parameters), dict(regions)) if regions else {}
    if key is not None:
        outline = plate.region(dict(regions)[key]).polygon
        axes.add_patch(Polygon(outline, fill=False, edgecolor="#1b6e3c", linewidth=2, zorder=900))
    for number, (x, y) in enumerate(points.values(), start=1):
        axes.text(
            x,
            y,
            str(number),
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold",
            color="#ffffff",
            zorder=1000,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": "#1f2328", "edgecolor": "#ffffff"},
        )
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DOTS_PER_INCH, facecolor="#ffffff")
    small = io.BytesIO()
    with Image.open(drawn) as image:
        image.convert("RGB").quantize(colors=COLOURS).save(small, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(small.getvalue()).decode()
