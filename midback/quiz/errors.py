"""Errors that a trainee reads: a sentence, never a traceback."""

from __future__ import annotations


class CourseError(Exception):
    """Something a trainee or an author can put right; shown as its message alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class UnansweredError(CourseError):
    """A question has no answer yet: what the Validate button reports."""
