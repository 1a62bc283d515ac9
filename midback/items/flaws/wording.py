"""Rules about the stem and the lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from midback.items.flaws.drafts import Draft, plain
from midback.items.flaws.rule import Sight

_NEGATIVE = re.compile(r"\b(?:not|except|least|incorrect|false|untrue|cannot|[a-z]+n[’']t)\b", re.I)
_EMPHASISED = re.compile(r"[*_]{1,3}[^*_]+[*_]{1,3}|\b[A-Z]{3,}\b")
# A subordinate “not” asks nothing negative: “in people who do not smoke”, “although it is not”.
_SUBORDINATE = re.compile(
    r"\b(?:who|that|whose|although|though|because|if|when|while|before|after|until|even|so|or)\b"
    r"[^?.;,]*",
    re.I,
)
_HARMLESS = re.compile(
    r"\bat least\b|\bnot only\b|\bor not\b|^why\b.*"
    r"|\b(?:must|should|can|may)\s*not\s+(?:be\s+)?(?:miss|overlook|wait|delay|forg[eo]t)\w*"
    r"|\bnot\s+to\s+(?:be\s+)?(?:miss|overlook|forg[eo]t)\w*",
    re.I,
)
_IMPERATIVE = re.compile(
    r"(?:^|[.:;?!]\s+|,\s+|\bthen\s+|\band\s+)(?:please\s+)?"
    r"(?:answer|arrange|assign|calculate|choose|classify|complete|count|decide|drag|enter|estimate"
    r"|fill|find|give|group|identify|judge|label|locate|mark|match|measure|name|number|order|pair"
    r"|pick|place|point|predict|put|rank|read|say|select|set|show|sort|state|tell|type|use|work"
    r"|write)\b",
    re.I,
)
_EMPTY_QUESTION = re.compile(
    r"\b(?:which|what)\s+(?:one\s+)?(?:of\s+(?:the\s+following|these|the\s+statements)"
    r"(?:\s+statements)?|statements?|options?|answers?)\s+(?:is|are)\s+"
    r"(?:most\s+|the\s+most\s+|more\s+|best\s+)?"
    r"(?:true|correct|right|false|incorrect|accurate|not\s+true|not\s+correct)"
    r"(?:\s+(?:about|of|for|regarding|concerning|with\s+regard\s+to)\b[^?]*)?\s*\?"
    r"|\bwhat\s+is\s+true\b",
    re.I,
)
_ASKS_BY_ITSELF = ("script-concordance",)
_FEWEST_WORDS_OF_A_STEM = 4


def negative_lead_in(draft: Draft) -> Iterator[Sight]:
    """A lead-in that asks for what is not so is misread, unless the negative word stands out."""
    for field, question in _questions(draft):
        text = _HARMLESS.sub("", _SUBORDINATE.sub("", _EMPHASISED.sub("", question)))
        if found := _NEGATIVE.search(text):
            yield Sight(
                field,
                f"the question is negative (“{found[0]}”), and a reader in haste misses that.",
                f"Ask for what is so; where that cannot be, write **{found[0].lower()}** in bold.",
            )


def missing_question(draft: Draft) -> Iterator[Sight]:
    """Who covers the options should still know what is asked, and could answer."""
    if draft.type in _ASKS_BY_ITSELF:
        return
    for field, question in _questions(draft):
        text = plain(question)
        if empty := _EMPTY_QUESTION.search(text):
            yield Sight(
                field,
                f"“{empty[0]}” cannot be answered with the options covered.",
                "Ask one thing, such as “Which nerve carries the pain?”.",
            )
        elif "?" not in text and not _IMPERATIVE.search(text):
            yield Sight(
                field,
                f"“{_short(text)}” asks nothing.",
                "End it with a question mark, or say what to do (“Choose …”, “Match …”, “Put …”).",
            )


def label_stem(draft: Draft) -> Iterator[Sight]:
    """A stem is a situation to think about, not a heading."""
    text = plain(draft.text("stem"))
    if not text or "figure" in draft.fields or "plate" in draft.fields:
        return
    few = len(text.split()) < _FEWEST_WORDS_OF_A_STEM
    if few or not re.search(r"[.?!:…”\")|]$", text):
        yield Sight(
            "stem",
            f"the stem is only a label: “{_short(text)}”.",
            "Describe a person or a situation in a sentence, or leave the label out.",
        )


def _questions(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.text("lead_in"):
        yield "lead_in", draft.text("lead_in")
    for choice in draft.choices:
        if choice.field and choice.question:
            yield choice.inside("prompt"), choice.question


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
