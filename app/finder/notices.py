"""What to know of an offer before anything else: closed, cancelled, not checked for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.agenda.moments import Moment
from app.directory.freshness import Freshness, FreshnessState, freshness_of, is_overdue
from app.directory.models.checks import CheckedFact, Checker
from app.directory.models.offers import Offer, OfferState
from app.finder.cards import Label, Tone
from app.finder.wording import full_day_text, join_words, moment_text, month_text
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
        found.append(called_off_label(coming[0], now))
    if offer.hidden_on is not None:
        text = _("Al lang niet nagekeken: bel eerst. In de zoekresultaten staat dit niet meer.")
        found.append(Label(text, "ui-warning", Tone.WARN))
    elif is_overdue(offer, now.date()):
        found.append(Label(_("Mogelijk verouderd, bel even vooraf"), "ui-info", Tone.WARN))
    return tuple(found)


def called_off_label(moment: Moment, now: datetime) -> Label:
    """That a moment does not take place, with its date."""
    text = moment_text(moment.start, moment.end, now.date(), is_dated=True)
    return Label(_("Gaat niet door: %(moment)s", moment=text), "ui-warning", Tone.WARN)


def verified_label(offer: Offer, today: date) -> Label:
    """Who last confirmed the offer and when, what is not confirmed yet, and whether it is old."""
    freshness = freshness_of(offer, today)
    text = _checked_text(freshness)
    if freshness.unconfirmed:
        facts = join_words([fact_name(fact) for fact in freshness.unconfirmed])
        text = _("%(checked)s; %(facts)s nog niet bevestigd", checked=text, facts=facts)
    if freshness.state in {FreshnessState.OVERDUE, FreshnessState.HIDDEN}:
        if freshness.checked_on is None:
            return Label(text, "ui-info", Tone.WARN)
        return Label(_("%(checked)s: mogelijk verouderd", checked=text), "ui-info", Tone.WARN)
    if freshness.checked_on is None:
        return Label(text, "ui-info")
    return Label(text, "ui-check", Tone.CALM if freshness.unconfirmed else Tone.GOOD)


def _checked_text(freshness: Freshness) -> str:
    if freshness.checked_on is None:
        return _("Nog niet nagekeken door de partner")
    day = full_day_text(freshness.checked_on)
    match freshness.checked_by:
        case Checker.PARTNER:
            return _("Nagekeken door de partner op %(day)s", day=day)
        case Checker.HOUSE:
            return _("Nagekeken door het Huis op %(day)s", day=day)
        case Checker.SOURCE:
            return _("Ingelezen uit een lijst, nagekeken op %(day)s", day=day)
        case None:
            return _("Nagekeken op %(day)s", day=day)


def fact_name(fact: CheckedFact) -> str:
    """A fact that a partner confirms by itself, as it stands inside a sentence."""
    return {
        CheckedFact.WHEN: _("uren"),
        CheckedFact.WHERE: _("plaats"),
        CheckedFact.PRICE: _("prijs"),
        CheckedFact.AGES: _("leeftijd"),
        CheckedFact.CONTACT: _("contact"),
        CheckedFact.PLACES_LEFT: _("vrije plaatsen"),
    }[fact]


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
