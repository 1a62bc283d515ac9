"""What a card shows after “Check”: from a mark to words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from midback.items import (
    ExtendedMatching,
    Item,
    Numeric,
    find_references,
    read_references,
)
from midback.marking import Mark, Status, Verdict, mark

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

STEM_LABELS = {
    Verdict.RIGHT: "Matched",
    Verdict.WRONG: "Not matched",
    Verdict.MISSED: "Not answered",
    Verdict.NEUTRAL: "",
}


def feedback(item: Item, response: object, folder: Path) -> dict[str, Any]:
    """The feedback on a response to a practice item, as the card's ``feedback`` trait holds it."""
    result = mark(item, response)
    return {
        "status": result.status.value,
        "headline": headline(result),
        "rows": rows(item, result),
        "answer": _answer(item, result),
        "explanation": item.rationale if isinstance(item, Numeric) else "",
        "sources": sources(item, folder),
    }


def headline(result: Mark) -> str:
    """The mark in a sentence or two; a reason that is a sentence of its own stands alone."""
    if result.status in (Status.RIGHT, Status.WRONG) and not result.reason[0].isdigit():
        return result.reason
    return f"{HEADLINES[result.status]} {result.reason}"


def rows(item: Item, result: Mark) -> list[dict[str, str]]:
    """A row for each option or stem: its word, its verdict, the verdict in words, the reason."""
    matching = isinstance(item, ExtendedMatching)
    labels = STEM_LABELS if matching else OPTION_LABELS
    texts: Mapping[str, str] = getattr(item, "rationale", {})
    found = []
    for word, verdict in result.verdicts.items():
        label = labels[verdict]
        if matching and verdict is not Verdict.RIGHT:
            label = f"{label}. Best answer: {item.options[item.key[word]]}"  # type: ignore[attr-defined]
        found.append({"word": word, "verdict": verdict.value, "label": label, "text": texts[word]})
    return found


def sources(item: Item, folder: Path) -> list[dict[str, str]]:
    """The item's sources as labels and addresses; a key stands for itself where the
    reference list is not at hand."""
    path = find_references(folder)
    references = read_references(path) if path else {}
    return [
        {"label": f"{references[key].label}. {references[key].title}", "url": references[key].url}
        if key in references
        else {"label": key, "url": ""}
        for key in item.sources  # type: ignore[attr-defined]
    ]


def _answer(item: Item, result: Mark) -> str:
    if isinstance(item, Numeric) and result.status is not Status.RIGHT:
        return f"{item.key:f} {item.unit}"
    return ""
