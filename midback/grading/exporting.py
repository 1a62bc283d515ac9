"""Reading, converting and writing a submitted notebook."""

from __future__ import annotations

from typing import Any

from nbformat import v4

from midback.grading.assignment import AssignmentFolders
from midback.grading.quarantine import SafeReadingExporter


class SubmissionExporter(SafeReadingExporter):
    """nbconvert's exporter, without a copy and a validation of the notebook after every step.

    The notebook was read for this conversion alone, so nobody else sees it change.
    Notebooks of assignments without items are converted as ever.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.remembered: dict[Any, Any] = {}
        """What the steps of one run need for every submission and look up once."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> tuple[str, Any]:
        names = (resources or {}).get("nbgrader")
        coursedir = getattr(self.parent, "coursedir", None)
        if names is None or coursedir is None or not _has_items(coursedir, names):
            as_ever: tuple[str, Any] = super().from_notebook_node(nb, resources, **options)
            return as_ever
        resources = self._init_resources(resources)
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        resources["output_extension"] = self.file_extension
        return v4.writes(nb), resources


def _has_items(coursedir: Any, names: Any) -> bool:
    return bool(AssignmentFolders.of(coursedir, names["assignment"], names["student"]).items())
