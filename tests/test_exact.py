"""The marks are exact: with and without a kernel, and after whatever an instructor does."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from conftest import ALL_TYPES, REFERENCES, ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from midback.grading.commands import NbgraderError, nbgrader
from midback.grading.demo import made_up
from midback.items import ITEM_CLASSES, secret_prose

pytestmark = pytest.mark.nbgrader

CLASS = 40
ITEMS = {item["id"]: ITEM_CLASSES[item["type"]].model_validate(item) for item in ALL_TYPES}
DUE = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
LATE = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"

# nbgrader's own pipeline, with one kernel for the whole class instead of one for each trainee.
IN_A_KERNEL = '''
from pathlib import Path
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute

PRELUDE = """
import os
os.chdir({folder!r})
from pathlib import Path
import midback
from IPython.display import publish_display_data
from midback.grading.marking import outputs
from midback.grading.review import Review
from midback.items import read_items, read_references
from midback.marking import mark, unreadable
from midback.responses import parse_responses, DamagedResponsesError

class Score:
    def __init__(self, text): self.text = text
    def __repr__(self): return self.text

def ask(name):
    from decimal import Decimal
    source = Path({source!r})
    item = read_items(source / "items.yml")[name]
    try:
        records, note = parse_responses(Path("responses.json").read_bytes()), ""
    except FileNotFoundError:
        records, note = {{}}, ""
    except DamagedResponsesError as error:
        records, note = {{}}, f"responses.json cannot be read: {{error}}."
    response = records[name].response if name in records else None
    result = unreadable(note) if note else mark(item, response)
    most = Decimal({points!r}[name])
    references = read_references(source.parents[1] / "notebooks" / "references.bib")
    score, card = outputs(
        Review(item, response, result, result.points(most), most, references, note)
    )
    publish_display_data(dict(card.data), dict(card.metadata))
    return Score(score.data["text/plain"])

midback.ask = ask
# One kernel for a whole class shows more results than IPython would remember without a warning.
get_ipython().displayhook.do_full_cache = False
"""

class ExecuteInOneKernel(Execute):
    manager = None

    def preprocess(self, nb, resources, *rest, **options):
        if ExecuteInOneKernel.manager is None:
            ExecuteInOneKernel.manager = AsyncKernelManager(kernel_name="python3")
        names = resources["nbgrader"]
        root = Path(self.parent.parent.coursedir.root)
        points = {
            cell.metadata.nbgrader.grade_id: str(cell.metadata.nbgrader.points)
            for cell in nb.cells if "points" in cell.metadata.get("nbgrader", {})
        }
        folder = root / "autograded" / names["student"] / names["assignment"]
        source = root / "source" / names["assignment"]
        prelude = PRELUDE.format(folder=str(folder), source=str(source), points=points)
        nb.cells.insert(0, new_code_cell(prelude))
        nb, resources = super().preprocess(nb, resources, km=ExecuteInOneKernel.manager)
        assert not nb.cells[0].outputs, nb.cells[0].outputs
        del nb.cells[0]
        return nb, resources

own = Autograde.class_traits()
c.Autograde.sanitize_preprocessors = own["sanitize_preprocessors"].default()
c.Autograde.autograde_preprocessors = [
    ExecuteInOneKernel if step is Execute else step
    for step in own["autograde_preprocessors"].default()
]
c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
c.CourseDirectory.db_url = f"sqlite:///{c.CourseDirectory.root}/gradebook.db"
'''


def graded(item: str, points: float) -> Any:
    """An autograded cell that asks an item."""
    marks = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "schema_version": 3,
        "grade_id": item,
        "cell_type": "code",
        "points": points,
    }
    return new_code_cell(f'midback.ask("{item}")', metadata={"nbgrader": marks})


def write_quiz(course: Path) -> None:
    """The quiz's notebook: an item of every type and a written answer."""
    marks = {
        "grade": True,
        "solution": True,
        "locked": False,
        "task": False,
        "schema_version": 3,
        "grade_id": "plan",
        "cell_type": "markdown",
        "points": 4,
    }
    locked = {**marks, "grade": False, "solution": False, "locked": True, "grade_id": "start"}
    del locked["points"]
    notebook = new_notebook(
        cells=[
            new_code_cell("import midback", metadata={"nbgrader": {**locked, "cell_type": "code"}}),
            *(graded(name, 1 + number / 2) for number, name in enumerate(ITEMS)),
            new_markdown_cell("The model answer.", metadata={"nbgrader": marks}),
        ],
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
    )
    nbformat.write(notebook, course / "source" / "quiz" / "quiz.ipynb")


def submit(course: Path, name: str, chance: random.Random, when: datetime) -> None:
    """A submission as it is collected: random answers, sometimes damaged, missing or odd."""
    folder = course / "submitted" / name / "quiz"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "release" / "quiz", folder)
    (folder / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S.%f} UTC")
    answers = {
        name: {"response": made_up(item, chance.random(), chance)[0], "time": "", "attempts": 1}
        for name, item in ITEMS.items()
        if chance.random() > 0.1
    }
    if chance.random() < 0.15:
        odd = chance.choice([None, True, 5, "t9", [], ["t4", "t4"], {"rower": "x"}, "1e9", "12,9"])
        answers[chance.choice(list(ITEMS))] = {"response": odd, "time": "", "attempts": 1}
    text = json.dumps({"schema": 1, "responses": answers})
    kind = chance.random()
    if kind < 0.05:
        text = text[: len(text) // 2]
    if kind < 0.95:
        (folder / "responses.json").write_text(text)
    if chance.random() < 0.7:
        path = folder / "quiz.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[-1].source = f"My plan is number {chance.random()}."
        nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two courses with the same class: one marked by MarkItems, one by cells in a kernel."""
    without = tmp_path_factory.mktemp("exact") / "without-kernel"
    (without / "source" / "quiz").mkdir(parents=True)
    (without / "notebooks").mkdir()
    (without / "notebooks" / "references.bib").write_text(REFERENCES)
    (without / "source" / "quiz" / "items.yml").write_text(
        yaml.safe_dump(list(ALL_TYPES), sort_keys=False)
    )
    settings = (ROOT / "nbgrader_config.py").read_text() + LATE
    (without / "nbgrader_config.py").write_text(settings)
    write_quiz(without)
    nbgrader("generate_assignment", "quiz", folder=without)
    with Gradebook(f"sqlite:///{without}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment("quiz", duedate=DUE.replace(tzinfo=None))
    chance = random.Random(7)
    for number in range(CLASS):
        late = timedelta(hours=chance.choice([-30, -1, 2, 50]))
        submit(without, f"trainee-{number:03}", chance, DUE + late)
    within = without.with_name("in-a-kernel")
    shutil.copytree(without, within)
    (within / "nbgrader_config.py").write_text(settings + IN_A_KERNEL)
    nbgrader("autograde", "quiz", folder=without)
    nbgrader("autograde", "quiz", folder=within)
    return without, within


GRADES = """
    select student_id, base_cell.name, grade.auto_score, grade.manual_score, grade.extra_credit,
        grade.needs_manual_grade
    from grade join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join base_cell on base_cell.id = grade.cell_id order by 1, 2
"""
COMMENTS = GRADES.replace(
    "grade.auto_score, grade.manual_score, grade.extra_credit,\n        grade.needs_manual_grade",
    "comment.auto_comment, comment.manual_comment",
).replace("grade", "comment")
SUBMISSIONS = """
    select student_id, timestamp, submitted_notebook.late_submission_penalty
    from submitted_assignment
    join submitted_notebook on submitted_notebook.assignment_id = submitted_assignment.id order by 1
"""


def rows(course: Path, query: str) -> list[Any]:
    """What a query finds in a course's gradebook."""
    with sqlite3.connect(course / "gradebook.db") as database:
        return database.execute(query).fetchall()


def scores(course: Path) -> dict[tuple[str, str], float | None]:
    """The automatic scores by trainee and cell."""
    return {(student, cell): auto for student, cell, auto, *_ in rows(course, GRADES)}


@pytest.mark.parametrize(
    "query", [GRADES, COMMENTS, SUBMISSIONS], ids=["grades", "comments", "late"]
)
def test_the_gradebook_is_the_same_as_with_a_kernel(courses: Any, query: str) -> None:
    """Every row that stock nbgrader writes after executing the cells is there, as it is."""
    without, within = courses
    expected = rows(within, query)
    assert len(expected) >= CLASS
    assert expected == rows(without, query)


def test_the_marked_notebooks_are_the_same_as_with_a_kernel(courses: Any) -> None:
    """Cells, metadata, scores and review cards are alike, trainee by trainee."""
    without, within = courses
    for number in range(CLASS):
        path = Path("autograded") / f"trainee-{number:03}" / "quiz" / "quiz.ipynb"
        assert comparable(within / path) == comparable(without / path)


def comparable(path: Path) -> Any:
    """A marked notebook without what only executing or only marking leaves behind."""
    notebook = json.loads(path.read_text())
    cells = []
    for cell in notebook["cells"]:
        outputs = sorted(
            (output["output_type"], json.dumps(output["data"], sort_keys=True))
            for output in cell.get("outputs", [])
        )
        marks = cell["metadata"].get("nbgrader")
        cells.append((cell["cell_type"], "".join(cell["source"]), marks, outputs))
    return cells, notebook["metadata"]["kernelspec"]


def test_late_work_is_penalised_as_nbgrader_does(courses: Any) -> None:
    """The class holds both, and the plugin's penalty is in the gradebook."""
    penalties = [penalty for _, _, penalty in rows(courses[0], SUBMISSIONS)]
    assert any(penalties)
    assert not all(penalties)


def test_what_instructors_do_afterwards(courses: Any) -> None:
    """Marks by hand, a corrected key, a second submission, a dropped trainee, a renamed cell."""
    course = courses[0]
    marked = "trainee-000"
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        plan = gradebook.find_grade("plan", "quiz", "quiz", marked)
        plan.manual_score, plan.extra_credit, plan.needs_manual_grade = 3.5, 0.5, False
        nerve = gradebook.find_grade("which-nerve", "quiz", "quiz", marked)
        nerve.manual_score = 0.25
        comment = gradebook.find_comment("plan", "quiz", "quiz", marked)
        comment.manual_comment = "Well argued."
        gradebook.db.commit()

    before = scores(course)
    items = course / "source" / "quiz" / "items.yml"
    items.write_text(items.read_text().replace("key: t4", "key: t7"))
    nbgrader("autograde", "quiz", "--force", folder=course)
    after = scores(course)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert {"which-nerve"} == {cell for _, cell in changed}
    for student, cell in before:
        if cell == "which-nerve":
            answers = course / "submitted" / student / "quiz" / "responses.json"
            try:
                record = json.loads(answers.read_text())["responses"].get("which-nerve", {})
            except (OSError, ValueError):
                record = {}
            assert float(record.get("response") == "t7") == after[student, cell]

    kept = {row[1]: row[3:] for row in rows(course, GRADES) if row[0] == marked}
    assert (3.5, 0.5) == kept["plan"][:2]
    assert 0.25 == kept["which-nerve"][0]
    assert "Well argued." in [row[3] for row in rows(course, COMMENTS) if row[0] == marked]

    submit(course, "trainee-001", random.Random(99), DUE + timedelta(days=3))
    said = nbgrader("autograde", "quiz", folder=course).stderr
    assert "Updating existing assignment" in said
    again = scores(course)
    assert {"trainee-001"} == {
        name for name, cell in again if again[name, cell] != after[name, cell]
    }

    nbgrader("db", "student", "remove", "trainee-002", "--force", folder=course)
    shutil.rmtree(course / "submitted" / "trainee-002")
    nbgrader("autograde", "quiz", folder=course)
    assert "trainee-002" not in {name for name, _ in scores(course)}

    path = course / "source" / "quiz" / "quiz.ipynb"
    path.write_text(path.read_text().replace('"grade_id": "plan"', '"grade_id": "my-plan"'))
    with pytest.raises(NbgraderError, match="Cannot add or remove cells"):
        nbgrader("generate_assignment", "quiz", "--force", folder=course)


@pytest.mark.parametrize(
    ("reveal", "shown", "hidden"),
    [
        ("nothing", [], ["Answer given:", "Answer asked for:", "supplies the axilla", "A study"]),
        ("marks", ["Answer given:"], ["Answer asked for:", "supplies the axilla", "first2020"]),
        ("key", ["Answer given:", "Answer asked for:"], ["supplies the axilla", "10.1000/first"]),
        ("rationale", ["Answer asked for:", "supplies the axilla", "10.1000/first"], []),
    ],
)
def test_feedback_tells_as_much_as_the_instructor_reveals(
    courses: Any, reveal: str, shown: list[str], hidden: list[str]
) -> None:
    """``c.MarkItems.reveal`` decides, whenever feedback is made."""
    course = courses[1]
    settings = course / "nbgrader_config.py"
    text = settings.read_text()
    settings.write_text(f"{text}\nc.MarkItems.reveal = {reveal!r}\n")
    try:
        shutil.rmtree(course / "feedback", ignore_errors=True)
        nbgrader("generate_feedback", "quiz", "--student=trainee-003", folder=course)
    finally:
        settings.write_text(text)
    returned = course / "feedback" / "trainee-003" / "quiz"
    page = (returned / "quiz.html").read_text()
    assert [] == [words for words in shown if words not in page]
    assert [] == [words for words in hidden if words in page]
    if reveal in ("nothing", "marks"):
        everything = b"".join(path.read_bytes() for path in returned.rglob("*") if path.is_file())
        for item in ITEMS.values():
            for secret in secret_prose(item).values():
                assert secret.encode() not in everything
