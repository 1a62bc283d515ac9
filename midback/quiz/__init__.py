"""The trainee's face of the course: ``ask`` a question, show ``progress``."""

from __future__ import annotations

import os
from pathlib import Path

from midback.marking import UnreadableError, read_response
from midback.quiz.errors import CourseError, UnansweredError
from midback.quiz.finding import Found, find
from midback.quiz.progress import ProgressCard
from midback.quiz.session import Session, session
from midback.quiz.widget import QuestionCard

__all__ = [
    "CourseError",
    "ProgressCard",
    "QuestionCard",
    "UnansweredError",
    "ask",
    "progress",
]


def ask(identifier: str) -> QuestionCard | None:
    """Ask the question of that id: show its card, with the answer that was recorded earlier.

    While nbgrader validates the notebook there is nobody to ask: then an answered question
    prints a line and an unanswered one raises.

    Raises:
        CourseError: there is no such question here; the message says what to do.
        UnansweredError: nbgrader validates, and the question is not answered.
    """
    here = session(Path.cwd())
    found = find(identifier, here.folder)
    here.asked[identifier] = found
    if os.environ.get("NBGRADER_EXECUTION") == "validate":
        _validate(found, here)
        return None
    return QuestionCard(found, here)


def progress() -> ProgressCard:
    """How many of this notebook's questions are answered, and right where that may be shown."""
    return ProgressCard(session(Path.cwd()))


def _validate(found: Found, here: Session) -> None:
    identifier = found.question.id
    if found.mode == "preview":
        print("The author's copy: nothing to answer.")
        return
    try:
        answered = read_response(found.question, here.recorded(found)) is not None
    except UnreadableError as error:
        raise UnansweredError(f"The answer to “{identifier}” cannot be read. {error}") from None
    if here.notice:
        raise UnansweredError(here.notice)
    if not answered:
        raise UnansweredError(f"The question “{identifier}” is not answered yet.")
    print("Answered.")
