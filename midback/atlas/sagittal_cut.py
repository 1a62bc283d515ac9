"""The thoracic spine cut down the middle, as geometry: bones, discs, ligaments, cord.

Lengths are in mm, x forwards and y upwards.
The bodies and discs are those of the column of `spine-lateral`; all else is illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from midback.atlas.bones import body_and_plates, hollow, spinous_process
from midback.atlas.column import column
from midback.atlas.curves import Points, sampled, smooth
from midback.atlas.cut_drawing import Band, CutDisc, open_curve, resampled
from midback.atlas.frames import Body, EndPlate
from midback.atlas.shapes import shapes

KYPHOSIS = 36.0
# How far the cord and the long ligaments are drawn beyond the first and the last end plate.
BEYOND = 5.0
_EDGE = 33
# Steps of an arch's outline from one of its points to the next, and where on it what begins: the
# tip of the spinous process, its upper root, the front of the arch.
_STEPS = 5
_TIP, _UPPER_ROOT, _FRONT = 5 * _STEPS, 8 * _STEPS, 9 * _STEPS


@dataclass(frozen=True)
class MedianCut:
    """Neighbouring vertebrae from above downwards, their middle at the origin."""

    levels: tuple[str, ...]
    bodies: dict[str, Body]

    def body(self, level: str) -> Points:
        """The cut face of a body."""
        body = self.bodies[level]
        back = body.frame.place([[0.9, -body.height * 0.2], [0.9, body.height * 0.2]])
        return sampled(smooth(np.vstack([*body_and_plates(body), back])))

    def arch(self, level: str) -> Points:
        """The cut face of the arch behind the canal: from its lower edge round the spine's tip."""
        body = self.bodies[level]
        deep = shapes()[level].canal
        front = body.frame.place(
            [[-deep - 1.4, 4.6], [-deep - 0.1, 3.0], [-deep + 0.2, -1.5], [-deep, -6.0]]
        )
        return sampled(smooth(np.vstack([spinous_process(body), front])), steps=_STEPS)

    def discs(self) -> dict[str, CutDisc]:
        """The discs between the bodies, by levels such as "T7-T8"."""

        def edge(plate: EndPlate, sunk: float) -> Points:
            rim = np.vstack([plate.rim(sunk)])
            return resampled(open_curve(rim), _EDGE)

        found = {}
        for upper, lower in pairwise(self.levels):
            one, other = self.bodies[upper].lower, self.bodies[lower].upper
            found[f"{upper}-{lower}"] = CutDisc(
                edge(one, -hollow(upper, one.depth)), edge(other, hollow(lower, other.depth)), 1.3
            )
        return found

    def end_plate(self, level: str, which: str) -> Points:
        """The cartilage on an end plate, a strip that thins out at the rim."""
        disc = next(
            disc
            for between, disc in self.discs().items()
            if between.split("-")[0 if which == "lower" else 1] == level
        )
        edge = disc.upper if which == "lower" else disc.lower
        edge = edge[2:-2]
        thick = 0.85 * np.sin(np.pi * np.linspace(0.02, 0.98, len(edge))) ** 0.25
        away = np.array([0.0, -1.0 if which == "lower" else 1.0])
        return np.vstack([edge, (edge + thick[:, None] * away)[::-1]])

    def _behind(self, gap: float) -> Points:
        """Places down the back of the bodies and discs, `gap` mm behind them."""
        places = [self._beyond(0, -gap)]
        for level in self.levels:
            body = self.bodies[level]
            places += [
                body.frame.place([[-gap, body.height * share]])[0] for share in (0.38, 0.0, -0.38)
            ]
        return np.vstack([*places, self._beyond(-1, -gap)])

    def _beyond(self, end: int, across: float) -> Points:
        """A place above the first body (0) or below the last (-1)."""
        body = self.bodies[self.levels[end]]
        up = body.height / 2 + BEYOND
        place: Points = body.frame.place([[across, up if end == 0 else -up]])[0]
        return place

    def anterior_longitudinal(self) -> Band:
        """The ligament down the front of the bodies and discs; it fills the bodies' waists."""
        first, last = (self.bodies[self.levels[end]] for end in (0, -1))
        beyond = [first.upper.front + np.array([0.0, BEYOND])]
        inner, outer = [*beyond], [beyond[0] + np.array([1.7, 0.0])]
        for upper, lower in pairwise([None, *self.levels]):
            assert lower is not None
            edge = body_and_plates(self.bodies[lower])[1]
            if upper is not None:
                gap = (self.bodies[upper].lower.front + self.bodies[lower].upper.front) / 2
                inner.append(gap - np.array([0.8, 0.0]))
                outer.append(gap + np.array([2.6, 0.0]))
            inner += list(edge)
            waist = (edge[0] + edge[-1]) / 2 + np.array([0.9, 0.0])
            outer += [edge[0] + np.array([1.7, 0.0]), waist, edge[-1] + np.array([1.7, 0.0])]
        end = last.lower.front - np.array([0.2, BEYOND])
        return Band.between(
            np.vstack([*inner, end]), np.vstack([*outer, end + np.array([1.7, 0.0])]), 60
        )

    def front_corners(self) -> list[Points]:
        """Behind the ligament, between the round edge of each body and the disc."""
        found = []
        for upper, lower in pairwise(self.levels):
            above, below = self.bodies[upper].lower.front, self.bodies[lower].upper.front
            back = np.array([4.0, 0.0])
            found.append(np.vstack([above - back, above, below, below - back]))
        return found

    def posterior_longitudinal(self) -> Band:
        """The thinner ligament down the back of the bodies and discs, in the canal."""
        places = self._behind(-0.25)
        return Band.along(places, [0.55] * len(places))

    def flavum(self, upper: str, lower: str) -> Band:
        """From the front and the lower edge of one arch to the upper edge of the next."""
        above, below = self.arch(upper), self.arch(lower)
        attached = np.vstack([above[_FRONT + 9 :], above[:3]])
        edge = below[_UPPER_ROOT + 3 : _FRONT + 6]
        bulge = np.array([[1.5, 0.0]])
        front = np.vstack(
            [
                attached[:1],
                attached[5:6] + bulge,
                (attached[-1:] + edge[-1:]) / 2 + 2 * bulge,
                edge[-1:],
            ]
        )
        return Band(
            resampled(open_curve(front), 24), resampled(np.vstack([attached, edge[:1]]), 24)
        )

    def interspinous(self, upper: str, lower: str) -> Band:
        """Between the lower edge of one spinous process and the upper edge of the next."""
        start = self.arch(upper)[2 : _TIP - 1]
        end = self.arch(lower)[_TIP + 1 : _UPPER_ROOT + 4][::-1]
        return Band.ruled(start, end, 36)

    def supraspinous(self) -> Band:
        """Over the tips of the spinous processes."""
        tips = []
        for level in self.levels:
            points = spinous_process(self.bodies[level])
            tips.append(points[-4] + np.array([-0.7, 0.0]))
        first = tips[0] + np.array([1.4, 12.0])
        last = tips[-1] + np.array([0.5, -6.5])
        return Band.along(np.vstack([first, *tips, last]), [0.9, *[1.2] * len(tips), 0.9])

    def _column(self, front: float, back: float) -> Points:
        """An upright band in the canal between two depths behind the bodies, in mm."""
        one, other = self._behind(front), self._behind(back)
        return np.vstack([resampled(open_curve(one), 30), resampled(open_curve(other), 30)[::-1]])

    def canal(self) -> Points:
        """The vertebral canal."""
        deep = shapes()[self.levels[0]].canal
        return self._column(-1.6, deep - 0.2)

    def sac(self) -> Points:
        """The dural sac in the canal."""
        return self._column(2.7, 13.4)

    def cord(self) -> Points:
        """The spinal cord in the sac."""
        return self._column(4.7, 11.6)


@lru_cache(maxsize=4)
def median_cut(levels: tuple[str, ...]) -> MedianCut:
    """These neighbouring thoracic vertebrae, cut down the middle."""
    bodies = column(KYPHOSIS).bodies
    middle = (bodies[levels[0]].upper.back + bodies[levels[-1]].lower.back) / 2

    def moved(plate: EndPlate) -> EndPlate:
        return EndPlate(plate.back - middle, plate.angle, plate.depth)

    return MedianCut(
        levels,
        {
            level: Body(level, moved(bodies[level].upper), moved(bodies[level].lower))
            for level in levels
        },
    )
