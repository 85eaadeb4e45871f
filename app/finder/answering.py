"""From a query to cards: the engine finds, the database has the last word, and stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from app.directory.models.offers import Offer
from app.directory.operations.offers import (
    list_partner_offers,
    search_plainly,
)
from app.finder.cards import Card
from app.finder.parameters import SearchRequest
from app.finder.presentation import Asked, make_card
from app.finder.searching import Search, understand_request
from app.finder.site import get_catalogue, get_shelf, local_now
from app.search.errors import IndexUnavailableError
from app.search.queries import Hit, Hits, Query
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine answered, with the rows behind it."""

    hits: Hits
    offers: tuple[Offer, ...]
    is_plain: bool
    """Whether the tables answered because the index is gone."""
    near: tuple[Offer, ...] = ()
    """The rows behind what nearly is what was asked."""
    pinned: tuple[Offer, ...] = ()
    """The rows of what the House wants to stand first."""


def understand(request: SearchRequest) -> Search:
    """What a search means here and now, in the page's language."""
    installation, house = get_installation(), get_catalogue().find_house(None)
    codes = house.municipalities if house else ()
    home = installation.gazetteer.find_municipality(codes[0]) if codes else None
    return understand_request(
        request,
        language=page_language(),
        gazetteer=installation.gazetteer,
        synonyms=installation.vocabulary.current(),
        addresses=installation.addresses,
        today=local_now().date(),
        near=home.point if home else None,
    )


def answer_query(query: Query, pinned: Sequence[int] = ()) -> Answer:
    """Ask the engine; without a sound index the tables answer, more simply.

    Offers that are `pinned` are loaded in the same statement.
    """
    installation = get_installation()
    is_plain = False
    try:
        hits = installation.engine.search(query, local_now())
    except IndexUnavailableError as error:
        log.warning("search_without_index", reason=type(error).__name__)
        installation.repair_index()
        hits, is_plain = _answer_plainly(query), True
    found = [hit.offer_id for hit in hits.hits]
    near = [hit.offer_id for hit in hits.near]
    everything = dict.fromkeys((*pinned, *found, *near))
    offers = {
        offer.id: offer for offer in get_shelf().list_offers(reading_session(), list(everything))
    }
    return Answer(
        hits,
        tuple(offers[offer_id] for offer_id in found if offer_id in offers),
        is_plain,
        near=tuple(offers[offer_id] for offer_id in near if offer_id in offers),
        pinned=tuple(offers[offer_id] for offer_id in pinned if offer_id in offers),
    )


def find_hits(query: Query) -> Hits:
    """What the engine finds, without the rows; nothing when there is no sound index."""
    try:
        return get_installation().engine.search(query, local_now())
    except IndexUnavailableError:
        return Hits(0)


def _answer_plainly(query: Query) -> Hits:
    total, ids = search_plainly(
        reading_session(),
        query.words.split()[:8],
        municipality_nis=query.municipality or query.near,
        ages=query.ages,
        limit=query.limit,
        offset=query.offset,
    )
    return Hits(total=total, hits=tuple(Hit(offer_id, 0.0) for offer_id in ids))


def make_cards(answer: Answer, query: Query) -> tuple[Card, ...]:
    """The cards of an answer in its order."""
    return cards_for(answer.offers, answer.hits.hits, query)


def cards_for(offers: Sequence[Offer], hits: Sequence[Hit], query: Query) -> tuple[Card, ...]:
    """Cards of loaded offers, in their order, that answer to what was asked."""
    taxonomy, now = get_catalogue().taxonomy, local_now()
    known = {hit.offer_id: hit for hit in hits}
    asked = Asked(
        ages=query.ages,
        first_day=query.first_day,
        last_day=query.last_day,
        weekdays=query.weekdays,
    )
    cards: list[Card] = []
    for offer in offers:
        hit = known.get(offer.id)
        own = replace(asked, distance_km=hit.distance_km, suits=hit.suits) if hit else asked
        cards.append(make_card(offer, taxonomy, now, own))
    return tuple(cards)


def list_cards(query: Query) -> tuple[int, tuple[Card, ...]]:
    """How many offers answer a query, and the cards of its first page."""
    answer = answer_query(query)
    return answer.hits.total, make_cards(answer, query)


def cards_of(offers: Sequence[Offer]) -> tuple[Card, ...]:
    """Cards of loaded offers, in their order."""
    taxonomy, now = get_catalogue().taxonomy, local_now()
    return tuple(make_card(offer, taxonomy, now) for offer in offers)


def list_partner_cards(organization_id: int) -> tuple[Card, ...]:
    """The cards of everything a partner offers to families."""
    return cards_of(list_partner_offers(reading_session(), organization_id))
