"""The marking scheme of a written answer, beside the answer that is to be marked by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from nbformat.v4 import new_markdown_cell

from midback.grading.assignment import grade_id

SCHEME = "midback_mark_scheme"
"""In a cell's metadata: this is a marking scheme, and not part of the submission."""

FOR_THE_MARKER = "**For the marker**"
FOR_THE_TRAINEE = "**How this answer is marked**"

_SCHEME = re.compile(r"### BEGIN MARK SCHEME\n(.*?)\n### END MARK SCHEME", re.DOTALL)


def with_mark_schemes(notebook: Any, author: Path) -> None:
    """Put the author's marking schemes behind the answers they belong to.

    nbgrader takes them out of what is released, and so they would be missing in formgrader,
    where a human marks by them.
    """
    schemes = mark_schemes(author)
    cells = [cell for cell in notebook.cells if SCHEME not in cell.metadata]
    notebook.cells = []
    for cell in cells:
        notebook.cells.append(cell)
        name = grade_id(cell)
        if name in schemes:
            made = new_markdown_cell(f"{FOR_THE_MARKER}\n\n{schemes[name]}")
            made.id = f"mark-scheme-{name}"[:64]
            made.metadata[SCHEME] = name
            notebook.cells.append(made)


def mark_schemes(author: Path) -> dict[str, str]:
    """The marking schemes in an author's notebook, by the id of the answer's cell."""
    found = {}
    for cell in json.loads(author.read_text(encoding="utf-8"))["cells"]:
        name = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        scheme = _SCHEME.search("".join(cell["source"]))
        if name and scheme:
            found[name] = scheme.group(1).strip()
    return found
