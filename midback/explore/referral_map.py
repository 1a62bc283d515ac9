"""Maps of referred pain laid over each other, and which structures claim one place on the back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.path import Path

from midback.atlas.body_drawing import BLUE, GREEN, ORANGE
from midback.atlas.body_levels import surface_levels
from midback.atlas.body_referral import CERTAINTIES
from midback.atlas.body_referral_zones import Zone, zones
from midback.atlas.soft_parts import mirror
from midback.atlas.style import INK, LABEL_SIZE, PAPER, QUIET_INK, SMALL_SIZE, TISSUES, towards
from midback.explore.backdrop import lay_sheet
from midback.explore.body_page import BodyPage
from midback.explore.sheet import MARGIN, Sheet, read_data, tall, wrapped

TITLE = "Which structures claim the same place on the back?"
LAYERS = {
    "facet-joints": "Facet joints",
    "rib-joints": "Rib joints",
    "muscles": "Muscles",
    "viscera": "Organs",
}
FIRST = ["facet-joints"]
LOOK_FOR = (
    "Tick the maps one after the other with a place between the shoulder blades chosen: "
    "the list of structures that claim it grows, and no map names one."
)
CAPTION = (
    "Facet joints: dreyfuss1994 (nine volunteers), fukui1997 (15 patients). "
    "Rib joints: young2008 (eight men), benhamou1993 (case reports). "
    "Muscles: captions of classic maps, medlink_travell; rhomboids travell_simons, recalled. "
    "Organs: visceral_segments_deck, a weak source, with standring_gray, recalled. "
    "What was described on one side is drawn on both; organs lie where they lie. "
    "The outline of every area is illustrative, so what claims a place is an exercise and not a "
    "finding."
)
# A rim is drawn the surer the more solid it is.
_DASHES: dict[str, Any] = {
    "volunteers": "solid",
    "patients": (0, (6, 1.6)),
    "described": (0, (3, 1.8)),
    "recalled": (0, (3, 1.4, 0.8, 1.4)),
    "case-reports": (0, (0.9, 1.5)),
}
_COLOURS = {
    "facet-joints": BLUE,
    "rib-joints": GREEN,
    "muscles": ORANGE,
    "viscera": TISSUES["artery"].fill,
}
_WIDTH, _HEIGHT = 4.6, 4.5
_LIST = 2.56


@dataclass(frozen=True)
class Place:
    """A place on the back in cm: from the midline to the patient's right, and above the floor."""

    words: str
    across: float
    height: float


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    levels = surface_levels()
    return {
        row["id"]: Place(
            row["words"],
            float(row["across_cm"]),
            levels[row["beside"]].height + float(row["up_cm"]),
        )
        for row in read_data("referral_places")
    }


def places() -> dict[str, str]:
    """The places that can be chosen, and none: words for the reader under the ids."""
    return {"none": "No place"} | {id: place.words for id, place in _places().items()}


@lru_cache(maxsize=1)
def _areas() -> tuple[tuple[Zone, Path], ...]:
    """Every area behind; those of joints and muscles on both sides."""
    found = []
    for zone in zones():
        for view, path in zone.areas:
            if view != "back":
                continue
            found.append((zone, path))
            if zone.layer != "viscera":
                found.append((zone, mirror(path)))
    return tuple(found)


def _check(layers: Sequence[str], place: str) -> None:
    for layer in layers:
        if layer not in LAYERS:
            raise ValueError(f"There is no map '{layer}'. Choose from: {', '.join(LAYERS)}.")
    if place not in places():
        raise ValueError(f"There is no place '{place}'. Choose one of: {', '.join(places())}.")


def claims(layers: Sequence[str], place: str) -> list[Zone]:
    """The structures of these maps with an area over the place, in the order of the table."""
    _check(layers, place)
    if place == "none":
        return []
    found: dict[str, Zone] = {}
    for zone, path in _areas():
        if zone.layer in layers and path.contains_point(_spot(place)):
            found.setdefault(zone.id, zone)
    return list(found.values())


def _structures(zone: Zone) -> list[str]:
    """What an area belongs to; several joints may share one."""
    if zone.layer == "facet-joints":
        return [joint.replace("-", "–") for joint in re.findall(r"[CT]\d+-T\d+", zone.structure)]
    if zone.id == "costotransverse-t2":
        return ["Costotransverse joint T2"]
    if zone.id == "costotransverse-local":
        return ["Costotransverse joint T6, as an example"]
    if zone.layer == "viscera":
        return [f"{zone.structure}, {zone.segments}"]
    return [zone.structure]


def _grouped(found: Sequence[Zone]) -> dict[tuple[str, str], list[str]]:
    """Structures by map and certainty, each once."""
    groups: dict[tuple[str, str], list[str]] = {}
    for zone in found:
        names = groups.setdefault((zone.layer, zone.certainty), [])
        names += [name for name in _structures(zone) if name not in names]
    return groups


def _joined(names: Sequence[str]) -> str:
    apart = "; " if any("," in name for name in names) else ", "
    return apart.join(names)


def _counted(found: Sequence[Zone]) -> int:
    return sum(len(names) for names in _grouped(found).values())


def _rows(layers: Sequence[str], found: Sequence[Zone], place: str) -> list[tuple[str, str, str]]:
    """What the list says: map, certainty and structures; without a place, all that is drawn."""
    if place != "none":
        groups = _grouped(found)
    else:
        groups = _grouped([zone for zone in zones() if zone.layer in layers])
        groups = {
            key: _shortened(names) if key[0] == "facet-joints" else names
            for key, names in groups.items()
        }
    return [(layer, certainty, _joined(names)) for (layer, certainty), names in groups.items()]


def _shortened(joints: list[str]) -> list[str]:
    """Neighbouring joints as a span."""
    spans: list[list[str]] = []
    for joint in joints:
        if spans and spans[-1][-1].split("–")[1] == joint.split("–")[0]:
            spans[-1].append(joint)
        else:
            spans.append([joint])
    return [span[0] if len(span) == 1 else f"{span[0]} to {span[-1]}" for span in spans]


def _draw_list(sheet: Sheet, layers: Sequence[str], place: str, found: Sequence[Zone]) -> None:
    room = _WIDTH - _LIST - MARGIN
    y = 0.42
    if place == "none":
        words = "Drawn now" if layers else "Tick a map"
        y = sheet.words(_LIST, y, words, weight="bold") + 0.06
    else:
        count = _counted(found)
        plural = "structure claims" if count == 1 else "structures claim"
        sheet.words(_LIST, y - 0.04, str(count), size=22, weight="bold")
        left = _LIST + (0.3 if count < 10 else 0.5)
        sheet.words(left, y + 0.02, f"{plural} this place\non the maps shown", size=LABEL_SIZE)
        y += 0.42
    last = ""
    for layer, certainty, names in _rows(layers, found, place):
        colour = towards(_COLOURS[layer], INK, 0.4)
        if layer != last:
            y = sheet.words(
                _LIST, y + 0.03, LAYERS[layer], size=LABEL_SIZE, weight="bold", colour=colour
            )
            last = layer
        sheet.lines(
            [[(_LIST, y + 0.07), (_LIST + 0.24, y + 0.07)]], colour, 1.4, _DASHES[certainty]
        )
        sheet.words(_LIST + 0.3, y, CERTAINTIES[certainty], size=SMALL_SIZE, colour=QUIET_INK)
        y += tall("", SMALL_SIZE)
        broken = wrapped(names, room, SMALL_SIZE)
        y = sheet.words(_LIST, y, broken, size=SMALL_SIZE) + 0.03
    if place != "none" and not found:
        y = sheet.paragraph(_LIST, y, room, "No area that is drawn reaches it.")
    if found:
        sheet.paragraph(_LIST, y + 0.08, room, "The place narrows the list and does not name one.")


def _body(sheet: Sheet, skin: bool = True) -> BodyPage:
    return BodyPage(
        sheet, "back", middle=1.25, top=0.36, lowest=92.0, scale=0.0485, arms=False, skin=skin
    )


def _paint(
    body: BodyPage, zone: Zone, path: Path, strength: float, width: float, rim: float
) -> None:
    many = zone.certainty == "volunteers" and zone.layer == "facet-joints"
    colour = _COLOURS[zone.layer]
    body.paint(
        path,
        colour,
        towards(colour, INK, 0.25),
        width=width,
        dash=_DASHES[zone.certainty],
        seen=(0.12 if many else 0.22) * strength,
        edge_seen=rim,
        order=0.6,
    )


def _lay_map(sheet: Sheet, layer: str, quiet: bool, order: float) -> None:
    """A whole map, paler when one place stands out."""

    def areas(under: Sheet) -> None:
        body = _body(under, skin=False)
        for zone, path in _areas():
            if zone.layer == layer:
                _paint(body, zone, path, 0.6 if quiet else 1.0, 0.6, 0.5 if quiet else 1.0)

    lay_sheet(sheet, ("referral", layer, quiet), areas, order)


def draw(layers: Sequence[str], place: str) -> Figure:
    """The back with these maps over each other, a mark on the place, and who claims it.

    `layers` are keys of `LAYERS` and `place` one of `places()`.
    """
    found = claims(layers, place)
    sheet = Sheet(_WIDTH, _HEIGHT)
    sheet.heading(MARGIN, 0.1, "Where pain from joints, muscles and organs is felt")
    body = _body(sheet)
    for rank, layer in enumerate(LAYERS):
        if layer in layers:
            _lay_map(sheet, layer, place != "none", 0.5 + 0.01 * rank)
    for zone, path in _areas():
        if zone in found and path.contains_point(_spot(place)):
            _paint(body, zone, path, 1.6, 1.3, 1.0)
    if place != "none":
        _mark(body, _spot(place))
    sheet.words(0.2, _HEIGHT - 0.2, "left", size=SMALL_SIZE, colour=QUIET_INK, down="middle")
    sheet.words(
        2.3, _HEIGHT - 0.2, "right", size=SMALL_SIZE, colour=QUIET_INK, across="right",
        down="middle",
    )  # fmt: skip
    _draw_list(sheet, layers, place, found)
    return sheet.figure


def _spot(place: str) -> tuple[float, float]:
    return _places()[place].across, _places()[place].height


def _mark(body: BodyPage, centre: tuple[float, float]) -> None:
    around = np.linspace(0, 2 * np.pi, 24)
    ring = np.column_stack([np.cos(around), np.sin(around)])
    body.paint(1.5 * ring + centre, None, PAPER, width=3.4, order=4)
    body.paint(1.5 * ring + centre, None, INK, width=1.7, order=4.1)
    body.paint(0.35 * ring + centre, INK, order=4.1)


def describe(layers: Sequence[str], place: str) -> str:
    """Which maps are drawn, and every structure that claims the place with its certainty."""
    found = claims(layers, place)
    if not layers:
        return "The back without a map. Tick a map to see where its pain may be felt."
    shown = ", ".join(LAYERS[layer].lower() for layer in LAYERS if layer in layers)
    rows = [
        f"{LAYERS[layer]} ({CERTAINTIES[certainty]}): {names}"
        for layer, certainty, names in _rows(layers, found, place)
    ]
    text = f"The back with {'map' if len(layers) == 1 else 'maps'} of {shown}. "
    if place == "none":
        return f"{text}Drawn: {'. '.join(rows)}. Choose a place to see which structures claim it."
    words = _places()[place].words
    where = f"{words[0].lower()}{words[1:]}"
    if not found:
        return f"{text}No area that is drawn reaches the place: {where}."
    count = _counted(found)
    verb = "structure claims" if count == 1 else "structures claim"
    return (
        f"{text}{count} {verb} the place marked, {where}: {'. '.join(rows)}. "
        "The place narrows the list and does not name one."
    )
