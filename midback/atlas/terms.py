"""What each structure of the plates is: its term and a definition, read from `terms.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

_PARTS = {"c": "cervical", "t": "thoracic", "l": "lumbar"}
# What is taken off the end of a region's id, one after the other, until a term is found.
_ENDINGS = (
    r"-(left|right)$",
    r"(-[ctl]\d+){1,2}$",
    r"-grade-\d$",
    r"-\d+$",
    r"-(front|back|behind|cut)$",
)


@dataclass(frozen=True)
class Term:
    """The English term of Terminologia Anatomica, or plain words where it has none, and a sentence.

    The definition is in the course's own words.
    """

    term: str
    definition: str


@lru_cache(maxsize=1)
def terms() -> Mapping[str, Term]:
    """Every term by its key: a region's id without its side and its level."""
    text = files("midback.atlas").joinpath("terms.yml").read_text(encoding="utf-8")
    return {key: Term(**entry) for key, entry in yaml.safe_load(text).items()}


def _keys(region_id: str) -> Iterator[str]:
    """The keys under which a region may be found, the most particular first."""
    yield region_id
    level = re.match(r"([ctl])\d+(?=-|$)", region_id)
    key = region_id
    if level:
        rest = region_id[level.end() :]
        key = _PARTS[level[1]] + (rest or "-vertebra")
        yield key
    for ending in _ENDINGS:
        shorter = re.sub(ending, "", key)
        if shorter != key:
            key = shorter
            yield key


def term_of(region_id: str) -> Term:
    """The term of a region such as "lamina-left" or "vertebral-body-t6".

    A region without a term is a `KeyError` that says what to write where.
    """
    known = terms()
    tried = list(_keys(region_id))
    for key in tried:
        if key in known:
            return known[key]
    raise KeyError(
        f"The region '{region_id}' has no term. Write one into midback/atlas/terms.yml under "
        f"'{tried[-1]}', with its term and its definition."
    )
