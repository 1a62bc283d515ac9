"""A question as the browser draws it: words, safe HTML, pictures, and no field that is secret.

Everything here is made from the public half of an item, so that a key cannot slip through.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from midback.items import (
    SCALES,
    CaseQuestion,
    ExtendedMatchingQuestion,
    HotspotQuestion,
    LabellingQuestion,
    MatchingQuestion,
    MultipleResponseQuestion,
    NumericQuestion,
    OrderingQuestion,
    PlateQuestion,
    Question,
    ScriptConcordanceQuestion,
    StepQuestion,
    figure_picture,
    plate_picture,
)
from midback.markup import block, either, inline, plain

Choice = list[str]
"""An option as the browser gets it: its word, its text as HTML, and its text as words alone."""

_LEADS = {
    "diagnosis": ("If you were thinking of", "and then you found"),
    "investigation": ("If you were considering", "and then you found"),
    "treatment": ("If you were considering", "and then you found"),
}


@lru_cache(maxsize=1)
def trainee() -> str:
    """The name of whoever answers: the hub's, else the machine's, else none."""
    try:
        return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def shuffled(words: Iterable[str], question: str, name: str) -> list[str]:
    """The words in an order of the trainee's own, the same each time for this question."""
    return sorted(words, key=lambda word: sha256(f"{name}\n{question}\n{word}".encode()).digest())


def drawn(question: Question, name: str = "") -> dict[str, Any]:
    """The fields of a question's public half as the browser draws them.

    ``name`` is the trainee's, for the order of shuffled options.
    Options and stems are lists: an object with numbers for names would lose its order.
    The steps of a case are not among the fields (see ``steps_seen``).
    """
    fields: dict[str, Any] = {
        "id": question.id,
        "type": question.type,
        "stem": block(question.stem or ""),
        "lead_in": inline(question.lead_in),
        "options": _choices(getattr(question, "options", {}), question, name),
        "stems": [],
        "unit": "",
        "choose": None,
    }
    match question:
        case NumericQuestion():
            fields["unit"] = plain(question.unit)
        case MultipleResponseQuestion():
            fields["choose"] = question.choose
        case ExtendedMatchingQuestion():
            fields["stems"] = _list(question.stems)
        case MatchingQuestion():
            fields |= {"stems": _list(question.premises), "once": True}
        case OrderingQuestion():
            fields["options"] = _list(question.entries)
        case ScriptConcordanceQuestion():
            lead, then = _LEADS[question.scale]
            fields["options"] = _list(SCALES[question.scale])
            fields["concordance"] = [
                [f"{lead} …", inline(question.hypothesis)],
                [f"{then} …", inline(question.finding)],
            ]
        case HotspotQuestion():
            fields["markers"] = _markers(question.markers)
        case LabellingQuestion():
            numbers = {word: name_of(place) for place, word in enumerate(question.markers)}
            fields |= {"markers": _markers(question.markers), "stems": _list(numbers)}
            fields["once"] = True
        case CaseQuestion():
            fields["total"] = len(question.steps)
    return fields


def name_of(place: int) -> str:
    """What a marker is called: its number, counted from 1, and nothing else."""
    return f"Marker {place + 1}"


def picture(question: Question, folder: Path) -> dict[str, Any] | None:
    """The picture of a question: the plate that it is asked on, or the figure above it.

    ``folder`` is where its item file lies.

    Raises:
        PlateError: the picture cannot be made.
    """
    if isinstance(question, PlateQuestion):
        found = plate_picture(question)
    elif question.figure is not None:
        found = figure_picture(question.figure, folder)
    else:
        return None
    return {"source": found.source, "alt": plain(found.alt), "width": found.width}


def steps_seen(case: CaseQuestion, response: object, name: str = "") -> list[dict[str, Any]]:
    """The steps that may be seen: those committed, with what they revealed, and the next one.

    What a later step holds, and what other choices would have revealed, is not among it.
    """
    done = committed(case, response)
    seen = []
    for word, step in case.steps.items():
        seen.append(_step(case, word, step, done.get(word), name))
        if word not in done:
            break
    return seen


def committed(case: CaseQuestion, response: object) -> dict[str, list[str]]:
    """The steps a recorded response holds, in the case's order up to the first that is missing."""
    recorded = response.get("steps") if isinstance(response, dict) else None
    done: dict[str, list[str]] = {}
    for word, step in case.steps.items():
        picks = recorded.get(word) if isinstance(recorded, dict) else None
        if not isinstance(picks, list):
            break
        if not all(isinstance(pick, str) and pick in step.options for pick in picks):
            break
        done[word] = [option for option in step.options if option in picks]
    return done


def _step(
    case: CaseQuestion, word: str, step: StepQuestion, chosen: list[str] | None, name: str
) -> dict[str, Any]:
    order = shuffled(step.options, f"{case.id}/{word}", name) if case.shuffle else step.options
    return {
        "word": word,
        "kind": step.kind,
        "situation": block(step.situation or ""),
        "prompt": inline(step.prompt),
        "choose": step.choose,
        "options": _list({option: step.options[option] for option in order}),
        "chosen": chosen,
        "results": {
            option: block(step.results[option]) for option in chosen or () if option in step.results
        },
    }


def _choices(options: Mapping[str, str], question: Question, name: str) -> list[Choice]:
    order = shuffled(options, question.id, name) if question.shuffle else options
    return _list({word: options[word] for word in order})


def _list(texts: Mapping[str, str]) -> list[Choice]:
    return [[word, either(text), plain(text)] for word, text in texts.items()]


def _markers(points: Mapping[str, tuple[float, float]]) -> list[list[Any]]:
    return [[word, x, y] for word, (x, y) in points.items()]
