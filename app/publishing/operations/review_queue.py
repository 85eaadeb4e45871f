"""What waits for the review of a House: by partner, oldest promise first, without reading facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.directory.models.organizations import Organization
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.publishing.operations.looking_after import looked_after
from app.publishing.operations.review_rows import VISITORS, QueueRow, list_rows

ROWS_A_PAGE = 50
MOST_APART = 50
"""So many samples, and so many suspect suggestions, stand on a page."""


class QueueFilter(StrEnum):
    """Which part of the queue is asked for."""

    ALL = "all"
    PROTECTED = "protected"
    NEW = "new"
    SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """What one partner sent in: the rows on this page, and how many wait in all."""

    organization_id: int
    name: str
    count: int
    promised_on: date | None
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How much waits."""

    waiting: int
    late: int
    protected: int
    new: int
    samples: int
    suspects: int
    oldest: date | None = None
    """The first promise."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue."""

    counts: QueueCounts
    groups: tuple[QueueGroup, ...]
    samples: tuple[QueueRow, ...]
    suspects: tuple[QueueRow, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Group:
    id: int
    promised_on: date | None
    count: int
    late: int
    protected: int
    new: int

    def size(self, chosen: QueueFilter) -> int:
        match chosen:
            case QueueFilter.PROTECTED:
                return self.protected
            case QueueFilter.NEW:
                return self.new
            case _:
                return self.count


def read_queue(
    session: Session,
    house_id: int,
    *,
    today: date,
    chosen: QueueFilter = QueueFilter.ALL,
    page: int = 1,
) -> Queue:
    """A page of what waits for a House; the number of statements is the same for any length."""
    groups = _list_groups(session, house_id, today)
    counts = _count(session, house_id, groups)
    samples = list_rows(session, _samples(house_id).limit(MOST_APART)) if counts.samples else []
    if chosen is QueueFilter.SAMPLES:
        return Queue(counts, (), tuple(samples), (), 1, 1)
    total = sum(group.size(chosen) for group in groups)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    ids = _list_ids(session, house_id, groups, chosen, page) if total else []
    rows = list_rows(session, select(Revision.id).where(Revision.id.in_(ids))) if ids else []
    by_id = {row.id: row for row in rows}
    is_last = page == pages and counts.suspects
    suspects = list_rows(session, _suspects(house_id).limit(MOST_APART)) if is_last else []
    return Queue(
        counts,
        _group(session, [by_id[number] for number in ids], groups, chosen),
        tuple(samples) if page == 1 and chosen is QueueFilter.ALL else (),
        tuple(suspects),
        page,
        pages,
    )


def count_queue(session: Session, house_id: int, *, today: date) -> QueueCounts:
    """How much waits for a House."""
    return _count(session, house_id, _list_groups(session, house_id, today))


def find_next(session: Session, house_id: int, after_id: int, *, today: date) -> int | None:
    """The revision that stands after this one in the queue, else the first other one."""
    groups = _list_groups(session, house_id, today)
    ids = list(session.scalars(_ordered(house_id, groups, QueueFilter.ALL)))
    place = ids.index(after_id) + 1 if after_id in ids else 0
    return next((number for number in [*ids[place:], *ids[:place]] if number != after_id), None)


def _waiting(house_id: int) -> Subquery:
    """Whatever waits, with only the columns that an index holds."""
    facts = (Revision.id, Revision.promised_on, Revision.is_protected, Revision.offer_id)
    of_partners = select(Revision.organization_id.label("group_id"), *facts).where(
        Revision.organization_id.in_(looked_after(house_id)),
        Revision.state == RevisionState.SUBMITTED.value,
    )
    of_visitors = (
        select(literal(VISITORS).label("group_id"), *facts)
        .join(Suggestion, Suggestion.revision_id == Revision.id)
        .where(
            *_is_suggestion(house_id),
            Suggestion.is_suspect.is_(False),
        )
    )
    return union_all(of_partners, of_visitors).subquery("waiting")


def _is_suggestion(house_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Revision.house_id == house_id,
        Revision.organization_id.is_(None),
        Revision.author_kind == AuthorKind.VISITOR.value,
        Revision.state == RevisionState.SUBMITTED.value,
        Suggestion.confirmed_at.is_not(None),
    )


def _list_groups(session: Session, house_id: int, today: date) -> list[_Group]:
    waiting = _waiting(house_id)
    oldest = func.min(waiting.c.promised_on)
    rows = session.execute(
        select(
            waiting.c.group_id,
            oldest,
            func.count(),
            func.sum(case((waiting.c.promised_on < today, 1), else_=0)),
            func.sum(case((waiting.c.is_protected, 1), else_=0)),
            func.sum(case((waiting.c.offer_id.is_(None), 1), else_=0)),
        )
        .group_by(waiting.c.group_id)
        .order_by(oldest, waiting.c.group_id)
    )
    return [_Group(*row) for row in rows]


def _count(session: Session, house_id: int, groups: list[_Group]) -> QueueCounts:
    apart = select(
        select(func.count()).select_from(_samples(house_id).subquery()).scalar_subquery(),
        select(func.count()).select_from(_suspects(house_id).subquery()).scalar_subquery(),
    )
    samples, suspects = session.execute(apart).one()
    return QueueCounts(
        waiting=sum(group.count for group in groups),
        late=sum(group.late for group in groups),
        protected=sum(group.protected for group in groups),
        new=sum(group.new for group in groups),
        samples=samples,
        suspects=suspects,
        oldest=groups[0].promised_on if groups else None,
    )


def _samples(house_id: int) -> Select[int]:
    return (
        select(Revision.id)
        .where(
            Revision.organization_id.in_(looked_after(house_id)),
            Revision.is_sample,
            Revision.reviewed_at.is_(None),
            Revision.state == RevisionState.PUBLISHED.value,
        )
        .order_by(Revision.published_at, Revision.id)
    )


def _suspects(house_id: int) -> Select[int]:
    return (
        select(Revision.id)
        .join(Suggestion, Suggestion.revision_id == Revision.id)
        .where(*_is_suggestion(house_id), Suggestion.is_suspect.is_(True))
        .order_by(Revision.promised_on, Revision.id)
    )


def _ordered(house_id: int, groups: list[_Group], chosen: QueueFilter) -> Select[int]:
    waiting = _waiting(house_id)
    found = select(waiting.c.id)
    if chosen is QueueFilter.PROTECTED:
        found = found.where(waiting.c.is_protected)
    elif chosen is QueueFilter.NEW:
        found = found.where(waiting.c.offer_id.is_(None))
    places = {group.id: place for place, group in enumerate(groups)}
    place = case(places, value=waiting.c.group_id) if places else waiting.c.group_id
    return found.order_by(place, waiting.c.promised_on, waiting.c.id)


def _list_ids(
    session: Session, house_id: int, groups: list[_Group], chosen: QueueFilter, page: int
) -> list[int]:
    """The ids of a page: only the groups that stand on it are put in order."""
    first, before = (page - 1) * ROWS_A_PAGE, 0
    on_page = []
    skipped = 0
    for group in groups:
        size = group.size(chosen)
        if before + size <= first:
            skipped += size
        elif before < first + ROWS_A_PAGE and size:
            on_page.append(group)
        before += size
    waiting_ids = _ordered(house_id, on_page, chosen)
    column = waiting_ids.selected_columns[0].table.c.group_id
    wanted = waiting_ids.where(column.in_([group.id for group in on_page]))
    return list(session.scalars(wanted.offset(first - skipped).limit(ROWS_A_PAGE)))


def _group(
    session: Session, rows: list[QueueRow], groups: list[_Group], chosen: QueueFilter
) -> tuple[QueueGroup, ...]:
    by_group: dict[int, list[QueueRow]] = {}
    for row in rows:
        by_group.setdefault(row.organization_id, []).append(row)
    names = dict(
        session.execute(
            select(Organization.id, Organization.name).where(Organization.id.in_(by_group))
        ).all()
    )
    known = {group.id: group for group in groups}
    return tuple(
        QueueGroup(
            key, names.get(key, ""), known[key].size(chosen), known[key].promised_on, tuple(found)
        )
        for key, found in by_group.items()
    )
