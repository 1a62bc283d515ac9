"""Items: what a file may hold, and what an author is told when it does not."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ALL_TYPES, MATCHING, MULTIPLE, NUMERIC, SINGLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from midback.items import (
    ITEM_CLASSES,
    ItemFileError,
    asked_item,
    asks,
    public_yaml,
    read_items,
    read_questions,
)
from midback.items.schema import SCHEMA_FILE, schema_text


def problems(path: Path) -> list[str]:
    """What reading the file complains of."""
    with pytest.raises(ItemFileError) as caught:
        read_items(path)
    return [str(problem) for problem in caught.value.problems]


def changed(item: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A copy of the item with other fields; a field that is None is left out."""
    merged = {**copy.deepcopy(item), **fields}
    return {name: value for name, value in merged.items() if value is not None}


def test_reads_every_type(item_file: Any) -> None:
    """A good file gives its items by id, in its order."""
    items = read_items(item_file(list(ALL_TYPES)))
    assert [item["id"] for item in ALL_TYPES] == list(items)
    assert {item["type"] for item in ALL_TYPES} == set(ITEM_CLASSES)


def test_items_are_frozen(item_file: Any) -> None:
    """Neither a field nor a mapping inside an item can be changed."""
    item: Any = read_items(item_file([SINGLE]))["which-nerve"]
    with pytest.raises(ValidationError):
        item.key = "t2"
    with pytest.raises(TypeError):
        item.options["t9"] = "T9"


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (changed(SINGLE, key="t9"), ["field “key”", "“t9” names no option", "t2, t4, t7"]),
        (changed(SINGLE, key=None), ["field “key”", "is missing"]),
        (changed(SINGLE, colour="red"), ["field “colour”", "is not a field", "Its fields are"]),
        (changed(SINGLE, rational={}), ["Did you mean “rationale”?"]),
        (
            changed(SINGLE, rationale={"t2": "a", "t4": "b"}),
            ["field “rationale”", "nothing for the option “t7”"],
        ),
        (changed(SINGLE, rationale={**SINGLE["rationale"], "t1": "x"}), ["“t1” names no option"]),
        (changed(SINGLE, sources=["frist2020"]), ["“frist2020” is not in", "“first2020”"]),
        (changed(SINGLE, sources=[]), ["field “sources”", "Write at least 1"]),
        (changed(SINGLE, sources=["first2020"] * 2), ["stands there twice"]),
        (changed(SINGLE, id="Which Nerve"), ["field “id”", "lower-case letters"]),
        (changed(SINGLE, objective="nerves"), ["field “objective”", "lesson.objective"]),
        (changed(SINGLE, type="essay"), ["“essay” is not a type", "single-best-answer"]),
        (changed(SINGLE, stem="  "), ["field “stem”", "is empty"]),
        (changed(SINGLE, options={"t2": 2, "t4": "T4", "t7": "T7"}), ["options.t2", "in quotes"]),
        (changed(MULTIPLE, choose=9), ["field “choose”", "there are 4 options"]),
        (changed(MULTIPLE, choose=1), ["field “key”", "choose: 2"]),
        (changed(MULTIPLE, harmful=["legs"]), ["field “harmful”", "also in the key"]),
        (changed(MULTIPLE, key="legs"), ["field “key”", "should be a list", "[legs]"]),
        (changed(NUMERIC, key="many"), ["field “key”", "should be a number"]),
        (changed(NUMERIC, key=True), ["field “key”", "should be a number"]),
        (changed(NUMERIC, tolerance="5 percent"), ["field “tolerance”", "5%"]),
        (changed(NUMERIC, tolerance=-1), ["field “tolerance”"]),
        (changed(MATCHING, key={"rower": "rib"}), ["nothing for the stem “typist”"]),
        (
            changed(MATCHING, key={**MATCHING["key"], "rower": "lung"}),
            ["“lung” names no option"],
        ),
    ],
)
def test_says_what_is_wrong(item_file: Any, item: dict[str, Any], said: list[str]) -> None:
    """A fault is reported with the file, the item, the field and the remedy."""
    path = item_file([item])
    found = "\n".join(problems(path))
    for words in [str(path), f"item “{item['id']}”", *said]:
        assert words in found


def test_reports_everything_at_once(item_file: Any) -> None:
    """All faults of a file come in one go, in the order of its lines."""
    wrong = changed(SINGLE, key="t9", colour="red", stem=None, options={"t2": 2, "t4": "T4"})
    found = problems(item_file([wrong, SINGLE, changed(NUMERIC, key="many")]))
    for words in ("colour", "“stem”", "options.t2", "“t9”", "is also the id", "should be a number"):
        assert any(words in problem for problem in found), words
    lines = [int(problem.split(":")[1]) for problem in found]
    assert sorted(lines) == lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("id: x\n", "is not a list of items"),
        ("- id: x\n   type: y\n", "is not YAML"),
        ('- id: "x\n', "is not YAML"),
        ("- just words\n", "is not an item"),
        ("- id: x\n  id: y\n  type: numeric\n", "stands there twice"),
    ],
)
def test_damaged_files(item_file: Any, text: str, said: str) -> None:
    """A file that is no list of items is refused with a sentence."""
    assert said in "\n".join(problems(item_file(text)))


def test_an_option_given_twice_is_reported(item_file: Any) -> None:
    """YAML would keep the last of two options with one word, and lose the first in silence."""
    text = yaml.safe_dump([SINGLE], sort_keys=False).replace(
        "    t4: T4\n", "    t4: T4\n    t4: X\n"
    )
    assert "field “options.t4”: stands there twice" in "\n".join(problems(item_file(text)))


def test_a_file_that_is_not_utf8(item_file: Any) -> None:
    """The line and the remedy are named."""
    path = item_file([SINGLE])
    path.write_bytes(b"- id: x\n  stem: caf\xe9\n")
    assert [f"{path}:2: is not UTF-8 text. Save it again with the encoding UTF-8."] == problems(
        path
    )


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    assert "cannot be read" in "\n".join(problems(tmp_path / "items.yml"))


def test_words_that_yaml_would_turn_into_something_else(item_file: Any) -> None:
    """“no” is a word, a date is text, and a decimal keeps its digits."""
    text = """
- id: which-nerve
  type: single-best-answer
  objective: nerves.name-the-level
  stem: 2024-05-01
  lead_in: Is it so?
  options: {yes: Yes, no: No}
  key: no
  rationale: {yes: It is not., no: It is.}
  sources: [first2020]
- id: how-long
  type: numeric
  objective: nerves.name-the-level
  stem: A line
  lead_in: How long?
  unit: mm
  key: 2.70
  tolerance: 5%
  rationale: It is so.
  sources: [first2020]
"""
    items: Any = read_items(item_file(text))
    assert "no" == items["which-nerve"].key
    assert "2024-05-01" == items["which-nerve"].stem
    assert "2.70" == str(items["how-long"].key)
    assert Decimal(5) == items["how-long"].tolerance.percent


def test_a_changed_file_is_read_again(item_file: Any) -> None:
    """Reading remembers a file only until it changes, or its reference list does."""
    path = item_file([SINGLE])
    read_items(path)
    assert ["how-many"] == list(read_items(item_file([NUMERIC])))
    (path.parent / "references.bib").write_text("@misc{other, author = {A}, title = {B}}")
    assert "is not in" in "\n".join(problems(path))


def test_a_damaged_reference_list_is_named(item_file: Any) -> None:
    """A broken entry is reported with its file and line."""
    from midback.items import ReferencesError

    path = item_file([SINGLE])
    (path.parent / "references.bib").write_text("@misc{a, title = {A}}\n@article{b, title = {B}")
    with pytest.raises(ReferencesError, match=r"references\.bib:2"):
        read_items(path)


def test_the_public_half_is_an_allow_list(item_file: Any) -> None:
    """The public half has the question's fields, and not a word of key, rationale or source."""
    items = read_items(item_file(list(ALL_TYPES)))
    text = public_yaml(list(items.values()))
    for secret in ("key", "rationale", "sources", "harmful", "tolerance", "first2020", "overlap"):
        assert secret not in text
    for item, fields in zip(items.values(), yaml.safe_load(text), strict=True):
        assert set(fields) <= set(item.question_class.model_fields)


def test_the_public_half_can_be_read_back(item_file: Any) -> None:
    """What is published is read again as the same questions."""
    items = read_items(item_file(list(ALL_TYPES)))
    path = item_file(public_yaml(list(items.values())), "questions.yml")
    assert {name: item.public() for name, item in items.items()} == read_questions(path)


def test_a_key_in_a_public_file_is_refused(item_file: Any) -> None:
    """A questions.yml that holds a key is not taken."""
    with pytest.raises(ItemFileError, match="“key”: is not a field"):
        read_questions(item_file([SINGLE], "questions.yml"))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
        max_leaves=8,
    ),
    st.sampled_from(ALL_TYPES),
    st.data(),
)
def test_no_content_of_a_field_escapes_as_another_error(
    tmp_path: Path, value: object, item: dict[str, Any], data: st.DataObject
) -> None:
    """Whatever stands in a field, the file is read or refused with sentences."""
    field = data.draw(st.sampled_from(sorted(item)))
    path = tmp_path / "random.yml"
    path.write_text(yaml.safe_dump([{**item, field: value}], allow_unicode=True), encoding="utf-8")
    try:
        read_items(path)
    except ItemFileError as error:
        assert all(problem.message and problem.remedy for problem in error.problems)


def test_the_schema_is_current() -> None:
    """The committed JSON Schema is what “midback schema” writes."""
    assert schema_text() == SCHEMA_FILE.read_text(encoding="utf-8")


def test_the_schema_takes_good_items_and_refuses_others() -> None:
    """An editor that follows the schema accepts every type and complains of unknown fields."""
    validator = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    assert [] == list(validator.iter_errors(list(ALL_TYPES)))
    assert list(validator.iter_errors([{**SINGLE, "colour": "red"}]))


@pytest.mark.parametrize(
    ("source", "asked", "alone"),
    [
        ('midback.ask("a-b")', True, "a-b"),
        (" midback.ask( 'a-b' ) ;\n", True, "a-b"),
        ('x = 1\nmidback.ask("a-b")', True, None),
        ("midback.ask(name)", True, None),
        ("midback.progress()", False, None),
    ],
)
def test_which_cells_ask(source: str, asked: bool, alone: str | None) -> None:
    """A cell asks an item by one call and nothing else."""
    assert (asked, alone) == (asks(source), asked_item(source))
