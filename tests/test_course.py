"""The course's own content: sound, executed, and traced to its sources."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

from midback.cli import main
from midback.course import Course, problems_of_items
from midback.items import read_items, read_references
from midback.notebook import lesson_problems, tidy_notebook

COURSE = Course(ROOT)
PACKAGED = [*(ROOT / "midback").rglob("data/*.csv"), *(ROOT / "midback").rglob("*.py")]


def test_every_item_file_is_sound() -> None:
    """No problem in any file, and no id twice in the course."""
    assert [] == [str(problem) for problem in problems_of_items(COURSE.item_files)]


def test_the_check_command_agrees(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """“midback check” finds nothing to mend."""
    monkeypatch.chdir(ROOT)
    assert 0 == main(["check"]), capsys.readouterr().out


def test_an_id_used_twice_in_the_course_is_found(tmp_path: Path) -> None:
    """Two files may not use one id: answers of both would share a record."""
    first = COURSE.item_files[0]
    copy = tmp_path / "again.yml"
    copy.write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    found = [str(problem) for problem in problems_of_items([first, copy])]
    assert len(read_items(first)) == len(found)
    assert "is also the id of an item in" in found[0]


def test_an_id_of_another_file_of_the_course_is_taken(tmp_path: Path) -> None:
    """Also where one file is checked alone, and the other is not in order."""
    first = COURSE.item_files[0]
    broken = tmp_path / "broken.yml"
    broken.write_text("- id: taken\n  type: none\n- [", encoding="utf-8")
    half = tmp_path / "half.yml"
    half.write_text("- id: try-a-question\n", encoding="utf-8")
    (found,) = problems_of_items([first], beside=[first, broken, half])
    assert ("try-a-question", "id") == (found.item, found.field)


@pytest.mark.parametrize("path", COURSE.lessons, ids=lambda path: path.stem)
def test_every_lesson_keeps_its_contract(path: Path) -> None:
    """Sections, figures, prose between code, one sentence a line."""
    assert [] == lesson_problems(path)


@pytest.mark.parametrize("path", COURSE.notebooks, ids=lambda path: path.stem)
def test_every_notebook_is_in_its_normal_form(path: Path, tmp_path: Path) -> None:
    """No outputs, no counts, readable cell ids: “midback tidy” would change nothing."""
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    assert not tidy_notebook(copy)
    assert path.read_bytes() == copy.read_bytes()


@pytest.mark.notebooks
@pytest.mark.parametrize("path", COURSE.notebooks, ids=lambda path: path.stem)
def test_every_notebook_runs(path: Path) -> None:
    """All cells run in a real kernel, without an error and without a word on stderr."""
    notebook = nbformat.read(path, as_version=4)
    before = set(path.parent.iterdir())
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [] == [output for output in outputs if output.get("name") == "stderr"]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        if not cell.source.startswith("import"):
            assert any("text/html" in output.get("data", {}) for output in cell.outputs), (
                cell.source
            )
    assert before == set(path.parent.iterdir()), "reading a lesson leaves no files"


def cited() -> set[str]:
    """The reference keys that items, tables, facts and lessons use."""
    keys = {
        key
        for file in COURSE.item_files
        for item in read_items(file).values()
        for key in item.sources  # type: ignore[attr-defined]
    }
    known = read_references(ROOT / "notebooks" / "references.bib")
    facts = ROOT / "notebooks" / "facts.yml"
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*COURSE.lessons, facts])
    text += "\n".join(path.read_text(encoding="utf-8") for path in PACKAGED)
    return keys | {key for key in known if re.search(rf"\b{re.escape(key)}\b", text)}


def test_every_reference_is_used() -> None:
    """The list holds what the course cites and nothing else."""
    assert set() == set(read_references(ROOT / "notebooks" / "references.bib")) - cited()


def test_addresses_are_well_formed() -> None:
    """Every DOI is one, and every other address is of the web."""
    for reference in read_references(ROOT / "notebooks" / "references.bib").values():
        if reference.url.startswith("https://doi.org/"):
            assert re.fullmatch(r"https://doi\.org/10\.\d{4,9}/\S+", reference.url), reference
        else:
            assert reference.url == "" or reference.url.startswith(("https://", "http://")), (
                reference
            )


def test_every_objective_of_an_item_is_stated_in_a_lesson() -> None:
    """An item tests what a lesson says it teaches."""
    stated = set()
    for path in [*COURSE.lessons, ROOT / "notebooks" / "00-start-here.ipynb"]:
        stated |= set(re.findall(r"<!--\s*([a-z0-9-]+\.[a-z0-9-]+)\s*-->", path.read_text()))
    for file in COURSE.item_files:
        if file.name.startswith("00-"):
            continue
        for item in read_items(file).values():
            assert item.objective in stated, f"{file}: {item.id}"


def test_every_practice_item_is_asked_in_its_lesson() -> None:
    """No item lies unused, and no lesson asks one that is not in its file."""
    from midback.items import asked_items

    for path in COURSE.lessons:
        notebook = nbformat.read(path, as_version=4)
        asked = [name for cell in notebook.cells for name in asked_items(cell.source)]
        assert sorted(read_items(path.parent / "items" / f"{path.stem}.yml")) == sorted(asked)


def test_the_graded_assignment_is_of_twelve_items_of_all_types_and_one_written_answer() -> None:
    """mid-back-basics: twelve items, four types, one answer marked by hand."""
    folder = ROOT / "source" / "mid-back-basics"
    items = read_items(folder / "items.yml")
    assert (12, 4) == (len(items), len({item.type for item in items.values()}))
    notebook = nbformat.read(folder / "mid-back-basics.ipynb", as_version=4)
    by_hand = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        and cell.metadata["nbgrader"].get("grade")
    ]
    assert 1 == len(by_hand)
    assert "MARK SCHEME" in by_hand[0].source
