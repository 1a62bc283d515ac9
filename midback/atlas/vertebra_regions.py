"""Which part of a view is seen where: each part without what lies nearer to the viewer."""

from __future__ import annotations

import numpy as np

from midback.atlas.curves import Points, sampled
from midback.atlas.vertebra_light import Field, Window, contoured, covered, filled
from midback.atlas.vertebra_parts import Part, View


def visible(view: View) -> tuple[tuple[Part, Points], ...]:
    """Every part with a term and the polygon, N x 2 in mm, in which it is seen.

    Of two fused parts the later one has the seam.
    Surfaces lie on their bone and cord lies in its canal, so both belong to what they lie on too.
    A part that is seen in several places has the one on the midline, or the largest.
    """
    bones = [part for layer in view.layers if not layer.opening for part in layer.parts]
    window = Window.around_paths([part.path for part in bones])
    fields = {id(part): _own_side(part, covered([part.path], window), window) for part in bones}
    found = {}
    nearer = np.zeros((len(window.y), len(window.x)))
    for gap in view.gaps:
        hidden = np.maximum.reduce([fields[id(part)] for part in bones])
        found[gap.id] = _seen(gap, covered([gap.path], window), hidden, window)
    for layer in reversed(view.layers):
        if layer.opening:
            continue
        whole = np.maximum.reduce([fields[id(part)] for part in layer.parts])
        standing_out = [nearer, *(fields[id(part)] for part in layer.near)]
        for part in (*layer.on, *layer.on_near):
            if part.term:
                own = covered([part.path], window)
                own = np.minimum(own, whole) if layer.trimmed else own
                hidden = nearer if part in layer.on_near else np.maximum.reduce(standing_out)
                found[part.id] = _seen(part, own, hidden, window, always=layer.trimmed)
        for part in reversed(layer.parts):
            own = fields[id(part)]
            if part.term:
                found[part.id] = _seen(part, own, nearer, window)
                nearer = np.maximum(nearer, own)
        for part in layer.parts:
            # A nearer piece of a named part carries its id and hides nothing of it.
            if not part.id:
                nearer = np.maximum(nearer, fields[id(part)])
    return tuple((part, found[part.id]) for part in view.parts())


def _own_side(part: Part, field: Field, window: Window) -> Field:
    """The field of a part without what its curve reaches over the midline."""
    for side, sign in (("-right", 1), ("-left", -1)):
        if part.id.endswith(side):
            return np.where(window.x * sign > 0, field, 0.0)
    return field


def silhouette(view: View) -> Points:
    """The outer edge of the whole bone as a polygon, N x 2 in mm."""
    paths = [part.path for layer in view.layers if not layer.opening for part in layer.parts]
    window = Window.around_paths(paths)
    return _largest(covered(paths, window), window)


def _seen(part: Part, own: Field, nearer: Field, window: Window, always: bool = False) -> Points:
    """The piece of a part that nothing nearer covers; its own outline if all of it is seen."""
    if not always and np.minimum(own, nearer).max() < 0.5:
        return sampled(part.path)
    return _largest(own - nearer, window)


def _largest(field: Field, window: Window) -> Points:
    """The outer edge of the largest piece of a field, or of its piece on the midline."""
    edges = [piece[0] for piece in filled(contoured(field, window), 0.5, 2.0)]
    return max(edges, key=lambda ring: (ring[:, 0].min() < 0 < ring[:, 0].max(), _area(ring)))


def _area(ring: Points) -> float:
    x, y = ring.T
    return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2
