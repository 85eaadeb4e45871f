"""What nobody confirmed, in words: by partner, with how to reach it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from app.directory.models.offers import Offer
from app.finder.cards import Label, Link, Tone
from app.finder.notices import verified_label
from app.finder.site import phone_href
from app.finder.wording import full_day_text
from app.i18n import gettext as _
from app.i18n import ngettext
from app.publishing.check_letters import offer_title
from app.publishing.operations.stale_offers import PERIODS, StaleOffers


@dataclass(frozen=True, slots=True)
class StaleRow:
    """One offer, with what was last checked."""

    offer_id: int
    title: str
    url: str
    history_url: str
    state: Label
    checked: Label
    months: int


@dataclass(frozen=True, slots=True)
class StaleGroup:
    """The offers of one partner."""

    id: int
    name: str
    contacts: tuple[Link, ...]
    rows: tuple[StaleRow, ...]


@dataclass(frozen=True, slots=True)
class StalePage:
    """A page of the list."""

    groups: tuple[StaleGroup, ...]
    summary: str
    periods: tuple[tuple[int, str], ...]
    number: int
    previous: Link | None
    next: Link | None


def make_stale_page(found: StaleOffers, today: date) -> StalePage:
    """The stale offers of a House in words."""
    groups = [
        _group(list(offers))
        for _key, offers in groupby(found.offers, key=lambda offer: offer.organization_id)
    ]
    rows = {offer.id: _row(offer, today) for offer in found.offers}
    return StalePage(
        groups=tuple(
            StaleGroup(organization_id, name, contacts, tuple(rows[key] for key in ids))
            for organization_id, name, contacts, ids in groups
        ),
        summary=ngettext(
            "%(num)s fiche wacht op een controle.",
            "%(num)s fiches wachten op een controle.",
            found.total,
        ),
        periods=tuple((months, period_text(months)) for months in PERIODS),
        number=found.page,
        previous=_page_link(_("Vorige"), found.page - 1) if found.page > 1 else None,
        next=_page_link(_("Volgende"), found.page + 1) if found.page < found.pages else None,
    )


def period_text(months: int) -> str:
    """How often something is checked."""
    if months == 12:
        return _("elk jaar")
    return ngettext("elke maand", "om de %(num)s maanden", months)


def _page_link(text: str, page: int) -> Link:
    return Link(text, url_for("desk_stale.index", pagina=page if page > 1 else None))


def _group(offers: list[Offer]) -> tuple[int, str, tuple[Link, ...], tuple[int, ...]]:
    organization = offers[0].organization
    contacts = []
    for row in organization.contacts:
        if row.kind == "phone":
            contacts.append(Link(row.value, phone_href(row.value), "ui-phone"))
        elif row.kind == "email":
            contacts.append(Link(row.value, f"mailto:{row.value}", "ui-mail"))
    return (
        organization.id,
        organization.name,
        tuple(contacts),
        tuple(offer.id for offer in offers),
    )


def _row(offer: Offer, today: date) -> StaleRow:
    return StaleRow(
        offer_id=offer.id,
        title=offer_title(offer),
        url=url_for("finder.offer", offer_id=offer.id, slug=offer.slug),
        history_url=url_for("desk_review.history", offer_id=offer.id),
        state=_state(offer),
        checked=verified_label(offer, today),
        months=offer.check_every_months,
    )


def _state(offer: Offer) -> Label:
    if offer.hidden_on is not None:
        text = _("verborgen sinds %(day)s", day=full_day_text(offer.hidden_on))
        return Label(text, "ui-warning", Tone.WARN)
    if offer.verified_on is None:
        return Label(_("nooit nagekeken"), "ui-info", Tone.SOON)
    return Label(_("te lang geleden"), "ui-clock", Tone.SOON)
