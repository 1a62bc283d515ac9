"""``python -m benchmarks.card``: how fast is a question card in JupyterLab? See README.md."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, sync_playwright

from benchmarks.classes import ROOT
from benchmarks.grading import CARD, RESULTS
from midback.items import Item, read_items

QUESTIONS = 60
CLICKS = 100
AIMS = {"median": 50, "p95": 120}

# The servers and the browser of the tests, so that both drive JupyterLab in one way.
sys.path.insert(0, str(ROOT / "tests"))
from servers import CHROMIUM_FLAGS, chromium, jupyter  # noqa: E402

# The least that a click can take: a trait to the kernel, and a trait back, with nothing between.
ECHO = '''\
import anywidget, traitlets
class Echo(anywidget.AnyWidget):
    _esm = """
    export default { render({ model, el }) {
        const button = document.createElement("button");
        button.className = "echo";
        button.addEventListener("click", () => {
            model.set("ping", model.get("ping") + 1); model.save_changes();
        });
        model.on("change:pong", () => { button.textContent = `Echo ${model.get("pong")}`; });
        el.append(button);
    } };"""
    ping = traitlets.Int().tag(sync=True)
    pong = traitlets.Int().tag(sync=True)
    @traitlets.observe("ping")
    def _answer(self, change):
        self.pong = change["new"]
Echo()'''

# Milliseconds from Run All to each card: when its element came, and the frame after it.
WATCH = """() => {
    window.drawn = new Map();
    const began = performance.now();
    const look = () => {
        for (const card of document.querySelectorAll(".midback-card")) {
            const name = card.dataset.question;
            if (window.drawn.has(name)) continue;
            window.drawn.set(name, null);
            requestAnimationFrame(() => setTimeout(
                () => window.drawn.set(name, performance.now() - began)));
        }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""

# Alternates one click on the card with one on the echo, so that both meet the same machine.
CLICK = """async ([name, clicks]) => {
    const card = document.querySelector(`.midback-card[data-question="${name}"]`);
    const boxes = [...card.querySelectorAll(".midback-options input[type=radio]")];
    const status = card.querySelector("output");
    const echo = document.querySelector("button.echo");
    const pause = (time) => new Promise((done) => setTimeout(done, time));
    const timed = (act, node, finished) => new Promise((done) => {
        const began = performance.now();
        const watcher = new MutationObserver(() => {
            if (!finished(node.textContent)) return;
            watcher.disconnect();
            done(performance.now() - began);
        });
        watcher.observe(node, { childList: true, characterData: true, subtree: true });
        act();
    });
    const found = { card: [], echo: [] };
    for (let each = 0; each < clicks; each++) {
        const box = boxes[each % 2];
        found.card.push(await timed(() => box.click(), status, (text) => /^Saved \\d/.test(text)));
        await pause(50);
        const wanted = `Echo ${each + 1}`;
        found.echo.push(await timed(() => echo.click(), echo, (text) => text === wanted));
        await pause(50);
    }
    return found;
}"""

SCROLL = """async () => {
    const panel = document.querySelector(".jp-WindowedPanel-outer");
    panel.scrollTop = 0;
    const tasks = [], frames = [];
    const observer = new PerformanceObserver((list) => {
        for (const task of list.getEntries()) tasks.push(task.duration);
    });
    observer.observe({ type: "longtask" });
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let last = await frame();
    while (panel.scrollTop + panel.clientHeight < panel.scrollHeight - 2) {
        panel.scrollTop += 120;
        const now = await frame();
        frames.push(now - last);
        last = now;
    }
    await new Promise((done) => setTimeout(done, 200));
    observer.disconnect();
    return { tasks, frames };
}"""


@dataclass(frozen=True)
class Spread:
    """The median and the 95th percentile of some milliseconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """Of at least two times."""
        return cls(statistics.median(times), statistics.quantiles(times, n=20)[-1])


@dataclass(frozen=True)
class Measured:
    """What one run found, in milliseconds.

    ``first`` and ``last`` are from Run All to the first and the last question drawn.
    """

    types: int
    first: float
    last: float
    card: Spread
    echo: Spread
    tasks: Sequence[float]
    frames: Spread
    load: tuple[float, float]


def questions(folder: Path) -> dict[str, Item]:
    """Copy the course's practice questions, and choose 60, spread over files and so over types."""
    shutil.copytree(ROOT / "notebooks" / "items", folder / "items")
    for name in ("references.bib", "facts.yml"):
        shutil.copy(ROOT / "notebooks" / name, folder / name)
    found: dict[str, Item] = {}
    for path in sorted((folder / "items").glob("*.yml")):
        found |= read_items(path)
    names = list(found)
    if len(names) < QUESTIONS:
        raise RuntimeError(f"notebooks/items holds {len(names)} questions, {QUESTIONS} are needed")
    chosen = [names[place * len(names) // QUESTIONS] for place in range(QUESTIONS)]
    return {name: found[name] for name in chosen}


def measured(clicks: int) -> Measured:
    """Open a notebook of 60 questions in JupyterLab, answer one of them many times, and scroll."""
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "course"
        folder.mkdir()
        items = questions(folder)
        calls = ["import midback", *(f'midback.ask("{item}")' for item in items), ECHO]
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3 (ipykernel)"}
        cells = [
            new_code_cell(call, metadata={"jupyter": {"source_hidden": True}}) for call in calls
        ]
        notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, folder / "sixty.ipynb")
        with jupyter(folder, scratch) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            page = browser.new_page(viewport={"width": 1300, "height": 1000})
            page.goto(server.at("lab/tree/sixty.ipynb"))
            drawn = _run_all(page)
            one = next(n for n, item in items.items() if item.type == "single-best-answer")
            found = page.evaluate(CLICK, [one, clicks])
            scroll = page.evaluate(SCROLL)
            browser.close()
    return Measured(
        types=len({item.type for item in items.values()}),
        first=min(drawn),
        last=max(drawn),
        card=Spread.of(found["card"]),
        echo=Spread.of(found["echo"]),
        tasks=scroll["tasks"],
        frames=Spread.of(scroll["frames"]),
        load=(before, os.getloadavg()[0]),
    )


def _run_all(page: Page) -> list[float]:
    """Run all cells; the milliseconds until each card was drawn."""
    ready = """() => document.querySelector('.jp-Toolbar-kernelName')?.textContent
        .startsWith('Python 3')
        && document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"""
    page.wait_for_function(ready, timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    entry = page.locator(".lm-Menu-item", has_text=re.compile("^Run All Cells")).first
    page.evaluate(WATCH)
    entry.click()
    page.wait_for_function(
        f"""() => window.drawn.size === {QUESTIONS}
            && [...window.drawn.values()].every((time) => time !== null)
            && document.querySelector('button.echo')""",
        timeout=300_000,
    )
    drawn: list[float] = page.evaluate("() => [...window.drawn.values()]")
    return drawn


def report(found: Measured, clicks: int) -> str:
    """The section of ``results.md``."""
    card, echo = found.card, found.echo
    processors = os.cpu_count() or 1
    tasks = f"{len(found.tasks)}" + (
        f", the longest {max(found.tasks):.0f} ms" if found.tasks else ""
    )
    lines = [
        CARD,
        "",
        f"`python -m benchmarks.card`: a notebook of {QUESTIONS} of the course's own questions, of"
        f" {found.types} types, in JupyterLab and headless Chromium.",
        f"The machine has {processors} cores, which browser, server and kernel share;"
        f" its load was {found.load[0]:.1f} before and {found.load[1]:.1f} after"
        f" ({'shared with other work' if found.load[0] > 1 else 'nothing else ran'}).",
        "",
        "| | median | 95th percentile |",
        "|---|---|---|",
        f"| from a click to “Saved”, {clicks} clicks | {card.median:.0f} ms | {card.p95:.0f} ms |",
        f"| the floor: a bare trait to the kernel and back, {clicks} clicks in between |"
        f" {echo.median:.0f} ms | {echo.p95:.0f} ms |",
        f"| the card takes so many times the floor | {card.median / echo.median:.1f} |"
        f" {card.p95 / echo.p95:.1f} |",
        f"| the aim on a quiet machine | {AIMS['median']} ms | {AIMS['p95']} ms |",
        f"| from one frame to the next while scrolling | {found.frames.median:.0f} ms |"
        f" {found.frames.p95:.0f} ms |",
        "",
        f"From Run All to the first question drawn: {found.first / 1000:.1f} s, which holds the"
        f" import of the course; to the last: {found.last / 1000:.1f} s,"
        f" {(found.last - found.first) / (QUESTIONS - 1):.0f} ms for each further question.",
        f"Tasks of more than 50 ms while scrolling from top to bottom: {tasks}.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and with ``--write`` put the section into ``results.md``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.card", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the section of results.md")
    parser.add_argument("--clicks", type=int, default=CLICKS, help="how many clicks are timed")
    chosen: Any = parser.parse_args()
    text = report(measured(chosen.clicks), chosen.clicks)
    print(text)
    if chosen.write:
        before, _, rest = RESULTS.read_text(encoding="utf-8").partition(CARD)
        after = "".join(rest.partition("\n# ")[1:])
        RESULTS.write_text(f"{before.rstrip()}\n\n{text.rstrip()}\n{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
