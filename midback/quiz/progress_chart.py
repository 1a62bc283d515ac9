"""A small chart of certainty against being right, as SVG in the colours of the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

ROW = 30
"""The height of one bar with its margin, in pixels."""

_LEFT, _BAR, _RIGHT = 70, 260, 90


def certainty_chart(bars: Sequence[tuple[str, int, int]], alt: str) -> str:
    """A bar for each certainty: the share that was right, of all that were answered so sure.

    ``bars`` are name, how many were right, and how many there were; ``alt`` is said for it.
    """
    height = ROW * len(bars) + 22
    width = _LEFT + _BAR + _RIGHT
    drawn = "".join(_bar(place, *bar) for place, bar in enumerate(bars))
    foot = ROW * len(bars) + 16
    axis = "".join(
        f'<text x="{_LEFT + _BAR * share / 100:.0f}" y="{foot}" text-anchor="middle"'
        f' font-size="11" opacity="0.8">{share} %</text>'
        for share in (0, 50, 100)
    )
    return (
        f'<svg role="img" aria-label="{escape(alt)}" viewBox="0 0 {width} {height}"'
        f' style="display:block;width:100%;max-width:{width}px;height:auto"'
        f' fill="currentColor" font-family="inherit">{drawn}{axis}</svg>'
    )


def _bar(place: int, name: str, right: int, answers: int) -> str:
    top = ROW * place + 4
    middle = top + 15
    length = _BAR * right / answers
    return (
        f'<text x="{_LEFT - 10}" y="{middle}" text-anchor="end" font-size="13">'
        f"{escape(name.capitalize())}</text>"
        f'<rect x="{_LEFT}" y="{top}" width="{_BAR}" height="20" fill="none"'
        ' stroke="currentColor" stroke-opacity="0.55"/>'
        f'<rect x="{_LEFT}" y="{top}" width="{length:.1f}" height="20" fill="#0072b2"/>'
        f'<text x="{_LEFT + _BAR + 8}" y="{middle}" font-size="13">{right} of {answers}</text>'
    )
