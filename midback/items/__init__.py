"""What a question is: its types, its file, its public half."""

from midback.items.asking import AUTHOR_FILE, PUBLIC_FILE, asked_item, asked_items, asks
from midback.items.problems import Fault, ItemFileError, Problem
from midback.items.reading import public_yaml, read_items, read_questions
from midback.items.references import (
    Reference,
    ReferencesError,
    find_references,
    read_references,
)
from midback.items.types import (
    ITEM_CLASSES,
    ExtendedMatching,
    ExtendedMatchingQuestion,
    Item,
    MultipleResponse,
    MultipleResponseQuestion,
    Numeric,
    NumericQuestion,
    Question,
    SingleBestAnswer,
    SingleBestAnswerQuestion,
    Tolerance,
)

__all__ = [
    "AUTHOR_FILE",
    "ITEM_CLASSES",
    "PUBLIC_FILE",
    "ExtendedMatching",
    "ExtendedMatchingQuestion",
    "Fault",
    "Item",
    "ItemFileError",
    "MultipleResponse",
    "MultipleResponseQuestion",
    "Numeric",
    "NumericQuestion",
    "Problem",
    "Question",
    "Reference",
    "ReferencesError",
    "SingleBestAnswer",
    "SingleBestAnswerQuestion",
    "Tolerance",
    "asked_item",
    "asked_items",
    "asks",
    "find_references",
    "public_yaml",
    "read_items",
    "read_questions",
    "read_references",
]
