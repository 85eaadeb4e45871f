"""Offers as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree  # noqa: ICN001 - written out, as all names here

NAMESPACE = "http://www.w3.org/2005/Atom"
# Characters that XML 1.0 does not allow at all, whatever their escape.
_FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One offer in a feed; `address` is its own page and its stable id."""

    title: str
    summary: str
    address: str
    author: str
    updated_at: datetime


def write_feed(title: str, address: str, language: str, entries: Iterable[FeedEntry]) -> bytes:
    """An Atom document in UTF-8; `address` is that of the feed itself."""
    ElementTree.register_namespace("", NAMESPACE)
    items = list(entries)
    feed = ElementTree.Element(f"{{{NAMESPACE}}}feed", {"xml:lang": language})
    _add(feed, "id", address)
    _add(feed, "title", title)
    newest = max((item.updated_at for item in items), default=None)
    _add(feed, "updated", (newest or datetime.fromisoformat("2024-01-01T00:00+00:00")).isoformat())
    _add(feed, "link", None, rel="self", href=address)
    for item in items:
        entry = ElementTree.SubElement(feed, f"{{{NAMESPACE}}}entry")
        _add(entry, "id", item.address)
        _add(entry, "title", item.title)
        _add(entry, "updated", item.updated_at.isoformat())
        _add(entry, "link", None, rel="alternate", type="text/html", href=item.address)
        author = ElementTree.SubElement(entry, f"{{{NAMESPACE}}}author")
        _add(author, "name", item.author)
        _add(entry, "summary", item.summary or item.title)
    document: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    if text is not None:
        element.text = text.translate(_FORBIDDEN)
