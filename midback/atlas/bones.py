"""The outlines of vertebrae and discs, seen from the side.

Only the bodies and the discs of the thoracic spine follow a table; the points below are chosen so
that each part is recognisable, and none of them is a measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians, tan

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, smooth
from midback.atlas.frames import Body, EndPlate, Frame, direction
from midback.atlas.shapes import CERVICAL, LUMBAR, PRESACRAL, THORACIC, Shape, shapes

# Thickness in mm of an articular process, and how far the joint lies above the disc.
_THICKNESS = {"C": 4.2, "T": 3.6, "L": 5.2}
_JOINT_ABOVE_DISC = {"C": -0.6, "T": 1.2, "L": 1.0, "L5": -4.5}
# The level of the spinous process's root, in mm from the middle of the body.
_SPINOUS_ROOT = {"C": -1.0, "T": -2.0, "L": -4.0}


@dataclass(frozen=True)
class Bone:
    """A drawn bone.

    `outline` is its silhouette and `middle` a point for its name.
    `near` are parts that stand towards the viewer and `far` those behind the silhouette, `facets`
    cartilage on its surface, `ghosts` edges hidden behind a neighbour and `lines` seams on its
    surface.
    """

    level: str
    outline: Path
    middle: Points
    near: tuple[Path, ...] = ()
    far: tuple[Path, ...] = ()
    facets: tuple[Path, ...] = ()
    ghosts: tuple[Path, ...] = ()
    lines: tuple[Path, ...] = ()


def hollow(level: str, depth: float) -> float:
    """How deep in mm an end plate is drawn hollow."""
    return 0.9 if level in CERVICAL else 0.035 * depth


def joint(upper: Body, lower_plate: EndPlate) -> Frame:
    """Where the joint surfaces below `upper` meet; the forward axis is square to the joint."""
    shape = shapes()[upper.level]
    angle = (upper.lower.angle + lower_plate.angle) / 2
    middle = (upper.lower.back + lower_plate.back) / 2
    raised = _JOINT_ABOVE_DISC.get(upper.level, _JOINT_ABOVE_DISC[upper.level[0]])
    centre = Frame(middle, angle).place([[-shape.behind, raised]])[0]
    return Frame(centre, angle + shape.facet_slope - 90)


def disc(upper: Body, lower: EndPlate) -> Path:
    """The disc between a body and the end plate below it, bulging slightly before and behind."""
    plate = upper.lower
    angle = (plate.angle + lower.angle) / 2
    # The curve swells beyond its points the more, the taller the disc is there.
    tall = np.linalg.norm(plate.front - lower.front), np.linalg.norm(plate.back - lower.back)
    front = (plate.front + lower.front) / 2 + (0.5 - 0.14 * tall[0]) * direction(angle)
    back = (plate.back + lower.back) / 2 - (0.1 - 0.14 * tall[1]) * direction(angle)
    sunk = hollow(upper.level, plate.depth)
    return smooth(np.vstack([lower.rim(sunk), front[None], plate.rim(-sunk)[::-1], back[None]]))


def body_and_plates(body: Body) -> list[Points]:
    """From the back of the upper end plate round the front to the back of the lower one."""
    frame = body.frame
    depth = (body.upper.depth + body.lower.depth) / 2
    upper_x, upper_y = frame.coordinates(body.upper.front)
    lower_x, lower_y = frame.coordinates(body.lower.front)
    # The front lower lip of a neck vertebra hangs over the disc.
    lip = 1.2 if body.level in CERVICAL else 0.0
    rim = 0.1 * body.height
    waist = 0.055 * depth
    front = frame.place(
        [
            [upper_x + 0.3, upper_y - rim * 0.7],
            [upper_x - waist * 0.55, upper_y - rim * 2.4],
            [(upper_x + lower_x) / 2 - waist, (upper_y + lower_y) / 2],
            [lower_x - waist * 0.55, lower_y + rim * 2.4 - lip * 0.5],
            [lower_x + 0.3, lower_y + rim * 0.7 - lip],
        ]
    )
    sunk = hollow(body.level, depth)
    lower = body.lower.rim(-sunk)[::-1].copy()
    lower[0] -= lip * direction(frame.angle + 90)
    return [body.upper.rim(sunk), front, lower]


def lower_process(joint_below: Frame, level: str) -> Points:
    """Inferior articular process: down the joint surface, round the tip and up its back."""
    half, thick = shapes()[level].facet / 2, _THICKNESS[level[0]]
    return joint_below.place(
        [
            [-0.3, half * 0.85],
            [-0.3, 0],
            [-0.4, -half * 0.9],
            [-thick * 0.45, -half * 1.16],
            [-thick * 0.95, -half * 0.85],
            [-thick * 1.2, -half * 0.15],
        ]
    )


def upper_process(joint_above: Frame, length: float, thick: float) -> Points:
    """Superior articular process: up the joint surface, round the tip and down its front."""
    half = length / 2
    return joint_above.place(
        [
            [0.3, -half * 0.8],
            [0.3, 0],
            [0.4, half * 0.9],
            [thick * 0.45, half * 1.14],
            [thick * 0.9, half * 0.8],
            [thick * 1.08, half * 0.05],
        ]
    )


def _spinous_end(shape: Shape) -> list[list[float]]:
    """The end of the process, from its lower edge to its upper edge, along its own axis."""
    length, half = shape.length, shape.end / 2
    if shape.tip == "bifid":
        return [
            [length - 3.4, half * 0.9],
            [length - 0.6, half * 1.3],
            [length + 0.5, half * 0.75],
            [length - 0.9, half * 0.1],
            [length - 0.4, -half * 0.6],
            [length - 2.2, -half * 0.95],
        ]
    if shape.tip == "hatchet":
        return [
            [length * 0.8, half * 0.95],
            [length - 1.5, half * 1.04],
            [length + 0.4, half * 0.72],
            [length - 0.2, 0],
            [length - 1.2, -half * 0.7],
            [length - 4.5, -half * 0.92],
        ]
    return [
        [length - 3.5, half * 0.98],
        [length - 0.9, half * 0.9],
        [length + 0.2, half * 0.1],
        [length - 0.7, -half * 0.82],
        [length - 3.2, -half],
    ]


def spinous_process(body: Body) -> Points:
    """The outline from the lower root of the process round its tip to its upper root."""
    shape = shapes()[body.level]
    root = body.frame.place([[-shape.canal - 2, _SPINOUS_ROOT[body.level[0]]]])[0]
    # This frame runs along the process, so the process's upper edge is on its negative side.
    along = Frame(root, body.frame.angle + 180 + shape.slope)
    half = shape.root / 2
    waist = min(half, shape.end / 2) * 0.92
    steep = half * tan(radians(min(shape.slope, 45)))
    lower = [[steep, half], [shape.length * 0.45, waist]]
    upper = [[shape.length * 0.42, -waist], [-steep * 0.35, -half]]
    return along.place(lower + _spinous_end(shape) + upper)


def _oval(frame: Frame, centre: Sequence[float], half_axes: Sequence[float], turn: float) -> Path:
    """A smooth oval with its two half-axes in mm, turned by so many degrees."""
    place = Frame(frame.place([centre])[0], frame.angle + turn)
    around = np.radians(np.arange(0, 360, 45))
    return smooth(
        place.place(np.column_stack([half_axes[0] * np.cos(around), half_axes[1] * np.sin(around)]))
    )


def _transverse_process(body: Body) -> Path:
    """The near transverse process, which points at the viewer."""
    frame, half = body.frame, body.height / 2
    if body.level in CERVICAL:
        # Two tubercles with the groove for the nerve between them.
        return smooth(
            frame.place(
                [
                    [3.6, -0.6],
                    [2.2, 1.4],
                    [-0.8, 0.4],
                    [-4.2, 1.8],
                    [-6.4, 0.2],
                    [-5.4, -2.4],
                    [-2.0, -3.6],
                    [1.8, -3.8],
                    [3.6, -2.6],
                ]
            )
        )
    if body.level in LUMBAR:
        return _oval(frame, (-8.6, half - 8.4), (3.4, 6.4), 8)
    size = {"T11": 0.72, "T12": 0.62}.get(body.level, 1.0)
    return _oval(frame, _thoracic_transverse(body), (4.1 * size, 5.2 * size), 18)


def _thoracic_transverse(body: Body) -> tuple[float, float]:
    return (-11.2, body.height * 0.06 + 0.3)


def _rib_facets(body: Body) -> list[Path]:
    """Where ribs meet this vertebra: on the body, and on the transverse process down to T10.

    The facet on the body is whole for ribs 1, 10, 11 and 12 and shared with the vertebra above
    for the others; T9 and T10 vary between people.
    """
    number = int(body.level[1:])
    upper = Frame(body.upper.back, body.upper.angle)
    lower = Frame(body.lower.back, body.lower.angle)
    if number >= 11:
        facets = [_oval(upper, (-1.0, -6.0), (2.2, 2.6), 10)]
    elif number in (1, 10):
        facets = [_oval(upper, (2.4, -3.4), (1.9, 2.4), 10)]
    else:
        facets = [_half_facet(upper, -1)]
    if number <= 8:
        facets.append(_half_facet(lower, 1))
    if number <= 10:
        across, up = _thoracic_transverse(body)
        facets.append(_oval(body.frame, (across + 1.5, up + 0.2), (1.5, 2.6), 18))
    return facets


def _half_facet(edge: Frame, side: int) -> Path:
    """A half facet on an end plate's back corner; `side` is 1 above the edge, -1 below."""
    around = [[0.5, 0.25], [4.6, 0.3], [4.9, 1.4], [3.6, 2.7], [1.9, 2.8], [0.6, 1.7]]
    return smooth(edge.place([[x, side * y] for x, y in around]))


def vertebra(body: Body, joint_above: Frame, joint_below: Frame) -> Bone:
    """A vertebra from C3 to L5 between its two pairs of joints."""
    level = body.level
    shape, frame, half = shapes()[level], body.frame, body.height / 2
    above = PRESACRAL[PRESACRAL.index(level) - 1]
    foot = half - 0.8 - shape.pedicle
    lower_notch = frame.place(
        [
            [0.4, (foot - half) / 2],
            [-0.1, foot - 0.9],
            [-1.9, foot + 0.35],
            [-shape.behind * 0.45, foot + 0.2],
        ]
    )
    upper_notch = frame.place([[-shape.behind * 0.42, half - 1.3], [-1.6, half - 0.9]])
    outline = np.vstack(
        [
            *body_and_plates(body),
            lower_notch,
            lower_process(joint_below, level),
            spinous_process(body),
            upper_process(joint_above, shapes()[above].facet, _THICKNESS[level[0]]),
            upper_notch,
        ]
    )
    depth = (body.upper.depth + body.lower.depth) / 2
    return Bone(
        level,
        smooth(outline),
        frame.place([[depth * (0.63 if level in CERVICAL else 0.55), 0]])[0],
        near=(_transverse_process(body),),
        facets=tuple(_rib_facets(body)) if level in THORACIC else (),
    )


def axis(body: Body, joint_below: Frame) -> Bone:
    """The axis (C2); its dens rises behind the near side of the atlas."""
    frame, half = body.frame, body.height / 2
    front = frame.place(
        [
            [11.6, half + 0.2],
            [13.6, half - 2.2],
            [14.0, half * 0.3],
            [14.4, -half * 0.45],
            [15.8, -half * 0.85],
            [16.4, -half - 1.2],
        ]
    )
    _, _, lower = body_and_plates(body)
    foramen = frame.place(
        [[0.4, -half * 0.75], [-0.8, -half * 0.5], [-3.2, -half * 0.32], [-5.0, -half * 0.5]]
    )
    shoulders = frame.place(
        [
            [-11.0, half * 0.16],
            [-7.2, half * 0.4],
            [-5.0, half - 1.2],
            [-0.6, half - 0.3],
            [4.2, half + 0.6],
            [8.2, half + 1.6],
        ]
    )
    outline = np.vstack(
        [front, lower, foramen, lower_process(joint_below, "C2"), spinous_process(body), shoulders]
    )
    dens = frame.place(
        [
            [12.4, half - 2.0],
            [11.9, half + 3.0],
            [12.5, half + 7.4],
            [11.8, half + 12.0],
            [9.0, half + 15.6],
            [5.8, half + 13.6],
            [4.4, half + 9.4],
            [4.9, half + 5.0],
            [3.8, half - 2.0],
        ]
    )
    process = frame.place(
        [
            [2.8, -1.0],
            [0.6, 1.2],
            [-3.4, 1.6],
            [-5.6, -0.6],
            [-4.4, -3.6],
            [-0.6, -4.2],
            [2.2, -3.4],
        ]
    )
    return Bone(
        "C2",
        smooth(outline),
        frame.place([[8.6, -half * 0.32]])[0],
        near=(smooth(process),),
        far=(smooth(dens),),
        ghosts=(smooth(dens[1:4], closed=False), smooth(dens[5:8], closed=False)),
    )


def atlas(axis_body: Body) -> Bone:
    """The atlas (C1): anterior arch before the dens, lateral mass, posterior arch."""
    frame = Frame(axis_body.upper.back, axis_body.frame.angle)
    outline = [
        [13.8, 11.6],
        [16.6, 12.4],
        [18.9, 10.4],
        [19.4, 7.2],
        [18.2, 4.4],
        [15.8, 3.6],
        [13.6, 4.0],
        [11.4, 5.7],
        [9.4, 5.8],
        [7.9, 3.6],
        [6.4, 2.1],
        [3.0, 1.3],
        [-1.0, 0.7],
        [-4.4, 0.2],
        [-6.0, 2.4],
        [-9.2, 4.7],
        [-15.0, 5.0],
        [-22.0, 4.2],
        [-27.6, 3.0],
        [-30.6, 3.6],
        [-31.4, 6.0],
        [-29.8, 8.4],
        [-26.4, 8.8],
        [-21.0, 8.2],
        [-15.0, 8.2],
        [-10.4, 7.6],
        [-7.8, 9.4],
        [-6.6, 13.0],
        [-4.2, 14.8],
        [0.4, 12.9],
        [4.6, 13.4],
        [6.9, 14.0],
        [8.4, 12.1],
        [10.2, 10.2],
        [12.0, 10.1],
    ]
    process = [
        [3.8, 6.0],
        [3.4, 9.4],
        [0.2, 11.2],
        [-3.6, 10.2],
        [-5.0, 7.2],
        [-3.4, 4.4],
        [0.6, 3.6],
    ]
    return Bone(
        "C1",
        smooth(frame.place(outline)),
        frame.place([[-19.5, 12.8]])[0],
        near=(smooth(frame.place(process)),),
    )
