"""Pages of offers that belong together: a theme, an age, a municipality, a partner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import url_for

from app.directory.catalogue import Taxonomy, TermValue
from app.directory.models.organizations import Organization
from app.directory.models.terms import Facet
from app.finder.answering import list_cards, list_partner_cards
from app.finder.boxes import make_box
from app.finder.cards import Card, Link
from app.finder.offer_page import contact_view
from app.finder.pages import CollectionPage, DayOfCards, IndexPage
from app.finder.parameters import SearchRequest
from app.finder.searching import search_url
from app.finder.site import find_desk, get_catalogue, get_desk, local_now
from app.finder.wording import age_range_text
from app.geo.places import Place
from app.i18n import choose_text, ngettext
from app.i18n import gettext as _
from app.search.queries import AGE_GROUPS, Query, Sort
from app.web.installation import get_installation
from app.web.languages import page_language

SHOWN = 24
NEW_HERE = ("moment-new-in-town", "form-front-desk", "meeting-parents", "playing-together")
NEW_HERE_EACH = 3


def theme_link(term: TermValue) -> Link:
    """A theme as a link with its pictogram."""
    language = page_language()
    code, text = term.description(language)
    return Link(
        term.label(language),
        url_for("finder.theme", term_id=term.id),
        term.icon,
        hint=text if code == language else None,
    )


def make_theme_page(term: TermValue, taxonomy: Taxonomy) -> CollectionPage:
    """The page of a theme with its narrower themes."""
    language = page_language()
    request = SearchRequest(themes=(term.id,))
    total, cards = list_cards(Query(themes=(term.id,), limit=SHOWN, language=language))
    code, text = term.description(language)
    parent = taxonomy.find(term.parent_id) if term.parent_id else None
    crumbs = [Link(_("Thema's"), url_for("finder.themes"))]
    if parent is not None:
        crumbs.append(theme_link(parent))
    around = term.children or (parent.children if parent else ())
    return CollectionPage(
        title=term.label(language),
        introduction=text,
        introduction_language=code,
        pictogram=term.icon,
        breadcrumbs=tuple(crumbs),
        links=tuple(
            theme_link(item)
            for key in around
            if key != term.id and (item := taxonomy.find(key)) is not None
        ),
        links_title=_("Preciezer") if term.children else _("Verwante thema's"),
        cards=cards,
        total=total,
        search_url=search_url(request),
        desk=get_desk(),
        box=make_box(request),
    )


def make_age_page(term: TermValue, taxonomy: Taxonomy) -> CollectionPage:
    """The page of an age group with its neighbours."""
    language = page_language()
    group = next(item for item in AGE_GROUPS if item.id == term.id)
    request = SearchRequest(age_groups=(term.id,))
    total, cards = list_cards(Query(ages=(group.typical_month,), limit=SHOWN, language=language))
    code, text = term.description(language)
    return CollectionPage(
        title=term.label(language),
        introduction=text,
        introduction_language=code,
        pictogram=term.icon,
        breadcrumbs=(),
        links=age_links(taxonomy, term.id),
        links_title=_("Andere leeftijden"),
        cards=cards,
        total=total,
        search_url=search_url(request),
        desk=get_desk(),
        box=make_box(request),
    )


def age_links(taxonomy: Taxonomy, current: str = "") -> tuple[Link, ...]:
    """The age groups as links, youngest first."""
    language = page_language()
    found = []
    for group in AGE_GROUPS:
        term = taxonomy.find(group.id)
        if term is None:
            continue
        label = term.label(language).partition(" (")[0]
        # "6 tot 9 jaar" needs no ages beside it; "peuter" does.
        has_ages = any(sign.isdigit() for sign in label)
        found.append(
            Link(
                label,
                url_for("finder.age", term_id=term.id),
                term.icon,
                is_current=term.id == current,
                hint=None if has_ages else age_range_text(term.age_min_months, term.age_max_months),
            )
        )
    return tuple(found)


def municipality_links() -> tuple[Link, ...]:
    """The municipalities of all houses by name."""
    gazetteer, language = get_installation().gazetteer, page_language()
    codes = {nis for house in get_catalogue().houses for nis in house.municipalities}
    places = [place for nis in codes if (place := gazetteer.find_municipality(nis)) is not None]
    places.sort(key=lambda place: place.name(language))
    return tuple(
        Link(place.name(language), url_for("finder.municipality", slug=place.slug), "ui-place")
        for place in places
    )


def make_municipality_page(place: Place) -> CollectionPage:
    """The page of a municipality: what is on this week, and what helps who is new here."""
    language, now = page_language(), local_now()
    request = SearchRequest(place=place.label(language), radius="gemeente")
    query = Query(
        municipality=place.municipality_nis, near=place.municipality_nis, language=language
    )
    total, cards = list_cards(_limited(query, SHOWN))
    desk = find_desk(place.municipality_nis) or get_desk()
    house = get_catalogue().find_house(place.municipality_nis)
    is_covered = house is not None and place.municipality_nis in house.municipalities
    parts = get_installation().gazetteer.list_parts(place.municipality_nis)
    introduction = ngettext(
        "Je vindt hier %(num)s aanbod voor gezinnen in %(place)s.",
        "Je vindt hier %(num)s keer aanbod voor gezinnen in %(place)s.",
        total,
        place=place.name(language),
    )
    return CollectionPage(
        title=place.name(language),
        introduction=introduction,
        introduction_language=language,
        pictogram="ui-place",
        breadcrumbs=(Link(_("Gemeenten"), url_for("finder.municipalities")),),
        links=tuple(
            Link(
                part.name(language),
                search_url(SearchRequest(place=part.label(language))),
                "ui-place",
            )
            for part in parts
        ),
        links_title=_("Dorpen en wijken"),
        cards=cards,
        total=total,
        search_url=search_url(request),
        desk=desk,
        box=make_box(request),
        sections=tuple(
            section for section in (_new_here(query), _this_week(query, now)) if section is not None
        ),
        note=None
        if is_covered
        else _("Hier kennen we nog geen Huis van het Kind. Je mag altijd dit onthaal bellen."),
    )


def _limited(query: Query, limit: int, **changes: object) -> Query:
    return replace(query, limit=limit, **changes)  # type: ignore[arg-type]


def _new_here(query: Query) -> DayOfCards | None:
    cards: dict[int, Card] = {}
    for theme in NEW_HERE:
        _total, found = list_cards(_limited(query, NEW_HERE_EACH, themes=(theme,)))
        cards.update({card.offer_id: card for card in found})
    if not cards:
        return None
    return DayOfCards(
        title=_("Nieuw hier? Begin hiermee"),
        date="",
        cards=tuple(cards.values())[: NEW_HERE_EACH * 2],
        note=_("Een plek om te vragen en plekken om andere gezinnen te ontmoeten."),
    )


def _this_week(query: Query, now: datetime) -> DayOfCards | None:
    today = now.date()
    _total, cards = list_cards(
        _limited(
            query,
            NEW_HERE_EACH * 2,
            kinds=("activity",),
            first_day=today,
            last_day=today + timedelta(days=6),
            sort=Sort.SOONEST,
        )
    )
    if not cards:
        return None
    return DayOfCards(title=_("Deze week in de buurt"), date=today.isoformat(), cards=cards)


def make_partner_page(organization: Organization, now: datetime) -> CollectionPage:
    """The page of a partner: who it is, how to reach it and all it offers."""
    language = page_language()
    taxonomy = get_catalogue().taxonomy
    texts = {row.language: row.description for row in organization.texts}
    code, text = choose_text(texts, language) or (language, "")
    cards = list_partner_cards(organization.id)
    types = [taxonomy.find(row.term_id) for row in organization.terms]
    icon = next((term.icon for term in types if term is not None), "ui-people")
    request = SearchRequest(words=organization.name)
    return CollectionPage(
        title=organization.name,
        introduction=text,
        introduction_language=code,
        pictogram=icon,
        breadcrumbs=(Link(_("Onze partners"), url_for("finder.partners")),),
        links=(),
        links_title="",
        cards=cards,
        total=len(cards),
        search_url=search_url(request),
        desk=get_desk(),
        box=make_box(SearchRequest()),
        contacts=tuple(contact_view(row, now) for row in organization.contacts if row.is_public),
    )


def make_themes_page(taxonomy: Taxonomy) -> IndexPage:
    """All themes under their domain."""
    groups = []
    for top in taxonomy.list_facet(Facet.DOMAIN):
        children = [taxonomy.find(key) for key in top.children]
        links = (theme_link(top), *(theme_link(term) for term in children if term is not None))
        groups.append((top.label(page_language()), links))
    return IndexPage(
        title=_("Alle thema's"),
        introduction=_("Kies waarover je vraag gaat."),
        groups=tuple(groups),
    )


def week_of(text: str, today: date) -> date:
    """The Monday of a week given as 2026-W48; this week when the text is nonsense or far away."""
    this_week = today - timedelta(days=today.weekday())
    year, _dash, week = text.partition("-W")
    try:
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return this_week
    return monday if abs((monday - this_week).days) <= 371 else this_week
