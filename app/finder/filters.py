"""The filters beside the results, each value with the number of results it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.directory.catalogue import Taxonomy
from app.directory.models.terms import Facet
from app.finder.cards import Choice, Filter
from app.finder.parameters import (
    DAY_PARTS,
    KINDS,
    WALK_IN,
    WEEKDAYS,
    SearchRequest,
)
from app.finder.searching import Search
from app.finder.wording import language_name, weekday_name
from app.i18n import gettext as _
from app.search.queries import AGE_GROUPS
from app.web.languages import page_language

Counts = Mapping[str, Mapping[str, int]]
MAX_LANGUAGES = 10
ACCESSIBILITY_SHOWN = (
    "acc-wheelchair",
    "acc-buggy",
    "acc-public-transport",
    "acc-inclusive",
    "acc-quiet",
    "acc-interpreter",
    "acc-easy-dutch",
    "acc-children-welcome",
    "acc-childcare-during",
    "acc-anonymous",
    "acc-online",
    "acc-at-home",
)


def make_filters(search: Search, counts: Counts, taxonomy: Taxonomy) -> tuple[Filter, ...]:
    """All groups that can narrow or widen this search; a group without any choice is left out.

    Distance is no group: it is the select beside the place, with its counts. Age groups are left
    out once a child's own age is asked.
    """
    request = search.request
    groups = (
        _themes(request, counts, taxonomy),
        _ages(search, counts, taxonomy),
        _days(request, counts),
        _parts(request, counts),
        _kinds(request, counts),
        _prices(request, counts),
        _walk_in(request, counts),
        _languages(request, counts),
        _accessibility(request, counts, taxonomy),
    )
    return tuple(_with_any(group) for group in groups if group.choices)


def _with_any(group: Filter) -> Filter:
    """A group of alternatives gets a first one that takes the filter away."""
    if group.kind != "radio":
        return group
    is_chosen = not any(choice.is_chosen for choice in group.choices)
    return replace(
        group, choices=(Choice("", _("maakt niet uit"), None, is_chosen), *group.choices)
    )


def _choices(
    values: Iterable[tuple[str, str, str | None]],
    counts: Mapping[str, int],
    chosen: tuple[str, ...],
    keys: Mapping[str, str] | None = None,
) -> tuple[Choice, ...]:
    """Choices of (value, text, icon) that leave something, or that are chosen."""
    found = []
    for value, text, icon in values:
        count = counts.get(keys[value] if keys else value, 0)
        if count or value in chosen:
            found.append(Choice(value, text, count, value in chosen, icon))
    return tuple(found)


def _themes(request: SearchRequest, counts: Counts, taxonomy: Taxonomy) -> Filter:
    language = page_language()
    theme_counts = counts.get("theme", {})
    tops = taxonomy.list_facet(Facet.DOMAIN)
    shown = [(term.id, term.label(language), term.icon) for term in tops]
    # Below a chosen theme its narrower ones are offered, and a chosen narrow one stays visible.
    for value in request.themes:
        term = taxonomy.find(value)
        if term is None:
            continue
        parent = term if term.children else taxonomy.find(term.parent_id or "")
        for key in parent.children if parent else ():
            child = taxonomy.find(key)
            if child is not None:
                shown.append((child.id, child.label(language), child.icon))
        if value not in {item[0] for item in shown}:
            shown.append((term.id, term.label(language), term.icon))
    return Filter(
        "thema",
        _("Thema"),
        "radio",
        _choices(shown, theme_counts, request.themes),
        is_open=True,
    )


def _ages(search: Search, counts: Counts, taxonomy: Taxonomy) -> Filter:
    language, request = page_language(), search.request
    is_asked = bool(search.query.ages) and not request.age_groups
    values = [
        (group.id, term.label(language), None)
        for group in AGE_GROUPS
        if not is_asked and (term := taxonomy.find(group.id)) is not None
    ]
    return Filter(
        "leeftijd",
        _("Leeftijd"),
        "radio",
        _choices(values, counts.get("age", {}), request.age_groups),
        is_open=bool(request.age_groups),
    )


def _days(request: SearchRequest, counts: Counts) -> Filter:
    values = [(code, weekday_name(number), None) for number, code in enumerate(WEEKDAYS)]
    keys = {code: str(number) for number, code in enumerate(WEEKDAYS)}
    return Filter(
        "dag",
        _("Dag"),
        "radio",
        _choices(values, counts.get("weekday", {}), request.weekdays, keys),
        is_open=True,
    )


def _parts(request: SearchRequest, counts: Counts) -> Filter:
    values = [
        ("ochtend", _("voormiddag"), None),
        ("namiddag", _("namiddag"), None),
        ("avond", _("avond, na 18 uur"), None),
    ]
    keys = {value: part.value for value, part in DAY_PARTS.items()}
    return Filter(
        "dagdeel",
        _("Deel van de dag"),
        "radio",
        _choices(values, counts.get("part", {}), request.parts, keys),
        is_open=bool(request.parts),
    )


def _kinds(request: SearchRequest, counts: Counts) -> Filter:
    values = [
        ("activiteit", _("activiteit met een datum"), None),
        ("dienst", _("plek of dienst"), None),
        ("opvang", _("kinderopvang"), None),
    ]
    keys = {value: kind.value for value, kind in KINDS.items()}
    return Filter(
        "soort",
        _("Soort"),
        "radio",
        _choices(values, counts.get("kind", {}), request.kinds, keys),
        is_open=bool(request.kinds),
    )


def _prices(request: SearchRequest, counts: Counts) -> Filter:
    values = [("gratis", _("gratis"), None), ("pas", _("korting met een pas"), None)]
    keys = {"gratis": "free", "pas": "pass"}
    return Filter(
        "prijs",
        _("Prijs"),
        "checkbox",
        _choices(values, counts.get("price", {}), request.prices, keys),
        is_open=True,
    )


def _walk_in(request: SearchRequest, counts: Counts) -> Filter:
    values = [(WALK_IN, _("zonder afspraak"), None)]
    return Filter(
        "inloop",
        _("Binnenlopen"),
        "checkbox",
        _choices(values, counts.get("walk_in", {}), request.walk_in, {WALK_IN: "yes"}),
        is_open=True,
    )


def _languages(request: SearchRequest, counts: Counts) -> Filter:
    known = counts.get("language", {})
    most = sorted(known, key=lambda code: (-known[code], code))[:MAX_LANGUAGES]
    codes = dict.fromkeys([*request.languages, *(code for code in most if code != "nl")])
    values = [(code, language_name(code), None) for code in codes]
    return Filter(
        "taal",
        _("Taal die ze spreken"),
        "checkbox",
        _choices(values, known, request.languages),
        is_open=bool(request.languages),
    )


def _accessibility(request: SearchRequest, counts: Counts, taxonomy: Taxonomy) -> Filter:
    language = page_language()
    ids = dict.fromkeys([*request.accessibility, *ACCESSIBILITY_SHOWN])
    values = [
        (term.id, term.label(language), None)
        for key in ids
        if (term := taxonomy.find(key)) is not None
    ]
    return Filter(
        "toegang",
        _("Zo kan je erbij"),
        "checkbox",
        _choices(values, counts.get("accessibility", {}), request.accessibility),
        is_open=bool(request.accessibility),
    )
