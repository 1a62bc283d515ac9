"""Which muscles each layer of the back shows, from far to near, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from midback.atlas.back_deep import deep_names, deep_pieces
from midback.atlas.back_intermediate import intermediate_names, intermediate_pieces
from midback.atlas.back_superficial import superficial_names, superficial_pieces
from midback.atlas.soft_parts import Piece
from midback.atlas.vertebra_parts import View


@dataclass(frozen=True)
class Words:
    """What the plate of a layer is called, and what it shows."""

    title: str
    alt: str


LAYERS = {
    "superficial": Words(
        "Muscles of the back: the superficial layer",
        "The back from behind on its skeleton. "
        "On the left the trapezius runs from the back of the skull and the spinous processes down "
        "to T12 to the shoulder blade, its upper fibres descending, its middle ones level and its "
        "lower ones ascending. "
        "On the right the trapezius is taken away: the levator scapulae runs by four slips from "
        "C1 to C4 to the upper corner of the shoulder blade, the rhomboid minor and below it the "
        "broader rhomboid major run down and outwards from C7 to T5 to its inner border. "
        "On both sides the latissimus dorsi sweeps from T7 downwards, the thoracolumbar fascia "
        "and the iliac crest, up and outwards below the arm to the humerus. "
        "Between and beside them the erector spinae and the splenius are seen pale beneath.",
    ),
    "intermediate": Words(
        "Muscles of the back: the intermediate layer",
        "The back from behind; the superficial muscles and the arms are taken away, dashed lines "
        "show where the shoulder blades lay. "
        "The serratus posterior superior runs down and outwards from the spinous processes of C7 "
        "to T3 to ribs 2 to 5; the serratus posterior inferior runs up and outwards from T11 to "
        "L2 to ribs 9 to 12. "
        "Both end in four slips, and both cross the erector spinae and the splenius, which are "
        "drawn pale beneath them.",
    ),
    "deep": Words(
        "Muscles of the back: the deep layer",
        "The back from behind with two depths. "
        "On the left the splenius muscles cover the neck, and below them the erector spinae runs "
        "up from the sacrum in three columns: spinalis beside the spinous processes, longissimus "
        "in the middle, iliocostalis outermost with slips to the ribs. "
        "On the right the erector spinae is taken away: the semispinalis descends from the back of "
        "the skull to the middle of the thorax, short rotatores lie between the vertebrae below "
        "it, and the multifidus is thick over the loins and the sacrum; its thoracic part is left "
        "away. "
        "Small levatores costarum fan from each transverse process to the rib below.",
    ),
}


@lru_cache(maxsize=3)
def layer_pieces(layer: str) -> tuple[Piece, ...]:
    """The muscles of a layer from far to near, with the bones that lie over them."""
    makers = {
        "superficial": superficial_pieces,
        "intermediate": intermediate_pieces,
        "deep": deep_pieces,
    }
    return makers[layer]()


@lru_cache(maxsize=3)
def layer_names(layer: str) -> View:
    """The names of a layer in columns on both sides."""
    makers = {
        "superficial": superficial_names,
        "intermediate": intermediate_names,
        "deep": deep_names,
    }
    return makers[layer]()
