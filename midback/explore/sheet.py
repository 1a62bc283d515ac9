"""A sheet of paper to draw charts on, in inches from its left and upper edge.

Matplotlib's axes take longer to make than a whole picture may take to redraw, so the charts of the
explorers are drawn straight onto the figure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from midback.atlas.style import INK, LABEL_SIZE, QUIET_INK, SMALL_SIZE, TITLE_SIZE, drawing_style
from midback.atlas.vector import measured

MARGIN = 0.12
LINE_SPACING = 1.32
_POINTS_PER_INCH = 72.0


@lru_cache(maxsize=16)
def read_data(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`, whose lines that begin with # are comments."""
    text = files("midback.explore").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=8)
def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(family=["DejaVu Sans"], size=size, weight=weight)


@lru_cache(maxsize=512)
def _letters(text: str, size: float) -> tuple[Path, float]:
    """A text's outline from 0, 0, in inches, y upwards, and its width."""
    path = TextPath((0, 0), text, size=size, prop=_font(size, "normal"))
    vertices = np.asarray(path.vertices) / _POINTS_PER_INCH
    return Path(vertices, path.codes), float(vertices[:, 0].max())


@lru_cache(maxsize=2048)
def wrapped(text: str, width: float, size: float = LABEL_SIZE, weight: str = "normal") -> str:
    """The text with line breaks, so that no line is wider than `width` inches in this type.

    A word that is wider stands alone on its line.
    """
    font = _font(size, weight)
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and measured(longer, font)[0] > 0.95 * width * _POINTS_PER_INCH:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return "\n".join(lines)


def tall(text: str, size: float = LABEL_SIZE) -> float:
    """How many inches the lines of a text take on a sheet."""
    return (text.count("\n") + 1) * size * LINE_SPACING / _POINTS_PER_INCH


class Sheet:
    """A figure of `width` x `height` inches; x from the left, y from the top, both in inches."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        with drawing_style():
            self.figure = Figure(figsize=(width, height))
            FigureCanvasAgg(self.figure)
        self._inches = self.figure.dpi_scale_trans

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = LABEL_SIZE,
        colour: str = INK,
        weight: str = "normal",
        across: str = "left",
        down: str = "top",
    ) -> float:
        """Writes a text, and returns the y below its last line when it hangs from `y`."""
        self.figure.text(
            x,
            self.height - y,
            text,
            transform=self._inches,
            fontproperties=_font(size, weight),
            color=colour,
            ha=across,
            va="center_baseline" if down == "middle" else down,
            linespacing=LINE_SPACING / 1.2,
        )
        return y + tall(text, size)

    def paragraph(self, x: float, y: float, width: float, text: str, **looks: str) -> float:
        """Quiet words in small type, broken into lines; returns the y below them."""
        broken = wrapped(text, width, SMALL_SIZE)
        colour = looks.pop("colour", QUIET_INK)
        return self.words(x, y, broken, size=SMALL_SIZE, colour=colour, **looks)

    def heading(self, x: float, y: float, text: str, width: float | None = None) -> float:
        """A bold title, broken into lines within `width`; returns the y below it."""
        broken = wrapped(text, width or self.width - x - MARGIN, TITLE_SIZE, "bold")
        return self.words(x, y, broken, size=TITLE_SIZE, weight="bold")

    def scale(
        self,
        labels: Iterable[tuple[float, float, str]],
        across: str = "center",
        colour: str = QUIET_INK,
        size: float = SMALL_SIZE,
    ) -> None:
        """The numbers along an axis, each (x, y of its middle, text), as one shape.

        Many short texts are slow to redraw one by one.
        """
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[across]
        placed = []
        for x, y, text in labels:
            outline, wide = _letters(text, size)
            start = (x - shift * wide, self.height - y - 0.36 * size / _POINTS_PER_INCH)
            placed.append(Path(np.asarray(outline.vertices) + start, outline.codes))
        self._add(Path.make_compound_path(*placed), fill=colour, edge=None, width=0)

    def _place(self, points: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
        return [(x, self.height - y) for x, y in points]

    def lines(
        self,
        strokes: Iterable[Sequence[Sequence[float]]],
        colour: str = INK,
        width: float = 0.8,
        dash: str | tuple[float, Sequence[float]] = "solid",
        cap: str = "butt",
    ) -> None:
        """Any number of open lines as one path; each is a list of points."""
        points: list[tuple[float, float]] = []
        codes: list[Any] = []
        for stroke in strokes:
            placed = self._place(stroke)
            points += placed
            codes += [Path.MOVETO, *[Path.LINETO] * (len(placed) - 1)]
        if points:
            self._add(Path(points, codes), fill=False, edge=colour, width=width, dash=dash, cap=cap)

    def dots(self, centres: Iterable[Sequence[float]], diameter: float, colour: str) -> None:
        """Round dots of one size, `diameter` in points, as one path of a few bytes for each."""
        self.lines(
            [[(x, y), (x + 1e-4, y)] for x, y in centres], colour, width=diameter, cap="round"
        )

    def area(
        self,
        points: Iterable[Sequence[float]],
        fill: str | None,
        edge: str | None = None,
        width: float = 0.6,
        dash: str | tuple[float, Sequence[float]] = "solid",
        seen: float = 1.0,
    ) -> None:
        """A closed polygon; `seen` is its opacity from 0 to 1."""
        placed = self._place(points)
        self._add(
            Path([*placed, placed[0]], closed=True),
            fill=fill,
            edge=edge,
            width=width,
            dash=dash,
            seen=seen,
        )

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: str | None,
        edge: str | None = None,
        dash: str | tuple[float, Sequence[float]] = "solid",
    ) -> None:
        """A rectangle."""
        right, bottom = left + width, top + height
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self.area(corners, fill, edge, dash=dash)

    def _add(
        self,
        path: Path,
        *,
        fill: str | bool | None,
        edge: str | None,
        width: float,
        dash: str | tuple[float, Sequence[float]] = "solid",
        cap: str = "butt",
        seen: float = 1.0,
    ) -> None:
        # Each dot is drawn, however many there are.
        path.should_simplify = False
        patch = PathPatch(
            path,
            facecolor=fill or "none",
            edgecolor=edge or "none",
            linewidth=width if edge else 0,
            linestyle=dash,
            capstyle=cap,
            joinstyle="miter",
            snap=False,
            alpha=seen if seen < 1 else None,
            transform=self._inches,
        )
        self.figure.add_artist(patch)
