"""An assignment as nbgrader keeps it: its folders, and the cells that ask an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from midback.items import AUTHOR_FILE, Item, read_items

ONLY_ITEMS = "midback_only_items"
"""In nbgrader's resources: whether every autograded cell of the notebook asks an item."""


@dataclass(frozen=True)
class AssignmentFolders:
    """The folders of one assignment in a course, as the course directory formats them."""

    source: Path
    submitted: Path
    release: Path

    @classmethod
    def of(cls, coursedir: Any, assignment: str, student: str) -> AssignmentFolders:
        """The folders of an assignment for one trainee, from nbgrader's course directory."""

        def folder(of: str, owner: str) -> Path:
            return Path(coursedir.format_path(of, owner, assignment))

        return cls(
            source=folder(coursedir.source_directory, "."),
            submitted=folder(coursedir.submitted_directory, student),
            release=folder(coursedir.release_directory, "."),
        )

    def items(self) -> Mapping[str, Item]:
        """The author's items; empty where the assignment has none.

        Raises:
            ItemFileError: with every problem of the file.
        """
        path = self.source / AUTHOR_FILE
        return read_items(path) if path.exists() else {}


def is_autograded(cell: Any) -> bool:
    """Whether nbgrader takes this cell's mark from its output."""
    marks = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(marks.get("grade")) and not marks.get("solution")


def grade_id(cell: Any) -> str:
    """The cell's nbgrader id, or an empty text."""
    marks = cell.metadata.get("nbgrader", {})
    return str(marks.get("grade_id", "")) if isinstance(marks, Mapping) else ""


def item_cells(notebook: Any, items: Mapping[str, Item]) -> Iterator[tuple[Any, Item]]:
    """The autograded cells whose id is an item's, with the item."""
    for cell in notebook.cells:
        if is_autograded(cell) and grade_id(cell) in items:
            yield cell, items[grade_id(cell)]


def all_are_items(notebook: Any, items: Mapping[str, Item]) -> bool:
    """Whether every autograded cell of an assignment's notebook asks one of its items."""
    return bool(items) and all(
        grade_id(cell) in items for cell in notebook.cells if is_autograded(cell)
    )


def points(cell: Any) -> Decimal:
    """The most points the cell can earn."""
    return Decimal(str(cell.metadata["nbgrader"]["points"]))
