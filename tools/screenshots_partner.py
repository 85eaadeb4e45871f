"""What the pictures of the partner's door show: own offers, a version that waits, its review."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.guards import COOKIE
from app.accounts.models import PartnerMembership, Person
from app.accounts.sign_ins import begin_sign_in
from app.config import Settings
from app.db import utc_now
from app.directory.connecting import connect
from app.directory.models.offers import Offer, OfferKind
from app.publishing.facts import read_facts
from app.publishing.operations.revising import (
    Author,
    begin_change,
    save_draft,
    submit_revision,
)
from tools.screenshots_desk import DeskPictures

PARTNER, COORDINATOR = "petra@dichtbij.example", "cato@dichtbij.example"


def make_partner(settings: Settings) -> list[DeskPictures]:
    """Have a partner change a price and a title, and let a coordinator look at it."""
    database = connect(settings).database
    with database.transaction() as session:
        petra, cato = (_find_person(session, email) for email in (PARTNER, COORDINATOR))
        waiting = _change_something(session, petra)
        cookies = [(COOKIE, begin_sign_in(session, person)[1]) for person in (petra, cato)]
    database.dispose()
    return [
        DeskPictures(
            {
                "partner": "/nl/partners/aanbod",
                "submit": "/nl/partners/aanbod/nieuw?soort=activiteit",
            },
            cookies[0],
        ),
        DeskPictures({"review": f"/nl/onthaal/nakijken/{waiting}"}, cookies[1]),
    ]


def _find_person(session: Session, email: str) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


def _change_something(session: Session, petra: Person) -> int:
    own = select(PartnerMembership.organization_id).where(PartnerMembership.person_id == petra.id)
    organizations = frozenset(session.scalars(own))
    offer_id = session.scalars(
        select(Offer.id)
        .where(Offer.organization_id.in_(organizations), Offer.kind == OfferKind.ACTIVITY.value)
        .order_by(Offer.id)
        .limit(1)
    ).one()
    author, now = Author(petra.id, organizations), utc_now()
    revision = begin_change(session, author, offer_id)
    proposed = read_facts(revision.facts)
    dutch = proposed.offer.words["nl"]
    words = {
        **proposed.offer.words,
        "nl": replace(
            dutch,
            title=f"{dutch.title}, ook voor beginners",
            bring="Een schort of een oud hemd.",
        ),
    }
    offer = replace(proposed.offer, words=words, price_cents=800, pass_price_cents=200)
    save_draft(session, author, revision, replace(proposed, offer=offer), now=now)
    submit_revision(session, author, revision, now=now)
    return revision.id
