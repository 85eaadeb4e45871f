"""The first page: one box, the ages and themes, and what is on soon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from flask import url_for

from app.directory.models.offers import Offer
from app.directory.models.terms import Facet
from app.directory.operations.offers import count_partners, count_visible_offers
from app.finder.agenda_view import agenda_days, agenda_query
from app.finder.answering import answer_query, make_cards
from app.finder.boxes import make_box
from app.finder.cards import Card, Link
from app.finder.collections import age_links, municipality_links, theme_link, week_of
from app.finder.pages import CalendarPage, HomePage
from app.finder.parameters import SearchRequest
from app.finder.rules import week_days
from app.finder.searching import Search, search_url
from app.finder.site import get_catalogue, get_desk, get_shelf, local_now
from app.finder.wording import day_text
from app.i18n import gettext as _
from app.search.queries import Query, Sort
from app.web.installation import reading_session
from app.web.languages import page_language

SOON, SOON_LOOKED_AT = 6, 24
SOON_DAYS = 7
# Offers carry themes, not moments of a life: each moment is a search for the themes that help then.
MOMENTS: Mapping[str, tuple[str, ...]] = {
    "moment-pregnant": ("pregnancy", "birth-maternity"),
    "moment-birth": ("birth-maternity", "breastfeeding", "child-checkups", "crying-baby"),
    "moment-back-to-work": ("childcare-baby-toddler", "childcare-price-registration"),
    "moment-kindergarten": ("school-choice", "school-registration", "toilet-training"),
    "moment-school-holiday": ("holiday-camps", "childcare-holiday"),
    "moment-new-in-town": ("reception-information", "meeting", "form-front-desk"),
    "moment-separation": ("separation", "legal-help"),
    "moment-money-worries": ("rights-benefits", "debts-budget", "material-help"),
}


def make_home_page() -> HomePage:
    """The first page."""
    taxonomy, language, today = get_catalogue().taxonomy, page_language(), local_now().date()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 if today.weekday() < 6 else 0)
    sunday = saturday if today.weekday() == 6 else saturday + timedelta(days=1)
    session = reading_session()
    return HomePage(
        box=make_box(SearchRequest()),
        themes=tuple(theme_link(term) for term in taxonomy.list_facet(Facet.DOMAIN)),
        ages=age_links(taxonomy),
        moments=tuple(
            Link(
                term.label(language),
                search_url(SearchRequest(themes=themes)),
                term.icon,
                hint=term.description(language)[1],
            )
            for key, themes in MOMENTS.items()
            if (term := taxonomy.find(key)) is not None
        ),
        soon=list_soon(),
        soon_title=_("Binnenkort te doen"),
        quick=(
            Link(
                _("Vandaag"),
                search_url(SearchRequest(first_day=today, last_day=today)),
                "ui-sun",
            ),
            Link(
                _("Dit weekend"),
                search_url(SearchRequest(first_day=saturday, last_day=sunday)),
                "ui-calendar",
            ),
            Link(_("Gratis"), search_url(SearchRequest(prices=("gratis",))), "ui-euro"),
            Link(_("Zonder afspraak"), search_url(SearchRequest(walk_in=("1",))), "ui-check"),
        ),
        municipalities=municipality_links(),
        desk=get_desk(),
        offer_count=count_visible_offers(session),
        organization_count=count_partners(session),
    )


def list_soon() -> tuple[Card, ...]:
    """The next activities; what was on earlier today gives way to what is still to come."""
    now = local_now()
    query = Query(
        kinds=("activity",),
        first_day=now.date(),
        last_day=now.date() + timedelta(days=SOON_DAYS),
        sort=Sort.SOONEST,
        language=page_language(),
        limit=SOON_LOOKED_AT,
        facets=False,
    )
    answer = answer_query(query)

    def next_start(offer: Offer) -> datetime:
        coming = get_shelf().timetable(offer).next_moments(now, 1)
        return coming[0].start if coming else now + timedelta(days=SOON_DAYS)

    soonest = tuple(sorted(answer.offers, key=next_start)[:SOON])
    return make_cards(replace(answer, offers=soonest), query)


def make_calendar_page(search: Search, monday: str) -> CalendarPage:
    """One week day by day, around the asked place."""
    now = local_now()
    first = week_of(monday, now.date())
    days = week_days(first)
    query = replace(agenda_query(search.query, days[0], days[-1]), kinds=("activity",))
    answer = answer_query(query)
    request = search.request

    def week_link(text: str, weeks: int, icon: str) -> Link:
        year, week, _day = (first + timedelta(weeks=weeks)).isocalendar()
        pairs = request.query_string()
        url = url_for("finder.calendar", week=f"{year}-W{week:02d}")
        return Link(text, f"{url}&{pairs}" if pairs else url, icon)

    return CalendarPage(
        title=_("De week van %(day)s", day=day_text(first, now.date())),
        days=agenda_days(answer, query, now),
        previous=week_link(_("Vorige week"), -1, "ui-arrow-left"),
        next=week_link(_("Volgende week"), 1, "ui-arrow-right"),
        box=make_box(request),
        desk=get_desk(search.where.place.municipality_nis if search.where.place else None),
        calendar_url=url_for("finder.search_calendar")
        + f"?{request.changed(kinds=('activiteit',)).query_string()}",
    )
