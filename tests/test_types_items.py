"""What an author is told about the types that are paired, ordered, pointed at, worked through."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ALL_TYPES, SINGLE
from hypothesis import given
from hypothesis import strategies as st
from kinds import LABELS, NEWER_TYPES, ORDER, PAIRS, PATIENT, POINT, SCRIPT, WORDS

from midback.items import (
    ITEM_CLASSES,
    ItemFileError,
    Ordering,
    fact_ids,
    figure_picture,
    find_plate,
    folded,
    marker_points,
    picture_problems,
    public_yaml,
    read_items,
    read_questions,
    read_references,
)

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def changed(fields: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A copy of the item with other fields; a dotted name, with ``__``, reaches inside."""
    made = copy.deepcopy(fields)
    for name, value in other.items():
        *path, last = name.split("__")
        inner = made
        for part in path:
            inner = inner[part.replace("_", "-") if part not in inner else part]
        if value is None:
            inner.pop(last)
        else:
            inner[last] = value
    return made


def problems(path: Path) -> str:
    """What reading the file complains of."""
    with pytest.raises(ItemFileError) as caught:
        read_items(path)
    return "\n".join(str(problem) for problem in caught.value.problems)


STEP = "steps__first_questions"


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (changed(PAIRS, key__trapezius="long"), ["field “key”", "“long” twice", "at most once"]),
        (changed(PAIRS, options={"a": "A", "b": "B"}), ["2 options for 3 premises"]),
        (changed(PAIRS, rationale__serratus=None), ["nothing for the premise “serratus”"]),
        (changed(ORDER, key=["ask", "scan", "treat"]), ["leaves out the entry “examine”"]),
        (changed(ORDER, key=["ask", "ask", "examine", "scan", "treat"]), ["“ask” stands there"]),
        (changed(ORDER, entries={"ask": "Ask", "scan": "Scan"}), ["at least 3"]),
        (changed(WORDS, key=["T4", "t-4"]), ["“t-4” counts as the same"]),
        (changed(WORDS, key=["…"]), ["neither a letter nor a digit"]),
        (changed(WORDS, key=[]), ["field “key”", "Write at least 1"]),
        (changed(WORDS, not_accepted={"adamkiewicz": "x"}), ["is also in the key"]),
        (changed(SCRIPT, votes__less=None), ["nothing for the point of the scale “less”"]),
        (changed(SCRIPT, votes=dict.fromkeys(SCRIPT["votes"], 0)), ["holds no vote"]),
        (changed(SCRIPT, votes__less=-1), ["votes.less", "a whole number, at least 0"]),
        (changed(SCRIPT, panel=None), ["field “panel”", "is missing"]),
        (changed(SCRIPT, scale="luck"), ["“luck” is not one of its words", "investigation"]),
        (
            changed(POINT, regions={**POINT["regions"], "lamina": "lamina-left"}),
            ["“lamina” tells what it marks", "one, two, three"],
        ),
        (changed(POINT, regions__two="lamina-right"), ["marks “lamina-right” twice"]),
        (changed(POINT, key="four"), ["“four” names no marker"]),
        (changed(POINT, parameters={"level": ["T6"]}), ["parameters.level", "not one value"]),
        (changed(LABELS, key__a="cord"), ["gives the option “cord” twice"]),
        (changed(LABELS, options={"a": "A", "b": "B"}), ["field “options”", "at least 3"]),
        (changed(PATIENT, **{f"{STEP}__key": ["bladdr"]}), ["first-questions.key", "“bladder”?"]),
        (changed(PATIENT, **{f"{STEP}__choose": 1}), ["first-questions.key", "may choose 1"]),
        (changed(PATIENT, **{f"{STEP}__neutral": ["cancer"]}), ["neutral", "also in “key”"]),
        (changed(PATIENT, **{f"{STEP}__kind": "guess"}), ["first-questions.kind", "examine"]),
        (changed(PATIENT, **{f"{STEP}__colour": "red"}), ["is not a field of a step", "prompt"]),
        (changed(PATIENT, **{f"{STEP}__prompt": None}), ["Add a line “prompt: …” to the step"]),
        (changed(PATIENT, **{f"{STEP}__results": {"x": "y"}}), ["results", "“x” names no option"]),
        (changed(PATIENT, steps__next__fatal={"call": "x"}), ["next.fatal", "also in “key”"]),
        (changed(PATIENT, steps__next__weight=0), ["next.weight", "more than 0"]),
        (changed(PATIENT, steps__next__rationale__film=None), ["nothing for the option “film”"]),
        (changed(PATIENT, steps={"one": PATIENT["steps"]["next"]}), ["steps", "at least 2"]),
        (changed(PATIENT, steps="x"), ["field “steps”", "should be a list of “word: text”"]),
        (changed(PATIENT, steps={"one": "x", "two": []}), ["steps.one", "a group of fields"]),
        (changed(PATIENT, debrief=None), ["field “debrief”", "is missing"]),
        (changed(SINGLE, figure={}), ["field “figure”", "names no picture"]),
        (changed(SINGLE, figure={"image": "a.png"}), ["figure", "cannot see the image"]),
        (changed(SINGLE, figure={"image": "../a.png", "alt": "x"}), ["beside the item file"]),
        (changed(SINGLE, figure={"image": "a.png", "alt": "x", "plate": "b"}), ["two pictures"]),
        (changed(SINGLE, figure={"plat": "b"}), ["is not a field of a figure"]),
        (changed(SINGLE, shuffle="yes"), ["shuffle", "true or false"]),
        (changed(SINGLE, level="easy"), ["level", "recall, apply, reason"]),
        (changed(SINGLE, facts=["no-such-fact"]), ["“no-such-fact” is not in", "facts.yml"]),
        (changed(SINGLE, facts=["rib-count"] * 2), ["stands there twice"]),
    ],
)
def test_says_what_is_wrong(item_file: Any, item: dict[str, Any], said: list[str]) -> None:
    """A fault is reported with the file, the item, the step, the field and the remedy."""
    path = item_file([item])
    path.with_name("facts.yml").write_text("- id: rib-count\n  topic: bones\n", encoding="utf-8")
    found = problems(path)
    for words in [str(path), f"item “{item['id']}”", *said]:
        assert words in found


def test_a_fault_inside_a_step_has_its_own_line(item_file: Any) -> None:
    """The line is that of the step's own field, not of the case."""
    wrong = changed(PATIENT, steps__signs__key=["x"], steps__next__foo="x")
    path = item_file([wrong])
    lines = path.read_text(encoding="utf-8").splitlines()
    for problem in problems(path).splitlines():
        number = int(problem.removeprefix(f"{path}:").split(":")[0])
        assert lines[number - 1].strip() in ("key:", "foo: x")


def test_a_word_twice_inside_a_step_is_reported(item_file: Any) -> None:
    """YAML would keep the last of the two in silence."""
    text = yaml.safe_dump([PATIENT], sort_keys=False).replace(
        "        desk: Desk\n", "        desk: Desk\n        desk: Table\n"
    )
    assert "steps.first-questions.options.desk”: stands there twice" in problems(item_file(text))


SECRETS = ("Secret", "key", "regions", "votes", "panel", "rationale", "harmful", "fatal", "cost")


def test_the_public_half_holds_no_secret(item_file: Any) -> None:
    """What is published has the public fields of every type, and reads back to the same."""
    items = read_items(item_file(list(ALL_TYPES)))
    published = public_yaml(list(items.values()))
    path = item_file(published, "questions.yml")
    assert {name: item.public() for name, item in items.items()} == dict(read_questions(path))
    for line in published.splitlines():
        assert "Secret" not in line
        assert line.strip().split(":")[0] not in SECRETS
    for region in [*POINT["regions"].values(), *LABELS["regions"].values()]:
        assert region not in published


@pytest.mark.parametrize("secret", ["key", "neutral", "cost", "harmful", "fatal", "weight"])
def test_a_secret_in_a_public_step_is_refused(item_file: Any, secret: str) -> None:
    """A public half that somebody put a key into by hand is not read."""
    items = read_items(item_file([PATIENT]))
    fields = yaml.safe_load(public_yaml(list(items.values())))
    fields[0]["steps"]["next"][secret] = ["call"]
    with pytest.raises(ItemFileError, match="is not a field of a step"):
        read_questions(item_file(fields, "questions.yml"))


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=3, max_size=10, unique=True))
def test_entries_are_never_published_in_the_right_order(words: list[str]) -> None:
    """The order shown is the same whatever the key is, but for the key itself."""
    entries = dict.fromkeys(words, "x")
    orders = set()
    for key in (words, words[::-1], [*words[1:], words[0]]):
        made: Any = Ordering.model_validate(
            {**ORDER, "entries": entries, "key": key, "rationale": entries}
        )
        shown = list(made.public().entries)
        assert shown != key
        assert sorted(shown) == sorted(words)
        orders.add(tuple(shown))
    assert len(orders) <= 2


def test_markers_lie_inside_their_own_region_alone() -> None:
    """A point is in its region, and outside every smaller region that is marked too."""
    for fields in (POINT, LABELS):
        points = marker_points(fields["plate"], {}, fields["regions"])
        plate = find_plate(fields["plate"], {})
        for word, id in fields["regions"].items():
            assert plate.region(id).contains(*points[word])
    ring, cord = (plate.region(id) for id in ("vertebral-foramen", "spinal-cord"))
    assert ring.contains(*points["c"]), "the cord lies in its ring"
    assert not cord.contains(*points["a"])


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (changed(POINT, plate="vertebra-abov"), ["field “plate”", "There is no plate called"]),
        (changed(POINT, parameters={"size": 3}), ["field “plate”", "has no parameter"]),
        (changed(POINT, regions__two="pedicle-lft"), ["field “regions”", "“pedicle-left”?"]),
        (
            changed(POINT, regions={**LABELS["regions"], "d": "lamina-left"}, key="a")
            | {"rationale": dict.fromkeys("abcd", "x")},
            ["the marker “c” lies inside “vertebral-foramen”"],
        ),
        (changed(SINGLE, figure={"image": "no.png", "alt": "x"}), ["field “figure”", "no.png"]),
        (changed(SINGLE, figure={"plate": "no-plate"}), ["field “figure”", "no-plate"]),
    ],
)
def test_says_what_is_wrong_with_a_picture(
    item_file: Any, item: dict[str, Any], said: list[str]
) -> None:
    """A plate, a region or an image that is not there is found without publishing."""
    path = item_file([item])
    found = "\n".join(str(problem) for problem in picture_problems(path))
    for words in [str(path), f"item “{item['id']}”", *said]:
        assert words in found


def test_good_pictures_have_no_problems(item_file: Any) -> None:
    """Every type as the tests write it, and an image beside the file."""
    path = item_file([*ALL_TYPES, changed(SINGLE, id="x", figure={"image": "a.png", "alt": "x"})])
    path.with_name("a.png").write_bytes(PIXEL)
    assert [] == picture_problems(path)


def test_an_unlabelled_plate_does_not_name_its_structures(tmp_path: Path) -> None:
    """Without labels the text is the plate's title; the author's own text comes first."""
    base = ITEM_CLASSES["single-best-answer"]

    def figure(**fields: Any) -> Any:
        shown = {"plate": "vertebra-above", **fields}
        return base.model_validate({**SINGLE, "figure": shown}).figure

    plate = find_plate("vertebra-above", {})
    unlabelled = figure_picture(figure(), tmp_path)
    assert f"Plate without labels: {plate.title}" == unlabelled.alt
    assert plate.alt == figure_picture(figure(labels=True), tmp_path).alt
    assert "A bone." == figure_picture(figure(alt="A bone."), tmp_path).alt
    assert unlabelled.source.startswith("data:image/svg+xml;base64,")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text is its own folded form."""
    assert folded(text) == folded(folded(text))


def test_facts_are_those_of_the_file(root: Path) -> None:
    """The ids that are found line by line are those that YAML finds."""
    path = root / "notebooks" / "facts.yml"
    assert [fact["id"] for fact in yaml.safe_load(path.read_text(encoding="utf-8"))] == list(
        fact_ids(path)
    )


def test_titles_are_shown_without_bibtex_escapes(tmp_path: Path) -> None:
    """``\\&`` in a title is an ampersand."""
    path = tmp_path / "references.bib"
    path.write_text(
        "@article{a, author = {A, B.}, title = {Bones \\& {Joints}}, year = {2020}}\n", "utf-8"
    )
    assert "Bones & Joints" == read_references(path)["a"].title


def test_reading_items_loads_no_drawing_library() -> None:
    """A notebook that asks is not kept waiting for matplotlib."""
    code = (
        "import sys, midback.items, midback.marking;"
        " print([name for name in ('matplotlib', 'numpy', 'rapidfuzz') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == run.stdout.strip()


def test_the_newer_types_are_all_here() -> None:
    """Every type of the format is in these tests."""
    older = {"single-best-answer", "multiple-response", "numeric", "extended-matching"}
    assert set(ITEM_CLASSES) - older == {fields["type"] for fields in NEWER_TYPES}
