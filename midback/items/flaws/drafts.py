"""Item files as the item-writing rules see them: text and where it stands, valid or not.

An author asks for advice while the file is half written, so nothing here needs a whole item, and
one broken file never keeps the others from being looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"[*_`]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Choice:
    """One list of options and what is asked of it: an item's own, or a step's of a case.

    ``field`` is where it stands in the item (empty for the item itself), ``keys`` the words of
    the right options, ``single`` whether one option and no more is right, and ``fixed`` whether
    every trainee sees the options in the order of the file.
    """

    field: str
    situation: str
    question: str
    options: Mapping[str, str]
    keys: tuple[str, ...]
    single: bool
    fixed: bool

    def inside(self, name: str) -> str:
        """The path of a field of this list, as ``options`` or ``steps.first.options``."""
        return f"{self.field}.{name}" if self.field else name

    @property
    def right(self) -> Mapping[str, str]:
        """The options that are right, by word."""
        return {word: text for word, text in self.options.items() if word in self.keys}

    @property
    def wrong(self) -> Mapping[str, str]:
        """The options that are not, by word."""
        return {word: text for word, text in self.options.items() if word not in self.keys}


@dataclass(frozen=True)
class Draft:
    """An item as it stands in a file: every value a text, ``lines`` by dotted path."""

    file: Path
    line: int
    fields: Mapping[str, Any]
    lines: Mapping[str, int]

    @property
    def id(self) -> str:
        """The item's id, or a text that says there is none."""
        return self.text("id") or "without id"

    @property
    def type(self) -> str:
        """The type of question."""
        return self.text("type")

    def text(self, field: str) -> str:
        """The text of a field, empty where there is none."""
        value = self.fields.get(field)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, field: str) -> dict[str, str]:
        """The “word: text” lines of a field."""
        return _texts(self.fields.get(field))

    def words(self, field: str) -> tuple[str, ...]:
        """The words of a list, or the one word that stands in its place."""
        return _words(self.fields.get(field))

    def line_of(self, field: str) -> int:
        """The line of a field given by its dotted path, or of the nearest field above it."""
        while field:
            if field in self.lines:
                return self.lines[field]
            field = field.rpartition(".")[0]
        return self.line

    @property
    def waivers(self) -> dict[str, str]:
        """The rules that the author sets aside on this item, each with the reason."""
        return self.texts("waive")

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every list of options with a key of its own: none where pairs are to be made."""
        if self.type in ("single-best-answer", "multiple-response"):
            return (
                Choice(
                    field="",
                    situation=self.text("stem"),
                    question=self.text("lead_in"),
                    options=self.texts("options"),
                    keys=self.words("key"),
                    single=self.type == "single-best-answer",
                    fixed=self.text("shuffle") != "true",
                ),
            )
        return tuple(self._steps()) if self.type == "case" else ()

    def _steps(self) -> Iterator[Choice]:
        steps = self.fields.get("steps")
        for word, step in steps.items() if isinstance(steps, dict) else ():
            if not isinstance(step, dict):
                continue
            keys = _words(step.get("key"))
            yield Choice(
                field=f"steps.{word}",
                situation=str(step.get("situation", "")),
                question=str(step.get("prompt", "")),
                options=_texts(step.get("options")),
                keys=keys,
                single=step.get("kind") == "decide" and len(keys) == 1,
                fixed=self.text("shuffle") != "true",
            )

    @cached_property
    def premises(self) -> dict[str, str]:
        """What options are matched to."""
        return self.texts("stems") or self.texts("premises")

    @cached_property
    def everything_asked(self) -> str:
        """All that a trainee reads before answering, as plain lower-case words."""
        parts = [self.text("stem"), self.text("lead_in"), *self.premises.values()]
        parts += [self.text("hypothesis"), self.text("finding"), self.text("plate")]
        parts += sorted([*self.texts("options").values(), *self.texts("entries").values()])
        for choice in self.choices:
            if choice.field:
                parts += [choice.situation, choice.question, *sorted(choice.options.values())]
        return " ".join(re.findall(r"[a-z0-9]+", plain(" ".join(parts)).lower()))


def drafts(path: Path) -> list[Draft]:
    """The items of a file as far as they can be made out; none where it is not YAML."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return []  # reading the file says what is wrong with it
    if not isinstance(root, yaml.SequenceNode):
        return []
    found = []
    for node in root.value:
        if isinstance(node, yaml.MappingNode):
            lines: dict[str, int] = {}
            found.append(Draft(path, node.start_mark.line + 1, _value(node, "", lines), lines))
    return found


def plain(text: str) -> str:
    """A text without its Markdown, on one line."""
    return _SPACE.sub(" ", _EMPHASIS.sub("", _LINK.sub(r"\1", text))).strip()


# Every scalar stays the text that the author wrote: “no”, 0.50 and dates included.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _value(node: yaml.Node, path: str, lines: dict[str, int]) -> Any:
    if isinstance(node, yaml.MappingNode):
        mapping = {}
        for name, value in node.value:
            inner = f"{path}.{name.value}" if path else str(name.value)
            lines.setdefault(inner, name.start_mark.line + 1)
            mapping[str(name.value)] = _value(value, inner, lines)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(value, path, lines) for value in node.value]
    return str(node.value)


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {word: text.strip() for word, text in value.items() if isinstance(text, str)}


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    words: Sequence[object] = value if isinstance(value, list) else ()
    return tuple(word for word in words if isinstance(word, str))
