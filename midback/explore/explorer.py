"""A picture under controls: pure functions draw and describe it, one small class shows it."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Protocol, Self

import anywidget
import ipywidgets
import traitlets
from matplotlib.figure import Figure

from midback.atlas.plates import figure_html, svg_source
from midback.atlas.vector import picture_svg
from midback.display import LIVE, show_with_fallback
from midback.explore.controls import static_module

_log = logging.getLogger(__name__)


class Picture(anywidget.AnyWidget):
    """An image that is redrawn in place, with its alternative text and its visible description.

    `svg` is the image; what travels to the browser is `packed`, a fifth of its size, because every
    move of a slider sends one, in Binder from far away.
    The browser gets texts and sets them as text, never as HTML.
    """

    _esm = static_module("picture.js")
    svg = traitlets.Unicode()
    packed = traitlets.Bytes().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    width = traitlets.Float(480.0).tag(sync=True)
    words_shown = traitlets.Bool(True).tag(sync=True)
    look_for = traitlets.Unicode().tag(sync=True)

    @property
    def source(self) -> str:
        """The image as the `src` of an `<img>`, empty before there is one."""
        return svg_source(self.svg) if self.svg else ""

    @traitlets.observe("svg")
    def _pack(self, change: Any) -> None:
        self.packed = gzip.compress(change["new"].encode(), compresslevel=4, mtime=0)


class Subject(Protocol):
    """What an explorer shows: a module with these names."""

    TITLE: str
    LOOK_FOR: str
    CAPTION: str

    def draw(self, *values: Any, **named: Any) -> Figure:
        """The picture at these values of the controls."""

    def describe(self, *values: Any, **named: Any) -> str:
        """The picture in words."""


class Explorer:
    """A picture that its controls redraw.

    `draw(**values)` returns a Figure and `describe(**values)` its description; both are pure and
    are called with the controls' values under the controls' names.
    `look_for` is one sentence above the picture: what to look for when the controls move.
    `caption` says what in the picture is measured and what illustrative, and from which sources.
    `width` is the most the picture takes on a page, in CSS pixels.
    The description is announced to a screen reader when it changes; with `words_shown` false it is
    off the screen, for a picture that already says it all in words.
    A `picture` of one's own may itself be one of the controls: what is moved on it is its value.
    If `draw` or `describe` fails, one sentence stands where the picture was; the next change of a
    control tries again.
    Without a kernel the notebook shows the first picture and its description.
    """

    def __init__(
        self,
        title: str,
        draw: Callable[..., Figure],
        describe: Callable[..., str],
        controls: Mapping[str, Any],
        *,
        look_for: str,
        caption: str = "",
        width: float = 530.0,
        words_shown: bool = True,
        picture: Picture | None = None,
    ) -> None:
        self.title = title
        self.draw = draw
        self.describe = describe
        self.controls = dict(controls)
        self.picture = picture or Picture()
        self.picture.caption, self.picture.look_for = caption, look_for
        self.picture.width, self.picture.words_shown = width, words_shown
        above = [control for control in self.controls.values() if control is not self.picture]
        self.widget = ipywidgets.VBox([*above, self.picture])
        self.widget.add_class(LIVE)
        self._redraw()
        self._first = (self.picture.source, self.picture.description or self.picture.problem)
        for control in self.controls.values():
            control.observe(self._redraw, names="value")

    @classmethod
    def of(cls, subject: Subject, controls: Mapping[str, Any], **looks: Any) -> Self:
        """The explorer of a module that says what is drawn, in which words, and from what."""
        return cls(
            subject.TITLE,
            subject.draw,
            subject.describe,
            controls,
            look_for=subject.LOOK_FOR,
            caption=subject.CAPTION,
            **looks,
        )

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say now."""
        return {name: control.value for name, control in self.controls.items()}

    def _pictured(self, values: Mapping[str, Any]) -> str:
        """The SVG that the browser shows when the controls say this."""
        return picture_svg(self.draw(**values))

    def _redraw(self, change: object = None) -> None:
        values = self.values
        try:
            svg = self._pictured(values)
            description = self.describe(**values)
        except Exception as error:
            # A trainee never sees a traceback: the reason goes on the card, the rest to the log.
            _log.info("%s with %r", self.title, values, exc_info=True)
            reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
            self.picture.problem = (
                f"This picture could not be drawn, so choose another setting: {reason}."
            )
            return
        # One message to the browser, so that the picture and its words change together.
        with self.picture.hold_sync():
            self.picture.svg = svg
            self.picture.description = description
            self.picture.problem = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        source, description = self._first
        shown = self.widget._repr_mimebundle_()
        bundle: dict[str, Any] = dict(shown[0] if isinstance(shown, tuple) else shown)
        bundle["text/plain"] = f"{self.title}\n{description}"
        look_for = f"<p>{escape(self.picture.look_for)}</p>"
        bundle["text/html"] = look_for + (
            figure_html(source, description, self.picture.caption, self.picture.width)
            if source
            else f"<p>{escape(description)}</p>"
        )
        return bundle

    def _ipython_display_(self) -> None:
        show_with_fallback(self._repr_mimebundle_())
