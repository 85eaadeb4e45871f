"""Letters about a referral to the desk: that there is news, never which."""

from __future__ import annotations

from app.i18n import gettext as _
from app.i18n import speaking
from app.mail.outbox import LetterDraft
from app.questions.addresses import absolute, question_path
from app.questions.models.questions import Question


def draft_desk_news(
    question: Question, recipient: str, *, language: str, site_url: str
) -> LetterDraft:
    """Tells a colleague that a referral of a question changed; the desk's page says how."""
    with speaking(language):
        return LetterDraft(
            kind="referral-news-desk",
            recipient=recipient,
            subject=_("Nieuws over vraag %(reference)s", reference=question.reference),
            body=_(
                "Er is nieuws over een doorverwijzing van vraag %(reference)s.\n\n"
                "Bekijk het hier:\n%(address)s\n",
                reference=question.reference,
                address=absolute(site_url, question_path(language, question.id)),
            ),
            language=language,
            house_id=question.house_id,
            about=("question", question.id),
        )
