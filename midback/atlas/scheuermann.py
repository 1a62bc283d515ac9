"""The plate `scheuermann`: five thoracic bodies cut down the middle, normal and in the disease."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import atan2, degrees
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.curves import Points, smooth
from midback.atlas.cut_drawing import (
    CutDisc,
    draw_spongy,
    open_curve,
    polygon_path,
    resampled,
)
from midback.atlas.drawing import flat_shape
from midback.atlas.frames import Body, EndPlate, Frame, direction
from midback.atlas.plates import Plate, Region
from midback.atlas.shapes import shapes
from midback.atlas.style import EMPHASIS, INK, LEVEL_SIZE, PAPER, TISSUES, towards
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, draw_direction, draw_names, draw_scale_bar
from midback.atlas.vertebra_parts import Block, Name, View

TITLE = "Scheuermann kyphosis beside normal"
SOURCE = (
    "The rule of three or more neighbouring bodies wedged by 5 degrees or more is Sorensen's, as "
    "taught in reviews (Wenger and Frick 1999). "
    "The normal bodies are drawn after Panjabi and colleagues 1991 with recalled values, for "
    "proportion only. "
    "The angles, the nodes and the narrow discs on the right are illustrative."
)
SIZE = (4.6, 4.5)
_MM_PER_INCH = 30.0
LEVELS = ("T6", "T7", "T8", "T9", "T10")
_POINTS, _WAVES = 49, 9
# So many points of an edge lie on its rounded rim.
_RIM = 2


@dataclass(frozen=True)
class Segment:
    """A body as it is drawn: its wedge in degrees, and the disc below in mm and degrees.

    `nodes` are dents of the end plates: the plate, the share of the depth from the back, how wide
    and how deep in mm.
    """

    level: str
    wedge: float
    disc: float
    disc_turn: float
    rough: float = 0.0
    nodes: tuple[tuple[str, float, float, float], ...] = field(default=())


@lru_cache(maxsize=2)
def segments(kind: str) -> tuple[Segment, ...]:
    """The rows of the table for "normal" or "scheuermann", from above downwards."""
    found = []
    for row in read_table("scheuermann"):
        if row["kind"] != kind:
            continue
        nodes = []
        for text in filter(None, row["nodes"].split(";")):
            plate, share, wide, deep = text.split()
            nodes.append((plate, float(share), float(wide), float(deep)))
        found.append(
            Segment(
                row["level"],
                float(row["wedge_deg"]),
                float(row["disc_mm"]),
                float(row["disc_turn_deg"]),
                float(row["rough_mm"]),
                tuple(nodes),
            )
        )
    return tuple(found)


@lru_cache(maxsize=2)
def bodies(kind: str) -> dict[str, Body]:
    """The chain of bodies in mm, its middle at the origin and upright."""
    table = shapes()
    back, angle = np.zeros(2), 0.0
    found = {}
    for one in segments(kind):
        shape = table[one.level]
        upper = EndPlate(back, angle, shape.depth_upper)
        back = back - shape.height * direction(angle + one.wedge / 2 + 90)
        angle += one.wedge
        found[one.level] = Body(one.level, upper, EndPlate(back, angle, shape.depth_lower))
        back = back - one.disc * direction(angle + one.disc_turn / 2 + 90)
        angle += one.disc_turn
    first, last = found[LEVELS[0]].upper, found[LEVELS[-1]].lower
    tilt = 90 - degrees(atan2(*(first.back - last.back)[::-1]))
    about = (first.back + last.back) / 2

    def placed(plate: EndPlate) -> EndPlate:
        turned = Frame(np.zeros(2), tilt).place((plate.back - about)[None])[0]
        return EndPlate(turned, plate.angle + tilt, plate.depth)

    return {
        level: Body(level, placed(body.upper), placed(body.lower)) for level, body in found.items()
    }


def wedge_angle(body: Body) -> float:
    """Degrees between the two end plates as drawn, positive if the front is lower."""
    tilts = [
        degrees(atan2(*(plate.front - plate.back)[::-1])) for plate in (body.upper, body.lower)
    ]
    return tilts[1] - tilts[0]


def _edge(one: Segment, body: Body, which: str, nodes: bool = True) -> Points:
    """An end plate from back to front with its hollow, its roughness and its nodes."""
    plate = body.upper if which == "upper" else body.lower
    inwards = -1.0 if which == "upper" else 1.0
    at = np.linspace(0.02, 0.98, _POINTS)
    sunk = 0.03 * plate.depth * np.sin(np.pi * at) ** 0.8
    seed = 10 * LEVELS.index(one.level) + (which == "lower")
    # A few uneven waves, as the plate of a body that did not grow evenly.
    high = np.random.default_rng(seed).uniform(-1.3, 1.3, _WAVES)
    waves = np.interp(at, np.linspace(0.0, 1.0, _WAVES), high)
    waves = np.convolve(np.pad(waves, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    sunk = sunk + one.rough * waves * np.sin(np.pi * at) ** 0.4
    for place, share, wide, deep in one.nodes if nodes else ():
        if place == which:
            sunk = sunk + deep * np.exp(-(np.abs((at - share) * plate.depth / (wide / 2)) ** 3))
    local = np.column_stack([at * plate.depth, inwards * sunk])
    return Frame(plate.back, plate.angle).place(local)


def _outline(one: Segment, body: Body) -> Points:
    upper, lower = _edge(one, body, "upper"), _edge(one, body, "lower")
    depth = (body.upper.depth + body.lower.depth) / 2
    frame = body.frame

    def wall(start: Points, end: Points, dent: float) -> Points:
        middle = (start + end) / 2 + dent * direction(frame.angle)
        return resampled(open_curve(np.array([start, middle, end])), 15)

    sides = (
        upper,
        wall(upper[-1], lower[-1], -0.045 * depth),
        lower[::-1],
        wall(lower[0], upper[0], 0.8),
    )
    pieces = []
    for side, after in zip(sides, (*sides[1:], sides[0]), strict=True):
        pieces += [side[_RIM:-_RIM], _rounded(side[-_RIM - 1], side[-1], after[_RIM])]
    return np.vstack(pieces)


def _rounded(start: Points, corner: Points, end: Points) -> Points:
    """A curve that cuts a corner, without its two ends."""
    at = np.linspace(0.0, 1.0, 7)[1:-1, None]
    curve: Points = (1 - at) ** 2 * start + 2 * at * (1 - at) * corner + at**2 * end
    return curve


@dataclass(frozen=True)
class _Column:
    """One of the two drawings."""

    kind: str
    sheet: Sheet

    def outlines(self) -> dict[str, Points]:
        own = bodies(self.kind)
        return {one.level: _outline(one, own[one.level]) for one in segments(self.kind)}

    def discs(self, nodes: bool = True) -> dict[str, CutDisc]:
        """The discs between the rounded rims, with what has broken into the bodies or without."""
        own = bodies(self.kind)
        return {
            f"{one.level}-{other.level}": CutDisc(
                _edge(one, own[one.level], "lower", nodes)[_RIM:-_RIM],
                _edge(other, own[other.level], "upper", nodes)[_RIM:-_RIM],
                1.1,
            )
            for one, other in pairwise(segments(self.kind))
        }

    def nodes(self) -> dict[str, Points]:
        """The dents in the end plates as polygons, by id."""
        found = {}
        own = bodies(self.kind)
        for one in segments(self.kind):
            for which, share, wide, deep in one.nodes:
                edge = _edge(one, own[one.level], which)
                plate = own[one.level].upper if which == "upper" else own[one.level].lower
                at = np.linspace(0.02, 0.98, _POINTS)
                inside = np.abs(at - share) * plate.depth <= wide * 0.62
                assert deep > 0
                found[f"schmorl-node-{which}-{one.level.lower()}"] = edge[inside]
        return found


_NORMAL = _Column("normal", Sheet(SIZE, _MM_PER_INCH, (0.225, 0.485)))
_DISEASE = _Column("scheuermann", Sheet(SIZE, _MM_PER_INCH, (0.655, 0.485)))


def _draw_column(axes: Axes, column: _Column) -> None:
    cartilage, sheet = TISSUES["cartilage"], column.sheet
    annulus, kernel = towards(cartilage.fill, PAPER, 0.3), towards(cartilage.fill, PAPER, 0.78)
    layers = []
    for between, disc in column.discs().items():
        whole = sheet.path(polygon_path(disc.outline()))
        flat_shape(axes, whole, annulus, cartilage.edge, 0.9 * sheet.line, joinstyle="round")
        # The layers and the nucleus lie as if nothing had broken into the bodies.
        sound = column.discs(nodes=False)[between]
        layers += [Path(sheet.on(line)) for line in sound.lamellae(4)]
        core = sheet.path(smooth(sound.nucleus()[::2]))
        # A nucleus that has broken out has no edge of its own any more.
        dents = [np.abs(disc.upper - sound.upper), np.abs(disc.lower - sound.lower)]
        broken = max(float(dent.max()) for dent in dents) > 1.0
        edge = "none" if broken else towards(cartilage.edge, PAPER, 0.35)
        flat_shape(axes, core, kernel, edge, 0.5 * sheet.line)
    lines = Path.make_compound_path(*layers)
    flat_shape(axes, lines, "none", cartilage.edge, 0.55 * sheet.line, alpha=0.75)
    nodes = column.nodes()
    for node in nodes.values():
        # What has broken in comes from the nucleus.
        inside = sheet.path(smooth(_with_funnel(node)))
        flat_shape(axes, inside, kernel, "none", 0)
    for level, outline in column.outlines().items():
        draw_spongy(axes, sheet, outline)
        for id, node in nodes.items():
            if id.endswith(f"-{level.lower()}"):
                _draw_dense_edge(axes, sheet, node, outline)


def _with_funnel(node: Points) -> Points:
    """A dent and the funnel through which it comes from the nucleus."""
    mouth, along = (node[0] + node[-1]) / 2, (node[-1] - node[0]) / 2
    out = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    out *= np.sign(out @ (mouth - node.mean(axis=0)))
    funnel = [(0.6, 0.2), (0.42, 0.6), (0.34, 1.2), (-0.34, 1.2), (-0.42, 0.6), (-0.6, 0.2)]
    return np.vstack([node, [mouth + share * along + far * out for share, far in funnel]])


def _draw_dense_edge(axes: Axes, sheet: Sheet, node: Points, outline: Points) -> None:
    """The thickened, dense bone round a Schmorl node."""
    bone = TISSUES["bone"]
    whole = sheet.path(polygon_path(outline))
    line = Path(sheet.on(node))
    wide = 3.2 * 72 / sheet.mm_per_inch
    rim = flat_shape(axes, line, "none", towards(bone.fill, PAPER, 0.4), wide, capstyle="round")
    rim.set_clip_on(True)
    rim.set_clip_path(whole, axes.transData)
    flat_shape(axes, whole, "none", bone.edge, bone.width * sheet.line, joinstyle="round")
    flat_shape(axes, line, "none", bone.edge, bone.width * 1.4 * sheet.line, capstyle="round")


def _draw_angles(axes: Axes, column: _Column) -> None:
    """The wedge of every body: its two end-plate lines drawn out, and the angle between them."""
    for level, body in bodies(column.kind).items():
        angle = round(wedge_angle(body))
        if column.kind == "scheuermann" and angle >= 5:
            for plate in (body.upper, body.lower):
                line = plate.back + np.outer(
                    [plate.depth + 1.0, plate.depth + 11.0], direction(plate.angle)
                )
                axes.plot(*column.sheet.on(line).T, color=EMPHASIS, linewidth=0.9)
            ends = [
                plate.back + (plate.depth + 14.5) * direction(plate.angle)
                for plate in (body.upper, body.lower)
            ]
            x, y = column.sheet.on(((ends[0] + ends[1]) / 2)[None])[0]
            axes.text(
                x,
                y,
                f"{angle}°",
                fontsize=LEVEL_SIZE,
                fontweight="bold",
                color=EMPHASIS,
                ha="center",
                va="center_baseline",
            )
        x, y = column.sheet.on(body.frame.place([[body.upper.depth * 0.5, 0.0]]))[0]
        axes.text(
            x,
            y,
            level,
            fontsize=LEVEL_SIZE,
            fontweight="bold",
            color=INK,
            ha="center",
            va="center_baseline",
        )


def _names(column: _Column) -> View:
    """What is to be seen beside each drawing, at its back."""
    discs, own = column.discs(), bodies(column.kind)
    block = {"back": Block("left", -7.0 if column.kind == "normal" else -11.5, 58.0, -58.0)}

    def edge_point(level: str, which: str, share: float) -> tuple[float, float]:
        one = next(one for one in segments(column.kind) if one.level == level)
        x, y = _edge(one, own[level], which)[round(share * (_POINTS - 1))]
        return float(x), float(y)

    def disc_point(between: str, share: float) -> tuple[float, float]:
        disc = discs[between]
        place = round(share * (len(disc.upper) - 1))
        x, y = (disc.upper[place] + disc.lower[place]) / 2
        return float(x), float(y)

    if column.kind == "normal":
        body = own["T7"].frame.place([[4.0, -1.0]])[0]
        names = (
            Name("Vertebral\nbody", (float(body[0]), float(body[1])), "back"),
            Name("End plate", edge_point("T8", "lower", 0.12), "back"),
            Name("Intervertebral\ndisc", disc_point("T9-T10", 0.1), "back"),
        )
        return View((), names, block)
    node = column.nodes()["schmorl-node-upper-t9"]
    x, y = node[len(node) // 2]
    names = (
        Name("Irregular\nend plate", edge_point("T7", "upper", 0.22), "back"),
        Name("Narrow disc", disc_point("T7-T8", 0.06), "back"),
        Name("Schmorl\nnode", (float(x), float(y) + 1.2), "back"),
    )
    return View((), names, block)


def _regions() -> tuple[Region, ...]:
    regions = []
    for column, words in ((_NORMAL, "normal"), (_DISEASE, "wedged")):
        wedged = {level for level, body in bodies(column.kind).items() if wedge_angle(body) > 4.5}
        for level, outline in column.outlines().items():
            kind = words if column is _NORMAL or level in wedged else "neighbouring"
            regions.append(
                Region(
                    f"{kind}-vertebral-body-{level.lower()}",
                    f"{kind.capitalize()} vertebral body ({level})",
                    column.sheet.on(outline),
                )
            )
        for between, disc in column.discs().items():
            kind = "normal" if column is _NORMAL else "narrow"
            regions.append(
                Region(
                    f"{kind}-disc-{between.lower()}",
                    f"{kind.capitalize()} intervertebral disc ({between})",
                    column.sheet.on(disc.outline()),
                )
            )
        for id, polygon in column.nodes().items():
            which, level = id.split("-")[2:]
            term = f"Schmorl node of the {which} end plate ({level.upper()})"
            regions.append(Region(id, term, column.sheet.on(polygon)))
    return tuple(regions)


def _draw(axes: Axes, labels: bool) -> None:
    for column in (_NORMAL, _DISEASE):
        _draw_column(axes, column)
        draw_direction(axes, column.sheet, "back", 2.0, -62.0)
        draw_direction(axes, column.sheet, "front", 27.0, -62.0)
    draw_scale_bar(axes, _DISEASE.sheet, 34.0, -60.0)
    if not labels:
        return
    for column, words in ((_NORMAL, "Normal"), (_DISEASE, "Scheuermann kyphosis")):
        x, y = column.sheet.on([(12.0, 63.5)])[0]
        axes.text(
            x, y, words, fontsize=LEVEL_SIZE, fontweight="bold", color=INK, ha="center", va="center"
        )
        _draw_angles(axes, column)
        draw_names(axes, column.sheet, _names(column))


def scheuermann() -> Plate:
    """T6 to T10 cut down the middle, front to the right: normal, and beside it in the disease."""
    wedged = [
        f"{level} by {round(wedge_angle(body))} degrees"
        for level, body in bodies("scheuermann").items()
        if wedge_angle(body) >= 5
    ]
    alt = (
        "Two columns of five thoracic vertebral bodies, T6 to T10, cut down the middle, front to "
        "the right. "
        "Left, normal: bodies of nearly even height, smooth end plates, even discs. "
        "Right, Scheuermann kyphosis: three neighbouring bodies are wedged, lower in front "
        f"({', '.join(wedged)}), so that the column bends forwards; their end plates are "
        "irregular, disc tissue has sunk into the bodies as Schmorl nodes of different size with a "
        "dense edge of bone, and the discs between them are narrow."
    )
    return Plate("scheuermann", TITLE, alt, SOURCE, _regions(), SIZE, _draw, MappingProxyType({}))
