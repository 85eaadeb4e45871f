"""Chips: each thing the search was told or understood, with the address without it."""

from __future__ import annotations

from datetime import date

from app.directory.catalogue import Taxonomy
from app.finder.cards import Chip
from app.finder.parameters import WEEKDAYS, SearchRequest
from app.finder.searching import Search, search_url
from app.finder.site import local_now
from app.finder.wording import child_text, day_text, language_name, near_day_text, weekday_name
from app.geo.places import Place
from app.i18n import gettext as _
from app.search.facts import DateRange, Fact, FactKind
from app.search.queries import Part
from app.web.languages import page_language


def chip_words(chips: tuple[Chip, ...]) -> list[str]:
    """What the chips say, for the sentence above the results; nothing is said twice."""
    texts = list(dict.fromkeys(chip.text for chip in chips))
    topic = texts[0].split() if texts else []
    return [text for number, text in enumerate(texts) if number == 0 or text not in topic]


def make_chips(search: Search, taxonomy: Taxonomy) -> tuple[Chip, ...]:
    """All chips of a search: the topic, what the words said, and what the fields said."""
    request, language = search.request, page_language()
    chips: list[Chip] = []
    if search.query.words:
        left = _without_topic(search)
        chips.append(
            Chip(search.query.words, "ui-search", search_url(request, words=left, is_exact=False))
        )
    chips.extend(_fact_chips(search))
    if request.place and search.where.place is not None:
        chips.append(
            Chip(
                _near_text(search, search.where.place),
                "ui-place",
                search_url(request, place="", radius=""),
            )
        )
    elif search.where.address:
        text = _("bij %(place)s, tot %(km)s km", place=search.where.address, km=_radius(search))
        chips.append(Chip(text, "ui-place", search_url(request, place="", radius="")))
    elif request.near is not None and search.where.place is None:
        chips.append(Chip(_("bij jou in de buurt"), "ui-place", search_url(request, near=None)))
    for text, months in search.ages_from_fields:
        rest = tuple(age for age in request.ages if age != text)
        chips.append(Chip(child_text(months), "ui-child", search_url(request, ages=rest)))
    chips.extend(_term_chips(request, taxonomy, language))
    chips.extend(_field_chips(request))
    return tuple(chips)


def _without_topic(search: Search) -> str:
    """The words of the box with only what is not the topic left in."""
    # One word may say two things (woensdagnamiddag), and stays once.
    spans = dict.fromkeys((fact.start, fact.end) for fact in search.facts if not fact.is_soft)
    return " ".join(search.understood.text[start:end] for start, end in spans)


def _radius(search: Search) -> str:
    return f"{search.where.radius_km or 0:g}"


def _near_text(search: Search, place: Place) -> str:
    name = place.label(page_language())
    if search.where.radius_km is None:
        return _("in %(place)s", place=name)
    return _("bij %(place)s, tot %(km)s km", place=name, km=_radius(search))


def _fact_chips(search: Search) -> list[Chip]:
    """A chip for each word that said something; one word may say two things (woensdagnamiddag)."""
    chips: dict[tuple[int, int], Chip] = {}
    for fact in search.facts:
        said = say_fact(fact, search)
        if said is None:
            continue
        text, icon = said
        span = (fact.start, fact.end)
        if span in chips:
            text, icon = f"{chips[span].text} {text}", chips[span].icon
        url = search_url(search.request, words=search.understood.without(fact))
        chips[span] = Chip(text, icon, url)
    return list(chips.values())


def say_fact(fact: Fact, search: Search) -> tuple[str, str] | None:
    """The words and the pictogram for one fact; None when the search does not use it."""
    value = fact.value
    text, icon = "", "ui-info"
    match fact.kind:
        case FactKind.AGE if isinstance(value, int):
            if fact.is_soft and value not in search.query.soft_ages:
                return None
            text, icon = child_text(value), "ui-child"
        case FactKind.WEEKDAYS if isinstance(value, tuple):
            names = [weekday_name(day) for day in value if isinstance(day, int)]
            text, icon = ", ".join(names), "ui-calendar"
        case FactKind.PART if isinstance(value, Part):
            text, icon = part_text(value), "ui-clock"
        case FactKind.DATES if isinstance(value, DateRange):
            text, icon = range_text(value.first, value.last), "ui-calendar"
        case FactKind.FREE:
            text, icon = _("gratis"), "ui-euro"
        case FactKind.PASS:
            text, icon = _("korting met een pas"), "ui-euro"
        case FactKind.WALK_IN:
            text, icon = _("zonder afspraak"), "ui-check"
        case FactKind.ONLINE:
            text, icon = _("online"), "ui-web"
        case FactKind.AT_HOME:
            text, icon = _("bij je thuis"), "ui-home"
        case FactKind.RADIUS if isinstance(value, float):
            text, icon = _("tot %(km)s km", km=f"{value:g}"), "ui-place"
        case FactKind.PLACE if search.where.place is not None:
            text, icon = _near_text(search, search.where.place), "ui-place"
        case _:
            return None
    return text, icon


def part_text(part: Part) -> str:
    """A part of the day in words."""
    match part:
        case Part.MORNING:
            return _("voormiddag")
        case Part.AFTERNOON:
            return _("namiddag")
        case Part.EVENING:
            return _("avond")


def range_text(first: date | None, last: date | None) -> str:
    """A range of days in words."""
    today = local_now().date()
    if first is not None and first == last:
        return near_day_text(first, today)
    if first is None and last is not None:
        return _("tot en met %(day)s", day=day_text(last, today))
    if last is None and first is not None:
        return _("vanaf %(day)s", day=day_text(first, today))
    if first is None or last is None:
        return ""
    return _(
        "%(first)s tot en met %(last)s", first=day_text(first, today), last=day_text(last, today)
    )


def _term_chips(request: SearchRequest, taxonomy: Taxonomy, language: str) -> list[Chip]:
    chips = []
    for name, values in (
        ("themes", request.themes),
        ("age_groups", request.age_groups),
        ("accessibility", request.accessibility),
    ):
        for value in values:
            term = taxonomy.find(value)
            if term is not None:
                rest = tuple(other for other in values if other != value)
                chips.append(
                    Chip(term.label(language), term.icon, search_url(request, **{name: rest}))
                )
    return chips


def _field_chips(request: SearchRequest) -> list[Chip]:
    kinds = {
        "dienst": _("plek of dienst"),
        "activiteit": _("activiteit"),
        "opvang": _("kinderopvang"),
    }
    parts = {
        "ochtend": part_text(Part.MORNING),
        "namiddag": part_text(Part.AFTERNOON),
        "avond": part_text(Part.EVENING),
    }
    prices = {"gratis": _("gratis"), "pas": _("korting met een pas")}
    days = {code: weekday_name(number) for number, code in enumerate(WEEKDAYS)}
    languages = {
        code: _("spreekt %(language)s", language=language_name(code)) for code in request.languages
    }
    chips = []
    for name, values, words, icon in (
        ("kinds", request.kinds, kinds, "ui-list"),
        ("weekdays", request.weekdays, days, "ui-calendar"),
        ("parts", request.parts, parts, "ui-clock"),
        ("prices", request.prices, prices, "ui-euro"),
        ("walk_in", request.walk_in, {"1": _("zonder afspraak")}, "ui-check"),
        ("languages", request.languages, languages, "ui-globe"),
    ):
        for value in values:
            rest = tuple(other for other in values if other != value)
            chips.append(Chip(words[value], icon, search_url(request, **{name: rest})))
    if request.first_day or request.last_day:
        text = range_text(request.first_day, request.last_day)
        chips.append(Chip(text, "ui-calendar", search_url(request, first_day=None, last_day=None)))
    return chips
