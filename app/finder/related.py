"""Offers that a family who reads one may also want: the same theme, the same age, near by."""

from __future__ import annotations

from app.directory.models.offers import Offer
from app.finder.answering import list_cards
from app.finder.cards import Card
from app.finder.site import get_catalogue
from app.geo.points import Point
from app.search.queries import Query
from app.web.languages import page_language

SHOWN = 4


def list_related(offer: Offer) -> tuple[Card, ...]:
    """Up to four other offers of the main theme, those near and for the same age first."""
    theme = get_catalogue().taxonomy.find_main_theme(tuple(row.term_id for row in offer.terms))
    if theme is None:
        return ()
    points = [
        Point(link.location.latitude, link.location.longitude)
        for link in offer.locations
        if link.location.latitude is not None and link.location.longitude is not None
    ]
    first, last = offer.min_age_months, offer.max_age_months
    ages = ((first + last) // 2,) if first is not None and last is not None else ()
    query = Query(
        language=page_language(),
        themes=(theme.id,),
        ages=ages,
        point=points[0] if points else None,
        limit=SHOWN + 1,
        facets=False,
    )
    _total, cards = list_cards(query)
    return tuple(card for card in cards if card.offer_id != offer.id)[:SHOWN]
