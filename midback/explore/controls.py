"""Controls that a keyboard and a screen reader can use inside JupyterLab.

The sliders of ipywidgets have no accessible name, and JupyterLab takes the arrow keys away from a
drop-down list in a cell's output; these are the same native controls without either fault.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";$', re.MULTILINE)


def static_module(name: str) -> str:
    """The text of an ES module in `static/`, with what it imports from there in its place.

    A widget's module reaches the browser alone, without an address that others could stand beside.
    """
    text = files("midback.explore").joinpath("static", name).read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: static_module(found[1]).replace("export ", ""), text)


class Choice(anywidget.AnyWidget):
    """One choice among a few: `options` are words for the reader under the names for the program.

    `value` is one of the names; another is a `TraitError` that lists them.
    """

    _esm = static_module("choice.js")
    options = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(
        sync=True
    )
    value = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    @traitlets.validate("value")
    def _is_an_option(self, proposal: Any) -> Any:
        if proposal["value"] not in self.options:
            raise traitlets.TraitError(
                f"'{self.label}' has no option '{proposal['value']}'. "
                f"Choose one of: {', '.join(self.options)}."
            )
        return proposal["value"]


class Slider(anywidget.AnyWidget):
    """A slider over whole numbers with a `label` and a `unit` that a screen reader says.

    With `stops` it stands only on these numbers, evenly spaced and said as `words`, so that a scale
    can be fine at one end; `min`, `max` and `step` are then not used.
    `value` beyond `min` or `max`, or between stops, is a `TraitError`.
    """

    _esm = static_module("slider.js")
    stops = traitlets.List(traitlets.Int()).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    value = traitlets.Int().tag(sync=True)
    min = traitlets.Int().tag(sync=True)
    max = traitlets.Int().tag(sync=True)
    step = traitlets.Int(1).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)

    @traitlets.validate("value")
    def _is_in_range(self, proposal: Any) -> Any:
        if self.stops:
            if proposal["value"] not in self.stops:
                known = ", ".join(str(stop) for stop in self.stops)
                raise traitlets.TraitError(
                    f"'{self.label}' cannot be {proposal['value']}. "
                    f"Choose from {known} {self.unit}."
                )
        elif not self.min <= proposal["value"] <= self.max:
            raise traitlets.TraitError(
                f"'{self.label}' cannot be {proposal['value']}. "
                f"Choose from {self.min} to {self.max} {self.unit}."
            )
        return proposal["value"]
