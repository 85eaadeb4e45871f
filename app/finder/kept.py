"""`Mijn lijst`: offers kept on the device, shown from an address, printed as one sheet."""

from __future__ import annotations

import io

import segno
from flask import url_for
from markupsafe import Markup

from app.finder.pages import ListPage
from app.finder.presentation import make_card, with_dates
from app.finder.site import absolute_url, get_catalogue, get_desk, get_shelf, local_now
from app.finder.wording import day_text
from app.web.installation import reading_session


def qr_image(address: str) -> bytes:
    """A QR code of an address as an SVG document (error correction M, quiet zone 2)."""
    buffer = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(buffer, kind="svg", border=2, xmldecl=False, scale=4, omitsize=True)
    return buffer.getvalue()


def make_list_page(kept: str) -> ListPage:
    """The page of kept offers; those that are gone are counted, never a reason to fail."""
    ids = [int(number) for number in kept.split(",") if number]
    offers = get_shelf().list_offers(reading_session(), ids, is_hidden_too=True)
    taxonomy, now = get_catalogue().taxonomy, local_now()
    cards = tuple(with_dates(make_card(offer, taxonomy, now), offer, now) for offer in offers)
    shared = absolute_url(url_for("finder.kept", o=kept)) if kept else ""
    shown = [str(card.offer_id) for card in cards]
    return ListPage(
        cards=cards,
        missing=len(ids) - len(cards),
        share_url=shared,
        qr=Markup(qr_image(shared).decode()) if cards else None,  # noqa: S704 - our own drawing
        clear_url=url_for("finder.kept"),
        remove_urls=tuple(
            url_for("finder.kept", o=",".join(other for other in shown if other != number) or None)
            for number in shown
        ),
        printed_on=day_text(now.date(), now.date()),
        desk=get_desk(),
        calendar_url=url_for("finder.kept_calendar", o=kept) if cards else "",
    )
