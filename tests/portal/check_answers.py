"""A letter that asks whether an offer is still right, and pressing its answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, select

from app.accounts.models import PartnerMembership
from app.db import Database, utc_now
from app.directory.models.checks import FactCheck
from app.directory.models.offers import Offer
from app.publishing.models.checks import CheckedOffer, CheckLetter
from app.publishing.models.revisions import PartnerStanding, Revision, RevisionWriter
from app.publishing.operations.writing_checks import PURPOSE
from app.sealing import digest
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example
from tests.questions.referral_site import press

STALE = date(2024, 1, 5)


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter that asks about the story hour, and nothing else."""

    page: str
    letter_id: int


def answer(
    client: PolicedClient, asked: Asked, example: Example, fact: str, said: str = "yes"
) -> int:
    """Press yes or no at a fact of the letter; gives the status."""
    fields = {"offer_id": str(example.offer_id), "fact": fact, "answer": said}
    return press(client, asked.page, f"{asked.page}/antwoord", **fields).status_code


def checks_of(database: Database, example: Example) -> dict[str, bool]:
    """What was answered, by fact."""
    with database.reading() as session:
        rows = session.scalars(select(FactCheck).where(FactCheck.offer_id == example.offer_id))
        return {row.fact: row.is_right for row in rows}


def read_offer(database: Database, example: Example) -> Offer:
    """The offer as it is now."""
    with database.reading() as session:
        return session.get_one(Offer, example.offer_id)


@contextmanager
def asked_by_letter(database: Database, example: Example) -> Iterator[Asked]:
    """A letter about the story hour; afterwards the person acts for the organization again."""
    token, now = token_urlsafe(32), utc_now()
    with database.transaction() as session:
        letter = CheckLetter(
            person_id=example.partner_id,
            token_digest=digest(session, PURPOSE, token),
            sent_at=now,
            expires_at=now + timedelta(days=30),
        )
        session.add(letter)
        session.flush()
        session.add(CheckedOffer(letter_id=letter.id, offer_id=example.offer_id, stage="first"))
        offer = session.get_one(Offer, example.offer_id)
        offer.verified_on, offer.verified_by, offer.hidden_on = STALE, "source", None
        offer.price_cents, offer.kind, offer.registration = 200, "activity", "required"
        session.execute(delete(FactCheck))
        session.execute(delete(PartnerStanding))
        session.execute(delete(RevisionWriter))
        session.execute(delete(Revision))
        letter_id = letter.id
    yield Asked(f"/nl/nakijken/{token}", letter_id)
    with database.transaction() as session:
        acting = session.get(PartnerMembership, (example.partner_id, example.organization_id))
        if acting is None:
            session.add(
                PartnerMembership(
                    person_id=example.partner_id, organization_id=example.organization_id
                )
            )
