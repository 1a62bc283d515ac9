"""The trainee's file of answers: nothing that was acknowledged is ever lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from midback import responses
from midback.responses import (
    FILE_NAME,
    MOST_BYTES,
    DamagedResponsesError,
    NewerResponsesError,
    Record,
    ResponseFile,
    ResponsesError,
    parse_responses,
    read_responses,
)


def test_an_answer_is_read_back(tmp_path: Path) -> None:
    """Response, time and attempts are kept by item."""
    written = ResponseFile(tmp_path).record("a", {"x": "y"})
    found = ResponseFile(tmp_path).read()
    assert {"a": written} == dict(found)
    assert ({"x": "y"}, 1) == (found["a"].response, found["a"].attempts)
    assert found["a"].time.endswith("Z")


def test_attempts_are_counted(tmp_path: Path) -> None:
    """Only what is an attempt counts as one."""
    file = ResponseFile(tmp_path)
    file.record("a", "t2", attempt=False)
    file.record("a", "t4")
    file.record("a", "t7")
    assert ("t7", 2) == (file.read()["a"].response, file.read()["a"].attempts)


def test_certainty_and_a_shown_answer_are_kept(tmp_path: Path) -> None:
    """Shown once is shown for good, and the first attempt stays the first."""
    file = ResponseFile(tmp_path)
    file.record("a", "t2", certainty="high", keep_first=True)
    file.record("a", "t7", certainty="low", keep_first=True, shown=True)
    file.record("a", "t4")
    found = file.read()["a"]
    assert ("t4", "", True, ("t2", "high")) == (
        found.response,
        found.certainty,
        found.shown,
        found.first,
    )


def test_a_record_without_the_newer_fields_is_as_good(tmp_path: Path) -> None:
    """A file of an earlier version reads, and what makes no sense is not believed."""
    entries = {
        "old": {"response": "t4", "time": "", "attempts": 1},
        "odd": {"response": "t4", "certainty": 7, "shown": "yes", "first": "t2"},
    }
    data = json.dumps({"schema": 1, "responses": entries}).encode()
    for record in parse_responses(data).values():
        assert ("", False, None) == (record.certainty, record.shown, record.first)


def test_a_refusal_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    """What may not change is judged under the lock, on what is on the disk."""
    file = ResponseFile(tmp_path)
    file.record("a", "t2")

    def refuse(earlier: Record | None) -> None:
        assert earlier is not None
        raise ResponsesError(f"{earlier.response} stands.")

    with pytest.raises(ResponsesError, match="t2 stands"):
        ResponseFile(tmp_path).record("a", "t4", allow=refuse)
    assert "t2" == file.read()["a"].response


def test_no_file_is_no_answers(tmp_path: Path) -> None:
    """A fresh folder has no answers, and reading makes no file."""
    assert {} == dict(ResponseFile(tmp_path).read())
    assert [] == list(tmp_path.iterdir())


DAMAGED = {
    "empty": b"",
    "truncated": b'{"schema": 1, "responses": {"a": {"respo',
    "a-list": b"[]",
    "no-version": b'{"responses": {}}',
    "version-is-true": b'{"schema": true, "responses": {}}',
    "no-responses": b'{"schema": 1}',
    "nan": b'{"schema": 1, "responses": {"a": {"response": NaN}}}',
    "infinity": b'{"schema": 1, "responses": {"a": {"response": -Infinity}}}',
    "utf-16": '{"schema": 1, "responses": {}}'.encode("utf-16"),
    "deep": b'{"schema": 1, "responses": ' + b"[" * 100_000,
    "binary": bytes(range(256)),
    "html": b"<!doctype html><title>Sign in</title>",
    "huge": b" " * (MOST_BYTES + 1),
    "long-number": b'{"schema": 1, "responses": {"a": ' + b"9" * 5000 + b"}}",
}


@pytest.mark.parametrize("damage", list(DAMAGED))
def test_a_damaged_file_is_set_aside_and_reported(tmp_path: Path, damage: str) -> None:
    """It keeps every byte under a new name, and answering goes on."""
    path = tmp_path / FILE_NAME
    path.write_bytes(DAMAGED[damage])
    file = ResponseFile(tmp_path)
    file.record("a", "t4")
    (aside,) = file.set_aside
    assert DAMAGED[damage] == aside.read_bytes()
    assert "t4" == file.read()["a"].response


@pytest.mark.parametrize("damage", list(DAMAGED))
def test_a_grader_reads_a_damaged_file_without_touching_it(tmp_path: Path, damage: str) -> None:
    """The reason is a short sentence, and the folder is as it was."""
    path = tmp_path / FILE_NAME
    path.write_bytes(DAMAGED[damage])
    with pytest.raises(DamagedResponsesError) as caught:
        read_responses(path)
    assert len(str(caught.value)) < 120
    assert [path] == list(tmp_path.iterdir())


def test_reading_alone_sets_a_damaged_file_aside(tmp_path: Path) -> None:
    """Opening the notebook again is enough to be told."""
    (tmp_path / FILE_NAME).write_bytes(b"{")
    file = ResponseFile(tmp_path)
    assert {} == dict(file.read())
    assert 1 == len(file.set_aside)
    assert not (tmp_path / FILE_NAME).exists()


def test_two_damaged_files_of_one_second_keep_both(tmp_path: Path) -> None:
    """A file set aside never covers another."""
    file = ResponseFile(tmp_path)
    for content in (b"one", b"two", b"three"):
        (tmp_path / FILE_NAME).write_bytes(content)
        file.read()
    assert {b"one", b"two", b"three"} == {path.read_bytes() for path in file.set_aside}


@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "dangling-link"])
def test_what_is_no_file_is_refused_by_the_grader(tmp_path: Path, kind: str) -> None:
    """A pipe is not waited for, a link is not followed."""
    path = tmp_path / FILE_NAME
    (tmp_path / "elsewhere").write_text('{"schema": 1, "responses": {"a": {"response": "t4"}}}')
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to("elsewhere")
        case "dangling-link":
            path.symlink_to("nowhere")
    with pytest.raises(DamagedResponsesError, match="ordinary file"):
        read_responses(path)


def test_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """Neither read nor overwritten: an older course would lose what it does not know."""
    path = tmp_path / FILE_NAME
    path.write_text('{"schema": 99, "responses": {}, "more": 1}')
    before = path.read_bytes()
    with pytest.raises(NewerResponsesError, match="later version"):
        ResponseFile(tmp_path).read()
    with pytest.raises(NewerResponsesError):
        ResponseFile(tmp_path).record("a", "t4")
    assert before == path.read_bytes()


def test_what_others_wrote_is_kept(tmp_path: Path) -> None:
    """Unknown fields and items of a file survive a write."""
    path = tmp_path / FILE_NAME
    path.write_text('{"schema": 1, "responses": {"b": {"response": 1, "sure": "high"}}, "who": 7}')
    ResponseFile(tmp_path).record("a", "t4")
    document = json.loads(path.read_text())
    assert (7, "high") == (document["who"], document["responses"]["b"]["sure"])


def test_half_a_character_is_kept(tmp_path: Path) -> None:
    """A browser may send half a surrogate pair; the file stays UTF-8, and the answer whole."""
    ResponseFile(tmp_path).record("a", "half \ud83d é")
    assert "half \ud83d é" == ResponseFile(tmp_path).read()["a"].response


def test_an_entry_of_another_shape_is_no_answer() -> None:
    """One odd entry does not cost the others."""
    found = parse_responses(b'{"schema": 1, "responses": {"a": 5, "b": {"response": "x"}}}')
    assert ["b"] == list(found)


def test_a_folder_that_cannot_be_written_is_told() -> None:
    """The sentence says that the answer is not saved and what to do."""
    with pytest.raises(ResponsesError, match="not saved"):
        ResponseFile("/proc").record("a", "t4")


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path) -> None:
    """On a real full file system the old answers stay whole."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        file = ResponseFile(disk)
        file.record("a", "t4")
        with pytest.raises(ResponsesError, match="disk is full"):
            file.record("b", "x" * 100_000)
        assert ["a"] == list(ResponseFile(disk).read())
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.text() | st.integers() | st.lists(st.text(), max_size=3),
        max_size=4,
    )
)
def test_any_answer_that_can_be_recorded_comes_back(
    tmp_path_factory: pytest.TempPathFactory, given_answers: dict[str, object]
) -> None:
    """Every text, in every script, is the same after a round trip."""
    folder = tmp_path_factory.mktemp("answers")
    for item, response in given_answers.items():
        ResponseFile(folder).record(item, response)
    assert given_answers == {
        item: record.response for item, record in ResponseFile(folder).read().items()
    }


WRITER = """
import sys
from midback.responses import ResponseFile
file, name, number = ResponseFile(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for count in range(number):
    file.record(f"{name}-{count % 7}", f"answer {count}")
    print(count, flush=True)
"""


def writer(folder: Path, name: str, number: int) -> subprocess.Popen[str]:
    """A process of its own that records answers and prints each once it is acknowledged."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(number)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_kernels_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three processes write to one file at the same time, and every last answer is there."""
    processes = [writer(tmp_path, name, 60) for name in ("one", "two", "three")]
    for process in processes:
        process.communicate(timeout=120)
        assert 0 == process.returncode
    found = ResponseFile(tmp_path).read()
    assert 21 == len(found)
    for name in ("one", "two", "three"):
        assert "answer 59" == found[f"{name}-{59 % 7}"].response
    assert 180 == sum(record.attempts for record in found.values())


@pytest.mark.parametrize("acknowledged", [1, 5, 20, 45, 90])
def test_a_kill_in_the_middle_of_writing_loses_nothing_acknowledged(
    tmp_path: Path, acknowledged: int
) -> None:
    """After kill -9 the file parses and holds every answer that was acknowledged."""
    process = writer(tmp_path, "kernel", 100_000)
    assert process.stdout is not None
    last = -1
    while last < acknowledged:
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    told = [last, *(int(line) for line in rest.split())]
    found = read_responses(tmp_path / FILE_NAME)
    for count in range(max(0, told[-1] - 6), told[-1] + 1):
        text = str(found[f"kernel-{count % 7}"].response)
        # The one answer in the making may have replaced an older one before it was told.
        assert int(text.removeprefix("answer ")) in (count, count + 7)
    assert "again" == ResponseFile(tmp_path).record("after", "again").response


def test_another_writer_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that is never given up ends in a sentence, not in a notebook that hangs."""
    from filelock import FileLock

    monkeypatch.setattr(responses, "LOCK_SECONDS", 0.2)
    with (
        FileLock(tmp_path / responses.LOCK_NAME),
        pytest.raises(ResponsesError, match="another window"),
    ):
        ResponseFile(tmp_path).record("a", "t4")
