"""One pure function a type: from an item and an answer to a mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from midback.items import ExtendedMatching, Item, MultipleResponse, Numeric, SingleBestAnswer
from midback.marking.mark import Mark, Verdict, scored, unanswered, unreadable
from midback.marking.reading import UnreadableError, read_response


def mark(item: Item, response: object) -> Mark:
    """The mark of a recorded response, whatever was recorded.

    Nothing a response can hold raises: what is not an answer is 0 with a reason, and what was
    not answered is 0 and ``unanswered``.
    """
    try:
        answer = read_response(item, response)
    except UnreadableError as error:
        return unreadable(str(error))
    return unanswered() if answer is None else MARKERS[item.type](item, answer)


def mark_single_best_answer(item: SingleBestAnswer, answer: str) -> Mark:
    """1 for the key, else 0."""
    right = answer == item.key
    verdicts = dict.fromkeys(item.options, Verdict.NEUTRAL)
    verdicts[item.key] = Verdict.MISSED
    verdicts[answer] = Verdict.RIGHT if right else Verdict.WRONG
    return scored(Fraction(right), "Right." if right else "Not the best answer.", verdicts)


def mark_multiple_response(item: MultipleResponse, answer: tuple[str, ...]) -> Mark:
    """(right picks − wrong picks) / number of keys, not below 0; a harmful pick makes it 0."""
    right = [word for word in answer if word in item.key]
    wrong = [word for word in answer if word not in item.key]
    verdicts = {
        word: (
            Verdict.RIGHT
            if word in right
            else Verdict.WRONG
            if word in wrong
            else Verdict.MISSED
            if word in item.key
            else Verdict.NEUTRAL
        )
        for word in item.options
    }
    reason = f"{len(right)} of {len(item.key)} right, {len(wrong)} wrong."
    if any(word in item.harmful for word in wrong):
        return scored(Fraction(0), f"{reason} A harmful choice makes the mark 0.", verdicts)
    share = max(Fraction(0), Fraction(len(right) - len(wrong), len(item.key)))
    return scored(share, reason, verdicts)


def mark_numeric(item: Numeric, answer: Decimal) -> Mark:
    """1 within the tolerance of the key, else 0."""
    if item.tolerance.percent is not None:
        margin = abs(Fraction(item.key)) * Fraction(item.tolerance.percent) / 100
    else:
        margin = Fraction(item.tolerance.absolute or 0)
    right = abs(Fraction(answer) - Fraction(item.key)) <= margin
    return scored(Fraction(right), "Right." if right else "Not the number that was asked for.")


def mark_extended_matching(item: ExtendedMatching, answer: Mapping[str, str]) -> Mark:
    """The share of stems matched with their key."""
    verdicts = {
        stem: (
            Verdict.MISSED
            if stem not in answer
            else Verdict.RIGHT
            if answer[stem] == key
            else Verdict.WRONG
        )
        for stem, key in item.key.items()
    }
    right = list(verdicts.values()).count(Verdict.RIGHT)
    return scored(Fraction(right, len(item.key)), f"{right} of {len(item.key)} matched.", verdicts)


MARKERS: Mapping[str, Callable[..., Mark]] = MappingProxyType(
    {
        "single-best-answer": mark_single_best_answer,
        "multiple-response": mark_multiple_response,
        "numeric": mark_numeric,
        "extended-matching": mark_extended_matching,
    }
)


def model_answer(item: Item) -> object:
    """The response that the key itself would be, as the card would record it."""
    match item:
        case SingleBestAnswer():
            return item.key
        case MultipleResponse():
            return [word for word in item.options if word in item.key]
        case Numeric():
            return f"{item.key:f}"
        case ExtendedMatching():
            return dict(item.key)
    raise TypeError(f"no model answer is known for an item of type {item.type}")
