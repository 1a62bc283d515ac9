"""What a person does in a browser with JupyterLab and the question cards."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import in_ci
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from servers import CHROMIUM_FLAGS, JupyterServer, chromium

PATIENCE = 60_000
"""Milliseconds to wait for a page on a busy machine."""

expect.set_options(timeout=20_000)

needs_chromium = pytest.mark.skipif(
    chromium() is None and not in_ci(),
    reason="no Chromium on this machine: install one to run the browser tests",
)


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless, with a profile of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield started
        started.close()


def open_notebook(page: Page, server: JupyterServer, path: str) -> None:
    """Open a notebook in JupyterLab, in a workspace of its own."""
    page.goto(server.at(f"lab/workspaces/{os.urandom(4).hex()}/tree/{path}"))
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=PATIENCE)
    wait_for_kernel(page)


def wait_for_kernel(page: Page) -> None:
    """Wait until the notebook in front has a kernel with nothing to do."""
    status = page.locator("#jp-main-statusbar")
    expect(status).to_contain_text(re.compile(r"Python 3 .*\| Idle"), timeout=PATIENCE)


def menu(page: Page, name: str, entry: str) -> None:
    """Choose an entry of JupyterLab's menu bar."""
    page.get_by_role("menuitem", name=name, exact=True).click()
    page.locator(".lm-Menu-item", has_text=re.compile(f"^{re.escape(entry)}")).first.click()


def run_all(page: Page) -> None:
    """Run ▸ Run All Cells, and wait until the kernel has nothing left to do."""
    menu(page, "Run", "Run All Cells")
    expect(page.locator(".midback-card").first).to_be_attached(timeout=90_000)
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
            const text = prompts.map((prompt) => prompt.textContent);
            return text.length && text.every((each) => !each.includes('*'));
        }""",
        timeout=90_000,
    )


def card(page: Page, identifier: str) -> Locator:
    """The card of a question, scrolled into view as a reader would scroll."""
    found = page.locator(f'.midback-card[data-question="{identifier}"]')
    outer = page.locator(".jp-WindowedPanel-outer").first
    # JupyterLab follows the running cell, so a first pass may be carried away.
    for _ in range(4):
        outer.evaluate("panel => { panel.scrollTop = 0 }")
        for _ in range(60):
            if found.count() and found.first.is_visible():
                found.first.scroll_into_view_if_needed()
                return found.first
            outer.evaluate("panel => { panel.scrollTop += 400 }")
            page.wait_for_timeout(60)
    raise AssertionError(f"no card for {identifier}")


def first_of_each_type(items: Mapping[str, Any]) -> list[Any]:
    """An item of every type."""
    found: dict[str, Any] = {}
    for item in items.values():
        found.setdefault(item.type, item)
    return list(found.values())


def write_notebook(path: Path, calls: Sequence[str]) -> None:
    """A notebook with one line of code in every cell, below ``import midback``."""
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3 (ipykernel)"}
    cells = [new_code_cell(call) for call in ("import midback", *calls)]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def violations(page: Page, selector: str) -> list[str]:
    """What axe-core finds inside the selector, of any impact."""
    found = Axe().run(page, context=selector).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def answer_with_keys(page: Page, found: Locator, item: Any, response: Any) -> None:
    """Give a response to an untouched question of any type, with the keyboard alone.

    A response to a case is given as far as it goes, each step once the one before is committed.
    """
    # JupyterLab hides a cell for a moment while it arranges those above.
    expect(found.locator("fieldset").first).to_be_visible(timeout=PATIENCE)
    match item.type:
        case "single-best-answer" | "script-concordance":
            found.locator("input[type=radio]").first.focus()
            page.keyboard.press("Space")
            for _ in range(_words(found).index(response)):
                page.keyboard.press("ArrowDown")
        case "multiple-response":
            _tick(page, found, response)
        case "numeric" | "short-text":
            found.locator("input").first.focus()
            page.keyboard.type(response)
            page.keyboard.press("Enter")
        case "extended-matching" | "matching" | "labelling":
            for select, word in zip(found.locator("select").all(), response.values(), strict=True):
                select.focus()
                name = select.locator(f'option[value="{word}"]').inner_text()
                page.keyboard.type(name)
        case "ordering":
            for place, word in enumerate(response):
                while (now := _order(found, item)).index(word) != place:
                    row = found.locator("li.midback-entry").nth(now.index(word))
                    row.locator("button").last.focus()
                    page.keyboard.press("Alt+ArrowUp")
        case "hotspot":
            places = list(item.public().markers.values())
            at = places.index((response["x"], response["y"]))
            found.get_by_role("button", name=f"Marker {at + 1}").focus()
            page.keyboard.press("Enter")
        case "case":
            for place, chosen in enumerate(response["steps"].values()):
                expect(found.locator("li.midback-committed")).to_have_count(place)
                _tick(page, found, chosen)
                found.get_by_role("button", name="Commit this step").focus()
                page.keyboard.press("Enter")
            expect(found.locator("li.midback-committed")).to_have_count(len(response["steps"]))


def _words(found: Locator) -> list[str]:
    boxes = found.locator(".midback-options input").all()
    return [box.get_attribute("value") or "" for box in boxes]


def _tick(page: Page, found: Locator, response: Sequence[str]) -> None:
    for word in response:
        found.locator(f'input[value="{word}"]').focus()
        page.keyboard.press("Space")


def _order(found: Locator, item: Any) -> list[str]:
    words = {text: word for word, text in item.entries.items()}
    return [words[text] for text in found.locator(".midback-entry-text").all_text_contents()]


def answer_on(found: Locator, item: Any) -> Any:
    """The response that a card shows; None, or an empty one, where none is given."""
    match item.type:
        case "single-best-answer" | "script-concordance":
            chosen = found.locator("input:checked")
            return chosen.get_attribute("value") if chosen.count() else None
        case "multiple-response":
            return [box.get_attribute("value") for box in found.locator("input:checked").all()]
        case "numeric" | "short-text":
            return found.locator("input").first.input_value()
        case "ordering":
            return None if found.locator(".midback-untouched").count() else _order(found, item)
        case "hotspot":
            pressed = found.locator('.midback-marker[aria-pressed="true"]')
            if not pressed.count():
                return None
            x, y = item.public().markers[pressed.get_attribute("data-word")]
            return {"x": x, "y": y}
        case "case":
            names = {
                text: word for step in item.steps.values() for word, text in step.options.items()
            }
            steps = {}
            done = found.locator("li.midback-committed").all()
            for word, row in zip(list(item.steps)[: len(done)], done, strict=True):
                steps[word] = [
                    names[text] for text in row.locator(".midback-did").all_inner_texts()
                ]
            return {"steps": steps} if steps else None
    values = [choice.input_value() for choice in found.locator("select").all()]
    stems = {"extended-matching": "stems", "matching": "premises", "labelling": "regions"}
    given = zip(getattr(item, stems[item.type]), values, strict=True)
    return {stem: word for stem, word in given if word}


def open_and_run(page: Page, address: str) -> None:
    """Open a notebook in JupyterLab or Notebook 7, and run all its cells to the end."""
    page.goto(address)
    run_cells(page)


def run_cells(page: Page) -> None:
    """Run all cells of the notebook in front to the end, once its kernel has nothing to do."""
    # Before a kernel is chosen the indicator says “idle”, too.
    page.wait_for_function(
        """() => {
            const first = (selector) => document.querySelector(selector);
            const kernel = first('.jp-Toolbar-kernelName')?.textContent;
            const status = first('.jp-Notebook-ExecutionIndicator')?.dataset.status;
            return kernel?.startsWith('Python 3') && status === 'idle';
        }""",
        timeout=PATIENCE,
    )
    menu(page, "Run", "Run All Cells")
    expect(page.locator(".midback-card").first).to_be_attached(timeout=PATIENCE)
    expect(page.locator(".jp-InputPrompt", has_text="*")).to_have_count(0, timeout=PATIENCE)
