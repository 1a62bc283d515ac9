"""Handing an assignment out through the exchange."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeReleaseAssignment

from midback.responses import FILE_NAME, LOCK_NAME


class ReleaseAssignment(ExchangeReleaseAssignment):
    """nbgrader's own, but an instructor's answers stay at home.

    Whoever tries the questions in ``release/`` leaves answers there, and every trainee would be
    handed them. ``CourseDirectory.ignore`` cannot keep them back: it would also drop the
    trainees' own answers when they are collected.
    """

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        super().do_copy(src, dest, log)
        for path in Path(dest).rglob("*"):
            if path.name in (FILE_NAME, LOCK_NAME):
                self.log.warning("Not handed out: %s holds answers given here.", path.name)
                path.unlink()
