"""An assignment with one item of every type, from source to feedback, by nbgrader's commands."""

from __future__ import annotations

import copy
import shutil
import sqlite3
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import nbformat
import pytest
import yaml
from conftest import ALL_TYPES, REFERENCES, ROOT, SINGLE
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import LABELS, ORDER, PATIENT, POINT, SCRIPT, WORDS
from nbformat.v4 import new_code_cell, new_notebook
from test_types_items import PIXEL

from midback.cli import main
from midback.grading.cleaning import clean_html
from midback.grading.commands import NbgraderError, nbgrader
from midback.grading.demo import made_up
from midback.grading.publishing import secret_lines
from midback.grading.review import REVEALS, Review
from midback.items import ITEM_CLASSES, Item, read_items, secret_prose
from midback.marking import mark, model_answer
from midback.responses import ResponseFile

FIGURE = {"image": "film.png", "alt": "A small square."}


def item(fields: dict[str, Any], **changes: Any) -> Any:
    """An item from its fields."""
    return ITEM_CLASSES[fields["type"]].model_validate({**copy.deepcopy(fields), **changes})


ITEMS: list[Item] = [item(fields) for fields in ALL_TYPES]


def write(course: Path, items: list[dict[str, Any]]) -> None:
    """Write the items of the assignment and a notebook that asks each for 2 points."""
    source = course / "source" / "quiz"
    (source / "items.yml").write_text(yaml.safe_dump(items, sort_keys=False), encoding="utf-8")
    cells = [new_code_cell("import midback")]
    for fields in items:
        cell = new_code_cell(f'midback.ask("{fields["id"]}")')
        cell.metadata["nbgrader"] = {
            "grade": True,
            "solution": False,
            "locked": True,
            "task": False,
            "schema_version": 3,
            "grade_id": fields["id"],
            "cell_type": "code",
            "points": 2,
        }
        cells.append(cell)
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": kernel}), source / "quiz.ipynb"
    )


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with an image and one item of every type."""
    folder = tmp_path / "course"
    (folder / "source" / "quiz").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "references.bib").write_text(REFERENCES)
    (folder / "notebooks" / "facts.yml").write_text("- id: one-fact\n")
    (folder / "source" / "quiz" / "film.png").write_bytes(PIXEL)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    first = {**SINGLE, "figure": FIGURE, "facts": ["one-fact"], "level": "apply", "shuffle": True}
    write(folder, [first, *ALL_TYPES[1:]])
    return folder


def scores(course: Path, trainee: str) -> dict[str, float]:
    """The gradebook's automatic scores of a trainee, by cell."""
    with sqlite3.connect(course / "gradebook.db") as database:
        return dict(
            database.execute(
                "select base_cell.name, grade.auto_score from grade"
                " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
                " join submitted_assignment"
                " on submitted_assignment.id = submitted_notebook.assignment_id"
                " join base_cell on base_cell.id = grade.cell_id"
                " where submitted_assignment.student_id = ?",
                [trainee],
            ).fetchall()
        )


@pytest.mark.nbgrader
def test_every_type_from_source_to_feedback(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing secret is handed out; marks are those deserved, by both ways of marking; the page
    that goes back holds the reasons."""
    nbgrader("generate_assignment", "quiz", folder=course)
    release = course / "release" / "quiz"
    assert ["film.png", "questions.yml", "quiz.ipynb"] == sorted(
        path.name for path in release.iterdir()
    )
    items = read_items(course / "source" / "quiz" / "items.yml")
    handed_out = "\n".join(
        path.read_text(encoding="utf-8") for path in release.iterdir() if path.suffix != ".png"
    )
    for each in items.values():
        for text in secret_prose(each).values():
            assert text not in handed_out
    for word in ("lamina-right", "votes", "panel", "Secret", "Adamkiewicz", "harmful", "debrief"):
        assert word not in handed_out

    chance = Random(4)
    deserved: dict[str, dict[str, Fraction]] = {}
    for trainee, skill in (("perfect", 1.0), ("middling", 0.45), ("poor", 0.2)):
        desk = course / "submitted" / trainee / "quiz"
        shutil.copytree(release, desk)
        deserved[trainee] = {}
        for name, each in items.items():
            answer, share = made_up(each, skill, chance)
            ResponseFile(desk).record(name, answer)
            deserved[trainee][name] = 2 * share
    shutil.copytree(release, course / "submitted" / "blank" / "quiz")
    deserved["blank"] = dict.fromkeys(items, Fraction(0))

    nbgrader("autograde", "quiz", folder=course)
    singly = {trainee: scores(course, trainee) for trainee in deserved}
    for trainee, expected in deserved.items():
        assert singly[trainee] == pytest.approx({n: float(p) for n, p in expected.items()})
    assert set(singly["perfect"].values()) <= {2.0, 2 * 0.5, 2 / 6, 0.0}

    monkeypatch.chdir(course)
    (course / "nbgrader_config.py").touch()
    assert 0 == main(["grade", "quiz", "--jobs", "2", "--force"])
    assert singly == {trainee: scores(course, trainee) for trainee in deserved}

    nbgrader("generate_feedback", "quiz", folder=course)
    page = (course / "feedback" / "middling" / "quiz" / "quiz.html").read_text(encoding="utf-8")
    for each in items.values():
        assert f"Review of question {each.id}" in page
        for name, text in secret_prose(each).items():
            if name.startswith(("rationale", "debrief", "steps")):
                assert text in page
    assert 3 == page.count('src="data:image/png;base64'), "a film and two plates"


@pytest.mark.nbgrader
def test_what_must_not_be_released_is_refused_with_everything_wrong(course: Path) -> None:
    """Votes of no panel, plates and images that are not there, and reasons in public fields."""
    leaky = copy.deepcopy(PATIENT)
    leaky["steps"]["signs"]["results"]["power"] = PATIENT["steps"]["signs"]["rationale"]["thrust"]
    leaky["steps"]["next"]["situation"] = (
        f"Well. {PATIENT['steps']['next']['fatal']['week']} " + "Long words follow. " * 20
    )
    write(
        course,
        [
            {**SINGLE, "figure": {"image": "gone.png", "alt": "x"}},
            {**SCRIPT, "panel": "Illustrative."},
            {**POINT, "regions": {**POINT["regions"], "two": "pedicle-lft"}},
            {**LABELS, "plate": "vertebra-abov"},
        ],
    )
    said = refusal(course)
    for words in (
        "item “which-nerve”, field “figure”: the image",
        "item “equal-pressures”: its votes are illustrative",
        "item “find-the-lamina”, field “regions”: “pedicle-lft” is not a region",
        "item “name-the-parts”, field “plate”: There is no plate called",
    ):
        assert words in said
    write(course, [SINGLE, leaky])
    said = refusal(course)
    assert 2 == said.count("item “heavy-legs”: a public field also holds “Secret: ")


def refusal(course: Path) -> str:
    """What generate_assignment says when it refuses; nothing may be left in release/."""
    with pytest.raises(NbgraderError) as caught:
        nbgrader("generate_assignment", "quiz", folder=course)
    assert not (course / "release" / "quiz").exists()
    return str(caught.value)


def card(each: Item, response: object, reveal: str = "rationale") -> str:
    """The review card of a response."""
    result = mark(each, response)
    most = Decimal(2)
    return Review(
        each, response, result, result.points(most), most, references={}, reveal=reveal
    ).as_html()


@pytest.mark.parametrize("each", ITEMS, ids=lambda each: each.type)
@pytest.mark.parametrize("reveal", REVEALS)
def test_a_card_tells_no_more_than_its_level(each: Item, reveal: str) -> None:
    """Reasons only at the last level, whatever was answered, and nothing is lost in cleaning."""
    chance = Random(2)
    for response in (model_answer(each), made_up(each, 0.3, chance)[0], None, {"x": []}):
        html = card(each, response, reveal)
        told = [text for text in secret_prose(each).values() if text in html]
        if reveal != "rationale":
            assert [] == told
            assert "best answer: " not in html or reveal == "key"
            assert "Answer asked for" not in html or reveal == "key"
        else:
            assert told
        assert "&lt;" not in clean_html(html)


def test_authors_markdown_is_shown_and_trainees_is_not() -> None:
    """Bold and mathematics of the author become HTML; what a trainee writes stays text."""
    words = item(WORDS, lead_in="Which **artery** is $x^2$?", rationale="It is *large*. <b>x</b>")
    html = clean_html(card(words, "**mine** <script>alert(1)</script>"))
    for shown in ("<strong>artery</strong>", "<math", "<msup>", "<em>large</em>", "**mine**"):
        assert shown in html
    for hidden in ("<script", "<b>x</b>"):
        assert hidden not in html


def test_a_refused_word_is_explained() -> None:
    """The author's reason against a close answer is on the card, at the level of reasons."""
    assert "too general" in card(item(WORDS), "radicular artery")
    assert "too general" not in card(item(WORDS), "radicular artery", "key")
    assert "too general" not in card(item(WORDS), "aorta")


def test_a_case_shows_what_was_done_and_what_it_cost() -> None:
    """Each step with its choices, what they revealed, the cost, and what happened."""
    walked = {
        "steps": {
            "first-questions": ["bladder", "desk"],
            "signs": ["thrust"],
            "next": ["week"],
        }
    }
    html = card(item(PATIENT), walked)
    for words in (
        "Step 2. What do you examine?",
        "It revealed: She sits all day.",
        "a minute lost",
        "✗ chosen, and harmful",
        "✗ chosen, and must never be",
        "she never walked again",
        "A decision that must not be made makes the mark 0.",
    ):
        assert words in html
    assert "It revealed: Brisk knees." not in html, "what was not chosen revealed nothing"
    half = card(item(PATIENT), {"steps": {"first-questions": []}})
    assert "Chosen: nothing (0 of 2 right, 0 wrong.)" in half
    assert 2 == half.count("Chosen: not reached (Not reached.)")


def test_an_order_and_a_point_are_told_in_words() -> None:
    """Where an entry was put and where it belongs; which marker was hit, or where on the plate."""
    assert "was put in place 2, belongs in place 1" in card(
        item(ORDER), ["examine", "ask", "scan", "treat"]
    )
    point = item(POINT)
    x, y = point.markers["two"]
    assert "Answer given: <strong>Marker 2</strong>" in card(point, {"x": x, "y": y})
    assert "a place outside every marker, 0% from the left and 25% from the top" in card(
        point, {"x": 0.0, "y": 0.75}
    )


@pytest.mark.parametrize("each", ITEMS, ids=lambda each: each.type)
@settings(max_examples=60, deadline=None)
@given(skill=st.floats(0, 1), seed=st.integers(0, 10_000))
def test_simulated_answers_are_worth_what_they_are_said_to_be(
    each: Item, skill: float, seed: int
) -> None:
    """The demo works out the worth of an answer without marking it, and both agree."""
    answer, share = made_up(each, skill, Random(seed))
    assert share == mark(each, answer).share


def test_what_is_looked_for_is_every_secret_text() -> None:
    """Costs, fatal outcomes, the debrief and refused words are among the secrets of an item."""
    paths = {path for fields in (PATIENT, WORDS) for path in secret_prose(item(fields))}
    assert {
        "debrief",
        "steps.next.fatal.week",
        "steps.next.cost.film",
        "steps.signs.rationale.thrust",
        "not_accepted.radicular artery",
        "rationale",
    } <= paths
    assert not [path for path in paths if "results" in path or "prompt" in path]
    assert "Secret: cord signs after cancer are an emergency." in secret_lines(item(PATIENT))
