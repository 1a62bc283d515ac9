"""From recorded responses to nbgrader's gradebook: ``MarkItems``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute

from midback.grading.assignment import AssignmentFolders, is_autograded, item_cells, points
from midback.grading.review import Review
from midback.items import Item, find_references, read_references
from midback.marking import mark, unreadable
from midback.responses import (
    FILE_NAME,
    DamagedResponsesError,
    NewerResponsesError,
    Record,
    read_responses,
)


class MarkItems(Execute):
    """Mark the items of a submission, in the instructor's process, from recorded data.

    It takes the place of nbgrader's ``Execute`` and is one: a notebook that also has ordinary
    autograded code cells is executed as ever, after the responses were read.
    A notebook whose autograded cells are all items is not executed at all.

    The responses are read from the submission itself, not from its copy in ``autograded/``,
    which code of a submission could have written to.
    """

    def preprocess(self, nb: Any, resources: Any, *rest: Any, **options: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folders = AssignmentFolders.of(coursedir, names["assignment"], names["student"])
        items = folders.items()
        cells = list(item_cells(nb, items))
        records, note = self._responses(folders, names["student"]) if cells else ({}, "")
        if any(is_autograded(cell) for cell in nb.cells) and not _all_are_items(nb, items):
            nb, resources = super().preprocess(nb, resources, *rest, **options)
            cells = list(item_cells(nb, items))
        bibliography = find_references(folders.source)
        references = read_references(bibliography) if bibliography else {}
        for cell, item in cells:
            record = records.get(item.id)
            response = record.response if record else None
            result = unreadable(note) if note and not records else mark(item, response)
            most = points(cell)
            review = Review(item, response, result, result.points(most), most, references, note)
            cell.outputs = outputs(review)
            cell.execution_count = None
        return nb, resources

    def _responses(
        self, folders: AssignmentFolders, student: str
    ) -> tuple[Mapping[str, Record], str]:
        """The recorded responses, and what an instructor must know where there are none."""
        path = folders.submitted / FILE_NAME
        try:
            return read_responses(path), ""
        except FileNotFoundError:
            self.log.warning(
                "%s: %s is missing, so nothing counts as answered."
                " If %s did answer, ask for that file, put it there and autograde again.",
                student,
                path,
                student,
            )
            return {}, ""
        except (DamagedResponsesError, NewerResponsesError, OSError) as error:
            self.log.error(
                "%s: %s cannot be read (%s), so every question gets 0."
                " Ask %s for a whole copy (a responses.damaged-… file may hold one),"
                " put it there and autograde again.",
                student,
                path,
                error,
                student,
            )
            return {}, f"{FILE_NAME} cannot be read: {error}."


def outputs(review: Review) -> list[Any]:
    """The outputs of a marked cell.

    The score comes first and is one plain finite decimal: nbgrader takes the first result of a
    cell for its mark, and takes anything that is not such a number for full marks.
    """
    return [
        new_output(
            "execute_result",
            data={"text/plain": plain_decimal(review.earned)},
            execution_count=None,
        ),
        new_output(
            "display_data",
            data={"text/html": review.as_html(), "text/plain": review.as_text()},
        ),
    ]


def plain_decimal(number: Decimal) -> str:
    """The number in digits, without an exponent and without zeros at the end."""
    return f"{number.normalize():f}"


def _all_are_items(notebook: Any, items: Mapping[str, Item]) -> bool:
    names = {id(cell) for cell, _ in item_cells(notebook, items)}
    return all(id(cell) in names for cell in notebook.cells if is_autograded(cell))
