"""What docs/items.md says of the newer types is so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from midback.items import ITEM_CLASSES, Item, picture_problems, read_items
from midback.items.types import StepQuestion
from midback.marking import mark

PAGE = (ROOT / "docs" / "items.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REFERENCES = ROOT / "notebooks" / "references.bib"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of all examples of the page."""
    path = tmp_path_factory.mktemp("docs") / "examples.yml"
    path.write_text("\n".join(BLOCK.findall(PAGE)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def items(examples: Path) -> Mapping[str, Item]:
    """The examples by their type."""
    return {item.type: item for item in read_items(examples, references=REFERENCES).values()}


STORY = ["cancer", "bladder"]


@pytest.mark.parametrize(
    ("kind", "response", "share"),
    [
        ("short-text", "great anterior radiculo-medullary artery", 1),
        ("short-text", "Adamkievicz", 1),
        ("short-text", "radicular artery", 0),
        ("matching", {"trapezius": "accessory", "rhomboids": "dorsal-scapular"}, "2/3"),
        ("ordering", ["danger", "probability", "hypothesis", "action"], "2/3"),
        ("ordering", ["action", "probability", "hypothesis", "danger"], 0),
        ("labelling", {"a": "body", "b": "pedicle", "c": "lamina"}, "2/3"),
        ("script-concordance", "unchanged", 1),
        ("script-concordance", "less", "2/3"),
        ("script-concordance", "much-more", 0),
        ("case", {"steps": {"story": STORY, "plan": ["call"]}}, 1),
        ("case", {"steps": {"story": ["cancer", "desk"], "plan": ["call"]}}, "2/3"),
        ("case", {"steps": {"story": ["cancer", "scans"], "plan": ["film"]}}, "1/6"),
        ("case", {"steps": {"story": STORY}}, "1/3"),
        ("case", {"steps": {"story": STORY, "plan": ["thrust"]}}, 0),
    ],
)
def test_worked_marks(
    items: Mapping[str, Item], kind: str, response: object, share: str | int
) -> None:
    """Every mark that the page works out is the mark that is given."""
    assert Fraction(share) == mark(items[kind], response).share


def test_the_example_of_a_hotspot(items: Mapping[str, Item]) -> None:
    """A point in the region that is asked for is right, and one in any other is wrong."""
    hotspot: Any = items["hotspot"]
    shares = {
        word: mark(hotspot, {"x": x, "y": y}).share for word, (x, y) in hotspot.markers.items()
    }
    assert {"one": 0, "two": 1, "three": 0, "four": 0} == shares


def test_the_plates_of_the_examples_are_there(examples: Path) -> None:
    """The regions that the examples name are on their plates."""
    assert [] == picture_problems(examples)


def test_every_field_is_on_the_page() -> None:
    """No field of any type is left out of the page."""
    fields = {name for kind in ITEM_CLASSES.values() for name in kind.model_fields}
    steps = set(ITEM_CLASSES["case"].nested["steps"].model_fields) | set(StepQuestion.model_fields)
    assert [] == sorted(name for name in fields | steps if not re.search(rf"\b{name}\b", PAGE))


def test_every_public_field_is_named_as_such() -> None:
    """The page's list of what trainees are given is what publishing gives them."""
    (listed,) = re.findall(r"^Trainees of an assignment are given (.*)$", PAGE, re.MULTILINE)
    said = set(re.findall(r"`([a-z_]+)`", listed))
    public = {name for kind in ITEM_CLASSES.values() for name in kind.question_class.model_fields}
    assert public - {"markers"} == said
