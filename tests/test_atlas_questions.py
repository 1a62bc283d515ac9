"""Hotspot questions made from any plate: what is pointed at is marked, on every plate alike."""

from __future__ import annotations

import json
from itertools import pairwise
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
    ("vertebra-above", {"ribs": True}),
    *(("referred-pain", {"source": source}) for source in ("rib-joints", "muscles", "viscera")),
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
