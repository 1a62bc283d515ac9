"""An answer is never lost in silence: real faults, and what the trainee sees on the card."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import REFERENCES, SINGLE, in_ci
from pages import PATIENCE, card, needs_chromium, run_cells, started_chromium, write_notebook
from playwright.sync_api import Browser, Locator, Page, expect
from servers import Cable, JupyterServer, jupyter

from midback.items import public_yaml, read_items
from midback.responses import FILE_NAME, read_responses

pytestmark = [pytest.mark.browser, needs_chromium]

NOTEBOOK = "assignment.ipynb"
QUESTION = SINGLE["id"]
SAVED = re.compile(r"Saved \d\d:\d\d")
ROOM = 400_000
"""Bytes of the disk that is filled: enough for the notebook and its answers."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this module."""
    with started_chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A trainee's server, in an empty folder."""
    scratch = tmp_path_factory.mktemp("server")
    (scratch / "home").mkdir()
    with jupyter(scratch / "home", scratch) as started:
        yield started


@pytest.fixture
def folder(server: JupyterServer, request: pytest.FixtureRequest) -> Path:
    """A folder of the test's own with a graded notebook of one question."""
    there = server.log.parent / "home" / str(request.node.name)
    there.mkdir()
    return there


def fill(folder: Path, *more: str) -> None:
    """Put a graded notebook of one question into a folder, and ``more`` cells below it."""
    (folder / "references.bib").write_text(REFERENCES, encoding="utf-8")
    (folder / "items.yml").write_text(yaml.safe_dump([SINGLE], sort_keys=False))
    items = read_items(folder / "items.yml")
    (folder / "questions.yml").write_text(public_yaml(list(items.values())), encoding="utf-8")
    (folder / "items.yml").unlink()
    write_notebook(folder / NOTEBOOK, [f'midback.ask("{QUESTION}")', *more])


def open_in(page: Page, server: JupyterServer, folder: Path) -> Locator:
    """Open the folder's notebook in JupyterLab, run it, and give the question's card."""
    workspace = os.urandom(4).hex()
    page.goto(server.at(f"lab/workspaces/{workspace}/tree/{folder.name}/{NOTEBOOK}"))
    run_cells(page)
    return card(page, QUESTION)


def pick(found: Locator, word: str) -> None:
    """Choose an option."""
    found.locator(f'input[value="{word}"]').check()


def picked(found: Locator) -> str | None:
    """The option that is chosen on the page."""
    return found.locator("input:checked").get_attribute("value")


def recorded(folder: Path) -> Any:
    """The response on the disk, or None."""
    path = folder / FILE_NAME
    return read_responses(path)[QUESTION].response if path.exists() else None


def kernel_of(folder: Path) -> int:
    """The process id of the kernel that runs in a folder."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes()
            if b"ipykernel" in command and (path / "cwd").resolve() == folder.resolve():
                return int(path.name)
        except OSError:
            continue
    raise AssertionError(f"no kernel runs in {folder}")


def test_a_killed_kernel_loses_nothing(page: Page, server: JupyterServer, folder: Path) -> None:
    """The card says what to do; the cell run again brings the pick back, and it is saved."""
    fill(folder)
    found = open_in(page, server, folder)
    pick(found, "t4")
    expect(found).to_contain_text(SAVED)
    os.kill(kernel_of(folder), signal.SIGKILL)
    pick(found, "t7")
    expect(found).to_contain_text("Not saved yet. The notebook's kernel has not answered.")
    expect(found).to_contain_text("Your answer is still on this page.")
    expect(found).to_contain_text("Kernel ▸ Restart Kernel, then run this cell again")
    assert ("t7", "t4") == (picked(found), recorded(folder))
    told = page.get_by_role("dialog").get_by_role("button", name="Ok")
    expect(told).to_be_visible(timeout=PATIENCE)
    told.click()
    run_cells(page)
    found = card(page, QUESTION)
    expect(found).to_contain_text("Not saved yet. You chose this answer before")
    assert "t7" == picked(found)
    found.get_by_role("button", name="Try saving again").click()
    expect(found).to_contain_text(SAVED)
    assert "t7" == recorded(folder)


def test_a_busy_kernel_saves_when_it_is_free(
    page: Page, server: JupyterServer, folder: Path
) -> None:
    """While another cell runs the card says so; afterwards the newest pick is saved by itself,
    and a page that is loaded anew shows it."""
    wait = "import pathlib, time\nwhile not pathlib.Path('done').exists(): time.sleep(0.02)"
    fill(folder, wait)
    (folder / "done").touch()
    found = open_in(page, server, folder)
    (folder / "done").unlink()
    page.locator(".jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-InputPrompt", has_text="*")).to_have_count(1)
    pick(found, "t2")
    pick(found, "t7")
    expect(found).to_contain_text("Not saved yet.")
    expect(found).to_contain_text("If another cell is running, wait for it to finish")
    assert ("t7", None) == (picked(found), recorded(folder))
    (folder / "done").touch()
    expect(found).to_contain_text(SAVED, timeout=PATIENCE)
    assert "t7" == recorded(folder)
    expect(found.get_by_role("button", name="Try saving again")).to_be_hidden()
    found = open_in(page, server, folder)
    expect(found).to_contain_text("Your saved answer is shown.")
    assert "t7" == picked(found)


def test_a_laptop_that_slept_saves_when_it_wakes(
    page: Page, server: JupyterServer, folder: Path
) -> None:
    """A pick made without a line to the server is kept, told, and saved once there is one."""
    fill(folder)
    cable = Cable(server)
    try:
        found = open_in(page, cable.server, folder)
        pick(found, "t4")
        expect(found).to_contain_text(SAVED)
        page.context.set_offline(True)
        cable.cut()
        pick(found, "t2")
        expect(found).to_contain_text("Not saved yet.")
        assert ("t2", "t4") == (picked(found), recorded(folder))
        cable.mend()
        page.context.set_offline(False)
        # JupyterLab connects again at times of its own.
        expect(found).to_contain_text(SAVED, timeout=PATIENCE)
        assert ("t2", "t2") == (picked(found), recorded(folder))
    finally:
        cable.close()


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own, with little room, in place of an empty folder."""
    options = f"size={ROOM}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    root = os.name == "posix" and os.geteuid() == 0
    done = subprocess.run(mount, capture_output=True, text=True) if root else None
    if done is None or done.returncode:
        if root and in_ci():
            raise AssertionError(f"an automatic run as root must be able to mount: {done}")
        pytest.skip("only root, where it may mount, can fill a disk and make it read-only")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_and_a_read_only_disk_are_told(
    page: Page, server: JupyterServer, folder: Path
) -> None:
    """The card names the fault and the remedy, and “Try saving again” saves once it is gone."""
    with small_disk(folder):
        fill(folder)
        found = open_in(page, server, folder)
        retry = found.get_by_role("button", name="Try saving again")
        pick(found, "t2")
        expect(found).to_contain_text(SAVED)
        filler = folder / "lecture.mp4"
        with pytest.raises(OSError, match="No space"), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        pick(found, "t4")
        expect(found).to_contain_text(
            "Your answer is not saved: the disk is full. Free some space, then try saving again."
        )
        assert ("t4", "t2") == (picked(found), recorded(folder))
        filler.unlink()
        retry.click()
        expect(found).to_contain_text(SAVED)
        assert "t4" == recorded(folder)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        pick(found, "t7")
        expect(found).to_contain_text(
            "Your answer is not saved: the folder is read-only."
            " Copy the course to a folder of your own, then try saving again."
        )
        retry.click()
        expect(found).to_contain_text("Your answer is not saved: the folder is read-only.")
        assert ("t7", "t4") == (picked(found), recorded(folder))
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        retry.click()
        expect(found).to_contain_text(SAVED)
        assert ("t7", "t7") == (picked(found), recorded(folder))
        page.goto("about:blank")


def test_a_damaged_file_is_kept_and_told(page: Page, server: JupyterServer, folder: Path) -> None:
    """The next pick is saved in a new file; the card names the damaged one, which stays."""
    fill(folder)
    found = open_in(page, server, folder)
    pick(found, "t2")
    expect(found).to_contain_text(SAVED)
    whole = (folder / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(whole[: len(whole) // 2])
    pick(found, "t4")
    expect(found).to_contain_text(SAVED)
    assert "t4" == recorded(folder)
    (aside,) = folder.glob("responses.damaged-*.json")
    assert whole[: len(whole) // 2] == aside.read_bytes()
    notice = found.locator(".midback-notice")
    expect(notice).to_contain_text(f"was damaged. It was kept as {aside.name}")
    expect(notice).to_contain_text("Show the kept file to your instructor")


def test_two_tabs_show_one_answer(page: Page, server: JupyterServer, folder: Path) -> None:
    """What is picked in one tab is shown in the other, which says where it comes from."""
    fill(folder)
    first = open_in(page, server, folder)
    pick(first, "t2")
    expect(first).to_contain_text(SAVED)
    second = open_in(page.context.new_page(), server, folder)
    expect(second).to_contain_text("Your saved answer is shown.")
    assert "t2" == picked(second)
    pick(second, "t7")
    expect(second).to_contain_text(SAVED)
    expect(first).to_contain_text("Saved. Changed in another window.")
    assert ("t7", "t7") == (picked(first), recorded(folder))
    pick(first, "t4")
    expect(first).to_contain_text(SAVED)
    expect(second).to_contain_text("Saved. Changed in another window.")
    assert ("t4", "t4") == (picked(second), recorded(folder))
