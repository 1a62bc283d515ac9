"""Item-writing flaws: each rule sees what it is for, and leaves good items alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ALL_TYPES, MATCHING, MULTIPLE, NUMERIC, ROOT, SINGLE
from hypothesis import given
from hypothesis import strategies as st

from midback.cli import main
from midback.course import Course
from midback.items.flaws import ITEM_RULES, RULES, Flaw, flaws
from midback.items.flaws.numbers import span

Write = Callable[..., Path]

GOOD_CASE: dict[str, Any] = {
    "id": "one-patient",
    "type": "case",
    "objective": "nerves.name-the-level",
    "stem": "A 50-year-old comes with pain between the shoulder blades.",
    "lead_in": "Work through this patient.",
    "steps": {
        "ask-first": {
            "kind": "ask",
            "prompt": "Choose the two questions that matter most now.",
            "choose": 2,
            "options": {"onset": "Onset", "legs": "Leg weakness", "car": "Car", "pet": "Pets"},
            "key": ["onset", "legs"],
        },
        "act": {
            "kind": "decide",
            "prompt": "What do you do now?",
            "options": {"mri": "Urgent MRI", "film": "Plain film", "wait": "Wait a week"},
            "key": ["mri"],
        },
    },
    "debrief": "Legs first.",
}


def found_in(write: Write, *items: dict[str, Any], **files: Any) -> list[Flaw]:
    return flaws([write(list(items))], **files)


def rules_in(write: Write, *items: dict[str, Any]) -> list[str]:
    return [flaw.rule for flaw in found_in(write, *items)]


GOOD = [item for item in ALL_TYPES if item["type"] != "case"] + [GOOD_CASE]


@pytest.mark.parametrize("item", GOOD, ids=lambda item: item["type"])
def test_a_good_item_has_no_flaw(item_file: Write, item: dict[str, Any]) -> None:
    """Nothing is reported where nothing is wrong."""
    assert [] == found_in(item_file, item)


FLAWED: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "all-or-none-of-the-above": [
        ("options.t7", {"options": {"t2": "T2", "t4": "T4", "t7": "None of the above"}}),
        ("options.t7", {"options": {"t2": "T2", "t4": "T4", "t7": "Both A and B"}}),
        ("options.t7", {"options": {"t2": "T2", "t4": "T4", "t7": "All of these"}}),
    ],
    "negative-lead-in": [
        ("lead_in", {"lead_in": "Which nerve does not carry the pain?"}),
        ("lead_in", {"lead_in": "All of these carry the pain except which?"}),
        ("lead_in", {"lead_in": "Which nerve is least likely to carry the pain?"}),
        ("lead_in", {"lead_in": "Which nerve doesn't carry the pain?"}),
    ],
    "longest-option-is-key": [
        (
            "options",
            {
                "options": {
                    "t2": "Second nerve",
                    "t4": "Fourth nerve, which leaves below its vertebra and runs under the rib",
                    "t7": "Seventh nerve",
                }
            },
        )
    ],
    "options-of-different-kinds": [
        ("options", {"options": {"t2": "The second.", "t4": "The fourth.", "t7": "Seventh"}}),
        ("options", {"options": {"t2": "12 percent", "t4": "Nobody", "t7": "30 percent"}}),
        ("options", {"options": {"t2": "a strain", "t4": "Shingles", "t7": "Angina"}}),
        ("options", {"options": {"t2": "12 mm", "t4": "2 cm", "t7": "30 mm"}}),
    ],
    "options-alike": [
        ("options.t7", {"options": {"t2": "The second", "t4": "T4", "t7": "**The second**"}})
    ],
    "absolute-words": [
        (
            "options.t7",
            {"options": {"t2": "It may be T2", "t4": "It may be T4", "t7": "It is always T7"}},
        )
    ],
    "repeated-stem-words": [
        (
            "options.t4",
            {"options": {"t2": "Median nerve", "t4": "The nipples' nerve", "t7": "Ulnar nerve"}},
        )
    ],
    "grammar-clue": [
        (
            "options",
            {
                "lead_in": "Complete: the cause is an",
                "options": {"t2": "Strain", "t4": "Abscess", "t7": "Tear"},
            },
        ),
        (
            "options",
            {
                "lead_in": "Which are the most likely sources?",
                "options": {"t2": "Heart", "t4": "Nerves", "t7": "Disc"},
            },
        ),
    ],
    "overlapping-numbers": [
        ("options", {"options": {"t2": "0–10 percent", "t4": "10–20 percent", "t7": "40 percent"}}),
        ("options", {"options": {"t2": "less than 5", "t4": "4", "t7": "9"}}),
    ],
    "too-few-options": [
        (
            "options",
            {"options": {"t2": "T2", "t4": "T4"}, "rationale": {"t2": "No.", "t4": "Yes."}},
        )
    ],
    "missing-question": [
        ("lead_in", {"lead_in": "The spinal nerve of the pain"}),
        ("lead_in", {"lead_in": "Which of the following is true?"}),
        ("lead_in", {"lead_in": "Which statement is correct about the T4 nerve?"}),
    ],
    "label-stem": [
        ("stem", {"stem": "Thoracic disc herniation"}),
        ("stem", {"stem": "Shingles."}),
    ],
}


@pytest.mark.parametrize(
    ("rule", "field", "change"),
    [(rule, field, change) for rule, many in FLAWED.items() for field, change in many],
)
def test_a_flaw_is_seen(item_file: Write, rule: str, field: str, change: dict[str, Any]) -> None:
    """One flaw gives one report: of its rule, its field, and nothing besides."""
    found = found_in(item_file, SINGLE | change)
    assert [(rule, field)] == [(flaw.rule, flaw.field) for flaw in found]


def test_every_rule_of_one_item_is_tried_above() -> None:
    """A new rule brings an item that breaks it."""
    assert set(ITEM_RULES) == set(FLAWED)


@pytest.mark.parametrize(
    "lead_in",
    [
        "Which nerve does **not** carry the pain?",
        "Which nerve does NOT carry the pain?",
        "Which nerve should be tested in a person who does not smoke?",
        "Which nerve must not be missed?",
        "Why does the nerve not carry the pain?",
        "Which nerve do at least two findings point to?",
    ],
)
def test_a_negative_word_that_misleads_nobody_passes(item_file: Write, lead_in: str) -> None:
    """Emphasis, a clause of its own, “why not” and “must not be missed” are no traps."""
    assert [] == rules_in(item_file, SINGLE | {"lead_in": lead_in})


@pytest.mark.parametrize(
    "options",
    [
        {"t2": "0–9 percent", "t4": "10–19 percent", "t7": "20 percent or more"},
        {"t2": "T2", "t4": "T4", "t7": "T7"},
        {"t2": "under 10", "t4": "10 to 20", "t7": "over 20"},
    ],
)
def test_ranges_side_by_side_do_not_overlap(item_file: Write, options: dict[str, str]) -> None:
    """Ranges that share no number are good options."""
    assert [] == rules_in(item_file, SINGLE | {"options": options})


def test_a_step_of_a_case_is_looked_at_like_an_item(item_file: Write) -> None:
    """The report names the step's own field, and its line."""
    steps = GOOD_CASE["steps"]
    act = steps["act"] | {"prompt": "Which test is not useful?"}
    path = item_file([GOOD_CASE | {"steps": steps | {"act": act}}])
    (flaw,) = flaws([path])
    line = path.read_text(encoding="utf-8").splitlines()[flaw.line - 1]
    assert ("negative-lead-in", "steps.act.prompt") == (flaw.rule, flaw.field)
    assert "Which test is not useful?" in line


def test_few_wrong_options_are_seen_where_several_are_right(item_file: Write) -> None:
    """Three of four right leaves one to avoid."""
    assert ["too-few-options"] == rules_in(item_file, MULTIPLE | {"key": ["legs", "fever", "ache"]})


def numbered(number: int, **fields: Any) -> dict[str, Any]:
    """An item unlike the others, with its right option in one of four places."""
    words = [
        "rower",
        "typist",
        "climber",
        "nurse",
        "baker",
        "pilot",
        "farmer",
        "driver",
        "singer",
        "tailor",
        "dancer",
        "plumber",
    ]
    places = ("first", "second", "third", "fourth")
    return {
        **SINGLE,
        "id": f"item-{number}",
        "stem": f"A {words[number]} aged {30 + number} tells about pain, {words[-number - 1]}.",
        "lead_in": f"What does the {words[number]} need {number}?",
        "options": {place: f"{words[(number + at) % 12]}s" for at, place in enumerate(places)},
        "key": places[number % 4],
        "rationale": dict.fromkeys(places, "So it is."),
    } | fields


def test_keys_in_one_place_are_seen(item_file: Write) -> None:
    """Eight right options in the second place can be guessed; spread or shuffled they cannot."""
    fixed = [numbered(at, key="second") for at in range(8)]
    spread = [numbered(at) for at in range(8)]
    shuffled = [item | {"shuffle": True} for item in fixed]
    assert "key-position" in rules_in(item_file, *fixed)
    assert "key-position" not in rules_in(item_file, *spread)
    assert "key-position" not in rules_in(item_file, *shuffled)


def test_keys_that_are_mostly_longest_are_seen(item_file: Write) -> None:
    """A little longer each time is a clue over a whole file."""
    items = []
    for at in range(8):
        item = numbered(at)
        longer = item["options"] | {item["key"]: "A slightly longer text"}
        items.append(item | {"options": longer})
    found = [flaw for flaw in found_in(item_file, *items) if flaw.rule == "key-often-longest"]
    assert ["item-0"] == [flaw.item for flaw in found]
    assert "in 8 of the 8 items" in found[0].seen


STAIRS = SINGLE | {
    "id": "ache-on-the-stairs",
    "stem": "A 57-year-old woman with diabetes has had an ache between the shoulder blades for two"
    " days. It comes when she climbs stairs, with slight breathlessness, and goes within minutes"
    " of resting. Bending, turning and pressure on the spine do not change it.",
    "lead_in": "What is the best next step?",
    "options": {
        "physiotherapy": "Physiotherapy as booked, with a review after two weeks",
        "mri": "Magnetic resonance imaging of the thoracic spine this week",
        "cardiac": "Electrocardiogram and urgent cardiac assessment today",
    },
    "key": "cardiac",
    "rationale": dict.fromkeys(["physiotherapy", "mri", "cardiac"], "So it is."),
}

SUM = NUMERIC | {
    "id": "artery-on-the-left",
    "stem": "In a meta-analysis a great radicular artery was found in about 85 of 100 people."
    " Where it was found, it lay on the left in about 77 percent.",
    "lead_in": "In how many of 100 people would you expect to find it on the left?",
}
REWORDED_SUM = {
    "id": "artery-absent",
    "stem": "In a meta-analysis a great radicular artery was present in about 85 percent.",
    "lead_in": "In how many of 200 would you expect to find none?",
}


class TestDuplicates:
    def test_a_copy_and_a_near_copy_are_seen(self, item_file: Write) -> None:
        """Another age does not make another question."""
        near = SINGLE | {"id": "again", "stem": SINGLE["stem"].replace("58", "61")}
        (flaw,) = found_in(item_file, SINGLE, near)
        assert ("duplicate", "again") == (flaw.rule, flaw.item)
        assert "“which-nerve” (items.yml:1)" in flaw.seen

    def test_graded_items_are_compared_with_practice(self, item_file: Write) -> None:
        """The files beside are compared with, and not reported."""
        practice = item_file([SINGLE, SINGLE | {"id": "too"}], "practice.yml")
        graded = item_file([SINGLE | {"id": "graded"}, NUMERIC], "items.yml")
        found = flaws([graded], beside=[practice, graded])
        assert [("duplicate", "graded")] == [(flaw.rule, flaw.item) for flaw in found]

    def test_a_graded_item_that_rewords_practice_is_seen(self, item_file: Write) -> None:
        """Another woman on other stairs, in other words, is the question that practice asked."""
        practice = Course(ROOT).item_files
        (flaw,) = flaws([self.graded(item_file, STAIRS)], beside=practice)
        assert ("duplicate", "ache-on-the-stairs") == (flaw.rule, flaw.item)
        assert "practice item “ache-after-the-stairs” (07-pain-from-elsewhere.yml:" in flaw.seen

    def test_a_story_alone_or_an_answer_alone_is_no_rewording(self, item_file: Write) -> None:
        """The same woman may be asked about something else, and an answer may come back."""
        another_answer: dict[str, Any] = {
            "lead_in": "What does she need?",
            "options": {"rest": "Rest in bed", "advice": "Advice on shoes", "heat": "Heat packs"},
            "key": "advice",
            "rationale": dict.fromkeys(["rest", "advice", "heat"], "So it is."),
        }
        another_story = {"stem": "A pilot who has flown since dawn looks grey and cannot lie flat."}
        for change in (another_answer, another_story):
            graded = self.graded(item_file, STAIRS | change)
            found = flaws([graded], beside=Course(ROOT).item_files)
            assert "duplicate" not in [flaw.rule for flaw in found]

    def test_a_sum_that_rewords_practice_is_seen(self, item_file: Write) -> None:
        """Without options the story decides, and has to be closer."""
        practice = self.placed(item_file, SUM, "notebooks/items/01-practice.yml")
        graded = self.graded(item_file, SUM | REWORDED_SUM)
        found = flaws([graded], beside=[practice])
        assert [("duplicate", "artery-absent")] == [(flaw.rule, flaw.item) for flaw in found]
        assert "(01-practice.yml:1)" in found[0].seen

    def test_practice_may_come_back_to_a_matter(self, item_file: Write) -> None:
        """Only graded items are held against practice in this way."""
        first = self.placed(item_file, SUM, "notebooks/items/01-practice.yml")
        again = self.placed(item_file, SUM | REWORDED_SUM, "notebooks/items/02-practice.yml")
        assert [] == flaws([first, again])

    @staticmethod
    def placed(item_file: Write, item: dict[str, Any], name: str) -> Path:
        (item_file("", "empty.yml").parent / name).parent.mkdir(parents=True, exist_ok=True)
        return item_file([item], name)

    def graded(self, item_file: Write, item: dict[str, Any]) -> Path:
        return self.placed(item_file, item, "source/an-assessment/items.yml")

    def test_different_questions_are_not_alike(self, item_file: Write) -> None:
        """Items about one patient differ by what they ask."""
        assert [] == rules_in(item_file, *GOOD)


class TestWaivers:
    def test_a_waived_flaw_is_not_reported(self, item_file: Write) -> None:
        """The author has a reason, and it stands beside the item."""
        change = {"lead_in": "Which nerve does not carry it?"}
        waive = {"waive": {"negative-lead-in": "The exception is what is taught."}}
        assert ["negative-lead-in"] == rules_in(item_file, SINGLE | change)
        assert [] == rules_in(item_file, SINGLE | change | waive)

    def test_a_waiver_that_is_not_needed_is_reported(self, item_file: Write) -> None:
        """Waivers do not outlive their flaws."""
        (flaw,) = found_in(item_file, SINGLE | {"waive": {"negative-lead-in": "Once needed."}})
        assert ("waive", "waive.negative-lead-in") == (flaw.rule, flaw.field)
        assert "does not break the rule" in flaw.seen

    def test_an_unknown_rule_is_reported_with_its_neighbour(self, item_file: Write) -> None:
        """A typing error must not set nothing aside in silence."""
        (flaw,) = found_in(item_file, SINGLE | {"waive": {"negativ-lead-in": "Because."}})
        assert "Did you mean “negative-lead-in”?" == flaw.suggestion

    def test_a_waiver_needs_a_reason(self, item_file: Write) -> None:
        """An empty reason is none."""
        change = {"lead_in": "Which nerve does not carry it?", "waive": {"negative-lead-in": ""}}
        (flaw,) = found_in(item_file, SINGLE | change)
        assert "gives no reason" in flaw.seen

    def test_rules_have_names_of_their_own(self) -> None:
        """A waiver names one rule."""
        assert len(RULES) == len(set(RULES))


def test_a_report_names_place_rule_sight_and_suggestion(item_file: Write) -> None:
    """One line that can be clicked, and read."""
    path = item_file([SINGLE | {"lead_in": "Which nerve does not carry it?"}])
    assert [
        f"{path}:5: item “which-nerve”, field “lead_in”: negative-lead-in: the question is negative"
        " (“not”), and a reader in haste misses that. Ask for what is so; where that cannot be,"
        " write **not** in bold."
    ] == [str(flaw) for flaw in flaws([path])]


@pytest.mark.parametrize(
    "text", ["", "- [", "just text", "- 3\n- x: {y: [", "- id: [a]\n  options: 3\n  steps: {a: 1}"]
)
def test_what_is_no_item_is_passed_over(item_file: Write, text: str) -> None:
    """Advice on writing waits until there is something to read."""
    assert [] == [flaw for flaw in flaws([item_file(text)]) if flaw.rule not in RULES]


def test_a_broken_file_keeps_nobody_from_checking_another(
    item_file: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """“midback check FILE” is about that file alone."""
    course = item_file("", "nbgrader_config.py").parent
    (course / "notebooks" / "items").mkdir(parents=True)
    (course / "notebooks" / "items" / "02-broken.yml").write_text("- [", encoding="utf-8")
    path = item_file([SINGLE])
    monkeypatch.chdir(course)
    assert 0 == main(["check", str(path)]), capsys.readouterr().out


@given(
    st.dictionaries(
        st.sampled_from(["id", "type", "stem", "lead_in", "options", "key", "steps", "waive"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=20)
            | st.sampled_from(["single-best-answer", "case", "multiple-response", "a", "b"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["a", "b", "c", "key", "options"]), inner)
            ),
            max_leaves=8,
        ),
    )
)
def test_whatever_stands_in_a_file_gives_sentences(
    tmp_path_factory: pytest.TempPathFactory, item: dict[str, Any]
) -> None:
    """No half-written item stops the check."""
    path = tmp_path_factory.mktemp("any") / "items.yml"
    path.write_text(yaml.safe_dump([item]), encoding="utf-8")
    assert all(str(flaw).startswith(f"{path}:") for flaw in flaws([path]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (12, 12, "")),
        ("About 12 percent", (12, 12, "percent")),
        ("10–20 mm", (10, 20, "mm")),
        ("between 3 and 5 days", (3, 5, "day")),
        ("T4 to T6", (4, 6, "")),
        ("40 % or more", (40, float("inf"), "percent")),
    ],
)
def test_numbers_are_read(text: str, expected: tuple[float, float, str]) -> None:
    """A number or a range, with its unit in the singular."""
    read = span(text)
    assert read is not None
    assert expected == (read.low, read.high, read.unit)


@pytest.mark.parametrize(
    "text", ["A rib", "T4 dermatome and more, of course", "2 or 3, perhaps, 4"]
)
def test_words_are_no_numbers(text: str) -> None:
    """Prose stays prose."""
    assert span(text) is None


def test_the_course_s_own_items_are_free_of_flaws() -> None:
    """The course keeps the advice that it gives."""
    assert [] == [str(flaw) for flaw in flaws(Course(ROOT).item_files)]


def test_the_authors_page_explains_every_rule() -> None:
    """The table has a row for each rule, in the order of the program, and for no other."""
    page = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    assert list(RULES) == re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)


def test_extended_matching_needs_options_to_choose_among(item_file: Write) -> None:
    """Three options for many stems are a coin with three sides."""
    options = {word: MATCHING["options"][word] for word in ("muscle", "rib", "heart")}
    assert ["too-few-options"] == rules_in(item_file, MATCHING | {"options": options})
