"""One class and its answers, as three ways of grading need them.

Each way has a course folder of its own: an assignment that is generated, and a pool of
submissions in ``handed-in/`` from which a run takes as many as it wants.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from subprocess import run
from typing import Any

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from midback.grading.demo import made_up
from midback.items import (
    ExtendedMatching,
    Item,
    MultipleResponse,
    Numeric,
    SingleBestAnswer,
    read_items,
)

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "benchmark"
POINTS = 2
EACH_TYPE = 5
TYPES = (SingleBestAnswer, MultipleResponse, Numeric, ExtendedMatching)

Answers = Mapping[str, Any]


@dataclass
class Way:
    """A way of grading: its course folder, and the Python that runs nbgrader there."""

    name: str
    folder: Path
    python: Path = Path(sys.executable)
    environment: Mapping[str, str] = field(default_factory=dict)

    def nbgrader(self, *arguments: str) -> list[str]:
        """The command, to be run in the course folder."""
        return [str(self.python), "-m", "nbgrader", *arguments]

    def variables(self) -> dict[str, str]:
        """The environment of a command: the user's own settings play no part."""
        kept = {name: value for name, value in os.environ.items() if name not in _IGNORED}
        kept["PATH"] = os.pathsep.join([str(self.python.parent), kept.get("PATH", "")])
        for name in ("CONFIG", "DATA", "RUNTIME"):
            kept[f"JUPYTER_{name}_DIR"] = str(self.folder / ".jupyter" / name.lower())
        return {**kept, **self.environment}

    def generate(self) -> None:
        """Make the release, and keep the gradebook as it is now."""
        made = run(
            self.nbgrader("generate_assignment", ASSIGNMENT),
            cwd=self.folder,
            env=self.variables(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"{self.name}: the assignment was not generated:\n{made.stderr}")
        shutil.copy(self.folder / "gradebook.db", self.folder / "ungraded.db")

    def hand_in(self, trainee: str, recorded: object) -> None:
        """A submission: the release, the recorded answers and the time."""
        desk = self.folder / "handed-in" / trainee / ASSIGNMENT
        shutil.copytree(self.folder / "release" / ASSIGNMENT, desk)
        (desk / "responses.json").write_text(json.dumps(recorded))
        (desk / "timestamp.txt").write_text("2026-11-22 10:00:00 UTC")

    def prepare(self, submissions: int) -> None:
        """Nothing is graded yet, and so many are submitted."""
        for name in ("submitted", "autograded"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for path in self.folder.glob("gradebook.db*"):
            path.unlink()
        shutil.copy(self.folder / "ungraded.db", self.folder / "gradebook.db")
        pool = sorted((self.folder / "handed-in").iterdir())
        for desk in pool[:submissions]:
            shutil.copytree(desk, self.folder / "submitted" / desk.name)

    def scores(self) -> dict[tuple[str, str], float]:
        """The gradebook's automatic score of every trainee and question."""
        with sqlite3.connect(self.folder / "gradebook.db") as database:
            rows = database.execute(
                "select student_id, base_cell.name, auto_score from grade"
                " join base_cell on base_cell.id = grade.cell_id"
                " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
                " join submitted_assignment"
                " on submitted_assignment.id = submitted_notebook.assignment_id"
                " where auto_score is not null"
            ).fetchall()
        return {(trainee, cell.removesuffix("-autograded")): mark for trainee, cell, mark in rows}


# They would have every command compile what it imports, and so start at half speed.
_IGNORED = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "MIDBACK_EXCHANGE"}


def chosen_items() -> list[dict[str, Any]]:
    """Twenty of the course's items, as written: the first five of each type by id."""
    written: dict[str, dict[str, Any]] = {}
    items: dict[str, Item] = {}
    for path in [*ROOT.glob("notebooks/items/*.yml"), *ROOT.glob("source/*/items.yml")]:
        items |= read_items(path)
        written |= {item["id"]: item for item in yaml.safe_load(path.read_text("utf-8"))}
    names = [
        name
        for kind in TYPES
        for name in sorted(name for name in items if isinstance(items[name], kind))[:EACH_TYPE]
    ]
    if len(names) != EACH_TYPE * len(TYPES):
        raise RuntimeError(f"the course has fewer than {EACH_TYPE} items of a type: {names}")
    return [written[name] for name in names]


def a_class(items: Mapping[str, Item], size: int) -> dict[str, Answers]:
    """Every trainee's answers; one in ten questions is left open."""
    chance = Random(2026)
    return {
        f"trainee-{number:04}": {
            name: made_up(item, chance.random(), chance)[0]
            for name, item in items.items()
            if chance.random() < 0.9
        }
        for number in range(size)
    }


def recorded(answers: Answers) -> dict[str, Any]:
    """The answers as the course's question cards record them."""
    time = "2026-11-22T09:00:00Z"
    return {
        "schema": 1,
        "responses": {
            name: {"response": answer, "time": time, "attempts": 1}
            for name, answer in answers.items()
        },
    }


def course(folder: Path, size: int) -> tuple[Way, Mapping[str, Item], Mapping[str, Answers]]:
    """This course's way of grading, its items and its class."""
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "references.bib", folder / "notebooks")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (source / "items.yml").write_text(
        yaml.safe_dump(chosen_items(), sort_keys=False, allow_unicode=True), encoding="utf-8"
    )
    items = read_items(source / "items.yml")
    cells = [new_code_cell("import midback")]
    cells += [_graded(f'midback.ask("{name}")', name) for name in items]
    _write(source, cells)
    way = Way("this course", folder, environment={"PYTHONPATH": str(ROOT)})
    way.generate()
    answers = a_class(items, size)
    for trainee, given in answers.items():
        way.hand_in(trainee, recorded(given))
    return way, items, answers


def stock(folder: Path, items: Mapping[str, Item], answers: Mapping[str, Answers]) -> Way:
    """Stock nbgrader: each test cell computes its mark from the recorded answer."""
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "stock"\n'
    )
    first = (
        "import json\n"
        "from pathlib import Path\n"
        "\n"
        'responses = json.loads(Path("responses.json").read_text())["responses"]\n'
        "\n"
        "def answer(name):\n"
        '    return responses.get(name, {}).get("response")'
    )
    cells = [new_code_cell(first)]
    cells += [_graded(_test(item), name) for name, item in items.items()]
    _write(source, cells)
    way = Way("stock nbgrader", folder)
    way.generate()
    for trainee, given in answers.items():
        way.hand_in(trainee, recorded(given))
    return way


def _test(item: Item) -> str:
    """The lines of an instructor's own test of one answer; the last is the mark."""
    given = f'given = answer("{item.id}")\n'
    match item:
        case SingleBestAnswer():
            return f"{given}{POINTS} * float(given == {item.key!r})"
        case MultipleResponse():
            return (
                f"{given}picks, key, harmful = set(given or []), set({list(item.key)!r}),"
                f" set({list(item.harmful)!r})\n"
                "share = 0 if picks & harmful else"
                " max(0, len(picks & key) - len(picks - key)) / len(key)\n"
                f"{POINTS} * float(share)"
            )
        case Numeric():
            low, high = _range(item)
            return (
                "from decimal import Decimal\n"
                f'{given}{POINTS} * float(given is not None and Decimal("{low}")'
                f' <= Decimal(str(given)) <= Decimal("{high}"))'
            )
        case ExtendedMatching():
            return (
                f"{given}key = {dict(item.key)!r}\n"
                "right = sum((given or {}).get(stem) == option for stem, option in key.items())\n"
                f"{POINTS} * float(right / len(key))"
            )
    raise TypeError(item.type)


def _range(item: Numeric) -> tuple[Decimal, Decimal]:
    if item.tolerance.percent is not None:
        margin = abs(item.key) * item.tolerance.percent / 100
    else:
        margin = item.tolerance.absolute or Decimal(0)
    return item.key - margin, item.key + margin


def jupyterquiz(
    folder: Path, python: Path, items: Mapping[str, Item], answers: Mapping[str, Answers]
) -> Way:
    """nbgrader-jupyterquiz: one quiz for each item."""
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        "from nbgrader.converters import GenerateAssignment\n"
        "c = get_config()\n"
        'c.CourseDirectory.course_id = "jupyterquiz"\n'
        "c.GenerateAssignment.preprocessors.insert(0, 'nbgrader_jupyterquiz.CreateQuiz')\n"
    )
    cells = []
    for name, item in items.items():
        lines = ["#### Quiz", *(line for quiz in _quiz(item) for line in quiz), "#### End Quiz"]
        cells.append(new_markdown_cell("\n".join(lines)))
        cells[-1].metadata["nbgrader"] = {
            "grade": False,
            "solution": False,
            "locked": True,
            "task": True,
            "points": 0,
            "schema_version": 3,
            "grade_id": name,
        }
    _write(source, cells)
    way = Way("nbgrader-jupyterquiz", folder, python)
    way.generate()
    for trainee, given in answers.items():
        quizzes = {
            f"{name}-autograded": {
                str(number): response
                for number, response in enumerate(_as_quiz(items[name], answer))
                if response
            }
            for name, answer in given.items()
        }
        way.hand_in(trainee, {"schema_version": 1, "responses": quizzes})
    return way


def _quiz(item: Item) -> list[list[str]]:
    """The questions of an item, in the quiz's own notation."""
    match item:
        case SingleBestAnswer():
            head = f"* (SC) {_quoted(f'{item.stem} {item.lead_in}')} {{{POINTS}}}"
            return [[head, *_options(item.options, item.rationale, [item.key])]]
        case MultipleResponse():
            head = f"* (MC) {_quoted(f'{item.stem} {item.lead_in}')} {{{POINTS}}}"
            return [[head, *_options(item.options, item.rationale, item.key)]]
        case Numeric():
            low, high = _range(item)
            right = f"  + <{item.key}>" if low == high else f"  + [{low}, {high}]"
            head = f"* (NM) {_quoted(f'{item.stem} {item.lead_in}')} {{{POINTS}}}"
            return [[head, f"{right} ({_flat(item.rationale)})"]]
        case ExtendedMatching():
            each = POINTS / len(item.stems)
            return [
                [
                    f"* (SC) {_quoted(f'{item.lead_in} {text}')} {{{each!r}}}",
                    *_options(item.options, {}, [item.key[stem]]),
                ]
                for stem, text in item.stems.items()
            ]
    raise TypeError(item.type)


def _as_quiz(item: Item, answer: Any) -> list[dict[str, Any] | None]:
    """An answer as the quiz's own recorder would have written it, question by question."""
    match item:
        case SingleBestAnswer():
            return [{"type": "multiple_choice", "selected": _flat(item.options[answer])}]
        case MultipleResponse():
            return [
                {"type": "many_choice", "selected": [_flat(item.options[word]) for word in answer]}
            ]
        case Numeric():
            return [{"type": "numeric", "parsed": float(answer)}]
        case ExtendedMatching():
            return [
                {"type": "multiple_choice", "selected": _flat(item.options[answer[stem]])}
                if answer.get(stem)
                else None
                for stem in item.stems
            ]
    raise TypeError(item.type)


def _options(
    options: Mapping[str, str], reasons: Mapping[str, str], right: Sequence[str]
) -> list[str]:
    return [
        f"  {'+' if word in right else '-'} {_quoted(text)}"
        + (f" ({_flat(reasons[word])})" if word in reasons else "")
        for word, text in options.items()
    ]


def _quoted(text: str) -> str:
    return '"' + _flat(text) + '"'


def _flat(text: str) -> str:
    """One line, without the characters that mean something in the quiz's notation."""
    return " ".join(text.split()).translate(str.maketrans('"()\\`', "'[]/'"))


def _graded(source: str, name: str) -> Any:
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": POINTS,
        "schema_version": 3,
        "grade_id": name,
    }
    return cell


def _write(folder: Path, cells: list[Any]) -> None:
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "language": "python",
        "display_name": "Python 3",
    }
    nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")
