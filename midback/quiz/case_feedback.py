"""The end of a case: what was done, what a careful clinician would have done, and the price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from midback.items import Case, Step
from midback.markup import block, either, inline
from midback.quiz.drawing import committed


def fatal_choice(case: Case, response: object) -> tuple[str, str] | None:
    """The first choice that ended the patient's case: its step and its option, or None."""
    for word, picks in committed(case, response).items():
        for pick in picks:
            if pick in case.steps[word].fatal:
                return word, pick
    return None


def is_over(case: Case, response: object) -> bool:
    """Whether a practice case has ended: all is committed, or a choice was fatal."""
    done = committed(case, response)
    return len(done) == len(case.steps) or fatal_choice(case, response) is not None


def case_rows(case: Case, response: object) -> list[dict[str, str]]:
    """A row for each option of each step that was committed."""
    return [
        _row(word, case.steps[word], option, picks)
        for word, picks in committed(case, response).items()
        for option in case.steps[word].options
    ]


def case_steps(case: Case, response: object) -> list[dict[str, str]]:
    """What became of each step that was committed, in a few words."""
    found = []
    for word, picks in committed(case, response).items():
        verdict, label = _judged(case.steps[word], picks)
        found.append({"word": word, "verdict": verdict, "label": inline(label)})
    return found


def _row(word: str, step: Step, option: str, picks: Sequence[str]) -> dict[str, str]:
    chosen = option in picks
    text = step.rationale[option]
    right, wrong = _judgements(step)
    if option in step.key:
        verdict, label = ("right", right) if chosen else ("missed", f"{right}, not chosen")
        if not chosen and step.kind != "decide" and option in step.results:
            # What is explained later may rest on a finding that was never asked for.
            text = f"{step.results[option]}\n\n{text}"
    elif option in step.fatal:
        verdict = "wrong" if chosen else "neutral"
        label = "This must not happen"
        text = f"{step.fatal[option]}\n\n{text}" if chosen else text
    elif option in step.harmful:
        verdict, label = ("wrong" if chosen else "neutral"), "Harmful"
    elif option in step.neutral:
        verdict, label = "neutral", "Neither needed nor wrong"
    else:
        verdict, label = ("wrong" if chosen else "neutral"), wrong
    return {
        "step": word,
        "word": option,
        "name": either(step.options[option]),
        "verdict": verdict,
        "label": inline(label),
        "text": block(text),
        "cost": block(step.cost[option]) if chosen and option in step.cost else "",
    }


def _judged(step: Step, picks: Sequence[str]) -> tuple[str, str]:
    if any(pick in step.fatal for pick in picks):
        return "wrong", "A fatal error"
    if any(pick in step.harmful for pick in picks):
        return "wrong", "A harmful choice"
    right = sum(pick in step.key for pick in picks)
    wrong = sum(pick not in step.key and pick not in step.neutral for pick in picks)
    needed, not_needed = (words.lower() for words in _judgements(step))
    label = f"{right} of {len(step.key)} {needed}"
    if wrong:
        label += f", {wrong} {not_needed}"
    if right == len(step.key) and not wrong:
        return "right", label
    return ("partly" if right > wrong else "wrong"), label


def _judgements(step: Step) -> tuple[str, str]:
    """What a choice is called: a question or a test is needed, and a decision is right."""
    return ("Right", "Not right") if step.kind == "decide" else ("Needed", "Not needed")


def happened(case: Case, response: object) -> str:
    """What the fatal choice did to the patient, or an empty text."""
    choice = fatal_choice(case, response)
    if choice is None:
        return ""
    steps: Mapping[str, Any] = case.steps
    word, option = choice
    return str(steps[word].fatal[option])
