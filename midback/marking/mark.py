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
    """What became of one part of an item: an option, a stem, a premise, a marker, an entry."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MISSED = "missed"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Mark:
    """A mark between 0 and 1, exact.

    ``share`` is the part of the item's points that was earned.
    ``reason`` says in a sentence why it is what it is.
    ``verdicts`` goes by option (single best answer, multiple response, script concordance), by
    stem (extended matching), by premise (matching), by entry (ordering), by marker (hotspot,
    labelling) or by step (case), and is empty for what is written.
    ``steps`` has the mark of every step of a case, and ``fatal`` names the first step with a
    decision that makes the whole case 0, if there is one.
    """

    share: Fraction
    status: Status
    reason: str
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: MappingProxyType({}))
    steps: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    fatal: str = ""

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


def scored(
    share: Fraction,
    reason: str,
    verdicts: Mapping[str, Verdict] | None = None,
    *,
    steps: Mapping[str, Mark] | None = None,
    fatal: str = "",
) -> Mark:
    """A mark for an answer that could be read."""
    status = {0: Status.WRONG, 1: Status.RIGHT}.get(share, Status.PARTLY)  # type: ignore[call-overload]
    return Mark(
        share,
        status,
        reason,
        MappingProxyType(dict(verdicts or {})),
        MappingProxyType(dict(steps or {})),
        fatal,
    )
