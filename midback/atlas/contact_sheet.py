"""One picture of all plates, for review: `python -m midback.atlas.contact_sheet FILE.png`.

The same plates give the same picture.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageDraw, ImageFont

from midback.atlas import _PLATES, plate
from midback.atlas.plates import Plate
from midback.atlas.style import INK, PAPER, QUIET_INK, drawing_style

WIDTH = 1800
# The rows are as high as this or a little higher, so that each one fills the width.
_ROW = 370
_GAP, _MARGIN = 28, 30
_TITLE_SIZE, _NAME_SIZE = 16, 13
_TITLE_LINES = 2
# Plates are drawn larger than they are shown and then reduced.
_FINE = 2.0

# Plates that look different in another view.
VIEWS: dict[str, tuple[dict[str, str], ...]] = {
    "back-muscles": ({"layer": "superficial"}, {"layer": "intermediate"}, {"layer": "deep"}),
    "rib-joints": ({"view": "above"}, {"view": "side"}),
}


def all_plates() -> list[Plate]:
    """Every plate in the order of its name, in each of its views."""
    return [plate(name, **view) for name in sorted(_PLATES) for view in VIEWS.get(name, ({},))]


def picture(drawn: Plate, height: int) -> Image.Image:
    """A plate with its labels, `height` pixels high."""
    figure = drawn.figure()
    with drawing_style():
        figure.set_dpi(height * _FINE / drawn.size[1])
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    large = Image.fromarray(pixels).convert("RGB")
    return large.resize(
        (round(height * drawn.size[0] / drawn.size[1]), height), Image.Resampling.LANCZOS
    )


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


def contact_sheet(plates: Sequence[Plate]) -> Image.Image:
    """All plates in rows, each with its title and its name below it."""
    caption = (_TITLE_SIZE + 4) * _TITLE_LINES + _NAME_SIZE + 14
    rows = _rows(plates)
    heights = [_height(row) for row in rows]
    tall = 2 * _MARGIN + sum(heights) + len(rows) * (caption + _GAP) - _GAP
    sheet = Image.new("RGB", (WIDTH, tall), PAPER)
    pen = ImageDraw.Draw(sheet)
    title, name = _font(_TITLE_SIZE, True), _font(_NAME_SIZE, False)
    top = _MARGIN
    for row, height in zip(rows, heights, strict=True):
        left = _MARGIN
        for drawn in row:
            shown = picture(drawn, height)
            sheet.paste(shown, (left, top))
            letters = max(12, int(shown.width / (_TITLE_SIZE * 0.66)))
            lines = wrap(drawn.title, letters, max_lines=_TITLE_LINES, placeholder=" …")
            under = top + height + 8
            for line in lines:
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
