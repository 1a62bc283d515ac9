"""The tables that plates are drawn from, shipped inside the package."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`, one dictionary of texts a row.

    Lines that start with `#` say what the numbers are worth and are skipped.
    Cells stay text, so that an empty cell is never mistaken for zero.
    """
    text = files("midback.atlas").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines))
