"""``midback``: the course's commands, for authors and instructors."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from midback.course import Course, NoCourseError, problems_of_items


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if something is to be mended."""
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(Course.here(), options)
        return result
    except NoCourseError as error:
        print(error, file=sys.stderr)
        return 2


def check(course: Course, options: argparse.Namespace) -> int:
    """Check item files and lessons, and say in plain words what is wrong."""
    from midback.items.flaws import flaws
    from midback.notebook import (
        NotebookError,
        Teaching,
        course_gaps,
        item_gaps,
        lesson_problems,
        stale_tables,
    )

    files = [Path(name) for name in options.files] or [*course.item_files, *course.lessons]
    items = [path for path in files if path.suffix != ".ipynb"]
    teaching = Teaching(course)
    problems = [str(problem) for problem in problems_of_items(items, beside=course.item_files)]
    problems += [str(flaw) for flaw in flaws(items, beside=course.item_files)]
    if teaching.facts:
        problems += [str(gap) for gap in item_gaps(items, teaching.facts)]
    for path in files:
        if path.suffix == ".ipynb":
            problems += lesson_problems(path)
    if not options.files:
        with contextlib.suppress(NotebookError):  # a damaged lesson has been reported by itself
            problems += [*course_gaps(teaching), *stale_tables(course)]
    here = f"{Path.cwd()}{os.sep}"
    for problem in problems:
        print(problem.removeprefix(here))
    if not problems:
        print(f"{len(files)} files checked, nothing to mend.")
    return int(bool(problems))


def preview(course: Course, options: argparse.Namespace) -> int:
    """Show a question, or all of a file, in a browser, and again whenever the file is saved."""
    import asyncio

    from midback.preview import serve
    from midback.preview.shown import NothingToPreviewError, Subject

    try:
        subject = Subject.named(options.subject, course)
    except NothingToPreviewError as error:
        print(error, file=sys.stderr)
        return 1
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(subject, browser=options.browser))
    return 0


def schema(_course: Course, _options: argparse.Namespace) -> int:
    """Write the JSON Schema of item files, for completion in an editor."""
    from midback.items.schema import SCHEMA_FILE, schema_text

    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    print(f"{SCHEMA_FILE.name} written.")
    return 0


def tidy(course: Course, _options: argparse.Namespace) -> int:
    """Bring notebooks into their normal form, and write links and tables from them."""
    from midback.notebook import tidy_notebook, tidy_readme, tidy_tables

    for path in course.notebooks:
        if tidy_notebook(path):
            print(f"{path.relative_to(course.root)} tidied.")
    if tidy_readme(course.root):
        print("README.md: Binder links written.")
    for path in tidy_tables(course):
        print(f"{path.relative_to(course.root)} written.")
    return 0


def release(course: Course, _options: argparse.Namespace) -> int:
    """Make release/ anew from source/."""
    from midback.grading.commands import NbgraderError
    from midback.grading.releasing import release as released

    try:
        for assignment, changed in released(course):
            print(f"{assignment}: {', '.join(changed) if changed else 'current'}.")
    except NbgraderError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def demo(course: Course, options: argparse.Namespace) -> int:
    """Run the whole graded cycle on a class of simulated trainees."""
    from midback.grading.commands import NbgraderError
    from midback.grading.demo import run

    try:
        if options.keep:
            folder = Path(options.keep)
            folder.mkdir(parents=True)
            return run(
                course, options.assignment, folder, typical=options.typical, seed=options.seed
            )
        with tempfile.TemporaryDirectory() as scratch:
            return run(
                course,
                options.assignment,
                Path(scratch),
                typical=options.typical,
                seed=options.seed,
            )
    except NbgraderError as error:
        print(error, file=sys.stderr)
        return 1


def grade(course: Course, options: argparse.Namespace) -> int:
    """Autograde an assignment over several processes; killed, it goes on where it was."""
    from midback.grading.class_run import run

    return run(course, options.assignment, jobs=options.jobs, force=options.force)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="midback", description="Commands of the mid back pain course."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for function in (check, preview, tidy, schema, release, grade, demo):
        summary = (function.__doc__ or "").splitlines()[0]
        command = commands.add_parser(function.__name__, help=summary, description=summary)
        command.set_defaults(run=function)
        if function is check:
            command.add_argument("files", nargs="*", help="item files or lessons; all by default")
        if function is preview:
            command.add_argument(
                "subject", metavar="ITEM|FILE", help="the id of a question, or an item file"
            )
            command.add_argument(
                "--no-browser",
                dest="browser",
                action="store_false",
                help="only say the address",
            )
        if function is grade:
            command.add_argument("assignment")
            command.add_argument(
                "--jobs",
                type=int,
                default=os.cpu_count() or 1,
                help="processes (default: all cores)",
            )
            command.add_argument("--force", action="store_true", help="mark again what is marked")
        if function is demo:
            command.add_argument("--assignment", default="mid-back-basics")
            command.add_argument(
                "--typical", type=int, default=3, help="how many typical trainees (default 3)"
            )
            command.add_argument("--seed", type=int, default=2026)
            command.add_argument("--keep", help="a new folder to work in, and to keep")
    return parser


if __name__ == "__main__":
    sys.exit(main())
