"""From a moved control to the new picture, in a real JupyterLab and a real browser.

A notebook with one cell for each figure is run as a reader runs it.
Then one control of each figure is moved, and the page's own clock takes the time from the event to
the moment at which the new picture is decoded and could be painted.
It so counts the way to the kernel, the redraw there, the way back and the browser's own work.

The lines of `cobb` are moved by the browser alone.
There the mouse drags the end of a line, and the time runs from each movement, as the browser dates
it, to the frame that shows the line in its new place; a second time runs from letting go until the
kernel's words about the angle are there.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

# The servers and pages are those of the tests.
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from pages import PATIENCE, menu, open_notebook, started_chromium, write_notebook
from playwright.sync_api import Locator, expect
from servers import jupyter

from midback import explore

# Every figure with a control whose picture comes from the kernel.
FIGURES = tuple(name for name in explore.__all__ if name not in ("Explorer", "cobb"))
LINES = "cobb"

# One move: to the next place of a slider, the next option of a choice, or a box ticked or not.
_MOVE = """async (figure) => {
    const image = figure.querySelector('img');
    const before = image.src;
    const slider = figure.querySelector('input[type=range]');
    const radios = [...figure.querySelectorAll('input[type=radio]')];
    const box = figure.querySelector('input[type=checkbox]');
    const began = performance.now();
    if (slider) {
        const here = slider.valueAsNumber;
        slider.stepUp();
        if (slider.valueAsNumber === here) slider.value = slider.min;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        slider.dispatchEvent(new Event('change', { bubbles: true }));
    } else if (radios.length) {
        const group = radios.filter((each) => each.name === radios[0].name);
        const here = group.findIndex((each) => each.checked);
        group[(here + 1) % group.length].click();
    } else {
        box.click();
    }
    while (image.src === before) {
        await new Promise((next) => setTimeout(next, 1));
        if (performance.now() - began > 30000) return -1;
    }
    await image.decode();
    return performance.now() - began;
}"""

# Dates each movement of the mouse and the frame after the line has followed it.
_WATCH = """(figure) => {
    const line = figure.querySelector('svg line');
    let place = line.getAttribute('y1');
    figure.addEventListener('pointermove', (event) => {
        if (line.getAttribute('y1') === place) return;
        place = line.getAttribute('y1');
        requestAnimationFrame(() => setTimeout(
            () => window.frames_.push(performance.now() - event.timeStamp)));
    });
    figure.addEventListener('pointerup', (event) => {
        const words = figure.querySelector('[role=status]');
        new MutationObserver((_, watcher) => {
            watcher.disconnect();
            window.words_ = performance.now() - event.timeStamp;
        }).observe(words, { childList: true, characterData: true, subtree: true });
    });
}"""


def dragged(figure: Locator, moves: int) -> dict[str, list[float]]:
    """Milliseconds until the line was seen to follow the mouse, and until the words were there."""
    page = figure.page
    found: dict[str, list[float]] = {"line": [], "words": []}
    handle = figure.get_by_role("button", name="Upper line, end at the back")
    handle.scroll_into_view_if_needed()
    figure.evaluate(_WATCH)
    for turn in range(moves):
        page.evaluate("() => { window.frames_ = []; window.words_ = null; }")
        box = handle.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 11):
            page.mouse.move(x, y + (step if turn % 2 else -step) * 2)
            page.wait_for_timeout(30)
        page.mouse.up()
        page.wait_for_function("() => window.words_ !== null", timeout=PATIENCE)
        page.wait_for_timeout(50)
        found["line"] += page.evaluate("() => window.frames_")
        found["words"].append(float(page.evaluate("() => window.words_")))
    return found


def moved(figure: Locator, moves: int) -> list[float]:
    """Milliseconds for each of some moves; a picture that does not come ends the benchmark."""
    figure.scroll_into_view_if_needed()
    taken = []
    for _ in range(moves):
        each = float(figure.evaluate(_MOVE))
        if each < 0:
            raise SystemExit("A control was moved and no new picture came within 30 seconds.")
        taken.append(each)
        figure.page.wait_for_timeout(50)
    # The first move may still load what later ones share.
    return taken[1:]


def measure(names: Sequence[str], moves: int) -> dict[str, dict[str, float]]:
    """Median and worst of each figure, in ms."""
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "course")
        folder.mkdir()
        write_notebook(folder / "figures.ipynb", [f"midback.explore.{name}()" for name in names])
        with jupyter(folder, Path(scratch)) as server, started_chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            open_notebook(page, server, "figures.ipynb")
            menu(page, "Run", "Run All Cells")
            live = page.locator(".midback-live")
            expect(live).to_have_count(len(names), timeout=3 * PATIENCE)
            expect(page.locator(".jp-InputPrompt", has_text="*")).to_have_count(0, timeout=PATIENCE)
            for place, name in enumerate(names):
                expect(live.nth(place).locator("img")).to_be_visible(timeout=PATIENCE)
                if name == LINES:
                    for what, taken in dragged(live.nth(place), moves).items():
                        found[f"{name}: {what}"] = _spread(taken)
                else:
                    found[name] = _spread(moved(live.nth(place), moves + 1))
    return found


def _spread(taken: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(taken), "worst": max(taken)}
