"""From an item and a recorded response to a mark: pure, exact, one function a type."""

from midback.marking.mark import Mark, Status, Verdict, unreadable
from midback.marking.markers import MARKERS, mark, mark_step, model_answer
from midback.marking.reading import READERS, UnreadableError, read_response, shortened
from midback.marking.wording import refusal

__all__ = [
    "MARKERS",
    "READERS",
    "Mark",
    "Status",
    "UnreadableError",
    "Verdict",
    "mark",
    "mark_step",
    "model_answer",
    "read_response",
    "refusal",
    "shortened",
    "unreadable",
]
