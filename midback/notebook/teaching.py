"""What the course teaches, practises and examines, gathered from lessons and item files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from midback.course import Course
from midback.items.flaws import Draft, drafts
from midback.items.problems import Problem, nearest
from midback.notebook.facts import FACTS_FILE, read_facts, taught_facts
from midback.notebook.parts import Lesson, objectives_of

ASSESSMENTS = ("anatomy", "assessment-and-reasoning", "causes-and-structure", "treatment-and-final")
"""The graded assessments that examine the whole course between them."""

FIRST_ASSIGNMENT = "mid-back-basics"
"""The small assignment on the first lesson, by which a class learns how handing in works."""

MOST_OF_AN_OBJECTIVE = 4
LEVELS = ("recall", "apply", "reason")
BRIEF_FILE = "brief.yml"


@dataclass(frozen=True)
class BriefLine:
    """A line of what the course was asked to teach, and the facts that answer it."""

    line: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a lesson teaches a fact."""

    lesson: Path
    section: str


class Teaching:
    """The lessons and items of a course, by objective and by fact."""

    def __init__(self, course: Course) -> None:
        self.course = course

    @cached_property
    def facts(self) -> Mapping[str, Mapping[str, Any]]:
        """The facts of ``notebooks/facts.yml`` by id."""
        return read_facts(self.course.root / "notebooks" / FACTS_FILE)

    @cached_property
    def lessons(self) -> Sequence[Lesson]:
        """The lessons, taken apart."""
        return [Lesson(path) for path in self.course.lessons]

    @cached_property
    def objectives(self) -> Mapping[str, str]:
        """Every objective that a lesson states, by slug."""
        return {
            slug: words for lesson in self.lessons for slug, words in objectives_of(lesson).items()
        }

    @cached_property
    def taught(self) -> Mapping[str, Sequence[Place]]:
        """Where each fact is taught; facts that no lesson teaches are not in it."""
        places: dict[str, list[Place]] = {}
        for lesson in self.lessons:
            for fact, section in taught_facts(lesson).items():
                places.setdefault(fact, []).append(Place(lesson.path, section))
        return places

    @cached_property
    def practice(self) -> Sequence[Draft]:
        """The practice items."""
        return [item for path in self._files("items") for item in drafts(path)]

    @cached_property
    def graded(self) -> Mapping[str, Sequence[Draft]]:
        """The graded items of each assignment: the first assignment, then the assessments."""
        found = {path.parent.name: drafts(path) for path in self._files("source")}
        order = (FIRST_ASSIGNMENT, *ASSESSMENTS)
        return {name: found[name] for name in (*order, *sorted(found)) if name in found}

    @property
    def examined(self) -> Sequence[Draft]:
        """All graded items."""
        return [item for items in self.graded.values() for item in items]

    @property
    def assessed(self) -> Sequence[Draft]:
        """The items of the assessments, without those of the first assignment."""
        return [item for name in ASSESSMENTS for item in self.graded.get(name, ())]

    @property
    def complete(self) -> bool:
        """Whether every assessment is there."""
        return all(name in self.graded for name in ASSESSMENTS)

    @cached_property
    def brief(self) -> Sequence[BriefLine]:
        """The lines of ``notebooks/brief.yml``."""
        path = self.course.root / "notebooks" / BRIEF_FILE
        if not path.is_file():
            return ()
        lines = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [BriefLine(line["line"], tuple(line["facts"])) for line in lines]

    def _files(self, kind: str) -> list[Path]:
        return [
            path
            for path in self.course.item_files
            if (kind == "items") == (path.parent.name == "items")
        ]


def item_gaps(files: Sequence[Path], facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Items that do not say what they ask of the mind, or which facts they are about."""
    for path in files:
        for item in drafts(path):
            if not item.text("level"):
                yield _gap(item, "level", "is missing.", f"Write one of: {', '.join(LEVELS)}.")
            if "facts" not in item.fields:
                yield _gap(
                    item,
                    "facts",
                    "is missing.",
                    f"List the ids of {FACTS_FILE} that it practises or examines; write “[]” only"
                    " where none fits.",
                )
            for fact in item.words("facts"):
                if fact not in facts:
                    guess = nearest(fact, list(facts)) or "Compare it with the ids there."
                    yield _gap(item, "facts", f"“{fact}” is not a fact of {FACTS_FILE}.", guess)


def course_gaps(teaching: Teaching) -> Iterator[str]:
    """What the course as a whole leaves out, one sentence or two each."""
    used = {
        fact for item in (*teaching.practice, *teaching.examined) for fact in item.words("facts")
    }
    file = teaching.course.root / "notebooks" / FACTS_FILE
    for fact in teaching.facts:
        if fact not in teaching.taught:
            yield (
                f"{file}: no lesson teaches the fact “{fact}”."
                f" End the line that does with “<!-- fact: {fact} -->”."
            )
        if fact not in used:
            yield (
                f"{file}: no question practises or examines the fact “{fact}”."
                " Name it under “facts” of an item that does, or write one."
            )
    brief = teaching.course.root / "notebooks" / BRIEF_FILE
    for line in teaching.brief:
        for fact in line.facts:
            if fact not in teaching.facts:
                yield f"{brief}: “{fact}” is not a fact of {FACTS_FILE}. Compare it with the ids."
    yield from _objective_gaps(teaching)


def _objective_gaps(teaching: Teaching) -> Iterator[str]:
    source = teaching.course.root / "source"
    counted = [item.text("objective") for item in teaching.assessed]
    for objective in teaching.objectives if teaching.complete else ():
        number = counted.count(objective)
        if number == 0:
            yield (
                f"{source}: no assessment examines the objective “{objective}”."
                " Write a graded item for it."
            )
        elif number > MOST_OF_AN_OBJECTIVE:
            yield (
                f"{source}: the assessments examine the objective “{objective}” {number} times."
                f" Keep at most {MOST_OF_AN_OBJECTIVE}, and spend the others elsewhere."
            )


def _gap(item: Draft, field: str, message: str, remedy: str) -> Problem:
    return Problem(item.file, message, remedy, item.line_of(field), item.id, field)
