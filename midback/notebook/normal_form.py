"""The one form in which the course keeps a notebook, so that a change shows only what changed.

- No outputs, counts or widget state: they are made by running, differ between machines, and an
  answer could stand in them.
- Kernel ``python3``: any other name makes JupyterLab ask the trainee to choose one.
- Metadata from a list: editors leave traces of their own, and those are nobody's business.
- Cell ids that can be read: a message or a review names a cell by its id.
- The layout in which Jupyter itself saves, so that opening and saving changes nothing more.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

_VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MACHINE_MADE_ID = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*[0-9])[0-9a-f]{8}"
)
_LONGEST_MADE_ID = 48
_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)


class NotebookError(ValueError):
    """A file that is not a notebook; the message names the file and the remedy."""


def read_notebook(path: Path) -> Any:
    """The notebook as it stands in the file, brought to format 4 if it is older.

    Raises:
        NotebookError: the file cannot be read, or is no notebook.
    """
    import nbformat

    remedy = "Take the last good version of the file, for example from git."
    try:
        notebook = nbformat.reader.reads(path.read_text(encoding="utf-8"))
        if notebook.nbformat != 4:
            notebook = nbformat.convert(notebook, 4)
    except OSError as error:
        raise NotebookError(f"{path}: cannot be read ({error.strerror}).") from None
    except Exception as error:  # nbformat lets through whatever the damage provokes
        raise NotebookError(f"{path}: is not a notebook ({error}). {remedy}") from None
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all("cell_type" in cell for cell in cells):
        raise NotebookError(f"{path}: has no list of cells. {remedy}")
    for cell in cells:
        source = cell.get("source", "")
        cell["source"] = "".join(source) if isinstance(source, list) else source
    return notebook


def tidy_notebook(path: Path | str) -> bool:
    """Write the notebook in its normal form, and say whether that changed the file.

    A second call changes nothing.
    Whitespace at the end of a line goes: a line break inside a Markdown paragraph is written
    with a backslash.
    Cells that hold a single call of the course have their code collapsed.

    Raises:
        NotebookError: the file is no notebook; it is left as it is.
    """
    import nbformat

    path = Path(path)
    notebook = read_notebook(path)
    notebook["cells"] = [_tidy_cell(cell) for cell in notebook.cells]
    _name_cells(notebook.cells)
    notebook["metadata"] = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook["nbformat_minor"] = max(notebook.get("nbformat_minor", 0), 5)
    notebook = nbformat.from_dict(notebook)
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise NotebookError(f"{path}: is not a valid notebook: {error}") from None
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    tidied = text.encode("utf-8")
    if tidied == path.read_bytes():
        return False
    path.write_bytes(tidied)
    return True


def course_call(source: str) -> str | None:
    """What a cell calls, as ``ask``, ``explore.prevalence`` or ``import`` (of the course).

    None if the cell holds anything but one call of ``midback`` or ``import midback``.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return None
    match statements:
        case [ast.Import(names=[ast.alias(name="midback", asname=None)])]:
            return "import"
        case [ast.Expr(value=ast.Call(func=function))]:
            name = ast.unparse(function)
            return name.removeprefix("midback.") if name.startswith("midback.") else None
    return None


def first_argument(source: str) -> str | None:
    """The first argument of a one-call cell, if it is a text written out."""
    match ast.parse(source).body:
        case [ast.Expr(value=ast.Call(args=[ast.Constant(value=str(text)), *_]))]:
            return text
    return None


def _tidy_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    lines = cell["source"].replace("\r\n", "\n").split("\n")
    source = "\n".join(line.rstrip() for line in lines).strip("\n")
    tidied: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "metadata": _tidy_metadata(cell.get("metadata", {}), cell["cell_type"], source),
        "source": source,
    }
    if "id" in cell:
        tidied["id"] = cell["id"]
    if cell["cell_type"] == "code":
        tidied |= {"execution_count": None, "outputs": []}
    elif cell.get("attachments"):
        tidied["attachments"] = cell["attachments"]
    return tidied


def _tidy_metadata(metadata: Mapping[str, Any], cell_type: str, source: str) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    hidden = metadata.get("jupyter", {}).get("source_hidden", False)
    if hidden or (cell_type == "code" and course_call(source)):
        kept["jupyter"] = {"source_hidden": True}
    if "nbgrader" in metadata:
        kept["nbgrader"] = metadata["nbgrader"]
    if metadata.get("tags"):
        kept["tags"] = metadata["tags"]
    return kept


def _name_cells(cells: list[dict[str, Any]]) -> None:
    """Give every cell a valid, unique id, and keep those that a person could have chosen."""
    taken: set[str] = set()
    nameless = []
    for cell in cells:
        name = cell.get("id")
        if (
            isinstance(name, str)
            and _VALID_ID.fullmatch(name)
            and not _MACHINE_MADE_ID.fullmatch(name)
            and name not in taken
        ):
            taken.add(name)
        else:
            nameless.append(cell)
    for cell in nameless:
        wanted = _readable_id(cell)
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        cell["id"] = name


def _readable_id(cell: Mapping[str, Any]) -> str:
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    if _VALID_ID.fullmatch(grade_id):
        return str(grade_id)
    source = cell["source"]
    if cell["cell_type"] == "code" and (call := course_call(source)):
        argument = "midback" if call == "import" else first_argument(source) or ""
        words = f"{call} {argument}"
    elif cell["cell_type"] == "markdown" and (heading := _HEADING.search(source)):
        words = heading[1]
    else:
        words = " ".join(source.split()[:6])
    return _slug(words) or str(cell["cell_type"])


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(slug) > _LONGEST_MADE_ID:
        slug = slug[: _LONGEST_MADE_ID + 1].rpartition("-")[0] or slug[:_LONGEST_MADE_ID]
    # A heading such as “2024” must not look like an id that a machine made.
    return f"cell-{slug}" if _MACHINE_MADE_ID.fullmatch(slug) else slug
