"""Words as people type them: what counts as an answer, and what as another word."""

from __future__ import annotations

import re

from midback.items import ShortText, folded

# Terms that a letter or two turn into another: what is written is then no typing error.
_APART = (
    ("hyper", "hypo"),
    ("abduct", "adduct"),
    ("afferent", "efferent"),
    ("anterior", "interior"),
    ("anterior", "posterior"),
    ("superior", "inferior"),
    ("inter", "intra"),
    ("infra", "intra"),
    ("ileum", "ilium"),
    ("medial", "median"),
    ("medial", "radial"),
    ("perone", "perine"),
    ("ventral", "central"),
    ("malleus", "malleolus"),
    ("palpation", "palpitation"),
    ("dysplasia", "dysphasia"),
    ("dysphagia", "dysphasia"),
    ("left", "right"),
)

_LEVEL = re.compile(r"\b([a-z]) (\d)")


def is_accepted(item: ShortText, answer: str) -> bool:
    """Whether an answer counts as one of those the item accepts.

    Capitals, accents, punctuation, hyphens and white space make no difference, and small typing
    errors are forgiven, fewer in short words.
    A word with a digit, such as a level, must be right; and what is nearer to an answer that the
    item lists as not accepted, or is a medical term of its own, is no typing error.
    """
    given = folded(answer)
    if any(_joined(given) == _joined(folded(text)) for text in item.key):
        return True
    slips = [
        distance
        for text in item.key
        if (distance := typing_errors(given, folded(text))) is not None
    ]
    refused = [
        distance
        for text in item.not_accepted
        if (distance := typing_errors(given, folded(text))) is not None
    ]
    return bool(slips) and (not refused or min(slips) < min(refused))


def refusal(item: ShortText, answer: str) -> str:
    """Why an answer that is close is not accepted, in the author's words, or an empty text."""
    given = folded(answer)
    if is_accepted(item, answer):
        return ""
    near = [
        (distance, reason)
        for text, reason in item.not_accepted.items()
        if (distance := typing_errors(given, folded(text))) is not None
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else ""


def typing_errors(given: str, wanted: str) -> int | None:
    """How many typing errors lie between two folded texts, or None where it is another word.

    An error is a letter too many, missing, changed, or two letters swapped (Damerau and
    Levenshtein); up to 4 letters none is forgiven, up to 8 one, and in longer words two.
    """
    if _joined(given) == _joined(wanted):
        return 0
    letters, exact = _parted(given)
    wanted_letters, wanted_exact = _parted(wanted)
    if exact != wanted_exact:
        return None
    for one, other in _APART:
        for mine, theirs in ((one, other), (other, one)):
            if mine in wanted and theirs in given and mine not in given:
                return None
    from rapidfuzz.distance import DamerauLevenshtein  # here, because few notebooks need it

    most = 0 if len(wanted_letters) <= 4 else 1 if len(wanted_letters) <= 8 else 2
    errors = DamerauLevenshtein.distance(letters, wanted_letters, score_cutoff=most)
    return errors if errors <= most else None


def _joined(text: str) -> str:
    return text.replace(" ", "")


def _parted(text: str) -> tuple[str, list[str]]:
    """The letters of a folded text, and its words with digits, “t 4” being “t4”."""
    written = _LEVEL.sub(r"\1\2", text).split()
    exact = [word for word in written if any(letter.isdigit() for letter in word)]
    return "".join(word for word in written if word not in exact), exact
