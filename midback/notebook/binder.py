"""Links that open the course in Binder, and the parts of the README that hold them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import quote

from midback.notebook.lesson import LESSON_FILE
from midback.notebook.normal_form import read_notebook

_REPOSITORY = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")
_TITLE = re.compile(r"#\s+(?:Lesson \d+\.\s+)?(.*)")
_DURATION = re.compile(r"(?:\d+\s*(?:to|–|-)\s*)?\d+\s*(?:minutes|hours?)\b")
START_PAGE = "notebooks/00-start-here.ipynb"


def binder_url(repository: str, path: str) -> str:
    """The address at which Binder opens a file of the repository in JupyterLab.

    ``repository`` is an address on GitHub, ``path`` counts from the top of the repository.

    Raises:
        ValueError: the repository's address is not of the form that Binder can be given.
    """
    match = _REPOSITORY.fullmatch(repository)
    if match is None:
        raise ValueError(
            f"Binder links can be made for addresses like https://github.com/owner/name,"
            f" and the repository's address is {repository}."
            " Correct “Repository” under [project.urls] in pyproject.toml."
        )
    owner, name = match.groups()
    return f"https://mybinder.org/v2/gh/{owner}/{name}/HEAD?urlpath=lab/tree/{quote(path)}"


def tidy_readme(root: Path | str) -> bool:
    """Write the README's Binder badge and its table of lessons, and say whether they changed.

    The table has a row for every lesson in ``notebooks/``; addresses come from the repository's
    address in ``pyproject.toml``.
    Both parts stand between comments, and the rest of the README is left alone.

    Raises:
        ValueError: a comment is missing from the README.
    """
    root = Path(root)
    readme = root / "README.md"
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    repository = project["urls"]["Repository"]
    before = after = readme.read_text(encoding="utf-8")
    for name, content in (
        ("binder", _badge(repository)),
        ("lessons", _lesson_table(root, repository)),
    ):
        begin, end = f"<!-- {name}: written by make tidy -->", f"<!-- end of {name} -->"
        head, found_begin, rest = after.partition(begin)
        _, found_end, tail = rest.partition(end)
        if not (found_begin and found_end):
            raise ValueError(
                f"{readme}: the lines “{begin}” and “{end}” should stand there once each."
                " Put them back where that part belongs."
            )
        after = f"{head}{begin}\n{content}\n{end}{tail}"
    if after == before:
        return False
    readme.write_bytes(after.encode("utf-8"))
    return True


def _badge(repository: str) -> str:
    image = "https://mybinder.org/badge_logo.svg"
    return f"[![Open the course in Binder]({image})]({binder_url(repository, START_PAGE)})"


def _lesson_table(root: Path, repository: str) -> str:
    rows = ["| | Lesson | Time | Without installing |", "|---|---|---|---|"]
    for file in sorted((root / "notebooks").glob("*.ipynb")):
        is_lesson = LESSON_FILE.fullmatch(file.name) is not None
        if not is_lesson and file != root / START_PAGE:
            continue
        opening = _opening(file)
        title = _TITLE.match(opening)
        path = file.relative_to(root).as_posix()
        cells = (
            str(int(file.name[:2])) if is_lesson else "",
            f"[{title[1].strip() if title else file.stem}]({path})",
            _time(opening) if is_lesson else "",
            f"[open in Binder]({binder_url(repository, path)})",
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _time(opening: str) -> str:
    duration = _DURATION.search(opening)
    return duration[0] if duration else ""


def _opening(file: Path) -> str:
    """The prose above the first section."""
    prose = "\n".join(
        cell.source for cell in read_notebook(file).cells if cell.cell_type == "markdown"
    )
    return re.split(r"^## ", prose, maxsplit=1, flags=re.MULTILINE)[0]
