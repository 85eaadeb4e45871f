"""Who may call a route: each view says it, and a test walks all routes to see that it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask

P = ParamSpec("P")
R = TypeVar("R")

_MARK = "dichtbij_access"
PUBLIC = "public"
SIGNED_IN = "signed_in"
# Flask's own route for files of the design; nothing else is served from there.
PUBLIC_ENDPOINTS = frozenset({"static"})


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to everybody, without account."""
    setattr(view, _MARK, PUBLIC)
    return view


def guarded(view: Callable[P, R], access: str) -> Callable[P, R]:
    """Mark a view with the access that its own lock enforces, such as "permission:refer"."""
    setattr(view, _MARK, access)
    return view


def find_access(app: Flask, endpoint: str) -> str | None:
    """How a route is guarded: "public", "signed_in", "permission:x", or None when undecided."""
    if endpoint in PUBLIC_ENDPOINTS:
        return PUBLIC
    access: str | None = getattr(app.view_functions[endpoint], _MARK, None)
    return access
