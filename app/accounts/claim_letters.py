"""Letters about who may act for a partner; what somebody wrote to be known by is in none."""

from __future__ import annotations

from app.accounts.addresses import (
    absolute,
    ask_link_path,
    claim_path,
    claims_path,
    colleagues_path,
    sign_in_path,
)
from app.accounts.models import Claim, Person
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft


def draft_confirm(claim: Claim, *, token: str, site_url: str) -> LetterDraft:
    """To who asks: the link that confirms the address."""
    with speaking(claim.language):
        return _letter(
            "claim-confirm",
            claim,
            _("Bevestig je e-mailadres"),
            _("Je vroeg om op Dichtbij voor je organisatie te werken."),
            _("Open deze link en druk op de knop:")
            + "\n"
            + absolute(site_url, claim_path(claim.language, token)),
            _("De link werkt zeven dagen lang."),
            _("Vroeg je niets? Dan hoef je niets te doen."),
        )


def draft_waiting(claim: Claim, *, recipient: str, language: str, site_url: str) -> LetterDraft:
    """To a coordinator: that something waits, not who or what."""
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    with speaking(language):
        return _letter(
            "claim-waiting",
            claim,
            _("Er wacht een aanvraag van een partner"),
            _("Iemand wil op Dichtbij voor een partner werken. Jij beslist. Kijk hier:")
            + "\n"
            + absolute(site_url, claims_path(language)),
            recipient=recipient,
            language=language,
        )


def draft_colleague(
    claim: Claim, person: Person, *, organization: str, site_url: str
) -> LetterDraft:
    """To somebody who acts for the partner already."""
    language = person.language if person.language in LANGUAGES else DEFAULT_LANGUAGE
    with speaking(language):
        return _letter(
            "claim-colleague",
            claim,
            _("Iemand wil ook voor jouw organisatie werken"),
            _("Iemand vroeg om op Dichtbij voor %(partner)s te werken.", partner=organization),
            _("Kijk hier wie het is:") + "\n" + absolute(site_url, colleagues_path(language)),
            _("Ken je die persoon niet? Zeg het dan aan het Huis van het Kind."),
            recipient=person.email,
            language=language,
        )


def draft_approved(
    claim: Claim, *, organization: str, has_password: bool, site_url: str
) -> LetterDraft:
    """To who asked: yes, and how to sign in."""
    with speaking(claim.language):
        how = (
            _("Meld je aan met je wachtwoord en je telefoon, zoals je gewoon bent:")
            if has_password
            else _("Je hebt geen wachtwoord nodig. Vraag hier een link:")
        )
        path = sign_in_path if has_password else ask_link_path
        return _letter(
            "claim-approved",
            claim,
            _("Je kan beginnen op Dichtbij"),
            _("Je mag op Dichtbij voor %(partner)s werken.", partner=organization),
            how + "\n" + absolute(site_url, path(claim.language)),
        )


def draft_declined(claim: Claim, *, organization: str) -> LetterDraft:
    """To who asked: no, and why."""
    with speaking(claim.language):
        return _letter(
            "claim-declined",
            claim,
            _("Over je aanvraag bij Dichtbij"),
            _("Je vroeg om op Dichtbij voor %(partner)s te werken.", partner=organization),
            _("Dat kan nu niet. Het Huis van het Kind schrijft:") + "\n" + claim.reason,
            _("Klopt dit niet? Bel of mail het Huis van het Kind."),
        )


def _letter(
    kind: str,
    claim: Claim,
    subject: str,
    *lines: str,
    recipient: str = "",
    language: str = "",
) -> LetterDraft:
    return LetterDraft(
        kind=kind,
        recipient=recipient or claim.email,
        subject=subject,
        body="\n\n".join((_("Dag,"), *lines)) + "\n",
        language=language or claim.language,
        house_id=claim.house_id,
        about=("claim", claim.id),
    )
