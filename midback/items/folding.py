"""Words as people write them, brought to one form."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The words of a text without capitals, accents and punctuation, one space between them.

    Hyphens and white space are alike, ``æ`` is ``ae`` and ``ß`` is ``ss``; letters and digits of
    every script stay.
    """
    spelt = text.casefold().replace("æ", "ae").replace("œ", "oe").replace("ø", "o")
    bare = [
        letter
        for letter in unicodedata.normalize("NFKD", spelt)
        if not unicodedata.combining(letter) and letter not in "'’ʼ"
    ]
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())
