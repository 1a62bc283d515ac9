"""What stays the same under the moving parts of a picture: drawn once in a session, then kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from midback.atlas.page import add_page
from midback.atlas.style import drawing_style
from midback.atlas.vector import picture_svg
from midback.explore.sheet import Sheet

_kept: dict[tuple[object, ...], _Layer] = {}


@dataclass
class _Layer:
    """A figure with a transparent ground and, once it was asked for, its SVG without the frame."""

    figure: Figure
    _svg: str = field(default="")

    def svg(self) -> str:
        if not self._svg:
            whole = picture_svg(self.figure)
            inside = whole.index(">", whole.index("<svg ")) + 1
            self._svg = whole[inside : whole.rindex("</svg>")]
        return self._svg


class _Backdrop(Artist):
    """A kept layer as one artist of the figure that it lies in."""

    def __init__(self, layer: _Layer, order: float) -> None:
        super().__init__()
        self._layer = layer
        self.set_zorder(order)

    def draw(self, renderer: Any) -> None:
        """Writes the layer's SVG as it was written before; another renderer draws it anew."""
        if isinstance(renderer, RendererSVG):
            writer: Any = renderer.writer
            # A comment closes the tag that is still open; the writer then stands between elements.
            writer.comment("backdrop")
            writer.flush.__self__.write(self._layer.svg())
            return
        figure = self.get_figure()
        assert isinstance(figure, Figure)
        self._layer.figure.dpi = figure.dpi
        self._layer.figure.draw(renderer)


def lay_backdrop(
    figure: Figure, key: tuple[object, ...], draw: Callable[[Axes], None], order: float = 0.0
) -> None:
    """Puts into `figure` what `draw` draws into axes that fill it and run from 0 to 1 both ways.

    What was drawn under a `key` is kept and reused in every figure of the same size, so the key
    must name all that the drawing depends on.
    `order` is where it lies among the figure's artists: shapes lie at 1, words at 3.
    """
    width, height = (float(side) for side in figure.get_size_inches())

    def make() -> Figure:
        with drawing_style():
            layer = Figure(figsize=(width, height))
            FigureCanvasAgg(layer)
            draw(add_page(layer))
        return layer

    _lay(figure, (*key, width, height), make, order)


def lay_sheet(
    sheet: Sheet, key: tuple[object, ...], draw: Callable[[Sheet], None], order: float = 0.2
) -> None:
    """As `lay_backdrop`, for a `draw` that draws onto a sheet of the same size."""

    def make() -> Figure:
        layer = Sheet(sheet.width, sheet.height)
        draw(layer)
        return layer.figure

    _lay(sheet.figure, (*key, sheet.width, sheet.height), make, order)


def _lay(figure: Figure, key: tuple[object, ...], make: Callable[[], Figure], order: float) -> None:
    if key not in _kept:
        layer = make()
        layer.patch.set_visible(False)
        _kept[key] = _Layer(layer)
    figure.add_artist(_Backdrop(_kept[key], order))
