"""Letters that time sends: to colleagues when something waits, to a family that was referred.

None of them says what was asked, by whom or about what: only that there is something to open.
"""

from __future__ import annotations

from datetime import date

from app.accounts.models import Person
from app.i18n import DEFAULT_LANGUAGE, format_day, ngettext, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft
from app.questions.addresses import (
    absolute,
    ending_path,
    enter_path,
    inbox_path,
    question_path,
)
from app.questions.models.questions import Question


def draft_handed_to_backup(question: Question, backup: Person, *, site_url: str) -> LetterDraft:
    """To the back-up: a question that nobody opened in time is theirs now."""
    with speaking(backup.language):
        return _to_colleague(
            "handed-to-backup",
            backup,
            _("Een vraag wacht: jij bent de back-up"),
            (
                _("Niemand opende deze vraag op tijd. Ze staat nu op jouw naam."),
                _("Open ze hier:"),
                absolute(site_url, question_path(backup.language, question.id)),
            ),
            house_id=question.house_id,
            about=("question", question.id),
        )


def draft_question_returned(question: Question, colleague: Person, *, site_url: str) -> LetterDraft:
    """To whoever looks after a question: it came back, because a partner kept silent."""
    with speaking(colleague.language):
        return _to_colleague(
            "question-returned",
            colleague,
            _("Een vraag is terug bij het onthaal"),
            (
                _("Een doorverwijzing bleef zonder gevolg. De vraag staat weer bovenaan."),
                _("Kijk hier wat er nodig is:"),
                absolute(site_url, question_path(colleague.language, question.id)),
            ),
            house_id=question.house_id,
            about=("question", question.id),
        )


def draft_promise_broken(
    count: int, coordinator: Person, house_id: int, *, site_url: str
) -> LetterDraft:
    """To a coordinator: questions wait longer than their families were promised."""
    with speaking(coordinator.language):
        return _to_colleague(
            "promise-broken",
            coordinator,
            _("Een gezin wacht langer dan beloofd"),
            (
                ngettext(
                    "%(num)d vraag heeft nog geen antwoord. De beloofde dag is voorbij.",
                    "%(num)d vragen hebben nog geen antwoord. De beloofde dag is voorbij.",
                    count,
                ),
                _("Je vindt ze bovenaan, bij wat te laat is:"),
                absolute(site_url, inbox_path(coordinator.language)),
            ),
            house_id=house_id,
        )


def draft_erasure_alarm(
    count: int, first_on: date, coordinator: Person, house_id: int, *, site_url: str
) -> LetterDraft:
    """To a coordinator: open questions will be erased in two weeks if nobody does anything."""
    with speaking(coordinator.language):
        return _to_colleague(
            "erasure-alarm",
            coordinator,
            _("Open vragen worden binnenkort gewist"),
            (
                ngettext(
                    "%(num)d vraag is nog open. Er gebeurde al lang niets meer mee.",
                    "%(num)d vragen zijn nog open. Er gebeurde al lang niets meer mee.",
                    count,
                ),
                _("Op %(day)s wist de site de eerste.", day=format_day(first_on, "d MMMM y")),
                _("Kijk welke het zijn, en rond ze af:"),
                absolute(site_url, ending_path(coordinator.language)),
            ),
            house_id=house_id,
        )


def draft_contact_check(question: Question, email: str, *, site_url: str) -> LetterDraft:
    """To a family that was referred: is there contact? The answer is on the status page."""
    language = question.language
    with speaking(language):
        return LetterDraft(
            kind="contact-check",
            recipient=email,
            subject=_("Hoe is het gegaan?"),
            body="\n\n".join(
                (
                    _("Dag,"),
                    _("We zijn benieuwd of er al contact met je was."),
                    _(
                        "Laat het weten op je pagina. Je hebt je nummer %(reference)s nodig, "
                        "en je code:",
                        reference=question.reference,
                    ),
                    absolute(site_url, enter_path(language)),
                    _("Belde niemand? Zeg het gerust. Dan gaan wij er weer mee aan de slag."),
                )
            )
            + "\n",
            language=language,
            house_id=question.house_id,
            about=("question", question.id),
        )


def _to_colleague(
    kind: str,
    colleague: Person,
    subject: str,
    lines: tuple[str, ...],
    *,
    house_id: int,
    about: tuple[str, int] | None = None,
) -> LetterDraft:
    greeting = _("Dag %(name)s,", name=colleague.name)
    return LetterDraft(
        kind=kind,
        recipient=colleague.email,
        subject=subject,
        body="\n\n".join((greeting, *lines)) + "\n",
        language=colleague.language or DEFAULT_LANGUAGE,
        house_id=house_id,
        about=about,
    )
