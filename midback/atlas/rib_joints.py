"""The plate `rib-joints`: how a rib meets the spine, from above and from the side."""

from __future__ import annotations

from types import MappingProxyType

from matplotlib.axes import Axes

from midback.atlas import rib_joints_above, rib_joints_side
from midback.atlas.plates import Plate, Region
from midback.atlas.vertebra_drawing import draw_direction, draw_scale_bar

TITLES = {
    "above": "The joints of a rib with the spine, from above",
    "side": "The joints of a rib with the spine, from the side",
}
SOURCE = (
    "Bodies drawn after Panjabi and colleagues 1991 with recalled values, for proportion only. "
    "The ribs, the joints and every ligament are illustrative: their places follow standard "
    "anatomy, their sizes are not measured."
)
_ALT = {
    "above": (
        "A cut through the disc above the sixth thoracic vertebra, seen from above with the front "
        "at the top, and the two sixth ribs. "
        "Left, cut open: the head of the rib meets the body in a joint split by the "
        "intra-articular ligament, which ties the crest of the head to the disc, with cartilage on "
        "both sides of a thin gap and the capsule in front and behind; the tubercle meets the "
        "transverse process in the costotransverse joint. "
        "Right, with its ligaments: the radiate ligament spreads from the head over the side of "
        "the disc, the costotransverse ligament fills the gap between neck and transverse "
        "process, the lateral costotransverse ligament ties the tip of the process to the "
        "tubercle, and the superior costotransverse ligament is cut off where it rises from the "
        "neck. "
        "In the canal the spinal cord lies in its dural sac, with fat round it."
    ),
    "side": (
        "The fifth to seventh thoracic vertebrae from the right, front to the right. "
        "The sixth rib is in place, cut off beyond its tubercle: its head lies on the disc between "
        "T5 and T6, the radiate ligament spreads from it in three bundles to both bodies and the "
        "disc, the superior costotransverse ligament rises from its neck to the transverse "
        "process of T5, and the lateral costotransverse ligament ties its tubercle to the "
        "transverse process of T6. "
        "The seventh rib is taken away: the inferior costal facet of T6, the superior costal facet "
        "of T7, the cut intra-articular ligament on the disc between them, and the transverse "
        "costal facet of T7 are bare. "
        "In each foramen the cut spinal nerve lies under the pedicle."
    ),
}


def rib_joints(view: str = "above") -> Plate:
    """The joints of the ribs with the spine and their ligaments.

    `view` is "above", a cut through the disc above T6, or "side", T5 to T7 from the right.
    Another value is a `ValueError`.
    """
    if view not in TITLES:
        raise ValueError(
            f"The plate 'rib-joints' cannot be drawn with view={view!r}. Give 'above' or 'side'."
        )
    part = rib_joints_above if view == "above" else rib_joints_side
    sheet = part.SHEET

    def draw(axes: Axes, labels: bool) -> None:
        part.draw(axes, labels)
        if view == "above":
            draw_direction(axes, sheet, "front", 0, 36.5)
            draw_direction(axes, sheet, "back", 0, -47.5)
            draw_direction(axes, sheet, "left", -24, -47.5)
            draw_direction(axes, sheet, "right", 24, -47.5)
            draw_scale_bar(axes, sheet, 35, -45.5)
        else:
            draw_direction(axes, sheet, "back", -56, -60)
            draw_direction(axes, sheet, "front", 25, -60)
            draw_scale_bar(axes, sheet, 42, -57)

    regions = tuple(Region(id, term, sheet.on(polygon)) for id, term, polygon in part.regions())
    return Plate(
        "rib-joints",
        TITLES[view],
        _ALT[view],
        SOURCE,
        regions,
        sheet.size,
        draw,
        MappingProxyType({"view": view}),
    )
