"""Authors' Markdown as HTML that is safe to show, and as plain text.

A small part of Markdown is read: emphasis, lists, links, tables, code, quotations, and
mathematics between dollar signs, which becomes MathML and needs neither script nor network.
Raw HTML, headings and images stay text; a link leads to the web or to a mail address alone.

The HTML is made by markdown-it with HTML switched off, and then cleaned by nh3 against the fixed
list below, so that a fault in one of them is not enough.
The libraries are imported when the first text is rendered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

MOST_CHARACTERS = 20_000
"""Longer texts are shown as they are written: nobody writes a question of that length."""

MOST_MATHEMATICS = 500
"""Longer formulas are shown as they are written."""

_PROSE = frozenset(
    {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul"}
    | {"table", "tbody", "td", "th", "thead", "tr"}
)
_MATHEMATICS = frozenset(
    {"math", "menclose", "mfenced", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom"}
    | {"mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable"}
    | {"mtd", "mtext", "mtr", "munder", "munderover"}
)
ELEMENTS = _PROSE | _MATHEMATICS
"""The names of all elements that rendered HTML may hold."""

ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "math": {"display"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "separator", "form"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
"""The attributes that rendered HTML may hold, by element."""

_ADDRESS = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def block(text: str) -> str:
    """A text of any number of paragraphs, lists and tables as safe HTML."""
    if not _marked(text) or len(text) > MOST_CHARACTERS:
        return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in _paragraphs(text))
    return _clean(_markdown().render(text)).strip()


@lru_cache(maxsize=4096)
def inline(text: str) -> str:
    """A text as safe HTML of one line: emphasis, links, code and mathematics only."""
    folded = _SPACE.sub(" ", text).strip()
    if not _marked(folded) or len(folded) > MOST_CHARACTERS:
        return escape(folded, quote=False)
    return _clean(_markdown().renderInline(folded)).strip()


@lru_cache(maxsize=4096)
def either(text: str) -> str:
    """A single paragraph as ``inline``, and anything longer as ``block``: for an option."""
    rendered = block(text)
    single = rendered.startswith("<p>") and rendered.endswith("</p>")
    body = rendered[3:-4] if single else ""
    return body if single and "<p>" not in body and "</p>" not in body else rendered


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text as words alone, for accessible names and for readers that know no HTML.

    Markup is taken off; mathematics stays as the author wrote it.
    Paragraphs are parted by a blank line, and entries of a list begin with “- ”.
    """
    if not _marked(text) or len(text) > MOST_CHARACTERS:
        return "\n\n".join(_paragraphs(text))
    parts: list[str] = []
    row: list[str] | None = None
    entry = False
    for token in _markdown().parse(text):
        if token.type == "list_item_open":
            entry = True
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            parts.append(" | ".join(row or []))
            row = None
        elif token.type in ("inline", "fence", "math_block"):
            if row is not None:
                row.append(_words(token))
            else:
                parts.append(f"- {_words(token)}" if entry else _words(token))
            entry = False
    joined = ""
    for part in parts:
        tight = part.startswith("- ") and joined.rpartition("\n")[2].startswith("- ")
        joined += ("" if not joined else "\n" if tight else "\n\n") + part
    return joined


def _words(token: Any) -> str:
    if not token.children:
        return str(token.content).strip()
    words = []
    for child in token.children:
        if child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        else:
            words.append(child.content)
    return _SPACE.sub(" ", "".join(words)).strip()


def _paragraphs(text: str) -> list[str]:
    blocks = (_SPACE.sub(" ", part).strip() for part in re.split(r"\n\s*\n", text))
    return [part for part in blocks if part]


_MARKS = re.compile(r"[*_`\[\]<>|$\\~&]|^\s*([-+>]|\d{1,9}[.)])\s", re.MULTILINE)


def _marked(text: str) -> bool:
    """Whether a text can hold any markup at all; most options hold none."""
    return bool(_MARKS.search(text))


def _clean(html: str) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=set(ELEMENTS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _attribute(element: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _ADDRESS.fullmatch(value) else None
    return value


@lru_cache(maxsize=1)
def _markdown() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    markdown.enable(["table", "strikethrough"])
    markdown.disable(["heading", "lheading", "hr", "code", "reference", "image", "html_block"])
    markdown.use(
        dollarmath_plugin,
        renderer=_mathematics,
        allow_space=False,
        allow_digits=False,
        allow_labels=False,
    )
    # The plugin wraps formulas in elements of its own; the formula alone is enough.
    markdown.add_render_rule("math_inline", _inline_rule)
    markdown.add_render_rule("math_block", _block_rule)
    markdown.add_render_rule("td_open", _cell_rule)
    markdown.add_render_rule("th_open", _cell_rule)
    return markdown


def _inline_rule(_: Any, tokens: Any, index: int, *__: Any) -> str:
    return _mathematics(tokens[index].content, {"display_mode": False})


def _block_rule(_: Any, tokens: Any, index: int, *__: Any) -> str:
    return f"<p>{_mathematics(tokens[index].content, {'display_mode': True})}</p>\n"


def _cell_rule(_: Any, tokens: Any, index: int, *__: Any) -> str:
    token = tokens[index]
    side = str(token.attrGet("style") or "").removeprefix("text-align:")
    return (
        f'<{token.tag} align="{side}">' if side in ("left", "right", "center") else f"<{token.tag}>"
    )


@lru_cache(maxsize=1024)
def _formula(source: str, display: str) -> str:
    from xml.etree import ElementTree

    from latex2mathml.converter import convert

    formula = str(convert(source, display=display))
    # The converter lets angle brackets of “text” through; what is no formula is shown as text.
    for node in ElementTree.fromstring(formula).iter():
        if node.tag.rpartition("}")[2] not in _MATHEMATICS:
            raise ValueError(f"“{node.tag}” is no part of a formula")
    return formula


def _mathematics(source: str, options: dict[str, Any]) -> str:
    """The formula as MathML, or its source as code where it cannot be read."""
    display = "block" if options["display_mode"] else "inline"
    if len(source) <= MOST_MATHEMATICS:
        try:
            return _formula(source, display)
        except Exception:  # whatever its parser stumbles over, the reader gets the source
            pass
    return f"<code>{escape(source)}</code>"
