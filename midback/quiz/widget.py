"""The question card: one widget for every type of question.

The browser draws the question and reports picks; this side records them, and marks them where
feedback may be given.
The two talk through traits alone, and texts travel as safe HTML (see ``midback.markup``):

``question``, ``mode``, ``figure``
    what is drawn, set once: see ``drawn`` and ``picture``.
``pick``, from the browser
    ``{"sequence", "view", "action", "response", "certainty"}``.
    The actions are ``record`` (keep this answer), ``check`` (keep it and explain it), ``again``
    (take the explanation away; a case begins anew, as does a question whose answer was shown),
    ``show`` (tell the answer) and ``commit`` (a case with one more step, with nothing chosen in it
    if the trainee insists).
``receipt``, to the browser
    ``{"sequence", "view", "saved", "time", "problem"}`` answers the pick of that sequence and
    view, and is set only after the answer is on the disk.
``response``, ``certainty``
    what is recorded.
``steps``
    of a case, the committed steps with what they revealed, and the open one: see ``steps_seen``.
``feedback``
    None, or what ``feedback.feedback`` gives; always None for a graded question.
``notice``
    a sentence about the file of answers, or empty.

Nothing here needs a kernel: a program that sets ``pick`` and watches the others is a browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from midback.display import LIVE, show_with_fallback
from midback.items import Case, CaseQuestion, PlateError
from midback.marking import UnreadableError, read_response
from midback.quiz.case_feedback import is_over
from midback.quiz.drawing import drawn, picture, steps_seen, trainee
from midback.quiz.fallback import as_html, as_text
from midback.quiz.feedback import feedback
from midback.quiz.finding import Found
from midback.quiz.session import Session, refuse_to_take_back
from midback.responses import CERTAINTIES, Record, ResponsesError

_STATIC = Path(__file__).parent / "static"


class QuestionCard(anywidget.AnyWidget):
    """A question on the screen. Displayed without a kernel, it is the question as plain HTML."""

    _esm = _STATIC / "quiz.js"
    _css = _STATIC / "quiz.css"

    question = traitlets.Dict(read_only=True).tag(sync=True)
    mode = traitlets.Unicode(read_only=True).tag(sync=True)
    figure = traitlets.Dict(default_value=None, allow_none=True, read_only=True).tag(sync=True)
    steps = traitlets.List().tag(sync=True)
    response = traitlets.Any(None, allow_none=True).tag(sync=True)
    certainty = traitlets.Unicode("").tag(sync=True)
    pick = traitlets.Dict().tag(sync=True)
    receipt = traitlets.Dict().tag(sync=True)
    feedback = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)

    def __init__(self, found: Found, session: Session) -> None:
        record = session.recorded_fully(found)
        self._found = found
        self._session = session
        self._attempts = record.attempts if record else 0
        shown = picture_of(found)
        super().__init__(
            response=record.response if record else None,
            certainty=record.certainty if record else "",
            notice=" ".join(filter(None, [session.notice, shown.get("problem", "")])),
        )
        self.add_class(LIVE)
        self.set_trait("question", drawn(found.public, trainee()))
        self.set_trait("mode", found.mode)
        self.set_trait("figure", shown.get("picture"))
        self.steps = self._steps(self.response)
        self.feedback = self._explained(self.response)
        if found.mode != "preview":
            session.watch(found.question.id, self._recorded_elsewhere)

    @traitlets.observe("pick")
    def _picked(self, change: Any) -> None:
        pick = change["new"]
        receipt = {
            "sequence": pick.get("sequence"),
            "view": pick.get("view"),
            "saved": False,
            "time": "",
            "problem": "",
        }
        action = pick.get("action")
        news: dict[str, Any] = {} if action == "again" else {"feedback": None}
        record: Record | None = None
        try:
            if action == "again":
                news, record = self._again()
                receipt["saved"] = True
            else:
                news, record = self._take(action, pick)
                receipt |= {"saved": True, "time": record.time if record else ""}
        except (UnreadableError, ResponsesError) as error:
            receipt["problem"] = str(error)
            if isinstance(self._found.public, CaseQuestion):
                # Another window may have gone further: show how far the case has come.
                news |= self._case_as_recorded()
        except Exception as error:  # a trainee must be told, whatever it was
            receipt["problem"] = f"Your answer is not saved: {error}"
        with self.hold_sync():
            for name, value in news.items():
                setattr(self, name, value)
            self.notice = self._session.notice
            self.receipt = receipt
        # What counts answers reads the file again, and the trainee need not wait for that.
        if receipt["saved"] and self._found.mode != "preview":
            self._session.tell(self._found.question.id, record)

    def _take(self, action: object, pick: dict[str, Any]) -> tuple[dict[str, Any], Record | None]:
        """Record a pick; the traits that change by it, and the record."""
        found, response = self._found, pick.get("response")
        read_response(found.question, response)
        given = pick.get("certainty")
        certainty = given if isinstance(given, str) and given in CERTAINTIES else ""
        case = found.public if isinstance(found.public, CaseQuestion) else None
        if case and found.mode == "preview":
            refuse_to_take_back(case, self.response, response)
        item = found.item
        over = isinstance(item, Case) and is_over(item, response)
        shown = action == "show" and item is not None
        checked = action == "check" or over
        tries = self._attempts + checked
        # Explained first: an answer that cannot be explained is not an attempt.
        explained = (
            feedback(item, response, self._session.folder, shown=shown, tries=tries)
            if item is not None and (checked or shown)
            else None
        )
        record = self._session.record(
            found, response, checked=checked, certainty=certainty, shown=shown
        )
        self._attempts = record.attempts if record else tries
        news = {"response": response, "certainty": certainty, "feedback": explained}
        return (news | {"steps": self._steps(response)} if case else news), record

    def _again(self) -> tuple[dict[str, Any], Record | None]:
        """Take the explanation away, and with it all of a case, or an answer after which the
        right one was shown: those begin anew."""
        shown = self.feedback is not None and self.feedback["shown"]
        if not (shown or isinstance(self._found.item, Case)):
            return {"feedback": None}, None
        record = self._session.record(self._found, None, checked=False, afresh=True)
        news = {"feedback": None, "response": None, "certainty": "", "steps": self._steps(None)}
        return news, record

    def _recorded_elsewhere(self, record: Record) -> None:
        """Another window of this notebook has recorded an answer to the same question."""
        if (record.response, record.certainty) == (self.response, self.certainty):
            return
        with self.hold_sync():
            self._attempts = record.attempts
            self.feedback = self._explained(record.response)
            self.steps = self._steps(record.response)
            self.certainty = record.certainty
            self.response = record.response

    def _case_as_recorded(self) -> dict[str, Any]:
        if self._found.mode == "preview":
            return {"feedback": self.feedback}
        response = self._session.recorded(self._found)
        return {
            "response": response,
            "steps": self._steps(response),
            "feedback": self._explained(response),
        }

    def _steps(self, response: object) -> list[dict[str, Any]]:
        case, item = self._found.public, self._found.item
        if not isinstance(case, CaseQuestion):
            return []
        seen = steps_seen(case, response, trainee())
        if isinstance(item, Case) and is_over(item, response):
            return [step for step in seen if step["chosen"] is not None]
        return seen

    def _explained(self, response: object) -> dict[str, Any] | None:
        """The feedback a card has when it is drawn: that of a case that is over."""
        item = self._found.item
        if not isinstance(item, Case) or not is_over(item, response):
            return None
        return feedback(item, response, self._session.folder, tries=self._attempts)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        data["text/html"] = as_html(self._found.public, self.figure)
        data["text/plain"] = as_text(self._found.public)
        return data, metadata

    def _ipython_display_(self) -> None:
        show_with_fallback(self._repr_mimebundle_()[0])


def picture_of(found: Found) -> dict[str, Any]:
    """The question's ``picture``, or the ``problem`` with it in a sentence."""
    try:
        return {"picture": picture(found.public, found.folder)}
    except PlateError as error:
        return {"picture": None, "problem": f"The picture cannot be shown: {error}"}
