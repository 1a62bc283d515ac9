"""From a moved control to the new picture, in a real JupyterLab and a real browser.

A notebook with one cell for each figure is run as a reader runs it.
Then one control of each figure is moved, and the page's own clock takes the time from the event to
the moment at which the new picture is decoded and could be painted.
It so counts the way to the kernel, the redraw there, the way back and the browser's own work.
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

# A slider, a slider with stops, a choice, a list to tick, two lines to lay, and a switch.
FIGURES = ("spine", "vertebra", "likelihood", "dermatomes", "prevalence", "body_chart", "motion")

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
                taken = moved(live.nth(place), moves + 1)
                found[name] = {"median": statistics.median(taken), "worst": max(taken)}
    return found
