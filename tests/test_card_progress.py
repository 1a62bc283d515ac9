"""What ``midback.progress`` tells a trainee in practice: marks by objective, and certainty."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from conftest import MULTIPLE, NUMERIC, SINGLE

import midback
from midback.quiz.objectives import objective_words
from midback.quiz.progress import Sureness, Tally
from midback.quiz.session import session


@pytest.fixture
def lesson(tmp_path: Path, item_file: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lesson that states its objectives, and three questions for two of them."""
    (tmp_path / "items").mkdir()
    items = [SINGLE, {**MULTIPLE, "objective": "nerves.weigh-findings"}, NUMERIC]
    item_file(items).rename(tmp_path / "items" / "01.yml")
    stated = (
        "## Objectives\n\n"
        "1. Name the **level** of a band of pain. <!-- nerves.name-the-level -->\n"
        "2. Weigh findings & signs. <!-- nerves.weigh-findings -->\n"
    )
    calls = [f'midback.ask("{item["id"]}")' for item in items]
    cells = [{"cell_type": "markdown", "source": stated}]
    cells += [{"cell_type": "code", "source": call} for call in calls]
    (tmp_path / "lesson.ipynb").write_text(json.dumps({"cells": cells}))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "lesson.ipynb"))
    session.cache_clear()
    return tmp_path


def check(identifier: str, response: object, certainty: str = "") -> None:
    """Check an answer as the browser does."""
    card: Any = midback.ask(identifier)
    card.pick = {
        "sequence": 1,
        "view": "v",
        "action": "check",
        "response": response,
        "certainty": certainty,
    }
    assert card.receipt["saved"]


def test_marks_go_by_objective_in_the_lessons_words(lesson: Path) -> None:
    """Partial marks count, and an objective without an answer says so."""
    check("which-nerve", "t4")
    check("how-many", "99")
    progress = midback.progress()
    nerves, findings = progress.tally.objectives
    assert ("nerves.name-the-level", 2, 2, 1) == (
        nerves.word,
        nerves.questions,
        nerves.answered,
        nerves.marks,
    )
    assert ("nerves.weigh-findings", 1, 0) == (
        findings.word,
        findings.questions,
        findings.answered,
    )
    assert "Name the <strong>level</strong> of a band of pain." in progress.value
    assert "Weigh findings &amp; signs." in progress.value
    text = progress._repr_mimebundle_()["text/plain"]
    assert "Name the level of a band of pain.: 2 of 2 answered, mark 50 %" in text
    assert "Weigh findings & signs.: none of 1 answered" in text


def test_certainty_is_held_against_the_first_answer(lesson: Path) -> None:
    """A second try has read the reason, so it proves nothing."""
    check("which-nerve", "t2", "high")
    check("which-nerve", "t4", "high")
    check("how-many", "13", "low")
    check("which-findings", ["legs"])
    progress = midback.progress()
    assert (Sureness("low", 1, 1), Sureness("high", 1, 0)) == progress.tally.sureness
    assert "Certainty high: 0 of 1 answer right at the first try." in progress.value


def test_an_answer_that_was_shown_earns_nothing(lesson: Path) -> None:
    """The first attempt counts, however right the answer is afterwards, and is said to."""
    for _ in range(2):
        check("which-nerve", "t2", "high")
    card: Any = midback.ask("which-nerve")
    for sequence, action in enumerate(("show", "again"), start=1):
        given = {"sequence": sequence, "view": "v", "response": "t2", "certainty": "high"}
        card.pick = {**given, "action": action}
        assert card.receipt["saved"]
    assert 0 == midback.progress().tally.answered
    check("which-nerve", "t4", "high")
    tally = midback.progress().tally
    assert (1, 0, 1) == (tally.answered, tally.right, tally.shown)
    assert "1 answer was shown; there your first attempt counts." in tally.sentences()
    assert (Sureness("high", 1, 0),) == tally.sureness


def test_the_chart_says_in_words_what_it_shows(lesson: Path) -> None:
    """It is one image to a screen reader, and its text has every number."""
    check("which-nerve", "t4", "medium")
    value = midback.progress().value
    svg = value[value.index("<svg") : value.index("</svg>") + 6]
    chart = ElementTree.fromstring(svg)
    assert "img" == chart.get("role")
    assert "Certainty medium: 1 of 1 answer right at the first try." == chart.get("aria-label")
    assert ["260.0"] == [
        bar.get("width") for bar in chart.iter("rect") if bar.get("fill") != "none"
    ]


def test_nothing_is_drawn_before_there_is_something_to_tell(lesson: Path) -> None:
    """Without an answer there is no table, and without certainty no chart."""
    assert "<table" not in midback.progress().value
    check("which-nerve", "t4")
    value = midback.progress().value
    assert ("<table" in value, "<svg" in value) == (True, False)


def test_an_objective_without_a_lesson_keeps_its_word(lesson: Path) -> None:
    """A notebook that cannot be read takes nothing else with it."""
    (lesson / "lesson.ipynb").write_text("{")
    assert {} == objective_words(lesson)
    check("which-nerve", "t4")
    assert "nerves.name-the-level" in midback.progress().value


@pytest.mark.parametrize(
    ("sureness", "advice"),
    [
        ([Sureness("high", 6, 3)], "slow down"),
        ([Sureness("high", 6, 5)], ""),
        ([Sureness("high", 2, 0)], ""),
        ([Sureness("low", 4, 3)], "more than you trust"),
    ],
)
def test_certainty_that_does_not_match_is_put_in_a_sentence(
    sureness: list[Sureness], advice: str
) -> None:
    """With too few answers nothing is concluded."""
    told = Tally(9, 9, 5, (), (), tuple(sureness)).advice()
    assert advice in told
    assert bool(advice) == bool(told)
