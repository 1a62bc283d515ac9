"""How cut surfaces and fibres are drawn: spongy bone, discs with their lamellae, ligaments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from midback.atlas.curves import Points, corners, sampled, smooth
from midback.atlas.drawing import flat_shape
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.vertebra_drawing import Sheet

_SEED = 11
# By what share of its length a fibre of a ligament that blends runs on beyond its end.
_FRAYED = (0.06, 0.1, 0.05, 0.08)


def open_curve(points: Sequence[Sequence[float]] | Points, *, steps: int = 6) -> Points:
    """A smooth open line through the points, N x 2."""
    through = np.asarray(points, dtype=np.float64)
    if len(through) == 2:
        return through
    curve = corners(smooth(through, closed=False))
    closed = Path(np.vstack([curve, curve[:1]]))
    return np.vstack([sampled(closed, steps=steps), curve[-1:]])


def resampled(line: Points, count: int) -> Points:
    """So many points at equal distances along a line."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0.0, lengths[-1], count)
    return np.column_stack([np.interp(at, lengths, line[:, axis]) for axis in (0, 1)])


def polygon_path(points: Points) -> Path:
    """A closed path with straight sides."""
    return Path(np.vstack([points, points[:1]]), closed=True)


@dataclass(frozen=True)
class Band:
    """Fibres between two sides, each a line N x 2 in mm that runs along the fibres.

    With `ends` the fibres run straight from one edge to another edge instead, N x 2 each.
    """

    one: Points
    other: Points
    ends: tuple[Points, Points] | None = None

    @classmethod
    def between(
        cls,
        one: Sequence[Sequence[float]] | Points,
        other: Sequence[Sequence[float]] | Points,
        count: int = 24,
    ) -> Band:
        """Smooth sides through a few points; both run the same way."""
        return cls(resampled(open_curve(one), count), resampled(open_curve(other), count))

    @classmethod
    def along(
        cls, points: Sequence[Sequence[float]] | Points, half_widths: Sequence[float]
    ) -> Band:
        """A band round a middle line with half its width at each point in mm."""
        through = np.asarray(points, dtype=np.float64)
        line = resampled(open_curve(through), 28)
        half = np.interp(np.linspace(0, 1, 28), np.linspace(0, 1, len(through)), half_widths)
        ahead = np.gradient(line, axis=0)
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        left = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * half[:, None]
        return cls(line + left, line - left)

    @classmethod
    def ruled(
        cls,
        start: Sequence[Sequence[float]] | Points,
        end: Sequence[Sequence[float]] | Points,
        count: int = 24,
    ) -> Band:
        """Straight fibres from one edge to another, which run side by side."""
        edges = (resampled(open_curve(start), count), resampled(open_curve(end), count))
        sides = [resampled(np.array([edges[0][at], edges[1][at]]), count) for at in (0, -1)]
        return cls(sides[0], sides[1], edges)

    def polygon(self) -> Points:
        """The outline, 2N x 2."""
        if self.ends is not None:
            return np.vstack([self.ends[0], self.ends[1][::-1]])
        return np.vstack([self.one, self.other[::-1]])

    def fibre(self, share: float) -> Points:
        """The line that lies `share` of the way from one side to the other."""
        if self.ends is not None:
            count = len(self.one)
            at = round(share * (count - 1))
            return resampled(np.array([self.ends[0][at], self.ends[1][at]]), count)
        line: Points = (1 - share) * self.one + share * self.other
        return line

    def middle(self, share: float = 0.5) -> tuple[float, float]:
        """A point inside, `share` of the way along the fibres."""
        x, y = self.fibre(0.5)[round(share * (len(self.one) - 1))]
        return float(x), float(y)


def draw_band(
    axes: Axes,
    sheet: Sheet,
    band: Band,
    tissue: str = "ligament",
    *,
    fibres: int = 5,
    pale: float = 0.3,
    blends: bool = False,
) -> None:
    """A ligament: pale, with its fibres, and a firm outline.

    One that `blends` has no edge at its far end, where its fibres spread into what they reach.
    """
    look = TISSUES[tissue]
    outline = band.polygon()
    lines = [band.fibre((place + 0.5) / fibres) for place in range(fibres)]
    if blends:
        # Its fibres reach unequally far, and its end follows them.
        lines = [
            np.vstack([line, line[-1:] + (line[-1:] - line[:1]) * _FRAYED[place % 4]])
            for place, line in enumerate(lines)
        ]
        sides = [band.one[::-1], band.one[:1] if band.ends is None else band.ends[0], band.other]
        between = [band.fibre(place / fibres)[-1:] for place in range(fibres, 0, -1)]
        tips = [line[-1:] for line in lines[::-1]]
        outline = np.vstack(
            [*sides, *(end for pair in zip(between, tips, strict=True) for end in pair)]
        )
    whole = sheet.path(polygon_path(outline))
    flat_shape(axes, whole, towards(look.fill, PAPER, pale), "none", 0)
    ends = (np.vstack([line[:-1:2], line[-1:]]) for line in lines)
    threads = Path.make_compound_path(*(Path(sheet.on(line)) for line in ends))
    flat_shape(axes, threads, "none", look.edge, look.width * 0.6 * sheet.line, alpha=0.7)
    edge = whole
    if blends:
        start = band.one[:1] if band.ends is None else band.ends[0]
        edge = Path(sheet.on(np.vstack([band.one[::-1], start, band.other])))
    flat_shape(axes, edge, "none", look.edge, look.width * 0.8 * sheet.line, joinstyle="round")


def draw_spongy(axes: Axes, sheet: Sheet, outline: Points, *, spacing: float = 1.5) -> None:
    """Cut bone: a pale dense rim round a fine network with darker spaces, mostly upright."""
    bone = TISSUES["bone"]
    path = polygon_path(outline)
    whole = sheet.path(path)
    flat_shape(axes, whole, towards(bone.fill, bone.edge, 0.03), "none", 0)
    spacing = spacing * 0.86
    low, high = outline.min(axis=0), outline.max(axis=0)
    grid = np.mgrid[low[0] : high[0] : spacing, low[1] : high[1] : spacing * 1.15]
    points = grid.reshape(2, -1).T
    random = np.random.default_rng(_SEED)
    points = points + random.uniform(-0.42, 0.42, points.shape) * spacing
    inside = points[path.contains_points(points)]
    # Marrow spaces: short upright strokes with round ends, in two widths, not on the dense rim.
    spaces_in_it = towards(bone.fill, bone.edge, 0.3)
    for place, wide in enumerate((0.26, 0.4)):
        own = inside[place::2]
        if not len(own):
            continue
        reach = random.uniform(0.06, 0.24, (len(own), 1)) * spacing * np.array([0.0, 1.0])
        strokes = Path.make_compound_path(
            *(Path([low, high]) for low, high in zip(own - reach, own + reach, strict=True))
        )
        spaces = flat_shape(
            axes,
            sheet.path(strokes),
            "none",
            spaces_in_it,
            wide * spacing / sheet.mm_per_inch * 72,
            capstyle="round",
        )
        spaces.set_clip_on(True)
        spaces.set_clip_path(whole, axes.transData)
    rim = flat_shape(axes, whole, "none", towards(bone.fill, PAPER, 0.25), 5.6 * sheet.line)
    rim.set_clip_on(True)
    rim.set_clip_path(whole, axes.transData)
    flat_shape(axes, whole, "none", bone.edge, bone.width * sheet.line, joinstyle="round")


@dataclass(frozen=True)
class CutDisc:
    """A disc cut from back to front between two edges, each N x 2 in mm from back to front."""

    upper: Points
    lower: Points
    bulge: float = 0.9

    def _side(self, share: float, out: float) -> Points:
        """The line from the upper to the lower edge at a share of the depth, bulging by `out`."""
        count = len(self.upper) - 1
        ends = [edge[round(share * count)] for edge in (self.upper, self.lower)]
        middle = (ends[0] + ends[1]) / 2 + np.array([out, 0.0])
        return resampled(open_curve(np.array([ends[0], middle, ends[1]])), 9)

    def outline(self) -> Points:
        """The whole disc, bulging a little before and behind."""
        front, back = self._side(1.0, self.bulge), self._side(0.0, -self.bulge * 0.55)
        return np.vstack([self.upper, front[1:-1], self.lower[::-1], back[1:-1][::-1]])

    def nucleus(self, size: float = 1.0) -> Points:
        """The nucleus, a little behind the middle."""
        count = len(self.upper) - 1
        at = np.linspace(0.5 - 0.2 * size, 0.5 + 0.14 * size, 9)
        places = np.round(at * count).astype(int)
        high = 0.84 * np.sqrt(np.clip(1 - np.linspace(-1, 1, 9) ** 2, 0, None)) + 0.02
        middle = (self.upper[places] + self.lower[places]) / 2
        half = (self.upper[places] - self.lower[places]) / 2 * high[:, None]
        return np.vstack([middle + half, (middle - half)[::-1]])

    def lamellae(self, count: int, core: bool = True) -> list[Points]:
        """Lines of the annulus: bulging outwards at the rim, inwards beside the nucleus.

        Without a `core`, as in a cut beside the nucleus, they fill the disc.
        """
        if not core:
            shares = np.linspace(0.0, 1.0, 2 * count + 3)[1:-1]
            return [self._side(share, self.bulge * (2 * share - 1)) for share in shares]
        lines = []
        for place in range(1, count + 1):
            part = place / (count + 1)
            out = self.bulge * (1 - 1.7 * part)
            lines.append(self._side(1.0 - 0.35 * part, out))
            lines.append(self._side(0.29 * part, -out * 0.6))
        return lines


def draw_disc(
    axes: Axes, sheet: Sheet, disc: CutDisc, *, lamellae: int = 6, core: bool = True
) -> None:
    """The annulus with its lamellae round the paler nucleus, or without it if it has no `core`."""
    cartilage = TISSUES["cartilage"]
    whole = sheet.path(polygon_path(disc.outline()))
    flat_shape(axes, whole, towards(cartilage.fill, PAPER, 0.3), "none", 0)
    layers = disc.lamellae(lamellae, core)
    lines = Path.make_compound_path(*(Path(sheet.on(line)) for line in layers))
    flat_shape(axes, lines, "none", cartilage.edge, 0.55 * sheet.line, alpha=0.75)
    if core:
        kernel = smooth(disc.nucleus()[::2])
        flat_shape(
            axes,
            sheet.path(kernel),
            towards(cartilage.fill, PAPER, 0.78),
            towards(cartilage.edge, PAPER, 0.35),
            0.5 * sheet.line,
        )
    flat_shape(axes, whole, "none", cartilage.edge, 0.7 * sheet.line, joinstyle="round")
