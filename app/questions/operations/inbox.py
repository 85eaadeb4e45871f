"""The inbox of a desk, by what is due and not by what is new; no text and no contact is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Person
from app.agenda.clock import as_local, local_datetime
from app.questions.models.desks import Team
from app.questions.models.questions import Question, QuestionState

PAGE_SIZE = 50
DONE_DAYS = 90
"""Days after closing that a question stays in the inbox under "done"."""
MOST_FOUND = 50

_OPEN_STATES = tuple(state.value for state in QuestionState if state is not QuestionState.CLOSED)


class Bucket(StrEnum):
    """What has to happen with a question; each open one is in exactly one bucket."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    WAITING_FAMILY = "waiting_family"
    WAITING_PARTNER = "waiting_partner"
    SNOOZED = "snoozed"
    QUARANTINE = "quarantine"
    DONE = "done"


class OwnerFilter(StrEnum):
    """Whose questions are shown."""

    ANYONE = "anyone"
    ME = "me"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """What the inbox is narrowed to; an empty filter lets everything through."""

    owner: OwnerFilter = OwnerFilter.ANYONE
    person_id: int | None = None
    """Who "me" is."""
    team_id: int | None = None
    theme_ids: tuple[str, ...] = ()
    """A theme with everything under it."""
    municipality_nis: str | None = None
    language: str | None = None
    """Of the page the family asked on, or the one it would rather speak."""
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A question as colleagues see it in a list: facts only."""

    id: int
    reference: str
    state: str
    close_reason: str | None
    is_returned: bool
    is_quarantined: bool
    theme_id: str | None
    municipality_nis: str | None
    child_age_months: int | None
    language: str
    spoken_language: str
    channel: str
    asked_at: datetime
    due_at: datetime | None
    changed_at: datetime
    snoozed_until: date | None
    first_opened_at: datetime | None
    escalated_at: datetime | None
    owner_id: int | None
    owner_name: str | None
    team_name: str | None


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of one bucket; pages count from 1."""

    bucket: Bucket
    rows: tuple[InboxRow, ...]
    count: int
    number: int
    pages: int


_COLUMNS = tuple(
    getattr(Question, name)
    for name in InboxRow.__dataclass_fields__
    if name not in {"owner_name", "team_name"}
)


def list_inbox(
    session: Session,
    house_id: int,
    bucket: Bucket,
    filters: InboxFilters,
    *,
    now: datetime,
    page: int = 1,
) -> InboxPage:
    """One page of a bucket: two statements, however many questions there are."""
    found = and_(*_conditions(house_id, bucket, filters, now))
    count = session.scalar(select(func.count()).select_from(Question).where(found)) or 0
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(page, 1), pages)
    rows = session.execute(
        _rows().where(found).order_by(*_order(bucket))
        .limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )  # fmt: skip
    return InboxPage(bucket, tuple(InboxRow(*row) for row in rows), count, number, pages)


def count_buckets(
    session: Session, house_id: int, filters: InboxFilters, *, now: datetime
) -> dict[Bucket, int]:
    """How many questions are in each bucket: two statements, however many there are."""
    # By its name: PostgreSQL takes the same words with other parameters for something else.
    counted = session.execute(
        select(_bucket_of(now).label("bucket"), func.count())
        .where(Question.house_id == house_id, Question.state.in_(_OPEN_STATES), _fits(filters))
        .group_by("bucket")
    )
    found = {Bucket(name): count for name, count in counted}
    done = and_(*_conditions(house_id, Bucket.DONE, filters, now))
    found[Bucket.DONE] = session.scalar(select(func.count(Question.id)).where(done)) or 0
    return {item: found.get(item, 0) for item in Bucket}


def list_found(session: Session, house_id: int, question_ids: list[int]) -> list[InboxRow]:
    """Rows of questions of this House by id, the newest first; other Houses' are left out."""
    rows = session.execute(
        _rows()
        .where(Question.house_id == house_id, Question.id.in_(question_ids[:MOST_FOUND]))
        .order_by(Question.asked_at.desc(), Question.id.desc())
    )
    return [InboxRow(*row) for row in rows]


def list_languages(session: Session, house_id: int) -> list[str]:
    """The languages of the open questions of a House: of their pages and the ones spoken."""
    is_own = and_(Question.house_id == house_id, Question.state.in_(_OPEN_STATES))
    spoken = select(Question.spoken_language).where(is_own, Question.spoken_language != "")
    return sorted(session.scalars(select(Question.language).where(is_own).union(spoken)))


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS, Person.name, Team.name)
        .outerjoin(Person, Person.id == Question.owner_id)
        .outerjoin(Team, Team.id == Question.team_id)
    )


def _bucket_of(now: datetime) -> ColumnElement[str]:
    """The bucket of an open question; the first line that holds decides."""
    today = as_local(now).date()
    tomorrow = local_datetime(today + timedelta(days=1), time())
    return case(
        (Question.is_quarantined.is_(True), Bucket.QUARANTINE.value),
        (Question.snoozed_until > today, Bucket.SNOOZED.value),
        (Question.due_at <= now, Bucket.OVERDUE.value),
        (Question.due_at < tomorrow, Bucket.TODAY.value),
        (Question.state == QuestionState.WAITING_FAMILY.value, Bucket.WAITING_FAMILY.value),
        (Question.state == QuestionState.WAITING_PARTNER.value, Bucket.WAITING_PARTNER.value),
        # What is up to the desk without a date is not lost: it is for today.
        (Question.due_at.is_(None), Bucket.TODAY.value),
        else_=Bucket.LATER.value,
    )


def _conditions(
    house_id: int, bucket: Bucket, filters: InboxFilters, now: datetime
) -> tuple[ColumnElement[bool], ...]:
    own = Question.house_id == house_id
    if bucket is Bucket.DONE:
        since = now - timedelta(days=DONE_DAYS)
        closed = Question.state == QuestionState.CLOSED.value
        return own, closed, Question.closed_at >= since, _fits(filters)
    # The states are named so that the index of House and state is used.
    is_open = Question.state.in_(_OPEN_STATES)
    return own, is_open, _bucket_of(now) == bucket.value, _fits(filters)


def _fits(filters: InboxFilters) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [true()]
    match filters.owner:
        case OwnerFilter.ME if filters.person_id is not None:
            found.append(Question.owner_id == filters.person_id)
        case OwnerFilter.ME:
            found.append(false())
        case OwnerFilter.NOBODY:
            found.append(Question.owner_id.is_(None))
        case OwnerFilter.ANYONE:
            pass
    if filters.team_id is not None:
        found.append(Question.team_id == filters.team_id)
    if filters.theme_ids:
        found.append(Question.theme_id.in_(filters.theme_ids))
    if filters.municipality_nis:
        found.append(Question.municipality_nis == filters.municipality_nis)
    if filters.language:
        spoken = Question.spoken_language == filters.language
        found.append(or_(Question.language == filters.language, spoken))
    if filters.channel:
        found.append(Question.channel == filters.channel)
    return and_(*found)


def _order(bucket: Bucket) -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    due_first = (Question.due_at.is_(None), Question.due_at, Question.id)
    match bucket:
        case Bucket.OVERDUE:
            return (Question.is_returned.desc(), *due_first)
        case Bucket.DONE:
            return (Question.closed_at.desc(), Question.id.desc())
        case Bucket.SNOOZED:
            return (Question.snoozed_until, Question.id)
        case Bucket.QUARANTINE:
            return (Question.asked_at, Question.id)
        case Bucket.WAITING_FAMILY | Bucket.WAITING_PARTNER:
            return (Question.changed_at, Question.id)
        case _:
            return due_first
