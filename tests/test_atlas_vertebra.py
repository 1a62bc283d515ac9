"""The plates of one thoracic vertebra, and the explorer that moves through the levels."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray

from midback import explore
from midback.atlas import Plate, plate
from midback.atlas.shapes import THORACIC
from midback.atlas.style import TISSUES
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, lines_cross
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_plates import sight
from midback.explore import vertebra_levels

VIEWS = ("above", "side", "behind")
SHOWN = [(view, False) for view in VIEWS] + [("above", True)]
# What lies on a bone or in a canal belongs to it too, so a point there has two right names.
LYING_ON = ("facet", "joint", "spinal-cord")


def drawn(view: str, level: str, ribs: bool = False) -> Plate:
    return plate(f"vertebra-{view}", level=level, **({"ribs": True} if ribs else {}))


def ids(made: Plate) -> set[str]:
    return {region.id for region in made.regions}


def in_mm(made: Plate, id: str, mm_per_inch: float = 21.0) -> NDArray[np.float64]:
    """A region's corners in mm, from the lower left corner of the plate."""
    corners: NDArray[np.float64] = made.region(id).polygon * made.size * mm_per_inch
    return corners


def span(made: Plate, id: str) -> NDArray[np.float64]:
    """Width and height of a region in mm."""
    corners = in_mm(made, id)
    size: NDArray[np.float64] = corners.max(axis=0) - corners.min(axis=0)
    return size


def written(figure: Figure) -> list[Text]:
    found = [artist for artist in figure.findobj(Text) if isinstance(artist, Text)]
    return [text for text in found if text.get_text()]


def leaders(figure: Figure) -> list[NDArray[np.float64]]:
    return [
        np.asarray(line.get_xydata())
        for line in figure.axes[0].lines
        if len(line.get_path_effects())
    ]


def expected_regions(view: str, level: str) -> set[str]:
    """Every structure that is to be seen on this vertebra from this side, without ribs."""
    both = {
        "above": {
            "pedicle",
            "lamina",
            "transverse-process",
            "superior-articular-process",
            "superior-articular-facet",
            "superior-costal-facet",
        },
        "behind": {
            "lamina",
            "transverse-process",
            "superior-articular-process",
            "superior-articular-facet",
            "inferior-articular-process",
        },
        "side": set(),
    }[view]
    once = {
        "above": {"vertebral-body", "vertebral-foramen", "spinal-cord", "spinous-process"},
        "behind": {"vertebral-body", "spinous-process"},
        "side": {
            "vertebral-body",
            "pedicle",
            "lamina",
            "spinous-process",
            "transverse-process",
            "superior-articular-process",
            "superior-articular-facet",
            "inferior-articular-process",
            "inferior-articular-facet",
            "superior-vertebral-notch",
            "inferior-vertebral-notch",
            "superior-costal-facet",
        },
    }[view]
    if level == "T12":
        tubercles = {"mammillary-process", "accessory-process"}
        both, once = (both, once | tubercles) if view == "side" else (both | tubercles, once)
    if level not in ("T11", "T12"):
        both = both | {"transverse-costal-facet"} if view == "above" else both
        once = once | {"transverse-costal-facet"} if view == "side" else once
    if view == "side" and level not in ("T9", "T10", "T11", "T12"):
        once = once | {"inferior-costal-facet"}
    return once | {f"{id}-{side}" for id in both for side in ("left", "right")}


@pytest.mark.parametrize("level", THORACIC)
@pytest.mark.parametrize("view", VIEWS)
def test_every_structure_of_every_level_is_a_region(view: str, level: str) -> None:
    """No structure is missing and none is drawn that this vertebra does not have."""
    assert expected_regions(view, level) == ids(drawn(view, level))


@pytest.mark.parametrize("level", THORACIC)
@pytest.mark.parametrize(("view", "ribs"), SHOWN)
def test_every_region_lies_inside_the_figure(view: str, ribs: bool, level: str) -> None:
    """Nothing is cut off at any level."""
    regions = drawn(view, level, ribs).regions
    assert [] == [
        region.id
        for region in regions
        if region.polygon.min() < 0.003 or region.polygon.max() > 0.997
    ]


@pytest.mark.parametrize("level", THORACIC)
@pytest.mark.parametrize(("view", "ribs"), SHOWN)
def test_no_point_belongs_to_two_bones(view: str, ribs: bool, level: str) -> None:
    """A hotspot question has one right place: no bone covers more than 3 % of another."""
    regions = [
        region
        for region in drawn(view, level, ribs).regions
        if not any(word in region.id for word in LYING_ON)
    ]
    shared = {}
    for one, other in combinations(regions, 2):
        low = np.maximum(one.polygon.min(axis=0), other.polygon.min(axis=0))
        high = np.minimum(one.polygon.max(axis=0), other.polygon.max(axis=0))
        if (low >= high).any():
            continue
        inside = [point for point in _grid(other.polygon) if other.contains(*point)]
        both = sum(one.contains(*point) for point in inside)
        if both > 0.03 * len(inside):
            shared[one.id, other.id] = both / len(inside)
    assert {} == shared


def _grid(polygon: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    return np.array(
        [(x, y) for x in np.linspace(low[0], high[0], 24) for y in np.linspace(low[1], high[1], 24)]
    )


@pytest.mark.parametrize("level", THORACIC)
@pytest.mark.parametrize(("view", "ribs"), [shown for shown in SHOWN if shown[0] != "side"])
def test_left_mirrors_right(view: str, ribs: bool, level: str) -> None:
    """Both sides of a bone have the same extent, mirrored at the midline."""
    made = drawn(view, level, ribs)
    for id in (id for id in ids(made) if id.endswith("-right")):
        right, left = made.region(id).polygon, made.region(id.replace("right", "left")).polygon
        mirrored = left * [-1, 1] + [1, 0]
        here = [*right.min(axis=0), *right.max(axis=0)]
        there = [*mirrored.min(axis=0), *mirrored.max(axis=0)]
        assert pytest.approx(there, abs=0.006) == here


@pytest.mark.parametrize("level", THORACIC)
@pytest.mark.parametrize(("view", "ribs"), SHOWN)
def test_every_name_points_at_what_it_names(view: str, ribs: bool, level: str) -> None:
    """The end of each leader lies in the region with that term."""
    made = drawn(view, level, ribs)
    sheet = _sheet(view)
    wrong = []
    for name in sight(view, level, ribs).view.names:
        words = name.words.replace("\n", " ").removesuffix(" (whole)")
        x, y = sheet.on([name.to])[0]
        held_by = [region.term for region in made.regions if region.contains(x, y)]
        if not any(term.startswith(words) for term in held_by):
            wrong.append((words, held_by))
    assert [] == wrong


def _sheet(view: str) -> Sheet:
    from midback.atlas import vertebra_above, vertebra_behind, vertebra_side

    modules: dict[str, Any] = {
        "above": vertebra_above,
        "side": vertebra_side,
        "behind": vertebra_behind,
    }
    sheet: Sheet = modules[view].SHEET
    return sheet


@pytest.mark.parametrize("level", THORACIC)
@pytest.mark.parametrize(("view", "ribs"), SHOWN)
def test_names_neither_overlap_nor_cross_nor_leave_the_figure(
    view: str, ribs: bool, level: str
) -> None:
    """Every name can be read, and every leader followed to its end."""
    _assert_readable(drawn(view, level, ribs).figure())


def test_names_of_the_comparison_can_be_read() -> None:
    """The plate of four vertebrae keeps its sixteen notes apart."""
    figure = plate("vertebrae-compared").figure()
    _assert_readable(figure)
    notes = [text for text in written(figure) if "\n" in text.get_text()]
    assert 16 == len(notes)


def _assert_readable(figure: Figure) -> None:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    texts = written(figure)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    assert [] == [
        (one, other)
        for (one, box), (other, next_box) in combinations(boxes, 2)
        if box.overlaps(next_box)
    ]
    page = figure.bbox
    assert [] == [
        words
        for words, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > page.width or box.y1 > page.height
    ]
    lines = leaders(figure)
    assert len(lines) > 5
    assert [] == [(a, b) for a, b in combinations(lines, 2) if lines_cross(a, b)]
    size = [page.width, page.height]
    for line in lines:
        steps = np.linspace(line[0], line[1], 80)[3:] * size
        assert [] == [
            words
            for words, box in boxes
            if any(box.x0 < x < box.x1 and box.y0 < y < box.y1 for x, y in steps)
            and words not in ("Vertebral\nbody",)
        ]


@pytest.mark.parametrize("view", VIEWS)
def test_names_are_large_enough_for_a_telephone(view: str) -> None:
    """At 360 pixels wide the smallest word is at least 8 pixels high."""
    made = drawn(view, "T6")
    smallest = min(text.get_fontsize() for text in written(made.figure()))
    assert smallest / 72 * 360 / made.size[0] >= 7.9


def test_bodies_have_the_proportions_of_the_table() -> None:
    """Width and depth of each body from above, and its height from the side, as in the tables."""
    morphometry = {row["level"]: row for row in read_table("morphometry")}
    for row in read_table("vertebra_widths"):
        level = row["level"]
        wide, deep = span(drawn("above", level), "vertebral-body")
        assert pytest.approx(float(row["endplate_upper_width_mm"]), rel=0.01) == wide
        assert pytest.approx(float(morphometry[level]["endplate_upper_depth_mm"]), rel=0.01) == deep
        lower = float(morphometry[level]["endplate_lower_depth_mm"])
        long, high = span(drawn("side", level), "vertebral-body")
        assert pytest.approx(lower, rel=0.06) == long
        assert pytest.approx(float(morphometry[level]["body_height_post_mm"]), rel=0.06) == high


@pytest.mark.parametrize("level", THORACIC)
def test_pedicles_are_as_wide_as_the_table_says(level: str) -> None:
    """Across its narrowest part, square to its own axis, the pedicle has the table's width."""
    bone = measures(level)
    from midback.atlas.vertebra_above import _isthmus

    inner, outer, back = _isthmus(bone)
    axis = np.radians(bone.pedicle_angle)
    assert pytest.approx(bone.pedicle_width) == (outer - inner) * np.cos(axis)
    pedicle = drawn("above", level).region("pedicle-right")
    sheet = _sheet("above")
    inside = [pedicle.contains(*sheet.on([(x, back)])[0]) for x in (inner + 0.4, outer - 0.4)]
    outside = [pedicle.contains(*sheet.on([(x, back)])[0]) for x in (inner - 0.5, outer + 0.5)]
    assert ([True, True], [False, False]) == (inside, outside)


def test_pedicle_angles_that_were_read_are_drawn_and_the_others_lie_between() -> None:
    """33 degrees at T1 and 3 at T12, falling all the way down."""
    angles = [measures(level).pedicle_angle for level in THORACIC]
    assert (33.0, 3.0) == (angles[0], angles[-1])
    assert sorted(angles, reverse=True) == angles


def test_the_costal_facets_follow_the_table() -> None:
    """Whole at T1 and from T10 on, half in between; a lower one from T1 to T8."""
    upper = {level: measures(level).upper_facet for level in THORACIC}
    assert {"T1", "T10", "T11", "T12"} == {each for each in upper if upper[each] == "whole"}
    lower = [level for level in THORACIC if "inferior-costal-facet" in ids(drawn("side", level))]
    assert list(THORACIC[:8]) == lower


def test_ribs_11_and_12_have_no_costotransverse_joint() -> None:
    """With ribs the facets become joints; the last two ribs meet the body only."""
    for level in THORACIC:
        found = ids(drawn("above", level, ribs=True))
        assert {"head-of-rib-left", "body-of-rib-left", "joint-of-head-of-rib-left"} <= found
        assert "superior-costal-facet-left" not in found
        joint = {"costotransverse-joint-left", "tubercle-of-rib-left", "neck-of-rib-left"}
        assert (joint if level not in ("T11", "T12") else set()) == found & joint


def test_the_shapes_that_tell_the_levels_apart() -> None:
    """Steep in the middle, wide canal above and below, short processes at the lower end."""
    canal = {level: span(drawn("above", level), "vertebral-foramen") for level in THORACIC}
    assert canal["T1"][0] > 1.25 * canal["T6"][0]
    assert canal["T12"][0] > 1.15 * canal["T6"][0]
    hangs = {level: span(drawn("side", level), "spinous-process")[1] for level in THORACIC}
    assert hangs["T7"] > 1.5 * hangs["T1"]
    assert hangs["T7"] > 1.5 * hangs["T12"]
    tips = {
        level: np.ptp(
            np.vstack(
                [
                    in_mm(drawn("above", level), f"transverse-process-{side}")
                    for side in ("left", "right")
                ]
            )[:, 0]
        )
        for level in ("T1", "T6", "T12")
    }
    assert tips["T1"] > tips["T6"] > 1.2 * tips["T12"]


def test_the_same_parts_have_the_same_size_in_every_view() -> None:
    """All views are to one scale: the transverse processes span the same from above and behind."""
    for level in THORACIC[:11]:
        spans = []
        for view in ("above", "behind"):
            made = drawn(view, level)
            sides = [in_mm(made, f"transverse-process-{side}") for side in ("left", "right")]
            spans.append(float(np.ptp(np.vstack(sides)[:, 0])))
        assert pytest.approx(spans[0], rel=0.04) == spans[1]


@pytest.mark.parametrize("name", [f"vertebra-{view}" for view in VIEWS])
def test_the_scale_bar_is_ten_millimetres_long(name: str) -> None:
    """Measured on the plate against the body that the table gives."""
    made = plate(name, level="T9")
    bars = [
        np.asarray(line.get_xydata()) * made.size
        for line in made.figure(labels=False).axes[0].lines
        if line.get_linewidth() == 1.0
    ]
    lengths = [float(np.ptp(bar[:, 0])) for bar in bars]
    bone = measures("T9")
    table = {
        "vertebra-above": bone.width_upper,
        "vertebra-side": bone.side.depth_lower,
        "vertebra-behind": bone.width_lower,
    }[name]
    drawn_body = sight(name.split("-")[1], "T9").view
    body = next(part for part in drawn_body.parts() if part.id == "vertebral-body")
    across = float(np.ptp(np.asarray(body.path.vertices)[:, 0]))
    assert pytest.approx(table, rel=0.05) == across
    assert pytest.approx(10 / 21) == max(lengths)


def test_the_svg_is_the_same_every_time() -> None:
    """Two plates of the same parameters give the same bytes, also in another process."""
    here = plate("vertebra-above", level="T4", ribs=True).svg()
    assert here == plate("vertebra-above", level="T4", ribs=True).svg()
    check = (
        "import sys; from midback.atlas import plate; "
        "sys.stdout.write(plate('vertebra-above', level='T4', ribs=True).svg())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert here == elsewhere.stdout
    assert "<text" not in here


@pytest.mark.parametrize("name", [*(f"vertebra-{view}" for view in VIEWS), "vertebrae-compared"])
def test_without_labels_nothing_is_given_away(name: str) -> None:
    """Directions and the scale bar stay; no level, no term and no region id does."""
    made = plate(name)
    hidden = re.sub(r' d="[^"]*"', "", made.svg(labels=False))
    allowed = {
        "front",
        "back",
        "left",
        "right",
        "10 mm",
        "from the side",
        "from above",
    }
    assert set(re.findall(r"<!-- (.*?) -->", hidden, flags=re.S)) <= allowed
    words = {region.id for region in made.regions} | {region.term for region in made.regions}
    words |= set(THORACIC)
    assert [] == [word for word in words if re.search(rf"(?i)\b{re.escape(word)}\b", hidden)]
    assert "T6" in re.findall(r"<!-- (.*?) -->", made.svg())


@pytest.mark.parametrize("level", ["T1", "T6", "T12"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_alt_text_and_the_title_name_the_level_and_the_view(view: str, level: str) -> None:
    """Who cannot see the picture learns which bone it is and from where it is seen."""
    made = drawn(view, level)
    words = {"above": "from above", "side": "from its right side", "behind": "from behind"}[view]
    assert f"thoracic vertebra ({level}) {words}" in made.alt
    assert f"({level})" in made.title
    assert [] == re.findall(r"\d+(?:\.\d+)? ?mm", made.alt)


def test_the_alt_text_says_what_differs() -> None:
    """Rib facets and shapes by level, with ribs if they are drawn."""
    assert "half facets above and below, for ribs 6 and 7" in drawn("side", "T6").alt
    assert "a whole facet above, for rib 1" in drawn("side", "T1").alt
    assert "below often none" in drawn("side", "T9").alt
    assert "no facet for a rib on the transverse process" in drawn("side", "T11").alt
    assert "The backs of both ribs 12 are drawn" in drawn("above", "T12", ribs=True).alt
    assert "joint at the body only" in drawn("above", "T12", ribs=True).alt
    assert "ribs" not in drawn("above", "T6").alt.replace("for ribs 6 and 7", "")


@pytest.mark.parametrize("name", [*(f"vertebra-{view}" for view in VIEWS), "vertebrae-compared"])
def test_the_source_line_says_what_is_recalled_and_illustrative(name: str) -> None:
    """Recalled values are for proportion only, and no such number is printed."""
    source = plate(name).source
    assert "recalled values, for proportion only and not for measurement" in source
    assert "illustrative" in source
    assert [] == re.findall(r"\d+(?:\.\d+)? ?mm|\d+\.\d+", source)


def test_the_tables_keep_the_flags_of_their_numbers() -> None:
    """The recalled and the seen stand in columns of their own, and blanks stay blank."""
    rows = read_table("vertebra_widths")
    assert {"recalled"} == {row["width_status"] for row in rows}
    assert ["T1", "T4", "T12"] == [row["level"] for row in rows if row["pedicle_width_kaur_mm"]]
    assert ["T1", "T12"] == [row["level"] for row in rows if row["pedicle_angle_medial_deg"]]
    assert list(THORACIC) == [row["level"] for row in read_table("vertebra_details")]


@pytest.mark.parametrize(
    ("name", "wrong", "remedy"),
    [
        ("vertebra-above", {"level": "T13"}, "T1, T2.*T12"),
        ("vertebra-side", {"level": 6}, "T1, T2.*T12"),
        ("vertebra-behind", {"level": "L1"}, "T1, T2.*T12"),
        ("vertebra-above", {"ribs": "yes"}, "True or False"),
    ],
)
def test_a_value_that_cannot_be_drawn_is_refused(
    name: str, wrong: dict[str, object], remedy: str
) -> None:
    """The message names the plate and says what can be drawn."""
    with pytest.raises(ValueError, match=f"'{name}'.*{remedy}"):
        plate(name, **wrong)


def test_the_comparison_shows_four_vertebrae_twice() -> None:
    """T1, T6, T10 and T12 from the side on the left and from above on the right, none overlapping.

    The columns read from T1 at the top to T12 at the foot.
    """
    regions = plate("vertebrae-compared").regions
    levels = ("t1", "t6", "t10", "t12")
    rows = ("from-the-side", "from-above")
    assert [f"{level}-{row}" for row in rows for level in levels] == [each.id for each in regions]
    boxes = {each.id: (each.polygon.min(axis=0), each.polygon.max(axis=0)) for each in regions}
    for one, other in combinations(boxes.values(), 2):
        assert (one[0] > other[1]).any() or (other[0] > one[1]).any()
    for level in levels:
        assert boxes[f"{level}-from-the-side"][1][0] < boxes[f"{level}-from-above"][0][0]
    for upper, lower in pairwise(levels):
        assert boxes[f"{upper}-from-above"][0][1] > boxes[f"{lower}-from-above"][1][1]


def test_the_comparison_is_to_one_scale() -> None:
    """The bodies of T1 and T12 differ as in the table: here by the whole length of the bone."""
    made = plate("vertebrae-compared")
    for level in ("T1", "T12"):
        corners = made.region(f"{level.lower()}-from-above").polygon * made.size
        alone = [in_mm(drawn("above", level), id) for id in ids(drawn("above", level))]
        length = np.ptp(np.vstack(alone)[:, 1])
        assert pytest.approx(length, rel=0.03) == np.ptp(corners[:, 1]) * 49.0


def test_the_facets_are_cartilage_and_the_cord_is_nerve() -> None:
    """One colour for each tissue, as on every plate."""
    view = sight("above", "T6").view
    tissues = {part.id: part.tissue for part in view.parts()}
    assert "nerve" == tissues["spinal-cord"]
    assert {"cartilage"} == {tissues[id] for id in tissues if "facet" in id}
    assert TISSUES["nerve"].edge.lower() in plate("vertebra-above").svg(labels=False)


def written_in(explorer: explore.Explorer) -> set[str]:
    """The texts of the picture, which matplotlib keeps as comments beside their outlines."""
    import base64

    code = explorer.picture.source.removeprefix("data:image/svg+xml;base64,")
    return set(re.findall(r"<!-- (.*?) -->", base64.b64decode(code).decode(), flags=re.S))


def test_moving_the_slider_changes_the_vertebra_and_its_description() -> None:
    """The picture and its words show the same level."""
    explorer = explore.vertebra()
    assert "T6" in written_in(explorer)
    explorer.controls["level"].value = 12
    assert "T12" in written_in(explorer)
    assert "Twelfth thoracic vertebra (T12) from above" in explorer.picture.description
    assert "" == explorer.picture.problem


def test_the_view_the_ribs_and_the_other_vertebra_can_be_chosen() -> None:
    """Each control changes the picture and its words; another vertebra stands below."""
    explorer = explore.vertebra()
    explorer.controls["ribs"].value = True
    assert "Neck of rib" in written_in(explorer)
    explorer.controls["view"].value = "side"
    assert "Ribs are drawn in the view from above only." in explorer.picture.description
    explorer.controls["other"].value = "T1"
    assert {"T6", "T1"} <= written_in(explorer)
    assert "to compare: First thoracic vertebra (T1)" in explorer.picture.description
    explorer.controls["level"].value = 1
    assert "to compare" not in explorer.picture.description


@pytest.mark.parametrize("level", range(2, 13))
@pytest.mark.parametrize("view", VIEWS)
def test_the_description_says_what_changes_from_the_level_above(view: str, level: int) -> None:
    """Each level names what is new, or says that only size and slope change."""
    words = vertebra_levels.describe(level, view, False, "none")
    assert ("What changes from T" in words) != ("nothing but size and slope changes" in words)
    assert f"T{level - 1}" in words


def test_the_description_gives_only_numbers_that_were_read() -> None:
    """Widths of pedicles where a source gave them, with that source; none elsewhere."""
    numbers = {
        level: re.findall(
            r"(\d+(?:\.\d+)?) mm", vertebra_levels.describe(level, "above", False, "none")
        )
        for level in range(1, 13)
    }
    given = {1: ["9.27", "6.2"], 4: ["4.5"], 5: ["3.8"], 12: ["8.31"]}
    assert {level: given.get(level, []) for level in range(1, 13)} == numbers
    twelfth = vertebra_levels.describe(12, "above", False, "none")
    assert "3 degrees inwards (demiroz2019)" in twelfth
    assert "26 to 34 degrees from the midsagittal plane" in twelfth
    assert "masharawi2004" in twelfth


def test_an_unknown_view_lists_the_views() -> None:
    """The message says what to choose instead."""
    with pytest.raises(ValueError, match=r"no view 'front'.*above, side, behind"):
        vertebra_levels.draw(6, "front", False, "none")
