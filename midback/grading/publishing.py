"""From the author's copy of an assignment to what trainees get: ``PublishQuestions``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import find_all_files

from midback.grading.assignment import AssignmentFolders, grade_id, is_autograded
from midback.items import (
    AUTHOR_FILE,
    ILLUSTRATIVE,
    PUBLIC_FILE,
    Item,
    ScriptConcordance,
    asked_item,
    asks,
    picture_faults,
    public_yaml,
    secret_prose,
)
from midback.marking import mark, model_answer
from midback.responses import FILE_NAME


class PublishError(ValueError):
    """An assignment that must not be released yet; the message lists everything to mend."""


class PublishQuestions(NbGraderPreprocessor):
    """Write the public half of the items beside the released notebook, or refuse.

    It is a preprocessor, and the first of them: what a preprocessor raises makes
    ``nbgrader generate_assignment`` fail and takes the release away again, whereas an error in
    a hook is only logged.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        converter = self.parent.parent
        name = resources["nbgrader"]["assignment"]
        folders = AssignmentFolders.of(converter.coursedir, name, ".")
        items = folders.items()
        if not items and not any(_asks(cell) for cell in nb.cells):
            return nb, resources
        shipped = [
            Path(path)
            for path in find_all_files(
                str(folders.source), [*converter.coursedir.ignore, "*.ipynb", AUTHOR_FILE]
            )
        ]
        notebook = folders.source / f"{resources['nbgrader']['notebook']}.ipynb"
        problems = [
            *_problems_of_cells(nb, items),
            *_problems_of_items(items, folders.source),
            *_problems_of_files(shipped, items),
            *_problems_of_images(folders.source, shipped, items),
        ]
        if not problems:
            public = public_yaml(list(items.values()))
            problems += _problems_of_the_public_half(public, items)
        if problems:
            said = f"{notebook} is not released:\n" + "\n".join(f"- {each}" for each in problems)
            self.log.error(said)  # before the traceback that nbgrader prints
            raise PublishError(said)
        written = dict(resources["outputs"] or {})  # nbconvert's default is an empty text
        written[PUBLIC_FILE] = public.encode("utf-8")
        resources["outputs"] = written
        return nb, resources


class DropAttachments(NbGraderPreprocessor):
    """Drop pictures that the released text of a cell no longer shows.

    nbgrader clears the text of a model answer and keeps the pictures pasted into it.
    """

    def preprocess_cell(self, cell: Any, resources: Any, _index: int) -> tuple[Any, Any]:
        attachments = cell.get("attachments", {})
        for name in list(attachments):
            if f"attachment:{name}" not in cell.source:
                del attachments[name]
        if "attachments" in cell and not attachments:
            del cell["attachments"]
        return cell, resources


def _problems_of_cells(notebook: Any, items: Mapping[str, Item]) -> Iterator[str]:
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        place = f"cell {number} (“{cell.source.strip()[:60]}”)"
        name = grade_id(cell)
        if not _asks(cell):
            if name in items:
                yield (
                    f"{place} has the id of the item “{name}” and does not ask it."
                    f' Make its source midback.ask("{name}").'
                )
            continue
        identifier = asked_item(cell.source)
        if identifier is None:
            yield (
                f"{place} does more than ask one question."
                ' Keep one call in the cell: midback.ask("the-id").'
            )
        elif identifier not in items:
            yield f"{place} asks an item that {AUTHOR_FILE} does not have. Correct the id."
        elif not is_autograded(cell) or name != identifier:
            yield (
                f"{place} must be an autograded cell whose id is the item's."
                " In the Create Assignment sidebar choose “Autograded tests”"
                f" and write the id “{identifier}”."
            )
        elif identifier in seen:
            yield f"{place} asks “{identifier}” a second time. Ask every item once."
        elif not _has_points(cell):
            yield f"{place} has no points. Write a number above 0 in the Create Assignment sidebar."
        seen.add(identifier or "")


def _asks(cell: Any) -> bool:
    return cell.cell_type == "code" and asks(cell.source)


def _has_points(cell: Any) -> bool:
    try:
        most = Decimal(str(cell.metadata["nbgrader"].get("points")))
    except InvalidOperation:
        return False
    return most.is_finite() and most > 0


def _problems_of_items(items: Mapping[str, Item], folder: Path) -> Iterator[str]:
    for item in items.values():
        faults = list(picture_faults(item, folder))
        for field, fault in faults:
            yield f"item “{item.id}”, field “{field}”: {fault.message} {fault.remedy}"
        if isinstance(item, ScriptConcordance) and _is_illustrative(item.panel):
            yield (
                f"item “{item.id}”: its votes are illustrative, and no panel has given them."
                " Use it in practice, or let a panel vote and say in “panel” who they were."
            )
        if faults:
            continue
        result = mark(item, model_answer(item))
        if result.share != 1:
            yield (
                f"item “{item.id}”: its own key does not get full marks ({result.reason})"
                " Correct the key."
            )


def _is_illustrative(panel: str) -> bool:
    return panel.strip(" .").casefold().startswith(ILLUSTRATIVE)


def _problems_of_files(shipped: list[Path], items: Mapping[str, Item]) -> Iterator[str]:
    """Files that would reach every trainee, and must not."""
    secrets = [line.encode("utf-8") for item in items.values() for line in secret_lines(item)]
    for path in shipped:
        if path.name == FILE_NAME:
            yield (
                f"{path} holds answers, and would become every trainee's."
                " Delete it, then generate again."
            )
            continue
        data = path.read_bytes()
        if any(secret in data for secret in secrets):
            yield (
                f"{path} holds the rationale of an item, and would be handed to trainees."
                f" Keep keys in {AUTHOR_FILE} alone."
            )


def _problems_of_images(
    folder: Path, shipped: list[Path], items: Mapping[str, Item]
) -> Iterator[str]:
    """Images that a question shows, and that nbgrader would leave out."""
    there = {path.resolve() for path in shipped}
    for item in items.values():
        image = item.figure.image if item.figure else None
        if image and (folder / image).is_file() and (folder / image).resolve() not in there:
            yield (
                f"item “{item.id}”: {folder / image} would not be handed out,"
                " because c.CourseDirectory.ignore matches it. Give the file another name."
            )


def _problems_of_the_public_half(public: str, items: Mapping[str, Item]) -> Iterator[str]:
    """Secret sentences that an author has also written into a public field.

    YAML breaks long lines, so both are compared with single spaces.
    """
    given = " ".join(public.split())
    for item in items.values():
        for line in secret_lines(item):
            if " ".join(line.split()) in given:
                yield (
                    f"item “{item.id}”: a public field also holds “{line[:60]}”,"
                    " which gives the answer away. Take it out there."
                )


def secret_lines(item: Item) -> list[str]:
    """The first line of each secret text that is long enough to be looked for.

    A word or two may stand in any file; the first line of a whole reason does not.
    """
    lines = [text.splitlines()[0] for text in secret_prose(item).values()]
    return [line for line in lines if len(line) >= 25]
