"""Little markup: six tags and honest links come out, whatever goes in."""

from __future__ import annotations

import html
import re
import time
import tomllib
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.config import PROJECT_FOLDER
from app.web.markup import LONGEST_TEXT, REL, TAGS, paragraphs, plain_text, render_markup

PAYLOADS = (
    "<script>alert(1)</script>",
    "</p></div><script src=//kwaad.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=https://bib.example onclick=alert(1)>x</a>",
    "<style>*{display:none}</style><base href=//kwaad.example>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x]( javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//kwaad.example)",
    "[x](/beheer/mensen)",
    "[x](https:javascript:alert(1))",
    '[x](https://bib.example"onmouseover="alert(1))',
    "[x](https://bib.example/'onmouseover='alert(1))",
    "[x](https://bib.example/><script>alert(1)</script>)",
    "[x](<javascript:alert(1)>)",
    "[x](https://bib.example 'x\" onload=\"alert(1)')",
    "[x]: javascript:alert(1)\n[x]",
    "[![x](javascript:alert(1))](https://bib.example)",
    "![x](https://kwaad.example/volg.gif)",
    "[https://bank.example](https://kwaad.example)",
    "[www.bank.example](https://kwaad.example)",
    "[x](https://bank.example@kwaad.example/)",
    "[x](mailto:an@bib.example?bcc=kwaad@kwaad.example)",
    "[x](tel:javascript:alert(1))",
    'https://bib.example/"onmouseover=alert(1)//',
    "https://bib.example/<script>alert(1)</script>",
    "<https://bib.example/><javascript:alert(1)>",
    "`<script>alert(1)</script>`\n\n    <script>alert(1)</script>",
    "```html\n<script>alert(1)</script>\n```",
    "\ufeff<script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "＜script＞alert(1)＜/script＞",
    "\u202e<script>alert(1)</script>\u202c",
    "[\u202ehttps://bank](https://kwaad.example)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ue000<script>\ue000",
    "- <script>alert(1)</script>\n1. <svg onload=alert(1)>",
)
NESTED = ("- ", "> ", "[", "1. ", "<b>", "![", "[x](https://bib.example/(", "https://a.", "- x\n")
# A hundred times what it takes, of the thread's own work: how busy the machine is does not count.
SECONDS_OF_WORK = 20
LINES = st.text(
    st.sampled_from("aé1 -+*.()[]<>&\"'\n\t:/_`#!ع\u202e\ue000"), max_size=80
) | st.sampled_from(PAYLOADS)


def elements(text: str) -> Iterator[Any]:
    """Every element of what a text becomes, as a browser reads it."""
    tree = html5lib.parseFragment(str(text), namespaceHTMLElements=False)
    yield from tree.iter()


def check_is_safe(made: str) -> None:
    """Only the six tags, only a link's address, only to the four kinds of addresses."""
    for element in elements(made):
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS
        if element.tag == "a":
            assert set(element.attrib) == {"href", "rel"}
            assert element.attrib["rel"] == REL
            assert re.match(r"https?://[\w-]+\.|mailto:[^?]+$|tel:[+\d]", element.attrib["href"])
            assert "@" not in re.sub(
                r"^mailto:|^https?://[^/?#]+[/?#].*", "", element.attrib["href"]
            )
        else:
            assert not element.attrib


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return re.findall(r"\w+", text.replace("\x00", "\ufffd").replace("\ue000", ""))


def shown(made: str) -> str:
    """What a browser shows of it, a space between blocks and lines."""
    return html.unescape(re.sub(r"<[^>]+>", " ", made))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_comes_out_as_text(payload: str) -> None:
    check_is_safe(render_markup(payload))
    assert words_of(shown(render_markup(f"Voor {payload} na")))[0] == "Voor"


@given(st.lists(LINES, max_size=6).map("\n".join))
@example("1. een\n2. twee\n\n7. zeven\n+ 12 jaar\n- - x")
def test_whatever_goes_in_only_allowed_tags_come_out(text: str) -> None:
    check_is_safe(render_markup(text))


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_no_word_is_lost_in_plain_text(text: str) -> None:
    kept = words_of(plain_text(text).replace("\x00", "\ufffd"))
    counted = {word: kept.count(word) for word in kept}
    schemes = {"mailto", "tel"}
    for word in words_of(re.sub("[\u202d\u202e]", "", text)):
        assert word in schemes or counted.get(word, 0) > 0


@pytest.mark.parametrize("part", NESTED)
def test_work_grows_with_a_text_and_not_with_its_square(part: str) -> None:
    """What goes through a text again for each of its pieces would take minutes, on any machine."""
    for length in (LONGEST_TEXT, 10 * LONGEST_TEXT):
        text = (part * length)[:length]
        begin = time.thread_time()
        check_begin = render_markup(text)[:200]
        plain_text(text)
        assert time.thread_time() - begin < SECONDS_OF_WORK
        assert "<script" not in check_begin


def test_markup_makes_paragraphs_lines_lists_and_links() -> None:
    made = render_markup(
        "Kom [kijken](https://bib.example/a?b=1&c=2).\nOf bel [ons](tel:+3290001234)\n\n"
        "- jas\n- laarzen\nTot dan: https://bib.example/x.\n\n1. eerst\n2. dan"
    )
    rel = f'rel="{REL}"'
    assert made == (
        f'<p>Kom <a href="https://bib.example/a?b=1&amp;c=2" {rel}>kijken</a>.'
        f'<br>Of bel <a href="tel:+3290001234" {rel}>ons</a></p>'
        "<ul><li>jas</li><li>laarzen</li></ul>"
        f'<p>Tot dan: <a href="https://bib.example/x" {rel}>https://bib.example/x</a>.</p>'
        "<ol><li>eerst</li><li>dan</li></ol>"
    )


def test_what_only_looks_like_a_list_stays_as_typed() -> None:
    text = "+ 12 jaar\n* niet op zondag\n3. verdieping\n1) deur"
    assert render_markup(text) == paragraphs(text)


def test_plain_text_tells_where_a_link_leads_or_only_its_words() -> None:
    text = "Lees [onze pagina](https://bib.example/a) of [mail](mailto:an@bib.example)."
    assert plain_text(text) == "Lees onze pagina (https://bib.example/a) of mail (an@bib.example)."
    assert plain_text(text, with_addresses=False) == "Lees onze pagina of mail."


def test_texts_of_the_seed_look_as_before() -> None:
    found = 0
    for path in sorted((PROJECT_FOLDER / "data/seed/partners").glob("*.toml")):
        for text in long_texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            found += 1
            assert html.unescape(render_markup(text)) == html.unescape(paragraphs(text))
    assert found > 100


def long_texts(data: Any) -> Iterator[str]:
    """Every long text of an offer in a file of the seed."""
    if isinstance(data, list):
        for item in data:
            yield from long_texts(item)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in {"description", "join", "conditions"} and isinstance(value, str):
                yield value
            else:
                yield from long_texts(value)
