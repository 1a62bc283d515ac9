"""The bones, the canal and the organs of the cut at T6, in the coordinates of its wall.

Body, arch, foramen and cord are those of the plate `vertebra-above`; the rest is illustrative.
"""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path

from midback.atlas.cross_section_shapes import BONE, FAT, FRONT, LEVEL, disc, sides
from midback.atlas.curves import sampled, smooth
from midback.atlas.soft_parts import Piece, enclosed, mirror, opened, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer, Part
from midback.atlas.vessels import vessel

_GREY = towards(TISSUES["nerve"].fill, TISSUES["nerve"].edge, 0.35)
_GAP = towards(TISSUES["cartilage"].edge, "#1B1B1B", 0.3)
_LUMEN = towards(TISSUES["muscle"].edge, PAPER, 0.2)
_LIQUID = towards(TISSUES["cartilage"].fill, PAPER, 0.7)


def bones() -> list[Piece]:
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
    arch = (*arch, found["spinous-process"])
    body = found["vertebral-body"]
    fill = towards(BONE.fill, PAPER, 0.2)
    # One bone: the two regions are filled alike, and one outline is drawn round both.
    whole = shade(Layer((*arch, body))).outline
    middle = np.array([0, 12.4])
    front = (sampled(body.path) - middle) * 0.9 + middle
    shown = front[:, 1] > 5.5
    first = int(np.flatnonzero(shown & ~np.roll(shown, 1))[0])
    inner = opened(np.roll(front, -first, axis=0)[: np.count_nonzero(shown)][::4])
    foramen = view_above(LEVEL).gaps[0].path
    joints = []
    for id, term in (
        ("joint-of-head-of-rib", "Joint of head of rib"),
        ("costotransverse-joint", "Costotransverse joint"),
    ):
        oval = _widened(found[f"{id}-right"].path)
        joints += sides(id, term, oval, "cartilage")
        joints += [
            Piece("", "", path, "cartilage", flat=True, detail=True, fill=_GAP, edge=_GAP)
            for path in (_slit(oval), mirror(_slit(oval)))
        ]
    return [
        Piece("vertebral-arch", "Vertebral arch", shade(Layer(arch)).outline, "bone", flat=True,
              edge=fill),
        Piece("vertebral-body", "Vertebral body", body.path, "bone", flat=True, edge=fill),
        Piece("", "", disc(0.0, -0.6, 5.6, 3.0), "bone", flat=True, detail=True, fill=FAT,
              edge=FAT),
        Piece("epidural-space", "Epidural space", foramen, "bone", flat=True, fill=FAT, edge=FAT),
        Piece("", "", whole, "bone", flat=True, detail=True, seams=inner),
        *joints,
    ]  # fmt: skip


def _widened(oval: Path) -> Path:
    """A joint as thick again as its line, so that its gap can be drawn in it."""
    points = np.asarray(oval.vertices)
    middle = sampled(oval).mean(axis=0)
    far = sampled(oval) - middle
    ahead = far[np.argmax(np.linalg.norm(far, axis=1))]
    ahead = ahead / np.linalg.norm(ahead)
    along = ((points - middle) @ ahead)[:, None] * ahead
    return Path(middle + along + (points - middle - along) * 1.9, oval.codes)


def _slit(oval: Path) -> Path:
    """The gap of a joint, along the middle of its oval."""
    ring = sampled(oval)
    middle = ring.mean(axis=0)
    far = ring[np.argmax(np.linalg.norm(ring - middle, axis=1))] - middle
    return tube([middle - 0.8 * far, middle, middle + 0.8 * far], [0.12, 0.6, 0.12])


def canal() -> list[Piece]:
    """Dura, fluid and cord."""
    view = view_above(LEVEL)
    cord, grey = view.layers[-2].on[-2:]
    sac = disc(0, -7.7, 6.4, 5.6)
    return [
        Piece("dura-mater", "Spinal dura mater", sac, "ligament", flat=True),
        Piece(
            "subarachnoid-space",
            "Subarachnoid space",
            disc(0, -7.7, 5.6, 4.8),
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


def mediastinum() -> list[Piece]:
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
    # In the groove between pleura and rib each artery goes on to its intercostal space.
    along_the_rib = [(15.8, 9.4), (19.6, 5.4), (22.6, 0.8), (26.4, -5.0), (31.6, -10.4)]
    left_artery = [(10.6, 25.6), (12.4, 19.0), (14.2, 13.6), *along_the_rib]
    right_artery = [
        (8.0, 29.2),
        (1.0, 28.2),
        (-5.4, 26.4),
        (-10.8, 21.8),
        (-13.8, 15.6),
        *((-x, y) for x, y in along_the_rib),
    ]
    aorta = TISSUES["artery"]
    return [
        Piece("left-atrium", "Left atrium", atrium, "artery", flat=True, pale=0.5),
        Piece(
            "posterior-intercostal-artery-left",
            "Posterior intercostal artery (left)",
            vessel(left_artery, [1.9] * 4 + [1.6, 1.5, 1.3, 1.1]).path,
            "artery",
        ),
        Piece(
            "posterior-intercostal-artery-right",
            "Posterior intercostal artery (right)",
            vessel(right_artery, [1.9] * 6 + [1.6, 1.5, 1.3, 1.1]).path,
            "artery",
        ),
        Piece("thoracic-aorta", "Thoracic aorta", disc(17.8, 32.6, 11.2), "artery"),
        Piece(
            "",
            "",
            disc(17.8, 32.6, 9.6),
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
        Piece("azygos-vein", "Azygos vein", disc(-8.2, 30.4, 3.5), "vein"),
        Piece(
            "accessory-hemiazygos-vein", "Accessory hemiazygos vein", disc(17.2, 16.8, 2.3), "vein"
        ),
        Piece("thoracic-duct", "Thoracic duct", disc(-1.2, 31.6, 1.7), "ligament"),
        *sides("sympathetic-trunk", "Sympathetic trunk", disc(18.6, 9.2, 1.75), "nerve"),
    ]
