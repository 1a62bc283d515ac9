"""Hotspot questions made from any plate: what is pointed at is marked, on every plate alike."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from shapely.geometry import Polygon

from midback.atlas import names, plate
from midback.atlas.body_referral_zones import LAYERS
from midback.atlas.shapes import THORACIC
from midback.items import Hotspot, PlateError
from midback.marking import mark

VIEWS: list[tuple[str, dict[str, Any]]] = [
    *((name, {}) for name in names()),
    *(("back-muscles", {"layer": layer}) for layer in ("intermediate", "deep")),
    ("rib-joints", {"view": "side"}),
    *(("vertebra-above", {"level": level}) for level in ("T1", "T12")),
    ("vertebra-above", {"ribs": True}),
    *(("referred-pain", {"source": source}) for source in ("rib-joints", "muscles", "viscera")),
]


# Those and every choice of a level, a side or a wedge, and the ends of what slides.
SETTINGS: list[tuple[str, dict[str, Any]]] = [
    *VIEWS,
    *(
        (f"vertebra-{view}", {"level": level})
        for view in ("above", "behind", "side")
        for level in THORACIC
    ),
    *(("vertebra-above", {"level": level, "ribs": True}) for level in THORACIC),
    *(("referred-pain", {"source": source, "key": False}) for source in LAYERS),
    *((name, {"key": False}) for name in ("body-chart", "dermatomes", "landmarks-behind")),
    *(("lateral-radiograph", {"kyphosis": degrees}) for degrees in (10.0, 80.0)),
    *(("lateral-radiograph", {"wedge": level}) for level in THORACIC),
    *(
        ("spine-lateral", {"kyphosis": degrees, "facing": facing})
        for degrees in (0.0, 36.0, 70.0)
        for facing in ("left", "right")
    ),
]


def hotspot(name: str, parameters: dict[str, Any], regions: dict[str, str]) -> Hotspot:
    """A question about the region of marker a, with the others as further markers."""
    return Hotspot.model_validate(
        {
            "id": "point-at-it",
            "type": "hotspot",
            "objective": "atlas.point",
            "lead_in": "Select it.",
            "plate": name,
            "parameters": parameters,
            "regions": regions,
            "key": "a",
            "rationale": dict.fromkeys(regions, "It is this one."),
            "sources": ["a-source"],
        }
    )


def asked_beside(name: str, parameters: dict[str, Any], id: str, others: list[str]) -> Hotspot:
    """The question about a region beside the two nearest that it can be told from.

    A neighbour that lies wholly within it or hides it all has no marker of its own.
    """
    for pair in pairwise([*others, *others[:1]]):
        item = hotspot(name, parameters, {"a": id, **dict(zip("bc", pair, strict=True))})
        try:
            assert item.markers
        except PlateError:
            continue
        return item
    raise AssertionError(f"nothing can be asked about {id}")


@pytest.mark.parametrize(
    ("name", "parameters"), VIEWS, ids=[f"{name}-{json.dumps(more)}" for name, more in VIEWS]
)
def test_the_middle_of_a_region_is_right_and_its_neighbours_are_wrong(
    name: str, parameters: dict[str, Any]
) -> None:
    """For every region: its own marker gets 1, and those of the nearest others get 0."""
    regions = plate(name, **parameters).regions
    middles = {region.id: region.polygon.mean(axis=0) for region in regions}
    for region in regions:
        others = sorted(
            (other.id for other in regions if other.id != region.id),
            key=lambda id: float(np.hypot(*(middles[id] - middles[region.id]))),
        )
        item = asked_beside(name, parameters, region.id, others)
        x, y = item.markers["a"]
        assert 1 == mark(item, {"x": x, "y": y}).share
        for word, (x, y) in item.markers.items():
            if word != "a" and not region.contains(x, y):
                assert 0 == mark(item, {"x": x, "y": y}).share


@pytest.mark.parametrize(
    ("name", "parameters"), SETTINGS, ids=[f"{name}-{json.dumps(more)}" for name, more in SETTINGS]
)
def test_every_region_of_every_setting_is_a_simple_polygon_on_the_plate(
    name: str, parameters: dict[str, Any]
) -> None:
    """No outline crosses itself, so a point lies inside or outside of it without doubt."""
    wrong = [
        region.id
        for region in plate(name, **parameters).regions
        if not Polygon(region.polygon).is_valid
        or region.polygon.min() < 0
        or region.polygon.max() > 1
    ]
    assert [] == wrong
