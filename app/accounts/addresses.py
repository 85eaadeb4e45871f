"""Paths that letters about accounts name; a test compares them with the routes."""

from __future__ import annotations


def sign_in_path(language: str) -> str:
    """Where people sign in with password and phone."""
    return f"/{language}/aanmelden"


def ask_link_path(language: str) -> str:
    """Where people of partners ask a link to sign in."""
    return f"/{language}/aanmelden/link"


def link_path(language: str, token: str) -> str:
    """The secret address that signs somebody in after a press."""
    return f"/{language}/aanmelden/link/{token}"


def claim_path(language: str, token: str) -> str:
    """The secret address by which somebody confirms the own mail address."""
    return f"/{language}/partners/aansluiten/{token}"


def claims_path(language: str) -> str:
    """Where coordinators decide who may act for a partner."""
    return f"/{language}/beheer/aanvragen"


def colleagues_path(language: str) -> str:
    """Where people of a partner see who else acts for it."""
    return f"/{language}/partners/mensen"


def absolute(site_url: str, path: str) -> str:
    """A path under the site's own name, as letters need it."""
    return site_url.rstrip("/") + path
