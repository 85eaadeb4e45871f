"""The two cookies of people with an account: the sign-in, and the devices they know."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from app.accounts.entering import plain_email
from app.accounts.guards import COOKIE
from app.accounts.limits import Key
from app.web.installation import get_installation
from app.web.visitors import visitor_address

DEVICE_COOKIE = "dichtbij_toestel"
DEVICE_KEPT = timedelta(days=180)
MOST_ON_DEVICE = 8
"""A shared tablet knows this many people."""
_BROWSERS = (
    ("Edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|CriOS/")),
    ("Safari", re.compile(r"Safari/")),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac", "Macintosh"),
    ("Chromebook", "CrOS"),
    ("Linux", "Linux"),
)


def set_sign_in_cookie(response: Response, token: str) -> None:
    """Give the browser the token; scripts and other sites never see it."""
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="Lax",
        secure=get_installation().settings.https_only,
    )


def drop_sign_in_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        COOKIE, httponly=True, samesite="Lax", secure=get_installation().settings.https_only
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known-device")


def _short(email: str) -> str:
    return hashlib.sha256(plain_email(email).encode()).hexdigest()[:24]


def _read_device() -> tuple[str, list[str]]:
    """(number, people) of this device; a new number when it is not known."""
    try:
        found = _signer().loads(
            request.cookies.get(DEVICE_COOKIE, ""), max_age=int(DEVICE_KEPT.total_seconds())
        )
        return str(found["d"]), [str(item) for item in found["p"]]
    except (BadData, KeyError, TypeError):
        return secrets.token_urlsafe(12), []


def remember_device(response: Response, email: str) -> None:
    """Note that this person signed in here, so that others' wrong tries do not hold it up."""
    number, people = _read_device()
    own = _short(email)
    known = [own, *(item for item in people if item != own)][:MOST_ON_DEVICE]
    response.set_cookie(
        DEVICE_COOKIE,
        str(_signer().dumps({"d": number, "p": known})),
        max_age=DEVICE_KEPT,
        httponly=True,
        samesite="Lax",
        secure=get_installation().settings.https_only,
        path="/",
    )


def keys_for(email: str) -> list[Key]:
    """What tries of this visitor for this address are counted by."""
    number, people = _read_device()
    if _short(email) in people:
        # Who signed in here before does not wait for what strangers try elsewhere.
        return [Key("device", f"{number}:{plain_email(email)}")]
    return [Key("mail", plain_email(email)), *address_keys()]


def link_keys(email: str) -> list[Key]:
    """What asking a link for this address is counted by; it says nothing of passwords."""
    return [Key(f"link-{key.kind}", key.text) for key in keys_for(email)]


def address_keys() -> list[Key]:
    """The key of the visitor's address; none behind a proxy of our own that does not name it."""
    address = visitor_address()
    return [Key("address", address)] if address else []


def describe_device() -> str:
    """Browser and system of this request in two words."""
    agent = request.headers.get("User-Agent", "")[:400]
    browser = next((name for name, pattern in _BROWSERS if pattern.search(agent)), "")
    system = next((name for name, word in _SYSTEMS if word in agent), "")
    return ", ".join(part for part in (browser, system) if part)
