"""The vessels of the thoracic cord in a transverse cut, seen from below as on a scan.

In mm from the back of the vertebral body, y forwards, and x towards the person's left, which is
the right of the picture.
Body, laminae and spinous process are those of the plate `vertebra-above`; every vessel is
illustrative.
"""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, mirror, together, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer

LIQUID = towards(TISSUES["cartilage"].fill, PAPER, 0.75)
_FAT = towards(towards(TISSUES["bone"].fill, "#E69F00", 0.2), PAPER, 0.55)
_GREY_MATTER = towards(TISSUES["nerve"].fill, TISSUES["nerve"].edge, 0.35)
_CORD_MIDDLE = -7.7


def disc(x: float, y: float, across: float, deep: float | None = None) -> Path:
    """A round structure, its half widths given."""
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    tall = across if deep is None else deep
    return smooth(np.column_stack([x + across * np.cos(around), y + tall * np.sin(around)]))


def _both(id: str, term: str, path: Path, tissue: str) -> list[Piece]:
    left = Piece(f"{id}-left", f"{term} (left)", path, tissue, joined=True)
    return [left, left.mirrored()]


def _bones() -> list[Piece]:
    found = {part.id: part for layer in view_above("T8").layers for part in layer.parts}
    arch = (found["lamina-left"], found["lamina-right"], found["spinous-process"])
    body = found["vertebral-body"].path
    middle = np.array([0, 13.0])
    inner = Path((np.asarray(body.vertices) - middle) * 0.9 + middle, body.codes)
    foramen = view_above("T8").gaps[0].path
    return [
        Piece("", "", foramen, "bone", flat=True, fill=_FAT, edge=_FAT),
        Piece("vertebral-arch", "Vertebral arch", shade(Layer(arch)).outline, "bone", flat=True),
        Piece("vertebral-body", "Vertebral body", body, "bone", flat=True, seams=inner),
    ]


def _cord() -> list[Piece]:
    cord, grey = view_above("T8").layers[-2].on[-2:]
    edge = TISSUES["ligament"].edge
    sac = disc(0, _CORD_MIDDLE, 7.0, 6.0)
    ventral = [(3.0, -5.4), (7.6, -4.0), (13.0, -4.6), (18.0, -5.8), (25.0, -10.0)]
    dorsal = [(2.8, -10.6), (7.0, -9.4), (12.4, -7.2), (17.0, -5.8)]
    roots = [tube(ventral, [1.5, 1.6, 1.6, 2.2, 2.2]), tube(dorsal, [1.5, 1.8, 3.6, 2.0])]
    roots += [mirror(root) for root in roots]
    return [
        Piece("", "", sac, "ligament", flat=True, fill=LIQUID, edge=edge),
        Piece("", "", together(roots), "nerve", joined=True, pale=0.55),
        Piece("spinal-cord", "Spinal cord", cord.path, "nerve", flat=True, pale=0.2),
        Piece("", "", grey.path, "nerve", flat=True, detail=True, fill=_GREY_MATTER, pale=0.2),
    ]


def _veins() -> list[Piece]:
    before = [(-7.6, -3.4), (-4.6, -0.8), (0, 0.2), (4.6, -0.8), (7.6, -3.4)]
    behind = [(-7.4, -10.6), (-5.4, -13.6), (0, -14.9), (5.4, -13.6), (7.4, -10.6)]
    in_body = [
        tube([(0, 0.6), (0.2, 6.0), (0, 11.0)], [1.9, 1.5, 0.3]),
        tube([(0.1, 5.4), (3.2, 8.2), (4.4, 10.8)], [1.2, 0.9, 0.2]),
        tube([(0.1, 5.4), (-3.2, 8.2), (-4.4, 10.8)], [1.2, 0.9, 0.2]),
    ]
    outer = tube([(13.4, -20.6), (8.0, -24.0), (4.6, -28.0), (3.9, -36.0)], [0.3, 1.4, 1.5, 0.4])
    between = [(6.8, -2.6), (11.0, -1.8), (15.6, -0.6), (20.0, 3.0), (23.6, 7.2)]
    left = [(48, -5.2), (38, -0.4), (27, 5.4), (21.4, 10.4), (18.6, 16.0), (17.6, 20.4)]
    right = [(-48, -5.2), (-38, -0.4), (-27, 5.4), (-20.4, 12), (-16.4, 20), (-12, 28), (-8, 33)]
    front = [(10.6, 24.4), (5.0, 28.6), (-0.6, 29.2), (-6.0, 27.6)]
    wide = [1.6, 1.8, 2.0, 2.0, 2.0]
    return [
        Piece(
            "anterior-external-vertebral-venous-plexus",
            "Anterior external vertebral venous plexus",
            tube(front, [0.3, 1.5, 1.5, 0.3]),
            "vein",
            joined=True,
        ),
        *_both(
            "posterior-external-vertebral-venous-plexus",
            "Posterior external vertebral venous plexus",
            outer,
            "vein",
        ),
        *_both(
            "intervertebral-vein",
            "Intervertebral vein",
            tube(between, [1.5, 1.5, 1.5, 1.6, 1.6]),
            "vein",
        ),
        Piece(
            "posterior-intercostal-vein-left",
            "Posterior intercostal vein (left)",
            tube(left, [*wide, 2.0]),
            "vein",
            joined=True,
        ),
        Piece(
            "posterior-intercostal-vein-right",
            "Posterior intercostal vein (right)",
            tube(right, [*wide, 2.0, 2.2]),
            "vein",
            joined=True,
        ),
        Piece(
            "basivertebral-vein",
            "Basivertebral vein",
            together(in_body),
            "vein",
            joined=True,
        ),
        Piece(
            "anterior-internal-vertebral-venous-plexus",
            "Anterior internal vertebral venous plexus",
            tube(before, [1.1, 1.9, 1.7, 1.9, 1.1]),
            "vein",
            joined=True,
        ),
        Piece(
            "posterior-internal-vertebral-venous-plexus",
            "Posterior internal vertebral venous plexus",
            tube(behind, [1.0, 1.6, 1.3, 1.6, 1.0]),
            "vein",
            joined=True,
        ),
    ]


def _arteries() -> list[Piece]:
    beyond = [(19.0, 6.4), (26, 1.0), (38, -5.4), (48, -10.0)]
    left = [(11.2, 30.0), (14.0, 22.6), (16.4, 13.4), *beyond]
    right = [(8.4, 32.0), (1.0, 31.2), (-7.0, 29.4), (-13.4, 23.0), (-16.4, 13.4)]
    right += [(-x, y) for x, y in beyond]
    back = [(19.6, 5.8), (21.2, -1.0), (21.4, -9.0), (19.6, -18.0), (16.8, -26.0)]
    spinal = [(21.2, -2.4), (17.0, -3.4), (12.8, -4.0), (9.4, -5.0)]
    ventral = [(10.0, -4.7), (7.0, -3.7), (3.6, -2.8), (0.4, -2.9)]
    dorsal = [(10.0, -4.9), (8.2, -8.4), (5.8, -11.6), (3.6, -12.3)]
    return [
        Piece(
            "posterior-intercostal-artery-left",
            "Posterior intercostal artery (left)",
            tube(left, [2.6, 2.4, 2.3, 2.2, 2.0, 1.8, 1.6]),
            "artery",
            joined=True,
        ),
        Piece(
            "posterior-intercostal-artery-right",
            "Posterior intercostal artery (right)",
            tube(right, [2.6, 2.4, 2.4, 2.4, 2.3, 2.2, 2.0, 1.8, 1.6]),
            "artery",
            joined=True,
        ),
        *_both(
            "dorsal-branch",
            "Dorsal branch of posterior intercostal artery",
            tube(back, [1.9, 1.9, 1.7, 1.4, 0.8]),
            "artery",
        ),
        *_both("spinal-branch", "Spinal branch", tube(spinal, [1.5, 1.5, 1.4, 1.3]), "artery"),
        *_both(
            "anterior-radicular-artery",
            "Anterior radicular artery",
            tube(ventral, [1.2, 1.1, 1.0, 1.0]),
            "artery",
        ),
        *_both(
            "posterior-radicular-artery",
            "Posterior radicular artery",
            tube(dorsal, [1.2, 1.1, 1.0, 0.9]),
            "artery",
        ),
        *_both(
            "posterior-spinal-artery", "Posterior spinal artery", disc(3.4, -12.2, 0.95), "artery"
        ),
    ]


def cut_pieces() -> tuple[Piece, ...]:
    """Everything in the cut, from far to near."""
    return (
        *_bones(),
        *_cord(),
        *_veins(),
        *_arteries(),
        Piece("anterior-spinal-artery", "Anterior spinal artery", disc(0, -2.8, 1.15), "artery"),
        Piece("thoracic-aorta", "Thoracic aorta", disc(13.6, 37.4, 8.6), "artery"),
        Piece(
            "",
            "",
            disc(13.6, 37.4, 7.2),
            "artery",
            flat=True,
            detail=True,
            fill=towards(TISSUES["artery"].fill, PAPER, 0.45),
        ),
        Piece("azygos-vein", "Azygos vein", disc(-7.4, 34.6, 3.2), "vein"),
        Piece("hemiazygos-vein", "Hemiazygos vein", disc(18.0, 21.8, 2.5), "vein"),
    )
