"""The inbox as values for its template: what is due in words, and links that keep the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from app.accounts.members import Member
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.desk.wording import (
    bucket_explanation,
    bucket_text,
    channel_text,
    due_text,
    reason_text,
    since_text,
    snooze_text,
)
from app.directory.models.terms import Facet
from app.finder.cards import Label, Link, Tone
from app.finder.site import get_catalogue
from app.finder.wording import child_text, language_name
from app.i18n import LANGUAGES
from app.i18n import gettext as _
from app.questions.models.questions import Channel
from app.questions.operations.inbox import (
    Bucket,
    InboxFilters,
    InboxPage,
    InboxRow,
    OwnerFilter,
    count_buckets,
    list_inbox,
    list_languages,
)
from app.questions.operations.owners import list_teams
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language

SLUGS: Mapping[Bucket, str] = {
    Bucket.OVERDUE: "te-laat",
    Bucket.TODAY: "vandaag",
    Bucket.LATER: "later",
    Bucket.WAITING_FAMILY: "wacht-op-gezin",
    Bucket.WAITING_PARTNER: "wacht-op-partner",
    Bucket.SNOOZED: "weggelegd",
    Bucket.QUARANTINE: "apart",
    Bucket.DONE: "klaar",
}
OWNERS: Mapping[str, OwnerFilter] = {
    "": OwnerFilter.ANYONE,
    "ik": OwnerFilter.ME,
    "niemand": OwnerFilter.NOBODY,
}
_FIRST_LOOKED_AT = (Bucket.OVERDUE, Bucket.TODAY, Bucket.LATER)


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A question in a list: facts only, never a word of the family."""

    id: int
    reference: str
    url: str
    title: str
    """Theme and place, or what little is known."""
    facts: tuple[str, ...]
    due: str
    labels: tuple[Label, ...]
    owner: str | None
    team: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the inbox with its values; the first one lets everything through."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class InboxView:
    """What the inbox shows."""

    bucket: str
    title: str
    explanation: str
    buckets: tuple[Link, ...]
    items: tuple[InboxItem, ...]
    count: int
    filters: tuple[Filter, ...]
    chosen: int
    """How many filters narrow the list."""
    clear_url: str
    previous_url: str | None
    next_url: str | None
    number: int
    pages: int
    may_register: bool


def make_inbox_view(asked: Mapping[str, str], member: Member, now: datetime) -> InboxView:
    """Answer an address of the inbox."""
    session, house_id = reading_session(), member.get_house_id()
    filters = _read_filters(asked, member)
    counts = count_buckets(session, house_id, filters, now=now)
    bucket = _choose_bucket(asked.get("bak", ""), counts)
    page = list_inbox(
        session, house_id, bucket, filters, now=now, page=_number(asked.get("pagina", "")) or 1
    )
    shown = _make_filters(asked, member)
    kept: dict[str, Any] = _kept(shown)
    return InboxView(
        bucket=SLUGS[bucket],
        title=bucket_text(bucket),
        explanation=bucket_explanation(bucket),
        buckets=tuple(
            Link(
                bucket_text(item),
                url_for("desk.inbox", bak=SLUGS[item], **kept),
                is_current=item is bucket,
                count=counts[item],
            )
            for item in Bucket
        ),
        items=make_items(page.rows, member, now),
        count=page.count,
        filters=shown,
        chosen=len(kept),
        clear_url=url_for("desk.inbox", bak=SLUGS[bucket]),
        previous_url=_page_url(page, -1, kept),
        next_url=_page_url(page, 1, kept),
        number=page.number,
        pages=page.pages,
        may_register=member.may(Permission.ANSWER),
    )


def make_items(rows: Sequence[InboxRow], member: Member, now: datetime) -> tuple[InboxItem, ...]:
    """Questions as a list shows them."""
    return tuple(_make_item(row, member, now) for row in rows)


def _make_item(row: InboxRow, member: Member, now: datetime) -> InboxItem:
    language, place = page_language(), None
    if row.municipality_nis:
        place = get_installation().gazetteer.find_municipality(row.municipality_nis)
    theme = get_catalogue().taxonomy.find(row.theme_id) if row.theme_id else None
    known = [theme.label(language) if theme else "", place.name(language) if place else ""]
    facts = [child_text(row.child_age_months)] if row.child_age_months is not None else []
    spoken = row.spoken_language or row.language
    if spoken != "nl":
        facts.append(_("spreekt %(language)s", language=language_name(spoken)))
    facts += [channel_text(row.channel), since_text(row.asked_at, now)]
    return InboxItem(
        id=row.id,
        reference=row.reference,
        url=url_for("desk_question.show", question_id=row.id),
        title=" · ".join(part for part in known if part) or _("Zonder thema of gemeente"),
        facts=tuple(facts),
        due=due_text(row.due_at, now),
        labels=_labels(row, now),
        owner=row.owner_name,
        team=row.team_name,
        is_mine=row.owner_id == member.person_id,
    )


def _labels(row: InboxRow, now: datetime) -> tuple[Label, ...]:
    found = []
    if row.is_returned:
        found.append(Label(_("kwam terug"), "ui-warning", Tone.WARN))
    if row.is_quarantined:
        found.append(Label(_("apart gezet"), "shield", Tone.WARN))
    if row.escalated_at is not None and row.close_reason is None:
        found.append(Label(_("te moeilijk"), "raised-hand", Tone.SOON))
    if row.first_opened_at is None and row.close_reason is None:
        found.append(Label(_("nog niet geopend"), "envelope", Tone.GOOD))
    if row.snoozed_until is not None and row.snoozed_until > as_local(now).date():
        text = snooze_text(row.snoozed_until, as_local(now).date())
        found.append(Label(text, "ui-moon"))
    if row.close_reason is not None:
        found.append(Label(reason_text(row.close_reason), "ui-check"))
    return tuple(found)


def _choose_bucket(slug: str, counts: Mapping[Bucket, int]) -> Bucket:
    for bucket, name in SLUGS.items():
        if name == slug:
            return bucket
    return next((bucket for bucket in _FIRST_LOOKED_AT if counts[bucket]), Bucket.TODAY)


def _read_filters(asked: Mapping[str, str], member: Member) -> InboxFilters:
    taxonomy, theme = get_catalogue().taxonomy, asked.get("thema", "")
    under = tuple(
        term.id
        for term in taxonomy.terms.values()
        if theme and (term.id == theme or theme in taxonomy.ancestors(term.id))
    )
    return InboxFilters(
        owner=OWNERS.get(asked.get("van", ""), OwnerFilter.ANYONE),
        person_id=member.person_id,
        team_id=_number(asked.get("team", "")),
        theme_ids=under,
        municipality_nis=asked.get("gemeente", "")[:5] or None,
        language=asked.get("taal", "")[:8] or None,
        channel=asked.get("kanaal", "")[:10] or None,
    )


def _make_filters(asked: Mapping[str, str], member: Member) -> tuple[Filter, ...]:
    session, house_id, language = reading_session(), member.get_house_id(), page_language()
    gazetteer, catalogue = get_installation().gazetteer, get_catalogue()
    house = next((item for item in catalogue.houses if item.id == house_id), None)
    places = [gazetteer.find_municipality(nis) for nis in (house.municipalities if house else ())]
    codes = sorted({*LANGUAGES, *list_languages(session, house_id)})
    values: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
        "van": (
            _("Van wie"),
            _("iedereen"),
            [("ik", _("van mij")), ("niemand", _("van niemand"))],
        ),
        "team": (
            _("Team"),
            _("elk team"),
            [(str(team.id), team.name) for team in list_teams(session, house_id)],
        ),
        "thema": (
            _("Thema"),
            _("elk thema"),
            [(t.id, t.label(language)) for t in catalogue.taxonomy.list_facet(Facet.DOMAIN)],
        ),
        "gemeente": (
            _("Gemeente"),
            _("elke gemeente"),
            [(place.nis or "", place.name(language)) for place in places if place],
        ),
        "taal": (_("Taal"), _("elke taal"), [(code, language_name(code)) for code in codes]),
        "kanaal": (
            _("Kanaal"),
            _("elk kanaal"),
            [(channel.value, channel_text(channel.value)) for channel in Channel],
        ),
    }
    return tuple(
        Filter(
            name,
            label,
            tuple(
                Choice(value, text, value == asked.get(name, ""))
                for value, text in [("", everything), *choices]
            ),
        )
        for name, (label, everything, choices) in values.items()
    )


def _kept(filters: tuple[Filter, ...]) -> dict[str, str]:
    """The filters that narrow, as parameters of a link."""
    return {
        item.name: choice.value
        for item in filters
        for choice in item.choices
        if choice.is_chosen and choice.value
    }


def _page_url(page: InboxPage, step: int, kept: Mapping[str, Any]) -> str | None:
    number = page.number + step
    if not 1 <= number <= page.pages:
        return None
    return url_for("desk.inbox", bak=SLUGS[page.bucket], pagina=number, **kept)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
