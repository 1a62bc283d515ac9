"""The types of question: what each holds, in public and in the author's copy.

Every type is two classes.
The *question* is the public half: what a trainee may see.
The *item* is the question with its key, its rationale and its sources.
The public half is made from the question's fields alone, so a field that is added to an item
stays secret until somebody moves it to the question on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

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
    field_validator,
)
from pydantic_core import PydanticCustomError

from midback.items.problems import Fault, listed, nearest

WORD = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Word = Annotated[str, StringConstraints(strict=True, pattern=WORD, max_length=80)]
Objective = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$")
]


def _frozen(mapping: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(mapping))


_FREEZE = (AfterValidator(_frozen), PlainSerializer(dict))
Texts = Annotated[Mapping[Word, Text], *_FREEZE]
Pairs = Annotated[Mapping[Word, Word], *_FREEZE]


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _faults([Fault("should be a number.", "Write digits only, for example 12 or 2.5.")])
    number = Decimal(str(value))
    if not number.is_finite():
        raise _faults([Fault("is not a finite number.", "Write digits, for example 12 or 2.5.")])
    return number


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]


class Tolerance(BaseModel):
    """How far a number may be from the key: by an amount, or by a share of the key.

    Exactly one of ``absolute`` (in the item's unit) and ``percent`` (of the key) is set.
    """

    model_config = ConfigDict(frozen=True)

    absolute: Decimal | None = None
    percent: Decimal | None = None


def _tolerance(value: object) -> object:
    if isinstance(value, Tolerance):
        return value
    wrong = _faults(
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


def _faults(faults: list[Fault]) -> PydanticCustomError:
    return PydanticCustomError("faults", "see faults", {"faults": faults})


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise _faults(faults)


def _words(info: ValidationInfo, field: str) -> Mapping[str, str] | None:
    """The words of another field, also where that field has a fault of its own."""
    if field in info.data:
        words: Mapping[str, str] = info.data[field]
        return words
    raw = (info.context or {}).get(field)
    return raw if isinstance(raw, Mapping) else None


def _strangers(words: list[str], known: Mapping[str, str] | None, what: str) -> list[Fault]:
    """A fault for each word that names none of the known ones."""
    if known is None:  # that the field is missing is reported by itself
        return []
    return [
        Fault(
            f"“{word}” names no {what}.",
            nearest(word, list(known)) or f"Write one of: {listed(known)}.",
        )
        for word in words
        if word not in known
    ]


def _missing(words: Mapping[str, str], known: Mapping[str, str] | None, what: str) -> list[Fault]:
    if known is None:
        return []
    return [
        Fault(f"has nothing for the {what} “{word}”.", f"Add a line “{word}: …”.")
        for word in known
        if word not in words
    ]


def _one_for_each(
    given: Mapping[str, str], known: Mapping[str, str] | None, what: str
) -> Mapping[str, str]:
    """The texts given, which must be one for each known word and no others."""
    _refuse(_missing(given, known, what) + _strangers(list(given), known, what))
    return given


def _repeated(words: tuple[str, ...]) -> list[Fault]:
    return [
        Fault(f"“{word}” stands there twice.", "Take one of them out.")
        for word in dict.fromkeys(words)
        if words.count(word) > 1
    ]


class Question(BaseModel):
    """The public half of an item: everything here may be read by a trainee.

    ``id`` is unique in the course and, in an assignment, is also the cell's nbgrader
    ``grade_id``.
    ``objective`` is ``lesson.objective``, as stated at the top of a lesson.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Word
    type: str
    objective: Objective
    stem: Text
    lead_in: Text


class Item(Question):
    """A question with its key: the author's copy, which no trainee's kernel ever reads."""

    question_class: ClassVar[type[Question]]

    def public(self) -> Question:
        """The public half: the fields of the question class and no others."""
        fields = self.question_class.model_fields
        return self.question_class.model_validate(self.model_dump(include=set(fields)))


class _Answered(BaseModel):
    """What every author's copy has beside its key."""

    sources: Annotated[tuple[Text, ...], Field(min_length=1)]

    @field_validator("sources")
    @classmethod
    def _sources_once(cls, sources: tuple[str, ...]) -> tuple[str, ...]:
        _refuse(_repeated(sources))
        return sources


class SingleBestAnswerQuestion(Question):
    """One option is to be chosen."""

    type: Literal["single-best-answer"]
    options: Annotated[Texts, Field(min_length=2, max_length=12)]


class SingleBestAnswer(SingleBestAnswerQuestion, Item, _Answered):
    """One option is the key; every option has its rationale."""

    question_class: ClassVar[type[Question]] = SingleBestAnswerQuestion

    key: Word
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _key_is_an_option(cls, key: str, info: ValidationInfo) -> str:
        _refuse(_strangers([key], _words(info, "options"), "option"))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return _one_for_each(given, _words(info, "options"), "option")


class MultipleResponseQuestion(Question):
    """Several options may be chosen, at most ``choose`` where that is given."""

    type: Literal["multiple-response"]
    options: Annotated[Texts, Field(min_length=2, max_length=12)]
    choose: Annotated[int, Field(strict=True, ge=1)] | None = None

    @field_validator("choose")
    @classmethod
    def _no_more_than_there_are(cls, choose: int | None, info: ValidationInfo) -> int | None:
        options = _words(info, "options")
        if choose is not None and options is not None and choose > len(options):
            _refuse(
                [
                    Fault(
                        f"lets trainees choose {choose}, and there are {len(options)} options.",
                        f"Write at most {len(options)}.",
                    )
                ]
            )
        return choose


class MultipleResponse(MultipleResponseQuestion, Item, _Answered):
    """Every option in ``key`` is right; a pick listed under ``harmful`` makes the mark 0."""

    question_class: ClassVar[type[Question]] = MultipleResponseQuestion

    key: Annotated[tuple[Word, ...], Field(min_length=1)]
    harmful: tuple[Word, ...] = ()
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _keys_are_options(cls, key: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        faults = _strangers(list(key), _words(info, "options"), "option") + _repeated(key)
        choose = info.data.get("choose")
        if choose is not None and choose < len(key):
            faults.append(
                Fault(
                    f"has {len(key)} right options, and trainees may choose {choose}.",
                    f"Write “choose: {len(key)}” or shorten the key.",
                )
            )
        _refuse(faults)
        return key

    @field_validator("harmful")
    @classmethod
    def _harmful_are_wrong(cls, harmful: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        faults = _strangers(list(harmful), _words(info, "options"), "option")
        faults += _repeated(harmful)
        faults += [
            Fault(f"“{word}” is also in the key.", "An option cannot be right and harmful.")
            for word in harmful
            if word in info.data.get("key", ())
        ]
        _refuse(faults)
        return harmful

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return _one_for_each(given, _words(info, "options"), "option")


class NumericQuestion(Question):
    """A number is to be written, in ``unit``."""

    type: Literal["numeric"]
    unit: Text


class Numeric(NumericQuestion, Item, _Answered):
    """Right within ``tolerance`` of ``key``, both in ``unit``."""

    question_class: ClassVar[type[Question]] = NumericQuestion

    key: Number
    tolerance: ToleranceField
    rationale: Text


class ExtendedMatchingQuestion(Question):
    """One list of options serves several short stems; the common ``stem`` may be left out."""

    type: Literal["extended-matching"]
    stem: Text | None = None  # type: ignore[assignment]  # the vignettes stand in its place
    options: Annotated[Texts, Field(min_length=3, max_length=20)]
    stems: Annotated[Texts, Field(min_length=2, max_length=12)]


class ExtendedMatching(ExtendedMatchingQuestion, Item, _Answered):
    """``key`` names one option for every stem, and ``rationale`` says why."""

    question_class: ClassVar[type[Question]] = ExtendedMatchingQuestion

    key: Pairs
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _key_for_each(cls, key: Mapping[str, str], info: ValidationInfo) -> Any:
        stems = _words(info, "stems")
        _refuse(
            _missing(key, stems, "stem")
            + _strangers(list(key), stems, "stem")
            + _strangers(list(key.values()), _words(info, "options"), "option")
        )
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return _one_for_each(given, _words(info, "stems"), "stem")


ITEM_CLASSES: Mapping[str, type[Item]] = MappingProxyType(
    {
        "single-best-answer": SingleBestAnswer,
        "multiple-response": MultipleResponse,
        "numeric": Numeric,
        "extended-matching": ExtendedMatching,
    }
)
"""The types of item by name: reading, the schema and the documentation go through this table."""

AnyItem = Annotated[
    SingleBestAnswer | MultipleResponse | Numeric | ExtendedMatching,
    Field(discriminator="type"),
]
