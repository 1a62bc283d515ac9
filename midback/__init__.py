"""The mid back pain course: questions, plates and figures for its notebooks.

A notebook imports this one name and reads like English::

    import midback

    midback.ask("band-pain-at-the-nipple")
    midback.plate("spine-lateral")
    midback.explore.prevalence()
    midback.progress()

Importing it is light: a part is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from midback import explore
    from midback.atlas import plate
    from midback.quiz import ask, progress

__all__ = ["ask", "explore", "plate", "progress"]

_HOMES = {
    "ask": "midback.quiz",
    "explore": "midback.explore",
    "plate": "midback.atlas",
    "progress": "midback.quiz",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'midback' has no attribute '{name}'")
    home = import_module(_HOMES[name])
    return home if name == "explore" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(__all__)
