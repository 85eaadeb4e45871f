"""What the search index is told of an offer, and which rows make an offer's document old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import RelationshipDirection, Session

from app.agenda.clock import BRUSSELS
from app.db import utc_now
from app.directory.catalogue import Taxonomy
from app.directory.freshness import freshness_of
from app.directory.models.offers import (
    VISIBLE_STATES,
    Appointment,
    Offer,
    OfferLocation,
    OfferState,
    Online,
)
from app.directory.models.organizations import Location, Organization
from app.directory.models.terms import Facet
from app.directory.operations.offers import each_offer
from app.directory.timetables import timetable_of
from app.geo.points import Point
from app.search.documents import DocumentText, OfferDocument
from app.web.markup import plain_text

INDEXED_DAYS = 400
"""How many days ahead the index knows when something takes place."""
NO_APPOINTMENT = "acc-no-appointment"
REDUCTION_TERM = "acc-pay-with-pass"
# Terms of these facets are words a family may type; the others only staff use.
WORD_FACETS = frozenset(
    {
        Facet.DOMAIN.value,
        Facet.FORM.value,
        Facet.AUDIENCE.value,
        Facet.PASSES.value,
        Facet.ACCESSIBILITY.value,
        Facet.PARTNER_TYPE.value,
    }
)
_PARTS_OF_OFFERS = tuple(
    relation.mapper.class_
    for relation in inspect(Offer).relationships
    if relation.direction is RelationshipDirection.ONETOMANY
)
"""The rows that hang on an offer; what only points at one, such as a referral, changes nothing."""


def offers_touched_by(session: Session, row: object) -> Iterable[int]:
    """Ids of the offers whose document is old once a row has changed."""
    if is_unchanged(session, row):
        return ()
    if isinstance(row, Offer):
        return (row.id,)
    if isinstance(row, Organization):
        return session.scalars(select(Offer.id).where(Offer.organization_id == row.id)).all()
    # A contact may be an organization's.
    if isinstance(row, _PARTS_OF_OFFERS) and isinstance(row.offer_id, int):
        return (row.offer_id,)
    location_id = row.id if isinstance(row, Location) else getattr(row, "location_id", None)
    if isinstance(location_id, int):
        return session.scalars(
            select(OfferLocation.offer_id).where(OfferLocation.location_id == location_id)
        ).all()
    return ()


def mark_touched(session: Session, offer_ids: Sequence[int]) -> None:
    """Move the last change of offers to now, so that nobody keeps an older copy of them."""
    session.execute(
        update(Offer)
        .where(Offer.id.in_(offer_ids))
        .values(updated_at=utc_now())
        .execution_options(synchronize_session=False)
    )


def is_unchanged(session: Session, row: object) -> bool:
    """Whether a stored row was only given the values that it had: sessions call it dirty too."""
    is_stored = inspect(row).persistent and row not in session.deleted
    return is_stored and not session.is_modified(row)


def read_documents(
    session: Session, taxonomy: Taxonomy, offer_ids: Sequence[int] | None = None
) -> Iterator[OfferDocument]:
    """Documents of the offers that families may find; of all of them by default."""
    today = utc_now().astimezone(BRUSSELS).date()
    for offer in each_offer(session, offer_ids):
        if offer.state in VISIBLE_STATES and offer.hidden_on is None:
            yield make_document(offer, taxonomy, today)


def make_document(offer: Offer, taxonomy: Taxonomy, today: date) -> OfferDocument:
    """The document of one offer with its days from today on."""
    locations = [link.location for link in offer.locations]
    own_terms = tuple(row.term_id for row in offer.terms)
    place_terms = tuple(row.term_id for place in locations for row in place.terms)
    partner_terms = tuple(row.term_id for row in offer.organization.terms)
    term_ids = taxonomy.with_ancestors(own_terms + place_terms)
    is_walk_in = offer.appointment in {Appointment.WALK_IN.value, Appointment.BOTH.value}
    return OfferDocument(
        offer_id=offer.id,
        kind=offer.kind,
        texts=tuple(
            DocumentText(row.language, row.title, row.summary, _body(row))
            for row in sorted(offer.texts, key=lambda row: row.language)
        ),
        term_ids=term_ids,
        labels=_labels(taxonomy, taxonomy.with_ancestors(own_terms + partner_terms)),
        organization=offer.organization.name,
        place_names=tuple(
            dict.fromkeys(name for place in locations for name in (place.place, place.name) if name)
        ),
        min_age_months=offer.min_age_months,
        max_age_months=offer.max_age_months,
        audience=offer.audience,
        points=tuple(
            Point(place.latitude, place.longitude)
            for place in locations
            if place.latitude is not None and place.longitude is not None
        ),
        municipalities=frozenset(
            place.municipality_nis for place in locations if place.municipality_nis
        ),
        service_area=frozenset(row.nis for row in offer.areas),
        has_distance=offer.online != Online.YES.value and not offer.is_at_home,
        is_free=offer.price_cents == 0,
        has_pass=offer.pass_price_cents is not None
        or REDUCTION_TERM in term_ids
        or any(term_id.startswith("pass-") for term_id in term_ids),
        walk_in=is_walk_in or NO_APPOINTMENT in own_terms,
        languages=tuple(row.language for row in offer.languages),
        parts_from=today,
        day_parts=_day_parts(offer, today),
        verified_on=offer.verified_on,
        due_on=freshness_of(offer, today).due_on,
        completeness=_completeness(offer),
    )


def _day_parts(offer: Offer, today: date) -> bytes:
    """When it takes place; never for what is closed for now, whatever its rules say."""
    if offer.state != OfferState.PUBLISHED.value:
        return b""
    return timetable_of(offer).day_parts(today, INDEXED_DAYS)


def _body(row: object) -> str:
    parts = ("description", "join", "conditions", "price_note")
    # Words only: nobody searches for the address that a link leads to.
    texts = (getattr(row, name) for name in parts)
    return "\n".join(plain_text(text, with_addresses=False) for text in texts if text)


def _labels(taxonomy: Taxonomy, term_ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    terms = [taxonomy.terms[term_id] for term_id in term_ids if term_id in taxonomy.terms]
    return tuple(
        (language, label)
        for term in terms
        if term.facet in WORD_FACETS
        for language, label in term.labels.items()
    )


def _completeness(offer: Offer) -> float:
    """The share of what a family wants to know that the offer tells, 0 to 1."""
    told = (
        bool(offer.locations or offer.areas or offer.is_at_home or offer.online != Online.NO),
        bool(offer.schedules),
        offer.price_cents is not None,
        offer.min_age_months is not None or offer.max_age_months is not None,
        bool(offer.appointment or offer.registration),
        any(row.summary for row in offer.texts),
        any(row.description for row in offer.texts),
        offer.verified_on is not None,
    )
    return sum(told) / len(told)
