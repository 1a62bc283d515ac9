"""The interactive figures: a control moves, and the picture and its words move with it."""

from __future__ import annotations

import base64
import csv
import gzip
import re
import subprocess
import sys
from importlib.resources import files
from typing import Any

import ipywidgets
import pytest
from matplotlib.figure import Figure
from traitlets import TraitError

from midback import explore
from midback.explore import prevalence_chart, spine_curve
from midback.explore.controls import static_module
from midback.explore.explorer import Explorer


def svg_in(source: str) -> str:
    """The SVG text inside a data address."""
    return base64.b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode()


def written_in(source: str) -> set[str]:
    """The texts of a picture, which matplotlib keeps as comments beside their outlines."""
    return set(re.findall(r"<!-- (.*?) -->", svg_in(source), flags=re.S))


def numbers_in_the_table(definition: str) -> dict[str, str]:
    text = files("midback.explore").joinpath("data", "prevalence.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["label"]: row["percent"]
        for row in rows
        if row["set"] == "regions" and row["definition"] == definition
    }


def test_importing_explore_loads_neither_widgets_nor_matplotlib() -> None:
    """`import midback.explore` stays light until a figure is made."""
    check = (
        "import sys, midback.explore; "
        "print([name for name in ('matplotlib', 'ipywidgets') if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert "[]" == shown.stdout.strip()


def test_the_prevalence_numbers_are_those_of_the_danish_survey() -> None:
    """Past year 32, 13 and 43 percent; at least 30 days 10, 4 and 12."""
    assert {"Neck": "32", "Mid back": "13", "Low back": "43"} == numbers_in_the_table("past-year")
    assert {"Neck": "10", "Mid back": "4", "Low back": "12"} == numbers_in_the_table("thirty-days")


def test_every_prevalence_row_has_people_definition_and_source() -> None:
    """No number stands without who was asked, what counted and where it was read."""
    rows = prevalence_chart.prevalence_table()
    needed = ("definition", "meaning", "people", "source", "citation")
    assert [] == [(row["label"], key) for row in rows for key in needed if not row[key]]
    assert {"leboeufyde2009", "briggs2009", "briggs2009occ", "fouquet2015"} == {
        row["source"] for row in rows
    }


@pytest.mark.parametrize("definition", ["past-year", "thirty-days"])
def test_the_bars_are_as_long_as_the_table_says(definition: str) -> None:
    """Each bar's length on the percent scale is the number in its row."""
    axes = prevalence_chart.draw(definition, False).axes[0]
    names = [label.get_text() for label in axes.get_yticklabels()]
    lengths = [f"{bar.get_width():g}" for bar in axes.patches]  # type: ignore[attr-defined]
    assert numbers_in_the_table(definition) == dict(zip(names, lengths, strict=True))


@pytest.mark.parametrize("definition", ["past-year", "thirty-days"])
@pytest.mark.parametrize("other_studies", [False, True])
def test_every_view_carries_people_definition_and_source(
    definition: str, other_studies: bool
) -> None:
    """A picture that is copied out of the course still says what it shows."""
    figure = prevalence_chart.draw(definition, other_studies)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "34,902 Danish twins aged 20 to 71" in words
    assert prevalence_chart.DEFINITIONS[definition] in words
    assert "leboeufyde2009" in words
    for source in ("briggs2009", "briggs2009occ", "fouquet2015"):
        assert other_studies == (f"[{source}]" in words)


@pytest.mark.parametrize("definition", ["past-year", "thirty-days"])
@pytest.mark.parametrize("other_studies", [False, True])
def test_no_words_of_the_chart_overlap_or_leave_it(definition: str, other_studies: bool) -> None:
    """Everything written can be read."""
    figure = prevalence_chart.draw(definition, other_studies)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    figure.draw(renderer)
    boxes = [
        text.get_window_extent(renderer)
        for text in figure.findobj(lambda artist: type(artist).__name__ == "Text")
        if text.get_text() and text.get_visible()  # type: ignore[attr-defined]
    ]
    inside = [box for box in boxes if box.width and box.height]
    assert 12 < len(inside)
    assert 0 == sum(
        one.overlaps(other) for place, one in enumerate(inside) for other in inside[place + 1 :]
    )
    page = figure.bbox
    assert [] == [box for box in inside if box.x0 < 0 or box.x1 > page.width or box.y0 < 0]


def test_the_comparison_shows_the_published_spans() -> None:
    """The spans and values of the other studies stand in the picture and in its words."""
    described = prevalence_chart.describe("past-year", True)
    figure = prevalence_chart.draw("past-year", True)
    drawn = {text.get_text() for text in figure.axes[1].texts}
    assert {"15 to 27.5 %", "3 to 55 %", "17 %", "9 %"} == drawn
    for words in ("15 to 27.5 percent", "3 to 55 percent", "17 percent", "9 percent"):
        assert words in described


def test_an_unknown_definition_lists_the_definitions() -> None:
    """There is no figure for pain at any time in life, and none is invented."""
    with pytest.raises(ValueError, match=r"'ever'.*past-year, thirty-days"):
        prevalence_chart.draw("ever", False)


def test_switching_the_definition_changes_the_picture_and_the_alt_text() -> None:
    """The switch redraws the one image and describes what it now shows."""
    explorer = explore.prevalence()
    before = explorer.picture.source
    assert "mid back 13 percent" in explorer.picture.description
    explorer.controls["definition"].value = "thirty-days"
    assert before != explorer.picture.source
    assert "mid back 4 percent" in explorer.picture.description
    assert {"4 %", "10 %", "12 %"} <= written_in(explorer.picture.source)
    explorer.controls["definition"].value = "past-year"
    assert before == explorer.picture.source


def test_the_second_switch_adds_the_other_studies() -> None:
    """Why published figures differ is one click away."""
    explorer = explore.prevalence()
    assert "15 to 27.5 %" not in written_in(explorer.picture.source)
    explorer.controls["other_studies"].value = True
    assert "15 to 27.5 %" in written_in(explorer.picture.source)
    assert "Thoracic pain in other studies" in explorer.picture.description


def test_moving_the_slider_changes_the_spine_and_its_description() -> None:
    """The spine is redrawn at the angle of the slider, which is the angle described."""
    explorer = explore.spine()
    slider = explorer.controls["kyphosis"]
    assert (10, 70) == (slider.min, slider.max)
    assert "kyphosis 36°" in written_in(explorer.picture.source)
    slider.value = 60
    assert "kyphosis 60°" in written_in(explorer.picture.source)
    assert "kyphosis of 60 degrees" in explorer.picture.description


def test_what_travels_to_the_browser_is_the_picture_packed() -> None:
    """Unpacked it is the SVG to the letter; in between it is at most a third of its size."""
    explorer = explore.spine()
    for kyphosis in (36, 60):
        explorer.controls["kyphosis"].value = kyphosis
        sent = explorer.picture.get_state()
        assert "svg" not in sent, "the picture itself is not sent beside it"
        packed = bytes(sent["packed"])
        assert gzip.decompress(packed).decode() == svg_in(explorer.picture.source)
        assert 3 * len(packed) < len(explorer.picture.source)


@pytest.mark.parametrize("name", ["picture.js", "lines.js"])
def test_a_module_reaches_the_browser_with_all_that_it_imports(name: str) -> None:
    """A widget's module is alone there: what it shares stands in it, once."""
    module = static_module(name)
    assert not re.search(r"^import\b", module, re.MULTILINE)
    assert 1 == module.count("async function addressOf(")
    assert 1 == module.count("export default { render };")


def test_a_control_refuses_what_it_does_not_offer() -> None:
    """A slider beyond its ends and an unknown option say what can be chosen."""
    with pytest.raises(TraitError, match=r"'Thoracic kyphosis' cannot be 75.*10 to 70 degrees"):
        explore.spine().controls["kyphosis"].value = 75
    with pytest.raises(TraitError, match=r"no option 'ever'.*past-year, thirty-days"):
        explore.prevalence().controls["definition"].value = "ever"


@pytest.mark.parametrize(
    ("kyphosis", "place"),
    [(10, "below"), (18, "below"), (20, "within"), (40, "within"), (42, "above"), (70, "above")],
)
def test_the_description_compares_with_the_traditional_range(kyphosis: int, place: str) -> None:
    """The 20 to 40 degrees are called traditional, and the angle is said to rise with age."""
    words = spine_curve.describe(kyphosis)
    assert f"{place} the traditional range of 20 to 40 degrees" in words
    assert "the angle rises with age" in words
    assert "normal" not in words


def fragile(number: int) -> Figure:
    """A drawing that one setting breaks."""
    if number == 13:
        raise ValueError("13 <b>cannot</b> be drawn.\nChoose another")
    return Figure(figsize=(1, number))


def fragile_explorer(first: int = 1) -> Explorer:
    """An explorer whose drawing one setting breaks."""
    controls: dict[str, Any] = {"number": ipywidgets.IntSlider(first, 1, 20)}
    return Explorer(
        "Fragile",
        fragile,
        lambda number: f"Number {number} & more.",
        controls,
        look_for="Look at it.",
    )


def test_a_drawing_that_fails_shows_one_sentence_and_recovers() -> None:
    """No traceback: a sentence with the reason, and the next setting draws again."""
    explorer = fragile_explorer()
    explorer.controls["number"].value = 13
    assert (
        "This picture could not be drawn, so choose another setting: "
        "13 <b>cannot</b> be drawn. Choose another."
    ) == explorer.picture.problem
    explorer.controls["number"].value = 2
    assert "" == explorer.picture.problem
    assert "Number 2 & more." == explorer.picture.description


def test_an_explorer_whose_first_drawing_fails_still_shows_its_controls_and_why() -> None:
    """The cell does not fail; its static form says the same sentence."""
    explorer = fragile_explorer(first=13)
    assert "" == explorer.picture.source
    bundle = explorer._repr_mimebundle_()
    assert "could not be drawn" in bundle["text/plain"]
    assert "&lt;b&gt;cannot&lt;/b&gt;" in bundle["text/html"]
    assert "<img" not in bundle["text/html"]


def test_a_notebook_without_a_kernel_shows_the_first_picture() -> None:
    """Beside the live view stand an image with alt text and plain text, both escaped."""
    explorer = fragile_explorer()
    first = explorer.picture.source
    explorer.controls["number"].value = 3
    bundle = explorer._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} == set(bundle)
    model = bundle["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert explorer.widget.model_id == model
    assert "Fragile\nNumber 1 & more." == bundle["text/plain"]
    assert 'alt="Number 1 &amp; more."' in bundle["text/html"]
    assert f'src="{first}"' in bundle["text/html"]


def test_drawing_does_not_keep_figures_alive() -> None:
    """Moving a slider for an hour opens nothing that stays open."""
    check = (
        "import sys; from midback import explore; e = explore.prevalence(); "
        "e.controls['definition'].value = 'thirty-days'; "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert "False" == shown.stdout.strip()


def test_a_description_that_repeats_the_chart_is_kept_off_the_screen() -> None:
    """The chart is read by eye, the spine's description teaches and stays in view."""
    assert [False, True] == [
        explore.prevalence().picture.words_shown,
        explore.spine().picture.words_shown,
    ]


def test_the_captions_say_what_the_pictures_rest_on() -> None:
    """The spine's caption is the plate's own source line."""
    from midback.atlas.spine_lateral import SOURCE

    assert SOURCE == explore.spine().picture.caption
    assert "illustrative" in explore.prevalence().picture.caption
