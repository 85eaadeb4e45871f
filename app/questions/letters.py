"""Letters about a question: that it arrived, that there is news; never what was asked."""

from __future__ import annotations

from app.i18n import DEFAULT_LANGUAGE, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft
from app.questions.addresses import absolute, enter_path, inbox_path, referrals_path
from app.questions.models.questions import Question
from app.questions.models.referrals import Referral


def draft_arrived(question: Question, recipient: str, *, site_url: str) -> LetterDraft:
    """Tells a family that its question arrived; its code is on paper only."""
    with speaking(question.language):
        return _to_family(
            question,
            recipient,
            kind="question-arrived",
            subject=_("We kregen je bericht"),
            lines=(
                _("Je bericht is goed aangekomen."),
                _("Je volgt het hier, met de code die je opschreef:"),
            ),
            site_url=site_url,
        )


def draft_answered(question: Question, recipient: str, *, site_url: str) -> LetterDraft:
    """Tells a family that there is something to read."""
    with speaking(question.language):
        return _to_family(
            question,
            recipient,
            kind="question-answered",
            subject=_("Er is iets voor je"),
            lines=(_("Er is een nieuw bericht voor je. Lees het hier, met je code:"),),
            site_url=site_url,
        )


def draft_new_question(question: Question, recipient: str, *, site_url: str) -> LetterDraft:
    """Tells the desk that a question came in."""
    with speaking(DEFAULT_LANGUAGE):
        return _to_desk(
            question,
            recipient,
            kind="question-new",
            subject=_("Er is een nieuwe vraag"),
            line=_("Er kwam een vraag binnen. Open ze in je onthaal:"),
            site_url=site_url,
        )


def draft_question_news(question: Question, recipient: str, *, site_url: str) -> LetterDraft:
    """Tells the desk that a family did something with its question."""
    with speaking(DEFAULT_LANGUAGE):
        return _to_desk(
            question,
            recipient,
            kind="question-news",
            subject=_("Er is nieuws bij een vraag"),
            line=_("Een gezin liet iets weten. Lees het in je onthaal:"),
            site_url=site_url,
        )


def draft_partner_stopped(
    question: Question, referral: Referral, recipient: str, *, site_url: str
) -> LetterDraft:
    """Tells a partner only that there is news: its links no longer open anything."""
    with speaking(DEFAULT_LANGUAGE):
        return LetterDraft(
            kind="referral-stopped",
            recipient=recipient,
            subject=_("Er is nieuws over een vraag"),
            body=_body(
                _("Er is nieuws over een vraag die je kreeg."),
                _("De link die je kreeg, opent niets meer. Heb je een account? Kijk dan hier:"),
                absolute(site_url, referrals_path(DEFAULT_LANGUAGE)),
                _("Heb je geen account? Bel dan het onthaal."),
            ),
            language=DEFAULT_LANGUAGE,
            house_id=question.house_id,
            # Not about the question: this letter leaves also when the question is erased.
            about=("referral", referral.id),
        )


def _to_family(
    question: Question,
    recipient: str,
    *,
    kind: str,
    subject: str,
    lines: tuple[str, ...],
    site_url: str,
) -> LetterDraft:
    return LetterDraft(
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=_body(*lines, absolute(site_url, enter_path(question.language))),
        language=question.language,
        house_id=question.house_id,
        about=("question", question.id),
    )


def _to_desk(
    question: Question, recipient: str, *, kind: str, subject: str, line: str, site_url: str
) -> LetterDraft:
    return LetterDraft(
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=_body(line, absolute(site_url, inbox_path(DEFAULT_LANGUAGE))),
        language=DEFAULT_LANGUAGE,
        house_id=question.house_id,
        about=("question", question.id),
    )


def _body(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"
