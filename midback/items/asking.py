"""How a notebook's cell asks an item: one call, ``midback.ask("the-id")``."""

from __future__ import annotations

import re

AUTHOR_FILE = "items.yml"
"""The author's copy of an assignment's items, with keys: never handed out."""

PUBLIC_FILE = "questions.yml"
"""The public half of an assignment's items."""

_ASK = re.compile(r"\bmidback\.ask\b")
_CALL = re.compile(r"""\bmidback\.ask\(\s*["']([^"'\\]+)["']\s*\)""")
_ONE_CALL = re.compile(rf"\s*{_CALL.pattern}\s*;?\s*")


def asks(source: str) -> bool:
    """Whether a cell's source asks items, in whatever form."""
    return bool(_ASK.search(source))


def asked_items(source: str) -> list[str]:
    """The ids a cell's source asks, in its order."""
    return _CALL.findall(source)


def asked_item(source: str) -> str | None:
    """The id in a source that is one such call and nothing else, or None."""
    call = _ONE_CALL.fullmatch(source)
    return call.group(1) if call else None
