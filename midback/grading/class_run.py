"""``midback grade``: ``nbgrader autograde`` for a whole class, over several processes.

Each process is long-lived, imports nbgrader once and takes one submission after the other.
Nothing is shared between them but the gradebook, in which each submission has its own rows.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from midback.course import Course
from midback.grading.commands import with_programs

if TYPE_CHECKING:
    from midback.grading.class_worker import Result

SECONDS_TO_FINISH = 10.0
INTERRUPTED = 130


@dataclass(frozen=True)
class Task:
    """What a process must know to mark submissions of one assignment."""

    root: Path
    assignment: str
    force: bool
    complete: frozenset[str]


def run(course: Course, assignment: str, *, jobs: int, force: bool) -> int:
    """Mark every submission of an assignment and say what became of each.

    What is marked already and has not changed is left alone, unless ``force`` is true; what a
    killed run left half-written is done again.

    Returns:
        0 if all are marked, 1 if one could not be or there is nothing to mark, 130 if Ctrl+C
        ended the run; the same command goes on from there.
    """
    console = Console()
    os.environ.update(with_programs())
    context = _context() if jobs > 1 else None
    from midback.grading import class_worker

    with contextlib.chdir(course.root):
        try:
            application = class_worker.course_application()
            students = class_worker.submissions(application.coursedir, assignment)
        except class_worker.NothingToGradeError as error:
            console.print(escape(str(error)), soft_wrap=True)
            return 1
        task = Task(
            root=course.root,
            assignment=assignment,
            force=force,
            complete=class_worker.fully_marked(application.coursedir, assignment),
        )
        if context and len(students) > 1:
            results = _in_processes(task, students, min(jobs, len(students)), context)
        else:
            grader = class_worker.Grader(
                application, assignment, force=force, complete=task.complete
            )
            results = (grader.grade(student) for student in students)
        done, interrupted = _collected(results, len(students), console)
    return _report(console, done, len(students), interrupted)


def _context() -> Any:
    """Processes that share one import of nbgrader where the system can, started at once."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        from multiprocessing import forkserver

        context.set_forkserver_preload(["midback.grading.class_worker"])
        forkserver.ensure_running()
    return context


def _in_processes(
    task: Task, students: Sequence[str], jobs: int, context: Any
) -> Generator[Result]:
    """The results of all submissions, as they come.

    A process that dies costs the one submission that it had in hand.
    """
    from midback.grading.class_worker import Outcome, Result

    waiting = list(reversed(students))
    workers: dict[Any, tuple[Any, str]] = {}

    def hand_out(connection: Any, process: Any) -> None:
        """The next submission for a process, or the end of its work."""
        if waiting:
            student = waiting.pop()
            workers[connection] = (process, student)
            with contextlib.suppress(OSError):  # A process that is gone is noticed in the loop.
                connection.send(student)
        else:
            connection.close()
            process.join()

    def begin() -> None:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, task), daemon=True)
        process.start()
        theirs.close()
        hand_out(ours, process)

    try:
        for _ in range(jobs):
            begin()
        while workers:
            for connection in cast(list[Any], wait(list(workers))):
                process, student = workers.pop(connection)
                try:
                    result = connection.recv()
                except (EOFError, OSError):
                    connection.close()
                    process.join()
                    yield Result(student, Outcome.FAILED, (_death(task, student, process),))
                    if waiting:
                        begin()
                else:
                    hand_out(connection, process)
                    yield result
    finally:
        for connection in workers:
            connection.close()
        for process, _ in workers.values():
            process.join(SECONDS_TO_FINISH)
            if process.is_alive():
                process.terminate()
                process.join()


def _work(connection: Any, task: Task) -> None:
    """Mark what comes through the connection until it is closed."""
    # Ctrl+C is for the parent, which then closes the connection; a kernel must not inherit this.
    signal.signal(signal.SIGINT, lambda *_: None)
    # What libraries and kernels print would tear the progress bar apart.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.chdir(task.root)
    from midback.grading.class_worker import Grader, course_application

    grader = Grader(course_application(), task.assignment, force=task.force, complete=task.complete)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(grader.grade(connection.recv()))


def _death(task: Task, student: str, process: Any) -> str:
    return (
        f"{student}: the process that marked submitted/{student}/{task.assignment} ended"
        f" (exit status {process.exitcode}; -9 is mostly too little memory)."
        f" Run `nbgrader autograde {task.assignment} --student={student}` to see why,"
        " or the same command with fewer jobs."
    )


def _collected(
    results: Generator[Result], total: int, console: Console
) -> tuple[list[Result], bool]:
    """The results, shown as they come; and whether Ctrl+C cut them short."""
    done: list[Result] = []
    with (
        contextlib.closing(results),
        Progress(
            TextColumn("marking"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
        ) as progress,
    ):
        bar = progress.add_task("", total=total)
        try:
            for result in results:
                done.append(result)
                progress.advance(bar)
        except KeyboardInterrupt:
            return done, True
    return done, False


def _report(console: Console, done: Sequence[Result], total: int, interrupted: bool) -> int:
    from midback.grading.class_worker import Outcome

    for result in sorted(done, key=lambda result: list(Outcome).index(result.outcome)):
        for note in result.notes:
            console.print(f"[bold]{result.outcome.value}[/] {escape(note)}", soft_wrap=True)
    counts = Counter(result.outcome for result in done)
    words = [f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome]]
    console.print(f"{', '.join(words) or 'nothing marked'}; {total} in all.")
    if counts[Outcome.DAMAGED]:
        console.print("Damaged ones are marked, from what could be read.")
    if counts[Outcome.SKIPPED]:
        console.print("Skipped ones are marked already; --force marks them again.")
    if interrupted:
        console.print("Stopped. The same command goes on from here.")
        return INTERRUPTED
    return int(counts[Outcome.FAILED] > 0)
