"""The plates on the human figure and their explorers: places, overlap, certainty, words."""

from __future__ import annotations

import base64
import re
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon
from traitlets import TraitError

from midback import explore
from midback.atlas import Plate, plate
from midback.atlas.back_layers import layer_pieces
from midback.atlas.back_skeleton import spine_height
from midback.atlas.body_dermatomes import bands, cores, shared_skin
from midback.atlas.body_dermatomes import dermatomes as rows
from midback.atlas.body_figure import edges, half_width, outline, silhouette, skin_lines
from midback.atlas.body_levels import C7_HEIGHT, PSIS_HEIGHT, surface_levels
from midback.atlas.body_referral_zones import LAYERS, MUSCLES, facet_joint, rib_joint, zones
from midback.atlas.body_regions import places
from midback.atlas.curves import sampled
from midback.atlas.landmark_bones import felt_bones, hidden_bones
from midback.atlas.shapes import THORACIC
from midback.atlas.soft_parts import polygons
from midback.atlas.tables import read_table
from midback.explore import body_map, dermatome_torso, referral_map

SHADED = ["spine-mid-back", "below-blade-right", "arm-left"]
DRAWN: list[tuple[str, dict[str, Any]]] = [
    ("body-chart", {}),
    ("body-chart", {"marked": SHADED, "mid_back_border": True}),
    ("body-chart", {"marked": SHADED, "key": False}),
    ("dermatomes", {}),
    ("dermatomes", {"level": "T7", "opacity": 80}),
    ("dermatomes", {"level": "T1", "key": False}),
    ("landmarks-behind", {}),
    *(("referred-pain", {"source": layer}) for layer in LAYERS),
]


def named(case: tuple[str, dict[str, Any]]) -> str:
    return "-".join([case[0], *(str(value) for value in case[1].values())])


EIGHT_JOINTS = [f"facet-t{number}-t{number + 1}" for number in range(3, 11)]


each_plate = pytest.mark.parametrize("case", DRAWN, ids=named)


def written(figure: Figure) -> list[Text]:
    """Every text in a drawing that says something."""
    found = [artist for artist in figure.findobj(Text) if isinstance(artist, Text)]
    return [text for text in found if text.get_text()]


def comments(svg: str) -> list[str]:
    """The texts of a picture, which matplotlib keeps as comments beside their outlines."""
    return re.findall(r"<!-- (.*?) -->", svg, flags=re.S)


def area(polygon: NDArray[np.float64]) -> float:
    after = np.roll(polygon, -1, axis=0)
    return float(abs((polygon[:, 0] * after[:, 1] - polygon[:, 1] * after[:, 0]).sum()) / 2)


def shared(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The share of the smaller polygon that lies in both, from a grid of points over it."""
    small, large = sorted((one, other), key=area)
    low, high = small.min(axis=0), small.max(axis=0)
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 40).T), axis=-1).reshape(-1, 2)
    within = grid[Path(small).contains_points(grid)]
    return float(Path(large).contains_points(within).mean())


@each_plate
def test_every_region_lies_inside_the_figure(case: tuple[str, dict[str, Any]]) -> None:
    """Nothing that can be asked about is cut off."""
    drawn = plate(case[0], **case[1])
    outside = [
        region.id
        for region in drawn.regions
        if region.polygon.min() < 0 or region.polygon.max() > 1
    ]
    assert [] == outside
    assert len(drawn.regions) == len({region.id for region in drawn.regions})


@each_plate
def test_every_region_is_a_valid_polygon(case: tuple[str, dict[str, Any]]) -> None:
    """No outline crosses itself, so that a point is inside or outside without doubt."""
    regions = plate(case[0], **case[1]).regions
    assert [] == [region.id for region in regions if not Polygon(region.polygon).is_valid]


@each_plate
def test_names_neither_overlap_nor_leave_the_figure(case: tuple[str, dict[str, Any]]) -> None:
    """Everything written can be read."""
    figure = plate(case[0], **case[1]).figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in written(figure)]
    assert 12 < len(boxes)
    over = [(a[0], b[0]) for a, b in combinations(boxes, 2) if a[1].overlaps(b[1])]
    assert [] == over
    page = figure.bbox
    off = [
        words
        for words, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > page.width or box.y1 > page.height
    ]
    assert [] == off


@pytest.mark.parametrize(
    ("name", "parameters", "count"),
    [
        ("landmarks-behind", {}, 7),
        ("referred-pain", {"source": "facet-joints"}, 6),
        ("referred-pain", {"source": "rib-joints"}, 4),
        ("referred-pain", {"source": "muscles"}, 7),
    ],
)
def test_leaders_do_not_cross(name: str, parameters: dict[str, Any], count: int) -> None:
    """A reader can follow each thin line from a name to what it names."""
    axes = plate(name, **parameters).figure().axes[0]
    leaders = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_path_effects()]
    assert count == len(leaders)
    assert [] == [1 for one, other in combinations(leaders, 2) if crossing(one, other)]


def crossing(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    def side(line: NDArray[np.float64], point: NDArray[np.float64]) -> float:
        along, across = line[1] - line[0], point - line[0]
        return float(along[0] * across[1] - along[1] * across[0])

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )


@each_plate
def test_type_is_large_enough_at_360_pixels(case: tuple[str, dict[str, Any]]) -> None:
    """On a plate 360 pixels wide no letter is set smaller than 6.8 pixels to the em."""
    drawn = plate(case[0], **case[1])
    pixels = 360 / (drawn.size[0] * 72)
    sizes = {float(text.get_fontsize()) * pixels for text in written(drawn.figure())}
    assert 6.8 <= min(sizes)


@each_plate
def test_without_labels_nothing_is_given_away(case: tuple[str, dict[str, Any]]) -> None:
    """Only from where the figure is seen, and which side is which, is still written."""
    drawn = plate(case[0], **case[1])
    hidden = drawn.svg(labels=False)
    assert set(comments(hidden)) <= {"from the front", "from behind", "left", "right"}
    attributes = re.sub(r' d="[^"]*"', "", re.sub(r"<!--.*?-->", "", hidden))
    words = {region.id for region in drawn.regions} | {region.term for region in drawn.regions}
    given = [word for word in words if re.search(rf"(?i)\b{re.escape(word)}\b", attributes)]
    assert [] == given
    assert len(hidden) < len(drawn.svg())


@each_plate
def test_the_svg_is_the_same_every_time_and_has_no_text(case: tuple[str, dict[str, Any]]) -> None:
    """Two plates of the same parameters give the same bytes, letters as shapes."""
    here = plate(case[0], **case[1]).svg()
    assert here == plate(case[0], **case[1]).svg()
    assert "<text" not in here


@each_plate
def test_every_plate_says_what_is_illustrative(case: tuple[str, dict[str, Any]]) -> None:
    """The source line names what is drawn from a source and what is not."""
    drawn = plate(case[0], **case[1])
    assert "illustrative" in drawn.source
    assert drawn.source in drawn._repr_mimebundle_()["text/html"]


# The figure.


def test_the_figure_is_symmetric_and_in_proportion() -> None:
    """Seven and a half heads tall, shoulders about three heads wide, wider than the hips."""
    outline = silhouette()
    assert np.allclose(outline * [-1, 1], outline[::-1])
    head = 172.0 - 147.8
    assert 7.0 < 172.0 / head < 7.8
    head_width = 2 * edges()["head"][:, 0].max()
    shoulders = 2 * edges()["outer arm"][edges()["outer arm"][:, 1] > 133][:, 0].max()
    assert 2.7 < shoulders / head_width < 3.2
    assert shoulders > 2 * edges()["side"][:, 0].max()


def test_the_arm_stands_away_from_the_trunk() -> None:
    """Below the armpit there is paper between the arm and the side."""
    side, arm = edges()["side"], edges()["inner arm"]
    for height in (100.0, 110.0, 120.0):
        trunk = np.interp(height, side[::-1, 1], side[::-1, 0])
        assert np.interp(height, arm[:, 1], arm[:, 0]) - trunk > 1.5


# Body chart.


def test_the_chart_has_the_regions_of_its_table() -> None:
    """Numbered from 1 without a gap, each with a term and with words for a patient."""
    table = read_table("body_regions")
    assert [row["id"] for row in table] == [region.id for region in plate("body-chart").regions]
    assert [str(number) for number in range(1, len(table) + 1)] == [row["number"] for row in table]
    assert [] == [row["id"] for row in table if not row["term"] or not row["words"]]


def test_no_point_of_the_chart_belongs_to_two_regions() -> None:
    """A point on the chart has one region: no region covers more than 3 % of another."""
    over = {
        (one.id, other.id): shared(one.polygon, other.polygon)
        for view in ("front", "back")
        for one, other in combinations([p for p in places() if p.view == view], 2)
    }
    assert {} == {pair: share for pair, share in over.items() if share > 0.03}


def test_the_back_of_the_trunk_is_covered_without_gaps() -> None:
    """From the base of the neck to the gluteal fold every point of the trunk has a region."""
    back = [Path(place.polygon) for place in places() if place.view == "back"]
    grid = np.array([(x, y) for x in np.arange(-12.5, 12.6, 1.0) for y in np.arange(84, 139, 1.0)])
    held = np.array([path.contains_points(grid) for path in back]).any(axis=0)
    assert [] == [tuple(point) for point in grid[~held]]


def test_each_number_stands_in_its_own_region() -> None:
    """The marker that is shown for a region lies inside it, and inside no other of its view."""
    for place in places():
        holders = [
            other.id
            for other in places()
            if other.view == place.view and Path(other.polygon).contains_point(tuple(place.middle))
        ]
        assert [place.id] == holders
        room = Polygon(place.polygon).exterior.distance(Point(place.middle))
        least = 1.3 if place.id.startswith("shoulder-top") else 1.7
        assert room > least, f"the marker of {place.id} lies on a border"


def test_left_mirrors_right_and_is_on_the_persons_left() -> None:
    """From behind the person's left is on the viewer's left; from the front on the right."""
    by_id = {place.id: place for place in places()}
    for id, place in by_id.items():
        if id.endswith("-left"):
            right = by_id[id.removesuffix("left") + "right"]
            assert np.allclose(place.polygon * [-1, 1], right.polygon)
            on_viewers_left = place.polygon[:, 0].mean() < 0
            assert (place.view == "back") == on_viewers_left


def test_the_mid_back_lies_between_the_base_of_the_neck_and_the_lowest_rib() -> None:
    """Every region counted as mid back is between the two borders, and no other on the back."""
    levels = surface_levels()
    for place in places():
        low, high = place.polygon[:, 1].min(), place.polygon[:, 1].max()
        if place.mid_back == "yes":
            assert "back" == place.view
            assert high <= C7_HEIGHT
            assert low > levels["L3"].height
        elif place.view == "back" and place.mid_back == "no":
            assert low >= levels["T1"].height or high < levels["T12"].height + 1


def test_marking_a_region_changes_the_picture_and_is_said() -> None:
    """Shaded regions are hatched in the picture and named in the alt text."""
    plain, marked = plate("body-chart"), plate("body-chart", marked=["chest-left"])
    assert "No region is marked." in plain.alt
    assert "Marked: Chest, left." in marked.alt
    assert plain.svg() != marked.svg()
    assert "pattern" in marked.svg() and "pattern" not in plain.svg()


def test_the_border_is_drawn_only_when_asked_for() -> None:
    """The chart can be shaded before the borders are revealed."""
    with_border = plate("body-chart", mid_back_border=True)
    assert "borders of the mid back" in with_border.alt
    assert "borders of the mid back" not in plate("body-chart").alt
    words = "Borders of the mid back: base of the neck, lower edge of the rib cage"
    assert words in comments(with_border.svg())
    assert words not in comments(plate("body-chart").svg())


# Dermatomes.


def test_neighbouring_dermatomes_overlap_and_others_hardly_do() -> None:
    """Each band shares skin with its neighbours; the picture does not show hard borders."""
    for view, first in (("front", 2), ("back", 2)):
        areas = {level: bands(view)[level][-1] for level in THORACIC[first - 1 :]}
        shares = [shared(areas[one], areas[other]) for one, other in pairwise(areas)]
        assert 0.1 < min(shares)
        for one, other in combinations(areas, 2):
            if abs(int(one[1:]) - int(other[1:])) > 2:
                assert shared(areas[one], areas[other]) < 0.05


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_skin_of_the_trunk_has_one_nerve_or_two_and_no_rims_cross(view: str) -> None:
    """A band is its own core with the strips that it shares with its neighbours, and no more."""
    alone = {level: Polygon(area) for level, area in cores(view).items()}
    strips = {pair: Polygon(area) for pair, area in shared_skin(view).items()}
    assert list(pairwise(THORACIC)) == list(strips)
    pieces = [*alone.values(), *strips.values()]
    assert [] == [piece for piece in pieces if not piece.is_valid]
    over = [one.intersection(other).area for one, other in combinations(pieces, 2)]
    assert max(over) < 0.35
    for level, area in bands(view).items():
        own = [alone[level], *(strip for pair, strip in strips.items() if level in pair)]
        assert pytest.approx(sum(part.area for part in own), rel=0.02) == Polygon(area[-1]).area


def test_t1_is_drawn_on_the_arm_alone_and_t2_reaches_the_acromion_behind() -> None:
    """No source gives T1 a place on the back; the dorsal branch of T2 can reach the acromion."""
    for view in ("front", "back"):
        inner = edges()["inner arm"]
        for x, y in np.vstack(bands(view)["T1"]):
            assert x > np.interp(y, inner[:, 1], inner[:, 0]) - 0.05
    t2 = Polygon(bands("back")["T2"][-1])
    assert t2.contains(Point(18.0, 140.0))
    assert not any(
        Polygon(area).contains(Point(18.0, 140.0))
        for level in THORACIC
        if level != "T2"
        for area in bands("back")[level]
    )


def test_bands_are_level_beside_the_spine_and_end_nowhere_in_a_cut() -> None:
    """Behind they fall by less than a finger's breadth in the first 4 cm; T3 runs into the armpit.

    Nowhere does a band's edge run straight up and down for more than a cm, but along the side.
    """
    side = edges()["side"]
    for view in ("front", "back"):
        for level in THORACIC[2:]:
            area = bands(view)[level][-1]
            upper = area[: int(np.argmax(area[:, 0])) + 1]
            fall = upper[0, 1] - np.interp(4.0, upper[:, 0], upper[:, 1])
            assert abs(fall) < 1.2
            for (x, y), (to_x, to_y) in pairwise(area):
                on_the_side = abs(x - np.interp(y, side[::-1, 1], side[::-1, 0])) < 0.05
                steep = abs(to_y - y) > 1.0 and abs(to_x - x) < 0.3 * abs(to_y - y)
                assert on_the_side or not steep
        top = max(bands(view)["T3"][-1], key=lambda point: point[0])
        assert top[1] <= 129.9


def test_no_two_names_of_dermatomes_run_together() -> None:
    """Between two names on a band there is at least half a letter."""
    figure = plate("dermatomes").figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    names = [text for text in written(figure) if text.get_text() in THORACIC]
    boxes = [text.get_window_extent(renderer) for text in names]
    gap = 3.0 / 72 * figure.dpi
    near = [
        (names[one].get_text(), names[other].get_text())
        for one, other in combinations(range(len(boxes)), 2)
        if boxes[one].x0 - gap < boxes[other].x1
        and boxes[other].x0 - gap < boxes[one].x1
        and boxes[one].y0 < boxes[other].y1
        and boxes[other].y0 < boxes[one].y1
    ]
    assert [] == near


@pytest.mark.parametrize("name", ["body-chart", "dermatomes"])
def test_both_views_say_which_side_is_which(name: str) -> None:
    """With and without labels; from the front the person's right is on the picture's left."""
    for labels in (True, False):
        figure = plate(name).figure(labels=labels)
        sides = [t for t in written(figure) if t.get_text() in ("left", "right")]
        across = sorted(sides, key=lambda text: text.get_position()[0])
        assert ["right", "left", "left", "right"] == [text.get_text() for text in across]


def test_every_testing_point_lies_in_its_own_band() -> None:
    """The point that is tested for a level is on the skin that is drawn for it."""
    outside = [
        level
        for level, row in rows().items()
        if not any(
            Path(area).contains_point(tuple(row.at), radius=0.4) for area in bands("front")[level]
        )
    ]
    assert [] == outside


def test_testing_points_stand_in_order_down_the_trunk() -> None:
    """T2 to T12 follow each other downwards in front, at the side and behind."""
    for heights in (
        [row.front for row in rows().values() if row.front is not None],
        [row.side for row in rows().values() if row.side is not None],
        [row.back for row in rows().values() if row.back is not None],
    ):
        assert len(heights) >= 10
        assert sorted(heights, reverse=True) == heights


def test_xiphisternum_and_umbilicus_divide_the_points_as_the_words_say() -> None:
    """T7, T8 and T9 are drawn a quarter, half and three quarters of the way from T6 to T10."""
    top, bottom = rows()["T6"].at[1], rows()["T10"].at[1]
    drawn = [(top - rows()[level].at[1]) / (top - bottom) for level in ("T7", "T8", "T9")]
    assert pytest.approx([0.25, 0.5, 0.75], abs=0.01) == drawn


def test_points_that_were_read_and_points_that_are_recalled_look_different() -> None:
    """Filled for T1 to T4, open for T5 to T12, and the alt text says the same."""
    assert ["T1", "T2", "T3", "T4"] == [k for k, row in rows().items() if row.status == "seen"]
    assert {"seen", "recalled"} == {row.status for row in rows().values()}
    drawn = plate("dermatomes", key=False).figure().axes[0]
    fills = [line.get_markerfacecolor() for line in drawn.lines if line.get_marker() == "o"]
    assert 4 == len([fill for fill in fills if fill != "#FFFFFF"])
    assert 8 == fills.count("#FFFFFF")
    assert "recalled" in plate("dermatomes", level="T9").alt
    assert "recalled" not in plate("dermatomes", level="T3").alt


@pytest.mark.parametrize("level", [None, "T4", "T10"])
def test_points_are_called_testing_points_and_not_borders(level: str | None) -> None:
    """The contested wording stands in the picture, the alt text and the source line."""
    drawn = plate("dermatomes", level=level)
    assert "testing point" in drawn.alt.lower()
    assert "not" in drawn.alt and "border" in drawn.alt
    assert "maps disagree" in drawn.source
    assert any("not borders: maps disagree" in words for words in comments(drawn.svg()))


def test_dermatome_regions_are_mirrored() -> None:
    """Forty-eight regions: twelve levels, two views, two sides."""
    drawn = plate("dermatomes")
    assert 48 == len(drawn.regions)
    middle = {"front": 1.15 / 4.6, "back": 3.45 / 4.6}
    for level in ("t1", "t5", "t12"):
        for view, at in middle.items():
            left = drawn.region(f"{level}-{view}-left").polygon
            right = drawn.region(f"{level}-{view}-right").polygon
            assert np.allclose(2 * at - left[:, 0], right[:, 0])


# Landmarks.


def test_levels_stand_at_the_published_share_of_the_way() -> None:
    """T4, T7, T10, L1 and L4 at 21, 39, 54.1, 70.9 and 86.1 percent from C7 to the PSIS level."""
    expected = {"C7": 0.0, "T4": 21.0, "T7": 39.0, "T10": 54.1, "L1": 70.9, "L4": 86.1}
    levels = surface_levels().values()
    seen = {row.level: row.percent for row in levels if row.percent_status == "seen"}
    assert expected == seen
    way = C7_HEIGHT - PSIS_HEIGHT
    drawn = plate("landmarks-behind")
    heights = {
        level: drawn.region(f"spinous-process-{level.lower()}").polygon[:, 1].mean()
        for level in ("C7", "T7", "L4")
    }
    share = (heights["C7"] - heights["T7"]) / (heights["C7"] - heights["L4"])
    assert pytest.approx(39.0 / 86.1, abs=0.01) == share
    assert 50.0 == way


def test_interpolated_levels_are_marked_and_no_interpolated_number_is_printed() -> None:
    """Only the published percentages are written; the other levels are grey."""
    figure = plate("landmarks-behind").figure()
    percents = {words.split()[1] for words in map(Text.get_text, written(figure)) if " %" in words}
    assert {"0", "21", "39", "54", "71", "86", "100"} == percents
    weights = {t.get_text(): t.get_fontweight() for t in written(figure) if len(t.get_text()) < 4}
    assert ["C7", "L1", "L4", "T10", "T4", "T7"] == sorted(
        level for level, weight in weights.items() if weight == "bold"
    )


def test_the_tip_of_the_scapula_is_drawn_at_t8() -> None:
    """T8 on average when standing, inside the band from T7 to T9; never at T7."""
    drawn = plate("landmarks-behind")
    tip = drawn.region("scapula-right").polygon[:, 1].min()
    t8 = drawn.region("spinous-process-t8").polygon[:, 1].mean()
    t7 = drawn.region("spinous-process-t7").polygon[:, 1].mean()
    assert abs(tip - t8) < 0.15 * abs(t7 - t8)
    assert "near T8 on average when standing, T7 to T9 in about two thirds" in drawn.alt
    assert "near T9 on average when lying prone" in drawn.alt


def test_nothing_lies_over_or_under_the_tips_of_the_spinous_processes() -> None:
    """What is felt in the midline is drawn once: of all felt bones only the tips lie there."""
    crossing = [
        [ring for ring in polygons(piece.path) if abs(ring[:, 0]).min() < 1.2]
        for piece in felt_bones()
    ]
    found = [rings for rings in crossing if rings]
    assert 1 == len(found)
    assert len(surface_levels()) == len(found[0])


def test_the_bones_of_the_landmarks_lie_within_the_skin() -> None:
    """No bone breaks through the outline of the body."""
    skin = Polygon(polygons(outline(False)[0])[0]).buffer(0.02)
    bones = (*hidden_bones(), *felt_bones())
    outside = [
        piece.id
        for piece in bones
        for ring in polygons(piece.path)
        if Polygon(ring).buffer(0).difference(skin).area > 0.02
    ]
    assert [] == outside


def test_the_landmarks_say_what_is_traditional_and_what_is_recalled() -> None:
    """T3 at the scapular spine is traditional, C7 and the twelfth rib are recalled."""
    table = {row["level"]: row["landmark_status"] for row in read_table("surface_levels")}
    assert ("traditional", "seen", "seen", "recalled") == tuple(
        table[level] for level in ("T3", "T8", "T9", "T12")
    )
    source = plate("landmarks-behind").source
    assert "T3: traditional" in source
    assert "recalled" in source


# Referred pain.


def test_every_area_has_a_certainty_and_a_source() -> None:
    """No area is drawn without how it is known and where that was read."""
    table = read_table("referred_pain")
    kinds = {"volunteers", "patients", "described", "recalled", "case-reports"}
    assert kinds == {row["certainty"] for row in table}
    assert [] == [row["id"] for row in table if not row["sources"]]
    assert set(LAYERS) == {row["layer"] for row in table}
    assert ["rhomboids-inner-border"] == [
        row["id"] for row in table if row["certainty"] == "recalled"
    ]


def test_three_to_five_facet_joints_share_most_of_their_area() -> None:
    """As in the volunteers: most places belong to three to five joints, so none names a level."""
    joints = [Path(sampled(z.areas[0][1])) for z in zones() if z.id in EIGHT_JOINTS]
    grid = np.array([(x, y) for x in np.arange(0, 12, 0.4) for y in np.arange(110, 146, 0.4)])
    count = np.array([path.contains_points(grid) for path in joints]).sum(axis=0)
    covered = count[count > 0]
    assert 5 >= covered.max()
    assert 0.5 < np.isin(covered, (3, 4, 5)).mean()


def test_three_facet_joints_are_outlined_and_every_joint_has_a_dot() -> None:
    """Eight rims cannot be followed; the joints of the patients are shown like the others."""
    figure = plate("referred-pain").figure(labels=False)
    rims = [
        patch
        for patch in figure.axes[0].findobj(PathPatch)
        if isinstance(patch, PathPatch)
        and patch.get_linestyle() == "solid"
        and patch.get_linewidth() == 1.5
        and patch.get_edgecolor()[3]
    ]
    assert 3 == len({patch.get_edgecolor() for patch in rims}) == len(rims)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert 12 == len(dots), "C7-T1 to T11-T12"
    areas = {zone.id: sampled(zone.areas[0][1]) for zone in zones()}
    for number, level in enumerate(THORACIC[2:10], start=3):
        assert Path(areas[f"facet-t{number}-t{number + 1}"]).contains_point(facet_joint(level))
    medial = [areas[id][:, 0].min() for id in EIGHT_JOINTS]
    lateral = [areas[id][:, 0].max() for id in EIGHT_JOINTS]
    assert np.ptp(medial) > 0.15 and np.ptp(lateral) > 1.0, "they stop at no straight line"


@pytest.mark.parametrize("layer", LAYERS)
def test_every_sentence_about_referred_pain_begins_with_a_capital(layer: str) -> None:
    """In the alt text of the plate, and in the words of the explorer with a place and without."""
    described = [referral_map.describe([layer], place) for place in referral_map.places()]
    for words in (plate("referred-pain", source=layer).alt, *described):
        assert None is re.search(r"[.?!] [a-z]", words), words


def test_areas_that_share_a_border_of_the_scapula_overlap() -> None:
    """Levator scapulae, infraspinatus and rhomboids are said to refer to the same place."""
    areas = {z.structure: sampled(z.areas[0][1]) for z in zones() if z.layer == "muscles"}
    three = [areas[name] for name in ("Levator scapulae", "Infraspinatus", "Rhomboids")]
    assert 0.3 < min(shared(one, other) for one, other in combinations(three, 2))


def test_organs_keep_the_segments_of_the_table() -> None:
    """The ranges are those that were read; no other segment is named."""
    organs = {zone.structure: zone.segments for zone in zones() if zone.layer == "viscera"}
    assert {
        "Heart": "T1 to T4 or T5",
        "Oesophagus": "T4 to T6",
        "Stomach": "T6 to T9",
        "Gallbladder": "T6 to T9",
        "Kidney and ureter": "T10 to L1",
    } == organs


@pytest.mark.parametrize(
    ("source", "wording"),
    [
        ("facet-joints", "The pattern cannot name the level"),
        ("rib-joints", "Exclude the heart first"),
        ("muscles", "Tender muscle points (crosses) that may refer pain"),
        ("viscera", "Ranges differ by one or two segments between books"),
    ],
)
def test_each_layer_carries_the_wording_for_what_is_contested(source: str, wording: str) -> None:
    """The picture and the alt text say how far the pattern can be trusted."""
    drawn = plate("referred-pain", source=source)
    assert wording in drawn.alt
    assert any(wording in words for words in comments(drawn.svg()))
    others = [zone for zone in zones() if zone.layer != source]
    assert [] == [z.id for z in others if z.id in {region.id for region in drawn.regions}]


@pytest.mark.parametrize("source", LAYERS)
def test_each_certainty_that_is_drawn_is_explained(source: str) -> None:
    """The key below the figure has a line for each kind of rim, and no other."""
    from midback.atlas.body_referral import CERTAINTIES

    used = {CERTAINTIES[zone.certainty] for zone in zones() if zone.layer == source}
    shown = set(comments(plate("referred-pain", source=source).svg())) & set(CERTAINTIES.values())
    assert used == shown


# Wrong values.


@pytest.mark.parametrize(
    ("name", "wrong", "remedy"),
    [
        ("body-chart", {"marked": ["liver"]}, "'liver'.*neck-back, shoulder-top-left"),
        ("body-chart", {"marked": "chest-left"}, "a list of regions"),
        ("body-chart", {"mid_back_border": 1}, "True or False"),
        ("dermatomes", {"level": "T13"}, "T1, T2.*T12, or None"),
        ("dermatomes", {"opacity": 90}, "from 10 to 80"),
        ("dermatomes", {"opacity": True}, "from 10 to 80"),
        ("dermatomes", {"key": "no"}, "True or False"),
        ("landmarks-behind", {"key": None}, "True or False"),
        ("referred-pain", {"source": "disc"}, "facet-joints, rib-joints, muscles, viscera"),
    ],
)
def test_a_value_that_cannot_be_drawn_says_what_can(
    name: str, wrong: dict[str, Any], remedy: str
) -> None:
    """The message names the plate and what to give instead."""
    with pytest.raises(ValueError, match=f"(?s)'{name}'.*{remedy}"):
        plate(name, **wrong)


# Explorers.


def svg_in(source: str) -> str:
    """The SVG text inside a data address."""
    return base64.b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode()


def test_the_explorers_stay_functions_after_they_are_used() -> None:
    """No module takes the name of an explorer over when it is loaded."""
    explore.body_chart()
    explore.dermatomes()
    assert callable(explore.body_chart)
    assert callable(explore.dermatomes)


def test_choosing_a_level_brings_out_its_band_and_its_testing_point() -> None:
    """The picture and the words change together; all twelve come back."""
    explorer = explore.dermatomes()
    before = explorer.picture.source
    assert "Twelve bands" in explorer.picture.description
    explorer.controls["level"].value = "t10"
    assert before != explorer.picture.source
    assert "level of the umbilicus" in explorer.picture.description
    assert "overlaps T9 and T11" in explorer.picture.description
    assert "“about T10”" in explorer.picture.description
    explorer.controls["level"].value = "all"
    assert before == explorer.picture.source


def test_the_strength_of_the_bands_is_redrawn_and_described() -> None:
    """The slider changes how far a band hides what lies under it."""
    explorer = explore.dermatomes()
    before = svg_in(explorer.picture.source)
    assert "opacity: 0.4" in before
    explorer.controls["opacity"].value = 60
    assert "opacity: 0.6" in svg_in(explorer.picture.source)
    assert "60 percent" in explorer.picture.description


def test_every_level_is_described_with_the_worth_of_its_point() -> None:
    """Read or recalled, and always a point to test and not a border."""
    for level, row in rows().items():
        words = dermatome_torso.describe(level.lower(), 40)
        assert row.point in words
        assert ("recalled, not read" in words) == (row.status == "recalled")
        assert "not a border" in words


def test_shading_and_then_revealing_teaches_the_borders() -> None:
    """Before the reveal nothing is told; after it, what was right, missed and outside."""
    explorer = explore.body_chart()
    assert "Nothing is shaded yet" in explorer.picture.description
    explorer.controls["shaded"].value = ["low-back-left", "shoulder-top-left", "spine-mid-back"]
    assert "Outside" not in explorer.picture.description
    border = "stroke: #0072b2; stroke-width: 2"
    assert 0 == svg_in(explorer.picture.source).count(border)
    explorer.controls["reveal"].value = True
    assert 2 == svg_in(explorer.picture.source).count(border)
    words = explorer.picture.description
    assert "You shaded 1 of its 7 regions." in words
    assert "Outside the borders: Low back, left (11)." in words
    assert "On the border, where charts differ: Top of the left shoulder (2)." in words
    assert "Also mid back: Left shoulder blade (4);" in words


def test_shading_all_of_the_mid_back_is_said_to_be_all() -> None:
    """Every region between the borders, and nothing else."""
    inside = [place.id for place in places() if place.mid_back == "yes"]
    words = body_map.describe(inside, True)
    assert "You shaded 7 of its 7 regions. All of it, and nothing outside." in words


def test_the_checklist_offers_every_region_and_refuses_others() -> None:
    """The words carry the number of the marker; the order is that of the numbers."""
    shaded = explore.body_chart().controls["shaded"]
    assert "7 Spine, mid back" == shaded.options["spine-mid-back"]
    shaded.value = ["arm-left", "neck-back"]
    assert ["neck-back", "arm-left"] == shaded.value
    with pytest.raises(TraitError, match=r"'Regions to shade' has no option 'liver'.*neck-back"):
        shaded.value = ["liver"]


def test_an_unknown_level_or_region_lists_what_there_is() -> None:
    """Both explorers say what to choose instead."""
    with pytest.raises(ValueError, match=r"'t13'.*all, t1, t2"):
        dermatome_torso.draw("t13", 40)
    with pytest.raises(ValueError, match=r"'liver'.*neck-back"):
        body_map.describe(["liver"], False)


def test_a_plate_shows_its_alt_text_in_a_notebook() -> None:
    """Rich and plain, as every plate."""
    drawn: Plate = plate("referred-pain", source="viscera")
    bundle = drawn._repr_mimebundle_()
    assert f"{drawn.title}\n{drawn.alt}" == bundle["text/plain"]
    assert "Gallbladder, about T6 to T9" in drawn.alt


def test_no_line_slants_from_the_armpit_to_the_loin() -> None:
    """A long line that begins at the armpit is the border of the latissimus, near the contour."""
    lines = skin_lines("back")["quiet"]
    vertices, codes = np.asarray(lines.vertices), np.asarray(lines.codes)
    starts = np.flatnonzero(codes == Path.MOVETO)
    found = 0
    for start, end in zip(starts, [*starts[1:], len(codes)], strict=True):
        run = vertices[start:end]
        low = run[run[:, 1].argmin()]
        if np.ptp(run[:, 1]) > 15 and 14 < abs(run[run[:, 1].argmax(), 0]) < 16.5:
            found += 1
            assert half_width(float(low[1])) - abs(low[0]) < 2.5
    assert 2 == found


def test_the_joints_of_the_ribs_follow_the_transverse_processes() -> None:
    """From T1 down they lie ever nearer the midline, and none beside the vertebra above."""
    joints = [rib_joint(f"T{number}") for number in range(1, 11)]
    across = [joint[0] for joint in joints]
    assert all(lower < upper - 0.04 for upper, lower in pairwise(across))
    assert joints[0][1] < spine_height("C7") - 1.0
    second = next(zone for zone in zones() if zone.id == "costotransverse-t2").areas[0][1]
    assert (
        Path(outline(False)[0].vertices, outline(False)[0].codes)
        .contains_points(sampled(second))
        .all()
    ), "it ends before the contour of the neck"


def test_every_joint_on_the_plate_of_facet_joints_has_the_colour_of_a_rim() -> None:
    """No dot stands there without a rule."""
    from matplotlib.colors import to_hex
    from matplotlib.lines import Line2D

    figure = plate("referred-pain", source="facet-joints").figure(labels=False)
    dots = {to_hex(line.get_color()) for line in figure.findobj(Line2D) if line.get_marker() == "o"}
    rims = {
        to_hex(patch.get_edgecolor())
        for patch in figure.findobj(PathPatch)
        if patch.get_zorder() == 2.3
    }
    assert dots == rims


def test_muscles_with_tender_points_have_the_shapes_of_the_plate_of_muscles() -> None:
    """The trapezius begins at the occiput and stays on its own side."""
    drawn = polygons(MUSCLES["trapezius"][1])[0]
    piece = next(one for one in layer_pieces("superficial") if one.id == "trapezius-left")
    shape, own = Polygon(drawn), Polygon(polygons(piece.path)[0])
    assert shape.symmetric_difference(own).area < 0.01 * own.area
    assert drawn[:, 1].max() > 160
    assert drawn[:, 0].max() < 0.05
    rhomboids = polygons(MUSCLES["rhomboids"][1])[0]
    origin = rhomboids[rhomboids[:, 0] < 0.5]
    assert np.ptp(origin[:, 0]) < 0.1
    assert np.ptp(origin[:, 1]) > 10


def test_the_second_and_third_dermatome_share_skin_as_far_as_the_armpit() -> None:
    for view in ("front", "back"):
        strip = shared_skin(view)["T2", "T3"]
        outer = strip[strip[:, 0] > 15.6]
        assert np.ptp(outer[:, 1]) > 0.4


def test_the_twelfth_rib_reaches_its_vertebra() -> None:
    made = plate("landmarks-behind")
    by_id = {region.id: region.polygon for region in made.regions}
    inner = (
        by_id["twelfth-rib-right"][:, 0].min() - by_id["spinous-process-t12"][:, 0].mean()
    ) * made.size[0]
    assert inner / 0.0505 < 1.6
