"""Interactive figures: a picture under controls, its description changing with it.

Importing this is light: ipywidgets and matplotlib are loaded when a figure is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from midback.explore.body_explorers import (
        body_chart,
        convergence,
        cord_levels,
        dermatomes,
        layers,
        referral,
        shingles,
        spine,
        vertebra,
    )
    from midback.explore.evidence_explorers import (
        cobb,
        likelihood,
        motion,
        mri_draw,
        needling,
        prevalence,
        treatments,
    )
    from midback.explore.explorer import Explorer

__all__ = [
    "Explorer",
    "body_chart",
    "cobb",
    "convergence",
    "cord_levels",
    "dermatomes",
    "layers",
    "likelihood",
    "motion",
    "mri_draw",
    "needling",
    "prevalence",
    "referral",
    "shingles",
    "spine",
    "treatments",
    "vertebra",
]

_HOMES = {
    "Explorer": "midback.explore.explorer",
    **dict.fromkeys(
        (
            "body_chart",
            "convergence",
            "cord_levels",
            "dermatomes",
            "layers",
            "referral",
            "shingles",
            "spine",
            "vertebra",
        ),
        "midback.explore.body_explorers",
    ),
    **dict.fromkeys(
        (
            "cobb",
            "likelihood",
            "motion",
            "mri_draw",
            "needling",
            "prevalence",
            "treatments",
        ),
        "midback.explore.evidence_explorers",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'midback.explore' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
