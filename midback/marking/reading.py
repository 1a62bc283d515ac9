"""Responses as they were recorded: data of any shape, made into answers or refused.

Each reader returns the answer, ``None`` where none was given, or raises ``UnreadableError``.
Readers need the public half of an item only, so the card uses them before it saves and the
grader uses the very same before it marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from midback.items import (
    ExtendedMatchingQuestion,
    MultipleResponseQuestion,
    NumericQuestion,
    Question,
    SingleBestAnswerQuestion,
)
from midback.marking.numbers import without_unit, written_number


class UnreadableError(ValueError):
    """A response that is not an answer to its question; the message says why in a sentence."""


def read_response(question: Question, response: object) -> object | None:
    """The answer in a recorded response, or None where nothing was answered.

    Raises:
        UnreadableError: the response is not an answer to this question.
    """
    return READERS[question.type](question, response)


def read_choice(question: SingleBestAnswerQuestion, response: object) -> str | None:
    """One option's word."""
    if response is None or response == "":
        return None
    if not isinstance(response, str):
        raise UnreadableError(
            f"One option was expected, and the record holds {described(response)}."
        )
    return _option(question.options, response)


def read_choices(question: MultipleResponseQuestion, response: object) -> tuple[str, ...] | None:
    """The words of the options picked, in the order of the question."""
    if response is None or response == []:
        return None
    if not isinstance(response, list):
        raise UnreadableError(
            f"A list of options was expected, and the record holds {described(response)}."
        )
    picks = []
    for pick in response[: len(question.options) + 1]:
        if not isinstance(pick, str):
            raise UnreadableError(
                f"An option was expected, and the record holds {described(pick)}."
            )
        picks.append(_option(question.options, pick))
    if len(set(picks)) != len(picks) or len(response) > len(question.options):
        raise UnreadableError("An option is recorded twice.")
    if question.choose is not None and len(picks) > question.choose:
        raise UnreadableError(
            f"{len(picks)} options were chosen, and {question.choose} are allowed."
        )
    return tuple(word for word in question.options if word in picks)


def read_number(question: NumericQuestion, response: object) -> Decimal | None:
    """The number written, without its unit."""
    if response is None:
        return None
    if isinstance(response, bool) or not isinstance(response, str | int | float):
        raise UnreadableError(f"A number was expected, and the record holds {described(response)}.")
    if isinstance(response, str) and not response.strip():
        return None
    # A whole number of many thousand digits is not worth turning into text.
    if isinstance(response, int) and response.bit_length() > 64:
        raise UnreadableError("A number was expected, and the record holds a far too long one.")
    bare = without_unit(response, question.unit) if isinstance(response, str) else str(response)
    number = written_number(bare)
    if number is None:
        raise UnreadableError(
            f"Write one number, for example 12.5, not “{shortened(str(response))}”."
        )
    return number


def read_matches(question: ExtendedMatchingQuestion, response: object) -> Mapping[str, str] | None:
    """The option chosen for each stem that was answered."""
    if response is None or response == {}:
        return None
    if not isinstance(response, dict):
        raise UnreadableError(
            f"An option for each line was expected, and the record holds {described(response)}."
        )
    matches = {}
    for stem, option in response.items():
        if stem not in question.stems:
            raise UnreadableError(f"The record holds an unknown line, “{shortened(str(stem))}”.")
        if option is None or option == "":
            continue
        if not isinstance(option, str):
            raise UnreadableError(
                f"An option was expected, and the record holds {described(option)}."
            )
        matches[stem] = _option(question.options, option)
    return MappingProxyType(matches) if matches else None


READERS: Mapping[str, Callable[..., object | None]] = MappingProxyType(
    {
        "single-best-answer": read_choice,
        "multiple-response": read_choices,
        "numeric": read_number,
        "extended-matching": read_matches,
    }
)


def _option(options: Mapping[str, str], word: str) -> str:
    if word not in options:
        raise UnreadableError(f"The record holds an unknown option, “{shortened(word)}”.")
    return word


def described(value: object) -> str:
    """What kind of thing a recorded value is, in plain words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return f"the text “{shortened(value)}”"
    return "a list" if isinstance(value, list) else "a group of values"


def shortened(text: str, most: int = 40) -> str:
    """The text, cut where it would fill the sentence, and with nothing unprintable in it."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return plain if len(plain) <= most else plain[:most] + "…"
