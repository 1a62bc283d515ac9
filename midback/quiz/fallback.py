"""A question as plain HTML and plain text, for readers without a kernel."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from midback.items import (
    ExtendedMatchingQuestion,
    MultipleResponseQuestion,
    NumericQuestion,
    Question,
)

RUN_THIS_CELL = "Run this cell to answer."


def as_text(question: Question) -> str:
    """The question as text, a paragraph a block."""
    blocks = [question.stem] if question.stem else []
    blocks.append(question.lead_in)
    for title, texts in _lists(question):
        lines = [f"  - {text}" for text in texts.values()]
        blocks.append("\n".join([title, *lines] if title else lines))
    blocks.append(_hint(question))
    return "\n\n".join(blocks)


def as_html(question: Question) -> str:
    """The question as HTML without style or script; every text is escaped."""
    parts = [f"<p>{escape(block)}</p>" for block in _paragraphs(question.stem or "")]
    parts.append(f"<p><strong>{escape(question.lead_in)}</strong></p>")
    for title, texts in _lists(question):
        if title:
            parts.append(f"<p>{escape(title)}</p>")
        entries = "".join(f"<li>{escape(text)}</li>" for text in texts.values())
        parts.append(f"<ul>{entries}</ul>")
    parts.append(f"<p><em>{escape(_hint(question))}</em></p>")
    return f'<section aria-label="Question">{"".join(parts)}</section>'


def _lists(question: Question) -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = []
    if isinstance(question, ExtendedMatchingQuestion):
        found.append(("", question.stems))
        found.append(("Choose from:", question.options))
    elif not isinstance(question, NumericQuestion):
        found.append(("", getattr(question, "options", {})))
    return found


def _hint(question: Question) -> str:
    if isinstance(question, NumericQuestion):
        return f"Answer in {question.unit}. {RUN_THIS_CELL}"
    if isinstance(question, MultipleResponseQuestion) and question.choose:
        return f"Choose {question.choose}. {RUN_THIS_CELL}"
    return RUN_THIS_CELL


def _paragraphs(text: str) -> list[str]:
    return [block.strip() for block in text.split("\n\n") if block.strip()]
