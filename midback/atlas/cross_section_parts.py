"""A cut through the back of the chest at T6, as geometry, seen from below.

In mm from the back of the body of T6, y forwards, and x towards the person's left, which is the
right of the picture, as on a scan.
The vertebra and the backs of its ribs are those of the plate `vertebra-above`; every other shape
is illustrative.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, enclosed, opened, together, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer, Part

LEVEL = "T6"
EDGE, FRONT = 83.0, 54.0

_BONE, _CARTILAGE = TISSUES["bone"], TISSUES["cartilage"]
_FAT = towards(towards(_BONE.fill, "#E69F00", 0.2), PAPER, 0.3)
_FAT_EDGE = towards(_BONE.edge, "#E69F00", 0.35)
_LOOSE = towards(_FAT, PAPER, 0.5)
_SKIN = towards(_BONE.fill, TISSUES["artery"].fill, 0.2)
_LUNG = towards(towards(TISSUES["muscle"].fill, "#8A8A8A", 0.35), PAPER, 0.7)
_GREY = towards(TISSUES["nerve"].fill, TISSUES["nerve"].edge, 0.35)
_LUMEN = towards(TISSUES["muscle"].edge, PAPER, 0.2)
_LIQUID = towards(_CARTILAGE.fill, PAPER, 0.7)

# Boundaries on one side, from the midline outwards.
_SKIN_OUTSIDE = (
    (0, -52.0),
    (6, -53.6),
    (16, -58.6),
    (30, -62.0),
    (46, -62.6),
    (62, -60.5),
    (74, -56.5),
    (EDGE, -51.0),
)
_FAT_INSIDE = (
    (0, -42.8),
    (5, -46.0),
    (15, -51.7),
    (28, -54.4),
    (42, -54.2),
    (54, -52.2),
    (62, -50.4),
    (72, -49.6),
    (EDGE, -46.8),
)
_PLEURA_BEHIND = (
    (21.4, 8.8),
    (24.0, 2.0),
    (28.4, -5.4),
    (34.4, -11.2),
    (42.0, -15.2),
    (50.5, -19.6),
    (58.0, -22.0),
    (66.0, -21.4),
    (73.0, -18.8),
    (78.6, -15.8),
    (EDGE, -12.0),
)
_PLEURA_LEFT = ((42, FRONT), (36.0, 48.0), (31.4, 40.0), (30.6, 31.0), (27.0, 22.6), (21.8, 16.0))
_PLEURA_RIGHT = ((36, FRONT), (24.0, 47.6), (14.0, 43.4), (12.8, 36.6), (13.2, 29.0), (17.8, 17.2))


# Small airways and vessels of the lung, to show its texture.
_BRONCHI = ((41, 31, 1.5), (37, 8, 1.0), (44, -5, 0.8), (40, 19, 0.8), (56, -15, 0.7))


def _slab(back: tuple[tuple[float, float], ...]) -> Path:
    """What lies in front of a boundary, cut off at the sides and in front."""
    right = np.array(back)
    whole = np.vstack([right[::-1] * [-1, 1], right[1:]])
    return enclosed([opened(whole), np.array([(EDGE, FRONT), (-EDGE, FRONT)])])


def _both(id: str, term: str, path: Path, tissue: str, **looks: object) -> list[Piece]:
    """On the person's left and, mirrored, on the right."""
    left = Piece(f"{id}-left", f"{term} (left)", path, tissue, flat=True, **looks)  # type: ignore[arg-type]
    return [left, left.mirrored()]


def _disc(x: float, y: float, across: float, deep: float | None = None) -> Path:
    """A round structure, its half widths given."""
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    tall = across if deep is None else deep
    return smooth(np.column_stack([x + across * np.cos(around), y + tall * np.sin(around)]))


def _fascicles(ring: tuple[tuple[float, float], ...], rows: int, tilt: float) -> Path:
    """Short lines between the bundles of a muscle that is cut across."""
    edge = Path(np.array(ring))
    low, high = np.array(ring).min(axis=0), np.array(ring).max(axis=0)
    lines = []
    step = (high[1] - low[1]) / rows
    for row in range(rows * 3):
        for column in range(24):
            x = low[0] + (column + 0.5 * (row % 2)) * step * 1.1
            y = low[1] + (row + 0.5) * step - tilt * (x - low[0])
            corners = np.array(
                [(x - step * 0.4, y + 0.35), (x, y - 0.3), (x + step * 0.4, y + 0.3)]
            )
            if edge.contains_points(corners).all():
                lines.append(opened(corners))
    return together(lines)


def _skin_and_fat() -> list[Piece]:
    inside = tuple((x, y + 2.2) for x, y in _SKIN_OUTSIDE)
    return [
        Piece("skin", "Skin", _slab(_SKIN_OUTSIDE), "bone", flat=True, fill=_SKIN),
        Piece(
            "subcutaneous-fat",
            "Subcutaneous fat",
            _slab(inside),
            "bone",
            flat=True,
            fill=_FAT,
            edge=_FAT_EDGE,
        ),
        Piece("", "", _slab(_FAT_INSIDE), "bone", flat=True, fill=_LOOSE, edge=_FAT_EDGE),
    ]


def _lungs() -> list[Piece]:
    found = []
    for side, front, sign in (("left", _PLEURA_LEFT, 1.0), ("right", _PLEURA_RIGHT, -1.0)):
        line = np.array([*front, *_PLEURA_BEHIND]) * [sign, 1]
        lung = enclosed([opened(line), np.array([(sign * EDGE, FRONT)])])
        marks = []
        for x, y, size in (
            (41, 31, 1.5),
            (37, 8, 1.0),
            (44, -5, 0.8),
            (40, 19, 0.8),
            (56, -15, 0.7),
        ):
            marks.append(_disc(sign * x, y, size))
            marks.append(opened([(sign * (x + size), y), (sign * (x + 3.2), y - 1.4)]))
        found.append(
            Piece(
                f"lung-{side}",
                f"{side.capitalize()} lung",
                lung,
                "muscle",
                flat=True,
                fill=_LUNG,
                seams=together(marks),
            )
        )
        found.append(
            Piece(
                f"pleura-{side}",
                f"Pleura ({side})",
                tube(line, 1.9),
                "ligament",
                flat=True,
                pale=0.15,
            )
        )
    return found


_TRANSVERSOSPINAL = (
    (3.6, -23.4),
    (8.0, -21.8),
    (14.0, -21.0),
    (20.0, -23.2),
    (24.6, -25.0),
    (21.0, -29.6),
    (14.0, -34.0),
    (7.4, -37.0),
    (3.8, -37.6),
)
_ERECTOR = (
    (25.8, -25.8),
    (32.0, -23.6),
    (40.0, -25.6),
    (50.0, -29.8),
    (56.4, -31.6),
    (54.6, -36.6),
    (46.0, -41.0),
    (34.0, -43.8),
    (22.0, -43.2),
    (12.0, -40.8),
    (6.4, -38.6),
    (13.0, -35.8),
    (21.6, -30.8),
)


def _muscles() -> list[Piece]:
    trapezius = [(0.5, -40.6), (5, -44.9), (15, -49.7), (28, -52.4), (42, -52.3), (54, -50.4)]
    rhomboid = [(1.4, -38.6), (7, -41.9), (15, -45.4), (28, -47.9), (42, -47.6), (56, -44.9)]
    blade = [(67, -41.4), (73, -40.0), (79, -37.6), (EDGE, -35.4)]
    behind = [(68, -43.9), (72, -48.0), (78, -48.4), (EDGE, -45.9)]
    before = [(68, -39.3), (72.5, -35.0), (78, -31.4), (EDGE, -28.6)]
    subscapular = enclosed(
        [opened(before), opened([(EDGE, -33.9), (79, -36.0), (73, -38.3), (68, -39.3)])]
    )
    infraspinous = enclosed(
        [opened(behind), opened([(EDGE, -36.9), (79, -39.2), (73, -41.7), (68, -43.9)])]
    )
    split = [
        opened([(37.0, -25.4), (36.4, -33.0), (38.6, -42.6)]),
        opened([(18.0, -33.6), (16.6, -37.0), (17.0, -41.8)]),
    ]
    bundles = _fascicles(_ERECTOR, 5, -0.05)
    return [
        *_both("subscapularis", "Subscapularis", subscapular, "muscle"),
        *_both("infraspinatus", "Infraspinatus", infraspinous, "muscle"),
        *_both("scapula", "Scapula", tube(blade, [3.8, 2.6, 2.4, 2.4]), "bone"),
        *_both(
            "transversospinales",
            "Transversospinales",
            smooth(_TRANSVERSOSPINAL),
            "muscle",
            seams=_fascicles(_TRANSVERSOSPINAL, 5, 0.5),
        ),
        *_both(
            "erector-spinae",
            "Erector spinae",
            smooth(_ERECTOR),
            "muscle",
            strands=bundles,
            seams=together(split),
        ),
        *_both(
            "rhomboid-major",
            "Rhomboid major",
            tube([*rhomboid, (67, -41.4)], [1.4, 3.2, 3.8, 4.0, 4.0, 4.0, 2.6]),
            "muscle",
            seams=opened(np.array([*rhomboid[1:], (65, -42.0)])),
        ),
        *_both(
            "trapezius",
            "Trapezius",
            tube([*trapezius, (61, -48.4)], [1.6, 3.2, 3.6, 3.6, 3.4, 2.8, 0.7]),
            "muscle",
            seams=opened(np.array(trapezius[1:])),
        ),
    ]


def _wall() -> list[Piece]:
    between = [(60.5, -26.2), (66, -25.8), (72, -23.9), (77.5, -20.6)]
    rib = [
        (14.9, 4.8),
        (17.6, 2.6),
        (22.8, -6.1),
        (29.4, -14.2),
        (39.4, -19.8),
        (49, -24.6),
        (57, -26.8),
        (63.5, -26.8),
    ]
    widths = [5.6, 7.2, 5.4, 7.6, 6.0, 6.2, 5.2, 1.4]
    marrow = tube(rib, [1.6, *(width - 2.0 for width in widths[1:-1]), 0.4])
    next_rib = [(73.4, -23.6), (77.5, -21.0), (EDGE, -17.0)]
    lines = [opened(np.add(between, [0, shift])) for shift in (-0.8, 0.9)]
    return [
        *_both(
            "intercostal-muscles",
            "Intercostal muscles",
            tube(between, [2.2, 5.4, 5.4, 3.0]),
            "muscle",
            seams=together(lines),
        ),
        *_both("fifth-rib", "Fifth rib", tube(next_rib, [1.6, 5.8, 6.6]), "bone"),
        *_both(
            "sixth-rib",
            "Sixth rib",
            tube(rib, widths),
            "bone",
            seams=marrow,
        ),
    ]


def _bones() -> list[Piece]:
    """The body and the arch of T6, cut, with the joints for the ribs."""
    found: dict[str, Part] = {}
    layers = view_above(LEVEL, ribs=True).layers
    for layer in layers:
        for part in (*layer.parts, *layer.on):
            found[part.id] = part
    arch = tuple(
        found[f"{id}-{side}"]
        for id in ("pedicle", "lamina", "transverse-process")
        for side in ("left", "right")
    )
    outline = shade(Layer((*arch, found["spinous-process"]))).outline
    body = found["vertebral-body"].path
    middle = np.array([0, 12.4])
    inner = Path((np.asarray(body.vertices) - middle) * 0.9 + middle, body.codes)
    named = (
        ("joint-of-head-of-rib", "Joint of head of rib"),
        ("costotransverse-joint", "Costotransverse joint"),
    )
    joints = [
        piece
        for id, term in named
        for piece in _both(id, term, found[f"{id}-right"].path, "cartilage")
    ]
    return [
        Piece("vertebral-arch", "Vertebral arch", outline, "bone", flat=True),
        Piece("vertebral-body", "Vertebral body", body, "bone", flat=True, seams=inner),
        *joints,
    ]


def _canal() -> list[Piece]:
    view = view_above(LEVEL)
    foramen = view.gaps[0].path
    cord, grey = view.layers[-2].on[-2:]
    sac = _disc(0, -7.7, 6.4, 5.6)
    return [
        Piece(
            "epidural-space",
            "Epidural space",
            foramen,
            "bone",
            flat=True,
            fill=_FAT,
            edge=_BONE.edge,
        ),
        Piece("dura-mater", "Spinal dura mater", sac, "ligament", flat=True),
        Piece(
            "subarachnoid-space",
            "Subarachnoid space",
            _disc(0, -7.7, 5.6, 4.8),
            "cartilage",
            flat=True,
            fill=_LIQUID,
        ),
        Piece("spinal-cord", "Spinal cord", cord.path, "nerve", flat=True),
        Piece(
            "",
            "",
            grey.path,
            "nerve",
            flat=True,
            detail=True,
            fill=_GREY,
        ),
    ]


def _mediastinum() -> list[Piece]:
    atrium = enclosed(
        [
            opened(
                [
                    (-26, FRONT),
                    (-20, 50.0),
                    (-9, 48.0),
                    (4, 47.7),
                    (18, 48.4),
                    (29, 51),
                    (32, FRONT),
                ]
            ),
        ]
    )
    gullet = [
        (-9.4, 41.0),
        (-6.4, 44.2),
        (-1.2, 45.2),
        (4.4, 44.6),
        (7.0, 42.2),
        (5.0, 38.4),
        (-0.4, 36.8),
        (-6.4, 37.6),
    ]
    slit = [(-5.6, 41.0), (-1.4, 42.0), (3.4, 41.6), (-1.0, 40.4)]
    left_artery = [(10.6, 25.6), (12.4, 19.0), (14.0, 14.0), (15.6, 10.0)]
    right_artery = [
        (8.0, 29.2),
        (1.0, 28.2),
        (-5.4, 26.4),
        (-10.8, 21.8),
        (-13.8, 16.0),
        (-15.6, 10.0),
    ]
    aorta = TISSUES["artery"]
    return [
        Piece("left-atrium", "Left atrium", atrium, "artery", flat=True, pale=0.5),
        Piece(
            "posterior-intercostal-artery-left",
            "Posterior intercostal artery (left)",
            tube(left_artery, 1.9),
            "artery",
        ),
        Piece(
            "posterior-intercostal-artery-right",
            "Posterior intercostal artery (right)",
            tube(right_artery, 1.9),
            "artery",
        ),
        Piece("thoracic-aorta", "Thoracic aorta", _disc(17.8, 32.6, 11.2), "artery"),
        Piece(
            "",
            "",
            _disc(17.8, 32.6, 9.6),
            "artery",
            flat=True,
            detail=True,
            fill=towards(aorta.fill, PAPER, 0.45),
        ),
        Piece("oesophagus", "Oesophagus", smooth(gullet), "muscle"),
        Piece(
            "",
            "",
            smooth(slit),
            "muscle",
            flat=True,
            detail=True,
            fill=_LUMEN,
        ),
        Piece("azygos-vein", "Azygos vein", _disc(-8.2, 30.4, 3.5), "vein"),
        Piece(
            "accessory-hemiazygos-vein", "Accessory hemiazygos vein", _disc(17.2, 16.8, 2.3), "vein"
        ),
        Piece("thoracic-duct", "Thoracic duct", _disc(-1.2, 31.6, 1.7), "ligament"),
        *_both("sympathetic-trunk", "Sympathetic trunk", _disc(18.0, 10.2, 2.0), "nerve"),
    ]


@lru_cache(maxsize=1)
def section() -> tuple[Piece, ...]:
    """Everything in the cut, from far to near."""
    return (
        *_skin_and_fat(),
        *_lungs(),
        *_muscles(),
        *_wall(),
        *_bones(),
        *_canal(),
        *_mediastinum(),
    )
