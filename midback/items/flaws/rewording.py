"""The rule that no graded item repeats or rewords a practice item.

Two questions may share hardly a sentence and still be one: another name, another age, the same
story and the same answer.
So the rare words count for more than the frequent ones, terms of one meaning count as one, and the
story and the right answer are looked at apart: only where both are close is the question the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from midback.items.flaws.drafts import Draft, plain
from midback.items.flaws.rule import Sight

_NEAR = 0.23
"""How much of story and of answer two items may share; where only stories are, twice as much."""

_SAME = {
    "angina": "heart",
    "cardiac": "heart",
    "electrocardiogram": "ecg",
    "film": "radiograph",
    "magnetic": "mri",
    "resonance": "mri",
    "xray": "radiograph",
}
_FREQUENT = """
about above after again against all also alone although and another any are away back because
been before began begin beside between both but can choose come comes could day days did does
each either every few find first five following for four from gives goes had has have her here
him his how into its just known last leaves left like lies look made man many may means men mid
middle more most much none not now off old once one only other our out over own pain patient
patients people person put right said same says see seen set seven several she shows since six
some still such take taken than that the their them then there these they thing things think
this those three through time today told too two under until upon use very was way week weeks
well were what when where whether which while who whom whose why will with without woman women
would write year years yet you your
"""
_FREQUENT_WORDS = frozenset(_FREQUENT.split())


@dataclass(frozen=True)
class _Question:
    """What an item tells, and what answers it, as sets of folded words."""

    draft: Draft

    @cached_property
    def story(self) -> frozenset[str]:
        """The words of the situation, those of every step of a case included."""
        draft = self.draft
        parts = [draft.text("stem"), draft.text("plate"), *draft.premises.values()]
        parts += [choice.situation for choice in draft.choices if choice.field]
        return _folded(" ".join(parts))

    @cached_property
    def answer(self) -> frozenset[str]:
        """The words of the right options, or of all that can be matched, ordered or named."""
        draft = self.draft
        right = [text for choice in draft.choices for text in choice.right.values()]
        matched = [*draft.texts("options").values(), *draft.texts("entries").values()]
        return _folded(" ".join(right or matched))


def reworded(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Sight]]:
    """A graded question that practice has asked in other words tests memory."""
    questions = [_Question(draft) for draft in drafts]
    found = Counter(word for each in questions for word in each.story | each.answer)
    weights = {word: (1 + math.log(len(questions) / times)) ** 2 for word, times in found.items()}
    practice = [
        each for each in questions if each.draft.file.parts[-3:-1] == ("notebooks", "items")
    ]
    for each in questions:
        if each.draft.file.parts[-3:-2] != ("source",) or not practice:
            continue
        score, _, nearest = max(
            (_likeness(each, other, weights), -at, other) for at, other in enumerate(practice)
        )
        if score >= _NEAR:
            other = nearest.draft
            yield (
                each.draft,
                Sight(
                    "",
                    "story and answer are much like those of the practice item"
                    f" “{other.id}” ({other.file.name}:{other.line}).",
                    "Ask about another side of the matter; another person does not suffice.",
                ),
            )


def _likeness(one: _Question, other: _Question, weights: Mapping[str, float]) -> float:
    story = _shared(one.story, other.story, weights)
    if not one.answer or not other.answer:
        return story / 2 if one.draft.type == other.draft.type else 0.0
    return min(story, _shared(one.answer, other.answer, weights))


def _shared(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """The cosine of two sets of words, each word with its weight: 0 for none shared, 1 for all."""
    sizes = [math.fsum(weights[word] for word in words) for words in (one, other)]
    common = math.fsum(weights[word] for word in one & other)
    return common / math.sqrt(sizes[0] * sizes[1]) if common else 0.0


def _folded(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", plain(text).lower().replace("x-ray", "xray"))
    stems = (_stem(word) for word in words if len(word) > 2 and word not in _FREQUENT_WORDS)
    return frozenset(_SAME.get(stem, stem) for stem in stems)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > 4 else word
