"""The plates: what is drawn, what it is called, and what is given away."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray
from shapely.geometry import Polygon

from midback.atlas import Plate, plate
from midback.atlas.column import column
from midback.atlas.curves import sampled
from midback.atlas.drawing import Shapes
from midback.atlas.frames import Frame
from midback.atlas.plates import figure_html
from midback.atlas.shapes import PRESACRAL, THORACIC, share_sum
from midback.atlas.spine_lateral_drawing import far_rib
from midback.atlas.style import TISSUES
from midback.atlas.tables import read_table

KYPHOSES = (10, 36, 70)


def bones(drawn: Plate) -> list[str]:
    return [region.id for region in drawn.regions if not region.id.startswith("disc-")]


def discs(drawn: Plate) -> list[str]:
    return [region.id for region in drawn.regions if region.id.startswith("disc-")]


def written(figure: Figure) -> list[Text]:
    """Every name in a drawing."""
    found = [artist for artist in figure.findobj(Text) if isinstance(artist, Text)]
    return [text for text in found if text.get_text()]


def inner_points(polygon: NDArray[np.float64]) -> NDArray[np.float64]:
    """A grid of points over a polygon's box, to ask which regions hold them."""
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    across = np.linspace(low[0], high[0], 40)
    up = np.linspace(low[1], high[1], 40)
    return np.array([(x, y) for x in across for y in up])


def test_importing_the_atlas_does_not_load_matplotlib_or_ipython() -> None:
    """`import midback.atlas` stays light; a notebook that shows no plate pays for none."""
    check = (
        "import sys, midback.atlas; "
        "print([name for name in ('matplotlib', 'numpy', 'IPython') if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert "[]" == shown.stdout.strip()


def test_drawing_a_plate_does_not_load_pyplot_or_ipython() -> None:
    """A plate is drawn and shown without pyplot's global state and without IPython."""
    check = (
        "import sys; from midback.atlas import plate; plate('spine-lateral')._repr_mimebundle_(); "
        "print([n for n in ('matplotlib.pyplot', 'IPython', 'ipywidgets') if n in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert "[]" == shown.stdout.strip()


def test_plate_stays_a_function_after_a_plate_is_made() -> None:
    """No module takes the name `plate` over from the function when it is loaded."""
    plate("spine-lateral")

    import midback.atlas

    assert plate is midback.atlas.plate


def test_every_presacral_vertebra_the_sacrum_and_the_coccyx_are_regions() -> None:
    """The 24 presacral vertebrae stand above the sacrum and the coccyx, in order."""
    expected = [level.lower() for level in PRESACRAL] + ["sacrum", "coccyx"]
    assert expected == bones(plate("spine-lateral"))
    assert 24 == len(PRESACRAL)


def test_twelve_discs_are_counted_with_the_thoracic_spine() -> None:
    """Twelve by the convention that counts the T12-L1 disc with the thoracic spine."""
    expected = [f"disc-t{number}-t{number + 1}" for number in range(1, 12)] + ["disc-t12-l1"]
    assert expected == discs(plate("spine-lateral"))


def test_regions_are_named_in_english_terminologia_anatomica() -> None:
    """Terms are words a clinician would say, with the level."""
    drawn = plate("spine-lateral")
    named = {"c1", "c2", "c7", "t5", "l3", "sacrum", "disc-t12-l1"}
    assert {
        "c1": "Atlas (C1)",
        "c2": "Axis (C2)",
        "c7": "Vertebra prominens (C7)",
        "t5": "Fifth thoracic vertebra (T5)",
        "l3": "Third lumbar vertebra (L3)",
        "sacrum": "Sacrum",
        "disc-t12-l1": "Intervertebral disc T12-L1",
    } == {region.id: region.term for region in drawn.regions if region.id in named}


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("kyphosis", [0, *KYPHOSES])
def test_every_region_lies_inside_the_figure(kyphosis: int, facing: str) -> None:
    """Nothing is cut off at any angle that the plate accepts."""
    drawn = plate("spine-lateral", kyphosis=kyphosis, facing=facing)
    outside = [
        region.id
        for region in drawn.regions
        if region.polygon.min() < 0.005 or region.polygon.max() > 0.995
    ]
    assert [] == outside


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("kyphosis", [0, 10, 36, 55, 70])
def test_every_region_is_a_valid_polygon(kyphosis: int, facing: str) -> None:
    """No outline crosses itself, so that a point is inside or outside without doubt."""
    regions = plate("spine-lateral", kyphosis=kyphosis, facing=facing).regions
    assert [] == [region.id for region in regions if not Polygon(region.polygon).is_valid]


@pytest.mark.parametrize("kyphosis", KYPHOSES)
def test_vertebrae_and_discs_follow_each_other_downwards(kyphosis: int) -> None:
    """From above: each body's middle, and between two bodies the disc that joins them."""
    drawn = plate("spine-lateral", kyphosis=kyphosis)
    built = column(float(kyphosis))
    heights = {level: body.frame.origin[1] for level, body in built.bodies.items()}
    for between, outline in built.discs.items():
        heights[between] = np.asarray(outline.vertices)[:-1, 1].mean()
    order = [place for place in heights if place in built.bodies]
    chain = [step for level in order for step in (level, *_disc_below(level, heights))]
    assert sorted(chain, key=lambda place: -heights[place]) == chain
    tops = [drawn.region(level.lower()).polygon[:, 1].max() for level in PRESACRAL]
    assert sorted(tops, reverse=True) == tops


def _disc_below(level: str, heights: dict[str, float]) -> list[str]:
    return [place for place in heights if place.startswith(f"{level}-")]


@pytest.mark.parametrize("kyphosis", KYPHOSES)
def test_no_point_belongs_to_two_regions(kyphosis: int) -> None:
    """A hotspot question has one right place: no region covers more than 3 % of another."""
    drawn = plate("spine-lateral", kyphosis=kyphosis)
    shared = {}
    for one, other in combinations(drawn.regions, 2):
        low = np.maximum(one.polygon.min(axis=0), other.polygon.min(axis=0))
        high = np.minimum(one.polygon.max(axis=0), other.polygon.max(axis=0))
        if (low >= high).any():
            continue
        inside = [point for point in inner_points(other.polygon) if other.contains(*point)]
        both = sum(one.contains(*point) for point in inside)
        if both > 0.03 * len(inside):
            shared[one.id, other.id] = both / len(inside)
    assert {} == shared


def test_a_region_contains_its_own_label_and_not_its_neighbours() -> None:
    """`contains` tells the vertebra that was pointed at from the one beside it."""
    drawn = plate("spine-lateral")
    places = {
        text.get_text(): text.get_position()
        for text in written(drawn.figure())
        if text.get_text() in THORACIC
    }
    holders = {
        level: [region.id for region in drawn.regions if region.contains(*places[level])]
        for level in THORACIC
    }
    assert {level: [level.lower()] for level in THORACIC} == holders


@pytest.mark.parametrize("kyphosis", [0, 10, 20, 36, 55, 70])
def test_the_drawn_curve_has_the_kyphosis_that_was_asked_for(kyphosis: int) -> None:
    """Measured as Cobb did, between the lines of two drawn end-plates, within a degree.

    The end-plates are found again in the regions of the plate, not taken from its parameters.
    """
    drawn = plate("spine-lateral", kyphosis=kyphosis)
    width, height = drawn.size
    tilts = []
    for level, upper in (("T1", True), ("T12", False)):
        body = column(float(kyphosis)).bodies[level]
        end_plate = body.upper if upper else body.lower
        corners = drawn.region(level.lower()).polygon * [width, height]
        scale, origin = _scale_of(drawn)
        targets = [point * scale + origin for point in (end_plate.back, end_plate.front)]
        back, front = (_nearest(corners, target) for target in targets)
        assert np.linalg.norm(back - targets[0]) < 3 * scale
        tilts.append(np.degrees(np.arctan2(*(front - back)[::-1])))
    # An outline is rounded at its rims, which costs a little more than the end-plate's own line.
    assert pytest.approx(kyphosis, abs=3) == tilts[1] - tilts[0]
    assert pytest.approx(kyphosis, abs=1) == column(float(kyphosis)).cobb_angle()


def _nearest(corners: NDArray[np.float64], to: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = corners[np.argmin(np.linalg.norm(corners - to, axis=1))]
    return found


def _scale_of(drawn: Plate) -> tuple[float, NDArray[np.float64]]:
    """Inches for a mm, and where the drawing's origin is, read off two known vertebrae."""
    built = column(float(drawn.parameters["kyphosis"]))
    bones_drawn = {bone.level: bone for bone in built.bones}
    places = []
    for level in ("C1", "S"):
        outline = np.asarray(bones_drawn[level].outline.vertices)[0]
        region = drawn.region({"C1": "c1", "S": "sacrum"}[level]).polygon[0] * drawn.size
        places.append((outline, region))
    (mm_one, inch_one), (mm_two, inch_two) = places
    scale = (inch_one[1] - inch_two[1]) / (mm_one[1] - mm_two[1])
    return float(scale), inch_one - mm_one * scale


def test_the_default_kyphosis_is_that_of_the_table() -> None:
    """Unless it is asked for otherwise, the shares of the table are drawn as they stand."""
    assert share_sum() == plate("spine-lateral").parameters["kyphosis"]


def test_thoracic_bodies_have_the_proportions_of_the_table() -> None:
    """Back height and both depths of every thoracic body, relative to T1, as in the table."""
    drawn = column(36.0).bodies
    for row in read_table("morphometry"):
        body = drawn[row["level"]]
        measured = [
            body.height,
            float(np.linalg.norm(body.upper.front - body.upper.back)),
            float(np.linalg.norm(body.lower.front - body.lower.back)),
        ]
        table = [
            float(row["body_height_post_mm"]),
            float(row["endplate_upper_depth_mm"]),
            float(row["endplate_lower_depth_mm"]),
        ]
        assert pytest.approx(table, rel=1e-6) == measured


def test_thoracic_discs_have_the_front_heights_of_the_table() -> None:
    """The published discs and those interpolated between them, within a quarter of a mm."""
    drawn = column(36.0).bodies
    levels = [*THORACIC, "L1"]
    for row, (above, below) in zip(read_table("morphometry"), pairwise(levels), strict=True):
        upper, lower = drawn[above].lower, drawn[below].upper
        depth = min(upper.depth, lower.depth)
        fronts = [
            plate.back + (plate.front - plate.back) * depth / plate.depth
            for plate in (upper, lower)
        ]
        gap = float(np.linalg.norm(fronts[0] - fronts[1]))
        assert pytest.approx(float(row["disc_height_below_ant_mm"]), abs=0.25) == gap


def test_the_tables_keep_the_flags_of_their_numbers() -> None:
    """Recalled, interpolated and illustrative numbers say so in every row."""
    rows = read_table("morphometry")
    assert {"recalled"} == {row["body_status"] for row in rows}
    assert {"illustrative"} == {row["kyphosis_share_status"] for row in rows}
    assert ["T4", "T10"] == [row["level"] for row in rows if row["disc_status"] == "published"]
    assert 12 == len(rows)


def test_mid_thoracic_spinous_processes_are_the_steepest_and_reach_the_lowest() -> None:
    """Seen from its own body, T7's tip hangs lower than those of T1 and T12."""
    drawn = column(36.0)

    def drop(level: str) -> float:
        frame = drawn.bodies[level].frame
        outline = next(bone.outline for bone in drawn.bones if bone.level == level)
        tip = min(frame.coordinates(point) for point in np.asarray(outline.vertices))
        return -tip[1] / drawn.bodies[level].height

    assert drop("T7") > 1.2
    assert drop("T7") > 2 * drop("T12")
    assert drop("T7") > drop("T1")


@pytest.mark.parametrize("kyphosis", [0, *KYPHOSES])
def test_the_atlas_rests_on_the_axis_and_the_dens_is_seen_behind_its_front(kyphosis: int) -> None:
    """C1 does not float: it lies a joint's width above C2, and the dens rises through it."""
    bones_drawn = {bone.level: bone for bone in column(float(kyphosis)).bones}
    first, second = (Polygon(sampled(bones_drawn[level].outline)) for level in ("C1", "C2"))
    assert 0 < first.distance(second) < 1.2
    assert first.intersection(second).area < 0.5
    (dens,) = (Polygon(sampled(part)) for part in bones_drawn["C2"].far)
    assert dens.bounds[3] > first.bounds[3], "its tip stands above the atlas"
    assert dens.intersection(second).area > 5, "it grows out of the axis"
    hidden = dens.intersection(first).area / dens.area
    assert 0.05 < hidden < 0.45
    arch = [y for x, y in first.exterior.coords if abs(x - first.bounds[0] - 8) < 1.5]
    assert np.ptp(arch) < 5.5, "the posterior arch is slender"


@pytest.mark.parametrize("kyphosis", KYPHOSES)
def test_the_joint_processes_of_the_last_lumbar_vertebra_and_the_sacrum_stay_apart(
    kyphosis: int,
) -> None:
    """The sacrum's process stands before that of L5, and neither is drawn into the other."""
    bones_drawn = {bone.level: bone for bone in column(float(kyphosis)).bones}
    last, sacrum = (Polygon(sampled(bones_drawn[level].outline)) for level in ("L5", "S"))
    assert last.is_valid and sacrum.is_valid
    assert last.intersection(sacrum).area < 3.0


def test_every_rib_comes_from_behind_its_body_and_fades_without_a_joint() -> None:
    """Each is painted over and over from its root on, ever longer; none is made of pieces."""
    figure = plate("spine-lateral").figure(labels=False)
    (ribs,) = (one for one in figure.axes[0].findobj(Shapes) if one.get_zorder() == -3)
    assert isinstance(ribs, Shapes)
    roots = {
        tuple(np.round(np.asarray(shape.path.vertices)[0], 6)) for shape in ribs.plain_shapes()
    }
    assert 2 * len(THORACIC) == len(roots)
    assert len(ribs.plain_shapes()) >= 8 * len(roots)


def test_the_course_writes_end_plate_as_two_words() -> None:
    """As its lessons do."""
    assert "end plate" in plate("spine-lateral").source
    assert "end-plate" not in plate("spine-lateral").source


def test_the_svg_is_the_same_every_time() -> None:
    """Two plates of the same parameters give the same bytes, also in another process."""
    here = plate("spine-lateral", kyphosis=42).svg()
    assert here == plate("spine-lateral", kyphosis=42).svg()
    check = (
        "import sys; from midback.atlas import plate; "
        "sys.stdout.write(plate('spine-lateral', kyphosis=42).svg())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert here == elsewhere.stdout
    assert "<dc:date>" not in here


def test_a_users_matplotlib_settings_change_nothing() -> None:
    """A plate looks the same whatever else the notebook has set."""
    import matplotlib

    plain = plate("spine-lateral").svg()
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none", "text.color": "red"}):
        assert plain == plate("spine-lateral").svg()


def test_text_is_drawn_as_shapes() -> None:
    """A machine without the font shows the same picture, because no text is left as text."""
    assert "<text" not in plate("spine-lateral").svg()


def test_without_labels_nothing_is_given_away() -> None:
    """No level, no name, no region id and no mark of the thoracic part is left in the SVG."""
    drawn = plate("spine-lateral")
    shown, hidden = drawn.svg(), drawn.svg(labels=False)
    words = {region.id for region in drawn.regions} | {region.term for region in drawn.regions}
    words |= set(PRESACRAL) | {"spinous", "thoracic", "mid back", "kyphosis"}
    assert "<!-- T7 -->" in shown
    attributes = re.sub(r' d="[^"]*"', "", hidden)
    given = [word for word in words if re.search(rf"(?i)\b{re.escape(word)}\b", attributes)]
    assert [] == given
    assert {"front", "back"} == set(re.findall(r"<!-- (.*?) -->", hidden))
    fills = set(re.findall(r"fill: (#[0-9a-f]{6})", hidden))
    thoracic_fill = TISSUES["bone"].fill.lower()
    assert thoracic_fill in shown
    assert thoracic_fill not in fills


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("kyphosis", [0, 10, 24, 36, 50, 70])
def test_names_neither_overlap_nor_leave_the_figure(kyphosis: int, facing: str) -> None:
    """Every name can be read at every angle."""
    figure = plate("spine-lateral", kyphosis=kyphosis, facing=facing).figure()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = {text.get_text(): text.get_window_extent(renderer) for text in written(figure)}
    assert len(PRESACRAL) + 10 + 3 + 6 == len(boxes)
    over = [
        (one, other) for one, other in combinations(boxes, 2) if boxes[one].overlaps(boxes[other])
    ]
    assert [] == over
    page = figure.bbox
    off = [
        name
        for name, box in boxes.items()
        if box.x0 < 0 or box.y0 < 0 or box.x1 > page.width or box.y1 > page.height
    ]
    assert [] == off


@pytest.mark.parametrize("kyphosis", KYPHOSES)
def test_leaders_do_not_cross(kyphosis: int) -> None:
    """A reader can follow each thin line from a name to what it names."""
    axes = plate("spine-lateral", kyphosis=kyphosis).figure().axes[0]
    leaders = [
        np.asarray(line.get_xydata())
        for line in axes.lines
        if len(line.get_path_effects()) and len(np.asarray(line.get_xdata())) == 2
    ]
    assert 10 == len(leaders)
    assert [] == [1 for one, other in combinations(leaders, 2) if _cross(one, other)]


def _cross(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    def side(line: NDArray[np.float64], point: NDArray[np.float64]) -> float:
        along, across = line[1] - line[0], point - line[0]
        return float(along[0] * across[1] - along[1] * across[0])

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )


@pytest.mark.parametrize(("kyphosis", "facing"), [(36, "right"), (55, "left")])
def test_the_alt_text_and_the_picture_name_the_parameters(kyphosis: int, facing: str) -> None:
    """Who cannot see the picture learns which one it is."""
    drawn = plate("spine-lateral", kyphosis=kyphosis, facing=facing)
    assert f"kyphosis of {kyphosis} degrees" in drawn.alt
    assert f"facing {facing}" in drawn.alt
    assert f"<!-- kyphosis {kyphosis}° -->" in drawn.svg()


def test_a_notebook_shows_an_image_with_alt_text_and_the_source_line() -> None:
    """Rich and plain: an `<img>` with alt and a caption that says what is not measured."""
    drawn = plate("spine-lateral")
    bundle = drawn._repr_mimebundle_()
    assert {"text/html", "text/plain"} == set(bundle)
    assert f"{drawn.title}\n{drawn.alt}" == bundle["text/plain"]
    html = bundle["text/html"]
    assert f'alt="{drawn.alt}"' in html
    assert f">{drawn.source}</figcaption>" in html
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert data is not None
    assert drawn.svg() == base64.b64decode(data[1]).decode()


def test_the_source_line_says_what_is_recalled_and_what_is_illustrative() -> None:
    """Recalled values are for proportion only, and no such number is printed."""
    source = plate("spine-lateral").source
    assert "recalled values, for proportion only and not for measurement" in source
    assert "the neck, the low back, the sacrum and the coccyx are illustrative" in source
    assert [] == re.findall(r"\d+(?:\.\d+)? ?mm|\d+\.\d+", source)


def test_an_unknown_plate_lists_the_plates() -> None:
    """The message says what to choose instead."""
    with pytest.raises(LookupError, match=r"no plate called 'spine'.*spine-lateral"):
        plate("spine")


def test_an_unknown_parameter_lists_the_parameters() -> None:
    """The message names the plate, the wrong word and the right ones."""
    with pytest.raises(TypeError, match=r"'spine-lateral'.*'lordosis'.*kyphosis, facing"):
        plate("spine-lateral", lordosis=40)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"kyphosis": 71}, "from 0 to 70"),
        ({"kyphosis": -1}, "from 0 to 70"),
        ({"kyphosis": float("nan")}, "from 0 to 70"),
        ({"kyphosis": "36"}, "from 0 to 70"),
        ({"kyphosis": True}, "from 0 to 70"),
        ({"facing": "up"}, "'left' or 'right'"),
    ],
)
def test_a_value_that_cannot_be_drawn_is_refused(wrong: dict[str, object], remedy: str) -> None:
    """The message says which values can be drawn."""
    with pytest.raises(ValueError, match=remedy):
        plate("spine-lateral", **wrong)


def test_an_unknown_region_lists_the_regions() -> None:
    """The message names the plate and its regions."""
    with pytest.raises(KeyError, match=r"no region 't13'.*t12"):
        plate("spine-lateral").region("t13")


# Vienot, Brettel and Mollon 1999 (two kinds without one cone) and Machado, Oliveira and Fernandes
# 2009 (the third), all in linear RGB; rows give the red, green and blue that are seen.
COLOUR_VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]
    ),
    "deuteranopia": np.array(
        [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def seen_as_lab(colour: str, vision: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* (D65) of a hex colour as it is seen."""
    values = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    seen = np.clip(vision @ linear, 0, 1)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    x, y, z = np.cbrt(to_xyz @ seen / [0.95047, 1.0, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", COLOUR_VISION)
def test_tissues_can_be_told_apart_without_full_colour_vision(vision: str) -> None:
    """Any two tissue fills differ by at least 10 in L*a*b*, several times a just visible step."""
    seen = {
        name: seen_as_lab(tissue.fill, COLOUR_VISION[vision]) for name, tissue in TISSUES.items()
    }
    alike = {
        (one, other): float(np.linalg.norm(seen[one] - seen[other]))
        for one, other in combinations(seen, 2)
        if np.linalg.norm(seen[one] - seen[other]) < 10
    }
    assert {} == alike


def test_every_tissue_has_its_own_line_or_fill_in_grey() -> None:
    """Printed in grey, tissues of similar lightness still differ by their lines."""
    lightness = {name: seen_as_lab(tissue.fill, np.eye(3))[0] for name, tissue in TISSUES.items()}
    alike = [
        (one, other)
        for one, other in combinations(TISSUES, 2)
        if abs(lightness[one] - lightness[other]) < 4 and TISSUES[one].dash == TISSUES[other].dash
    ]
    assert [] == alike


def test_on_a_narrow_page_the_words_of_a_plate_stay_legible() -> None:
    """The image is never narrower than 360 pixels; the keyboard reaches it to move it sideways."""
    html = plate("spine-lateral")._repr_mimebundle_()["text/html"]
    assert "min-width:360px" in html
    assert html.index('tabindex="0"') < html.index("overflow-x:auto") < html.index("<img")
    assert "min-width:200px" in figure_html("data:,", "A dot.", "", 200.0)


@pytest.mark.parametrize("kyphosis", KYPHOSES)
def test_a_far_rib_comes_out_before_the_column_below_its_own_level(kyphosis: int) -> None:
    """Ribs slope: the front of the column is crossed lower than the body of the rib's vertebra."""
    bodies = column(float(kyphosis)).bodies
    for number, level in enumerate(THORACIC[:10], start=1):
        line, body = far_rib(bodies[level].upper, number), bodies[level]
        fronts = np.array([bodies[each].lower.front for each in PRESACRAL[7:]])[::-1]
        front = np.interp(line[:, 1], fronts[:, 1], fronts[:, 0])
        out = line[np.argmax(line[:, 0] > front)]
        assert out[1] < body.lower.front[1], level
        assert out[1] > body.lower.front[1] - 70, level


@pytest.mark.parametrize("kyphosis", KYPHOSES)
def test_no_disc_stands_out_before_or_behind_its_bodies(kyphosis: int) -> None:
    """Seen along its upper end plate, neither front nor back lies beyond that of either body."""
    drawn = column(float(kyphosis))
    for between, outline in drawn.discs.items():
        above, below = between.split("-")
        if below == "S1":
            continue
        upper, lower = drawn.bodies[above].lower, drawn.bodies[below].upper
        frame = Frame(upper.back, upper.angle)
        across = [frame.coordinates(point)[0] for point in sampled(outline)]
        front = max(frame.coordinates(plate.front)[0] for plate in (upper, lower))
        back = min(frame.coordinates(plate.back)[0] for plate in (upper, lower))
        assert max(across) < front + 0.2, between
        assert min(across) > back, between
