"""Words as people write them, brought to one form."""

from __future__ import annotations

from unicodedata import combining, normalize

_SPELT = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"})
_SILENT = "'’ʼ"


def folded(text: str) -> str:
    """The words of a text without capitals, accents and punctuation, one space between them.

    Hyphens and white space are alike, ``æ`` is ``ae`` and ``ß`` is ``ss``; letters and digits of
    every script stay.
    """
    form = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_SPELT)
    bare = [letter for letter in form if not combining(letter) and letter not in _SILENT]
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())
