"""Marking: exact, and never surprised."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import ALL_TYPES, MATCHING, MULTIPLE, NUMERIC, SINGLE
from hypothesis import given
from hypothesis import strategies as st

from midback.items import ITEM_CLASSES, Item
from midback.marking import MARKERS, READERS, Mark, Status, Verdict, mark, model_answer


def item(fields: dict[str, Any], **changes: Any) -> Item:
    """An item from its fields."""
    return ITEM_CLASSES[fields["type"]].model_validate({**fields, **changes})


ITEMS = [item(fields) for fields in ALL_TYPES]


def test_every_type_has_a_reader_and_a_marker() -> None:
    """The tables know the same types as the items do."""
    assert set(ITEM_CLASSES) == set(READERS) == set(MARKERS)


@pytest.mark.parametrize("each", ITEMS, ids=lambda each: each.type)
def test_the_key_gets_full_marks(each: Item) -> None:
    """An item's own key is worth 1."""
    result = mark(each, model_answer(each))
    assert (Fraction(1), Status.RIGHT) == (result.share, result.status)


@pytest.mark.parametrize("each", ITEMS, ids=lambda each: each.type)
@pytest.mark.parametrize("nothing", [None, "", [], {}], ids=["none", "text", "list", "object"])
def test_unanswered_is_not_wrong(each: Item, nothing: object) -> None:
    """No answer is 0 and says so; an empty value of another shape is at worst unreadable."""
    result = mark(each, nothing)
    empty = {
        "multiple-response": [],
        "ordering": [],
        "extended-matching": {},
        "matching": {},
        "labelling": {},
        "hotspot": {},
        "case": {},
    }.get(each.type, "")
    expected = Status.UNANSWERED if nothing in (None, empty) else Status.UNREADABLE
    if nothing == empty or nothing is None:
        assert expected == result.status
    assert 0 == result.share


@pytest.mark.parametrize(
    ("fields", "response", "share"),
    [
        (SINGLE, "t4", 1),
        (SINGLE, "t2", 0),
        (MULTIPLE, ["legs", "fever"], 1),
        (MULTIPLE, ["fever", "legs"], 1),
        (MULTIPLE, ["legs"], Fraction(1, 2)),
        (MULTIPLE, ["legs", "ache"], 0),
        (MULTIPLE, ["legs", "fever", "ache"], Fraction(1, 2)),
        (MULTIPLE, ["ache"], 0),
        (MULTIPLE, ["legs", "fever", "desk"], 0),
        (NUMERIC, "13", 1),
        (NUMERIC, "13,5", 1),
        (NUMERIC, "12.5", 1),
        (NUMERIC, "13.51", 0),
        (NUMERIC, " 13 percent", 1),
        (NUMERIC, "13 %", 1),
        (NUMERIC, 13, 1),
        (NUMERIC, "1.3e1", 1),
        (MATCHING, {"rower": "rib", "typist": "muscle", "smoker": "heart"}, 1),
        (MATCHING, {"rower": "rib", "typist": "rib"}, Fraction(1, 3)),
        (MATCHING, {"rower": "rib", "typist": ""}, Fraction(1, 3)),
        (MATCHING, {"smoker": "joint"}, 0),
    ],
)
def test_marks(fields: dict[str, Any], response: object, share: Fraction) -> None:
    """The marks are those the documentation states."""
    assert share == mark(item(fields), response).share


def test_a_relative_tolerance() -> None:
    """Five percent of 13 is 0.65 to either side, exactly."""
    numeric = item(NUMERIC, tolerance="5%")
    expected = {"13.65": 1, "13.6500001": 0, "12.35": 1, "12.3499999": 0}
    assert expected == {text: mark(numeric, text).share for text in expected}


def test_six_sixths_are_one() -> None:
    """Fractions add up exactly, and so do the points."""
    words = [f"w{number}" for number in range(6)]
    six = item(
        MATCHING,
        stems=dict.fromkeys(words, "x"),
        key=dict.fromkeys(words, "rib"),
        rationale=dict.fromkeys(words, "because"),
    )
    assert Fraction(1) == mark(six, dict.fromkeys(words, "rib")).share
    assert 1 == sum(mark(six, {word: "rib"}).share for word in words)
    assert Decimal(1) == mark(six, dict.fromkeys(words, "rib")).points(Decimal(1))


@pytest.mark.parametrize(
    ("fields", "response", "reason"),
    [
        (SINGLE, "t9", "unknown option, “t9”"),
        (SINGLE, ["t4"], "a list"),
        (SINGLE, True, "a truth value"),
        (SINGLE, 4, "a number"),
        (SINGLE, {"t4": True}, "a group of values"),
        (MULTIPLE, "legs", "the text “legs”"),
        (MULTIPLE, ["legs", "legs"], "twice"),
        (MULTIPLE, ["legs", None], "nothing"),
        (MULTIPLE, ["legs", "x"], "unknown option"),
        (MULTIPLE, ["legs", "ache", "fever", "desk", "legs"], "twice"),
        (NUMERIC, math.nan, "not “nan”"),
        (NUMERIC, math.inf, "not “inf”"),
        (NUMERIC, "NaN", "not “NaN”"),
        (NUMERIC, "1e999999999", "Write one number"),
        (NUMERIC, "9" * 50, "Write one number"),
        (NUMERIC, 10**400, "far too long"),
        (NUMERIC, "12 or 13", "Write one number"),
        (NUMERIC, "1,250.5", "Write one number"),
        (NUMERIC, False, "a truth value"),
        (NUMERIC, ["13"], "a list"),
        (MATCHING, {"rower": "lung"}, "unknown option"),
        (MATCHING, {"cyclist": "rib"}, "unknown line"),
        (MATCHING, {"rower": True}, "a truth value"),
        (MATCHING, ["rib"], "a list"),
        (MATCHING, "rib", "the text “rib”"),
    ],
)
def test_what_is_no_answer_is_nought_with_a_reason(
    fields: dict[str, Any], response: object, reason: str
) -> None:
    """A record that is not an answer gets 0, and the reason is a sentence."""
    result = mark(item(fields), response)
    assert (result.share, result.status) == (0, Status.UNREADABLE)
    assert reason in result.reason


def test_more_picks_than_allowed_is_nought() -> None:
    """``choose`` limits the picks."""
    limited = item(MULTIPLE, choose=2)
    assert ("3 options were chosen, and 2 are allowed.") == mark(
        limited, ["legs", "fever", "ache"]
    ).reason


@given(
    st.sampled_from(ITEMS),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.sampled_from(
            ["t4", "legs", "rower", "rib", "13", "1e9", "ask", "less", "a", "first-questions"]
        ),
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(
                st.sampled_from(["rower", "typist", "x", "y", "a", "steps", "signs"]) | st.text(),
                inner,
            )
        ),
        max_leaves=10,
    ),
)
def test_nothing_recorded_raises(each: Item, response: object) -> None:
    """Any data is marked, between 0 and 1, with a printable reason."""
    result = mark(each, response)
    assert 0 <= result.share <= 1
    assert result.reason.isprintable()
    if result.status in (Status.UNANSWERED, Status.UNREADABLE):
        assert 0 == result.share


@given(st.sets(st.sampled_from(["legs", "ache", "fever"])))
def test_multiple_response_is_the_documented_formula(picks: set[str]) -> None:
    """(right − wrong) / keys, not below 0, whatever the order."""
    right, wrong = len(picks & {"legs", "fever"}), len(picks - {"legs", "fever"})
    expected = max(Fraction(0), Fraction(right - wrong, 2))
    assert expected == mark(item(MULTIPLE), sorted(picks)).share
    assert expected == mark(item(MULTIPLE), sorted(picks, reverse=True)).share


@given(
    st.decimals(min_value=-1000, max_value=1000, places=4),
    st.decimals(min_value=-1000, max_value=1000, places=4),
    st.decimals(min_value=0, max_value=10, places=4),
)
def test_numeric_is_exact_at_the_border(key: Decimal, answer: Decimal, margin: Decimal) -> None:
    """Right exactly when the distance is at most the tolerance."""
    numeric = item(NUMERIC, key=key, tolerance=margin)
    assert int(abs(Fraction(answer) - Fraction(key)) <= Fraction(margin)) == (
        mark(numeric, f"{answer:f}").share
    )


@given(st.fractions(0, 1), st.decimals(min_value="0.01", max_value=1000, places=2))
def test_points_never_exceed_what_was_earned(share: Fraction, most: Decimal) -> None:
    """Points are a plain decimal between 0 and the most, and at most a millionth too few."""
    points = Mark(share, Status.PARTLY, "x").points(most)
    assert 0 <= points <= most
    assert 0 <= Fraction(most) * share - Fraction(points) < Fraction(1, 1_000_000)


def test_a_mark_outside_its_bounds_is_refused() -> None:
    """A mark above 1 would be more than the cell's points, which nbgrader rejects."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        Mark(Fraction(3, 2), Status.RIGHT, "x")


def test_verdicts_tell_each_option_apart() -> None:
    """Chosen and right, chosen and wrong, right and missed, and the rest."""
    verdicts = mark(item(MULTIPLE), ["legs", "ache"]).verdicts
    assert dict(verdicts) == {
        "legs": Verdict.RIGHT,
        "ache": Verdict.WRONG,
        "fever": Verdict.MISSED,
        "desk": Verdict.NEUTRAL,
    }
