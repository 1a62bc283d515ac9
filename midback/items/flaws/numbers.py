"""Options that are numbers, ranges or spinal levels."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(\d+(?:\.\d+)?)"
_LEVEL = re.compile(r"\b[CTL](\d{1,2})\b")
_ABOUT = r"(?:(?:about|around|roughly|some|exactly|approximately|between)\s+)?"
_UNIT = r"\s*(%|°|[A-Za-z][A-Za-z .°/²]*|in (?:every )?\d+\b[\w ]*)?\.?"
_RANGE = re.compile(rf"{_ABOUT}{_NUMBER}\s*(?:-|–|to|and)\s*{_NUMBER}{_UNIT}", re.I)
_BELOW = re.compile(
    rf"(less than|under|below|fewer than|up to|at most|<|≤)\s*{_NUMBER}{_UNIT}", re.I
)
_ABOVE = re.compile(rf"(more than|over|above|at least|>|≥)\s*{_NUMBER}{_UNIT}", re.I)
_ABOVE_AFTER = re.compile(rf"{_NUMBER}{_UNIT}\s+(?:or more|and over|or above)\.?", re.I)
_PLAIN = re.compile(rf"{_ABOUT}{_NUMBER}{_UNIT}", re.I)

MEASURES = frozenset(
    {"mm", "cm", "m", "°", "degree", "percent", "newton", "n", "kg", "g", "mg", "ml", "litre"}
    | {"second", "minute", "hour", "day", "week", "month", "year", "kpa", "mmhg"}
)
"""Units of measurement, in the singular: other words after a number say what is counted."""


@dataclass(frozen=True)
class Span:
    """A stretch of numbers in one unit; a single number is a stretch of no length.

    ``open_low`` and ``open_high`` say that the end itself is left out.
    """

    low: float
    high: float
    unit: str
    open_low: bool = False
    open_high: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it holds more than one number."""
        return self.low < self.high

    def overlaps(self, other: Span) -> bool:
        """Whether a number lies in both."""
        if self.unit != other.unit:
            return False
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        if low > high:
            return False
        return not any(
            (one.open_low and one.low == low) or (one.open_high and one.high == low)
            for one in (self, other)
        )


def span(text: str) -> Span | None:
    """The numbers that an option names, or None where it is anything but a number or a range."""
    text = _LEVEL.sub(r"\1", text.strip()) if _LEVEL.match(text.strip()) else text.strip()
    if match := _RANGE.fullmatch(text):
        return Span(float(match[1]), float(match[2]), _unit(match[3]))
    if match := _BELOW.fullmatch(text):
        closed = match[1].lower() in ("up to", "at most", "≤")
        return Span(float("-inf"), float(match[2]), _unit(match[3]), open_high=not closed)
    if match := _ABOVE.fullmatch(text):
        closed = match[1].lower() in ("at least", "≥")
        return Span(float(match[2]), float("inf"), _unit(match[3]), open_low=not closed)
    if match := _ABOVE_AFTER.fullmatch(text):
        return Span(float(match[1]), float("inf"), _unit(match[2]))
    if match := _PLAIN.fullmatch(text):
        return Span(float(match[1]), float(match[1]), _unit(match[2]))
    return None


def is_number(text: str) -> bool:
    """Whether an option is digits and a unit; a spinal level such as T4 is a name."""
    return span(text) is not None and not _LEVEL.match(text.strip())


def _unit(text: str | None) -> str:
    unit = (text or "").strip().lower().rstrip(".")
    return "percent" if unit == "%" else unit[:-1] if unit.endswith("s") else unit
