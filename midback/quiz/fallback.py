"""A question as plain HTML and plain text, for readers without a kernel."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from midback.items import (
    SCALES,
    CaseQuestion,
    ExtendedMatchingQuestion,
    HotspotQuestion,
    LabellingQuestion,
    MatchingQuestion,
    MultipleResponseQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    ScriptConcordanceQuestion,
)
from midback.markup import block, either, inline, plain
from midback.quiz.drawing import name_of

RUN_THIS_CELL = "Run this cell to answer."


def as_text(question: Question) -> str:
    """The question as text, a paragraph a block."""
    blocks = [plain(text) for text in (question.stem, *_leads(question)) if text]
    blocks.append(plain(question.lead_in))
    for title, texts in _lists(question):
        lines = [f"  - {plain(text)}" for text in texts.values()]
        blocks.append("\n".join([plain(title), *lines] if title else lines))
    blocks.append(_hint(question))
    return "\n\n".join(blocks)


def as_html(question: Question, picture: Mapping[str, Any] | None = None) -> str:
    """The question as HTML without style or script, made safe by ``midback.markup``.

    ``picture`` is its picture as the card has it.
    """
    parts = [block(text) for text in (question.stem, *_leads(question)) if text]
    if picture:
        source, alt = escape(picture["source"]), escape(picture["alt"])
        width = f' width="{picture["width"]:.0f}"' if picture["width"] else ""
        parts.append(f'<p><img src="{source}" alt="{alt}"{width}></p>')
    parts.append(f"<p><strong>{inline(question.lead_in)}</strong></p>")
    for title, texts in _lists(question):
        if title:
            parts.append(f"<p>{inline(title)}</p>")
        entries = "".join(f"<li>{either(text)}</li>" for text in texts.values())
        parts.append(f"<ul>{entries}</ul>")
    parts.append(f"<p><em>{escape(_hint(question))}</em></p>")
    return f'<div role="group" aria-label="Question">{"".join(parts)}</div>'


def _leads(question: Question) -> list[str]:
    """What a script-concordance question says between its stem and its lead-in, and the way
    into a case: later steps are for those who have committed the earlier ones."""
    if isinstance(question, ScriptConcordanceQuestion):
        thinking = "thinking of" if question.scale == "diagnosis" else "considering"
        return [
            f"If you were {thinking} {question.hypothesis}, and then you found {question.finding} …"
        ]
    return []


def _lists(question: Question) -> list[tuple[str, Mapping[str, str]]]:
    match question:
        case ExtendedMatchingQuestion():
            return [("", question.stems), ("Choose from:", question.options)]
        case MatchingQuestion():
            return [("", question.premises), ("Choose from:", question.options)]
        case OrderingQuestion():
            return [("", question.entries)]
        case ScriptConcordanceQuestion():
            return [("", SCALES[question.scale])]
        case HotspotQuestion():
            return [("", _numbers(question.markers))]
        case LabellingQuestion():
            return [("", _numbers(question.markers)), ("Choose from:", question.options)]
        case CaseQuestion():
            first = next(iter(question.steps.values()))
            return [(f"{first.situation or ''}\n\n{first.prompt}".strip(), first.options)]
    options: Mapping[str, str] = getattr(question, "options", {})
    return [("", options)] if options else []


def _numbers(markers: Mapping[str, object]) -> Mapping[str, str]:
    return {word: name_of(place) for place, word in enumerate(markers)}


def _hint(question: Question) -> str:
    match question:
        case NumericQuestion():
            return f"Answer in {plain(question.unit)}. {RUN_THIS_CELL}"
        case MultipleResponseQuestion() if question.choose:
            return f"Choose {question.choose}. {RUN_THIS_CELL}"
        case OrderingQuestion():
            return f"Put these in order. {RUN_THIS_CELL}"
        case CaseQuestion():
            more = len(question.steps) - 1
            return f"{more} more {'step' if more == 1 else 'steps'} follow. {RUN_THIS_CELL}"
    return RUN_THIS_CELL
