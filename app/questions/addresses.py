"""Paths that letters name, as functions of a language; a test compares them with the routes."""

from __future__ import annotations


def ask_path(language: str) -> str:
    """Where a family asks."""
    return f"/{language}/stel-je-vraag"


def enter_path(language: str) -> str:
    """Where a family opens its question with its reference and code."""
    return f"/{language}/mijn-vraag"


def inbox_path(language: str) -> str:
    """The inbox of the desk."""
    return f"/{language}/onthaal"


def question_path(language: str, question_id: int) -> str:
    """A question at the desk."""
    return f"/{language}/onthaal/vraag/{question_id}"


def referral_link_path(language: str, token: str) -> str:
    """The secret address by which a partner without account answers a referral."""
    return f"/{language}/doorverwijzing/{token}"


def referrals_path(language: str) -> str:
    """The referrals of a partner with an account."""
    return f"/{language}/partners/doorverwijzingen"


def letters_path(language: str) -> str:
    """The letters of a House that did not arrive."""
    return f"/{language}/onthaal/beheer/brieven"


def ending_path(language: str) -> str:
    """The open questions of a House that will soon be erased."""
    return f"/{language}/onthaal/beheer/bijna-gewist"


def invitation_path(language: str, token: str) -> str:
    """Where an invited person makes an account."""
    return f"/{language}/uitnodiging/{token}"


def absolute(site_url: str, path: str) -> str:
    """A path under the site's own name, as letters need it."""
    return site_url.rstrip("/") + path
