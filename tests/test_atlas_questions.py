"""Hotspot questions made from any plate: what is pointed at is marked, on every plate alike."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from midback.atlas import names, plate
from midback.items import Hotspot, PlateError
from midback.marking import mark

VIEWS: list[tuple[str, dict[str, Any]]] = [
    *((name, {}) for name in names()),
    *(("back-muscles", {"layer": layer}) for layer in ("intermediate", "deep")),
    ("rib-joints", {"view": "side"}),
    *(("vertebra-above", {"level": level}) for level in ("T1", "T12")),
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


@pytest.mark.parametrize(
    ("name", "parameters"), VIEWS, ids=[f"{name}-{json.dumps(more)}" for name, more in VIEWS]
)
def test_the_middle_of_a_region_is_right_and_its_neighbours_are_wrong(
    name: str, parameters: dict[str, Any]
) -> None:
    """For every region: its own marker gets 1, and those of the nearest others get 0."""
    regions = plate(name, **parameters).regions
    middles = {region.id: region.polygon.mean(axis=0) for region in regions}
    asked = 0
    for region in regions:
        nearest = sorted(
            (other.id for other in regions if other.id != region.id),
            key=lambda id: float(np.hypot(*(middles[id] - middles[region.id]))),
        )[:2]
        item = hotspot(
            name,
            parameters,
            {"a": region.id, **dict(zip("bc", nearest, strict=False))},
        )
        try:
            markers = item.markers
        except PlateError:  # one of the three is covered by the others, and cannot be asked about
            continue
        x, y = markers["a"]
        assert 1 == mark(item, {"x": x, "y": y}).share
        asked += 1
        for word, (x, y) in markers.items():
            if word != "a" and not region.contains(x, y):
                assert 0 == mark(item, {"x": x, "y": y}).share
    assert asked >= 0.8 * len(regions)
