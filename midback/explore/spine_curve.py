"""The spine from the side under a slider for the thoracic kyphosis."""

from __future__ import annotations

from matplotlib.figure import Figure

from midback.atlas import plate
from midback.atlas.spine_lateral import SOURCE

TITLE = "What changes when the thoracic kyphosis changes?"
LOOK_FOR = (
    "Move the slider from a nearly straight back to a round one: look how T1 and T12 tip, and what "
    "the neck and the low back must do about it."
)
CAPTION = SOURCE
LEAST, MOST, FIRST = 10, 70, 36
TRADITIONAL = (20, 40)


def draw(kyphosis: float) -> Figure:
    """The plate `spine-lateral` with this kyphosis in degrees."""
    return plate("spine-lateral", kyphosis=kyphosis, curve_only=True).figure()


def describe(kyphosis: float) -> str:
    """What the drawing shows at this angle, and how the angle compares with what is usual.

    The traditional range and its limits: zappala2021, koele2020, bartynski2005.
    """
    low, high = TRADITIONAL
    if kyphosis < low:
        place = f"below the traditional range of {low} to {high} degrees"
        shape = (
            "The mid back is nearly straight, T1 and T12 tip little, and the spinous processes "
            "of the mid back lie close together"
        )
    elif kyphosis <= high:
        place = f"within the traditional range of {low} to {high} degrees"
        shape = "The mid back is gently rounded backwards, T1 tips forwards and T12 tips backwards"
    else:
        place = f"above the traditional range of {low} to {high} degrees"
        shape = (
            "The mid back is strongly rounded backwards, the bodies and discs are lower in front, "
            "T1 tips far forwards, and the neck and the low back are drawn more hollow so that "
            "T1 stays above the sacrum"
        )
    return (
        f"The spine from the side with a thoracic kyphosis of {kyphosis:g} degrees, {place}. "
        f"{shape}. "
        "That range is the traditional one: the angle rises with age, healthy adults often exceed "
        "40 degrees, and 50 degrees has been proposed for hyperkyphosis."
    )
