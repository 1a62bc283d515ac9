"""nbgrader's own steps, left out where one of ours has already done their work."""

from __future__ import annotations

from typing import Any

from nbgrader.api import BaseCell, Comment, Grade, Gradebook
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from sqlalchemy import select

from midback.grading.assignment import ONLY_ITEMS

ON_TIME = "midback_on_time"
"""In nbgrader's resources: whether the submission is in time, and no penalty stands."""


def unless_items(step: type) -> type:
    """The step, passing a notebook by whose autograded cells all ask items.

    It is a subclass of the step and has its name, so that its settings keep their effect.
    """

    def preprocess(self: Any, nb: Any, resources: Any) -> tuple[Any, Any]:
        if resources.get(ONLY_ITEMS):
            return nb, resources
        done: tuple[Any, Any] = step.preprocess(self, nb, resources)  # type: ignore[attr-defined]
        return done

    return type(step.__name__, (step,), {"preprocess": preprocess, "__doc__": step.__doc__})


class SaveMarks(SaveAutoGrades):
    """nbgrader's ``SaveAutoGrades`` with all rows fetched at once and one commit.

    What is written into each row is nbgrader's own decision, cell by cell.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if not resources.get(ONLY_ITEMS):
            as_ever: tuple[Any, Any] = super().preprocess(nb, resources)
            return as_ever
        names = resources["nbgrader"]
        self.notebook_id = names["notebook"]
        self.assignment_id = names["assignment"]
        self.student_id = names["student"]
        with Gradebook(names["db_url"]) as gradebook:
            self.gradebook = _Fetched(
                gradebook, self.notebook_id, self.assignment_id, self.student_id
            )
            resources[ON_TIME] = self.gradebook.is_on_time
            for index, cell in enumerate(nb.cells):
                nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
            gradebook.db.commit()
        return nb, resources


class LatePenalties(AssignLatePenalties):
    """nbgrader's ``AssignLatePenalties``, where there is a penalty to give or to take back."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if resources.get(ON_TIME):
            return nb, resources
        as_ever: tuple[Any, Any] = super().preprocess(nb, resources)
        return as_ever


class _Fetched:
    """The grades and comments of one submitted notebook, as a gradebook would find them."""

    def __init__(self, gradebook: Any, notebook: str, assignment: str, student: str) -> None:
        row = gradebook.find_submission_notebook(notebook, assignment, student)
        self.is_on_time = (
            row.assignment.total_seconds_late <= 0 and row.late_submission_penalty is None
        )

        def by_name(table: Any) -> dict[str, Any]:
            rows = gradebook.db.execute(
                select(BaseCell.name, table)
                .join(BaseCell, BaseCell.id == table.cell_id)
                .where(table.notebook_id == row.id)
            )
            return dict(rows.tuples().all())

        self._grades = by_name(Grade)
        self._comments = by_name(Comment)
        self.db = self

    def find_grade(self, name: str, *_: str) -> Any:
        return self._grades[name]

    def find_comment(self, name: str, *_: str) -> Any:
        return self._comments[name]

    def commit(self) -> None:
        """One commit follows, after the last cell."""
