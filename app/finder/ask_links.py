"""The way from any page to the form for a question, with what was searched there."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request, url_for

from app.finder.parameters import read_kept

_CARRIED = {"q": 200, "plaats": 80, "kind": 40}
"""Parameters of a search that go along, with the most characters of each."""


def ask_url() -> str | None:
    """Where to ask, with what this page searched or shows; nothing on the page itself."""
    endpoint, arguments = request.endpoint or "", request.args
    if endpoint.startswith("asking."):
        return None
    carried: dict[str, str] = {}
    match endpoint:
        case "finder.search":
            carried = {name: arguments.get(name, "")[:most] for name, most in _CARRIED.items()}
        case "finder.offer":
            carried = {"o": str((request.view_args or {}).get("offer_id", ""))}
        case "finder.kept":
            carried = {"o": read_kept(arguments.get("o", "")[:200])}
    query = urlencode({name: value for name, value in carried.items() if value})
    return url_for("asking.ask") + (f"?{query}" if query else "")
