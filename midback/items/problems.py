"""What is wrong with an item file, said so that a clinician can put it right."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    fields_of: Callable[[Sequence[str]], tuple[str, Sequence[str]]],
    lines: Mapping[str, int],
    line: int,
) -> list[Problem]:
    """Turn pydantic's errors of one item into sentences.

    ``fields_of`` says for a place in the item what holds it (“item”, “step”) and which fields
    that has; ``lines`` says on which line each dotted path of the file begins, ``line`` where the
    item begins.
    """
    problems = []
    for error in errors:
        location = [str(part) for part in error["loc"] if part not in (kind, "[key]")]
        holder, fields = fields_of(location)
        kinds = f"{kind} item" if holder == "item" else holder
        for fault in _faults(error, location, kinds, holder, fields):
            problems.append(
                Problem(
                    file=file,
                    line=line_of(location, lines, line),
                    item=item,
                    field=".".join(location),
                    message=fault.message,
                    remedy=fault.remedy,
                )
            )
    return problems


def line_of(location: Sequence[str], lines: Mapping[str, int], otherwise: int) -> int:
    """The line of the innermost part of a place that the file has, or the line ``otherwise``."""
    for length in range(len(location), 0, -1):
        path = ".".join(location[:length])
        if path in lines:
            return lines[path]
    return otherwise


def _faults(
    error: Mapping[str, Any],
    location: Sequence[str],
    kinds: str,
    holder: str,
    fields: Sequence[str],
) -> Sequence[Fault]:
    name = location[-1] if location else ""
    given = error.get("input")
    match error["type"]:
        case "faults":
            faults: Sequence[Fault] = error["ctx"]["faults"]
            return faults
        case "missing":
            return [Fault("is missing.", f"Add a line “{name}: …” to the {holder}.")]
        case "extra_forbidden":
            guess = nearest(name, fields)
            return [
                Fault(
                    f"is not a field of a {kinds}.",
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
        case "string_pattern_mismatch" if name == "image":
            return [
                Fault(
                    f"“{given}” is not the name of an image beside the item file.",
                    "Use letters, digits, hyphens and one ending: png, jpg, gif, svg or webp.",
                )
            ]
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
        case "model_type" | "model_attributes_type":
            return [
                Fault(
                    f"should be a group of fields, and is {_described(given)}.",
                    "Write its fields below it, indented.",
                )
            ]
        case "literal_error":
            return [
                Fault(
                    f"“{given}” is not one of its words.",
                    f"Write one of: {error['ctx']['expected']}.".replace(" or ", ", ").replace(
                        "'", ""
                    ),
                )
            ]
        case "bool_type":
            return [Fault(f"should be true or false, and is {_described(given)}.", "Write true.")]
        case "int_type" | "greater_than_equal" | "less_than_equal":
            limits = error.get("ctx", {})
            least, most = limits.get("ge", ""), limits.get("le", "")
            bounds = f", at least {least}" if least != "" else f", at most {most}" if most else ""
            return [
                Fault(
                    f"should be a whole number{bounds}, and is {_described(given)}.",
                    "Write digits only.",
                )
            ]
        case "string_too_long":
            most = error["ctx"]["max_length"]
            return [Fault(f"is longer than {most} letters.", "Write it shorter.")]
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
