"""The plate `referred-pain`: where pain from joints, muscles or organs is felt, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from midback.atlas.body_drawing import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    Sheet,
    check_switch,
    draw_body,
    draw_outline,
    heading,
    inside,
    name_sides,
)
from midback.atlas.body_figure import FOOT
from midback.atlas.body_referral_zones import (
    LAYERS,
    MUSCLES,
    TENDER_POINTS,
    Zone,
    facet_joint,
    rib_joint,
    zones,
)
from midback.atlas.curves import Points, sampled
from midback.atlas.drawing import flat_shape, name_with_leader
from midback.atlas.plates import Plate, Region
from midback.atlas.shapes import THORACIC
from midback.atlas.soft_parts import polygons
from midback.atlas.style import (
    INK,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)

TITLES = {
    "facet-joints": "Referred pain: the facet joints of the thoracic spine",
    "rib-joints": "Referred pain: the joints between ribs and vertebrae",
    "muscles": "Referred pain: muscles with tender points",
    "viscera": "Referred pain: organs of the chest and abdomen",
}
SOURCES = {
    "facet-joints": (
        "T3-T4 to T10-T11: nine healthy volunteers, dreyfuss1994, drawn here on one side. "
        "C7-T1 to T2-T3 and T11-T12: 15 patients, fukui1997. "
        "Both were read as abstracts; the outline of every area is illustrative, and so is the "
        "choice of three to outline."
    ),
    "rib-joints": (
        "Costotransverse joints: eight healthy men, young2008. "
        "Costovertebral joints: case reports, benhamou1993. "
        "The outline of every area and the levels drawn for the example and the case reports are "
        "illustrative."
    ),
    "muscles": (
        "Trapezius, levator scapulae and infraspinatus: captions of classic maps, medlink_travell. "
        "Rhomboids: travell_simons, recalled and not read. "
        "No map was checked against a reference standard; muscles, points and outlines are "
        "illustrative."
    ),
    "viscera": (
        "Segment ranges: visceral_segments_deck, a weak source; heart and kidney also "
        "standring_gray, recalled. Books differ by one or two segments. "
        "The outline of every area is illustrative."
    ),
}
# How a rim is drawn says how sure the area is.
_DASHES: dict[str, Any] = {
    "volunteers": "solid",
    "patients": (0, (6, 1.6)),
    "described": (0, (3, 1.8)),
    "recalled": (0, (3, 1.4, 0.8, 1.4)),
    "case-reports": (0, (0.9, 1.5)),
}
CERTAINTIES = {
    "volunteers": "seen in volunteers",
    "patients": "seen in selected patients",
    "described": "traditional teaching",
    "recalled": "traditional teaching, recalled",
    "case-reports": "case reports only",
}
# The facet joints whose areas are outlined, each in its own colour.
_OUTLINED = {
    "facet-t3-t4": towards(BLUE, INK, 0.35),
    "facet-t6-t7": towards(PURPLE, INK, 0.35),
    "facet-t9-t10": towards(ORANGE, INK, 0.35),
}
# The dots of the other joints of the volunteers and the thin rims of their areas.
_PLAIN = towards(BLUE, PAPER, 0.25)
# From which joints the areas of the patients come: a bar beside the joints, so far from the
# midline, from the first to the last of them; how far down it a line leaves, and on which area's
# rim that ends.
_LINKS = (
    (("C7", "T1"), 2.8, ((0.3, (-10.2, 143.0)), (0.7, (-5.8, 142.8)))),
    (("C7", "T2"), 3.6, ((1.0, (-6.7, 136.9)),)),
    (("T11", "T11"), 2.0, ((0.0, (-6.3, 102.5)),)),
)
_ORGAN_COLOURS = {
    "heart": TISSUES["artery"].fill,
    "oesophagus": PURPLE,
    "stomach": ORANGE,
    "gallbladder": GREEN,
    "kidney": BLUE,
}
_COLOURS = _ORGAN_COLOURS | {
    "trapezius-neck": BLUE,
    "trapezius-suprascapular": BLUE,
    "trapezius-inner-border": BLUE,
    "levator-inner-border": GREEN,
    "infraspinatus-inner-border": ORANGE,
    "rhomboids-inner-border": INK,
    "costotransverse-t2": BLUE,
    "costotransverse-local": BLUE,
    "costovertebral": ORANGE,
}


@dataclass(frozen=True)
class _Name:
    """Words beside the figure, where they stand, and what they point at, in cm."""

    words: str
    at: tuple[float, float]
    to: tuple[float, float]


@dataclass(frozen=True)
class _Layout:
    """How a layer's plate is laid out: its size in inches, its views and what stands below."""

    size: tuple[float, float]
    scale: float
    lowest: float
    middles: dict[str, float]
    names: tuple[_Name, ...]
    notes: tuple[str, ...]


_NAMES = {
    "facet-joints": (
        _Name(
            "Volunteers: eight\njoints, T3–T4 to\nT10–T11; most places\nshared by 3 to 5",
            (21.4, 116.6),
            (7.4, 126.4),
        ),
        _Name("Suprascapular:\nC7–T1, T1–T2", (-24.4, 151.0), (-13.0, 142.2)),
        _Name("Superior angle:\nC7–T1, T1–T2", (-26.2, 144.2), (-7.6, 139.6)),
        _Name("Midscapular:\nC7–T1, T1–T2,\nT2–T3", (-26.8, 131.4), (-10.2, 133.0)),
        _Name("Beside the joint:\nT11–T12", (-19.0, 114.6), (-4.6, 114.4)),
        _Name("Iliac crest:\nT11–T12", (-20.0, 103.4), (-10.6, 102.4)),
    ),
    "rib-joints": (
        _Name("T2 on the right:\ntwo segments up\nand two down", (26.0, 149.0), (3.9, 147.9)),
        _Name(
            "Other joints tested:\nover the joint (drawn\nat T6 as an example)",
            (20.6, 117.4),
            (4.4, 132.4),
        ),
        _Name("Costotransverse\njoints, T1 to T10", (19.0, 108.4), (3.0, 121.6)),
        _Name(
            "Costovertebral joints:\nround the chest or\nabdomen, in case\nreports",
            (-19.6, 113.4),
            (-13.6, 121.0),
        ),
    ),
    "muscles": (
        _Name("Trapezius:\nneck", (-22.0, 155.4), (-4.8, 152.0)),
        _Name("Trapezius: above\nthe shoulder blade", (-25.2, 147.8), (-14.2, 141.8)),
        _Name("Trapezius:\ninner border", (-20.6, 117.2), (-6.2, 127.6)),
        _Name("Levator scapulae", (18.0, 157.4), (3.5, 151.4)),
        _Name("Rhomboids", (22.0, 150.6), (2.6, 141.2)),
        _Name("Infraspinatus", (26.0, 144.0), (15.6, 137.4)),
        _Name("Said to refer to\nthe inner border:", (19.0, 116.8), (6.4, 128.2)),
    ),
}
_NOTES = {
    "facet-joints": (
        "The pattern cannot name the level: areas overlap too much.",
        "Bold: three examples, dot and rim alike.  Darker: more joints share the place.",
    ),
    "rib-joints": (
        "Exclude the heart first, then consider the rib.",
        "Pain like that of heart or abdomen is described in case reports;",
        "injections in volunteers did not reproduce it.",
    ),
    "muscles": (
        "Tender muscle points (crosses) that may refer pain: treat the person.",
        "No reference standard; examiners agree only fairly to moderately.",
    ),
    "viscera": (
        "Areas overlap: a place on the skin does not name the organ.",
        "Ranges differ by one or two segments between books.",
    ),
}


def _layout(layer: str, key: bool) -> _Layout:
    notes = _NOTES[layer]
    below = 0.12 + 0.165 * (len(notes) + 1) if key else 0.0
    if layer == "viscera":
        size = (4.6, 3.5 + (0.86 + below if key else 0.0))
        return _Layout(size, 0.0286, FOOT, {"front": 1.16, "back": 3.44}, (), notes)
    size = (4.6, 0.06 + (172.0 - 91.0) * 0.0505 + 0.08 + below)
    return _Layout(size, 0.0505, 91.0, {"back": 2.3}, _NAMES[layer], notes)


def _sheets(layout: _Layout) -> dict[str, Sheet]:
    top = 0.3 if len(layout.middles) > 1 else 0.06
    foot = layout.size[1] - top - (172.0 - layout.lowest) * layout.scale
    return {
        view: Sheet(layout.size, x, foot, layout.lowest, layout.scale)
        for view, x in layout.middles.items()
    }


def _shown(layer: str) -> list[Zone]:
    return [zone for zone in zones() if zone.layer == layer]


def _colour(zone: Zone) -> str:
    if zone.layer == "facet-joints":
        return BLUE if zone.certainty == "volunteers" else GREEN
    return _COLOURS[zone.id]


def _draw_zone(axes: Axes, sheet: Sheet, clip: PathPatch, zone: Zone, view: str) -> None:
    colour = _colour(zone)
    many = zone.certainty == "volunteers" and zone.layer == "facet-joints"
    # Where areas pile up, pale fills and strong rims keep them apart.
    strength, width = (0.16, 1.3) if zone.layer in ("muscles", "viscera") else (0.3, 1.0)
    edge = towards(colour, INK, 0.25)
    if many:
        bold = zone.id in _OUTLINED
        strength, width = 0.11, 1.5 if bold else 0.55
        edge = _OUTLINED[zone.id] if bold else _PLAIN
    for seen, area in zone.areas:
        if seen != view:
            continue
        path = sheet.path(area)
        fill = flat_shape(axes, path, colour, "none", 0, alpha=strength, zorder=2.2)
        rim = flat_shape(
            axes,
            path,
            "none",
            edge,
            width,
            linestyle=_DASHES[zone.certainty],
            zorder=2.3,
        )
        for patch in (fill, rim):
            inside(patch, clip)


def _draw_joints(axes: Axes, sheet: Sheet, layer: str, labels: bool) -> None:
    """The joints themselves as dots with their names."""
    if layer == "facet-joints":
        _draw_facet_joints(axes, sheet, labels)
        return
    for number in range(1, 11):
        place = rib_joint(f"T{number}")
        for side in (1.0, -1.0):
            _draw_joint(axes, sheet, place * [side, 1.0], INK)
        if labels:
            _name_joint(axes, sheet, f"T{number}", (0.0, place[1]), "center")


def _draw_facet_joints(axes: Axes, sheet: Sheet, labels: bool) -> None:
    """On the right those of the volunteers, on the left those of the patients.

    A joint of the volunteers has the colour of its area's rim; thin lines lead from those of the
    patients to their areas.
    """
    patients = towards(GREEN, INK, 0.25)
    _draw_links(axes, sheet, patients)
    levels = ("C7", *THORACIC)
    for above, below in pairwise(levels):
        place, name = facet_joint(above), f"{above}–{below}"
        colour = _OUTLINED.get(f"facet-{above.lower()}-{below.lower()}", _PLAIN)
        if levels.index(above) in range(3, 11):
            _draw_joint(axes, sheet, place, colour, 4.4 if colour != _PLAIN else 3.0)
            if labels:
                _name_joint(axes, sheet, name, (0.7, place[1]), "right", colour)
            continue
        _draw_joint(axes, sheet, place * [-1.0, 1.0], patients, 4.0)
        if labels and above != "T11":
            _name_joint(axes, sheet, name, (-1.1, place[1]), "left", patients)


def _draw_links(axes: Axes, sheet: Sheet, colour: str) -> None:
    for (first, last), aside, ends in _LINKS:
        top, bottom = facet_joint(first), facet_joint(last)
        bar = [(-2.0, top[1]), (-aside, top[1]), (-aside, bottom[1]), (-2.0, bottom[1])]
        lines = [bar] if first != last else []
        for share, end in ends:
            lines.append([(-aside, top[1] + share * (bottom[1] - top[1])), end])
        for line in lines:
            axes.plot(*sheet.on(np.array(line)).T, color=colour, linewidth=0.6, zorder=2.4)


def _draw_joint(axes: Axes, sheet: Sheet, place: Points, colour: str, size: float = 3.0) -> None:
    x, y = sheet.on(place[None])[0]
    axes.plot(x, y, marker="o", markersize=size, color=colour, markeredgewidth=0, zorder=5)


def _name_joint(
    axes: Axes,
    sheet: Sheet,
    name: str,
    at: tuple[float, float],
    side: str,
    colour: str = INK,
) -> None:
    x, y = sheet.on(np.array([at]))[0]
    axes.text(
        x,
        y,
        name,
        fontsize=SMALL_SIZE - 0.5,
        color=towards(colour, INK, 0.4),
        ha=side,
        va="center_baseline",
        zorder=6,
    )


def _draw_muscles(axes: Axes, sheet: Sheet) -> None:
    muscle = TISSUES["muscle"]
    for id in ("levator-scapulae", "rhomboids", "infraspinatus", "trapezius"):
        _, outline = MUSCLES[id]
        fill = towards(muscle.fill, PAPER, 0.72)
        flat_shape(
            axes, sheet.path(outline), fill, towards(muscle.edge, PAPER, 0.3), 0.6, alpha=0.85
        )


def _draw_tender_points(axes: Axes, sheet: Sheet) -> None:
    for place in TENDER_POINTS.values():
        x, y = sheet.on(np.array([place]))[0]
        axes.plot(x, y, marker="x", markersize=5, color=INK, markeredgewidth=1.4, zorder=5)


def _draw_inner_border_key(axes: Axes, sheet: Sheet, shown: Sequence[Zone]) -> None:
    """Which of the areas over the inner border of the right shoulder blade is which."""
    right = [zone for zone in shown if zone.structure != "Trapezius"]
    for place, zone in enumerate(right):
        height = 112.6 - 2.9 * place
        ends = sheet.on(np.array([[19.2, height], [23.2, height]]))
        axes.plot(
            *ends.T,
            color=towards(_colour(zone), INK, 0.25),
            linewidth=1.8,
            linestyle=_DASHES[zone.certainty],
        )
        x, y = sheet.on(np.array([[24.4, height]]))[0]
        axes.text(x, y, zone.structure, fontsize=SMALL_SIZE, va="center_baseline")


def _draw_names(axes: Axes, sheet: Sheet, names: Sequence[_Name]) -> None:
    for name in names:
        ends = sheet.on(np.array([name.at, name.to]))
        name_with_leader(axes, name.words, *ends, size=SMALL_SIZE)


def _draw_badges(axes: Axes, sheet: Sheet, shown: Sequence[Zone], view: str) -> None:
    """The organs' numbers on their areas."""
    for zone in shown:
        for seen, area in zone.areas:
            if seen != view:
                continue
            _badge(axes, zone, *sheet.on(_badge_place(zone.id, view, sampled(area))[None])[0])


def _badge_place(id: str, view: str, area: Points) -> Points:
    """The middle of an area, moved where two areas share a middle."""
    moved = {
        ("heart", "front"): (4.4, 1.4),
        ("heart", "back"): (-3.2, 2.4),
        ("oesophagus", "front"): (0.0, -2.4),
        ("oesophagus", "back"): (0.0, -0.6),
        ("stomach", "back"): (0.0, -2.8),
    }
    shift = np.array(moved.get((id, view), (0.0, 0.0)))
    middle = area.mean(axis=0)
    if id == "heart" and area[:, 0].min() > 10:
        shift = np.zeros(2)
    place: Points = middle + shift
    return place


def _badge(axes: Axes, zone: Zone, x: float, y: float) -> None:
    axes.plot(
        x,
        y,
        marker="o",
        markersize=8.4,
        markerfacecolor=PAPER,
        markeredgecolor=towards(_colour(zone), INK, 0.25),
        markeredgewidth=1.1,
        zorder=6,
    )
    axes.text(
        x,
        y,
        str(zone.number),
        fontsize=SMALL_SIZE - 0.4,
        fontweight="bold",
        ha="center",
        va="center_baseline",
        zorder=7,
    )


def _draw_organ_key(axes: Axes, size: tuple[float, float], shown: Sequence[Zone]) -> None:
    for place, zone in enumerate(shown):
        y = (1.33 - 0.152 * place) / size[1]
        _badge(axes, zone, 0.2 / size[0], y)
        axes.text(
            0.33 / size[0],
            y,
            f"{zone.structure}, {zone.segments}",
            fontsize=SMALL_SIZE,
            fontweight="bold",
            va="center",
        )
        axes.text(2.1 / size[0], y, zone.words, fontsize=SMALL_SIZE, va="center")


def _draw_foot(axes: Axes, layout: _Layout, shown: Sequence[Zone]) -> None:
    """What to say about the layer, then what each kind of rim means."""
    size = layout.size
    for place, words in enumerate(reversed(layout.notes), start=1):
        bold = "bold" if place == len(layout.notes) else "normal"
        axes.text(
            0.12 / size[0],
            (0.165 * place + 0.12) / size[1],
            words,
            fontsize=SMALL_SIZE + 0.2,
            fontweight=bold,
            va="center",
        )
    x = 0.12
    for certainty in dict.fromkeys(zone.certainty for zone in shown):
        y = 0.1 / size[1]
        axes.plot(
            [x / size[0], (x + 0.3) / size[0]],
            [y, y],
            color=QUIET_INK,
            linewidth=1.1,
            linestyle=_DASHES[certainty],
            zorder=6,
        )
        axes.text(
            (x + 0.36) / size[0],
            y,
            CERTAINTIES[certainty],
            fontsize=SMALL_SIZE,
            color=QUIET_INK,
            va="center",
        )
        x += 0.6 + 0.055 * len(CERTAINTIES[certainty])


def _alt_text(layer: str, shown: Sequence[Zone]) -> str:
    where = "the front and the back" if layer == "viscera" else "the back"
    parts = []
    if layer == "facet-joints":
        parts.append(
            "Eight facet joints from T3-T4 to T10-T11, on one side, each with an area beside and "
            "below it that overlaps its neighbours' so that most places belong to three to five "
            f"joints ({CERTAINTIES['volunteers']}); the areas of T3-T4, T6-T7 and T9-T10 are "
            "outlined boldly as examples, each in the colour of its joint's dot; thin lines lead "
            "from the other joints, on the other side, to their areas"
        )
        shown = [zone for zone in shown if zone.certainty != "volunteers"]
    for zone in shown:
        segments = f", about {zone.segments}" if zone.segments else ""
        parts.append(f"{zone.structure}{segments}: {zone.words} ({CERTAINTIES[zone.certainty]})")
    return (
        f"{TITLES[layer]}, drawn on {where} of an adult as translucent areas that overlap. "
        f"{'; '.join(parts)}. {' '.join(_NOTES[layer])}"
    )


def referred_pain(source: str = "facet-joints", key: bool = True) -> Plate:
    """Where pain from one kind of `source` may be felt, each area with its certainty.

    `source` is "facet-joints", "rib-joints", "muscles" or "viscera"; another is a `ValueError`.
    `key` makes room below the figure for what to say and what each kind of rim means.
    """
    check_switch("referred-pain", "key", key)
    if source not in LAYERS:
        raise ValueError(
            f"The plate 'referred-pain' cannot be drawn with source={source!r}. "
            f"Choose one of: {', '.join(LAYERS)}."
        )
    layout, shown = _layout(source, key), _shown(source)
    sheets = _sheets(layout)
    arms = source == "viscera"

    def draw(axes: Axes, labels: bool) -> None:
        for view, sheet in sheets.items():
            clip = draw_body(axes, sheet, view, arms=arms)
            if source == "muscles":
                _draw_muscles(axes, sheet)
            for zone in shown:
                _draw_zone(axes, sheet, clip, zone, view)
            draw_outline(axes, sheet, layout.lowest, arms=arms)
            if source.endswith("joints"):
                _draw_joints(axes, sheet, source, labels)
            elif source == "muscles":
                _draw_tender_points(axes, sheet)
            if labels:
                _draw_names(axes, sheet, layout.names)
            if labels and source == "muscles":
                _draw_inner_border_key(axes, sheet, shown)
            if source == "viscera":
                heading(axes, sheet, view)
                name_sides(axes, sheet, view)
                if labels:
                    _draw_badges(axes, sheet, shown, view)
            else:
                name_sides(axes, sheet, view, across=24.0, height=95.5)
        if labels and key and source == "viscera":
            _draw_organ_key(axes, layout.size, shown)
        if labels and key:
            _draw_foot(axes, layout, shown)

    return Plate(
        "referred-pain",
        TITLES[source],
        _alt_text(source, shown),
        SOURCES[source],
        _regions(shown, sheets, source),
        layout.size,
        draw,
        MappingProxyType({"source": source, "key": key}),
    )


def _regions(shown: Sequence[Zone], sheets: dict[str, Sheet], layer: str) -> tuple[Region, ...]:
    found = []
    for zone in shown:
        for place, (view, area) in enumerate(zone.areas, start=1):
            id = zone.id if len(zone.areas) == 1 else f"{zone.id}-{view}-{place}"
            term = f"{zone.structure}: {zone.words}"
            found.append(Region(id, term, sheets[view].on(sampled(area))))
    if layer == "muscles":
        for id, (term, outline) in MUSCLES.items():
            found.append(Region(id, term, sheets["back"].on(polygons(outline)[0])))
    return tuple(found)
