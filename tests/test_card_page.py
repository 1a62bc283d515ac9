"""The card on a page of its own in a real browser: every type, in every state, in every look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ALL_TYPES
from pages import needs_chromium, started_chromium
from playwright.sync_api import Browser, Page

from midback.items import public_yaml, read_items
from midback.marking import model_answer
from midback.quiz import widget
from midback.quiz.finding import Found
from midback.quiz.session import Session
from midback.quiz.widget import QuestionCard

pytestmark = [pytest.mark.browser, needs_chromium]

STATIC = Path(widget.__file__).parent / "static"
TRAITS = (
    *("question", "mode", "figure", "steps", "response", "certainty", "receipt", "feedback"),
    "notice",
)

WRONG: dict[str, Any] = {
    "which-nerve": "t2",
    "which-findings": ["legs", "desk"],
    "how-many": "99",
    "which-cause": {"rower": "heart", "typist": "muscle"},
    "muscles-and-nerves": {"trapezius": "accessory", "rhomboids": "long"},
    "steps-in-order": ["treat", "scan", "ask", "examine"],
    "which-artery": "radicular artery",
    "equal-pressures": "more",
    "find-the-lamina": {"x": 0.1, "y": 0.1},
    "name-the-parts": {"a": "cord", "b": "body"},
    "heavy-legs": {
        "steps": {
            "first-questions": ["bladder", "desk"],
            "signs": ["power", "thrust"],
            "next": ["week"],
        }
    },
}

# The colours of JupyterLab 4's two themes.
THEMES = {
    "light": {
        "layout-color1": "white",
        "content-font-color0": "rgba(0, 0, 0, 1)",
        "brand-color1": "#1976d2",
        "success-color1": "#388e3c",
        "error-color1": "#d32f2f",
        "warn-color1": "#f57c00",
    },
    "dark": {
        "layout-color1": "#111111",
        "content-font-color0": "rgba(255, 255, 255, 1)",
        "brand-color1": "#1976d2",
        "success-color1": "#388e3c",
        "error-color1": "#d32f2f",
        "warn-color1": "#f57c00",
    },
}

# A model as anywidget's, without a kernel: what is set goes nowhere, and nobody answers.
PAGE = """<!doctype html><html lang="en"><head><title>A card</title><style>
:root {{ {colours} }}
body {{ margin: 0; padding: 8px; background: var(--jp-layout-color1); font: 14px system-ui; }}
{css}</style></head>
<body data-jp-theme-light="{light}"><main></main><script type="module">
{module}
window.drawCard = (traits) => {{
  document.querySelector("main").replaceChildren();
  addCard(traits);
}};
window.addCard = (traits) => {{
  const model = {{
    get: (name) => traits[name],
    set: (name, value) => {{ traits[name] = value; }},
    save_changes: () => {{}}, on: () => {{}}, off: () => {{}},
  }};
  render({{ model, el: document.querySelector("main") }});
}};
</script></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this module."""
    with started_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The traits of a card of every type in every state, as the kernel's side makes them."""
    from conftest import REFERENCES
    from yaml import safe_dump

    folder = tmp_path_factory.mktemp("cards")
    (folder / "references.bib").write_text(REFERENCES)
    (folder / "items.yml").write_text(safe_dump(list(ALL_TYPES), sort_keys=False))
    items = read_items(folder / "items.yml")
    public_yaml(list(items.values()))
    found: dict[str, Any] = {}
    for name, item in items.items():
        right, wrong = model_answer(item), WRONG[name]
        case = item.type == "case"
        kinds: dict[str, tuple[str, list[tuple[str, Any]]]] = {
            "untouched": ("graded", []),
            "saved": ("graded", [("record", right)]),
            "chosen": ("practice", [("record", right)]),
            "right": ("practice", [("check", right)]),
            "wrong": ("practice", [("check", wrong), ("check", wrong)]),
            "locked": ("practice", [("check", wrong), ("show", wrong)]),
        }
        if case:
            del kinds["locked"]
        for state, (mode, picks) in kinds.items():
            there = tmp_path_factory.mktemp(f"{name}-{state}")
            (there / "references.bib").write_text(REFERENCES)
            question = item.public() if mode == "graded" else item
            card = QuestionCard(Found(question, mode, folder), Session(there))  # type: ignore[arg-type]
            for action, response in picks:
                for step in _commitments(response) if case else [(action, response)]:
                    _pick(card, *step)
            found[f"{item.type}, {state}"] = {trait: getattr(card, trait) for trait in TRAITS}
    return found


def _commitments(response: dict[str, Any]) -> list[tuple[str, Any]]:
    steps = list(response["steps"].items())
    return [("commit", {"steps": dict(steps[: end + 1])}) for end in range(len(steps))]


def _pick(card: Any, action: str, response: object) -> None:
    card.pick = {
        "sequence": card.pick.get("sequence", 0) + 1,
        "view": "v",
        "action": action,
        "response": response,
        "certainty": "medium",
    }


def page_with(browser: Browser, theme: str, width: int) -> Page:
    """A page with the card's module and style sheet and the theme's colours."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    module = (STATIC / "quiz.js").read_text(encoding="utf-8").replace("export default", "void")
    page.set_content(
        PAGE.format(
            colours=" ".join(f"--jp-{name}: {value};" for name, value in THEMES[theme].items()),
            css=(STATIC / "quiz.css").read_text(encoding="utf-8"),
            light=json.dumps(theme == "light"),
            module=module,
        )
    )
    page.wait_for_function("!!window.drawCard")
    return page


@pytest.mark.parametrize("width", [400, 1300])
@pytest.mark.parametrize("theme", list(THEMES))
def test_axe_finds_nothing_in_any_type_and_state(
    browser: Browser, states: dict[str, Any], theme: str, width: int
) -> None:
    """Names, roles, contrast and structure, with results and pictures on the page."""
    page = page_with(browser, theme, width)
    for traits in states.values():
        page.evaluate("traits => addCard(traits)", traits)
    assert len(states) == page.locator(".midback-card").count()
    assert 0 == page.locator(".midback-error:visible").count()
    violations = Axe().run(page, context="main").response["violations"]
    found = [(each["id"], node["html"][:160]) for each in violations for node in each["nodes"]]
    page.context.close()
    assert [] == found


def test_everything_fits_and_can_be_hit_on_a_small_screen(
    browser: Browser, states: dict[str, Any]
) -> None:
    """At 360 pixels nothing is cut off, and every target is at least 24 pixels each way."""
    page = page_with(browser, "light", 360)
    found = {}
    for name, traits in states.items():
        page.evaluate("traits => drawCard(traits)", traits)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, select, label.midback-option,'
                 + ' label.midback-sure, input[type=text], summary')]
                .filter((each) => each.offsetParent !== null)
                .map((each) => [each.textContent.slice(0, 30), each.getBoundingClientRect()])
                .filter(([, { width, height }]) => width < 24 || height < 24)
                .map(([text]) => text)"""
        )
        wide = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
        if small or wide:
            found[name] = (small, wide)
    page.context.close()
    assert {} == found


def test_an_answer_that_nobody_takes_stays_on_the_page_and_says_so(
    browser: Browser, states: dict[str, Any]
) -> None:
    """Of every type: without an answer of the kernel the card says what to do, accessibly."""
    page = page_with(browser, "light", 900)
    page.clock.install()
    for name, traits in states.items():
        if not name.endswith("untouched"):
            continue
        page.evaluate("traits => drawCard(traits)", traits)
        answer_somehow(page)
        if name.startswith("case"):
            page.get_by_role("button", name="Commit this step").click()
        page.clock.run_for(4000)
        status = page.locator("output")
        assert "Not saved yet." in status.inner_text(), name
        assert page.get_by_role("button", name="Try saving again").is_visible(), name
        assert [] == Axe().run(page, context="main").response["violations"], name
    page.context.close()


def answer_somehow(page: Page) -> None:
    """Give any answer at all to the question on the page."""
    main = page.locator("main")
    for selector in (".midback-marker[aria-pressed]", ".midback-move[aria-disabled=false]"):
        if main.locator(selector).count():
            main.locator(selector).first.click()
            return
    if main.locator("select").count():
        main.locator("select").first.select_option(index=1)
    elif main.locator("input[type=text]").count():
        main.locator("input[type=text]").fill("12")
        main.locator("input[type=text]").press("Enter")
    else:
        main.locator("input").first.check()


def test_reduced_motion_and_forced_colours_are_respected(
    browser: Browser, states: dict[str, Any]
) -> None:
    """Nothing moves where motion is unwanted, and a chosen option differs without our colours."""
    page = page_with(browser, "light", 900)
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    page.evaluate("traits => drawCard(traits)", states["single-best-answer, saved"])
    style = "each => getComputedStyle(each)"
    button = page.get_by_role("button", name="Clear my answer")
    assert "0s" == button.evaluate(f"{style}.transitionDuration")
    boxes = page.locator(".midback-choice")
    widths = {boxes.nth(place).evaluate(f"{style}.borderTopWidth") for place in range(3)}
    assert {"1px", "2px"} == widths
    page.context.close()
