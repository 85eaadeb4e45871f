"""Letters to a partner: that there is a question, and the link that opens it; nothing else."""

from __future__ import annotations

from enum import StrEnum

from app.i18n import gettext as _
from app.i18n import speaking
from app.mail.outbox import LetterDraft
from app.questions.addresses import absolute, referral_link_path
from app.questions.models.questions import Question
from app.questions.models.referrals import Referral

LETTER_LANGUAGE = "nl"
"""Partners of a Flemish House read Dutch; behind the link the page has every language."""


class PartnerLetter(StrEnum):
    """What a letter with a link is for."""

    ASK = "referral"
    REMIND = "referral-reminder"
    NEW_LINK = "referral-link"


def draft_partner_letter(
    kind: PartnerLetter,
    question: Question,
    referral: Referral,
    *,
    recipient: str,
    token: str,
    site_url: str,
) -> LetterDraft:
    """Gives a partner the link to a question: a first time, again, or in place of an old one."""
    with speaking(LETTER_LANGUAGE):
        subject, opening = _words_of(kind)
        body = "\n\n".join(
            (
                opening,
                absolute(site_url, referral_link_path(LETTER_LANGUAGE, token)),
                _("De link gaat pas open als je op de knop op die pagina klikt."),
                _("Geef deze link aan niemand anders door."),
            )
        )
    return LetterDraft(
        kind=kind.value,
        recipient=recipient,
        subject=subject,
        body=body + "\n",
        language=LETTER_LANGUAGE,
        house_id=question.house_id,
        about=("question", referral.question_id),
    )


def _words_of(kind: PartnerLetter) -> tuple[str, str]:
    """The subject, and the line above the link."""
    match kind:
        case PartnerLetter.ASK:
            opening = _("Er is een vraag voor jou. Open ze hier:")
            return _("Er is een vraag voor jou"), opening
        case PartnerLetter.REMIND:
            opening = _("Er wacht nog een vraag op jouw antwoord. Open ze hier:")
            return _("Er wacht nog een vraag op jou"), opening
        case PartnerLetter.NEW_LINK:
            return _("Je nieuwe link"), _("Hier is een nieuwe link naar een vraag voor jou:")
