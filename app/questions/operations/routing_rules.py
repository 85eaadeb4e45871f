"""The rules by which questions are given to teams, as a coordinator keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.trail import Actor, record
from app.directory.models.terms import Facet, Term
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.models.desks import RoutingRule, Team
from app.questions.operations.routing import may_own


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """The conditions of a rule, all of which must hold, and who gets the question."""

    team_id: int
    owner_id: int | None = None
    min_age_months: int | None = None
    max_age_months: int | None = None
    theme_id: str | None = None
    language: str | None = None
    municipality_nis: str | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with the names it shows."""

    id: int
    position: int
    team_id: int
    team: str
    owner: str
    min_age_months: int | None
    max_age_months: int | None
    theme_id: str | None
    language: str | None
    municipality_nis: str | None


def list_rules(session: Session, house_id: int) -> list[RuleRow]:
    """The rules of a House in the order in which they are tried."""
    rows = session.execute(
        select(RoutingRule, Team.name, Person.name.label("owner"))
        .join(Team, Team.id == RoutingRule.team_id)
        .outerjoin(Person, Person.id == RoutingRule.owner_id)
        .where(RoutingRule.house_id == house_id)
        .order_by(RoutingRule.position, RoutingRule.id)
    )
    return [
        RuleRow(
            row.RoutingRule.id,
            row.RoutingRule.position,
            row.RoutingRule.team_id,
            row.name,
            row.owner or "",
            row.RoutingRule.min_age_months,
            row.RoutingRule.max_age_months,
            row.RoutingRule.theme_id,
            row.RoutingRule.language,
            row.RoutingRule.municipality_nis,
        )
        for row in rows
    ]


def add_rule(session: Session, house_id: int, draft: RuleDraft, *, by: Actor) -> RoutingRule:
    """Add a rule after the others; its team and colleague are of this House, or it raises."""
    team = session.scalar(
        select(Team.id).where(Team.id == draft.team_id, Team.house_id == house_id, Team.is_active)
    )
    if team is None:
        raise HouseRowNotFoundError
    if draft.owner_id is not None and not may_own(session, house_id, draft.owner_id):
        raise NotAColleagueError
    last = session.scalar(
        select(func.max(RoutingRule.position)).where(RoutingRule.house_id == house_id)
    )
    rule = RoutingRule(
        house_id=house_id,
        position=(last or 0) + 1,
        team_id=draft.team_id,
        owner_id=draft.owner_id,
        min_age_months=draft.min_age_months,
        max_age_months=draft.max_age_months,
        theme_id=_known_theme(session, draft.theme_id),
        language=draft.language,
        municipality_nis=draft.municipality_nis,
    )
    session.add(rule)
    session.flush()
    record(
        session,
        "routing-rule-added",
        actor=by,
        subject=("routing_rule", rule.id),
        house_id=house_id,
        details={"team": rule.team_id},
    )
    return rule


def move_rule(session: Session, house_id: int, rule_id: int, *, step: int, by: Actor) -> None:
    """Try a rule one place earlier (-1) or later (1); at the end of the list nothing moves."""
    rules = _all_rules(session, house_id)
    places = {rule.id: place for place, rule in enumerate(rules)}
    if rule_id not in places:
        raise HouseRowNotFoundError
    place = places[rule_id]
    other = place + step
    if not 0 <= other < len(rules):
        return
    rules[place], rules[other] = rules[other], rules[place]
    for position, rule in enumerate(rules, 1):
        rule.position = position
    record(
        session,
        "routing-rule-moved",
        actor=by,
        subject=("routing_rule", rule_id),
        house_id=house_id,
        details={"step": step},
    )


def remove_rule(session: Session, house_id: int, rule_id: int, *, by: Actor) -> None:
    """Take a rule away; questions that it gave to somebody stay there."""
    rule = next((item for item in _all_rules(session, house_id) if item.id == rule_id), None)
    if rule is None:
        raise HouseRowNotFoundError
    session.delete(rule)
    record(
        session,
        "routing-rule-removed",
        actor=by,
        subject=("routing_rule", rule_id),
        house_id=house_id,
    )


def _known_theme(session: Session, theme_id: str | None) -> str | None:
    if not theme_id:
        return None
    return session.scalar(
        select(Term.id).where(Term.id == theme_id, Term.facet == Facet.DOMAIN.value)
    )


def _all_rules(session: Session, house_id: int) -> list[RoutingRule]:
    return list(
        session.scalars(
            select(RoutingRule)
            .where(RoutingRule.house_id == house_id)
            .order_by(RoutingRule.position, RoutingRule.id)
        )
    )
