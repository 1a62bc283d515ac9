"""The fields that types of question are built of, and the faults that they report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from midback.items.problems import Fault, listed, nearest

WORD = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Word = Annotated[str, StringConstraints(strict=True, pattern=WORD, max_length=80)]
Objective = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$")
]

Key = TypeVar("Key")
Value = TypeVar("Value")


def _frozen(mapping: Mapping[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(dict(mapping))


FREEZE = (AfterValidator(_frozen), PlainSerializer(dict))
"""Makes a mapping inside an item as unchangeable as the item."""

Texts = Annotated[Mapping[Word, Text], *FREEZE]
Pairs = Annotated[Mapping[Word, Word], *FREEZE]


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        refuse([Fault("should be a number.", "Write digits only, for example 12 or 2.5.")])
    number = Decimal(str(value))
    if not number.is_finite():
        refuse([Fault("is not a finite number.", "Write digits, for example 12 or 2.5.")])
    return number


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]


def _coordinate(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        refuse([Fault("should be a number.", "Write a number from 0 to 1.")])
    number = float(str(value))
    if not 0 <= number <= 1:
        refuse([Fault(f"{value} lies outside the plate.", "Write a number from 0 to 1.")])
    return number


Coordinate = Annotated[float, BeforeValidator(_coordinate)]
Points = Annotated[Mapping[Word, tuple[Coordinate, Coordinate]], *FREEZE]
"""Markers on a plate: figure coordinates, x from the left and y from the bottom, 0 to 1."""


def _parameter(value: object) -> object:
    if isinstance(value, Decimal) and value.is_finite():
        return float(value)
    if isinstance(value, str | int | float):
        return value
    raise faults_error([Fault("is not one value.", "Write a text, a number, or true or false.")])


Parameters = Annotated[
    Mapping[
        Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")],
        Annotated[
            Any,
            BeforeValidator(_parameter),
            WithJsonSchema({"type": ["string", "number", "boolean"]}),
        ],
    ],
    *FREEZE,
]
"""What a plate is drawn with, such as ``{level: T6}``."""

IMAGE = r"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*\.(png|jpg|jpeg|gif|svg|webp)$"


class Figure(BaseModel):
    """What stands above a question: a plate of the course by its name, or an image file.

    ``image`` lies beside the item file; ``alt`` says what it shows and is needed for an image.
    ``labels`` says whether the plate names its structures.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    plate: Word | None = None
    parameters: Parameters = Field(default={}, validate_default=True)
    labels: Annotated[bool, Field(strict=True)] = False
    image: Annotated[str, StringConstraints(strict=True, pattern=IMAGE)] | None = None
    alt: Text | None = None

    @model_validator(mode="after")
    def _one_picture(self) -> Figure:
        faults = []
        if (self.plate is None) == (self.image is None):
            faults.append(
                Fault(
                    "names no picture." if self.plate is None else "names two pictures.",
                    "Write “plate: …” or “image: …”.",
                )
            )
        if self.image is not None and self.alt is None:
            faults.append(
                Fault(
                    "has no text for people who cannot see the image.",
                    "Add a line “alt: …” that says what it shows, without giving the answer away.",
                )
            )
        if self.image is not None and (self.parameters or self.labels):
            faults.append(
                Fault(
                    "“parameters” and “labels” belong to a plate.",
                    "Take them out, or write “plate: …” instead of “image: …”.",
                )
            )
        refuse(faults)
        return self


class Tolerance(BaseModel):
    """How far a number may be from the key: by an amount, or by a share of the key.

    Exactly one of ``absolute`` (in the item's unit) and ``percent`` (of the key) is set.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    absolute: Decimal | None = None
    percent: Decimal | None = None


def _tolerance(value: object) -> object:
    if isinstance(value, Tolerance):
        return value
    wrong = faults_error(
        [
            Fault(
                "is neither a number nor a percentage.",
                "Write an amount in the item's unit (“tolerance: 0.5”)"
                ' or a share of the key in quotes (“tolerance: "5%"”).',
            )
        ]
    )
    if isinstance(value, str):
        digits = value.strip().removesuffix("%").strip()
        if not value.strip().endswith("%") or not digits.replace(".", "", 1).isdecimal():
            raise wrong
        return Tolerance(percent=Decimal(digits))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise wrong
    amount = Decimal(str(value))
    if not amount.is_finite() or amount < 0:
        raise wrong
    return Tolerance(absolute=amount)


ToleranceField = Annotated[
    Tolerance,
    BeforeValidator(_tolerance),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[0-9.]+ ?%$"}]}),
]

Level = Literal["recall", "apply", "reason"]
"""What a question asks of the mind."""


def faults_error(faults: list[Fault]) -> PydanticCustomError:
    """The error that carries the faults of one field to ``problems_of_validation``."""
    return PydanticCustomError("faults", "see faults", {"faults": faults})


def refuse(faults: list[Fault]) -> None:
    """Refuse a field if it has faults."""
    if faults:
        raise faults_error(faults)


def words(info: ValidationInfo, field: str) -> Mapping[str, Any] | None:
    """The words of another field of an item, also where that field has a fault of its own."""
    if field in info.data:
        known: Mapping[str, Any] = info.data[field]
        return known
    raw = (info.context or {}).get(field)
    return raw if isinstance(raw, Mapping) else None


def strangers(named: Iterable[str], known: Mapping[str, Any] | None, what: str) -> list[Fault]:
    """A fault for each word that names none of the known ones."""
    if known is None:  # that the field is missing is reported by itself
        return []
    return [
        Fault(
            f"“{word}” names no {what}.",
            nearest(word, list(known)) or f"Write one of: {listed(known)}.",
        )
        for word in named
        if word not in known
    ]


def missing(given: Iterable[str], known: Mapping[str, Any] | None, what: str) -> list[Fault]:
    """A fault for each known word for which nothing is given."""
    if known is None:
        return []
    there = set(given)
    return [
        Fault(f"has nothing for the {what} “{word}”.", f"Add a line “{word}: …”.")
        for word in known
        if word not in there
    ]


def one_for_each(
    given: Mapping[str, Value], known: Mapping[str, Any] | None, what: str
) -> Mapping[str, Value]:
    """What is given, which must be one for each known word and no others."""
    refuse(missing(given, known, what) + strangers(given, known, what))
    return given


def repeated(given: tuple[str, ...]) -> list[Fault]:
    """A fault for each word that stands in a list twice."""
    return [
        Fault(f"“{word}” stands there twice.", "Take one of them out.")
        for word in dict.fromkeys(given)
        if given.count(word) > 1
    ]
