"""``midback grade``: a class marked over several processes, as nbgrader alone would mark it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import nbformat
import psycopg
import pytest
import sqlalchemy
import yaml
from conftest import ALL_TYPES, REFERENCES, ROOT, in_ci
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from servers import free_port

from midback.cli import main
from midback.grading.commands import nbgrader, with_programs
from midback.grading.demo import made_up
from midback.items import read_items
from midback.responses import FILE_NAME

pytestmark = pytest.mark.nbgrader

CLASS_SIZE = 24
JOBS = "4"
HIDDEN_TRACES = "*/.quiz.unfinished"

# Slow enough to be caught in the middle.
SLOWLY = """
import time
def slowly(**_):
    time.sleep(0.4)
c.Autograde.pre_convert_hook = slowly
"""

ROWS = {
    "students": "select id from student",
    "submissions": (
        "select assignment.name, student_id, timestamp from submitted_assignment"
        " join assignment on assignment.id = submitted_assignment.assignment_id"
    ),
    "notebooks": (
        "select student_id, notebook.name, late_submission_penalty from submitted_notebook"
        " join notebook on notebook.id = submitted_notebook.notebook_id"
        " join submitted_assignment"
        " on submitted_assignment.id = submitted_notebook.assignment_id"
    ),
    "grades": (
        "select student_id, base_cell.name, auto_score, manual_score, extra_credit,"
        " needs_manual_grade from grade"
        " join base_cell on base_cell.id = grade.cell_id"
        " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
        " join submitted_assignment"
        " on submitted_assignment.id = submitted_notebook.assignment_id"
    ),
    "comments": (
        "select student_id, base_cell.name, auto_comment, manual_comment from comment"
        " join base_cell on base_cell.id = comment.cell_id"
        " join submitted_notebook on submitted_notebook.id = comment.notebook_id"
        " join submitted_assignment"
        " on submitted_assignment.id = submitted_notebook.assignment_id"
    ),
}


def gradebook(url: str | Path) -> dict[str, list[str]]:
    """Every row that a gradebook has of a class, without the ids that it makes up."""
    address = f"sqlite:///{url / 'gradebook.db'}" if isinstance(url, Path) else url
    engine = sqlalchemy.create_engine(address)
    with engine.connect() as connection:
        found = {
            name: sorted(
                str([plain(value) for value in row])
                for row in connection.execute(sqlalchemy.text(query))
            )
            for name, query in ROWS.items()
        }
    engine.dispose()
    return found


def plain(value: object) -> object:
    """A value as SQLite would give it back: it has no truth values and no times."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    return int(value) if isinstance(value, bool) else value


def autograded(course: Path) -> dict[str, bytes]:
    """Every autograded file of a class."""
    folder = course / "autograded"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def grade(course: Path, *arguments: str) -> subprocess.Popen[str]:
    """``midback grade``, begun in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "midback.cli", "grade", "quiz", *arguments],
        cwd=course,
        env=with_programs(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # What a shell starts in the background ignores Ctrl+C, and all that it starts does too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def grade_to_the_end(course: Path, *arguments: str) -> tuple[int, str]:
    """The exit status of ``midback grade``, and what it said."""
    process = grade(course, *arguments)
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def once(
    process: subprocess.Popen[str], ready: Callable[[], bool], what: signal.Signals
) -> tuple[int, str]:
    """Send a signal to the process and all it started, once something is the case."""
    end = time.monotonic() + 60
    while not ready():
        assert process.poll() is None, "the run was over before it could be interrupted"
        assert time.monotonic() < end
        time.sleep(0.01)
    os.killpg(process.pid, what)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def make_course(folder: Path, database: str = "") -> Path:
    """A course with one assignment, whose late submissions lose all points, handed out."""
    source = folder / "source" / "quiz"
    source.mkdir(parents=True)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "references.bib").write_text(REFERENCES)
    settings = (ROOT / "nbgrader_config.py").read_text()
    if database:
        chosen = f"c.CourseDirectory.db_url = {database!r}\nconfigure(c)"
        settings = settings.replace("configure(c)", chosen)
    (folder / "nbgrader_config.py").write_text(
        f"{settings}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    (source / "items.yml").write_text(yaml.safe_dump(list(ALL_TYPES), sort_keys=False))
    cells = [new_code_cell("import midback")]
    for item in ALL_TYPES:
        cells.append(new_code_cell(f'midback.ask("{item["id"]}")'))
        cells[-1].metadata["nbgrader"] = marks(item["id"], 3, solution=False)
    cells.append(new_markdown_cell("Your answer."))
    cells[-1].metadata["nbgrader"] = marks("in-your-words", 5, solution=True)
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "language": "python",
        "display_name": "Python 3",
    }
    nbformat.write(notebook, source / "quiz.ipynb")
    nbgrader("generate_assignment", "quiz", folder=folder)
    engine = sqlalchemy.create_engine(database or f"sqlite:///{folder / 'gradebook.db'}")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("update assignment set duedate = '2026-11-22 12:00:00'"))
    engine.dispose()
    return folder


def marks(name: str, points: int, *, solution: bool) -> dict[str, object]:
    """The metadata of a graded cell, as the Create Assignment sidebar writes it."""
    return {
        "grade": True,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "schema_version": 3,
        "grade_id": name,
        "points": points,
    }


def submit(course: Path, trainee: str, chance: Random) -> Path:
    """A submission: most answer most questions, some write, some are late."""
    folder = course / "submitted" / trainee / "quiz"
    shutil.copytree(course / "release" / "quiz", folder)
    items = read_items(course / "source" / "quiz" / "items.yml")
    answers = {
        name: {
            "response": made_up(item, chance.random(), chance)[0],
            "time": "2026-11-22T10:00:00Z",
            "attempts": 1,
        }
        for name, item in items.items()
        if chance.random() < 0.9
    }
    (folder / FILE_NAME).write_text(json.dumps({"schema": 1, "responses": answers}))
    hour = chance.choice([10, 11, 13])
    (folder / "timestamp.txt").write_text(f"2026-11-22 {hour}:00:00 UTC")
    if chance.random() < 0.5:
        notebook = nbformat.read(folder / "quiz.ipynb", as_version=4)
        notebook.cells[-1].source = f"I would listen first, says {trainee}."
        nbformat.write(notebook, folder / "quiz.ipynb")
    return folder


def submit_all(course: Path) -> None:
    """A class; two hand in something damaged, and one a time that is none."""
    chance = Random(3)
    for number in range(CLASS_SIZE):
        submit(course, f"trainee-{number:02}", chance)
    damaged = course / "submitted" / "trainee-07" / "quiz" / FILE_NAME
    damaged.write_text(damaged.read_text()[:40])
    (course / "submitted" / "trainee-11" / "quiz" / "quiz.ipynb").unlink()
    (course / "submitted" / "trainee-12" / "quiz" / "timestamp.txt").write_text("yesterday")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose class has handed in, and nothing is marked."""
    course = make_course(tmp_path_factory.mktemp("class") / "course")
    submit_all(course)
    return course


@pytest.fixture(scope="module")
def by_nbgrader(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same class, marked by ``nbgrader autograde``."""
    course = tmp_path_factory.mktemp("nbgrader") / "course"
    shutil.copytree(handed_in, course)
    nbgrader("autograde", "quiz", folder=course)
    assert CLASS_SIZE == len(gradebook(course)["submissions"])
    return course


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Path:
    """The same class, not marked yet."""
    shutil.copytree(handed_in, tmp_path / "course")
    return tmp_path / "course"


def test_four_processes_mark_as_nbgrader_does(course: Path, by_nbgrader: Path) -> None:
    """Row for row and byte for byte; damaged submissions are named, the rest are counted."""
    status, said = grade_to_the_end(course, "--jobs", JOBS)
    assert 0 == status, said
    assert f"{CLASS_SIZE - 2} marked, 2 damaged; {CLASS_SIZE} in all." in said
    answers, notebook = sorted(line for line in said.splitlines() if line.startswith("damaged"))
    assert answers.startswith("damaged trainee-07: ")
    assert FILE_NAME in answers
    assert "Ask trainee-07 for a whole copy" in answers
    assert notebook.startswith("damaged trainee-11: ")
    assert "quiz.ipynb is missing" in notebook
    (time,) = [line for line in said.splitlines() if line.startswith("marked")]
    assert time.startswith("marked trainee-12: ")
    assert "timestamp.txt holds no time" in time
    rows = gradebook(course)
    assert gradebook(by_nbgrader) == rows
    assert CLASS_SIZE == len(rows["submissions"])
    assert (len(ALL_TYPES) + 1) * CLASS_SIZE == len(rows["grades"])
    assert any("trainee-00" in row for row in rows["notebooks"])
    assert autograded(by_nbgrader) == autograded(course)


def test_interrupted_and_killed_it_goes_on_and_ends_complete(
    course: Path, by_nbgrader: Path
) -> None:
    """Ctrl+C leaves nothing half-written, SIGKILL leaves a trace, and nothing is done twice."""
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write(SLOWLY)

    def finished() -> list[Path]:
        begun = {trace.parent.name for trace in folder.glob(HIDDEN_TRACES)}
        return [path for path in folder.glob("*/quiz") if path.parent.name not in begun]

    folder = course / "autograded"
    process = grade(course, "--jobs", JOBS)
    status, said = once(process, lambda: len(finished()) >= 3, signal.SIGINT)
    assert 130 == status, said
    assert "Stopped. The same command goes on from here." in said
    assert "Traceback" not in said
    assert [] == list(folder.glob(HIDDEN_TRACES))
    after_interrupt = len(finished())
    assert 3 <= after_interrupt < CLASS_SIZE

    process = grade(course, "--jobs", JOBS)
    status, _ = once(process, lambda: len(finished()) >= after_interrupt + 3, signal.SIGKILL)
    assert -signal.SIGKILL == status
    assert [] != list(folder.glob(HIDDEN_TRACES))
    after_kill = len(finished())
    assert after_interrupt + 3 <= after_kill < CLASS_SIZE

    status, said = grade_to_the_end(course, "--jobs", JOBS)
    assert 0 == status, said
    assert f"{after_kill} skipped; {CLASS_SIZE} in all." in said
    assert [] == list(folder.glob(HIDDEN_TRACES))
    assert gradebook(by_nbgrader) == gradebook(course)
    assert autograded(by_nbgrader) == autograded(course)


def test_what_others_left_half_written_is_marked_again(by_nbgrader: Path, tmp_path: Path) -> None:
    """A folder without marks in the gradebook, and one with a trace; a whole one is left alone."""
    course = tmp_path / "course"
    shutil.copytree(by_nbgrader, course)
    for trainee in ("trainee-01", "trainee-02", "trainee-03"):
        path = course / "autograded" / trainee / "quiz" / "quiz.ipynb"
        path.chmod(0o644)
        path.write_text("{}")
    engine = sqlalchemy.create_engine(f"sqlite:///{course / 'gradebook.db'}")
    with engine.begin() as connection:
        connection.execute(
            sqlalchemy.text(
                "update grade set auto_score = null where notebook_id in"
                " (select submitted_notebook.id from submitted_notebook join submitted_assignment"
                " on submitted_assignment.id = submitted_notebook.assignment_id"
                " where student_id = 'trainee-01')"
            )
        )
    engine.dispose()
    (course / "autograded" / "trainee-02" / ".quiz.unfinished").touch()
    status, said = grade_to_the_end(course, "--jobs", "1")
    assert 0 == status, said
    assert f"2 marked, {CLASS_SIZE - 2} skipped; {CLASS_SIZE} in all." in said
    assert gradebook(by_nbgrader) == gradebook(course)
    expected = autograded(by_nbgrader) | {"trainee-03/quiz/quiz.ipynb": b"{}"}
    assert expected == autograded(course)


def test_a_submission_that_fails_is_named_and_stops_nobody(course: Path, by_nbgrader: Path) -> None:
    """Neither an error nor a process that dies costs another trainee a mark; the status is 1."""
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write(
            "import os\n"
            "def die_at_03(notebooks, **_):\n"
            "    if 'trainee-03' in notebooks[0]:\n"
            "        os.kill(os.getpid(), 9)\n"
            "c.Autograde.pre_convert_hook = die_at_03\n"
        )
    in_the_way = course / "autograded" / "trainee-05" / "quiz"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("This is a file, and should be a folder.")
    status, said = grade_to_the_end(course, "--jobs", "2")
    assert 1 == status, said
    assert f"{CLASS_SIZE - 4} marked, 2 damaged, 2 failed; {CLASS_SIZE} in all." in said
    third, fifth = sorted(line for line in said.splitlines() if line.startswith("failed"))
    assert "submitted/trainee-03/quiz ended (exit status -9" in third
    assert "nbgrader autograde quiz --student=trainee-03" in third
    assert "submitted/trainee-05/quiz was not marked (NotADirectoryError" in fifth
    assert "nbgrader autograde quiz --student=trainee-05" in fifth
    others = {
        name: [row for row in rows if "trainee-03" not in row and "trainee-05" not in row]
        for name, rows in gradebook(by_nbgrader).items()
    }
    found = {
        name: [row for row in rows if "trainee-03" not in row and "trainee-05" not in row]
        for name, rows in gradebook(course).items()
    }
    assert others == found


def test_with_nothing_to_mark_it_says_what_to_do(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty class, an unknown assignment and unreadable settings get one sentence each."""
    monkeypatch.chdir(course)

    def refusal() -> str:
        assert 1 == main(["grade", "quiz"])
        said = capsys.readouterr().out
        assert 1 == len(said.splitlines())
        return said

    shutil.rmtree(course / "submitted")
    assert "Run `nbgrader collect quiz` first." in refusal()
    (course / "gradebook.db").unlink()
    assert "run `nbgrader generate_assignment quiz` first" in refusal()
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write("c.CourseDirectory.nonsense(\n")
    assert "nbgrader_config.py cannot be used (SyntaxError" in refusal()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL database on a server of the test's own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    found = str(programs[-1]) if programs else shutil.which("postgres")
    if not found:
        reason = "PostgreSQL's server is not installed, so grading with it was NOT tested."
        assert not in_ci(), reason
        pytest.skip(reason)
    program = Path(found).resolve()
    # A server refuses to run as root, and the folders of pytest are closed to other users.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    as_postgres = user if os.getuid() == 0 else {}
    scratch = Path(tempfile.mkdtemp())
    if as_postgres:
        shutil.chown(scratch, "postgres", "postgres")
    data, port = scratch / "data", free_port()
    subprocess.run(
        [program.with_name("initdb"), "--auth=trust", "--username=grader", "--no-sync", "-D", data],
        check=True,
        capture_output=True,
        cwd=scratch,
        **as_postgres,
    )
    server = subprocess.Popen(
        [program, "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=scratch,
        **as_postgres,
    )
    try:
        end = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(f"postgresql://grader@127.0.0.1:{port}/postgres").close()
                break
            except psycopg.OperationalError:
                assert server.poll() is None, "the server ended at once"
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.1)
        yield f"postgresql+psycopg://grader@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(scratch)


def test_four_processes_on_postgresql(postgresql: str, by_nbgrader: Path, tmp_path: Path) -> None:
    """A gradebook on a server gets the rows that nbgrader writes to its file, each once."""
    course = make_course(tmp_path / "course", database=postgresql)
    submit_all(course)
    status, said = grade_to_the_end(course, "--jobs", JOBS)
    assert 0 == status, said
    assert f"{CLASS_SIZE - 2} marked, 2 damaged; {CLASS_SIZE} in all." in said
    assert not (course / "gradebook.db").exists()
    assert gradebook(by_nbgrader) == gradebook(postgresql)
