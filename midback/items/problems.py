"""What is wrong with an item file, said so that a clinician can put it right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing wrong inside one field, and how to mend it."""

    message: str
    remedy: str


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file: where it is, what it is and how to mend it.

    ``line`` counts from 1; ``item`` and ``field`` are empty where the whole file is meant.
    """

    file: Path
    message: str
    remedy: str
    line: int = 0
    item: str = ""
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        names = [f"item “{self.item}”"] if self.item else []
        names += [f"field “{self.field}”"] if self.field else []
        where = f"{place}: {', '.join(names)}" if names else place
        return f"{where}: {self.message} {self.remedy}".rstrip()


class ItemFileError(ValueError):
    """An item file that cannot be used. ``problems`` holds everything wrong with it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def listed(words: Iterable[object]) -> str:
    """The words as a sentence lists them: ``t2, t4, t7``."""
    return ", ".join(str(word) for word in words)


def nearest(word: str, known: Sequence[str]) -> str:
    """“Did you mean …?” where a known word is close, else an empty text."""
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean “{close[0]}”?" if close else ""


def problems_of_validation(
    errors: Iterable[Mapping[str, Any]],
    *,
    file: Path,
    item: str,
    kind: str,
    fields: Sequence[str],
    lines: Mapping[str, int],
    line: int,
) -> list[Problem]:
    """Turn pydantic's errors of one item into sentences.

    ``fields`` are the fields this type of item has; ``lines`` says on which line each
    field of the file begins, ``line`` where the item begins.
    """
    problems = []
    for error in errors:
        location = [str(part) for part in error["loc"] if part != kind]
        field = location[0] if location else ""
        for fault in _faults(error, location, kind, fields):
            problems.append(
                Problem(
                    file=file,
                    line=lines.get(field, line),
                    item=item,
                    field=".".join(location),
                    message=fault.message,
                    remedy=fault.remedy,
                )
            )
    return problems


def _faults(
    error: Mapping[str, Any], location: Sequence[str], kind: str, fields: Sequence[str]
) -> Sequence[Fault]:
    name = location[-1] if location else ""
    given = error.get("input")
    match error["type"]:
        case "faults":
            faults: Sequence[Fault] = error["ctx"]["faults"]
            return faults
        case "missing":
            return [Fault("is missing.", f"Add a line “{name}: …” to the item.")]
        case "extra_forbidden":
            guess = nearest(name, fields)
            return [
                Fault(
                    f"is not a field of a {kind} item.",
                    guess or f"Its fields are: {listed(fields)}.",
                )
            ]
        case "string_type" if isinstance(given, bool | int | float) or given is not None:
            return [
                Fault(
                    f"should be text, and is {_described(given)}.",
                    f'Write the text in quotes: “{name}: "{given}"”.'
                    if not isinstance(given, list | dict)
                    else "Write one text.",
                )
            ]
        case "string_type" | "string_too_short":
            return [Fault("is empty.", "Write the text after the colon.")]
        case "string_pattern_mismatch":
            return [
                Fault(
                    f"“{given}” is not a word this format can use.",
                    "Use lower-case letters, digits and hyphens, and begin with a letter,"
                    " as in “band-pain-at-the-nipple”"
                    + (" (an objective is lesson.objective)." if name == "objective" else "."),
                )
            ]
        case "mapping_type" | "dict_type":
            return [
                Fault(
                    f"should be a list of “word: text” lines, and is {_described(given)}.",
                    "Write one “word: text” line for each, indented under the field.",
                )
            ]
        case "tuple_type" | "list_type":
            return [
                Fault(
                    f"should be a list, and is {_described(given)}.",
                    f"Write it in square brackets: “{name}: [{given}]”.",
                )
            ]
        case "too_short":
            least = error["ctx"]["min_length"]
            return [Fault(f"has fewer than {least}.", f"Write at least {least}.")]
        case "too_long":
            most = error["ctx"]["max_length"]
            return [Fault(f"has more than {most}.", f"Keep at most {most}.")]
        case _:
            return [Fault(f"{error['msg']}.", "Compare it with an example in docs/items.md.")]


def _described(value: object) -> str:
    if isinstance(value, bool):
        return "the truth value " + ("true" if value else "false")
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "text"
    return f"the number {value}"
