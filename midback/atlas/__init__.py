"""Anatomical plates drawn from tables, with every structure a named region.

Importing this is light: matplotlib is loaded when the first plate is made.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from midback.atlas.plates import Plate, Region

__all__ = ["Plate", "Region", "maker", "names", "plate"]

# The name of a plate, the module that draws it and the function there.
_PLATES = {
    "back-muscles": ("midback.atlas.back_muscles", "back_muscles"),
    "body-chart": ("midback.atlas.body_chart", "body_chart"),
    "cord-vessels": ("midback.atlas.cord_vessels", "cord_vessels"),
    "cross-section": ("midback.atlas.cross_section", "cross_section"),
    "dermatomes": ("midback.atlas.body_dermatomes", "dermatomes_plate"),
    "lateral-radiograph": ("midback.atlas.radiograph", "lateral_radiograph"),
    "landmarks-behind": ("midback.atlas.body_landmarks", "landmarks_behind"),
    "ligaments": ("midback.atlas.ligaments", "ligaments"),
    "motion-segment": ("midback.atlas.motion_segment", "motion_segment"),
    "referred-pain": ("midback.atlas.body_referral", "referred_pain"),
    "rib-joints": ("midback.atlas.rib_joints", "rib_joints"),
    "scheuermann": ("midback.atlas.scheuermann", "scheuermann"),
    "spinal-nerve": ("midback.atlas.spinal_nerve", "spinal_nerve"),
    "spine-lateral": ("midback.atlas.spine_lateral", "spine_lateral"),
    "vertebral-fractures": ("midback.atlas.vertebral_fractures", "vertebral_fractures"),
    "vertebra-above": ("midback.atlas.vertebra_plates", "vertebra_above_plate"),
    "vertebra-behind": ("midback.atlas.vertebra_plates", "vertebra_behind_plate"),
    "vertebra-side": ("midback.atlas.vertebra_plates", "vertebra_side_plate"),
    "vertebrae-compared": ("midback.atlas.vertebra_compared", "vertebrae_compared"),
}


def names() -> tuple[str, ...]:
    """The names of all plates, from a to z."""
    return tuple(sorted(_PLATES))


def maker(name: str) -> Callable[..., Plate]:
    """The function that makes a plate, with its parameters and what they mean in its docstring.

    An unknown name is a `LookupError` that says what to choose instead.
    """
    if name not in _PLATES:
        raise LookupError(
            f"There is no plate called '{name}'. Choose one of: {', '.join(names())}."
        )
    module, function = _PLATES[name]
    made: Callable[..., Plate] = getattr(import_module(module), function)
    return made


def plate(name: str, **parameters: Any) -> Plate:
    """The plate called `name`, drawn with these parameters.

    An unknown name is a `LookupError`, an unknown parameter a `TypeError`, a value that cannot be
    drawn a `ValueError`; each message says what to choose instead.
    """
    make = maker(name)
    known = list(signature(make).parameters)
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise TypeError(
            f"The plate '{name}' has no parameter {', '.join(map(repr, unknown))}. "
            f"Choose from: {', '.join(known)}."
        )
    return make(**parameters)


def __getattr__(name: str) -> Any:
    if name in ("Plate", "Region"):
        return getattr(import_module("midback.atlas.plates"), name)
    raise AttributeError(f"module 'midback.atlas' has no attribute '{name}'")
