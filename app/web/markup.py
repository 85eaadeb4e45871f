"""Little markup in the long texts of partners: paragraphs, lists and links, nothing else.

A text is typed by people who know no markup. So a line that only looks like a list, such as
"+ 12 jaar" or "3. verdieping", stays as it was typed, and lists have one level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape

LONGEST_TEXT = 20_000
"""Characters: a longer text, which no field takes, is shown without lists and links."""
TAGS = frozenset({"p", "br", "ul", "ol", "li", "a"})
SCHEMES = frozenset({"https", "http", "mailto", "tel"})
REL = "nofollow noopener"

_GUARD = "\ue000"
"""Stands before what is no list though it looks like one; taken out again before it is shown."""
_UNSEEN = re.compile("[\ue000\u202d\u202e]")
"""The guard itself, and marks that turn the reading direction around to hide what is written."""
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?"
_SIGN = r"[\w.~:/?#@!$&*+,;=%'-]"
_REST = rf"(?:[/?#](?:{_SIGN}|\({_SIGN}{{0,200}}\))*)?"
_WEB = rf"https?://{_HOST}{_REST}"
_MAIL = r"mailto:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"tel:\+?[0-9][0-9./-]{2,20}"
_LINK = re.compile(
    rf"\[(?P<words>[^\[\]\n]{{1,300}})\]\((?P<to>{_WEB}|{_MAIL}|{_PHONE})\)"
    rf"|(?<![\w/@.])(?P<bare>https://{_HOST}{_REST})",
    re.IGNORECASE,
)
_ENDS = ".,;:!?'*"
"""What ends a sentence belongs to the sentence, not to the address before it."""
_ADDRESS = re.compile(r"://|\bwww\.|\w\.[a-z]{2,}/", re.IGNORECASE)
_ITEM = re.compile(r"(?P<marker>-|(?P<number>\d{1,3})\.)[ \t]+(?P<content>\S.*)")
_LOOKS_LIKE_LIST = re.compile(r"[-+*](?:\s|$)|\d+[.)](?:\s|$)")


def render_markup(text: str) -> Markup:
    """A text as HTML of paragraphs, line breaks, lists and links; all else is shown as typed."""
    if len(text) > LONGEST_TEXT:
        return paragraphs(text)
    # The second wall: what the reader of markup would ever let through by mistake ends here.
    return Markup(  # noqa: S704  # cleaned to six tags and one attribute
        nh3.clean(
            _READER.render(_mark_lists(text)).replace("\n", "").replace(_GUARD, ""),
            tags=set(TAGS),
            attributes={"a": {"href"}},
            url_schemes=set(SCHEMES),
            url_relative="deny",
            link_rel=REL,
        )
    )


def paragraphs(text: str) -> Markup:
    """Plain text as HTML: a paragraph per blank line, a line break per line, nothing else."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
        if block
    )


def plain_text(text: str, *, with_addresses: bool = True) -> str:
    """A text as people write it without markup: "woorden (https://…)", or the words alone."""

    def write(found: re.Match[str]) -> str:
        words, address = found["words"], found["to"]
        if words is None or not _is_honest(words, address):
            return found[0]
        return f"{words} ({_shown(address)})" if with_addresses else words

    return _LINK.sub(write, _UNSEEN.sub("", text.replace("\r\n", "\n")))


def _shown(address: str) -> str:
    """An address as people know it: a mail address and a phone number without their scheme."""
    scheme, _, rest = address.partition(":")
    return rest if scheme.lower() in {"mailto", "tel"} else address


def _is_honest(words: str, address: str) -> bool:
    """Whether the words of a link are no other address than the one it leads to."""
    return not _ADDRESS.search(words) or words.strip().rstrip("/") == address.rstrip("/")


def _mark_lists(text: str) -> str:
    """The text with one list level, and with a guard before what is no list."""
    lines: list[str] = []
    number, is_in_list = 0, False
    for typed in _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = typed.strip()
        item = _ITEM.fullmatch(line)
        is_next = item is not None and item["number"] in {None, "1", str(number + 1)}
        if item is not None and is_next:
            content = item["content"]
            lines.append(f"{item['marker']} {_guard(content)}")
            number, is_in_list = int(item["number"] or 0), True
            continue
        if line and is_in_list and typed[:1] not in {" ", "\t"}:
            # Who writes on below a list begins something new.
            lines.append("")
            number, is_in_list = 0, False
        # Deeper than a list item, never deep enough for a list in a list.
        lines.append(f"  {_guard(line)}" if line and is_in_list else _guard(line))
    return "\n".join(lines)


def _guard(line: str) -> str:
    return f"{_GUARD}{line}" if _LOOKS_LIKE_LIST.match(line) else line


def _mark_links(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline":
            block.children = [
                token for child in block.children or [] for token in _with_links(child)
            ]


def _with_links(token: Token) -> Iterator[Token]:
    if token.type != "text":
        yield token
        return
    done = 0
    for found in _LINK.finditer(token.content):
        address = found["to"] or found["bare"].rstrip(_ENDS)
        words = found["words"] or address
        if not _is_honest(words, address):
            continue
        yield _text(token.content[done : found.start()])
        href = _READER.normalizeLink(address)
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield _text(words)
        yield Token("link_close", "a", -1)
        done = found.end() if found["to"] else found.start() + len(address)
    yield _text(token.content[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _make_reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True}).enable(["list", "newline"])
    reader.core.ruler.push("dichtbij_links", _mark_links)
    return reader


_READER = _make_reader()
