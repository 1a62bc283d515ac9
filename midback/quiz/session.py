"""What one notebook has asked and been answered, as long as its kernel lives."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from midback.items import CaseQuestion, asked_items
from midback.quiz.drawing import committed
from midback.quiz.errors import CourseError
from midback.quiz.finding import Found, files_stamp, find
from midback.responses import Record, ResponseFile, ResponsesError

MOST_WATCHERS = 4
"""So many windows of one question are kept alike."""

TAKEN_BACK = (
    "This step was committed before, perhaps in another window, and cannot be taken back."
    " Run the cell again to see how far the case has come."
)


class Session:
    """The questions and answers of the notebooks of one folder, in this kernel."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: dict[str, Found] = {}
        self.listeners: list[Callable[[], None]] = []
        self.watchers: dict[str, list[Callable[[Record], None]]] = {}
        self._file = ResponseFile(folder)
        self._unread = ""
        self._questions: dict[str, Found] = {}
        self._counted: object = None

    @property
    def notice(self) -> str:
        """What a trainee must know about the file of answers, or an empty text."""
        if self._unread:
            return self._unread
        if not self._file.set_aside:
            return ""
        return (
            "The file of your earlier answers was damaged."
            f" It was kept as {self._file.set_aside[-1].name}, and a new one was begun."
            " Show the kept file to your instructor if answers are missing."
        )

    def recorded(self, found: Found) -> object:
        """The recorded response to a question, or None."""
        record = self.recorded_fully(found)
        return record.response if record else None

    def recorded_fully(self, found: Found) -> Record | None:
        """All that is recorded of a question, or None."""
        return None if found.mode == "preview" else self.records().get(found.question.id)

    def records(self) -> dict[str, Record]:
        """All that is recorded, by item id; empty, with a notice, where it cannot be read."""
        try:
            records = dict(self._file.read())
            self._unread = ""
            return records
        except ResponsesError as error:
            self._unread = str(error)
            return {}

    def record(
        self,
        found: Found,
        response: object,
        *,
        checked: bool,
        certainty: str = "",
        shown: bool = False,
        afresh: bool = False,
    ) -> Record | None:
        """Record a response on the disk.

        In a graded assignment every recorded change is an attempt, in practice every check;
        a preview records nothing and returns None.
        A committed step of a case does not change, unless a practice case begins ``afresh``.
        That an answer was ``shown`` stays on record, whatever is answered later.

        Raises:
            ResponsesError: it was not recorded; the message says what to do.
        """
        if found.mode == "preview":
            return None

        def allow(earlier: Record | None) -> None:
            case = found.public
            if earlier is not None and isinstance(case, CaseQuestion) and not afresh:
                refuse_to_take_back(case, earlier.response, response)

        record = self._file.record(
            found.question.id,
            response,
            attempt=checked or found.mode == "graded",
            certainty=certainty,
            shown=shown,
            keep_first=checked and found.mode == "practice",
            allow=allow,
        )
        self._unread = ""
        return record

    def watch(self, identifier: str, watcher: Callable[[Record], None]) -> None:
        """Tell ``watcher`` what is recorded of a question from now on.

        Every run of a cell makes another card, so only the latest few are told.
        """
        watchers = self.watchers.setdefault(identifier, [])
        watchers.append(watcher)
        del watchers[:-MOST_WATCHERS]

    def tell(self, identifier: str, record: Record | None) -> None:
        """Tell those who watch a question, and those who listen, that it was recorded."""
        if record is not None:
            for watcher in list(self.watchers.get(identifier, ())):
                watcher(record)
        for listener in self.listeners:
            listener()

    def questions(self) -> dict[str, Found]:
        """The questions of this notebook, in its order.

        Where the server tells which notebook this kernel runs they are read from the notebook;
        elsewhere they are those that were asked so far.
        """
        identifiers = _asked_in(os.environ.get("JPY_SESSION_NAME", ""), self.folder)
        wanted = identifiers or list(self.asked)
        stamp = (tuple(wanted), tuple(self.asked), files_stamp(self.folder))
        if stamp != self._counted:
            self._questions = dict(self._find_all(wanted))
            self._counted = stamp
        return dict(self._questions)

    def _find_all(self, identifiers: Sequence[str]) -> Iterator[tuple[str, Found]]:
        for identifier in identifiers:
            try:
                yield identifier, self.asked.get(identifier) or find(identifier, self.folder)
            except CourseError:
                continue


def refuse_to_take_back(case: CaseQuestion, earlier: object, now: object) -> None:
    """Raise ``ResponsesError`` unless ``now`` is ``earlier`` with at most one further step."""
    before, after = committed(case, earlier), committed(case, now)
    kept = all(word in after and set(after[word]) == set(before[word]) for word in before)
    if not kept or len(after) > len(before) + 1:
        raise ResponsesError(TAKEN_BACK)


@lru_cache(maxsize=8)
def session(folder: Path) -> Session:
    """The session of a folder: the same for every card of a kernel."""
    return Session(folder)


def _asked_in(name: str, folder: Path) -> list[str]:
    """The ids asked in the notebook of that name, if it is here and can be read."""
    path = folder / Path(name).name
    try:
        stamp = path.stat().st_mtime_ns if name.endswith(".ipynb") and path.is_file() else 0
    except OSError:
        return []
    return list(_asked_by(path, stamp)) if stamp else []


@lru_cache(maxsize=4)
def _asked_by(path: Path, _stamp: int) -> tuple[str, ...]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(dict.fromkeys(name for source in sources for name in asked_items(source)))
