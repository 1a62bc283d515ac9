"""The questions that a notebook asks: how many, of which kinds, and what they practise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from midback.items.flaws import Draft, drafts
from midback.notebook.parts import Code, Lesson, objectives_of

FEWEST_QUESTIONS = 12
FEWEST_TYPES = 5
FEWEST_OF_AN_OBJECTIVE = 2
THINKING_LEVELS = ("apply", "reason")


def practice_problems(lesson: Lesson) -> Iterator[str]:
    """In what the practice of a lesson falls short of the contract."""
    known, broken = _known(lesson.path.parent / "items")
    if broken:
        yield _uncompared(lesson, broken)
        return
    stated = objectives_of(lesson)
    questions = []
    for code in lesson.asked:
        question = known.get(code.argument or "")
        if question is None:
            yield _unknown(lesson, code)
            continue
        questions.append(question)
        if question.text("objective") not in stated:
            yield lesson.problem(
                f"the question “{question.id}” asks about the objective"
                f" “{question.text('objective')}”, which this lesson does not state.",
                code.cell,
            )
    yield from _asked_again(lesson)
    practised = Counter(question.text("objective") for question in questions)
    for objective in stated if questions else ():
        if practised[objective] == 0:
            yield lesson.problem(f"no question practises the objective “{objective}”.")
        elif practised[objective] < FEWEST_OF_AN_OBJECTIVE:
            yield lesson.problem(
                f"one question practises the objective “{objective}”. Every objective has at least"
                f" {FEWEST_OF_AN_OBJECTIVE}."
            )
    yield from _variety(lesson, questions)
    yield from _unasked(lesson, known)


def patient_problems(lesson: Lesson) -> Iterator[str]:
    """In what the notebook of patients falls short of its contract: each case asked once."""
    known, broken = _known(lesson.path.parent / "items")
    if broken:
        yield _uncompared(lesson, broken)
        return
    for code in lesson.asked:
        question = known.get(code.argument or "")
        if question is None:
            yield _unknown(lesson, code)
        elif question.type != "case":
            yield lesson.problem(
                f"“{question.id}” is a question of type {question.type}. Ask cases here, and this"
                " question in its lesson.",
                code.cell,
            )
    yield from _asked_again(lesson)
    yield from _unasked(lesson, known)


def _known(folder: Path) -> tuple[Mapping[str, Draft], list[str]]:
    """The questions of all files by id, and the names of the files that cannot be read."""
    read = {path: drafts(path) for path in sorted(folder.glob("*.yml"))}
    known = {draft.id: draft for items in read.values() for draft in items}
    return known, [path.name for path, items in read.items() if not items]


def _uncompared(lesson: Lesson, broken: list[str]) -> str:
    return lesson.problem(
        f"the questions were not compared with the lesson, because {', '.join(broken)} cannot be"
        " read. Mend that first."
    )


def _unknown(lesson: Lesson, code: Code) -> str:
    return lesson.problem(
        f"there is no question “{code.argument}” in {lesson.path.parent / 'items'}."
        " Compare the name with the ids there.",
        code.cell,
    )


def _asked_again(lesson: Lesson) -> Iterator[str]:
    for argument, count in Counter(code.argument for code in lesson.asked).items():
        if count > 1:
            yield lesson.problem(f"the question “{argument}” is asked {count} times. Ask it once.")


def _unasked(lesson: Lesson, known: Mapping[str, Draft]) -> Iterator[str]:
    asked = {code.argument for code in lesson.asked}
    for draft in known.values():
        if draft.file.stem == lesson.path.stem and draft.id not in asked:
            yield lesson.problem(
                f"the question “{draft.id}” of {draft.file.name} is not asked."
                f' Add a cell midback.ask("{draft.id}"), or take the question out.'
            )


def _variety(lesson: Lesson, questions: list[Draft]) -> Iterator[str]:
    different = {question.id: question for question in questions}.values()
    if 0 < len(different) < FEWEST_QUESTIONS:
        yield lesson.problem(
            f"there are {len(different)} practice questions."
            f" A lesson has at least {FEWEST_QUESTIONS}."
        )
    types = {question.type for question in different}
    if 0 < len(types) < FEWEST_TYPES:
        yield lesson.problem(
            f"the practice questions are of {len(types)} types ({', '.join(sorted(types))})."
            f" A lesson has at least {FEWEST_TYPES}."
        )
    thinking = sum(question.text("level") in THINKING_LEVELS for question in different)
    if 2 * thinking < len(different):
        yield lesson.problem(
            f"{thinking} of {len(different)} practice questions ask to apply or to reason, and it"
            " should be half of them at least. Raise the level of some; “level” stands on the item."
        )
