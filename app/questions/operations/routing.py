"""Which team a question goes to: the first rule of the House that fits, else its desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.models.organizations import House, HouseMunicipality
from app.directory.models.terms import Term
from app.questions.models.desks import RoutingRule, Team
from app.questions.operations.owners import list_owners

TREE_DEPTH = 10


class NoHouseError(LookupError):
    """There is no House at all that could get the question."""


@dataclass(frozen=True, slots=True)
class RoutedFacts:
    """What of a question decides where it goes; what is not known is empty."""

    child_age_months: int | None = None
    theme_id: str | None = None
    languages: frozenset[str] = frozenset()
    """Of the page and of the family."""
    municipality_nis: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a question goes; without any team it is visibly nobody's."""

    team_id: int | None
    owner_id: int | None
    rule_id: int | None
    """The rule that decided; empty when the desk got it because no rule fits."""


def find_house_id(session: Session, municipality_nis: str | None) -> int:
    """The House of a municipality, else the default one, else the first; raises without any."""
    if municipality_nis is not None:
        house_id = session.scalar(
            select(HouseMunicipality.house_id).where(HouseMunicipality.nis == municipality_nis)
        )
        if house_id is not None:
            return house_id
    default = session.scalar(select(House.id).order_by(House.is_default.desc(), House.id).limit(1))
    if default is None:
        raise NoHouseError
    return default


def find_route(session: Session, house_id: int, facts: RoutedFacts) -> Route:
    """The team, and the colleague if the rule names one, that gets a question with these facts."""
    themes = _with_parents(session, facts.theme_id)
    for rule in session.scalars(
        select(RoutingRule)
        .join(Team, Team.id == RoutingRule.team_id)
        .where(RoutingRule.house_id == house_id, Team.house_id == house_id, Team.is_active)
        .order_by(RoutingRule.position, RoutingRule.id)
    ):
        if _fits(rule, facts, themes):
            owner_id = rule.owner_id if may_own(session, house_id, rule.owner_id) else None
            return Route(rule.team_id, owner_id, rule.id)
    desk = session.scalar(
        select(Team.id)
        .where(Team.house_id == house_id, Team.is_active)
        .order_by(Team.is_desk.desc(), Team.id)
        .limit(1)
    )
    return Route(desk, None, None)


def _fits(rule: RoutingRule, facts: RoutedFacts, themes: Sequence[str]) -> bool:
    age = facts.child_age_months
    if rule.min_age_months is not None and (age is None or age < rule.min_age_months):
        return False
    if rule.max_age_months is not None and (age is None or age >= rule.max_age_months):
        return False
    if rule.theme_id is not None and rule.theme_id not in themes:
        return False
    if rule.language is not None and rule.language not in facts.languages:
        return False
    return rule.municipality_nis in {None, facts.municipality_nis}


def _with_parents(session: Session, theme_id: str | None) -> list[str]:
    """A theme and everything above it: a rule for "health" also holds for "sleep"."""
    found: list[str] = []
    while theme_id is not None and theme_id not in found and len(found) < TREE_DEPTH:
        found.append(theme_id)
        theme_id = session.scalar(select(Term.parent_id).where(Term.id == theme_id))
    return found


def may_own(session: Session, house_id: int, person_id: int | None) -> bool:
    """Whether a person of the House may have its questions."""
    return person_id is not None and any(
        person.id == person_id for person in list_owners(session, house_id)
    )
