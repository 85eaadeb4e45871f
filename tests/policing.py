"""The test client that reads every answer and fails on what no page may have."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import html5lib  # type: ignore[import-untyped]  # it carries no types
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from app.i18n import LANGUAGES, direction_of

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HELP_NUMBERS = ("112", "1813", "1712", "102", "106")
INPUTS_WITHOUT_LABEL = frozenset({"hidden", "submit", "button", "image", "reset"})
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo"})
# A drawing in an image runs nothing; it may stand in the page itself.
DRAWING = "data:image/svg+xml"
_TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
DATA_SCRIPTS = frozenset({"application/ld+json", "application/json"})


class PageError(AssertionError):
    """A page breaks a rule that holds for every page."""


class PolicedClient(FlaskClient):
    """A visitor that looks at each page it gets; there is no way around it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for an address and check the answer."""
        response = super().open(*args, **kwargs)
        check_headers(response)
        is_page = response.mimetype == "text/html" and response.status_code not in REDIRECTS
        if is_page and response.request.method != "HEAD":
            # Each page has a token of its own; apart from it many are pages that were read before.
            root = check_page(_TOKEN.sub(r"\1x", response.get_data(as_text=True)))
            check_links(root, self.application)
            # Without a database, or under a name that is not ours, an error has no frame.
            if response.status_code < 400 or root.find(".//footer") is not None:
                check_frame(root)
        return response


def check_headers(response: TestResponse) -> None:
    """The headers of every answer; no cookie on a page that has no form that needs one."""
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            raise PageError(f"header {name} is {response.headers.get(name)!r}")
    policy = response.headers.get("Content-Security-Policy", "")
    if (
        "script-src 'self'" not in policy
        or "unsafe" in policy
        or "default-src 'none'" not in policy
    ):
        raise PageError(f"content policy is {policy!r}")
    # What was sent may be answered with a cookie, such as the one of who signed in.
    # An answer to HEAD has the headers of a page whose form is not in it.
    is_sent = response.request.method in {"POST", "HEAD"}
    has_cookie = "Set-Cookie" in response.headers
    if has_cookie and not is_sent and 'method="post"' not in response.get_data(as_text=True):
        raise PageError("a cookie on a page without a form that needs one")


@lru_cache(maxsize=200)
def check_page(html: str) -> Any:
    """Parses strictly; one h1, a title, headings in order, unique ids, labels, nothing inline.

    Gives the root of the page. A page that was found sound before is not read again.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        document = parser.parse(html)
    except html5lib.html5parser.ParseError as error:
        raise PageError(f"does not parse: {error} {parser.errors[-1:]}") from error
    root = document if document.tag == "html" else document.find(".//html")
    if root is None:
        raise PageError("no html element")
    _check_language(root)
    _check_headings(root)
    _check_ids(root)
    _check_inputs(root)
    _check_names(root)
    _check_inline(root)
    _check_forms(root)
    return root


def check_frame(root: Any) -> None:
    """The desk and the help numbers are on the page, and its addresses in every language."""
    hrefs = [item.get("href") or "" for item in root.iter("a")]
    for number in HELP_NUMBERS:
        if f"tel:{number}" not in hrefs:
            raise PageError(f"help number {number} is not on the page")
    links = list(root.iter("link"))
    alternates = {item.get("hreflang") for item in links if item.get("rel") == "alternate"} - {None}
    if alternates != set(LANGUAGES):
        raise PageError(f"other languages are {sorted(alternates)}")
    canonical = [item.get("href") for item in links if item.get("rel") == "canonical"]
    if len(canonical) != 1 or "?" in canonical[0]:
        raise PageError(f"canonical address is {canonical}")


def check_links(root: Any, app: Flask) -> None:
    """Every address on the page is one of ours that exists, or of a kind that cannot run."""
    ids = {item.get("id") for item in root.iter() if isinstance(item.tag, str)}
    addresses = app.url_map.bind("localhost")
    for item in root.iter():
        if not isinstance(item.tag, str):
            continue
        for name in ("href", "src", "action", "data-suggest", "data-on-demand"):
            address = item.get(name)
            if address is None:
                continue
            if item.tag == "img" and address.startswith(DRAWING):
                continue
            parts = urlsplit(address)
            if parts.scheme and parts.scheme.lower() not in SCHEMES:
                raise PageError(f"an address that may run: {address[:60]!r}")
            if parts.scheme or parts.netloc:
                continue
            # A form that posts leads to an address that takes it.
            is_post = item.tag == "form" and (item.get("method") or "").lower() == "post"
            method = "POST" if is_post else "GET"
            if parts.path and not _is_known(addresses, parts.path, method):
                raise PageError(f"{item.tag} leads nowhere: {address[:80]!r}")
            if not parts.path and not parts.query and parts.fragment not in ids:
                raise PageError(f"{address!r} is not on the page")


def _is_known(addresses: Any, path: str, method: str) -> bool:
    try:
        addresses.match(path, method=method)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _check_language(root: Any) -> None:
    language, direction = root.get("lang"), root.get("dir")
    if language not in LANGUAGES:
        raise PageError(f"lang is {language!r}")
    if direction != direction_of(language):
        raise PageError(f"dir is {direction!r} for {language}")
    title = root.find(".//head/title")
    if title is None or not (title.text or "").strip():
        raise PageError("no title")


def _check_headings(root: Any) -> None:
    levels = [int(item.tag[1]) for item in root.iter() if re.fullmatch(r"h[1-6]", str(item.tag))]
    if levels.count(1) != 1:
        raise PageError(f"{levels.count(1)} h1 headings")
    main = root.find(".//main")
    if main is None:
        raise PageError("no main element")
    previous = 0
    for item in main.iter():
        if isinstance(item.tag, str) and re.fullmatch(r"h[1-6]", item.tag):
            level = int(item.tag[1])
            if level > previous + 1:
                raise PageError(f"heading {level} after {previous}: {_text(item)[:60]!r}")
            previous = level
            if not _text(item):
                raise PageError("an empty heading")


def _text(item: Any) -> str:
    return "".join(item.itertext()).strip()


def _check_ids(root: Any) -> None:
    seen: set[str] = set()
    for item in root.iter():
        own = item.get("id") if isinstance(item.tag, str) else None
        if own is not None and own in seen:
            raise PageError(f"id {own!r} twice")
        if own is not None:
            seen.add(own)
    for item in root.iter():
        if not isinstance(item.tag, str):
            continue
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form"):
            for wanted in (item.get(name) or "").split():
                if wanted not in seen:
                    raise PageError(f"{name} names {wanted!r}, which is not on the page")


def _check_inputs(root: Any) -> None:
    labelled = {item.get("for") for item in root.iter("label") if item.get("for")}
    wrapped = {id(child) for label in root.iter("label") for child in label.iter()}
    for item in root.iter():
        if item.tag not in {"input", "select", "textarea"}:
            continue
        if item.tag == "input" and item.get("type") in INPUTS_WITHOUT_LABEL:
            continue
        has_name = item.get("aria-label") or item.get("aria-labelledby")
        if not has_name and item.get("id") not in labelled and id(item) not in wrapped:
            raise PageError(f"no label for {item.get('name')!r}")
    for image in root.iter("img"):
        if image.get("alt") is None:
            raise PageError(f"no alternative text for {image.get('src')!r}")


def _check_names(root: Any) -> None:
    for item in root.iter():
        if not isinstance(item.tag, str):
            continue
        if item.tag in {"a", "button", "summary"}:
            alternatives = [image.get("alt") for image in item.iter("img")]
            if not (_text(item) or item.get("aria-label") or any(alternatives)):
                raise PageError(f"nothing to read in {item.tag} {item.get('href')!r}")
        if (item.text or "").strip() == "None" or (item.tail or "").strip() == "None":
            raise PageError(f"None is shown in {item.tag}")


def _check_inline(root: Any) -> None:
    for item in root.iter():
        if not isinstance(item.tag, str):
            continue
        if item.tag == "style" or item.get("style") is not None:
            raise PageError(f"inline style in {item.tag}")
        if item.tag == "script" and not item.get("src") and item.get("type") not in DATA_SCRIPTS:
            raise PageError("inline script")
        if any(name.startswith("on") for name in item.attrib):
            raise PageError(f"inline handler in {item.tag}")
        names = ("src", "srcset", "href") if item.tag == "link" else ("src", "srcset")
        if item.tag == "link" and item.get("rel") in {"canonical", "alternate"}:
            continue
        for name in names:
            if re.match(r"(https?:)?//", item.get(name) or ""):
                raise PageError(f"a file of somebody else: {item.get(name)!r}")


def _check_forms(root: Any) -> None:
    for form in root.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            names = {item.get("name") for item in form.iter("input")}
            if "csrf_token" not in names:
                raise PageError(f"no token in the form to {form.get('action')!r}")
