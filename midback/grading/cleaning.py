"""HTML that is safe to look at: what a submission shows in formgrader and in the feedback page.

Both pages are made by nbconvert's ``HTMLExporter``, which passes script in Markdown and in
outputs on, and both let a setting say which functions turn Markdown and HTML into what is shown.
So the graded notebook keeps every answer as it was written, and it is cleaned where it is shown.
What is not allowed is shown as text, so that the marker sees it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

FILTERS = {
    "markdown2html": "midback.grading.cleaning.markdown2html",
    "clean_html": "midback.grading.cleaning.clean_html",
}
"""For ``c.HTMLExporter.filters``."""

MOST_MARKDOWN = 200_000
MOST_TAGS = 10_000
MOST_REMEMBERED = 30_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    "a abbr b blockquote br caption cite code dd del details div dl dt em h1 h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup "
    "table tbody td tfoot th thead tr u ul var"
) | _words(
    "math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub "
    "msubsup msup mtable mtd mtext mtr munder munderover"
)
ATTRIBUTES = {
    "*": frozenset({"title", "lang", "dir", "class", "style", "align"}),
    "a": frozenset({"href", "rel", "target"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "math": frozenset({"display"}),
    "ol": frozenset({"start", "type"}),
    "section": frozenset({"aria-label"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}
STYLES = _words(
    "background background-color border border-bottom border-collapse border-color "
    "border-left border-radius border-right border-style border-top border-width color font-family "
    "font-size font-style font-weight line-height list-style margin margin-bottom margin-left "
    "margin-right margin-top max-width padding padding-bottom padding-left padding-right "
    "padding-top text-align text-decoration vertical-align white-space"
)
# The colours of code (one to three letters), and nothing that formgrader's scripts look for.
CLASS = re.compile(r"highlight|[a-z]{1,2}[a-z0-9]?")
# No address, no escape and no comment that could hide one.
QUIET_STYLE = re.compile(r"[^\\(@/]*")
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
FILE_BESIDE = re.compile(r"[\w][\w ./-]*")


def _is_allowed(tag: str, name: str, value: str) -> bool:
    """Whether a tag may keep an attribute."""
    if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()):
        return False
    match name:
        case "class":
            return all(CLASS.fullmatch(word) for word in value.split())
        case "style":
            return QUIET_STYLE.fullmatch(value) is not None
        case "href":
            # A file of the submission, opened from formgrader, would be a page of formgrader's.
            return LINK.match(value) is not None
        case "src":
            if PICTURE.fullmatch(value):
                return True
            return FILE_BESIDE.fullmatch(value) is not None and ".." not in value
    return True


@lru_cache(maxsize=1)
def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=TAGS,
        attributes=_is_allowed,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=STYLES),
    )


def clean_html(html: object) -> str:
    """HTML without anything that acts, asks another address or looks like formgrader's own.

    It takes the place of nbconvert's filter of the same name, which would also strip the review
    card of its looks.
    """
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    # Texts with pictures in them are large, and seldom alike.
    return _cleaned(text) if len(text) < MOST_REMEMBERED else _cleaned.__wrapped__(text)


@lru_cache(maxsize=2048)  # the answers of a class have much in common
def _cleaned(text: str) -> str:
    if text.count("<") > MOST_TAGS:
        return _as_it_is(text)
    try:
        return str(_cleaner().clean(text))
    except Exception:  # whatever a parser may stumble over must not stop a class
        return _as_it_is(text)


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Markdown as safe HTML; nbconvert's filter of the same name, and cleaned.

    A picture that is missing is said to be missing, where nbconvert would give up the page.
    """
    attachments = context.get("cell", {}).get("attachments") or {}
    if attachments:
        return clean_html(_rendered(source, attachments))
    return _without_attachments(source)


@lru_cache(maxsize=2048)
def _without_attachments(source: str) -> str:
    return clean_html(_rendered(source, {}))


def _rendered(source: str, attachments: Any) -> str:
    if len(source) > MOST_MARKDOWN:
        return _as_it_is(source)
    # Anchors would need ids, and an id of the trainee's choice can take the place of another.
    renderer = _Renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    try:
        return str(_Markdown(renderer=renderer).render(source))
    except Exception:  # as above
        return _as_it_is(source)


def _as_it_is(text: str) -> str:
    """Text that is too large or too strange to be rendered."""
    return f"<pre>{escape(text[:MOST_MARKDOWN])}</pre>"


class _Renderer(IPythonRenderer):
    def image(self, *parts: Any, **named: Any) -> str:
        try:
            return str(super().image(*parts, **named))
        except Exception:  # nbconvert's answers to attachments that are missing or empty
            return "<em>[A picture is missing here.]</em>"


class _Markdown(MarkdownWithMath):
    # Without task lists: their check boxes would be taken out, and with them what was ticked.
    DEFAULT_PLUGINS = tuple(
        plugin for plugin in MarkdownWithMath.DEFAULT_PLUGINS if plugin != "task_lists"
    )
