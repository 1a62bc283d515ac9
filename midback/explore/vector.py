"""SVG for pictures that are redrawn while someone moves a slider.

Most of the time that matplotlib takes over an SVG goes into laying out words and writing the
outlines of the same letters again.
This renderer lays out every text once in a session and keeps its outline.
"""

from __future__ import annotations

import io
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
from matplotlib import _path
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D

from midback.atlas.style import drawing_style

_POINTS_PER_INCH = 72.0
_LETTERS = {Path.MOVETO: "m", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}
_POINTS = {Path.MOVETO: 1, Path.LINETO: 1, Path.CURVE3: 2, Path.CURVE4: 3}


@lru_cache(maxsize=4096)
def _outline(text: str, font: FontProperties) -> str:
    """Path data of a text that starts at 0, 0, in points, y downwards, to a hundredth."""
    path = TextPath((0, 0), text, size=font.get_size_in_points(), prop=font)
    places = np.rint(np.asarray(path.vertices) * (100, -100)).astype(int).tolist()
    codes = np.asarray(path.codes).tolist()
    written: list[str] = []
    here = start = (0, 0)
    index = 0
    while index < len(codes):
        code = codes[index]
        if code == Path.CLOSEPOLY:
            written.append("z")
            here, index = start, index + 1
            continue
        points = places[index : index + _POINTS[code]]
        steps = [value - here[axis] for point in points for axis, value in enumerate(point)]
        written.append(_LETTERS[code] + " ".join(_hundredths(step) for step in steps))
        here = (points[-1][0], points[-1][1])
        start = here if code == Path.MOVETO else start
        index += len(points)
    return "".join(written).replace(" -", "-")


def _hundredths(value: int) -> str:
    text = f"{value / 100:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


@lru_cache(maxsize=4096)
def measured(text: str, font: FontProperties) -> tuple[float, float, float]:
    """Width, height and descent in points, as matplotlib measures them."""
    width, height, descent = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width), float(height), float(descent)


class _Renderer(RendererSVG):
    """Matplotlib's own SVG renderer, except that it remembers texts.

    The words stand beside their outline as a comment, as matplotlib writes them.
    """

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return measured(s, prop)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._clips: dict[tuple[int, bytes], dict[str, str]] = {}
        self._groups: list[bool] = []

    def open_group(self, s: str, gid: str | None = None) -> None:
        """A group only where someone named it; matplotlib's own for each shape help nobody."""
        self._groups.append(gid is not None)
        if gid is not None:
            super().open_group(s, gid)

    def close_group(self, s: str) -> None:
        """Ends what `open_group` began."""
        if self._groups.pop():
            super().close_group(s)

    def _get_clip_attrs(self, gc: Any) -> dict[str, str]:
        """The clip of a shape; none where the whole picture is the clip, as on every plate.

        Matplotlib writes a transform out as text each time to look its clip up.
        """
        rectangle = gc.get_clip_rectangle()
        path, transform = gc.get_clip_path()
        if path is None:
            left, bottom, right, top = (
                (0.0, 0.0, self.width, self.height) if rectangle is None else rectangle.extents
            )
            near = 1e-6
            whole = left <= near and bottom <= near
            if whole and right >= self.width - near and top >= self.height - near:
                return {}
            return dict(super()._get_clip_attrs(gc))
        matrix = transform.get_matrix()
        key = (id(path), matrix.tobytes())
        if key not in self._clips:
            # Named after what it is: pictures may be laid into one another.
            shape = np.asarray(path.vertices).tobytes() + key[1]
            name = f"clip-{sha256(shape).hexdigest()[:12]}"
            placed = Affine2D(matrix).scale(1.0, -1.0).translate(0.0, self.height)
            # Written with the other clips at the end; it also keeps the path, and so its id, alive.
            self._clipd[key] = ((path, placed), name)
            self._clips[key] = {"clip-path": f"url(#{name})"}
        return self._clips[key]

    def _convert_path(
        self,
        path: Path,
        transform: Any = None,
        clip: Any = None,
        simplify: bool | None = None,
        sketch: Any = None,
    ) -> str:
        """Path data to a hundredth of a point; matplotlib writes six decimals, twice the bytes."""
        inside = (0.0, 0.0, self.width, self.height) if clip else None
        data: bytes = _path.convert_to_string(  # type: ignore[attr-defined]
            path, transform, inside, simplify, sketch, 2, [b"M", b"L", b"Q", b"C", b"z"], False
        )
        return data.decode("ascii")

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        place = f"translate({x:.2f} {y:.2f})" + (f"rotate({-angle:.2f})" if angle else "")
        colour = gc.get_rgb()
        seen = {} if colour[3] == 1 else {"fill-opacity": f"{colour[3]:g}"}
        self.writer.comment(s)
        self.writer.element(
            "path", d=_outline(s, prop), transform=place, fill=to_hex(colour), attrib=seen
        )


def picture_svg(figure: Figure) -> str:
    """The figure as SVG text, the same for the same drawing, without dates or random names.

    It looks as `midback.atlas.plates.figure_svg` makes it look, and takes a fraction of the time.
    """
    file = io.StringIO()
    width, height = figure.get_size_inches() * _POINTS_PER_INCH
    dpi = figure.dpi
    with drawing_style():
        figure.dpi = _POINTS_PER_INCH
        try:
            renderer = _Renderer(
                width, height, file, image_dpi=dpi, metadata={"Date": None, "Creator": None}
            )
            figure.draw(renderer)
            renderer.finalize()
        finally:
            figure.dpi = dpi
    return file.getvalue()
