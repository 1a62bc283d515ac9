"""What is to be seen on each thoracic vertebra, in words: for alt texts and descriptions.

The words follow standard teaching (standring_gray, recalled; the rib joints norris_thorax and
costal_facets_web, seen); no number is given here.
"""

from __future__ import annotations

from midback.atlas.vertebra_measures import Measures

ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


def title(bone: Measures) -> str:
    """For example "Sixth thoracic vertebra (T6)"."""
    return f"{ORDINALS[bone.number - 1].capitalize()} thoracic vertebra ({bone.level})"


def body(bone: Measures) -> str:
    """The shape of the body from above."""
    if bone.number <= 2:
        return "The body is wide and shallow, as in the neck"
    if bone.number <= 9:
        return "The body is heart-shaped"
    if bone.number <= 11:
        return "The body is large and rounded"
    return "The body is large and kidney-shaped, as in the low back"


def canal(bone: Measures) -> str:
    """The shape of the vertebral foramen, and the room in it."""
    if bone.number <= 2:
        return "the vertebral foramen is wide and three-cornered"
    if bone.number <= 9:
        return "the vertebral foramen is small and nearly round, with little room round the cord"
    if bone.number == 10:
        return "the vertebral foramen is still nearly round"
    return "the vertebral foramen is wider again and three-cornered"


def transverse(bone: Measures) -> str:
    """Where the transverse processes point, and whether they carry facets for ribs."""
    if bone.number == 1:
        return "the transverse processes are long and point almost straight outwards, with facets"
    if bone.number <= 10:
        said = "the transverse processes point outwards and backwards, with facets at their tips"
        return f"{said} that are sometimes missing" if bone.number == 10 else said
    if bone.number == 11:
        return "the transverse processes are short and carry no facets"
    return (
        "each transverse process is replaced by three small tubercles, the mammillary, accessory "
        "and transverse processes, and carries no facet"
    )


def spinous(bone: Measures) -> str:
    """The slope of the spinous process."""
    if bone.number == 1:
        return "the spinous process is strong and nearly horizontal"
    if bone.number <= 4:
        return "the spinous process slopes down"
    if bone.number <= 8:
        return "the spinous process is long and steep, so that its tip lies well below its own body"
    if bone.number == 9:
        return "the spinous process slopes down, less steeply than above"
    if bone.number == 10:
        return "the spinous process is shorter and less steep"
    if bone.number == 11:
        return "the spinous process is short and nearly horizontal"
    return "the spinous process is short, broad and horizontal"


def rib_facets(bone: Measures) -> str:
    """The facets for the heads of ribs on each side of the body."""
    number = bone.number
    if number == 1:
        return (
            "each side of the body has a whole facet above, for rib 1, and a half facet below, "
            "for rib 2"
        )
    if bone.lower_facet == "half":
        return (
            f"each side of the body has half facets above and below, for ribs {number} and "
            f"{number + 1}"
        )
    if number == 9:
        return "each side of the body has a half facet above, for rib 9, and below often none"
    if number == 10:
        return "each side has one facet for rib 10, usually whole"
    return f"each side has one whole facet, on the side of the pedicle, for rib {number}"


def facets(bone: Measures) -> str:
    """How the articular facets face."""
    said = "the superior articular facets face backwards and slightly outwards"
    if bone.lower_facet_turn > 0:
        return said
    return (
        f"{said}, and the inferior ones are drawn turned outwards as in the low back, but at which "
        "level they turn varies greatly between people"
    )


def sentence(*parts: str) -> str:
    """The parts as one sentence."""
    joined = "; ".join(parts)
    return joined[0].upper() + joined[1:] + "."
