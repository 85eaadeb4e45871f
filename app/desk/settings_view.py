"""The settings of a House in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.finder.cards import Link
from app.finder.site import get_catalogue
from app.finder.wording import age_range_text, day_text, language_name
from app.i18n import gettext as _
from app.questions.models.desks import HouseClosure
from app.questions.operations.routing_rules import RuleRow
from app.web.installation import get_installation
from app.web.languages import page_language


@dataclass(frozen=True, slots=True)
class ClosureView:
    """A closing in words."""

    id: int
    days: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as a sentence: when what, to whom."""

    id: int
    conditions: tuple[str, ...]
    receiver: str
    is_first: bool
    is_last: bool


def settings_links() -> tuple[Link, ...]:
    """Everything a coordinator sets, with what it is for."""
    return tuple(
        Link(text, url_for(endpoint), icon, hint=hint)
        for text, endpoint, icon, hint in (
            (
                _("Afspraken"),
                "desk_settings.rules",
                "handshake",
                _("Hoe snel we antwoorden en hoelang we iets bewaren."),
            ),
            (
                _("Sluitingsdagen"),
                "desk_settings.closures",
                "ui-calendar",
                _("Dagen waarop het onthaal dicht is."),
            ),
            (_("Teams"), "desk_teams.show", "people", _("Wie samen vragen krijgt.")),
            (
                _("Verdeling"),
                "desk_routing.show",
                "split-path",
                _("Welke vraag naar welk team gaat."),
            ),
            (
                _("Standaardteksten"),
                "desk_templates.show",
                "pencil-form",
                _("Waarmee antwoorden vaak beginnen."),
            ),
            (
                _("Korte antwoorden"),
                "desk_answers.show",
                "question-bubble",
                _("Wat een gezin leest voor het zijn vraag stuurt."),
            ),
            (
                _("Redenen om te weigeren"),
                "desk_reasons.show",
                "checklist",
                _("Waaruit partners kiezen als het niet lukt."),
            ),
            (
                _("Wat gezinnen zoeken"),
                "desk_gaps.show",
                "ui-search",
                _("Wat ze niet vinden, en wat ze missen."),
            ),
            (
                _("Zoekwoorden"),
                "desk_words.show",
                "ui-search",
                _("Wat woorden van gezinnen betekenen, en wat eerst staat."),
            ),
            (_("Cijfers"), "desk_counting.figures", "growth-chart", _("Het jaar in getallen.")),
        )
    )


def closure_views(closures: Iterable[HouseClosure], today: date) -> list[ClosureView]:
    """Closings in words, in their order."""
    return [
        ClosureView(
            item.id,
            day_text(item.first_day, today)
            if item.first_day == item.last_day
            else _(
                "%(first)s tot en met %(last)s",
                first=day_text(item.first_day, today),
                last=day_text(item.last_day, today),
            ),
            item.reason,
        )
        for item in closures
    ]


def rule_views(rules: list[RuleRow]) -> list[RuleView]:
    """The rules as sentences, in the order in which they are tried."""
    return [
        RuleView(
            rule.id,
            tuple(_conditions(rule)),
            _("%(team)s, aan %(person)s", team=rule.team, person=rule.owner)
            if rule.owner
            else rule.team,
            is_first=place == 0,
            is_last=place == len(rules) - 1,
        )
        for place, rule in enumerate(rules)
    ]


def _conditions(rule: RuleRow) -> list[str]:
    found = []
    theme = get_catalogue().taxonomy.find(rule.theme_id) if rule.theme_id else None
    if theme is not None:
        found.append(_("thema: %(theme)s", theme=theme.label(page_language())))
    ages = age_range_text(rule.min_age_months, rule.max_age_months)
    if ages:
        found.append(_("leeftijd: %(ages)s", ages=ages))
    if rule.language:
        found.append(_("taal: %(language)s", language=language_name(rule.language)))
    if rule.municipality_nis:
        place = get_installation().gazetteer.find_municipality(rule.municipality_nis)
        name = place.name(page_language()) if place else rule.municipality_nis
        found.append(_("gemeente: %(place)s", place=name))
    return found


def example_values(desk_name: str, desk_phone: str, today: date) -> Mapping[str, str]:
    """Made-up facts with which a text is shown as a family would read it."""
    return {
        "reference": "K7M-3QP",
        "desk_name": desk_name,
        "desk_phone": desk_phone or "03 000 00 00",
        "due_date": day_text(today, today),
        "first_offer": _("Spelotheek De Tol"),
    }
