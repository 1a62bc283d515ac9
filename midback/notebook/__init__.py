"""The course's notebooks as files: their normal form, what a lesson holds, links to them."""

from midback.notebook.binder import binder_url, tidy_readme
from midback.notebook.lesson import lesson_objectives, lesson_problems
from midback.notebook.normal_form import NotebookError, tidy_notebook

__all__ = [
    "NotebookError",
    "binder_url",
    "lesson_objectives",
    "lesson_problems",
    "tidy_notebook",
    "tidy_readme",
]
