"""Authors' Markdown: what it becomes, and that nothing in it can harm a reader."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from midback.markup import ATTRIBUTES, ELEMENTS, MOST_CHARACTERS, block, either, inline, plain

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import 'http://evil.example'</style>",
    "<body onload=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example)",
    "[x](/relative)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://tracker.example/pixel.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    r"$\text{<img src=x onerror=alert(1)>}$",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\class{x}{<script>alert(1)</script>}$",
    "$</mtext></math><script>alert(1)</script>$",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "**<b onmouseover=alert(1)>x</b>**",
]


class Reader(HTMLParser):
    """Collects the elements, their attributes and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_harmless(html: str) -> None:
    """Only listed elements and attributes, and links to the web and to mail alone."""
    for element, attributes in Reader(html).elements:
        assert element in ELEMENTS
        assert set(attributes) <= ATTRIBUTES.get(element, set()) | {"rel"}
        assert "rel" not in attributes or element == "a"
        if address := attributes.get("href"):
            assert address.startswith(("https://", "http://", "mailto:"))
            assert "noopener noreferrer" == attributes["rel"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_only_text(attack: str) -> None:
    """Whatever an author pastes, no script, image or foreign address comes of it."""
    for html in (block(attack), inline(attack), either(attack)):
        assert_harmless(html)
        assert "<script" not in html
        assert "<img" not in html


_PIECES = some.sampled_from(
    [*ATTACKS, *"*_`[]()<>|$\\~&#!-+\n\t \"'", "\n\n", "$$", "](", "<!--", "-->", "word", "1. "]
)


@given(some.lists(_PIECES | some.text(max_size=8), max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_harmless(text: str) -> None:
    """Pieces of attacks and of markup in any order render without an error and without harm."""
    for html in (block(text), inline(text), either(text)):
        assert_harmless(html)
    assert isinstance(plain(text), str)


# A line that begins with a number and a stop or a bracket is an entry of a list.
@given(
    some.text(alphabet="abc T4,.;:()–“”% 12\n", max_size=60).filter(
        lambda text: not re.search(r"^\s*\d+[.)](\s|$)", text, re.MULTILINE)
    )
)
def test_prose_without_markup_stays_as_it_is(text: str) -> None:
    """Every word arrives, in its order."""
    assert text.split() == Reader(block(text)).text.split()
    assert text.split() == plain(text).split()
    assert text.split() == Reader(inline(text)).text.split()


def test_markdown_becomes_html() -> None:
    """Emphasis, lists, links and tables are what authors use."""
    assert "<p>A <strong>sudden</strong> <em>tearing</em> pain.</p>" == block(
        "A **sudden** *tearing* pain."
    )
    assert "<ul>\n<li>fever</li>\n<li>rash</li>\n</ul>" == block("- fever\n- rash")
    assert (
        '<a href="https://example.org/a" rel="noopener noreferrer">a study</a>'
        == inline("[a study](https://example.org/a)")
    )  # fmt: skip
    table = block("| sign | odds |\n|:--|--:|\n| rash | 3 |")
    assert ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"] == [
        element for element, _ in Reader(table).elements
    ]
    assert '<td align="right">3</td>' in table


def test_mathematics_becomes_mathml() -> None:
    """Formulas need no script and no network, and a price is not a formula."""
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in inline(
        r"$\frac{1}{2}$"
    )
    assert 'display="block"' in block(r"$$\sum_i x_i$$")
    assert "It costs $5 or $10." == inline("It costs $5 or $10.")


def test_a_formula_that_cannot_be_read_is_shown_as_written() -> None:
    """The author sees what to mend; the reader still sees something."""
    assert r"<code>\left( x</code>" == inline(r"$\left( x$")


def test_one_paragraph_needs_no_paragraph() -> None:
    """An option of one line is a line; one with a list stays a block."""
    assert "<strong>T4</strong>" == either("**T4**")
    assert "T4 and 3 &lt; 5" == either("T4 and 3 < 5")
    assert either("One.\n\nTwo.").startswith("<p>One.</p>")
    assert either("- a\n- b").startswith("<ul>")


def test_plain_text_has_no_markup() -> None:
    """What a screen reader says as the name of a control."""
    assert "A sudden pain, see the study" == plain(
        "A **sudden** pain,\nsee [the study](https://example.org)"
    )
    assert "Ask for:\n\n- fever\n- rash" == plain("Ask for:\n\n- fever\n- rash")
    assert "sign | odds\n\nrash | 3" == plain("| sign | odds |\n|---|---|\n| rash | 3 |")
    assert "T4 & T5 < T6" == plain("T4 & T5 < T6")


def test_a_very_long_text_is_shown_as_it_is() -> None:
    """Nobody can make a card slow with a text of a megabyte."""
    assert f"<p>{'*' * (MOST_CHARACTERS + 1)}</p>" == block("*" * (MOST_CHARACTERS + 1))


def test_importing_is_light() -> None:
    """The libraries come with the first text that needs them."""
    script = (
        "import sys, midback.markup as m; m.block('plain words'); "
        "print([n for n in ('markdown_it', 'nh3', 'latex2mathml') if n in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "[]" == told.stdout.strip()
