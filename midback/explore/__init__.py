"""Interactive figures: a picture under controls, its description changing with it.

Importing this is light: ipywidgets and matplotlib are loaded when a figure is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from midback.explore.explorer import Explorer

__all__ = ["Explorer", "prevalence", "spine"]


def prevalence() -> Explorer:
    """How common pain is in three regions of the spine, with a switch for the definition.

    A second switch adds other studies, to show why published figures differ.
    Every number is in `data/prevalence.csv` with its source.
    """
    import ipywidgets

    from midback.explore import prevalence_chart as chart
    from midback.explore.controls import Choice
    from midback.explore.explorer import Explorer

    controls = {
        "definition": Choice(
            options=chart.DEFINITIONS, value="past-year", label="What counts as pain"
        ),
        "other_studies": ipywidgets.Checkbox(
            description="Show why published figures differ", indent=False
        ),
    }
    return Explorer(
        chart.TITLE,
        chart.draw,
        chart.describe,
        controls,
        caption="Every figure was read in the source named under it; none is illustrative.",
        width=530,
        words_shown=False,
    )


def spine() -> Explorer:
    """The spine from the side under a slider for the thoracic kyphosis, 10 to 70 degrees."""
    from midback.atlas.spine_lateral import SOURCE
    from midback.explore import spine_curve as curve
    from midback.explore.controls import Slider
    from midback.explore.explorer import Explorer

    controls = {
        "kyphosis": Slider(
            value=curve.FIRST,
            min=curve.LEAST,
            max=curve.MOST,
            step=2,
            label="Thoracic kyphosis",
            unit="degrees",
        )
    }
    return Explorer(curve.TITLE, curve.draw, curve.describe, controls, caption=SOURCE, width=480)


def __getattr__(name: str) -> Any:
    if name == "Explorer":
        return import_module("midback.explore.explorer").Explorer
    raise AttributeError(f"module 'midback.explore' has no attribute '{name}'")
