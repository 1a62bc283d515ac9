"""From the instructor's desk to a trainee and back, by the buttons that a person clicks.

``docs/instructors.md`` walks through exactly this.
Its pictures are taken on the way where ``MIDBACK_SCREENSHOTS`` names a folder for them.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import get_username
from pages import (
    PATIENCE,
    card,
    menu,
    needs_chromium,
    run_all,
    started_chromium,
    wait_for_kernel,
)
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from servers import JupyterServer, jupyter

from midback.items import AUTHOR_FILE, PUBLIC_FILE, read_items
from midback.marking import model_answer
from midback.responses import FILE_NAME, read_responses

COURSE = "mid-back-pain"
NAME = "first-visit"
PRACTICE = ROOT / "notebooks" / "items" / "01-the-mid-back.yml"
ASKED = (
    "point-on-the-body-chart",
    "first-step-after-painting",
    "parts-of-the-thoracic-spine",
    "discs-on-the-report",
)
"""One question of each type, from a lesson: the pictures give nothing graded away."""

ITEMS = {name: read_items(PRACTICE)[name] for name in ASKED}
ADDED: Any = ITEMS["first-step-after-painting"]
"""The question whose cell is written and set up in the browser, and answered wrongly."""

EACH = 2
WRITTEN, WRITTEN_POINTS, GIVEN_POINTS = "what-you-say-first", 3, 1.5
TOTAL = EACH * len(ITEMS) + WRITTEN_POINTS
BY_CHOICE = EACH * (len(ITEMS) - 1)
COMMENT = "A good beginning. Say when he should come back."
PLAN = "I ask about cancer, fever, injury and weak legs, and feel where his back is tender."
TASK = f"""\
### Question {len(ITEMS) + 1}: what you do first

A 30-year-old man who works in an office has had an ache between the shoulder blades for a week.
In about **60 words**, write what you ask, what you examine, and when he should come back.

Three points, marked by hand.
"""
SCHEME = """\
### BEGIN MARK SCHEME

Give 1, ½ or 0 for each line.

- **Asks** about three or more of cancer, fever, injury, steroids, weak legs and bladder.
- **Examines** movement or palpation of the mid back, and strength in the legs.
- **Comes back** on a date, and sooner for a sign that is named.

### END MARK SCHEME
"""

pytestmark = [pytest.mark.browser, pytest.mark.nbgrader, needs_chromium]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the instructor and the trainee, and as patient as they are."""
    expect.set_options(timeout=PATIENCE)
    with started_chromium() as started:
        yield started
    expect.set_options(timeout=None)


@dataclass(frozen=True)
class Desk:
    """Where a person works: a window of the browser, a server and the folder it was started in."""

    page: Page
    server: JupyterServer
    folder: Path

    @property
    def formgrader(self) -> FrameLocator:
        """nbgrader's page for instructors, inside JupyterLab."""
        return self.page.frame_locator("#formgrader iframe")

    def open_lab(self) -> None:
        """Open JupyterLab with nothing but its file browser."""
        self.page.goto(self.server.at("lab"))
        expect(self.page.get_by_role("menuitem", name="Nbgrader")).to_be_visible()

    def open_file(self, name: str) -> None:
        """Double-click a file in the folder that the file browser shows."""
        entry = self.page.locator(".jp-DirListing-item", has_text=name)
        expect(entry).to_be_visible()
        entry.dblclick()

    def open_notebook(self, name: str) -> None:
        """Double-click a notebook and wait for its kernel."""
        self.open_file(name)
        expect(self.page.locator(".jp-NotebookPanel:visible")).to_be_visible()
        wait_for_kernel(self.page)

    def save(self) -> None:
        """File ▸ Save Notebook, until there is nothing unsaved."""
        menu(self.page, "File", "Save Notebook")
        unsaved = self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")
        expect(unsaved).to_have_count(0)

    def close_tab(self) -> None:
        """Close the tab in front."""
        self.page.locator(".lm-DockPanel-tabBar .jp-mod-current .lm-TabBar-tabCloseIcon").click()


def picture(page: Page, name: str, bottom: int, top: int = 28, left: int = 291) -> None:
    """Keep what a part of the window shows, in few colours, where pictures are asked for."""
    folder = os.environ.get("MIDBACK_SCREENSHOTS")
    if not folder:
        return
    seen = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    image = seen.convert("RGB").crop((left, top, 1361, bottom))
    path = Path(folder) / f"instructor-{name}.png"
    image.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def draft(folder: Path) -> None:
    """Put an assignment's files into its folder, as far as they are written outside the browser.

    The cell of one question is not there yet, and the written answer is an ordinary cell.
    """
    written = {item["id"]: item for item in yaml.safe_load(PRACTICE.read_text(encoding="utf-8"))}
    (folder / AUTHOR_FILE).write_text(
        yaml.safe_dump([written[name] for name in ASKED], sort_keys=False, allow_unicode=True),
        encoding="utf-8",
    )
    opening = new_code_cell("import midback", id="import-midback")
    opening.metadata["nbgrader"] = _graded("import-midback", grade=False)
    cells = [new_markdown_cell("# A first visit\n\nFour questions and a short plan."), opening]
    for number, name in enumerate(ASKED, start=1):
        cells.append(new_markdown_cell(f"### Question {number}"))
        if name != ADDED.id:
            cells.append(new_code_cell(f'midback.ask("{name}")'))
            cells[-1].metadata["nbgrader"] = _graded(name, grade=True, points=EACH)
    cells += [new_markdown_cell(TASK), new_markdown_cell(SCHEME)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / f"{NAME}.ipynb")


def _graded(name: str, **more: Any) -> dict[str, Any]:
    """What nbgrader keeps of a locked cell."""
    kind = {"cell_type": "code", "locked": True, "solution": False, "task": False}
    return {"grade_id": name, "schema_version": 3, **kind, **more}


# ---------------------------------------------------------------- the instructor


def assignment_row(desk: Desk) -> Locator:
    """The assignment's line in Manage Assignments."""
    name = desk.formgrader.locator("td.name a", has_text=re.compile(f"^{NAME}$"))
    return desk.formgrader.locator("#main-table tr", has=name)


def click_and_read(desk: Desk, button: Locator, title: str = "Success") -> str:
    """Click a button of formgrader; what the dialog with that title says."""
    button.click()
    dialog = desk.formgrader.locator(".modal.in")
    expect(dialog).to_be_visible()
    said = dialog.inner_text()
    expect(dialog.locator(".modal-title")).to_have_text(title)
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)
    expect(desk.formgrader.locator(".modal-backdrop")).to_have_count(0)
    return said


def opened(page: FrameLocator, link: str, dialog: str) -> Locator:
    """Click a link of formgrader until its dialog is there, as a person would click again.

    The link is drawn before the script that answers it has been fetched.
    """
    found = page.locator(dialog)
    for _ in range(30):
        page.get_by_role("link", name=link).click()
        try:
            found.wait_for(timeout=2_000)
        except PlaywrightTimeout:
            continue
        return found
    raise AssertionError(f"“{link}” opens nothing")


def create(desk: Desk) -> None:
    """Add the assignment in formgrader; its folder is there."""
    desk.open_lab()
    menu(desk.page, "Nbgrader", "Formgrader")
    dialog = opened(desk.formgrader, "Add new assignment", "#add-assignment-modal")
    dialog.locator("input.name").fill(NAME)
    picture(desk.page, "add", 560)
    dialog.get_by_role("button", name="Save").click()
    expect(assignment_row(desk).locator(".status")).to_have_text("draft")
    assert (desk.folder / "source" / NAME).is_dir()


def enrol(desk: Desk) -> None:
    """Give the trainee's account a name, under which submissions are listed."""
    page = desk.formgrader
    page.get_by_role("link", name="Manage Students").click()
    dialog = opened(page, "Add new student", "#add-student-modal")
    for field, text in (("id", get_username()), ("first-name", "Ada"), ("last-name", "Trainee")):
        dialog.locator(f"input.{field}").fill(text)
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#main-table")).to_contain_text("Trainee, Ada")
    page.get_by_role("link", name="Manage Assignments").click()
    expect(assignment_row(desk)).to_be_visible()


def set_up(desk: Desk) -> None:
    """Write a question's cell, make it and the written answer graded cells, and try it.

    A click on the assignment's name leads to its folder.
    """
    page = desk.page
    draft(desk.folder / "source" / NAME)
    assignment_row(desk).get_by_role("link", name=NAME).click()
    crumbs = page.locator(".jp-FileBrowser-crumbs")
    expect(crumbs).to_contain_text(NAME)
    desk.open_notebook(f"{NAME}.ipynb")
    number = list(ITEMS).index(ADDED.id) + 1
    page.locator(".jp-MarkdownCell", has_text=f"Question {number}").last.click()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(f'midback.ask("{ADDED.id}")')
    desk.save()
    refused(desk)
    page.locator(".lm-TabBar-tab", has_text=f"{NAME}.ipynb").click()
    page.get_by_role("tab", name="Create Assignment").click()
    set_up_cell(page, "Autograded tests", ADDED.id, EACH)
    picture(page, "create", 870, left=0)
    page.locator(".jp-MarkdownCell", has_text="BEGIN MARK SCHEME").click()
    set_up_cell(page, "Manually graded answer", WRITTEN, WRITTEN_POINTS)
    expect(page.locator(".nbgrader-TotalPointsInput")).to_have_value(str(TOTAL))
    run_all(page)
    found = card(page, ADDED.id)
    expect(found).to_contain_text("Preview, nothing is recorded")
    found.locator(f'input[value="{ADDED.key}"]').check()
    found.get_by_role("button", name="Check").click()
    expect(found).to_contain_text("Right.")
    desk.save()
    desk.close_tab()
    assert not (desk.folder / "source" / NAME / FILE_NAME).exists()


def refused(desk: Desk) -> None:
    """A question's cell that is not graded keeps the assignment at home, and says what to do."""
    desk.page.locator(".lm-TabBar-tab", has_text="Formgrader").click()
    said = click_and_read(desk, assignment_row(desk).locator(".assign a"), "Error")
    assert "must be an autograded cell whose id is the item's" in said
    assert f"write the id “{ADDED.id}”" in said
    assert not (desk.folder / "release" / NAME).exists()


def set_up_cell(page: Page, kind: str, identifier: str, points: int) -> None:
    """Choose a cell's type, id and points in the Create Assignment sidebar."""
    entry = page.locator(".nbgrader-CellWidget.nbgrader-mod-active")
    expect(entry).to_be_visible()
    entry.get_by_label("Type:").select_option(label=kind)
    entry.get_by_label("ID:").fill(identifier)
    entry.get_by_label("ID:").press("Tab")
    entry.get_by_label("Points:").fill(str(points))
    entry.get_by_label("Points:").press("Tab")


def generate(desk: Desk) -> None:
    """Make the trainee's version: the questions without their keys, and nothing else."""
    desk.page.locator(".lm-TabBar-tab", has_text="Formgrader").click()
    said = click_and_read(desk, assignment_row(desk).locator(".assign a"))
    assert f"Successfully created the student version of '{NAME}'" in said
    made = desk.folder / "release" / NAME
    assert {f"{NAME}.ipynb", PUBLIC_FILE} == {path.name for path in made.iterdir()}
    assert "rationale" not in (made / PUBLIC_FILE).read_text(encoding="utf-8")
    assert "MARK SCHEME" not in (made / f"{NAME}.ipynb").read_text(encoding="utf-8")


def preview(desk: Desk) -> None:
    """Look at the trainee's version and try it: the answers stay in ``release/``."""
    assignment_row(desk).locator(".preview a").click()
    expect(desk.page.locator(".jp-FileBrowser-crumbs")).to_contain_text("release")
    desk.open_notebook(f"{NAME}.ipynb")
    run_all(desk.page)
    found = card(desk.page, ADDED.id)
    answer(found, ADDED, ADDED.key)
    expect(found).to_contain_text("Saved")
    expect(found.get_by_role("button", name="Check")).to_have_count(0)
    desk.close_tab()
    desk.page.get_by_role("button", name="Discard").click()
    assert ADDED.id in read_responses(desk.folder / "release" / NAME / FILE_NAME)


def release(desk: Desk, exchange: Path) -> None:
    """Hand it out, without the answers of whoever looked at it."""
    desk.page.locator(".lm-TabBar-tab", has_text="Formgrader").click()
    said = click_and_read(desk, assignment_row(desk).locator(".release a"))
    assert f"Successfully released '{NAME}'" in said
    assert "holds answers given here" in said
    expect(assignment_row(desk).locator(".status")).to_have_text("released")
    outbound = exchange / COURSE / "outbound" / NAME
    assert {f"{NAME}.ipynb", PUBLIC_FILE} == {path.name for path in outbound.iterdir()}


def collect(desk: Desk) -> None:
    """Collect what was handed in: one submission."""
    said = click_and_read(desk, assignment_row(desk).locator(".collect a"))
    assert f"Successfully collected submissions of '{NAME}'" in said
    expect(assignment_row(desk).locator(".num-submissions a")).to_have_text("1")
    picture(desk.page, "formgrader", 560)
    submitted = desk.folder / "submitted" / get_username() / NAME
    assert set(ITEMS) == set(read_responses(submitted / FILE_NAME))


def autograde(desk: Desk) -> None:
    """Mark it: the questions have their marks, and the written answer waits."""
    assignment_row(desk).locator(".num-submissions a").click()
    row = desk.formgrader.locator("#main-table tr", has_text="Trainee, Ada")
    expect(row.locator(".status")).to_have_text("needs autograding")
    said = click_and_read(desk, row.locator(".autograde a"))
    assert f"Successfully autograded '{NAME}' for student '{get_username()}'" in said
    expect(row.locator(".status")).to_have_text("needs manual grading")
    expect(row.locator(".score")).to_have_text(f"{BY_CHOICE} / {TOTAL}")
    picture(desk.page, "autograded", 480)


def grade_by_hand(desk: Desk) -> None:
    """Read the review cards; mark the written answer beside its marking scheme, and comment."""
    page = desk.formgrader
    page.get_by_role("link", name="Manual Grading").click()
    for link in (NAME, NAME, "Submission #1"):
        page.locator("#main-table").get_by_role("link", name=link).click()
    review = page.locator('section[aria-label^="Review of question"]')
    expect(review).to_have_count(len(ITEMS))
    wrong = page.locator(f'section[aria-label="Review of question {ADDED.id}"]')
    expect(wrong).to_contain_text(f"Not right: 0 of {EACH} points.")
    expect(wrong).to_contain_text(f"Answer given: {ADDED.options[mistaken()]}")
    expect(wrong).to_contain_text(f"Answer asked for: {ADDED.options[ADDED.key]}")
    expect(wrong).to_contain_text(" ".join(ADDED.rationale[mistaken()].split())[:60])
    to_the_top(page.get_by_role("heading", name=f"Question {list(ITEMS).index(ADDED.id) + 1}"))
    picture(desk.page, "review", 870)

    written = page.locator(".nbgrader_cell", has_text=PLAN)
    scheme = page.get_by_text("For the marker")
    expect(scheme).to_be_visible()
    answered, stands = written.bounding_box(), scheme.bounding_box()
    assert answered and stands
    assert 0 < stands["y"] - (answered["y"] + answered["height"]) < 60, "right below the answer"
    score = written.locator("input.score")
    expect(score).to_have_value("")
    leave(desk.page, score, str(GIVEN_POINTS))
    leave(desk.page, written.locator("textarea.comment"), COMMENT)
    to_the_top(page.get_by_role("heading", name=f"Question {len(ITEMS) + 1}"))
    picture(desk.page, "by-hand", 862, top=390)
    assert {ADDED.id: 0, WRITTEN: GIVEN_POINTS}.items() <= marks(desk.folder).items()


def to_the_top(found: Locator) -> None:
    """Scroll until an element stands below the page's own bar."""
    found.evaluate("node => window.scrollBy(0, node.getBoundingClientRect().top - 60)")


def leave(page: Page, field: Locator, text: str) -> None:
    """Fill in a field of formgrader and go on to the next, which saves it."""
    field.fill(text)
    with page.expect_response(lambda reply: reply.request.method == "PUT") as saved:
        field.press("Tab")
    assert saved.value.ok


def marks(course: Path) -> dict[str, float]:
    """What the gradebook holds for each graded cell: the mark by hand, else the automatic one."""
    with sqlite3.connect(course / "gradebook.db") as database:
        rows: list[tuple[str, float]] = database.execute(
            "select base_cell.name, coalesce(grade.manual_score, grade.auto_score) from grade"
            " join base_cell on base_cell.id = grade.cell_id"
        ).fetchall()
    return dict(rows)


def give_feedback(desk: Desk, exchange: Path) -> None:
    """Make the feedback and hand it out."""
    page = desk.formgrader
    page.get_by_role("link", name="Manual Grading").click()
    page.get_by_role("link", name="Manage Assignments").click()
    assignment_row(desk).locator(".num-submissions a").click()
    row = page.locator("#main-table tr", has_text="Trainee, Ada")
    expect(row.locator(".status")).to_have_text("graded")
    expect(row.locator(".score")).to_have_text(f"{BY_CHOICE + GIVEN_POINTS} / {TOTAL}")
    page.get_by_role("link", name="Manage Assignments").click()
    expect(assignment_row(desk)).to_be_visible()
    said = click_and_read(desk, assignment_row(desk).locator(".generate-feedback a"))
    assert f"Successfully generated feedback of '{NAME}'" in said
    said = click_and_read(desk, assignment_row(desk).locator(".release-feedback a"))
    assert f"Successfully released feedback of '{NAME}'" in said
    assert 1 == len(list((exchange / COURSE / "feedback").iterdir()))


# ---------------------------------------------------------------- the trainee


def mistaken() -> str:
    """The wrong option that the trainee chooses."""
    return next(str(word) for word in ADDED.options if word != ADDED.key)


def answer(found: Locator, item: Any, response: Any) -> None:
    """Answer a question with the mouse, as its type is answered."""
    match item.type:
        case "single-best-answer":
            found.locator(f'input[value="{response}"]').check()
        case "multiple-response":
            for word in response:
                found.locator(f'input[value="{word}"]').check()
        case "numeric":
            found.locator("input").fill(response)
        case "extended-matching":
            for select, stem in zip(found.locator("select").all(), item.stems, strict=True):
                select.select_option(response[stem])


def listed(desk: Desk, part: str) -> Locator:
    """The assignment's line in a part of the Assignment List."""
    return desk.page.locator(f"#{part}_assignments_list > .list_item", has_text=NAME)


def fetch(desk: Desk) -> None:
    """Fetch the assignment in the Assignment List and open its notebook."""
    desk.open_lab()
    menu(desk.page, "Nbgrader", "Assignment List")
    listed(desk, "released").get_by_role("button", name="Fetch").click()
    fetched = listed(desk, "fetched")
    fetched.locator(".assignment-notebooks-link").click()
    notebook = fetched.locator(".assignment-notebooks").get_by_text(NAME, exact=True)
    expect(notebook).to_be_visible()
    picture(desk.page, "assignment-list", 352)
    assert {f"{NAME}.ipynb", PUBLIC_FILE} == {path.name for path in (desk.folder / NAME).iterdir()}
    notebook.click()
    expect(desk.page.locator(".jp-NotebookPanel:visible")).to_be_visible()
    wait_for_kernel(desk.page)


def work(desk: Desk) -> None:
    """Answer all questions but one, and find out which; answer it and write the plan."""
    page = desk.page
    run_all(page)
    for item in ITEMS.values():
        if item is not ADDED:
            found = card(page, item.id)
            answer(found, item, model_answer(item))
            expect(found).to_contain_text("Saved")
            recorded = read_responses(desk.folder / NAME / FILE_NAME)[item.id].response
            assert model_answer(item) == recorded
    dialog = validated(page)
    expect(dialog).to_contain_text(f"The question “{ADDED.id}” is not answered yet.")
    expect(dialog).to_contain_text("You did not provide a response.")
    expect(dialog).not_to_contain_text("Traceback")
    expect(dialog.get_by_text("The following cell failed:")).to_have_count(2)
    picture(page, "validate", 720, top=180)
    dialog.get_by_role("button", name="OK").click()

    answer(card(page, ADDED.id), ADDED, mistaken())
    expect(card(page, ADDED.id)).to_contain_text("Saved")
    page.locator(".jp-RenderedMarkdown", has_text="Write your answer here").dblclick()
    editor = page.locator(".jp-MarkdownCell .cm-content", has_text="Write your answer here")
    editor.click()  # a double-click alone opens the editor, and may leave the focus elsewhere
    expect(editor).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(PLAN)
    page.keyboard.press("ControlOrMeta+Enter")
    dialog = validated(page)
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")
    dialog.get_by_role("button", name="OK").click()
    desk.save()


def validated(page: Page) -> Locator:
    """Press Validate; the dialog with the result."""
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog", has_text="Validation Results")
    expect(dialog).to_be_visible(timeout=2 * PATIENCE)
    return dialog


def submit(desk: Desk, exchange: Path) -> None:
    """Hand it in: the list says when, and the answers are in the exchange."""
    desk.page.locator(".lm-TabBar-tab", has_text="Assignments").click()
    listed(desk, "fetched").get_by_role("button", name="Submit").click()
    expect(listed(desk, "submitted")).to_be_visible()
    (inbound,) = (exchange / COURSE / "inbound").iterdir()
    assert mistaken() == read_responses(inbound / FILE_NAME)[ADDED.id].response


def read_feedback(desk: Desk) -> None:
    """Fetch the feedback, open it, and find the marks, the key and the reasons."""
    page = desk.page
    page.locator("#refresh_assignments_list").click()
    submitted = listed(desk, "submitted")
    expect(submitted).to_contain_text("feedback available to fetch")
    submitted.get_by_role("button", name="Fetch Feedback").click()
    submitted.get_by_text("view feedback").click()
    desk.open_file(f"{NAME}.html")
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    wrong = feedback.locator(f'section[aria-label="Review of question {ADDED.id}"]')
    expect(wrong).to_contain_text(f"Answer asked for: {ADDED.options[ADDED.key]}")
    expect(wrong).to_contain_text(" ".join(ADDED.rationale[mistaken()].split())[:60])
    for text in (
        f"(Score: {BY_CHOICE + GIVEN_POINTS} / {TOTAL}.0)",
        PLAN,
        COMMENT,
        "How this answer is marked",
    ):
        expect(feedback.locator("body")).to_contain_text(text)
    picture(page, "feedback", 870)


# ---------------------------------------------------------------- the whole path


def test_an_assignment_goes_out_and_comes_back(browser: Browser, tmp_path: Path) -> None:
    """Create, generate, preview, release; fetch, work, validate, submit; collect, mark, return.

    At each step the page says what a person looks for, and the files and the gradebook agree.
    """
    exchange = tmp_path / "exchange"
    course = tmp_path / "course"
    own = tmp_path / "trainee"
    for folder in (exchange, course / "notebooks", own / "desk", own / "jupyter" / "config"):
        folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copy(ROOT / "notebooks" / "references.bib", course / "notebooks")
    (own / "jupyter" / "config" / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        f'c.CourseDirectory.course_id = "{COURSE}"\n'
        f'c.Exchange.root = "{exchange}"\n',
        encoding="utf-8",
    )
    with (
        jupyter(course, tmp_path / "instructor", {"MIDBACK_EXCHANGE": str(exchange)}) as first,
        jupyter(own / "desk", own) as second,
    ):
        instructor = Desk(window(browser), first, course)
        trainee = Desk(window(browser), second, own / "desk")
        create(instructor)
        enrol(instructor)
        set_up(instructor)
        generate(instructor)
        preview(instructor)
        release(instructor, exchange)
        fetch(trainee)
        work(trainee)
        submit(trainee, exchange)
        collect(instructor)
        autograde(instructor)
        grade_by_hand(instructor)
        give_feedback(instructor, exchange)
        read_feedback(trainee)


def window(browser: Browser) -> Page:
    """A window with cookies of its own: both servers are at one address."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    return page
