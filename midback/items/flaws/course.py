"""Rules about the items of a file together, and of the whole course."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from midback.items.flaws.drafts import Choice, Draft
from midback.items.flaws.options import key_is_longest
from midback.items.flaws.rewording import reworded
from midback.items.flaws.rule import Sight

_FEWEST_ITEMS = 6
_CHANCE = 0.01
_NEAR = 82
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def key_position(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Sight]]:
    """Keys that keep to one place among the options can be guessed from the place."""
    for group in _by_file(drafts):
        found = [
            (draft, choice)
            for draft in group
            for choice in draft.choices
            if choice.single and choice.fixed and len(choice.right) == 1
        ]
        places = [list(choice.options).index(choice.keys[0]) for _, choice in found]
        for place, number in Counter(places).most_common(1):
            chances = [1 / len(choice.options) for _, choice in found]
            if len(found) >= _FEWEST_ITEMS and _at_least(number, chances) < _CHANCE:
                draft, choice = next(
                    pair for pair, at in zip(found, places, strict=True) if at == place
                )
                name = _PLACES[place] if place < len(_PLACES) else "last"
                yield (
                    draft,
                    Sight(
                        choice.inside("options"),
                        f"in {number} of the {len(found)} items of this file with one right option"
                        f" it stands {name}.",
                        "Move the right option elsewhere in some, or write “shuffle: true”.",
                    ),
                )


def key_often_longest(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Sight]]:
    """A file whose right options tend to be the longest rewards who measures and does not think."""
    for group in _by_file(drafts):
        found: list[tuple[Draft, Choice]] = [
            (draft, choice)
            for draft in group
            for choice in draft.choices
            if choice.single and len(choice.right) == 1 and choice.wrong
        ]
        longest = [pair for pair in found if key_is_longest(pair[1])]
        chances = [1 / len(choice.options) for _, choice in found]
        if len(found) >= _FEWEST_ITEMS and _at_least(len(longest), chances) < _CHANCE:
            names = ", ".join(dict.fromkeys(draft.id for draft, _ in longest))
            yield (
                longest[0][0],
                Sight(
                    longest[0][1].inside("options"),
                    f"in {len(longest)} of the {len(found)} items of this file with one right"
                    f" option it is the longest ({names}).",
                    "Shorten the right option or lengthen a wrong one in some of them.",
                ),
            )


def duplicates(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Sight]]:
    """A question that is asked twice, above all in practice and then for marks, tests memory."""
    from rapidfuzz import fuzz, process  # here, because a notebook that asks has no use for it

    texts = [draft.everything_asked for draft in drafts]
    repeated = []
    for position, draft in enumerate(drafts[1:], start=1):
        if len(texts[position].split()) < _FEWEST_ITEMS:
            continue
        nearest = process.extractOne(
            texts[position],
            texts[:position],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=_NEAR,
        )
        if nearest is not None:
            _, score, earlier = nearest
            other = drafts[earlier]
            repeated.append(draft)
            likeness = "the same as" if score > 99.5 else f"{score:.0f} percent like"
            yield (
                draft,
                Sight(
                    "",
                    f"it is {likeness} the item “{other.id}” ({other.file.name}:{other.line}).",
                    "Ask about another person, or about another side of the matter.",
                ),
            )
    for draft, sight in reworded(drafts):
        if all(draft is not other for other in repeated):
            yield draft, sight


def _by_file(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    files: dict[Path, list[Draft]] = defaultdict(list)
    for draft in drafts:
        files[draft.file].append(draft)
    yield from files.values()


def _at_least(number: int, chances: Sequence[float]) -> float:
    """The probability of at least so many successes, each with its own chance."""
    ways = [1.0]
    for chance in chances:
        ways = [stay * (1 - chance) + come * chance for come, stay in pairwise([0.0, *ways, 0.0])]
    return math.fsum(ways[number:])
