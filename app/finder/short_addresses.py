"""Addresses short enough for a poster: without a language, they lead to the page in one."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.web.access import public
from app.web.languages import page_language

blueprint = Blueprint("short", __name__)
DOORS = (
    "aanmelden",
    "kalender",
    "mijn-lijst",
    "mijn-vraag",
    "onthaal",
    "stel-je-vraag",
    "zoek",
)
LONGEST_QUERY = 2_000
"""In bytes; a longer one is left behind."""


@public
def enter() -> BaseResponse:
    """Send a visitor who typed no language to the page in a language of the browser."""
    query = request.query_string
    asked = f"?{query.decode('ascii', 'ignore')}" if 0 < len(query) <= LONGEST_QUERY else ""
    response = redirect(f"/{page_language()}{request.path}{asked}", 302)
    response.vary.add("Accept-Language")
    return response


for door in DOORS:
    blueprint.add_url_rule(f"/{door}", view_func=enter, methods=["GET"])
