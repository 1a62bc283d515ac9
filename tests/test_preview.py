"""The preview: a real server that a client and a browser talk to."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import MULTIPLE, REFERENCES, ROOT, SINGLE
from pages import needs_chromium, started_chromium
from playwright.sync_api import expect
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from midback.cli import main
from midback.course import Course
from midback.items import read_items
from midback.preview import Preview
from midback.preview.shown import NothingToPreviewError, Subject, Table
from midback.responses import FILE_NAME

PICK = {"sequence": 1, "view": "a", "action": "check", "response": "t4", "certainty": ""}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with a practice file of two questions."""
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "notebooks" / "items").mkdir(parents=True)
    (tmp_path / "source").mkdir()
    (tmp_path / "notebooks" / "references.bib").write_text(REFERENCES, encoding="utf-8")
    save(tmp_path / "notebooks" / "items" / "01-where.yml", [SINGLE, MULTIPLE])
    return Course(tmp_path)


def save(path: Path, items: object) -> None:
    text = items if isinstance(items, str) else yaml.safe_dump(items, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def with_preview(
    subject: Subject, talk: Callable[[Preview], Awaitable[None]], patience: float = 30
) -> None:
    """Start a server, talk to it, and stop it, whatever happens."""

    async def run() -> None:
        preview = Preview(subject)
        try:
            await asyncio.wait_for(talk(preview), patience)
        finally:
            await preview.stop()

    asyncio.run(run())


async def opened(preview: Preview, origin: str | None = None) -> WebSocketClientConnection:
    address = preview.url.replace("http:", "ws:") + "live"
    here = origin or f"http://127.0.0.1:{preview.port}"
    return await websocket_connect(HTTPRequest(address, headers={"Origin": here}))


async def heard(line: WebSocketClientConnection) -> dict[str, Any]:
    message = await line.read_message()
    assert isinstance(message, str), "the server closed the line"
    told: dict[str, Any] = json.loads(message)
    return told


class TestSubject:
    def test_an_id_is_looked_for_in_the_whole_course(self, course: Course) -> None:
        """Practice or graded: the author need not know the file."""
        file = course.root / "notebooks" / "items" / "01-where.yml"
        assert Subject(file, "which-findings") == Subject.named("which-findings", course)

    def test_a_file_is_shown_whole(self, course: Course) -> None:
        """All its questions, in its order."""
        subject = Subject.named(str(course.item_files[0]), course)
        items, problems = subject.items()
        assert (["which-nerve", "which-findings"], []) == ([item.id for item in items], problems)

    @pytest.mark.parametrize("name", ["which-nerv", "none.yml"])
    def test_what_is_neither_is_said_in_a_sentence(
        self,
        course: Course,
        name: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """No server starts, and the command says so."""
        with pytest.raises(NothingToPreviewError, match=re.escape(name)):
            Subject.named(name, course)
        monkeypatch.chdir(course.root)
        assert 1 == main(["preview", "--no-browser", name])
        assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    "file", Course(ROOT).item_files, ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_every_question_of_the_course_can_be_previewed(file: Path) -> None:
    """Each type, with its figures, goes over the line as it stands."""
    told: list[Any] = []
    table = Table(Subject(file), lambda message: told.append(json.loads(json.dumps(message))))
    table.lay_out()
    assert [] == told[0]["problems"]
    assert list(read_items(file)) == [question["id"] for question in told[0]["questions"]]
    assert [""] == sorted({question["traits"]["notice"] for question in told[0]["questions"]})
    table.clear()


class TestServer:
    def test_the_card_answers_as_in_a_notebook(self, course: Course) -> None:
        """The page is told of the question; a pick is checked, and nothing is recorded."""

        async def talk(preview: Preview) -> None:
            line = await opened(preview)
            everything = await heard(line)
            (question,) = everything["questions"]
            assert ("all", [], []) == (
                everything["kind"],
                everything["problems"],
                everything["advice"],
            )
            assert ("which-nerve", "preview") == (question["id"], question["traits"]["mode"])
            assert "key" not in question["traits"]["question"]
            await line.write_message(json.dumps({"id": "which-nerve", "pick": PICK}))
            changes: dict[str, Any] = {}
            while "receipt" not in changes:
                told = await heard(line)
                assert ("trait", "which-nerve") == (told["kind"], told["id"])
                changes[told["name"]] = told["value"]
            assert "right" == changes["feedback"]["status"]
            assert (1, "") == (changes["receipt"]["sequence"], changes["receipt"]["problem"])

        before = set(course.root.rglob("*"))
        with_preview(Subject(course.item_files[0], "which-nerve"), talk)
        assert before == set(course.root.rglob("*"))
        assert [] == list(course.root.rglob(FILE_NAME))

    def test_saving_the_file_draws_it_anew_and_mistakes_are_said(self, course: Course) -> None:
        """The same sentences as “midback check”, and the question again once they are mended."""
        path = course.item_files[0]

        async def talk(preview: Preview) -> None:
            line = await opened(preview)
            await heard(line)
            save(path, [SINGLE | {"key": "t5"}])
            broken = await heard(line)
            assert [] == broken["questions"]
            line_of_key = path.read_text(encoding="utf-8").splitlines().index("  key: t5") + 1
            assert [
                f"{path}:{line_of_key}: item “which-nerve”, field “key”: “t5” names no option."
                " Write one of: t2, t4, t7."
            ] == broken["problems"]
            save(path, [SINGLE | {"lead_in": "Which nerve does not carry it?"}])
            mended = await heard(line)
            assert [] == mended["problems"]
            assert "negative-lead-in" in mended["advice"][0]
            asked = mended["questions"][0]["traits"]["question"]
            assert "Which nerve does not carry it?" in asked["lead_in"]
            save(path, [MULTIPLE])
            gone = await heard(line)
            assert "there is no item “which-nerve” any more" in gone["problems"][0]

        with_preview(Subject(path, "which-nerve"), talk)

    def test_a_question_whose_plate_is_not_there_is_named(self, course: Course) -> None:
        """The others are shown."""
        figure = {"figure": {"plate": "no-such-plate"}}

        async def talk(preview: Preview) -> None:
            line = await opened(preview)
            everything = await heard(line)
            assert ["which-findings"] == [each["id"] for each in everything["questions"]]
            (problem,) = everything["problems"]
            assert "item “which-nerve”, field “figure”: There is no plate" in problem

        save(course.item_files[0], [SINGLE | figure, MULTIPLE])
        with_preview(Subject(course.item_files[0]), talk)

    def test_each_open_page_has_cards_of_its_own(self, course: Course) -> None:
        """What is picked in one window is not shown in another."""

        async def talk(preview: Preview) -> None:
            first, second = await opened(preview), await opened(preview)
            await heard(first)
            await heard(second)
            await first.write_message(json.dumps({"id": "which-nerve", "pick": PICK}))
            await heard(first)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(heard(second), 0.5)

        with_preview(Subject(course.item_files[0]), talk)

    @pytest.mark.parametrize("name", ["", "page.js", "page.css", "card.js", "card.css"])
    def test_every_part_of_the_page_is_there(self, course: Course, name: str) -> None:
        """The card's program and style are the very ones of the notebook."""

        async def talk(preview: Preview) -> None:
            answer = await AsyncHTTPClient().fetch(preview.url + name)
            assert 200 == answer.code
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            if name.startswith("card"):
                static = ROOT / "midback" / "quiz" / "static"
                file = static / name.replace("card", "quiz")
                assert file.read_text(encoding="utf-8") == answer.body.decode()

        with_preview(Subject(course.item_files[0]), talk)

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
    def test_another_page_cannot_open_a_line(self, course: Course, origin: str) -> None:
        """Keys stay with the author, also while a hostile page is open beside the preview."""

        async def talk(preview: Preview) -> None:
            with pytest.raises(HTTPClientError, match="403"):
                await opened(preview, origin)

        with_preview(Subject(course.item_files[0]), talk)

    @pytest.mark.parametrize("path", ["", "live", "card.js"])
    def test_without_the_token_nothing_is_given(self, course: Course, path: str) -> None:
        """A guess is refused, for pages and for the line."""

        async def talk(preview: Preview) -> None:
            address = f"http://127.0.0.1:{preview.port}/{'a' * 32}/{path}"
            with pytest.raises(HTTPClientError, match="403"):
                if path == "live":
                    ours = {"Origin": f"http://127.0.0.1:{preview.port}"}
                    wanted = HTTPRequest(address.replace("http:", "ws:", 1), headers=ours)
                    await websocket_connect(wanted)
                else:
                    await AsyncHTTPClient().fetch(address)

        with_preview(Subject(course.item_files[0]), talk)

    def test_a_name_that_was_made_to_lead_here_is_refused(self, course: Course) -> None:
        """The token does not help a page of another host."""

        async def talk(preview: Preview) -> None:
            with pytest.raises(HTTPClientError, match="403"):
                await AsyncHTTPClient().fetch(preview.url, headers={"Host": "evil.example"})

        with_preview(Subject(course.item_files[0]), talk)

    @pytest.mark.parametrize("path", ["", "/", "/etc/passwd", "/x/../../page.js"])
    def test_other_addresses_hold_nothing(self, course: Course, path: str) -> None:
        """No file of the machine is served."""

        async def talk(preview: Preview) -> None:
            with pytest.raises(HTTPClientError, match=r"40[34]"):
                await AsyncHTTPClient().fetch(f"http://127.0.0.1:{preview.port}{path}")

        with_preview(Subject(course.item_files[0]), talk)

    @pytest.mark.parametrize(
        "message", ["", "{", "[]", "3", '{"id": "other", "pick": {}}', '{"id": "which-nerve"}']
    )
    def test_what_no_card_says_closes_the_line(self, course: Course, message: str) -> None:
        """And the server goes on."""

        async def talk(preview: Preview) -> None:
            line = await opened(preview)
            await heard(line)
            await line.write_message(message)
            assert await line.read_message() is None
            again = await opened(preview)
            assert "all" == (await heard(again))["kind"]

        with_preview(Subject(course.item_files[0]), talk)


@contextmanager
def command(folder: Path, *arguments: str) -> Iterator[str]:
    """The address that a running “midback preview” says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "midback.cli", "preview", "--no-browser", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:\d+/\S+", said)
        assert match, said
        yield match[0]
    finally:
        process.terminate()
        process.wait(timeout=30)
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.browser
@needs_chromium
def test_an_author_answers_mends_and_answers_again(course: Course) -> None:
    """In a real browser: choose, check, save a mistake, see the sentence, mend it, choose again."""
    path = course.item_files[0]
    errors: list[str] = []
    with command(course.root, "which-nerve") as url, started_chromium() as browser:
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda said: errors.append(said.text) if said.type == "error" else None,
        )
        page.goto(url)
        page.get_by_label("T4").check()
        page.get_by_role("button", name="Check").click()
        expect(
            page.get_by_text("The nipple lies about T4, and neighbours overlap.")
        ).to_be_visible()
        save(path, [SINGLE | {"key": "t5"}])
        expect(page.get_by_role("alert").filter(has_text="“t5” names no option.")).to_be_visible()
        expect(page.locator(".midback-card")).to_have_count(0)
        save(path, [SINGLE | {"key": "t7"}])
        page.get_by_label("T7").check()
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".midback-headline")).to_contain_text("Right")
    assert [] == errors
