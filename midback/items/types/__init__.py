"""The types of question: what each holds, in public and in the author's copy.

Every type is two classes.
The *question* is the public half: what a trainee may see.
The *item* is the question with its key, its rationale and its sources.
The public half is made from the question's fields alone, so a field that is added to an item
stays secret until somebody moves it to the question on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from midback.items.types.cases import Case, CaseQuestion, Step, StepQuestion
from midback.items.types.choosing import (
    ILLUSTRATIVE,
    SCALES,
    MultipleResponse,
    MultipleResponseQuestion,
    ScriptConcordance,
    ScriptConcordanceQuestion,
    SingleBestAnswer,
    SingleBestAnswerQuestion,
)
from midback.items.types.fields import Figure, Tolerance
from midback.items.types.matching import (
    ExtendedMatching,
    ExtendedMatchingQuestion,
    Matching,
    MatchingQuestion,
    Ordering,
    OrderingQuestion,
)
from midback.items.types.pointing import (
    Hotspot,
    HotspotQuestion,
    Labelling,
    LabellingQuestion,
    OnPlate,
    PlateQuestion,
)
from midback.items.types.question import Item, Question
from midback.items.types.writing import (
    MOST_LETTERS,
    Numeric,
    NumericQuestion,
    ShortText,
    ShortTextQuestion,
)

__all__ = [
    "ILLUSTRATIVE",
    "ITEM_CLASSES",
    "MOST_LETTERS",
    "SCALES",
    "AnyItem",
    "Case",
    "CaseQuestion",
    "ExtendedMatching",
    "ExtendedMatchingQuestion",
    "Figure",
    "Hotspot",
    "HotspotQuestion",
    "Item",
    "Labelling",
    "LabellingQuestion",
    "Matching",
    "MatchingQuestion",
    "MultipleResponse",
    "MultipleResponseQuestion",
    "Numeric",
    "NumericQuestion",
    "OnPlate",
    "Ordering",
    "OrderingQuestion",
    "PlateQuestion",
    "Question",
    "ScriptConcordance",
    "ScriptConcordanceQuestion",
    "ShortText",
    "ShortTextQuestion",
    "SingleBestAnswer",
    "SingleBestAnswerQuestion",
    "Step",
    "StepQuestion",
    "Tolerance",
    "fields_at",
]

ITEM_CLASSES: Mapping[str, type[Item]] = MappingProxyType(
    {
        "single-best-answer": SingleBestAnswer,
        "multiple-response": MultipleResponse,
        "numeric": Numeric,
        "short-text": ShortText,
        "extended-matching": ExtendedMatching,
        "matching": Matching,
        "ordering": Ordering,
        "hotspot": Hotspot,
        "labelling": Labelling,
        "script-concordance": ScriptConcordance,
        "case": Case,
    }
)
"""The types of item by name: reading, the schema and the documentation go through this table."""


def fields_at(kind: type[Question], location: Sequence[str]) -> tuple[str, Sequence[str]]:
    """What holds a place in an item of this class (“item”, “step”, “figure”), and its fields."""
    field = location[0] if location else ""
    inside = kind.nested.get(field)
    if inside is None or len(location) < (3 if field == "steps" else 2):
        return "item", list(kind.model_fields)
    return field.removesuffix("s"), list(inside.model_fields)


AnyItem = Annotated[
    SingleBestAnswer
    | MultipleResponse
    | Numeric
    | ShortText
    | ExtendedMatching
    | Matching
    | Ordering
    | Hotspot
    | Labelling
    | ScriptConcordance
    | Case,
    Field(discriminator="type"),
]
