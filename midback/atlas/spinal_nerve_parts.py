"""A thoracic spinal nerve and the half of the chest wall that it serves, as geometry.

In mm from the back of the body of T6, seen from above: x to the right, y forwards.
The whole vertebra is shown and what lies right of it, up to the cut edge at `EDGE`.
The bones are those of the plate `vertebra-above`; cord, roots and nerves are enlarged and the
chest wall is drawn close, so everything else is illustrative.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import Points, smooth
from midback.atlas.soft_parts import Piece, enclosed, mirror, opened, spread, together, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer
from midback.atlas.vessels import vessel

_BONE, _NERVE = TISSUES["bone"], TISSUES["nerve"]
_FAT = towards(towards(_BONE.fill, "#E69F00", 0.2), PAPER, 0.45)
_SKIN = towards(_BONE.fill, TISSUES["artery"].fill, 0.2)
LUNG = towards(towards(TISSUES["muscle"].fill, "#8A8A8A", 0.4), PAPER, 0.86)
_GREY_MATTER = towards(_NERVE.fill, _NERVE.edge, 0.35)
_WHITE = towards(_NERVE.fill, PAPER, 0.8)
_GREY = "#9A9A8A"
# Where the drawing is cut off, left of the vertebra.
EDGE = -14.6
# How far outside the nerve the chest wall ends, and how thick the skin is.
_OUTSIDE, _SKIN_DEPTH = 12.0, 1.4

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
    return Piece(id, term, _strand(points, *width), "nerve", joined=True)


def _strand(points: list[tuple[float, float]], *width: float) -> Path:
    """A nerve with round ends."""
    wide = width[0] if len(width) == 1 else list(width)
    return vessel(points, wide).path


def _open_ring(line: Points) -> Path:
    """What lies between a line and the cut edge."""
    return enclosed([opened(line)])


def _covering(shift: float) -> Points:
    """The outline of the body, `shift` mm in from the skin's surface, from back to front."""
    back = np.array(
        [(EDGE, -50.4), (-8, -49.9), (0, -48.8), (8, -49.9), (17, -50.2), (26, -48.6), (35, -44.6),
         (43.6, -38.8), (50.6, -31.4)]
    )  # fmt: skip
    side = beside(_OUTSIDE, 2.35)
    line = np.vstack([back, side, [(0.0, 70.4), (-7.0, 70.2), (EDGE, 69.6)]])
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    inner: Points = line + shift * np.column_stack([-ahead[:, 1], ahead[:, 0]])
    inner[[0, -1], 0] = EDGE
    return inner


def _wall_of_the_cavity() -> Points:
    """The pleura from the side of the vertebral body round the wall to the sternum and back."""
    gutter = [(9.8, 28.2), (12.4, 23.4), (14.9, 18.8), (17.4, 14.6), (19.9, 10.4), (22.3, 5.8),
              (24.8, 0.4), (27.4, -5.0), (30.8, -9.8)]  # fmt: skip
    inside = beside(-3.0, 0.75, 8.4)
    heart = [(9.0, 54.6), (8.8, 52.8), (10.4, 50.2), (13.2, 45.2), (13.4, 39.6), (11.2, 35.2),
             (9.6, 31.6)]  # fmt: skip
    return np.vstack([gutter, inside, heart])


def _pleura() -> Piece:
    """The lining of the cavity, all round the lung."""
    line = _wall_of_the_cavity()
    # A second piece covers the place where the ends of the first meet.
    ring = together(
        [tube(np.vstack([line, line[:1]]), 0.8), tube(np.roll(line, 2, axis=0)[:5], 0.8)]
    )
    return Piece("pleura", "Pleura", ring, "ligament", joined=True)


def _organs() -> list[Piece]:
    """The lung, and the mediastinum with pale organs that are only there to find the way."""
    heart = [(EDGE, 31.6), (-8.0, 32.8), (0.0, 33.6), (7.0, 34.4), (10.6, 38.0), (11.4, 43.0),
             (8.6, 48.2), (3.4, 51.2), (-5.0, 52.2), (EDGE, 51.8)]  # fmt: skip
    gullet = [(-4.4, 29.6), (-0.6, 28.6), (3.2, 29.6), (2.6, 31.6), (-0.8, 32.4), (-4.0, 31.6)]
    slit = [(-2.4, 30.4), (-0.6, 30.1), (1.4, 30.4), (-0.6, 30.9)]
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)

    def disc(x: float, y: float, across: float) -> Path:
        return smooth(np.column_stack([x + across * np.cos(around), y + across * np.sin(around)]))

    artery = TISSUES["artery"]
    return [
        Piece("", "", smooth(_wall_of_the_cavity()), "muscle", flat=True, fill=LUNG),
        _pleura(),
        Piece("", "", _open_ring(np.array(heart)), "artery", flat=True, pale=0.72),
        Piece("", "", disc(-11.6, 26.4, 6.2), "artery", flat=True, pale=0.6),
        Piece("", "", disc(-11.6, 26.4, 5.3), "artery", flat=True, detail=True, pale=0.6,
              fill=towards(artery.fill, PAPER, 0.4)),
        Piece("", "", disc(6.4, 28.8, 1.9), "vein", flat=True, pale=0.55),
        Piece("", "", smooth(gullet), "muscle", flat=True, pale=0.5),
        Piece("", "", smooth(slit), "muscle", flat=True, detail=True, pale=0.3),
    ]  # fmt: skip


def _muscles_of_the_back() -> list[Piece]:
    spinal = [(3.0, -22.4), (8, -21.4), (14, -21.6), (16.4, -25.4), (12.6, -31.6), (7.6, -35.8),
              (3.2, -37.6)]  # fmt: skip
    erector = [(18.2, -24.0), (24, -21.8), (32, -21.6), (38.2, -24.6), (39.4, -29.4),
               (34.0, -35.4), (24.0, -40.0), (13.0, -41.6), (4.6, -40.4), (9.8, -36.8),
               (15.0, -32.2)]  # fmt: skip
    outer = [(0.0, -42.0), (8, -44.2), (17, -45.0), (26, -43.2), (34.6, -38.6), (42.0, -31.4)]
    found = [
        Piece("transversospinales", "Transversospinales", smooth(spinal), "muscle", flat=True,
              pale=0.25),
        Piece("erector-spinae", "Erector spinae", smooth(erector), "muscle", flat=True, pale=0.25),
        Piece("trapezius", "Trapezius", tube(outer, [1.0, 2.4, 2.8, 2.8, 2.4, 0.3]), "muscle",
              flat=True, pale=0.25),
    ]  # fmt: skip
    others = [Piece("", "", mirror(piece.path), "muscle", flat=True, pale=0.25) for piece in found]
    return [*others, *found]


def _body_wall() -> list[Piece]:
    """Skin, fat, lung and the muscles of the wall and of the back."""
    half = [(0.0, 55.6), (5.0, 56.0), (8.4, 57.4), (8.6, 60.2), (5.4, 62.0), (0.0, 62.4)]
    right = np.array(half)
    sternum = smooth(np.vstack([right, right[-2:0:-1] * [-1, 1]]))
    return [
        Piece("skin", "Skin", _open_ring(_covering(0.0)), "bone", flat=True, fill=_SKIN),
        Piece("", "", _open_ring(_covering(_SKIN_DEPTH)), "bone", flat=True, fill=_FAT, edge=_FAT),
        *_organs(),
        *_bones_beyond(),
        Piece("sternum", "Sternum", sternum, "bone", flat=True),
        *_muscles_of_the_back(),
        Piece(
            "external-intercostal-muscle",
            "External intercostal muscle",
            _between(3.7, 6.1, 0.3, 6.9),
            "muscle",
            flat=True,
        ),
        Piece(
            "internal-intercostal-muscle",
            "Internal intercostal muscle",
            _between(1.1, 3.4, 1.5, 8.55),
            "muscle",
            flat=True,
            pale=0.3,
        ),
        Piece(
            "innermost-intercostal-muscle",
            "Innermost intercostal muscle",
            _between(-2.9, -1.0, 2.0, 6.8),
            "muscle",
            flat=True,
            pale=0.5,
        ),
    ]


def _between(inner: float, outer: float, first: float, last: float) -> Path:
    """A muscle in the wall, whose ends thin out."""
    one, other = beside(inner, first, last), beside(outer, first, last)
    middle = (one + other) / 2
    for end in (0, -1):
        one[end] = middle[end] + (one[end] - middle[end]) * 0.25
        other[end] = middle[end] + (other[end] - middle[end]) * 0.25
    return enclosed([opened(one), opened(other[::-1])])


def _bones_beyond() -> list[Piece]:
    """What lies deeper than the cut: pedicles and transverse processes, and the rib below."""
    found = {
        part.id: part
        for layer in view_above("T6", ribs=True).layers
        for part in (*layer.parts, *layer.on)
    }
    sides = ("left", "right")
    beyond = [found[f"{id}-{side}"] for id in ("pedicle", "transverse-process") for side in sides]
    beyond += [found[f"lamina-{side}"] for side in sides]
    rib = np.vstack(
        [
            [(13.8, 6.4), (17.6, 4.4), (21.4, -1.4), (25.4, -8.0), (29.0, -12.2)],
            beside(-2.9, 1.05, 8.5),
            [(7.0, 57.2), (7.0, 60.6)],
            beside(6.1, 0.5, 8.0)[::-1],
            [(29.6, -19.2), (26.4, -16.6), (22.4, -12.4), (18.4, -6.2), (15.2, -0.6), (13.0, 1.4)],
        ]
    )
    cartilage = [(-20.0, 55.0), (-7.0, 57.2), (-7.0, 60.6), (-20.0, 62.4)]
    return [
        Piece("", "", smooth(rib), "bone", flat=True, pale=0.55),
        Piece("", "", smooth(cartilage), "bone", flat=True, pale=0.55),
        Piece("", "", shade(Layer(tuple(beyond))).outline, "bone", flat=True, pale=0.4),
    ]


def _bones() -> list[Piece]:
    found = {part.id: part for layer in view_above("T6").layers for part in layer.parts}
    arch = (found["lamina-left"], found["lamina-right"], found["spinous-process"])
    body = found["vertebral-body"].path
    middle = np.array([0, 12.4])
    inner = Path((np.asarray(body.vertices) - middle) * 0.9 + middle, body.codes)
    return [
        Piece("vertebral-arch", "Vertebral arch", shade(Layer(arch)).outline, "bone", flat=True),
        Piece("vertebral-body", "Vertebral body", body, "bone", flat=True, seams=inner),
    ]


def _cord() -> list[Piece]:
    """The cord in its sac, which is drawn out into a sleeve round the two roots."""
    cord, grey = view_above("T6").layers[-2].on[-2:]
    centre = np.array([0, -7.7])

    def larger(path: Path, by: float) -> Path:
        return Path((np.asarray(path.vertices) - centre) * by + centre, path.codes)

    left = np.radians(np.linspace(62, 298, 9))
    round_side = np.column_stack([7.0 * np.cos(left), -7.7 + 5.9 * np.sin(left)])
    sleeve = [(5.6, -11.2), (8.0, -9.9), (10.6, -8.8), (13.4, -8.2), (14.6, -6.4), (14.2, -3.6),
              (11.0, -2.7), (8.2, -2.2), (5.8, -2.5)]  # fmt: skip
    sac = smooth(np.vstack([round_side, sleeve]))
    liquid = towards(TISSUES["cartilage"].fill, PAPER, 0.75)
    edge = TISSUES["ligament"].edge
    return [
        Piece("", "", sac, "ligament", flat=True, fill=liquid, edge=edge),
        *_roots(),
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


def _roots() -> list[Piece]:
    """Both roots, their ends hidden in the cord; each of two rootlets that join."""
    ventral = [
        _strand([(1.6, -5.2), (5.2, -4.4), (8.6, -3.9), (13.0, -4.0), (17.0, -4.8)],
                0.7, 0.9, 1.4, 1.6, 1.6),
        _strand([(3.4, -5.0), (5.4, -3.6), (8.0, -3.5), (10.0, -3.8)], 0.7, 0.8, 0.9, 0.8),
    ]  # fmt: skip
    dorsal = [
        _strand([(2.0, -10.4), (5.2, -10.0), (8.0, -8.6), (11.4, -7.2)], 0.7, 0.9, 1.4, 1.8),
        _strand([(3.0, -10.4), (4.6, -11.0), (6.6, -9.8), (8.6, -8.5)], 0.7, 0.8, 0.9, 0.8),
    ]
    return [
        Piece("ventral-root", "Ventral root of spinal nerve", together(ventral), "nerve",
              joined=True),
        Piece("dorsal-root", "Dorsal root of spinal nerve", together(dorsal), "nerve",
              joined=True),
    ]  # fmt: skip


def _nerves() -> list[Piece]:
    """From the branches to the trunk, so that a branch springs from under what it leaves."""
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    turn = np.array([[0.97, 0.22], [-0.22, 0.97]])
    ganglion = np.column_stack([3.2 * np.cos(around), 1.9 * np.sin(around)]) @ turn
    sympathetic = np.column_stack([2.2 * np.cos(around), 3.2 * np.sin(around)])

    def skinwards(*places: float) -> list[tuple[float, float]]:
        """Out to the skin of the side: further out at each of some places along the wall."""
        found = zip((8.0, 9.2, 11.0), places, strict=True)
        course = [beside(shift, at, at + 0.05)[0] for shift, at in found]
        return [(float(x), float(y)) for x, y in course]

    # It leaves the nerve at a slant and forks under the skin.
    lateral = [
        _strand([(51.6, 10.2), (54.2, 12.4), (57.6, 13.8), (59.2, 16.6),
                 *skinwards(4.55, 4.9, 5.3)], 1.3, 1.3, 1.6, 1.3, 1.1, 0.9, 0.4),
        _strand([(57.0, 13.4), (58.9, 12.2), (59.6, 9.8), *skinwards(3.6, 3.3, 2.8)],
                1.3, 1.4, 1.2, 1.0, 0.8, 0.4),
    ]  # fmt: skip
    front = [
        _strand([(18.0, 56.4), (14.8, 57.4), (12.6, 58.6), (11.4, 60.6), (11.1, 63.6)],
                1.45, 1.42, 1.4, 1.4, 1.2),
        _strand([(11.1, 63.4), (12.5, 65.8), (15.8, 67.0), (19.6, 67.2)], 1.1, 1.1, 0.9, 0.4),
        _strand([(11.1, 63.4), (9.9, 65.8), (6.2, 67.6), (2.0, 68.7)], 1.1, 1.1, 0.9, 0.4),
    ]  # fmt: skip
    wall = [(20.4, -5.4), (24.8, -9.6), *WALL[:-2], (25.2, 53.4), WALL[-2], (14.8, 57.4)]
    medial = [(19.2, -17.6), (17.4, -22.6), (16.8, -28.2), (11.6, -35.0), (7.0, -40.0),
              (5.0, -44.4), (6.4, -48.6)]  # fmt: skip
    return [
        Piece("white-ramus-communicans", "White ramus communicans",
              _strand([(25.4, -10.2), (24.8, -5.0), (22.8, 0.2), (18.6, 6.6)], 1.5),
              "nerve", joined=True, fill=_WHITE),
        Piece("grey-ramus-communicans", "Grey ramus communicans",
              _strand([(21.0, -6.0), (20.6, -2.2), (19.0, 1.4), (16.6, 5.4)], 1.5),
              "nerve", joined=True, fill=_GREY),
        _nerve("meningeal-branch", "Meningeal branch of spinal nerve",
               [(17.6, -4.6), (15.2, -1.9), (11.6, -0.9), (7.2, -1.3), (3.4, -0.1), (0.2, 1.0)],
               0.9, 0.9, 0.85, 0.8, 0.7, 0.35),
        Piece("lateral-cutaneous-branch", "Lateral cutaneous branch", together(lateral), "nerve",
              joined=True),
        Piece("anterior-cutaneous-branch", "Anterior cutaneous branch", together(front), "nerve",
              joined=True),
        _nerve("lateral-branch-of-dorsal-ramus", "Lateral branch of dorsal ramus",
               [(19.4, -17.6), (22.2, -21.8), (26.4, -26.4), (29.6, -31.6), (30.4, -35.6)],
               1.5, 1.5, 1.3, 1.1, 0.4),
        _nerve("medial-branch-of-dorsal-ramus", "Medial branch of dorsal ramus", medial,
               1.5, 1.5, 1.4, 1.3, 1.2, 1.0, 0.4),
        _nerve("dorsal-ramus", "Dorsal ramus of spinal nerve",
               [(18.2, -5.0), (20.0, -9.4), (20.3, -14.0), (19.3, -18.2)], 1.9, 2.0, 1.9, 1.7),
        _nerve("intercostal-nerve", "Intercostal nerve", wall, *np.linspace(2.4, 1.42, 13)),
        Piece("sympathetic-ganglion", "Ganglion of sympathetic trunk",
              smooth(np.add(sympathetic, [17.0, 7.6])), "nerve", joined=True),
        _nerve("spinal-nerve", "Spinal nerve", [(14.8, -5.4), (18.0, -4.9), (20.8, -5.8)],
               2.2, 2.8, 2.5),
        Piece("spinal-ganglion", "Spinal ganglion", smooth(np.add(ganglion, [12.7, -6.7])), "nerve",
              joined=True),
    ]  # fmt: skip


def _cut_edge() -> list[Piece]:
    """Paper left of the cut edge."""
    far, low, high = EDGE - 24.0, -56.0, 78.0
    paper = np.array([(far, low), (EDGE, low), (EDGE, high), (far, high)])
    edge = np.array([(EDGE, -50.3), (EDGE + 0.1, -50.3), (EDGE + 0.1, 69.5), (EDGE, 69.5)])
    quiet = towards(_BONE.edge, PAPER, 0.3)
    return [
        Piece("", "", enclosed([paper]), "bone", flat=True, fill=PAPER, edge=PAPER),
        Piece("", "", enclosed([edge]), "bone", flat=True, fill=quiet, edge=quiet),
    ]


@lru_cache(maxsize=1)
def nerve_pieces() -> tuple[Piece, ...]:
    """Everything on the plate, from far to near."""
    return (*_body_wall(), *_bones(), *_cord(), *_nerves(), *_cut_edge())
