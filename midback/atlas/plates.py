"""A plate: a drawing and the names in it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from midback.atlas.page import add_page
from midback.atlas.style import drawing_style
from midback.atlas.vector import picture_svg

# How large a plate is on a page that has room: type of 7.6 points is then about 12 pixels high.
PIXELS_PER_INCH = 115.0
# CSS pixels under which the words in a picture are too small to read.
LEAST_WIDTH = 360.0


@dataclass(frozen=True, eq=False)
class Region:
    """A named structure on a plate.

    `term` is its name in Terminologia Anatomica, English.
    `polygon` is N x 2 in figure coordinates, from 0 to 1: x from the left, y from the bottom.
    """

    id: str
    term: str
    polygon: NDArray[np.float64]

    def contains(self, x: float, y: float) -> bool:
        """Whether a point, in figure coordinates, lies inside."""
        start, end = self.polygon, np.roll(self.polygon, -1, axis=0)
        crosses = (start[:, 1] > y) != (end[:, 1] > y)
        start, end = start[crosses], end[crosses]
        at = start[:, 0] + (y - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0])
        return bool(np.count_nonzero(at > x) % 2)


def svg_source(svg: str) -> str:
    """The SVG as the `src` of an `<img>`, which runs no script and loads nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def figure_html(source: str, alt: str, caption: str, width: float) -> str:
    """A `<figure>` with the image `source`, at most `width` CSS pixels wide, and its caption.

    On a page narrower than `LEAST_WIDTH` the image keeps that width, so that its words can be read,
    and is moved sideways.
    """
    least = min(width, LEAST_WIDTH)
    return (
        f'<figure style="margin:0 0 1em;max-width:{width:.0f}px">'
        '<div role="group" aria-label="Picture" tabindex="0" style="overflow-x:auto">'
        f'<img alt="{escape(alt)}" src="{escape(source)}" '
        f'style="display:block;width:100%;max-width:none;min-width:{least:.0f}px;height:auto;'
        'background:#fff"></div>'
        f'<figcaption style="font-size:0.85em;margin-top:0.4em">{escape(caption)}</figcaption>'
        "</figure>"
    )


@dataclass(frozen=True, eq=False)
class Plate:
    """A drawing and the names in it, for teaching with labels and for asking without.

    `alt` says in words what the picture shows and `source` what in it is measured, recalled or
    illustrative.
    `size` is width and height in inches; `draw(axes, labels)` draws into axes that fill the figure
    and run from 0 to 1 both ways.
    A notebook shows the plate as an image with its alt text, and as text where it cannot.
    """

    name: str
    title: str
    alt: str
    source: str
    regions: tuple[Region, ...]
    size: tuple[float, float]
    draw: Callable[[Axes, bool], None]
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def region(self, id: str) -> Region:
        """The region with this id; an unknown id is a `KeyError` that lists the ids."""
        for region in self.regions:
            if region.id == id:
                return region
        known = ", ".join(region.id for region in self.regions)
        raise KeyError(f"The plate '{self.name}' has no region '{id}'. Choose one of: {known}.")

    def figure(self, labels: bool = True) -> Figure:
        """A new figure with its own canvas; nothing is shared with another call or with pyplot."""
        with drawing_style():
            figure = Figure(figsize=self.size)
            FigureCanvasAgg(figure)
            self.draw(add_page(figure), labels)
        return figure

    def svg(self, labels: bool = True) -> str:
        """The plate as SVG text, byte for byte the same each time.

        Without labels it names nothing and marks nothing out, so that it can be asked about.
        """
        return picture_svg(self.figure(labels))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": figure_html(
                svg_source(self.svg()), self.alt, self.source, self.size[0] * PIXELS_PER_INCH
            ),
            "text/plain": f"{self.title}\n{self.alt}",
        }
