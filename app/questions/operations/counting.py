"""Counted contacts at the desk and the phone: no name, no text, and undone for five minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.directory.models.organizations import HouseMunicipality
from app.directory.models.terms import Facet, Term
from app.questions.errors import HouseRowNotFoundError
from app.questions.models.desks import ContactMoment, ContactResult
from app.questions.models.questions import Channel

UNDO = timedelta(minutes=5)
COUNTED_CHANNELS = (Channel.WALK_IN, Channel.PHONE, Channel.MAIL, Channel.OUTREACH)
"""What comes in by the site's form counts by itself."""


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact to be counted; what is not known stays empty."""

    channel: Channel
    result: ContactResult
    theme_id: str | None = None
    age_id: str | None = None
    municipality_nis: str | None = None


def count_contact(
    session: Session, house_id: int, draft: ContactDraft, *, now: datetime
) -> ContactMoment:
    """Count one contact; a theme, age or municipality that is none is left empty."""
    moment = ContactMoment(
        house_id=house_id,
        at=now,
        theme_id=_known_term(session, draft.theme_id, Facet.DOMAIN),
        age_id=_known_term(session, draft.age_id, Facet.AGE_GROUP),
        channel=draft.channel.value,
        municipality_nis=_known_municipality(session, house_id, draft.municipality_nis),
        result=draft.result.value,
    )
    session.add(moment)
    session.flush()
    return moment


def count_escalation(session: Session, house_id: int, *, now: datetime) -> ContactMoment:
    """Count with one press that a contact at the desk was handed to a colleague."""
    return count_contact(
        session, house_id, ContactDraft(Channel.WALK_IN, ContactResult.ESCALATED), now=now
    )


def undo_contact(session: Session, house_id: int, contact_id: int, *, now: datetime) -> None:
    """Take back a contact that was counted less than five minutes ago, or raise."""
    found = session.scalar(
        delete(ContactMoment)
        .where(
            ContactMoment.id == contact_id,
            ContactMoment.house_id == house_id,
            ContactMoment.at > now - UNDO,
        )
        .returning(ContactMoment.id)
    )
    if found is None:
        raise HouseRowNotFoundError


def _known_term(session: Session, term_id: str | None, facet: Facet) -> str | None:
    if not term_id:
        return None
    return session.scalar(select(Term.id).where(Term.id == term_id, Term.facet == facet.value))


def _known_municipality(session: Session, house_id: int, nis: str | None) -> str | None:
    if not nis:
        return None
    return session.scalar(
        select(HouseMunicipality.nis).where(
            HouseMunicipality.nis == nis, HouseMunicipality.house_id == house_id
        )
    )
