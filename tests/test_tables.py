"""What the course covers: the tables say so, and what is left out is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from midback import atlas, explore
from midback.cli import main
from midback.course import Course
from midback.notebook import Teaching, course_gaps, item_gaps, stale_tables, tidy_tables
from midback.notebook.tables import figures, tables
from midback.notebook.teaching import ASSESSMENTS

COURSE = Course(ROOT)
TEACHING = Teaching(COURSE)

LESSON = """\
# Lesson 1. Where it is

## Objectives

- Locate it. <!-- back.locate -->
- Count it. <!-- back.count -->

## The region | from behind

The back lies behind. <!-- fact: back-behind -->
There are twelve. <!-- fact: twelve, back-behind -->"""

ITEMS = [
    {"id": "place", "type": "numeric", "objective": "back.locate", "level": "apply"}
    | {"facts": ["back-behind"]},
    {"id": "number", "type": "ordering", "objective": "back.count", "level": "recall"}
    | {"facts": ["twelve"]},
]


@pytest.fixture
def small(tmp_path: Path) -> Course:
    """A course of one lesson, two practice items, three facts and one assessment."""
    items = tmp_path / "notebooks" / "items"
    items.mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").touch()
    cell = {"cell_type": "markdown", "metadata": {}, "id": "all"}
    notebook = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for name, source in (("00-start", "# Start"), ("01-where", LESSON)):
        text = json.dumps(notebook | {"cells": [cell | {"source": source}]})
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    facts = [{"id": name} for name in ("back-behind", "twelve", "forgotten")]
    brief = [{"line": "Where it is", "facts": ["back-behind"]}]
    brief += [{"line": "How many", "facts": ["twelve", "back-behind"]}]
    write(tmp_path / "notebooks" / "facts.yml", facts)
    write(tmp_path / "notebooks" / "brief.yml", brief)
    write(items / "01-where.yml", ITEMS)
    write(tmp_path / "source" / "anatomy" / "items.yml", [ITEMS[0] | {"id": "graded-place"}])
    return Course(tmp_path)


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def rows(course: Course, name: str) -> list[str]:
    text = tables(course)[course.root / "docs" / name]
    return [line for line in text.splitlines() if line.startswith("| ")]


class TestTables:
    def test_the_blueprint_says_where_each_objective_is_examined(self, small: Course) -> None:
        """By which item, of what type, at what level; and the sums."""
        expected = [
            "| Objective | anatomy |",
            "| --- | --- |",
            "| Locate it. `back.locate` | `graded-place` (numeric, apply) |",
            "| Count it. `back.count` | — |",
            "| Type | anatomy |",
            "| --- | --- |",
            "| numeric | 1 |",
            "| **all** | **1** |",
            "| Level | anatomy |",
            "| --- | --- |",
            "| recall | 0 |",
            "| apply | 1 |",
            "| reason | 0 |",
            "| **all** | **1** |",
        ]
        assert expected == rows(small, "blueprint.md")

    def test_the_facts_say_where_each_is_taught_practised_and_examined(self, small: Course) -> None:
        """A fact that two lines teach has one place; a bar does not break the table."""
        place = r"[1: The region \| from behind](../notebooks/01-where.ipynb)"
        expected = [
            f"| `back-behind` | {place} | `place` | `graded-place` |",
            f"| `twelve` | {place} | `number` | — |",
            "| `forgotten` | — | — | — |",
        ]
        assert expected == rows(small, "facts.md")[2:]

    def test_the_coverage_gathers_the_facts_of_a_line(self, small: Course) -> None:
        """Each place and item once, however many facts lead there."""
        place = r"[1: The region \| from behind](../notebooks/01-where.ipynb)"
        expected = f"| How many | {place} | `place`, `number` | `graded-place` |"
        assert expected == rows(small, "coverage.md")[3]

    def test_the_page_of_figures_shows_how_each_is_called_and_where(self) -> None:
        """Every plate with its call and its regions, every figure to move, and their lessons."""
        page = (ROOT / "docs" / "atlas.md").read_text(encoding="utf-8")
        for name in atlas.names():
            assert f'`midback.plate("{name}"' in page
        for name in explore.__all__:
            assert (name != "Explorer") == (f"### `midback.explore.{name}()`" in page)
        sections = {part.partition("\n")[0]: part for part in page.split("\n### ")}
        assert "In lesson 1." in sections["`midback.explore.spine()`"]
        (above,) = (part for part in sections.values() if 'midback.plate("vertebra-above"' in part)
        assert 'level="T6", ribs=False)`' in above
        assert "`superior-costal-facet-right`" in above
        assert "ValueError" not in page

    def test_tables_are_written_once(self, small: Course) -> None:
        """What is current is left alone, and what is stale is named."""
        assert {"atlas.md", "blueprint.md", "coverage.md", "facts.md"} == {
            path.name for path in tidy_tables(small)
        }
        assert [] == tidy_tables(small)
        assert [] == list(stale_tables(small))
        (small.root / "docs" / "facts.md").write_text("old", encoding="utf-8")
        (problem,) = stale_tables(small)
        assert problem.endswith("facts.md: is not current. Run “make tidy”.")


class TestGaps:
    def test_facts_that_are_left_out_are_named(self, small: Course) -> None:
        """Neither taught nor asked is two gaps."""
        gaps = [gap.split(": ", 1)[1] for gap in course_gaps(Teaching(small))]
        assert [True, True] == [
            gap.startswith(begin)
            for gap, begin in zip(
                gaps,
                [
                    "no lesson teaches the fact “forgotten”.",
                    "no question practises or examines the fact “forgotten”.",
                ],
                strict=True,
            )
        ]

    def test_assessments_are_counted_once_all_are_there(self, small: Course) -> None:
        """Each objective once at least and not more often than it deserves."""
        for name in ASSESSMENTS[1:]:
            again = [ITEMS[0] | {"id": f"{name}-{at}"} for at in range(2)]
            write(small.root / "source" / name / "items.yml", again)
        gaps = [gap for gap in course_gaps(Teaching(small)) if "objective" in gap]
        assert 2 == len(gaps), gaps
        assert "examine the objective “back.locate” 7 times." in gaps[0]
        assert "no assessment examines the objective “back.count”." in gaps[1]

    def test_an_item_says_its_level_and_its_facts(self, small: Course) -> None:
        """A missing field and an unknown fact are told with file and line."""
        path = small.root / "notebooks" / "items" / "02-next.yml"
        write(path, [{"id": "bare", "type": "numeric"}, ITEMS[0] | {"facts": ["back-behnd"]}])
        expected = [
            f"{path}:1: item “bare”, field “level”: is missing."
            " Write one of: recall, apply, reason.",
            f"{path}:1: item “bare”, field “facts”: is missing. List the ids of facts.yml that it"
            " practises or examines; write “[]” only where none fits.",
            f"{path}:7: item “place”, field “facts”: “back-behnd” is not a fact of facts.yml."
            " Did you mean “back-behind”?",
        ]
        assert expected == [str(gap) for gap in item_gaps([path], Teaching(small).facts)]

    def test_check_reports_gaps_and_stale_tables_of_the_whole_course_alone(
        self, small: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Who checks one file is not told about the rest of the course."""
        monkeypatch.chdir(small.root)
        main(["check"])
        everything = capsys.readouterr().out
        main(["check", "notebooks/items/01-where.yml"])
        one = capsys.readouterr().out
        for said in ("no lesson teaches the fact", "facts.md: is not current"):
            assert said in everything
            assert said not in one


class TestTheCourse:
    def test_the_tables_are_current(self) -> None:
        """“make tidy” would change nothing."""
        assert [] == list(stale_tables(COURSE))
        for path, text in figures(COURSE).items():
            assert path.read_text(encoding="utf-8") == text, "run “make tidy”"

    def test_nothing_is_left_out(self) -> None:
        """Every fact taught, and practised or examined; every objective examined as planned."""
        assert [] == list(course_gaps(TEACHING))

    def test_every_item_says_its_level_and_its_facts(self) -> None:
        """The tables can be trusted only where every item is in them."""
        assert [] == [str(gap) for gap in item_gaps(COURSE.item_files, TEACHING.facts)]

    def test_every_line_of_the_brief_is_taught_practised_and_examined(self) -> None:
        """What the course was asked for is in it; examined, once all assessments are there."""
        text = tables(COURSE)[ROOT / "docs" / "coverage.md"]
        lines = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
        assert len(TEACHING.brief) == len(lines)
        wanted = 4 if TEACHING.complete else 3
        assert [] == [cells[0] for cells in lines if any("—" in cell for cell in cells[1:wanted])]

    def test_every_fact_of_the_brief_is_one(self) -> None:
        """The brief leads to facts that exist, and names no line twice."""
        named = {fact for line in TEACHING.brief for fact in line.facts}
        assert set() == named - set(TEACHING.facts)
        assert len(TEACHING.brief) == len({line.line for line in TEACHING.brief})

    def test_links_of_the_tables_lead_to_lessons(self) -> None:
        """Every lesson that is named is there."""
        for path, text in tables(COURSE).items():
            for link in re.findall(r"\]\(([^)]+)\)", text):
                assert (path.parent / link).is_file(), link
