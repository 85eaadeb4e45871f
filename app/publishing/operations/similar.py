"""Offers that may be the same as the one somebody is typing, so that nothing stands there twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.directory.models.offers import VISIBLE_STATES, Offer, OfferLocation, OfferText, ServiceArea
from app.directory.models.organizations import Location, Organization
from app.directory.models.schedules import Schedule
from app.i18n import DEFAULT_LANGUAGE
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.operations.regions import Region, find_region

SHORTEST_TITLE = 4
"""Letters; before that everything looks like everything."""
SAME_WORDS = 86
"""How much of the words are the same, by rapidfuzz's token set, 0 to 100."""
SAME_LENGTH = 62
"""And of the whole titles, so that "Yoga" is not every title with yoga in it."""
SAME_MINUTES = 30
MOST_REVISIONS = 5000
MOST_FACTS = 20
"""Waiting versions whose facts are read to see where they are."""
MOST_SCHEDULES = 400
_MARKS = re.compile("[\u0300-\u036f]")
_SIGNS = re.compile(r"[^\w\n]+")
_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"BYDAY=([A-Z0-9,+-]+)")


class SimilarReason(StrEnum):
    """Why an offer may be the same, the surest first."""

    SAME_TITLE = "same-title"
    NEAR_TITLE = "near-title"
    SAME_MOMENT = "same-moment"
    """At the same place on the same day of the week at the same hour."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An offer, or a version that waits, that may be the same."""

    offer_id: int | None
    """Empty for something new that is not published yet: it has no page."""
    slug: str
    title: str
    organization: str
    reason: str
    """A value of `SimilarReason`."""


class _Candidate(NamedTuple):
    offer_id: int | None
    slug: str
    title: str
    organization_id: int | None
    revision_id: int | None = None


def find_similar(
    session: Session,
    proposed: ProposedOffer,
    *,
    offer_id: int | None = None,
    revision_id: int | None = None,
    limit: int = 3,
) -> list[Similar]:
    """What families see, or what waits, that may be the same, the surest first.

    It looks in the region and at the own organization; `offer_id` and `revision_id` are the
    offer and the version themselves. Drafts of other organizations are left out.
    """
    region = find_region(session, proposed)
    words = proposed.offer.words.get(DEFAULT_LANGUAGE)
    title = _fold_all([words.title])[0] if words else ""
    found: dict[tuple[int | None, int | None], tuple[float, str, _Candidate]] = {}
    if len(title) >= SHORTEST_TITLE:
        visible = _list_visible(session, region)
        waiting = _list_waiting(session, region)
        waiting_hits = _match(title, waiting)[:MOST_FACTS]
        near = [*_match(title, visible), *_near_by(session, region, waiting_hits)]
        for score, reason, item in sorted(near, key=lambda hit: -hit[0]):
            if _key_of(item) not in {(offer_id, None), (None, revision_id)}:
                found.setdefault(_key_of(item), (score, reason, item))
    for item in _list_same_moment(session, proposed):
        if _key_of(item) != (offer_id, None):
            found.setdefault(_key_of(item), (0.0, SimilarReason.SAME_MOMENT.value, item))
    chosen = sorted(found.values(), key=lambda hit: -hit[0])[:limit]
    names = _names(session, {item.organization_id for _score, _reason, item in chosen})
    return [
        Similar(item.offer_id, item.slug, item.title, names.get(item.organization_id, ""), reason)
        for _score, reason, item in chosen
    ]


def _key_of(item: _Candidate) -> tuple[int | None, int | None]:
    return item.offer_id, item.revision_id if item.offer_id is None else None


def _list_visible(session: Session, region: Region) -> list[_Candidate]:
    at_places = (
        select(OfferLocation.offer_id)
        .join(Location, Location.id == OfferLocation.location_id)
        .where(Location.municipality_nis.in_(region.municipalities))
    )
    serving = select(ServiceArea.offer_id).where(ServiceArea.nis.in_(region.municipalities))
    rows = session.execute(
        select(Offer.id, Offer.slug, OfferText.title, Offer.organization_id)
        .join(OfferText, OfferText.offer_id == Offer.id)
        .where(
            Offer.state.in_(VISIBLE_STATES),
            OfferText.language == DEFAULT_LANGUAGE,
            or_(
                Offer.organization_id == region.organization_id,
                Offer.id.in_(at_places),
                Offer.id.in_(serving),
            ),
        )
    )
    return [_Candidate(*row) for row in rows]


def _list_waiting(session: Session, region: Region) -> list[_Candidate]:
    """New things that are not published: what anybody sent in, and every own draft."""
    own = Revision.organization_id == region.organization_id
    unfinished = [RevisionState.DRAFT.value, RevisionState.RETURNED.value]
    rows = session.execute(
        select(Revision.id, Revision.title, Revision.organization_id)
        .where(
            Revision.offer_id.is_(None),
            Revision.title != "",
            or_(
                Revision.state == RevisionState.SUBMITTED.value,
                own & Revision.state.in_(unfinished),
            ),
        )
        .order_by(Revision.id.desc())
        .limit(MOST_REVISIONS)
    )
    return [_Candidate(None, "", row.title, row.organization_id, row.id) for row in rows]


def _near_by(
    session: Session, region: Region, hits: Sequence[tuple[float, str, _Candidate]]
) -> Iterator[tuple[float, str, _Candidate]]:
    """Of the waiting ones those of the own organization and those in the region."""
    facts = {
        row.id: row.facts
        for row in session.execute(
            select(Revision.id, Revision.facts).where(
                Revision.id.in_([item.revision_id for _score, _reason, item in hits])
            )
        )
    }
    for score, reason, item in hits:
        waiting = read_facts(facts[item.revision_id or 0])
        is_own = item.organization_id is not None and item.organization_id == region.organization_id
        nis = {place.municipality_nis for place in waiting.places} | set(waiting.offer.area_nis)
        if is_own or nis & region.municipalities:
            yield score, reason, item


def _match(title: str, candidates: Sequence[_Candidate]) -> list[tuple[float, str, _Candidate]]:
    """The candidates whose title is the same or nearly so, the surest first."""
    folded = _fold_all([item.title for item in candidates])
    hits = process.extract(
        title, folded, scorer=fuzz.token_set_ratio, score_cutoff=SAME_WORDS, limit=MOST_FACTS * 5
    )
    found = []
    for other, _score, at in hits:
        whole = fuzz.token_sort_ratio(title, other)
        if whole >= SAME_LENGTH:
            is_same = sorted(title.split()) == sorted(other.split())
            reason = SimilarReason.SAME_TITLE if is_same else SimilarReason.NEAR_TITLE
            found.append((whole, reason.value, candidates[at]))
    return sorted(found, key=lambda hit: -hit[0])


def _fold_all(titles: Sequence[str]) -> list[str]:
    """Titles in lower case without accents and signs; all in one text, which is much faster."""
    lines = "\n".join(title.replace("\n", " ") for title in titles)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", lines.casefold()))
    return [line.strip() for line in _SIGNS.sub(" ", bare).split("\n")]


def _list_same_moment(session: Session, proposed: ProposedOffer) -> list[_Candidate]:
    """Visible offers at one of the places whose rule falls together with one of the proposed."""
    rules = [item for item in proposed.offer.schedules if item.starts_on and item.start_time]
    if not rules or not proposed.offer.location_keys:
        return []
    rows = session.execute(
        select(
            Offer.id,
            Offer.slug,
            OfferText.title,
            Offer.organization_id,
            Schedule.starts_on,
            Schedule.start_time,
            Schedule.rrule,
        )
        .join(OfferText, OfferText.offer_id == Offer.id)
        .join(Schedule, Schedule.offer_id == Offer.id)
        .join(OfferLocation, OfferLocation.offer_id == Offer.id)
        .join(Location, Location.id == OfferLocation.location_id)
        .where(
            Offer.state.in_(VISIBLE_STATES),
            OfferText.language == DEFAULT_LANGUAGE,
            Schedule.starts_on.is_not(None),
            or_(Schedule.location_id.is_(None), Schedule.location_id == Location.id),
            Location.key.in_(proposed.offer.location_keys),
        )
        .order_by(Offer.id.desc())
        .limit(MOST_SCHEDULES)
    )
    own = [_moment(item.starts_on, item.start_time, item.rrule) for item in rules]
    return [
        _Candidate(*row[:4])
        for row in rows
        if any(_fall_together(_moment(*row[4:]), moment) for moment in own)
    ]


class _Moment(NamedTuple):
    first_day: date
    minute: int
    weekdays: frozenset[int]
    is_once: bool


def _moment(starts_on: date | None, start_time: time | None, rrule: str) -> _Moment:
    first_day, start = starts_on or date.min, start_time or time()
    codes = _BYDAY.search(rrule)
    named = {code[-2:] for code in codes[1].split(",")} if codes else set()
    weekdays = {number for number, code in enumerate(_DAY_CODES) if code in named}
    minute = start.hour * 60 + start.minute
    return _Moment(first_day, minute, frozenset(weekdays or {first_day.weekday()}), not rrule)


def _fall_together(one: _Moment, other: _Moment) -> bool:
    if abs(one.minute - other.minute) > SAME_MINUTES:
        return False
    if one.is_once and other.is_once:
        return one.first_day == other.first_day
    return bool(one.weekdays & other.weekdays)


def _names(session: Session, organization_ids: Collection[int | None]) -> dict[int | None, str]:
    known = [key for key in organization_ids if key is not None]
    rows = session.execute(
        select(Organization.id, Organization.name).where(Organization.id.in_(known))
    )
    return {row.id: row.name for row in rows}
