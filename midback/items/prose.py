"""The author's own words about an item that no trainee may see before the feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from midback.items.types import Case, Item, StepQuestion

_NO_PROSE = frozenset(
    {"key", "sources", "facts", "level", "waive", "regions", "votes", "tolerance"}
)
"""Secret fields that hold words, numbers or names: they are no sentences to look for."""


def secret_prose(item: Item) -> Mapping[str, str]:
    """Every text of the author's copy that the public half does not hold, by dotted path.

    Such as ``rationale.t4``, ``steps.signs.cost.film`` and ``debrief``.
    What is public is left out and all else is in, so a field that is added later is a secret
    until it is made public on purpose.
    The review card takes its reasons from here, and publishing looks for these texts in
    whatever it hands out.
    """
    public = set(item.question_class.model_fields)
    found = dict(_texts(item.model_dump(exclude=public), ""))
    if isinstance(item, Case):
        open_fields = set(StepQuestion.model_fields)
        for word, step in item.steps.items():
            found.update(_texts(step.model_dump(exclude=open_fields), f"steps.{word}."))
    return MappingProxyType(found)


def _texts(fields: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if name in _NO_PROSE:
            continue
        if isinstance(value, str):
            yield f"{path}{name}", value
        elif isinstance(value, Mapping):
            yield from _texts(value, f"{path}{name}.")
