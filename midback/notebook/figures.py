"""The page of `docs/` that lists the plates and the figures to move, and where each is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from inspect import getdoc, signature
from typing import Any

from midback import atlas, explore
from midback.notebook.parts import Lesson


def figures_page(lessons: Sequence[Lesson]) -> Iterator[str]:
    """The sections of the page below its title; `lessons` are looked through for calls."""
    used: dict[str, list[str]] = {}
    for lesson in lessons:
        for code in lesson.code:
            name = code.argument if code.call == "plate" else code.call
            places = used.setdefault(name or "", [])
            if lesson.path.stem[:2] not in places:
                places.append(lesson.path.stem[:2])
    yield (
        "A figure stands in a notebook as one call, in a cell of its own.\n"
        "A question about a plate names it in its `figure`, and its regions by their names"
        " ([items.md](items.md))."
    )
    yield "## Plates"
    for name in atlas.names():
        title, regions = _title_and_regions(name)
        yield f"### {title}"
        yield _call(f'midback.plate("{name}"', atlas.maker(name)) + _where(used.get(name))
        yield from _words(atlas.maker(name))
        yield f"Regions: {', '.join(f'`{region}`' for region in regions)}."
    yield "## Figures to move"
    for name in explore.__all__:
        if name != "Explorer":
            make = getattr(explore, name)
            yield f"### `midback.explore.{name}()`"
            yield from _words(make)
            yield _where(used.get(f"explore.{name}")).strip() or "In no lesson."


@cache
def _title_and_regions(name: str) -> tuple[str, tuple[str, ...]]:
    drawn = atlas.plate(name)
    return drawn.title, tuple(region.id for region in drawn.regions)


def _call(begin: str, make: Callable[..., Any]) -> str:
    """The call with its parameters as they are when nothing is said."""
    given = [f"{each.name}={each.default!r}" for each in signature(make).parameters.values()]
    return f"`{', '.join([begin, *given])})`".replace("'", '"')


def _where(lessons: Sequence[str] | None) -> str:
    if not lessons:
        return ""
    numbers = [str(int(lesson)) for lesson in lessons]
    return f"\nIn lesson{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}."


def _words(make: Callable[..., Any]) -> Iterator[str]:
    """What the docstring says to an author; what it says of exceptions is for programmers."""
    for part in (getdoc(make) or "").split("\n\n"):
        sentences = re.split(r"(?<=\.) (?=[A-Z`])", " ".join(part.split()))
        said = [each for each in sentences if "ValueError" not in each]
        if said:
            yield "\n".join(said)
