"""The bones, the canal and the organs of the cut at T6, in the coordinates of its wall.

Body, arch, foramen and cord are those of the plate `vertebra-above`; the rest is illustrative.
"""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path

from midback.atlas.cross_section_shapes import BONE, FAT, FRONT, LEVEL, disc, sides
from midback.atlas.curves import smooth
from midback.atlas.soft_parts import Piece, enclosed, opened, tube
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_above import view_above
from midback.atlas.vertebra_light import shade
from midback.atlas.vertebra_parts import Layer, Part

_GREY = towards(TISSUES["nerve"].fill, TISSUES["nerve"].edge, 0.35)
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
        for piece in sides(id, term, found[f"{id}-right"].path, "cartilage")
    ]
    return [
        Piece("vertebral-arch", "Vertebral arch", outline, "bone", flat=True),
        Piece("vertebral-body", "Vertebral body", body, "bone", flat=True, seams=inner),
        *joints,
    ]


def canal() -> list[Piece]:
    view = view_above(LEVEL)
    foramen = view.gaps[0].path
    cord, grey = view.layers[-2].on[-2:]
    sac = disc(0, -7.7, 6.4, 5.6)
    return [
        Piece(
            "epidural-space",
            "Epidural space",
            foramen,
            "bone",
            flat=True,
            fill=FAT,
            edge=BONE.edge,
        ),
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
        *sides("sympathetic-trunk", "Sympathetic trunk", disc(18.0, 10.2, 2.0), "nerve"),
    ]
