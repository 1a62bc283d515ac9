"""The kernel's side of the newer types: what is drawn, what may be seen, what is explained."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import MATCHING, SINGLE
from kinds import LABELS, NEWER_TYPES, ORDER, PAIRS, PATIENT, POINT, SCRIPT, WORDS

import midback
from midback.items import public_yaml, read_items
from midback.marking import model_answer
from midback.quiz.drawing import drawn, shuffled, steps_seen, trainee
from midback.quiz.session import session
from midback.responses import FILE_NAME, read_responses

FIRST = {"first-questions": ["bladder", "cancer"]}
SECOND = {**FIRST, "signs": ["reflexes", "power"]}
THIRD = {**SECOND, "next": ["call"]}


@pytest.fixture
def ask(tmp_path: Path, item_file: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that asks one item in a mode, in a notebook's folder of its own."""

    def asked(fields: dict[str, Any], mode: str = "practice") -> Any:
        (tmp_path / "items").mkdir(exist_ok=True)
        path = item_file([fields])
        if mode == "graded":
            (tmp_path / "questions.yml").write_text(public_yaml(list(read_items(path).values())))
            path.unlink()
        elif mode == "practice":
            path.rename(tmp_path / "items" / "01.yml")
        monkeypatch.chdir(tmp_path)
        session.cache_clear()
        return midback.ask(fields["id"])

    return asked


def pick(card: Any, response: object, action: str = "record") -> dict[str, Any]:
    """Pick as the browser does; the kernel's receipt."""
    sequence = card.pick.get("sequence", 0) + 1
    card.pick = {
        "sequence": sequence,
        "view": "v",
        "action": action,
        "response": response,
        "certainty": "",
    }
    receipt: dict[str, Any] = card.receipt
    return receipt


def commit(card: Any, steps: dict[str, list[str]]) -> dict[str, Any]:
    """Commit the steps of a case as far as they go."""
    return pick(card, {"steps": steps}, action="commit")


# ---------------------------------------------------------------- what is drawn


def test_texts_travel_as_safe_html_and_as_words(ask: Any) -> None:
    """Markdown is rendered on this side, and markup is never let through."""
    options = {"t2": "**T2** <img src=x onerror=alert(1)>", "t4": "T4", "t7": "$T_7$"}
    card = ask({**SINGLE, "options": options, "stem": "A *band*.\n\n<script>x</script>"})
    assert "<p>A <em>band</em>.</p>\n<p>&lt;script&gt;x&lt;/script&gt;</p>" == card.question["stem"]
    first, _, third = card.question["options"]
    assert "<strong>T2</strong> &lt;img src=x onerror=alert(1)&gt;" == first[1]
    assert "T2 <img src=x onerror=alert(1)>" == first[2]
    assert "<msub>" in third[1]


def test_shuffled_options_stay_as_they_are_for_one_trainee(ask: Any) -> None:
    """The order differs between trainees and between questions, and marking goes by word."""
    words = [f"word-{number}" for number in range(6)]
    assert shuffled(words, "q", "ada") == shuffled(reversed(words), "q", "ada")
    orders = {tuple(shuffled(words, "q", name)) for name in ("ada", "ben", "cem", "dot", "eve")}
    assert len(orders) > 1
    assert tuple(shuffled(words, "q", "ada")) != tuple(shuffled(words, "r", "ada"))
    card = ask({**SINGLE, "shuffle": True})
    drawn_order = [word for word, *_ in card.question["options"]]
    assert shuffled(SINGLE["options"], SINGLE["id"], trainee()) == drawn_order
    assert set(SINGLE["options"]) == set(drawn_order)


def test_options_keep_the_authors_order_without_shuffle(ask: Any) -> None:
    """Numbers and levels read best in their own order."""
    assert list(SINGLE["options"]) == [word for word, *_ in ask(SINGLE).question["options"]]


def test_the_hub_names_the_trainee(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a hub every trainee has the same account of the machine."""
    trainee.cache_clear()
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    assert "ada" == trainee()
    trainee.cache_clear()


@pytest.mark.parametrize("mode", ["practice", "graded", "preview"])
def test_entries_to_order_are_never_shown_in_their_order(ask: Any, mode: str) -> None:
    """In practice as in an assignment, the card shows the order of the public half."""
    shown = [word for word, *_ in ask(ORDER, mode).question["options"]]
    assert ORDER["key"] != shown
    assert set(ORDER["key"]) == set(shown)


@pytest.mark.parametrize("fields", [POINT, LABELS], ids=["hotspot", "labelling"])
@pytest.mark.parametrize("mode", ["practice", "graded"])
def test_a_plate_names_nothing(ask: Any, fields: dict[str, Any], mode: str) -> None:
    """The picture, its text and the markers carry no name of a structure."""
    card = ask(fields, mode)
    drawing = base64.b64decode(card.figure["source"].partition("base64,")[2]).decode()
    told = json.dumps(card.question) + card.figure["alt"] + drawing.replace("\n", " ")
    for region in fields["regions"].values():
        assert region not in told
    assert [word for word, *_ in card.question["markers"]] == list(fields["regions"])
    assert all(0 < x < 1 and 0 < y < 1 for _, x, y in card.question["markers"])


def test_markers_to_label_are_called_by_their_numbers(ask: Any) -> None:
    """The words of an author's markers are not read out."""
    names = [name for _, name, _ in ask(LABELS).question["stems"]]
    assert ["Marker 1", "Marker 2", "Marker 3"] == names


def test_a_figure_is_shown_with_its_text(ask: Any, tmp_path: Path) -> None:
    """A plate by name, or an image beside the item file."""
    card = ask({**SINGLE, "figure": {"plate": "vertebra-above", "alt": "A bone from above."}})
    assert "A bone from above." == card.figure["alt"]
    assert card.figure["source"].startswith("data:image/svg+xml;base64,")
    data, _ = card._repr_mimebundle_()
    assert 'alt="A bone from above."' in data["text/html"]


def test_an_image_that_is_missing_is_a_sentence(ask: Any) -> None:
    """The question can still be read and answered."""
    figure = {"image": "film.png", "alt": "A film."}
    card = ask({**SINGLE, "figure": figure})
    assert card.figure is None
    assert "film.png is not there" in card.notice
    assert pick(card, "t4")["saved"]


@pytest.mark.parametrize("fields", NEWER_TYPES, ids=lambda fields: str(fields["type"]))
def test_every_type_is_right_with_its_model_answer(ask: Any, fields: dict[str, Any]) -> None:
    """In practice the model answer is right, and everything is explained."""
    card = ask(fields)
    item = card._found.item
    answer: Any = model_answer(item)
    if fields["type"] == "case":
        steps: dict[str, list[str]] = {}
        for word, picks in answer["steps"].items():
            steps[word] = picks
            assert commit(card, steps)["saved"]
    else:
        assert pick(card, answer, action="check")["saved"]
    assert ("right", False) == (card.feedback["status"], card.feedback["offer"])
    told = json.dumps(card.feedback)
    reasons = fields.get("rationale", fields.get("debrief"))
    for reason in reasons.values() if isinstance(reasons, dict) else [reasons]:
        assert reason in told


# ---------------------------------------------------------------- what is explained


def test_a_wrong_pair_is_told_and_not_its_answer(ask: Any) -> None:
    """The reason for a pair names its answer, so it comes when the pair is right or shown."""
    card = ask(PAIRS)
    response = {"trapezius": "accessory", "rhomboids": "long"}
    pick(card, response, action="check")
    told = {row["word"]: (row["verdict"], row["label"]) for row in card.feedback["rows"]}
    assert {
        "trapezius": ("right", "Matched"),
        "rhomboids": ("wrong", "Not matched"),
        "serratus": ("missed", "Not answered"),
    } == told
    assert PAIRS["rationale"]["rhomboids"] not in json.dumps(card.feedback)
    pick(card, response, action="show")
    rows = {row["word"]: row for row in card.feedback["rows"]}
    assert "Not matched. Best answer: Dorsal scapular nerve" == rows["rhomboids"]["label"]
    assert PAIRS["rationale"]["rhomboids"] in rows["rhomboids"]["text"]


def test_a_wrong_order_is_told_by_its_pairs_alone(ask: Any) -> None:
    """Where each entry belongs is the answer."""
    card = ask(ORDER)
    response = ["examine", "ask", "scan", "treat"]
    pick(card, response, action="check")
    assert ("partly", []) == (card.feedback["status"], card.feedback["rows"])
    pick(card, response, action="show")
    labels = {row["word"]: row["label"] for row in card.feedback["rows"]}
    assert ("Belongs in place 1", "Place 3") == (labels["ask"], labels["scan"])


def test_words_that_are_close_say_why_they_are_not_accepted(ask: Any) -> None:
    """The author's reason stands in the headline; the answer does not."""
    card = ask(WORDS)
    pick(card, "radicular artery", action="check")
    assert "too general" in card.feedback["headline"]
    assert ("", "") == (card.feedback["answer"], card.feedback["explanation"])
    pick(card, "radicular artery", action="show")
    assert "artery of Adamkiewicz" == card.feedback["answer"]


def test_the_panel_is_told_with_every_judgement(ask: Any) -> None:
    """There is no second try at a judgement, and illustrative votes say what they are."""
    card = ask(SCRIPT)
    pick(card, "unchanged", action="check")
    told = {row["word"]: (row["verdict"], row["label"]) for row in card.feedback["rows"]}
    assert ("partly", "3 of 10 votes") == told["unchanged"]
    assert ("missed", "6 of 10 votes") == told["less"]
    assert "illustrative" not in card.feedback["explanation"]
    card = ask({**SCRIPT, "panel": "illustrative"})
    pick(card, "less", action="check")
    assert "no panel has judged" in card.feedback["explanation"]


def test_a_wrong_marker_is_named_and_the_right_one_is_not(ask: Any) -> None:
    """A point of one's own counts as the marker whose region it lies in."""
    card = ask(POINT)
    x, y = card._found.item.markers["two"]
    for response in ({"x": x, "y": y}, {"x": x + 0.001, "y": y}):
        pick(card, response, action="check")
        (row,) = card.feedback["rows"]
        assert ("two", "wrong") == (row["word"], row["verdict"])
        assert row["name"].startswith("Marker 2: ")
    pick(card, {"x": x, "y": y}, action="show")
    assert ["missed", "wrong", "neutral"] == [row["verdict"] for row in card.feedback["rows"]]


# ---------------------------------------------------------------- a case


def state(card: Any) -> str:
    """Everything that reaches the browser."""
    return json.dumps([card.get_state(), card._repr_mimebundle_()[0]], default=str)


@pytest.mark.parametrize("mode", ["practice", "graded", "preview"])
def test_later_steps_reach_the_browser_when_the_one_before_is_committed(
    ask: Any, mode: str
) -> None:
    """Neither a later step nor what a choice would have revealed is there before."""
    card = ask(PATIENT, mode)
    steps = PATIENT["steps"]
    assert ["first-questions"] == [step["word"] for step in card.steps]
    for hidden in ("What do you examine?", "Brisk knees", "has not passed urine", "What now?"):
        assert hidden not in state(card)
    assert commit(card, FIRST)["saved"]
    assert ["first-questions", "signs"] == [step["word"] for step in card.steps]
    first = card.steps[0]
    assert {"bladder": "<p>She has not passed urine today.</p>"} == first["results"]
    for hidden in ("She sits all day", "Brisk knees", steps["next"]["situation"]):
        assert hidden not in state(card)
    if mode == "graded":
        assert "Secret" not in state(card)


def test_a_committed_step_cannot_be_taken_back(ask: Any, tmp_path: Path) -> None:
    """Not changed, not skipped over, and not by another window either."""
    card = ask(PATIENT, "graded")
    commit(card, FIRST)
    other = {"first-questions": ["bladder", "desk"]}
    for steps in (other, {**other, "signs": ["power"]}, {}, THIRD):
        receipt = commit(card, steps)
        assert not receipt["saved"]
        assert "cannot be taken back" in receipt["problem"]
    assert {"steps": FIRST} == read_responses(tmp_path / FILE_NAME)["heavy-legs"].response
    session.cache_clear()
    window: Any = midback.ask("heavy-legs")
    assert commit(window, SECOND)["saved"]
    receipt = commit(card, {**FIRST, "signs": ["thrust"]})
    assert "cannot be taken back" in receipt["problem"]
    assert ["first-questions", "signs", "next"] == [step["word"] for step in card.steps]


@pytest.mark.parametrize("mode", ["practice", "graded"])
def test_a_step_may_be_committed_with_nothing_chosen(ask: Any, mode: str) -> None:
    """The next one opens, and a step without a choice is marked like any other: with nothing."""
    card = ask(PATIENT, mode)
    assert commit(card, {"first-questions": []})["saved"]
    assert [[], None] == [step["chosen"] for step in card.steps]
    assert "cannot be taken back" in commit(card, FIRST)["problem"]
    assert commit(card, {**SECOND, "first-questions": []})["saved"]
    assert commit(card, {**THIRD, "first-questions": []})["saved"]
    if mode == "practice":
        verdicts = {step["word"]: step["label"] for step in card.feedback["steps"]}
        assert "0 of 2 needed" == verdicts["first-questions"]
        assert "partly" == card.feedback["status"]


def test_a_commitment_sent_twice_is_saved_once(ask: Any) -> None:
    """“Try saving again” after a lost answer of the kernel is no error."""
    card = ask(PATIENT, "graded")
    assert commit(card, FIRST)["saved"]
    assert commit(card, FIRST)["saved"]


def test_a_case_goes_on_where_it_was_left(ask: Any) -> None:
    """A new kernel shows the committed steps and opens the next one."""
    card = ask(PATIENT, "graded")
    commit(card, FIRST)
    session.cache_clear()
    again: Any = midback.ask("heavy-legs")
    assert [["bladder", "cancer"], None] == [step["chosen"] for step in again.steps]


def test_a_graded_case_ends_without_a_word_on_right_and_wrong(ask: Any) -> None:
    """A fatal choice ends nothing early, and nothing is explained."""
    card = ask(PATIENT, "graded")
    commit(card, FIRST)
    commit(card, SECOND)
    assert commit(card, {**SECOND, "next": ["week"]})["saved"]
    assert card.feedback is None
    assert "Secret" not in state(card)


def test_a_fatal_choice_ends_a_practice_case(ask: Any) -> None:
    """The patient's fate is the headline, and no further step opens."""
    fields = json.loads(json.dumps(PATIENT))
    fields["steps"]["signs"]["fatal"] = {"thrust": "The patient was paralysed."}
    fields["steps"]["signs"]["harmful"] = []
    card = ask(fields)
    commit(card, FIRST)
    commit(card, {**FIRST, "signs": ["thrust"]})
    assert "wrong" == card.feedback["status"]
    assert "The case ends here. The patient was paralysed." == card.feedback["headline"]
    assert ["first-questions", "signs"] == [step["word"] for step in card.steps]
    verdicts = {step["word"]: step["label"] for step in card.feedback["steps"]}
    assert {"first-questions": "2 of 2 needed", "signs": "A fatal error"} == verdicts


def test_the_end_of_a_practice_case_tells_price_and_reasons(ask: Any) -> None:
    """What was not needed has its cost, what was missed its reason, and all has a debrief."""
    card = ask(PATIENT)
    steps: dict[str, list[str]] = {"first-questions": ["bladder", "desk"]}
    commit(card, steps)
    assert card.feedback is None
    steps["signs"] = ["reflexes", "power"]
    commit(card, steps)
    steps["next"] = ["call"]
    commit(card, steps)
    rows = {(row["step"], row["word"]): row for row in card.feedback["rows"]}
    desk, cancer = rows["first-questions", "desk"], rows["first-questions", "cancer"]
    assert ("wrong", "Not needed") == (desk["verdict"], desk["label"])
    assert "<p>Secret: a minute lost.</p>" == desk["cost"]
    call, film = rows["next", "call"], rows["next", "film"]
    assert (("right", "Right"), "Not right") == ((call["verdict"], call["label"]), film["label"])
    assert ("missed", "Needed, not chosen") == (cancer["verdict"], cancer["label"])
    assert "" == rows["next", "film"]["cost"], "what was not chosen cost nothing"
    assert PATIENT["debrief"] in card.feedback["explanation"]


def test_the_end_of_a_practice_case_shows_what_was_not_asked_for(ask: Any) -> None:
    """A needed finding that was missed is told with its result, before its reason."""
    card = ask(PATIENT)
    for steps in (
        {"first-questions": ["cancer", "desk"]},
        {"first-questions": ["cancer", "desk"], "signs": ["reflexes", "power"]},
        {"first-questions": ["cancer", "desk"], "signs": ["reflexes", "power"], "next": ["call"]},
    ):
        commit(card, steps)
    texts = {row["word"]: row["text"] for row in card.feedback["rows"]}
    assert "<p>She has not passed urine today.</p>\n<p>Secret: the cord" in texts["bladder"]
    assert "She sits all day." not in texts["desk"]


def test_a_practice_case_can_begin_again(ask: Any, tmp_path: Path) -> None:
    """The record is empty then, and the attempts are counted on."""
    card = ask(PATIENT)
    for steps in (FIRST, SECOND, THIRD):
        commit(card, steps)
    assert 1 == read_responses(tmp_path / FILE_NAME)["heavy-legs"].attempts
    assert pick(card, None, action="again")["saved"]
    assert (None, None) == (card.feedback, card.response)
    assert ["first-questions"] == [step["word"] for step in card.steps]
    assert commit(card, {"first-questions": ["name", "desk"]})["saved"]


def test_steps_of_a_damaged_record_are_shown_as_far_as_they_make_sense(ask: Any) -> None:
    """Whatever was recorded, the card is drawn."""
    case = ask(PATIENT, "graded")._found.public
    for response in (
        None,
        5,
        {"steps": 3},
        {"steps": {"signs": ["power"]}},
        {"steps": {"first-questions": "desk"}},
        {"steps": {"first-questions": ["gone"]}},
    ):
        assert ["first-questions"] == [step["word"] for step in steps_seen(case, response)]


HOSTILE: list[Any] = [
    5,
    True,
    "",
    "t99",
    ["t4", ["t4"]],
    [None],
    {"x": 10**400, "y": "up"},
    {"steps": {"first-questions": [["bladder"], {}]}},
    {"steps": {"first-questions": ["bladder"], "next": "call"}},
    {"trapezius": {"a": 1}},
    ["ask", "ask", "scan", "treat"],
]


@pytest.mark.parametrize("mode", ["practice", "graded"])
@pytest.mark.parametrize("fields", [SINGLE, *NEWER_TYPES], ids=lambda fields: str(fields["type"]))
def test_whatever_was_recorded_the_card_is_drawn(
    ask: Any, tmp_path: Path, fields: dict[str, Any], mode: str
) -> None:
    """A file of answers that somebody has edited is no reason for a traceback."""
    ask(fields, mode)
    for response in HOSTILE:
        record = {"response": response, "shown": True, "certainty": [], "first": {"response": 1}}
        written = {"schema": 1, "responses": {fields["id"]: record}}
        (tmp_path / FILE_NAME).write_text(json.dumps(written))
        session.cache_clear()
        card: Any = midback.ask(fields["id"])
        assert fields["id"] == card.question["id"]
        assert "questions answered." in midback.progress().value
        assert {"saved", "problem"} <= set(pick(card, response))


def test_the_drawn_question_of_a_case_holds_no_step(ask: Any) -> None:
    """How many there are is all that is said of later ones."""
    fields = drawn(ask(PATIENT, "graded")._found.public)
    assert 3 == fields["total"]
    assert "steps" not in fields


def test_a_graded_answer_is_not_locked_by_what_a_file_says(ask: Any, tmp_path: Path) -> None:
    """Only in practice can an answer be shown."""
    ask(SINGLE, "graded")
    written = {"schema": 1, "responses": {SINGLE["id"]: {"response": "t2", "shown": True}}}
    (tmp_path / FILE_NAME).write_text(json.dumps(written))
    session.cache_clear()
    assert pick(midback.ask(SINGLE["id"]), "t4")["saved"]


def test_the_premises_of_extended_matching_may_share_an_option(ask: Any) -> None:
    """Only matching and labelling use each option once."""
    assert "once" not in ask(MATCHING).question
    assert ask(PAIRS).question["once"]
