"""What a preview shows: the cards of a file's questions, or what is wrong with the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from midback.course import Course
from midback.items import (
    Item,
    ItemFileError,
    ReferencesError,
    find_references,
    picture_problems,
    read_items,
)
from midback.items.flaws import drafts, flaws
from midback.quiz.finding import Found
from midback.quiz.session import Session
from midback.quiz.widget import QuestionCard

Send = Callable[[dict[str, Any]], None]


class NothingToPreviewError(Exception):
    """There is no such file or question; the message says what to do."""


@dataclass(frozen=True)
class Subject:
    """What is previewed: a file, and one item of it or all (an empty ``item``)."""

    file: Path
    item: str = ""

    @classmethod
    def named(cls, name: str, course: Course) -> Subject:
        """The file of that path, or the item of that id in the course.

        Raises:
            NothingToPreviewError: it is neither.
        """
        if name.endswith((".yml", ".yaml")):
            if Path(name).is_file():
                return cls(Path(name).absolute())
            raise NothingToPreviewError(f"There is no file {name} here.")
        for file in course.item_files:
            if any(draft.id == name for draft in drafts(file)):
                return cls(file, name)
        raise NothingToPreviewError(
            f"No item file of the course holds a question “{name}”."
            " Write the id of a question, or the path of an item file."
        )

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Changes when something is saved that the questions are drawn from."""
        bibliography = find_references(self.file)
        files = [self.file, *([bibliography] if bibliography else [])]
        files += sorted(self.file.parent.glob("*.[pjs][npv]g"))
        found = []
        for file in files:
            try:
                status = file.stat()
            except OSError:  # an editor puts a file back a moment after it took it away
                continue
            found.append((str(file), status.st_mtime_ns, status.st_size))
        return tuple(found)

    def items(self) -> tuple[Sequence[Item], Sequence[str]]:
        """The items to show, and in sentences what is wrong with the file or a picture."""
        try:
            items = read_items(self.file)
        except ItemFileError as error:
            return [], [str(problem) for problem in error.problems]
        except ReferencesError as error:
            return [], [str(error)]
        if self.item and self.item not in items:
            return [], [f"{self.file}: there is no item “{self.item}” any more. Its id changed?"]
        faults = [fault for fault in picture_problems(self.file) if self.item in ("", fault.item)]
        undrawn = {fault.item for fault in faults}
        shown = [
            item for name, item in items.items() if self.item in ("", name) and name not in undrawn
        ]
        return shown, [str(fault) for fault in faults]

    def advice(self) -> Sequence[str]:
        """The item-writing flaws of what is shown, in sentences."""
        return [str(flaw) for flaw in flaws([self.file]) if self.item in ("", flaw.item)]


class Table:
    """The cards of one open page: the very cards of a notebook, without a kernel.

    ``send`` takes what the page is to be told: first the whole state, then every trait that
    changes.
    Nothing is recorded, because a card in the mode “preview” records nothing.
    """

    def __init__(self, subject: Subject, send: Send) -> None:
        self._subject = subject
        self._send = send
        self._cards: dict[str, QuestionCard] = {}

    def lay_out(self) -> None:
        """Draw everything anew and send it."""
        items, problems = self._subject.items()
        session = Session(self._subject.file.parent)
        self.clear()
        problems = list(problems)
        for item in items:
            found = Found(item, "preview", self._subject.file.parent)
            try:
                self._cards[item.id] = self._watched(QuestionCard(found, session), item.id)
            except Exception as error:  # the author must be told, whatever it was
                problems.append(f"{self._subject.file}: “{item.id}” cannot be shown: {error}")
        names = _traits()
        self._send(
            {
                "kind": "all",
                "title": self._subject.item or self._subject.file.name,
                "problems": problems,
                "advice": self._subject.advice(),
                "questions": [
                    {"id": name, "traits": {trait: getattr(card, trait) for trait in names}}
                    for name, card in self._cards.items()
                ],
            }
        )

    def take(self, message: Mapping[str, Any]) -> None:
        """What the page says: a card's pick.

        Raises:
            ValueError: it is nothing that a card of this table says.
        """
        card = self._cards.get(str(message.get("id")))
        pick = message.get("pick")
        if card is None or not isinstance(pick, dict):
            raise ValueError("The page sent something that no card sends.")
        card.pick = pick

    def clear(self) -> None:
        """Take the cards away."""
        for card in self._cards.values():
            card.unobserve_all()
            card.close()
        self._cards = {}

    def _watched(self, card: QuestionCard, name: str) -> QuestionCard:
        def tell(change: Any) -> None:
            self._send({"kind": "trait", "id": name, "name": change.name, "value": change.new})

        # The card sets “receipt” last, so the page has the feedback by the time it is told.
        card.observe(tell, [trait for trait in _traits() if trait != "pick"])
        return card


def _traits() -> list[str]:
    return list(QuestionCard.class_own_traits(sync=True))
