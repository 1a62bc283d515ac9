"""Questions that are answered by writing a number or a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from midback.items.folding import folded
from midback.items.problems import Fault
from midback.items.types.fields import FREEZE, Number, Text, ToleranceField, refuse
from midback.items.types.question import Item, Question, ShortQuestion

MOST_LETTERS = 120
"""The longest answer in words that is read."""

Short = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MOST_LETTERS),
]


class NumericQuestion(Question):
    """A number is to be written, in ``unit``."""

    type: Literal["numeric"]
    unit: Text


class Numeric(NumericQuestion, Item):
    """Right within ``tolerance`` of ``key``, both in ``unit``."""

    question_class: ClassVar[type[Question]] = NumericQuestion

    key: Number
    tolerance: ToleranceField
    rationale: Text


class ShortTextQuestion(ShortQuestion):
    """A few words are to be written."""

    type: Literal["short-text"]


class ShortText(ShortTextQuestion, Item):
    """``key`` lists what is accepted, the first as it is shown; small typing errors are forgiven.

    ``not_accepted`` lists what is close and yet wrong, each with the reason, and is never taken
    for a typing error.
    """

    question_class: ClassVar[type[Question]] = ShortTextQuestion

    key: Annotated[tuple[Short, ...], Field(min_length=1, max_length=40)]
    not_accepted: Annotated[Mapping[Short, Text], *FREEZE] = Field(
        default={}, validate_default=True
    )
    rationale: Text

    @field_validator("key")
    @classmethod
    def _something_to_compare(cls, key: tuple[str, ...]) -> tuple[str, ...]:
        faults = [_wordless(text) for text in key if not folded(text)]
        forms = [_form(text) for text in key]
        faults += [
            Fault(
                f"“{text}” counts as the same as one above it.",
                "Take it out: capitals, accents, hyphens and spaces make no difference.",
            )
            for place, text in enumerate(key)
            if forms[place] in forms[:place]
        ]
        refuse(faults)
        return key

    @field_validator("not_accepted")
    @classmethod
    def _not_also_accepted(
        cls, given: Mapping[str, str], info: ValidationInfo
    ) -> Mapping[str, str]:
        accepted = {_form(text) for text in info.data.get("key", ())}
        refuse(
            [_wordless(text) for text in given if not folded(text)]
            + [
                Fault(f"“{text}” is also in the key.", "An answer cannot be accepted and not.")
                for text in given
                if _form(text) in accepted
            ]
        )
        return given


def _form(text: str) -> str:
    return folded(text).replace(" ", "")


def _wordless(text: str) -> Fault:
    return Fault(f"“{text}” has neither a letter nor a digit.", "Write the answer in words.")
