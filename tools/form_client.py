"""A family with a browser: gets the form, sends it, and reads what is shown after it."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from http.cookiejar import CookieJar
from typing import IO

PATIENCE_S = 15.0
FIELD = re.compile(r'<input[^>]*\bname="(csrf_token|stamp)"[^>]*>')
VALUE = re.compile(r'\bvalue="([^"]*)"')
LOST = (OSError, HTTPException)
"""What a visitor sees of a site that is killed: no answer, or half of one."""


def is_away(error: Exception) -> bool:
    """Whether nobody took the call, so that nothing was sent at all."""
    return isinstance(getattr(error, "reason", error), ConnectionRefusedError)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Redirects are answers: each step is taken on purpose."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow nothing."""


class Visitor:
    """One browser with its cookies."""

    def __init__(self, site_url: str) -> None:
        """Begin without cookies."""
        self._site_url = site_url
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._browser = urllib.request.build_opener(jar, _StayHere())

    def get(self, path: str) -> tuple[int, str]:
        """The status and the words of a page; raises one of LOST."""
        return self._open(urllib.request.Request(self._site_url + path))

    def send(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Send a form: its status and where it leads, or the page for a form with mistakes."""
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self._site_url + path, data=body)
        return self._open(request)

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._browser.open(request, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                words = answer.read().decode()
                return answer.code, answer.headers.get("Location", words)


def read_hidden(page: str) -> dict[str, str]:
    """The token and the stamp in a page with a form."""
    found = {}
    for field in FIELD.finditer(page):
        value = VALUE.search(field.group(0))
        found.setdefault(field.group(1), value.group(1) if value else "")
    return found
