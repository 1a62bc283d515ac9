"""The course as its users meet it: a real Chromium, a real JupyterLab, real kernels."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_notebook
from pages import (
    card,
    first_of_each_type,
    menu,
    needs_chromium,
    open_notebook,
    run_all,
    started_chromium,
)
from playwright.sync_api import Browser, Locator, Page, expect
from servers import JupyterServer, jupyter

from midback.grading.commands import with_programs
from midback.items import read_items
from midback.marking import model_answer
from midback.responses import FILE_NAME, read_responses

ASSIGNMENT = "mid-back-basics"
LESSON = "01-the-mid-back"
ITEMS = read_items(ROOT / "notebooks" / "items" / f"{LESSON}.yml")
GRADED = read_items(ROOT / "source" / ASSIGNMENT / "items.yml")

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this module."""
    with started_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def trainee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[JupyterServer, Path]]:
    """A trainee's server, in a folder with the lessons and a fetched assignment."""
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
    with jupyter(folder, tmp_path_factory.mktemp("settings")) as server:
        yield server, folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    yield context.new_page()
    context.close()


def answer_by_keyboard(page: Page, found: Locator, item: Any, response: Any) -> None:
    """Answer a question without a mouse, as its type is answered."""
    match item.type:
        case "single-best-answer":
            found.locator("input[type=radio]").first.focus()
            page.keyboard.press("Space")
            for _ in range(list(item.options).index(response)):
                page.keyboard.press("ArrowDown")
        case "multiple-response":
            found.locator("input[type=checkbox]").first.focus()
            for word in item.options:
                if word in response:
                    page.keyboard.press("Space")
                page.keyboard.press("Tab")
        case "numeric":
            found.locator("input").first.focus()
            page.keyboard.type(response)
            page.keyboard.press("Enter")
        case "extended-matching":
            found.locator("select").first.focus()
            for stem in item.stems:
                for _ in range(list(item.options).index(response[stem]) + 1):
                    page.keyboard.press("ArrowDown")
                page.keyboard.press("Tab")


def shown(found: Locator, item: Any) -> Any:
    """What is selected on a card."""
    match item.type:
        case "single-best-answer":
            chosen = found.locator("input:checked")
            return chosen.get_attribute("value") if chosen.count() else None
        case "multiple-response":
            return [box.get_attribute("value") for box in found.locator("input:checked").all()]
        case "numeric":
            return found.locator("input").first.input_value()
    values = [choice.input_value() for choice in found.locator("select").all()]
    return dict(zip(item.stems, values, strict=True))


def violations(page: Page, selector: str) -> list[str]:
    """What axe-core finds inside the selector, of any impact."""
    results = Axe().run(page, context=selector).response["violations"]
    return [f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in results]


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
        empty: dict[str, Any] = {
            "single-best-answer": None,
            "multiple-response": [],
            "numeric": "",
            "extended-matching": dict.fromkeys(getattr(item, "stems", {}), ""),
        }
        assert empty[item.type] == shown(found, item), "nothing is selected at the start"
        answer_by_keyboard(page, found, item, model_answer(item))
        expect(found).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=10_000)
        fallback = page.get_by_text("Run this cell to answer.").locator("visible=true")
        assert 0 == fallback.count(), "the plain version is hidden while the card lives"
        recorded = read_responses(folder / ASSIGNMENT / FILE_NAME)[item.id].response
        assert model_answer(item) == recorded
        assert "rationale" not in found.inner_text().lower()
    menu(page, "Kernel", "Restart Kernel and Clear Outputs of All Cells…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(page.locator(".midback-card")).to_have_count(0, timeout=30_000)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=60_000)
    run_all(page)
    for item in asked:
        assert model_answer(item) == shown(card(page, item.id), item)


def test_practice_explains_and_counts(page: Page, trainee: tuple[JupyterServer, Path]) -> None:
    """In the lesson a check shows the reasons, focus stays on the card, and progress counts."""
    server, _ = trainee
    open_notebook(page, server, f"notebooks/{LESSON}.ipynb")
    run_all(page)
    for item in first_of_each_type(ITEMS):
        found = card(page, item.id)
        answer_by_keyboard(page, found, item, model_answer(item))
        expect(found).to_contain_text("Saved", timeout=10_000)
        check = found.get_by_role("button", name="Check")
        check.focus()
        page.keyboard.press("Enter")
        expect(found).to_contain_text("Right.", timeout=10_000)
        texts = item.rationale if isinstance(item.rationale, str) else item.rationale.values()
        for text in [texts] if isinstance(texts, str) else texts:
            expect(found).to_contain_text(" ".join(text.split())[:60])
        assert found.evaluate("card => card.contains(document.activeElement)"), "focus is kept"
        expect(found.get_by_role("link").first).to_be_attached()
    outer = page.locator(".jp-WindowedPanel-outer").first
    outer.evaluate("panel => { panel.scrollTop = panel.scrollHeight }")
    progress = page.locator('section[aria-label="Progress"]').last
    expect(progress).to_contain_text(f"4 of {len(ITEMS)} questions answered.", timeout=10_000)
    expect(progress).to_contain_text("4 of 4 right.")


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
        assert list(item.options)[-1] == shown(found, item)
        assert before == (path.read_bytes() if path.exists() else None)
    finally:
        for process in frozen:
            os.kill(process, signal.SIGCONT)
    expect(found).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=10_000)
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


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_a_card(
    page: Page, trainee: tuple[JupyterServer, Path], theme: str
) -> None:
    """Untouched, chosen and explained, of every type, light and dark."""
    server, _ = trainee
    server.use_theme(theme)
    open_notebook(page, server, f"notebooks/{LESSON}.ipynb")
    dark = "false" if theme.endswith("Dark") else "true"
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", dark, timeout=20_000)
    run_all(page)
    for item in first_of_each_type(ITEMS):
        selector = f'.midback-card[data-question="{item.id}"]'
        found = card(page, item.id)
        if found.get_by_role("button", name="Try again").count():
            found.get_by_role("button", name="Try again").click()
        assert [] == violations(page, selector)
        check = found.get_by_role("button", name="Check")
        if check.get_attribute("aria-disabled") == "true":
            answer_by_keyboard(page, found, item, model_answer(item))
            assert [] == violations(page, selector)
        check.click()
        page.wait_for_timeout(700)
        assert [] == violations(page, selector)


def test_figures_move_by_keyboard(page: Page, trainee: tuple[JupyterServer, Path]) -> None:
    """Several explorers in one notebook keep their own choices, and redraw with new words."""
    server, folder = trainee
    calls = ("vertebra", "dermatomes", "prevalence")
    cells = [new_code_cell("import midback")]
    cells += [new_code_cell(f"midback.explore.{call}()") for call in calls]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3 (ipykernel)"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "figures.ipynb")
    open_notebook(page, server, "figures.ipynb")
    menu(page, "Run", "Run All Cells")
    live = page.locator(".midback-live")
    expect(live).to_have_count(len(calls), timeout=60_000)
    groups = live.locator("fieldset:has(input[type=radio])")
    expect(groups).to_have_count(4, timeout=60_000)
    for group in groups.all():
        expect(group.locator("input:checked")).to_have_count(1)
    picture = live.first.locator("img")
    expect(picture).to_have_attribute("alt", re.compile("T6"))
    live.first.locator("input[type=range]").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(picture).to_have_attribute("alt", re.compile("T12"), timeout=20_000)
    live.first.get_by_label("From the side").focus()
    page.keyboard.press("Space")
    expect(picture).to_have_attribute("alt", re.compile("side"), timeout=20_000)
    assert [] == violations(page, ".midback-live")


def test_an_instructor_marks_in_formgrader(
    page: Page, demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The review card is there, the written answer is graded by hand, the total is right."""
    course = tmp_path_factory.mktemp("instructor") / "course"
    shutil.copytree(demo / "course", course)
    with jupyter(course, tmp_path_factory.mktemp("settings")) as server:
        page.goto(server.at("lab"))
        expect(page.get_by_role("menuitem", name="Nbgrader")).to_be_visible(timeout=60_000)
        page.goto(f"{server.url}/formgrader/manage_submissions/{ASSIGNMENT}")
        expect(page.locator("table")).to_contain_text("ada-perfect", timeout=30_000)
        page.goto(f"{server.url}/formgrader/submissions/{_submission(course, 'ada-perfect')}/")
        review = page.locator('section[aria-label^="Review of question"]')
        expect(review).to_have_count(len(GRADED))
        expect(review.first).to_contain_text("Right: ")
        expect(review.first).to_contain_text("Answer given:")
        scores = page.locator("input.score")
        expect(scores).to_have_count(len(GRADED) + 1)
        scores.last.fill("4.5")
        with page.expect_response(lambda reply: reply.request.method == "PUT") as saved:
            scores.last.press("Tab")
        assert saved.value.ok
    items, written = _total(course, "ada-perfect")
    points = json.loads((course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
    worth = sum(
        cell["metadata"]["nbgrader"].get("points", 0)
        for cell in points["cells"]
        if cell["cell_type"] == "code" and "nbgrader" in cell["metadata"]
    )
    assert (float(worth), 4.5) == (items, written)


def _submission(course: Path, trainee: str) -> str:
    with sqlite3.connect(course / "gradebook.db") as database:
        (found,) = database.execute(
            "select submitted_notebook.id from submitted_notebook join submitted_assignment"
            " on submitted_assignment.id = submitted_notebook.assignment_id"
            " where student_id = ?",
            [trainee],
        ).fetchone()
    return str(found)


def _total(course: Path, trainee: str) -> tuple[float, float]:
    """The points of the items, and those given by hand."""
    with sqlite3.connect(course / "gradebook.db") as database:
        rows: list[Any] = database.execute(
            "select auto_score, manual_score from grade where notebook_id = ?",
            [_submission(course, trainee)],
        ).fetchall()
    by_hand = sum(manual for _, manual in rows if manual is not None)
    return sum(auto or 0 for auto, manual in rows if manual is None), by_hand
