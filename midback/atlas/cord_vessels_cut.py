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
from matplotlib.transforms import Affine2D

from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, mirror, together
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer
from midback.atlas.vessels import Vessel, joined, lumen, vessel

LIQUID = towards(TISSUES["cartilage"].fill, PAPER, 0.75)
_FAT = towards(towards(TISSUES["bone"].fill, "#E69F00", 0.2), PAPER, 0.55)
_GREY_MATTER = towards(TISSUES["nerve"].fill, TISSUES["nerve"].edge, 0.35)
_CORD_MIDDLE = -7.7
# The cord is drawn a little larger than it is, for its arteries to be seen.
_CORD_SIZE = 1.16
_CORD_HALF = (4.6 * _CORD_SIZE, 3.6 * _CORD_SIZE)


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
                fill=towards(bone.fill, bone.edge, 0.07),
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
    sac = disc(0, _CORD_MIDDLE, 6.9, 5.8)
    middle = (0.0, _CORD_MIDDLE)
    # The roots end under the cord; the dorsal one swells into the ganglion.
    ventral = vessel(
        [(2.6, -5.2), (6.6, -5.0), (11.0, -5.2), (15.6, -6.0), (19.0, -7.4), (22.4, -10.8),
         (26.6, -13.4)],
        [0.7, 1.0, 1.3, 1.7, 2.5, 2.1, 1.7],
    ).path  # fmt: skip
    behind = vessel([(18.4, -7.4), (20.0, -11.4), (19.6, -16.0)], [1.4, 1.2, 0.9]).path
    dorsal = vessel(
        [(2.8, -10.4), (6.6, -9.8), (10.2, -8.6), (14.0, -7.6), (17.6, -7.0)],
        [0.7, 1.1, 1.5, 1.8, 1.8],
    ).path
    ganglion = disc(0, 0, 2.9, 1.6)
    turned = Affine2D().rotate_deg(12).translate(12.8, -8.0).transform_path(ganglion)

    def on_both_sides(*paths: Path) -> Path:
        return together([*paths, *(mirror(path) for path in paths)])

    return Depth(
        (
            Piece("", "", sac, "ligament", flat=True, fill=LIQUID, edge=edge),
            Piece("", "", on_both_sides(behind, dorsal, ventral), "nerve", joined=True, pale=0.3),
            Piece("", "", on_both_sides(turned), "nerve", flat=True, pale=0.25),
            Piece("spinal-cord", "Spinal cord", _inset(cord.path, middle, _CORD_SIZE), "nerve",
                  flat=True, pale=0.2),
            Piece("", "", _inset(grey.path, middle, _CORD_SIZE), "nerve", flat=True, detail=True,
                  fill=_GREY_MATTER, pale=0.2),
        )
    )  # fmt: skip


def _on_the_cord(*turns: float) -> list[tuple[float, float]]:
    """Places on the surface of the cord, in degrees from its left side towards its front."""
    across, deep = (half + 0.1 for half in _CORD_HALF)
    return [
        (float(across * np.cos(turn)), float(_CORD_MIDDLE + deep * np.sin(turn)))
        for turn in np.radians(turns)
    ]


def _mirrored(vessels: list[Vessel]) -> list[Vessel]:
    return [one.mirrored() for one in vessels]


def _veins() -> Depth:
    """Two rings, inside the canal and round the bone, that the foramina and the body join."""

    def vein(*points: tuple[float, float], wide: list[float]) -> Vessel:
        return vessel(points, wide, swell=0.1)

    # On each side a channel runs along the canal in front and one behind; thin veins join them.
    before = [
        vein(
            (-6.0, -2.6),
            (-3.4, -0.6),
            (0.0, 0.2),
            (3.4, -0.6),
            (6.0, -2.6),
            wide=[1.0, 0.9, 1.1, 0.9, 1.0],
        ),
        *(
            vein((side * 7.0, -4.4), (side * 6.1, -2.7), (side * 5.0, -1.4), wide=[1.0, 2.4, 1.1])
            for side in (1, -1)
        ),
    ]
    behind = [
        vein(
            (-5.8, -12.8),
            (-3.2, -14.4),
            (0.0, -14.9),
            (3.2, -14.4),
            (5.8, -12.8),
            wide=[1.0, 0.9, 0.9, 0.9, 1.0],
        ),
        *(
            vein(
                (side * 6.9, -11.2), (side * 6.0, -12.6), (side * 4.8, -13.7), wide=[1.0, 2.2, 1.0]
            )
            for side in (1, -1)
        ),
    ]
    # Along the side of the canal the front and the back of the inner ring join.
    ring = [vein((6.9, -4.0), (7.6, -6.4), (7.6, -9.2), (6.8, -11.4), wide=[0.8, 0.6, 0.6, 0.8])]
    in_body = [
        vein((0, 0.8), (0.3, 5.0), (-0.2, 8.6), (0.2, 12.6), wide=[2.2, 1.9, 1.5, 0.4]),
        vein((0.1, 4.8), (2.6, 8.6), (5.6, 10.0), (7.2, 12.6), wide=[1.3, 1.1, 0.8, 0.3]),
        vein((0.1, 4.8), (-2.8, 8.0), (-5.4, 10.2), (-7.0, 12.8), wide=[1.3, 1.1, 0.8, 0.3]),
        vein((5.0, 9.6), (7.8, 9.4), (9.8, 7.8), wide=[0.8, 0.6, 0.3]),
        vein((-4.8, 9.7), (-7.8, 9.4), (-10.0, 8.0), wide=[0.8, 0.6, 0.3]),
    ]
    outer = [
        vein((21.6, 2.6), (22.8, -4.0), (22.2, -11.4), (17.8, -17.6), (11.4, -20.6),
             wide=[1.3, 1.3, 1.4, 1.5, 1.4]),
        vein((12.4, -20.4), (8.2, -22.4), (5.6, -26.4), (4.9, -31.6), (4.3, -35.6), (2.6, -38.4),
             wide=[1.2, 1.2, 1.1, 0.9, 0.7, 0.2]),
        # A net, not one vein: a second strand with bridges to the first.
        vein((15.6, -19.0), (12.2, -23.6), (9.2, -28.6), (7.6, -33.4), (5.4, -37.4),
             wide=[1.1, 0.9, 0.75, 0.6, 0.2]),
        vein((10.6, -26.2), (8.2, -26.0), (5.6, -27.0), wide=[0.55, 0.5, 0.55]),
        vein((8.2, -31.4), (6.6, -31.2), (4.9, -32.4), wide=[0.5, 0.42, 0.5]),
        vein((10.0, -27.4), (11.6, -29.8), (12.0, -32.2), wide=[0.6, 0.45, 0.15]),
        vein((19.6, -15.4), (20.6, -19.6), (19.4, -23.6), wide=[1.1, 0.8, 0.2]),
    ]  # fmt: skip
    between = [
        vein((6.4, -2.8), (10.4, -2.2), (15.6, -0.9), (20.6, 0.8), (25.2, 3.2), (29.6, 3.8),
             wide=[1.5, 1.7, 1.5, 1.7, 1.7, 1.3]),
    ]  # fmt: skip
    left = [
        vein((41.0, -2.0), (35, 0.8), (28.0, 4.6), (23.2, 9.2), (20.2, 14.6), (18.4, 21.0),
             wide=[1.7, 1.8, 2.0, 2.1, 2.2, 2.6]),
    ]  # fmt: skip
    right = [
        vein((-41.0, -2.0), (-35, 0.8), (-27, 5.0), (-20.6, 12), (-17.4, 19.4), (-13.2, 26.2),
             (-8.8, 31.6), wide=[1.7, 1.8, 2.0, 2.2, 2.3, 2.4, 3.2]),
    ]  # fmt: skip
    front = [
        vein((-15.4, 22.2), (-10.6, 25.0), (-5.2, 27.3), (0, 28.2), (5.2, 27.3), (10.8, 23.6),
             (14.4, 21.4), (17.2, 22.2), wide=[1.2, 1.4, 1.2, 1.5, 1.3, 1.5, 1.5, 1.7]),
        vein((-3.0, 28.0), (-5.2, 29.6), (-7.8, 32.4), wide=[1.4, 1.5, 1.7]),
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
    ends = [lumen((side * 40.9, -1.9), 0.55, 0.75, "vein", side * -24) for side in (1, -1)]
    return Depth(
        (*(joined(id, term, vessels, "vein") for id, term, vessels in rows), *ends),
        "vein",
        tuple(one for _, _, vessels in rows for one in vessels),
    )


def _arteries() -> Depth:
    beyond = [(19.2, 6.0), (26, 0.8), (33.5, -4.0), (41, -7.5)]
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
    spinal = [vessel([(20.2, -2.6), (17.0, -3.2), (12.8, -3.8), (9.6, -4.4)], [1.5, 1.2, 1.0, 0.9])]
    # Radicular arteries feed the roots at every level; few of them go on to the cord.
    # Here the anterior one does on the left and the posterior one on the right.
    to_the_cord = {
        "anterior": vessel(
            [(10.4, -4.3), (7.8, -3.8), (5.0, -3.4), (2.6, -3.3), (0.6, -3.3)],
            [0.9, 0.75, 0.7, 0.65, 0.65],
        ),
        "posterior": vessel(
            [(10.4, -4.5), (9.0, -7.0), (7.2, -9.4), (5.2, -10.9), (3.4, -11.2)],
            [0.9, 0.75, 0.7, 0.65, 0.65],
        ),
    }
    to_the_root = {
        "anterior": vessel([(10.4, -4.3), (8.4, -4.2), (6.2, -4.7)], [0.9, 0.75, 0.3]),
        "posterior": vessel(
            [(10.4, -4.5), (9.6, -6.2), (9.0, -8.0), (7.2, -9.3)], [0.9, 0.75, 0.65, 0.3]
        ),
    }
    # The ring on the surface of the cord, between its three long arteries.
    net = [
        vessel(_on_the_cord(84, 60, 30, 0, -30, -52), 0.36),
    ]
    behind = vessel(_on_the_cord(-58, -74, -90, -106, -122), 0.4)
    sulcal = vessel([(0.0, -3.8), (0.0, -5.2), (0.25, -6.4)], [0.5, 0.4, 0.25])
    rows = [
        ("", "", [*net, *_mirrored(net), behind, sulcal, twig, twig.mirrored()]),
        ("posterior-intercostal-artery-left", "Posterior intercostal artery (left)",
         [vessel(left, [3.4, 2.5, 2.3, 2.3, 2.4, 2.0, 1.8, 1.6])]),
        ("posterior-intercostal-artery-right", "Posterior intercostal artery (right)",
         [vessel(right, [3.4, 2.6, 2.5, 2.5, 2.4, 2.3, 2.4, 2.0, 1.8, 1.6])]),
    ]  # fmt: skip
    for id, term, own in (
        ("dorsal-branch", "Dorsal branch of posterior intercostal artery", back),
        ("spinal-branch", "Spinal branch", spinal),
    ):
        rows.append((f"{id}-left", f"{term} (left)", own))
        rows.append((f"{id}-right", f"{term} (right)", _mirrored(own)))
    for which, left_one, right_one in (
        ("anterior", to_the_cord, to_the_root),
        ("posterior", to_the_root, to_the_cord),
    ):
        id, term = f"{which}-radicular-artery", f"{which.capitalize()} radicular artery"
        rows.append((f"{id}-left", f"{term} (left)", [left_one[which]]))
        rows.append((f"{id}-right", f"{term} (right)", [right_one[which].mirrored()]))
    ends = [lumen((side * 40.9, -7.5), 0.5, 0.66, "artery", side * -22) for side in (1, -1)]
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
         3.1, -11.35, 0.86, 0.4, "artery"),
        ("posterior-spinal-artery-right", "Posterior spinal artery (right)",
         -3.1, -11.35, 0.86, 0.4, "artery"),
        ("anterior-spinal-artery", "Anterior spinal artery", 0.0, -3.35, 0.95, 0.45, "artery"),
        ("thoracic-aorta", "Thoracic aorta", 11.6, 33.8, 8.2, 1.25, "artery"),
        ("azygos-vein", "Azygos vein", -8.2, 32.8, 3.2, 0.7, "vein"),
        ("hemiazygos-vein", "Hemiazygos vein", 17.6, 22.6, 2.5, 0.65, "vein"),
    ):  # fmt: skip
        pieces += [Piece(id, term, disc(x, y, wide), tissue)]
        pieces += [lumen((x, y), wide - wall, wide - wall, tissue, depth=0.3 if wide > 5 else 0.6)]
    pieces += [
        lumen((side * x, y), across, deep, "vein", side * turn)
        for side in (1, -1)
        for x, y, across, deep, turn in (
            (6.05, -2.75, 0.55, 0.95, -38),
            (5.95, -12.6, 0.5, 0.9, 38),
        )
    ]
    return Depth(tuple(pieces))


def cut_depths() -> tuple[Depth, ...]:
    """Everything in the cut, from far to near."""
    return (_bones(), _cord(), _veins(), _arteries(), _cut_across())
