"""What to know of an offer before anything else: closed, cancelled, not checked for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.agenda.moments import Moment
from app.directory.models.offers import Offer, OfferState
from app.finder.cards import Label, Tone
from app.finder.wording import moment_text, month_text
from app.i18n import gettext as _
from app.web.installation import get_installation


def offer_notices(offer: Offer, coming: Sequence[Moment], now: datetime) -> tuple[Label, ...]:
    """What to know before anything else."""
    found: list[Label] = []
    if offer.state == OfferState.TEMPORARILY_CLOSED.value:
        found.append(Label(_("Tijdelijk gesloten"), "ui-warning", Tone.WARN))
    if offer.state == OfferState.CANCELLED.value:
        found.append(Label(_("Gaat niet door"), "ui-warning", Tone.WARN))
    if coming and coming[0].is_cancelled:
        text = moment_text(coming[0].start, coming[0].end, now.date(), is_dated=True)
        found.append(Label(_("Gaat niet door: %(moment)s", moment=text), "ui-warning", Tone.WARN))
    if is_outdated(offer, now.date()):
        found.append(Label(_("Mogelijk verouderd, bel even vooraf"), "ui-info", Tone.WARN))
    return tuple(found)


def is_outdated(offer: Offer, today: date) -> bool:
    """Whether nobody confirmed the offer for longer than the installation allows."""
    return offer.verified_on is not None and _is_long_ago(offer.verified_on, today)


def verified_label(offer: Offer, today: date) -> Label:
    """When somebody last confirmed the offer."""
    if offer.verified_on is None:
        return Label(_("Nog niet nagekeken door de partner"), "ui-info")
    return checked_label(offer.verified_on, today)


def checked_label(verified_on: date, today: date) -> Label:
    """When somebody last checked a text, with a warning when that is long ago."""
    text = _("Nagekeken in %(month)s", month=month_text(verified_on))
    if _is_long_ago(verified_on, today):
        return Label(_("%(checked)s: mogelijk verouderd", checked=text), "ui-info", Tone.WARN)
    return Label(text, "ui-check", Tone.GOOD)


def _is_long_ago(verified_on: date, today: date) -> bool:
    limit = get_installation().settings.stale_after_months
    months = (today.year - verified_on.year) * 12 + today.month - verified_on.month
    return months > limit
