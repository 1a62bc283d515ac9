"""What a card shows after “Check”: from a mark to words.

A wrong try tells what was wrong and why, and leaves the rest to be found.
Once the answer is right, or is shown, every option has its verdict and its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from midback.items import (
    ILLUSTRATIVE,
    SCALES,
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
    find_references,
    in_region,
    read_references,
    region_terms,
)
from midback.marking import Mark, Status, Verdict, mark, refusal
from midback.markup import block, inline
from midback.quiz.case_feedback import case_rows, case_steps, happened
from midback.quiz.drawing import name_of

TRIES = 2
"""After so many tries that were not right the answer may be shown."""

Row = dict[str, str]

HEADLINES = {
    Status.RIGHT: "Right.",
    Status.PARTLY: "Partly right.",
    Status.WRONG: "Not right.",
    Status.UNANSWERED: "Not answered yet.",
    Status.UNREADABLE: "This answer cannot be read.",
}

OPTION_LABELS = {
    Verdict.RIGHT: "Your choice, right",
    Verdict.WRONG: "Your choice, not right",
    Verdict.MISSED: "Right, not chosen",
    Verdict.NEUTRAL: "Not chosen",
}

PAIR_LABELS = {
    Verdict.RIGHT: "Matched",
    Verdict.WRONG: "Not matched",
    Verdict.MISSED: "Not answered",
    Verdict.NEUTRAL: "",
}

NO_PANEL = "These votes are illustrative: no panel has judged this question yet."


def feedback(
    item: Item, response: object, folder: Path, *, shown: bool = False, tries: int = 1
) -> dict[str, Any]:
    """The feedback on a response to a practice item, as the card's ``feedback`` trait holds it.

    ``shown`` tells the whole answer; ``tries`` counts how often the item was checked.
    """
    result = mark(item, response)
    complete = shown or result.status is Status.RIGHT or isinstance(item, ScriptConcordance | Case)
    return {
        "status": result.status.value,
        "headline": inline(_headline_of(item, response, result)),
        "rows": rows(item, response, result, complete),
        "steps": case_steps(item, response) if isinstance(item, Case) else [],
        "answer": inline(_answer(item, result)) if complete else "",
        "explanation": block(_explanation(item)) if complete else "",
        "sources": sources(item, folder),
        "shown": shown,
        "offer": not complete and tries >= TRIES,
    }


def headline(result: Mark) -> str:
    """The mark in a sentence or two; a reason that is a sentence of its own stands alone."""
    if result.status in (Status.RIGHT, Status.WRONG) and not result.reason[0].isdigit():
        return result.reason
    return f"{HEADLINES[result.status]} {result.reason}"


def _headline_of(item: Item, response: object, result: Mark) -> str:
    if isinstance(item, Case) and (end := happened(item, response)):
        return f"The case ends here. {end}"
    if isinstance(item, ShortText) and isinstance(response, str):
        return f"{headline(result)} {refusal(item, response)}".strip()
    return headline(result)


def rows(item: Item, response: object, result: Mark, complete: bool) -> list[Row]:
    """A row for each option, stem, entry or marker: its word, its verdict, the verdict in words,
    the reason, and its name where the card shows none."""
    told = ROWS.get(type(item))
    if result.status in (Status.UNANSWERED, Status.UNREADABLE):
        return []
    return told(item, response, result, complete) if told else []


def _option_rows(
    item: SingleBestAnswer | MultipleResponse, response: object, result: Mark, complete: bool
) -> list[Row]:
    harmful = item.harmful if isinstance(item, MultipleResponse) else ()
    found = []
    for word, verdict in result.verdicts.items():
        if not complete and verdict not in (Verdict.RIGHT, Verdict.WRONG):
            continue
        label = OPTION_LABELS[verdict]
        if verdict is Verdict.WRONG and word in harmful:
            label = "Your choice, harmful"
        found.append(_row(word, verdict, label, item.rationale[word]))
    return found


def _pair_rows(
    item: ExtendedMatching | Matching | Labelling, response: object, result: Mark, complete: bool
) -> list[Row]:
    found = []
    for word, verdict in result.verdicts.items():
        label = PAIR_LABELS[verdict]
        if complete and verdict is not Verdict.RIGHT:
            label = f"{label}. Best answer: {item.options[item.key[word]]}"
        # The reason for a pair names its answer.
        tells = complete or verdict is Verdict.RIGHT
        found.append(_row(word, verdict, label, item.rationale[word] if tells else ""))
    return found


def _order_rows(item: Ordering, response: object, result: Mark, complete: bool) -> list[Row]:
    if not complete or not isinstance(response, list):
        return []
    found = []
    for place, word in enumerate(item.key):
        right = response.index(word) == place
        label = f"Place {place + 1}" if right else f"Belongs in place {place + 1}"
        verdict = Verdict.RIGHT if right else Verdict.WRONG
        found.append(_row(word, verdict, label, item.rationale[word]))
    return found


def _hotspot_rows(item: Hotspot, response: object, result: Mark, complete: bool) -> list[Row]:
    terms = region_terms(item)
    chosen = _marker_at(item, response)
    found = []
    for place, word in enumerate(item.regions):
        verdict = Verdict.NEUTRAL
        if word == item.key:
            verdict = Verdict.RIGHT if result.status is Status.RIGHT else Verdict.MISSED
        elif word == chosen:
            verdict = Verdict.WRONG
        if complete or verdict is Verdict.WRONG:
            row = _row(word, verdict, OPTION_LABELS[verdict], item.rationale[word])
            found.append({**row, "name": inline(f"{name_of(place)}: {terms[word]}")})
    return found


def _marker_at(item: Hotspot, response: object) -> str | None:
    """The marker that a point stands for: the one it lies on, else one whose region holds it."""
    if not isinstance(response, dict):
        return None
    x, y = response.get("x"), response.get("y")
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    for word, point in item.markers.items():
        if point == (x, y):
            return word
    return next((word for word in item.regions if in_region(item, word, x, y)), None)


def _vote_rows(
    item: ScriptConcordance, response: object, result: Mark, complete: bool
) -> list[Row]:
    most, total = max(item.votes.values()), sum(item.votes.values())
    found = []
    for word in SCALES[item.scale]:
        votes = item.votes[word]
        if word == response:
            verdict = "right" if votes == most else "partly" if votes else "wrong"
        else:
            verdict = "missed" if votes == most else "neutral"
        label = f"{votes} of {total} votes"
        found.append({"word": word, "verdict": verdict, "label": label, "text": ""})
    return found


ROWS: Mapping[type[Item], Callable[..., list[Row]]] = {
    SingleBestAnswer: _option_rows,
    MultipleResponse: _option_rows,
    ExtendedMatching: _pair_rows,
    Matching: _pair_rows,
    Labelling: _pair_rows,
    Ordering: _order_rows,
    Hotspot: _hotspot_rows,
    ScriptConcordance: _vote_rows,
    Case: lambda item, response, *_: case_rows(item, response),
}


def _row(word: str, verdict: Verdict, label: str, text: str) -> Row:
    return {"word": word, "verdict": verdict.value, "label": inline(label), "text": block(text)}


def sources(item: Item, folder: Path) -> list[dict[str, str]]:
    """The item's sources as labels and addresses; a key stands for itself where the
    reference list is not at hand."""
    path = find_references(folder)
    references = read_references(path) if path else {}
    return [
        {"label": f"{references[key].label}. {references[key].title}", "url": references[key].url}
        if key in references
        else {"label": key, "url": ""}
        for key in item.sources
    ]


def _answer(item: Item, result: Mark) -> str:
    if result.status is Status.RIGHT:
        return ""
    match item:
        case Numeric():
            return f"{item.key:f} {item.unit}"
        case ShortText():
            return item.key[0]
    return ""


def _explanation(item: Item) -> str:
    match item:
        case Numeric() | ShortText():
            return item.rationale
        case ScriptConcordance():
            note = f"\n\n{NO_PANEL}" if item.panel.casefold() == ILLUSTRATIVE else ""
            return item.rationale + note
        case Case():
            return f"**What a careful clinician would have done**\n\n{item.debrief}"
    return ""
