"""Counting what families search for and miss, and forgetting it in time; nobody is in it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.counted_files import count_finished, insert_of
from app.db import Database
from app.words.models import MissedWish, SearchCount, SearchFile
from app.words.search_files import CountedSearch, Outcome, read_searches, search_notebook

SEEN_OFTEN = 3
"""From so many times on a text is shown, and kept longer than RARE_KEPT."""
RARE_KEPT = 2
ALL_KEPT = 13
"""Months."""


def count_searches(database: Database, folder: Path, now: datetime) -> int:
    """Add up each finished file of searches and delete it; gives how many were counted."""
    notebook = search_notebook(folder)
    return count_finished(database, notebook, SearchFile, now, read=read_searches, add=_add)


def count_missed(session: Session, text: str, language: str, *, now: datetime) -> None:
    """Count that somebody did not find what a search was for."""
    _add_rows(session, [_row(text, language, month_of(now), missed=1)])


def count_wish(
    session: Session, text: str, *, municipality_nis: str, theme_id: str, now: datetime
) -> None:
    """Count a wish; the text is folded, and empty when what was typed looked personal."""
    _add_wish(session, text, municipality_nis, month_of(now), theme_id)


def month_of(now: datetime) -> date:
    """The first day of the month of a moment in Brussels."""
    return as_local(now).date().replace(day=1)


def months_before(month: date, count: int) -> date:
    """The first day of the month so many months before another one."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def count_forgettable_counts(session: Session, now: datetime) -> int:
    """How many counts of searches and wishes have reached their end."""
    searches = select(func.count()).select_from(SearchCount).where(_old_searches(now))
    wishes = select(func.count()).select_from(MissedWish)
    wishes = wishes.where(or_(_old_wishes(now), _rare_wishes(now)))
    return (session.scalar(searches) or 0) + (session.scalar(wishes) or 0)


def forget_counts(session: Session, now: datetime) -> int:
    """Delete counts of searches and wishes at their end; gives how many.

    What was searched for less than three times in a month goes after two months, all of it after
    thirteen. A rare wish loses its words after two months and stays as a number.
    """
    count = count_forgettable_counts(session, now)
    session.execute(delete(SearchCount).where(_old_searches(now)))
    session.execute(delete(MissedWish).where(_old_wishes(now)))
    rare = list(session.scalars(select(MissedWish).where(_rare_wishes(now))))
    for wish in rare:
        place, month, theme = wish.municipality_nis, wish.month, wish.theme_id
        _add_wish(session, "", place, month, theme, count=wish.count)
    session.execute(delete(MissedWish).where(_rare_wishes(now)))
    return count


def _old_searches(now: datetime) -> ColumnElement[bool]:
    month, seen = month_of(now), SearchCount.searches + SearchCount.missed
    return or_(
        SearchCount.month < months_before(month, ALL_KEPT),
        and_(SearchCount.month < months_before(month, RARE_KEPT), seen < SEEN_OFTEN),
    )


def _old_wishes(now: datetime) -> ColumnElement[bool]:
    return MissedWish.month < months_before(month_of(now), ALL_KEPT)


def _rare_wishes(now: datetime) -> ColumnElement[bool]:
    return and_(
        MissedWish.month < months_before(month_of(now), RARE_KEPT),
        MissedWish.text != "",
        MissedWish.count < SEEN_OFTEN,
    )


def _row(text: str, language: str, month: date, **counts: int) -> dict[str, object]:
    none = {"searches": 0, "without_result": 0, "weak": 0, "missed": 0}
    return {"text": text, "language": language, "month": month, **none, **counts}


def _add(session: Session, counts: Counter[CountedSearch]) -> None:
    ways: dict[tuple[str, str, date], Counter[Outcome]] = {}
    for (text, language, month, outcome), count in sorted(counts.items()):
        ways.setdefault((text, language, month), Counter())[outcome] += count
    _add_rows(
        session,
        [
            _row(
                text,
                language,
                month,
                searches=way.total(),
                without_result=way[Outcome.NONE],
                weak=way[Outcome.WEAK],
            )
            for (text, language, month), way in ways.items()
        ],
    )


def _add_rows(session: Session, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    adding = insert_of(session)(SearchCount)
    more = adding.excluded
    session.execute(
        adding.on_conflict_do_update(
            index_elements=[SearchCount.text, SearchCount.language, SearchCount.month],
            set_={
                "searches": SearchCount.searches + more.searches,
                "without_result": SearchCount.without_result + more.without_result,
                "weak": SearchCount.weak + more.weak,
                "missed": SearchCount.missed + more.missed,
            },
        ),
        rows,
    )


def _add_wish(
    session: Session, text: str, municipality_nis: str, month: date, theme_id: str, count: int = 1
) -> None:
    adding = insert_of(session)(MissedWish).values(
        text=text, municipality_nis=municipality_nis, month=month, theme_id=theme_id, count=count
    )
    key = [MissedWish.text, MissedWish.municipality_nis, MissedWish.month, MissedWish.theme_id]
    total = MissedWish.count + adding.excluded.count
    session.execute(adding.on_conflict_do_update(index_elements=key, set_={"count": total}))
