"""Items on plates of the atlas, and the pictures above questions.

matplotlib is loaded by the first call here and not before.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from midback.items.problems import Fault, listed, nearest
from midback.items.types import Figure, Hotspot, OnPlate, PlateQuestion, Question

if TYPE_CHECKING:
    from midback.atlas import Plate

MOST_BYTES = 2_000_000
"""The largest image file that a question shows: it travels inside the page."""

_KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class PlateError(ValueError):
    """A plate, a region or an image that is not there; ``fault`` says how to mend it."""

    def __init__(self, message: str, remedy: str) -> None:
        self.fault = Fault(message, remedy)
        super().__init__(f"{message} {remedy}")


@dataclass(frozen=True)
class Picture:
    """A picture as a page shows it: the ``src`` of an image, its text and its width in pixels.

    ``width`` is the most it should take, and 0 where the image itself says.
    """

    source: str
    alt: str
    width: float


def find_plate(name: str, parameters: Mapping[str, Any]) -> Plate:
    """The plate, drawn once for each set of parameters.

    Raises:
        PlateError: there is no such plate, or it cannot be drawn with these parameters.
    """
    return _plate(name, tuple(sorted(parameters.items())))


@lru_cache(maxsize=32)
def _plate(name: str, parameters: tuple[tuple[str, Any], ...]) -> Plate:
    from midback.atlas import plate

    try:
        return plate(name, **dict(parameters))
    except (LookupError, TypeError, ValueError) as error:
        message = str(error.args[0] if error.args else error)
        first, _, rest = message.partition(". ")
        raise PlateError(f"{first.rstrip('.')}.", rest) from error


def marker_points(
    name: str, parameters: Mapping[str, Any], regions: Mapping[str, str]
) -> Mapping[str, tuple[float, float]]:
    """For each marker's word a point inside its region.

    Where marked regions overlap, the point is outside those that are smaller: the cord's point
    lies in the cord, and that of the canal beside it.

    Raises:
        PlateError: the plate or a region is not there, or the others cover a region.
    """
    return _points(name, tuple(sorted(parameters.items())), tuple(regions.items()))


@lru_cache(maxsize=256)
def _points(
    name: str, parameters: tuple[tuple[str, Any], ...], regions: tuple[tuple[str, str], ...]
) -> Mapping[str, tuple[float, float]]:
    plate = _plate(name, parameters)
    there = {region.id: region for region in plate.regions}
    for _, id in regions:
        if id not in there:
            remedy = nearest(id, list(there)) or f"Its regions are: {listed(there)}."
            raise PlateError(f"“{id}” is not a region of the plate “{name}”.", remedy)
    from midback.items.geometry import area, inner_point

    sizes = {id: area(there[id].polygon) for _, id in regions}
    points = {}
    for word, id in regions:
        smaller = [there[other].polygon for other, size in sizes.items() if size < sizes[id]]
        point = inner_point(there[id].polygon, smaller)
        if point is None:
            raise PlateError(
                f"“{id}” is covered by other marked regions.", "Mark another region in its place."
            )
        points[word] = point
    return MappingProxyType(points)


def in_region(item: OnPlate, word: str, x: float, y: float) -> bool:
    """Whether a point of the plate lies in the region of one of the item's markers.

    Raises:
        PlateError: the plate or the region is not there.
    """
    plate = find_plate(item.plate, item.parameters)
    wanted = item.regions[word]
    for region in plate.regions:
        if region.id == wanted:
            return region.contains(x, y)
    marker_points(item.plate, item.parameters, item.regions)
    return False


def marker_at(item: OnPlate, x: float, y: float) -> str | None:
    """The marker whose region a point lies in, the smallest where they overlap, or None.

    Raises:
        PlateError: the plate or a region is not there.
    """
    from midback.items.geometry import area

    plate = find_plate(item.plate, item.parameters)
    hit = [
        (area(region.polygon), word)
        for word, id in item.regions.items()
        for region in plate.regions
        if region.id == id and region.contains(x, y)
    ]
    return min(hit)[1] if hit else None


def region_terms(item: OnPlate) -> Mapping[str, str]:
    """The anatomical term of each marker's region.

    Raises:
        PlateError: the plate or a region is not there.
    """
    plate = find_plate(item.plate, item.parameters)
    terms = {region.id: region.term for region in plate.regions}
    marker_points(item.plate, item.parameters, item.regions)
    return MappingProxyType({word: terms[id] for word, id in item.regions.items()})


def figure_picture(figure: Figure, folder: Path) -> Picture:
    """The picture above a question; ``folder`` is where the item file lies.

    A plate without labels is named by its title alone, because its own text names structures.

    Raises:
        PlateError: the plate or the image cannot be shown.
    """
    if figure.image is not None:
        return Picture(_image_source(folder / figure.image), figure.alt or "", 0)
    plate = find_plate(figure.plate or "", figure.parameters)
    unlabelled = f"Plate without labels: {plate.title}"
    alt = figure.alt or (plate.alt if figure.labels else unlabelled)
    return Picture(_plate_source(plate, figure.labels), alt, _width(plate))


def plate_picture(question: PlateQuestion) -> Picture:
    """The plate on which a question is answered, without labels.

    Raises:
        PlateError: the plate cannot be drawn.
    """
    plate = find_plate(question.plate, question.parameters)
    alt = f"Plate without labels: {plate.title}"
    return Picture(_plate_source(plate, False), alt, _width(plate))


@lru_cache(maxsize=32)
def _plate_source(plate: Plate, labels: bool) -> str:
    from midback.atlas.plates import svg_source

    return svg_source(plate.svg(labels=labels))


def _width(plate: Plate) -> float:
    from midback.atlas.plates import PIXELS_PER_INCH

    return plate.size[0] * PIXELS_PER_INCH


def _image_source(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise PlateError(
            f"the image {path} is not there.", "Put the file beside the item file."
        ) from None
    if len(data) > MOST_BYTES:
        raise PlateError(
            f"the image {path} is larger than {MOST_BYTES // 1_000_000} MB.",
            "Save it smaller: 1600 pixels across are enough.",
        )
    kind = _KINDS[path.suffix.lower()]
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def picture_faults(question: Question, folder: Path) -> Iterator[tuple[str, Fault]]:
    """What is wrong with the pictures of a question: the field, and the fault in it.

    It draws the plates, which takes longer than reading; ``folder`` is where the file lies.
    """
    if question.figure is not None:
        try:
            figure_picture(question.figure, folder)
        except PlateError as error:
            yield "figure", error.fault
    if isinstance(question, OnPlate):
        try:
            find_plate(question.plate, question.parameters)
        except PlateError as error:
            yield "plate", error.fault
            return
        yield from _marker_faults(question)


def _marker_faults(item: OnPlate) -> Iterator[tuple[str, Fault]]:
    try:
        markers = item.markers
    except PlateError as error:
        yield "regions", error.fault
        return
    if not isinstance(item, Hotspot):
        return
    for word, point in markers.items():
        if word != item.key and in_region(item, item.key, *point):
            yield (
                "regions",
                Fault(
                    f"the marker “{word}” lies inside “{item.regions[item.key]}”, which is asked"
                    " for.",
                    "Mark another region in its place.",
                ),
            )
