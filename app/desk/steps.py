"""The history of a question in words: every action of the operations has its own."""

from __future__ import annotations

from collections.abc import Mapping

from app.desk.wording import reason_text, referral_label
from app.i18n import gettext as _
from app.questions.models.questions import Author
from app.questions.models.referrals import ReferralState

CLOSED, REFERRAL = "closed-", "referral-"


def step_text(action: str, *, partner: str = "") -> str:
    """What happened, such as "Antwoord gestuurd"."""
    if action in (words := _words()):
        return words[action]
    if action.startswith(CLOSED):
        return _("Afgesloten: %(reason)s", reason=reason_text(action.removeprefix(CLOSED)).lower())
    if action.removeprefix(REFERRAL) in set(ReferralState):
        state = referral_label(action.removeprefix(REFERRAL)).text
        who = partner or _("partner")
        return _("Doorverwijzing naar %(partner)s: %(state)s", partner=who, state=state)
    return _("Er veranderde iets")


def author_text(author: str, name: str | None, partner: str = "") -> str:
    """Who did it: a colleague by name, the family, a partner or the site itself."""
    match Author(author):
        case Author.DESK:
            return name or _("een collega")
        case Author.FAMILY:
            return _("het gezin")
        case Author.PARTNER:
            return partner or _("een partner")
        case Author.SYSTEM:
            return _("de site")


def _words() -> Mapping[str, str]:
    return {
        "answered": _("Antwoord gestuurd"),
        "asked": _("Vraag gesteld"),
        "asked-back": _("De partner vroeg iets terug"),
        "assigned": _("Toegewezen"),
        "called": _("Het gezin zegt dat er contact was"),
        "consent-asked": _("Toestemming gevraagd aan het gezin"),
        "code-renewed": _("Nieuwe code voor het gezin"),
        "consent-back": _("Terug bij het onthaal: het gezin gaf toestemming"),
        "consent-given": _("Het gezin gaf toestemming"),
        "consent-withdrawn": _("Het gezin trok de toestemming in"),
        "contact-erased": _("Contactgegevens gewist"),
        "erased": _("Alles gewist"),
        "erasure-alarm": _("Waarschuwing: deze vraag wordt binnenkort gewist"),
        "escalated": _("Te moeilijk: doorgegeven aan de back-up"),
        "family-asked": _("Gevraagd aan het gezin of er contact was"),
        "given-to-backup": _("Niet op tijd geopend: naar de back-up"),
        "handover-appointment": _("Warm overgedragen: afspraak gemaakt"),
        "handover-called-together": _("Warm overgedragen: samen gebeld"),
        "handover-sent": _("Gegevens doorgegeven"),
        "handover-walked-along": _("Warm overgedragen: meegegaan"),
        "merged-in": _("Een dubbele vraag is hierbij gezet"),
        "nobody-called": _("Het gezin zegt dat niemand belde"),
        "noted": _("Notitie geschreven"),
        "partner-reminded": _("Herinnering gestuurd aan de partner"),
        "partner-silent": _("Terug bij het onthaal: de partner liet niets weten"),
        "partner-stopped": _("De partner stopt"),
        "phoned": _("Gebeld met het gezin"),
        "phoned-in-vain": _("Gebeld, niemand nam op"),
        "promise-broken": _("De beloofde dag ging voorbij"),
        "referral-drafted": _("Doorverwijzing klaargezet"),
        "referral-revised": _("Doorverwijzing aangepast"),
        "referral-stopped": _("Doorverwijzing gestopt"),
        "released": _("Losgelaten: niemand heeft de vraag"),
        "released-from-quarantine": _("Vrijgegeven: dit is een vraag"),
        "reopened": _("Opnieuw geopend"),
        "replied": _("Het gezin schreef terug"),
        "returned-no-contact": _("Terug bij het onthaal: er was geen contact"),
        "returned-declined": _("Terug bij het onthaal: de partner kan niet helpen"),
        "snoozed": _("Weggelegd tot later"),
        "taken": _("Genomen: “ik neem dit”"),
        "text-erased": _("Tekst gewist"),
        "waiting-list-over": _("Terug bij het onthaal: de wachttijd is voorbij"),
        "waits-for-partner": _("Wacht nu op een partner"),
        "woke": _("Terug op de afgesproken dag"),
    }
