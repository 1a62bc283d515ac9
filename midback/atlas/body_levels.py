"""Where each spinous process lies on the figure's back, from the published percentages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from midback.atlas.tables import read_table

# The ends of the measured line on the figure, in cm above the floor: 50 cm apart, as in ernst2013,
# where 22 people had 50.9 cm on average.
C7_HEIGHT, PSIS_HEIGHT = 147.0, 97.0


@dataclass(frozen=True)
class SurfaceLevel:
    """A row of `surface_levels.csv` with the height in cm of its spinous process on the figure.

    `percent` is the way from C7 to the level of the posterior superior iliac spines; its status is
    "seen" or "interpolated".
    """

    level: str
    percent: float
    percent_status: str
    landmark: str
    landmark_status: str

    @property
    def height(self) -> float:
        """Height of the spinous process above the floor in cm."""
        return C7_HEIGHT - self.percent / 100 * (C7_HEIGHT - PSIS_HEIGHT)


@lru_cache(maxsize=1)
def surface_levels() -> dict[str, SurfaceLevel]:
    """Every level from C7 to L5, from above downwards."""
    return {
        row["level"]: SurfaceLevel(
            row["level"],
            float(row["percent"]),
            row["percent_status"],
            row["landmark"],
            row["landmark_status"],
        )
        for row in read_table("surface_levels")
    }
