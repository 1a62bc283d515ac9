"""The explorers of findings, treatments and measurements, each with the controls that move it.

`midback.explore` hands them out; importing this loads matplotlib and ipywidgets.
"""

from __future__ import annotations

import ipywidgets

from midback.explore import (
    cobb_film,
    likelihood_chart,
    motion_chart,
    mri_lot,
    needle_section,
    prevalence_chart,
    treatment_chart,
)
from midback.explore.checklist import Checklist
from midback.explore.controls import Choice, Slider
from midback.explore.explorer import Explorer


def cobb(film: int | None = None) -> Explorer:
    """A synthetic radiograph with two lines to lay along end plates, and the angle between them.

    Films 1 to 8 are to be tried, and show their true lines when asked.
    With `film`, 1 to 12, it shows only that film and never its true angle, for a question beside
    it: ask about films 9 to 12. `midback.explore.cobb_film.kyphosis_of` is the key.
    """
    chosen = 1 if film is None else film
    cobb_film.kyphosis_of(chosen)
    lines = cobb_film.FilmWithLines(value=list(cobb_film.START))
    last = max(chosen, cobb_film.LAST_TO_TRY)
    controls = {
        "film": Slider(value=chosen, min=1, max=last, label="Film", unit=f"of {last}"),
        "reveal": ipywidgets.Checkbox(description="Show the true lines", indent=False),
        "lines": lines,
    }
    if film is not None:
        for name in ("film", "reveal"):
            controls[name].layout.display = "none"
    return cobb_film.FilmExplorer.of(cobb_film, controls, width=460, picture=lines)


def likelihood() -> Explorer:
    """Findings and a probability before them: people before and after, and Fagan's nomogram.

    Every ratio is in `data/likelihood.csv` with its people and its source.
    """
    condition = Choice(
        options=likelihood_chart.CONDITIONS,
        value="aortic-dissection",
        label="The disease you think of",
    )
    findings = Checklist(options=likelihood_chart.findings_of(condition.value), label="Findings")

    def offer(change: dict[str, str]) -> None:
        findings.value = []
        findings.options = likelihood_chart.findings_of(change["new"])

    condition.observe(offer, names="value")
    controls = {
        "condition": condition,
        "pretest": Slider(
            value=likelihood_chart.FIRST,
            stops=list(likelihood_chart.STOPS),
            words=[likelihood_chart.stop_words(stop) for stop in likelihood_chart.STOPS],
            label="How likely before any finding",
            unit="in 1,000",
        ),
        "findings": findings,
        "people": Choice(options=likelihood_chart.CROWDS, value="1000", label="Show"),
    }
    return Explorer.of(likelihood_chart, controls)


def motion() -> Explorer:
    """Motion of each thoracic segment by three data sets that disagree, and the rib cage off.

    The numbers are in `data/motion.csv`; the recalled set is marked as recalled.
    """
    controls = {
        "movement": Choice(
            options=motion_chart.MOVEMENTS, value="flexion-extension", label="Movement"
        ),
        "cage": ipywidgets.Checkbox(value=True, description="Rib cage on", indent=False),
    }
    return Explorer.of(motion_chart, controls, words_shown=False)


def mri_draw() -> Explorer:
    """Scans of 100 people without pain, drawn by lot from the published shares."""
    controls = {
        "finding": Choice(options=mri_lot.findings(), value="herniation", label="Finding on MRI"),
        "lot": Slider(
            value=1,
            min=1,
            max=mri_lot.LOTS,
            label="Draw another 100 people",
            unit=f"of {mri_lot.LOTS}",
        ),
    }
    return Explorer.of(mri_lot, controls)


def needling() -> Explorer:
    """A needle between the shoulder blades at T6: its depth and angle, and the lung below it.

    The geometry is illustrative; the picture says that no depth is safe for everyone.
    """
    controls = {
        "thickness": Slider(
            value=needle_section.FIRST_THICKNESS,
            min=needle_section.THINNEST,
            max=needle_section.THICKEST,
            label="Skin to pleura",
            unit="mm",
        ),
        "inserted": Slider(
            value=needle_section.FIRST_INSERTED,
            min=0,
            max=40,
            label="Needle under the skin",
            unit="mm",
        ),
        "angle": Slider(
            value=90,
            min=needle_section.FLATTEST,
            max=90,
            step=5,
            label="Angle between needle and skin",
            unit="degrees",
        ),
        "bolster": ipywidgets.Checkbox(description="Bolster under the shoulder", indent=False),
    }
    return Explorer.of(needle_section, controls)


def prevalence() -> Explorer:
    """How common pain is in three regions of the spine, with a switch for the definition.

    A second switch adds other studies, to show why published figures differ.
    Every number is in `data/prevalence.csv` with its source.
    """
    controls = {
        "definition": Choice(
            options=prevalence_chart.DEFINITIONS, value="past-year", label="What counts as pain"
        ),
        "other_studies": ipywidgets.Checkbox(
            description="Show why published figures differ", indent=False
        ),
    }
    return Explorer.of(prevalence_chart, controls, words_shown=False)


def treatments() -> Explorer:
    """Twelve treatments side by side: benefit, how certain it is, and serious harm.

    What is said of each is in `data/treatments.csv`, with its facts and sources.
    """
    controls = {
        "treatment": Choice(
            options=treatment_chart.treatments(), value="exercise", label="Treatment"
        ),
        "order": Choice(options=treatment_chart.ORDERS, value="benefit", label="Order"),
    }
    return Explorer.of(treatment_chart, controls, words_shown=False)
