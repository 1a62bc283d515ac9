"""The review card: what was answered, what was asked for and why, as static HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from midback.items import (
    ExtendedMatching,
    Item,
    MultipleResponse,
    Numeric,
    Reference,
    SingleBestAnswer,
)
from midback.marking import Mark, Status, Verdict, shortened

TEMPLATE = Path(__file__).with_name("review.html.j2")

REVEALS = ("nothing", "marks", "key", "rationale")
"""How much a returned card tells, each level with all before it."""

HEADLINES = {
    Status.RIGHT: "Right",
    Status.PARTLY: "Partly right",
    Status.WRONG: "Not right",
    Status.UNANSWERED: "Not answered",
    Status.UNREADABLE: "The recorded answer cannot be read",
}

LABELS = {
    Verdict.RIGHT: "✓ chosen, right",
    Verdict.WRONG: "✗ chosen, not right",
    Verdict.MISSED: "○ right, not chosen",
    Verdict.NEUTRAL: "",
}


@dataclass(frozen=True)
class Row:
    """One line of the card: an option or a stem, what became of it and why."""

    text: str
    verdict: str
    label: str
    reason: str


@dataclass(frozen=True)
class Review:
    """A marked response, ready to be shown.

    ``earned`` and ``most`` are points; ``note`` says what went wrong with the whole record.
    ``reveal`` says how much the card tells (see ``REVEALS``).
    """

    item: Item
    response: object
    mark: Mark
    earned: Decimal
    most: Decimal
    references: Mapping[str, Reference]
    note: str = ""
    reveal: str = "rationale"

    def as_html(self) -> str:
        """The card as HTML: no script, every text escaped, links to http addresses alone."""
        html: str = _template().render(
            review=self,
            headline=HEADLINES[self.mark.status],
            given=self.given(),
            wanted=self.wanted(),
            rows=self.rows(),
            shows_key=self._reveals("key"),
            shows_rationale=self._reveals("rationale"),
            explanation=self.item.rationale if isinstance(self.item, Numeric) else "",
            sources=[
                self.references.get(key) or Reference(key, key, "", "")
                for key in self.item.sources  # type: ignore[attr-defined]
            ],
        )
        return html

    def _reveals(self, level: str) -> bool:
        return REVEALS.index(self.reveal) >= REVEALS.index(level)

    def as_text(self) -> str:
        """The card in a few lines of text."""
        return (
            f"{HEADLINES[self.mark.status]}: {self.earned.normalize():f} of"
            f" {self.most.normalize():f} points. {self.mark.reason} {self.note}".rstrip()
        )

    def given(self) -> str:
        """What was answered, in the words of the question."""
        if self.mark.status is Status.UNANSWERED:
            return "no answer"
        if self.mark.status is Status.UNREADABLE:
            return self.mark.reason
        match self.item:
            case SingleBestAnswer():
                return self.item.options[str(self.response)]
            case MultipleResponse() if isinstance(self.response, list):
                return "; ".join(self.item.options[word] for word in self.response)
            case Numeric():
                return f"{shortened(str(self.response))} ({self.item.unit})"
            case ExtendedMatching() if isinstance(self.response, dict):
                matched = sum(bool(option) for option in self.response.values())
                below = ", see below" if self._reveals("key") else ""
                return f"{matched} of {len(self.item.stems)} answered{below}"
        return shortened(str(self.response))

    def wanted(self) -> str:
        """What the key is, in the words of the question."""
        match self.item:
            case SingleBestAnswer():
                return self.item.options[self.item.key]
            case MultipleResponse():
                return "; ".join(self.item.options[word] for word in self.item.key)
            case Numeric():
                return f"{self.item.key:f} ({self.item.unit}), {_margin(self.item)}"
        return ""

    def rows(self) -> list[Row]:
        """A line for each option or stem, with its reason."""
        item, verdicts = self.item, self.mark.verdicts
        if isinstance(item, ExtendedMatching):
            given = self.response if isinstance(self.response, dict) else {}
            return [
                Row(
                    text=text,
                    verdict=verdicts.get(stem, Verdict.MISSED).value,
                    label=_matched(item, stem, given, verdicts.get(stem)),
                    reason=item.rationale[stem],
                )
                for stem, text in item.stems.items()
            ]
        if isinstance(item, SingleBestAnswer | MultipleResponse):
            keys = (item.key,) if isinstance(item, SingleBestAnswer) else item.key
            without = {
                word: Verdict.MISSED if word in keys else Verdict.NEUTRAL for word in item.options
            }
            return [
                Row(
                    text=text,
                    verdict=(verdicts or without)[word].value,
                    label=LABELS[(verdicts or without)[word]],
                    reason=item.rationale[word],
                )
                for word, text in item.options.items()
            ]
        return []


def _matched(
    item: ExtendedMatching, stem: str, given: Mapping[str, Any], verdict: Verdict | None
) -> str:
    best = item.options[item.key[stem]]
    if verdict is Verdict.RIGHT:
        return f"✓ {best}"
    chosen = given.get(stem)
    if verdict is Verdict.WRONG and isinstance(chosen, str) and chosen in item.options:
        return f"✗ {item.options[chosen]}; best answer: {best}"
    return f"○ not answered; best answer: {best}"


def _margin(item: Numeric) -> str:
    if item.tolerance.percent is not None:
        return f"within {item.tolerance.percent.normalize():f}%"
    amount = item.tolerance.absolute or Decimal(0)
    return f"within {amount.normalize():f}" if amount else "exactly"


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
