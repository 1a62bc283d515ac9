"""The mark of one response to one item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class Status(StrEnum):
    """How a response stands. Unanswered and unreadable are not the same as wrong."""

    UNANSWERED = "unanswered"
    UNREADABLE = "unreadable"
    WRONG = "wrong"
    PARTLY = "partly"
    RIGHT = "right"


class Verdict(StrEnum):
    """What became of one option or one stem of an item."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Mark:
    """A mark between 0 and 1, exact.

    ``share`` is the part of the item's points that was earned.
    ``reason`` says in a sentence why it is what it is.
    ``verdicts`` goes by option (single best answer, multiple response) or by stem
    (extended matching), and is empty for a number.
    """

    share: Fraction
    status: Status
    reason: str
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"a mark lies between 0 and 1, and this is {self.share}")

    def points(self, most: Decimal) -> Decimal:
        """The points earned out of ``most``, to a millionth and never more than was earned."""
        earned = Fraction(most) * self.share
        exact = Decimal(earned.numerator) / Decimal(earned.denominator)
        return exact.quantize(Decimal("0.000001"), rounding=ROUND_DOWN)


def unanswered() -> Mark:
    """No answer was given: 0, and not a wrong answer."""
    return Mark(Fraction(0), Status.UNANSWERED, "No answer was recorded.")


def unreadable(reason: str) -> Mark:
    """What was recorded is not an answer to this question: 0, with the reason."""
    return Mark(Fraction(0), Status.UNREADABLE, reason)


def scored(share: Fraction, reason: str, verdicts: Mapping[str, Verdict] | None = None) -> Mark:
    """A mark for an answer that could be read."""
    status = {0: Status.WRONG, 1: Status.RIGHT}.get(share, Status.PARTLY)  # type: ignore[call-overload]
    return Mark(share, status, reason, MappingProxyType(dict(verdicts or {})))
