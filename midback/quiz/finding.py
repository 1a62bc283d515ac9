"""Which question a notebook asks for, and what may be done with it there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from midback.items import (
    AUTHOR_FILE,
    PUBLIC_FILE,
    Item,
    ItemFileError,
    Question,
    ReferencesError,
    read_items,
    read_questions,
)
from midback.quiz.errors import CourseError

Mode = Literal["practice", "graded", "preview"]

PRACTICE_FOLDER = "items"


@dataclass(frozen=True)
class Found:
    """A question and how it is asked.

    ``practice`` and ``preview`` know the key, ``graded`` does not; ``preview`` records nothing.
    ``folder`` is where the question's file lies, with its images.
    """

    question: Question
    mode: Mode
    folder: Path = Path()

    @property
    def item(self) -> Item | None:
        """The question with its key, where it may be known."""
        return self.question if isinstance(self.question, Item) else None

    @cached_property
    def public(self) -> Question:
        """The question's public half: what may be drawn."""
        return self.item.public() if self.item else self.question


def find(identifier: str, folder: Path) -> Found:
    """The question of that id for a notebook in that folder.

    The folder's ``items.yml`` (the author's copy) is looked at first, then its
    ``questions.yml`` (the public half), then ``items/*.yml`` (practice).

    Raises:
        CourseError: there is no such question, or its file is damaged.
    """
    if not isinstance(identifier, str):
        raise CourseError("midback.ask needs the id of a question in quotes.")
    known: list[str] = []
    for path, mode in _files_by_mention(identifier, folder):
        questions = _read(path, mode)
        if identifier in questions:
            return Found(questions[identifier], mode, path.parent)
        known += questions
    if not known:
        raise CourseError(
            f"There are no questions beside this notebook: {folder.name}/ has neither"
            f" {PUBLIC_FILE} nor a folder {PRACTICE_FOLDER}/."
            " Open the notebook inside the folder it was handed out in."
        )
    close = difflib.get_close_matches(identifier, known, n=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    raise CourseError(f"There is no question “{identifier}” in this folder.{hint}")


def files_stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """When each file of questions of a folder was last written: it changes as they do."""
    stamps = []
    for path, _ in _files(folder):
        try:
            stamps.append((path.name, path.stat().st_mtime_ns))
        except OSError:
            stamps.append((path.name, 0))
    return tuple(stamps)


def _files_by_mention(identifier: str, folder: Path) -> list[tuple[Path, Mode]]:
    """The folder's files, those first that mention the id: reading all of a course takes long."""
    return sorted(_files(folder), key=lambda file: not _mentions(file[0], identifier))


def _mentions(path: Path, identifier: str) -> bool:
    try:
        return identifier.encode() in path.read_bytes()
    except (OSError, UnicodeEncodeError):  # reading it as a file of questions tells what is wrong
        return False


def _files(folder: Path) -> Iterator[tuple[Path, Mode]]:
    if (folder / AUTHOR_FILE).exists():
        yield folder / AUTHOR_FILE, "preview"
    elif (folder / PUBLIC_FILE).exists():
        yield folder / PUBLIC_FILE, "graded"
    else:
        for path in sorted((folder / PRACTICE_FOLDER).glob("*.yml")):
            yield path, "practice"


def _read(path: Path, mode: Mode) -> Mapping[str, Question]:
    try:
        return read_questions(path) if mode == "graded" else read_items(path)
    except ItemFileError as error:
        if mode == "graded":
            raise CourseError(
                f"{path.name} is damaged, so this question cannot be shown."
                " Your answers are safe. Fetch the assignment again into a new folder"
                f" and copy {path.name} from there. ({error.problems[0]})"
            ) from None
        raise CourseError(str(error)) from None
    except ReferencesError as error:
        raise CourseError(str(error)) from None
