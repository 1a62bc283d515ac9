"""From recorded responses to nbgrader's gradebook: ``MarkItems``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import Execute
from nbgrader.utils import setenv
from traitlets import Enum

from midback.grading.assignment import (
    ONLY_ITEMS,
    AssignmentFolders,
    all_are_items,
    item_cells,
    points,
)
from midback.grading.review import REVEALS, Review
from midback.grading.schemes import with_mark_schemes
from midback.items import find_references, read_references
from midback.marking import mark, unreadable
from midback.responses import (
    FILE_NAME,
    DamagedResponsesError,
    NewerResponsesError,
    Record,
    read_responses,
)

REVIEWED = "midback_review"
"""In a review card's output: what it was made from, for a card that tells less."""


class MarkItems(Execute):
    """Mark the items of a submission, in the instructor's process, from recorded data.

    It takes the place of nbgrader's ``Execute`` and is one: a notebook that also has ordinary
    autograded code cells is executed as ever, after the responses were read.
    A notebook whose autograded cells are all items is not executed at all.

    The responses are read from the submission itself, not from its copy in ``autograded/``,
    which code of a submission could have written to.
    """

    reveal = Enum(
        REVEALS,
        default_value="rationale",
        help="How much the returned feedback tells of each question: nothing beyond nbgrader's"
        " own score, the marks, also the key, or also the rationale and the sources.",
    ).tag(config=True)

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        # Also with --no-execute: a cell without a score would count as full marks.
        return self.preprocess(nb, resources)

    def preprocess(self, nb: Any, resources: Any, *rest: Any, **options: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folders = AssignmentFolders.of(coursedir, names["assignment"], names["student"])
        items = folders.items()
        cells = list(item_cells(nb, items))
        records, note = self._responses(folders, names["student"]) if cells else ({}, "")
        resources[ONLY_ITEMS] = all_are_items(nb, items)
        if not resources[ONLY_ITEMS] and self.enabled:
            self.extra_arguments += _own_files_last(nb)
            with setenv(PYTHONSAFEPATH="1"):
                nb, resources = super().preprocess(nb, resources, *rest, **options)
            cells = list(item_cells(nb, items))
        bibliography = find_references(folders.source)
        references = read_references(bibliography) if bibliography else {}
        for cell, item in cells:
            record = records.get(item.id)
            response = record.response if record else None
            result = unreadable(note) if note and not records else mark(item, response)
            most = points(cell)
            review = Review(
                item=item,
                response=response,
                mark=result,
                earned=result.points(most),
                most=most,
                references=references,
                note=note,
                folder=folders.source,
            )
            cell.outputs = outputs(review)
            cell.execution_count = None
        if items:
            with_mark_schemes(nb, folders.source / f"{names['notebook']}.ipynb")
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


def _own_files_last(notebook: Any) -> list[str]:
    """Arguments for an IPython kernel that let a submission's files be imported, but only under
    names that nothing else has: its ``yaml.py`` is not the library.

    ``PYTHONSAFEPATH`` does the same for what Python imports before IPython's settings count.
    """
    kernel = notebook.metadata.get("kernelspec", {})
    if kernel.get("language", "python") != "python":
        return []
    return [
        "--InteractiveShellApp.ignore_cwd=True",
        "--InteractiveShellApp.exec_lines=import sys; sys.path.append('')",
    ]


def outputs(review: Review) -> list[Any]:
    """The outputs of a marked cell.

    The score comes first and is one plain finite decimal: nbgrader takes the first result of a
    cell for its mark, and takes anything that is not such a number for full marks.
    """
    return [
        from_dict(
            {
                "output_type": "execute_result",
                "execution_count": None,
                "data": {"text/plain": plain_decimal(review.earned)},
                "metadata": {},
            }
        ),
        from_dict(
            {
                "output_type": "display_data",
                "data": {"text/html": review.as_html(), "text/plain": review.as_text()},
                "metadata": {
                    REVIEWED: {
                        "item": review.item.id,
                        "response": review.response,
                        "earned": plain_decimal(review.earned),
                        "most": plain_decimal(review.most),
                        "note": review.note,
                    }
                },
            }
        ),
    ]


def plain_decimal(number: Decimal) -> str:
    """The number in digits, without an exponent and without zeros at the end."""
    return f"{number.normalize():f}"
