"""The tables that show what the course covers, written into ``docs/`` from the course itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from midback.course import Course
from midback.items.flaws import Draft
from midback.notebook.parts import Lesson, objectives_of
from midback.notebook.teaching import (
    ASSESSMENTS,
    LEVELS,
    MOST_OF_AN_OBJECTIVE,
    Place,
    Teaching,
)

_MADE = "<!-- Written by make tidy from the lessons and the item files. Do not edit. -->"
_NOTHING = "—"


def tidy_tables(course: Course) -> list[Path]:
    """Write the tables that are not current, and say which those were."""
    written = []
    for path, text in {**tables(course), **figures(course)}.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def stale_tables(course: Course) -> Iterator[str]:
    """A sentence for every table that no longer says what the course holds.

    The page of figures is not among them: to draw every plate takes longer than all other checks.
    """
    for path, text in tables(course).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield f"{path}: is not current. Run “make tidy”."


def tables(course: Course) -> Mapping[Path, str]:
    """The text of every generated table by its file."""
    teaching = Teaching(course)
    return {
        course.root / "docs" / "blueprint.md": _blueprint(teaching),
        course.root / "docs" / "coverage.md": _coverage(teaching),
        course.root / "docs" / "facts.md": _facts(teaching),
    }


def figures(course: Course) -> Mapping[Path, str]:
    """The text of the page of plates and figures, by its file."""
    from midback.notebook.figures import figures_page  # it loads matplotlib

    sections = [_MADE, "# Plates and figures", *figures_page(Teaching(course).lessons)]
    return {course.root / "docs" / "atlas.md": _page(sections)}


def _blueprint(teaching: Teaching) -> str:
    names = list(teaching.graded)
    sections = [
        _MADE,
        "# Blueprint of the assessments",
        "Which objective is examined where, by what type of question, and what the question asks of"
        " the mind.\n"
        f"The assessments {_listed(ASSESSMENTS)} examine every objective between one and"
        f" {_number(MOST_OF_AN_OBJECTIVE)} times between them; the first assignment is a rehearsal"
        " and is not counted.",
    ]
    for lesson in teaching.lessons:
        objectives = objectives_of(lesson)
        if not objectives:
            continue
        rows = []
        for slug, words in objectives.items():
            cells = [
                "; ".join(
                    f"`{item.id}` ({item.type}, {item.text('level') or _NOTHING})"
                    for item in teaching.graded[name]
                    if item.text("objective") == slug
                )
                for name in names
            ]
            rows.append([f"{_cell(words)} `{slug}`", *cells])
        sections += [f"## {_title(lesson)}", _table(["Objective", *names], rows)]
    graded = teaching.graded
    types = sorted({item.type for item in teaching.examined})
    sections += [
        "## Types of question",
        _counts("Type", types, {name: [item.type for item in graded[name]] for name in names}),
        "## What the questions ask of the mind",
        _counts(
            "Level", LEVELS, {name: [item.text("level") for item in graded[name]] for name in names}
        ),
    ]
    return _page(sections)


def _coverage(teaching: Teaching) -> str:
    rows = []
    for line in teaching.brief:
        places = [place for fact in line.facts for place in teaching.taught.get(fact, ())]
        rows.append(
            [
                _cell(line.line),
                _places(places),
                _ids(teaching.practice, line.facts),
                _ids(teaching.examined, line.facts),
            ]
        )
    return _page(
        [
            _MADE,
            "# What the course was asked to teach, and where it does",
            "Every line of the brief, the sections that teach it, and the questions that practise"
            " and examine it.\n"
            "The lines and the facts that answer them stand in `notebooks/brief.yml`.",
            _table(["Line of the brief", "Taught in", "Practised by", "Examined by"], rows),
        ]
    )


def _facts(teaching: Teaching) -> str:
    rows = [
        [
            f"`{fact}`",
            _places(teaching.taught.get(fact, ())),
            _ids(teaching.practice, [fact]),
            _ids(teaching.examined, [fact]),
        ]
        for fact in teaching.facts
    ]
    return _page(
        [
            _MADE,
            "# Facts: where each is taught, practised and examined",
            "The facts, with their sources and how sure they are, stand in `notebooks/facts.yml`.\n"
            "A lesson says what a line teaches in a comment at its end; an item lists its facts.",
            _table(["Fact", "Taught in", "Practised by", "Examined by"], rows),
        ]
    )


def _title(lesson: Lesson) -> str:
    return lesson.lines[0].text.lstrip("# ") if lesson.lines else lesson.path.stem


def _places(places: Iterable[Place]) -> str:
    links = []
    for place in dict.fromkeys(places):
        number = place.lesson.name[:2].lstrip("0")
        section = _cell(place.section) or "opening"
        links.append(f"[{number}: {section}](../notebooks/{quote(place.lesson.name)})")
    return "<br>".join(links) or _NOTHING


def _ids(items: Sequence[Draft], facts: Iterable[str]) -> str:
    wanted = set(facts)
    found = [f"`{item.id}`" for item in items if wanted & set(item.words("facts"))]
    return ", ".join(found) or _NOTHING


def _counts(head: str, kinds: Sequence[str], found: Mapping[str, Sequence[str]]) -> str:
    counted = {name: Counter(kinds_of) for name, kinds_of in found.items()}
    rows = [[kind, *(str(counted[name][kind]) for name in found)] for kind in kinds]
    rows.append(["**all**", *(f"**{len(kinds_of)}**" for kinds_of in found.values())])
    return _table([head, *found], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell or _NOTHING for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()


def _page(sections: Iterable[str]) -> str:
    return "\n\n".join(sections) + "\n"


def _listed(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _number(number: int) -> str:
    return ("no", "one", "two", "three", "four", "five")[number]
