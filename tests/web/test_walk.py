"""A walk along every address of the site, in every language, read by the policing client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select

from app.config import Settings
from app.db import Database
from app.directory.models.offers import Offer, OfferKind, OfferState, OfferText
from app.directory.models.organizations import Organization
from app.finder.texts import TEXTS
from app.i18n import LANGUAGES
from app.web.access import PUBLIC, find_access
from tests.policing import PolicedClient
from tests.sites import TODAY

Values = dict[str, list[object]]
PAGES = frozenset({200, 301, 302, 303, 308, 404, 410})
# What only exists for a moment, or for a letter, is walked by the tests of its own journey.
PASSING = frozenset(
    {
        "accounts.invitation",
        "accounts.knock_claim",
        "accounts.knock_link",
        "accounts.make_account",
        "photos.show",
        "portal_checks.letter",
        "portal_link.knock",
        "suggest.knock",
    }
)
SEARCHES = (
    "",
    "?q=luiers&plaats=temse&kind=9+maanden&kind=4+jaar",
    "?q=zwemmen+woensdagnamiddag+6+jaar+gratis+Lokeren&weergave=kaart",
    "?weergave=agenda&plaats=9100&straal=5&soort=activiteit",
    "?q=asdfghjkl&plaats=nergenshuizen&kind=oud",
    "?q=babymassage+zwanger&letterlijk=1&lijst=1,2,3&sorteer=eerst",
    "?hier=51.16,4.14&sorteer=afstand&dag=wo&dagdeel=avond&prijs=gratis&taal=fr&toegang=acc-buggy",
    "?q=speelgroep+zondagavond+gratis+zonder+afspraak+Temse&uitleg=1",
    "?thema=sports&leeftijd=age-6-9&inloop=1&van=2026-01-01&tot=2030-12-31&pagina=2",
)
QUERIES: dict[str, tuple[str, ...]] = {
    "asking.ask": ("", "?q=slapen&plaats=temse&kind=2+jaar&o=1,2", "?plaats=nergens&o=x"),
    "finder.search": SEARCHES,
    "finder.search_calendar": ("?q=luiers", "?q=voorlezen&plaats=temse"),
    "finder.search_feed": ("?q=luiers", "?plaats=temse&kind=4"),
    "finder.calendar": ("", "?week=2026-W20&plaats=temse", "?week=onzin"),
    "finder.suggest": ("?q=spe", "?q=tem&voor=place", "?q="),
    "finder.kept": ("", "?o=1,2,3", "?o=999999,1"),
    "finder.kept_calendar": ("?o=1,2,3",),
    "finder.offer": ("", "?dag=2026-12-25&lijst=1,2"),
}


def pick_offers(database: Database) -> Iterator[tuple[int, str]]:
    """One offer of each kind, state and language, those with the most to show, and none."""
    wanted: list[ColumnElement[bool]] = [Offer.kind == kind.value for kind in OfferKind]
    wanted += [Offer.state == state.value for state in OfferState]
    wanted += [Offer.texts.any(OfferText.language == code) for code in LANGUAGES]
    wanted += [Offer.is_at_home.is_(True), Offer.online == "yes", Offer.cancellations.any()]
    wanted += [Offer.closures.any(), Offer.images.any(), ~Offer.schedules.any()]
    seen: set[int] = set()
    with database.reading() as session:
        for condition in wanted:
            statement = select(Offer.id, Offer.slug).where(condition, Offer.id.not_in(seen))
            row = session.execute(statement.order_by(Offer.id).limit(1)).first()
            if row is not None:
                seen.add(row.id)
                yield row.id, row.slug
    yield 999_999, "weg"


@pytest.fixture(scope="module")
def values(seeded: Settings) -> Callable[[str], Values]:
    """Real values for the parts of every address; a new address without any fails the walk."""
    database = Database(seeded.database_url)
    offers = list(pick_offers(database))
    with database.reading() as session:
        slugs = list(session.scalars(select(Organization.slug).order_by(Organization.id).limit(2)))
    database.dispose()
    terms = {
        "finder.theme": ["sports", "form-nappy-bank", "acc-buggy", "nothing"],
        "finder.age": ["age-pregnancy", "age-baby", "age-18-24", "sports"],
    }
    places: dict[str, list[object]] = {
        "finder.municipality": ["temse", "lokeren", "gent", "moerbeke", "nergens"],
        "finder.partner": [*slugs, "niemand"],
    }

    def values_of(endpoint: str) -> Values:
        found: Values = {
            "number": [0, 1, 99],
            "token": ["x"],
            "filename": ["css/dichtbij.css", "pictograms/favicon.svg", "nothing.css"],
            "name": list(TEXTS),
            "day": [str(TODAY + timedelta(days=1)), str(TODAY - timedelta(days=9)), "2026-02-30"],
            "term_id": list(terms.get(endpoint, [])),
            "slug": places.get(endpoint, []),
        }
        if endpoint.startswith(("finder.offer", "finder.moment", "offer_report.")):
            # The number and the words of an address belong together.
            found["offer"] = [*offers] if endpoint == "finder.offer" else [*offers[:3]]
        return found

    return values_of


def languages_for(position: int, arguments: set[str]) -> list[dict[str, str]]:
    """All languages for the first values of an address, and one in turn for each next."""
    if "language" not in arguments:
        return [{}]
    codes = list(LANGUAGES)
    wanted = codes if position == 0 else [codes[position % len(codes)]]
    return [{"language": code} for code in wanted]


def addresses_of(app: Flask, values_of: Callable[[str], Values]) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of everything that the walk visits."""
    builder = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or find_access(app, rule.endpoint) != PUBLIC:
            continue
        known = values_of(rule.endpoint)
        names = sorted(rule.arguments - {"language"})
        if "offer" in known:
            names = ["offer", *(name for name in names if name not in {"offer_id", "slug"})]
        for name in names:
            assert known.get(name), f"give the walk values for {name!r} of {rule.rule}"
        queries = QUERIES.get(rule.endpoint, ("",))
        choices = product(*(known[name] for name in names), queries)
        for position, (*chosen, query) in enumerate(choices):
            parts = dict(zip(names, chosen, strict=True))
            offer = parts.pop("offer", None)
            if isinstance(offer, tuple):
                both = {"offer_id": offer[0], "slug": offer[1]}
                parts |= {name: part for name, part in both.items() if name in rule.arguments}
            for language in languages_for(position, rule.arguments):
                yield (
                    rule.endpoint,
                    builder.build(rule.endpoint, {**parts, **language}) + str(query),
                )


def test_every_address_answers_in_every_language(
    app: Flask, client: PolicedClient, values: Callable[[str], Values]
) -> None:
    visited: dict[str, set[int]] = {}
    for endpoint, address in addresses_of(app, values):
        response = client.get(address)
        assert response.status_code in PAGES, f"{response.status_code} at {address}"
        visited.setdefault(endpoint, set()).add(response.status_code)
        if response.mimetype == "text/html" and response.status_code == 200:
            language = urlsplit(address).path[1:3]
            assert f'<html lang="{language}"' in response.get_data(as_text=True)[:400], address
    endpoints = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and find_access(app, rule.endpoint) == PUBLIC
    }
    assert set(visited) == endpoints
    never = [endpoint for endpoint, codes in visited.items() if not codes & {200, 302, 303}]
    never = [endpoint for endpoint in never if endpoint not in PASSING]
    assert never == []
