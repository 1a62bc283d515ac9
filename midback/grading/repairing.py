"""A submitted notebook's cells, put right before they are marked: ``RepairCells``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import select

from midback.grading.assignment import ONLY_ITEMS, AssignmentFolders, all_are_items, grade_id

PUT_BACK = "This cell was missing from the submission and was put back."


@dataclass(frozen=True)
class Known:
    """What the gradebook knows of one cell of an assignment."""

    name: str
    cell_type: str
    source: str
    metadata: Mapping[str, Any]

    @property
    def is_answered_here(self) -> bool:
        """Whether a trainee writes in this cell."""
        return bool(self.metadata["solution"] or self.metadata["task"])


class RepairCells(NbGraderPreprocessor):
    """Give every cell of an assignment with items its place, its type and its metadata.

    Cells get copied, deleted, split, retyped and renamed, by accident more often than not.
    nbgrader rejects a whole notebook for a copied cell (with a message about old metadata), and
    cannot put a deleted one back where its neighbour is deleted too.
    What a trainee answered does not depend on cells: choices are in ``responses.json``, and
    written answers are found by their id.

    Where all autograded cells ask items, this one pass also does what nbgrader does in four
    (see ``unless_items``): afterwards there is nothing left to deduplicate, overwrite or check.
    Notebooks without items are left to nbgrader.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folders = AssignmentFolders.of(coursedir, names["assignment"], names["student"])
        items = folders.items()
        resources[ONLY_ITEMS] = False
        if not items:
            return nb, resources
        known, kernelspec, order = self._released(names, folders)
        student = names["student"]
        kept = {name: self._kept(nb.cells, known[name], student) for name in order}
        for cell in nb.cells:
            name = grade_id(cell)
            if "nbgrader" in cell.metadata and kept.get(name) is not cell:
                if name not in known:
                    self.log.warning(
                        "%s: the cell “%s” is not of this assignment and does not count.",
                        student,
                        name,
                    )
                del cell.metadata["nbgrader"]
        place = 0
        for name in order:
            cell = kept[name]
            if cell is None:
                self.log.warning("%s: the cell “%s” was missing and is put back.", student, name)
                nb.cells.insert(place, _made(known[name]))
            else:
                _restore(cell, known[name])
                place = next(i for i, other in enumerate(nb.cells) if other is cell)
            place += 1
        if kernelspec:
            nb.metadata["kernelspec"] = kernelspec
        resources[ONLY_ITEMS] = all_are_items(nb, items)
        return nb, resources

    def _released(
        self, names: Any, folders: AssignmentFolders
    ) -> tuple[Mapping[str, Known], dict[str, Any], list[str]]:
        """What was released, looked up once in a run: it cannot change while a class is marked."""
        remembered: dict[Any, Any] = getattr(self.parent, "remembered", {})
        key = (names["assignment"], names["notebook"])
        if key not in remembered:
            known, kernelspec = released(names["db_url"], *key)
            remembered[key] = known, kernelspec, _order(folders, names["notebook"], known)
        found: tuple[Mapping[str, Known], dict[str, Any], list[str]] = remembered[key]
        return found

    def _kept(self, cells: list[Any], known: Known, student: str) -> Any | None:
        """The one cell that stands for a known one: of several written answers, the first that
        says something."""
        found = [cell for cell in cells if grade_id(cell) == known.name]
        if len(found) > 1:
            self.log.warning(
                "%s: the cell “%s” is there %d times; one counts, the others are kept as text.",
                student,
                known.name,
                len(found),
            )
        written = [cell for cell in found if cell.source.strip() != known.source.strip()]
        if known.is_answered_here and written:
            return written[0]
        return found[0] if found else None


def released(
    database: str, assignment: str, notebook: str
) -> tuple[Mapping[str, Known], dict[str, Any]]:
    """The cells of a released notebook as the gradebook has them, by id, and its kernelspec."""
    from nbgrader.api import GradeCell, SolutionCell, SourceCell, TaskCell

    with Gradebook(database) as gradebook:
        row = gradebook.find_notebook(notebook, assignment)

        def of_notebook(table: Any) -> list[Any]:
            return list(
                gradebook.db.execute(select(table).where(table.notebook_id == row.id)).scalars()
            )

        most = {
            cell.name: cell.max_score for cell in of_notebook(GradeCell) + of_notebook(TaskCell)
        }
        tasks = {cell.name for cell in of_notebook(TaskCell)}
        solutions = {cell.name for cell in of_notebook(SolutionCell)}
        found = {}
        for cell in of_notebook(SourceCell):
            metadata: dict[str, Any] = {
                "cell_type": cell.cell_type,
                "checksum": cell.checksum,
                "grade": cell.name in most and cell.name not in tasks,
                "grade_id": cell.name,
                "locked": cell.locked,
                "schema_version": 3,
                "solution": cell.name in solutions,
                "task": cell.name in tasks,
            }
            if cell.name in most:
                metadata["points"] = most[cell.name]
            found[cell.name] = Known(cell.name, cell.cell_type, cell.source, metadata)
        kernelspec: dict[str, Any] = json.loads(row.kernelspec) if row.kernelspec else {}
        return found, kernelspec


def _order(folders: AssignmentFolders, notebook: str, known: Mapping[str, Known]) -> list[str]:
    """The known cells in the author's order; the gradebook keeps none."""
    author = json.loads((folders.source / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    names = [
        cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in author["cells"]
    ]
    return sorted(known, key=lambda name: names.index(name) if name in names else len(names))


def _made(known: Known) -> Any:
    make = new_code_cell if known.cell_type == "code" else new_markdown_cell
    cell = make(known.source)
    if known.is_answered_here:
        cell.source = f"{PUT_BACK}\n\n{known.source}"
    cell.metadata["nbgrader"] = nbformat.from_dict(dict(known.metadata))
    return cell


def _restore(cell: Any, known: Known) -> None:
    """The released type, source and metadata again; nothing is touched that is as it was."""
    if cell.cell_type != known.cell_type:
        cell.cell_type = known.cell_type
        for field in ("outputs", "execution_count", "attachments"):
            cell.pop(field, None)
        if known.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    if not known.is_answered_here and known.metadata["locked"]:
        cell.source = known.source
    marks = cell.metadata.nbgrader
    for field in set(marks) - set(known.metadata):
        del marks[field]
    for field, value in known.metadata.items():
        if field not in marks or marks[field] != value:
            marks[field] = value
