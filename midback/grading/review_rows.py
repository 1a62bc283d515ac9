"""What a review card says about each part of an item, one function a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from midback.items import (
    SCALES,
    Case,
    ExtendedMatching,
    Hotspot,
    Item,
    Labelling,
    Matching,
    MultipleResponse,
    Ordering,
    PlateError,
    ScriptConcordance,
    SingleBestAnswer,
    Step,
    region_terms,
    secret_prose,
)
from midback.marking import Mark, Status, Verdict
from midback.markup import either, inline

LABELS = MappingProxyType(
    {
        Verdict.RIGHT: "✓ chosen, right",
        Verdict.PARTLY: "◐ chosen, partly right",
        Verdict.WRONG: "✗ chosen, not right",
        Verdict.MISSED: "○ right, not chosen",
        Verdict.NEUTRAL: "",
    }
)


@dataclass(frozen=True)
class Row:
    """One line of the card: a part of the item, what became of it and why."""

    text: Markup
    verdict: str
    label: Markup
    reason: Markup
    revealed: Markup = field(default_factory=Markup)


@dataclass(frozen=True)
class Section:
    """Lines that belong together: the whole of most items, or one step of a case.

    ``revealed`` in a row is what a choice showed; ``given`` says what was chosen in the section.
    """

    rows: Sequence[Row]
    heading: Markup = field(default_factory=Markup)
    situation: Markup = field(default_factory=Markup)
    given: Markup = field(default_factory=Markup)
    summary: str = ""


def words(text: str) -> Markup:
    """An author's text as safe HTML."""
    return Markup(either(text))


def line(text: str) -> Markup:
    """An author's text as safe HTML that fits into a line."""
    return Markup(inline(text))


def sections(item: Item, response: object, mark: Mark) -> list[Section]:
    """The parts of an item, with what became of each."""
    make = _SECTIONS.get(item.type)
    return make(item, response, mark, secret_prose(item)) if make else []


def _choices(
    item: SingleBestAnswer | MultipleResponse, _: object, mark: Mark, prose: Mapping[str, str]
) -> list[Section]:
    keys = (item.key,) if isinstance(item, SingleBestAnswer) else item.key
    return [
        Section(
            [
                _option(text, _verdict(mark, word, keys), prose[f"rationale.{word}"])
                for word, text in item.options.items()
            ]
        )
    ]


def _verdict(mark: Mark, word: str, keys: Sequence[str]) -> Verdict:
    """A part's verdict, also where nothing was answered."""
    if mark.verdicts:
        return mark.verdicts[word]
    return Verdict.MISSED if word in keys else Verdict.NEUTRAL


def _option(text: str, verdict: Verdict, reason: str, label: str | None = None) -> Row:
    shown = LABELS[verdict] if label is None else label
    return Row(words(text), verdict.value, Markup(inline(shown)), words(reason))


def _pairs(
    parts: Mapping[str, Markup],
    item: ExtendedMatching | Matching | Labelling,
    response: object,
    mark: Mark,
    prose: Mapping[str, str],
) -> list[Section]:
    given = response if isinstance(response, dict) else {}
    rows = []
    for word, text in parts.items():
        verdict = mark.verdicts.get(word, Verdict.MISSED)
        best = line(item.options[item.key[word]])
        chosen = given.get(word)
        if verdict is Verdict.RIGHT:
            label = Markup("✓ {}").format(best)
        elif verdict is Verdict.WRONG and isinstance(chosen, str) and chosen in item.options:
            label = Markup("✗ {}; best answer: {}").format(line(item.options[chosen]), best)
        else:
            label = Markup("○ not answered; best answer: {}").format(best)
        rows.append(Row(text, verdict.value, label, words(prose[f"rationale.{word}"])))
    return [Section(rows)]


def _extended(item: ExtendedMatching, *rest: Any) -> list[Section]:
    return _pairs({word: words(text) for word, text in item.stems.items()}, item, *rest)


def _matching(item: Matching, *rest: Any) -> list[Section]:
    return _pairs({word: words(text) for word, text in item.premises.items()}, item, *rest)


def _labelling(item: Labelling, *rest: Any) -> list[Section]:
    return _pairs(numbered(item.regions), item, *rest)


def numbered(markers: Mapping[str, object]) -> dict[str, Markup]:
    """What markers are called: by number, in the order in which they are written."""
    return {word: Markup(f"Marker {number}") for number, word in enumerate(markers, start=1)}


def _hotspot(item: Hotspot, _: object, mark: Mark, prose: Mapping[str, str]) -> list[Section]:
    try:
        terms = region_terms(item)
    except PlateError:
        terms = {}
    rows = []
    for word, name in numbered(item.regions).items():
        verdict = _verdict(mark, word, (item.key,))
        text = Markup("{}: {}").format(name, terms[word]) if word in terms else name
        reason = words(prose[f"rationale.{word}"])
        rows.append(Row(text, verdict.value, Markup(LABELS[verdict]), reason))
    return [Section(rows)]


def _ordering(
    item: Ordering, response: object, mark: Mark, prose: Mapping[str, str]
) -> list[Section]:
    given = response if isinstance(response, list) and mark.verdicts else []
    rows = []
    for place, word in enumerate(item.key, start=1):
        verdict = mark.verdicts.get(word, Verdict.MISSED)
        if verdict is Verdict.RIGHT:
            label = f"✓ place {place}"
        elif verdict is Verdict.WRONG and word in given:
            label = f"✗ was put in place {given.index(word) + 1}, belongs in place {place}"
        else:
            label = f"○ belongs in place {place}"
        rows.append(_option(item.entries[word], verdict, prose[f"rationale.{word}"], label))
    return [Section(rows)]


def _script(
    item: ScriptConcordance, _: object, mark: Mark, prose: Mapping[str, str]
) -> list[Section]:
    most = max(item.votes.values())
    keys = [word for word, votes in item.votes.items() if votes == most]
    total = sum(item.votes.values())
    rows = []
    for word, text in SCALES[item.scale].items():
        verdict = _verdict(mark, word, keys)
        label = f"{item.votes[word]} of {total} on the panel. {LABELS[verdict]}".strip()
        rows.append(Row(words(text), verdict.value, Markup(label), Markup()))
    return [Section(rows)]


def _case(item: Case, response: object, mark: Mark, prose: Mapping[str, str]) -> list[Section]:
    committed = response.get("steps") if isinstance(response, dict) else None
    made = []
    for number, (word, step) in enumerate(item.steps.items(), start=1):
        result = mark.steps.get(word)
        picks = committed.get(word) if isinstance(committed, dict) and result else None
        made.append(
            Section(
                rows=[_step_option(step, word, option, result, prose) for option in step.options],
                heading=Markup("Step {}. {}").format(number, line(step.prompt)),
                situation=words(step.situation or ""),
                given=_picked(step, picks),
                summary=_summary(result),
            )
        )
    return made


def _picked(step: Step, picks: object) -> Markup:
    if not isinstance(picks, list):
        return Markup("not reached")
    return Markup("; ").join(line(step.options[pick]) for pick in picks) or Markup("nothing")


def _summary(result: Mark | None) -> str:
    if result is None or result.status is Status.UNANSWERED:
        return "Not reached."
    return result.reason


def _step_option(
    step: Step, word: str, option: str, result: Mark | None, prose: Mapping[str, str]
) -> Row:
    verdict = Verdict.MISSED if option in step.key else Verdict.NEUTRAL
    if result is not None and result.verdicts:
        verdict = result.verdicts[option]
    label = LABELS[verdict]
    reasons = [prose[f"steps.{word}.rationale.{option}"]]
    if option in step.fatal:
        label = (
            "✗ chosen, and must never be" if verdict is Verdict.WRONG else "must never be chosen"
        )
        reasons.append(f"**What happened:** {prose[f'steps.{word}.fatal.{option}']}")
    elif option in step.harmful:
        label = "✗ chosen, and harmful" if verdict is Verdict.WRONG else "harmful"
    elif option in step.neutral:
        label = "neither right nor wrong"
    if option in step.cost:
        reasons.append(f"**The cost:** {prose[f'steps.{word}.cost.{option}']}")
    chosen = verdict in (Verdict.RIGHT, Verdict.WRONG)
    return Row(
        text=words(step.options[option]),
        verdict=verdict.value,
        label=Markup(label),
        reason=Markup("<br>").join(words(reason) for reason in reasons),
        revealed=words(step.results[option]) if chosen and option in step.results else Markup(),
    )


_SECTIONS: Mapping[str, Callable[..., list[Section]]] = MappingProxyType(
    {
        "single-best-answer": _choices,
        "multiple-response": _choices,
        "extended-matching": _extended,
        "matching": _matching,
        "ordering": _ordering,
        "hotspot": _hotspot,
        "labelling": _labelling,
        "script-concordance": _script,
        "case": _case,
    }
)
