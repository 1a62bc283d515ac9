"""Every structure on every plate has a term and a definition."""

from __future__ import annotations

import re
from typing import Any

import pytest

from midback.atlas import names, plate
from midback.atlas.shapes import THORACIC
from midback.atlas.terms import term_of, terms

# Plates whose regions differ with a parameter; every other plate is drawn once.
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "back-muscles": [{"layer": layer} for layer in ("superficial", "intermediate", "deep")],
    "referred-pain": [
        {"source": source} for source in ("facet-joints", "rib-joints", "muscles", "viscera")
    ],
    "rib-joints": [{"view": "above"}, {"view": "side"}],
    "vertebra-above": [
        {"level": level, "ribs": ribs} for level in THORACIC for ribs in (False, True)
    ],
    "vertebra-behind": [{"level": level} for level in THORACIC],
    "vertebra-side": [{"level": level} for level in THORACIC],
}
DRAWN = [(name, variant) for name in names() for variant in VARIANTS.get(name, [{}])]


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


@pytest.mark.parametrize(("name", "parameters"), DRAWN)
def test_every_region_has_a_term_that_agrees_with_its_name(
    name: str, parameters: dict[str, Any]
) -> None:
    """No region is without a term, and each one is called by the words of its term."""
    differing = []
    for region in plate(name, **parameters).regions:
        term = term_of(region.id)
        if not words(term.term) <= words(region.term):
            differing.append((region.id, region.term, term.term))
    assert [] == differing


def test_every_term_is_defined_in_one_sentence() -> None:
    """A definition is one sentence that says more than the term."""
    poor = [
        key
        for key, term in terms().items()
        if not re.fullmatch(r"[A-Z][^.]*\.", term.definition)
        or words(term.definition) <= words(term.term)
    ]
    assert [] == poor


def test_every_term_is_used_by_a_plate() -> None:
    """No entry is left over from a region that is no longer drawn."""
    ids = {region.id for name, own in DRAWN for region in plate(name, **own).regions}
    used = {id(term_of(region)) for region in ids}
    assert [] == [key for key, term in terms().items() if id(term) not in used]


@pytest.mark.parametrize(
    ("region", "key"),
    [
        ("lamina-left", "lamina"),
        ("vertebral-body-t12", "vertebral-body"),
        ("ligamentum-flavum-t6-t7-right", "ligamentum-flavum"),
        ("t10-front-left", "thoracic-front"),
        ("l3", "lumbar-vertebra"),
        ("c7", "c7"),
        ("crush-fracture-grade-3", "crush-fracture"),
        ("gallbladder-back-4", "gallbladder"),
    ],
)
def test_a_region_is_looked_up_without_its_side_and_level(region: str, key: str) -> None:
    """Both sides and all levels of a structure share one definition."""
    assert terms()[key] == term_of(region)


def test_a_region_without_a_term_says_where_to_write_it() -> None:
    """The message names the region, the file and the key."""
    with pytest.raises(KeyError, match=r"'hyoid-left'.*terms\.yml under 'hyoid'"):
        term_of("hyoid-left")
