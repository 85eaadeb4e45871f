"""Every address is decided on, and none that families may have kept ever disappears."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from werkzeug.exceptions import HTTPException

from app.finder.short_addresses import DOORS
from app.i18n import LANGUAGES
from app.web.access import PUBLIC, find_access, public
from tests.policing import PolicedClient

ADDRESSES = Path(__file__).with_name("addresses.txt")
_CHOICE = re.compile(r"<any\(([^<>)]*)\):\w+>")
_CONVERTER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")


def plain_rules(rule: str) -> list[str]:
    """The addresses of a rule, one for each word that a part may be; the rest by their names."""
    choice = _CHOICE.search(rule)
    whole = [rule.replace(choice[0], word) for word in choice[1].split(",")] if choice else [rule]
    return [_CONVERTER.sub(r"<\1>", item) for item in whole]


def list_frozen() -> list[str]:
    lines = ADDRESSES.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def list_public(app: Flask) -> set[str]:
    return {
        address
        for rule in app.url_map.iter_rules()
        if find_access(app, rule.endpoint) == PUBLIC
        for address in plain_rules(rule.rule)
    }


def status_of(app: Flask, path: str) -> int | None:
    """What an address gives before any view is asked; None when there is a view for it."""
    try:
        app.url_map.bind("localhost").match(path)
    except HTTPException as error:
        return error.code
    return None


def test_every_route_is_public_or_guarded(app: Flask) -> None:
    undecided = [
        rule.rule for rule in app.url_map.iter_rules() if find_access(app, rule.endpoint) is None
    ]
    assert undecided == []


def test_a_route_that_nobody_decided_on_is_seen(app: Flask) -> None:
    """The check above would fail for it."""
    other = Flask("other")

    @other.get("/open")
    @public
    def opened() -> str:
        return ""

    @other.get("/forgotten")
    def forgotten() -> str:
        return ""

    assert find_access(other, "opened") == PUBLIC
    assert find_access(other, "forgotten") is None


def test_no_public_address_disappears(app: Flask) -> None:
    """Addresses are shared, printed and scanned: one that moves is redirected, never dropped."""
    gone = set(list_frozen()) - list_public(app)
    assert not gone, f"keep these, or redirect them: {sorted(gone)}"


def test_every_public_address_is_on_the_list(app: Flask) -> None:
    new = list_public(app) - set(list_frozen())
    assert not new, f"add these to {ADDRESSES.name}: {sorted(new)}"


def test_the_list_is_in_order_and_has_nothing_twice() -> None:
    frozen = list_frozen()
    assert frozen == sorted(set(frozen))


def test_addresses_are_lower_case_and_pages_stand_below_their_language(app: Flask) -> None:
    without_language = {
        "/",
        "/foto/<name>",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/static/<filename>",
    }
    without_language |= {f"/{door}" for door in DOORS}
    for rule in list_public(app):
        assert rule == rule.lower()
        if rule not in without_language and not rule.startswith("/sitemap"):
            assert rule.startswith("/<language>/"), rule


def test_no_route_changes_anything_by_a_get(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods in ({"GET"}, {"POST"}), f"{rule.rule} takes {sorted(methods)}"


def test_only_the_languages_of_the_site_are_languages(app: Flask) -> None:
    for language in LANGUAGES:
        assert status_of(app, f"/{language}/zoek") is None
    for language in ("de", "NL", "nl-be", "n", "nlfr", "%20"):
        assert status_of(app, f"/{language}/zoek") == 404


def test_a_short_address_leads_to_the_page_in_the_language_of_the_browser(
    client: PolicedClient,
) -> None:
    for door in DOORS:
        answer = client.get(f"/{door}?q=luiers%20&x=%0d%0a", headers={"Accept-Language": "fr"})
        assert (answer.status_code, answer.location) == (302, f"/fr/{door}?q=luiers%20&x=%0d%0a")
        assert client.get(f"/fr/{door}").status_code in {200, 303}
    assert client.get(f"/zoek?q={'a' * 2001}").location == "/nl/zoek"
