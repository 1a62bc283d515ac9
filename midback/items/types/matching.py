"""Questions that are answered by pairing or ordering words."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from midback.items.problems import Fault
from midback.items.types.fields import (
    Pairs,
    Texts,
    Word,
    missing,
    one_for_each,
    refuse,
    repeated,
    strangers,
    words,
)
from midback.items.types.question import Item, Question, ShortQuestion


def faults_of_pairs(
    key: Mapping[str, str], info: ValidationInfo, of: str, what: str, *, once: bool
) -> list[Fault]:
    """What is wrong with a key that gives an option to each word of the field ``of``.

    ``what`` is what such a word is called; with ``once`` an option may be given once only.
    """
    known = words(info, of)
    faults = missing(key, known, what) + strangers(key, known, what)
    faults += strangers(key.values(), words(info, "options"), "option")
    given = list(key.values())
    if once:
        faults += [
            Fault(f"gives the option “{word}” twice.", "Each option is used at most once.")
            for word in dict.fromkeys(given)
            if given.count(word) > 1
        ]
    return faults


def too_few_options(
    options: Mapping[str, str], info: ValidationInfo, of: str, what: str
) -> list[Fault]:
    """A fault where options of single use are fewer than the words of the field ``of``.

    ``what`` is what such words are called.
    """
    given_to = words(info, of)
    if given_to is None or len(options) >= len(given_to):
        return []
    return [
        Fault(
            f"has {len(options)} options for {len(given_to)} {what}.",
            "Each option is used at most once, so write at least as many options.",
        )
    ]


class ExtendedMatchingQuestion(ShortQuestion):
    """One list of options serves several short stems; the common ``stem`` may be left out."""

    type: Literal["extended-matching"]
    options: Annotated[Texts, Field(min_length=3, max_length=20)]
    stems: Annotated[Texts, Field(min_length=2, max_length=12)]


class ExtendedMatching(ExtendedMatchingQuestion, Item):
    """``key`` names one option for every stem, and ``rationale`` says why."""

    question_class: ClassVar[type[Question]] = ExtendedMatchingQuestion

    key: Pairs
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _key_for_each(cls, key: Mapping[str, str], info: ValidationInfo) -> Any:
        refuse(faults_of_pairs(key, info, "stems", "stem", once=False))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "stems"), "stem")


class MatchingQuestion(ShortQuestion):
    """Each premise is to be matched with an option of its own."""

    type: Literal["matching"]
    premises: Annotated[Texts, Field(min_length=2, max_length=12)]
    options: Annotated[Texts, Field(min_length=2, max_length=20)]

    @field_validator("options")
    @classmethod
    def _enough(cls, options: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
        refuse(too_few_options(options, info, "premises", "premises"))
        return options


class Matching(MatchingQuestion, Item):
    """``key`` names an option for every premise, each at most once; ``rationale`` says why."""

    question_class: ClassVar[type[Question]] = MatchingQuestion

    key: Pairs
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _key_for_each(cls, key: Mapping[str, str], info: ValidationInfo) -> Any:
        refuse(faults_of_pairs(key, info, "premises", "premise", once=True))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "premises"), "premise")


class OrderingQuestion(ShortQuestion):
    """The entries are to be put in order."""

    type: Literal["ordering"]
    entries: Annotated[Texts, Field(min_length=3, max_length=10)]


class Ordering(OrderingQuestion, Item):
    """``key`` is every entry in its right place; ``rationale`` says why it stands there."""

    question_class: ClassVar[type[Question]] = OrderingQuestion

    key: tuple[Word, ...]
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _every_entry(cls, key: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        entries = words(info, "entries")
        lacking = [
            Fault(f"leaves out the entry “{word}”.", "Write every entry once.")
            for word in entries or ()
            if word not in key
        ]
        refuse(lacking + strangers(key, entries, "entry") + repeated(key))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "entries"), "entry")

    def public_fields(self) -> dict[str, Any]:
        """The public fields, with the entries in the order in which they are shown."""
        return {
            **super().public_fields(),
            "entries": {word: self.entries[word] for word in self.shown()},
        }

    def shown(self) -> tuple[str, ...]:
        """The entries in an order that follows from their words alone and is not the key's."""

        def scattered(word: str) -> str:
            return sha256(f"{self.id}:{word}".encode()).hexdigest()

        order = tuple(sorted(self.entries, key=scattered))
        return (*order[1:], order[0]) if order == self.key else order
