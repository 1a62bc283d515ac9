"""The explorers of likelihood, treatments, motion, scans, needles and the measured kyphosis."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from traitlets import TraitError

from midback import explore
from midback.atlas.radiograph import end_plate_lines
from midback.atlas.style import EMPHASIS
from midback.atlas.vector import picture_svg
from midback.explore import (
    cobb_film,
    likelihood_chart,
    motion_chart,
    mri_lot,
    needle_section,
    sheet,
    treatment_chart,
)
from midback.explore.controls import Slider

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
DATA = ("likelihood", "treatments", "motion", "mri", "needling")
NAMES = ("likelihood", "treatments", "motion", "mri_draw", "needling", "cobb")
Settings = dict[str, Any]


def words_of(figure: Figure) -> str:
    """Everything written in a picture, on one line."""
    return " ".join(" ".join(text.get_text() for text in figure.texts).split())


def all_settings(name: str) -> Iterator[tuple[Callable[..., Figure], Callable[..., str], Settings]]:
    """Settings of an explorer: every value of every choice, and the ends of every slider."""
    explorer = getattr(explore, name)()
    values: dict[str, list[Any]] = {}
    for key, control in explorer.controls.items():
        if hasattr(control, "min"):
            stops = list(control.stops) or [control.min, control.max]
            values[key] = [stops[0], stops[-1]]
        elif isinstance(control.value, bool):
            values[key] = [False, True]
        elif isinstance(control.value, list) and hasattr(control, "options"):
            rows = sheet.read_data("likelihood")
            values[key] = [[], [row["id"] for row in rows], [row["id"] for row in rows[::3]]]
        elif isinstance(control.value, list):
            values[key] = [list(control.value)]
        else:
            values[key] = list(control.options)
    for chosen in itertools.product(*values.values()):
        yield explorer.draw, explorer.describe, dict(zip(values, chosen, strict=True))


@pytest.mark.parametrize("name", ["likelihood", "treatments", "motion", "mri_draw", "needling"])
def test_every_combination_of_controls_draws_and_is_described(name: str) -> None:
    """No setting fails, and different words go with different settings."""
    described = []
    for draw, describe, chosen in all_settings(name):
        svg = picture_svg(draw(**chosen))
        ElementTree.fromstring(svg)
        described.append(describe(**chosen))
    assert 3 < len(described)
    repeated = len(described) - len(set(described))
    # Only what cannot be seen may share words: findings of another condition, a crowd's size.
    assert repeated == 0 or name == "likelihood"


def test_every_film_draws_with_and_without_its_true_lines() -> None:
    """The two states of a film differ in picture and in words."""
    for film in (1, 12):
        angle = str(cobb_film.FILMS[film])
        plain, revealed = (
            cobb_film.draw(film, reveal, cobb_film.START) for reveal in (False, True)
        )
        assert [] == list(plain.axes[0].texts)
        assert any(angle in text.get_text() for text in revealed.axes[0].texts)
        assert f"is {angle} degrees" in cobb_film.describe(film, True, cobb_film.START)
        assert angle not in cobb_film.describe(film, False, cobb_film.START)


def test_films_kept_for_questions_cannot_be_tried_before() -> None:
    """The slider ends before them, and alone such a film never shows its true lines."""
    assert 8 == explore.cobb().controls["film"].max
    with pytest.raises(TraitError, match="1 to 8 of 8"):
        explore.cobb().controls["film"].value = 9
    kept = explore.cobb(film=9)
    assert 9 == kept.controls["film"].value
    assert {"none"} == {kept.controls[name].layout.display for name in ("film", "reveal")}


@pytest.mark.parametrize("name", [name for name in explore.__all__ if name != "Explorer"])
def test_an_explorer_says_what_to_look_for_and_what_it_rests_on(name: str) -> None:
    """A sentence above the picture, a caption below it, and both without a kernel as well."""
    explorer = getattr(explore, name)()
    assert "" == explorer.picture.problem
    assert explorer.picture.look_for.endswith(".")
    assert explorer.picture.caption.endswith(".")
    html = explorer._repr_mimebundle_()["text/html"]
    assert explorer.picture.look_for.split("“")[0][:40] in html
    assert html.index("<p>") < html.index("<img")


@pytest.mark.parametrize("name", NAMES)
def test_a_control_that_moves_changes_picture_and_words(name: str) -> None:
    """The alternative text is that of the picture that is shown."""
    explorer = getattr(explore, name)()
    moves = {
        "likelihood": ("findings", ["pulse-deficit"]),
        "treatments": ("treatment", "opioids"),
        "motion": ("movement", "rotation"),
        "mri_draw": ("lot", 9),
        "needling": ("inserted", 33),
        "cobb": ("film", 5),
    }
    before = explorer.picture.source, explorer.picture.description
    key, value = moves[name]
    explorer.controls[key].value = value
    assert before[0] != explorer.picture.source
    assert before[1] != explorer.picture.description
    assert explorer.picture.description == explorer.describe(**explorer.values)


def test_every_row_of_the_data_has_a_source_of_the_reference_list() -> None:
    """No number stands without the key of a source."""
    references = (NOTEBOOKS / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{([^,]+),", references, flags=re.M))
    for name in DATA:
        for row in sheet.read_data(name):
            keys = (row.get("source") or row.get("sources") or "").split(", ")
            assert [] == [key for key in keys if key not in known], (name, row)


def test_the_facts_behind_the_treatments_exist() -> None:
    """Each treatment rests on facts of the course."""
    facts = yaml.safe_load((NOTEBOOKS / "facts.yml").read_text(encoding="utf-8"))
    known = {fact["id"] for fact in facts}
    for row in sheet.read_data("treatments"):
        assert [] == [id for id in row["facts"].split(", ") if id not in known], row["id"]


@pytest.mark.parametrize("name", ["likelihood", "treatments", "motion", "mri_draw", "needling"])
def test_nothing_written_leaves_the_page_or_lies_on_other_words(name: str) -> None:
    """Everything written can be read in every setting."""
    for draw, _, chosen in all_settings(name):
        figure = draw(**chosen)
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        boxes = [
            (text.get_text(), text.get_window_extent(renderer))
            for text in figure.texts
            if text.get_text()
        ]
        # The drawing of a thin wall names layers that are thinner than their names.
        crowded = name == "needling" and chosen["thickness"] < 20
        for (one, box), (other, against) in itertools.combinations(boxes, 2):
            touch = box.padded(-1.5).overlaps(against.padded(-1.5))
            assert not touch or crowded, (one, other, chosen)
        # Agg sets type a little wider than the SVG that is shown.
        spare = 0.02 * figure.bbox.width
        for words, box in boxes:
            assert box.x0 >= 0 and box.x1 <= figure.bbox.width + spare, (words, chosen)
            assert box.y0 >= 0 and box.y1 <= figure.bbox.height, (words, chosen)


# Likelihood


def test_a_ratio_multiplies_the_odds() -> None:
    """1 in 5 is odds of 1 to 4; a ratio of 8 makes them 2 to 1, which is 2 in 3."""
    assert math.isclose(2 / 3, likelihood_chart.after(0.2, 8))
    assert math.isclose(0.2, likelihood_chart.after(0.2, 1))


@given(
    before=some.sampled_from(likelihood_chart.STOPS),
    condition=some.sampled_from(sorted(likelihood_chart.CONDITIONS)),
    data=some.data(),
)
@settings(max_examples=60, deadline=None)
def test_findings_change_probability_as_their_ratios_say(
    before: int, condition: str, data: some.DataObject
) -> None:
    """The result agrees with the odds, and lies between the ends of the intervals."""
    rows = likelihood_chart.rows_of(condition)
    chosen = data.draw(some.lists(some.sampled_from(rows), unique_by=lambda row: row["test"]))
    found = likelihood_chart.change(before / 1000, chosen)
    assert found.low <= found.high
    if all(row["lr"] for row in chosen):
        ratio = math.prod(float(row["lr"]) for row in chosen)
        odds = before / (1000 - before) * ratio
        assert found.likely is not None
        assert math.isclose(odds / (1 + odds), found.likely)
        assert found.low <= found.likely + 1e-12 and found.likely <= found.high + 1e-12
    else:
        assert found.likely is None


def test_derived_ratios_follow_from_the_sensitivity_and_specificity_in_their_row() -> None:
    """Present: sensitivity / (1 - specificity); absent: (1 - sensitivity) / specificity."""
    checked = 0
    for row in sheet.read_data("likelihood"):
        if row["how"] != "derived":
            continue
        sensitivity, specificity = float(row["sensitivity"]) / 100, float(row["specificity"]) / 100
        present = sensitivity / (1 - specificity)
        absent = (1 - sensitivity) / specificity
        ratio = float(row["lr"])
        nearest = min((present, absent), key=lambda each: abs(math.log(max(each, 1e-9) / ratio)))
        assert math.isclose(nearest, ratio, rel_tol=0.12, abs_tol=0.006), row["id"]
        checked += 1
    assert 20 < checked


def test_two_outcomes_of_one_test_are_not_multiplied() -> None:
    """A murmur that is there and is not there changes nothing, and the picture says why."""
    both = ["murmur", "no-murmur"]
    words = likelihood_chart.describe("aortic-dissection", 20, both, "1000")
    assert "20 in 1,000" in words
    assert "outcomes of one test: Diastolic murmur; No diastolic murmur" in words
    drawn = words_of(likelihood_chart.draw("aortic-dissection", 20, both, "1000"))
    assert "outcomes of one test" in drawn


def test_combining_findings_warns_that_they_may_not_be_independent() -> None:
    """One finding needs no warning, two do."""
    one, two = (
        words_of(likelihood_chart.draw("myocardial-infarction", 100, chosen, "1000"))
        for chosen in (["sweating"], ["sweating", "both-arms"])
    )
    assert "the true change is usually smaller" not in one
    assert "the true change is usually smaller" in two


def test_a_range_without_an_estimate_gives_a_span_and_no_number() -> None:
    """Tearing pain was read as 1.2 to 10.8 across studies: 20 in 1,000 become 24 to 181."""
    words = likelihood_chart.describe("aortic-dissection", 20, ["tearing"], "1000")
    assert "24 to 181 in 1,000" in words


def test_the_crowd_shows_as_many_people_as_the_words_say() -> None:
    """The blue dots of the second crowd are counted in the picture itself."""
    words = likelihood_chart.describe("acute-fracture", 100, ["cannot-lie"], "1000")
    stated = int(re.search(r"\(LR 12\.2\)\. After that: (\d+) in 1,000", words)[1])  # type: ignore[index]
    figure = likelihood_chart.draw("acute-fracture", 100, ["cannot-lie"], "1000")
    blue = [
        patch
        for patch in figure.artists
        if (patch.get_linewidth(), to_hex(patch.get_edgecolor())) == (2.7, EMPHASIS.lower())
    ]
    dots = [len(patch.get_path().vertices) // 2 for patch in blue]  # type: ignore[arg-type]
    assert [stated] == dots
    assert round(1000 * likelihood_chart.after(0.1, 12.2)) == stated


def test_choosing_another_disease_offers_its_findings() -> None:
    """Ticks of the old disease are taken away, and its findings with them."""
    explorer = explore.likelihood()
    explorer.controls["findings"].value = ["pulse-deficit"]
    explorer.controls["condition"].value = "injury"
    assert [] == explorer.controls["findings"].value
    assert {"midline-tenderness", "no-midline-tenderness"} == set(
        explorer.controls["findings"].options
    )
    assert "Thoracic spine injury" in explorer.picture.description


def test_a_finding_that_lowers_a_probability_is_said_to_exclude_nothing() -> None:
    """The warning stands with the numbers, in the picture and in the words."""
    for condition, finding, warning in (
        ("aortic-dissection", "normal-mediastinum", "do not exclude dissection"),
        ("myocardial-infarction", "palpation", "it excludes nothing"),
        ("myelopathy", "no-babinski", "use the signs, not these numbers"),
        ("epidural-abscess", "no-triad", "no triad excludes nothing"),
    ):
        assert warning in likelihood_chart.describe(condition, 20, [finding], "100")
        assert warning in words_of(likelihood_chart.draw(condition, 20, [finding], "100"))


def test_no_recalled_ratio_is_offered() -> None:
    """Every row was read or computed from what was read; recalled sources do not appear."""
    rows = sheet.read_data("likelihood")
    assert {"seen", "derived"} == {row["how"] for row in rows}
    assert not {"henschke2009", "deyo1988"} & {row["source"] for row in rows}
    assert [] == [row["id"] for row in rows if not row["people"]]


# Treatments


@pytest.mark.parametrize("order", treatment_chart.ORDERS)
def test_every_treatment_stands_in_every_order_once(order: str) -> None:
    """Ordering neither loses nor repeats a row."""
    rows = treatment_chart.ordered(order)
    assert sorted(treatment_chart.treatments()) == sorted(row["id"] for row in rows)
    drawn = words_of(treatment_chart.draw("massage", order))
    assert [] == [row["words"] for row in rows if row["words"] not in drawn]


def test_the_best_graded_treatment_comes_first_by_certainty() -> None:
    """Vertebroplasty's lack of benefit is the best graded; being graded is not being good."""
    first = treatment_chart.ordered("certainty")[0]
    assert ("vertebroplasty", "none") == (first["id"], first["benefit"])


def test_the_risk_of_needling_is_that_of_the_upper_back() -> None:
    """1.75 in a million over risk areas, and never the overall figure."""
    words = treatment_chart.describe("acupuncture", "harm")
    assert "1.75 in a million" in words
    assert "0.87" not in words


# Motion


def test_bars_are_as_long_as_the_table_says() -> None:
    """The specimens' solid bars end at the low end of their band, the pale ones at the high."""
    figure = motion_chart.draw("flexion-extension", True)
    left = motion_chart._FIRST + motion_chart._PANEL + motion_chart._GAP
    degree = motion_chart._PANEL / motion_chart._MOST
    spans = [
        patch.get_path().vertices  # type: ignore[attr-defined]
        for patch in figure.artists
        if to_hex(patch.get_facecolor()) == EMPHASIS.lower()
    ]
    ends = [
        round(float((span[:, 0].max() - left) / degree), 2)
        for span in spans
        if abs(span[:, 0].min() - left) < 1e-6
    ]
    assert [14, *[6] * 10] == ends


def test_the_recalled_table_is_marked_wherever_it_is_shown() -> None:
    """It says so in the picture, the words and the caption."""
    for movement in motion_chart.MOVEMENTS:
        assert "recalled" in words_of(motion_chart.draw(movement, True))
        assert "recalled and not to be quoted" in motion_chart.describe(movement, True)
    assert "recalled, not read" in explore.motion().picture.caption


def test_taking_the_cage_off_shows_what_two_studies_found() -> None:
    """Rotation rises by 94.4 and by 58.8 percent; with the cage on neither is shown."""
    for words in ("94.4", "58.8"):
        assert words in motion_chart.describe("rotation", False)
        assert words in words_of(motion_chart.draw("rotation", False))
        assert words not in motion_chart.describe("rotation", True)


# Scans drawn by lot


def test_the_same_number_draws_the_same_people() -> None:
    """A class can talk about draw 7."""
    assert mri_lot.drawn("herniation", 7) == mri_lot.drawn("herniation", 7)
    assert mri_lot.drawn("herniation", 7) != mri_lot.drawn("herniation", 8)


@pytest.mark.parametrize("finding", mri_lot.findings())
def test_all_draws_together_come_near_the_published_share(finding: str) -> None:
    """The mean of 60 draws lies within 2 of 100 people of the share in the table."""
    counts = [sum(mri_lot.drawn(finding, lot)) for lot in range(1, mri_lot.LOTS + 1)]
    share = float(mri_lot._row(finding)["percent"])
    assert abs(sum(counts) / len(counts) - share) < 2
    assert 5 < max(counts) - min(counts)


def test_the_title_counts_the_people_who_are_marked() -> None:
    """As many white bars as people with the finding."""
    figure = mri_lot.draw("cord", 3)
    marked = sum(mri_lot.drawn("cord", 3))
    assert f"{marked} of these 100 people" in words_of(figure)
    bars = next(
        patch
        for patch in figure.artists
        if patch.get_linewidth() == 1.6  # type: ignore[attr-defined]
    )
    assert marked == len(bars.get_path().vertices) // 2  # type: ignore[arg-type]


# The needle


def test_the_tip_is_as_deep_as_length_and_angle_say() -> None:
    """20 mm straight in are 20 mm deep; at 30 degrees to the skin, 10 mm."""
    assert math.isclose(20, needle_section.depth_of_tip(20, 90))
    assert math.isclose(10, needle_section.depth_of_tip(20, 30))


@pytest.mark.parametrize(
    ("thickness", "inserted", "angle", "bolster", "reached"),
    [
        (24, 23, 90, False, False),
        (24, 24, 90, False, True),
        (24, 24, 90, True, False),
        (12, 20, 90, False, True),
        (12, 20, 30, False, False),
    ],
)
def test_the_lung_is_reached_when_the_tip_passes_the_pleura(
    thickness: int, inserted: int, angle: int, bolster: bool, reached: bool
) -> None:
    """Picture and words agree, in either case with the warning."""
    words = needle_section.describe(thickness, inserted, angle, bolster)
    drawn = words_of(needle_section.draw(thickness, inserted, angle, bolster))
    assert reached == ("reached the lung." in words)
    assert reached == ("it has reached the lung." in drawn)
    for text in (words, drawn):
        assert "No depth is safe for everyone" in text
        assert "illustrative" in text


# The measured kyphosis


@pytest.mark.parametrize("film", cobb_film.FILMS)
def test_lines_on_the_true_end_plates_measure_the_angle_of_the_film(film: int) -> None:
    """So does a line whose ends are exchanged."""
    true = end_plate_lines(cobb_film.kyphosis_of(film))
    upper, lower = true.upper.ravel().tolist(), true.lower.ravel().tolist()
    for lines in ([*upper, *lower], [*upper[2:], *upper[:2], *lower]):
        assert abs(cobb_film.measured(lines) - cobb_film.FILMS[film]) < 0.01
        assert "0 degrees away, within" in cobb_film.describe(film, True, lines)


def test_a_film_for_a_question_keeps_its_angle_to_itself() -> None:
    """With a film given, neither the slider nor the switch for the true lines is shown."""
    explorer = explore.cobb(film=7)
    shown = [
        name
        for name, control in explorer.controls.items()
        if control.layout.display != "none"
    ]  # fmt: skip
    assert ["lines"] == shown
    assert "47" not in explorer.picture.description


def test_moving_a_line_changes_the_words_and_leaves_the_film() -> None:
    """The browser moves the lines; the kernel says the angle and draws nothing."""
    explorer = explore.cobb()
    film = explorer.picture.source
    explorer.picture.value = [0.3, 0.86, 0.7, 0.8, 0.3, 0.1, 0.7, 0.2]
    assert film == explorer.picture.source
    assert "enclose 34 degrees" not in explorer.describe(1, False, cobb_film.START)
    angle = round(cobb_film.measured(explorer.picture.value))
    assert f"enclose {angle} degrees" in explorer.picture.description


def test_lines_beyond_the_film_and_unknown_films_are_refused() -> None:
    """Each error says what can be chosen."""
    with pytest.raises(TraitError, match="from 0 to 1"):
        explore.cobb().picture.value = [0, 0, 1, 1, 0, 0, 1, 1.2]
    with pytest.raises(ValueError, match=r"film 99.*1 to 12"):
        explore.cobb(film=99)


# What they share


def test_a_slider_with_stops_refuses_what_lies_between() -> None:
    """The error lists the stops."""
    with pytest.raises(TraitError, match=r"cannot be 3.*1, 2, 5"):
        Slider(value=3, stops=[1, 2, 5], words=["one", "two", "five"], label="How many")


def test_an_unknown_choice_lists_what_there_is() -> None:
    """In each explorer."""
    for call, words in (
        (lambda: likelihood_chart.draw("flu", 10, [], "1000"), "aortic-dissection"),
        (lambda: likelihood_chart.draw("injury", 10, ["rash"], "1000"), "midline-tenderness"),
        (lambda: treatment_chart.draw("prayer", "benefit"), "massage"),
        (lambda: treatment_chart.draw("massage", "price"), "certainty"),
        (lambda: motion_chart.draw("twist", True), "rotation"),
        (lambda: mri_lot.draw("tumour", 1), "herniation"),
        (lambda: needle_section.draw(90, 10, 90, False), "10 to 40 mm"),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_the_fast_svg_keeps_words_as_comments_and_draws_the_same_each_time() -> None:
    """Texts are outlines with their words beside them; nothing in the file is random."""
    figure = motion_chart.draw("rotation", False)
    svg = picture_svg(figure)
    assert svg == picture_svg(motion_chart.draw("rotation", False))
    assert "<!-- Living patients -->" in svg
    assert "<text" not in svg
    assert figure.dpi == motion_chart.draw("rotation", False).dpi
