"""``release/``, made anew from ``source/``."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from midback.course import Course
from midback.grading.commands import python


def made_releases(course: Course, folder: Path) -> Path:
    """Generate every assignment in a course of its own in ``folder``; its release folder.

    The instructor's gradebook is not touched.

    Raises:
        NbgraderError: nbgrader refused; the message says why.
    """
    copy_course(course, folder, list(course.assignments))
    python("-m", "midback.grading.generating", *course.assignments, folder=folder)
    return folder / "release"


def copy_course(course: Course, folder: Path, assignments: list[str]) -> None:
    """Copy what nbgrader needs of a course: its settings, its references, its assignments."""
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(course.root / "nbgrader_config.py", folder)
    shutil.copy(course.root / "notebooks" / "references.bib", folder / "notebooks")
    for assignment in assignments:
        shutil.copytree(
            course.root / "source" / assignment,
            folder / "source" / assignment,
            ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
        )


def release(course: Course) -> Iterator[tuple[str, list[str]]]:
    """Write ``release/`` anew: each assignment's name, and the files that changed in it."""
    with tempfile.TemporaryDirectory() as scratch:
        releases = made_releases(course, Path(scratch) / "course")
        for assignment in course.assignments:
            made = releases / assignment
            kept = course.root / "release" / assignment
            changed = differences(made, kept)
            if changed:
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(made, kept)
            yield assignment, changed


def differences(made: Path, kept: Path) -> list[str]:
    """The files that differ between a release just made and the one that is kept."""
    ignored = {".ipynb_checkpoints", "responses.json", ".responses.json.lock"}

    def files(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and not ignored.intersection(path.parts)
        }

    new, old = files(made), files(kept)
    return sorted(name for name in {*new, *old} if new.get(name) != old.get(name))
