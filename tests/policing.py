"""The test client that reads every HTML answer and fails on what no page may have."""

from __future__ import annotations

import re
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.i18n import LANGUAGES, direction_of

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
INPUTS_WITHOUT_LABEL = {"hidden", "submit", "button", "image", "reset"}


class PageError(AssertionError):
    """A page breaks a rule that holds for every page."""


class PolicedClient(FlaskClient):
    """A visitor that looks at each page it gets; there is no way around it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for an address and check the answer."""
        response = super().open(*args, **kwargs)
        check_headers(response)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            check_page(response.get_data(as_text=True))
        return response


def check_headers(response: TestResponse) -> None:
    """The headers of every answer; no cookie on a page that has no form that needs one."""
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            raise PageError(f"header {name} is {response.headers.get(name)!r}")
    policy = response.headers.get("Content-Security-Policy", "")
    if "script-src 'self'" not in policy or "unsafe" in policy or "default-src 'none'" not in policy:
        raise PageError(f"content policy is {policy!r}")
    if "Set-Cookie" in response.headers and 'method="post"' not in response.get_data(as_text=True):
        raise PageError("a cookie on a page without a form that needs one")


def check_page(html: str) -> None:
    """Parses strictly, one h1, a title, headings in order, unique ids, labels, languages, no inline."""
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
    _check_inline(root)
    _check_forms(root)


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
                raise PageError(f"heading {level} after {previous}: {''.join(item.itertext())[:60]!r}")
            previous = level
            if not "".join(item.itertext()).strip():
                raise PageError("an empty heading")


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
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
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


def _check_inline(root: Any) -> None:
    for item in root.iter():
        if not isinstance(item.tag, str):
            continue
        if item.tag == "style" or item.get("style") is not None:
            raise PageError(f"inline style in {item.tag}")
        if item.tag == "script" and not item.get("src"):
            if item.get("type") not in {"application/ld+json", "application/json"}:
                raise PageError("inline script")
        if any(name.startswith("on") for name in item.attrib):
            raise PageError(f"inline handler in {item.tag}")
        for name in ("src", "srcset"):
            if re.match(r"(https?:)?//", item.get(name) or ""):
                raise PageError(f"a file of somebody else: {item.get(name)!r}")
        if item.tag == "link" and item.get("rel") in {"stylesheet", "icon", "preload"}:
            if re.match(r"(https?:)?//", item.get("href") or ""):
                raise PageError(f"a file of somebody else: {item.get('href')!r}")
        href = item.get("href") or ""
        if re.match(r"\s*(javascript|data|vbscript):", href, re.IGNORECASE):
            raise PageError(f"an address that runs: {href[:40]!r}")


def _check_forms(root: Any) -> None:
    for form in root.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            names = {item.get("name") for item in form.iter("input")}
            if "csrf_token" not in names:
                raise PageError(f"no token in the form to {form.get('action')!r}")
