"""The tissue colours can be told apart without full colour vision."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from midback.atlas.style import TISSUES

Colour = NDArray[np.float64]

# Machado, Oliveira and Fernandes 2009, severity 1.0; they act on linear light.
VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# CIE 1976 differences above about 2.3 are just seen; four times that is plain.
LEAST = 10.0
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> Colour:
    """The colour's light, without the curve of a screen."""
    shade = np.array(to_rgb(colour))
    return np.where(shade <= 0.04045, shade / 12.92, ((shade + 0.055) / 1.055) ** 2.4)


def lab(light: Colour) -> Colour:
    """CIE Lab of linear sRGB light, white D65."""
    ratio = _TO_XYZ @ np.clip(light, 0, 1) / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, vision: str) -> float:
    seen = [lab(VISION[vision] @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_the_difference_of_black_and_white_is_a_hundred() -> None:
    """The measure is CIE Lab: lightness runs from 0 to 100."""
    assert pytest.approx(100.0, abs=0.01) == difference("#000000", "#FFFFFF", "full")


@pytest.mark.parametrize("vision", VISION)
def test_grey_stays_grey(vision: str) -> None:
    """Each simulation leaves a grey as it is, so only hue is lost."""
    grey = linear("#808080")
    assert pytest.approx(grey, abs=2e-3) == VISION[vision] @ grey


@pytest.mark.parametrize("vision", VISION)
def test_tissues_stay_distinguishable(vision: str) -> None:
    """Any two tissues differ clearly in their fills."""
    alike = {
        (one, other): round(difference(TISSUES[one].fill, TISSUES[other].fill, vision), 1)
        for one, other in combinations(TISSUES, 2)
    }
    assert {} == {pair: value for pair, value in alike.items() if value < LEAST}


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("tissue", TISSUES)
def test_an_outline_stands_out_from_its_fill(tissue: str, vision: str) -> None:
    """The edge of a tissue is seen against its own fill."""
    look = TISSUES[tissue]
    assert difference(look.fill, look.edge, vision) > 20


def test_each_tissue_has_its_own_line_or_colour_in_grey_print() -> None:
    """Tissues whose fills are equally light differ in their dash or in the width of their line."""
    clashing = []
    for one, other in combinations(TISSUES, 2):
        a, b = TISSUES[one], TISSUES[other]
        lightness = abs(lab(linear(a.fill))[0] - lab(linear(b.fill))[0])
        if lightness < 4 and (a.dash, a.width) == (b.dash, b.width):
            clashing.append((one, other))
    assert [] == clashing
