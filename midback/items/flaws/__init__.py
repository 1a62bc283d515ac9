"""Advice on writing items, after the item-writing guide of the National Board of Medical Examiners.

A rule is a small function from an item to what it saw; the tables below name them all.
An author sets a rule aside on one item with ``waive: {rule: reason}``, and a waiver that is not
needed is reported in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from midback.items.flaws import course, options, wording
from midback.items.flaws.drafts import Draft, drafts
from midback.items.flaws.rule import Flaw, Sight
from midback.items.problems import listed, nearest

__all__ = ["ITEM_RULES", "RULES", "SHARED_RULES", "Draft", "Flaw", "Sight", "drafts", "flaws"]

ITEM_RULES: Mapping[str, Callable[[Draft], Iterator[Sight]]] = MappingProxyType(
    {
        "all-or-none-of-the-above": options.all_or_none_of_the_above,
        "negative-lead-in": wording.negative_lead_in,
        "longest-option-is-key": options.longest_option_is_key,
        "options-of-different-kinds": options.options_of_different_kinds,
        "options-alike": options.options_alike,
        "absolute-words": options.absolute_words,
        "repeated-stem-words": options.repeated_stem_words,
        "grammar-clue": options.grammar_clue,
        "overlapping-numbers": options.overlapping_numbers,
        "too-few-options": options.too_few_options,
        "missing-question": wording.missing_question,
        "label-stem": wording.label_stem,
    }
)
"""The rules that look at one item."""

SHARED_RULES: Mapping[str, Callable[[Sequence[Draft]], Iterator[tuple[Draft, Sight]]]] = (
    MappingProxyType(
        {
            "key-position": course.key_position,
            "key-often-longest": course.key_often_longest,
            "duplicate": course.duplicates,
        }
    )
)
"""The rules that look at items beside each other; what they see is told of one of them."""

RULES: tuple[str, ...] = (*ITEM_RULES, *SHARED_RULES)
"""The names of all rules, as a waiver writes them."""


def flaws(files: Iterable[Path], *, beside: Iterable[Path] = ()) -> list[Flaw]:
    """The item-writing flaws of these files, by file and line.

    ``beside`` are further files of the course with which their items are compared; the flaws of
    those are not reported.
    Files that are not YAML are passed over: reading them says what is wrong.
    """
    wanted = list(dict.fromkeys(path.resolve() for path in files))
    shown = {path.resolve(): path for path in files}
    others = [path for path in map(Path.resolve, beside) if path not in shown]
    known = list(chain.from_iterable(drafts(path) for path in (*others, *wanted)))
    seen: list[tuple[str, Draft, Sight]] = [
        (rule, draft, sight)
        for draft in known
        if draft.file in shown
        for rule, look in ITEM_RULES.items()
        for sight in look(draft)
    ]
    for rule, look_at_all in SHARED_RULES.items():
        seen += [(rule, draft, sight) for draft, sight in look_at_all(known)]
    used = {(draft.file, draft.line, rule) for rule, draft, _ in seen}
    found = [
        _flaw(shown, rule, draft, sight)
        for rule, draft, sight in seen
        if draft.file in shown and rule not in draft.waivers
    ]
    for draft in known:
        if draft.file in shown:
            found += [_flaw(shown, "waive", draft, sight) for sight in _waiver_sights(draft, used)]
    return sorted(found)


def _flaw(shown: Mapping[Path, Path], rule: str, draft: Draft, sight: Sight) -> Flaw:
    return Flaw(
        file=shown[draft.file],
        line=draft.line_of(sight.field),
        item=draft.id,
        rule=rule,
        seen=sight.seen,
        suggestion=sight.suggestion,
        field=sight.field,
    )


def _waiver_sights(draft: Draft, used: set[tuple[Path, int, str]]) -> Iterator[Sight]:
    for rule, reason in draft.waivers.items():
        field = f"waive.{rule}"
        if rule not in RULES:
            guess = nearest(rule, RULES) or f"The rules are: {listed(RULES)}."
            yield Sight(field, f"“{rule}” is not a rule of item writing.", guess)
        elif (draft.file, draft.line, rule) not in used:
            yield Sight(field, "this item does not break the rule.", "Take the waiver out.")
        elif not reason:
            yield Sight(field, "the waiver gives no reason.", "Write why the rule is set aside.")
