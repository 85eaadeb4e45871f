"""Sitemaps for search engines (sitemaps.org 0.9): an index of files of at most 1,000 pages each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree  # noqa: ICN001 - written out, as all names here

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
PAGES_A_FILE = 1_000


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page: its address per language, and when it last changed."""

    addresses: Mapping[str, str]
    updated_at: datetime | None = None


def write_sitemap(pages: Iterable[SitePage]) -> bytes:
    """The pages with each language as an alternate of the others."""
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.register_namespace("xhtml", XHTML)
    root = ElementTree.Element(f"{{{NAMESPACE}}}urlset")
    for page in pages:
        for address in page.addresses.values():
            entry = ElementTree.SubElement(root, f"{{{NAMESPACE}}}url")
            ElementTree.SubElement(entry, f"{{{NAMESPACE}}}loc").text = address
            if page.updated_at is not None:
                changed = page.updated_at.isoformat(timespec="seconds")
                ElementTree.SubElement(entry, f"{{{NAMESPACE}}}lastmod").text = changed
            for language, other in page.addresses.items():
                attributes = {"rel": "alternate", "hreflang": language, "href": other}
                ElementTree.SubElement(entry, f"{{{XHTML}}}link", attributes)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def write_sitemap_index(addresses: Iterable[str]) -> bytes:
    """The list of sitemaps."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}sitemapindex")
    for address in addresses:
        entry = ElementTree.SubElement(root, f"{{{NAMESPACE}}}sitemap")
        ElementTree.SubElement(entry, f"{{{NAMESPACE}}}loc").text = address
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
