"""The plates of bones, discs, joints and ligaments, and the radiograph to measure on."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray
from plates import leaders, leaders_through_dots
from shapely import Point, Polygon  # type: ignore[import-untyped]

from midback.atlas import Plate, contact_sheet, motion_segment, names, plate
from midback.atlas.cut_drawing import CutDisc
from midback.atlas.radiograph import angle_between, end_plate_lines, end_plates
from midback.atlas.radiograph_film import film
from midback.atlas.scheuermann import bodies, segments, wedge_angle
from midback.atlas.shapes import THORACIC
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import lines_cross
from midback.atlas.vertebral_fractures import fractures, height_marks

PLATES: list[tuple[str, dict[str, Any]]] = [
    ("lateral-radiograph", {}),
    ("lateral-radiograph", {"kyphosis": 78.0, "wedge": "T8"}),
    ("lateral-radiograph", {"kyphosis": 10.0, "wedge": "T12"}),
    ("ligaments", {}),
    ("motion-segment", {}),
    ("rib-joints", {"view": "above"}),
    ("rib-joints", {"view": "side"}),
    ("scheuermann", {}),
    ("vertebral-fractures", {}),
]
every_plate = pytest.mark.parametrize(("name", "parameters"), PLATES)
# What lies in or on something else belongs to it too, so a point there has two right names.
LYING_IN = (
    "schmorl-node",
    "spinal-nerve",
    "joint",
    "intra-articular",
    "costotransverse-ligament",
    "radiate",
)
# The words that are drawn without labels: which way is which, and how long the bar is.
BARE_WORDS = {"front", "back", "left", "right", "10 mm", "from the front"}


def shape(made: Plate, id: str) -> Polygon:
    """A region in inches, so that areas and lengths are true."""
    return Polygon(made.region(id).polygon * made.size)


def written(figure: Figure) -> list[Text]:
    found = [artist for artist in figure.findobj(Text) if isinstance(artist, Text)]
    return [text for text in found if text.get_text()]


@every_plate
def test_every_region_is_a_valid_polygon_inside_the_plate(
    name: str, parameters: dict[str, Any]
) -> None:
    """No outline crosses itself or leaves the canvas."""
    made = plate(name, **parameters)
    wrong = [
        region.id
        for region in made.regions
        if not Polygon(region.polygon).is_valid
        or region.polygon.min() < 0.002
        or region.polygon.max() > 0.998
    ]
    assert [] == wrong


@every_plate
def test_ids_differ_and_a_point_inside_each_region_is_found_in_it(
    name: str, parameters: dict[str, Any]
) -> None:
    """A marker on an inner point of a region is marked right."""
    made = plate(name, **parameters)
    ids = [region.id for region in made.regions]
    assert len(set(ids)) == len(ids)
    outside = []
    for region in made.regions:
        point = Polygon(region.polygon).representative_point()
        if not region.contains(point.x, point.y):
            outside.append(region.id)
    assert [] == outside


@every_plate
def test_no_point_belongs_to_two_structures(name: str, parameters: dict[str, Any]) -> None:
    """A hotspot question has one right place: structures side by side share less than 6 %."""
    made = plate(name, **parameters)
    apart = [
        region.id for region in made.regions if not any(word in region.id for word in LYING_IN)
    ]
    shared = {}
    for one, other in combinations(apart, 2):
        a, b = shape(made, one), shape(made, other)
        common = a.intersection(b).area / min(a.area, b.area)
        if common > 0.06:
            shared[one, other] = round(common, 3)
    assert {} == shared


@every_plate
def test_without_labels_the_plate_gives_nothing_away(name: str, parameters: dict[str, Any]) -> None:
    """No name, level or angle is written, and the SVG holds no id and no term of a region."""
    made = plate(name, **parameters)
    assert {text.get_text() for text in written(made.figure(labels=False))} <= BARE_WORDS
    svg = made.svg(labels=False).lower()
    assert [] == [
        region.id
        for region in made.regions
        if f'"{region.id}"' in svg or region.term.lower() in svg
    ]


@every_plate
def test_the_same_plate_is_the_same_svg(name: str, parameters: dict[str, Any]) -> None:
    """Nothing in a plate depends on chance, on time or on an earlier plate."""
    assert plate(name, **parameters).svg() == plate(name, **parameters).svg()


@every_plate
def test_names_can_be_read_and_followed(name: str, parameters: dict[str, Any]) -> None:
    """Names lie on the plate and apart from each other; no two leaders cross."""
    figure = plate(name, **parameters).figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in written(figure)]
    straight = [
        (words, box)
        for (words, box), text in zip(boxes, written(figure), strict=True)
        if not text.get_rotation()
    ]
    assert [] == [
        (one, other)
        for (one, box), (other, next_box) in combinations(straight, 2)
        if box.overlaps(next_box)
    ]
    assert [] == [
        words
        for words, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.width or box.y1 > figure.bbox.height
    ]
    lines = leaders(figure)
    assert [] == [(a, b) for a, b in combinations(lines, 2) if lines_cross(a, b)]


@every_plate
def test_no_leader_runs_through_a_name(name: str, parameters: dict[str, Any]) -> None:
    """A leader passes beside every name but its own."""
    figure = plate(name, **parameters).figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    size = np.array([figure.bbox.width, figure.bbox.height])
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in written(figure)]
    struck = set()
    for line in leaders(figure):
        for x, y in np.linspace(line[0], line[1], 90)[3:] * size:
            struck |= {words for words, box in boxes if box.x0 < x < box.x1 and box.y0 < y < box.y1}
    assert set() == struck


@every_plate
def test_no_leader_runs_through_another_names_dot(name: str, parameters: dict[str, Any]) -> None:
    """A dot belongs to one name: every other leader passes it at a distance that can be seen."""
    assert [] == leaders_through_dots(plate(name, **parameters).figure())


@every_plate
def test_words_are_large_enough_for_a_telephone(name: str, parameters: dict[str, Any]) -> None:
    """No word is smaller than 7 points, and at 360 pixels wide none is under 7.4 pixels."""
    made = plate(name, **parameters)
    smallest = min(float(text.get_fontsize()) for text in written(made.figure()))
    assert smallest >= 7.0
    assert smallest / 72 * 360 / made.size[0] >= 7.4


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("lateral-radiograph", {"kyphosis": 52.0}, ("52 degrees", "T1", "T12", "ribs")),
        ("lateral-radiograph", {"wedge": "T9"}, ("T9 is wedged",)),
        ("ligaments", {}, ("anterior longitudinal", "ligamenta flava", "radiate", "supraspinous")),
        ("motion-segment", {}, ("nucleus", "anulus", "end plates", "foramen", "zygapophysial")),
        ("rib-joints", {"view": "above"}, ("intra-articular", "radiate", "costotransverse")),
        ("rib-joints", {"view": "side"}, ("superior costotransverse", "inferior costal facet")),
        ("scheuermann", {}, ("Schmorl", "irregular", "T7 by 7", "T8 by 10", "T9 by 8")),
        ("vertebral-fractures", {}, ("Wedge", "Biconcave", "Crush", "20–25 %", "over 40 %")),
    ],
)
def test_the_alt_text_names_what_is_shown(
    name: str, parameters: dict[str, Any], said: tuple[str, ...]
) -> None:
    """A reader who cannot see the plate learns what is on it."""
    alt = plate(name, **parameters).alt
    assert [] == [words for words in said if words not in alt]


@pytest.mark.parametrize("wedge", [None, "T1", "T8", "T12"])
@pytest.mark.parametrize("kyphosis", [10, 23.5, 36, 61, 80])
def test_the_true_lines_enclose_the_angle_that_was_asked_for(
    kyphosis: float, wedge: str | None
) -> None:
    """The angle measured on the two lines is the kyphosis, wedged or not."""
    lines = end_plate_lines(kyphosis, wedge)
    assert pytest.approx(kyphosis, abs=1e-6) == lines.angle
    assert pytest.approx(kyphosis, abs=1e-6) == angle_between(lines.upper, lines.lower)


@pytest.mark.parametrize("kyphosis", [10.0, 36.0, 80.0])
def test_the_end_plate_lines_lie_on_the_edges_of_the_bodies(kyphosis: float) -> None:
    """Both ends of every line lie within 2 mm of the outline of their body."""
    made = plate("lateral-radiograph", kyphosis=kyphosis)
    for level, pair in end_plates(kyphosis).items():
        edge = shape(made, f"vertebral-body-{level.lower()}").exterior
        for line in pair:
            far = [edge.distance(Point(end * made.size)) * 55.0 for end in line]
            assert max(far) < 2.0


def test_a_wedged_body_is_lower_in_front() -> None:
    """The wedge takes about a third of the front height of its own body alone."""
    whole, broken = (end_plates(40.0, wedge) for wedge in (None, "T8"))
    size = np.array(plate("lateral-radiograph").size)

    def front(pair: tuple[NDArray[np.float64], NDArray[np.float64]]) -> float:
        return float(np.linalg.norm((pair[0][1] - pair[1][1]) * size))

    lost = {level: 1 - front(broken[level]) / front(whole[level]) for level in THORACIC}
    assert 0.27 < lost["T8"] < 0.37
    assert max(abs(lost[level]) for level in THORACIC if level != "T8") < 0.04


def test_bodies_on_the_film_are_as_high_as_the_table_says() -> None:
    """Back height of each body, from the distance of its end plates."""
    size = np.array(plate("lateral-radiograph").size)
    plates = end_plates(36.0)
    for row in read_table("morphometry"):
        upper, lower = plates[row["level"]]
        height = float(np.linalg.norm((upper[0] - lower[0]) * size)) * 55.0
        assert pytest.approx(float(row["body_height_post_mm"]), abs=0.1) == height


def test_bodies_on_the_film_are_brighter_than_the_discs_and_the_lung() -> None:
    """The film shows bone pale and air dark, so that end plates can be found."""
    made = plate("lateral-radiograph")
    shades = film(36.0, None)
    tall, wide = shades.shape

    def grey(x: float, y: float) -> float:
        row, column = round((1 - y) * tall), round(x * wide)
        return float(shades[row - 3 : row + 4, column - 3 : column + 4].mean())

    plates = end_plates(36.0)
    for upper, lower in pairwise(THORACIC[3:10]):
        body = made.region(f"vertebral-body-{upper.lower()}").polygon.mean(axis=0)
        gap = (plates[upper][1].mean(axis=0) + plates[lower][0].mean(axis=0)) / 2
        lung = body + np.array([0.2, 0.0])
        assert grey(*body) > grey(*gap) + 8
        assert grey(*body) > grey(*lung) + 25


@pytest.mark.parametrize(
    "parameters", [{"kyphosis": 9.0}, {"kyphosis": 81}, {"kyphosis": True}, {"wedge": "L1"}]
)
def test_a_film_that_cannot_be_drawn_says_what_to_give(parameters: dict[str, Any]) -> None:
    """A value outside the limits is refused with the limits."""
    with pytest.raises(ValueError, match="Give "):
        plate("lateral-radiograph", **parameters)


def test_rib_joints_from_an_unknown_side_are_refused() -> None:
    """The message names the two views."""
    with pytest.raises(ValueError, match="'above' or 'side'"):
        plate("rib-joints", view="behind")


def test_each_fracture_has_lost_what_its_grade_says() -> None:
    """The height that names the kind lies inside the limits of the grade, as it is drawn."""
    whole = {place: np.ptp(ends[:, 1]) for place, ends in height_marks((0, 0, 0)).items()}
    named = {"wedge": ("front",), "biconcave": ("middle",), "crush": ("front", "middle", "back")}
    for one in fractures():
        lost = {
            place: 100 * (1 - np.ptp(ends[:, 1]) / whole[place])
            for place, ends in height_marks(one.loss).items()
        }
        least, most = {1: (20, 25), 2: (25, 40), 3: (40, 100)}[one.grade]
        for place in named[one.kind]:
            assert least <= lost[place] <= most
        for place in set(lost) - set(named[one.kind]):
            assert lost[place] < 0.7 * max(lost.values())


def test_the_limits_of_the_grades_are_written_as_in_the_table() -> None:
    """Mild 20 to 25, moderate 25 to 40, severe over 40 percent."""
    limits = {(one.grade, one.word, one.limits) for one in fractures()}
    assert {
        (1, "mild", "20–25 %"),
        (2, "moderate", "25–40 %"),
        (3, "severe", "over 40 %"),
    } == limits


def test_the_kinds_of_fracture_have_their_own_shape() -> None:
    """From the regions alone: a wedge slopes, a biconcave body is narrow in the middle."""
    made = plate("vertebral-fractures")

    def heights(id: str) -> list[float]:
        polygon = shape(made, id)
        left, low, right, high = polygon.bounds
        found = []
        for share in (0.12, 0.52, 0.88):
            x = left + share * (right - left)
            slit = Polygon([(x, low), (x + 0.004, low), (x + 0.004, high), (x, high)])
            found.append(polygon.intersection(slit).area / 0.004)
        return found

    for grade in (1, 2, 3):
        back, middle, front = heights(f"wedge-fracture-grade-{grade}")
        assert back > middle > front
        back, middle, front = heights(f"biconcave-fracture-grade-{grade}")
        assert middle < 0.85 * min(back, front)
        back, middle, front = heights(f"crush-fracture-grade-{grade}")
        assert max(back, middle, front) < 0.9 * heights("normal-vertebral-body")[0]


def test_scheuermann_shows_three_neighbours_wedged_by_five_degrees_or_more() -> None:
    """The rule is met on the right by exactly T7, T8 and T9, and by no normal body."""
    wedged = {
        kind: [level for level, body in bodies(kind).items() if wedge_angle(body) >= 5]
        for kind in ("normal", "scheuermann")
    }
    assert {"normal": [], "scheuermann": ["T7", "T8", "T9"]} == wedged


def test_the_angles_drawn_are_those_of_the_table() -> None:
    """Each body is wedged by the degrees of its row."""
    for kind in ("normal", "scheuermann"):
        for row in segments(kind):
            assert pytest.approx(row.wedge) == wedge_angle(bodies(kind)[row.level])


def test_schmorl_nodes_lie_in_the_discs_and_dent_the_bodies() -> None:
    """A node is disc tissue: it lies in a disc and outside every body."""
    made = plate("scheuermann")
    nodes = [region.id for region in made.regions if region.id.startswith("schmorl")]
    assert 4 == len(nodes)
    for id in nodes:
        node = shape(made, id)
        discs = [one.id for one in made.regions if one.id.startswith("narrow-disc")]
        bones = [one.id for one in made.regions if "vertebral-body" in one.id]
        assert max(shape(made, disc).intersection(node).area for disc in discs) > 0.8 * node.area
        assert max(shape(made, bone).intersection(node).area for bone in bones) < 0.1 * node.area


@pytest.mark.parametrize(
    "part", ["ligamentum-flavum-t6-t7", "radiate-ligament-t7-t8", "pedicle-t7"]
)
def test_left_mirrors_right(part: str) -> None:
    """Paired structures seen from the front are each other's mirror image."""
    made = plate("ligaments")
    left, right = (shape(made, f"{part}-{side}") for side in ("left", "right"))
    assert pytest.approx(left.area, rel=0.01) == right.area
    assert pytest.approx(left.bounds[1::2], abs=0.01) == right.bounds[1::2]
    assert left.centroid.x > right.centroid.x, "seen from the front, the left is on the right"


def test_ligaments_lie_where_anatomy_puts_them() -> None:
    """Front to back: anterior ligament, body, posterior ligament, cord, flavum, supraspinous."""
    made = plate("motion-segment")
    order = [
        "anterior-longitudinal-ligament",
        "vertebral-body-t7",
        "posterior-longitudinal-ligament",
        "spinal-cord",
        "ligamentum-flavum",
        "interspinous-ligament",
        "supraspinous-ligament",
    ]
    across = [shape(made, id).centroid.x for id in order]
    assert sorted(across, reverse=True) == across


def test_the_nerve_leaves_high_in_its_foramen_in_front_of_the_joint() -> None:
    """The spinal nerve lies in the upper half of the foramen, the joint behind it."""
    made = plate("motion-segment")
    nerve, opening = shape(made, "spinal-nerve"), shape(made, "intervertebral-foramen")
    assert opening.contains(nerve.centroid)
    assert nerve.centroid.y > opening.centroid.y
    assert shape(made, "zygapophysial-joint").centroid.x < opening.bounds[0]


@pytest.mark.parametrize(
    ("name", "flavum", "spines", "between"),
    [
        ("motion-segment", "ligamentum-flavum", "spinous-process-t7", "interspinous-ligament"),
        (
            "ligaments",
            "ligamentum-flavum-t6-t7",
            "spinous-process-t6",
            "interspinous-ligament-t6-t7",
        ),
    ],
)
def test_no_gap_lies_between_the_ligaments_of_the_arches(
    name: str, flavum: str, spines: str, between: str
) -> None:
    """Flavum, interspinous and supraspinous ligament follow each other along the processes."""
    made = plate(name)
    joined = shape(made, flavum).buffer(0.004).union(shape(made, between).buffer(0.004))
    joined = joined.union(shape(made, "supraspinous-ligament").buffer(0.004))
    assert joined.geom_type == "Polygon"
    assert not joined.union(shape(made, spines)).interiors


@pytest.mark.parametrize(
    ("name", "ligament"),
    [
        ("motion-segment", "anterior-longitudinal-ligament"),
        ("ligaments", "anterior-longitudinal-ligament-cut"),
    ],
)
def test_the_anterior_ligament_fills_the_waist_of_the_bodies(name: str, ligament: str) -> None:
    """No slit lies between the ligament and the front of a body."""
    made = plate(name)
    both = shape(made, ligament).union(shape(made, "vertebral-body-t7").buffer(0.004))
    holes = [Polygon(ring).area for ring in both.interiors]
    assert sum(holes) < 0.0005


def test_the_cut_through_the_pedicles_shows_two_bones_and_a_disc_without_a_nucleus() -> None:
    """The joint parts T7 from T8, the joint is as long as its processes, lamellae fill the disc."""
    upper, lower = (Polygon(motion_segment.cut_vertebra(level)) for level in ("T7", "T8"))
    assert upper.is_valid
    assert lower.is_valid
    assert upper.distance(lower) > 0.3
    joint = shape(plate("motion-segment"), "zygapophysial-joint")
    assert joint.bounds[3] - joint.bounds[1] > 10 / 27.0
    layers = np.sort(
        [line[:, 0].mean() for line in CutDisc(_EDGES[0], _EDGES[1]).lamellae(8, core=False)]
    )
    assert np.diff(layers).max() < 3.0


_EDGES = tuple(np.column_stack([np.linspace(0, 28, 33), np.full(33, y)]) for y in (2.0, -2.0))


def test_the_superior_costotransverse_ligament_rises_from_the_neck_to_the_process_above() -> None:
    """From the side it touches the neck of the rib and ends higher; the fan lies in front."""
    made = plate("rib-joints", view="side")
    ligament, neck = shape(made, "superior-costotransverse-ligament"), shape(made, "neck-of-rib")
    assert ligament.distance(neck) < 0.02
    assert ligament.centroid.y > neck.centroid.y
    assert shape(made, "radiate-ligament").centroid.x > shape(made, "head-of-rib").centroid.x


def test_the_radiate_ligament_is_short_and_reaches_both_bodies_and_the_disc() -> None:
    """It spreads from the front of the head, no further forwards than the head is deep."""
    made = plate("rib-joints", view="side")
    fan, head = shape(made, "radiate-ligament"), shape(made, "head-of-rib")
    disc = shape(made, "disc-t5-t6")
    assert fan.distance(head) < 0.02
    assert fan.bounds[2] - head.bounds[2] < head.bounds[2] - head.bounds[0]
    assert fan.bounds[1] < disc.bounds[1] < disc.bounds[3] < fan.bounds[3]


def test_the_intra_articular_ligament_ties_the_head_to_the_disc() -> None:
    """It spans the joint and no more: from the edge of the head to the edge of the disc."""
    made = plate("rib-joints", view="above")
    ligament, disc = (
        shape(made, "intra-articular-ligament-left"),
        shape(made, "intervertebral-disc"),
    )
    head = shape(made, "head-of-rib-left")
    assert ligament.intersects(disc)
    assert ligament.intersects(head)
    joint = shape(made, "joint-of-head-of-rib-left")
    assert ligament.intersection(joint).area > 0.6 * ligament.area


def test_the_contact_sheet_shows_every_plate_and_is_the_same_each_time() -> None:
    """Each plate of the atlas is on the sheet, and a sheet of two plates repeats exactly."""
    assert set(names()) == {drawn.name for drawn in contact_sheet.all_plates()}
    two = [plate("scheuermann"), plate("rib-joints", view="side")]
    first, second = (contact_sheet.contact_sheet(two) for _ in range(2))
    assert first.size[0] == contact_sheet.WIDTH
    assert first.tobytes() == second.tobytes()
    assert np.asarray(first).min() < 40, "something is drawn"


def test_the_contact_sheet_asks_for_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a file it says what to name, and fails."""
    assert 2 == contact_sheet.main([])
    assert "docs/images/atlas.png" in capsys.readouterr().err
