"""The course as its users meet it: a real Chromium, a real JupyterLab, real kernels."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ALL_TYPES, REFERENCES, ROOT
from pages import (
    PATIENCE,
    answer_on,
    answer_with_keys,
    card,
    first_of_each_type,
    menu,
    needs_chromium,
    open_notebook,
    run_all,
    started_chromium,
    violations,
    write_notebook,
)
from playwright.sync_api import Browser, Page, expect
from servers import JupyterServer, jupyter

from midback.grading.commands import with_programs
from midback.items import read_items
from midback.marking import model_answer
from midback.responses import FILE_NAME, read_responses

ASSIGNMENT = "mid-back-basics"
LESSON = "01-the-mid-back"
ITEMS = read_items(ROOT / "notebooks" / "items" / f"{LESSON}.yml")
GRADED = read_items(ROOT / "source" / ASSIGNMENT / "items.yml")
SAVED = re.compile(r"Saved \d\d:\d\d")

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this module."""
    with started_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def trainee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[JupyterServer, Path]]:
    """A trainee's server, in a folder with the lessons, a fetched assignment, and a notebook to
    practise every type of question."""
    folder = tmp_path_factory.mktemp("trainee")
    shutil.copytree(
        ROOT / "notebooks",
        folder / "notebooks",
        ignore=shutil.ignore_patterns(FILE_NAME, ".*", "responses.damaged-*"),
    )
    shutil.copytree(
        ROOT / "release" / ASSIGNMENT,
        folder / ASSIGNMENT,
        ignore=shutil.ignore_patterns(FILE_NAME, ".*"),
    )
    items = folder / "every-type" / "items"
    items.mkdir(parents=True)
    (items.parent / "references.bib").write_text(REFERENCES, encoding="utf-8")
    (items / "01.yml").write_text(yaml.safe_dump(list(ALL_TYPES), sort_keys=False))
    calls = [f'midback.ask("{fields["id"]}")' for fields in ALL_TYPES]
    write_notebook(items.parent / "every-type.ipynb", [*calls, "midback.progress()"])
    with jupyter(folder, tmp_path_factory.mktemp("settings")) as server:
        yield server, folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    yield context.new_page()
    context.close()


def test_a_trainee_answers_restarts_and_finds_every_answer(
    page: Page, trainee: tuple[JupyterServer, Path]
) -> None:
    """By keyboard alone, in a graded assignment: “Saved”, a new kernel, everything is there."""
    server, folder = trainee
    open_notebook(page, server, f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    run_all(page)
    asked = first_of_each_type(GRADED)
    for item in asked:
        found = card(page, item.id)
        assert not answer_on(found, item), "nothing is selected at the start"
        answer_with_keys(page, found, item, model_answer(item))
        expect(found).to_contain_text(SAVED, timeout=PATIENCE)
        fallback = page.get_by_text("Run this cell to answer.").locator("visible=true")
        assert 0 == fallback.count(), "the plain version is hidden while the card lives"
        recorded = read_responses(folder / ASSIGNMENT / FILE_NAME)[item.id].response
        assert model_answer(item) == recorded
        assert "rationale" not in found.inner_text().lower()
    menu(page, "Kernel", "Restart Kernel and Clear Outputs of All Cells…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(page.locator(".midback-card")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=PATIENCE)
    run_all(page)
    for item in asked:
        assert model_answer(item) == answer_on(card(page, item.id), item)


def test_practice_explains_and_counts(page: Page, trainee: tuple[JupyterServer, Path]) -> None:
    """Of every type a check shows the reasons, focus stays on the card, and progress counts."""
    server, folder = trainee
    server.use_theme("JupyterLab Light")
    items = read_items(folder / "every-type" / "items" / "01.yml")
    open_notebook(page, server, "every-type/every-type.ipynb")
    run_all(page)
    for item in items.values():
        found = card(page, item.id)
        answer_with_keys(page, found, item, model_answer(item))
        if item.type != "case":
            expect(found).to_contain_text(SAVED, timeout=PATIENCE)
            assert [] == violations(page, f'.midback-card[data-question="{item.id}"]')
            found.locator(".midback-certainty input").last.focus()
            page.keyboard.press("Space")
            expect(found).to_contain_text(SAVED, timeout=PATIENCE)
            found.get_by_role("button", name="Check").focus()
            page.keyboard.press("Enter")
        headline = found.locator(".midback-headline.midback-is-right")
        expect(headline).to_be_visible(timeout=PATIENCE)
        for text in _reasons(item):
            expect(found).to_contain_text(" ".join(text.split())[:60])
        assert found.evaluate("card => card.contains(document.activeElement)"), "focus is kept"
        expect(found.get_by_role("link").first).to_be_attached()
        assert [] == violations(page, f'.midback-card[data-question="{item.id}"]')
    outer = page.locator(".jp-WindowedPanel-outer").first
    outer.evaluate("panel => { panel.scrollTop = panel.scrollHeight }")
    progress = page.locator('section[aria-label="Progress"]').last
    every = len(items)
    expect(progress).to_contain_text(f"{every} of {every} questions answered.", timeout=PATIENCE)
    expect(progress).to_contain_text(f"{every} of {every} right.")
    sure = f"Certainty high: {every - 1} of {every - 1} answers right at the first try."
    expect(progress).to_contain_text(sure)


def _reasons(item: Any) -> list[str]:
    if item.type == "case":
        return [item.debrief]
    return [item.rationale] if isinstance(item.rationale, str) else list(item.rationale.values())


def test_a_notebook_reads_without_a_kernel(browser: Browser, tmp_path: Path) -> None:
    """Executed and exported as a page, offline: every question and figure is there to read."""
    folder = tmp_path / "notebooks"
    ignored = shutil.ignore_patterns(FILE_NAME, ".*")
    shutil.copytree(ROOT / "notebooks", folder, ignore=ignored)
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--execute", "--to=html", f"{LESSON}.ipynb"],
        cwd=folder,
        env=with_programs(),
        check=True,
        capture_output=True,
    )
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((folder / f"{LESSON}.html").as_uri())
    expect(page.get_by_text("Run this cell to answer.")).to_have_count(len(ITEMS))
    for item in ITEMS.values():
        expect(page.get_by_text(item.lead_in, exact=True).first).to_be_visible()
    figures = page.locator("figure img")
    expect(figures).to_have_count(3)
    for figure in figures.all():
        assert figure.get_attribute("alt")
        assert figure.evaluate("picture => picture.naturalWidth > 0")
    context.close()


def test_a_dead_kernel_is_told(page: Page, trainee: tuple[JupyterServer, Path]) -> None:
    """Without an acknowledgement the card says so, keeps the pick and says what to do."""
    server, folder = trainee
    open_notebook(page, server, f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    run_all(page)
    item = next(item for item in GRADED.values() if item.type == "single-best-answer")
    found = card(page, item.id)
    path = folder / ASSIGNMENT / FILE_NAME
    before = path.read_bytes() if path.exists() else None
    frozen = _kernel_processes(folder / ASSIGNMENT)
    for process in frozen:
        os.kill(process, signal.SIGSTOP)
    try:
        found.locator("input[type=radio]").last.check()
        alarm = found.get_by_text("Not saved yet.")
        expect(alarm).to_be_visible(timeout=5_000)
        expect(found).to_contain_text("Kernel ▸ Restart Kernel")
        assert list(item.options)[-1] == answer_on(found, item)
        assert before == (path.read_bytes() if path.exists() else None)
    finally:
        for process in frozen:
            os.kill(process, signal.SIGCONT)
    expect(found).to_contain_text(SAVED, timeout=PATIENCE)
    assert list(item.options)[-1] == (
        read_responses(folder / ASSIGNMENT / FILE_NAME)[item.id].response
    )


def _kernel_processes(folder: Path) -> list[int]:
    """The kernels that run in a folder, by process id."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes()
            if b"ipykernel" in command and (path / "cwd").resolve() == folder.resolve():
                found.append(int(path.name))
        except OSError:
            continue
    assert found
    return found


def test_axe_finds_nothing_in_a_lesson_in_the_dark(
    page: Page, trainee: tuple[JupyterServer, Path]
) -> None:
    """Untouched, chosen and explained, of every type of the lesson."""
    server, _ = trainee
    server.use_theme("JupyterLab Dark")
    open_notebook(page, server, f"notebooks/{LESSON}.ipynb")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false", timeout=PATIENCE)
    run_all(page)
    for item in first_of_each_type(ITEMS):
        selector = f'.midback-card[data-question="{item.id}"]'
        found = card(page, item.id)
        assert [] == violations(page, selector)
        answer_with_keys(page, found, item, model_answer(item))
        expect(found).to_contain_text(SAVED, timeout=PATIENCE)
        assert [] == violations(page, selector)
        found.get_by_role("button", name="Check").click()
        expect(found.locator(".midback-headline")).to_contain_text("Right.", timeout=PATIENCE)
        assert [] == violations(page, selector)


def test_figures_move_by_keyboard(page: Page, trainee: tuple[JupyterServer, Path]) -> None:
    """Several explorers in one notebook keep their own choices, and redraw with new words."""
    server, folder = trainee
    calls = ("vertebra", "dermatomes", "prevalence")
    write_notebook(folder / "figures.ipynb", [f"midback.explore.{call}()" for call in calls])
    open_notebook(page, server, "figures.ipynb")
    menu(page, "Run", "Run All Cells")
    live = page.locator(".midback-live")
    expect(live).to_have_count(len(calls), timeout=PATIENCE)
    groups = live.locator("fieldset:has(input[type=radio])")
    expect(groups).to_have_count(4, timeout=PATIENCE)
    for group in groups.all():
        expect(group.locator("input:checked")).to_have_count(1)
    picture = live.first.locator("img")
    expect(picture).to_have_attribute("alt", re.compile("T6"))
    live.first.locator("input[type=range]").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(picture).to_have_attribute("alt", re.compile("T12"), timeout=PATIENCE)
    live.first.get_by_label("From the side").focus()
    page.keyboard.press("Space")
    expect(picture).to_have_attribute("alt", re.compile("side"), timeout=PATIENCE)
    assert [] == violations(page, ".midback-live")
