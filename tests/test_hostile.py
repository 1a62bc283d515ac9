"""No submission can trick the grading, stop it, or reach beyond itself.

The whole corpus of ``hostile.py`` goes through nbgrader's own commands in one run.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hostile
import nbformat
import pytest
import yaml
from conftest import ALL_TYPES, REFERENCES, ROOT
from hostile import CORPUS, PAYLOADS, SECRET, Desk, Submission
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pages import PATIENCE, needs_chromium, started_chromium
from playwright.sync_api import Page, expect
from servers import jupyter

from midback.grading.commands import nbgrader

pytestmark = pytest.mark.nbgrader

each = pytest.mark.parametrize("submission", CORPUS, ids=lambda each: each.trainee)
LONG_AGO = 1_000_000.0


@dataclass(frozen=True)
class Run:
    """The course after the run, what each command said, the files that existed before with
    their contents, and the trainees' rows of the export."""

    course: Path
    outside: Path
    proofs: Path
    said: dict[str, str]
    before: dict[str, str]
    rows: dict[str, dict[str, str]]

    def marks(self, trainee: str) -> dict[str, float | None]:
        """The gradebook's automatic scores of a trainee, by cell."""
        return {name: row[0] for name, row in self.grades(trainee).items()}

    def grades(self, trainee: str) -> dict[str, tuple[float | None, bool]]:
        """The automatic score of each cell, and whether a marker is asked to look."""
        with sqlite3.connect(self.course / "gradebook.db") as database:
            rows = database.execute(
                "select base_cell.name, grade.auto_score, grade.needs_manual_grade from grade"
                " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
                " join submitted_assignment"
                " on submitted_assignment.id = submitted_notebook.assignment_id"
                " join base_cell on base_cell.id = grade.cell_id"
                " where submitted_assignment.student_id = ?",
                [trainee],
            ).fetchall()
        return {name: (score, bool(manual)) for name, score, manual in rows}

    def autograded(self, trainee: str) -> Any:
        """The notebook that was graded."""
        return nbformat.read(self.course / "autograded" / trainee / "quiz/quiz.ipynb", as_version=4)

    def feedback(self, trainee: str) -> str:
        """The page a trainee gets back."""
        return (self.course / "feedback" / trainee / "quiz" / "quiz.html").read_text("utf-8")


def a_course(folder: Path) -> Path:
    """A course with one assignment: an item of each type, a written answer, and some files."""
    source = folder / "source" / "quiz"
    (source / "tables").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "references.bib").write_text(REFERENCES)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (source / "items.yml").write_text(yaml.safe_dump(list(ALL_TYPES), sort_keys=False))
    (source / "helper.py").write_text("LEVELS = 12\n")
    (source / "levels.csv").write_text("level\nT4\n")
    (source / "tables" / "ribs.csv").write_text("rib\n4\n")
    cells = [new_markdown_cell("# Quiz", id="title"), new_code_cell("import midback", id="import")]
    for item in ALL_TYPES:
        name = item["id"]
        cell = new_code_cell(f'midback.ask("{name}")', id=name)
        cell.metadata["nbgrader"] = marked(name, hostile.POINTS[name], "code", solution=False)
        cells.append(cell)
    written = new_markdown_cell("Write your answer here, replacing this line.", id="written")
    written.metadata["nbgrader"] = marked(hostile.WRITTEN_ID, 5, "markdown", solution=True)
    notebook = new_notebook(
        cells=[*cells, new_markdown_cell("### A plan", id="plan"), written],
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
    )
    nbformat.write(notebook, source / "quiz.ipynb")
    nbgrader("generate_assignment", "quiz", folder=folder)
    return folder


def marked(name: str, points: float, kind: str, *, solution: bool) -> dict[str, Any]:
    """A cell's metadata, as the Create Assignment sidebar writes them."""
    return {
        "grade": True,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "schema_version": 3,
        "grade_id": name,
        "cell_type": kind,
        "points": points,
    }


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The course after autograde, generate_feedback and export of the whole corpus."""
    folder = tmp_path_factory.mktemp("hostile")
    course = a_course(folder / "course")
    release = course / "release" / "quiz"
    outside, proofs = folder / "outside", folder / "proofs"
    outside.mkdir()
    proofs.mkdir()
    (outside / "private.txt").write_text(SECRET)
    (outside / "early.txt").write_text("1999-01-01 00:00:00 UTC")
    neighbour = course / "submitted" / "a-neighbour" / "quiz"
    hostile.honest(neighbour, release)
    better = json.loads((neighbour / "responses.json").read_text())
    better["responses"]["which-findings"]["response"] = ["legs", "fever"]
    (outside / "better.json").write_text(json.dumps(better))
    for submission in CORPUS:
        desk = course / "submitted" / submission.trainee / "quiz"
        hostile.honest(desk, release)
        submission.build(Desk(desk, neighbour, outside, proofs))
    hostile.honest(course / "submitted" / "zz-the-last" / "quiz", release)
    before = contents(folder)
    for path in outside.iterdir():
        os.utime(path, (LONG_AGO, time.time()))
    said = {
        "autograde": spoken("autograde", "quiz", folder=course),
        "generate_feedback": spoken("generate_feedback", "quiz", folder=course),
        "export": spoken("export", "--to=grades.csv", folder=course),
    }
    with (course / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    return Run(course, outside, proofs, said, before, rows)


def spoken(*arguments: str, folder: Path) -> str:
    """Run a command of nbgrader's as an instructor would; everything it says."""
    from midback.grading.commands import with_programs

    result = subprocess.run(
        ["nbgrader", *arguments],
        cwd=folder,
        env=with_programs(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return f"exit {result.returncode}\n{result.stdout}{result.stderr}"


def contents(folder: Path) -> dict[str, str]:
    """Every file, link and pipe below a folder, with what it holds."""
    found = {}
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(parent) / name
            key = os.fsencode(path.relative_to(folder)).decode("utf-8", "backslashreplace")
            if path.is_symlink():
                found[key] = f"link to {path.readlink()}"
            elif path.is_file():
                with path.open("rb") as file:
                    found[key] = hashlib.file_digest(file, "sha256").hexdigest()
            else:
                found[key] = "folder" if path.is_dir() else "pipe"
    return found


@each
def test_the_mark_is_what_the_responses_deserve(run: Run, submission: Submission) -> None:
    """Each question's points are those of the recorded answer, whatever else was handed in."""
    marks = run.marks(submission.trainee)
    assert dict(submission.deserves) == {name: marks.get(name) for name in submission.deserves}
    assert {*submission.deserves, hostile.WRITTEN_ID} == set(marks)


@each
def test_the_written_answer_is_kept_or_asked_after(run: Run, submission: Submission) -> None:
    """It is in the graded notebook word by word, or a marker is asked to look for it."""
    assert (None, True) == run.grades(submission.trainee)[hostile.WRITTEN_ID]
    (cell,) = [
        cell
        for cell in run.autograded(submission.trainee).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == hostile.WRITTEN_ID
    ]
    assert (submission.written == hostile.KEPT) is (hostile.WRITTEN in cell.source)


@each
def test_the_message_names_trainee_file_and_remedy(run: Run, submission: Submission) -> None:
    """One line of what autograde says holds all of it."""
    lines = [line for line in run.said["autograde"].splitlines() if submission.trainee in line]
    if submission.says:
        assert [] != [line for line in lines if all(words in line for words in submission.says)]


@each
def test_feedback_and_export_have_the_trainee(run: Run, submission: Submission) -> None:
    """A page goes back to the trainee, and the export has the sum."""
    assert len(ALL_TYPES) == run.feedback(submission.trainee).count("Review of question")
    expected = sum(submission.deserves.values())
    assert expected == float(run.rows[submission.trainee]["score"])


def test_the_run_goes_on_and_nothing_is_reported_as_failed(run: Run) -> None:
    """Every command ends well, and those before and after the hostile ones are marked."""
    for said in run.said.values():
        assert said.startswith("exit 0\n"), said[-3000:]
        assert "Traceback" not in said
        assert "There was an error processing assignment" not in said
    for honest in ("a-neighbour", "zz-the-last"):
        assert {**hostile.HONEST, hostile.WRITTEN_ID: None} == run.marks(honest)


def test_nothing_of_a_submission_is_executed(run: Run) -> None:
    """No code cell and no module left its proof."""
    assert [] == [path.name for path in run.proofs.iterdir()]


def test_nothing_outside_a_submission_is_read(run: Run, tmp_path: Path) -> None:
    """No file outside was opened, and no byte of one is in anything that grading wrote."""
    probe = tmp_path / "probe.txt"
    probe.write_text("probe")
    os.utime(probe, (LONG_AGO, time.time()))
    probe.read_text()
    if probe.stat().st_atime != LONG_AGO:  # else this disk does not note when a file is read
        for name in ("private.txt", "better.json", "early.txt"):
            assert LONG_AGO == (run.outside / name).stat().st_atime
    key = ALL_TYPES[0]["rationale"]["t2"].encode()
    for step in ("autograded", "feedback"):
        for path in (run.course / step).rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert SECRET.encode() not in data
                assert path.suffix in (".ipynb", ".html") or key not in data
    assert SECRET.encode() not in (run.course / "gradebook.db").read_bytes()
    assert [] == [name for name, said in run.said.items() if SECRET in said]


def test_nothing_outside_is_written(run: Run) -> None:
    """Submissions stay as they were handed in, and so does everything else.

    Only a time that cannot be read is set aside: formgrader could not list the class otherwise.
    """
    after = contents(run.course.parent)
    aside = re.compile(r"course/submitted/[^/]+/quiz/timestamp\.(txt|unreadable.*)$")
    changed = [
        name
        for name in sorted({*run.before, *after})
        if run.before.get(name) != after.get(name)
        and not re.match(r"course/(autograded|feedback)\b", name)
        and name not in ("course/gradebook.db", "course/grades.csv")
        and not aside.match(name)
    ]
    assert [] == changed
    for name, content in run.before.items():
        if name.endswith("/timestamp.txt") and name not in after:
            assert content == after[name.replace("timestamp.txt", "timestamp.unreadable.txt")]


def test_what_was_graded_holds_no_links_and_little(run: Run) -> None:
    """What grading wrote are ordinary files, all of them together small."""
    size = 0
    for step in ("autograded", "feedback"):
        for path in (run.course / step).rglob("*"):
            assert not path.is_symlink()
            assert path.is_file() or path.is_dir()
            size += path.stat().st_size if path.is_file() else 0
    assert size < 100_000_000


# ------------------------------------------------------------------------------- the doors


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a course and a folder outside of it."""
    folder = tmp_path_factory.mktemp("doors")
    a_course(folder / "course")
    (folder / "outside").mkdir()
    (folder / "outside" / "private.txt").write_text(SECRET)
    return folder


def test_archives_reach_nothing_outside_and_stop_nobody(doors: Path) -> None:
    """Paths that climb, links, bombs and damage are left out by name; the others are collected."""
    course, outside = doors / "course", doors / "outside"
    archives = course / "downloaded" / "quiz" / "archive"
    archives.mkdir(parents=True)
    hostile.desk_in_an_archive(archives / "ann.zip", course / "release" / "quiz")
    hostile.archive_that_climbs(archives / "climber.zip", doors)
    hostile.tar_with_links(archives / "linker.tar.gz", outside)
    hostile.zip_with_links(archives / "linker-too.zip", outside)
    hostile.zip_bomb(archives / "bomber.zip")
    hostile.zip_bombs_in_a_zip(archives / "layers.zip")
    hostile.zip_that_says_less_than_it_holds(archives / "liar.zip")
    hostile.zip_of_many_files(archives / "many.zip")
    hostile.damaged_archive(archives / "broken.zip")
    hostile.picture_as_an_archive(archives / "picture.gz")
    (archives / "link.zip").symlink_to(outside / "private.txt")
    hostile.desk_in_an_archive(archives / "zoe.zip", course / "release" / "quiz")
    before = {path for path in doors.rglob("*") if "extracted" not in path.parts}
    name = r".*/extracted/(?P<student_id>[a-z-]+)/(?P<file_id>quiz|responses)[.]"
    said = spoken(
        "zip_collect",
        "quiz",
        f"--FileNameCollectorPlugin.named_regexp={name}",
        folder=course,
    )
    assert said.startswith("exit 0\n"), said[-3000:]
    for archive, words in {
        "bomber.zip": "it unpacks to far more than it should",
        "inner.zip": "an archive in an archive more than 3 deep",
        "liar.zip": "Bad CRC-32",
        "many.zip": "it holds more than 10,000 files",
        "broken.zip": "left out",
        "picture.gz": "left out",
        "link.zip": "is not an ordinary file",
        "linker.tar.gz": "“way-out” is not an ordinary file",
        "linker-too.zip": "“private.txt” is a link",
        "climber.zip": "“../climbed.txt” leads out of the archive",
    }.items():
        assert [line for line in said.splitlines() if archive in line and words in line], archive
    extracted = course / "downloaded" / "quiz" / "extracted"
    assert (extracted / "climber" / "b" / "kept.txt").exists()
    assert [] == [path for path in extracted.rglob("*") if path.is_symlink() or path.is_fifo()]
    assert 20_000_000 > sum(path.stat().st_size for path in extracted.rglob("*"))
    assert [extracted / "linker/way-out/climbed.txt"] == list(doors.rglob("climbed.txt"))
    new = {
        str(path.relative_to(doors))
        for path in doors.rglob("*")
        if "extracted" not in path.parts and path not in before
    }
    desks = {f"course/submitted/{name}" for name in ("ann", "zoe")}
    assert new == {"course/submitted"}.union(
        *(
            {desk, f"{desk}/quiz", f"{desk}/quiz/quiz.ipynb", f"{desk}/quiz/responses.json"}
            for desk in desks
        )
    )


def test_collecting_takes_ordinary_files_alone(doors: Path) -> None:
    """Links and pipes stay in the exchange, a late arrival and a time that is none are reported,
    and the next submission is collected."""
    course, outside = doors / "course", doors / "outside"
    inbound = course / "exchange" / "mid-back-pain" / "inbound"
    inbound.mkdir(parents=True)
    for folder in (course / "exchange", inbound):
        folder.chmod(0o777)
    when = "2026-01-31 12:00:00.000000 UTC"
    for trainee, time_written in {"bea": when, "cho": "no time", "dan": when}.items():
        desk = inbound / f"{trainee}+quiz+{when}+random"
        hostile.honest(desk, course / "release" / "quiz")
        (desk / "timestamp.txt").write_text(time_written)
    bea = inbound / f"bea+quiz+{when}+random"
    (bea / "private.txt").symlink_to(outside / "private.txt")
    (bea / "everything").symlink_to("/")
    os.mkfifo(bea / "pipe")
    (inbound / f"eve+quiz+{when}+random").symlink_to(outside)
    shutil.copytree(bea.with_name(f"dan+quiz+{when}+random"), inbound / f"..+quiz+{when}+random")
    shutil.copytree(bea.with_name(f"dan+quiz+{when}+random"), inbound / "fay+quiz+whenever")
    said = spoken("collect", "quiz", folder=course)
    assert said.startswith("exit 0\n"), said[-3000:]
    assert not (course / "quiz").exists()
    files = {
        trainee: sorted(
            str(path.relative_to(course / "submitted" / trainee / "quiz"))
            for path in (course / "submitted" / trainee / "quiz").rglob("*")
        )
        for trainee in ("bea", "cho", "dan", "eve", "fay")
    }
    ordinary = [
        "helper.py",
        "levels.csv",
        "questions.yml",
        "quiz.ipynb",
        "responses.json",
        "tables",
        "tables/ribs.csv",
        "timestamp.txt",
    ]
    assert files["bea"] == files["dan"] == files["fay"] == ordinary
    assert files["cho"] == [*ordinary[:-1], "timestamp.unreadable.txt"]
    assert files["eve"] == []
    for trainee, words in {
        "bea": "private.txt is a link",
        "cho": "holds no time",
        "dan": "came into the exchange at",
        "eve": "is not a trainee's submission",
        "fay": "holds no time",
    }.items():
        assert [line for line in said.splitlines() if trainee in line and words in line], trainee


# ------------------------------------------------------------------------------- in the browser

ACTIVE = ("writes-active-content", "answers-with-active-content")


class Watched:
    """A page with an eye on what a submission does there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: (self.asked.append("a dialog"), dialog.dismiss()))
        # No test may depend on what lies outside of this machine.
        page.route(
            lambda url: not url.startswith(("http://127.0.0.1", "file:", "data:")),
            lambda route: route.abort(),
        )

    def visit(self, address: str) -> None:
        """Open a page, click whatever tempts, and give it time to act."""
        self.asked.clear()
        self.page.goto(address, wait_until="load", timeout=PATIENCE)
        for bait in self.page.locator("a, summary, .bait").all():
            text = bait.inner_text()
            if text in ("a link", "a page", "Next", "Press", "more"):
                bait.evaluate("element => element.click()")
        self.page.wait_for_timeout(1500)

    def acted(self) -> list[object]:
        """What a payload left behind: its number, and what it asked for."""
        found = self.page.evaluate("window.pwned")
        asked = [url for url in self.asked if "pwned" in url or "page.html" in url]
        return [*([found] if found is not None else []), *asked]


@needs_chromium
@pytest.mark.browser
def test_nothing_acts_in_formgrader_or_in_the_feedback_page(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Script of every kind stays text for the marker and for the trainee, cards keep their looks,
    and formgrader lists the whole class."""
    bare = tmp_path_factory.mktemp("bare") / "bare.html"
    bare.write_text(f"<!DOCTYPE html><body>{''.join(PAYLOADS)}</body>")
    with (
        started_chromium() as browser,
        jupyter(run.course, tmp_path_factory.mktemp("formgrader")) as server,
    ):
        signed_in = {"Authorization": f"token {server.token}"}
        watched = Watched(browser.new_context(extra_http_headers=signed_in).new_page())
        page = watched.page
        watched.visit(bare.as_uri())
        assert [] != watched.acted(), "the payloads are blanks"
        page.goto(server.at("formgrader/manage_submissions/quiz"))
        class_size = len(CORPUS) + 2
        expect(page.locator("tbody tr")).to_have_count(class_size, timeout=PATIENCE)
        for trainee in ACTIVE:
            with sqlite3.connect(run.course / "gradebook.db") as database:
                (identifier,) = database.execute(
                    "select submitted_notebook.id from submitted_notebook"
                    " join submitted_assignment"
                    " on submitted_assignment.id = submitted_notebook.assignment_id"
                    " where student_id = ?",
                    [trainee],
                ).fetchone()
            feedback = run.course / "feedback" / trainee / "quiz" / "quiz.html"
            for address in (server.at(f"formgrader/submissions/{identifier}/"), feedback.as_uri()):
                watched.visit(address)
                assert [] == watched.acted(), address
                cards = page.locator("section[aria-label^='Review of question']")
                expect(cards).to_have_count(len(ALL_TYPES))
                assert "1px" == cards.first.evaluate(
                    "card => getComputedStyle(card).borderTopWidth"
                )
                assert "12px 16px" == cards.first.evaluate("card => getComputedStyle(card).padding")
                expect(page.locator("script:has-text('pwned')")).to_have_count(0)
                if trainee == "writes-active-content":
                    expect(page.get_by_text(hostile.WRITTEN)).to_be_visible()
                    expect(page.get_by_text("x < 3 & y > 2")).to_be_visible()
                    expect(page.get_by_text("<script>window.pwned = 1;").first).to_be_visible()
        # The boxes that a marker fills in are formgrader's own.
        page.goto(server.at(f"formgrader/submissions/{identifier}/"))
        expect(page.locator("input.score")).to_have_count(len(ALL_TYPES) + 1)
