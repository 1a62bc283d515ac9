"""Hostile and damaged submissions, named by what the trainee did.

Each builder gets a ``Desk``: a whole and honest submission of the same trainee, which it spoils.
``CORPUS`` lists the builders with what must become of them.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from types import MappingProxyType
from typing import Any

from midback.responses import FILE_NAME, ResponseFile

NOTEBOOK = "quiz.ipynb"
WRITTEN = "I would take the history first, then examine."
SECRET = "the-instructors-private-words"

ANSWERS: Mapping[str, Any] = MappingProxyType(
    {
        "which-nerve": "t4",
        "which-findings": ["legs"],
        "how-many": "13",
        "which-cause": {"rower": "rib", "typist": "muscle", "smoker": "joint"},
        "muscles-and-nerves": {"trapezius": "accessory", "serratus": "axillary"},
        "steps-in-order": ["examine", "ask", "scan", "treat"],
        "which-artery": "adamkievicz",
        "equal-pressures": "unchanged",
        "find-the-lamina": {"x": 0.5622, "y": 0.3862},
        "name-the-parts": {"a": "canal", "b": "rib", "c": "cord"},
        "heavy-legs": {
            "steps": {"first-questions": ["bladder"], "signs": ["reflexes", "power"], "next": []}
        },
    }
)
POINTS = MappingProxyType(
    {
        "which-nerve": 3.0,
        "which-findings": 4.0,
        "how-many": 2.0,
        "which-cause": 3.0,
        "muscles-and-nerves": 3.0,
        "steps-in-order": 3.0,
        "which-artery": 1.0,
        "equal-pressures": 2.0,
        "find-the-lamina": 1.0,
        "name-the-parts": 3.0,
        "heavy-legs": 8.0,
    }
)
HONEST = MappingProxyType(
    {
        "which-nerve": 3.0,
        "which-findings": 2.0,
        "how-many": 2.0,
        "which-cause": 2.0,
        "muscles-and-nerves": 1.0,
        "steps-in-order": 2.0,
        "which-artery": 1.0,
        "equal-pressures": 1.0,
        "find-the-lamina": 1.0,
        "name-the-parts": 2.0,
        "heavy-legs": 3.0,
    }
)
NOTHING = MappingProxyType(dict.fromkeys(POINTS, 0.0))
WRITTEN_ID = "first-visit"

KEPT = "the written answer is there, and waits for a marker"
TO_BE_SEEN = "the written answer cannot be read, and a marker is asked to look"
NOT_GIVEN = "nothing was written"


@dataclass(frozen=True)
class Desk:
    """A trainee's folder, another trainee's, a folder outside of the course, and the folder in
    which anything that is executed leaves a file."""

    folder: Path
    neighbour: Path
    outside: Path
    proofs: Path

    @property
    def notebook(self) -> Path:
        """The submitted notebook."""
        return self.folder / NOTEBOOK

    @property
    def responses(self) -> Path:
        """The submitted answers."""
        return self.folder / FILE_NAME

    @property
    def name(self) -> str:
        """The trainee's name."""
        return self.folder.parent.name

    def read(self) -> dict[str, Any]:
        """The notebook as plain data."""
        data: dict[str, Any] = json.loads(self.notebook.read_text(encoding="utf-8"))
        return data

    def write(self, data: object) -> None:
        """Write the notebook, whatever has become of it."""
        self.notebook.write_text(json.dumps(data), encoding="utf-8")

    @contextmanager
    def changed(self) -> Iterator[dict[str, Any]]:
        """The notebook as plain data, written back at the end."""
        data = self.read()
        yield data
        self.write(data)

    def answer(self, responses: object) -> None:
        """Write what stands under ``responses`` in the file of answers."""
        self.responses.write_text(json.dumps({"schema": 1, "responses": responses}))

    def proof(self) -> str:
        """Python that leaves a file behind if it is ever executed."""
        return f"open({str(self.proofs / self.name)!r}, 'w').write('executed')"


Builder = Callable[[Desk], None]


@dataclass(frozen=True)
class Submission:
    """A builder, the marks its responses deserve, what becomes of the written answer, and the
    words that one line of the log must hold beside the trainee's name."""

    build: Builder
    deserves: Mapping[str, float]
    written: str
    says: tuple[str, ...]

    @property
    def trainee(self) -> str:
        """The builder's name as a trainee's."""
        return self.build.__name__.replace("_", "-")


CORPUS: list[Submission] = []


def submission(
    *says: str, deserves: Mapping[str, float] = HONEST, written: str = KEPT
) -> Callable[[Builder], Builder]:
    """Put a builder on the list."""

    def listed(build: Builder) -> Builder:
        CORPUS.append(Submission(build, deserves, written, says))
        return build

    return listed


UNREAD = ("cannot be read as a notebook", "quiz.ipynb", "Ask ")
NO_ANSWERS = ("responses.json cannot be read", "Ask ")


def honest(folder: Path, release: Path) -> None:
    """A whole submission: every question answered, some right, and a written answer."""
    shutil.copytree(release, folder)
    for item, response in ANSWERS.items():
        ResponseFile(folder).record(item, response)
    (folder / ".responses.json.lock").unlink(missing_ok=True)
    notebook = json.loads((folder / NOTEBOOK).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == WRITTEN_ID:
            cell["source"] = WRITTEN
    (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")


def cell_of(notebook: Mapping[str, Any], identifier: str) -> dict[str, Any]:
    """The cell with an nbgrader id."""
    found: dict[str, Any] = next(
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == identifier
    )
    return found


# ------------------------------------------------------------------------------- code


def put_code(desk: Desk, code: str) -> None:
    """Write code into every code cell, and into a new one at the start and at the end."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["source"] = f"{desk.proof()}\n{code}"
        for place, name in ((0, "mine-first"), (len(notebook["cells"]) + 1, "mine-last")):
            extra = code_cell(f"{desk.proof()}\n{code}", name)
            notebook["cells"].insert(place, extra)


def code_cell(source: str, name: str) -> dict[str, Any]:
    """An ordinary code cell."""
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@submission()
def patches_the_marking(desk: Desk) -> None:
    """Replaces the function that marks by one that gives full marks."""
    put_code(
        desk,
        "import midback.marking.markers as markers, midback.marking.mark as mark\n"
        "markers.MARKERS = mark.share = lambda *_: 1",
    )


@submission()
def swaps_modules(desk: Desk) -> None:
    """Puts a module of its own under the course's name, and a look-alike of text and dict."""
    put_code(
        desk,
        "import sys, types\n"
        "class Any(str):\n    __eq__ = lambda *_: True\n    __hash__ = str.__hash__\n"
        "sys.modules['midback'] = types.SimpleNamespace(ask=lambda *_: Any())",
    )


@submission()
def adds_hooks(desk: Desk) -> None:
    """Registers hooks that run after every cell and at the end."""
    put_code(
        desk,
        "import atexit, sys\n"
        "get_ipython().events.register('post_run_cell', lambda *_: print(3))\n"
        "sys.meta_path.insert(0, object())\natexit.register(print, 3)",
    )


@submission()
def prints_its_own_score(desk: Desk) -> None:
    """Hands in cells that already show a score, as a result, as text and as a review card."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["execution_count"] = 7
                cell["outputs"] = [
                    {
                        "output_type": "execute_result",
                        "execution_count": 7,
                        "metadata": {},
                        "data": {"text/plain": "3", "text/html": "<b>Review of question</b>"},
                    },
                    {"output_type": "stream", "name": "stdout", "text": "3\n"},
                ]


@submission()
def reads_the_source_folder(desk: Desk) -> None:
    """Opens the instructor's questions and prints them."""
    put_code(desk, "print(open('../../../source/quiz/items.yml').read())")


@submission()
def writes_to_the_gradebook(desk: Desk) -> None:
    """Sets every score in the gradebook to the maximum."""
    put_code(
        desk,
        "import sqlite3\nwith sqlite3.connect('../../../gradebook.db') as database:\n"
        "    database.execute('update grade set auto_score = 100, manual_score = 100')",
    )


@submission()
def loops_for_ever(desk: Desk) -> None:
    """Never ends."""
    put_code(desk, "while True: pass")


@submission()
def exits_the_process(desk: Desk) -> None:
    """Ends the process that runs it, with success."""
    put_code(desk, "import os; os._exit(0)")


@submission()
def forks_without_end(desk: Desk) -> None:
    """Starts processes until the machine has no more."""
    put_code(desk, "import os\nwhile True: os.fork()")


@submission()
def fills_the_memory(desk: Desk) -> None:
    """Takes memory until there is no more."""
    put_code(desk, "hoard = []\nwhile True: hoard.append(bytearray(10 ** 9))")


@submission()
def shadows_modules(desk: Desk) -> None:
    """Brings files with the names of modules that the grading imports."""
    (desk.folder / "midback" / "marking").mkdir(parents=True)
    for name in (
        "midback/__init__.py",
        "midback/marking/__init__.py",
        "yaml.py",
        "json.py",
        "sitecustomize.py",
        "usercustomize.py",
        "nbgrader_config.py",
        "jupyter_config.py",
        "conftest.py",
    ):
        (desk.folder / name).write_text(desk.proof())


@submission("helper", "not copied")
def brings_a_folder_named_like_the_instructors_module(desk: Desk) -> None:
    """A package helper/ beside which the instructor's helper.py would not be imported."""
    (desk.folder / "helper").mkdir()
    (desk.folder / "helper" / "__init__.py").write_text(desk.proof())


@submission("levels.csv", "not copied")
def brings_a_folder_named_like_the_instructors_file(desk: Desk) -> None:
    """A folder where the instructor has a file of data."""
    (desk.folder / "levels.csv").unlink()
    (desk.folder / "levels.csv").mkdir()
    (desk.folder / "levels.csv" / "mine.csv").write_text("1\n")


@submission("tables", "not copied")
def brings_a_file_named_like_the_instructors_folder(desk: Desk) -> None:
    """A file where the instructor has a folder of data."""
    shutil.rmtree(desk.folder / "tables")
    (desk.folder / "tables").write_text("1\n")


# ------------------------------------------------------------------------------- cells


@submission("there 2 times")
def copies_cells(desk: Desk) -> None:
    """Copies every cell below itself, metadata and all; the copy of the answer is blank."""
    with desk.changed() as notebook:
        twice = []
        for cell in notebook["cells"]:
            copy = {**cell, "id": f"{cell['id']}-copy"}
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == WRITTEN_ID:
                copy["source"] = ""
            twice += [cell, copy]
        notebook["cells"] = twice


@submission("which-nerve", "put back", written=TO_BE_SEEN)
def deletes_every_cell(desk: Desk) -> None:
    """Hands in a notebook without a cell."""
    with desk.changed() as notebook:
        notebook["cells"] = []


@submission("how-many", "put back")
def deletes_a_question(desk: Desk) -> None:
    """Deletes one question and its neighbour."""
    with desk.changed() as notebook:
        for name in ("how-many", "which-cause"):
            notebook["cells"].remove(cell_of(notebook, name))


@submission()
def splits_a_question(desk: Desk) -> None:
    """Splits the cell of a question in two, of which both keep the metadata."""
    with desk.changed() as notebook:
        cell = cell_of(notebook, "which-nerve")
        place = notebook["cells"].index(cell)
        half = {**cell, "id": "second-half", "source": '"which-nerve")'}
        cell["source"] = "midback.ask("
        notebook["cells"].insert(place + 1, half)


@submission()
def moves_every_cell(desk: Desk) -> None:
    """Turns the order of the cells round."""
    with desk.changed() as notebook:
        notebook["cells"].reverse()


@submission()
def retypes_cells(desk: Desk) -> None:
    """Turns questions into text, and the written answer into code."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == WRITTEN_ID:
                cell.update(cell_type="code", outputs=[], execution_count=None)
            elif cell["cell_type"] == "code":
                cell["cell_type"] = "markdown"
                del cell["outputs"], cell["execution_count"]


@submission()
def turns_questions_into_raw_cells(desk: Desk) -> None:
    """Turns questions into raw cells that hold HTML."""
    with desk.changed() as notebook:
        for name in ANSWERS:
            cell = cell_of(notebook, name)
            cell["cell_type"] = "raw"
            cell["source"] = "<script>window.pwned = 1</script>"
            del cell["outputs"], cell["execution_count"]


@submission("not of this assignment")
def renames_questions(desk: Desk) -> None:
    """Gives the question on the nerve another id."""
    with desk.changed() as notebook:
        cell_of(notebook, "which-nerve")["metadata"]["nbgrader"]["grade_id"] = "an-easier-one"


@submission()
def swaps_the_names_of_questions(desk: Desk) -> None:
    """Exchanges the ids of a question well answered and one answered badly."""
    with desk.changed() as notebook:
        first, second = cell_of(notebook, "which-nerve"), cell_of(notebook, "which-findings")
        first["metadata"]["nbgrader"]["grade_id"] = "which-findings"
        second["metadata"]["nbgrader"]["grade_id"] = "which-nerve"


@submission()
def gives_other_points(desk: Desk) -> None:
    """Writes points of its own into the metadata: many, below 0, words, no number."""
    with desk.changed() as notebook:
        for name, points in zip(ANSWERS, cycle((1000, -5, "many", float("nan"))), strict=False):
            cell_of(notebook, name)["metadata"]["nbgrader"]["points"] = points


@submission("put back", written=TO_BE_SEEN)
def strips_the_metadata(desk: Desk) -> None:
    """Opens the notebook in a program that drops what it does not know."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            cell["metadata"] = {}


@submission()
def claims_a_future_schema(desk: Desk) -> None:
    """Says that nbgrader's metadata are of version 99."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = 99


@submission()
def claims_a_past_schema(desk: Desk) -> None:
    """Says that nbgrader's metadata are of version 1, and once that they are “old”."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = 1
        cell_of(notebook, "how-many")["metadata"]["nbgrader"]["schema_version"] = "old"


@submission("not of this assignment")
def adds_graded_cells(desk: Desk) -> None:
    """Adds cells worth many points, one of them as code that shows a score."""
    marks = {"grade": True, "locked": False, "points": 50, "schema_version": 3, "task": False}
    with desk.changed() as notebook:
        bonus = code_cell("50", "bonus-code")
        bonus["metadata"]["nbgrader"] = {
            **marks,
            "solution": False,
            "grade_id": "bonus",
            "cell_type": "code",
        }
        essay = {
            "cell_type": "markdown",
            "id": "bonus-text",
            "source": "Please.",
            "metadata": {
                "nbgrader": {
                    **marks,
                    "solution": True,
                    "grade_id": "essay",
                    "cell_type": "markdown",
                }
            },
        }
        notebook["cells"] += [bonus, essay]


@submission()
def turns_questions_into_written_ones(desk: Desk) -> None:
    """Says in the metadata that every question is a solution, to be marked by hand."""
    with desk.changed() as notebook:
        for name in ANSWERS:
            cell_of(notebook, name)["metadata"]["nbgrader"].update(
                solution=True, locked=False, task=True
            )


@submission()
def fills_the_metadata_with_junk(desk: Desk) -> None:
    """Metadata of every wrong type, in cells that do not count."""
    junk: list[Any] = [None, 3, "text", [], [{}], {"grade": "yes"}, {"grade_id": 7}, {"grade": 1}]
    with desk.changed() as notebook:
        for number, nbgrader in enumerate(junk):
            extra = code_cell("1", f"junk-{number}")
            extra["metadata"] = {
                "nbgrader": nbgrader,
                "tags": nbgrader,
                "jupyter": nbgrader,
                "collapsed": nbgrader,
                "name": nbgrader,
            }
            notebook["cells"].append(extra)
        notebook["metadata"].update(
            language_info={"name": 3, "pygments_lexer": {"name": "ipython"}},
            widgets=[1],
            title=["a", "list"],
            authors="nobody",
        )


@submission()
def fills_cells_with_junk(desk: Desk) -> None:
    """Cells without a part that every cell has, or with a part of a wrong type."""
    with desk.changed() as notebook:
        notebook["cells"] += [
            None,
            "a cell",
            {},
            {"cell_type": "code"},
            {"cell_type": "heading", "level": 1, "metadata": {}, "source": "A heading"},
            {"cell_type": "markdown", "id": 5, "metadata": [], "source": {"a": 1}},
            {"cell_type": "markdown", "id": "x" * 99, "metadata": {}, "source": ["a", 1, None]},
            {"cell_type": "markdown", "id": "a b", "metadata": {}, "source": "", "attachments": 3},
            {"cell_type": "code", "id": "c", "metadata": {}, "source": "", "outputs": "none"},
            {**code_cell("1", "d"), "outputs": [{"output_type": "magic"}], "execution_count": "x"},
            {**code_cell("1", "e"), "surprise": True},
        ]


@submission()
def buries_metadata_deeply(desk: Desk) -> None:
    """Metadata nested 400 levels deep, which a copy does not survive."""
    deep: dict[str, Any] = {}
    for _ in range(400):
        deep = {"deeper": deep}
    with desk.changed() as notebook:
        notebook["metadata"]["mine"] = deep
        notebook["cells"][0]["metadata"]["mine"] = deep


@submission()
def writes_half_a_character(desk: Desk) -> None:
    """Half of an emoji, as some programs leave it when they cut a text, in two cells."""
    with desk.changed() as notebook:
        cell_of(notebook, WRITTEN_ID)["source"] = f"{WRITTEN} \ud83d"
        notebook["cells"][0]["source"] = "\udc4d thanks"
        notebook["metadata"]["mine"] = {"\ud83d": "\ud83d"}


@submission()
def puts_no_number_into_the_metadata(desk: Desk) -> None:
    """NaN and infinite numbers in metadata, which are not JSON."""
    with desk.changed() as notebook:
        notebook["metadata"]["mine"] = [float("nan"), float("inf")]
        notebook["cells"][0]["metadata"]["mine"] = float("-inf")


# ------------------------------------------------------------------------------- notebooks


@submission(*UNREAD, written=TO_BE_SEEN)
def hands_in_an_empty_notebook_file(desk: Desk) -> None:
    """A file of no bytes: the disk was full."""
    desk.notebook.write_bytes(b"")


@submission(*UNREAD, written=TO_BE_SEEN)
def hands_in_zeros(desk: Desk) -> None:
    """A file of zero bytes: the computer lost its power."""
    desk.notebook.write_bytes(bytes(4096))


@submission(*UNREAD, written=TO_BE_SEEN)
def truncates_the_notebook(desk: Desk) -> None:
    """The first two thirds of the notebook: the connection broke."""
    data = desk.notebook.read_bytes()
    desk.notebook.write_bytes(data[: 2 * len(data) // 3])


@submission(*UNREAD, written=TO_BE_SEEN)
def leaves_a_git_conflict(desk: Desk) -> None:
    """The marks of a merge that failed."""
    text = desk.notebook.read_text(encoding="utf-8")
    desk.notebook.write_text(f"<<<<<<< HEAD\n{text}\n=======\n{text}\n>>>>>>> theirs\n")


@submission(*UNREAD, written=TO_BE_SEEN)
def saves_a_web_page_as_the_notebook(desk: Desk) -> None:
    """What a browser saves instead of a notebook: the page of the log-in."""
    desk.notebook.write_text("<!DOCTYPE html><html><body>Please log in</body></html>")


@submission(*UNREAD, written=TO_BE_SEEN)
def hands_in_a_list(desk: Desk) -> None:
    """JSON, but not a notebook."""
    desk.write([1, 2, 3])


@submission(*UNREAD, written=TO_BE_SEEN)
def hands_in_a_notebook_without_a_list_of_cells(desk: Desk) -> None:
    """A notebook whose cells are a text."""
    with desk.changed() as notebook:
        notebook["cells"] = "cells"


@submission(*UNREAD, written=TO_BE_SEEN)
def nests_the_notebook_deeply(desk: Desk) -> None:
    """A million brackets."""
    desk.notebook.write_text("[" * 1_000_000 + "]" * 1_000_000)


@submission(*UNREAD, written=TO_BE_SEEN)
def hands_in_a_huge_notebook(desk: Desk) -> None:
    """A notebook file of 200 MB (of holes, so that it takes no room on the disk)."""
    with desk.notebook.open("r+b") as file:
        file.truncate(200_000_000)


@submission()
def saves_the_notebook_as_utf16(desk: Desk) -> None:
    """The notebook as an editor of Windows saves “Unicode”."""
    desk.notebook.write_text(json.dumps(desk.read()), encoding="utf-16")


@submission(*UNREAD, written=TO_BE_SEEN)
def saves_the_notebook_in_latin_1(desk: Desk) -> None:
    """The notebook in an old encoding, with an accent in it."""
    with desk.changed() as notebook:
        cell_of(notebook, WRITTEN_ID)["source"] = f"{WRITTEN} Café."
    text = json.dumps(desk.read(), ensure_ascii=False)
    desk.notebook.write_bytes(text.encode("latin-1"))


@submission()
def saves_a_byte_order_mark(desk: Desk) -> None:
    """UTF-8 with a byte-order mark, as Notepad writes it."""
    desk.notebook.write_text(json.dumps(desk.read()), encoding="utf-8-sig")


@submission()
def saves_in_format_3(desk: Desk) -> None:
    """The notebook as IPython saved it in 2014."""
    import nbformat

    notebook = nbformat.reads(desk.notebook.read_text(encoding="utf-8"), as_version=4)
    desk.notebook.write_text(nbformat.writes(notebook, version=3), encoding="utf-8")


@submission()
def saves_in_a_later_minor_format(desk: Desk) -> None:
    """Format 4.99, with fields that nobody knows yet."""
    with desk.changed() as notebook:
        notebook["nbformat_minor"] = 99
        notebook["news"] = True
        for cell in notebook["cells"]:
            cell["news"] = True


@submission()
def saves_in_an_earlier_minor_format(desk: Desk) -> None:
    """Format 4.2, in which cells have no id; one cell is missing, and is put back."""
    with desk.changed() as notebook:
        notebook["nbformat_minor"] = 2
        notebook["cells"].remove(cell_of(notebook, "how-many"))
        for cell in notebook["cells"]:
            del cell["id"]


@submission(*UNREAD, written=TO_BE_SEEN)
def saves_in_format_5(desk: Desk) -> None:
    """A format that does not exist yet."""
    with desk.changed() as notebook:
        notebook["nbformat"] = 5


@submission(*UNREAD, written=TO_BE_SEEN)
def says_nothing_of_the_format(desk: Desk) -> None:
    """A notebook whose format is a word."""
    with desk.changed() as notebook:
        notebook["nbformat"] = "four"


@submission()
def gives_all_cells_the_same_id(desk: Desk) -> None:
    """Every cell has the same cell id."""
    with desk.changed() as notebook:
        for cell in notebook["cells"]:
            cell["id"] = "same"


@submission()
def drops_the_kernelspec(desk: Desk) -> None:
    """A notebook that does not say which kernel it wants."""
    with desk.changed() as notebook:
        notebook["metadata"] = {}


@submission()
def asks_for_another_kernel(desk: Desk) -> None:
    """A notebook that wants a kernel of the trainee's own making."""
    with desk.changed() as notebook:
        notebook["metadata"]["kernelspec"] = {"name": "evil", "display_name": "Evil"}


@submission()
def brings_much_output(desk: Desk) -> None:
    """30 MB of output in one cell."""
    with desk.changed() as notebook:
        lines = ["0123456789" * 10 + "\n"] * 300_000
        cell_of(notebook, "which-nerve")["outputs"] = [
            {"output_type": "stream", "name": "stdout", "text": lines}
        ]


@submission("quiz-Copy1.ipynb")
def brings_a_copy_beside_the_notebook(desk: Desk) -> None:
    """Two notebooks, one of them JupyterLab's copy."""
    shutil.copy(desk.notebook, desk.folder / "quiz-Copy1.ipynb")


@submission("quiz-Copy1.ipynb", "quiz.ipynb is missing", written=TO_BE_SEEN)
def brings_a_copy_instead_of_the_notebook(desk: Desk) -> None:
    """Worked in JupyterLab's copy, and threw the other away."""
    desk.notebook.rename(desk.folder / "quiz-Copy1.ipynb")


@submission("quiz.ipynb is missing", written=TO_BE_SEEN)
def hands_in_no_notebook(desk: Desk) -> None:
    """Nothing but the file of answers."""
    desk.notebook.unlink()


@submission(*UNREAD, written=TO_BE_SEEN)
def hands_in_a_folder_of_that_name(desk: Desk) -> None:
    """A folder with the notebook's name, and the notebook in it."""
    desk.notebook.rename(desk.folder / "kept")
    desk.notebook.mkdir()
    (desk.folder / "kept").rename(desk.notebook / NOTEBOOK)


@submission(*UNREAD, written=TO_BE_SEEN)
def links_to_a_neighbours_notebook(desk: Desk) -> None:
    """The notebook is a link to another trainee's."""
    desk.notebook.unlink()
    desk.notebook.symlink_to(desk.neighbour / NOTEBOOK)


@submission(*UNREAD, written=TO_BE_SEEN)
def links_the_notebook_to_nothing(desk: Desk) -> None:
    """The notebook is a link to a file that is not there."""
    desk.notebook.unlink()
    desk.notebook.symlink_to("not-there.ipynb")


@submission(*UNREAD, written=TO_BE_SEEN)
def links_the_notebook_to_itself(desk: Desk) -> None:
    """The notebook is a link in a circle."""
    desk.notebook.unlink()
    desk.notebook.symlink_to(NOTEBOOK)


@submission(*UNREAD, written=TO_BE_SEEN)
def makes_the_notebook_a_pipe(desk: Desk) -> None:
    """The notebook is a named pipe: who opens it waits for ever."""
    desk.notebook.unlink()
    os.mkfifo(desk.notebook)


# ------------------------------------------------------------------------------- responses


@submission("responses.json is missing", deserves=NOTHING)
def hands_in_no_responses(desk: Desk) -> None:
    """The notebook alone."""
    desk.responses.unlink()


@submission(*NO_ANSWERS, deserves=NOTHING)
def empties_the_responses(desk: Desk) -> None:
    """A file of no bytes."""
    desk.responses.write_bytes(b"")


@submission(*NO_ANSWERS, deserves=NOTHING)
def truncates_the_responses(desk: Desk) -> None:
    """Half of the file."""
    data = desk.responses.read_bytes()
    desk.responses.write_bytes(data[: len(data) // 2])


@submission(*NO_ANSWERS, deserves=NOTHING)
def hands_in_responses_that_are_no_object(desk: Desk) -> None:
    """JSON, but a list."""
    desk.responses.write_text('["t4"]')


@submission(*NO_ANSWERS, deserves=NOTHING)
def nests_the_responses_deeply(desk: Desk) -> None:
    """A hundred thousand brackets."""
    deep = "[" * 100_000 + "]" * 100_000
    desk.responses.write_text(f'{{"schema": 1, "responses": {deep}}}')


@submission(deserves={**HONEST, "which-nerve": 0.0})
def nests_one_response_deeply(desk: Desk) -> None:
    """One answer nested as deep as JSON can just be read, the others sound."""
    deep: Any = "t4"
    for _ in range(200):
        deep = [deep]
    desk.answer(
        {**{k: {"response": v} for k, v in ANSWERS.items()}, "which-nerve": {"response": deep}}
    )


@submission(*NO_ANSWERS, "larger than 4 MB", deserves=NOTHING)
def hands_in_huge_responses(desk: Desk) -> None:
    """A file of 100 MB (of holes, so that it takes no room on the disk)."""
    with desk.responses.open("r+b") as file:
        file.truncate(100_000_000)


@submission(deserves={**HONEST, "which-nerve": 0.0})
def repeats_a_key(desk: Desk) -> None:
    """The same question twice in the file: the later one counts, as everywhere in JSON."""
    entries = [f'"{key}": {{"response": {json.dumps(value)}}}' for key, value in ANSWERS.items()]
    entries.append('"which-nerve": {"response": "t2"}')
    desk.responses.write_text(f'{{"schema": 1, "responses": {{{", ".join(entries)}}}}}')


@submission(*NO_ANSWERS, "NaN", deserves=NOTHING)
def answers_with_nan(desk: Desk) -> None:
    """An answer that is not a number, and not JSON."""
    desk.answer({"how-many": {"response": float("nan")}})


@submission(*NO_ANSWERS, "Infinity", deserves=NOTHING)
def answers_with_infinity(desk: Desk) -> None:
    """An answer without an end."""
    desk.answer({"how-many": {"response": float("inf")}})


@submission(deserves={**NOTHING, "which-nerve": 3.0})
def answers_with_enormous_numbers(desk: Desk) -> None:
    """Numbers that overflow, as numbers and as text."""
    desk.responses.write_text(
        '{"schema": 1, "responses": {"how-many": {"response": 1e999},'
        ' "which-findings": {"response": [1e999, -1e999]},'
        f' "which-cause": {{"response": "1e{"9" * 1000}"}},'
        ' "which-nerve": {"response": "t4", "attempts": 1e999, "time": 1e999}}}'
    )


@submission(deserves=NOTHING)
def answers_a_number_with_an_enormous_exponent(desk: Desk) -> None:
    """A number of ten characters that would take all the memory if it were written out."""
    desk.answer({"how-many": {"response": "1e99999999"}})


@submission()
def answers_questions_that_do_not_exist(desk: Desk) -> None:
    """Answers to questions of no assignment, beside the honest ones."""
    desk.answer(
        {
            **{key: {"response": value} for key, value in ANSWERS.items()},
            "no-such-question": {"response": "t4"},
            "": {"response": "t4"},
            "../../source": {"response": "t4"},
        }
    )


@submission(deserves=NOTHING)
def answers_with_wrong_types(desk: Desk) -> None:
    """Every answer is of another type than its question's."""
    desk.answer(
        {
            "which-nerve": {"response": ["t4"]},
            "which-findings": {"response": {"legs": True, "fever": True}},
            "how-many": {"response": True},
            "which-cause": {"response": ["rib", "muscle", "heart"]},
            "muscles-and-nerves": {"response": [["trapezius", "accessory"]]},
            "steps-in-order": {"response": {"1": "ask", "2": "examine"}},
            "which-artery": {"response": ["Adamkiewicz"]},
            "equal-pressures": {"response": {"less": 6}},
            "find-the-lamina": {"response": [0.5622, 0.3862]},
            "name-the-parts": {"response": "canal body cord"},
            "heavy-legs": {"response": {"steps": [["bladder", "cancer"]]}},
        }
    )


@submission(deserves=NOTHING)
def fills_the_records_with_junk(desk: Desk) -> None:
    """Records that are no objects, or lack the response."""
    desk.answer(
        {
            "which-nerve": "t4",
            "which-findings": None,
            "how-many": {"answer": "13"},
            "which-cause": [{"response": ANSWERS["which-cause"]}],
            "find-the-lamina": {"x": 0.5622, "y": 0.3862},
            "heavy-legs": ANSWERS["heavy-legs"],
        }
    )


@submission(deserves=NOTHING)
def picks_every_option(desk: Desk) -> None:
    """All options, options twice, and options that are not there."""
    desk.answer(
        {
            "which-nerve": {"response": "t2 t4 t7"},
            "which-findings": {"response": ["legs", "fever", "legs", "fever", "desk"]},
            "how-many": {"response": "12 13 14"},
            "which-cause": {"response": {"rower": "*", "typist": "", "smoker": "all"}},
            "muscles-and-nerves": {"response": {"trapezius": "long", "serratus": "long"}},
            "steps-in-order": {"response": ["ask", "examine", "scan", "treat", "ask"]},
            "which-artery": {"response": "Adamkiewicz or aorta or intercostal"},
            "equal-pressures": {"response": "much-less less unchanged more much-more"},
            "find-the-lamina": {"response": {"x": 0.5622, "y": 0.3862, "w": 1, "h": 1}},
            "name-the-parts": {"response": {"a": "canal", "b": "canal", "c": "canal"}},
            "heavy-legs": {
                "response": {
                    "steps": {
                        "first-questions": ["bladder", "cancer", "desk", "name"],
                        "signs": ["reflexes", "power", "thrust"],
                        "next": ["call", "film", "week"],
                    }
                }
            },
        }
    )


@submission(deserves=NOTHING)
def jumps_ahead_in_a_case(desk: Desk) -> None:
    """The last step without those before it, and a step a second time under another name."""
    desk.answer(
        {
            "heavy-legs": {"response": {"steps": {"next": ["call"], "next ": ["call"]}}},
            "find-the-lamina": {"response": {"x": 1e308, "y": -1e308}},
            "which-artery": {"response": "a" * 5_000_000},
            "steps-in-order": {"response": ["ask"] * 100_000},
            "muscles-and-nerves": {"response": {f"line-{n}": "long" for n in range(10_000)}},
        }
    )


@submission(deserves={**NOTHING, "heavy-legs": 2.0})
def stops_half_way_through_a_case(desk: Desk) -> None:
    """The first step alone, with everything that makes a case long in it."""
    desk.answer({"heavy-legs": {"response": {"steps": {"first-questions": ["cancer", "bladder"]}}}})


@submission(deserves=NOTHING)
def points_at_no_number(desk: Desk) -> None:
    """Points that are no numbers, as JSON of Python writes them."""
    desk.responses.write_text(
        '{"schema": 1, "responses": {"find-the-lamina": {"response": {"x": NaN, "y": Infinity}}}}'
    )


@submission(deserves=NOTHING)
def hands_in_the_answers_to_a_lesson(desk: Desk) -> None:
    """The file of answers of another folder, with other questions."""
    desk.answer({"where-the-mid-back-is": {"response": "mid-back"}})


@submission(*NO_ANSWERS, "later version", deserves=NOTHING)
def writes_responses_of_a_future_version(desk: Desk) -> None:
    """A file of version 99."""
    desk.responses.write_text('{"schema": 99, "responses": {"which-nerve": {"response": "t4"}}}')


@submission(*NO_ANSWERS, "UTF-8", deserves=NOTHING)
def saves_the_responses_as_utf16(desk: Desk) -> None:
    """The file of answers as an editor of Windows saves “Unicode”."""
    desk.responses.write_text(desk.responses.read_text(), encoding="utf-16")


@submission(deserves=NOTHING)
def answers_with_half_a_character(desk: Desk) -> None:
    """Half of an emoji as the answer, as an option and as the name of a stem."""
    desk.answer(
        {
            "which-nerve": {"response": "\ud83d"},
            "which-findings": {"response": ["\ud83d"]},
            "how-many": {"response": "\ud83d"},
            "which-cause": {"response": {"\ud83d": "\ud83d"}},
            "muscles-and-nerves": {"response": {"trapezius": "\ud83d"}},
            "steps-in-order": {"response": ["\ud83d"] * 4},
            "which-artery": {"response": "Adam\ud83d"},
            "equal-pressures": {"response": "\ud83d"},
            "find-the-lamina": {"response": {"x": "\ud83d", "y": 0.5}},
            "name-the-parts": {"response": {"\ud83d": "canal"}},
            "heavy-legs": {"response": {"steps": {"\ud83d": ["\ud83d"]}}},
            "\ud83d": {"response": 1},
        }
    )


@submission(*NO_ANSWERS, "not an ordinary file", deserves=NOTHING)
def links_the_responses_to_a_file_outside(desk: Desk) -> None:
    """The answers are a link to better ones outside of the submission."""
    desk.responses.unlink()
    desk.responses.symlink_to(desk.outside / "better.json")


@submission(*NO_ANSWERS, "not an ordinary file", deserves=NOTHING)
def links_the_responses_to_nothing(desk: Desk) -> None:
    """The answers are a link to a file that is not there."""
    desk.responses.unlink()
    desk.responses.symlink_to("not-there.json")


@submission(*NO_ANSWERS, "not an ordinary file", deserves=NOTHING)
def makes_the_responses_a_pipe(desk: Desk) -> None:
    """The answers are a named pipe."""
    desk.responses.unlink()
    os.mkfifo(desk.responses)


@submission(*NO_ANSWERS, "not an ordinary file", deserves=NOTHING)
def makes_the_responses_a_folder(desk: Desk) -> None:
    """The answers are a folder."""
    desk.responses.unlink()
    desk.responses.mkdir()
    (desk.responses / FILE_NAME).write_text("{}")


# ------------------------------------------------------------------------------- other files


@submission("private.txt", "a link", "not copied")
def links_to_files_outside(desk: Desk) -> None:
    """Links to a private file of the instructor's, by the whole path and by a way up."""
    (desk.folder / "private.txt").symlink_to(desk.outside / "private.txt")
    way_up = os.path.relpath(desk.outside / "private.txt", desk.folder)
    (desk.folder / "way-up.txt").symlink_to(way_up)
    (desk.folder / "key.yml").symlink_to("../../../source/quiz/items.yml")


@submission("whole-folder", "a link", "not copied")
def links_to_a_folder_outside(desk: Desk) -> None:
    """A link to a folder, and one to the root of all files."""
    (desk.folder / "whole-folder").symlink_to(desk.outside)
    (desk.folder / "everything").symlink_to("/")


@submission("dangling", "a link", "not copied")
def leaves_a_dangling_link(desk: Desk) -> None:
    """A link to a file that is not there, in a folder of its own."""
    (desk.folder / "more").mkdir()
    (desk.folder / "more" / "dangling").symlink_to("not-there")


@submission("round", "a link", "not copied")
def links_in_a_circle(desk: Desk) -> None:
    """A link to itself, and a folder that holds itself."""
    (desk.folder / "round").symlink_to("round")
    (desk.folder / "folder").mkdir()
    (desk.folder / "folder" / "again").symlink_to(".")


@submission("pipe", "not an ordinary file", "not copied")
def brings_a_pipe(desk: Desk) -> None:
    """A named pipe beside the notebook."""
    os.mkfifo(desk.folder / "pipe")


@submission("huge.bin", "larger than", "not copied")
def brings_a_huge_file(desk: Desk) -> None:
    """A file of 300 MB (of holes, so that it takes no room on the disk)."""
    with (desk.folder / "huge.bin").open("wb") as file:
        file.truncate(300_000_000)


@submission()
def names_files_oddly(desk: Desk) -> None:
    """Files whose names hold a line break, a quotation mark, stars, and bytes that are no text."""
    for name in ("a\nb.txt", "a'\"b.txt", "*.txt", "[x].txt", "{student_id}.txt", "-rf"):
        (desk.folder / name).write_text("odd")
    Path(os.fsdecode(os.fsencode(desk.folder) + b"/\xff\xfe.txt")).write_text("odd")


@submission("timestamp.txt", "no time")
def writes_junk_as_the_time(desk: Desk) -> None:
    """A word instead of a time."""
    (desk.folder / "timestamp.txt").write_text("yesterday-ish, sorry")


@submission("timestamp.txt", "no time")
def writes_bytes_as_the_time(desk: Desk) -> None:
    """Bytes that are no text."""
    (desk.folder / "timestamp.txt").write_bytes(b"\xff\xfe\x00\xd8")


@submission("timestamp.txt", "no time")
def writes_an_enormous_number_as_the_time(desk: Desk) -> None:
    """A number that no calendar holds."""
    (desk.folder / "timestamp.txt").write_text("9" * 30)


@submission("timestamp.txt", "no time")
def writes_a_time_at_the_end_of_the_calendar(desk: Desk) -> None:
    """The last hour of the year 9999, west of Greenwich."""
    (desk.folder / "timestamp.txt").write_text("9999-12-31 23:59:59 -1200")


@submission("timestamp.txt", "no time")
def makes_the_time_a_folder(desk: Desk) -> None:
    """A folder instead of a time."""
    (desk.folder / "timestamp.txt").mkdir()


@submission("timestamp.txt", "no time")
def makes_the_time_a_pipe(desk: Desk) -> None:
    """A named pipe instead of a time."""
    os.mkfifo(desk.folder / "timestamp.txt")


@submission("timestamp.txt", "no time")
def links_the_time_to_a_file_outside(desk: Desk) -> None:
    """A link to an early time outside of the submission."""
    (desk.folder / "timestamp.txt").symlink_to(desk.outside / "early.txt")


@submission("timestamp.txt", "in the future")
def writes_a_time_in_the_year_2999(desk: Desk) -> None:
    """A time nearly a thousand years from now."""
    (desk.folder / "timestamp.txt").write_text("2999-01-01 00:00:00 UTC")


# ------------------------------------------------------------------------------- HTML

PAYLOADS = (
    "<script>window.pwned = 1; fetch('/pwned')</script>",
    "<img src=x onerror=\"window.pwned = 2; fetch('/pwned')\">",
    '<svg onload="window.pwned = 3"><animate onbegin="window.pwned = 3" dur=1s></svg>',
    '<a class="bait" href="javascript:window.pwned = 4">a link</a>',
    "[a link](javascript:window.pwned=5)",
    '<a class="bait" href="data:text/html,<script>opener.pwned=6</script>">a page</a>',
    '<iframe srcdoc="<script>parent.pwned = 7</script>"></iframe>',
    '<iframe src="page.html"></iframe>',
    '<object data="page.html"></object><embed src="page.html">',
    '<details open ontoggle="window.pwned = 8"><summary>more</summary></details>',
    '<input autofocus onfocus="window.pwned = 9">',
    '<form action="/pwned"><button class="bait">Next</button></form>',
    "<style>@import '/pwned'; body { background: url(/pwned) }</style>",
    '<div style="background: url(/pwned); position: fixed; inset: 0">over all</div>',
    '<img src="/pwned"><img src="//127.0.0.1/pwned"><img srcset="/pwned 1x">',
    '<link rel="stylesheet" href="/pwned"><meta http-equiv="refresh" content="0;url=/pwned">',
    '<base href="/pwned/">',
    '<noscript><p title="</noscript><img src=x onerror=window.pwned=10>">',
    "<math><mtext></table><mglyph><style><img src=x onerror=window.pwned=11>",
    "```mermaid\n<img src=x onerror=window.pwned=12>\n```",
    '<div class="nbgrader_cell"><input class="score" id="which-nerve"></div>',
    "<img src=x\nonerror\n=\nwindow.pwned=13 alt=`'\">",
    "$$<img src=x onerror=window.pwned=14>$$ and $x<script>window.pwned=15</script>$",
    "| a |\n|---|\n| <script>window.pwned = 16</script> |",
    '<button onclick="window.pwned = 17" class="bait">Press</button>',
    "&lt;script&gt;window.pwned = 18&lt;/script&gt;",
)


@submission()
def writes_active_content(desk: Desk) -> None:
    """Script in text, in written answers, in attachments, in raw cells and in a page beside."""
    text = "\n\n".join(PAYLOADS)
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='top.pwned = 20'/>"
    attached = base64.b64encode(drawing.encode()).decode()
    page = base64.b64encode(b"<script>top.pwned = 21</script>").decode()
    (desk.folder / "page.html").write_text("<script>parent.pwned = 22; top.pwned = 22</script>")
    with desk.changed() as notebook:
        notebook["cells"].insert(
            0,
            {
                "cell_type": "markdown",
                "id": "mine",
                "metadata": {"tags": ['"><script>window.pwned=23</script>']},
                "source": f"# Mine {PAYLOADS[1]}\n\n{text}\n\n![drawing](attachment:a.svg)\n\n"
                '<iframe src="attachment:b.html"></iframe>\n\n![page](attachment:b.html)\n\n'
                "![quoted](attachment:c.png)",
                "attachments": {
                    "a.svg": {"image/svg+xml": attached},
                    "b.html": {"text/html": page},
                    "c.png": {"image/png": '" onerror="window.pwned=24'},
                },
            },
        )
        notebook["cells"].insert(
            1,
            {
                "cell_type": "raw",
                "id": "raw",
                "metadata": {"raw_mimetype": "text/html", "format": "text/html"},
                "source": text,
            },
        )
        notebook["cells"].append(code_cell(f"'''</pre></div>{text}'''", "mine-code"))
        answer = cell_of(notebook, WRITTEN_ID)
        answer["source"] = f"{WRITTEN}\n\n{text}\n\n**Plan**: wait two weeks; x < 3 & y > 2."
        notebook["metadata"]["title"] = "</title><script>window.pwned = 25</script>"
        notebook["metadata"]["language_info"] = {
            "name": "python",
            "pygments_lexer": '"><script>window.pwned=26</script>',
        }
        notebook["metadata"]["widgets"] = {
            "application/vnd.jupyter.widget-state+json": {
                "state": {},
                "x": "</script><script>window.pwned = 27</script>",
            }
        }


@submission(deserves=NOTHING)
def answers_with_active_content(desk: Desk) -> None:
    """Script as the answer to every question."""
    script = "<script>window.pwned = 30</script><img src=x onerror='window.pwned = 31'>"
    desk.answer(
        {
            "which-nerve": {"response": script},
            "which-findings": {"response": [script, "legs"]},
            "how-many": {"response": script},
            "which-cause": {"response": {"rower": script, script: "rib"}},
            "muscles-and-nerves": {"response": {"trapezius": script}},
            "steps-in-order": {"response": [script, "ask", "scan", "treat"]},
            "which-artery": {"response": script},
            "equal-pressures": {"response": script},
            "find-the-lamina": {"response": {"x": script, "y": script}},
            "name-the-parts": {"response": {script: "canal"}},
            "heavy-legs": {"response": {"steps": {"first-questions": [script]}}},
        }
    )


@submission()
def refers_to_an_attachment_that_is_gone(desk: Desk) -> None:
    """A picture pasted into a cell that was then copied without it."""
    with desk.changed() as notebook:
        cell = cell_of(notebook, WRITTEN_ID)
        cell["source"] = f"{WRITTEN}\n\n![pasted](attachment:gone.png)"


@submission()
def brings_attachments_of_wrong_types(desk: Desk) -> None:
    """Attachments that hold no data."""
    with desk.changed() as notebook:
        cell = cell_of(notebook, WRITTEN_ID)
        cell["source"] = f"{WRITTEN}\n\n![a](attachment:a.png) ![b](attachment:b.png)"
        cell["attachments"] = {"a.png": {}, "b.png": {"image/png": 3}, "c.png": None}


@submission()
def nests_markup_deeply(desk: Desk) -> None:
    """Thousands of brackets, quotations and boxes in one another, in text and in the answer."""
    with desk.changed() as notebook:
        notebook["cells"][0]["source"] = "[" * 20_000 + "\n\n" + "> " * 5_000
        cell_of(notebook, WRITTEN_ID)["source"] = f"{WRITTEN}\n\n" + "<div>" * 3_000


@submission()
def writes_a_very_long_answer(desk: Desk) -> None:
    """Two million characters, and a picture of two megabytes."""
    with desk.changed() as notebook:
        cell = cell_of(notebook, WRITTEN_ID)
        cell["source"] = f"{WRITTEN}\n\n![pasted](attachment:a.png)"
        cell["attachments"] = {"a.png": {"image/png": "AAAA" * 500_000}}
        notebook["cells"][0]["source"] = "word " * 400_000


# ------------------------------------------------------------------------------- archives


def desk_in_an_archive(path: Path, release: Path) -> None:
    """An honest archive: the notebook and the answers."""
    desk = path.with_name("desk")
    honest(desk, release)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (NOTEBOOK, FILE_NAME):
            archive.write(desk / name, name)
    shutil.rmtree(desk)


def archive_that_climbs(path: Path, target: Path) -> None:
    """A zip file with paths that lead up, whole paths, and paths for Windows."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../climbed.txt",
            "a/../../../../climbed.txt",
            str(target / "climbed.txt"),
            "..\\climbed.txt",
            "C:\\climbed.txt",
            "C:/climbed.txt",
        ):
            archive.writestr(name, SECRET)
        archive.writestr("b\\kept.txt", "kept")


def tar_with_links(path: Path, outside: Path) -> None:
    """A tar file with links to the outside, a file to be written through one, and a pipe."""
    with tarfile.open(path, "w:gz") as archive:
        for name, kind, target in (
            ("way-out", tarfile.SYMTYPE, str(outside)),
            ("way-out/climbed.txt", tarfile.REGTYPE, ""),
            ("hard.txt", tarfile.LNKTYPE, str(outside / "private.txt")),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("../climbed.txt", tarfile.REGTYPE, ""),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)


def zip_with_links(path: Path, outside: Path) -> None:
    """A zip file with a link as Unix programs store it."""
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("private.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, str(outside / "private.txt"))


def zip_bomb(path: Path) -> None:
    """A zip file of a few hundred kilobytes that holds 150 MB of zeros."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("zeros.bin", "w") as file,
    ):
        for _ in range(15):
            file.write(bytes(10_000_000))


def zip_bombs_in_a_zip(path: Path) -> None:
    """An archive in an archive in an archive in an archive in an archive."""
    inner = path.with_name("inner.zip")
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", "deep")
    for number in range(4):
        outer = path.with_name(f"layer-{number}.zip")
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(inner, "inner.zip")
        inner.unlink()
        inner = outer
    inner.rename(path)


def zip_that_says_less_than_it_holds(path: Path) -> None:
    """A bomb whose table of contents says 10 bytes."""
    zip_bomb(path)
    size = (150_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (10).to_bytes(4, "little")))


def zip_of_many_files(path: Path) -> None:
    """Eleven thousand empty files."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(11_000):
            archive.writestr(f"{number}.txt", b"")


def damaged_archive(path: Path) -> None:
    """The first half of an archive."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(NOTEBOOK, "{}" * 1000)
    path.write_bytes(path.read_bytes()[:600])


def picture_as_an_archive(path: Path) -> None:
    """A file that is called an archive, and is none."""
    path.write_bytes(b"\x89PNG\r\n" + bytes(100))
