"""The human figure on a sheet, with areas that are laid over its skin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from midback.atlas.body_drawing import Sheet as BodySheet
from midback.atlas.body_drawing import closed, draw_body, draw_outline
from midback.atlas.body_figure import CROWN, FOOT, outline
from midback.atlas.curves import Points
from midback.atlas.drawing import flat_shape
from midback.atlas.style import PAPER
from midback.explore.backdrop import lay_backdrop
from midback.explore.sheet import Sheet

Dash = str | tuple[float, Sequence[float]]


class BodyPage:
    """One view of the body, "front" or "back", whose midline is `middle` and whose crown `top`.

    Both are inches on the sheet, from its left and upper edge; `lowest` is the height in cm at
    which the body fades away and `scale` is inches for a cm.
    Places on the body are cm: from the midline to the viewer's right, and above the floor.
    Without `skin` there are only the areas, for a layer that is kept and laid over a body.
    All of it lies below what the sheet draws, because the fading body would hide that.
    """

    def __init__(
        self,
        sheet: Sheet,
        view: str,
        *,
        middle: float,
        top: float,
        lowest: float,
        scale: float,
        arms: bool = True,
        skin: bool = True,
    ) -> None:
        self.sheet, self.view = sheet, view
        self._middle, self._top, self._scale, self._arms = middle, top, scale, arms
        foot = sheet.height - top - (CROWN - lowest) * scale
        body = BodySheet((sheet.width, sheet.height), middle, foot, lowest, scale)
        key = ("body", view, middle, top, lowest, scale, arms)

        def surface(axes: Axes) -> None:
            draw_body(axes, body, view, arms=arms)

        def rim(axes: Axes) -> None:
            draw_outline(axes, body, lowest, arms=arms)
            # The hands reach a little beyond the paper that hides the body below.
            for side in (-1.0, 1.0):
                hand = [(29, lowest), (40, lowest), (40, FOOT - 4), (29, FOOT - 4)]
                ring = closed(body.on(np.multiply(hand, (side, 1.0))))
                flat_shape(axes, ring, PAPER, "none", 0, zorder=3.1)

        if skin:
            lay_backdrop(sheet.figure, (*key, "skin"), surface, 0.0)
            lay_backdrop(sheet.figure, (*key, "rim"), rim, 0.9)
        self._to_inches = (
            Affine2D().translate(0, -lowest).scale(scale, scale).translate(middle, foot)
        )
        self._to_sheet = self._to_inches + sheet.figure.dpi_scale_trans
        self._clip = outline(arms)[0]

    def on(self, across: float, height: float) -> tuple[float, float]:
        """A place on the body as x and y on the sheet."""
        return (
            self._middle + self._scale * across,
            self._top + (CROWN - height) * self._scale,
        )

    def paint(
        self,
        area: Path | Points,
        fill: str | None,
        edge: str | None = None,
        *,
        width: float = 0.8,
        dash: Dash = "solid",
        seen: float = 1.0,
        edge_seen: float = 1.0,
        order: float = 0.5,
    ) -> None:
        """An area of skin with its rim; what reaches beyond the body is not shown.

        `seen` and `edge_seen` are opacities from 0 to 1.
        """
        if not isinstance(area, Path):
            area = Path(np.vstack([area, area[:1]]), closed=True)
        patch = PathPatch(
            area,
            facecolor=to_rgba(fill, seen) if fill else "none",
            edgecolor=to_rgba(edge, edge_seen) if edge else "none",
            linewidth=width if edge else 0,
            linestyle=dash,
            transform=self._to_sheet,
            zorder=order,
        )
        self.sheet.figure.add_artist(patch)
        # Clipping is slow, and most areas need none.
        if not self._clip.contains_points(area.vertices).all():
            patch.set_clip_path(self._clip, self._to_sheet)
