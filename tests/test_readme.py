"""The README and the manual say what is so: commands, links, versions, and a worked marking."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from midback.course import Course
from midback.items import (
    ITEM_CLASSES,
    ExtendedMatching,
    Item,
    MultipleResponse,
    Numeric,
    SingleBestAnswer,
    read_items,
)
from midback.marking import mark, model_answer
from midback.notebook import binder_url, tidy_readme
from midback.responses import ResponseFile

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")

BLOCK = re.compile(r"^```([a-z ]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def commands(text: str) -> Iterator[str]:
    """Every command that a page shows, in a block or in a line."""
    for language, body in BLOCK.findall(text):
        if language.strip() in ("", "bash", "bash trainee"):
            yield from body.splitlines()
    yield from INLINE.findall(BLOCK.sub("", text))


def called(program: str) -> list[str]:
    """The first word after a program in the commands of all pages, each once."""
    lines = [line for page in PAGES for line in commands(page.read_text(encoding="utf-8"))]
    pattern = re.compile(rf"^(?:[A-Z_]+=\S+ )?(?:\.venv/bin/)?{program} ([a-z_-]+)\b(?!\.)")
    return sorted({match[1] for line in lines if (match := pattern.match(line))})


class TestCommands:
    def test_the_readme_shows_the_two_commands(self) -> None:
        """Learning and testing each stand in a block of their own."""
        blocks = [body for _, body in BLOCK.findall(README)]
        assert "make learn\n" in blocks
        assert "make test\n" in blocks

    @pytest.mark.parametrize("target", called("make"))
    def test_every_make_command_exists(self, target: str) -> None:
        """What a page tells the reader to type is a target of the Makefile."""
        result = subprocess.run(
            ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr

    @pytest.mark.parametrize("command", called("midback"))
    def test_every_midback_command_explains_itself(self, command: str) -> None:
        """Each command of the course that a page names answers --help."""
        result = subprocess.run(
            [sys.executable, "-m", "midback.cli", command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert f"usage: midback {command}" in result.stdout

    def test_the_pages_name_the_commands_that_matter(self) -> None:
        """The two checks above look at something."""
        assert {"demo", "learn", "release", "teach", "test", "tidy"} <= set(called("make"))
        assert {"check", "schema"} <= set(called("midback"))


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_every_file_that_is_linked_exists(self, page: Path) -> None:
        """Pages, pictures and lessons are where the links lead."""
        links = LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
        files = [link.split("#")[0] for link in links if not link.startswith(("http", "#"))]
        assert [file for file in files if not (page.parent / unquote(file)).is_file()] == []

    def test_every_picture_is_described(self) -> None:
        """Who cannot see a picture reads what it shows."""
        pictures = re.findall(r"!\[([^\]]*)\]\(docs/images/", README)
        assert len(pictures) == 3
        assert [text for text in pictures if len(text) < 30] == []

    def test_binder_links_come_from_the_repository_s_address(self, tmp_path: Path) -> None:
        """“make tidy” would change nothing, and the start page is among the links."""
        for name in ("README.md", "pyproject.toml"):
            shutil.copy(ROOT / name, tmp_path / name)
        (tmp_path / "notebooks").mkdir()
        for notebook in (ROOT / "notebooks").glob("*.ipynb"):
            shutil.copy(notebook, tmp_path / "notebooks")

        assert tidy_readme(tmp_path) is False

        repository = PROJECT["urls"]["Repository"]
        lessons = ["notebooks/00-start-here.ipynb"] + [
            path.relative_to(ROOT).as_posix() for path in Course(ROOT).lessons
        ]
        expected = {binder_url(repository, path) for path in lessons}
        assert expected == set(re.findall(r"\((https://mybinder\.org/v2/[^)]*)\)", README))


class TestVersions:
    def test_the_citation_is_of_this_version(self) -> None:
        """CITATION.cff and pyproject.toml say the same about version, address and licences."""
        citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        assert PROJECT["version"] == citation["version"]
        assert PROJECT["urls"]["Repository"] == citation["repository-code"]
        assert PROJECT["license"] == " AND ".join(citation["license"])

    def test_the_changelog_is_about_this_version(self) -> None:
        """What changed stands under the version, or under “Unreleased” before it is out."""
        changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        headings = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
        assert headings[0] in ("Unreleased", PROJECT["version"])


class TestQuestionsPage:
    def test_the_marks_of_the_examples_are_as_stated(self, tmp_path: Path) -> None:
        """Every mark that docs/items.md works out is the mark that is given."""
        page = (ROOT / "docs" / "items.md").read_text(encoding="utf-8")
        examples = tmp_path / "examples.yml"
        examples.write_text(
            "\n".join(body for language, body in BLOCK.findall(page) if language == "yaml"),
            encoding="utf-8",
        )
        items = read_items(examples, references=ROOT / "notebooks" / "references.bib")
        assert {mark(item, model_answer(item)).share for item in items.values()} == {1}
        assert list(ITEM_CLASSES) == [item.type for item in items.values()]

        of_type: dict[str, Item] = {item.type: item for item in items.values()}
        single, multiple = of_type["single-best-answer"], of_type["multiple-response"]
        number, matching = of_type["numeric"], of_type["extended-matching"]
        assert isinstance(single, SingleBestAnswer) and isinstance(multiple, MultipleResponse)
        assert isinstance(number, Numeric) and isinstance(matching, ExtendedMatching)
        assert [mark(single, word).share for word in single.options] == [1, 0, 0, 0]
        picks = (
            ["coordinator"],
            ["coordinator", "film"],
            ["coordinator", "thrust"],
        )
        assert [Fraction(1, 2), 0, 0] == [mark(multiple, pick).share for pick in picks]
        written = ("6.9", "7", "9 people", "9.1")
        assert [mark(number, answer).share for answer in written] == [0, 1, 1, 0]
        pairs = list(matching.key.items())
        wrong = {"tailor": "aorta"}
        assert [Fraction(2, 3), Fraction(2, 3), Fraction(1, 3)] == [
            mark(matching, dict(pairs[:2])).share,
            mark(matching, dict(pairs[:2]) | wrong).share,
            mark(matching, dict(pairs[:1])).share,
        ]

    def test_every_type_has_its_section(self) -> None:
        """No type of question is left out of the page, or of its table of marks."""
        page = (ROOT / "docs" / "items.md").read_text(encoding="utf-8")
        assert list(ITEM_CLASSES) == re.findall(r"^## `([a-z-]+)`$", page, re.MULTILINE)
        table = page.partition("## Marks")[2].partition("\n## ")[0]
        assert list(ITEM_CLASSES) == re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)


def answer_everything(fetched: Path, source: Path) -> None:
    """Record every right answer, and write something into the cell that is marked by hand."""
    answers = ResponseFile(fetched)
    for item in read_items(source / "items.yml").values():
        answers.record(item.id, model_answer(item))
    path = fetched / "mid-back-basics.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "First I would ask, then examine, then explain."
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.nbgrader
def test_the_worked_marking_works_as_written(tmp_path: Path) -> None:
    """Every command of docs/instructors.md runs in its order, and a full answer gets full marks.

    The instructor's blocks run in a copy of the course, the trainee's in a folder of their own.
    """
    course, desk, exchange = tmp_path / "course", tmp_path / "trainee", tmp_path / "exchange"
    for folder in (course, desk, exchange):
        folder.mkdir()
    for name in ("source", "release", "notebooks"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("responses*"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    (python,) = [body for language, body in BLOCK.findall(MANUAL) if language == "python"]
    (desk / "nbgrader_config.py").write_text(
        python.replace("/srv/midback-exchange", str(exchange)), encoding="utf-8"
    )
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MIDBACK_EXCHANGE": str(exchange),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "USER": "trainee",
        "LOGNAME": "trainee",
    }
    ran = []
    for language, body in BLOCK.findall(MANUAL):
        if not language.startswith("bash"):
            continue
        folder = desk if language == "bash trainee" else course
        for line in body.splitlines():
            result = subprocess.run(
                shlex.split(line),
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, f"{line}:\n{result.stdout}{result.stderr}"
            ran.append(line.split()[1])
            if line.startswith("nbgrader fetch_assignment"):
                answer_everything(desk / "mid-back-basics", course / "source/mid-back-basics")
            if line.startswith("nbgrader validate"):
                assert "Success" in result.stdout + result.stderr
    expected = [
        "generate_assignment",
        "release_assignment",
        "fetch_assignment",
        "validate",
        "submit",
        "collect",
        "autograde",
        "generate_feedback",
        "release_feedback",
        "export",
        "fetch_feedback",
    ]
    assert expected == ran
    with (course / "grades.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    written_by_hand = 6
    assert float(row["max_score"]) - written_by_hand == float(row["score"])
    assert len(list((desk / "mid-back-basics" / "feedback").rglob("mid-back-basics.html"))) == 1
