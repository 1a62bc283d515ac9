"""The one call that lets a course folder's nbgrader publish and mark items."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from midback.items import AUTHOR_FILE
from midback.responses import LOCK_NAME, TEMPORARY_NAME

EXCHANGE_VARIABLE = "MIDBACK_EXCHANGE"


def configure(c: Any) -> None:
    """Set nbgrader up for items, in a course folder's ``nbgrader_config.py``.

    ``c`` is the configuration object; a course folder is taken from ``c.CourseDirectory.root``,
    else it is the current folder.
    Steps are inserted into the lists as they are, nbgrader's own or those set before the call.
    The exchange is ``exchange/`` in the course folder, unless ``c.Exchange.root`` is set or the
    environment variable ``MIDBACK_EXCHANGE`` names a folder.
    """
    from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import (
        AssignLatePenalties,
        CheckCellMetadata,
        DeduplicateIds,
        Execute,
        LimitOutput,
        OverwriteCells,
        OverwriteKernelspec,
        SaveAutoGrades,
    )

    from midback.grading.cleaning import FILTERS
    from midback.grading.engine import with_plugin
    from midback.grading.marking import MarkItems
    from midback.grading.publishing import DropAttachments, PublishQuestions
    from midback.grading.repairing import RepairCells
    from midback.grading.returning import RevealFeedback
    from midback.grading.steps import LatePenalties, SaveMarks, unless_items

    root = Path(str(c.CourseDirectory.root)) if "root" in c.CourseDirectory else Path.cwd()
    c.CourseDirectory.root = str(root)
    if "root" not in c.Exchange:
        c.Exchange.root = os.environ.get(EXCHANGE_VARIABLE) or str(root / "exchange")

    address = c.CourseDirectory.db_url if "db_url" in c.CourseDirectory else None
    c.CourseDirectory.db_url = with_plugin(str(address or f"sqlite:///{root / 'gradebook.db'}"))

    ignore = _present(c.CourseDirectory, CourseDirectory, "ignore")
    c.CourseDirectory.ignore = [*ignore, AUTHOR_FILE, LOCK_NAME, TEMPORARY_NAME]

    generate = _present(c.GenerateAssignment, GenerateAssignment, "preprocessors")
    # First, so that an assignment that is refused leaves no trace in the gradebook.
    c.GenerateAssignment.preprocessors = [PublishQuestions, *generate, DropAttachments]

    # RepairCells has done the work of these where all autograded cells ask items.
    ours = {
        step: unless_items(step)
        for step in (
            CheckCellMetadata,
            DeduplicateIds,
            LimitOutput,
            OverwriteCells,
            OverwriteKernelspec,
        )
    }
    sanitize = _present(c.Autograde, Autograde, "sanitize_preprocessors")
    c.Autograde.sanitize_preprocessors = [RepairCells, *(ours.get(step, step) for step in sanitize)]
    ours |= {
        Execute: MarkItems,
        SaveAutoGrades: SaveMarks,
        AssignLatePenalties: LatePenalties,
    }
    autograde = _present(c.Autograde, Autograde, "autograde_preprocessors")
    c.Autograde.autograde_preprocessors = [ours.get(step, step) for step in autograde]
    c.Autograde.exporter_class = "midback.grading.exporting.SubmissionExporter"

    feedback = _present(c.GenerateFeedback, GenerateFeedback, "preprocessors")
    c.GenerateFeedback.preprocessors = [RevealFeedback, *feedback]

    # What a submission shows in formgrader and in the feedback page must not act there.
    if "sanitize_html" not in c.HTMLExporter:
        c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {
        **FILTERS,
        **(c.HTMLExporter.filters if "filters" in c.HTMLExporter else {}),
    }

    c.ClearSolutions.text_stub = "Write your answer here, replacing this line."
    c.ExchangeFactory.release_assignment = "midback.grading.exchange.ReleaseAssignment"
    if "collect" not in c.ExchangeFactory:
        c.ExchangeFactory.collect = "midback.grading.collecting.CollectSubmissions"
    if "extractor_plugin" not in c.ZipCollectApp:
        c.ZipCollectApp.extractor_plugin = "midback.grading.collecting.ExtractCarefully"
    if "valid_ext" not in c.FileNameCollectorPlugin:
        c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]  # notebooks, and the answers


def _present(section: Any, owner: Any, name: str) -> list[Any]:
    """A list as configured so far, else as nbgrader has it."""
    return list(section[name] if name in section else owner.class_traits()[name].default())
