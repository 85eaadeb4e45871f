"""What the pages of asking show: words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.agenda.clock import as_local
from app.asking.crisis import find_urgent, words_for_page
from app.asking.filling import Matches, carried_search
from app.asking.forms import AskForm
from app.asking.visits import find_visit
from app.db import utc_now
from app.directory.catalogue import HouseValue
from app.finder.answers import AnswerView
from app.finder.cards import Card, Desk, HelpLine
from app.finder.site import get_catalogue, get_desk, help_lines
from app.geo.places import Place
from app.i18n import format_day, ngettext
from app.i18n import gettext as _
from app.questions.models.questions import Question
from app.questions.national_numbers import has_number, mask_numbers
from app.questions.operations.family import get_asked_question
from app.questions.operations.rules import get_rules, get_working_days
from app.web.installation import reading_session

QUICK_EXIT = "https://www.meteo.be/"
"""Where the quick exit leads: an ordinary page about the weather."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a House promises to whoever asks."""

    answer: str
    reader: str
    erasing: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The page with the form, and what there is already once somebody looked."""

    exit_url: str
    action: str
    enter_url: str
    suggest_url: str
    help_lines: tuple[HelpLine, ...]
    urgent: tuple[HelpLine, ...]
    crisis_words: str
    promise: Promise | None
    desk: Desk
    has_search: bool
    searched: str
    """The search before asking, in words."""
    is_number_masked: bool
    is_looked: bool
    """Whether the page shows what there is already."""
    cards: tuple[Card, ...]
    answers: tuple[AnswerView, ...]
    """Short answers of the House, above the offers."""


@dataclass(frozen=True, slots=True)
class SentPage:
    """The page after sending, with the code that is shown once."""

    exit_url: str
    reference: str
    code: str
    promise: Promise | None
    urgent: tuple[HelpLine, ...]
    desk: Desk


def day_words(moment: datetime | date) -> str:
    """A day as a promise names it, "dinsdag 24 november"."""
    day = as_local(moment).date() if isinstance(moment, datetime) else moment
    return format_day(day, "EEEE d MMMM")


def make_promise(house: HouseValue | None, due_at: datetime | None = None) -> Promise | None:
    """The promise of a House, from now or as it was already given; None without any House."""
    if house is None:
        return None
    session = reading_session()
    rules = get_rules(session, house.id)
    if due_at is None:
        due_at = get_working_days(session, house.id).due_at(utc_now(), rules.answer_days)
    return Promise(
        answer=_("Je krijgt antwoord ten laatste op %(day)s.", day=day_words(due_at)),
        reader=_("Alleen het onthaal van %(house)s leest je vraag.", house=house.name),
        erasing=ngettext(
            "Is je vraag afgerond? Dan wissen we ze na %(num)d dag.",
            "Is je vraag afgerond? Dan wissen we ze na %(num)d dagen.",
            rules.text_kept_days,
        ),
    )


def make_ask_page(form: AskForm, place: Place | None, matches: Matches | None) -> AskPage:
    """The page with the form; a national number in it is masked before anybody sees it again."""
    is_masked = _mask_fields(form)
    if matches is not None:
        form.theme.data = matches.theme_id or ""
    nis = place.municipality_nis if place else None
    context = carried_search(form)
    searched = [context.words, context.place] if context else []
    if context and context.offer_ids:
        count = len(context.offer_ids)
        searched.append(ngettext("%(num)d aanbod", "%(num)d keer aanbod", count))
    return AskPage(
        exit_url=QUICK_EXIT,
        action=url_for("asking.send"),
        enter_url=url_for("asking.enter"),
        suggest_url=url_for("finder.suggest"),
        help_lines=help_lines(),
        urgent=find_urgent(form.text.data or "", form.search_words.data or ""),
        crisis_words=words_for_page(),
        promise=make_promise(get_catalogue().find_house(nis)),
        desk=get_desk(nis),
        has_search=context is not None,
        searched=", ".join(part for part in searched if part),
        is_number_masked=is_masked,
        is_looked=matches is not None,
        cards=matches.cards if matches else (),
        answers=matches.answers if matches else (),
    )


def _mask_fields(form: AskForm) -> bool:
    fields = (form.text, form.municipality, form.age, form.phone, form.when, form.search_words)
    found = [field for field in fields if has_number(field.data or "")]
    for field in found:
        field.data = mask_numbers(field.data or "")
    return bool(found)


def find_own() -> Question | None:
    """The question that this browser opened, without its texts."""
    question_id = find_visit()
    if question_id is None:
        return None
    return get_asked_question(reading_session(), question_id, is_changing=False)


def find_house_of(question: Question | None) -> HouseValue | None:
    """The House that has a question."""
    houses = get_catalogue().houses
    return next((item for item in houses if question and item.id == question.house_id), None)


def make_sent_page(
    question: Question, house: HouseValue, code: str, *, is_urgent: bool
) -> SentPage:
    """The page that shows the code, with the promise as it was given."""
    return SentPage(
        exit_url=QUICK_EXIT,
        reference=question.reference,
        code=code,
        promise=make_promise(house, question.due_at),
        urgent=help_lines() if is_urgent else (),
        desk=get_desk(question.municipality_nis),
    )
