"""``make bench``: how fast is grading? See README.md in this folder."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from benchmarks.classes import ASSIGNMENT, ROOT, Answers, Way, course, jupyterquiz, stock
from midback.items import Item, MultipleResponse

HERE = Path(__file__).parent
BUILD = HERE / "build"
RESULTS = HERE / "results.md"
CARD = "# How fast a question card is"
"""Where the part of the results begins that ``benchmarks.card`` writes, and this leaves alone."""
QUIZ_PACKAGE = "nbgrader-jupyterquiz==0.5.0"


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds, submissions in a run of each way, and growth."""

    rounds: int
    course: int
    stock: int
    jupyterquiz: int
    growth: tuple[int, ...]


PLANS = {
    "quick": Plan(1, 50, 4, 0, (10, 50)),
    "usual": Plan(3, 100, 6, 3, (10, 100, 300)),
    "long": Plan(3, 100, 6, 3, (10, 100, 300, 1000)),
}

# nbgrader's last words on each submission.
FINISHED = b"Setting destination file permissions"


@dataclass(frozen=True)
class Run:
    """One run of a command: its seconds, the seconds at which each submission was finished, and
    its peak memory in megabytes."""

    seconds: float
    finished: tuple[float, ...]
    memory: float

    def each(self) -> list[float]:
        """The seconds of every submission after the first."""
        return [later - earlier for earlier, later in pairwise(self.finished)]


def measured(way: Way, submissions: int, command: Sequence[str] = ()) -> Run:
    """Autograde so many submissions, from a fresh gradebook.

    Raises:
        RuntimeError: the command failed, or did not grade them all.
    """
    way.prepare(submissions)
    lines: list[bytes] = []
    finished: list[float] = []
    began = time.perf_counter()
    process = subprocess.Popen(
        command or way.nbgrader("autograde", ASSIGNMENT),
        cwd=way.folder,
        env=way.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    for line in process.stdout:
        if FINISHED in line:
            finished.append(time.perf_counter() - began)
        lines.append(line)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    graded = {trainee for trainee, _ in way.scores()}
    if process.returncode or len(graded) != submissions:
        said = b"".join(lines).decode(errors="replace")
        raise RuntimeError(f"{way.name} failed:\n{said[-3000:]}")
    unit = 1 if platform.system() == "Darwin" else 1024
    return Run(seconds, tuple(finished), usage.ru_maxrss * unit / 1e6)


@dataclass
class Measured:
    """The runs of one way, round by round, each of so many submissions."""

    way: Way
    size: int
    runs: list[Run] = field(default_factory=list)

    def rounds(self) -> list[float]:
        """Seconds per further submission, the median of each round."""
        return [statistics.median(run.each()) for run in self.runs]

    def seconds(self) -> float:
        """Seconds per further submission, the median of all rounds."""
        return statistics.median(self.rounds())

    def memory(self) -> float:
        """The peak over all runs, in megabytes."""
        return max(run.memory for run in self.runs)

    def start(self) -> float:
        """Seconds until the first submission is finished."""
        return statistics.median(run.finished[0] for run in self.runs)


def take_turns(ways: Sequence[Measured], rounds: int) -> None:
    """Measure all ways in turns, so that a busy machine slows all of them."""
    for number in range(rounds):
        for each in ways:
            say(f"round {number + 1} of {rounds}: {each.way.name}, {each.size} submissions")
            each.runs.append(measured(each.way, each.size))


def say(words: str) -> None:
    """Progress, on the error stream."""
    print(words, file=sys.stderr, flush=True)


def quiz_way(items: Mapping[str, Item], answers: Mapping[str, Answers]) -> Way | str:
    """nbgrader-jupyterquiz, ready to be measured, or a sentence that says why it is not."""
    environment = BUILD / "jupyterquiz-environment"
    python = environment / "bin" / "python"
    try:
        if not python.exists():
            say(f"installing {QUIZ_PACKAGE} into an environment of its own")
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--compile"]
        subprocess.run(
            [*install, "--constraint", str(ROOT / "constraints.txt"), QUIZ_PACKAGE],
            check=True,
            capture_output=True,
            text=True,
        )
        return jupyterquiz(BUILD / "jupyterquiz", python, items, answers)
    except (subprocess.CalledProcessError, RuntimeError, OSError) as error:
        detail = str(getattr(error, "stderr", "") or error).strip().splitlines()[-1]
        return f"nbgrader-jupyterquiz could not be installed or run here ({detail})."


def check_marks(ours: Way, other: Way, items: Mapping[str, Item], *, quiz: bool) -> int:
    """How many marks were compared and found equal.

    Raises:
        RuntimeError: two differ, so that the ways did not do the same work.
    """
    mine = ours.scores()
    compared = 0
    for (trainee, name), mark in other.scores().items():
        if (trainee, name) not in mine or (quiz and isinstance(items[name], MultipleResponse)):
            continue
        if abs(mine[trainee, name] - mark) > 1e-5:
            raise RuntimeError(
                f"{trainee}, {name}: {mine[trainee, name]} here, {mark} by {other.name}"
            )
        compared += 1
    if not compared:
        raise RuntimeError(f"no mark of {other.name} could be compared")
    return compared


def parts(way: Way, submissions: int) -> dict[str, float]:
    """Milliseconds a submission by part, the largest first."""
    way.prepare(submissions)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.parts", ASSIGNMENT],
        cwd=way.folder,
        env=way.variables(),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    largest = sorted(found.items(), key=lambda entry: -entry[1])
    return {part: seconds / submissions * 1000 for part, seconds in largest}


def report(
    ways: Sequence[Measured],
    notes: Sequence[str],
    where: Mapping[str, float],
    growth: Mapping[int, Sequence[Run]],
    jobs: Mapping[int, float],
) -> Iterator[str]:
    """The results in Markdown, line by line."""
    ours, theirs = ways[0], ways[1]
    yield "# What `make bench` measured"
    yield ""
    yield "How it is done, and what the words mean, is in [README.md](README.md)."
    yield ""
    yield (
        f"One machine with {os.cpu_count()} cores; {platform.system()},"
        f" Python {platform.python_version()}, nbgrader {version('nbgrader')},"
        f" SQLAlchemy {version('sqlalchemy')}; gradebook in SQLite."
    )
    yield "Other machines give other seconds; the ratios should hold."
    yield ""
    yield "## Seconds per further submission of 20 questions"
    yield ""
    yield "| `nbgrader autograde` with | median | rounds | stock takes | peak memory |"
    yield "|---|---|---|---|---|"
    for way in ways:
        ratio = statistics.median(
            stock_seconds / seconds
            for stock_seconds, seconds in zip(theirs.rounds(), way.rounds(), strict=True)
        )
        rounds = f"{min(way.rounds()):.3f} to {max(way.rounds()):.3f} s"
        longer = "–" if way is theirs else f"{ratio:.{0 if ratio >= 10 else 2}f} times as long"
        yield (
            f"| {way.way.name}, {way.size} submissions | {way.seconds():.3f} s | {rounds}"
            f" | {longer} | {way.memory():.0f} MB |"
        )
    yield ""
    yield from notes
    yield ""
    size = 100 if 100 in growth else ours.size
    whole = statistics.median(run.seconds for run in growth.get(size, ours.runs))
    yield (
        f"A class of {size}, from the command to its end: {whole:.1f} s with this course."
        f" Stock nbgrader would need {theirs.start() + (size - 1) * theirs.seconds():.0f} s"
        " (its first submission, and the others at its median)."
    )
    yield ""
    yield "## Where this course's time goes"
    yield ""
    yield "| part | milliseconds a submission | share |"
    yield "|---|---|---|"
    total = sum(where.values())
    for part, milliseconds in where.items():
        yield f"| {part} | {milliseconds:.1f} | {milliseconds / total:.0%} |"
    yield f"| all | {total:.1f} | 100% |"
    yield ""
    yield "## Growth"
    yield ""
    medians = {
        size: statistics.median(run.seconds for run in runs) for size, runs in growth.items()
    }
    slope, start = statistics.linear_regression(list(medians), list(medians.values()))
    yield "| submissions | seconds | the line says | peak memory |"
    yield "|---|---|---|---|"
    for size, seconds in medians.items():
        memory = statistics.median(run.memory for run in growth[size])
        yield f"| {size:,} | {seconds:.1f} | {start + slope * size:.1f} | {memory:.0f} MB |"
    yield ""
    worst = max(abs(seconds - start - slope * size) for size, seconds in medians.items())
    peaks = [statistics.median(run.memory for run in runs) for runs in growth.values()]
    yield (
        f"The line, by least squares: {start:.1f} s to start, and {slope * 1000:.0f} ms for each"
        f" submission. No run is further from it than {worst:.2f} s."
    )
    yield (
        f"From {min(growth)} to {max(growth):,} submissions the peak memory changes by"
        f" {peaks[-1] - peaks[0]:+.0f} MB."
    )
    yield ""
    yield "## Over several processes"
    yield ""
    yield f"`midback grade` with a class of {max(growth):,}, from the command to its end:"
    yield ""
    yield "| processes | seconds |"
    yield "|---|---|"
    for number, seconds in jobs.items():
        yield f"| {number} | {seconds:.1f} |"


def main() -> int:
    """Build, measure and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="a look; writes no results")
    length.add_argument("--long", action="store_true", help="up to 1,000 submissions")
    options = parser.parse_args()
    plan = PLANS["quick" if options.quick else "long" if options.long else "usual"]

    say("building the assignment and the class")
    for name in ("course", "stock", "jupyterquiz"):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    ours, items, answers = course(BUILD / "course", max(*plan.growth, plan.course))
    few = dict(list(answers.items())[: plan.stock])
    ways = [Measured(ours, plan.course)]
    ways.append(Measured(stock(BUILD / "stock", items, few), plan.stock))
    notes = []
    if plan.jupyterquiz:
        quiz = quiz_way(items, few)
        if isinstance(quiz, Way):
            ways.append(Measured(quiz, plan.jupyterquiz))
        else:
            notes.append(quiz)
    take_turns(ways, plan.rounds)
    for other in ways[1:]:
        equal = check_marks(ours, other.way, items, quiz=other.way.name == "nbgrader-jupyterquiz")
        notes.append(f"{equal} marks of {other.way.name} were compared with this course's: equal.")
    growth: dict[int, list[Run]] = {size: [] for size in plan.growth}
    for number in range(plan.rounds):
        for size in growth:
            say(f"growth, round {number + 1}: {size} submissions")
            growth[size].append(measured(ours, size))
    jobs = {}
    for number in dict.fromkeys((1, os.cpu_count() or 1)):
        say(f"midback grade --jobs {number}")
        command = [sys.executable, "-m", "midback.cli", "grade", ASSIGNMENT, "--jobs", str(number)]
        jobs[number] = measured(ours, max(growth), command).seconds
    say("where the time goes")
    where = parts(ours, min(100, max(growth)))
    text = "\n".join(report(ways, notes, where, growth, jobs)) + "\n"
    print(text)
    if not options.quick:
        card = "".join(RESULTS.read_text(encoding="utf-8").partition(f"\n{CARD}")[1:])
        RESULTS.write_text(text + card, encoding="utf-8")
        say(f"{RESULTS.name} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
