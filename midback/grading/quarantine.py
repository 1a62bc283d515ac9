"""Submissions read with care: what is damaged or hostile neither stops the class nor gets far.

nbgrader's ``autograde`` believes what lies in ``submitted/``: it follows links, waits for named
pipes, fails a trainee for a damaged notebook and skips one without any.
No setting reaches those places, except one: the exporter, which autograde makes anew for every
run, hands every notebook to for reading, and which therefore is where care is taken.

``submitted/`` is evidence and stays as it is, with one exception: see ``set_aside_no_time``.
"""

from __future__ import annotations

import codecs
import errno
import glob
import json
import math
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.utils import parse_utc

from midback.grading.assignment import AssignmentFolders
from midback.items import AUTHOR_FILE
from midback.responses import FILE_NAME, MOST_BYTES

MOST_NOTEBOOK_BYTES = 50_000_000
MOST_TIME_BYTES = 200
TIME_FILE = "timestamp.txt"
UNREADABLE_TIME_FILE = "timestamp.unreadable.txt"
REPORTED_ELSEWHERE = (FILE_NAME, UNREADABLE_TIME_FILE)
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
DEEPEST = 20
MISSING = "it is missing"
FORMAT, MINOR_FORMAT = 4, 5
KNOWN_CELL_METADATA: dict[str, Any] = {
    "collapsed": bool,
    "scrolled": (bool, str),
    "name": str,
    "format": str,
    "jupyter": dict,
    "execution": dict,
}
UNREADABLE = (
    "**{file} could not be read ({why}).**\n\n"
    "The questions are marked from the recorded answers.\n"
    "What was written here, if anything, is in the file that was handed in, which is unchanged."
)


class UnreadableError(Exception):
    """What lies there cannot be used; the message says in what way, in a few words."""


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file: no link is followed, and no pipe is waited for.

    Raises:
        UnreadableError: it is missing, no ordinary file, or larger than ``most`` bytes.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise UnreadableError(MISSING) from None
    except OSError as error:
        if error.errno == errno.ELOOP or path.is_symlink():
            raise UnreadableError("it is a link") from None
        raise UnreadableError(error.strerror or "it cannot be opened") from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("it is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("it is not an ordinary file")
        if status.st_size > most:
            raise UnreadableError(f"it is larger than {most:,} bytes")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(descriptor)


# ------------------------------------------------------------------------------- notebooks


@dataclass(frozen=True)
class Reading:
    """A notebook to be graded, and what was wrong with the one that was handed in.

    ``unreadable`` says why the released notebook stands in; it is empty where the submitted one
    could be read. ``repairs`` counts the cells that were not as cells must be.
    """

    notebook: Any
    unreadable: str = ""
    repairs: int = 0


def read_submitted_notebook(path: Path, released: Path) -> Reading:
    """The notebook at ``path``, as valid nbformat 4.5 and without outputs.

    Nothing else than that file is read.
    Outputs and execution counts are dropped: they are never needed.
    Where the file cannot be read as a notebook, the released one takes its place, with a note in
    every cell that the trainee was to write in, so that a marker is asked to look.
    """
    try:
        data = _document(read_regular(path, MOST_NOTEBOOK_BYTES))
    except UnreadableError as error:
        return Reading(_stand_in(released, path.name, str(error)), unreadable=str(error))
    return _tidied(data)


def _document(data: bytes) -> dict[str, Any]:
    """The notebook as plain data of format 4."""
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"  # with its mark there is no doubt, and the answer is saved
    try:
        document: Any = json.loads(data.decode(encoding), parse_constant=lambda _: None)
    except UnicodeDecodeError:
        raise UnreadableError("it is not UTF-8 text") from None
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    except ValueError:
        raise UnreadableError("it is not JSON" if data.strip() else "it is empty") from None
    if not isinstance(document, dict):
        raise UnreadableError("it holds something else")
    if document.get("nbformat") == 3:
        try:
            document = nbformat.convert(nbformat.reader.reads(json.dumps(document)), FORMAT)
        except Exception:  # the conversion trusts its input, and fails in many ways
            raise UnreadableError("its format 3 is damaged") from None
    if document.get("nbformat") != FORMAT:
        raise UnreadableError(f"its format is not {FORMAT}")
    if not isinstance(document.get("cells"), list):
        raise UnreadableError("it has no list of cells")
    return dict(document)


def _tidied(document: Mapping[str, Any]) -> Reading:
    """A notebook of what is sound in a document; nothing that is sound is changed."""
    cells, seen, repairs = [], set[str](), 0
    for number, raw in enumerate(document["cells"], start=1):
        cell = _cell(raw)
        if cell is None:
            repairs += 1
            continue
        if not CELL_ID.fullmatch(cell["id"]) or cell["id"] in seen:
            repairs += bool(cell["id"])
            cell["id"] = next(
                name
                for suffix in range(len(seen) + 1)
                if (name := f"cell-{number}{f'-{suffix}' * bool(suffix)}") not in seen
            )
        seen.add(cell["id"])
        cells.append(cell)
    metadata = _plain(document.get("metadata"), 0)
    notebook = {
        "nbformat": FORMAT,
        "nbformat_minor": MINOR_FORMAT,
        "metadata": _notebook_metadata(metadata if isinstance(metadata, dict) else {}),
        "cells": cells,
    }
    return Reading(nbformat.from_dict(notebook), repairs=repairs)


def _cell(raw: object) -> dict[str, Any] | None:
    """A cell that is valid, or None where there is nothing to show."""
    if not isinstance(raw, Mapping):
        return None
    kind, source = raw.get("cell_type"), raw.get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    identifier = raw.get("id")
    metadata = _plain(raw.get("metadata"), 0)
    cell: dict[str, Any] = {
        "cell_type": kind if kind in ("code", "raw") else "markdown",
        "id": identifier if isinstance(identifier, str) else "",
        "metadata": _cell_metadata(metadata if isinstance(metadata, dict) else {}),
        "source": _text(source),
    }
    if cell["cell_type"] == "code":
        cell.update(outputs=[], execution_count=None)
    elif attachments := _attachments(raw.get("attachments")):
        cell["attachments"] = attachments
    return cell


def _cell_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata without those that the notebook format or nbgrader would stumble over."""
    for name, kind in KNOWN_CELL_METADATA.items():
        if name in metadata and not isinstance(metadata[name], kind):
            del metadata[name]
    if "tags" in metadata:
        tags = metadata["tags"]
        texts = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        metadata["tags"] = [tag for tag in dict.fromkeys(texts) if re.fullmatch(r"[^,]+", tag)]
    for field in ("source_hidden", "outputs_hidden"):
        if not isinstance(metadata.get("jupyter", {}).get(field, False), bool):
            del metadata["jupyter"][field]
    marks = metadata.get("nbgrader")
    if not (isinstance(marks, dict) and isinstance(marks.get("grade_id"), str)):
        metadata.pop("nbgrader", None)
    return metadata


def _notebook_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """The notebook's metadata without those that are not what the format says they are."""
    kernel = metadata.get("kernelspec")
    if not (
        isinstance(kernel, dict)
        and all(isinstance(kernel.get(field), str) for field in ("name", "display_name"))
    ):
        metadata.pop("kernelspec", None)
    language = metadata.get("language_info")
    if not (
        isinstance(language, dict)
        and isinstance(language.get("name"), str)
        and all(
            isinstance(language.get(field, ""), str)
            for field in ("file_extension", "mimetype", "pygments_lexer")
        )
        and isinstance(language.get("codemirror_mode", ""), str | dict)
    ):
        metadata.pop("language_info", None)
    kinds: dict[str, Any] = {"title": str, "authors": list, "orig_nbformat": int}
    for field, kind in kinds.items():
        if not isinstance(metadata.get(field), kind):
            metadata.pop(field, None)
    metadata.pop("widgets", None)  # the state of widgets is output too, and can be large
    return metadata


def _attachments(raw: object) -> dict[str, dict[str, str]]:
    """The attachments that hold data."""
    if not isinstance(raw, Mapping):
        return {}
    found = {}
    for name, bundle in raw.items():
        if isinstance(bundle, Mapping):
            texts = {
                _text(kind): _text("".join(data) if isinstance(data, list) else data)
                for kind, data in bundle.items()
                if isinstance(data, str)
                or (isinstance(data, list) and all(isinstance(line, str) for line in data))
            }
            if texts:
                found[_text(name)] = texts
    return found


def _plain(value: object, level: int) -> Any:
    """Data that can be copied, written as UTF-8 and read again."""
    if level > DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {_text(name): _plain(each, level + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, level + 1) for each in value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _text(text: str) -> str:
    """The text with half characters, which no file can hold, replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _stand_in(released: Path, file: str, why: str) -> Any:
    """The released notebook, with a note in each cell that was to be written in."""
    try:
        notebook = _tidied(_document(released.read_bytes())).notebook
    except (OSError, UnreadableError):
        # RepairCells puts every cell back that the gradebook knows.
        notebook = _tidied({"cells": []}).notebook
    note = UNREADABLE.format(file=file, why=why)
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and (marks.get("solution") or marks.get("task")):
            cell.source = f"{note}\n\n{cell.source}"
    return notebook


class SafeReadingExporter(NotebookExporter):
    """nbconvert's exporter of notebooks, which reads submitted notebooks with care.

    ``Autograde`` makes one for each run, just before its loop over the submissions, with itself
    as ``parent``; it is the one part of autograde whose class is a setting.
    So here, and not in a subclass of ``Autograde`` that no command would use, the run is given
    its quarantine.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if isinstance(self.parent, Autograde):
            Quarantine.watch(self.parent)

    def from_filename(
        self, filename: str, resources: Any = None, **options: Any
    ) -> tuple[Any, Any]:
        """As nbconvert's; a submitted notebook of an assignment with items is read with care,
        and what comes out can be written, whatever was answered or printed."""
        notebook = self._submitted(Path(filename), resources)
        if notebook is None:
            text, resources = super().from_filename(filename, resources=resources, **options)
        else:
            text, resources = self.from_notebook_node(notebook, resources=resources, **options)
        return _text(text), resources

    def _submitted(self, path: Path, resources: Any) -> Any | None:
        """The notebook at a path, if it is a submitted one of an assignment with items."""
        if not isinstance(self.parent, Autograde):
            return None
        names = resources["nbgrader"]
        folders = AssignmentFolders.of(self.parent.coursedir, names["assignment"], names["student"])
        if path.parent != folders.submitted or not (folders.source / AUTHOR_FILE).exists():
            return None
        reading = read_submitted_notebook(path, folders.release / path.name)
        self._report(reading, path, names["student"])
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return reading.notebook

    def _report(self, reading: Reading, path: Path, student: str) -> None:
        if reading.unreadable:
            self.log.error(
                "%s: %s %s, so the released notebook takes its place: the questions are marked"
                " from %s, and a marker is asked to look at what was to be written.%s"
                " Ask %s for a whole copy, put it there and autograde again with --force.",
                student,
                path,
                "is missing"
                if reading.unreadable == MISSING
                else f"cannot be read as a notebook ({reading.unreadable})",
                FILE_NAME,
                _others(path),
                student,
            )
        elif reading.repairs:
            self.log.warning(
                "%s: %s has %d cells that are not as cells must be; they were mended or left out."
                " Nothing needs to be done if the marks look right.",
                student,
                path,
                reading.repairs,
            )


def _others(path: Path) -> str:
    """A sentence that names the other notebooks beside one that cannot be read."""
    names = sorted(other.name for other in path.parent.glob("*.ipynb") if other != path)
    if not names:
        return ""
    return f" Found beside it: {', '.join(names)}; if that is it, rename it to {path.name}."


# ------------------------------------------------------------------------------- other files


@dataclass(frozen=True)
class Unwanted:
    """A file or folder of a submission that is not to be copied, and why."""

    path: Path
    why: str


class Quarantine:
    """What of a submission autograde leaves where it is, and does not copy or read.

    It is the run's ``pre_convert_hook``, which nbgrader calls for each submission just before it
    copies the files, with the list of notebooks that it is going to grade; and it says by
    ``CourseDirectory.ignore``, which may hold whole paths, what is not to be copied.
    A hook that was configured runs as well.
    """

    @classmethod
    def watch(cls, converter: Autograde) -> None:
        """Watch over a run that is about to begin."""
        if not isinstance(converter.pre_convert_hook, cls):
            converter.pre_convert_hook = cls(converter)
        for folder, notebooks in answers_alone(converter).items():
            converter.assignments.setdefault(folder, notebooks)
        for folder in converter.assignments:
            set_aside_no_time(Path(folder), student_of(converter, folder), converter.log)

    def __init__(self, converter: Autograde) -> None:
        self._converter = converter
        self._configured = converter.pre_convert_hook

    def __call__(self, *, assignment: str, student: str, notebooks: list[str]) -> None:
        """Called by nbgrader; ``student`` may be a pattern, ``notebooks`` may be added to."""
        folder = Path(notebooks[0]).parent
        name = student_of(self._converter, folder)
        coursedir = self._converter.coursedir
        source = AssignmentFolders.of(coursedir, assignment, name).source
        found = list(unwanted(folder, source, coursedir.max_file_size * 1000))
        # Whole paths in this list are the last submission's, and nobody else's.
        kept = [pattern for pattern in coursedir.ignore if not Path(pattern).is_absolute()]
        coursedir.ignore = [*kept, *(glob.escape(str(each.path)) for each in found)]
        for each in found:
            if each.path.name in REPORTED_ELSEWHERE:
                continue
            self._converter.log.warning(
                "%s: %s is %s, and is not copied. If it matters, ask %s for an ordinary file,"
                " put it there and autograde again with --force.",
                name,
                each.path,
                each.why,
                name,
            )
        for path in _notebooks_to_grade(source, folder):
            if path not in notebooks:
                notebooks.append(path)
        if self._configured:
            self._configured(assignment=assignment, student=student, notebooks=notebooks)


def answers_alone(converter: Autograde) -> Mapping[str, list[str]]:
    """Submissions without any notebook, which nbgrader leaves out, with the notebooks that they
    lack; none where the assignment has no items, whose answers are kept elsewhere."""
    coursedir = converter.coursedir
    source = AssignmentFolders.of(coursedir, coursedir.assignment_id, ".").source
    pattern = coursedir.format_path(
        coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id
    )
    if coursedir.notebook_id != "*":
        return {}
    wanted = Path(pattern)
    found = {}
    for folder in Path(wanted.anchor).glob(str(wanted.relative_to(wanted.anchor))):
        notebooks = _notebooks_to_grade(source, folder)
        if notebooks and folder.is_dir() and not any(folder.glob("*.ipynb")):
            found[str(folder)] = notebooks
    return found


def student_of(converter: Autograde, folder: Path | str) -> str:
    """The trainee whose submission lies in a folder."""
    coursedir = converter.coursedir
    pattern = coursedir.format_path(
        coursedir.submitted_directory, "(?P<student>.*)", "(?P<assignment>.*)", escape=True
    )
    match = re.fullmatch(pattern, str(folder))
    return match["student"] if match else str(folder)


def _notebooks_to_grade(source: Path, folder: Path) -> list[str]:
    """Where a submission's notebooks should be, if the assignment has items."""
    if not (source / AUTHOR_FILE).exists():
        return []
    return sorted(str(folder / path.name) for path in source.glob("*.ipynb"))


def unwanted(folder: Path, source: Path, most: int) -> Iterator[Unwanted]:
    """What is not to be copied of a submission.

    That is: links, pipes and the like; files larger than ``most`` bytes, and a file of answers
    too large to be one; and what would get into the way of the instructor's files in ``source``,
    such as a folder ``helper/`` where there is a ``helper.py``.
    """
    for parent, folders, files in os.walk(folder):
        beside = source / Path(parent).relative_to(folder)
        for name in sorted([*folders, *files]):
            path = Path(parent) / name
            if parent == str(folder) and path.suffix == ".ipynb":
                continue  # read by SafeReadingExporter, and never copied
            why = _why_unwanted(path, beside / name, most)
            if why:
                yield Unwanted(path, why)
                if name in folders:
                    folders.remove(name)


def _why_unwanted(path: Path, original: Path, most: int) -> str:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return "a link"
    if stat.S_ISDIR(status.st_mode):
        if original.is_file():
            return "a folder where the assignment has a file"
        if original.with_name(f"{original.name}.py").is_file():
            return f"a folder that would hide the assignment's {original.name}.py"
        return ""
    if not stat.S_ISREG(status.st_mode):
        return "not an ordinary file"
    if original.is_dir():
        return "a file where the assignment has a folder"
    limit = min(most, MOST_BYTES) if path.name == FILE_NAME else most
    if status.st_size > limit:
        return f"larger than {limit // 1_000_000} MB"
    if not os.access(path, os.R_OK):
        return "a file that may not be read"
    return ""


# ------------------------------------------------------------------------------- times


def set_aside_no_time(folder: Path, student: str, log: Any) -> None:
    """Rename a submission's ``timestamp.txt`` that holds no time, and report one in the future.

    nbgrader fails a trainee whose file holds no time, and waits for ever where it is a pipe; and
    formgrader, which reads the same file in a place that no setting reaches, then cannot list
    the class at all.
    So the file is set aside beside its place, which is the only thing that is ever changed in
    ``submitted/``, and the submission counts as one without a time: never late.
    Any other time is believed, as nbgrader does: the trainee's own computer wrote it.
    """
    path = folder / TIME_FILE
    if not os.path.lexists(path):
        return
    try:
        time = read_time(path)
    except UnreadableError as error:
        aside = _unused(path.with_name(UNREADABLE_TIME_FILE))
        path.rename(aside)
        log.warning(
            "%s: %s holds no time (%s), so the submission counts as handed in on time."
            " The file was renamed to %s. If you know when it was handed in, write the time into"
            " %s as 2026-01-31 12:00:00 UTC, and autograde again with --force.",
            student,
            path,
            error,
            aside.name,
            path.name,
        )
        return
    if time > datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1):
        log.warning(
            "%s: the time in %s is in the future (%s). It counts as it is, also for late"
            " penalties. Correct it there if it is wrong, and autograde again with --force.",
            student,
            path,
            time,
        )


def read_time(path: Path) -> datetime:
    """The time in a ``timestamp.txt``, in UTC and without a time zone.

    Raises:
        UnreadableError: it holds none.
    """
    try:
        text = read_regular(path, MOST_TIME_BYTES).decode("utf-8").strip()
    except UnicodeDecodeError:
        raise UnreadableError("it is not text") from None
    if not text:
        raise UnreadableError("it is empty")
    try:
        time: datetime = parse_utc(text)
    except (ValueError, OverflowError, TypeError):
        raise UnreadableError(f"“{text[:40]}” is no time") from None
    return time


def _unused(path: Path) -> Path:
    """The path, or one like it, that nothing is at."""
    found, number = path, 1
    while os.path.lexists(found):
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found
