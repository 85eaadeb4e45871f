"""Results day by day: one week at a time, or the days that were asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.directory.models.offers import OfferKind
from app.directory.operations.called_off import list_called_off_ids
from app.finder.answering import Answer, answer_query, find_hits
from app.finder.cards import Card, Label, Link, Tone
from app.finder.pages import DayOfCards
from app.finder.parameters import SearchRequest
from app.finder.presentation import Asked, make_card
from app.finder.rules import day_note
from app.finder.searching import AGENDA_SIZE, Search, search_url
from app.finder.site import get_catalogue, get_shelf
from app.finder.wording import day_text, hours_text, moment_text, near_day_text
from app.i18n import gettext as _
from app.search.engine import MAX_LIMIT
from app.search.queries import Hits, Query, Sort
from app.web.installation import reading_session

WEEK = 7
MOST_DAYS = 31
CARDS_A_DAY = 12


@dataclass(frozen=True, slots=True)
class Agenda:
    """Days with what takes place, and the way to the days around them."""

    title: str
    days: tuple[DayOfCards, ...]
    previous: Link | None
    next: Link
    is_dated_only: bool
    """Whether only activities are shown; places with opening hours stay in the list."""


def make_agenda(search: Search, now: datetime) -> Agenda:
    """The agenda of a search: the asked days, or the week from today on."""
    today, asked = now.date(), search.query
    first = max(asked.first_day or today, today)
    last = asked.last_day if asked.last_day and asked.last_day >= first else None
    last = min(last or first + timedelta(days=WEEK - 1), first + timedelta(days=MOST_DAYS - 1))
    query = agenda_query(asked, first, last)
    # Places that are open every day would push everything with a date off the page.
    dated = query if asked.kinds else replace(query, kinds=(OfferKind.ACTIVITY.value,))
    answer = answer_query(dated)
    is_dated_only = bool(answer.hits.total) and not asked.kinds
    if not answer.hits.total and not asked.kinds:
        answer = answer_query(query)
    return Agenda(
        title=_(
            "%(first)s tot en met %(last)s",
            first=day_text(first, today),
            last=day_text(last, today),
        ),
        days=agenda_days(answer, query, now),
        previous=_week_link(search.request, _("Vorige week"), first - timedelta(days=WEEK), today)
        if first > today
        else None,
        next=_week_link(search.request, _("Volgende week"), last + timedelta(days=1), today),
        is_dated_only=is_dated_only,
    )


def agenda_query(query: Query, first: date, last: date) -> Query:
    """What takes place on some days, soonest first, without counts and without what nearly fits."""
    return replace(
        query,
        first_day=first,
        last_day=last,
        sort=Sort.SOONEST,
        limit=AGENDA_SIZE,
        offset=0,
        facets=False,
        wishes=frozenset(),
    )


def _week_link(request: SearchRequest, text: str, first: date, today: date) -> Link:
    first = max(first, today)
    url = search_url(request, first_day=first, last_day=first + timedelta(days=WEEK - 1))
    return Link(text, url, "ui-arrow-left" if text == _("Vorige week") else "ui-arrow-right")


def agenda_days(answer: Answer, query: Query, now: datetime) -> tuple[DayOfCards, ...]:
    """The moments of an answer on the days of its query, day by day."""
    today = now.date()
    by_day = _cards_by_day(answer, query, now)
    return tuple(
        DayOfCards(
            title=near_day_text(day, today),
            date=day.isoformat(),
            cards=tuple(by_day[day][:CARDS_A_DAY]),
            note=day_note(day),
        )
        for day in sorted(by_day)
    )


def _cards_by_day(answer: Answer, query: Query, now: datetime) -> dict[date, list[Card]]:
    taxonomy = get_catalogue().taxonomy
    first, last = query.first_day or now.date(), query.last_day or now.date()
    called_off = _called_off(answer, query, first, last)
    hits = {hit.offer_id: hit for each in (called_off, answer) for hit in each.hits.hits}
    only_called_off = {offer.id for offer in called_off.offers}
    # An offer at several places at once is one row; its page names the places.
    found: dict[tuple[datetime, int], Card] = {}
    for offer in (*answer.offers, *called_off.offers):
        hit = hits[offer.id]
        card = make_card(offer, taxonomy, now, Asked(hit.distance_km, query.ages, hit.suits))
        for moment in get_shelf().timetable(offer).moments(first, last, 40):
            if moment.end < now or (
                query.weekdays and moment.start.weekday() not in query.weekdays
            ):
                continue
            if offer.id in only_called_off and not moment.is_cancelled:
                continue
            is_long = moment.end.date() > moment.start.date()
            when = (
                moment_text(moment.start, moment.end, now.date())
                if is_long
                else hours_text(moment.start.time(), moment.end.time())
            )
            notices = card.notices
            if moment.is_cancelled:
                notices = (Label(_("Gaat niet door"), "ui-warning", Tone.WARN),)
            shown = replace(card, when=when, state=None, notices=notices)
            found.setdefault((moment.start, offer.id), shown)
    by_day: dict[date, list[Card]] = {}
    for start, offer_id in sorted(found):
        by_day.setdefault(start.date(), []).append(found[start, offer_id])
    return by_day


def _called_off(answer: Answer, query: Query, first: date, last: date) -> Answer:
    """Offers that answer but for their days, which are called off: a family must see that too.

    The index knows only what takes place, so they are asked for without the days.
    """
    shown = {hit.offer_id for hit in answer.hits.hits}
    wanted = set(list_called_off_ids(reading_session(), first, last)) - shown
    if not wanted:
        return Answer(Hits(0), (), answer.is_plain)
    undated = replace(query, first_day=None, last_day=None, weekdays=(), parts=(), limit=MAX_LIMIT)
    found = tuple(hit for hit in find_hits(undated).hits if hit.offer_id in wanted)
    offers = get_shelf().list_offers(reading_session(), [hit.offer_id for hit in found])
    return Answer(Hits(len(found), found), tuple(offers), answer.is_plain)
