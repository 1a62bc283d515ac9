"""One submission at a time: what each process of ``midback grade`` does.

The marking is nbgrader's own ``Autograde``, with the course's settings.
This module imports nbgrader, which takes seconds; ``class_run`` therefore imports it late.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from glob import escape
from pathlib import Path
from typing import Any

from filelock import FileLock
from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters import Autograde, NbGraderException
from sqlalchemy import and_
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased


class Outcome(Enum):
    """What became of a submission."""

    MARKED = "marked"
    DAMAGED = "damaged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """A submission's outcome, and sentences that name trainee, file and remedy."""

    student: str
    outcome: Outcome
    notes: tuple[str, ...] = ()


class NothingToGradeError(Exception):
    """There is no class to grade; the message says what to do."""


def course_application() -> Any:
    """nbgrader's ``autograde`` application with the settings of the current folder.

    Raises:
        NothingToGradeError: the settings cannot be read.
            (nbgrader itself would go on without them, and so execute what it should not.)
    """
    application = AutogradeApp(raise_config_file_errors=True)
    try:
        application.initialize([])
    except Exception as error:
        raise NothingToGradeError(
            f"nbgrader_config.py cannot be used ({type(error).__name__}: {error})."
            " Mend it, then run the command again."
        ) from error
    return application


def submissions(coursedir: Any, assignment: str) -> list[str]:
    """The trainees who have a folder for the assignment in ``submitted/``, in order.

    Raises:
        NothingToGradeError: the gradebook does not have the assignment, or there are none.
    """
    prepare_gradebook(coursedir, assignment)
    wanted = Path(
        coursedir.format_path(
            coursedir.submitted_directory, coursedir.student_id, escape(assignment)
        )
    )
    folders = Path(wanted.anchor).glob(str(wanted.relative_to(wanted.anchor)))
    pattern = coursedir.format_path(
        coursedir.submitted_directory, "(?P<student>.+)", re.escape(assignment), escape=True
    )
    matches = [re.fullmatch(pattern, str(folder)) for folder in folders]
    found = sorted(match["student"] for match in matches if match)
    if not found:
        raise NothingToGradeError(
            f"There is no submission of “{assignment}” ({wanted})."
            f" Run `nbgrader collect {assignment}` first."
        )
    return found


def prepare_gradebook(coursedir: Any, assignment: str) -> None:
    """Make the gradebook's tables and courses, before several processes would do so at once.

    Raises:
        NothingToGradeError: it cannot be opened, or does not have the assignment.
    """
    try:
        # nbgrader opens it by both names, and adds a course that it does not find.
        Gradebook(coursedir.db_url).close()
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            gradebook.find_assignment(assignment)
    except SQLAlchemyError as error:
        raise NothingToGradeError(
            f"The gradebook cannot be opened ({str(error).splitlines()[0]})."
            " Check c.CourseDirectory.db_url in nbgrader_config.py and that the database runs."
        ) from error
    except MissingEntry:
        raise NothingToGradeError(
            f"The gradebook has no assignment “{assignment}”. Check the name;"
            f" if it is right, run `nbgrader generate_assignment {assignment}` first."
        ) from None


def fully_marked(coursedir: Any, assignment: str) -> frozenset[str]:
    """The trainees whose every autograded cell has a score in the gradebook."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        submitted = (
            gradebook.db.query(SubmittedAssignment.student_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
        )
        # Both are also rows of the table of all cells.
        graded = aliased(GradeCell, flat=True)
        written = aliased(SolutionCell, flat=True)
        waiting = (
            submitted.join(
                SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
            )
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(graded, graded.id == Grade.cell_id)
            .outerjoin(
                written,
                and_(written.name == graded.name, written.notebook_id == graded.notebook_id),
            )
            .filter(graded.cell_type == "code", Grade.auto_score.is_(None), written.id.is_(None))
        )
        return frozenset(student for (student,) in submitted) - {student for (student,) in waiting}


class Autograder(Autograde):
    """nbgrader's own, for one submission; it also says whether it took the submission on."""

    student = ""
    taken = False

    def init_notebooks(self) -> None:
        """Take the one submission; without a notebook, only if the exporter then adds it."""
        folder = Path(self._format_source(self.coursedir.assignment_id, self.student))
        notebooks = sorted(str(path) for path in folder.glob(f"{self.coursedir.notebook_id}.ipynb"))
        self.assignments = {str(folder): notebooks} if notebooks else {}
        self.notebooks: list[str] = []

    def convert_notebooks(self) -> None:
        if not self.assignments:
            raise NbGraderException("it holds no notebook")
        super().convert_notebooks()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        self.taken = super().init_destination(assignment_id, student_id)
        return self.taken


class Journal(logging.Handler):
    """The warnings and errors of one submission, and the first exception behind them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.clear()

    def clear(self) -> None:
        """Forget the last submission."""
        self.records: list[tuple[int, str]] = []
        self.error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append((record.levelno, record.getMessage()))
        # nbgrader logs an exception as text while it is handled, and keeps no other trace.
        self.error = self.error or sys.exc_info()[1]


class Grader:
    """Marks submissions of one assignment, one after the other, in this process.

    While a submission is being marked, a hidden file stands beside its folder in
    ``autograded/``, locked by the process.
    So whoever is killed leaves a trace of what is half-written, and two runs at once do not
    write to the same folder.
    """

    def __init__(
        self, application: Any, assignment: str, *, force: bool, complete: frozenset[str]
    ) -> None:
        """``complete`` names the trainees whose marks are all in the gradebook."""
        self._assignment = assignment
        self._force = force
        self._complete = complete
        self._coursedir = application.coursedir
        self._coursedir.assignment_id = assignment
        self._journal = Journal()
        application.log.handlers[:] = [self._journal]
        application.log.setLevel(logging.WARNING)
        self._converter = Autograder(coursedir=self._coursedir, parent=application)

    def grade(self, student: str) -> Result:
        """Mark a trainee's submission, unless it is marked already and has not changed."""
        folder = Path(
            self._coursedir.format_path(
                self._coursedir.autograded_directory, student, self._assignment
            )
        )
        trace = folder.with_name(f".{folder.name}.unfinished")
        folder.parent.mkdir(parents=True, exist_ok=True)
        half_written = trace.exists() or (folder.exists() and student not in self._complete)
        with FileLock(trace):
            result = self._graded(student, force=self._force or half_written)
        trace.unlink(missing_ok=True)
        return result

    def _graded(self, student: str, *, force: bool) -> Result:
        self._journal.clear()
        self._coursedir.student_id = escape(student)
        self._converter.student = student
        self._converter.force = force
        self._converter.taken = False
        try:
            self._converter.start()
        except (Exception, SystemExit) as error:
            return Result(student, Outcome.FAILED, (self._failure(student, error),))
        if not self._converter.taken:
            return Result(student, Outcome.SKIPPED)
        damaged = any(level >= logging.ERROR for level, _ in self._journal.records)
        return Result(
            student, Outcome.DAMAGED if damaged else Outcome.MARKED, tuple(self._notes(student))
        )

    def _notes(self, student: str) -> Iterator[str]:
        """What an instructor must know of a submission that was marked."""
        theirs = ("No submitted file", "Skipping unknown notebook")
        ours = [
            message
            for level, message in self._journal.records
            if level >= logging.ERROR or message.startswith(f"{student}: ")
        ]
        yield from ours
        for _, message in self._journal.records:
            if message.startswith(theirs) and not ours:
                yield f"{student}: {message}. It counts 0; ask {student} for it if it should not."

    def _failure(self, student: str, error: BaseException) -> str:
        cause = self._journal.error or error
        if isinstance(cause, NbGraderException):
            errors = [text for level, text in self._journal.records if level >= logging.ERROR]
            reason = errors[0] if errors else str(cause)
        else:
            reason = f"{type(cause).__name__}: {cause}"
        if reason.startswith(f"{student}: "):
            return reason
        submitted = self._coursedir.format_path(
            self._coursedir.submitted_directory, student, self._assignment
        )
        return (
            f"{student}: {submitted} was not marked ({reason.strip().splitlines()[0].rstrip('.')})."
            " Mend it or collect it again, then run the same command;"
            f" `nbgrader autograde {self._assignment} --student={student}` tells the whole story."
        )
