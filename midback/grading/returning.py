"""What goes back to the trainee: ``RevealFeedback``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from midback.grading.assignment import AssignmentFolders
from midback.grading.marking import REVIEWED, MarkItems
from midback.grading.review import REVEALS, Review
from midback.grading.schemes import FOR_THE_MARKER, FOR_THE_TRAINEE, SCHEME
from midback.items import ItemFileError
from midback.marking import mark, unreadable


class RevealFeedback(NbGraderPreprocessor):
    """Take out of a marked notebook what ``c.MarkItems.reveal`` keeps back.

    The marker always sees the whole card; this runs on the copy that becomes the feedback.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        reveal = self.config["MarkItems"].get("reveal", MarkItems.reveal.default_value)
        if reveal not in REVEALS:
            raise ValueError(f"c.MarkItems.reveal is {reveal!r}, and must be one of {REVEALS}.")
        for cell in nb.cells:
            if SCHEME in cell.metadata:
                cell.source = cell.source.replace(FOR_THE_MARKER, FOR_THE_TRAINEE, 1)
        if reveal == "rationale":
            return nb, resources
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        try:
            folders = AssignmentFolders.of(coursedir, names["assignment"], "*")
            items = folders.items()
        except ItemFileError:
            items = {}  # what cannot be shown in part is not shown at all
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            kept = []
            for output in cell.outputs:
                made_from = output.get("metadata", {}).get(REVIEWED)
                if made_from is None:
                    kept.append(output)
                elif reveal != "nothing" and made_from["item"] in items:
                    item = items[made_from["item"]]
                    note = made_from["note"]
                    response = made_from["response"]
                    review = Review(
                        item=item,
                        response=response,
                        mark=unreadable(note) if note else mark(item, response),
                        earned=Decimal(made_from["earned"]),
                        most=Decimal(made_from["most"]),
                        references={},
                        note=note,
                        reveal=reveal,
                        folder=folders.source,
                    )
                    output.data = {"text/html": review.as_html(), "text/plain": review.as_text()}
                    output.metadata = {}
                    kept.append(output)
            cell.outputs = kept
        if reveal != "key":
            nb.cells = [cell for cell in nb.cells if SCHEME not in cell.metadata]
        return nb, resources
