"""How far a trainee has come in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

from midback.marking import Status, UnreadableError, mark, read_response
from midback.quiz.session import Session


@dataclass(frozen=True)
class Tally:
    """How many questions a notebook has, how many are answered, and how many of the answered
    are right; ``right`` is None where that may not be shown."""

    questions: int
    answered: int
    right: int | None
    open: Sequence[str]

    def sentences(self) -> list[str]:
        """The tally in words."""
        if not self.questions:
            return ["There are no questions in this notebook yet. Run its cells first."]
        said = [f"{self.answered} of {self.questions} questions answered."]
        if self.right is not None and self.answered:
            said.append(f"{self.right} of {self.answered} right.")
        if self.answered == self.questions:
            said.append("All are answered.")
        return said


def tally(session: Session) -> Tally:
    """Count the questions of the notebook of a session."""
    records = session.records()
    questions = session.questions()
    answered, right, unanswered = 0, 0, []
    keyed = bool(questions) and all(found.item is not None for found in questions.values())
    for identifier, found in questions.items():
        record = records.get(identifier)
        try:
            given = record is not None and (
                read_response(found.question, record.response) is not None
            )
        except UnreadableError:
            given = False
        if not given or record is None:
            unanswered.append(identifier)
            continue
        answered += 1
        if found.item is not None:
            right += mark(found.item, record.response).status is Status.RIGHT
    return Tally(len(questions), answered, right if keyed else None, tuple(unanswered))


class ProgressCard(ipywidgets.HTML):
    """The tally on the screen, counted anew after every answer."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._count()
        session.listeners.append(self._count)

    def _count(self) -> None:
        self.tally = tally(self._session)
        self.value = _html(self.tally)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data = super()._repr_mimebundle_(**options)
        data["text/html"] = _html(self.tally)
        data["text/plain"] = " ".join(self.tally.sentences())
        return data


def _html(counted: Tally) -> str:
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in counted.sentences())
    bar = (
        f'<progress value="{counted.answered}" max="{counted.questions}"'
        ' aria-label="Questions answered" style="width:100%;max-width:32rem"></progress>'
        if counted.questions
        else ""
    )
    return f'<section aria-label="Progress">{sentences}{bar}</section>'
