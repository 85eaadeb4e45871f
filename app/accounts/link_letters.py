"""Letters to who asked a link to sign in."""

from __future__ import annotations

from app.accounts.addresses import absolute, link_path, sign_in_path
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft


def draft_link(
    email: str, language: str, *, token: str, link_id: int, site_url: str
) -> LetterDraft:
    """To somebody of a partner: the link."""
    language = _known(language)
    with speaking(language):
        lines = (
            _("Dag,"),
            _("Je vroeg een link om je aan te melden bij Dichtbij."),
            _("Open deze link en druk op de knop:")
            + "\n"
            + absolute(site_url, link_path(language, token)),
            _("De link werkt één keer, en tien minuten lang. Geef hem aan niemand door."),
            _("Vroeg je niets? Dan hoef je niets te doen."),
        )
        subject = _("Je link om je aan te melden")
    return LetterDraft(
        kind="sign-in-link",
        recipient=email,
        subject=subject,
        body="\n\n".join(lines) + "\n",
        language=language,
        about=("sign_in_link", link_id),
    )


def draft_no_link(email: str, language: str, *, site_url: str) -> LetterDraft:
    """To somebody of a House: sign in with password and phone."""
    language = _known(language)
    with speaking(language):
        lines = (
            _("Dag,"),
            _("Je vroeg een link om je aan te melden bij Dichtbij."),
            _("Je werkt voor een Huis of beheert de site. Daarom krijg je geen link."),
            _("Meld je aan met je wachtwoord en je telefoon:")
            + "\n"
            + absolute(site_url, sign_in_path(language)),
            _("Vroeg je niets? Dan hoef je niets te doen."),
        )
        subject = _("Meld je aan met je wachtwoord")
    return LetterDraft(
        kind="sign-in-staff",
        recipient=email,
        subject=subject,
        body="\n\n".join(lines) + "\n",
        language=language,
    )


def _known(language: str) -> str:
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
