"""Offers and moments that the tests of the engine share."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.search.documents import DocumentText, OfferDocument

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Brussels"))


def make_offer(offer_id: int, title: str = "Aanbod", **facts: Any) -> OfferDocument:
    """Gives an offer with a Dutch title and whatever else is told."""
    texts = facts.pop("texts", (DocumentText("nl", title, facts.pop("summary", "")),))
    return OfferDocument(offer_id, facts.pop("kind", "service"), texts, **facts)
