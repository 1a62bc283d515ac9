"""One pure function a type: from an item and an answer to a mark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType

from midback.items import (
    Case,
    ExtendedMatching,
    Hotspot,
    Item,
    Labelling,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ScriptConcordance,
    ShortText,
    SingleBestAnswer,
    Step,
    in_region,
    marker_at,
)
from midback.marking.mark import Mark, Status, Verdict, scored, unanswered, unreadable
from midback.marking.reading import UnreadableError, read_response
from midback.marking.wording import is_accepted


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
    return _picks(item.options, item.key, answer, harmful=item.harmful)


def _picks(
    options: Collection[str],
    key: Collection[str],
    answer: tuple[str, ...],
    *,
    neutral: Collection[str] = (),
    harmful: Collection[str] = (),
) -> Mark:
    right = [word for word in answer if word in key]
    wrong = [word for word in answer if word not in key and word not in neutral]
    verdicts = {
        word: (
            Verdict.RIGHT
            if word in right
            else Verdict.WRONG
            if word in wrong
            else Verdict.MISSED
            if word in key
            else Verdict.NEUTRAL
        )
        for word in options
    }
    reason = f"{len(right)} of {len(key)} right, {len(wrong)} wrong."
    if any(word in harmful for word in wrong):
        return scored(Fraction(0), f"{reason} A harmful choice makes the mark 0.", verdicts)
    share = max(Fraction(0), Fraction(len(right) - len(wrong), len(key)))
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
    return _pairs(item.key, answer)


def mark_matching(item: Matching, answer: Mapping[str, str]) -> Mark:
    """The share of premises matched with their key."""
    return _pairs(item.key, answer)


def mark_labelling(item: Labelling, answer: Mapping[str, str]) -> Mark:
    """The share of markers named right."""
    return _pairs(item.key, answer)


def _pairs(key: Mapping[str, str], answer: Mapping[str, str]) -> Mark:
    verdicts = {
        word: (
            Verdict.MISSED
            if word not in answer
            else Verdict.RIGHT
            if answer[word] == option
            else Verdict.WRONG
        )
        for word, option in key.items()
    }
    right = list(verdicts.values()).count(Verdict.RIGHT)
    return scored(Fraction(right, len(key)), f"{right} of {len(key)} matched.", verdicts)


def mark_ordering(item: Ordering, answer: tuple[str, ...]) -> Mark:
    """Kendall's tau: (pairs in the right order − pairs in the wrong one) / pairs, not below 0."""
    place = {word: number for number, word in enumerate(answer)}
    pairs = list(combinations(item.key, 2))
    right = sum(place[first] < place[second] for first, second in pairs)
    verdicts = {
        word: Verdict.RIGHT if answer[number] == word else Verdict.WRONG
        for number, word in enumerate(item.key)
    }
    share = max(Fraction(0), Fraction(2 * right - len(pairs), len(pairs)))
    return scored(share, f"{right} of {len(pairs)} pairs in the right order.", verdicts)


def mark_short_text(item: ShortText, answer: str) -> Mark:
    """1 for an accepted answer, small typing errors forgiven, else 0."""
    right = is_accepted(item, answer)
    return scored(Fraction(right), "Right." if right else "Not the answer that was asked for.")


def mark_hotspot(item: Hotspot, answer: tuple[float, float]) -> Mark:
    """1 for a point in the region that was asked for, else 0."""
    right = in_region(item, item.key, *answer)
    verdicts = dict.fromkeys(item.regions, Verdict.NEUTRAL)
    verdicts[item.key] = Verdict.RIGHT if right else Verdict.MISSED
    hit = item.key if right else marker_at(item, *answer)
    if hit is not None and not right:
        verdicts[hit] = Verdict.WRONG
    return scored(Fraction(right), "Right." if right else "Not the right place.", verdicts)


def mark_script_concordance(item: ScriptConcordance, answer: str) -> Mark:
    """The panel's votes for the answer / its votes for the most chosen one."""
    most = max(item.votes.values())
    share = Fraction(item.votes[answer], most)
    verdicts = {
        word: Verdict.MISSED if votes == most else Verdict.NEUTRAL
        for word, votes in item.votes.items()
    }
    verdicts[answer] = {0: Verdict.WRONG, 1: Verdict.RIGHT}.get(  # type: ignore[call-overload]
        share, Verdict.PARTLY
    )
    said = {
        0: "Nobody on the panel chose this.",
        1: "No answer had more votes from the panel.",
    }.get(  # type: ignore[call-overload]
        share, "Some of the panel chose this, and more chose another."
    )
    return scored(share, said, verdicts)


def mark_case(item: Case, answer: Mapping[str, tuple[str, ...]]) -> Mark:
    """The weighted mean of all steps; a fatal choice makes it 0.

    A step that was not committed counts as 0.
    """
    steps = {
        word: mark_step(step, answer[word]) if word in answer else unanswered()
        for word, step in item.steps.items()
    }
    weights = {word: Fraction(step.weight) for word, step in item.steps.items()}
    verdicts = {word: _AS_VERDICT[step.status] for word, step in steps.items()}
    fatal = next(
        (word for word, picks in answer.items() if set(picks) & set(item.steps[word].fatal)), ""
    )
    right = list(verdicts.values()).count(Verdict.RIGHT)
    reason = f"{right} of {len(steps)} steps fully right."
    if fatal:
        reason = f"{reason} A decision that must not be made makes the mark 0."
        return scored(Fraction(0), reason, verdicts, steps=steps, fatal=fatal)
    earned = sum((step.share * weights[word] for word, step in steps.items()), Fraction(0))
    share = earned / sum(weights.values())
    return scored(share, reason, verdicts, steps=steps)


_AS_VERDICT = MappingProxyType(
    {
        Status.RIGHT: Verdict.RIGHT,
        Status.PARTLY: Verdict.PARTLY,
        Status.WRONG: Verdict.WRONG,
        Status.UNANSWERED: Verdict.MISSED,
    }
)


def mark_step(step: Step, picks: tuple[str, ...]) -> Mark:
    """(right − wrong) / number of keys, not below 0; a harmful or fatal choice makes it 0."""
    return _picks(
        step.options,
        step.key,
        picks,
        neutral=step.neutral,
        harmful=(*step.harmful, *step.fatal),
    )


MARKERS: Mapping[str, Callable[..., Mark]] = MappingProxyType(
    {
        "single-best-answer": mark_single_best_answer,
        "multiple-response": mark_multiple_response,
        "numeric": mark_numeric,
        "short-text": mark_short_text,
        "extended-matching": mark_extended_matching,
        "matching": mark_matching,
        "ordering": mark_ordering,
        "hotspot": mark_hotspot,
        "labelling": mark_labelling,
        "script-concordance": mark_script_concordance,
        "case": mark_case,
    }
)


def model_answer(item: Item) -> object:
    """The response that the key itself would be, as the card would record it.

    Raises:
        PlateError: the plate of a hotspot cannot be drawn.
    """
    match item:
        case SingleBestAnswer():
            return item.key
        case MultipleResponse():
            return [word for word in item.options if word in item.key]
        case Numeric():
            return f"{item.key:f}"
        case ExtendedMatching() | Matching() | Labelling():
            return dict(item.key)
        case Ordering():
            return list(item.key)
        case ShortText():
            return item.key[0]
        case Hotspot():
            x, y = item.markers[item.key]
            return {"x": x, "y": y}
        case ScriptConcordance():
            return max(item.votes, key=lambda word: item.votes[word])
        case Case():
            return {
                "steps": {
                    word: [option for option in step.options if option in step.key]
                    for word, step in item.steps.items()
                }
            }
    raise TypeError(f"no model answer is known for an item of type {item.type}")
