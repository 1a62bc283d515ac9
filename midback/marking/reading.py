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
    MOST_LETTERS,
    CaseQuestion,
    ExtendedMatchingQuestion,
    Hotspot,
    HotspotQuestion,
    Labelling,
    LabellingQuestion,
    MatchingQuestion,
    MultipleResponseQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    ScriptConcordanceQuestion,
    ShortTextQuestion,
    SingleBestAnswerQuestion,
    folded,
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


def read_choice(
    question: SingleBestAnswerQuestion | ScriptConcordanceQuestion, response: object
) -> str | None:
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
    return _picks(question.options, question.choose, response)


def _picks(options: Mapping[str, str], choose: int | None, response: object) -> tuple[str, ...]:
    if not isinstance(response, list):
        raise UnreadableError(
            f"A list of options was expected, and the record holds {described(response)}."
        )
    picks = []
    for pick in response[: len(options) + 1]:
        if not isinstance(pick, str):
            raise UnreadableError(
                f"An option was expected, and the record holds {described(pick)}."
            )
        picks.append(_option(options, pick))
    if len(set(picks)) != len(picks) or len(response) > len(options):
        raise UnreadableError("An option is recorded twice.")
    if choose is not None and len(picks) > choose:
        raise UnreadableError(f"{len(picks)} options were chosen, and {choose} are allowed.")
    return tuple(word for word in options if word in picks)


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


def read_words(_question: ShortTextQuestion, response: object) -> str | None:
    """The words written, without space around them."""
    if response is None or response == "":
        return None
    if not isinstance(response, str):
        raise UnreadableError(
            f"A few words were expected, and the record holds {described(response)}."
        )
    if len(response) > MOST_LETTERS:
        raise UnreadableError(f"The answer is longer than {MOST_LETTERS} letters.")
    if not response.strip():
        return None
    if not folded(response):
        raise UnreadableError(f"Write a few words, not “{shortened(response)}”.")
    return response.strip()


def read_matches(question: ExtendedMatchingQuestion, response: object) -> Mapping[str, str] | None:
    """The option chosen for each stem that was answered."""
    return _pairs(question.stems, question.options, response)


def read_pairs(question: MatchingQuestion, response: object) -> Mapping[str, str] | None:
    """The option chosen for each premise that was answered, none of them twice."""
    return _each_once(_pairs(question.premises, question.options, response))


def read_labels(
    question: LabellingQuestion | Labelling, response: object
) -> Mapping[str, str] | None:
    """The option chosen for each marker that was answered, none of them twice."""
    markers = question.regions if isinstance(question, Labelling) else question.markers
    return _each_once(_pairs(markers, question.options, response))


def _pairs(
    known: Mapping[str, object], options: Mapping[str, str], response: object
) -> Mapping[str, str] | None:
    if response is None or response == {}:
        return None
    if not isinstance(response, dict):
        raise UnreadableError(
            f"An option for each line was expected, and the record holds {described(response)}."
        )
    matches = {}
    for line, option in response.items():
        if line not in known:
            raise UnreadableError(f"The record holds an unknown line, “{shortened(str(line))}”.")
        if option is None or option == "":
            continue
        if not isinstance(option, str):
            raise UnreadableError(
                f"An option was expected, and the record holds {described(option)}."
            )
        matches[line] = _option(options, option)
    return MappingProxyType(matches) if matches else None


def _each_once(matches: Mapping[str, str] | None) -> Mapping[str, str] | None:
    if matches is not None and len(set(matches.values())) != len(matches):
        raise UnreadableError("An option is used twice, and each can be used once.")
    return matches


def read_order(question: OrderingQuestion, response: object) -> tuple[str, ...] | None:
    """Every entry, in the order given."""
    if response is None or response == []:
        return None
    order = _picks(question.entries, None, response)
    if len(order) < len(question.entries):
        raise UnreadableError(
            f"{len(order)} of {len(question.entries)} entries are in order; all are needed."
        )
    assert isinstance(response, list)
    return tuple(response)


def read_point(
    _question: HotspotQuestion | Hotspot, response: object
) -> tuple[float, float] | None:
    """The point chosen, in the plate's own coordinates from 0 to 1."""
    if response is None or response == {}:
        return None
    if not isinstance(response, dict) or set(response) != {"x", "y"}:
        raise UnreadableError(
            f"A point of the picture was expected, and the record holds {described(response)}."
        )
    point = []
    for name in ("x", "y"):
        value = response[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UnreadableError("The record holds a point that does not lie on the picture.")
        point.append(float(value))
    return point[0], point[1]


def read_steps(question: CaseQuestion, response: object) -> Mapping[str, tuple[str, ...]] | None:
    """The choices of each step that was committed, in the order of the case."""
    if response is None or response == {}:
        return None
    committed = response.get("steps") if isinstance(response, dict) else None
    if not isinstance(response, dict) or set(response) != {"steps"} or committed is None:
        raise UnreadableError(
            f"The steps of a case were expected, and the record holds {described(response)}."
        )
    if not isinstance(committed, dict):
        raise UnreadableError(
            f"The steps of a case were expected, and the record holds {described(committed)}."
        )
    for word in committed:
        if word not in question.steps:
            raise UnreadableError(f"The record holds an unknown step, “{shortened(str(word))}”.")
    walked = list(question.steps)[: len(committed)]
    if set(walked) != set(committed):
        raise UnreadableError("The record leaves out a step that comes before another.")
    picks = {}
    for word in walked:
        step = question.steps[word]
        picks[word] = _picks(step.options, step.choose, committed[word])
    return MappingProxyType(picks) if picks else None


READERS: Mapping[str, Callable[..., object | None]] = MappingProxyType(
    {
        "single-best-answer": read_choice,
        "multiple-response": read_choices,
        "numeric": read_number,
        "short-text": read_words,
        "extended-matching": read_matches,
        "matching": read_pairs,
        "ordering": read_order,
        "hotspot": read_point,
        "labelling": read_labels,
        "script-concordance": read_choice,
        "case": read_steps,
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
