"""The shades of grey of the synthetic lateral radiograph.

What lies in the beam's way is added up as on a real film: bone with a dense rim and fine spongy
bone inside, ribs of both sides, soft tissue and air; then it is blurred, and grain is added.
Nothing here is measured; only the place of the bones follows the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from midback.atlas.bones import Bone
from midback.atlas.curves import Points, corners, sampled, smooth
from midback.atlas.frames import Body
from midback.atlas.radiograph_column import FilmColumn, film_column
from midback.atlas.shapes import THORACIC

Grey = NDArray[np.float64]

# The film in mm round the middle of the thoracic spine, the same for every curve.
LEFT, RIGHT, BOTTOM, TOP = -112.0, 108.0, -182.0, 158.0
_STEP = 0.5
_SHAPE = (round((TOP - BOTTOM) / _STEP), round((RIGHT - LEFT) / _STEP))
# Outlines are drawn this much finer and then averaged.
_FINE = 2
_GRAIN = 0.011
_SEED = 7


def _grid() -> tuple[Grey, Grey]:
    """The middle of every cell in mm, from the top row downwards."""
    x = LEFT + _STEP * (np.arange(_SHAPE[1]) + 0.5)
    y = TOP - _STEP * (np.arange(_SHAPE[0]) + 0.5)
    return np.meshgrid(x, y)


def _cells(points: Points) -> list[tuple[float, float]]:
    x = (points[:, 0] - LEFT) / _STEP * _FINE
    y = (TOP - points[:, 1]) / _STEP * _FINE
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _covered(paths: Sequence[Path]) -> Grey:
    """How much of each cell some closed curves cover, 0 to 1."""
    image = Image.new("L", (_SHAPE[1] * _FINE, _SHAPE[0] * _FINE))
    pen = ImageDraw.Draw(image)
    for path in paths:
        pen.polygon(_cells(sampled(path)), fill=255)
    return np.asarray(image.reduce(_FINE), dtype=np.float64) / 255


def _drawn(lines: Sequence[Points], width: float) -> Grey:
    """How much of each cell lines of this width in mm cover, 0 to 1."""
    image = Image.new("L", (_SHAPE[1] * _FINE, _SHAPE[0] * _FINE))
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.line(_cells(line), fill=255, width=max(1, round(width / _STEP * _FINE)), joint="curve")
    return np.asarray(image.reduce(_FINE), dtype=np.float64) / 255


def _blurred(field: Grey, mm: float, along: float | None = None) -> Grey:
    """The field softened by `mm`, and by `along` mm up and down if it differs."""
    up, across = np.fft.fftfreq(_SHAPE[0]), np.fft.rfftfreq(_SHAPE[1])
    tall = mm if along is None else along
    passed = np.exp(
        -2 * (np.pi / _STEP) ** 2 * ((tall * up[:, None]) ** 2 + (mm * across[None]) ** 2)
    )
    softened: Grey = np.fft.irfft2(np.fft.rfft2(field) * passed, s=_SHAPE)
    return softened


def _curve(points: Sequence[Sequence[float]] | Points) -> Points:
    """A smooth open line through some points, as many short pieces."""
    path = smooth(points, closed=False)
    closed = Path(np.vstack([corners(path), corners(path)[:1]]))
    return np.vstack([sampled(closed, steps=8), corners(path)[-1:]])


def _rib(body: Body, number: int, side: float) -> Points:
    """The middle line of a rib: from its head back to its angle, then down and forwards.

    `side` moves it a little, as the far rib is thrown larger and higher on the film.
    """
    # The ribs start at the upper back corner of their body, and hang lower further down.
    start = body.upper.back + np.array([1.0, -1.0 + 2.4 * side])
    back = (20.0, 27.0, 31.0, 34.0, 36.0, 37.0, 37.0, 36.0, 34.0, 31.0, 27.0, 22.0)[number - 1]
    back *= 1.0 + 0.07 * side
    drop = 8.0 + 0.8 * min(number, 10)
    fall = 0.42 + 0.055 * min(number, 9)
    reach = (58.0, 92.0, 150.0, 160.0, 160.0, 160.0, 160.0, 160.0, 150.0, 140.0, 74.0, 34.0)
    along = reach[number - 1]
    steps = [
        (0.0, 0.0),
        (-back * 0.55, 0.6),
        (-back * 0.92, -drop * 0.42),
        (-back, -drop),
        (-back * 0.8, -drop * 1.7),
        (-back * 0.8 + along * 0.3, -drop * 1.7 - along * 0.3 * fall),
        (-back * 0.8 + along * 0.65, -drop * 1.7 - along * 0.65 * fall * 1.04),
        (-back * 0.8 + along, -drop * 1.7 - along * fall * 1.02),
    ]
    return _curve(start + np.array(steps))


def _ribs(column: FilmColumn) -> Grey:
    """Both ribs of every level: two bright edges with a paler band between them."""
    total = np.zeros(_SHAPE)
    x, y = _grid()
    # Towards the front the ribs lie flat to the beam and fade.
    fade = np.clip(1.0 - np.clip(x - 5.0, 0.0, None) / 120.0, 0.0, 1.0)
    fade *= np.clip((150.0 - y) / 90.0 - np.clip(x - 30.0, 0.0, None) / 45.0 * (y > 60), 0.12, 1.0)
    for side, strength in ((-1.0, 1.0), (1.0, 0.8)):
        lines = [
            _rib(column.bodies[level], number, side)
            for number, level in enumerate(THORACIC, start=1)
        ]
        whole = _drawn(lines, 8.2 + 0.7 * side)
        inner = _drawn(lines, 5.8 + 0.7 * side)
        total += strength * (0.052 * whole + 0.085 * (whole - inner))
    return total * fade


@lru_cache(maxsize=1)
def _bone_texture() -> Grey:
    """Fine spongy bone: noise whose grain stands upright, about -1 to 1."""
    noise = np.random.default_rng(_SEED).standard_normal(_SHAPE)
    fine = _blurred(noise, 0.35, 1.4)
    texture: Grey = fine / (2.2 * fine.std())
    return texture


def _bodies(column: FilmColumn) -> Grey:
    """The bodies: a dense rim, denser at the end plates, spongy bone, and a hollow look inside."""
    levels = list(column.bodies)
    whole = _covered([column.body_outline(level) for level in levels])
    inside = np.clip(2.0 * _blurred(whole, 1.5) - 1.0, 0.0, 1.0)
    plates = []
    for body in column.bodies.values():
        for plate, sunk in ((body.upper, 1.0), (body.lower, -1.0)):
            hollow = 0.035 * plate.depth * sunk
            rim = np.vstack([plate.back, plate.rim(hollow), plate.front])
            # The near and the far rim of an end plate seldom lie exactly in one line.
            plates += [_curve(rim), _curve(rim - np.array([0.0, 0.9 * sunk]))]
    walls = []
    for body in column.bodies.values():
        waist = 0.055 * body.lower.depth
        middle = (body.upper.front + body.lower.front) / 2 - [waist, 0.0]
        walls.append(_curve(np.vstack([body.upper.front, middle, body.lower.front])))
    dense = _drawn(plates, 0.9)
    spongy = whole * (0.205 + 0.014 * _bone_texture()) - 0.045 * inside
    return spongy + 0.14 * dense + 0.10 * _drawn(walls, 0.9)


def _arches(bones: Sequence[Bone], column: FilmColumn) -> Grey:
    """Pedicles, processes and joints behind the bodies, both sides in one."""
    solid = _covered([bone.outline for bone in bones])
    bodies = _covered([column.body_outline(level) for level in column.bodies])
    behind = np.clip(solid - bodies, 0.0, 1.0)
    inside = np.clip(2.0 * _blurred(behind, 0.9) - 1.0, 0.0, 1.0)
    knobs = _covered([path for bone in bones for path in bone.near])
    knob_inside = np.clip(2.0 * _blurred(knobs, 1.0) - 1.0, 0.0, 1.0)
    return 0.15 * behind - 0.05 * inside + 0.09 * knobs - 0.045 * knob_inside


def _soft(column: FilmColumn) -> Grey:
    """Air, heart, diaphragm, shoulders and the flesh of the back, without bones."""
    x, y = _grid()
    levels = np.array([column.bodies[level].frame.origin for level in THORACIC])[::-1]
    spine = np.interp(y, levels[:, 1], levels[:, 0])
    forwards = x - spine
    # Flesh of the back behind the rib cage, and its skin.
    skin = -66.0 + 8.0 * np.cos((y + 40.0) / 110.0)
    flesh = 1 / (1 + np.exp((forwards + 40.0) / 5.0))
    outside = 1 / (1 + np.exp((forwards - skin) / 1.6))
    # Lung is dark; it is thinner beside the spine than in front of it.
    lung = 0.20 - 0.075 / (1 + np.exp(-(forwards - 42.0) / 9.0))
    shoulders = 0.20 / (1 + np.exp(-(y - 112.0) / 13.0))
    heart = 0.11 * np.exp(-((((forwards - 98.0) / 34.0) ** 2 + ((y + 52.0) / 52.0) ** 2) ** 2))
    aorta = 0.035 * np.exp(-(((forwards - 20.0) / 15.0) ** 4)) * (y < 70) * (y > -175)
    grey = lung + 0.15 * flesh + shoulders + heart + _blurred(aorta, 4.0)
    for top, reach, steep in ((-100.0, 46.0, 0.5), (-109.0, 38.0, 0.6)):
        # A dome of the diaphragm, highest in front of the spine, falling steeply behind.
        height = top - steep * np.where(
            forwards < reach, (forwards - reach) ** 2 / 72.0, (forwards - reach) ** 2 / 240.0
        )
        grey += 0.085 / (1 + np.exp((y - height) / 0.9)) * (1 - flesh)
    shade: Grey = grey * (1 - outside) + 0.035 * outside
    return shade


@lru_cache(maxsize=1)
def _grain() -> Grey:
    grain = _blurred(np.random.default_rng(_SEED + 1).standard_normal(_SHAPE), 0.45)
    soft: Grey = _GRAIN * grain / grain.std()
    return soft


@lru_cache(maxsize=8)
def film(kyphosis: float, wedge: str | None) -> NDArray[np.uint8]:
    """The film as rows of grey from the top, 0 black to 255 white.

    The same curve gives the same film, grain included.
    """
    column = film_column(kyphosis, wedge)
    shade = _soft(column) + _ribs(column) + _bodies(column) + _arches(column.bones, column)
    shade = _blurred(shade, 0.42) + _grain()
    # The curve of the film: flat in the dark and in the light.
    shade = 1.13 * (1 - np.exp(-((np.clip(shade - 0.055, 0.0, None) / 0.34) ** 1.2)))
    x, y = _grid()
    edge = np.minimum.reduce([x - LEFT, RIGHT - x, y - BOTTOM, TOP - y])
    shade = shade * np.clip(edge / 3.0 - 0.7, 0.0, 1.0)
    grey: NDArray[np.uint8] = np.round(np.clip(shade, 0.0, 1.0) * 235 + 10).astype(np.uint8)
    return grey
