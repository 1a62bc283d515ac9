"""The facts of the course in a lesson: a comment at the end of a line says what it teaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from midback.items.problems import nearest
from midback.notebook.parts import OBJECTIVE, Lesson

FACTS_FILE = "facts.yml"
"""The facts that the course teaches, beside the lessons."""

_COMMENT = re.compile(r"<!--\s*facts?\b:?\s*(.*?)\s*-->")
_WELL_FORMED = re.compile(r"<!-- fact: [a-z0-9-]+(?:, [a-z0-9-]+)* -->")


def read_facts(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The facts of a file by id, in its order; none where there is no file.

    Raises:
        ValueError: the file is no list of facts; the message names the file and the remedy.
    """
    if not path.is_file():
        return {}
    return _read(path, path.stat().st_mtime_ns)


def taught_facts(lesson: Lesson) -> dict[str, str]:
    """The facts that a lesson teaches: fact id to the section in which it first does."""
    taught: dict[str, str] = {}
    for line in lesson.lines:
        for comment in _COMMENT.findall(line.text):
            for fact in re.split(r"[,\s]+", comment):
                if fact:
                    taught.setdefault(fact, line.section)
    return taught


def fact_problems(lesson: Lesson) -> Iterator[str]:
    """Comments that name no fact of the course, or stand where they cannot be read."""
    try:
        facts = read_facts(lesson.path.parent / FACTS_FILE)
    except ValueError as error:
        yield lesson.problem(f"its facts were not looked at, because {error}")
        return
    for line in lesson.lines:
        for comment in _COMMENT.finditer(line.text):
            if not _WELL_FORMED.fullmatch(comment[0]):
                yield lesson.problem(
                    f"“{comment[0]}” is not of the form “<!-- fact: one-id, another-id -->”.",
                    line.cell,
                )
            if comment.end() != len(line.text.rstrip()) and not line.text.startswith("|"):
                yield lesson.problem(
                    f"“{comment[0]}” should stand at the end of its line.", line.cell
                )
            if OBJECTIVE.search(line.text):
                yield lesson.problem(
                    f"“{comment[0]}” stands beside the name of an objective."
                    " Move it to the line that teaches the fact.",
                    line.cell,
                )
    for fact in taught_facts(lesson):
        if fact not in facts:
            guess = nearest(fact, list(facts)) or "Compare it with the ids there."
            yield lesson.problem(f"“{fact}” is not a fact of {FACTS_FILE}. {guess}")


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: int) -> Mapping[str, Mapping[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        facts = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        return {fact["id"]: fact for fact in facts}
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise ValueError(
            f"{path} is not a list of facts ({error}). Begin every fact with “- id: …”."
        ) from None
