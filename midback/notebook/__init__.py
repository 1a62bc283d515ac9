"""The course's notebooks as files: their normal form, what a lesson holds, links to them."""

from midback.notebook.binder import binder_url, tidy_readme
from midback.notebook.lesson import lesson_objectives, lesson_problems
from midback.notebook.normal_form import NotebookError, tidy_notebook
from midback.notebook.tables import stale_tables, tidy_tables
from midback.notebook.teaching import Teaching, course_gaps, item_gaps

__all__ = [
    "NotebookError",
    "Teaching",
    "binder_url",
    "course_gaps",
    "item_gaps",
    "lesson_objectives",
    "lesson_problems",
    "stale_tables",
    "tidy_notebook",
    "tidy_readme",
    "tidy_tables",
]
