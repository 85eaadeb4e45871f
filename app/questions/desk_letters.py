"""Letters to a colleague who was given a question: that it is there, never what it says."""

from __future__ import annotations

from app.accounts.models import Person
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft
from app.questions.addresses import absolute, question_path
from app.questions.models.questions import Question


def draft_assigned(question: Question, colleague: Person, *, site_url: str) -> LetterDraft:
    """To a colleague to whom a question was given."""
    with speaking(colleague.language):
        return _to_colleague(
            "assigned",
            question,
            colleague,
            _("Er is een vraag voor jou"),
            _("Een collega gaf je een vraag van het onthaal."),
            site_url,
        )


def draft_escalated(question: Question, colleague: Person, *, site_url: str) -> LetterDraft:
    """To the back-up who catches what was too hard for somebody."""
    with speaking(colleague.language):
        return _to_colleague(
            "escalated",
            question,
            colleague,
            _("Een collega vraagt je hulp"),
            _("Een vraag van het onthaal is te moeilijk. Ze staat nu op jouw naam."),
            site_url,
        )


def _to_colleague(
    kind: str, question: Question, colleague: Person, subject: str, what: str, site_url: str
) -> LetterDraft:
    language = colleague.language if colleague.language in LANGUAGES else DEFAULT_LANGUAGE
    address = absolute(site_url, question_path(language, question.id))
    lines = (
        _("Dag %(name)s,", name=colleague.name),
        what,
        _("Open ze hier:") + "\n" + address,
        _("In deze mail staat niets van de vraag zelf. Zo blijft ze bij ons."),
    )
    return LetterDraft(
        kind=kind,
        recipient=colleague.email,
        subject=subject,
        body="\n\n".join(lines) + "\n",
        language=language,
        house_id=question.house_id,
        about=("question", question.id),
    )
