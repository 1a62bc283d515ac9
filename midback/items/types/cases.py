"""An unfolding patient: steps that are committed one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from midback.items.problems import Fault
from midback.items.types.choosing import faults_of_choose, faults_of_keys
from midback.items.types.fields import (
    FREEZE,
    Figure,
    Number,
    Text,
    Texts,
    Word,
    one_for_each,
    refuse,
    repeated,
    strangers,
)
from midback.items.types.question import Item, Question

StepKind = Literal["ask", "examine", "test", "decide"]


class StepQuestion(BaseModel):
    """The public half of one step.

    ``situation`` is shown when the step opens; ``results`` say what a choice reveals, and are
    shown once the step is committed.
    A step to ``decide`` allows one choice unless ``choose`` says otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: StepKind
    situation: Text | None = None
    prompt: Text
    options: Annotated[Texts, Field(min_length=2, max_length=12)]
    choose: Annotated[int, Field(strict=True, ge=1)] | None = None
    results: Texts = Field(default={}, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _one_decision(cls, raw: Any) -> Any:
        if isinstance(raw, Mapping) and raw.get("kind") == "decide" and raw.get("choose") is None:
            return {**raw, "choose": 1}
        return raw

    @field_validator("choose")
    @classmethod
    def _no_more_than_there_are(cls, choose: int | None, info: ValidationInfo) -> int | None:
        refuse(faults_of_choose(choose, info.data.get("options")))
        return choose

    @field_validator("results")
    @classmethod
    def _results_of_options(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        refuse(strangers(given, info.data.get("options"), "option"))
        return given


class Step(StepQuestion):
    """The author's copy of a step: what a careful clinician does, and what choices cost.

    ``neutral`` choices count neither way.
    A ``harmful`` choice makes the step 0, a ``fatal`` one the whole case.
    """

    key: Annotated[tuple[Word, ...], Field(min_length=1)]
    neutral: tuple[Word, ...] = ()
    cost: Texts = Field(default={}, validate_default=True)
    harmful: tuple[Word, ...] = ()
    fatal: Texts = Field(default={}, validate_default=True)
    weight: Number = Field(default=1, validate_default=True)
    rationale: Texts

    def public_fields(self) -> dict[str, Any]:
        """The fields of the public half as data, from an allow-list: ``StepQuestion``'s own."""
        return self.model_dump(include=set(StepQuestion.model_fields))

    @field_validator("key")
    @classmethod
    def _keys_are_options(cls, key: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        refuse(faults_of_keys(key, info.data.get("options"), info.data.get("choose")))
        return key

    @field_validator("neutral", "cost", "harmful", "fatal")
    @classmethod
    def _not_right(cls, given: Any, info: ValidationInfo) -> Any:
        faults = strangers(given, info.data.get("options"), "option") + repeated(tuple(given))
        others = {
            "neutral": ("key",),
            "cost": ("key",),
            "harmful": ("key", "neutral"),
            "fatal": ("key", "neutral", "harmful"),
        }[str(info.field_name)]
        faults += [
            Fault(f"“{word}” is also in “{other}”.", "Write it in one of the two.")
            for other in others
            for word in given
            if word in info.data.get(other, ())
        ]
        refuse(faults)
        return given

    @field_validator("weight")
    @classmethod
    def _weighs_something(cls, weight: Any) -> Any:
        if weight <= 0:
            refuse([Fault("should be more than 0.", "Write 1, or 2 for a step that counts twice.")])
        return weight

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, info.data.get("options"), "option")


class CaseQuestion(Question):
    """A patient who unfolds in ``steps``, which are worked through in order."""

    nested: ClassVar[Mapping[str, type[BaseModel]]] = {"figure": Figure, "steps": StepQuestion}

    type: Literal["case"]
    steps: Annotated[Mapping[Word, StepQuestion], Field(min_length=2, max_length=10), *FREEZE]


class Case(CaseQuestion, Item):
    """The author's copy; ``debrief`` says what a careful clinician would have done, and why."""

    nested: ClassVar[Mapping[str, type[BaseModel]]] = {"figure": Figure, "steps": Step}
    question_class: ClassVar[type[Question]] = CaseQuestion

    steps: Annotated[Mapping[Word, Step], Field(min_length=2, max_length=10), *FREEZE]
    debrief: Text

    def public_fields(self) -> dict[str, Any]:
        """The public fields, with the public half of every step."""
        fields = self.model_dump(include=set(CaseQuestion.model_fields) - {"steps"})
        return {
            **fields,
            "steps": {word: step.public_fields() for word, step in self.steps.items()},
        }
