"""The SVG of plates: every shape in its place, and no shape written twice."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.path import Path

from midback.atlas.curves import smooth
from midback.atlas.drawing import flat_shape, lit_shape
from midback.atlas.page import Page, add_page
from midback.atlas.style import drawing_style
from midback.atlas.vector import path_data, picture_svg

PLACES = some.floats(-900, 900, allow_nan=False)
RING = smooth([[0.2, 0.2], [0.8, 0.3], [0.6, 0.8]])


def a_page() -> tuple[Figure, Page]:
    """A page of two inches by one."""
    with drawing_style():
        figure = Figure(figsize=(2, 1))
        FigureCanvasAgg(figure)
        return figure, add_page(figure)


def ends(data: str) -> list[tuple[float, float]]:
    """Where each step of the path data ends, worked out as a browser does."""
    found: list[tuple[float, float]] = []
    here = start = (0.0, 0.0)
    for letter, words in re.findall(r"([a-z])([^a-z]*)", data):
        if letter == "z":
            here = start
            continue
        numbers = [float(word) for word in re.findall(r"-?\d*\.?\d+", words)]
        step = {"m": 2, "l": 2, "q": 4, "c": 6}[letter]
        for first in range(0, len(numbers), step):
            across, up = numbers[first + step - 2 : first + step]
            here = (here[0] + across, here[1] + up)
            found.append(here)
        if letter == "m":
            start = here
    return found


@given(some.lists(some.tuples(PLACES, PLACES), min_size=2, max_size=40))
def test_rounding_does_not_add_up(points: list[tuple[float, float]]) -> None:
    """After any number of steps a line is within half a hundredth of where it should be."""
    for place, found in zip(points, ends(path_data(np.array(points), None)), strict=True):
        assert place == pytest.approx(found, abs=0.00501)


def test_curves_and_closed_parts_end_where_they_should() -> None:
    """A part that follows a closed one starts from where that one began."""
    parts = Path.make_compound_path(RING, smooth([[2, 2], [3, 2], [3, 3]]))
    corners = parts.vertices[np.asarray(parts.codes) == Path.MOVETO]
    assert 2 == len(corners)
    found = ends(path_data(parts.vertices * 10, parts.codes))
    for corner in corners * 10:
        assert any(corner == pytest.approx(end, abs=0.00501) for end in found)


def test_a_lit_shape_is_written_once() -> None:
    """Its fill, its lights and its rim share one outline, and the lights lie inside it."""
    figure, page = a_page()
    with drawing_style():
        lit_shape(page, RING, "#112233", "#445566", 0.8)
    svg = picture_svg(figure)
    outline = re.findall(r'<path id="(clip-\w+)-shape" d="[^"]+"/>', svg)
    assert 1 == len(outline)
    assert 5 == svg.count(f'<use xlink:href="#{outline[0]}-shape"')
    assert 1 == svg.count(f'<g clip-path="url(#{outline[0]})">')
    assert svg == picture_svg(figure)


def test_looks_are_written_as_they_were_given() -> None:
    """Fill, rim, width, dash and opacity of a shape stand in its style."""
    figure, page = a_page()
    with drawing_style():
        flat_shape(
            page, RING, "#112233", "#445566", 2.0, alpha=0.4, linestyle=(0, (3, 1.5)), zorder=2
        )
        page.plot([0, 1], [0, 1], color="#778899", linewidth=0.5, zorder=3)
    svg = picture_svg(figure)
    assert (
        'style="fill: #112233; opacity: 0.4; stroke: #445566; stroke-width: 2; '
        'stroke-dasharray: 6,3; stroke-dashoffset: 0; stroke-linejoin: miter"'
    ) in svg
    assert '<path d="m 0 72l 144-72" style="fill: none; stroke: #778899; ' in svg


def test_a_page_prints_as_it_shows() -> None:
    """Drawn as pixels the shape is where the page says."""
    figure, page = a_page()
    with drawing_style():
        square = Path([[0, 0], [0.5, 0], [0.5, 1], [0, 1], [0, 0]], closed=True)
        flat_shape(page, square, "#FF0000", "none", 0)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    height, width = pixels.shape[:2]
    assert [255, 0, 0] == pixels[height // 2, width // 4, :3].tolist()
    assert [255, 255, 255] == pixels[height // 2, 3 * width // 4, :3].tolist()
