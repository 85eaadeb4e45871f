"""The status page: who has the question, what happens next and by when, what was shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from markupsafe import Markup

from app.asking.pages import QUICK_EXIT, day_words
from app.asking.visits import find_visit
from app.finder.answering import cards_of
from app.finder.cards import Card, Desk, HelpLine, Label, Tone
from app.finder.site import get_desk, get_shelf, help_lines
from app.i18n import format_day
from app.i18n import gettext as _
from app.questions.consent_words import item_label
from app.questions.models.questions import Author, QuestionState
from app.questions.models.referrals import Handover, ReferralState, SharedItem
from app.questions.operations.consenting import AskedConsent, list_asked_consents
from app.questions.operations.family import get_asked_question
from app.questions.operations.reading import OpenedMessage
from app.questions.operations.status import Share, Status, read_status
from app.web.installation import get_installation, reading_session
from app.web.markup import paragraphs


@dataclass(frozen=True, slots=True)
class MessageView:
    """One turn, with the offers that it points to."""

    who: str
    when: str
    is_own: bool
    text: Markup
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ShareView:
    """What one partner knows, where it stands, and what the family can do about it."""

    share: Share
    label: Label
    explanation: str
    items: tuple[str, ...]
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusPage:
    """A question as its family sees it."""

    exit_url: str
    reference: str
    state: Label
    holder: str
    next_step: str
    messages: tuple[MessageView, ...]
    shares: tuple[ShareView, ...]
    asked_consents: tuple[AskedConsent, ...]
    erasing: tuple[str, ...]
    merged: str
    erase_url: str
    desk: Desk
    help_lines: tuple[HelpLine, ...]


def read_status_page() -> StatusPage | None:
    """The page of the question that this browser opened; None when there is none (any more).

    Each reading goes into the audit trail, so this GET writes.
    """
    question_id = find_visit()
    if question_id is None:
        return None
    with get_installation().database.transaction() as session:
        question = get_asked_question(session, question_id, is_changing=False)
        if question is None:
            return None
        status = read_status(session, question)
        asked = list_asked_consents(session, question)
    return make_status_page(status, asked)


def make_status_page(status: Status, asked: list[AskedConsent]) -> StatusPage:
    """The words for a question whose reading is written down already."""
    question = status.opened.question
    merged = status.merged_into
    return StatusPage(
        exit_url=QUICK_EXIT,
        reference=question.reference,
        state=_state_label(QuestionState(question.state)),
        holder=_holder(status),
        next_step=_next_step(status),
        messages=tuple(_message_view(item, status.house) for item in status.opened.messages),
        shares=tuple(_share_view(item) for item in status.shares),
        asked_consents=tuple(asked),
        erasing=_erasing(status),
        merged=_("Je vraag staat nu bij vraag %(number)s.", number=merged) if merged else "",
        erase_url=url_for("question_status.ask_erase"),
        # Who has a question here writes back on this page, not in a new one.
        desk=replace(get_desk(question.municipality_nis), ask_url=None),
        help_lines=help_lines(),
    )


def _holder(status: Status) -> str:
    """Who has the question; what nobody took says so."""
    if status.team:
        return _("%(team)s van %(house)s heeft je vraag.", team=status.team, house=status.house)
    if status.opened.question.owner_id is not None:
        return _("Iemand van het onthaal van %(house)s heeft je vraag.", house=status.house)
    return _("%(house)s heeft je vraag. Nog niemand nam ze op zich.", house=status.house)


def _state_label(state: QuestionState) -> Label:
    match state:
        case QuestionState.NEW:
            return Label(_("Aangekomen"), "ui-mail", Tone.SOON)
        case QuestionState.OPEN:
            return Label(_("Het onthaal is ermee bezig"), "ui-clock", Tone.SOON)
        case QuestionState.WAITING_FAMILY:
            return Label(_("Er is een antwoord"), "ui-check", Tone.GOOD)
        case QuestionState.WAITING_PARTNER:
            return Label(_("Een partner is aan zet"), "ui-people", Tone.SOON)
        case QuestionState.CLOSED:
            return Label(_("Afgerond"), "ui-check", Tone.CALM)


def _next_step(status: Status) -> str:
    """What happens next, by the same day as the desk sees."""
    question = status.opened.question
    day = day_words(question.due_at) if question.due_at is not None else ""
    match QuestionState(question.state):
        case QuestionState.NEW if day:
            return _("Je krijgt antwoord ten laatste op %(day)s.", day=day)
        case QuestionState.OPEN if day:
            return _("Je hoort van het onthaal ten laatste op %(day)s.", day=day)
        case QuestionState.WAITING_FAMILY:
            return _("Lees het antwoord. Schrijf gerust terug als je nog iets wil vragen.")
        case QuestionState.WAITING_PARTNER if day:
            return _(
                "We kijken het na op %(day)s. Hoor je niets? Laat het hieronder weten.", day=day
            )
        case QuestionState.WAITING_PARTNER:
            return _("Een partner neemt contact op. Hoor je niets? Laat het hieronder weten.")
        case QuestionState.CLOSED:
            return _("Heb je nog een vraag? Schrijf hieronder. Dan gaat je vraag weer open.")
        case _:
            return _("Het onthaal kijkt ernaar.")


def _message_view(message: OpenedMessage, house: str) -> MessageView:
    is_own = message.author == Author.FAMILY.value
    offers = get_shelf().list_offers(reading_session(), list(message.offer_ids), is_hidden_too=True)
    return MessageView(
        who=_("Jij") if is_own else house,
        when=day_words(message.written_at),
        is_own=is_own,
        text=paragraphs(message.text if message.text is not None else _("Deze tekst is gewist.")),
        cards=cards_of(offers),
    )


def _share_view(share: Share) -> ShareView:
    return ShareView(
        share=share,
        label=_share_label(share),
        explanation=_explanation(share),
        items=tuple(item_label(SharedItem(item)) for item in share.items),
        dates=_share_dates(share),
    )


def _share_label(share: Share) -> Label:
    match share.state:
        case ReferralState.DRAFT:
            return Label(_("Je zei ja"), "ui-check", Tone.SOON)
        case ReferralState.ASKED:
            return Label(_("Gevraagd"), "ui-clock", Tone.SOON)
        case ReferralState.ACCEPTED:
            return Label(_("Helpt je"), "ui-check", Tone.GOOD)
        case ReferralState.WAITING_LIST:
            return Label(_("Wachtlijst"), "ui-clock", Tone.SOON)
        case ReferralState.DECLINED:
            return Label(_("Kan nu niet helpen"), "ui-info", Tone.CALM)
        case ReferralState.CONTACT_MADE | ReferralState.DONE:
            return Label(_("Jullie hadden contact"), "ui-check", Tone.GOOD)
        case ReferralState.STOPPED_BY_FAMILY:
            return Label(_("Door jou gestopt"), "ui-close", Tone.CALM)
        case ReferralState.NO_CONTACT:
            return Label(_("Geen contact"), "ui-warning", Tone.WARN)
        case _:
            return Label(_("Geen antwoord"), "ui-warning", Tone.WARN)


def _explanation(share: Share) -> str:
    match share.state:
        case ReferralState.DRAFT:
            return _("Het onthaal stuurt je vraag door. De partner ziet nog niets.")
        case ReferralState.ASKED:
            return _("We vroegen of ze je kunnen helpen. Ze antwoordden nog niet.")
        case ReferralState.ACCEPTED if share.taken_over_by:
            return _("%(name)s neemt contact met je op.", name=share.taken_over_by)
        case ReferralState.ACCEPTED:
            return _("Ze nemen contact met je op.")
        case ReferralState.WAITING_LIST if share.waiting_until:
            day = format_day(share.waiting_until, "d MMMM y")
            return _("Ze verwachten plaats rond %(day)s.", day=day)
        case ReferralState.WAITING_LIST:
            return _("Je staat op hun wachtlijst.")
        case ReferralState.DECLINED:
            return _("Het onthaal zoekt met je verder.")
        case ReferralState.NO_CONTACT | ReferralState.EXPIRED:
            return _("Het onthaal weet dit en zoekt verder.")
        case ReferralState.STOPPED_BY_FAMILY:
            return _("Ze zien niets meer van je vraag.")
        case _:
            return ""


def _share_dates(share: Share) -> tuple[str, ...]:
    found: list[str] = []
    if share.handover:
        found.append(_handover_words(Handover(share.handover), share.handover_on))
    if share.withdrawn_at is not None:
        found.append(_("Je toestemming stopte op %(day)s.", day=day_words(share.withdrawn_at)))
    elif share.valid_until is not None:
        day = format_day(share.valid_until, "d MMMM y")
        found.append(_("Ze mogen dit zien tot en met %(day)s.", day=day))
    return tuple(found)


def _handover_words(handover: Handover, day: date | None) -> str:
    words = {
        Handover.CALLED_TOGETHER: _("We belden samen met jou."),
        Handover.APPOINTMENT: _("Er is een afspraak gemaakt."),
        Handover.WALKED_ALONG: _("We gingen samen langs."),
        Handover.SENT: _("We stuurden je vraag door."),
    }[handover]
    return f"{words} ({day_words(day)})" if day else words


def _erasing(status: Status) -> tuple[str, ...]:
    contact, text = (format_day(day, "d MMMM y") for day in status.erase)
    if contact == text:
        return (_("We wissen alles ten laatste op %(day)s.", day=text),)
    return (
        _("Je e-mailadres en telefoonnummer wissen we op %(day)s.", day=contact),
        _("Al de rest wissen we op %(day)s.", day=text),
    )
