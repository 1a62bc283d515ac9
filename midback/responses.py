"""The trainee's answers on disk: ``responses.json``, beside the notebook.

The file is one JSON object::

    {"schema": 1,
     "responses": {"band-pain-at-the-nipple":
        {"response": "t4", "time": "2026-11-22T10:15:00Z", "attempts": 2,
         "certainty": "high", "shown": true, "first": {"response": "t2", "certainty": "low"}}}}

``certainty`` (how sure the trainee said to be), ``shown`` (the answer was shown at some time)
and ``first`` (the response and certainty of the first attempt) are left out where there is
nothing to say, and files without them are as good.

A write takes a lock, merges one answer into what is on disk, writes a temporary file, forces
it to the disk and renames it into place: at every moment the file is either the old one or the
new one, whole, and two kernels that write at once lose nothing of each other.
A file that cannot be read is set aside under a new name and reported, never overwritten.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from filelock import FileLock, Timeout

FILE_NAME = "responses.json"
LOCK_NAME = ".responses.json.lock"
TEMPORARY_NAME = ".responses.json.tmp"
SCHEMA_VERSION = 1
MOST_BYTES = 4_000_000
LOCK_SECONDS = 10.0
CERTAINTIES = ("low", "medium", "high")
NEWER = (
    f"{FILE_NAME} was written by a later version of the course."
    " Update the course, then run the cell again; nothing was changed."
)


class ResponsesError(Exception):
    """Answers that cannot be read or written; the message is a sentence for the trainee."""


class DamagedResponsesError(ResponsesError):
    """What lies there is not a file of answers."""


class NewerResponsesError(ResponsesError):
    """The file was written by a later version of the course, and is left alone."""


@dataclass(frozen=True)
class Record:
    """One recorded response: the response as data, its time (ISO 8601, UTC), and how many
    attempts were made at the item.

    ``certainty`` is one of ``CERTAINTIES``, or empty where the trainee did not say.
    ``shown`` says that the answer was shown to the trainee, so that a response that is right
    proves nothing.
    ``first`` is the first attempt, as its response and its certainty, or None before it.
    """

    response: object
    time: str
    attempts: int
    certainty: str = ""
    shown: bool = False
    first: tuple[object, str] | None = None


def parse_responses(data: bytes) -> Mapping[str, Record]:
    """The records in the bytes of a ``responses.json``, by item id.

    Raises:
        DamagedResponsesError: the bytes are not such a file.
        NewerResponsesError: a later version of the course wrote it.
    """
    return _records(_document(data))


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise DamagedResponsesError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise DamagedResponsesError("it is not UTF-8 text") from None
    except RecursionError:
        raise DamagedResponsesError("it is nested too deeply") from None
    except ValueError as error:
        detail = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise DamagedResponsesError(f"it is not JSON: {detail[:80]}") from None
    if not isinstance(document, dict) or not isinstance(document.get("responses"), dict):
        raise DamagedResponsesError("it does not hold a list of answers")
    version = document.get("schema")
    if isinstance(version, bool) or not isinstance(version, int):
        raise DamagedResponsesError("it does not say which version it is")
    if version > SCHEMA_VERSION:
        raise NewerResponsesError("it was written by a later version of the course")
    return document


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def _records(document: Mapping[str, Any]) -> Mapping[str, Record]:
    records = {}
    for item, entry in document["responses"].items():
        if not isinstance(entry, dict) or "response" not in entry:
            continue
        attempts = entry.get("attempts")
        time = entry.get("time")
        first = entry.get("first")
        records[item] = Record(
            response=entry["response"],
            time=time if isinstance(time, str) else "",
            attempts=attempts if type(attempts) is int and attempts >= 0 else 0,
            certainty=_certainty(entry),
            shown=entry.get("shown") is True,
            first=(first["response"], _certainty(first))
            if isinstance(first, dict) and "response" in first
            else None,
        )
    return MappingProxyType(records)


def _certainty(entry: Mapping[str, Any]) -> str:
    certainty = entry.get("certainty")
    return certainty if isinstance(certainty, str) and certainty in CERTAINTIES else ""


def _entry(record: Record) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "response": record.response,
        "time": record.time,
        "attempts": record.attempts,
    }
    if record.certainty:
        entry["certainty"] = record.certainty
    if record.shown:
        entry["shown"] = True
    if record.first is not None:
        response, certainty = record.first
        entry["first"] = {"response": response} | ({"certainty": certainty} if certainty else {})
    return entry


def read_responses(path: Path) -> Mapping[str, Record]:
    """The records of somebody's ``responses.json``, by item id, changing nothing on the disk.

    A link is not followed, a pipe is not waited for, and no more than ``MOST_BYTES`` are read.

    Raises:
        FileNotFoundError: there is no such file.
        DamagedResponsesError: it is not a file of answers; the message says in what way.
        NewerResponsesError: a later version of the course wrote it.
    """
    return _records(_document(_bytes(path)))


def _bytes(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
            raise DamagedResponsesError("it is not an ordinary file") from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise DamagedResponsesError("it is not an ordinary file")
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MOST_BYTES + 1)


class ResponseFile:
    """The ``responses.json`` of one folder.

    ``set_aside`` lists the damaged files this object has renamed, the latest last.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.path = self.folder / FILE_NAME
        self.set_aside: list[Path] = []

    def read(self) -> Mapping[str, Record]:
        """The recorded responses by item id; empty where nothing was recorded yet.

        Raises:
            ResponsesError: the file cannot be read now, and was left as it is.
        """
        if not os.path.lexists(self.path):
            return MappingProxyType({})
        try:
            return _records(self._load())
        except NewerResponsesError as error:
            raise NewerResponsesError(NEWER) from error
        except DamagedResponsesError:
            with self._locked():
                return _records(self._load_or_set_aside())

    def record(
        self,
        item: str,
        response: object,
        *,
        attempt: bool = True,
        certainty: str = "",
        shown: bool = False,
        keep_first: bool = False,
        allow: Callable[[Record | None], None] | None = None,
    ) -> Record:
        """Write one response, and return once it is on the disk.

        ``attempt`` says whether this counts as an attempt at the item.
        What was ``shown`` once stays shown.
        ``keep_first`` keeps this response as the first, if it is the first that asks for it.
        ``allow`` is asked under the lock, with the earlier record of the item, and refuses the
        new one by raising.

        Raises:
            ResponsesError: it is not on the disk; the message says why and what to do.
        """
        with self._locked():
            document = self._load_or_set_aside()
            earlier = _records(document).get(item)
            if allow is not None:
                allow(earlier)
            first = earlier.first if earlier else None
            record = Record(
                response=response,
                time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                attempts=(earlier.attempts if earlier else 0) + int(attempt),
                certainty=certainty if certainty in CERTAINTIES else "",
                shown=shown or bool(earlier and earlier.shown),
                first=(response, certainty) if keep_first and first is None else first,
            )
            document["responses"][item] = _entry(record)
            try:
                self._write(document)
            except OSError as error:
                raise ResponsesError(self._cannot_write(error)) from error
            return record

    def _load(self) -> dict[str, Any]:
        try:
            return _document(_bytes(self.path))
        except FileNotFoundError:
            return {"schema": SCHEMA_VERSION, "responses": {}}
        except OSError as error:
            raise ResponsesError(
                f"Your saved answers in {FILE_NAME} cannot be read ({error.strerror})."
                " Check that you may read the course folder, then run the cell again."
            ) from error

    def _load_or_set_aside(self) -> dict[str, Any]:
        try:
            return self._load()
        except NewerResponsesError as error:
            raise NewerResponsesError(NEWER) from error
        except DamagedResponsesError:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            aside = self.folder / f"responses.damaged-{stamp}.json"
            number = 1
            while os.path.lexists(aside):
                number += 1
                aside = self.folder / f"responses.damaged-{stamp}-{number}.json"
            try:
                self.path.rename(aside)
            except OSError as error:
                raise ResponsesError(self._cannot_write(error)) from error
            self.set_aside.append(aside)
            return {"schema": SCHEMA_VERSION, "responses": {}}

    def _locked(self) -> _Lock:
        return _Lock(self)

    def _write(self, document: Mapping[str, Any]) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        if not _is_writable(text):
            text = json.dumps(document, indent=1, allow_nan=False)
        temporary = self.folder / TEMPORARY_NAME
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)
        if os.name == "posix":  # elsewhere a folder cannot be opened to be forced to the disk
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _cannot_write(self, error: OSError) -> str:
        remedies = {
            errno.ENOSPC: "the disk is full. Free some space",
            errno.EDQUOT: "your disk quota is used up. Delete what you do not need",
            errno.EROFS: "the folder is read-only. Copy the course to a folder of your own",
            errno.EACCES: "the folder is read-only. Copy the course to a folder of your own",
            errno.EPERM: "the folder is read-only. Copy the course to a folder of your own",
        }
        why = remedies.get(error.errno or 0, f"{error.strerror}. Check the course folder")
        return f"Your answer is not saved: {why}, then try saving again."


def _is_writable(text: str) -> bool:
    """Whether UTF-8 can hold the text: it cannot hold half a surrogate pair, as a browser can."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class _Lock:
    """The lock of a folder's answers, with sentences for what can go wrong with it."""

    def __init__(self, file: ResponseFile) -> None:
        self._file = file
        self._lock = FileLock(file.folder / LOCK_NAME, timeout=LOCK_SECONDS)

    def __enter__(self) -> None:
        try:
            self._lock.acquire()
        except Timeout:
            raise ResponsesError(
                "Your answer is not saved: another window has been writing to the same folder for"
                f" {LOCK_SECONDS:.0f} seconds. Close other notebooks of this folder, then try"
                " saving again."
            ) from None
        except OSError as error:
            raise ResponsesError(self._file._cannot_write(error)) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()
