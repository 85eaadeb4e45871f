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
    return (_reading_words() | _house_words() | _account_words()).get(action) or step_text(action)


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
        "chose_house": _("Dit Huis gekozen om in te werken"),
    }
