"""The explorers of the body, each with the controls that move it.

`midback.explore` hands them out; importing this loads matplotlib and ipywidgets.
"""

from __future__ import annotations

import ipywidgets

from midback.explore import (
    back_layers_view,
    body_map,
    cord_alignment,
    dermatome_torso,
    referral_map,
    shared_segments,
    shingles_days,
    spine_curve,
    vertebra_levels,
)
from midback.explore.checklist import Checklist
from midback.explore.controls import Choice, Slider
from midback.explore.explorer import Explorer


def body_chart() -> Explorer:
    """A body chart to shade by numbered regions, and a switch that reveals the mid back's borders.

    The regions, and which of them are mid back, are in the atlas's `data/body_regions.csv`.
    """
    controls = {
        "shaded": Checklist(options=body_map.regions(), label="Regions to shade"),
        "reveal": ipywidgets.Checkbox(
            description="Reveal the borders of the mid back", indent=False
        ),
    }
    return Explorer.of(body_map, controls)


def convergence() -> Explorer:
    """One organ and the skin, calling the same segments of the cord, and who else calls there.

    The ranges are in `data/convergence.csv`, each approximate and with its worth.
    """
    controls = {
        "organ": Choice(
            options=shared_segments.organs(), value=shared_segments.FIRST, label="Organ"
        ),
        "others": ipywidgets.Checkbox(description="Show the other organs", indent=False),
    }
    return Explorer.of(shared_segments, controls, words_shown=False)


def cord_levels() -> Explorer:
    """Which segments of the cord lie beside each vertebra, T1 to L1, and how far names differ.

    The table is `data/cord_levels.csv`: recalled teaching, marked as such.
    """
    numbers = list(range(1, len(cord_alignment.LEVELS) + 1))
    controls = {
        "vertebra": Slider(
            value=cord_alignment.FIRST,
            stops=numbers,
            words=[cord_alignment.vertebra_words(number) for number in numbers],
            label="Vertebra",
            unit="from T1 down",
        )
    }
    return Explorer.of(cord_alignment, controls, words_shown=False)


def dermatomes() -> Explorer:
    """The thoracic dermatomes: choose a level, and set how strong the overlapping bands are."""
    controls = {
        "level": Choice(options=dermatome_torso.LEVELS, value="all", label="Level"),
        "opacity": Slider(
            value=dermatome_torso.FIRST,
            min=dermatome_torso.LEAST,
            max=dermatome_torso.MOST,
            step=5,
            label="Strength of the bands",
            unit="percent",
        ),
    }
    return Explorer.of(dermatome_torso, controls)


def layers() -> Explorer:
    """The layers of the back, peeled off one at a time, with one muscle to look at.

    Attachments, nerves and actions are in `data/back_muscles.csv` with their sources.
    Choosing a muscle peels to its layer; peeling to another layer lets go of the muscle.
    """
    layer = Choice(options=back_layers_view.LAYERS, value=back_layers_view.FIRST, label="Layer")
    muscle = Choice(options=back_layers_view.muscles(), value="none", label="Muscle to look at")

    def peel_to_muscle(change: dict[str, str]) -> None:
        if change["new"] != "none":
            layer.value = back_layers_view.layer_of(change["new"])

    def let_go(change: dict[str, str]) -> None:
        if muscle.value != "none" and back_layers_view.layer_of(muscle.value) != change["new"]:
            muscle.value = "none"

    muscle.observe(peel_to_muscle, names="value")
    layer.observe(let_go, names="value")
    return Explorer.of(
        back_layers_view, {"layer": layer, "muscle": muscle}, width=575, words_shown=False
    )


def referral() -> Explorer:
    """Maps of referred pain over each other, and every structure that claims a chosen place.

    The areas are those of the plate `referred-pain`, each with how certain it is.
    """
    controls = {
        "layers": Checklist(options=referral_map.LAYERS, value=referral_map.FIRST, label="Maps"),
        "place": Choice(options=referral_map.places(), value="none", label="Where the hand points"),
    }
    return Explorer.of(referral_map, controls, words_shown=False)


def shingles() -> Explorer:
    """Shingles by the day, before and after the rash: what is felt, seen and to be done.

    What is said of each day is in `data/shingles.csv` with its sources.
    """
    controls = {
        "day": Slider(
            value=shingles_days.FIRST,
            stops=list(shingles_days.DAYS),
            words=[shingles_days.day_words(day) for day in shingles_days.DAYS],
            label="Day",
            unit="days from the rash",
        ),
        "level": Choice(
            options=shingles_days.LEVELS, value=shingles_days.FIRST_LEVEL, label="Nerve"
        ),
    }
    return Explorer.of(shingles_days, controls, words_shown=False)


def spine() -> Explorer:
    """The spine from the side under a slider for the thoracic kyphosis, 10 to 70 degrees."""
    controls = {
        "kyphosis": Slider(
            value=spine_curve.FIRST,
            min=spine_curve.LEAST,
            max=spine_curve.MOST,
            step=2,
            label="Thoracic kyphosis",
            unit="degrees",
        )
    }
    return Explorer.of(spine_curve, controls, width=480)


def vertebra() -> Explorer:
    """One thoracic vertebra, T1 to T12, from above, the side or behind, beside another one."""
    controls = {
        "level": Slider(
            value=vertebra_levels.FIRST,
            stops=list(range(1, 13)),
            words=[f"T{level}" for level in range(1, 13)],
            label="Thoracic vertebra",
            unit="from T1 down",
        ),
        "view": Choice(options=vertebra_levels.VIEWS, value="above", label="Seen"),
        "ribs": ipywidgets.Checkbox(description="Show the ribs, from above", indent=False),
        "other": Choice(options=vertebra_levels.OTHERS, value="none", label="Compare with"),
    }
    return Explorer.of(vertebra_levels, controls, width=480)
