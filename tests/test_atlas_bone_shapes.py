"""What an anatomist asks of drawn bones: nothing missing or impossible, views that agree."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from shapely.geometry import Point, Polygon, box  # type: ignore[import-untyped]

from midback.atlas import plate, rib_joints_side
from midback.atlas.curves import sampled
from midback.atlas.radiograph import end_plates
from midback.atlas.radiograph_column import film_column
from midback.atlas.radiograph_film import BOTTOM, LEFT, RIGHT, TOP, diaphragm, film
from midback.atlas.shapes import THORACIC
from midback.atlas.vertebra_drawing import Sheet
from midback.atlas.vertebra_measures import measures
from midback.atlas.vertebra_parts import Layer, Part, outline
from midback.atlas.vertebra_plates import sight
from midback.atlas.vertebral_fractures import _sight, fractured_body, fractures
from midback.items.geometry import inner_point

SOUND = (0.0, 0.0, 0.0)
LOSSES = [SOUND, *(one.loss for one in fractures())]


def polygon(part: Part) -> Polygon:
    return Polygon(sampled(part.path))


def by_id(layer: Layer) -> dict[str, Polygon]:
    return {part.id: polygon(part) for part in layer.parts}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_fractured_vertebra_is_one_bone_with_its_spinous_process(
    loss: tuple[float, float, float],
) -> None:
    """Body, pedicle, processes and spine lie in one outline: no brick is glued on."""
    view, (light,) = _sight(loss)
    (layer,) = view.layers
    assert {"spinous-process", "transverse-process", "vertebral-body"} <= set(by_id(layer))
    rings = [Polygon(ring) for ring in light.outline.to_polygons()]
    whole = max(rings, key=lambda ring: ring.area)
    body, spine = by_id(layer)["vertebral-body"], by_id(layer)["spinous-process"]
    for point in (body.centroid, spine.centroid, Point(0.0, body.centroid.y)):
        assert whole.contains(point)
    assert whole.bounds[0] < -30.0, "the spinous process reaches far behind"
    facets = {part.id for part in (*layer.on, *layer.on_near)}
    assert {"superior-articular-facet", "inferior-articular-facet"} <= facets


@pytest.mark.parametrize("loss", LOSSES)
def test_no_pedicle_stands_up_behind_a_lower_body(loss: tuple[float, float, float]) -> None:
    """Just behind the body the pedicle is no higher and no deeper than the body's own back."""
    view, _ = _sight(loss)
    (layer,) = view.layers
    pedicle = next(polygon(part) for part in layer.parts if _springs(part))
    body = Polygon(fractured_body(loss))
    strip = Polygon([(0.2, -30), (1.4, -30), (1.4, 30), (0.2, 30)])
    root, back = pedicle.intersection(strip), body.intersection(strip)
    assert root.bounds[3] < back.bounds[3] + 0.3
    assert root.bounds[1] > back.bounds[1] - 0.1


def _springs(part: Part) -> bool:
    """Whether this is the pedicle: it crosses the back of the body and carries no other name."""
    low, _, high, _ = polygon(part).bounds
    return part.id in ("", "pedicle") and low < -3.0 < 1.0 < high


@pytest.mark.parametrize("loss", LOSSES)
def test_no_body_ends_in_a_beak_or_a_point(loss: tuple[float, float, float]) -> None:
    """Rounded by 1.2 mm no outline loses more than 0.25 mm anywhere: it has no thin spikes."""
    body = Polygon(sampled(outline(fractured_body(loss))))
    assert body.is_valid
    assert body.hausdorff_distance(body.buffer(-1.2).buffer(1.2)) < 0.25


def test_each_column_of_fractures_says_which_way_is_front() -> None:
    """Back and front stand under all three columns, also without labels."""
    figure = plate("vertebral-fractures").figure(labels=False)
    said = [text.get_text() for text in figure.axes[0].texts]
    assert (3, 3) == (said.count("back"), said.count("front"))


@pytest.mark.parametrize("level", THORACIC)
def test_the_transverse_process_grows_out_of_the_arch(level: str) -> None:
    """From the side it is part of the bone's one outline and its root lies on the pedicle."""
    (layer,) = sight("side", level).view.layers
    assert "transverse-process" in {part.id for part in layer.parts}
    assert {part.id for part in layer.near} >= {"transverse-process"}
    process, root = by_id(layer)["transverse-process"], by_id(layer)["pedicle"]
    rest = root.union(by_id(layer)["lamina"]).union(by_id(layer)["superior-articular-process"])
    assert process.intersection(rest).area > 0.3 * process.area


@pytest.mark.parametrize("level", THORACIC)
def test_the_superior_facets_face_backwards_in_every_view(level: str) -> None:
    """From above each lies behind its process and its outer end leads forwards, also at T12.

    From behind it is broad, from the side it lies on the back edge of the process.
    """
    above = {part.id: part for part in sight("above", level).view.parts()}
    facet = polygon(above["superior-articular-facet-right"])
    process = polygon(above["superior-articular-process-right"])
    assert facet.centroid.y < process.centroid.y
    corners = np.asarray(facet.exterior.coords)
    inner, outer = corners[corners[:, 0].argmin()], corners[corners[:, 0].argmax()]
    turn = np.degrees(np.arctan2(outer[1] - inner[1], outer[0] - inner[0]))
    assert 15 < turn < 40
    behind = {part.id: part for part in sight("behind", level).view.parts()}
    low, _, high, _ = polygon(behind["superior-articular-facet-right"]).bounds
    assert high - low > 0.7 * (facet.bounds[2] - facet.bounds[0])
    side = {part.id: part for part in sight("side", level).view.parts()}
    edge = polygon(side["superior-articular-facet"])
    assert edge.centroid.x < polygon(side["superior-articular-process"]).centroid.x


def test_only_the_inferior_facets_of_t12_are_turned() -> None:
    """From the side a facet that faces outwards is seen broad, one that faces forwards on edge."""
    across = {}
    for level in ("T10", "T11", "T12"):
        parts = {part.id: part for part in sight("side", level).view.parts()}
        shape = polygon(parts["inferior-articular-facet"])
        across[level] = shape.area / (shape.bounds[3] - shape.bounds[1])
    assert across["T12"] > 1.8 * max(across["T10"], across["T11"])
    assert "inferior ones are drawn turned outwards" in plate("vertebra-above", level="T12").alt
    assert "inferior ones" not in plate("vertebra-above", level="T11").alt


def test_a_facet_behind_the_transverse_process_is_hidden_by_it() -> None:
    """The region of the superior facet ends where the transverse process stands before it."""
    seen = sight("side", "T8")
    regions = {part.id: Polygon(points) for part, points in seen.seen}
    facet, process = regions["superior-articular-facet"], regions["transverse-process"]
    assert facet.intersection(process).area < 0.05 * facet.area
    sheet = Sheet((4.4, 4.1), 21.0, (0.5, 0.5))
    assert all(Polygon(region.polygon).is_valid for region in seen.regions(sheet))


def grey_at(shades: np.ndarray, x: float, y: float, reach: int = 3) -> float:
    """The mean grey of the film round a place in figure coordinates."""
    tall, wide = shades.shape
    row, column = round((1 - y) * tall), round(x * wide)
    near = shades[row - reach : row + reach + 1, column - reach : column + reach + 1]
    return float(near.mean())


@pytest.mark.parametrize("kyphosis", [10.0, 36.0, 80.0])
def test_the_diaphragm_rises_forwards_from_a_recess_low_behind(kyphosis: float) -> None:
    """Lowest behind the spine, at the level of T12, and highest well in front of the bodies."""
    column = film_column(kyphosis)
    twelfth = column.bodies["T12"]
    for right in (True, False):
        dome = diaphragm(column, right)
        assert dome[dome[:, 1].argmin(), 0] < twelfth.lower.back[0] - 25.0
        assert dome[dome[:, 1].argmax(), 0] > twelfth.upper.front[0] + 30.0
        assert dome[:, 1].min() < twelfth.upper.back[1]
        assert np.ptp(dome[:, 1]) > 40.0


def test_the_film_is_darker_above_the_diaphragm_than_below_it() -> None:
    """In front of the spine and in the recess behind it."""
    shades = film(36.0, None)
    column = film_column(36.0)
    edges = [diaphragm(column, right) for right in (True, False)]
    for across in (70.0, 85.0):
        heights = [float(np.interp(across, edge[:, 0], edge[:, 1])) for edge in edges]
        x = (across - LEFT) / (RIGHT - LEFT)
        above, below = (
            grey_at(shades, x, (y - BOTTOM) / (TOP - BOTTOM), reach=8)
            for y in (max(heights) + 10.0, min(heights) - 10.0)
        )
        assert below > above + 15
    behind = column.bodies["T11"].frame.origin + np.array([-44.0, 0.0])
    under = column.bodies["L1"].frame.origin + np.array([-58.0, -6.0])
    recess, belly = (
        grey_at(shades, (x - LEFT) / (RIGHT - LEFT), (y - BOTTOM) / (TOP - BOTTOM))
        for x, y in (behind, under)
    )
    assert recess < belly


@pytest.mark.parametrize("kyphosis", [10.0, 25.0, 36.0, 52.0, 66.0, 80.0])
def test_both_end_plates_to_measure_on_can_be_found(kyphosis: float) -> None:
    """Along both lines the bone is paler than the disc beside it, and nothing is burnt out."""
    shades = film(kyphosis, None)
    plates = end_plates(kyphosis)
    for line, level in ((plates["T1"][0], "T1"), (plates["T12"][1], "T12")):
        other = plates[level][1] if level == "T1" else plates[level][0]
        inwards = (other - line) * 0.3
        for share in (0.3, 0.5, 0.7):
            at = line[0] + share * (line[1] - line[0])
            step = inwards[0] + share * (inwards[1] - inwards[0])
            bone, beyond = grey_at(shades, *(at + step)), grey_at(shades, *(at - step * 0.5))
            assert bone > beyond + 12
            assert bone < 235


@pytest.mark.parametrize("level", THORACIC)
def test_from_above_the_costal_facets_lie_on_bone(level: str) -> None:
    """None hangs over the edge of its bone, and each is seen foreshortened."""
    view = sight("above", level).view
    parts = {part.id: polygon(part) for part in view.parts()}
    bone = parts["vertebral-body"].union(parts["pedicle-right"])
    facets = {"superior-costal-facet-right": bone.union(parts["pedicle-left"])}
    if measures(level).has_transverse_facet:
        facets["transverse-costal-facet-right"] = parts["transverse-process-right"]
    for id, carrier in facets.items():
        facet = parts[id]
        assert facet.is_valid
        assert facet.intersection(carrier).area > 0.97 * facet.area
        box = np.asarray(facet.minimum_rotated_rectangle.exterior.coords)
        sides = sorted(np.linalg.norm(np.diff(box[:3], axis=0), axis=1))
        assert sides[0] < 0.6 * sides[1]


@pytest.mark.parametrize("level", THORACIC)
def test_the_cord_lies_towards_the_front_of_its_canal(level: str) -> None:
    """A little in front of the middle, and free of bone all round."""
    parts = {part.id: polygon(part) for part in sight("above", level).view.parts()}
    cord, canal = parts["spinal-cord"], parts["vertebral-foramen"]
    assert canal.contains(cord)
    assert cord.centroid.y > -0.45 * measures(level).side.canal
    assert cord.distance(canal.exterior) > 0.6


def across(shape: Polygon, y: float) -> float:
    """How wide a shape is at a height."""
    low, _, high, _ = shape.bounds
    return float(shape.intersection(box(low - 1, y - 0.05, high + 1, y + 0.05)).area / 0.1)


@pytest.mark.parametrize("level", THORACIC)
def test_from_behind_the_superior_processes_are_broad_at_their_foot_and_lean_outwards(
    level: str,
) -> None:
    """No rabbit's ears: each stands on a foot broader than its end, which lies further out."""
    parts = {part.id: polygon(part) for part in sight("behind", level).view.parts()}
    process = parts["superior-articular-process-right"]
    _, low, _, high = process.bounds
    end, waist, foot = (across(process, low + share * (high - low)) for share in (0.9, 0.6, 0.2))
    assert end < waist < foot
    assert foot > 1.5 * end
    upper = process.intersection(box(-99, low + 0.75 * (high - low), 99, 99))
    lower = process.intersection(box(0, low, 99, low + 0.5 * (high - low)))
    assert upper.bounds[0] > lower.bounds[0] + 2.0, "its inner edge leans outwards"


@pytest.mark.parametrize("level", THORACIC)
def test_from_behind_no_deep_notch_parts_the_lower_processes_from_the_spine(level: str) -> None:
    """The lower edge of the lamina rises between process and spine by a third of a facet."""
    seen = sight("behind", level)
    rings = [Polygon(ring) for ring in seen.shades[-1].outline.to_polygons()]
    whole = max(rings, key=lambda ring: ring.area)
    low = measures(level).lower_facet_middle

    def lowest(x: float) -> float:
        return float(whole.intersection(box(x - 0.1, -99, x + 0.1, 99)).bounds[1])

    tip = min(lowest(x) for x in np.arange(low - 2, low + 3, 0.5))
    between = max(lowest(x) for x in np.arange(measures(level).spinous_width, low, 0.5))
    assert between - tip < 0.33 * measures(level).side.facet
    assert not seen.view.layers[-1].lines or measures(level).side.slope <= 30


def test_from_behind_light_does_not_change_suddenly_at_the_midline() -> None:
    """Across the crest of the lamina the surface darkens slowly, not along a line."""
    made = plate("vertebra-behind", level="T6")
    figure = made.figure(labels=False)
    figure.set_dpi(200)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    grey = np.asarray(figure.canvas.buffer_rgba())[..., :3].mean(axis=2)  # type: ignore[attr-defined]
    tall, wide = grey.shape
    lamina = made.region("lamina-left").polygon[:, 1]
    for share in (0.35, 0.5, 0.65):
        row = round((1 - (lamina.min() + share * np.ptp(lamina))) * tall)
        line = grey[row - 2 : row + 3, wide // 2 - 60 : wide // 2 + 60].mean(axis=0)
        assert np.abs(line[8:] - line[:-8]).max() < 26


def test_the_comparison_fills_its_page_and_says_which_way_is_which() -> None:
    """From above T6 takes a quarter of the width, and front and back stand by both columns."""
    made = plate("vertebrae-compared")
    assert np.ptp(made.region("t6-from-above").polygon[:, 0]) > 0.25
    said = [text.get_text() for text in made.figure(labels=False).axes[0].texts]
    assert (2, 2) == (said.count("front"), said.count("back"))
    assert len(made.title) <= 40


def test_no_body_cut_down_the_middle_has_knife_sharp_corners() -> None:
    """Rounded by 0.7 mm no corner loses more than 0.35 mm, normal or in the disease."""
    made = plate("scheuermann")
    for region in made.regions:
        if "vertebral-body" in region.id:
            body = Polygon(region.polygon * made.size * 30.0)
            assert body.is_valid
            assert body.hausdorff_distance(body.buffer(-0.7).buffer(0.7)) < 0.35


def test_schmorl_nodes_that_face_each_other_are_no_mirror_images() -> None:
    """Above and below a disc they differ in depth and lie apart from back to front."""
    made = plate("scheuermann")
    for upper, lower in (("lower-t7", "upper-t8"), ("lower-t8", "upper-t9")):
        one, other = (
            Polygon(made.region(f"schmorl-node-{name}").polygon * made.size * 30.0)
            for name in (upper, lower)
        )
        areas = sorted([one.area, other.area])
        assert areas[1] > 2.0 * areas[0]
        assert abs(one.centroid.x - other.centroid.x) > 3.0


@pytest.mark.parametrize("level", ["T2", "T6", "T9"])
def test_the_neck_of_a_rib_lies_close_to_the_transverse_process(level: str) -> None:
    """No wide gap parts them, and the tubercle stands out at the back, towards the process."""
    bone = sight("above", level, True)
    seen = {part.id: Polygon(edge) for part, edge in bone.seen}
    process, neck = seen["transverse-process-right"], seen["neck-of-rib-right"]
    assert neck.distance(process) < 1.0
    middle = np.asarray(neck.centroid.coords[0])
    assert process.distance(Point(*middle)) < 6.0
    joint = seen["costotransverse-joint-right"].centroid
    tubercle = seen["tubercle-of-rib-right"].centroid
    assert joint.y < tubercle.y, "the joint lies behind the tubercle"


def test_the_marker_of_the_inferior_process_lies_on_the_process() -> None:
    """Beside its facet, not on the lamina above it."""
    made = plate("vertebra-side", level="T6")
    _, y = inner_point(made.region("inferior-articular-process").polygon, []) or (0.0, 1.0)
    assert y < made.region("inferior-articular-facet").polygon[:, 1].max()


def test_joined_vertebrae_show_no_articular_facet_of_a_closed_joint() -> None:
    """From the side two surfaces that lie against each other cannot be seen flat."""
    shown = {
        level: {
            part.id
            for layer in rib_joints_side._in_the_spine(level, sight("side", level).view).layers
            for part in layer.on
            if "articular-facet" in part.id
        }
        for level in rib_joints_side.LEVELS
    }
    assert shown == {
        "T5": {"superior-articular-facet"},
        "T6": set(),
        "T7": {"inferior-articular-facet"},
    }


def test_the_ligament_to_the_process_above_keeps_off_its_facet() -> None:
    made = plate("rib-joints", view="side")
    ligament = Polygon(made.region("superior-costotransverse-ligament").polygon)
    facet = {part.id: edge for part, edge in sight("side", "T5").seen}
    moved = facet["transverse-costal-facet"] + np.array([0.0, rib_joints_side._rise("T5")])
    assert not ligament.intersects(Polygon(rib_joints_side.SHEET.on(moved)))


def test_a_fractured_vertebra_shows_the_facets_of_its_ribs_all_or_not_at_all() -> None:
    view, _ = _sight(SOUND)
    on = [part.id for layer in view.layers for part in (*layer.on, *layer.on_near)]
    assert not [id for id in on if "costal" in id]
