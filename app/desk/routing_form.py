"""The form of a routing rule, and a try that shows where a made-up question would go."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.desk.counting_form import municipality_pairs
from app.desk.houses import get_own_house
from app.desk.settings_forms import OLDEST_YEARS, ConditionsForm, language_pairs
from app.directory.models.terms import Facet
from app.finder.site import get_catalogue
from app.i18n import gettext as _
from app.questions.operations.owners import list_owners, list_teams
from app.questions.operations.routing import RoutedFacts, find_route
from app.questions.operations.routing_rules import RuleDraft, list_rules
from app.web.installation import reading_session
from app.web.languages import page_language


@dataclass(frozen=True, slots=True)
class Try:
    """A made-up question and where it would go."""

    theme: str
    years: str
    language: str
    municipality: str
    languages: list[tuple[str, str]]
    municipalities: list[tuple[str, str]]
    answer: str
    """Empty when nothing was tried."""


def themes_and_parts() -> list[tuple[str, str]]:
    """All themes with the narrower ones below them, as choices."""
    taxonomy, language = get_catalogue().taxonomy, page_language()
    found = []
    for top in taxonomy.list_facet(Facet.DOMAIN):
        found.append((top.id, top.label(language)))
        parts = [taxonomy.find(key) for key in top.children]
        found += [(part.id, f"– {part.label(language)}") for part in parts if part is not None]
    return found


def own_municipalities() -> list[tuple[str, str]]:
    """The municipalities of the House by name."""
    return [pair for pair in municipality_pairs(get_own_house()) if pair[0]]


def make_conditions_form(house_id: int) -> ConditionsForm:
    """The form with its choices."""
    form, session = ConditionsForm(), reading_session()
    form.offer(
        themes=themes_and_parts(),
        municipalities=own_municipalities(),
        teams=[(team.id, team.name) for team in list_teams(session, house_id)],
        people=[(person.id, person.name) for person in list_owners(session, house_id)],
    )
    return form


def draft_of(form: ConditionsForm) -> RuleDraft:
    """The rule as it was filled in."""
    first, last = form.min_years.data, form.max_years.data
    return RuleDraft(
        team_id=int(form.team.data),
        owner_id=int(form.owner.data) if form.owner.data else None,
        min_age_months=first * 12 if first is not None else None,
        max_age_months=last * 12 if last is not None else None,
        theme_id=form.theme.data or None,
        language=form.language.data or None,
        municipality_nis=form.municipality.data or None,
    )


def make_try(arguments: MultiDict[str, str], house_id: int) -> Try:
    """Where the question of an address would go; nonsense in it counts as not known."""
    languages, places = language_pairs(), own_municipalities()
    theme = arguments.get("thema", "")[:60]
    years = arguments.get("jaar", "")[:2]
    language = arguments.get("taal", "")[:8]
    municipality = arguments.get("gemeente", "")[:5]
    is_years = years.isascii() and years.isdigit() and int(years) <= OLDEST_YEARS
    facts = RoutedFacts(
        child_age_months=int(years) * 12 if is_years else None,
        theme_id=theme if get_catalogue().taxonomy.find(theme) else None,
        languages=frozenset({language} - {""}),
        municipality_nis=municipality if municipality in dict(places) else None,
    )
    return Try(
        theme=facts.theme_id or "",
        years=years if is_years else "",
        language=language if language in dict(languages) else "",
        municipality=facts.municipality_nis or "",
        languages=languages,
        municipalities=places,
        answer=_route_text(house_id, facts) if "probeer" in arguments else "",
    )


def _route_text(house_id: int, facts: RoutedFacts) -> str:
    session = reading_session()
    route = find_route(session, house_id, facts)
    teams = {team.id: team.name for team in list_teams(session, house_id)}
    if route.team_id is None:
        return _("Deze vraag gaat naar niemand. Maak eerst een team.")
    team = teams.get(route.team_id, "")
    if route.rule_id is None:
        return _("Deze vraag gaat naar %(team)s: geen enkele regel past.", team=team)
    place = [rule.id for rule in list_rules(session, house_id)].index(route.rule_id) + 1
    people = {person.id: person.name for person in list_owners(session, house_id)}
    if route.owner_id in people:
        return _(
            "Deze vraag gaat naar %(person)s van %(team)s, door regel %(number)s.",
            person=people[route.owner_id],
            team=team,
            number=place,
        )
    return _("Deze vraag gaat naar %(team)s, door regel %(number)s.", team=team, number=place)
