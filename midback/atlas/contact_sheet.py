"""One picture of all plates, for review: `python -m midback.atlas.contact_sheet FILE.png`.

The same plates give the same picture.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageDraw, ImageFont

from midback.atlas import names, plate
from midback.atlas.plates import Plate
from midback.atlas.style import INK, PAPER, QUIET_INK, drawing_style

WIDTH = 1800
# The rows are as high as this or a little higher, so that each one fills the width.
_ROW = 370
_GAP, _MARGIN = 28, 30
_TITLE_SIZE, _NAME_SIZE = 16, 13
# Plates are drawn larger than they are shown and then reduced.
_FINE = 2.0

# Plates that look different in another view.
VIEWS: dict[str, tuple[dict[str, Any], ...]] = {
    "back-muscles": ({"layer": "superficial"}, {"layer": "intermediate"}, {"layer": "deep"}),
    "referred-pain": tuple(
        {"source": source} for source in ("facet-joints", "rib-joints", "muscles", "viscera")
    ),
    "rib-joints": ({"view": "above"}, {"view": "side"}),
    "vertebra-above": ({}, {"ribs": True}),
}


def all_plates() -> list[Plate]:
    """Every plate in the order of its name, in each of its views."""
    return [plate(name, **view) for name in names() for view in VIEWS.get(name, ({},))]


def picture(drawn: Plate, height: int) -> Image.Image:
    """A plate with its labels, `height` pixels high."""
    figure = drawn.figure()
    with drawing_style():
        figure.set_dpi(height * _FINE / drawn.size[1])
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    large = Image.fromarray(pixels).convert("RGB")
    return large.resize((_wide(drawn, height), height), Image.Resampling.LANCZOS)


def _wide(drawn: Plate, height: int) -> int:
    return round(height * drawn.size[0] / drawn.size[1])


def _rows(plates: Sequence[Plate]) -> list[list[Plate]]:
    """Plates in rows of about the same width, as many as their height asks for."""
    widths = [one.size[0] / one.size[1] * _ROW + _GAP for one in plates]
    count = max(1, round(sum(widths) / (WIDTH - 2 * _MARGIN)))
    rows: list[list[Plate]] = [[] for _ in range(count)]
    passed = 0.0
    for drawn, wide in zip(plates, widths, strict=True):
        place = int((passed + wide / 2) / sum(widths) * count)
        rows[place].append(drawn)
        passed += wide
    return [row for row in rows if row]


def _height(row: Sequence[Plate]) -> int:
    """The height at which a row fills the width; a row of few plates is not blown up."""
    room = WIDTH - 2 * _MARGIN - _GAP * (len(row) - 1)
    return min(round(room / sum(one.size[0] / one.size[1] for one in row)), round(_ROW * 1.3))


def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), size)


def _lines(words: str, width: int, font: ImageFont.FreeTypeFont) -> list[str]:
    """The words in lines of at most this width."""
    for letters in range(len(words), 0, -1):
        lines = wrap(words, letters, break_long_words=False)
        if all(font.getlength(line) <= width for line in lines):
            return lines
    return words.split()


def contact_sheet(plates: Sequence[Plate]) -> Image.Image:
    """All plates in rows, each with its title and its name below it."""
    title, name = _font(_TITLE_SIZE, True), _font(_NAME_SIZE, False)
    rows = _rows(plates)
    heights = [_height(row) for row in rows]
    most = [
        max(len(_lines(one.title, _wide(one, height), title)) for one in row)
        for row, height in zip(rows, heights, strict=True)
    ]
    captions = [(_TITLE_SIZE + 4) * lines + _NAME_SIZE + 14 for lines in most]
    tall = 2 * _MARGIN + sum(heights) + sum(captions) + (len(rows) - 1) * _GAP
    sheet = Image.new("RGB", (WIDTH, tall), PAPER)
    pen = ImageDraw.Draw(sheet)
    top = _MARGIN
    for row, height, caption in zip(rows, heights, captions, strict=True):
        left = _MARGIN
        for drawn in row:
            shown = picture(drawn, height)
            sheet.paste(shown, (left, top))
            under = top + height + 8
            for line in _lines(drawn.title, shown.width, title):
                pen.text((left, under), line, fill=INK, font=title)
                under += _TITLE_SIZE + 4
            pen.text((left, under + 2), drawn.name, fill=QUIET_INK, font=name)
            left += shown.width + _GAP
        top += height + caption + _GAP
    return sheet


def main(arguments: Sequence[str]) -> int:
    """Write the sheet to the file that is named; say so, or what to name."""
    if len(arguments) != 1 or not arguments[0].endswith(".png"):
        print("Name one file to write, for example: docs/images/atlas.png", file=sys.stderr)
        return 2
    plates = all_plates()
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    # Few colours keep the file small; the plates have few.
    sheet = contact_sheet(plates).quantize(256, dither=Image.Dither.NONE)
    sheet.save(target, optimize=True)
    print(f"Wrote {len(plates)} plates to {target}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
