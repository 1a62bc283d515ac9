"""nbgrader's own commands, run as an instructor would type them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


class NbgraderError(Exception):
    """An nbgrader command failed; the message is its last words."""


def nbgrader(
    *arguments: str, folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``nbgrader …`` in a folder, with this Python's programs on the PATH.

    nbgrader calls alembic by name, and finds it only there.

    Raises:
        NbgraderError: the command exited with an error.
    """
    return python("-m", "nbgrader", *arguments, folder=folder, environment=environment)


def python(
    *arguments: str, folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``python …`` in a folder, with this Python and its programs on the PATH.

    Raises:
        NbgraderError: the command exited with an error.
    """
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=with_programs(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        command = " ".join(arguments).removeprefix("-m ")
        raise NbgraderError(f"{command} failed:\n{(result.stderr or result.stdout)[-3000:]}")
    return result


def with_programs(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment with this Python's programs first on the PATH."""
    found = {**os.environ, **(environment or {})}
    programs = str(Path(sys.executable).parent)
    found["PATH"] = os.pathsep.join([programs, found.get("PATH", "")])
    return found
