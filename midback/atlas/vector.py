"""SVG for plates and for pictures that are redrawn while someone moves a slider.

Most of the time that matplotlib takes over an SVG goes into laying out words, into writing the
outlines of the same letters again, and into writing a shape once for its fill, once for its rim
and once for every light on it.
This renderer lays out every text once in a session and keeps its outline, and it writes a shape
that clips others once for all of them.
"""

# mypy: disallow-untyped-calls=False
# Matplotlib's renderer, the base class here, is untyped.

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
from matplotlib import _path
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D, Transform, TransformedPatchPath
from numpy.typing import NDArray

from midback.atlas.style import drawing_style

_POINTS_PER_INCH = 72.0
# How each kind of step is written, and how many points it takes.
_LETTERS = {int(Path.MOVETO): b"m", int(Path.LINETO): b"l"}
_LETTERS |= {int(Path.CURVE3): b"q", int(Path.CURVE4): b"c"}
_POINTS = {int(Path.MOVETO): 1, int(Path.LINETO): 1, int(Path.CURVE3): 2, int(Path.CURVE4): 3}
Colour = tuple[float, float, float, float]
_CLEAR: Colour = (0.0, 0.0, 0.0, 0.0)
_NOTHING = (None, "None", "none", " ", "")


@lru_cache(maxsize=4096)
def _outline(text: str, font: FontProperties) -> str:
    """Path data of a text that starts at 0, 0, in points, y downwards, to a hundredth."""
    path = TextPath((0, 0), text, size=font.get_size_in_points(), prop=font)
    return path_data(np.asarray(path.vertices) * (1.0, -1.0), path.codes)


def _hundredths(value: int) -> bytes:
    text = f"{value / 100:g}"
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return (text if value < 0 else f" {text}").encode()


# Steps between neighbouring points are short: nearly all are in this table.
_LONGEST = 3000
_STEPS = np.array([_hundredths(value) for value in range(-_LONGEST, _LONGEST + 1)])


def path_data(points: NDArray[np.float64], codes: Any) -> str:
    """Path data in steps of a hundredth: half the size of places, the same picture.

    Each step starts from the rounded end of the one before, so rounding does not add up.
    What stays in place from one picture to the next is written once.
    """
    places = np.rint(points * 100).astype(np.int32)
    return _written(places.tobytes(), None if codes is None else codes.tobytes())


@lru_cache(maxsize=4096)
def _written(points: bytes, kinds: bytes | None) -> str:
    """Path data of places in hundredths, N x 2, and matplotlib's codes of their kinds."""
    places = np.frombuffer(points, dtype=np.int32).reshape(-1, 2)
    if kinds is None:
        codes = np.full(len(places), Path.LINETO, dtype=np.uint8)
        codes[:1] = Path.MOVETO
    else:
        codes = np.frombuffer(kinds, dtype=np.uint8)
    changes = [*((codes[1:] != codes[:-1]).nonzero()[0] + 1).tolist(), len(codes)]
    written: list[bytes] = []
    here = start = [0, 0]
    first = 0
    for last in changes:
        code = int(codes[first])
        if code == Path.CLOSEPOLY:
            written.append(b"z")
            here = start
        elif code != Path.STOP:
            run = places[first:last].reshape(-1, _POINTS[code], 2)
            steps = run.copy()
            steps[1:] -= run[:-1, -1:]
            steps[0] -= here
            here = run[-1, -1].tolist()
            if code == Path.MOVETO:
                start = here
            numbers = steps.ravel()
            if -_LONGEST <= numbers.min() and numbers.max() <= _LONGEST:
                written.append(_LETTERS[code] + _STEPS[numbers + _LONGEST].tobytes())
            else:
                written.append(_LETTERS[code] + b"".join(map(_hundredths, numbers.tolist())))
        first = last
    # The table's short texts are filled up with zero bytes.
    return b"".join(written).replace(b"\0", b"").decode("ascii")


@lru_cache(maxsize=4096)
def measured(text: str, font: FontProperties) -> tuple[float, float, float]:
    """Width, height and descent in points, as matplotlib measures them."""
    width, height, descent = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width), float(height), float(descent)


@lru_cache(maxsize=4096)
def shape_style(
    face: Colour,
    edge: Colour,
    alpha: float | None,
    width: float,
    start: float,
    dash: tuple[float, ...] | None,
    ends: tuple[str, str],
) -> str:
    """How a shape looks, as a `style` attribute; an `alpha` that is given holds for all of it."""
    said = ["fill: " + (to_hex(face) if face[3] else "none")]
    if alpha is not None:
        said.append(f"opacity: {alpha:g}")
    elif 0 < face[3] < 1:
        said.append(f"fill-opacity: {face[3]:g}")
    if width:
        said.append(f"stroke: {to_hex(edge)}")
        if alpha is None and edge[3] < 1:
            said.append(f"stroke-opacity: {edge[3]:g}")
        if width != 1:
            said.append(f"stroke-width: {width:g}")
        if dash is not None:
            said.append("stroke-dasharray: " + ",".join(f"{step:g}" for step in dash))
            said.append(f"stroke-dashoffset: {start:g}")
        join, cap = ends
        # Round joins and butt caps are the picture's own rule.
        if join != "round":
            said.append(f"stroke-linejoin: {join}")
        if cap != "butt":
            said.append(f"stroke-linecap: {'square' if cap == 'projecting' else cap}")
    return "; ".join(said)


def _clip_of(clip: Any) -> tuple[Path, Transform]:
    """The path that matplotlib clips with and its transform, as they were given."""
    if isinstance(clip, TransformedPatchPath):
        patch: Patch = clip._patch  # type: ignore[attr-defined]
        return patch.get_path(), patch.get_transform()
    return clip._path, clip._transform


class Shape(NamedTuple):
    """A path with how it looks; `inherits` if the picture's own rules for line ends suit it."""

    path: Path
    transform: Transform
    clip: tuple[Path, Transform] | None
    style: str
    inherits: bool


def _shape_of(artist: Any) -> Shape | None:
    """An artist as a plain shape; `None` if there is more to it than fill, rim and clip."""
    if (
        artist.get_path_effects()
        or artist.get_sketch_params() is not None
        or artist.get_gid() is not None
        or artist.clipbox is not None
    ):
        return None
    face: Any
    edge: Any
    if isinstance(artist, Patch) and artist.get_hatch() is None:
        path = artist.get_path()
        # The transform of a free path has no part of its own, and to compose it takes time.
        free = type(artist) is PathPatch
        transform = Artist.get_transform(artist) if free else artist.get_transform()
        face, edge = artist.get_facecolor(), artist.get_edgecolor()
        ends = artist.get_joinstyle(), artist.get_capstyle()
    elif type(artist) is Line2D and artist.get_marker() in _NOTHING:
        path, transform = artist.get_path(), artist.get_transform()
        face, edge = _CLEAR, to_rgba(artist.get_color(), artist.get_alpha())
        ends = (
            (artist.get_dash_joinstyle(), artist.get_dash_capstyle())
            if artist.is_dashed()
            else (artist.get_solid_joinstyle(), artist.get_solid_capstyle())
        )
    else:
        return None
    if not transform.is_affine:
        return None
    drawn = edge[3] != 0 and artist.get_linestyle() not in _NOTHING
    width = artist.get_linewidth() if drawn else 0.0
    dashes: Any = artist._dash_pattern if width else (0.0, None)
    start, dash = dashes
    style = shape_style(
        face, edge, artist.get_alpha(), width, start, None if dash is None else tuple(dash), ends
    )
    clip = None
    if artist.get_clip_on() and artist.get_clip_path() is not None:
        clip = _clip_of(artist.get_clip_path())
        if not clip[1].is_affine:
            return None
    return Shape(path, transform, clip, style, not width or ends == ("round", "butt"))


def _shapes_of(artist: Any) -> list[Shape]:
    """An artist as plain shapes, from far to near; none if it must draw itself."""
    if hasattr(artist, "plain_shapes"):
        shapes: list[Shape] = artist.plain_shapes()
        return shapes
    shape = _shape_of(artist)
    return [] if shape is None else [shape]


class VectorRenderer(RendererSVG):
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
        self._file: io.StringIO = given[2]
        # A clip by its path and how that is turned: name, where it stands, and the path itself.
        self._shared: dict[tuple[int, bytes], tuple[str, float, float, Path]] = {}
        self._cut: dict[str, str] = {}
        self._matrices: dict[int, tuple[Any, Transform]] = {}
        self._group = ""

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

    def draw_shapes(self, artists: Sequence[Artist]) -> None:
        """Draws artists in this order: plain shapes and lines at once, all others in their own way.

        Every shape keeps its place to a hundredth of a point.
        """
        # All clips are known before the first shape is written, so that it can share one.
        found = [
            (artist, [(shape, self._clip_name(shape.clip)) for shape in _shapes_of(artist)])
            for artist in artists
        ]
        for artist, shapes in found:
            if not shapes:
                self._within("")
                artist.draw(self)
            for shape, clip in shapes:
                self._within(clip)
                self._write(shape)
        self._within("")

    def _within(self, clip: str) -> None:
        """What is drawn next lies in this clip; neighbours with the same one share a group."""
        if clip == self._group:
            return
        self._close_tag()
        self._file.write(
            ("</g>\n" if self._group else "") + (f'<g clip-path="url(#{clip})">\n' if clip else "")
        )
        self._group = clip

    def _close_tag(self) -> None:
        """Matplotlib's writer leaves the last tag open for its attributes; this closes it."""
        self.writer._XMLWriter__flush()  # type: ignore[attr-defined]

    def _write(self, shape: Shape) -> None:
        matrix = self._matrix(shape.transform)
        shared = self._shared.get((id(shape.path), matrix[:2, :2].tobytes()))
        if shared is None or not shape.inherits:
            written = f'<path d="{self._data(shape.path, matrix)}" style="{shape.style}"/>\n'
        else:
            name, across, up, _ = shared
            x, y = f"{matrix[0, 2] - across:.2f}", f"{up - matrix[1, 2]:.2f}"
            moved = "" if float(x) == float(y) == 0 else f' x="{x}" y="{y}"'
            written = f'<use xlink:href="#{name}-shape"{moved} style="{shape.style}"/>\n'
        self._close_tag()
        self._file.write(written)

    def _matrix(self, transform: Transform) -> Any:
        """The matrix of a transform that many shapes share."""
        known = self._matrices.get(id(transform))
        if known is None:
            # The transform is kept with it, so that no other one gets its id.
            known = (transform.get_affine().get_matrix(), transform)
            self._matrices[id(transform)] = known
        return known[0]

    def _clip_name(self, clip: tuple[Path, Transform] | None) -> str:
        """The name under which a clip is written at the end."""
        if clip is None:
            return ""
        path, transform = clip
        matrix = self._matrix(transform)
        key = (id(path), matrix[:2, :2].tobytes())
        if key in self._shared:
            name, across, up, _ = self._shared[key]
            if (across, up) == (matrix[0, 2], matrix[1, 2]):
                return name
        data = self._data(path, matrix)
        # Named after what it is: pictures may be laid into one another.
        name = f"clip-{sha256(data.encode()).hexdigest()[:12]}"
        self._cut[name] = data
        self._shared[key] = (name, matrix[0, 2], matrix[1, 2], path)
        return name

    def _write_clips(self) -> None:
        super()._write_clips()
        self._close_tag()
        for name, data in self._cut.items():
            self._file.write(
                f'<clipPath id="{name}"><path id="{name}-shape" d="{data}"/></clipPath>\n'
            )

    def _data(self, path: Path, matrix: Any) -> str:
        """Path data of a shape on the picture, whose y runs downwards."""
        points = path.vertices @ matrix[:2, :2].T + matrix[:2, 2]
        points[:, 1] = self.height - points[:, 1]
        return path_data(points, path.codes)

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
    """The figure as SVG text, the same for the same drawing, without dates or random names."""
    file = io.StringIO()
    width, height = figure.get_size_inches() * _POINTS_PER_INCH
    dpi = figure.dpi
    with drawing_style():
        figure.dpi = _POINTS_PER_INCH
        try:
            renderer = VectorRenderer(
                width, height, file, image_dpi=dpi, metadata={"Date": None, "Creator": None}
            )
            figure.draw(renderer)
            renderer.finalize()
        finally:
            figure.dpi = dpi
    return file.getvalue()
