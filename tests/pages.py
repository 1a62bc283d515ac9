"""What a person does in a browser with JupyterLab and the question cards."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from conftest import in_ci
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from servers import CHROMIUM_FLAGS, JupyterServer, chromium

PATIENCE = 60_000
"""Milliseconds to wait for a page on a busy machine."""

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
