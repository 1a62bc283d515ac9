"""The card in every front end that runs here, and its words where none runs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from conftest import ALL_TYPES, REFERENCES
from pages import (
    PATIENCE,
    answer_on,
    answer_with_keys,
    needs_chromium,
    open_and_run,
    started_chromium,
    violations,
    write_notebook,
)
from playwright.sync_api import Browser, Locator, Page, expect
from servers import jupyter, voila

from midback.grading.commands import with_programs
from midback.items import Item, public_yaml, read_items
from midback.marking import model_answer
from midback.responses import FILE_NAME, read_responses

pytestmark = [pytest.mark.browser, needs_chromium]

NOTEBOOK = "every-type.ipynb"
SAVED = re.compile(r"Saved \d\d:\d\d")


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
def items(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Item]:
    """One item of every type."""
    folder = tmp_path_factory.mktemp("items")
    (folder / "references.bib").write_text(REFERENCES, encoding="utf-8")
    (folder / "items.yml").write_text(yaml.safe_dump(list(ALL_TYPES), sort_keys=False))
    return dict(read_items(folder / "items.yml"))


@pytest.fixture
def assignment(tmp_path: Path, items: dict[str, Item]) -> Path:
    """A graded notebook with one question of every type."""
    folder = tmp_path / "assignment"
    folder.mkdir()
    (folder / "questions.yml").write_text(public_yaml(list(items.values())), encoding="utf-8")
    write_notebook(folder / NOTEBOOK, [f'midback.ask("{name}")' for name in items])
    return folder


def the_same(item: Item, response: Any) -> Any:
    """A response in a form to compare: picks of a list are a set."""
    if item.type == "multiple-response":
        return set(response)
    if item.type == "case":
        return {step: set(chosen) for step, chosen in response["steps"].items()}
    return response


def answer_all(page: Page, items: dict[str, Item], folder: Path) -> None:
    """Answer every question by keyboard; each says “Saved”, and is."""
    for name, item in items.items():
        found = find(page, name)
        assert not answer_on(found, item), f"nothing is selected at the start: {name}"
        answer_with_keys(page, found, item, model_answer(item))
        expect(found).to_contain_text(SAVED, timeout=10_000)
        recorded = read_responses(folder / FILE_NAME)[name].response
        assert the_same(item, model_answer(item)) == the_same(item, recorded), name


def all_shown(page: Page, items: dict[str, Item]) -> None:
    """Every card shows the recorded answer and says so."""
    for name, item in items.items():
        found = find(page, name)
        expect(found).to_contain_text("Your saved answer is shown.", timeout=10_000)
        assert the_same(item, model_answer(item)) == the_same(item, answer_on(found, item)), name
        assert not found.locator(".midback-error:visible").count()


def find(page: Page, name: str) -> Locator:
    """The card of a question, scrolled into view."""
    found = page.locator(f'.midback-card[data-question="{name}"]')
    found.scroll_into_view_if_needed()
    return found


def clean(page: Page, items: dict[str, Item]) -> None:
    """Axe-core finds nothing in any card."""
    expect(page.locator(".midback-card")).to_have_count(len(items))
    assert [] == violations(page, ".midback-card")
    fallback = page.get_by_text("Run this cell to answer.").locator("visible=true")
    assert 0 == fallback.count(), "the plain version is hidden while the card lives"


def has_theme(page: Page, light: bool) -> None:
    """Wait for the theme, which comes after the page."""
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", str(light).lower())


@pytest.mark.parametrize("application", ["lab", "notebook"])
def test_every_type_is_answered_and_found_again(
    page: Page, assignment: Path, items: dict[str, Item], tmp_path: Path, application: str
) -> None:
    """By keyboard in the light theme; after a reload, in the dark one, every answer is there."""
    with jupyter(assignment, tmp_path, application=application) as server:
        path = f"lab/tree/{NOTEBOOK}" if application == "lab" else f"notebooks/{NOTEBOOK}"
        server.use_theme("JupyterLab Light")
        open_and_run(page, server.at(path))
        has_theme(page, light=True)
        answer_all(page, items, assignment)
        clean(page, items)
        server.use_theme("JupyterLab Dark")
        open_and_run(page, server.at(path))
        has_theme(page, light=False)
        all_shown(page, items)
        clean(page, items)


def test_voila_asks_every_type(
    page: Page, assignment: Path, items: dict[str, Item], tmp_path: Path
) -> None:
    """As a page without code, light and dark; a reload is a new kernel that finds the answers."""
    with voila(assignment / NOTEBOOK, tmp_path) as address:
        page.goto(address)
        expect(page.locator(".midback-card")).to_have_count(len(items), timeout=PATIENCE)
        has_theme(page, light=True)
        answer_all(page, items, assignment)
        clean(page, items)
        page.goto(f"{address}?theme=dark")
        expect(page.locator(".midback-card")).to_have_count(len(items), timeout=PATIENCE)
        has_theme(page, light=False)
        all_shown(page, items)
        clean(page, items)


def test_every_type_can_be_read_where_nothing_runs(
    page: Page, assignment: Path, items: dict[str, Item]
) -> None:
    """Exported as a page, and as a saved notebook: lead-in and options of every type."""
    output = "read-only.ipynb"
    for options in (
        ["--execute", "--to=notebook", "--output", output, NOTEBOOK],
        ["--to=html", output],
    ):
        subprocess.run(
            [sys.executable, "-m", "nbconvert", *options],
            cwd=assignment,
            env=with_programs(),
            check=True,
            capture_output=True,
        )
    page.context.set_offline(True)
    page.goto((assignment / "read-only.html").as_uri())
    shown = page.locator(".midback-fallback")
    expect(shown).to_have_count(len(items))
    saved = nbformat.read(assignment / "read-only.ipynb", as_version=4)
    plain = [
        output.data["text/plain"]
        for cell in saved.cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    for item, text, block in zip(items.values(), plain, shown.all(), strict=True):
        expect(block).to_be_visible()
        for words in (item.lead_in, *_texts(item)):
            assert words in text, item.id
            expect(block).to_contain_text(words)
        for image in block.locator("img").all():
            assert image.get_attribute("alt")
            assert image.evaluate("picture => picture.naturalWidth > 0")
        assert "rationale" not in block.inner_text().lower()
    assert [] == violations(page, ".midback-fallback")


def _texts(item: Any) -> list[str]:
    """What a reader needs of a question beside the lead-in."""
    if item.type == "case":
        first = next(iter(item.steps.values()))
        return [item.stem, first.prompt, *first.options.values()]
    parts = ("options", "stems", "premises", "entries")
    return [text for part in parts for text in getattr(item, part, {}).values()]
