"""A thoracic spinal nerve and the half of the chest wall that it serves, as geometry.

In mm from the back of the body of T6, seen from above: x to the right, y forwards.
Body, laminae and spinous process are those of the plate `vertebra-above`; cord, roots and nerves
are enlarged and the chest wall is drawn close, so everything else is illustrative.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, smooth
from midback.atlas.soft_parts import Piece, enclosed, opened, spread, together, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer

_BONE, _NERVE = TISSUES["bone"], TISSUES["nerve"]
_FAT = towards(towards(_BONE.fill, "#E69F00", 0.2), PAPER, 0.45)
_SKIN = towards(_BONE.fill, TISSUES["artery"].fill, 0.2)
_CAVITY = towards(towards(TISSUES["muscle"].fill, "#8A8A8A", 0.4), PAPER, 0.86)
_GREY_MATTER = towards(_NERVE.fill, _NERVE.edge, 0.35)
_WHITE = towards(_NERVE.fill, PAPER, 0.8)
_GREY = "#9A9A8A"

# The course of the intercostal nerve in the wall, from behind to the edge of the sternum.
WALL = (
    (30.0, -15.0),
    (37.0, -17.2),
    (44.8, -12.6),
    (50.0, -2.0),
    (51.4, 12.0),
    (48.6, 26.0),
    (42.0, 39.0),
    (31.5, 49.5),
    (18.0, 56.4),
    (8.0, 58.8),
)


def beside(shift: float, first: float = 0.0, last: float = 9.0) -> Points:
    """The line `shift` mm outside the nerve's course, from one of its points to another."""
    places = np.linspace(first, last, 15)
    through = np.array(WALL)
    line = spread(through, places)
    ahead = spread(through, np.minimum(places + 0.05, 9.0)) - spread(
        through, np.maximum(places - 0.05, 0.0)
    )
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    return np.asarray(line + shift * np.column_stack([ahead[:, 1], -ahead[:, 0]]))


def _nerve(id: str, term: str, points: list[tuple[float, float]], *width: float) -> Piece:
    wide = width[0] if len(width) == 1 else list(width)
    return Piece(id, term, tube(points, wide), "nerve", joined=True)


def _body_wall() -> list[Piece]:
    """Skin, fat and the muscles of the wall, and the muscles of the back."""
    skin_line = np.vstack([[(-5, -47.5), (3, -48.0), (18, -47.4), (33, -42.2)], beside(10.6, 2.2)])
    skin = np.vstack([skin_line, [(0.0, 69.6), (-5.0, 69.6)]])
    under = skin.copy()
    under[:4, 1] += 1.5
    under[4:-2] = beside(9.2, 2.2)
    under[-2:, 1] -= 1.5
    gutter = [(8.0, 27.0), (15.4, 23.6), (20.8, 17.2), (23.6, 10.0), (26.2, 2.6), (29.6, -5.0)]
    inside = beside(-3.0, 1.2, 8.6)
    cavity = np.vstack([gutter, inside, [(6.0, 54.6), (-5, 54.6)]])
    closing = np.array([(-5.0, 27.0), (4.0, 27.4)])
    spinal = [(3.4, -23.6), (8, -22.6), (14, -22.6), (15.4, -27), (12, -33), (4.0, -37.4)]
    erector = [
        (17.6, -23.0),
        (24, -21.4),
        (33, -22.0),
        (37.6, -26.0),
        (35.0, -32.4),
        (26.0, -38.6),
        (14.0, -40.6),
        (6.0, -39.4),
        (13.6, -33.6),
        (16.8, -28.0),
    ]
    outer = [(1.0, -39.8), (8, -42.4), (20, -42.4), (31, -37.6), (38, -30.6)]
    sternum = [(-5.0, 57.2), (2.0, 57.0), (6.0, 58.4), (6.4, 61.4), (2.0, 63.2), (-5.0, 63.0)]
    return [
        Piece("skin", "Skin", enclosed([opened(skin)]), "bone", flat=True, fill=_SKIN),
        Piece("", "", enclosed([opened(under)]), "bone", flat=True, fill=_FAT, edge=_FAT),
        Piece("", "", enclosed([opened(cavity), closing]), "muscle", flat=True, fill=_CAVITY),
        Piece("sternum", "Sternum", enclosed([opened(sternum)]), "bone", flat=True),
        Piece(
            "transversospinales",
            "Transversospinales",
            smooth(spinal),
            "muscle",
            flat=True,
            pale=0.25,
        ),
        Piece("erector-spinae", "Erector spinae", smooth(erector), "muscle", flat=True, pale=0.25),
        Piece(
            "trapezius",
            "Trapezius",
            tube(outer, [1.2, 2.8, 3.0, 2.8, 0.8]),
            "muscle",
            flat=True,
            pale=0.25,
        ),
        Piece(
            "external-intercostal-muscle",
            "External intercostal muscle",
            tube(beside(4.9, 0.4, 6.9), 2.3),
            "muscle",
            flat=True,
        ),
        Piece(
            "internal-intercostal-muscle",
            "Internal intercostal muscle",
            tube(beside(2.3, 1.4, 8.9), 2.3),
            "muscle",
            flat=True,
            pale=0.3,
        ),
        Piece(
            "innermost-intercostal-muscle",
            "Innermost intercostal muscle",
            tube(beside(-1.9, 2.0, 6.8), 2.0),
            "muscle",
            flat=True,
            pale=0.5,
        ),
    ]


def _bones() -> list[Piece]:
    found = {
        part.id: part
        for layer in view_above("T6", ribs=True).layers
        for part in (*layer.parts, *layer.on)
    }
    arch = (found["lamina-left"], found["lamina-right"], found["spinous-process"])
    body = found["vertebral-body"].path
    middle = np.array([0, 12.4])
    inner = Path((np.asarray(body.vertices) - middle) * 0.9 + middle, body.codes)
    transverse = found["transverse-process-right"].path
    rib = (found["head-of-rib-right"], found["neck-of-rib-right"])
    return [
        Piece("", "", transverse, "bone", flat=True, pale=0.55),
        Piece("", "", shade(Layer(rib)).outline, "bone", flat=True, pale=0.55),
        Piece("vertebral-arch", "Vertebral arch", shade(Layer(arch)).outline, "bone", flat=True),
        Piece("vertebral-body", "Vertebral body", body, "bone", flat=True, seams=inner),
    ]


def _cord() -> list[Piece]:
    cord, grey = view_above("T6").layers[-2].on[-2:]
    centre = np.array([0, -7.7])

    def larger(path: Path, by: float) -> Path:
        return Path((np.asarray(path.vertices) - centre) * by + centre, path.codes)

    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    sac = smooth(np.column_stack([7.2 * np.cos(around), -7.7 + 6.4 * np.sin(around)]))
    liquid = towards(TISSUES["cartilage"].fill, PAPER, 0.75)
    edge = TISSUES["ligament"].edge
    return [
        Piece("", "", sac, "ligament", flat=True, fill=liquid, edge=edge),
        Piece("spinal-cord", "Spinal cord", larger(cord.path, 1.24), "nerve", flat=True),
        Piece(
            "",
            "",
            larger(grey.path, 1.24),
            "nerve",
            flat=True,
            detail=True,
            fill=_GREY_MATTER,
        ),
    ]


def _nerves() -> list[Piece]:
    """From the branches to the roots, so that what lies nearer the cord keeps its seam."""
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    turn = np.array([[0.96, 0.26], [-0.26, 0.96]])
    ganglion = np.column_stack([3.3 * np.cos(around), 2.0 * np.sin(around)]) @ turn
    sympathetic = np.column_stack([2.3 * np.cos(around), 3.4 * np.sin(around)])
    lateral = [
        tube([(51.4, 12.0), (54.2, 13.0), (57.4, 14.0)], [1.5, 1.5, 1.4]),
        tube([(56.6, 13.8), (58.6, 17.6), (57.0, 25.0), (53.4, 31.8)], [1.4, 1.2, 1.1, 0.8]),
        tube([(56.6, 13.8), (58.8, 9.6), (58.4, 2.0), (56.0, -6.0)], [1.4, 1.2, 1.1, 0.8]),
    ]
    front = [
        tube([(8.6, 58.7), (7.8, 62.0), (8.4, 65.2)], [1.4, 1.4, 1.2]),
        tube([(8.2, 64.6), (12.0, 66.0), (18.0, 64.6)], [1.2, 1.1, 0.8]),
        tube([(8.2, 64.6), (4.6, 66.4), (0.0, 66.6)], [1.2, 1.1, 0.8]),
    ]
    wall = [(21.0, -5.6), (25.0, -9.8), *WALL]
    return [
        Piece(
            "lateral-cutaneous-branch",
            "Lateral cutaneous branch",
            together(lateral),
            "nerve",
            joined=True,
        ),
        Piece(
            "anterior-cutaneous-branch",
            "Anterior cutaneous branch",
            together(front),
            "nerve",
            joined=True,
        ),
        _nerve("intercostal-nerve", "Intercostal nerve", wall, *np.linspace(2.4, 1.5, 12)),
        _nerve(
            "lateral-branch-of-dorsal-ramus",
            "Lateral branch of dorsal ramus",
            [(19.0, -18.0), (22.6, -22.6), (28.0, -27.4), (32.0, -33.0)],
            1.5,
            1.5,
            1.3,
            0.8,
        ),
        _nerve(
            "medial-branch-of-dorsal-ramus",
            "Medial branch of dorsal ramus",
            [(19.0, -18.0), (16.0, -23.4), (14.6, -30.0), (8.6, -36.4), (3.6, -41.0), (5.4, -45.4)],
            1.5,
            1.5,
            1.4,
            1.3,
            1.2,
            0.8,
        ),
        _nerve(
            "dorsal-ramus",
            "Dorsal ramus of spinal nerve",
            [(18.4, -4.6), (20.2, -9.0), (20.0, -14.0), (18.8, -18.8)],
            2.2,
            2.0,
            1.9,
            1.7,
        ),
        Piece(
            "white-ramus-communicans",
            "White ramus communicans",
            tube([(25.4, -9.4), (26.0, -3.0), (23.6, 3.6), (20.4, 8.4)], 1.5),
            "nerve",
            joined=True,
            fill=_WHITE,
        ),
        Piece(
            "grey-ramus-communicans",
            "Grey ramus communicans",
            tube([(21.6, -6.0), (21.2, -0.6), (19.0, 6.0)], 1.5),
            "nerve",
            joined=True,
            fill=_GREY,
        ),
        _nerve(
            "meningeal-branch",
            "Meningeal branch of spinal nerve",
            [(17.0, -4.2), (14.0, -1.6), (10.0, -0.9), (6.0, -1.5)],
            0.9,
            0.9,
            0.8,
            0.6,
        ),
        Piece(
            "sympathetic-ganglion",
            "Ganglion of sympathetic trunk",
            smooth(np.add(sympathetic, [18.6, 9.6])),
            "nerve",
            joined=True,
        ),
        _nerve(
            "ventral-root",
            "Ventral root of spinal nerve",
            [(3.0, -5.0), (7.6, -3.0), (12.6, -3.2), (17.0, -4.4)],
            1.7,
            1.5,
            1.6,
            1.8,
        ),
        _nerve(
            "dorsal-root",
            "Dorsal root of spinal nerve",
            [(2.6, -11.4), (6.4, -9.6), (10.0, -7.9)],
            1.5,
            1.7,
            1.9,
        ),
        _nerve(
            "spinal-nerve",
            "Spinal nerve",
            [(15.0, -5.3), (18.0, -4.9), (21.4, -5.8)],
            2.4,
            2.8,
            2.6,
        ),
        Piece(
            "spinal-ganglion",
            "Spinal ganglion",
            smooth(np.add(ganglion, [12.6, -6.7])),
            "nerve",
            joined=True,
        ),
    ]


@lru_cache(maxsize=1)
def nerve_pieces() -> tuple[Piece, ...]:
    """Everything on the plate, from far to near."""
    return (*_body_wall(), *_bones(), *_cord(), *_nerves())
