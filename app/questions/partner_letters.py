"""Letters to a partner: that there is a question, and the link that opens it; nothing else."""

from __future__ import annotations

from app.i18n import gettext as _
from app.i18n import speaking
from app.mail.outbox import LetterDraft
from app.questions.addresses import absolute, referral_link_path
from app.questions.models.questions import Question
from app.questions.models.referrals import Referral

LETTER_LANGUAGE = "nl"
"""Partners of a Flemish House read Dutch; behind the link the page has every language."""


def draft_referral_letter(
    question: Question, referral: Referral, *, recipient: str, token: str, site_url: str
) -> LetterDraft:
    """Tells a partner that there is a question for it."""
    with speaking(LETTER_LANGUAGE):
        return _draft(
            question,
            referral,
            kind="referral",
            recipient=recipient,
            subject=_("Er is een vraag voor jou"),
            lines=(_("Er is een vraag voor jou. Open ze hier:"),),
            link=absolute(site_url, referral_link_path(LETTER_LANGUAGE, token)),
        )


def draft_reminder_letter(
    question: Question, referral: Referral, *, recipient: str, token: str, site_url: str
) -> LetterDraft:
    """Tells a partner that a question still waits for its answer."""
    with speaking(LETTER_LANGUAGE):
        return _draft(
            question,
            referral,
            kind="referral-reminder",
            recipient=recipient,
            subject=_("Er wacht nog een vraag op jou"),
            lines=(_("Er wacht nog een vraag op jouw antwoord. Open ze hier:"),),
            link=absolute(site_url, referral_link_path(LETTER_LANGUAGE, token)),
        )


def draft_link_letter(
    question: Question, referral: Referral, *, recipient: str, token: str, site_url: str
) -> LetterDraft:
    """Gives a partner a new link in place of one that was used or is too old."""
    with speaking(LETTER_LANGUAGE):
        return _draft(
            question,
            referral,
            kind="referral-link",
            recipient=recipient,
            subject=_("Je nieuwe link"),
            lines=(_("Hier is een nieuwe link naar een vraag voor jou:"),),
            link=absolute(site_url, referral_link_path(LETTER_LANGUAGE, token)),
        )


def _draft(
    question: Question,
    referral: Referral,
    *,
    kind: str,
    recipient: str,
    subject: str,
    lines: tuple[str, ...],
    link: str,
) -> LetterDraft:
    body = "\n\n".join(
        (
            *lines,
            link,
            _("De link gaat pas open als je op de knop op die pagina klikt."),
            _("Geef deze link aan niemand anders door."),
        )
    )
    return LetterDraft(
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=body + "\n",
        language=LETTER_LANGUAGE,
        house_id=question.house_id,
        about=("question", referral.question_id),
    )
