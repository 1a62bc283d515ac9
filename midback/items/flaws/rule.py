"""What a rule of item writing gives, and a flaw as the author reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sight:
    """What a rule saw in one field of an item, and what the author might do about it."""

    field: str
    seen: str
    suggestion: str


@dataclass(frozen=True, order=True)
class Flaw:
    """A rule of item writing that an item breaks. ``line`` counts from 1."""

    file: Path
    line: int
    item: str
    rule: str
    seen: str
    suggestion: str
    field: str = ""

    def __str__(self) -> str:
        where = f", field “{self.field}”" if self.field else ""
        return (
            f"{self.file}:{self.line}: item “{self.item}”{where}: {self.rule}: {self.seen}"
            f" {self.suggestion}"
        )
