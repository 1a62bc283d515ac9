"""What several tests share: the course's root, item files and items made up for a test."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from kinds import NEWER_TYPES

from midback.cli import main

ROOT = Path(__file__).parents[1]

REFERENCES = """\
@article{first2020, author = {First, A. and Second, B.}, title = {A study}, journal = {Journal},
  year = {2020}, doi = {10.1000/first}}
@book{second2021, author = {Second, B.}, title = {A book}, publisher = {House}, year = {2021}}
"""

SINGLE: dict[str, Any] = {
    "id": "which-nerve",
    "type": "single-best-answer",
    "objective": "nerves.name-the-level",
    "stem": "A 58-year-old has pain in a band at the level of the nipples.",
    "lead_in": "Which spinal nerve most likely carries the pain?",
    "options": {"t2": "T2", "t4": "T4", "t7": "T7"},
    "key": "t4",
    "rationale": {
        "t2": "T2 supplies the axilla and the inner arm.",
        "t4": "The nipple lies about T4, and neighbours overlap.",
        "t7": "T7 lies between xiphoid process and umbilicus.",
    },
    "sources": ["first2020"],
}
MULTIPLE: dict[str, Any] = {
    **{field: SINGLE[field] for field in ("objective", "stem", "sources")},
    "id": "which-findings",
    "type": "multiple-response",
    "lead_in": "Which findings need imaging today?",
    "options": {"legs": "Weak legs", "ache": "An ache", "fever": "Fever", "desk": "Desk work"},
    "key": ["legs", "fever"],
    "harmful": ["desk"],
    "rationale": {
        "legs": "Weakness may be the cord.",
        "ache": "An ache alone is common.",
        "fever": "Fever with pain may be infection.",
        "desk": "Desk work needs no scan.",
    },
}
NUMERIC: dict[str, Any] = {
    **{field: SINGLE[field] for field in ("objective", "stem", "sources")},
    "id": "how-many",
    "type": "numeric",
    "lead_in": "How many percent?",
    "unit": "percent",
    "key": 13,
    "tolerance": 0.5,
    "rationale": "The survey found 13 percent in the past year.",
}
MATCHING: dict[str, Any] = {
    **{field: SINGLE[field] for field in ("objective", "sources")},
    "id": "which-cause",
    "type": "extended-matching",
    "lead_in": "For each person, choose the most likely cause.",
    "options": {"muscle": "Muscle", "joint": "Joint", "rib": "Rib", "heart": "Heart"},
    "stems": {"rower": "A rower", "typist": "A typist", "smoker": "A smoker"},
    "key": {"rower": "rib", "typist": "muscle", "smoker": "heart"},
    "rationale": {
        "rower": "Rowing loads the ribs again and again.",
        "typist": "Long sitting tires the muscles.",
        "smoker": "The heart comes first in a smoker.",
    },
}
ALL_TYPES = (SINGLE, MULTIPLE, NUMERIC, MATCHING, *NEWER_TYPES)


@pytest.fixture
def item_file(tmp_path: Path) -> Any:
    """A function that writes items beside a reference list and gives the file's path."""

    def write(items: object, name: str = "items.yml") -> Path:
        (tmp_path / "references.bib").write_text(REFERENCES, encoding="utf-8")
        path = tmp_path / name
        text = items if isinstance(items, str) else yaml.safe_dump(items, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def root() -> Path:
    """The course's folder."""
    return ROOT


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole demo class: perfect, typical, blank and damaged."""
    folder = tmp_path_factory.mktemp("class") / "demo"
    arguments = ["demo", "--typical", "1", "--keep", str(folder)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert 0 == main(arguments), "a mark in the gradebook is not what the answers deserve"
    return folder


def in_ci() -> bool:
    """Whether nothing may be left out because a program is missing."""
    return os.environ.get("CI") == "true"
