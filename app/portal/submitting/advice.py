"""Advice on a version before it is sent, each piece with where to do something about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from app.i18n import gettext as _
from app.portal.advising.page import AdviceItem, advice_view
from app.publishing.facts import ProposedOffer
from app.publishing.models.revisions import Revision

ICONS = {"similar": "swap-arrows", "clash": "ui-calendar", "reading": "book", "missing": "ui-plus"}
FIELDS = {
    "age": "min_age",
    "place": "places",
    "when": "first_day",
    "price": "price_kind",
    "entry": "registration",
    "summary": "summary",
}
"""What is missing and stands in the short form, with its field."""
SECTIONS = {
    "description": "teksten",
    "contact": "contact",
    "accessibility": "talen",
    "languages": "talen",
    "photo": "fotos",
}
"""What is missing and stands in a part of the fiche."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One piece of advice as the page shows it."""

    icon: str
    text: str
    url: str
    link: str
    """The words of the link, when there is an address."""


def list_remarks(
    session: Session, revision: Revision, proposed: ProposedOffer, today: date
) -> list[Remark]:
    """The advice on a version; nothing of it keeps anybody from sending it in."""
    view = advice_view(session, proposed, today, revision.offer_id, revision_id=revision.id)
    # Who sends it in has just checked it: that is no advice here.
    items = [item for item in view.items if item.fact != "check"]
    return [_remark(item, revision.id) for item in items]


def _remark(item: AdviceItem, revision_id: int) -> Remark:
    address, words = item.url or "", _("Bekijk het")
    if item.fact in FIELDS:
        page = url_for("portal_offers.edit", revision_id=revision_id)
        address, words = f"{page}#{FIELDS[item.fact]}", _("Vul in")
    elif item.fact in SECTIONS:
        section = SECTIONS[item.fact]
        address = url_for("portal_fiche.section", revision_id=revision_id, section=section)
        words = _("Vul in")
    return Remark(ICONS[item.kind], item.text, address, words if address else "")
