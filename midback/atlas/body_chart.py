"""The plate `body-chart`: a figure from the front and from behind, with regions to mark."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import MappingProxyType

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from midback.atlas.body_drawing import (
    Sheet,
    closed,
    draw_body,
    draw_outline,
    heading,
    inside,
    name_sides,
)
from midback.atlas.body_figure import FOOT
from midback.atlas.body_regions import Place, mid_back_borders, places
from midback.atlas.curves import Points, mirrored
from midback.atlas.drawing import flat_shape
from midback.atlas.plates import Plate, Region
from midback.atlas.style import (
    EMPHASIS,
    INK,
    PAPER,
    QUIET_INK,
    SMALL_SIZE,
    TISSUES,
    towards,
)

TITLE = "Body chart: a person from the front and from behind"
SOURCE = (
    "Figure and borders between regions: illustrative; body charts differ. "
    "Borders of the mid back, from the base of the neck to the lower edge of the rib cage: "
    "briggs2009, tsp_sr2024; how they run to the sides is illustrative."
)
MARK = TISSUES["artery"].fill
_SCALE, _MIDDLES = 0.0286, {"front": 1.16, "back": 3.44}
_WIDTH, _FIGURE, _KEY_LINE, _COLUMNS = 4.6, 3.24, 0.142, 2


def key_rows() -> int:
    """Lines in the key below the figures."""
    return -(-len(places()) // _COLUMNS)


def _height(key: bool) -> float:
    return 0.32 + _FIGURE + (0.4 + _KEY_LINE * key_rows() if key else 0.08)


def sheets(size: tuple[float, float]) -> dict[str, Sheet]:
    """Where the two views stand on a plate of this size, below a line of headings."""
    foot = size[1] - 0.3 - _FIGURE
    return {view: Sheet(size, x, foot, FOOT, _SCALE) for view, x in _MIDDLES.items()}


def _checked(marked: Sequence[str]) -> tuple[str, ...]:
    known = [place.id for place in places()]
    if isinstance(marked, str):
        raise ValueError(
            f"The plate 'body-chart' cannot be drawn with marked={marked!r}. "
            "Give a list of regions, also for one region."
        )
    for id in marked:
        if id not in known:
            raise ValueError(
                f"The plate 'body-chart' has no region '{id}' to mark. "
                f"Choose from: {', '.join(known)}."
            )
    return tuple(marked)


def _shapes(place: Place) -> list[tuple[str, Points]]:
    """Where a region is seen: an arm is marked in both views."""
    shapes = [(place.view, place.polygon)]
    if place.id.startswith("arm"):
        shapes.append(("back", mirrored(place.polygon)))
    return shapes


def mark(
    axes: Axes,
    sheet: Sheet,
    clip: PathPatch,
    polygon: Points,
    colour: str = MARK,
    hatch: str | None = "////",
) -> None:
    """Shade a region; lines across it show it in a print without colour."""
    patch = flat_shape(axes, closed(sheet.on(polygon)), colour, colour, 0.9, alpha=0.42)
    lines = flat_shape(
        axes, closed(sheet.on(polygon)), "none", colour, 0.9, hatch=hatch, alpha=0.9, zorder=2.5
    )
    lines.set_hatch_linewidth(0.6)
    for artist in (patch, lines):
        inside(artist, clip)


def _draw_border(axes: Axes, sheet: Sheet) -> None:
    for points in mid_back_borders():
        axes.plot(
            *sheet.on(points).T, color=EMPHASIS, linewidth=2.0, zorder=4, solid_capstyle="round"
        )


def _draw_numbers(axes: Axes, sheet: Sheet, shown: Collection[Place], marked: set[str]) -> None:
    for place in shown:
        x, y = sheet.on(place.middle[None])[0]
        on = place.id in marked
        axes.plot(
            x,
            y,
            marker="o",
            markersize=9.2,
            markerfacecolor=towards(MARK, INK, 0.25) if on else PAPER,
            markeredgecolor=towards(MARK, INK, 0.25) if on else QUIET_INK,
            markeredgewidth=0.6,
            zorder=6,
        )
        axes.text(
            x,
            y,
            str(place.number),
            fontsize=SMALL_SIZE - 0.6,
            color=PAPER if on else INK,
            ha="center",
            va="center_baseline",
            zorder=7,
            fontweight="bold" if on else "normal",
        )


def _draw_key(axes: Axes, size: tuple[float, float], marked: set[str]) -> None:
    rows = key_rows()
    top = (size[1] - 0.32 - _FIGURE - 0.14) / size[1]
    for place in places():
        column, row = divmod(place.number - 1, rows)
        x = (0.14 + column * 2.28) / size[0]
        y = top - row * _KEY_LINE / size[1]
        bold = "bold" if place.id in marked else "normal"
        axes.text(
            x + 0.16 / size[0],
            y,
            str(place.number),
            fontsize=SMALL_SIZE,
            ha="right",
            va="center",
            color=EMPHASIS,
            fontweight="bold",
        )
        axes.text(
            x + 0.23 / size[0],
            y,
            place.words,
            fontsize=SMALL_SIZE + 0.2,
            va="center",
            fontweight=bold,
        )


def draw_chart(
    axes: Axes,
    size: tuple[float, float],
    marked: Sequence[str],
    *,
    border: bool,
    labels: bool,
    key: bool,
) -> None:
    """Both views into axes that run from 0 to 1 both ways, with numbers if labelled."""
    placed = sheets(size)
    chosen = set(marked)
    for view, sheet in placed.items():
        clip = draw_body(axes, sheet, view)
        for place in places():
            for seen, polygon in _shapes(place):
                if seen == view and place.id in chosen:
                    mark(axes, sheet, clip, polygon)
                elif seen == view and labels:
                    _outline(axes, sheet, clip, polygon)
        draw_outline(axes, sheet)
        if labels:
            _draw_numbers(axes, sheet, [p for p in places() if p.view == view], chosen)
        heading(axes, sheet, view)
        name_sides(axes, sheet, view)
    if border:
        _draw_border(axes, placed["back"])
    if labels and key:
        _draw_key(axes, size, chosen)
        _draw_foot(axes, size, border)


def _draw_foot(axes: Axes, size: tuple[float, float], border: bool) -> None:
    """Below the key, what the lines mean."""
    y = 0.13 / size[1]
    words = "Dotted: borders between regions, as drawn here; charts differ."
    left = 0.14
    if border:
        words = "Borders of the mid back: base of the neck, lower edge of the rib cage"
        axes.plot([left / size[0], 0.42 / size[0]], [y, y], color=EMPHASIS, linewidth=2.0)
        left = 0.5
    axes.text(left / size[0], y, words, fontsize=SMALL_SIZE, color=QUIET_INK, va="center")


def _outline(axes: Axes, sheet: Sheet, clip: PathPatch, polygon: Points) -> None:
    patch = flat_shape(
        axes,
        closed(sheet.on(polygon)),
        "none",
        towards(EMPHASIS, PAPER, 0.35),
        0.6,
        linestyle=(0, (1.2, 1.6)),
    )
    inside(patch, clip)


def _alt_text(marked: Sequence[str], border: bool) -> str:
    words = {place.id: place.words for place in places()}
    text = (
        "An adult standing with palms forward, drawn from the front and from behind, from the "
        f"head to the thighs, with {len(places())} numbered regions. "
    )
    if marked:
        text += f"Marked: {'; '.join(words[id] for id in marked)}. "
    else:
        text += "No region is marked. "
    if border:
        text += (
            "Two lines on the back show the borders of the mid back: the base of the neck above, "
            "running out along the upper edge of the shoulder blades, and the lower edge of the "
            "rib cage below. "
        )
    return text.strip()


def body_chart(
    marked: Sequence[str] = (), mid_back_border: bool = False, key: bool = True
) -> Plate:
    """A body chart on which regions can be marked, as on the form that a patient fills in.

    `marked` lists the ids of regions to shade, `mid_back_border` draws the two borders of the mid
    back from behind, and `key` makes room for the list of regions below the figures.
    A region that does not exist is a `ValueError` that lists the regions.
    """
    chosen = _checked(marked)
    for name, value in (("mid_back_border", mid_back_border), ("key", key)):
        if not isinstance(value, bool):
            raise ValueError(
                f"The plate 'body-chart' cannot be drawn with {name}={value!r}. Give True or False."
            )
    size = (_WIDTH, _height(key))
    placed = sheets(size)

    def draw(axes: Axes, labels: bool) -> None:
        draw_chart(axes, size, chosen, border=mid_back_border, labels=labels, key=key)

    return Plate(
        "body-chart",
        TITLE,
        _alt_text(chosen, mid_back_border),
        SOURCE,
        tuple(Region(p.id, p.term, placed[p.view].on(p.polygon)) for p in places()),
        size,
        draw,
        MappingProxyType({"marked": chosen, "mid_back_border": mid_back_border, "key": key}),
    )
