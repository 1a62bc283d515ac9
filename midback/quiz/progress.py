"""How far a trainee has come in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from midback.items import Item
from midback.marking import Status, UnreadableError, mark, read_response
from midback.markup import inline, plain
from midback.quiz.finding import Found
from midback.quiz.objectives import objective_words
from midback.quiz.progress_chart import certainty_chart
from midback.quiz.session import Session
from midback.responses import CERTAINTIES, Record


@dataclass(frozen=True)
class Objective:
    """How the questions of one objective stand; ``marks`` is the sum of their marks, each 0 to 1,
    over the answered ones."""

    word: str
    questions: int
    answered: int
    marks: Fraction


@dataclass(frozen=True)
class Sureness:
    """How often first answers of one certainty were right."""

    certainty: str
    answers: int
    right: int


@dataclass(frozen=True)
class Tally:
    """How many questions a notebook has, how many are answered, and how many of the answered
    are right; ``right`` is None, and the rest empty, where that may not be shown.

    Where the answer was shown the first attempt counts, for what came later proves nothing;
    ``shown`` says how many those are.
    """

    questions: int
    answered: int
    right: int | None
    open: Sequence[str]
    objectives: Sequence[Objective] = ()
    sureness: Sequence[Sureness] = field(default=())
    shown: int = 0

    def sentences(self) -> list[str]:
        """The tally in words."""
        if not self.questions:
            return ["There are no questions in this notebook yet. Run its cells first."]
        said = [f"{self.answered} of {self.questions} questions answered."]
        if self.right is not None and self.answered:
            said.append(f"{self.right} of {self.answered} right.")
        if self.shown:
            were = "answer was" if self.shown == 1 else "answers were"
            said.append(f"{self.shown} {were} shown; there your first attempt counts.")
        if self.answered == self.questions:
            said.append("All are answered.")
        return said

    def advice(self) -> str:
        """What certainty and being right say together, in a sentence, or an empty text."""
        told = {each.certainty: each for each in self.sureness}
        high, low = told.get("high"), told.get("low")
        if high and high.answers >= 3 and 3 * high.right < 2 * high.answers:
            return "You were sure more often than you were right: slow down where you feel sure."
        if low and low.answers >= 3 and 3 * low.right > 2 * low.answers:
            return "You know more than you trust yourself to know."
        return ""


def tally(session: Session) -> Tally:
    """Count the questions of the notebook of a session."""
    records = session.records()
    questions = session.questions()
    unanswered = []
    given: dict[str, Record] = {}
    for identifier, found in questions.items():
        record = records.get(identifier)
        if record is not None and _is_answered(found, record):
            given[identifier] = record
        else:
            unanswered.append(identifier)
    items = {identifier: found.item for identifier, found in questions.items()}
    keyed = {identifier: item for identifier, item in items.items() if item is not None}
    if not questions or len(keyed) < len(questions):
        return Tally(len(questions), len(given), None, tuple(unanswered))
    results = {
        identifier: mark(keyed[identifier], _own(record)) for identifier, record in given.items()
    }
    return Tally(
        questions=len(questions),
        answered=len(given),
        right=sum(result.status is Status.RIGHT for result in results.values()),
        open=tuple(unanswered),
        objectives=_by_objective(keyed, {word: result.share for word, result in results.items()}),
        sureness=_by_certainty(keyed, records),
        shown=sum(record.shown for record in given.values()),
    )


def _own(record: Record) -> object:
    """The response that the trainee found without being told the answer."""
    if not record.shown:
        return record.response
    return record.first[0] if record.first else None


def _is_answered(found: Found, record: Record) -> bool:
    try:
        return read_response(found.question, record.response) is not None
    except UnreadableError:
        return False


def _by_objective(
    items: Mapping[str, Item], marks: Mapping[str, Fraction]
) -> tuple[Objective, ...]:
    words = dict.fromkeys(item.objective for item in items.values())
    found = []
    for word in words:
        asked = [identifier for identifier, item in items.items() if item.objective == word]
        told = [marks[identifier] for identifier in asked if identifier in marks]
        found.append(Objective(word, len(asked), len(told), sum(told, Fraction(0))))
    return tuple(found)


def _by_certainty(items: Mapping[str, Item], records: Mapping[str, Record]) -> tuple[Sureness, ...]:
    """First answers alone: a later one has seen the reasons."""
    firsts = [
        (record.first[1], mark(items[identifier], record.first[0]).status is Status.RIGHT)
        for identifier, record in records.items()
        if identifier in items and record.first is not None and record.first[1]
    ]
    return tuple(
        Sureness(level, len(right), sum(right))
        for level in CERTAINTIES
        if (right := [was_right for certainty, was_right in firsts if certainty == level])
    )


class ProgressCard(ipywidgets.HTML):
    """The tally on the screen, counted anew after every answer."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._count()
        session.listeners.append(self._count)

    def _count(self) -> None:
        self.tally = tally(self._session)
        self.value = as_html(self.tally, self._session.folder)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data = super()._repr_mimebundle_(**options)
        data["text/html"] = self.value
        data["text/plain"] = as_text(self.tally, self._session.folder)
        return data


def as_text(counted: Tally, folder: Path) -> str:
    """The tally as text: its sentences, then a line for each objective and each certainty."""
    words = objective_words(folder)
    lines = [
        f"  - {plain(words.get(each.word, each.word))}: {_standing(each)}"
        for each in counted.objectives
    ]
    lines += [f"  - {certainty_words(each)}" for each in counted.sureness]
    said = " ".join(filter(None, [*counted.sentences(), counted.advice()]))
    return "\n".join([said, *lines])


def as_html(counted: Tally, folder: Path) -> str:
    """The tally as HTML that the page's own colours fit."""
    parts = [f"<p>{escape(' '.join(counted.sentences()))}</p>"]
    if counted.questions:
        parts.append(
            f'<progress value="{counted.answered}" max="{counted.questions}"'
            ' aria-label="Questions answered" style="width:100%;max-width:32rem"></progress>'
        )
    if counted.objectives and counted.answered:
        parts.append(_objective_table(counted.objectives, objective_words(folder)))
    if counted.sureness:
        alt = " ".join(certainty_words(each) for each in counted.sureness)
        bars = [(each.certainty, each.right, each.answers) for each in counted.sureness]
        parts.append("<p><strong>How sure you were, and how often you were right</strong></p>")
        parts.append(certainty_chart(bars, alt))
        parts += [f"<p>{escape(text)}</p>" for text in (alt, counted.advice()) if text]
    # ipywidgets sets the lines of its HTML as far apart as those of a button.
    style = 'style="line-height:1.5;font-size:var(--jp-content-font-size1, 14px)"'
    return f'<section aria-label="Progress" {style}>{"".join(parts)}</section>'


def certainty_words(each: Sureness) -> str:
    """One certainty in words."""
    return (
        f"Certainty {each.certainty}: {each.right} of {each.answers}"
        f" {'answer' if each.answers == 1 else 'answers'} right at the first try."
    )


def _standing(each: Objective) -> str:
    if not each.answered:
        return f"none of {each.questions} answered"
    return f"{each.answered} of {each.questions} answered, mark {_percent(each)}"


def _percent(each: Objective) -> str:
    return f"{round(100 * each.marks / each.answered)} %" if each.answered else "–"


def _objective_table(objectives: Sequence[Objective], words: Mapping[str, str]) -> str:
    cell = 'style="text-align:left;vertical-align:top;padding:4px 14px 4px 0"'
    rows = "".join(
        f'<tr><th scope="row" {cell.replace("padding", "font-weight:normal;padding")}>'
        f"{inline(words.get(each.word, each.word))}</th>"
        f"<td {cell}>{each.answered}&nbsp;of&nbsp;{each.questions}</td>"
        f"<td {cell}>{_percent(each)}</td></tr>"
        for each in objectives
    )
    heads = "".join(f'<th scope="col" {cell}>{head}</th>' for head in ("Objective", "Answered"))
    return (
        '<table style="border-collapse:collapse;max-width:54em">'
        f'<thead><tr>{heads}<th scope="col" {cell}>Mark</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
