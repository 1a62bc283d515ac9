"""The review card: what was answered, what was asked for and why, as static HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from midback.grading.pictures import CardPicture, marked_plate, question_picture
from midback.grading.review_rows import Section, line, numbered, sections
from midback.items import (
    SCALES,
    Case,
    ExtendedMatching,
    Hotspot,
    Item,
    Labelling,
    Matching,
    MultipleResponse,
    Numeric,
    OnPlate,
    Ordering,
    PlateError,
    Reference,
    ScriptConcordance,
    ShortText,
    SingleBestAnswer,
    marker_at,
    secret_prose,
)
from midback.marking import Mark, Status, refusal, shortened
from midback.markup import block

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


@dataclass(frozen=True)
class Review:
    """A marked response, ready to be shown.

    ``earned`` and ``most`` are points; ``note`` says what went wrong with the whole record.
    ``reveal`` says how much the card tells (see ``REVEALS``); ``folder`` is where the item file
    lies with the images it names.
    """

    item: Item
    response: object
    mark: Mark
    earned: Decimal
    most: Decimal
    references: Mapping[str, Reference]
    note: str = ""
    reveal: str = "rationale"
    folder: Path | None = None

    def as_html(self) -> str:
        """The card as HTML: no script, authors' text from a safe subset of Markdown, trainees'
        text escaped, links to http addresses alone."""
        html: str = _template().render(
            review=self,
            headline=HEADLINES[self.mark.status],
            stem=Markup(block(self.item.stem or "")),
            lead_in=line(self.item.lead_in),
            pictures=self.pictures(),
            given=self.given(),
            wanted=self.wanted(),
            sections=self.sections(),
            shows_key=self._reveals("key"),
            shows_rationale=self._reveals("rationale"),
            explanations=self.explanations() if self._reveals("rationale") else [],
            sources=[
                self.references.get(key) or Reference(key, key, "", "") for key in self.item.sources
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

    def pictures(self) -> list[CardPicture]:
        """The picture above the question, and the plate on which it was answered."""
        found = [question_picture(self.item, self.folder)]
        if isinstance(self.item, OnPlate):
            key = self.item.key if isinstance(self.item, Hotspot) else None
            found.append(marked_plate(self.item, key if self._reveals("key") else None))
        return [picture for picture in found if picture is not None]

    def sections(self) -> list[Section]:
        """A line for each part of the item, with its reason."""
        return sections(self.item, self.response, self.mark)

    def explanations(self) -> list[Markup]:
        """What is to be said about the item as a whole."""
        prose = secret_prose(self.item)
        texts = [prose[name] for name in ("rationale", "debrief") if name in prose]
        if isinstance(self.item, ShortText) and self.mark.status is Status.WRONG:
            texts.insert(0, refusal(self.item, str(self.response)))
        return [Markup(block(text)) for text in texts if text]

    def given(self) -> Markup:
        """What was answered, in the words of the question."""
        if self.mark.status is Status.UNANSWERED:
            return Markup("no answer")
        if self.mark.status is Status.UNREADABLE:
            return Markup.escape(self.mark.reason)
        below = ", see below" if self._reveals("key") else ""
        match self.item:
            case SingleBestAnswer():
                return line(self.item.options[str(self.response)])
            case ScriptConcordance():
                return line(SCALES[self.item.scale][str(self.response)])
            case MultipleResponse() if isinstance(self.response, list):
                return _joined(self.item.options[word] for word in self.response)
            case Ordering() if isinstance(self.response, list):
                return _joined((self.item.entries[word] for word in self.response), "; ")
            case Numeric():
                return Markup.escape(f"{shortened(str(self.response))} ({self.item.unit})")
            case ExtendedMatching() | Matching() | Labelling() if isinstance(self.response, dict):
                matched = sum(bool(option) for option in self.response.values())
                return Markup(f"{matched} of {len(self.item.key)} answered{below}")
            case Hotspot() if isinstance(self.response, dict):
                return _place(self.item, self.response["x"], self.response["y"])
            case Case() if isinstance(self.response, dict):
                walked = len(self.response["steps"])
                return Markup(f"{walked} of {len(self.item.steps)} steps{below}")
        return Markup.escape(shortened(str(self.response), 120))

    def wanted(self) -> Markup:
        """What the key is, in the words of the question."""
        match self.item:
            case SingleBestAnswer():
                return line(self.item.options[self.item.key])
            case MultipleResponse():
                return _joined(self.item.options[word] for word in self.item.key)
            case Ordering():
                return _joined(self.item.entries[word] for word in self.item.key)
            case Numeric():
                return Markup.escape(f"{self.item.key:f} ({self.item.unit}), {_margin(self.item)}")
            case ShortText():
                first, *others = self.item.key
                also = Markup(" (also accepted: {})").format("; ".join(others)) if others else ""
                return Markup.escape(first) + also
            case Hotspot():
                return numbered(self.item.regions)[self.item.key]
        return Markup()


def _joined(texts: Any, between: str = "; ") -> Markup:
    return Markup(between).join(line(text) for text in texts)


def _place(item: Hotspot, x: float, y: float) -> Markup:
    try:
        hit = marker_at(item, x, y)
    except PlateError:
        hit = None
    if hit is not None:
        return numbered(item.regions)[hit]
    return Markup(
        f"a place outside every marker, {x:.0%} from the left and {1 - y:.0%} from the top"
    )


def _margin(item: Numeric) -> str:
    if item.tolerance.percent is not None:
        return f"within {item.tolerance.percent.normalize():f}%"
    amount = item.tolerance.absolute or Decimal(0)
    return f"within {amount.normalize():f}" if amount else "exactly"


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["markdown"] = line
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
