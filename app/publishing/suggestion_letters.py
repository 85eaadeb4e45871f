"""Letters to who suggested something without account: the link, and what became of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.db import utc_now
from app.directory.models.offers import Offer
from app.i18n import gettext as _
from app.i18n import speaking
from app.mail.outbox import LetterDraft, queue_letter
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.sealing import unseal

ABOUT = "suggestion"
DECIDED_KEPT = timedelta(days=30)
"""So long after the decision the name and address of who suggested it are kept."""


def suggest_path(language: str) -> str:
    """Where anybody suggests something."""
    return f"/{language}/stel-voor"


def confirm_path(language: str, token: str) -> str:
    """The secret address that confirms a suggestion."""
    return f"{suggest_path(language)}/{token}"


def offer_path(language: str, offer: Offer) -> str:
    """The page of an offer."""
    return f"/{language}/aanbod/{offer.id}-{offer.slug}"


def draft_confirm_letter(
    suggestion: Suggestion, recipient: str, token: str, *, site_url: str
) -> LetterDraft:
    """Asks whether the suggestion is really from who reads this."""
    with speaking(suggestion.language):
        return _letter(
            suggestion,
            recipient,
            kind="suggestion-confirm",
            subject=_("Bevestig je voorstel"),
            lines=(
                _("Je stelde iets voor op Dichtbij. Bevestig het met de knop op deze pagina:"),
                site_url.rstrip("/") + confirm_path(suggestion.language, token),
                _("Doe dat binnen zeven dagen. Daarna wissen we je voorstel."),
                _("Was jij dit niet? Dan hoef je niets te doen."),
            ),
        )


def tell_suggester(session: Session, revision: Revision, *, site_url: str) -> bool:
    """Tell who suggested something that it is published or came back; False without an address.

    Whoever decides calls this in the same transaction: the day of erasing counts from now.
    """
    suggestion = session.scalar(select(Suggestion).where(Suggestion.revision_id == revision.id))
    if suggestion is None:
        return False
    suggestion.erase_on = as_local(utc_now() + DECIDED_KEPT).date()
    if suggestion.email_sealed is None:
        return False
    recipient = unseal(session, suggestion.email_sealed)
    with speaking(suggestion.language):
        match revision.state:
            case RevisionState.PUBLISHED.value if revision.offer_id is not None:
                offer = session.get_one(Offer, revision.offer_id)
                draft = _published(suggestion, recipient, offer, site_url)
            case RevisionState.RETURNED.value:
                draft = _returned(suggestion, recipient, revision.reason, site_url)
            case _:
                return False
    queue_letter(session, draft)
    return True


def _published(suggestion: Suggestion, recipient: str, offer: Offer, site_url: str) -> LetterDraft:
    return _letter(
        suggestion,
        recipient,
        kind="suggestion-published",
        subject=_("Je voorstel staat online"),
        lines=(
            _("Dank je wel. Gezinnen vinden nu wat je voorstelde:"),
            site_url.rstrip("/") + offer_path(suggestion.language, offer),
            _('Klopt er iets niet? Klik op die pagina op "Klopt er iets niet?".'),
        ),
    )


def _returned(suggestion: Suggestion, recipient: str, reason: str, site_url: str) -> LetterDraft:
    return _letter(
        suggestion,
        recipient,
        kind="suggestion-returned",
        subject=_("Je voorstel staat nog niet online"),
        lines=(
            _("Dank je wel voor je voorstel. We zetten het nog niet online. Dit is de reden:"),
            reason,
            _("Wil je het anders voorstellen? Dat kan hier:"),
            site_url.rstrip("/") + suggest_path(suggestion.language),
        ),
    )


def _letter(
    suggestion: Suggestion, recipient: str, *, kind: str, subject: str, lines: tuple[str, ...]
) -> LetterDraft:
    return LetterDraft(
        kind=kind,
        recipient=recipient,
        subject=subject,
        body="\n\n".join(lines) + "\n",
        language=suggestion.language,
        about=(ABOUT, suggestion.id),
    )
