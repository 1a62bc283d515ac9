"""What the objectives of questions are called: the words of the lessons."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

_STATED = re.compile(
    r"^\s*(?:\d+\.|[-*])\s+(.*?)\s*<!--\s*([a-z][a-z0-9-]*\.[a-z][a-z0-9-]*)\s*-->"
)


def objective_words(folder: Path) -> dict[str, str]:
    """The objectives that the notebooks of a folder state, word to text.

    A notebook states one in a line of a list that ends in a comment with its word, as in
    “1. Locate the mid back. <!-- mid-back.locate -->”; what cannot be read is left out.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            found |= _stated_in(path, path.stat().st_mtime_ns)
        except OSError:
            continue
    return found


@lru_cache(maxsize=64)
def _stated_in(path: Path, _stamp: int) -> dict[str, str]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    lines = (_STATED.match(line) for source in sources for line in source.splitlines())
    return {line[2]: line[1] for line in lines if line}
