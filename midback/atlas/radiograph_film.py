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


# How far back in mm the ribs swing before they turn forwards, how long they are from there on the
# film, and how steeply they fall behind and in front; the tenth and those above leave the film.
_SWING = (19.0, 25.0, 29.0, 32.0, 34.0, 35.0, 35.0, 34.5, 33.0, 30.0, 26.0, 20.0)
_REACH = (56.0, 190.0, 210.0, 210.0, 210.0, 210.0, 210.0, 210.0, 210.0, 200.0, 92.0, 46.0)
_FALL = (0.62, 0.62, 0.66, 0.72, 0.77, 0.8, 0.82, 0.84, 0.86, 0.88, 0.86, 0.84)
_FALL_IN_FRONT = (0.3, 0.2, 0.22, 0.25, 0.28, 0.31, 0.34, 0.38, 0.42, 0.46, 0.6, 0.74)


def _rib(body: Body, number: int, side: float) -> tuple[Points, Points]:
    """A rib from its head back to its angle, then down and forwards in one long curve.

    Its outer edges and those of its spongy inside, N x 2 each.
    `side` moves it a little, as the far rib is thrown larger and higher on the film.
    """
    # The ribs start at the upper back corner of their body, and hang lower further down.
    start = body.upper.back + np.array([1.0, -1.0 + 1.2 * side])
    back, reach = _SWING[number - 1] * (1.0 + 0.035 * side), _REACH[number - 1]
    falls, ends = _FALL[number - 1], _FALL_IN_FRONT[number - 1]
    drop = 7.0 + 0.7 * min(number, 10)
    behind = [(0.0, 0.0), (-back * 0.5, 0.2), (-back * 0.86, -drop * 0.36), (-back, -drop)]
    turned = np.array([-back * 0.88, -drop * 1.75])
    along = np.array([0.06, 0.16, 0.3, 0.46, 0.64, 0.82, 1.0]) * reach
    fallen = falls * along - (falls - ends) * along**2 / (2 * max(reach, 120.0))
    forwards = turned + np.column_stack([along, -fallen])
    line = _curve(start + np.vstack([behind, turned, forwards]))
    # Slender at the neck, broad at the side, rounded at the end.
    share = np.linspace(0.0, 1.0, len(line))
    half = np.interp(share, [0.0, 0.12, 0.3, 0.6, 1.0], [3.6, 2.7, 3.9, 4.4, 4.0])
    half *= np.sqrt(np.clip((1.0 - share) * reach / 9.0, 0.0, 1.0)) * (1.0 + 0.04 * side)
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    left = np.column_stack([-ahead[:, 1], ahead[:, 0]])

    def band(width: Points) -> Points:
        return np.vstack([line + left * width[:, None], (line - left * width[:, None])[::-1]])

    return band(half), band(np.clip(half - 1.15, 0.0, None))


def _filled(polygons: Sequence[Points]) -> Grey:
    """How much of each cell some polygons cover together, 0 to 1."""
    image = Image.new("L", (_SHAPE[1] * _FINE, _SHAPE[0] * _FINE))
    pen = ImageDraw.Draw(image)
    for polygon in polygons:
        pen.polygon(_cells(polygon), fill=255)
    return np.asarray(image.reduce(_FINE), dtype=np.float64) / 255


def _ribs(column: FilmColumn) -> Grey:
    """Both ribs of every level: two bright edges with a paler band between them.

    Neighbours that cross add up; they are drawn in two turns.
    """
    total = np.zeros(_SHAPE)
    x, y = _grid()
    # Towards the front the ribs lie flat to the beam and fade; the flesh of the shoulders hides
    # the uppermost.
    fade = 1.0 - 0.62 * np.clip((x - 0.0) / 95.0, 0.0, 1.0)
    fade *= 1.0 - 0.8 * np.clip((y - 62.0) / 50.0, 0.0, 1.0)
    for side, strength in ((-1.0, 1.0), (1.0, 0.7)):
        for first in (1, 2):
            bands = [
                _rib(column.bodies[THORACIC[number - 1]], number, side)
                for number in range(first, 13, 2)
            ]
            whole, inner = _filled([band[0] for band in bands]), _filled([b[1] for b in bands])
            total += strength * (0.03 * whole + 0.042 * (whole - inner))
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
    dense = _drawn(plates, 0.8)
    spongy = whole * (0.15 + 0.012 * _bone_texture()) - 0.03 * inside
    return spongy + 0.085 * dense + 0.035 * _drawn(walls, 0.9)


def _arches(bones: Sequence[Bone], column: FilmColumn) -> Grey:
    """Pedicles, processes and joints behind the bodies, both sides in one."""
    solid = _covered([bone.outline for bone in bones])
    bodies = _covered([column.body_outline(level) for level in column.bodies])
    behind = np.clip(solid - bodies, 0.0, 1.0)
    inside = np.clip(2.0 * _blurred(behind, 0.9) - 1.0, 0.0, 1.0)
    knobs = _covered([path for bone in bones for path in bone.near])
    knob_inside = np.clip(2.0 * _blurred(knobs, 1.0) - 1.0, 0.0, 1.0)
    return 0.095 * behind - 0.035 * inside + 0.05 * knobs - 0.025 * knob_inside


def diaphragm(column: FilmColumn, right: bool) -> Points:
    """A dome of the diaphragm from back to front, N x 2 in mm.

    It springs from the deep recess low behind the spine, rises forwards over the bodies to its
    top well in front of them, and falls a little towards the front.
    """
    twelfth = column.bodies["T12"]
    x, y = twelfth.lower.back
    higher = 9.0 if right else 0.0
    points = [
        (x - 47.0, y - 1.0 + 0.2 * higher),
        (x - 40.0, y + 7.0 + 0.4 * higher),
        (x - 24.0, y + 22.0 + 0.7 * higher),
        (x + 2.0, y + 39.0 + 0.9 * higher),
        (x + 34.0, y + 53.0 + higher),
        (x + 66.0, y + 60.0 + higher),
        (x + 94.0, y + 61.0 + higher),
        (x + 130.0, y + 55.0 + higher),
    ]
    return _curve(points)


def _soft(column: FilmColumn) -> Grey:
    """Air, heart, diaphragm, shoulders and the flesh of the back, without bones."""
    x, y = _grid()
    levels = np.array([body.frame.origin for body in column.bodies.values()])[::-1]
    spine = _blurred(np.interp(y, levels[:, 1], levels[:, 0]), 0.0, 9.0)
    forwards = x - spine
    # Flesh of the back behind the rib cage, and its skin.
    skin = -66.0 + 8.0 * np.cos((y + 40.0) / 110.0)
    flesh = 1 / (1 + np.exp((forwards + 41.0) / 4.0))
    outside = 1 / (1 + np.exp((forwards - skin) / 1.6))
    # Lung is dark; beside the spine, where the flesh of the back is thick, a little less so, and
    # its lower part holds more air.
    lung = 0.185 - 0.055 / (1 + np.exp(-(forwards - 40.0) / 11.0))
    lung -= 0.034 * np.clip((70.0 - y) / 190.0, 0.0, 1.0)
    # Shoulders and upper arms veil the uppermost bodies; their lower edge slants forwards.
    rise = y - 0.22 * forwards
    shoulders = 0.1 / (1 + np.exp(-(rise - 84.0) / 8.0)) + 0.07 / (
        1 + np.exp(-(rise - 116.0) / 7.0)
    )
    heart = 0.07 * np.exp(-((((forwards - 100.0) / 36.0) ** 2 + ((y + 62.0) / 56.0) ** 2) ** 2))
    aorta = 0.02 * np.exp(-(((forwards - 20.0) / 15.0) ** 4)) * (y < 70) * (y > -150)
    grey = lung + 0.12 * flesh + shoulders + heart + _blurred(aorta, 4.0)
    for right, dense in ((True, 0.07), (False, 0.06)):
        edge = diaphragm(column, right)
        order = np.argsort(edge[:, 0])
        height = np.interp(x, edge[order, 0], edge[order, 1])
        # Below it lies the belly, which takes the place of air.
        grey += dense / (1 + np.exp(np.clip((y - height) / 0.9, -60.0, 60.0))) * (1 - 0.8 * flesh)
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
    shade = 1.13 * (1 - np.exp(-((np.clip(shade - 0.05, 0.0, None) / 0.33) ** 1.25)))
    x, y = _grid()
    edge = np.minimum.reduce([x - LEFT, RIGHT - x, y - BOTTOM, TOP - y])
    shade = shade * np.clip(edge / 3.0 - 0.7, 0.0, 1.0)
    grey: NDArray[np.uint8] = np.round(np.clip(shade, 0.0, 1.0) * 235 + 10).astype(np.uint8)
    return grey
