"""The normal form of a notebook, and what every lesson holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from midback.notebook import (
    NotebookError,
    binder_url,
    lesson_objectives,
    lesson_problems,
    tidy_notebook,
    tidy_readme,
)

COURSE = Path(__file__).resolve().parent.parent

BIBLIOGRAPHY = """\
@article{briggs2009,
  author = {Briggs, A. M. and Smith, A. J.},
  year = {2009},
  title = {Thoracic spine pain in the general population},
  doi = {10.1186/1471-2474-10-77},
}

@book{handbook,
  author = {Example, A.},
  year = {2020},
  title = {A book with a page of its own},
  url = {https://example.org/book(2nd)},
}
"""

PRACTICE = [f"practice-{number}" for number in range(1, 13)]
TYPES = ("multiple-response", "extended-matching", "ordering", "short-text", "case")

ITEMS = """\
- id: where-it-is
  type: single-best-answer
  objective: mid-back.locate
  level: apply
  stem: A person points to the back.
  lead_in: Which region is it?
  options: {neck: Neck, mid-back: Mid back, low-back: Low back}
  key: mid-back
  rationale: {neck: It is above., mid-back: It is here., low-back: It is below.}
  sources: [briggs2009]
- id: how-many
  type: numeric
  objective: mid-back.count
  level: recall
  stem: Count the thoracic vertebrae.
  lead_in: How many are there?
  unit: vertebrae
  key: 12
  tolerance: 0
  rationale: There are twelve.
  sources: [briggs2009]
"""

OTHER_ITEMS = """\
- id: of-another-lesson
  type: numeric
  objective: ribs.count
  stem: Count the pairs of ribs.
  lead_in: How many are there?
  unit: pairs
  key: 12
  tolerance: 0
  rationale: There are twelve.
  sources: [briggs2009]
"""

FURTHER_ITEMS = "".join(
    f"- id: {name}\n  type: {TYPES[number % len(TYPES)]}\n"
    f"  objective: mid-back.{'locate' if number == 0 else 'count'}\n"
    f"  level: {('recall', 'apply', 'reason')[number % 3]}\n"
    for number, name in enumerate(PRACTICE)
)

FACTS = """\
- id: mid-back-region
  statement: The mid back lies between neck and low back.
- id: thoracic-count
  statement: There are twelve.
"""

TITLE = """\
# Lesson 1. Where the mid back is

For clinicians in training.
It takes about 40 minutes.
This is education, not a protocol."""

OBJECTIVES = """\
## Objectives

1. Locate the mid back on a body chart. <!-- mid-back.locate -->
2. Count its vertebrae.
   Do so on a picture. <!-- mid-back.count -->"""

KEY_POINTS = """\
## Key points

- Locate the mid back between the neck and the low back.
- Count twelve vertebrae."""

SOURCES = """\
## Sources

- Briggs A. M. Thoracic spine pain. 2009. [doi](https://doi.org/10.1186/1471-2474-10-77)"""

LESSON = (
    TITLE,
    ">import midback",
    OBJECTIVES,
    "## The spine from the side",
    ">midback.plate('spine-lateral')",
    "It is common, as [Briggs et al.](https://dx.doi.org/10.1186/1471-2474-10-77) found in 2009.",
    ">midback.explore.prevalence()",
    "Where would you look?",
    ">midback.ask('where-it-is')",
    "Count with your fingers.",
    ">midback.ask('how-many')",
    *(cell for name in PRACTICE for cell in (f"Practise {name}.", f">midback.ask('{name}')")),
    KEY_POINTS,
    ">midback.progress()",
    SOURCES,
)

Writer = Callable[..., Path]


def notebook_of(*sources: str, **metadata: Any) -> dict[str, Any]:
    """A notebook file as an editor would write it; sources that begin with ``>`` are code."""
    cells: list[dict[str, Any]] = []
    for source in sources:
        if source.startswith(">"):
            cells.append(
                {
                    "cell_type": "code",
                    "execution_count": 7,
                    "metadata": {"collapsed": True, "execution": {"iopub.status.busy": "now"}},
                    "outputs": [
                        {"output_type": "stream", "name": "stdout", "text": ["the key is t4\n"]}
                    ],
                    "source": source[1:],
                }
            )
        else:
            cells.append({"cell_type": "markdown", "metadata": {}, "source": source})
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"name": "python", "display_name": "Python"},
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": {}}}},
            **metadata,
        },
        "nbformat": 4,
        "nbformat_minor": 4,
    }


@pytest.fixture
def lesson(tmp_path: Path) -> Writer:
    """Writes a lesson of the given cells, tidied, with its questions and references beside it."""
    (tmp_path / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (tmp_path / "items").mkdir()
    (tmp_path / "items" / "01-where-it-is.yml").write_text(ITEMS + FURTHER_ITEMS, encoding="utf-8")
    (tmp_path / "items" / "02-ribs.yml").write_text(OTHER_ITEMS, encoding="utf-8")
    (tmp_path / "facts.yml").write_text(FACTS, encoding="utf-8")

    def write(*sources: str, name: str = "01-where-it-is.ipynb") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(notebook_of(*sources)), encoding="utf-8")
        tidy_notebook(path)
        return path

    return write


def without(*dropped: str) -> tuple[str, ...]:
    return tuple(source for source in LESSON if source not in dropped)


def with_change(old: str, new: str) -> tuple[str, ...]:
    """The good lesson with one text changed, which must stand in it."""
    assert any(old in source for source in LESSON)
    return tuple(source.replace(old, new) for source in LESSON)


def problems_in(path: Path) -> list[str]:
    """The problems without the file's name, which every one of them begins with."""
    problems = lesson_problems(path)
    assert [problem for problem in problems if not problem.startswith(f"{path}: ")] == []
    return [problem.removeprefix(f"{path}: ") for problem in problems]


class TestNormalForm:
    def test_what_running_leaves_is_taken_out(self, tmp_path: Path) -> None:
        """Outputs, counts, widget state and the editor's traces go, with any answer in them."""
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps(notebook_of("# A", ">import midback")), encoding="utf-8")

        assert tidy_notebook(path) is True

        expected = {
            "cells": [
                {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A"]},
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "id": "import-midback",
                    "metadata": {"jupyter": {"source_hidden": True}},
                    "outputs": [],
                    "source": ["import midback"],
                },
            ],
            "metadata": {
                "kernelspec": {
                    "display_name": "Python 3 (ipykernel)",
                    "language": "python",
                    "name": "python3",
                },
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        assert expected == json.loads(path.read_text(encoding="utf-8"))

    def test_the_layout_is_what_jupyter_saves(self, tmp_path: Path) -> None:
        """Opening a tidied notebook and saving it changes no byte."""
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps(notebook_of("# Größe\n\nText.")), encoding="utf-8")
        tidy_notebook(path)
        tidied = path.read_bytes()

        nbformat.write(nbformat.read(path, as_version=4), path)

        assert tidied == path.read_bytes()
        assert "Größe".encode() in tidied
        assert tidied.startswith(b'{\n "cells"')
        assert tidied.endswith(b"}\n")

    def test_only_listed_metadata_stay(self, tmp_path: Path) -> None:
        """nbgrader's metadata, tags and the collapsed state stay, as they are."""
        notebook = notebook_of("A line.")
        kept = {
            "jupyter": {"source_hidden": True},
            "nbgrader": {"grade": True, "grade_id": "plan", "points": 4, "schema_version": 3},
            "tags": ["keep"],
        }
        notebook["cells"][0]["metadata"] = {
            **kept,
            "slideshow": {"slide_type": "slide"},
            "editable": True,
        }
        notebook["cells"][0]["metadata"]["jupyter"]["outputs_hidden"] = True
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")

        tidy_notebook(path)

        cell = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
        assert {**kept, "jupyter": {"source_hidden": True}} == cell["metadata"]
        assert cell["id"] == "plan"

    def test_whitespace_at_the_end_of_lines_goes(self, tmp_path: Path) -> None:
        """Neither trailing spaces nor empty lines round a cell survive; lines between do."""
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps(notebook_of("\n# A  \r\n\nB.\t\n\n")), encoding="utf-8")

        tidy_notebook(path)

        assert json.loads(path.read_text("utf-8"))["cells"][0]["source"] == ["# A\n", "\n", "B."]

    def test_ids_are_readable_unique_and_kept(self, tmp_path: Path) -> None:
        """A chosen id stays; a missing, repeated, invalid or machine-made one is replaced."""
        notebook = notebook_of(
            "## The ribs, and more",
            "No heading stands in this cell at all.",
            ">midback.ask('where-it-is')",
            ">midback.explore.vertebra()",
            "## The ribs, and more",
            "## Überblick",
            ">print(1)",
        )
        given_ids = [
            None,
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "3f2a9c1e",
            "not valid!",
            "chosen-by-hand",
            "chosen-by-hand",
            "x" * 65,
        ]
        for cell, given_id in zip(notebook["cells"], given_ids, strict=True):
            if given_id:
                cell["id"] = given_id
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")

        tidy_notebook(path)

        assert [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]] == [
            "the-ribs-and-more",
            "no-heading-stands-in-this-cell",
            "ask-where-it-is",
            "explore-vertebra",
            "chosen-by-hand",
            "uberblick",
            "print-1",
        ]

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        sources=st.lists(
            st.one_of(
                st.text(max_size=40),
                st.sampled_from([">import midback", ">midback.ask('a')", "# A", "# 12345678"]),
            ),
            max_size=6,
        ),
        ids=st.lists(st.one_of(st.none(), st.text(max_size=12)), min_size=6, max_size=6),
    )
    def test_tidying_twice_changes_nothing_more(
        self, tmp_path: Path, sources: list[str], ids: list[str | None]
    ) -> None:
        """Whatever stands in a notebook, the normal form of the normal form is itself."""
        notebook = notebook_of(*sources)
        for cell, given_id in zip(notebook["cells"], ids, strict=False):
            if given_id is not None:
                cell["id"] = given_id
        path = tmp_path / "any.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")

        tidy_notebook(path)
        once = path.read_bytes()

        assert tidy_notebook(path) is False
        assert once == path.read_bytes()
        nbformat.validate(json.loads(once))

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "{}", '{"nbformat": 4}', '{"cells": 3, "nbformat": 4}']
    )
    def test_what_is_no_notebook_is_left_alone(self, tmp_path: Path, text: str) -> None:
        """The error names the file, and the file keeps its bytes."""
        path = tmp_path / "damaged.ipynb"
        path.write_text(text, encoding="utf-8")

        with pytest.raises(NotebookError, match=r"damaged\.ipynb: "):
            tidy_notebook(path)

        assert text == path.read_text(encoding="utf-8")
        assert [str(path)] == [problem.split(": ")[0] for problem in lesson_problems(path)]


class TestLesson:
    def test_a_good_lesson_has_no_problems(self, lesson: Writer) -> None:
        """All sections, figures, questions and links are there."""
        assert problems_in(lesson(*LESSON)) == []

    def test_objectives_are_read_with_all_their_lines(self, lesson: Writer) -> None:
        """An objective is its words, under the name in its comment."""
        expected = {
            "mid-back.locate": "Locate the mid back on a body chart.",
            "mid-back.count": "Count its vertebrae. Do so on a picture.",
        }
        assert expected == lesson_objectives(lesson(*LESSON))

    @pytest.mark.parametrize(
        ("sources", "expected"),
        [
            pytest.param(
                with_change("# Lesson 1. ", "# "),
                ["cell “where-the-mid-back-is”: the first line should be the title, “# Le"],
                id="no lesson number",
            ),
            pytest.param(
                with_change("# Lesson 1. ", "# Lesson 2. "),
                ["cell “lesson-2-where-the-mid-back-is”: the first line should be the title"],
                id="another number than the file's",
            ),
            pytest.param(
                with_change("## The spine", "# The spine"),
                ["cell “the-spine-from-the-side”: a lesson has one title"],
                id="two titles",
            ),
            pytest.param(
                with_change("For clinicians in training.\n", ""),
                ["the opening does not say who"],
                id="for nobody",
            ),
            pytest.param(
                with_change("about 40 minutes", "a while"),
                ["the opening does not say how long"],
                id="no time",
            ),
            pytest.param(
                with_change("about 40 minutes", "about 40 minutes for 99 questions"),
                ["the opening speaks of 99 questions, and 14 are asked. Count them again."],
                id="another number of questions",
            ),
            pytest.param(
                with_change("This is education, not a protocol.", "Enjoy."),
                ["nothing says that this is education"],
                id="no disclaimer",
            ),
            pytest.param(
                with_change("## Key points", "## What to keep"),
                ["there should be one section “## Key points”, and there are 0."],
                id="no key points",
            ),
            pytest.param(
                with_change("- Count twelve vertebrae.", ""),
                ["there are 2 objectives and 1 key points."],
                id="a key point short",
            ),
            pytest.param(
                (*without(SOURCES), SOURCES.replace("- Briggs", "Briggs")),
                ["the section “## Sources” should hold a list."],
                id="sources without a list",
            ),
            pytest.param(
                (*LESSON, "## And more"),
                ["“## Sources” should be the last section."],
                id="a section below the sources",
            ),
            pytest.param(
                (*without(KEY_POINTS, SOURCES)[:-1], "So far:", LESSON[-2], SOURCES, KEY_POINTS),
                ["“## Sources” should be the last section."],
                id="key points below the sources",
            ),
            pytest.param(
                (TITLE, ">import midback", "## First", *LESSON[2:]),
                ["“## Objectives” should be the first section."],
                id="a section above the objectives",
            ),
            pytest.param(
                with_change(" <!-- mid-back.locate -->", ""),
                [
                    "the objective “Locate the mid back on a body chart.” has no name.",
                    "cell “ask-where-it-is”: the question “where-it-is” asks about the objective",
                    "cell “ask-practice-1”: the question “practice-1” asks about the objective",
                ],
                id="an objective without a name",
            ),
            pytest.param(
                with_change("mid-back.locate -->", "mid-back.count -->"),
                [
                    "two objectives are named “mid-back.count”.",
                    "cell “ask-where-it-is”: the question “where-it-is” asks about the objective",
                    "cell “ask-practice-1”: the question “practice-1” asks about the objective",
                ],
                id="one name for two objectives",
            ),
            pytest.param(
                with_change("mid-back.locate -->", "back.locate -->"),
                [
                    "the objectives name several lessons (back, mid-back).",
                    "cell “ask-where-it-is”: the question “where-it-is” asks about the objective",
                    "cell “ask-practice-1”: the question “practice-1” asks about the objective",
                    "no question practises the objective “back.locate”.",
                ],
                id="objectives of two lessons",
            ),
            pytest.param(
                without("Where would you look?"),
                ["cell “ask-where-it-is”: two code cells follow each other."],
                id="no prose between",
            ),
            pytest.param(
                without(">import midback"),
                ["cell “plate-spine-lateral”: the first code cell, and no other, should be"],
                id="no import",
            ),
            pytest.param(
                with_change("midback.progress()", "midback.progress(); midback.progress()"),
                [
                    "cell “midback-progress-midback-progress”: a code cell should be one call",
                    "cell “midback-progress-midback-progress”: the code is not collapsed.",
                    "there is no midback.progress().",
                ],
                id="two calls in a cell",
            ),
            pytest.param(
                with_change("midback.plate('spine-lateral')", "print('spine')"),
                [
                    "there is no midback.plate(",
                    "cell “print-spine”: a code cell should be one call",
                    "cell “print-spine”: the code is not collapsed.",
                ],
                id="code of one's own",
            ),
            pytest.param(
                with_change("midback.explore.prevalence()", "midback.plate('b')"),
                ["there is no midback.explore."],
                id="no interactive figure",
            ),
            pytest.param(
                (
                    *LESSON[:7],
                    "So far:",
                    ">midback.progress()",
                    *without(">midback.progress()")[7:],
                ),
                ["midback.progress() stands above a question."],
                id="progress too early",
            ),
            pytest.param(
                with_change("'how-many'", "'how-mny'"),
                [
                    "cell “ask-how-mny”: there is no question “how-mny” in",
                    "the question “how-many” of 01-where-it-is.yml is not asked.",
                ],
                id="a question that does not exist",
            ),
            pytest.param(
                with_change("'how-many'", "'of-another-lesson'"),
                [
                    "cell “ask-of-another-lesson”: the question “of-another-lesson” asks about the",
                    "the question “how-many” of 01-where-it-is.yml is not asked.",
                ],
                id="a question of another lesson",
            ),
            pytest.param(
                with_change("'how-many'", "'where-it-is'"),
                [
                    "the question “where-it-is” is asked 2 times.",
                    "the question “how-many” of 01-where-it-is.yml is not asked.",
                ],
                id="a question asked twice",
            ),
            pytest.param(
                with_change("https://dx.doi.org/10.1186/1471-2474-10-77", "https://example.org/1"),
                ["cell “it-is-common-as-briggs-et"],
                id="a link that is not in the references",
            ),
            pytest.param(
                with_change("Where would you look?", "See [the table](items/none.yml)."),
                ["cell “see-the-table-items-none-yml”: the link leads to items/none.yml, which"],
                id="a link to a missing file",
            ),
            pytest.param(
                with_change("Where would you look?", "Look. Then count. Then go."),
                ["cell “look-then-count-then-go”: two sentences share a line."],
                id="three sentences in a line",
            ),
            pytest.param(
                with_change("Where would you look?", "Where would\nyou look?"),
                ["cell “where-would-you-look”: a sentence goes on in the next line."],
                id="a sentence in two lines",
            ),
        ],
    )
    def test_each_departure_is_named_once(
        self, lesson: Writer, sources: tuple[str, ...], expected: list[str]
    ) -> None:
        """A lesson with one thing wrong gets the texts about that thing and no other."""
        problems = problems_in(lesson(*sources))

        assert len(expected) == len(problems), problems
        for begin, problem in zip(expected, problems, strict=True):
            assert problem.startswith(begin)

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            pytest.param(
                {"objective: mid-back.count": "objective: mid-back.locate"},
                "one question practises the objective “mid-back.count”.",
                id="an objective practised once",
            ),
            pytest.param(
                {f"type: {kind}\n": "type: numeric\n" for kind in TYPES[2:]},
                "the practice questions are of 4 types (extended-matching, multiple-response",
                id="too few types",
            ),
            pytest.param(
                {"level: reason": "level: recall"},
                "5 of 14 practice questions ask to apply or to reason",
                id="too much recall",
            ),
        ],
    )
    def test_practice_is_varied_and_asks_to_think(
        self, lesson: Writer, change: dict[str, str], expected: str
    ) -> None:
        """Objectives twice, five types, half above recall."""
        path = lesson(*LESSON)
        further = FURTHER_ITEMS
        for old, new in change.items():
            further = further.replace(old, new)
        items = path.parent / "items" / "01-where-it-is.yml"
        items.write_text(ITEMS + further, encoding="utf-8")

        (problem,) = problems_in(path)

        assert problem.startswith(expected)

    def test_a_lesson_has_twelve_questions(self, lesson: Writer) -> None:
        """Eleven are too few, however good."""
        dropped = PRACTICE[-3:]
        path = lesson(*(source for source in LESSON if not any(name in source for name in dropped)))
        kept = FURTHER_ITEMS.partition(f"- id: {dropped[0]}\n")[0]
        items = path.parent / "items" / "01-where-it-is.yml"
        items.write_text(ITEMS + kept, encoding="utf-8")

        expected = ["there are 11 practice questions. A lesson has at least 12."]
        assert expected == problems_in(path)

    @pytest.mark.parametrize(
        ("sources", "expected"),
        [
            (
                with_change("Practise practice-1.", "Count. <!-- fact: thoracic-cout -->"),
                ["“thoracic-cout” is not a fact of facts.yml. Did you mean “thoracic-count”?"],
            ),
            (
                with_change("Practise practice-1.", "Count <!-- fact: thoracic-count --> them."),
                ["“<!-- fact: thoracic-count -->” should stand at the end of its line."],
            ),
            (
                with_change("Practise practice-1.", "Count. <!-- facts thoracic-count -->"),
                ["“<!-- facts thoracic-count -->” is not of the form"],
            ),
            (
                with_change("chart. <!--", "chart. <!-- fact: mid-back-region --> <!--"),
                [
                    "“<!-- fact: mid-back-region -->” should stand at the end of its line.",
                    "“<!-- fact: mid-back-region -->” stands beside the name of an objective.",
                ],
            ),
            (
                with_change(
                    "Practise practice-1.", "Count. <!-- fact: thoracic-count, mid-back-region -->"
                ),
                [],
            ),
        ],
    )
    def test_what_a_line_teaches_is_named_by_facts_of_the_course(
        self, lesson: Writer, sources: tuple[str, ...], expected: list[str]
    ) -> None:
        """A comment at the end of the line, in one form, with ids that exist."""
        problems = [problem.rpartition("”: ")[2] for problem in problems_in(lesson(*sources))]
        assert len(expected) == len(problems), problems
        for begin, problem in zip(expected, problems, strict=True):
            assert begin in problem

    def test_uncollapsed_code_is_a_problem(self, lesson: Writer) -> None:
        """A trainee should not see code, so a call that was unfolded and saved is named."""
        path = lesson(*LESSON)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][4]["metadata"] = {}
        path.write_text(json.dumps(notebook), encoding="utf-8")

        expected = ["cell “plate-spine-lateral”: the code is not collapsed. Run “make tidy”."]
        assert expected == problems_in(path)

    def test_questions_with_mistakes_of_their_own_are_said_to_be_unchecked(
        self, lesson: Writer
    ) -> None:
        """Nothing is silently passed over when an item file cannot be read."""
        path = lesson(*LESSON)
        (path.parent / "items" / "01-where-it-is.yml").write_text("- [", encoding="utf-8")

        (problem,) = problems_in(path)

        assert (
            "the questions were not compared with the lesson, because 01-where-it-is.yml" in problem
        )

    def test_without_references_links_cannot_be_compared(self, lesson: Writer) -> None:
        """A missing references.bib is itself the problem."""
        path = lesson(*LESSON)
        (path.parent / "references.bib").unlink()

        (problem,) = problems_in(path)

        assert problem.startswith("the links cannot be compared with references.bib: ")

    @pytest.mark.parametrize(
        "prose",
        [
            "Pain is common (e.g. Briggs et al. 2009), and A. M. Briggs counted it.",
            "A patient says “It hurts. I cannot sleep.” on the first day.",
            "**Neck.** It is above.",
            "1. Count from C7.\n2. Count from T12.",
            "| Level | Rib |\n|---|---|\n| T1. | One. Two |",
            "The width is 4.5 mm vs. 6 mm.\n\nIt differs.",
            "<details>\n<summary>More. And more</summary>\n</details>",
            "The steps are:\n\n- to locate it,\n- to count it.",
            "```\nNot prose. At all\nand wrapped\n```",
            "See [the book](https://example.org/book(2nd)).",
            "The disc, $x = 1. A$, is `a. B` here.",
            "Is it here?\nYes.",
        ],
    )
    def test_ordinary_prose_raises_no_alarm(self, lesson: Writer, prose: str) -> None:
        """Abbreviations, initials, quotations, tables and code are not mistaken for sentences."""
        assert problems_in(lesson(*with_change("Where would you look?", prose))) == []


CASES = """\
- id: first-patient
  type: case
  objective: mid-back.locate
- id: second-patient
  type: case
  objective: mid-back.locate
"""

PATIENTS = (
    "# Two patients\n\nFor everyone.\nAllow 20 minutes.\nThis is education, not a protocol.",
    ">import midback",
    "## The first",
    ">midback.ask('first-patient')",
    "## The second",
    ">midback.ask('second-patient')",
    "## Afterwards",
    ">midback.progress()",
)


class TestPatients:
    @pytest.mark.parametrize(
        ("sources", "expected"),
        [
            pytest.param(PATIENTS, [], id="in order"),
            pytest.param(
                PATIENTS[:4] + PATIENTS[6:],
                ["the question “second-patient” of 11-patients.yml is not asked."],
                id="a patient left out",
            ),
            pytest.param(
                (*PATIENTS[:6], "Again:", ">midback.ask('first-patient')", *PATIENTS[6:]),
                ["the question “first-patient” is asked 2 times."],
                id="a patient twice",
            ),
            pytest.param(
                (*PATIENTS[:6], "A number:", ">midback.ask('how-many')", *PATIENTS[6:]),
                ["cell “ask-how-many”: “how-many” is a question of type numeric."],
                id="a question that is no case",
            ),
            pytest.param(
                (*PATIENTS[:4], *PATIENTS[5:]),
                ["cell “ask-second-patient”: two code cells follow each other."],
                id="no prose between",
            ),
            pytest.param(PATIENTS[:7], ["there is no midback.progress()."], id="no progress"),
            pytest.param(
                (PATIENTS[0].replace("20 minutes", "a while"), *PATIENTS[1:]),
                ["the opening does not say how long this takes."],
                id="no time",
            ),
        ],
    )
    def test_the_patients_have_a_contract_of_their_own(
        self, lesson: Writer, sources: tuple[str, ...], expected: list[str]
    ) -> None:
        """Each case once, with prose between, and progress below; no plates, no objectives."""
        path = lesson(*sources, name="11-patients.ipynb")
        (path.parent / "items" / "11-patients.yml").write_text(CASES, encoding="utf-8")

        problems = problems_in(path)

        assert len(expected) == len(problems), problems
        for begin, problem in zip(expected, problems, strict=True):
            assert problem.startswith(begin)


class TestBinder:
    def test_a_link_opens_the_file_in_jupyterlab(self) -> None:
        """The repository's address and the file's path make the address."""
        expected = (
            "https://mybinder.org/v2/gh/owner/a.course/HEAD"
            "?urlpath=lab/tree/notebooks/00-start-here.ipynb"
        )
        for repository in (
            "https://github.com/owner/a.course",
            "https://github.com/owner/a.course/",
            "https://github.com/owner/a.course.git",
        ):
            assert expected == binder_url(repository, "notebooks/00-start-here.ipynb")

    def test_a_path_is_quoted(self) -> None:
        """Characters with a meaning in addresses do not keep it."""
        url = binder_url("https://github.com/o/n", "notebooks/a b&c.ipynb")
        assert url.endswith("?urlpath=lab/tree/notebooks/a%20b%26c.ipynb")

    @pytest.mark.parametrize("repository", ["", "https://example.org/o/n", "https://github.com/o"])
    def test_another_address_is_refused_with_the_remedy(self, repository: str) -> None:
        """The error says which setting to correct."""
        with pytest.raises(ValueError, match=r"Correct “Repository” under \[project\.urls\]"):
            binder_url(repository, "a.ipynb")

    def test_the_readme_gets_a_row_for_every_lesson(self, lesson: Writer, tmp_path: Path) -> None:
        """Numbers, titles, times and links are written; the author's own text stays."""
        (tmp_path / "notebooks").mkdir()
        for name in ("00-start-here.ipynb", "01-where-it-is.ipynb", "notes.ipynb"):
            title = TITLE if name.startswith("01") else "# Start here"
            lesson(title, *LESSON[1:], name=name).rename(tmp_path / "notebooks" / name)
        (tmp_path / "pyproject.toml").write_text(
            '[project]\nurls = { Repository = "https://github.com/o/n" }\n', encoding="utf-8"
        )
        readme = tmp_path / "README.md"
        readme.write_text(
            "Above.\n<!-- binder: written by make tidy -->\nold\n<!-- end of binder -->\n"
            "<!-- lessons: written by make tidy -->\n<!-- end of lessons -->\nBelow.\n",
            encoding="utf-8",
        )

        assert tidy_readme(tmp_path) is True

        binder = "https://mybinder.org/v2/gh/o/n/HEAD?urlpath=lab/tree/notebooks"
        expected = f"""\
Above.
<!-- binder: written by make tidy -->
[![Open the course in Binder](https://mybinder.org/badge_logo.svg)]({binder}/00-start-here.ipynb)
<!-- end of binder -->
<!-- lessons: written by make tidy -->
| | Lesson | Time | Without installing |
|---|---|---|---|
|  | [Start here](notebooks/00-start-here.ipynb) | \
 | [open in Binder]({binder}/00-start-here.ipynb) |
| 1 | [Where the mid back is](notebooks/01-where-it-is.ipynb) | 40 minutes\
 | [open in Binder]({binder}/01-where-it-is.ipynb) |
<!-- end of lessons -->
Below.
"""
        assert expected == readme.read_text(encoding="utf-8")
        assert tidy_readme(tmp_path) is False

    def test_a_readme_without_the_comments_is_refused(self, tmp_path: Path) -> None:
        """The error names the file and the lines to put back."""
        (tmp_path / "pyproject.toml").write_text(
            '[project]\nurls = { Repository = "https://github.com/o/n" }\n', encoding="utf-8"
        )
        (tmp_path / "README.md").write_text("# A course\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"README\.md: the lines “<!-- binder: written by"):
            tidy_readme(tmp_path)


NOTEBOOKS = sorted(
    path
    for folder in ("notebooks", "source")
    for path in (COURSE / folder).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)


class TestTheCourse:
    def test_there_are_notebooks(self) -> None:
        """The checks below look at something."""
        assert COURSE / "notebooks" / "00-start-here.ipynb" in NOTEBOOKS

    @pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
    def test_every_notebook_is_in_normal_form(self, tmp_path: Path, path: Path) -> None:
        """Tidying a copy changes nothing; “make tidy” mends a failure."""
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        assert tidy_notebook(copy) is False

    @pytest.mark.parametrize(
        "path", sorted((COURSE / "notebooks").glob("[0-9][0-9]-*.ipynb"))[1:], ids=lambda p: p.name
    )
    def test_every_lesson_holds_what_a_lesson_holds(self, path: Path) -> None:
        """No lesson departs from the fixed sections, links and questions."""
        assert lesson_problems(path) == []
