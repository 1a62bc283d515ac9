"""The whole graded cycle on a class of simulated trainees, through nbgrader's own commands."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from midback.course import Course
from midback.grading.assignment import grade_id, is_autograded, points
from midback.grading.commands import nbgrader
from midback.grading.releasing import copy_course
from midback.items import (
    Case,
    ExtendedMatching,
    Hotspot,
    Item,
    Labelling,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ScriptConcordance,
    ShortText,
    SingleBestAnswer,
    read_items,
)
from midback.responses import FILE_NAME, ResponseFile

COURSE = "mid-back-pain"


@dataclass
class Trainee:
    """A simulated trainee: the answers given, and the points they deserve.

    The points are worked out here from how each answer was made up, not by the marking that
    is being shown.
    """

    name: str
    kind: str
    answers: dict[str, object] = field(default_factory=dict)
    expected: Fraction = Fraction(0)


def simulate(
    items: Mapping[str, Item], worth: Mapping[str, Decimal], typical: int, seed: int
) -> list[Trainee]:
    """A class: one perfect, some typical, one blank, one whose file of answers is damaged."""
    chance = random.Random(seed)
    trainees = [Trainee("ada-perfect", "perfect")]
    trainees += [Trainee(f"trainee-{number:02}", "typical") for number in range(1, typical + 1)]
    trainees += [Trainee("zoe-blank", "blank"), Trainee("zac-damaged", "damaged")]
    for trainee in trainees:
        if trainee.kind == "blank":
            continue
        for identifier, most in worth.items():
            if trainee.kind == "typical" and chance.random() < 0.1:
                continue
            wanted = 1.0 if trainee.kind == "perfect" else chance.random()
            answer, share = made_up(items[identifier], wanted, chance)
            trainee.answers[identifier] = answer
            if trainee.kind != "damaged":
                trainee.expected += Fraction(most) * share
    return trainees


def made_up(item: Item, skill: float, chance: random.Random) -> tuple[object, Fraction]:
    """An answer of about this skill (0 to 1), and the share of the points it deserves.

    The answers are wrong in ways whose worth is plain, so that it can be said without marking.
    """
    knows = skill > 0.4
    match item:
        case SingleBestAnswer():
            if knows:
                return item.key, Fraction(1)
            return chance.choice([word for word in item.options if word != item.key]), Fraction(0)
        case MultipleResponse():
            return _picks(item.options, item.key, item.harmful, item.choose, skill, chance)
        case Numeric():
            if knows:
                return f"{item.key:f}", Fraction(1)
            return f"{item.key * 3 + 1000:f}", Fraction(0)
        case ShortText():
            if knows:
                return f" {chance.choice(item.key).upper()} ", Fraction(1)
            return "no idea 000", Fraction(0)
        case ExtendedMatching():
            stems = list(item.key)
            right = stems[: round(skill * len(stems))]
            matches = {
                stem: item.key[stem]
                if stem in right
                else next(word for word in item.options if word != item.key[stem])
                for stem in stems
            }
            return matches, Fraction(len(right), len(stems))
        case Matching() | Labelling():
            words = list(item.key)
            right = words[: round(skill * len(words))]
            return {word: item.key[word] for word in right}, Fraction(len(right), len(words))
        case Ordering():
            if knows:
                return list(item.key), Fraction(1)
            first, second, *rest = item.key
            pairs = len(item.key) * (len(item.key) - 1) // 2
            return [second, first, *rest], Fraction(pairs - 2, pairs)
        case Hotspot():
            word = item.key if knows else next(w for w in item.regions if w != item.key)
            x, y = item.markers[word]
            return {"x": x, "y": y}, Fraction(knows)
        case ScriptConcordance():
            word = chance.choice(list(item.votes))
            return word, Fraction(item.votes[word], max(item.votes.values()))
        case Case():
            return _walk(item, skill, chance)
    raise TypeError(f"no answer can be made up for an item of type {item.type}")


def _picks(
    options: Collection[str],
    key: Sequence[str],
    shunned: Collection[str],
    choose: int | None,
    skill: float,
    chance: random.Random,
) -> tuple[list[str], Fraction]:
    """Picks of which some are right, and at most one is wrong though none is ``shunned``."""
    right = chance.sample(list(key), max(1, round(skill * len(key))))
    wrong_ones = [word for word in options if word not in key and word not in shunned]
    room = (choose or len(options)) - len(right)
    wrong = wrong_ones[: min(room, 1)] if skill < 0.5 else []
    return [*right, *wrong], Fraction(max(0, len(right) - len(wrong)), len(key))


def _walk(case: Case, skill: float, chance: random.Random) -> tuple[object, Fraction]:
    """A way through a case: worse at one step than at another, and sometimes fatal."""
    earned = Fraction(0)
    weights = Fraction(0)
    died = False
    steps: dict[str, list[str]] = {}
    for word, step in case.steps.items():
        luck = 1.0 if skill == 1 else min(1.0, max(0.0, skill + chance.uniform(-0.4, 0.4)))
        shunned = [*step.neutral, *step.harmful, *step.fatal]
        steps[word], share = _picks(step.options, step.key, shunned, step.choose, luck, chance)
        if step.fatal and luck < 0.1:
            steps[word], share, died = [next(iter(step.fatal))], Fraction(0), True
        earned += share * Fraction(step.weight)
        weights += Fraction(step.weight)
    return {"steps": steps}, Fraction(0) if died else earned / weights


def run(course: Course, assignment: str, folder: Path, *, typical: int, seed: int) -> int:
    """Run the cycle in ``folder`` and print the table; 0 if every mark is as expected, else 1.

    Raises:
        NbgraderError: one of nbgrader's commands failed.
    """
    console = Console()
    teaching = folder / "course"
    copy_course(course, teaching, [assignment])
    notebook = json.loads((teaching / "source" / assignment / f"{assignment}.ipynb").read_text())
    worth = _worth(notebook)
    items = read_items(teaching / "source" / assignment / "items.yml")
    trainees = simulate(items, worth, typical, seed)
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    environment = {
        "MIDBACK_EXCHANGE": str(exchange),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
    }

    def teach(*arguments: str) -> None:
        nbgrader(*arguments, folder=teaching, environment=environment)

    before = [("generate_assignment", "generate"), ("release_assignment", "release")]
    after = [
        ("collect", "collect"),
        ("autograde", "autograde"),
        ("generate_feedback", "feedback"),
        ("release_feedback", "return feedback"),
    ]
    with Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        bar = progress.add_task("", total=len(before) + 2 * len(trainees) + len(after) + 1)

        def step(description: str) -> None:
            progress.update(bar, description=description)

        for command, words in before:
            step(words)
            teach(command, assignment)
            progress.advance(bar)
        for trainee in trainees:
            desk = folder / "trainees" / trainee.name
            desk.mkdir(parents=True)
            (desk / "nbgrader_config.py").write_text(
                f'c = get_config()\nc.CourseDirectory.course_id = "{COURSE}"\n'
                f"c.Exchange.root = {str(exchange)!r}\n"
            )
            step(f"{trainee.name} fetches")
            nbgrader("fetch_assignment", assignment, folder=desk, environment=environment)
            progress.advance(bar)
            work(trainee, desk / assignment)
            step(f"{trainee.name} submits")
            nbgrader(
                "submit",
                assignment,
                f"--student={trainee.name}",
                folder=desk,
                environment=environment,
            )
            progress.advance(bar)
        for command, words in after:
            step(words)
            teach(command, assignment)
            progress.advance(bar)
        step("export")
        teach("export", "--to=grades.csv")
        progress.advance(bar)
        step("done")
    return report(console, trainees, teaching, assignment)


def work(trainee: Trainee, folder: Path) -> None:
    """Answer the assignment in a fetched folder, as the card would record it."""
    answers = ResponseFile(folder)
    for identifier, answer in trainee.answers.items():
        answers.record(identifier, answer)
    if trainee.kind == "damaged":
        whole = (folder / FILE_NAME).read_bytes()
        (folder / FILE_NAME).write_bytes(whole[: len(whole) // 2])


def report(console: Console, trainees: Sequence[Trainee], teaching: Path, assignment: str) -> int:
    """Print trainee, expected mark and gradebook mark; 1 if any two differ or a file is missing."""
    with (teaching / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    table = Table(title=f"{assignment}: what the answers deserve, and what the gradebook says")
    for heading in ("trainee", "kind", "expected", "gradebook", "feedback", ""):
        numeric = heading in ("expected", "gradebook")
        table.add_column(heading, justify="right" if numeric else "left")
    failed = 0
    for trainee in trainees:
        row = rows.get(trainee.name)
        mark = float(row["score"]) if row and row["score"] else None
        page = teaching / "feedback" / trainee.name / assignment / f"{assignment}.html"
        same = mark is not None and abs(mark - float(trainee.expected)) < 1e-4 and page.exists()
        failed += not same
        table.add_row(
            trainee.name,
            trainee.kind,
            f"{float(trainee.expected):.4f}",
            "none" if mark is None else f"{mark:.4f}",
            "returned" if page.exists() else "missing",
            "same" if same else "DIFFERENT",
        )
    console.print(table)
    most = next(iter(rows.values()))["max_score"] if rows else "?"
    console.print(
        f"Out of {most} points with the written answer, which waits for a human marker"
        " in formgrader and counts 0 until then."
    )
    console.print("Every mark is as expected." if not failed else f"{failed} marks differ.")
    return int(failed > 0)


def _worth(notebook: Mapping[str, Any]) -> dict[str, Decimal]:
    """The points of each item of an assignment's notebook, by item id."""
    from nbformat import from_dict

    cells = [from_dict(cell) for cell in notebook["cells"]]
    return {grade_id(cell): points(cell) for cell in cells if is_autograded(cell)}
