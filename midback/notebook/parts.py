"""A notebook taken apart: its lines of prose, its headings, its calls, its objectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from midback.notebook.normal_form import course_call, first_argument, read_notebook

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*$")
LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
COMMENT = re.compile(r"\s*<!--.*?-->")
OBJECTIVE = re.compile(r"<!--\s*(([a-z][a-z0-9-]*)\.[a-z][a-z0-9-]*)\s*-->")


@dataclass(frozen=True)
class Line:
    """A line of prose: the cell it stands in, and the text, and the section it belongs to.

    ``section`` is the last heading of the second level, empty before the first.
    """

    cell: str
    text: str
    section: str


@dataclass(frozen=True)
class Code:
    """A code cell: what it calls of the course, with which word, and whether it is folded away."""

    cell: str
    call: str | None
    argument: str | None
    hidden: bool


class Lesson:
    """A lesson taken apart: its lines of prose, its headings and its calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells: list[Any] = read_notebook(path).cells

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of prose, without those between fences."""
        lines = []
        section = ""
        for cell in self.cells:
            if cell.cell_type != "markdown":
                continue
            fenced = False
            for text in cell.source.split("\n"):
                if text.lstrip().startswith(("```", "~~~")):
                    fenced = not fenced
                    continue
                if fenced:
                    continue
                heading = HEADING.match(text)
                if heading and len(heading[1]) == 2:
                    section = heading[2]
                lines.append(Line(name_of(cell), text, section))
            lines.append(Line(name_of(cell), "", section))
        return lines

    @cached_property
    def sections(self) -> list[str]:
        """The headings of the second level."""
        headings = (HEADING.match(line.text) for line in self.lines)
        return [heading[2] for heading in headings if heading and len(heading[1]) == 2]

    @cached_property
    def code(self) -> list[Code]:
        """The code cells, in order."""
        return [
            Code(
                cell=name_of(cell),
                call=(call := course_call(cell.source)),
                argument=first_argument(cell.source) if call else None,
                hidden=cell.get("metadata", {}).get("jupyter", {}).get("source_hidden") is True,
            )
            for cell in self.cells
            if cell.cell_type == "code"
        ]

    def list_items(self, section: str) -> list[str]:
        """The items of the lists in a section, each with its further lines."""
        items: list[str] = []
        for line in self.lines:
            if line.section != section:
                continue
            if LIST_ITEM.match(line.text):
                items.append(LIST_ITEM.sub("", line.text, count=1))
            elif items and line.text.startswith(" "):
                items[-1] += f" {line.text.strip()}"
        return items

    @property
    def asked(self) -> list[Code]:
        """The cells that ask a question."""
        return [code for code in self.code if code.call == "ask"]

    def problem(self, message: str, cell: str = "") -> str:
        """A sentence about this notebook, with the file and the cell in front."""
        place = f"{self.path}: cell “{cell}”" if cell else str(self.path)
        return f"{place}: {message}"


def objectives_of(lesson: Lesson) -> dict[str, str]:
    """The objectives stated in a lesson: ``mid-back.locate`` to the objective's words."""
    found = {}
    for item in lesson.list_items("Objectives"):
        if slug := OBJECTIVE.search(item):
            found[slug[1]] = COMMENT.sub("", item).strip()
    return found


def name_of(cell: Any) -> str:
    """The id by which a message names a cell."""
    return str(cell.get("id", ""))
