"""The boundaries the design promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_run_one_way(root: Path) -> None:
    """The contracts in pyproject.toml hold."""
    result = run("-c", "from importlinter.cli import lint_imports_command as c; c()", folder=root)
    assert 0 == result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import midback", ["matplotlib", "nbgrader", "pandas", "ipywidgets", "pydantic"]),
        ("import midback; midback.ask", ["matplotlib", "nbgrader", "pandas", "bibtexparser"]),
        ("import midback.cli", ["matplotlib", "nbgrader", "ipywidgets"]),
    ],
)
def test_importing_is_light(root: Path, statement: str, heavy: list[str]) -> None:
    """Nothing a trainee does first waits for a part that is not used."""
    loaded = run("-c", f"{statement}; import sys; print(*sys.modules)", folder=root)
    assert "" == loaded.stderr
    assert set() == set(heavy) & set(loaded.stdout.split())


@pytest.mark.parametrize(
    "tool", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
)
def test_the_code_is_clean(root: Path, tool: list[str]) -> None:
    """Lint, form and types."""
    result = run("-m", *tool, folder=root)
    assert 0 == result.returncode, result.stdout + result.stderr
