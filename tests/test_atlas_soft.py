"""The plates of soft tissues: muscles of the back, the cut at T6, a spinal nerve, cord vessels."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray
from plates import leaders, leaders_through_dots
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union

from midback.atlas import Plate, plate
from midback.atlas.back_layers import LAYERS, layer_pieces
from midback.atlas.back_muscles import SHEET as BACK
from midback.atlas.back_skeleton import (
    ILIAC_CREST,
    SCAPULAR_SPINE,
    on_rib,
    rib_angle,
    rib_line,
    skeleton,
    spine_height,
    transverse_height,
    transverse_reach,
)
from midback.atlas.body_figure import outline
from midback.atlas.body_levels import surface_levels
from midback.atlas.cord_vessels import SHEET as VESSELS
from midback.atlas.cord_vessels_cut import cut_depths
from midback.atlas.cord_vessels_front import RISE, level_height
from midback.atlas.cross_section import SHEET as CUT
from midback.atlas.cross_section_parts import _BRONCHI, section
from midback.atlas.shapes import shapes
from midback.atlas.soft_drawing import visible
from midback.atlas.soft_parts import Piece, fibre_sheet, polygons, together, tube
from midback.atlas.spinal_nerve import SHEET as NERVE
from midback.atlas.spinal_nerve_parts import LUNG, nerve_pieces
from midback.atlas.style import PAPER, TISSUES, towards
from midback.atlas.tables import read_table
from midback.atlas.vertebra_drawing import Sheet, lines_cross
from midback.atlas.vertebra_measures import measures

DRAWN: list[tuple[str, dict[str, Any]]] = [
    *(("back-muscles", {"layer": layer}) for layer in LAYERS),
    ("cross-section", {}),
    ("spinal-nerve", {}),
    ("cord-vessels", {}),
]
DIRECTIONS = {"front", "back", "left", "right", "10 mm", "from above", "from below"}
DIRECTIONS |= {"from the front", "not to scale", "moved aside"}
# Names that point at bones or outlines which are only there to find the way.
NOT_REGIONS = {"Spine of scapula", "Iliac crest", "Where the shoulder blade lay"}


def named(case: tuple[str, dict[str, Any]]) -> str:
    return "-".join([case[0], *case[1].values()])


each_plate = pytest.mark.parametrize("case", DRAWN, ids=named)


def drawn(case: tuple[str, dict[str, Any]]) -> Plate:
    return plate(case[0], **case[1])


def written(figure: Figure) -> list[Text]:
    """Every text in a drawing that says something."""
    found = [artist for artist in figure.findobj(Text) if isinstance(artist, Text)]
    return [text for text in found if text.get_text()]


def in_units(made: Plate, id: str, sheet: Sheet) -> NDArray[np.float64]:
    """A region's corners in the units of its sheet."""
    size = np.array(sheet.size)
    return np.asarray((made.region(id).polygon - sheet.origin) * size * sheet.mm_per_inch)


# Regions.


@each_plate
def test_every_region_is_a_valid_polygon_inside_the_figure(
    case: tuple[str, dict[str, Any]],
) -> None:
    """Every region can be asked about: it has an area, does not cross itself, is not cut off."""
    made = drawn(case)
    assert len(made.regions) == len({region.id for region in made.regions})
    shapes_of = {region.id: Polygon(region.polygon) for region in made.regions}
    assert [] == [id for id, shape in shapes_of.items() if not shape.is_valid]
    assert [] == [
        id
        for id, shape in shapes_of.items()
        if min(shape.bounds) < 0.003 or max(shape.bounds) > 0.997
    ]
    inches = made.size[0] * made.size[1]
    assert [] == [id for id, shape in shapes_of.items() if shape.area * inches < 0.0045]


@each_plate
def test_the_marker_of_each_region_is_right_and_in_no_neighbour(
    case: tuple[str, dict[str, Any]],
) -> None:
    """A point inside a region belongs to it alone."""
    made = drawn(case)
    for region in made.regions:
        point = Polygon(region.polygon).representative_point()
        holders = [other.id for other in made.regions if other.contains(point.x, point.y)]
        assert [region.id] == holders


@each_plate
def test_no_region_covers_another(case: tuple[str, dict[str, Any]]) -> None:
    """What is seen at a point is one structure: no two regions share more than 3 %."""
    shapes_of = {region.id: Polygon(region.polygon) for region in drawn(case).regions}
    shared = {
        (one, other): shapes_of[one].intersection(shapes_of[other]).area
        / min(shapes_of[one].area, shapes_of[other].area)
        for one, other in combinations(shapes_of, 2)
    }
    assert {} == {pair: share for pair, share in shared.items() if share > 0.03}


MIRRORED = [
    (
        ("back-muscles", {"layer": "intermediate"}),
        {"serratus-posterior-superior", "serratus-posterior-inferior", "erector-spinae"},
        set(),
    ),
    (
        ("cross-section", {}),
        {"trapezius", "erector-spinae", "sixth-rib", "sympathetic-trunk"},
        # The aorta lies on the left, so lungs, pleurae and arteries differ.
        {"lung", "pleura", "posterior-intercostal-artery"},
    ),
    (
        ("cord-vessels", {}),
        {"spinal-branch", "posterior-spinal-artery", "dorsal-branch"},
        # Few radicular arteries reach the cord, so those drawn differ too.
        {
            "posterior-intercostal-artery",
            "posterior-intercostal-vein",
            "segmental-arteries",
            "anterior-radicular-artery",
            "posterior-radicular-artery",
        },
    ),
]


@pytest.mark.parametrize(
    ("case", "expected", "differ"), MIRRORED, ids=[case[0] for case, _, _ in MIRRORED]
)
def test_left_mirrors_right(
    case: tuple[str, dict[str, Any]], expected: set[str], differ: set[str]
) -> None:
    """Both sides have the same extent, except where anatomy differs."""
    made = drawn(case)
    ids = {region.id for region in made.regions}
    both = {
        id.removesuffix("-left")
        for id in ids
        if id.endswith("-left") and id.replace("-left", "-right") in ids
    }
    assert expected <= both - differ
    for id in both - differ:
        left = made.region(f"{id}-left").polygon
        right = made.region(f"{id}-right").polygon * [-1, 1] + [1, 0]
        here = [*left.min(axis=0), *left.max(axis=0)]
        there = [*right.min(axis=0), *right.max(axis=0)]
        assert pytest.approx(there, abs=0.012) == here, id


def test_both_latissimi_have_one_shape_but_for_what_trapezius_covers() -> None:
    """Outer, lower and upper ends mirror each other; the left one begins beside the trapezius."""
    left, right = (extent("superficial", f"latissimus-dorsi-{side}") for side in ("left", "right"))
    assert pytest.approx((-right[2], right[1], right[3]), abs=0.3) == (left[0], left[1], left[3])
    assert -left[2] > right[0]


# Words.


@each_plate
def test_names_neither_overlap_nor_leave_the_figure(case: tuple[str, dict[str, Any]]) -> None:
    """Everything written can be read, and no leader runs through a name."""
    figure = drawn(case).figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in written(figure)]
    assert 8 < len(boxes)
    assert [] == [(a[0], b[0]) for a, b in combinations(boxes, 2) if a[1].overlaps(b[1])]
    page = figure.bbox
    assert [] == [
        words
        for words, at in boxes
        if at.x0 < 0 or at.y0 < 0 or at.x1 > page.width or at.y1 > page.height
    ]
    through = []
    for leader in leaders(figure):
        line = LineString(leader * [page.width, page.height])
        for words, at in boxes:
            inside = box(at.x0 + 1, at.y0 + 1, at.x1 - 1, at.y1 - 1)
            if line.intersection(inside).length > 2:
                through.append(words)
    assert [] == through


@each_plate
def test_leaders_do_not_cross_and_end_in_what_they_name(case: tuple[str, dict[str, Any]]) -> None:
    """A reader can follow each thin line, and almost every one ends in a region."""
    made = drawn(case)
    lines = leaders(made.figure())
    assert 6 < len(lines)
    assert [] == [1 for one, other in combinations(lines, 2) if lines_cross(one, other)]
    ends = [[region.id for region in made.regions if region.contains(*line[1])] for line in lines]
    astray = [line[1].tolist() for line, held in zip(lines, ends, strict=True) if not held]
    texts = {text.get_text().replace("\n", " ") for text in written(made.figure())}
    assert len(astray) == len(texts & NOT_REGIONS)


@each_plate
def test_no_leader_runs_through_another_names_dot(case: tuple[str, dict[str, Any]]) -> None:
    """A dot belongs to one name: every other leader passes it at a distance that can be seen."""
    assert [] == leaders_through_dots(drawn(case).figure())


@each_plate
def test_type_is_large_enough_at_360_pixels(case: tuple[str, dict[str, Any]]) -> None:
    """On a plate 360 pixels wide no letter is set smaller than 6.8 pixels to the em."""
    made = drawn(case)
    pixels = 360 / (made.size[0] * 72)
    sizes = {float(text.get_fontsize()) * pixels for text in written(made.figure())}
    assert 6.8 <= min(sizes)


@each_plate
def test_without_labels_nothing_is_given_away(case: tuple[str, dict[str, Any]]) -> None:
    """Only from where one looks, which side is which and the scale are still written."""
    made = drawn(case)
    hidden = made.svg(labels=False)
    assert set(re.findall(r"<!-- (.*?) -->", hidden, flags=re.S)) <= DIRECTIONS
    attributes = re.sub(r' d="[^"]*"', "", re.sub(r"<!--.*?-->", "", hidden))
    words = {region.id for region in made.regions} | {region.term for region in made.regions}
    assert [] == [word for word in words if word.lower() in attributes.lower()]
    assert len(hidden) < len(made.svg())


@each_plate
def test_the_svg_is_the_same_every_time_and_has_no_text(case: tuple[str, dict[str, Any]]) -> None:
    """Two plates of the same parameters give the same bytes, letters as shapes."""
    here = drawn(case).svg()
    assert here == drawn(case).svg()
    assert "<text" not in here


ALT_WORDS = {
    "superficial": ("trapezius", "latissimus dorsi", "rhomboid major", "levator scapulae"),
    "intermediate": ("serratus posterior superior", "ribs 2 to 5", "ribs 9 to 12"),
    "deep": ("iliocostalis", "longissimus", "spinalis", "multifidus", "levatores costarum"),
    "cross-section": ("aorta", "azygos", "oesophagus", "pleura", "seen from below"),
    "spinal-nerve": ("ganglion", "dorsal ramus", "intercostal nerve", "white ramus"),
    "cord-vessels": ("T8", "L1", "89 percent", "77 percent", "hairpin"),
}


@each_plate
def test_words_beside_the_picture_say_what_it_shows(case: tuple[str, dict[str, Any]]) -> None:
    """The alt text names the main structures, the source says what is illustrative."""
    made = drawn(case)
    words = ALT_WORDS[case[1].get("layer", case[0])]
    assert [] == [word for word in words if word.lower() not in made.alt.lower()]
    assert "illustrative" in made.source


def test_an_unknown_layer_is_refused_with_the_layers_to_choose_from() -> None:
    """The message names the plate and what to give instead."""
    with pytest.raises(ValueError, match=r"back-muscles.*superficial, intermediate, deep"):
        plate("back-muscles", layer="middle")


# Muscles of the back.


def extent(layer: str, id: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a muscle in cm."""
    corners = in_units(plate("back-muscles", layer=layer), id, BACK)
    (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(bottom), float(right), float(top)


def test_each_muscle_ends_at_the_levels_it_is_attached_to() -> None:
    """Trapezius ends at T12, rhomboids lie between C6 and T8, both serrati at their levels."""
    height = {level: row.height for level, row in surface_levels().items()}
    assert pytest.approx(height["T12"], abs=0.5) == extent("superficial", "trapezius-left")[1]
    assert extent("superficial", "trapezius-left")[3] > 160
    assert height["T8"] < extent("superficial", "rhomboid-major-right")[1] < height["T6"]
    assert pytest.approx(height["T2"], abs=0.6) == extent("superficial", "rhomboid-major-right")[3]
    assert pytest.approx(height["T7"], abs=0.8) == float(
        in_units(plate("back-muscles"), "latissimus-dorsi-right", BACK)[:, 1][
            in_units(plate("back-muscles"), "latissimus-dorsi-right", BACK)[:, 0] < 2
        ].max()
    )
    superior = extent("intermediate", "serratus-posterior-superior-right")
    inferior = extent("intermediate", "serratus-posterior-inferior-right")
    assert superior[3] > height["C7"] > height["T3"] > superior[1]
    assert pytest.approx(height["L2"], abs=0.6) == inferior[1]


@pytest.mark.parametrize("layer", LAYERS)
def test_bones_and_muscles_lie_within_the_skin(layer: str) -> None:
    """Nothing bulges beyond the outline of the body, and nothing beyond the cut through the arm."""
    skin = Polygon(polygons(outline(False)[0])[0]).buffer(0.15)
    pieces = (*skeleton(limbs=True), *layer_pieces(layer))
    outside = {
        piece.id or piece.term
        for piece in pieces
        for ring in polygons(piece.path)
        if Polygon(ring).buffer(0).difference(skin).area > 0.05
    }
    assert set() == outside


def test_the_trapezius_ends_on_the_acromion_and_the_fascia_on_the_iliac_crest() -> None:
    """Its fibres reach no further out than the acromion; the fascia meets the crest all along."""
    acromion = float(np.array(SCAPULAR_SPINE)[:, 0].max())
    left, *_ = extent("superficial", "trapezius-left")
    assert acromion - 3.0 < -left < acromion
    made = plate("back-muscles")
    fascia = Polygon(in_units(made, "thoracolumbar-fascia", BACK))
    for point in np.array(ILIAC_CREST)[1:5]:
        assert fascia.distance(Point(point)) < 0.3


def test_the_erector_spinae_comes_from_the_crest_and_its_slips_from_its_column() -> None:
    """The iliocostalis is one piece that overlaps the crest and reaches the angles of the ribs."""
    piece = next(one for one in layer_pieces("deep") if one.id == "iliocostalis-left")
    ring = polygons(piece.path)
    assert 1 == len(ring)
    whole = Polygon(ring[0] * [-1, 1])
    assert whole.is_valid
    hip = next(one for one in skeleton(limbs=False) if one.id == "hips")
    assert whole.intersection(Polygon(polygons(hip.path)[0])).area > 0.5
    for number in range(2, 12):
        assert whole.distance(Point(rib_angle(number))) < 0.5
    for id in ("iliocostalis-left", "longissimus-left"):
        assert extent("deep", id)[1] < 98


@pytest.mark.parametrize("part", ["superior", "inferior"])
def test_the_slips_of_the_serrati_end_along_their_ribs(part: str) -> None:
    """The end of a slip is no cut straight up and down: it runs as the rib does."""
    ribs = {"superior": (2, 3, 4, 5), "inferior": (9, 10, 11, 12)}[part]
    piece = next(
        one for one in layer_pieces("intermediate") if one.id == f"serratus-posterior-{part}-right"
    )
    corners = polygons(piece.path)[0]
    for number in ribs:
        off = np.array([y - on_rib(number, float(x))[1] for x, y in corners])
        held = corners[(abs(off) < 0.25) & (corners[:, 0] > 5.5)]
        assert np.ptp(held[:, 0]) > 1.2


def test_the_levator_scapulae_has_four_slips() -> None:
    """Each reaches the transverse process of one of C1 to C4."""
    piece = next(one for one in layer_pieces("superficial") if one.id == "levator-scapulae-right")
    shape = Polygon(polygons(piece.path)[0])
    assert shape.is_valid
    for level in ("C1", "C2", "C3", "C4"):
        tip = Point(transverse_reach(level) - 0.3, transverse_height(level))
        assert shape.distance(tip) < 0.25


def test_the_neck_has_no_gaps_between_its_vertebrae() -> None:
    """From C2 to C7 each vertebra comes within 3 mm of the next one, and none lies over another."""
    arches = next(one for one in skeleton(limbs=False) if one.id == "arches")
    found = sorted(map(Polygon, polygons(arches.path)), key=lambda one: -one.centroid.y)
    assert 24 == len(found)
    for upper, lower in list(pairwise(found))[1:6]:
        assert upper.distance(lower) < 0.3
        assert upper.intersection(lower).area < 0.02


def directions(layer: str, id: str) -> NDArray[np.float64]:
    """The unit vector of each strand from origin to insertion."""
    piece = next(piece for piece in layer_pieces(layer) if piece.id == id)
    assert piece.strands is not None
    vertices, codes = np.asarray(piece.strands.vertices), np.asarray(piece.strands.codes)
    starts = np.flatnonzero(codes == 1)
    ends = np.r_[starts[1:], len(vertices)] - 1
    along = vertices[ends] - vertices[starts]
    return np.asarray(along / np.linalg.norm(along, axis=1, keepdims=True))


def test_fibres_run_the_way_the_muscle_pulls() -> None:
    """Upper trapezius descends, lower ascends; rhomboids descend, latissimus ascends outwards."""
    trapezius = directions("superficial", "trapezius-left")
    assert trapezius[0][1] < -0.5
    assert trapezius[-1][1] > 0.8
    assert (directions("superficial", "rhomboid-major-right")[:, 1] < -0.4).all()
    assert (directions("superficial", "levator-scapulae-right")[:, 1] < -0.9).all()
    assert (directions("superficial", "latissimus-dorsi-right") > 0.2).all()
    assert (directions("intermediate", "serratus-posterior-superior-right")[:, 1] < -0.3).all()
    assert (directions("intermediate", "serratus-posterior-inferior-right")[:, 1] > 0).mean() > 0.85
    multifidus = directions("deep", "multifidus-right")
    assert (multifidus[:, 0] < 0).all()
    assert (multifidus[:, 1] > 0).all()


def test_the_columns_of_the_erector_spinae_lie_in_order() -> None:
    """From the midline outwards: spinalis, longissimus, iliocostalis."""
    made = plate("back-muscles", layer="deep")
    height = spine_height("T9")
    at = []
    for id in ("spinalis-left", "longissimus-left", "iliocostalis-left"):
        corners = in_units(made, id, BACK)
        near = corners[abs(corners[:, 1] - height) < 2.5, 0]
        at.append(float(-near.mean()))
    assert sorted(at) == at


def test_the_skeleton_follows_the_table_of_levels() -> None:
    """Levels descend, transverse processes lie above their spines, ribs widen and then narrow."""
    levels = list(surface_levels())
    heights = [spine_height(level) for level in levels]
    assert sorted(heights, reverse=True) == heights
    assert heights == [row.height for row in surface_levels().values()]
    assert all(transverse_height(level) > spine_height(level) for level in levels)
    widths = [float(rib_line(number)[:, 0].max()) for number in range(1, 13)]
    assert 7 <= widths.index(max(widths)) <= 8
    assert widths[0] == min(widths[:8])


# The cut at T6.


def middle_of(made: Plate, id: str, sheet: Sheet) -> NDArray[np.float64]:
    shape = Polygon(in_units(made, id, sheet))
    return np.array([shape.centroid.x, shape.centroid.y])


def test_the_cut_has_every_structure_where_it_belongs() -> None:
    """Seen from below the left is on the right: aorta left, azygos right, layers in order."""
    made = plate("cross-section")
    body = middle_of(made, "vertebral-body", CUT)
    aorta, azygos = (middle_of(made, id, CUT) for id in ("thoracic-aorta", "azygos-vein"))
    gullet, duct = (middle_of(made, id, CUT) for id in ("oesophagus", "thoracic-duct"))
    assert azygos[0] < duct[0] < aorta[0]
    assert aorta[0] > 5 > -5 > azygos[0]
    assert gullet[1] > duct[1] > body[1]
    assert middle_of(made, "left-atrium", CUT)[1] > gullet[1]
    for side in ("left", "right"):
        shapes_of = {
            id: Polygon(in_units(made, f"{id}-{side}", CUT))
            for id in ("trapezius", "rhomboid-major", "erector-spinae", "sixth-rib", "pleura")
        }
        ray = LineString(
            [(35 if side == "left" else -35, -80), (35 if side == "left" else -35, 20)]
        )
        order = [shape.intersection(ray).bounds[1] for shape in shapes_of.values()]
        assert sorted(order) == order
    x, y = middle_of(made, "sympathetic-trunk-left", CUT)
    head = in_units(made, "joint-of-head-of-rib-left", CUT)
    assert x > head[:, 0].mean()
    assert y > head[:, 1].max()


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_intercostal_arteries_run_on_behind_the_sympathetic_trunk(side: str) -> None:
    """Each goes on between rib and pleura, and the trunk lies clear of the pleura."""
    made = plate("cross-section")
    artery, trunk, pleura, rib = (
        Polygon(in_units(made, f"{id}-{side}", CUT))
        for id in ("posterior-intercostal-artery", "sympathetic-trunk", "pleura", "sixth-rib")
    )
    drawn_as = {piece.id: piece.path for piece in section()}
    course = polygons(drawn_as[f"posterior-intercostal-artery-{side}"])[0]
    end = course[np.abs(course[:, 0]).argmax()]
    assert abs(end[0]) > abs(trunk.centroid.x) + 8
    assert rib.distance(Point(end)) < 1.5
    assert artery.distance(trunk) < 0.5
    assert trunk.distance(pleura) > 0.2


def test_body_and_arch_are_one_bone_in_the_cut() -> None:
    """No line parts the body from the pedicles: their edge is not drawn."""
    fills = {piece.id: piece for piece in section()}
    for id in ("vertebral-body", "vertebral-arch"):
        assert fills[id].edge == towards(TISSUES["bone"].fill, PAPER, 0.2), id


def test_the_body_in_the_cut_has_the_size_of_the_table() -> None:
    """Width and depth of the body of T6 are those of the morphometry table, in mm."""
    corners = in_units(plate("cross-section"), "vertebral-body", CUT)
    wide, deep = corners.max(axis=0) - corners.min(axis=0)
    assert pytest.approx(measures("T6").width_upper, abs=0.7) == wide
    assert pytest.approx(shapes()["T6"].depth_upper, abs=0.7) == deep


def test_the_coverings_lie_round_the_cord_in_order() -> None:
    """Cord, fluid, dura and epidural fat enclose each other."""
    made = plate("cross-section")
    hulls = [
        Polygon(in_units(made, id, CUT)).convex_hull
        for id in ("spinal-cord", "subarachnoid-space", "dura-mater", "epidural-space")
    ]
    assert all(outer.buffer(0.3).contains(inner) for inner, outer in pairwise(hulls))


# The spinal nerve.

CONNECTED = [
    ("spinal-cord", "ventral-root"),
    ("spinal-cord", "dorsal-root"),
    ("dorsal-root", "spinal-ganglion"),
    ("spinal-ganglion", "spinal-nerve"),
    ("ventral-root", "spinal-nerve"),
    ("spinal-nerve", "dorsal-ramus"),
    ("dorsal-ramus", "medial-branch-of-dorsal-ramus"),
    ("dorsal-ramus", "lateral-branch-of-dorsal-ramus"),
    ("spinal-nerve", "intercostal-nerve"),
    ("intercostal-nerve", "lateral-cutaneous-branch"),
    ("intercostal-nerve", "anterior-cutaneous-branch"),
    ("intercostal-nerve", "white-ramus-communicans"),
    ("white-ramus-communicans", "sympathetic-ganglion"),
    ("grey-ramus-communicans", "sympathetic-ganglion"),
    ("spinal-nerve", "meningeal-branch"),
]


@pytest.mark.parametrize(("one", "other"), CONNECTED)
def test_each_part_of_the_nerve_joins_the_next(one: str, other: str) -> None:
    """The tree of the nerve has no gaps."""
    made = plate("spinal-nerve")
    here, there = (Polygon(in_units(made, id, NERVE)) for id in (one, other))
    assert here.distance(there) < 0.6


def test_the_intercostal_nerve_runs_between_the_inner_layers() -> None:
    """At the side: innermost muscle, nerve, internal muscle, external muscle, skin."""
    made = plate("spinal-nerve")
    ray = LineString([(30, 20), (66, 20)])
    ids = ("innermost-intercostal-muscle", "intercostal-nerve", "internal-intercostal-muscle")
    order = [
        Polygon(in_units(made, id, NERVE)).intersection(ray).bounds[0]
        for id in (*ids, "external-intercostal-muscle", "skin")
    ]
    assert sorted(order) == order


def test_the_white_ramus_joins_the_nerve_further_out_than_the_grey() -> None:
    """White fibres leave the ramus beyond the place where grey fibres come back."""
    made = plate("spinal-nerve")
    white, grey = (
        in_units(made, f"{colour}-ramus-communicans", NERVE) for colour in ("white", "grey")
    )
    assert white[white[:, 1].argmin(), 0] > grey[grey[:, 1].argmin(), 0]


def test_the_cutaneous_branches_end_in_the_skin() -> None:
    """To the side, in front and behind, not on a muscle or in the fat."""
    made = plate("spinal-nerve")
    skin = Polygon(in_units(made, "skin", NERVE))
    for id in ("lateral-cutaneous-branch", "anterior-cutaneous-branch"):
        assert skin.distance(Polygon(in_units(made, id, NERVE))) < 0.5, id
    assert skin.distance(Polygon(in_units(made, "medial-branch-of-dorsal-ramus", NERVE))) < 0.5


def test_the_half_of_the_chest_shows_the_whole_vertebra() -> None:
    """The cut edge lies beyond the vertebra, so that no bone stands out into the paper."""
    made = plate("spinal-nerve")
    edge = in_units(made, "skin", NERVE)[:, 0].min()
    for id in ("vertebral-body", "vertebral-arch", "sternum", "spinal-cord"):
        left, right = in_units(made, id, NERVE)[:, 0].min(), in_units(made, id, NERVE)[:, 0].max()
        assert edge < left, id
        assert pytest.approx(-left, abs=0.6) == right, id


def test_the_meningeal_branch_enters_the_canal() -> None:
    """It ends behind the vertebral body, medial to the pedicle and near the midline."""
    corners = in_units(plate("spinal-nerve"), "meningeal-branch", NERVE)
    assert corners[:, 0].min() < 2.0


def test_names_in_the_lung_keep_off_the_pleura() -> None:
    """No letter stands on the line between the lung and the wall or the mediastinum."""
    figure = plate("spinal-nerve").figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    width, height = figure.bbox.width, figure.bbox.height
    lung = next(piece for piece in nerve_pieces() if piece.fill == LUNG)
    pleura = Polygon(NERVE.on(polygons(lung.path)[0]) * [width, height]).exterior
    touched = []
    for text in written(figure):
        at = text.get_window_extent(renderer)
        if pleura.intersects(box(at.x0, at.y0 + 2, at.x1, at.y1 - 2)):
            touched.append(text.get_text())
    assert [] == touched


# The vessels of the cord.


def test_the_great_artery_is_drawn_within_its_published_range() -> None:
    """The numbers in the table and in the words agree, and the example lies within them."""
    row = read_table("great_artery")[0]
    assert ("T8", "L1", "89", "77", "taterra2019") == (
        row["highest"],
        row["lowest"],
        row["between_percent"],
        row["left_percent"],
        row["source"],
    )
    corners = in_units(plate("cord-vessels"), "great-anterior-radiculomedullary-artery", VESSELS)
    origin = corners[corners[:, 0].argmax()]
    assert origin[0] > 8
    assert level_height(row["lowest"]) < origin[1] < level_height(row["highest"])
    shown = " ".join(text.get_text() for text in written(plate("cord-vessels").figure()))
    for words in ("89 %", "77 %", "85 %", "T8 and L1"):
        assert words in shown.replace("\n", " ")


def test_blood_reaches_the_cord_without_a_gap() -> None:
    """From the aorta to the anterior spinal artery each vessel touches the next."""
    made = plate("cord-vessels")
    way = ["thoracic-aorta", "posterior-intercostal-artery-left", "dorsal-branch-left"]
    way += ["spinal-branch-left", "anterior-radicular-artery-left", "anterior-spinal-artery"]
    branch = ["spinal-branch-right", "posterior-radicular-artery-right"]
    branch += ["posterior-spinal-artery-right"]
    lower = ["great-anterior-radiculomedullary-artery", "anterior-spinal-artery-below"]
    for course in (way, branch, lower):
        shapes_of = [Polygon(in_units(made, id, VESSELS)) for id in course]
        gaps = [one.distance(other) for one, other in pairwise(shapes_of)]
        assert max(gaps) < 0.8, course


def test_most_radicular_arteries_end_on_the_root() -> None:
    """One on each side reaches the cord's arteries, the other stops short of the cord."""
    made = plate("cord-vessels")
    cord = Polygon(in_units(made, "spinal-cord", VESSELS))
    for side, ending in (("left", "posterior"), ("right", "anterior")):
        short = Polygon(in_units(made, f"{ending}-radicular-artery-{side}", VESSELS))
        assert short.distance(cord) > 0.8, side
        trunk = (
            "anterior-spinal-artery" if ending == "anterior" else f"posterior-spinal-artery-{side}"
        )
        assert short.distance(Polygon(in_units(made, trunk, VESSELS))) > 1.5, side


def test_the_spinal_arteries_lie_on_the_cord() -> None:
    """None of the three floats in the fluid."""
    made = plate("cord-vessels")
    cord = Polygon(in_units(made, "spinal-cord", VESSELS))
    for id in ("anterior-spinal-artery", "posterior-spinal-artery-left"):
        assert Polygon(in_units(made, id, VESSELS)).distance(cord) < 0.2, id


def test_the_crossing_veins_join_azygos_and_hemiazygos() -> None:
    """The veins in front of the body reach the large vein on either side."""
    drawn_as = {piece.id: piece.path for depth in cut_depths() for piece in depth.pieces}
    front = unary_union(
        [Polygon(ring) for ring in polygons(drawn_as["anterior-external-vertebral-venous-plexus"])]
    )
    for id in ("azygos-vein", "hemiazygos-vein"):
        assert front.intersects(Polygon(polygons(drawn_as[id])[0])), id


def test_the_lower_a_root_the_further_it_runs_down() -> None:
    """Each root leaves the cord above its foramen, the lowest two levels higher and more."""
    rises = list(RISE.values())
    assert sorted(rises) == rises
    assert rises[0] >= 1
    assert rises[-1] >= 2.5


def test_the_anterior_spinal_artery_is_wider_below_the_great_artery() -> None:
    """The calibre changes where the great artery joins."""
    made = plate("cord-vessels")
    above, below = (
        in_units(made, f"anterior-spinal-artery-{part}", VESSELS)[:, 0]
        for part in ("above", "below")
    )
    assert np.ptp(below) > 1.4 * np.ptp(above)


# The tools.

TOOL_SHEET = Sheet((4.0, 4.0), 10.0, (0.5, 0.5))


def square(id: str, x: float, y: float, half: float, **looks: Any) -> Piece:
    ring = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * half + [x, y]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Piece(id, id, Path(ring, codes), "bone", **looks)


def test_a_nearer_piece_takes_its_place_from_a_farther_one() -> None:
    """What is hidden belongs to what hides it; what encloses it stays one region round it."""
    far, near = square("far", 0, 0, 10), square("near", 0, 0, 4)
    regions = {region.id: Polygon(region.polygon) for region in visible((far, near), TOOL_SHEET)}
    assert regions["far"].is_valid
    assert pytest.approx((400 - 64) / 1600, rel=0.05) == regions["far"].area
    assert regions["near"].intersection(regions["far"]).area < 0.03 * regions["near"].area


def test_a_detail_hides_nothing_and_a_clear_piece_hides_nothing() -> None:
    """Only what is drawn in front and is a structure of its own takes a place."""
    for looks in ({"detail": True}, {"clear": True}):
        pieces = (square("far", 0, 0, 10), square("near", 0, 0, 4, **looks))
        if "detail" in looks:
            pieces = (pieces[0], Piece("", "", pieces[1].path, "bone", detail=True))
        far = visible(pieces, TOOL_SHEET)[0]
        assert pytest.approx(400 / 1600, rel=0.02) == Polygon(far.polygon).area


def test_a_row_of_small_muscles_is_one_region() -> None:
    """The region of several shapes spans the gaps between them."""
    row = together([square("", x, 0, 1.5).path for x in (-6, 0, 6)])
    region = visible((Piece("row", "Row", row, "muscle"),), TOOL_SHEET)[0]
    assert all(region.contains(0.5 + x / 40, 0.5) for x in (-6, -3, 0, 3, 6))


def test_a_muscle_is_as_its_fibres_and_a_tube_as_wide_as_it_is_told() -> None:
    """The outline runs through the first and the last fibre and through all ends."""
    sheet = fibre_sheet("", "", [[(0, 0), (0, 5), (0, 10)], [(4, 0), (4, 5), (4, 10)]], strands=3)
    outline = Polygon(polygons(sheet.path)[0])
    assert pytest.approx(40, rel=0.01) == outline.area
    straight = Polygon(polygons(tube([(0, 0), (5, 0), (10, 0)], 2.0))[0])
    assert pytest.approx(20, rel=0.01) == straight.area


def test_the_neck_is_filled_between_both_splenii() -> None:
    """The semispinalis capitis is seen there; beneath the rhomboids lies the erector spinae."""
    for layer in ("intermediate", "superficial"):
        muscles = [
            Polygon(ring).buffer(0)
            for piece in layer_pieces(layer)
            if piece.tissue == "muscle"
            for ring in polygons(piece.path)
        ]
        for place in ((0.8, 157.0), (1.2, 158.5), (1.5, 146.6), (2.0, 127.8)):
            assert any(shape.contains(Point(place)) for shape in muscles), (layer, place)


def test_every_layer_shows_the_spinous_processes_alike() -> None:
    """The last piece of each: the felt tips, not whole processes on one of them."""
    rings = [polygons(layer_pieces(layer)[-1].path) for layer in LAYERS]
    for others in rings[1:]:
        assert len(rings[0]) == len(others)
        for one, other in zip(rings[0], others, strict=True):
            assert np.allclose(one, other)
    ligament = layer_pieces("intermediate")[-2]
    assert np.vstack(polygons(ligament.path))[:, 1].min() > spine_height("L5") - 0.9


def test_the_sympathetic_ganglion_lies_between_body_and_pleura() -> None:
    """In front of the head of the rib, close under the pleura, which enters the gutter."""
    made = plate("spinal-nerve")
    ganglion = Polygon(in_units(made, "sympathetic-ganglion", NERVE))
    pleura = Polygon(in_units(made, "pleura", NERVE))
    body = Polygon(in_units(made, "vertebral-body", NERVE))
    assert 0.2 < ganglion.distance(pleura) < 2.5
    assert ganglion.distance(body) < 3.5
    assert pleura.bounds[1] < -13.0, "it reaches back beside the transverse process"


def test_the_great_vessels_lie_on_the_vertebral_body() -> None:
    """In the cut aorta, azygos and hemiazygos vein do not float clear of the bone."""
    made = plate("cord-vessels")
    body = Polygon(made.region("vertebral-body").polygon * made.size * 20.8)
    for id in ("thoracic-aorta", "azygos-vein", "hemiazygos-vein"):
        vessel = Polygon(made.region(id).polygon * made.size * 20.8)
        assert vessel.distance(body) < 5.0, id


def test_the_lungs_are_no_mirror_images() -> None:
    """Airways and vessels lie differently in both."""
    assert not set(_BRONCHI["left"]) & set(_BRONCHI["right"])


def test_ribs_end_blunt_and_the_cage_behind_the_lowest_of_them() -> None:
    """No rib that turns forward runs out in a claw, and nothing hangs below the twelfth."""
    bones = {piece.id: piece for piece in skeleton(limbs=False)}
    rings = [ring for ring in polygons(bones["ribs"].path) if np.ptp(ring[:, 0]) > 3]
    assert 24 == len(rings)
    for ring in sorted(rings, key=lambda each: -each[:, 1].min())[:20]:
        core = Polygon(ring).buffer(-0.16)
        assert core.bounds[1] - ring[:, 1].min() < 0.45
    lowest = min(ring[:, 1].min() for ring in rings)
    backdrop = next(piece for piece in skeleton(limbs=False) if piece.flat and not piece.id)
    assert np.vstack(polygons(backdrop.path))[:, 1].min() > lowest


def test_the_neck_of_the_femur_is_seen_beside_the_hip_bone() -> None:
    bones = {piece.id: piece for piece in skeleton(limbs=False)}
    hips = unary_union([Polygon(ring) for ring in polygons(bones["hips"].path)])
    femurs = unary_union([Polygon(ring).buffer(0) for ring in polygons(bones["femurs"].path)])
    assert femurs.difference(hips).contains(Point(12.4, 92.4))
    assert hips.intersection(femurs).area > 1.0
