"""The page that a drawing fills: axes from 0 to 1 both ways, without ticks, frame or margin."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform

from midback.atlas.vector import VectorRenderer


class _BareX(XAxis):
    """An axis without ticks; matplotlib would make some in order to clip them."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Nothing of it is seen."""


class _BareY(YAxis):
    """As `_BareX`, upwards."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Nothing of it is seen."""


class Page(Axes):
    """Axes that take shapes and lines as they are, because their limits never change.

    Matplotlib's own measure their limits anew for each line and clip each shape to their frame.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        self._moved: dict[float, Transform] = {}
        super().__init__(*given, **named)

    def add_artist(self, a: Artist) -> Artist:
        """Adds an artist and does not clip it: the page ends where the figure does."""
        children: list[Artist] = self._children  # type: ignore[attr-defined]
        a.axes = self
        figure = self.get_figure()
        assert figure is not None
        a.set_figure(figure)
        if not a.is_transform_set():
            a.set_transform(self.transData)
        children.append(a)
        a._remove_method = children.remove  # type: ignore[attr-defined]
        return a

    def moved(self, reach: float) -> Transform:
        """Where the page's points lie, `reach` points up and left; one for all that ask for it."""
        if reach not in self._moved:
            figure = self.get_figure()
            assert figure is not None
            across = reach * 0.7 / 72
            shift = ScaledTranslation(-across, across, figure.dpi_scale_trans)
            self._moved[reach] = self.transData + shift if reach else self.transData
        return self._moved[reach]

    def _init_axis(self) -> None:
        # Unknown to the frame, which would make ticks in order to place them.
        self.xaxis, self.yaxis = _BareX(self, clear=False), _BareY(self, clear=False)

    def text(
        self, x: float, y: float, s: str, fontdict: dict[str, Any] | None = None, **looks: Any
    ) -> Text:
        """Words, which the page does not clip either."""
        words = Text(x, y, s, **(fontdict or {}), **looks)
        self.add_artist(words)
        return words

    def grid(self, *args: Any, **looks: Any) -> None:
        """A page has no grid; matplotlib would make ticks in order to hide it."""

    def tick_params(self, *args: Any, **looks: Any) -> None:
        """Nor has it ticks."""

    def plot(self, *args: Any, **looks: Any) -> list[Line2D]:
        """A line or marks from x and y, with a colour; other calls go matplotlib's own way."""
        colours = {"color", "c", "markerfacecolor"} & set(looks)
        if len(args) != 2 or not colours or "scalex" in looks or "scaley" in looks:
            return super().plot(*args, **looks)
        x, y = (np.atleast_1d(np.asarray(each, dtype=float)) for each in args)
        line = Line2D(x, y, **looks)
        self.add_artist(line)
        return [line]

    def draw(self, renderer: Any) -> None:
        """Draws all that lies on the page, from far to near."""
        if not isinstance(renderer, VectorRenderer):
            super().draw(renderer)
            return
        shown = [artist for artist in self.get_children_drawn() if artist.get_visible()]
        renderer.draw_shapes(sorted(shown, key=Artist.get_zorder))
        self.stale = False

    def get_children_drawn(self) -> list[Artist]:
        """Shapes, lines, words and images; a page has no frame and no ticks."""
        return list(self._children)  # type: ignore[attr-defined]


def add_page(figure: Figure, box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)) -> Page:
    """A new page in a figure; `box` is left, bottom, width and height as shares of it."""
    page = Page(figure, box)
    figure.add_axes(page)
    page.set_axis_off()
    page.set_xlim(0, 1)
    page.set_ylim(0, 1)
    return page
