"""What the audit trail and the outbox keep as words of the machine, in words for people."""

from __future__ import annotations

from app.desk.steps import step_text
from app.i18n import gettext as _
from app.questions.operations.overseeing import TrailLine


def actor_text(line: TrailLine) -> str:
    """Who did it."""
    if line.actor_name:
        return line.actor_name
    return {
        "person": _("Iemand die er niet meer werkt"),
        "family": _("Het gezin"),
        "partner": _("Een partner"),
        "system": _("De site zelf"),
    }[line.actor_kind.value]


def action_text(action: str) -> str:
    """What was done; what changes a question is told as in its own history."""
    groups = (
        _reading_words,
        _house_words,
        _review_words,
        _check_words,
        _account_words,
        _search_words,
    )
    found = next((words[action] for words in (group() for group in groups) if action in words), "")
    return found or step_text(action)


def letter_text(kind: str) -> str:
    """What kind of letter it is."""
    return {
        "contact-check": _("Aan het gezin: was er contact?"),
        "question-answered": _("Aan het gezin: er is een antwoord"),
        "question-arrived": _("Aan het gezin: je vraag is aangekomen"),
        "question-new": _("Aan het onthaal: een nieuwe vraag"),
        "question-news": _("Aan het onthaal: nieuws bij een vraag"),
        "question-returned": _("Aan het onthaal: een vraag is terug"),
        "handed-to-backup": _("Aan de back-up: een vraag wacht"),
        "assigned": _("Aan een collega: een vraag is voor jou"),
        "escalated": _("Aan de back-up: te moeilijk"),
        "promise-broken": _("Aan de coördinator: langer dan beloofd"),
        "erasure-alarm": _("Aan de coördinator: bijna gewist"),
        "referral": _("Aan een partner: er is een vraag"),
        "referral-reminder": _("Aan een partner: herinnering"),
        "referral-link": _("Aan een partner: nieuwe link"),
        "referral-news": _("Aan een partner: nieuws"),
        "referral-stopped": _("Aan een partner: nieuws"),
        "referral-news-desk": _("Aan het onthaal: nieuws van een partner"),
        "invitation": _("Uitnodiging"),
        "check-offers": _("Aan een partner of het Huis: klopt dit nog?"),
        "sign-in-link": _("Link om aan te melden"),
        "sign-in-staff": _("Aan een medewerker: meld je aan met je wachtwoord"),
        "claim-confirm": _("Aan een partner: bevestig je adres"),
        "claim-waiting": _("Aan de coördinator: een aanvraag wacht"),
        "claim-colleague": _("Aan een partner: iemand wil erbij"),
        "claim-approved": _("Aan een partner: je kan beginnen"),
        "claim-declined": _("Aan een partner: je aanvraag kan niet"),
        "offer-report": _("Er klopt iets niet aan een aanbod"),
        "suggestion-confirm": _("Aan wie iets voorstelt: bevestig het"),
        "suggestion-published": _("Aan wie iets voorstelde: het staat online"),
        "suggestion-returned": _("Aan wie iets voorstelde: nog niet online"),
        "revision-published": _("Aan een partner: je aanbod staat online"),
        "revision-returned": _("Aan een partner: aanbod komt terug"),
        "revision-restored": _("Aan een partner: een oudere versie staat online"),
        "review-waiting": _("Aan de coördinator: aanbod om na te kijken"),
    }.get(kind, kind)


def letter_state_text(state: str) -> str:
    """Where a letter is."""
    return {
        "waiting": _("Wacht op verzending"),
        "sent": _("Verstuurd"),
        "parked": _("Vastgelopen"),
        "dropped": _("Ingetrokken"),
    }[state]


def _reading_words() -> dict[str, str]:
    return {
        "question-read": _("Vraag gelezen"),
        "referral-read": _("Doorverwijzing gelezen"),
        "question-found": _("Vraag gevonden door te zoeken"),
        "shared-read": _("Gelezen wat gedeeld is"),
        "subject-exported": _("Kopie gemaakt van alles"),
        "letter-retried": _("Brief opnieuw verstuurd"),
        "read_reports": _("Meldingen over aanbod gelezen"),
    }


def _house_words() -> dict[str, str]:
    return {
        "house-rules-changed": _("Afspraken aangepast"),
        "house-closure-added": _("Sluiting toegevoegd"),
        "house-closure-removed": _("Sluiting geschrapt"),
        "team-added": _("Team toegevoegd"),
        "team-changed": _("Team aangepast"),
        "desk-team-chosen": _("Team van het onthaal gekozen"),
        "routing-rule-added": _("Regel toegevoegd"),
        "routing-rule-moved": _("Regel verplaatst"),
        "routing-rule-removed": _("Regel geschrapt"),
        "rota-shift-added": _("Iemand in het rooster gezet"),
        "rota-shift-removed": _("Iemand uit het rooster gehaald"),
        "rota-week-copied": _("Rooster van vorige week overgenomen"),
        "reply-template-added": _("Sjabloon toegevoegd"),
        "reply-template-changed": _("Sjabloon aangepast"),
        "reply-template-removed": _("Sjabloon geschrapt"),
        "answer-card-added": _("Kort antwoord toegevoegd"),
        "answer-card-changed": _("Kort antwoord aangepast"),
        "answer-card-hidden": _("Kort antwoord verborgen"),
        "answer-card-shown": _("Kort antwoord weer getoond"),
        "decline-reason-added": _("Reden toegevoegd"),
        "decline-reason-changed": _("Reden aangepast"),
        "notice-accepted": _("Voorgestelde melding aangenomen"),
        "notice-refused": _("Voorgestelde melding afgewezen"),
        "called_off_moment": _("Datum afgelast"),
        "brought_back_moment": _("Datum gaat toch door"),
        "closed_for_now": _("Tijdelijk gesloten"),
        "reopened": _("Weer geopend"),
        "closed_report": _("Melding over aanbod afgehandeld"),
        "confirmed_suggestion": _("Voorstel zonder account bevestigd"),
    }


def _check_words() -> dict[str, str]:
    return {
        "confirmed_fact": _("Gegeven bevestigd"),
        "doubted_fact": _("Gegeven klopt niet"),
        "corrected_fact": _("Gegeven verbeterd na een controle"),
        "confirmed_offer": _("Aanbod helemaal nagekeken"),
        "chose_check_period": _("Gekozen hoe vaak aanbod nagekeken wordt"),
        "hid_offer": _("Aanbod verborgen: niemand keek het na"),
        "showed_offer": _("Aanbod weer getoond"),
    }


def _review_words() -> dict[str, str]:
    return {
        "began_revision": _("Versie begonnen"),
        "submitted_revision": _("Versie ingestuurd"),
        "took_back_revision": _("Versie teruggenomen"),
        "withdrew_revision": _("Versie ingetrokken"),
        "published_revision": _("Versie gepubliceerd"),
        "returned_revision": _("Versie teruggestuurd"),
        "saw_revision": _("Steekproef bekeken"),
        "restored_revision": _("Oudere versie teruggezet"),
        "trusted_partner": _("Partner vertrouwd"),
        "stopped_trusting_partner": _("Partner niet langer vertrouwd"),
        "added_partner": _("Partner toegevoegd"),
    }


def _account_words() -> dict[str, str]:
    return {
        "broke_glass": _("Noodtoegang gebruikt"),
        "saw_glass": _("Noodtoegang gezien"),
        "invited": _("Iemand uitgenodigd"),
        "withdrew_invitation": _("Uitnodiging ingetrokken"),
        "accepted_invitation": _("Uitnodiging aangenomen"),
        "changed_role": _("Rol veranderd"),
        "ended_access": _("Toegang gestopt"),
        "ended_partner_access": _("Toegang van een partner gestopt"),
        "asked_link": _("Link gevraagd om aan te melden"),
        "used_link": _("Aangemeld met een link"),
        "wrong_link_code": _("Verkeerde code bij een link"),
        "added_password": _("Wachtwoord en telefoon toegevoegd"),
        "asked_claim": _("Gevraagd om voor een partner te werken"),
        "mailed_claim": _("Mail met de link opnieuw verstuurd"),
        "confirmed_claim": _("E-mailadres van een aanvraag bevestigd"),
        "approved_claim": _("Aanvraag van een partner goedgekeurd"),
        "declined_claim": _("Aanvraag van een partner afgewezen"),
        "chose_house": _("Dit Huis gekozen om in te werken"),
    }


def _search_words() -> dict[str, str]:
    return {
        "search-word-added": _("Zoekwoord toegevoegd"),
        "search-word-changed": _("Zoekwoord aangepast"),
        "search-word-removed": _("Zoekwoord teruggenomen"),
        "search-spelling-added": _("Spelling vastgelegd"),
        "search-spelling-changed": _("Spelling aangepast"),
        "search-spelling-removed": _("Spelling weer vrijgegeven"),
        "search-pin-added": _("Antwoord vastgezet"),
        "search-pin-changed": _("Vast antwoord aangepast"),
        "search-pin-removed": _("Vast antwoord weggehaald"),
    }
