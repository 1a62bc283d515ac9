"""How a bone's surface takes the light, worked out from the outlines of its parts.

The parts of a layer are blown up like cushions, raised and hollowed where the layer says so, and
lit from the upper left; the shade becomes a few closed shapes, so that the picture stays vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import contourpy
import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from midback.atlas.curves import Points, sampled
from midback.atlas.vertebra_parts import Layer

Field = NDArray[np.float64]
_Pieces = tuple[list[NDArray[np.float64]], list[NDArray[np.uint32]]]

_LIGHT = np.array([-0.46, 0.56, 0.69])
# Cushion: softness as a share of the layer's `round`, and steepness.
_SOFT = (0.22, 0.5, 1.0)
_STEEP = 0.9
# Steps of light: below flat the shade deepens, above it the highlight grows.
# There are so many that no step is seen by itself.
_DARK = (-0.03, -0.06, -0.095, -0.13, -0.17, -0.21, -0.255, -0.3, -0.35, -0.4, -0.46, -0.52)
_BRIGHT = (0.03, 0.055, 0.08, 0.11, 0.145, 0.18)
_CAST = (0.2, 0.32, 0.44, 0.56, 0.68, 0.8)
_CAST_REACH, _CAST_SOFT = 0.75, 0.9
# How softly the parts of a layer run into each other, in mm.
_FUSED = 0.62
# A level beyond every field.
_BEYOND = 9.0
# Cells of the grid are cut this finely to find how much of each a part covers.
_FINE = 4


# How far in mm beyond a layer its light and its cast shadow reach, and the grid they are found on.
_MARGIN, _STEP = 3.5, 0.5


@dataclass(frozen=True)
class Window:
    """The part of the drawing, in mm, that light is worked out for."""

    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def around(cls, layer: Layer) -> Window:
        """Just large enough for a layer."""
        return cls.around_paths([part.path for part in layer.parts])

    @classmethod
    def around_paths(cls, paths: Sequence[Path]) -> Window:
        """Just large enough for some outlines, with the midline on the grid."""
        corners = np.vstack([sampled(path, steps=2) for path in paths])
        low = np.floor((corners.min(axis=0) - _MARGIN) / _STEP) * _STEP
        high = corners.max(axis=0) + _MARGIN
        return cls(float(low[0]), float(high[0]), float(low[1]), float(high[1]))

    @property
    def x(self) -> Field:
        return np.arange(self.left, self.right + _STEP, _STEP)

    @property
    def y(self) -> Field:
        return np.arange(self.bottom, self.top + _STEP, _STEP)


@dataclass(frozen=True)
class Shade:
    """A layer's outline, its parts fused, and closed shapes of light, from weak to strong.

    All in mm: where the surface is darker, where brighter, and the shadow cast on what is below.
    """

    outline: Path
    dark: tuple[Path, ...]
    bright: tuple[Path, ...]
    cast: tuple[Path, ...]


def _frequencies(shape: tuple[int, ...]) -> Field:
    """Squared frequencies, in cycles per cell, of a field's transform."""
    up, across = np.fft.fftfreq(shape[0]), np.fft.rfftfreq(shape[1])
    return up[:, None] ** 2 + across[None] ** 2


def _softening(shape: tuple[int, ...], mm: float) -> Field:
    """What blurs a field by `mm` when its transform is multiplied with it."""
    softened: Field = np.exp(-2 * (np.pi * mm / _STEP) ** 2 * _frequencies(shape))
    return softened


def covered(paths: Sequence[Path], window: Window) -> Field:
    """How much of each cell of the window's grid the paths cover together, from 0 to 1."""
    across, up = len(window.x) * _FINE, len(window.y) * _FINE
    image = Image.new("L", (across, up))
    pen = ImageDraw.Draw(image)
    for path in paths:
        cells = (sampled(path) - [window.left, window.bottom]) / _STEP
        pen.polygon([(x, y) for x, y in (cells + 0.5) * _FINE - 0.5], fill=255)
    return np.asarray(image.reduce(_FINE), dtype=np.float64) / 255


def _shapes(field: Field, window: Window, levels: Sequence[float]) -> tuple[Path, ...]:
    """For each level the area beyond it, away from zero, with some of the grid's corners."""
    found = []
    contours = contoured(field, window)
    for level in levels:
        low, high = (level, _BEYOND) if level > 0 else (-_BEYOND, level)
        rings = [ring for piece in filled(contours, low, high) for ring in piece]
        thinned = [ring[:: 1 + min(2, len(ring) // 17)] for ring in rings]
        if thinned:
            found.append(Path.make_compound_path(*(_closed(ring) for ring in thinned)))
    return tuple(found)


def _closed(ring: Points) -> Path:
    return Path(np.vstack([ring, ring[:1]]), closed=True)


def contoured(field: Field, window: Window) -> contourpy.ContourGenerator:
    """A field made ready for `filled`, once for all its levels."""
    return contourpy.contour_generator(
        window.x, window.y, field, fill_type=contourpy.FillType.OuterOffset
    )


def filled(contours: contourpy.ContourGenerator, low: float, high: float) -> list[list[Points]]:
    """The pieces of a field between two levels: for each its outer edge and then its holes."""
    # The library's type covers every kind of filling; this is what it says of this kind.
    points, offsets = cast(_Pieces, contours.filled(low, high))
    return [
        [np.asarray(piece[one : other - 1]) for one, other in pairwise(cuts.tolist())]
        for piece, cuts in zip(points, offsets, strict=True)
    ]


def shade(layer: Layer) -> Shade:
    """The light on a layer's surface and the shadow that it throws on what lies deeper."""
    window = Window.around(layer)
    mask = covered([part.path for part in layer.parts], window)
    shape = mask.shape
    transformed = np.fft.rfft2(mask)

    def field(transform: NDArray[np.complex128]) -> Field:
        return np.fft.irfft2(transform, s=shape)

    cushion = sum(
        _STEEP * layer.round * share * _softening(shape, layer.round * share) for share in _SOFT
    )
    surface = transformed * cushion
    for relief in layer.relief:
        raised = np.fft.rfft2(covered([relief.path], window))
        surface = surface + relief.height * raised * _softening(shape, relief.soft)
    up, across = np.gradient(field(surface), _STEP)
    towards_light = -across * _LIGHT[0] - up * _LIGHT[1] + _LIGHT[2]
    light = towards_light / np.sqrt(1 + across**2 + up**2) - _LIGHT[2]
    soft = field(transformed * _softening(shape, _CAST_SOFT))
    # Outside the bone there is nothing to light: the shapes then stay small.
    light[soft < 0.02] = 0
    shift = round(_CAST_REACH / _STEP)
    cast = np.roll(soft, (-shift, shift), axis=(0, 1))
    if len(layer.parts) == 1:
        outline = layer.parts[0].path
    else:
        fused = field(transformed * _softening(shape, _FUSED))
        edges = [ring for piece in filled(contoured(fused, window), 0.5, _BEYOND) for ring in piece]
        outline = Path.make_compound_path(*map(_closed, edges))
    return Shade(
        outline,
        _shapes(light, window, _DARK),
        _shapes(light, window, _BRIGHT),
        _shapes(cast, window, _CAST),
    )
