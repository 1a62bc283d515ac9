"""Marking of the types that are paired, ordered, written, pointed at and worked through."""

from __future__ import annotations

import copy
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import LABELS, ORDER, PAIRS, PATIENT, POINT, SCRIPT, WORDS

from midback.items import ITEM_CLASSES, Hotspot, Item, find_plate
from midback.marking import Status, Verdict, mark, model_answer, refusal


def item(fields: dict[str, Any], **changes: Any) -> Any:
    """An item from its fields."""
    return ITEM_CLASSES[fields["type"]].model_validate({**copy.deepcopy(fields), **changes})


FULL = {"trapezius": "accessory", "rhomboids": "dorsal", "serratus": "long"}
FIRST = {"first-questions": ["bladder", "cancer"]}
SECOND = {**FIRST, "signs": ["power", "reflexes"]}


@pytest.mark.parametrize(
    ("fields", "response", "share"),
    [
        (PAIRS, FULL, 1),
        (PAIRS, {**FULL, "serratus": "axillary"}, Fraction(2, 3)),
        (PAIRS, {"trapezius": "accessory", "rhomboids": None}, Fraction(1, 3)),
        (ORDER, ["ask", "examine", "scan", "treat"], 1),
        (ORDER, ["examine", "ask", "scan", "treat"], Fraction(2, 3)),
        (ORDER, ["treat", "ask", "examine", "scan"], 0),
        (ORDER, ["treat", "scan", "examine", "ask"], 0),
        (ORDER, ["ask", "treat", "examine", "scan"], Fraction(1, 3)),
        (WORDS, "Adamkiewicz", 1),
        (WORDS, "the artery of Adamkiewicz", 0),
        (WORDS, "ARTERY   OF\tadamkiewicz.", 1),
        (WORDS, "great anterior radiculo-medullary artery", 1),
        (WORDS, "Adamkievicz", 1),
        (WORDS, "Adamkeiwicz", 1),
        (WORDS, "Adamievisz", 0),
        (WORDS, "radicular artery", 0),
        (SCRIPT, "less", 1),
        (SCRIPT, "unchanged", Fraction(1, 2)),
        (SCRIPT, "much-less", Fraction(1, 6)),
        (SCRIPT, "more", 0),
        (POINT, {"x": 0.0, "y": 0.0}, 0),
        (POINT, {"x": 0, "y": 1}, 0),
        (LABELS, {"a": "canal", "b": "body", "c": "cord"}, 1),
        (LABELS, {"a": "canal", "b": "cord", "c": "body"}, Fraction(1, 3)),
        (PATIENT, {"steps": {}}, 0),
        (PATIENT, {"steps": FIRST}, Fraction(1, 4)),
        (PATIENT, {"steps": SECOND}, Fraction(1, 2)),
        (PATIENT, {"steps": {**SECOND, "next": ["call"]}}, 1),
        (PATIENT, {"steps": {**SECOND, "next": ["film"]}}, Fraction(1, 2)),
        (PATIENT, {"steps": {**SECOND, "next": ["week"]}}, 0),
        (PATIENT, {"steps": {**SECOND, "next": []}}, Fraction(1, 2)),
        (PATIENT, {"steps": {"first-questions": ["bladder", "name"]}}, Fraction(1, 8)),
        (PATIENT, {"steps": {"first-questions": ["bladder", "desk"]}}, 0),
        (PATIENT, {"steps": {**FIRST, "signs": ["power", "reflexes", "thrust"]}}, Fraction(1, 4)),
    ],
)
def test_marks(fields: dict[str, Any], response: object, share: Fraction) -> None:
    """The marks are those the documentation states."""
    assert share == mark(item(fields), response).share


@pytest.mark.parametrize(
    ("fields", "response", "reason"),
    [
        (PAIRS, {"trapezius": "long", "serratus": "long"}, "used twice"),
        (PAIRS, {"biceps": "long"}, "unknown line"),
        (PAIRS, {"trapezius": ["long"]}, "a list"),
        (PAIRS, "long", "the text “long”"),
        (ORDER, ["ask", "scan"], "2 of 4 entries are in order"),
        (ORDER, ["ask", "ask", "scan", "treat"], "twice"),
        (ORDER, ["ask", "scan", "treat", "sleep"], "unknown option"),
        (ORDER, {"ask": 1}, "a group of values"),
        (WORDS, "a" * 121, "longer than 120 letters"),
        (WORDS, "…!", "Write a few words"),
        (WORDS, 3, "a number"),
        (SCRIPT, "perhaps", "unknown option"),
        (SCRIPT, 2, "a number"),
        (POINT, {"x": 0.5}, "A point of the picture was expected"),
        (POINT, {"x": 0.5, "y": 1.01}, "does not lie on the picture"),
        (POINT, {"x": float("nan"), "y": 0.5}, "does not lie on the picture"),
        (POINT, {"x": 10**400, "y": 0.5}, "does not lie on the picture"),
        (POINT, {"x": True, "y": 0.5}, "does not lie on the picture"),
        (POINT, {"x": "0.5", "y": 0.5}, "does not lie on the picture"),
        (POINT, "one", "the text “one”"),
        (LABELS, {"a": "rib", "b": "rib"}, "used twice"),
        (LABELS, {"d": "rib"}, "unknown line"),
        (PATIENT, {"steps": {"signs": ["power"]}}, "leaves out a step"),
        (PATIENT, {"steps": {"cure": []}}, "unknown step"),
        (PATIENT, {"steps": {"first-questions": "desk"}}, "the text “desk”"),
        (PATIENT, {"steps": {"first-questions": ["desk", "name", "cancer"]}}, "2 are allowed"),
        (PATIENT, {"steps": {**SECOND, "next": ["call", "week"]}}, "1 are allowed"),
        (PATIENT, {"steps": []}, "a list"),
        (PATIENT, {"steps": None}, "steps of a case"),
        (PATIENT, {"steps": {}, "more": 1}, "steps of a case"),
        (PATIENT, ["bladder"], "a list"),
    ],
)
def test_what_is_no_answer_is_nought_with_a_reason(
    fields: dict[str, Any], response: object, reason: str
) -> None:
    """A record that is not an answer gets 0, and the reason is a sentence."""
    result = mark(item(fields), response)
    assert (0, Status.UNREADABLE) == (result.share, result.status)
    assert reason in result.reason


def test_verdicts_of_pairs_and_entries() -> None:
    """A pair, a marker and an entry are each right, wrong or missed for themselves."""
    pairs = mark(item(PAIRS), {"trapezius": "accessory", "rhomboids": "long"}).verdicts
    assert ["right", "wrong", "missed"] == [verdict.value for verdict in pairs.values()]
    entries = mark(item(ORDER), ["ask", "scan", "examine", "treat"]).verdicts
    assert {"ask": "right", "examine": "wrong", "scan": "wrong", "treat": "right"} == dict(entries)


def test_ties_of_a_panel_share_the_full_mark() -> None:
    """Two answers with the most votes are both worth 1."""
    votes = {"much-less": 0, "less": 4, "unchanged": 4, "more": 2, "much-more": 0}
    tied = item(SCRIPT, votes=votes)
    assert [1, 1, Fraction(1, 2)] == [
        mark(tied, word).share for word in ("less", "unchanged", "more")
    ]
    assert Verdict.MISSED == mark(tied, "less").verdicts["unchanged"]
    assert Verdict.PARTLY == mark(tied, "more").verdicts["more"]


def test_a_case_tells_each_step_apart() -> None:
    """Each step has its own mark, and the first fatal decision is named."""
    result = mark(item(PATIENT), {"steps": {"first-questions": ["bladder"]}})
    assert [Status.PARTLY, Status.UNANSWERED, Status.UNANSWERED] == [
        step.status for step in result.steps.values()
    ]
    assert Verdict.MISSED == result.steps["first-questions"].verdicts["cancer"]
    assert "" == result.fatal
    died = mark(item(PATIENT), {"steps": {**SECOND, "next": ["week"]}})
    assert ("next", 0, Status.WRONG) == (died.fatal, died.share, died.status)
    assert 1 == died.steps["signs"].share


@pytest.mark.parametrize("word", ["one", "two", "three"])
def test_a_marker_chosen_by_keyboard_is_its_region(word: str) -> None:
    """A marker's own point counts as its region: right for the key, wrong for the others."""
    hotspot: Hotspot = item(POINT)
    x, y = hotspot.markers[word]
    result = mark(hotspot, {"x": x, "y": y})
    assert int(word == "one") == result.share
    assert (Verdict.RIGHT if word == "one" else Verdict.WRONG) == result.verdicts[word]


@settings(max_examples=200)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_point_is_right_exactly_inside_the_region(x: float, y: float) -> None:
    """The polygon of the plate alone decides, as another library sees it."""
    from shapely import Point, Polygon

    hotspot: Hotspot = item(POINT)
    outline = Polygon(find_plate("vertebra-above", {"level": "T6"}).region("lamina-right").polygon)
    if outline.boundary.distance(Point(x, y)) > 1e-9:
        assert int(outline.contains(Point(x, y))) == mark(hotspot, {"x": x, "y": y}).share


@pytest.mark.parametrize(
    "order", list(permutations(["ask", "examine", "scan", "treat"])), ids="-".join
)
def test_tau_is_symmetric(order: tuple[str, ...]) -> None:
    """Giving order A to key B is worth what giving B to key A is, and the formula says what."""
    key = ("ask", "examine", "scan", "treat")
    there = mark(item(ORDER), list(order)).share
    back = mark(item(ORDER, key=list(order)), list(key)).share
    pairs = list(combinations(key, 2))
    agreeing = sum(order.index(a) < order.index(b) for a, b in pairs)
    assert there == back == max(Fraction(0), Fraction(agreeing - (6 - agreeing), 6))


@given(st.lists(st.sampled_from(["bladder", "cancer", "desk", "name"]), max_size=2, unique=True))
def test_the_order_of_picks_makes_no_difference(picks: list[str]) -> None:
    """A step counts what was chosen, not when."""
    case = item(PATIENT)
    shares = {
        mark(case, {"steps": {"first-questions": list(each)}}).share for each in permutations(picks)
    }
    assert 1 == len(shares)


def test_weights_of_steps_add_up() -> None:
    """Weights may be any positive numbers; the model answer is worth 1, exactly."""
    fields = copy.deepcopy(PATIENT)
    for weight, step in zip((0.1, 0.2, 0.7), fields["steps"].values(), strict=True):
        step["weight"] = weight
    case = item(fields)
    assert 1 == mark(case, model_answer(case)).share
    assert Fraction(1, 10) == mark(case, {"steps": FIRST}).share


WORDED = [
    ("T4", "t4", True),
    ("T4", "T 4", True),
    ("T4", "T5", False),
    ("T4", "TT4", False),
    ("T4 vertebra", "t4 vertebre", True),
    ("T4 vertebra", "t5 vertebra", False),
    ("rib", "rip", False),
    ("facet", "faset", True),
    ("facet", "fasset", False),
    ("trapezius", "trapesius", True),
    ("trapezius", "trapeziuss", True),
    ("trapezius", "tarpezius", True),
    ("trapezius", "trpzs", False),
    ("oesophagus", "œsophagus", True),
    ("Scheuermann's disease", "scheuermanns disease", True),
    ("ligamentum flavum", "Ligaméntum  flávum", True),
    ("hyperkyphosis", "hypokyphosis", False),
    ("hyperkyphosis", "hyperkyfosis", True),
    ("abduction", "adduction", False),
    ("intercostal nerve", "intracostal nerve", False),
    ("left crus", "right crus", False),
    ("12", "12", True),
    ("12", "13", False),
]


@pytest.mark.parametrize(("accepted", "written", "right"), WORDED)
def test_typing_errors(accepted: str, written: str, right: bool) -> None:
    """Slips are forgiven by length; levels, digits and other terms are not slips."""
    short = item(WORDS, key=[accepted], not_accepted={})
    assert int(right) == mark(short, written).share


def test_what_is_listed_as_not_accepted_is_no_typing_error() -> None:
    """One letter from the key and listed as wrong is wrong, and so is what lies nearer to it."""
    short = item(WORDS, key=["costovertebral"], not_accepted={"costovertebra": "Half a name."})
    assert 1 == mark(short, "costovertebrel").share
    assert 0 == mark(short, "costovertebra").share
    assert 0 == mark(short, "costo-vertebr").share
    assert "Half a name." == refusal(short, "Costovertebra")
    assert "" == refusal(short, "costovertebral")
    assert "" == refusal(short, "something else")


@given(st.text(max_size=100))
def test_outer_space_never_changes_a_mark(text: str) -> None:
    """Whatever is written is worth the same between spaces."""
    short: Item = item(WORDS)
    assert mark(short, text).share == mark(short, f" \t{text}\n ").share
