"""The joints of a pair of ribs from above, at the disc: left cut open, right with ligaments.

The bones are those of `vertebra-above`, in mm; every ligament is illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.curves import Points, sampled, smooth
from midback.atlas.cut_drawing import (
    Band,
    draw_band,
    draw_spongy,
    open_curve,
    polygon_path,
    resampled,
)
from midback.atlas.drawing import flat_shape
from midback.atlas.style import INK, LABEL_SIZE, PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet, draw_names, draw_view
from midback.atlas.vertebra_light import Shade
from midback.atlas.vertebra_parts import Block, Name, View, oval
from midback.atlas.vertebra_plates import sight

LEVEL = "T6"
SHEET = Sheet((4.6, 4.35), 21.0, (0.5, 0.56))
# Where the left rib is cut off.
_CUT = -43.0
_CAVITY = towards(TISSUES["cartilage"].edge, INK, 0.45)


@dataclass(frozen=True)
class Ligament:
    """A ligament of the right side, drawn under the ribs if it is `deep`."""

    id: str
    term: str
    band: Band
    fibres: int = 5
    deep: bool = False
    blends: bool = False


def ligaments() -> tuple[Ligament, ...]:
    """The ligaments of the right rib; the superior one is cut off where it rises."""
    return (
        Ligament(
            "costotransverse-ligament",
            "Costotransverse ligament",
            Band.ruled([(17.0, -3.4), (20.2, -7.2), (23.6, -10.6), (27.2, -13.4)],
                       [(14.8, -6.6), (18.0, -10.2), (21.4, -13.0), (25.8, -15.2)]),
            fibres=13,
            deep=True,
        ),
        Ligament(
            "radiate-ligament",
            "Radiate ligament of head of rib",
            Band.ruled([(15.8, 0.6), (17.4, 1.2), (18.4, 3.2), (18.2, 5.4), (16.8, 7.2)],
                       [(11.0, 3.4), (11.9, 5.4), (12.2, 7.8), (12.0, 10.4), (11.4, 12.8)]),
            fibres=9,
            blends=True,
        ),
        Ligament(
            "superior-costotransverse-ligament",
            "Superior costotransverse ligament",
            Band.along([(17.4, -1.2), (19.4, -4.4), (22.4, -7.6), (25.4, -10.0)],
                       [0.35, 0.95, 0.95, 0.35]),
            fibres=3,
        ),
        Ligament(
            "lateral-costotransverse-ligament",
            "Lateral costotransverse ligament",
            Band.between([(27.4, -20.4), (29.4, -18.9), (31.8, -17.4)],
                         [(25.8, -23.4), (30.4, -22.4), (35.4, -18.8)]),
        ),
    )  # fmt: skip


def intra_articular() -> Band:
    """The ligament inside the left joint of the head, from its crest to the disc."""
    return Band.between(
        [(-14.7, 6.1), (-13.4, 5.9), (-12.0, 6.2)], [(-14.7, 3.9), (-13.2, 4.2), (-11.6, 4.2)], 8
    )


def disc_outline(size: float = 1.0) -> Points:
    """The disc on the body, or a ring inside it; the nucleus lies a little behind the middle."""
    body = _part("vertebral-body")
    centre = np.array([0.0, 10.6])
    ring: Points = centre + size * (sampled(body) - centre)
    return ring


def nucleus_outline() -> Points:
    """The nucleus of the disc."""
    return sampled(smooth(oval(0.0, 10.2, 7.2, 5.6)))


def _part(id: str) -> Path:
    view = sight("above", LEVEL, True).view
    for layer in view.layers:
        for part in (*layer.parts, *layer.on):
            if part.id == id:
                return part.path
    raise AssertionError(f"vertebra-above has no part {id}")


@lru_cache(maxsize=1)
def cut_rib() -> Points:
    """The outline of the left rib, its parts fused."""
    seen = sight("above", LEVEL, True)
    for layer, light in zip(seen.view.layers, seen.shades, strict=True):
        if any(part.id == "head-of-rib-left" for part in layer.parts):
            ring = next(ring for ring in _rings(light) if ring[:, 0].mean() < 0)
            # The head leaves room for its joint, and the shaft is cut off straight.
            ring[:, 0] = np.clip(ring[:, 0], _CUT, np.where(ring[:, 1] > 1.4, -14.5, 0.0))
            return ring
    raise AssertionError("vertebra-above has no rib")


def _rings(light: Shade) -> list[Points]:
    return [np.asarray(ring) for ring in light.outline.to_polygons(closed_only=True)]


def _draw_disc(axes: Axes) -> None:
    cartilage = TISSUES["cartilage"]
    whole = SHEET.path(polygon_path(disc_outline()))
    flat_shape(axes, whole, towards(cartilage.fill, PAPER, 0.3), "none", 0)
    rings = [polygon_path(disc_outline(size)) for size in (0.92, 0.84, 0.76, 0.69, 0.62)]
    lamellae = SHEET.path(Path.make_compound_path(*rings))
    flat_shape(axes, lamellae, "none", cartilage.edge, 0.55, alpha=0.75)
    pale = towards(cartilage.fill, PAPER, 0.78)
    nucleus = SHEET.path(polygon_path(nucleus_outline()))
    flat_shape(axes, nucleus, pale, towards(cartilage.edge, PAPER, 0.35), 0.5)
    flat_shape(axes, whole, "none", cartilage.edge, 0.8, joinstyle="round")


def joint_surfaces() -> dict[str, tuple[Points, Points]]:
    """The two cartilages of each left joint, N x 2: on the vertebra's side and on the rib's."""
    on_body = np.array([(-13.1, 7.4), (-12.9, 6.6), (-12.45, 5.2), (-11.9, 3.8), (-11.5, 3.0)])
    on_head = np.array([(-14.5, 7.4), (-14.5, 6.4), (-14.5, 5.0), (-14.5, 3.4), (-14.5, 2.2)])
    facet = sampled(_part("costotransverse-joint-left"))
    # The facet's long axis, from the inner to the outer end.
    order = np.argsort(facet[:, 0])
    outer, inner = facet[order[:3]].mean(axis=0), facet[order[-3:]].mean(axis=0)
    across = np.array([(outer + (inner - outer) * share) for share in (-0.03, 0.33, 0.67, 1.03)])
    bend = np.array([0.0, -0.3, -0.3, 0.0])[:, None] * np.array([-0.6, 0.8])
    on_process = across + bend + np.array([0.4, -0.5])
    on_tubercle = across + bend + np.array([-0.3, 0.4])
    return {"head": (on_body, on_head), "tubercle": (on_process, on_tubercle)}


def cavity(joint: str) -> Points:
    """A left joint from bone to bone, as a polygon."""
    one, other = joint_surfaces()[joint]
    return np.vstack([open_curve(one), open_curve(other)[::-1]])


def _slit(joint: str) -> Points:
    """The thin gap between the two cartilages."""
    one, other = (resampled(open_curve(side), 13) for side in joint_surfaces()[joint])
    share = (0.14 * np.sin(np.pi * np.linspace(0.0, 1.0, 13)) ** 0.5)[:, None]
    middle, across = (one + other) / 2, other - one
    return np.vstack([middle - across * share, (middle + across * share)[::-1]])


def _draw_joint(axes: Axes, joint: str) -> None:
    cartilage = TISSUES["cartilage"]
    whole = SHEET.path(polygon_path(cavity(joint)))
    flat_shape(axes, whole, cartilage.fill, cartilage.edge, 0.6, joinstyle="round")
    flat_shape(axes, SHEET.path(polygon_path(_slit(joint))), _CAVITY, "none", 0)


def capsule() -> tuple[Band, Band]:
    """The capsule of the left joint of the head, in front and behind."""
    return (
        Band.between([(-15.6, 7.9), (-14.2, 8.7), (-12.7, 9.0)],
                     [(-14.6, 7.1), (-13.8, 7.5), (-12.8, 7.3)], 8),
        Band.between([(-14.7, 2.6), (-13.0, 3.0), (-11.6, 3.2)],
                     [(-15.2, 0.0), (-13.2, 1.0), (-10.8, 1.9)], 8),
    )  # fmt: skip


def cut_face() -> Points:
    """The end of the right rib, cut off."""
    return sampled(sight("above", LEVEL, True).view.layers[3].on[0].path)


def draw(axes: Axes, labels: bool) -> None:
    """Bones, disc and ligaments in true order of depth, then the names."""
    seen = sight("above", LEVEL, True)
    view, shades = seen.view, seen.shades
    # Beneath the ribs, the ribs, and what stands above them.
    for first, last in ((0, 1), (1, 3), (3, 4), (4, 6)):
        own = View(view.layers[first:last], (), {})
        if first == 3:
            for ligament in ligaments():
                if ligament.deep:
                    draw_band(axes, SHEET, ligament.band, fibres=ligament.fibres)
        draw_view(axes, SHEET, own, shades[first:last])
        if first == 3:
            beyond = [(_CUT - 5.0, -27.0), (_CUT, -27.0), (_CUT, -13.0), (_CUT - 5.0, -13.0)]
            flat_shape(axes, SHEET.path(polygon_path(np.array(beyond))), PAPER, "none", 0)
            draw_spongy(axes, SHEET, cut_rib(), spacing=1.15)
            draw_spongy(axes, SHEET, cut_face(), spacing=1.15)
    _draw_disc(axes)
    for joint in ("head", "tubercle"):
        _draw_joint(axes, joint)
    for band in capsule():
        draw_band(axes, SHEET, band, fibres=3)
    draw_band(axes, SHEET, intra_articular(), fibres=4, pale=0.0)
    for ligament in ligaments():
        if not ligament.deep:
            draw_band(axes, SHEET, ligament.band, fibres=ligament.fibres, blends=ligament.blends)
    if labels:
        draw_names(axes, SHEET, View((), _names(), _BLOCKS))
        for words, x, y in (("cut open", -36.0, 33.5), ("with its ligaments", 32.0, 33.5)):
            across, up = SHEET.on([(x, y)])[0]
            axes.text(across, up, words, fontsize=LABEL_SIZE, fontweight="bold", ha="center")


_BLOCKS = {
    "left": Block("left", -24.5, 31.0, 0.0),
    "right": Block("right", 25.5, 31.0, -4.0),
}


def _names() -> tuple[Name, ...]:
    bands = {ligament.id: ligament.band for ligament in ligaments()}

    def at(id: str) -> tuple[float, float]:
        x, y = sampled(_part(id)).mean(axis=0)
        return float(x), float(y)

    def inside(joint: str) -> tuple[float, float]:
        x, y = cavity(joint).mean(axis=0)
        return float(x), float(y)

    tubercle = at("tubercle-of-rib-left")
    process = at("transverse-process-left")
    return (
        Name("Intervertebral\ndisc", (-5.0, 18.0), "left"),
        Name("Intra-articular\nligament", intra_articular().middle(0.4), "left"),
        Name("Joint of\nhead of rib", (-13.2, 2.8), "left"),
        Name("Head of rib", (-17.6, 2.2), "left"),
        Name("Neck of rib", at("neck-of-rib-left"), "left"),
        Name("Tubercle\nof rib", (tubercle[0] + 0.4, tubercle[1] + 1.0), at=(-41.0, -8.0)),
        Name("Costotransverse\njoint", inside("tubercle"), at=(-34.0, -31.0)),
        Name("Transverse\nprocess", (process[0] + 3.4, process[1]), at=(-15.0, -33.0)),
        Name("Radiate ligament\nof head of rib", bands["radiate-ligament"].middle(0.6), "right"),
        Name(
            "Superior\ncostotransverse\nligament (cut)",
            bands["superior-costotransverse-ligament"].middle(0.5),
            "right",
        ),
        Name(
            "Lateral\ncostotransverse\nligament",
            bands["lateral-costotransverse-ligament"].middle(0.45),
            at=(36.0, -34.0),
        ),
        Name(
            "Costotransverse\nligament",
            bands["costotransverse-ligament"].middle(0.6),
            at=(13.5, -33.0),
        ),
    )


def regions() -> tuple[tuple[str, str, Points], ...]:
    """The id, the term and the polygon in mm of what is named."""
    found: list[tuple[str, str, Points]] = [
        ("intervertebral-disc", "Intervertebral disc", disc_outline()),
    ]
    for part, polygon in sight("above", LEVEL, True).seen:
        if part.id in _BONES:
            found.append((part.id, part.term, polygon[polygon[:, 0] > _CUT]))
    found.append(("joint-of-head-of-rib-left", "Joint of head of rib (left)", cavity("head")))
    found.append(("costotransverse-joint-left", "Costotransverse joint (left)", cavity("tubercle")))
    for ligament in ligaments():
        term = f"{ligament.term} (right)"
        found.append((f"{ligament.id}-right", term, ligament.band.polygon()))
    found.append(
        (
            "intra-articular-ligament-left",
            "Intra-articular ligament of head of rib (left)",
            intra_articular().polygon(),
        )
    )
    return tuple(found)


# The bones that no ligament of the picture hides.
_BONES = (
    "head-of-rib-left",
    "neck-of-rib-left",
    "tubercle-of-rib-left",
    "body-of-rib-left",
    "transverse-process-left",
    "spinous-process",
    "spinal-cord",
)
