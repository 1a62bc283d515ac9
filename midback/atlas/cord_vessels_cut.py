"""The vessels of the thoracic cord in a transverse cut, seen from below as on a scan.

In mm from the back of the vertebral body, y forwards, and x towards the person's left, which is
the right of the picture.
The cut runs just below the pedicles: body and laminae are cut, pedicles and transverse processes
lie beyond.
The bones are those of the plate `vertebra-above`; every vessel is illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, mirror, together, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer
from midback.atlas.vessels import Vessel, joined, lumen, vessel

LIQUID = towards(TISSUES["cartilage"].fill, PAPER, 0.75)
_FAT = towards(towards(TISSUES["bone"].fill, "#E69F00", 0.2), PAPER, 0.55)
_GREY_MATTER = towards(TISSUES["nerve"].fill, TISSUES["nerve"].edge, 0.35)
_CORD_MIDDLE = -7.7


@dataclass(frozen=True)
class Depth:
    """Pieces that lie equally deep, and the vessels among them that take the light."""

    pieces: tuple[Piece, ...]
    tissue: str = ""
    vessels: tuple[Vessel, ...] = ()


def disc(x: float, y: float, across: float, deep: float | None = None) -> Path:
    """A round structure, its half widths given."""
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    tall = across if deep is None else deep
    return smooth(np.column_stack([x + across * np.cos(around), y + tall * np.sin(around)]))


def _inset(path: Path, middle: tuple[float, float], share: float) -> Path:
    centre = np.array(middle)
    return Path((np.asarray(path.vertices) - centre) * share + centre, path.codes)


def _bones() -> Depth:
    found = {part.id: part for layer in view_above("T8").layers for part in layer.parts}
    sides = ("left", "right")
    beyond = [found[f"{id}-{side}"] for id in ("pedicle", "transverse-process") for side in sides]
    arch = (found["lamina-left"], found["lamina-right"], found["spinous-process"])
    body = found["vertebral-body"].path
    foramen = view_above("T8").gaps[0].path
    bone = TISSUES["bone"]
    return Depth(
        (
            Piece(
                "",
                "",
                shade(Layer(tuple(beyond))).outline,
                "bone",
                fill=towards(bone.fill, bone.edge, 0.17),
            ),
            Piece("", "", foramen, "bone", flat=True, fill=_FAT, edge=_FAT),
            Piece(
                "vertebral-arch", "Vertebral arch", shade(Layer(arch)).outline, "bone", flat=True
            ),
            Piece(
                "vertebral-body",
                "Vertebral body",
                body,
                "bone",
                flat=True,
                seams=_inset(body, (0, 13.0), 0.92),
            ),
        )
    )


def _cord() -> Depth:
    cord, grey = view_above("T8").layers[-2].on[-2:]
    edge = TISSUES["ligament"].edge
    sac = disc(0, _CORD_MIDDLE, 7.0, 6.0)
    ventral = [(3.0, -5.4), (7.6, -4.6), (13.0, -5.0), (18.0, -6.2), (24.0, -10.6)]
    dorsal = [(2.8, -10.6), (7.0, -9.4), (12.4, -7.4), (17.0, -6.2)]
    roots = [
        vessel(ventral, [1.3, 1.5, 1.6, 2.4, 1.8]).path,
        tube(dorsal, [1.3, 1.7, 3.7, 2.0]),
    ]
    roots += [mirror(root) for root in roots]
    return Depth(
        (
            Piece("", "", sac, "ligament", flat=True, fill=LIQUID, edge=edge),
            Piece("", "", together(roots), "nerve", joined=True, pale=0.5),
            Piece("spinal-cord", "Spinal cord", cord.path, "nerve", flat=True, pale=0.2),
            Piece("", "", grey.path, "nerve", flat=True, detail=True, fill=_GREY_MATTER, pale=0.2),
        )
    )


def _mirrored(vessels: list[Vessel]) -> list[Vessel]:
    return [one.mirrored() for one in vessels]


def _veins() -> Depth:
    """Two rings, inside the canal and round the bone, that the foramina and the body join."""

    def vein(*points: tuple[float, float], wide: list[float]) -> Vessel:
        return vessel(points, wide, swell=0.1)

    before = [
        vein((-7.6, -4.6), (-6.2, -1.9), (-3.4, -0.3), (0, 0.3), (3.4, -0.3), (6.2, -1.9),
             (7.6, -4.6), wide=[0.9, 2.5, 1.7, 1.7, 1.7, 2.5, 0.9]),
    ]  # fmt: skip
    behind = [
        vein((-7.5, -10.0), (-6.4, -12.8), (-3.6, -14.2), (0, -15.0), (3.6, -14.2), (6.4, -12.8),
             (7.5, -10.0), wide=[0.8, 1.4, 2.0, 1.1, 2.0, 1.4, 0.8]),
    ]  # fmt: skip
    # Along the side of the canal the front and the back of the inner ring join.
    ring = [vein((7.5, -3.8), (8.0, -6.6), (7.5, -10.6), wide=[1.1, 0.8, 0.9])]
    in_body = [
        vein((0, 0.8), (0.3, 5.0), (-0.2, 9.6), (0.2, 15.4), wide=[2.2, 1.9, 1.5, 0.4]),
        vein((0.1, 4.8), (2.6, 8.6), (5.8, 10.6), (7.6, 15.0), wide=[1.3, 1.1, 0.8, 0.3]),
        vein((0.1, 4.8), (-2.8, 8.0), (-5.6, 11.2), (-7.2, 15.4), wide=[1.3, 1.1, 0.8, 0.3]),
        vein((5.4, 10.3), (8.2, 10.2), (10.4, 8.6), wide=[0.8, 0.6, 0.3]),
        vein((-5.2, 10.8), (-8.4, 10.4), (-10.6, 9.0), wide=[0.8, 0.6, 0.3]),
    ]
    outer = [
        vein((21.6, 2.6), (22.8, -4.0), (22.2, -11.4), (17.8, -17.6), (11.4, -20.6),
             wide=[1.3, 1.3, 1.4, 1.5, 1.4]),
        vein((12.4, -20.4), (7.6, -22.4), (5.2, -26.4), (4.5, -31.6), (4.1, -36.6),
             wide=[1.3, 1.6, 1.5, 1.2, 0.4]),
        vein((9.8, -21.2), (10.6, -25.0), (9.6, -29.0), wide=[1.1, 0.9, 0.3]),
        vein((19.6, -15.4), (20.6, -19.6), (19.4, -23.6), wide=[1.1, 0.9, 0.3]),
    ]  # fmt: skip
    between = [
        vein((7.2, -2.8), (10.8, -1.9), (15.6, -0.7), (20.0, 2.2), (24.2, 6.6),
             wide=[1.5, 1.7, 1.5, 1.7, 1.9]),
    ]  # fmt: skip
    left = [
        vein((46.0, -4.0), (37, -0.2), (27, 5.0), (21.6, 9.6), (19.2, 15.0), (18.2, 20.4),
             wide=[1.7, 1.8, 2.0, 2.1, 2.2, 2.6]),
    ]  # fmt: skip
    right = [
        vein((-46.0, -4.0), (-37, -0.2), (-27, 5.0), (-20.6, 12), (-17.4, 19.4), (-13, 27),
             (-8.6, 32.4), wide=[1.7, 1.8, 2.0, 2.2, 2.3, 2.4, 3.2]),
    ]  # fmt: skip
    front = [
        vein((-15.4, 23.2), (-10.6, 25.6), (-5.2, 27.5), (0, 28.0), (5.2, 27.3), (10.8, 24.2),
             (15.2, 18.4), (18.4, 16.0), wide=[1.2, 1.4, 1.2, 1.5, 1.3, 1.5, 1.2, 1.3]),
        vein((-2.6, 27.9), (-5.4, 30.0), (-7.2, 32.6), wide=[1.0, 0.9, 1.1]),
    ]  # fmt: skip
    rows = [
        ("anterior-external-vertebral-venous-plexus",
         "Anterior external vertebral venous plexus", front),
        ("posterior-external-vertebral-venous-plexus-left",
         "Posterior external vertebral venous plexus (left)", outer),
        ("posterior-external-vertebral-venous-plexus-right",
         "Posterior external vertebral venous plexus (right)", _mirrored(outer)),
        ("", "", [*ring, *_mirrored(ring)]),
        ("intervertebral-vein-left", "Intervertebral vein (left)", between),
        ("intervertebral-vein-right", "Intervertebral vein (right)", _mirrored(between)),
        ("posterior-intercostal-vein-left", "Posterior intercostal vein (left)", left),
        ("posterior-intercostal-vein-right", "Posterior intercostal vein (right)", right),
        ("basivertebral-vein", "Basivertebral vein", in_body),
        ("anterior-internal-vertebral-venous-plexus",
         "Anterior internal vertebral venous plexus", before),
        ("posterior-internal-vertebral-venous-plexus",
         "Posterior internal vertebral venous plexus", behind),
    ]  # fmt: skip
    ends = [lumen((side * 45.9, -4.0), 0.55, 0.75, "vein", side * -24) for side in (1, -1)]
    return Depth(
        (*(joined(id, term, vessels, "vein") for id, term, vessels in rows), *ends),
        "vein",
        tuple(one for _, _, vessels in rows for one in vessels),
    )


def _arteries() -> Depth:
    beyond = [(19.2, 6.0), (26, 0.8), (36, -5.2), (46, -9.4)]
    left = [(10.0, 30.0), (13.0, 24.2), (16.0, 18.0), (17.4, 11.4), *beyond]
    right = [(9.4, 31.0), (2.0, 30.6), (-6.0, 28.9), (-12.8, 24.4), (-16.6, 18.4), (-17.4, 11.4)]
    right += [(-x, y) for x, y in beyond]
    back = [
        vessel([(19.0, 6.4), (20.6, 0.0), (20.8, -8.0), (18.8, -15.6), (15.4, -21.6),
                (13.0, -27.6)], [2.3, 1.8, 1.7, 1.4, 1.1, 0.4]),
    ]  # fmt: skip
    twig = vessel(
        [(20.0, -11.0), (20.4, -17.4), (22.6, -22.6), (25.6, -26.4)], [1.2, 1.1, 0.9, 0.3]
    )
    spinal = [vessel([(20.0, -1.8), (17.0, -2.9), (12.8, -3.6), (9.6, -4.6)], [1.6, 1.4, 1.3, 1.2])]
    ventral = [
        vessel([(10.1, -4.4), (7.4, -3.9), (4.6, -3.7), (2.6, -3.1), (0.9, -2.7)],
               [1.3, 1.05, 0.95, 0.8, 0.7])
    ]  # fmt: skip
    dorsal = [
        vessel([(10.1, -4.7), (9.0, -7.4), (6.8, -10.2), (4.6, -11.8), (3.6, -12.2)],
               [1.3, 1.05, 0.95, 0.85, 0.75])
    ]  # fmt: skip
    # The net on the surface of the cord, between its three long arteries.
    net = [
        vessel([(0.8, -2.6), (3.4, -4.4), (4.9, -7.4), (4.6, -10.2), (3.7, -11.8)], 0.34),
        vessel([(3.0, -12.6), (1.4, -12.9), (0.0, -12.7)], 0.34),
    ]
    sulcal = vessel([(0.0, -3.2), (0.0, -4.8), (0.25, -6.2)], [0.6, 0.45, 0.25])
    rows = [
        ("", "", [*net, *_mirrored(net), sulcal, twig, twig.mirrored()]),
        ("posterior-intercostal-artery-left", "Posterior intercostal artery (left)",
         [vessel(left, [3.4, 2.5, 2.3, 2.3, 2.4, 2.0, 1.8, 1.6])]),
        ("posterior-intercostal-artery-right", "Posterior intercostal artery (right)",
         [vessel(right, [3.4, 2.6, 2.5, 2.5, 2.4, 2.3, 2.4, 2.0, 1.8, 1.6])]),
    ]  # fmt: skip
    for id, term, own in (
        ("dorsal-branch", "Dorsal branch of posterior intercostal artery", back),
        ("spinal-branch", "Spinal branch", spinal),
        ("anterior-radicular-artery", "Anterior radicular artery", ventral),
        ("posterior-radicular-artery", "Posterior radicular artery", dorsal),
    ):
        rows.append((f"{id}-left", f"{term} (left)", own))
        rows.append((f"{id}-right", f"{term} (right)", _mirrored(own)))
    ends = [lumen((side * 45.9, -9.4), 0.5, 0.66, "artery", side * -22) for side in (1, -1)]
    return Depth(
        (*(joined(id, term, vessels, "artery") for id, term, vessels in rows), *ends),
        "artery",
        tuple(one for _, _, vessels in rows[1:] for one in vessels),
    )


def _cut_across() -> Depth:
    """Vessels that run along the body: each a wall round its opening."""
    pieces: list[Piece] = []
    for id, term, x, y, wide, wall, tissue in (
        ("posterior-spinal-artery-left", "Posterior spinal artery (left)",
         3.4, -12.2, 1.02, 0.5, "artery"),
        ("posterior-spinal-artery-right", "Posterior spinal artery (right)",
         -3.4, -12.2, 1.02, 0.5, "artery"),
        ("anterior-spinal-artery", "Anterior spinal artery", 0.0, -2.55, 1.3, 0.6, "artery"),
        ("thoracic-aorta", "Thoracic aorta", 12.6, 36.0, 8.2, 1.25, "artery"),
        ("azygos-vein", "Azygos vein", -7.4, 33.8, 3.2, 0.7, "vein"),
        ("hemiazygos-vein", "Hemiazygos vein", 18.6, 21.6, 2.5, 0.65, "vein"),
    ):  # fmt: skip
        pieces += [Piece(id, term, disc(x, y, wide), tissue)]
        pieces += [lumen((x, y), wide - wall, wide - wall, tissue, depth=0.3 if wide > 5 else 0.6)]
    return Depth(tuple(pieces))


def cut_depths() -> tuple[Depth, ...]:
    """Everything in the cut, from far to near."""
    return (_bones(), _cord(), _veins(), _arteries(), _cut_across())
