"""The graded cycle, through nbgrader's own commands."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from random import Random
from typing import Any

import nbformat
import pytest
import yaml
from conftest import ALL_TYPES, REFERENCES, ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pages import PATIENCE, needs_chromium, started_chromium
from playwright.sync_api import expect
from servers import jupyter

from midback.course import Course
from midback.grading.commands import NbgraderError, nbgrader
from midback.grading.demo import made_up
from midback.items import read_items
from midback.responses import FILE_NAME, ResponseFile

pytestmark = pytest.mark.nbgrader

ASSIGNMENT = "mid-back-basics"


def marks(course: Path, trainee: str) -> dict[str, float | None]:
    """The gradebook's automatic scores of a trainee, by cell."""
    with sqlite3.connect(course / "gradebook.db") as database:
        rows = database.execute(
            "select base_cell.name, grade.auto_score from grade"
            " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
            " join submitted_assignment"
            " on submitted_assignment.id = submitted_notebook.assignment_id"
            " join base_cell on base_cell.id = grade.cell_id"
            " where submitted_assignment.student_id = ?",
            [trainee],
        )
        return dict(rows.fetchall())


def secrets(items_file: Path) -> list[bytes]:
    """Every rationale of an item file, and every field that may not be handed out."""
    found = [b"rationale", b"tolerance", b"harmful", b"BEGIN MARK SCHEME"]
    for item in yaml.safe_load(items_file.read_text(encoding="utf-8")):
        texts = item["rationale"]
        found += [
            text.strip().splitlines()[0].encode()
            for text in (texts.values() if isinstance(texts, dict) else [texts])
        ]
    return found


def test_a_class_gets_the_marks_its_answers_deserve(demo: Path) -> None:
    """Each cell's score is in the gradebook, and the written answer waits for a marker."""
    course = demo / "course"
    notebook = nbformat.read(course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    worth = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
    }
    perfect, blank, damaged = (
        marks(course, name) for name in ("ada-perfect", "zoe-blank", "zac-damaged")
    )
    assert worth == {name: perfect[name] for name in worth}
    assert {0.0} == {blank[name] for name in worth} == {damaged[name] for name in worth}


def test_nothing_handed_out_holds_a_key(demo: Path) -> None:
    """Not a byte of release/ or of the exchange's outbound side gives an answer away."""
    course = demo / "course"
    hidden = secrets(course / "source" / ASSIGNMENT / "items.yml")
    folders = [course / "release", demo / "exchange" / "mid-back-pain" / "outbound"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {"mid-back-basics.ipynb", "questions.yml"} == {path.name for path in files}
    assert 4 == len(files)
    for path in files:
        data = path.read_bytes()
        assert [] == [secret for secret in hidden if secret in data]
        if path.suffix == ".yml":
            fields = {field for item in yaml.safe_load(data) for field in item}
            assert fields.isdisjoint({"key", "rationale", "sources", "harmful", "tolerance"})


def test_the_score_is_the_first_output_and_a_plain_decimal(demo: Path) -> None:
    """Between 0 and the cell's points; behind it stands the review card."""
    autograded = demo / "course" / "autograded"
    checked = 0
    for path in autograded.glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code" or not cell.metadata.nbgrader.grade:
                continue
            score, card = cell.outputs
            text = score.data["text/plain"]
            assert re.fullmatch(r"\d+(\.\d{1,6})?", text)
            assert 0 <= float(text) <= cell.metadata.nbgrader.points
            assert "Review of question" in card.data["text/html"]
            checked += 1
    assert checked == 4 * 12


def test_feedback_shows_answer_key_and_reasons(demo: Path) -> None:
    """The page a trainee gets back explains every question, and runs nothing of its own."""
    course = demo / "course"
    page = (course / "feedback" / "ada-perfect" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert 12 == page.count("Review of question")
    assert 12 == page.count("Answer given:")
    for item in read_items(course / "source" / ASSIGNMENT / "items.yml").values():
        assert item.sources[0] and f"Review of question {item.id}" in page  # type: ignore[attr-defined]


def test_a_damaged_file_is_named_in_the_card_and_the_log(demo: Path) -> None:
    """The trainee's card says why it is 0; autograding again names trainee, file and remedy."""
    course = demo / "course"
    notebook = course / "autograded" / "zac-damaged" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "responses.json cannot be read: it is not JSON" in notebook.read_text()
    result = nbgrader("autograde", ASSIGNMENT, "--student=zac-damaged", "--force", folder=course)
    (line,) = [line for line in result.stderr.splitlines() if "responses.json cannot" in line]
    assert "zac-damaged" in line
    assert "Ask zac-damaged for a whole copy" in line


def test_nothing_of_a_submission_is_executed(demo: Path, tmp_path: Path) -> None:
    """Code in any cell, and files that shadow the course's own modules, stay text."""
    course = demo / "course"
    source = course / "submitted" / "ada-perfect" / ASSIGNMENT
    submission = course / "submitted" / "mallory" / ASSIGNMENT
    shutil.copytree(source, submission)
    proof = tmp_path / "executed"
    code = f"open({str(proof)!r}, 'w').write('x')"
    path = submission / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = code
    notebook.cells.append(new_code_cell(code))
    nbformat.write(notebook, path)
    for shadow in ("midback.py", "yaml.py", "sitecustomize.py", "nbgrader_config.py"):
        (submission / shadow).write_text(code)
    nbgrader("autograde", ASSIGNMENT, "--student=mallory", folder=course)
    assert not proof.exists()
    assert marks(course, "ada-perfect") == marks(course, "mallory")


def test_items_are_marked_even_where_nothing_is_to_be_executed(demo: Path) -> None:
    """With --no-execute a cell without a score would count as full marks; it has one."""
    course = demo / "course"
    before = marks(course, "zoe-blank")
    nbgrader(
        "autograde", ASSIGNMENT, "--student=zoe-blank", "--no-execute", "--force", folder=course
    )
    assert before == marks(course, "zoe-blank")
    assert {0.0} == set(before.values())


def test_deleted_and_copied_cells_cost_nothing(demo: Path) -> None:
    """A trainee who deletes questions and copies the written answer keeps the marks."""
    course = demo / "course"
    submission = course / "submitted" / "dora" / ASSIGNMENT
    shutil.copytree(course / "submitted" / "ada-perfect" / ASSIGNMENT, submission)
    path = submission / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    for number in (1, 2):
        copy = nbformat.from_dict(notebook.cells[-1])
        copy.id = f"copy-{number}"
        notebook.cells.append(copy)
    nbformat.write(notebook, path)
    nbgrader("autograde", ASSIGNMENT, "--student=dora", folder=course)
    assert marks(course, "ada-perfect") == marks(course, "dora")


def test_validate_names_what_is_not_answered(demo: Path, tmp_path: Path) -> None:
    """One readable line for an open question; answered ones pass, right or wrong."""
    desk = tmp_path / ASSIGNMENT
    shutil.copytree(demo / "course" / "release" / ASSIGNMENT, desk)
    items = read_items(demo / "course" / "source" / ASSIGNMENT / "items.yml")
    chance = Random(1)
    path = desk / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "I would listen first."
    nbformat.write(notebook, path)
    answers = ResponseFile(desk)
    names = list(items)
    for number, name in enumerate(names[1:]):
        answers.record(name, made_up(items[name], number % 2, chance)[0])
    said = nbgrader("validate", f"{ASSIGNMENT}.ipynb", folder=desk).stdout
    assert "VALIDATION FAILED ON 1 CELL(S)" in said
    assert 1 == said.count(f"The question “{names[0]}” is not answered yet.")
    assert "Traceback" not in said
    answers.record(names[0], made_up(items[names[0]], 0, chance)[0])
    said = nbgrader("validate", f"{ASSIGNMENT}.ipynb", folder=desk).stdout
    assert "Success! Your notebook passes all the tests." in said


def test_the_committed_release_is_current(tmp_path: Path) -> None:
    """release/ is, byte for byte, what nbgrader makes of source/ today."""
    from midback.grading.releasing import differences, made_releases

    course = Course(ROOT)
    made = made_releases(course, tmp_path / "course")
    for assignment in course.assignments:
        assert [] == differences(made / assignment, ROOT / "release" / assignment)
    assert course.assignments == sorted(path.name for path in (ROOT / "release").iterdir())


# ---------------------------------------------------------------- assignments made up here


def graded_cell(source: str, identifier: str, points: float | None = 1) -> Any:
    """An autograded cell as the Create Assignment sidebar makes it."""
    marks: dict[str, Any] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "schema_version": 3,
        "grade_id": identifier,
        "cell_type": "code",
    }
    if points is not None:
        marks["points"] = points
    return new_code_cell(source, metadata={"nbgrader": marks})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with the settings of this one and an assignment of one item a type."""
    folder = tmp_path / "course"
    source = folder / "source" / "quiz"
    source.mkdir(parents=True)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "references.bib").write_text(REFERENCES)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (source / "items.yml").write_text(yaml.safe_dump(list(ALL_TYPES), sort_keys=False))
    write(folder, [graded_cell(f'midback.ask("{i["id"]}")', i["id"]) for i in ALL_TYPES])
    return folder


def write(course: Path, cells: list[Any]) -> None:
    """Write the quiz's notebook."""
    notebook = new_notebook(
        cells=[new_code_cell("import midback"), *cells],
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
    )
    nbformat.write(notebook, course / "source" / "quiz" / "quiz.ipynb")


def refusal(course: Path) -> str:
    """What generate_assignment says when it refuses; nothing may be left in release/."""
    with pytest.raises(NbgraderError) as caught:
        nbgrader("generate_assignment", "quiz", folder=course)
    assert not (course / "release" / "quiz").exists()
    return str(caught.value)


def test_an_assignment_that_is_not_sound_is_refused_with_everything_wrong(course: Path) -> None:
    """Unknown ids, ids that do not match, missing points and stray answers, all in one go."""
    write(
        course,
        [
            graded_cell('midback.ask("which-nerf")', "which-nerf"),
            graded_cell('midback.ask("which-findings")', "findings"),
            graded_cell('midback.ask("how-many")', "how-many", points=0),
            graded_cell('x = midback.ask("which-cause")', "which-cause"),
            new_code_cell('midback.ask("which-nerve")'),
        ],
    )
    (course / "source" / "quiz" / FILE_NAME).write_text("{}")
    copy = course / "source" / "quiz" / "items-backup.txt"
    shutil.copy(course / "source" / "quiz" / "items.yml", copy)
    said = refusal(course)
    for words in (
        "asks an item that items.yml does not have",
        "write the id “which-findings”",
        "has no points",
        "does more than ask one question",
        "must be an autograded cell whose id is the item's",
        "holds answers, and would become every trainee's",
        "items-backup.txt holds the rationale of an item",
    ):
        assert words in said


def test_a_damaged_item_file_is_refused(course: Path) -> None:
    """The item, the field and the remedy are in what nbgrader prints."""
    path = course / "source" / "quiz" / "items.yml"
    path.write_text(path.read_text().replace("key: t4", "key: t9"))
    assert "“t9” names no option" in refusal(course)


def test_an_assignment_without_items_is_left_to_nbgrader(course: Path) -> None:
    """An ordinary notebook is generated and executed as under stock nbgrader."""
    (course / "source" / "quiz" / "items.yml").unlink()
    write(
        course,
        [
            graded_cell("assert 1 + 1 == 2", "adds", 2),
            graded_cell("assert 1 + 1 == 3", "does-not", 2),
        ],
    )
    nbgrader("generate_assignment", "quiz", folder=course)
    assert not (course / "release" / "quiz" / "questions.yml").exists()
    shutil.copytree(course / "release" / "quiz", course / "submitted" / "ann" / "quiz")
    nbgrader("autograde", "quiz", folder=course)
    assert {"adds": 2.0, "does-not": 0.0} == marks(course, "ann")


def test_items_beside_ordinary_code_cells(course: Path) -> None:
    """Code cells are executed, items are marked from the record, and code changes no mark."""
    cheat = (
        "import json, pathlib\n"
        "pathlib.Path('responses.json').write_text(json.dumps({'schema': 1, 'responses':"
        " {'which-nerve': {'response': 't4'}}}))"
    )
    write(
        course,
        [
            graded_cell('midback.ask("which-nerve")', "which-nerve", 3),
            graded_cell("assert answer == 42", "code-cell", 2),
        ],
    )
    nbgrader("generate_assignment", "quiz", folder=course)
    desk = course / "submitted" / "ann" / "quiz"
    shutil.copytree(course / "release" / "quiz", desk)
    ResponseFile(desk).record("which-nerve", "t2")
    notebook = nbformat.read(desk / "quiz.ipynb", as_version=4)
    notebook.cells.insert(1, new_code_cell(f"answer = 42\n{cheat}"))
    notebook.cells.append(new_markdown_cell("Done."))
    nbformat.write(notebook, desk / "quiz.ipynb")
    nbgrader("autograde", "quiz", folder=course)
    assert {"which-nerve": 0.0, "code-cell": 2.0} == marks(course, "ann")


def test_files_of_a_submission_do_not_shadow_modules(course: Path, tmp_path: Path) -> None:
    """Where code is executed, a helper of the course is found and an impostor is not."""
    (course / "source" / "quiz" / "items.yml").unlink()
    (course / "source" / "quiz" / "helper_of_the_course.py").write_text("number = 42\n")
    write(
        course,
        [
            graded_cell(
                "import json, yaml, helper_of_the_course as h\nassert h.number == 42", "ok", 2
            )
        ],
    )
    nbgrader("generate_assignment", "quiz", folder=course)
    desk = course / "submitted" / "ann" / "quiz"
    shutil.copytree(course / "release" / "quiz", desk)
    proof = tmp_path / "shadow"
    for name in ("json", "yaml", "ipykernel_launcher", "sitecustomize", "traitlets"):
        (desk / f"{name}.py").write_text(f"open({str(proof)!r}, 'a').write({name!r})\n")
    nbgrader("autograde", "quiz", folder=course)
    assert not proof.exists()
    assert {"ok": 2.0} == marks(course, "ann")


def test_pictures_of_a_model_answer_are_not_handed_out(course: Path) -> None:
    """A picture in a cleared answer goes; one that the released text shows stays."""
    shown = new_markdown_cell("Look: ![figure](attachment:figure.png)")
    shown.attachments = {"figure.png": {"image/png": "Zmlyc3Q="}}
    answer = new_markdown_cell("See ![answer](attachment:answer.png)")
    answer.attachments = {"answer.png": {"image/png": "c2VjcmV0"}}
    answer.metadata["nbgrader"] = {
        "grade": True,
        "solution": True,
        "locked": False,
        "task": False,
        "schema_version": 3,
        "grade_id": "plan",
        "cell_type": "markdown",
        "points": 2,
    }
    write(course, [graded_cell('midback.ask("which-nerve")', "which-nerve"), shown, answer])
    nbgrader("generate_assignment", "quiz", folder=course)
    text = (course / "release" / "quiz" / "quiz.ipynb").read_text()
    assert "Zmlyc3Q=" in text
    assert "c2VjcmV0" not in text
    assert "Write your answer here, replacing this line." in text


def test_answers_tried_in_the_release_are_not_handed_out(course: Path) -> None:
    """An instructor who previews the release leaves answers there, and they stay there."""
    nbgrader("generate_assignment", "quiz", folder=course)
    ResponseFile(course / "release" / "quiz").record("which-nerve", "t4")
    exchange = course / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    nbgrader("release_assignment", "quiz", folder=course)
    outbound = exchange / "mid-back-pain" / "outbound" / "quiz"
    assert ["questions.yml", "quiz.ipynb"] == sorted(path.name for path in outbound.iterdir())
    assert (
        "which-nerve" in json.loads((course / "release/quiz" / FILE_NAME).read_text())["responses"]
    )


@pytest.mark.browser
@needs_chromium
def test_an_instructor_marks_in_formgrader(
    demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The review card is there, the written answer is graded by hand, the total is right."""
    graded = read_items(ROOT / "source" / ASSIGNMENT / "items.yml")
    course = tmp_path_factory.mktemp("instructor") / "course"
    shutil.copytree(demo / "course", course)
    with (
        started_chromium() as browser,
        jupyter(course, tmp_path_factory.mktemp("settings")) as server,
    ):
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.goto(server.at("lab"))
        expect(page.get_by_role("menuitem", name="Nbgrader")).to_be_visible(timeout=PATIENCE)
        page.goto(f"{server.url}/formgrader/manage_submissions/{ASSIGNMENT}")
        expect(page.locator("table")).to_contain_text("ada-perfect", timeout=PATIENCE)
        page.goto(f"{server.url}/formgrader/submissions/{_submission(course, 'ada-perfect')}/")
        review = page.locator('section[aria-label^="Review of question"]')
        expect(review).to_have_count(len(graded))
        expect(review.first).to_contain_text("Right: ")
        expect(review.first).to_contain_text("Answer given:")
        scores = page.locator("input.score")
        expect(scores).to_have_count(len(graded) + 1)
        # A score that is written before formgrader has fetched its own is not saved.
        page.wait_for_load_state("load")
        page.wait_for_function("window.jQuery && jQuery.active === 0")
        scores.last.fill("4.5")
        with page.expect_response(lambda reply: reply.request.method == "PUT") as saved:
            scores.last.press("Tab")
        assert saved.value.ok
    items, written = _total(course, "ada-perfect")
    points = json.loads((course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
    worth = sum(
        cell["metadata"]["nbgrader"].get("points", 0)
        for cell in points["cells"]
        if cell["cell_type"] == "code" and "nbgrader" in cell["metadata"]
    )
    assert (float(worth), 4.5) == (items, written)


def _submission(course: Path, trainee: str) -> str:
    with sqlite3.connect(course / "gradebook.db") as database:
        (found,) = database.execute(
            "select submitted_notebook.id from submitted_notebook join submitted_assignment"
            " on submitted_assignment.id = submitted_notebook.assignment_id"
            " where student_id = ?",
            [trainee],
        ).fetchone()
    return str(found)


def _total(course: Path, trainee: str) -> tuple[float, float]:
    """The points of the items, and those given by hand."""
    with sqlite3.connect(course / "gradebook.db") as database:
        rows: list[Any] = database.execute(
            "select auto_score, manual_score from grade where notebook_id = ?",
            [_submission(course, trainee)],
        ).fetchall()
    by_hand = sum(manual for _, manual in rows if manual is not None)
    return sum(auto or 0 for auto, manual in rows if manual is None), by_hand
