"""Numbers as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

# Thousands separators are not read: 1,250 means 1.25 to half the world.
_WRITTEN = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,15})?|[.,]\d{1,15})([eE][+-]?\d{1,2})?", re.ASCII)

MOST_CHARACTERS = 40


def written_number(text: str) -> Decimal | None:
    """The number a text holds, or None.

    A decimal comma and a decimal point mean the same; a minus sign may be typographic.
    The length and the exponent are limited, so that no text costs more than another to read.
    """
    folded = text.strip().replace("−", "-").replace(" ", " ")
    if len(folded) > MOST_CHARACTERS or not _WRITTEN.fullmatch(folded):
        return None
    return Decimal(folded.replace(",", "."))


def without_unit(text: str, unit: str) -> str:
    """The text without the item's unit behind it, if somebody wrote it there."""
    bare = text.strip()
    for ending in (unit, "%") if unit.casefold() in ("percent", "per cent") else (unit,):
        if bare.casefold().endswith(ending.casefold()):
            return bare[: len(bare) - len(ending)].strip()
    return bare
