"""Interactive figures: a picture under controls, its description changing with it.

Importing this is light: ipywidgets and matplotlib are loaded when a figure is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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


def body_chart() -> Explorer:
    """A body chart to shade by numbered regions, and a switch that reveals the mid back's borders.

    The regions, and which of them are mid back, are in the atlas's `data/body_regions.csv`.
    """
    import ipywidgets

    from midback.atlas.body_chart import SOURCE
    from midback.explore import body_map
    from midback.explore.checklist import Checklist
    from midback.explore.explorer import Explorer

    controls = {
        "shaded": Checklist(options=body_map.regions(), label="Regions to shade"),
        "reveal": ipywidgets.Checkbox(
            description="Reveal the borders of the mid back", indent=False
        ),
    }
    return Explorer(
        body_map.TITLE, body_map.draw, body_map.describe, controls, caption=SOURCE, width=530
    )


def cobb(film: int | None = None) -> Explorer:
    """A synthetic radiograph with two lines to lay along end plates, and the angle between them.

    With `film`, 1 to 12, it shows only that film and never its true angle, for a question beside
    it; `midback.explore.cobb_film.kyphosis_of` is the key.
    """
    import ipywidgets

    from midback.explore import cobb_film
    from midback.explore.controls import Slider

    chosen = 1 if film is None else film
    cobb_film.kyphosis_of(chosen)
    lines = cobb_film.FilmWithLines(value=list(cobb_film.START))
    last = len(cobb_film.FILMS)
    controls = {
        "film": Slider(value=chosen, min=1, max=last, label="Film", unit=f"of {last}"),
        "reveal": ipywidgets.Checkbox(description="Show the true lines", indent=False),
        "lines": lines,
    }
    if film is not None:
        for name in ("film", "reveal"):
            controls[name].layout.display = "none"
    return cobb_film.FilmExplorer(
        cobb_film.TITLE,
        cobb_film.draw,
        cobb_film.describe,
        controls,
        caption=cobb_film.CAPTION,
        look_for=cobb_film.LOOK_FOR,
        width=460,
        picture=lines,
    )


def convergence() -> Explorer:
    """One organ and the skin, calling the same segments of the cord, and who else calls there.

    The ranges are in `data/convergence.csv`, each approximate and with its worth.
    """
    import ipywidgets

    from midback.explore import shared_segments as shared
    from midback.explore.controls import Choice
    from midback.explore.explorer import Explorer

    controls = {
        "organ": Choice(options=shared.organs(), value=shared.FIRST, label="Organ"),
        "others": ipywidgets.Checkbox(description="Show the other organs", indent=False),
    }
    return Explorer(
        shared.TITLE,
        shared.draw,
        shared.describe,
        controls,
        caption=shared.CAPTION,
        look_for=shared.LOOK_FOR,
        width=530,
        words_shown=False,
    )


def cord_levels() -> Explorer:
    """Which segments of the cord lie beside each vertebra, T1 to L1, and how far names differ.

    The table is `data/cord_levels.csv`: recalled teaching, marked as such.
    """
    from midback.explore import cord_alignment as cord
    from midback.explore.controls import Slider
    from midback.explore.explorer import Explorer

    numbers = list(range(1, len(cord.LEVELS) + 1))
    controls = {
        "vertebra": Slider(
            value=cord.FIRST,
            stops=numbers,
            words=[cord.vertebra_words(number) for number in numbers],
            label="Vertebra",
            unit="from T1 down",
        )
    }
    return Explorer(
        cord.TITLE,
        cord.draw,
        cord.describe,
        controls,
        caption=cord.CAPTION,
        look_for=cord.LOOK_FOR,
        width=530,
        words_shown=False,
    )


def dermatomes() -> Explorer:
    """The thoracic dermatomes: choose a level, and set how strong the overlapping bands are."""
    from midback.atlas.body_dermatomes import SOURCE
    from midback.explore import dermatome_torso as torso
    from midback.explore.controls import Choice, Slider
    from midback.explore.explorer import Explorer

    controls = {
        "level": Choice(options=torso.LEVELS, value="all", label="Level"),
        "opacity": Slider(
            value=torso.FIRST,
            min=torso.LEAST,
            max=torso.MOST,
            step=5,
            label="Strength of the bands",
            unit="percent",
        ),
    }
    return Explorer(torso.TITLE, torso.draw, torso.describe, controls, caption=SOURCE, width=530)


def layers() -> Explorer:
    """The layers of the back, peeled off one at a time, with one muscle to look at.

    Attachments, nerves and actions are in `data/back_muscles.csv` with their sources.
    Choosing a muscle peels to its layer; peeling to another layer lets go of the muscle.
    """
    from midback.explore import back_layers_view as view
    from midback.explore.controls import Choice
    from midback.explore.explorer import Explorer

    layer = Choice(options=view.LAYERS, value=view.FIRST, label="Layer")
    muscle = Choice(options=view.muscles(), value="none", label="Muscle to look at")

    def peel_to_muscle(change: dict[str, str]) -> None:
        if change["new"] != "none":
            layer.value = view.layer_of(change["new"])

    def let_go(change: dict[str, str]) -> None:
        if muscle.value != "none" and view.layer_of(muscle.value) != change["new"]:
            muscle.value = "none"

    muscle.observe(peel_to_muscle, names="value")
    layer.observe(let_go, names="value")
    return Explorer(
        view.TITLE,
        view.draw,
        view.describe,
        {"layer": layer, "muscle": muscle},
        caption=view.CAPTION,
        look_for=view.LOOK_FOR,
        width=575,
        words_shown=False,
    )


def likelihood() -> Explorer:
    """Findings and a probability before them: people before and after, and Fagan's nomogram.

    Every ratio is in `data/likelihood.csv` with its people and its source.
    """
    from midback.explore import likelihood_chart as chart
    from midback.explore.checklist import Checklist
    from midback.explore.controls import Choice, Slider
    from midback.explore.explorer import Explorer

    condition = Choice(
        options=chart.CONDITIONS, value="aortic-dissection", label="The disease you think of"
    )
    findings = Checklist(options=chart.findings_of(condition.value), label="Findings")

    def offer(change: dict[str, str]) -> None:
        findings.value = []
        findings.options = chart.findings_of(change["new"])

    condition.observe(offer, names="value")
    controls = {
        "condition": condition,
        "pretest": Slider(
            value=chart.FIRST,
            stops=list(chart.STOPS),
            words=[chart.stop_words(stop) for stop in chart.STOPS],
            label="How likely before any finding",
            unit="in 1,000",
        ),
        "findings": findings,
        "people": Choice(options=chart.CROWDS, value="1000", label="Show"),
    }
    return Explorer(
        chart.TITLE,
        chart.draw,
        chart.describe,
        controls,
        caption=chart.CAPTION,
        look_for=chart.LOOK_FOR,
        width=530,
    )


def motion() -> Explorer:
    """Motion of each thoracic segment by three data sets that disagree, and the rib cage off.

    The numbers are in `data/motion.csv`; the recalled set is marked as recalled.
    """
    import ipywidgets

    from midback.explore import motion_chart as chart
    from midback.explore.controls import Choice
    from midback.explore.explorer import Explorer

    controls = {
        "movement": Choice(options=chart.MOVEMENTS, value="flexion-extension", label="Movement"),
        "cage": ipywidgets.Checkbox(value=True, description="Rib cage on", indent=False),
    }
    return Explorer(
        chart.TITLE,
        chart.draw,
        chart.describe,
        controls,
        caption=chart.CAPTION,
        look_for=chart.LOOK_FOR,
        width=530,
        words_shown=False,
    )


def mri_draw() -> Explorer:
    """Scans of 100 people without pain, drawn by lot from the published shares."""
    from midback.explore import mri_lot as lot
    from midback.explore.controls import Choice, Slider
    from midback.explore.explorer import Explorer

    controls = {
        "finding": Choice(options=lot.findings(), value="herniation", label="Finding on MRI"),
        "lot": Slider(
            value=1, min=1, max=lot.LOTS, label="Draw another 100 people", unit=f"of {lot.LOTS}"
        ),
    }
    return Explorer(
        lot.TITLE,
        lot.draw,
        lot.describe,
        controls,
        caption=lot.CAPTION,
        look_for=lot.LOOK_FOR,
        width=530,
    )


def needling() -> Explorer:
    """A needle between the shoulder blades at T6: its depth and angle, and the lung below it.

    The geometry is illustrative; the picture says that no depth is safe for everyone.
    """
    import ipywidgets

    from midback.explore import needle_section as section
    from midback.explore.controls import Slider
    from midback.explore.explorer import Explorer

    controls = {
        "thickness": Slider(
            value=section.FIRST_THICKNESS,
            min=section.THINNEST,
            max=section.THICKEST,
            label="Skin to pleura",
            unit="mm",
        ),
        "inserted": Slider(
            value=section.FIRST_INSERTED, min=0, max=40, label="Needle under the skin", unit="mm"
        ),
        "angle": Slider(
            value=90,
            min=section.FLATTEST,
            max=90,
            step=5,
            label="Angle between needle and skin",
            unit="degrees",
        ),
        "bolster": ipywidgets.Checkbox(description="Bolster under the shoulder", indent=False),
    }
    return Explorer(
        section.TITLE,
        section.draw,
        section.describe,
        controls,
        caption=section.CAPTION,
        look_for=section.LOOK_FOR,
        width=530,
    )


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


def referral() -> Explorer:
    """Maps of referred pain over each other, and every structure that claims a chosen place.

    The areas are those of the plate `referred-pain`, each with how certain it is.
    """
    from midback.explore import referral_map as maps
    from midback.explore.checklist import Checklist
    from midback.explore.controls import Choice
    from midback.explore.explorer import Explorer

    controls = {
        "layers": Checklist(options=maps.LAYERS, value=maps.FIRST, label="Maps"),
        "place": Choice(options=maps.places(), value="none", label="Where the hand points"),
    }
    return Explorer(
        maps.TITLE,
        maps.draw,
        maps.describe,
        controls,
        caption=maps.CAPTION,
        look_for=maps.LOOK_FOR,
        width=530,
        words_shown=False,
    )


def shingles() -> Explorer:
    """Shingles by the day, before and after the rash: what is felt, seen and to be done.

    What is said of each day is in `data/shingles.csv` with its sources.
    """
    from midback.explore import shingles_days as days
    from midback.explore.controls import Choice, Slider
    from midback.explore.explorer import Explorer

    controls = {
        "day": Slider(
            value=days.FIRST,
            stops=list(days.DAYS),
            words=[days.day_words(day) for day in days.DAYS],
            label="Day",
            unit="days from the rash",
        ),
        "level": Choice(options=days.LEVELS, value=days.FIRST_LEVEL, label="Nerve"),
    }
    return Explorer(
        days.TITLE,
        days.draw,
        days.describe,
        controls,
        caption=days.CAPTION,
        look_for=days.LOOK_FOR,
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


def treatments() -> Explorer:
    """Twelve treatments side by side: benefit, how certain it is, and serious harm.

    What is said of each is in `data/treatments.csv`, with its facts and sources.
    """
    from midback.explore import treatment_chart as chart
    from midback.explore.controls import Choice
    from midback.explore.explorer import Explorer

    controls = {
        "treatment": Choice(options=chart.treatments(), value="exercise", label="Treatment"),
        "order": Choice(options=chart.ORDERS, value="benefit", label="Order"),
    }
    return Explorer(
        chart.TITLE,
        chart.draw,
        chart.describe,
        controls,
        caption=chart.CAPTION,
        look_for=chart.LOOK_FOR,
        width=530,
        words_shown=False,
    )


def vertebra() -> Explorer:
    """One thoracic vertebra, T1 to T12, from above, the side or behind, beside another one."""
    import ipywidgets

    from midback.explore import vertebra_levels as levels
    from midback.explore.controls import Choice, Slider
    from midback.explore.explorer import Explorer

    controls = {
        "level": Slider(
            value=levels.FIRST,
            min=1,
            max=12,
            label="Thoracic vertebra, from T1 to T12",
            unit="of 12",
        ),
        "view": Choice(options=levels.VIEWS, value="above", label="Seen"),
        "ribs": ipywidgets.Checkbox(description="Show the ribs, from above", indent=False),
        "other": Choice(options=levels.OTHERS, value="none", label="Compare with"),
    }
    return Explorer(
        levels.TITLE, levels.draw, levels.describe, controls, caption=levels.SOURCE, width=480
    )


def __getattr__(name: str) -> Any:
    if name == "Explorer":
        return import_module("midback.explore.explorer").Explorer
    raise AttributeError(f"module 'midback.explore' has no attribute '{name}'")
