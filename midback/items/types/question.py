"""What every question has, and what every author's copy adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from midback.items.types.fields import (
    Figure,
    Level,
    Objective,
    Text,
    Texts,
    Word,
    refuse,
    repeated,
)


class Question(BaseModel):
    """The public half of an item: everything here may be read by a trainee.

    ``id`` is unique in the course and, in an assignment, is also the cell's nbgrader
    ``grade_id``.
    ``objective`` is ``lesson.objective``, as stated at the top of a lesson.
    ``shuffle`` asks for an order of the options that differs from trainee to trainee.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    nested: ClassVar[Mapping[str, type[BaseModel]]] = {"figure": Figure}
    """Fields that hold fields of their own, for what an author is told about them."""

    id: Word
    type: str
    objective: Objective
    stem: Text
    lead_in: Text
    figure: Figure | None = None
    shuffle: Annotated[bool, Field(strict=True)] = False


class ShortQuestion(Question):
    """A question whose lead-in can stand alone: the stem may be left out."""

    stem: Text | None = None  # type: ignore[assignment]  # an item without a stem is whole


class Item(Question):
    """A question with its key: the author's copy, which no trainee's kernel ever reads.

    ``level`` says what the question asks of the mind, ``facts`` which facts of ``facts.yml`` it
    practises or examines, and ``waive`` which item-writing rules it breaks and for what reason.
    """

    question_class: ClassVar[type[Question]]

    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    level: Level | None = None
    facts: tuple[Word, ...] = ()
    waive: Texts = Field(default={}, validate_default=True)

    def public(self) -> Question:
        """The public half: the fields of the question class and no others."""
        return self.question_class.model_validate(self.public_fields())

    def public_fields(self) -> dict[str, Any]:
        """The fields of the public half as data, from an allow-list: the question class's own."""
        return self.model_dump(include=set(self.question_class.model_fields))

    @field_validator("sources", "facts")
    @classmethod
    def _once(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        refuse(repeated(given))
        return given
