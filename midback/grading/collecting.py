"""Taking submissions in: from the exchange, and from archives out of a learning platform.

Both are doors that strangers put things through.
nbgrader copies what a link in the exchange points to, with the instructor's rights, stops the
whole class for a named pipe or a damaged archive, and unpacks whatever an archive holds.
Both doors are settings of nbgrader's, so both are replaced by careful ones.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.plugins import ExtractorPlugin

from midback.grading.quarantine import TIME_FILE, UnreadableError, read_time, set_aside_no_time
from midback.responses import FILE_NAME

ARRIVAL = timedelta(hours=1)
MOST_FILES = 10_000
MOST_GROWTH = 50
DEEPEST = 3


class CollectSubmissions(ExchangeCollect):
    """nbgrader's ``collect``, which takes ordinary files alone, and goes on with the next.

    A trainee writes to the exchange by hand as easily as by ``nbgrader submit``.
    """

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        super().init_src()
        taken = []
        for record in self.src_records:
            folder = Path(self.inbound_path) / record["filename"]
            if record["username"] in ("", ".", "..") or folder.is_symlink():
                self.log.error("%s is not a trainee's submission, and is not collected.", folder)
            else:
                taken.append(record)
        self.src_records = taken

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record: dict[str, Any] = super()._path_to_record(path)
        except (ValueError, OverflowError, TypeError):
            parts = Path(path).name.rsplit("+", 3)
            self.log.warning("%s: the name of %s holds no time.", parts[0], path)
            return {"username": parts[0], "filename": Path(path).name, "timestamp": datetime.min}
        return record

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        student = Path(dest).parent.name
        staging = Path(dest).with_name(f".{Path(dest).name}.collecting")
        shutil.rmtree(staging, ignore_errors=True)
        try:
            self._copy_ordinary_files(Path(src), staging, student)
            super().do_copy(str(staging), dest, log)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        self._compare_times(Path(src), Path(dest), student)
        set_aside_no_time(Path(dest), student, self.log)

    def _copy_ordinary_files(self, src: Path, dest: Path, student: str) -> None:
        """Copy without following links: those who hand in may change the folder meanwhile."""
        room = 1000 * self.coursedir.max_dir_size
        dest.mkdir(parents=True)
        for parent, folders, files, descriptor in os.fwalk(src):
            place = dest / Path(parent).relative_to(src)
            for name in [*folders, *files]:
                kind = os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode
                if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
                    what = "a link" if stat.S_ISLNK(kind) else "not an ordinary file"
                    self._left(student, Path(parent) / name, what)
            for folder in folders:
                if not stat.S_ISLNK(
                    os.stat(folder, dir_fd=descriptor, follow_symlinks=False).st_mode
                ):
                    (place / folder).mkdir()
            # What is marked comes first, should there not be room for all.
            for name in sorted(files, key=lambda name: (name != FILE_NAME, ".ipynb" not in name)):
                with _opened(name, descriptor) as file:
                    if file is None:
                        continue
                    size = os.fstat(file.fileno()).st_size
                    if size > room:
                        self._left(student, Path(parent) / name, "too large")
                        continue
                    room -= size
                    with (place / name).open("wb") as copy:
                        shutil.copyfileobj(file, copy)

    def _left(self, student: str, path: Path, why: str) -> None:
        self.log.warning(
            "%s: %s is %s, and is not collected. If it matters, ask %s for an ordinary file.",
            student,
            path,
            why,
            student,
        )

    def _compare_times(self, src: Path, dest: Path, student: str) -> None:
        """Report a submission that came later than it says: the trainee's computer wrote the
        time, and the exchange's disk noted when."""
        try:
            claimed = read_time(dest / TIME_FILE)
        except UnreadableError:
            return
        arrived = datetime.fromtimestamp(src.stat().st_ctime, UTC).replace(tzinfo=None)
        if arrived - claimed > ARRIVAL:
            self.log.warning(
                "%s: %s says %s, and came into the exchange at %s (UTC). If the exchange was not"
                " moved or restored meanwhile, correct the time in %s.",
                student,
                src,
                claimed,
                arrived.replace(microsecond=0),
                dest / TIME_FILE,
            )


@contextmanager
def _opened(name: str, folder: int) -> Iterator[IO[bytes] | None]:
    """An ordinary file of an open folder; None for anything else."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        yield None
        return
    with os.fdopen(descriptor, "rb") as file:
        yield file if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


# ------------------------------------------------------------------------------- archives


class ArchiveError(Exception):
    """An archive that is not unpacked; the message says why, in a few words."""


@dataclass
class Allowance:
    """How much may still be unpacked; what an archive in an archive takes, both give."""

    size: int
    files: int
    outer: Allowance | None = None

    def take(self, size: int, files: int = 0) -> None:
        """Take room for so much.

        Raises:
            ArchiveError: there is not so much.
        """
        self.size -= size
        self.files -= files
        if self.size < 0:
            raise ArchiveError("it unpacks to far more than it should")
        if self.files < 0:
            raise ArchiveError(f"it holds more than {MOST_FILES:,} files")
        if self.outer:
            self.outer.take(size, files)


class ExtractCarefully(ExtractorPlugin):
    """nbgrader's plugin for ``zip_collect``, which unpacks ordinary files alone, and not too much.

    An archive may unpack to ``CourseDirectory.max_dir_size`` or to fifty times its own size,
    whichever is more, and hold archives three deep.
    One that cannot be unpacked is named and left out, and the others are unpacked.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """As nbgrader's."""
        if not any(Path(archive_path).iterdir()):
            self.log.warning("No files found in directory: %s", archive_path)
        for parent, _, files in os.walk(archive_path):
            place = Path(extracted_path) / Path(parent).relative_to(archive_path)
            place.mkdir(parents=True, exist_ok=True)
            for name in sorted(files):
                path = Path(parent) / name
                if not stat.S_ISREG(path.lstat().st_mode):
                    self.log.warning("%s is not an ordinary file, and is left out.", path)
                elif path.suffix in self.zip_ext:
                    self._unpack(path, place / _stem(path), None, 1)
                else:
                    shutil.copy(path, place / name)

    def _unpack(self, archive: Path, dest: Path, outer: Allowance | None, level: int) -> None:
        self.log.info("Extracting from %s to %s", archive, dest)
        least = 1000 * self.parent.coursedir.max_dir_size
        size = max(least, MOST_GROWTH * archive.stat().st_size)
        allowance = Allowance(size, MOST_FILES, outer)
        try:
            if level > DEEPEST:
                raise ArchiveError(f"it is an archive in an archive more than {DEEPEST} deep")
            dest.mkdir(parents=True, exist_ok=True)
            inner = list(self._members(archive, dest, allowance))
        except (
            ArchiveError,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            zipfile.BadZipFile,
            tarfile.TarError,
            zlib.error,
        ) as error:
            shutil.rmtree(dest, ignore_errors=True)
            self.log.error(
                "%s is left out: %s. Nothing of it is collected. Ask whoever handed it in for a"
                " sound one, put it there and run zip_collect again with --force.",
                archive,
                str(error) or type(error).__name__,
            )
            return
        for path in inner:
            self._unpack(path, path.with_name(_stem(path)), allowance, level + 1)

    def _members(self, archive: Path, dest: Path, allowance: Allowance) -> Iterator[Path]:
        """Unpack one archive; the archives that were in it."""
        for name, file in _files_of(archive, self._left_out):
            target = _inside(dest, name)
            if target is None:
                self._left_out(archive, name, "leads out of the archive")
                continue
            allowance.take(0, files=1)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                while block := file.read(1_000_000):
                    allowance.take(len(block))
                    copy.write(block)
            if target.suffix in self.zip_ext:
                yield target

    def _left_out(self, archive: Path, name: str, why: str) -> None:
        self.log.warning("%s: “%s” %s, and is left out.", archive, name, why)


def _files_of(archive: Path, left_out: Any) -> Iterator[tuple[str, IO[bytes]]]:
    """The ordinary files in an archive: name, and an open file that can be read."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped:
            for info in zipped.infolist():
                if stat.S_ISLNK(info.external_attr >> 16):
                    left_out(archive, info.filename, "is a link")
                elif not info.is_dir():
                    with zipped.open(info) as file:
                        yield info.filename, file
        return
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.isreg():
                opened = packed.extractfile(member)
                if opened:
                    yield member.name, opened
            elif not member.isdir():
                left_out(archive, member.name, "is not an ordinary file")


def _inside(folder: Path, name: str) -> Path | None:
    """Where a member goes, or None if its name leads out of the folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0] == "/" or re.match(r"[A-Za-z]:", name):
        return None
    return folder.joinpath(*parts)


def _stem(path: Path) -> str:
    return path.name.removesuffix(path.suffix).removesuffix(".tar")
