"""Marks that every plate is drawn with: lit shapes, names with leaders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from midback.atlas.curves import Points
from midback.atlas.page import Page
from midback.atlas.style import INK, LABEL_SIZE, LEADER_WIDTH, PAPER, towards
from midback.atlas.vector import Shape, shape_style

# How far in points the shade reaches in from the lower right and the light from the upper left:
# it falls the same way on every plate.
_SHADE = (2.3, 0.9)
_LIGHT = 1.1


def flat_shape(
    axes: Axes, path: Path, fill: str, edge: str, width: float, **looks: Any
) -> PathPatch:
    """A shape without light: facets, seams (`fill` "none") and backgrounds."""
    patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=width, **looks)
    patch.set_clip_on(False)
    axes.add_artist(patch)
    return patch


class Look(NamedTuple):
    """How a shape looks, with round joins; a light is a rim moved up and left by `reach` points.

    A light is seen only inside the shape.
    """

    face: str
    edge: str
    width: float
    alpha: float | None = None
    reach: float = 0.0


@lru_cache(maxsize=1024)
def _style(look: Look) -> str:
    """A look as a `style` attribute of SVG."""
    face, edge = to_rgba(look.face), to_rgba(look.edge, look.alpha)
    width = look.width if edge[3] else 0.0
    return shape_style(face, edge, look.alpha, width, 0.0, None, ("round", "butt"))


class Shapes(Artist):
    """Many shapes, from far to near, as one artist: as many patches take far longer to make.

    They are seen only `inside` a path, if there is one.
    """

    def __init__(
        self,
        layers: Sequence[tuple[Path, Look]],
        order: float = PathPatch.zorder,
        inside: Path | None = None,
    ) -> None:
        super().__init__()
        self.set_zorder(order)
        self._layers = layers
        self._inside = inside

    def _clip(self, path: Path, look: Look) -> Path | None:
        return path if look.reach else self._inside

    def plain_shapes(self) -> list[Shape]:
        """All of them as the SVG renderer takes them."""
        page = self._page
        here = page.transData
        shapes = []
        for path, look in self._layers:
            clip = self._clip(path, look)
            within = None if clip is None else (clip, here)
            shapes.append(Shape(path, page.moved(look.reach), within, _style(look), True))
        return shapes

    def draw(self, renderer: Any) -> None:
        """Draws them as patches, for every other renderer."""
        figure = self.get_figure()
        assert figure is not None
        for path, look in self._layers:
            patch = PathPatch(
                path,
                facecolor=look.face,
                edgecolor=look.edge,
                linewidth=look.width,
                alpha=look.alpha,
                joinstyle="round",
                transform=self._page.moved(look.reach),
            )
            patch.set_figure(figure)
            clip = self._clip(path, look)
            if clip is not None:
                patch.set_clip_path(clip, self._page.transData)
            patch.draw(renderer)

    @property
    def _page(self) -> Page:
        assert isinstance(self.axes, Page)
        return self.axes


def lit_shape(
    axes: Axes, path: Path, fill: str, edge: str, width: float, *, rounded: bool = True
) -> None:
    """A closed shape lit from the upper left, strongly if it is `rounded` like a bone."""
    axes.add_artist(Shapes([(path, look) for look in _lit(fill, edge, width, rounded)]))


@lru_cache(maxsize=256)
def _lit(fill: str, edge: str, width: float, rounded: bool) -> tuple[Look, ...]:
    """From the fill over shade and light to the rim."""
    shade = towards(fill, edge, 0.75)
    lights = [
        Look("none", shade, 2 * reach, 0.17, reach) for reach in (_SHADE if rounded else _SHADE[1:])
    ]
    if rounded:
        lights.append(Look("none", PAPER, 2 * _LIGHT, 0.65, -_LIGHT))
    return Look(fill, "none", 0.0), *lights, Look("none", edge, width)


def name_with_leader(
    axes: Axes, words: str, at: Points, to: Points, *, colour: str = INK, size: float = LABEL_SIZE
) -> Text:
    """Words at one point with a thin line to what they name; the words stand away from it."""
    side = "right" if at[0] < to[0] else "left"
    gap = 0.008 if side == "right" else -0.008
    halo = [withStroke(linewidth=LEADER_WIDTH + 1.6, foreground=PAPER, alpha=0.85)]
    axes.plot(
        [at[0] + gap, to[0]],
        [at[1], to[1]],
        color=colour,
        linewidth=LEADER_WIDTH,
        solid_capstyle="round",
        path_effects=halo,
        zorder=5,
    )
    axes.plot(*to, marker="o", markersize=2.4, color=colour, markeredgewidth=0, zorder=6)
    return axes.text(
        at[0],
        at[1],
        words,
        fontsize=size,
        color=colour,
        ha=side,
        va="center",
        multialignment=side,
        linespacing=1.1,
        zorder=7,
    )
