"""What every lesson holds, and where one of the course's lessons does not hold it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from midback.items import ReferencesError, read_references
from midback.notebook.facts import fact_problems
from midback.notebook.normal_form import NotebookError
from midback.notebook.parts import (
    COMMENT,
    LIST_ITEM,
    OBJECTIVE,
    Lesson,
    Line,
    name_of,
    objectives_of,
)
from midback.notebook.practice import patient_problems, practice_problems

_QUESTIONS = re.compile(r"\b(\d+) questions\b")
_DURATION = re.compile(r"\d+\s*(?:minutes|hours?)\b")
# One pair of parentheses may stand inside an address, as in older DOIs.
_ADDRESS = re.compile(r"https?://(?:[^\s()<>\[\]\"]|\([^\s()<>]*\))+")
_FILE_LINK = re.compile(r"\]\(\s*<?(?![a-z]+:|#)([^)#\s>]+)")
_SENTENCE_END = re.compile(r"(\S*[.!?])[\"”’)*_]*\s+(?=[\"“‘(\[*_]*[A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|approx|ca|cf|Dr|etc|Figs?|No|Prof|St|vs)|\b[A-Z])\.$"
)
# Quoted speech, formulas and code may hold sentences of their own.
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|`[^`]*`|\$[^$]*\$")
_RUN_IN_HEAD = re.compile(r"\s*\*\*[^*]+\*\*\s*")

LESSON_FILE = re.compile(r"(0[1-9]|[1-9][0-9])-[a-z0-9-]+\.ipynb")
"""The names of lesson files, and of the patients'; ``00-start-here.ipynb`` is not a lesson."""

PATIENTS_FILE = "11-patients.ipynb"
"""The unfolding patients: a notebook of cases, which teaches nothing new and practises all."""


def lesson_objectives(path: Path | str) -> Mapping[str, str]:
    """The objectives stated at the top of a lesson: ``mid-back.locate`` to the objective's words.

    Raises:
        NotebookError: the file is no notebook.
    """
    return objectives_of(Lesson(Path(path)))


def lesson_problems(path: Path | str) -> list[str]:
    """Everything in which a lesson differs from what every lesson holds, one sentence or two each.

    An empty list is a lesson in order.
    The notebook of patients has a shorter contract of its own.
    Each text names the file, the cell where one is meant, what is wrong and the remedy.
    Links are compared with the ``references.bib`` beside the notebook, questions with its
    ``items`` folder.
    """
    try:
        lesson = Lesson(Path(path))
    except NotebookError as error:
        return [str(error)]
    of_its_kind = _PATIENTS if lesson.path.name == PATIENTS_FILE else _LESSON
    return [problem for check in (*of_its_kind, *_ALL) for problem in check(lesson)]


def _patients_title_problems(lesson: Lesson) -> Iterator[str]:
    first = lesson.lines[0] if lesson.lines else Line("", "", "")
    if not re.match(r"# \S", first.text):
        yield lesson.problem("the first line should be the title, “# …”.", first.cell)
    yield from _further_titles(lesson)


def _title_problems(lesson: Lesson) -> Iterator[str]:
    number = lesson.path.name.split("-")[0]
    wanted = f"# Lesson {int(number)}. …" if number.isdecimal() else "# Lesson 1. …"
    first = lesson.lines[0] if lesson.lines else Line("", "", "")
    if not re.match(re.escape(wanted.removesuffix("…")) + r"\S", first.text):
        yield lesson.problem(f"the first line should be the title, “{wanted}”.", first.cell)
    yield from _further_titles(lesson)


def _further_titles(lesson: Lesson) -> Iterator[str]:
    for line in lesson.lines[1:]:
        if line.text.startswith("# "):
            yield lesson.problem(
                "a lesson has one title. Begin this heading with “##” or “###”.", line.cell
            )


def _opening_problems(lesson: Lesson) -> Iterator[str]:
    opening = [line.text for line in lesson.lines if not line.section]
    if not any(re.search(r"\bfor\b", text, re.IGNORECASE) for text in opening[1:]):
        yield lesson.problem(
            "the opening does not say who this is for."
            " Write a line above the first section that begins “For …”."
        )
    if not any(_DURATION.search(text) for text in opening):
        yield lesson.problem(
            "the opening does not say how long this takes."
            " Write it above the first section, for example “It takes about 40 minutes.”"
        )
    for text in opening:
        for said in _QUESTIONS.findall(text):
            if int(said) != len(lesson.asked):
                yield lesson.problem(
                    f"the opening speaks of {said} questions, and {len(lesson.asked)} are asked."
                    " Count them again."
                )
    if not any(
        "education" in line.text.lower() and "protocol" in line.text.lower()
        for line in lesson.lines
    ):
        yield lesson.problem(
            "nothing says that this is education and not a protocol. Say so in one line."
        )


def _section_problems(lesson: Lesson) -> Iterator[str]:
    for section in ("Objectives", "Key points", "Sources"):
        if lesson.sections.count(section) != 1:
            yield lesson.problem(
                f"there should be one section “## {section}”,"
                f" and there are {lesson.sections.count(section)}."
            )
        elif not lesson.list_items(section):
            yield lesson.problem(f"the section “## {section}” should hold a list.")
    ordered = [name for name in lesson.sections if name in ("Key points", "Sources")]
    if "Objectives" in lesson.sections[1:]:
        yield lesson.problem("“## Objectives” should be the first section.")
    if "Sources" in lesson.sections[:-1]:
        yield lesson.problem("“## Sources” should be the last section.")
    elif ordered == ["Sources", "Key points"]:
        yield lesson.problem("“## Key points” should stand above “## Sources”.")


def _objective_problems(lesson: Lesson) -> Iterator[str]:
    slugs: list[tuple[str, str]] = []
    for item in lesson.list_items("Objectives"):
        named = OBJECTIVE.search(item)
        if named:
            slugs.append((named[1], named[2]))
        else:
            yield lesson.problem(
                f"the objective “{COMMENT.sub('', item).strip()}” has no name."
                " End it with one, for example “<!-- mid-back.locate -->”."
            )
    for slug, count in Counter(slug for slug, _ in slugs).items():
        if count > 1:
            yield lesson.problem(f"two objectives are named “{slug}”. Give one another name.")
    lessons = list(dict.fromkeys(lesson_name for _, lesson_name in slugs))
    if len(lessons) > 1:
        yield lesson.problem(
            f"the objectives name several lessons ({', '.join(lessons)})."
            " Use one word before the dot."
        )
    points = len(lesson.list_items("Key points"))
    if points and points < len(slugs):
        yield lesson.problem(
            f"there are {len(slugs)} objectives and {points} key points."
            " Give every objective its key point, in the same words."
        )


def _code_problems(lesson: Lesson) -> Iterator[str]:
    for above, below in pairwise(lesson.cells):
        if above.cell_type == below.cell_type == "code":
            yield lesson.problem(
                "two code cells follow each other. Write what the trainee should look for between.",
                name_of(below),
            )
    for position, code in enumerate(lesson.code):
        if (position == 0) != (code.call == "import"):
            yield lesson.problem(
                "the first code cell, and no other, should be “import midback”.", code.cell
            )
        elif code.call is None:
            yield lesson.problem(
                "a code cell should be one call of the course,"
                ' such as midback.ask("…"). Move other code into the package.',
                code.cell,
            )
        if not code.hidden:
            yield lesson.problem("the code is not collapsed. Run “make tidy”.", code.cell)


def _figure_problems(lesson: Lesson) -> Iterator[str]:
    calls = [code.call or "" for code in lesson.code]
    if "plate" not in calls:
        yield lesson.problem('there is no midback.plate("…"). Every lesson has at least one.')
    if not any(call.startswith("explore.") for call in calls):
        yield lesson.problem("there is no midback.explore.…(). Every lesson has at least one.")


def _progress_problems(lesson: Lesson) -> Iterator[str]:
    calls = [code.call or "" for code in lesson.code]
    for call, example in (("ask", 'midback.ask("…")'), ("progress", "midback.progress()")):
        if call not in calls:
            yield lesson.problem(f"there is no {example}. Every lesson has at least one.")
    if "ask" in calls and "progress" in calls:
        last_question = len(calls) - 1 - calls[::-1].index("ask")
        if calls.index("progress") < last_question:
            yield lesson.problem(
                "midback.progress() stands above a question. Move it below the last one."
            )


def _link_problems(lesson: Lesson) -> Iterator[str]:
    bibliography = lesson.path.parent / "references.bib"
    try:
        references = read_references(bibliography)
    except (OSError, ReferencesError) as error:
        yield lesson.problem(f"the links cannot be compared with {bibliography.name}: {error}")
        return
    known = {_plain_address(reference.url) for reference in references.values()}
    for line in lesson.lines:
        for address in _ADDRESS.findall(line.text):
            if _plain_address(address) not in known:
                yield lesson.problem(
                    f"the link {address.rstrip('.,;:')} is not in {bibliography.name}."
                    " Add the source there, or link to the address that stands there.",
                    line.cell,
                )
        for file in _FILE_LINK.findall(line.text):
            if not (lesson.path.parent / unquote(file)).exists():
                yield lesson.problem(f"the link leads to {file}, which does not exist.", line.cell)


def _plain_address(address: str) -> str:
    """An address by which two spellings of one source are equal."""
    plain = unquote(address).lower().rstrip("/.,;:*_")
    return re.sub(r"^https?://(www\.|dx\.)?", "", plain)


def _sentence_problems(lesson: Lesson) -> Iterator[str]:
    prose = [
        line if _is_prose(line) else Line(line.cell, "", line.section) for line in lesson.lines
    ]
    for line in prose:
        text = _without_marks(line.text)
        ends = [end for end in _SENTENCE_END.findall(text) if not _ABBREVIATION.search(end)]
        if ends:
            yield lesson.problem(
                f"two sentences share a line. Begin a new line after “{ends[0]}”.", line.cell
            )
    for line, following in pairwise(prose):
        ended = re.sub(r"[\s\"”’)\]*_]+$", "", COMMENT.sub("", line.text))
        if ended and ended[-1] not in ".!?:;…\\" and re.match(r"\s*[a-z]", following.text):
            yield lesson.problem(
                f"a sentence goes on in the next line. Join the line that ends “{ended[-30:]}”"
                " with the one below.",
                line.cell,
            )


def _is_prose(line: Line) -> bool:
    # Headings, tables, HTML, quotations and pictures have their own rules.
    return line.section != "Sources" and not line.text.lstrip().startswith(tuple("#|<>!"))


def _without_marks(text: str) -> str:
    text = LIST_ITEM.sub("", COMMENT.sub("", text), count=1)
    return _QUOTATION.sub("…", _RUN_IN_HEAD.sub("", text, count=1))


_LESSON = (
    _title_problems,
    _section_problems,
    _objective_problems,
    _figure_problems,
    practice_problems,
)
_PATIENTS = (_patients_title_problems, patient_problems)
_ALL = (
    _opening_problems,
    _code_problems,
    _progress_problems,
    fact_problems,
    _link_problems,
    _sentence_problems,
)
