"""The atlas's one visual language: a colour and a line for each tissue, sizes for its words.

The six tissue colours other than bone are from the palette of Okabe and Ito, so that they can be
told apart without full colour vision; each tissue also has its own line, for print in grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.colors import to_hex, to_rgb


@dataclass(frozen=True)
class Tissue:
    """How a tissue is drawn: `fill` and `edge` as hex colours, line `width` in points, `dash`."""

    fill: str
    edge: str
    width: float
    dash: str


TISSUES = {
    "bone": Tissue("#EFE2CB", "#5E4A2E", 0.8, "solid"),
    "cartilage": Tissue("#56B4E9", "#1F5E82", 0.5, "solid"),
    "muscle": Tissue("#CC79A7", "#7A3E60", 0.7, "solid"),
    "nerve": Tissue("#F0E442", "#7D7510", 1.0, "dashdot"),
    "artery": Tissue("#D55E00", "#7E3800", 1.0, "solid"),
    "vein": Tissue("#0072B2", "#00415F", 1.0, "dashed"),
    "ligament": Tissue("#009E73", "#005C43", 0.9, "dotted"),
}

PAPER = "#FFFFFF"
INK = "#1B1B1B"
QUIET_INK = "#5A5A5A"
# The region that a plate is about, and a bar or line that is only there to compare.
EMPHASIS = "#0072B2"
COMPARISON = "#8A8A8A"
EMPHASIS_WASH = "#E3F0F8"

# Type sizes in points, chosen to be read on a plate 360 pixels wide.
TITLE_SIZE = 10.0
LABEL_SIZE = 7.6
LEVEL_SIZE = 8.6
SMALL_SIZE = 7.0
LEADER_WIDTH = 0.6

_SETTINGS: dict[Any, Any] = {
    # Matplotlib brings this font, so text has one shape and one width on every machine.
    "font.family": ["DejaVu Sans"],
    "font.size": LABEL_SIZE,
    "text.color": INK,
    "axes.edgecolor": QUIET_INK,
    "axes.labelcolor": INK,
    "xtick.color": QUIET_INK,
    "ytick.color": INK,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    # Letters as outlines: a machine without the font shows the same picture.
    "svg.fonttype": "path",
    "svg.hashsalt": "midback",
    "path.simplify": False,
}


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw and save inside this, so that a user's own matplotlib settings change nothing.

    One inside another costs nothing.
    """
    global _inside
    if _inside:
        yield
        return
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        _inside = True
        try:
            yield
        finally:
            _inside = False


_inside = False


def towards(colour: str, other: str, share: float) -> str:
    """The hex colour that lies `share` (0 to 1) of the way from one colour to another."""
    mixed = [
        (1 - share) * here + share * there
        for here, there in zip(to_rgb(colour), to_rgb(other), strict=True)
    ]
    return to_hex((mixed[0], mixed[1], mixed[2]))
