"""A control for choosing several things at once, by keyboard as well."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from midback.explore.controls import static_module


class Checklist(anywidget.AnyWidget):
    """Any number of choices: `options` are words for the reader under the names for the program.

    `value` is a list of names in the order of the options; an unknown name is a `TraitError` that
    lists them.
    """

    _esm = static_module("checklist.js")
    options = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(
        sync=True
    )
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    @traitlets.validate("value")
    def _are_options(self, proposal: Any) -> Any:
        for name in proposal["value"]:
            if name not in self.options:
                raise traitlets.TraitError(
                    f"'{self.label}' has no option '{name}'. "
                    f"Choose from: {', '.join(self.options)}."
                )
        return [name for name in self.options if name in proposal["value"]]
