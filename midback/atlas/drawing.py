"""Marks that every plate is drawn with: lit shapes, names with leaders."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from midback.atlas.curves import Points
from midback.atlas.style import INK, LABEL_SIZE, LEADER_WIDTH, PAPER, towards

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


def lit_shape(
    axes: Axes, path: Path, fill: str, edge: str, width: float, *, rounded: bool = True
) -> None:
    """A closed shape lit from the upper left, strongly if it is `rounded` like a bone."""
    flat_shape(axes, path, fill, "none", 0)
    shade = towards(fill, edge, 0.75)
    for reach in _SHADE if rounded else _SHADE[1:]:
        _edge_of_light(axes, path, reach, shade, 0.17)
    if rounded:
        _edge_of_light(axes, path, -_LIGHT, PAPER, 0.65)
    flat_shape(axes, path, "none", edge, width, joinstyle="round")


def _edge_of_light(axes: Axes, path: Path, reach: float, colour: str, alpha: float) -> None:
    """The part of a broad outline, moved up and left by `reach` points, that lies inside."""
    figure = axes.get_figure()
    assert figure is not None
    moved = axes.transData + ScaledTranslation(
        -reach * 0.7 / 72, reach * 0.7 / 72, figure.dpi_scale_trans
    )
    stroke = PathPatch(
        path,
        facecolor="none",
        edgecolor=colour,
        linewidth=2 * abs(reach),
        alpha=alpha,
        joinstyle="round",
        transform=moved,
    )
    axes.add_artist(stroke)
    stroke.set_clip_path(path, axes.transData)


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
