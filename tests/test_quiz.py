"""The question card's kernel side: what is recorded, what is told and what stays secret."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ALL_TYPES, MATCHING, MULTIPLE, NUMERIC, SINGLE

import midback
from midback.items import public_yaml, read_items
from midback.quiz import CourseError, UnansweredError
from midback.quiz.session import session
from midback.responses import FILE_NAME, read_responses

ANSWERS: dict[str, Any] = {
    "which-nerve": "t4",
    "which-findings": ["legs"],
    "how-many": "13",
    "which-cause": {"rower": "rib"},
    "muscles-and-nerves": {"trapezius": "accessory"},
    "steps-in-order": ["ask", "scan", "examine", "treat"],
    "which-artery": "Adamkievicz",
    "equal-pressures": "unchanged",
    "find-the-lamina": {"x": 0.5, "y": 0.25},
    "name-the-parts": {"a": "canal"},
    "heavy-legs": {"steps": {"first-questions": ["bladder", "desk"]}},
}
TEXTS = ("lead_in", "hypothesis", "finding")


@pytest.fixture
def practice(tmp_path: Path, item_file: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook folder with practice items, as the current folder."""
    (tmp_path / "items").mkdir()
    shutil.move(item_file(list(ALL_TYPES)), tmp_path / "items" / "01.yml")
    return _here(tmp_path, monkeypatch)


@pytest.fixture
def graded(tmp_path: Path, item_file: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fetched assignment: the public half and nothing else."""
    path = item_file(list(ALL_TYPES))
    (tmp_path / "questions.yml").write_text(public_yaml(list(read_items(path).values())))
    path.unlink()
    (tmp_path / "references.bib").unlink()
    return _here(tmp_path, monkeypatch)


@pytest.fixture
def author(tmp_path: Path, item_file: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The author's own folder, with items.yml."""
    item_file(list(ALL_TYPES))
    return _here(tmp_path, monkeypatch)


def _here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    session.cache_clear()
    return folder


def pick(
    card: Any,
    response: object,
    action: str = "record",
    sequence: int | None = None,
    certainty: str = "",
) -> dict[str, Any]:
    """Pick as the browser does; the kernel's receipt."""
    number = sequence or card.pick.get("sequence", 0) + 1
    card.pick = {
        "sequence": number,
        "view": "v",
        "action": action,
        "response": response,
        "certainty": certainty,
    }
    receipt: dict[str, Any] = card.receipt
    return receipt


@pytest.mark.parametrize("identifier", list(ANSWERS))
def test_a_pick_is_on_disk_before_it_is_acknowledged(graded: Path, identifier: str) -> None:
    """At the moment the receipt changes, the file already holds the answer."""
    card: Any = midback.ask(identifier)
    seen = []
    card.observe(
        lambda _: seen.append(read_responses(graded / FILE_NAME)[identifier].response), "receipt"
    )
    receipt = pick(card, ANSWERS[identifier])
    assert [ANSWERS[identifier]] == seen
    assert (True, 1, "v", "") == tuple(receipt[k] for k in ("saved", "sequence", "view", "problem"))


@pytest.mark.parametrize("identifier", list(ANSWERS))
def test_running_the_cell_again_restores_the_answer(graded: Path, identifier: str) -> None:
    """A new card, as in a new kernel, has what was recorded; before that it has nothing."""
    card: Any = midback.ask(identifier)
    assert card.response is None
    pick(card, ANSWERS[identifier])
    session.cache_clear()
    again: Any = midback.ask(identifier)
    assert ANSWERS[identifier] == again.response


def test_two_windows_of_one_notebook_show_the_same_answer(graded: Path) -> None:
    """A tab that was opened earlier learns what another one recorded."""
    first: Any = midback.ask("which-nerve")
    second: Any = midback.ask("which-nerve")
    pick(first, "t2")
    assert "t2" == second.response
    pick(second, "t7")
    assert "t7" == first.response


def test_a_graded_card_knows_no_key(graded: Path) -> None:
    """Neither its state nor its plain version has a key, a rationale or a source."""
    cards: list[Any] = [midback.ask(identifier) for identifier in ANSWERS]
    for card, answer in zip(cards, ANSWERS.values(), strict=True):
        pick(card, answer)
    state = json.dumps([card.get_state() for card in cards], default=str)
    state += json.dumps([card._repr_mimebundle_()[0] for card in cards], default=str)
    assert "Secret" not in state
    for item in (SINGLE, MULTIPLE, NUMERIC, MATCHING):
        texts = item["rationale"]
        for secret in texts.values() if isinstance(texts, dict) else [texts]:
            assert secret not in state
    assert "first2020" not in state
    for field in ("key", "votes", "panel", "regions", "fatal", "weight", "debrief"):
        assert f'"{field}":' not in state
    assert "graded" == midback.ask("which-nerve").mode  # type: ignore[union-attr]


def test_a_graded_card_gives_no_feedback(graded: Path) -> None:
    """Even a browser that asks for a check gets none, and the answer is recorded."""
    card: Any = midback.ask("which-nerve")
    pick(card, "t4", action="check")
    assert card.feedback is None
    assert "t4" == read_responses(graded / FILE_NAME)["which-nerve"].response


def test_what_is_no_answer_is_not_recorded(graded: Path) -> None:
    """The trainee is told in a sentence, and what was recorded before stays."""
    card: Any = midback.ask("how-many")
    pick(card, "13")
    receipt = pick(card, "about 13", sequence=2)
    assert not receipt["saved"]
    assert "Write one number, for example 12.5" in receipt["problem"]
    assert "13" == read_responses(graded / FILE_NAME)["how-many"].response


def test_an_answer_can_be_taken_back(graded: Path) -> None:
    """Clearing is recorded, and counts as unanswered."""
    card: Any = midback.ask("which-nerve")
    pick(card, "t4")
    assert pick(card, None, sequence=2)["saved"]
    assert "0 of 1 questions answered." in midback.progress().value


def test_practice_checks_and_explains(practice: Path) -> None:
    """A wrong try says why it is wrong, with sources as links, and leaves the key to be found."""
    card: Any = midback.ask("which-nerve")
    pick(card, "t2")
    assert card.feedback is None
    pick(card, "t2", action="check")
    found = card.feedback
    assert ("wrong", "Not the best answer.") == (found["status"], found["headline"])
    assert [("t2", "wrong")] == [(row["word"], row["verdict"]) for row in found["rows"]]
    assert f"<p>{SINGLE['rationale']['t2']}</p>" == found["rows"][0]["text"]
    assert ([{"label": "First 2020. A study", "url": "https://doi.org/10.1000/first"}]) == found[
        "sources"
    ]
    pick(card, "t2", action="again")
    assert card.feedback is None
    assert 1 == read_responses(practice / FILE_NAME)["which-nerve"].attempts


def test_a_right_answer_explains_every_option(practice: Path) -> None:
    """Then nothing is left to be found."""
    card: Any = midback.ask("which-nerve")
    pick(card, "t4", action="check")
    assert {"t2": "neutral", "t4": "right", "t7": "neutral"} == {
        row["word"]: row["verdict"] for row in card.feedback["rows"]
    }
    assert all(SINGLE["rationale"][row["word"]] in row["text"] for row in card.feedback["rows"])


def test_the_answer_is_shown_after_two_tries(practice: Path) -> None:
    """It is offered after the second wrong try, and recorded as shown for good."""
    card: Any = midback.ask("which-nerve")
    pick(card, "t2", action="check")
    assert not card.feedback["offer"]
    pick(card, "t7", action="check", certainty="high")
    assert card.feedback["offer"]
    pick(card, "t7", action="show", certainty="high")
    assert (True, False) == (card.feedback["shown"], card.feedback["offer"])
    assert {"t2", "t4", "t7"} == {row["word"] for row in card.feedback["rows"]}
    record = read_responses(practice / FILE_NAME)["which-nerve"]
    assert ("t7", True, 2, "high") == (
        record.response,
        record.shown,
        record.attempts,
        record.certainty,
    )
    assert ("t2", "") == record.first


def test_a_question_whose_answer_was_shown_begins_anew(practice: Path) -> None:
    """Nothing is chosen, and the record still knows the showing and the first attempt."""
    card: Any = midback.ask("which-nerve")
    for action, response in (("check", "t2"), ("check", "t7"), ("show", "t7")):
        pick(card, response, action=action, certainty="high")
    assert pick(card, "t7", action="again", certainty="high")["saved"]
    assert (None, "", None) == (card.response, card.certainty, card.feedback)
    assert pick(card, "t4", action="check")["saved"]
    assert ("right", False) == (card.feedback["status"], card.feedback["shown"])
    for _ in range(2):
        record = read_responses(practice / FILE_NAME)["which-nerve"]
        assert ("t4", True, ("t2", "high")) == (record.response, record.shown, record.first)
        session.cache_clear()
        again: Any = midback.ask("which-nerve")
        assert ("t4", None) == (again.response, again.feedback)
        assert pick(again, "t4")["saved"]


def test_a_new_start_that_cannot_be_recorded_is_told(
    practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer stays explained on the card, and a further try can succeed."""
    card: Any = midback.ask("which-nerve")
    for action in ("check", "check", "show"):
        pick(card, "t7", action=action)
    (practice / ".responses.json.tmp").mkdir()
    receipt = pick(card, "t7", action="again")
    assert (False, True) == (receipt["saved"], "not saved" in receipt["problem"])
    assert ("t7", True) == (card.response, card.feedback["shown"])
    (practice / ".responses.json.tmp").rmdir()
    assert pick(card, "t7", action="again")["saved"]
    assert card.response is None


def test_certainty_is_recorded_and_restored(practice: Path) -> None:
    """What is no certainty is left out."""
    card: Any = midback.ask("which-nerve")
    pick(card, "t2", certainty="medium")
    assert "medium" == read_responses(practice / FILE_NAME)["which-nerve"].certainty
    session.cache_clear()
    assert "medium" == midback.ask("which-nerve").certainty  # type: ignore[union-attr]
    pick(card, "t2", certainty="beyond doubt")
    assert "" == read_responses(practice / FILE_NAME)["which-nerve"].certainty


@pytest.mark.parametrize("item", [MULTIPLE, NUMERIC, MATCHING], ids=lambda item: item["type"])
def test_practice_explains_every_type(practice: Path, item: dict[str, Any]) -> None:
    """The other types' feedback is complete too, once the answer is shown."""
    card: Any = midback.ask(item["id"])
    wrong = {"numeric": "99", "multiple-response": ["ache"]}.get(item["type"], {"rower": "heart"})
    pick(card, wrong, action="check")
    found = card.feedback
    assert "wrong" == found["status"]
    secret = [*item["rationale"].values()][1:] if item["type"] != "numeric" else [item["rationale"]]
    assert not any(text in json.dumps(found) for text in secret if item["type"] != MULTIPLE["type"])
    pick(card, wrong, action="show")
    found = card.feedback
    if item["type"] == "numeric":
        assert ("13 percent", f"<p>{item['rationale']}</p>") == (
            found["answer"],
            found["explanation"],
        )
    else:
        assert [f"<p>{text}</p>" for text in item["rationale"].values()] == [
            row["text"] for row in found["rows"]
        ]
    if item["type"] == "extended-matching":
        assert "Not matched. Best answer: Rib" == found["rows"][0]["label"]


def test_a_preview_records_nothing(author: Path) -> None:
    """An author may try the questions without leaving answers that would be handed out."""
    card: Any = midback.ask("which-nerve")
    assert pick(card, "t4", action="check")["saved"]
    assert ("preview", "right") == (card.mode, card.feedback["status"])
    assert not (author / FILE_NAME).exists()


def test_a_damaged_file_is_told_on_the_card(graded: Path) -> None:
    """The card says what happened and under which name the file was kept."""
    (graded / FILE_NAME).write_text("{")
    card: Any = midback.ask("which-nerve")
    (kept,) = graded.glob("responses.damaged-*")
    assert kept.name in card.notice
    assert pick(card, "t4")["saved"]


def test_a_file_of_a_later_version_is_told_on_the_card(graded: Path) -> None:
    """Nothing is recorded over it, and the trainee reads why."""
    (graded / FILE_NAME).write_text('{"schema": 9, "responses": {}}')
    card: Any = midback.ask("which-nerve")
    assert "later version" in card.notice
    assert "later version" in pick(card, "t4")["problem"]


def test_any_pick_at_all_is_answered(graded: Path) -> None:
    """Whatever a browser sends, the card answers with a sentence and lives on."""
    card: Any = midback.ask("which-nerve")
    for number, response in enumerate([{"a": 1}, 5, True, ["t4"], "t99"], start=1):
        receipt = pick(card, response, sequence=number)
        assert (False, number) == (receipt["saved"], receipt["sequence"])
        assert receipt["problem"].endswith(".")
    assert pick(card, "t4", sequence=9)["saved"]


def test_a_card_reads_without_a_kernel(graded: Path) -> None:
    """The same output holds the question as escaped HTML and as text."""
    for identifier in ANSWERS:
        data, _ = midback.ask(identifier)._repr_mimebundle_()  # type: ignore[union-attr]
        question: Any = next(item for item in ALL_TYPES if item["id"] == identifier)
        fields = ("options", "stems", "premises", "entries")
        texts = [text for field in fields for text in question.get(field, {}).values()]
        if question["type"] == "case":
            first, second, _ = question["steps"].values()
            texts += [first["prompt"], *first["options"].values()]
            assert second["prompt"] not in data["text/html"] + data["text/plain"]
        for text in [*(question[field] for field in TEXTS if field in question), *texts]:
            assert text in data["text/html"]
            assert text in data["text/plain"]
        assert "application/vnd.jupyter.widget-view+json" in data


def test_the_fallback_escapes_its_texts(item_file: Any, tmp_path: Path) -> None:
    """A text that looks like HTML stays text."""
    from midback.quiz.fallback import as_html

    path = item_file([{**SINGLE, "stem": "<script>alert(1)</script>"}])
    assert "<script>" not in as_html(read_items(path)["which-nerve"])


def test_an_unknown_id_is_a_sentence(practice: Path) -> None:
    """No traceback, and the nearest id."""
    with pytest.raises(CourseError, match="Did you mean “which-nerve”") as caught:
        midback.ask("which-nerv")
    assert [str(caught.value)] == caught.value._render_traceback_()


def test_a_folder_without_questions_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notebook that was moved away from its questions says so."""
    _here(tmp_path, monkeypatch)
    with pytest.raises(CourseError, match="no questions beside this notebook"):
        midback.ask("which-nerve")


def test_a_damaged_question_file_is_a_sentence(graded: Path) -> None:
    """A trainee who edited questions.yml is told what to do."""
    (graded / "questions.yml").write_text("- id: x\n")
    with pytest.raises(CourseError, match="Fetch the assignment again"):
        midback.ask("which-nerve")


def test_progress_counts_answers_and_right_ones_in_practice(practice: Path) -> None:
    """It counts anew after every answer."""
    cards: list[Any] = [midback.ask(identifier) for identifier in ANSWERS]
    progress = midback.progress()
    assert "0 of 11 questions answered." in progress.value
    pick(cards[0], "t4")
    pick(cards[2], "14")
    assert "2 of 11 questions answered. 1 of 2 right." in progress.value


def test_progress_shows_no_marks_of_graded_items(graded: Path) -> None:
    """How many are answered, and nothing of right or wrong."""
    cards: list[Any] = [midback.ask(identifier) for identifier in ANSWERS]
    progress = midback.progress()
    for card, answer in zip(cards, ANSWERS.values(), strict=True):
        pick(card, answer)
    assert "11 of 11 questions answered. All are answered." in progress.value
    assert " right" not in progress.value


def test_progress_knows_the_whole_notebook(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the server tells the notebook's name, cells that were not run count too."""
    source = [f'midback.ask("{identifier}")\n' for identifier in ANSWERS]
    cells = [{"cell_type": "code", "source": [line]} for line in source]
    (practice / "lesson.ipynb").write_text(json.dumps({"cells": cells}))
    monkeypatch.setenv("JPY_SESSION_NAME", str(practice / "lesson.ipynb"))
    midback.ask("which-nerve")
    assert "0 of 11 questions answered." in midback.progress().value


def test_validating_an_unanswered_question_raises_one_readable_line(
    graded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names the question."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(UnansweredError) as caught:
        midback.ask("which-nerve")
    assert ["The question “which-nerve” is not answered yet."] == caught.value._render_traceback_()


@pytest.mark.parametrize("answer", ["t4", "t2"])
def test_validating_an_answered_question_passes(
    graded: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Right or wrong: validation tells nothing of the key."""
    pick(midback.ask("which-nerve"), answer)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert midback.ask("which-nerve") is None
