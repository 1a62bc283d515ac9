"""The question card: one widget for every type of question.

The browser draws the question and reports picks; this side records them, and marks them where
feedback may be given.
A pick comes as the trait ``pick``; the answer to it is the trait ``receipt``, which is set only
after the answer is on the disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from midback.display import LIVE, show_with_fallback
from midback.items import (
    ExtendedMatchingQuestion,
    MultipleResponseQuestion,
    NumericQuestion,
    Question,
)
from midback.marking import UnreadableError, read_response
from midback.quiz.fallback import as_html, as_text
from midback.quiz.feedback import feedback
from midback.quiz.finding import Found
from midback.quiz.session import Session
from midback.responses import ResponsesError

_STATIC = Path(__file__).parent / "static"


class QuestionCard(anywidget.AnyWidget):
    """A question on the screen. Displayed without a kernel, it is the question as plain HTML."""

    _esm = _STATIC / "quiz.js"
    _css = _STATIC / "quiz.css"

    question = traitlets.Dict(read_only=True).tag(sync=True)
    mode = traitlets.Unicode(read_only=True).tag(sync=True)
    response = traitlets.Any(None, allow_none=True).tag(sync=True)
    pick = traitlets.Dict().tag(sync=True)
    receipt = traitlets.Dict().tag(sync=True)
    feedback = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)

    def __init__(self, found: Found, session: Session) -> None:
        super().__init__()
        self._found = found
        self._session = session
        self.add_class(LIVE)
        self.set_trait("question", drawn(found.question))
        self.set_trait("mode", found.mode)
        self.response = session.recorded(found)
        self.notice = session.notice

    @traitlets.observe("pick")
    def _picked(self, change: Any) -> None:
        pick = change["new"]
        action = pick.get("action")
        response = pick.get("response")
        receipt = {
            "sequence": pick.get("sequence"),
            "view": pick.get("view"),
            "saved": False,
            "time": "",
            "problem": "",
        }
        if action == "again":
            self.feedback = None
            self.receipt = {**receipt, "saved": True}
            return
        explained = None
        try:
            read_response(self._found.question, response)
            if action == "check" and self._found.item is not None:
                explained = feedback(self._found.item, response, self._session.folder)
            record = self._session.record(self._found, response, checked=action == "check")
            receipt |= {"saved": True, "time": record.time if record else ""}
            self.response = response
        except (UnreadableError, ResponsesError) as error:
            receipt["problem"] = str(error)
        except Exception as error:  # a trainee must be told, whatever it was
            receipt["problem"] = f"Your answer is not saved: {error}"
        with self.hold_sync():
            self.feedback = explained
            self.notice = self._session.notice
            self.receipt = receipt

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        data["text/html"] = as_html(self._found.question)
        data["text/plain"] = as_text(self._found.question)
        return data, metadata

    def _ipython_display_(self) -> None:
        show_with_fallback(self._repr_mimebundle_()[0])


def drawn(question: Question) -> dict[str, Any]:
    """A question as the browser draws it.

    Only the fields of the public half are named here.
    Options and stems are lists of pairs: an object with numbers for names would lose its order.
    """
    fields: dict[str, Any] = {
        "id": question.id,
        "type": question.type,
        "stem": question.stem or "",
        "lead_in": question.lead_in,
        "options": [],
        "stems": [],
        "unit": "",
        "choose": None,
    }
    if isinstance(question, NumericQuestion):
        fields["unit"] = question.unit
    else:
        fields["options"] = [list(pair) for pair in getattr(question, "options", {}).items()]
    if isinstance(question, ExtendedMatchingQuestion):
        fields["stems"] = [list(pair) for pair in question.stems.items()]
    if isinstance(question, MultipleResponseQuestion):
        fields["choose"] = question.choose
    return fields
