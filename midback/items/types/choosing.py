"""Questions that are answered by choosing among options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from midback.items.problems import Fault
from midback.items.types.fields import (
    FREEZE,
    Text,
    Texts,
    Word,
    one_for_each,
    refuse,
    repeated,
    strangers,
    words,
)
from midback.items.types.question import Item, Question, ShortQuestion


class SingleBestAnswerQuestion(Question):
    """One option is to be chosen."""

    type: Literal["single-best-answer"]
    options: Annotated[Texts, Field(min_length=2, max_length=12)]


class SingleBestAnswer(SingleBestAnswerQuestion, Item):
    """One option is the key; every option has its rationale."""

    question_class: ClassVar[type[Question]] = SingleBestAnswerQuestion

    key: Word
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _key_is_an_option(cls, key: str, info: ValidationInfo) -> str:
        refuse(strangers([key], words(info, "options"), "option"))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "options"), "option")


def faults_of_choose(choose: int | None, options: Mapping[str, Any] | None) -> list[Fault]:
    """What is wrong with a limit on the number of picks."""
    if choose is None or options is None or choose <= len(options):
        return []
    return [
        Fault(
            f"lets trainees choose {choose}, and there are {len(options)} options.",
            f"Write at most {len(options)}.",
        )
    ]


def faults_of_keys(
    key: tuple[str, ...], options: Mapping[str, Any] | None, choose: int | None
) -> list[Fault]:
    """What is wrong with a key of several options, of which ``choose`` may be picked."""
    faults = strangers(key, options, "option") + repeated(key)
    if choose is not None and choose < len(key):
        faults.append(
            Fault(
                f"has {len(key)} right options, and trainees may choose {choose}.",
                f"Write “choose: {len(key)}” or shorten the key.",
            )
        )
    return faults


class MultipleResponseQuestion(Question):
    """Several options may be chosen, at most ``choose`` where that is given."""

    type: Literal["multiple-response"]
    options: Annotated[Texts, Field(min_length=2, max_length=12)]
    choose: Annotated[int, Field(strict=True, ge=1)] | None = None

    @field_validator("choose")
    @classmethod
    def _no_more_than_there_are(cls, choose: int | None, info: ValidationInfo) -> int | None:
        refuse(faults_of_choose(choose, words(info, "options")))
        return choose


class MultipleResponse(MultipleResponseQuestion, Item):
    """Every option in ``key`` is right; a pick listed under ``harmful`` makes the mark 0."""

    question_class: ClassVar[type[Question]] = MultipleResponseQuestion

    key: Annotated[tuple[Word, ...], Field(min_length=1)]
    harmful: tuple[Word, ...] = ()
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _keys_are_options(cls, key: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        refuse(faults_of_keys(key, words(info, "options"), info.data.get("choose")))
        return key

    @field_validator("harmful")
    @classmethod
    def _harmful_are_wrong(cls, harmful: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        faults = strangers(harmful, words(info, "options"), "option")
        faults += repeated(harmful)
        faults += [
            Fault(f"“{word}” is also in the key.", "An option cannot be right and harmful.")
            for word in harmful
            if word in info.data.get("key", ())
        ]
        refuse(faults)
        return harmful

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "options"), "option")


def _scale(noun: str) -> Mapping[str, str]:
    return MappingProxyType(
        {
            "much-less": f"Much less {noun}",
            "less": f"Less {noun}",
            "unchanged": f"Neither more nor less {noun}",
            "more": f"More {noun}",
            "much-more": f"Much more {noun}",
        }
    )


SCALES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "diagnosis": _scale("likely"),
        "investigation": _scale("useful"),
        "treatment": _scale("appropriate"),
    }
)
"""The five points of a script-concordance question, word to text, by its ``scale``."""

ILLUSTRATIVE = "illustrative"
"""The ``panel`` of votes that no real panel has given."""


class ScriptConcordanceQuestion(ShortQuestion):
    """If you were thinking of ``hypothesis``, and then you found ``finding``, it becomes …"""

    type: Literal["script-concordance"]
    hypothesis: Text
    finding: Text
    scale: Literal["diagnosis", "investigation", "treatment"] = "diagnosis"

    @property
    def options(self) -> Mapping[str, str]:
        """The five points of the scale, word to text."""
        return SCALES[self.scale]


class ScriptConcordance(ScriptConcordanceQuestion, Item):
    """``votes`` are how many of the ``panel`` chose each point of the scale."""

    question_class: ClassVar[type[Question]] = ScriptConcordanceQuestion

    panel: Text
    votes: Annotated[
        Mapping[Word, Annotated[int, Field(strict=True, ge=0, le=1000)]],
        *FREEZE,
    ]
    rationale: Text

    @field_validator("votes")
    @classmethod
    def _a_vote_for_each(cls, votes: Mapping[str, int]) -> Mapping[str, int]:
        one_for_each(votes, SCALES["diagnosis"], "point of the scale")
        if not any(votes.values()):
            refuse([Fault("holds no vote.", "Write how many of the panel chose each point.")])
        return votes
