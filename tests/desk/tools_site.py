"""What colleagues read of an offer and families never do."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.db import Database
from app.directory.models.offers import Offer, OfferText
from app.directory.models.organizations import Contact
from tests.policing import PolicedClient

SECRETS = (
    "Bel eerst met Griet van de intake",
    "Verwijzers bellen 09 000 77 66",
    "griet-intern@bibdepagina.example",
)
"""What only colleagues may read."""


def tell_colleagues(database: Database, offer_id: int) -> None:
    intake, referrer, contact = SECRETS
    with database.transaction() as session:
        offer = session.get_one(Offer, offer_id)
        offer.intake, offer.referrer_contact = intake, referrer
        offer.waiting_reported_on = date(2026, 2, 14)
        offer.verified_on = date(2024, 1, 2)
        text = session.scalars(
            select(OfferText).where(OfferText.offer_id == offer_id, OfferText.language == "nl")
        ).one()
        text.waiting, text.conditions = "acht weken", "Alleen voor wie in Lokeren woont."
        text.bring = "Een kussen"
        session.add(Contact(offer_id=offer_id, kind="email", value=contact, is_public=False))


def text_of(client: PolicedClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.location)
    return answer.get_data(as_text=True)
