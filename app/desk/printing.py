"""A card for paper: pictogram, place, day, hour, phone and what to bring, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from app.directory.models.offers import Offer
from app.finder.cards import Label, Link
from app.finder.kept import qr_image
from app.finder.offer_page import make_offer_page
from app.finder.pages import Contact, OfferPage, Venue
from app.finder.presentation import with_dates
from app.finder.site import absolute_url, get_catalogue, local_now
from app.finder.wording import day_text
from app.i18n import LANGUAGES
from app.web.languages import page_language

SIZES = ("a5", "a6")
DATES = 3


@dataclass(frozen=True, slots=True)
class PrintPage:
    """What stands on the card."""

    offer: OfferPage
    size: str
    when: str | None
    """The opening hours, when there are any."""
    dates: tuple[str, ...]
    """The next times with their dates: "morgen" is another day on paper."""
    venues: tuple[Venue, ...]
    phones: tuple[Contact, ...]
    interpreting: tuple[Label, ...]
    """What helps who speaks another language."""
    qr: Markup
    address: str
    printed_on: str
    sizes: tuple[Link, ...]
    languages: tuple[Link, ...]
    back_url: str


def make_print_page(offer: Offer, size: str) -> PrintPage:
    """The card of an offer in the page's language, on A5 or A6."""
    now = local_now()
    page = make_offer_page(
        offer, get_catalogue().taxonomy, now, asked_day=None, related=(), back_url=None
    )
    card = with_dates(page.card, offer, now)
    address = absolute_url(url_for("finder.offer", offer_id=offer.id, slug=offer.slug))
    return PrintPage(
        offer=page,
        size=size,
        when=card.when,
        dates=card.dates[:DATES],
        venues=page.venues[:2],
        phones=tuple(item for item in page.contacts if item.href.startswith("tel:"))[:2],
        interpreting=tuple(
            item for item in page.accessibility if item.icon in {"interpreter", "two-bubbles"}
        ),
        qr=Markup(qr_image(address).decode()),  # noqa: S704 - our own drawing
        address=address,
        printed_on=day_text(now.date(), now.date()),
        sizes=tuple(
            Link(name.upper(), _url(offer, name), is_current=name == size) for name in SIZES
        ),
        languages=tuple(
            Link(
                language.own_name,
                _url(offer, size, code),
                is_current=code == page_language(),
                hint=code,
            )
            for code, language in LANGUAGES.items()
        ),
        back_url=url_for("desk_finding.offer", offer_id=offer.id),
    )


def _url(offer: Offer, size: str, language: str | None = None) -> str:
    return url_for(
        "desk_finding.print_card",
        offer_id=offer.id,
        formaat=size,
        language=language or page_language(),
    )
