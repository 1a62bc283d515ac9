"""The course folder: where its lessons, items and assignments are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from midback.items import (
    AUTHOR_FILE,
    ItemFileError,
    Problem,
    ReferencesError,
    picture_problems,
    read_items,
)
from midback.items.flaws import drafts


class NoCourseError(Exception):
    """There is no course here; the message says what to do."""


@dataclass(frozen=True)
class Course:
    """A course folder, with ``notebooks/``, ``source/`` and ``release/``."""

    root: Path

    @classmethod
    def here(cls, folder: Path | None = None) -> Course:
        """The course of a folder (by default the current one) or of the nearest one above it.

        Raises:
            NoCourseError: none of them is a course folder.
        """
        start = (folder or Path.cwd()).absolute()
        for candidate in (start, *start.parents):
            if (candidate / "nbgrader_config.py").is_file() and (candidate / "notebooks").is_dir():
                return cls(candidate)
        raise NoCourseError(
            f"{start} is not in a course folder: none above it has nbgrader_config.py"
            " and notebooks/. Change to the course's folder first."
        )

    @property
    def lessons(self) -> Sequence[Path]:
        """The lessons' notebooks, in order; the start page is not one."""
        return sorted((self.root / "notebooks").glob("[0-9][0-9]-*.ipynb"))[1:]

    @property
    def notebooks(self) -> Sequence[Path]:
        """Every notebook that is written by hand."""
        return [
            *sorted((self.root / "notebooks").glob("*.ipynb")),
            *sorted((self.root / "source").glob("*/*.ipynb")),
        ]

    @property
    def item_files(self) -> Sequence[Path]:
        """Every author's item file, practice first."""
        return [
            *sorted((self.root / "notebooks" / "items").glob("*.yml")),
            *sorted((self.root / "source").glob(f"*/{AUTHOR_FILE}")),
        ]

    @property
    def assignments(self) -> Sequence[str]:
        """The names of the assignments in ``source/``."""
        return sorted(path.name for path in (self.root / "source").iterdir() if path.is_dir())


def problems_of_items(files: Sequence[Path], *, beside: Sequence[Path] = ()) -> Iterator[Problem]:
    """Everything wrong with these item files, and with them beside each other.

    ``beside`` are further files of the course, whose ids are taken; what else is wrong with those
    is not reported, and they may be half written.
    """
    checked = {path.resolve() for path in files}
    first = {
        draft.id: path for path in beside if path.resolve() not in checked for draft in drafts(path)
    }
    for path in files:
        try:
            items = read_items(path)
        except ItemFileError as error:
            yield from error.problems
            continue
        except ReferencesError as error:
            yield Problem(path, str(error), "")
            continue
        for identifier in items:
            if identifier in first:
                yield Problem(
                    path,
                    f"is also the id of an item in {first[identifier]}.",
                    "Give one of the two another id.",
                    item=identifier,
                    field="id",
                )
            first.setdefault(identifier, path)
        yield from picture_problems(path)
